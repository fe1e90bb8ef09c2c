//! The register of things: what they are called, where they sit in a tile, and in which colours they come.
use super::pen::{Pen, c::*};
use super::{bath, books, cloth, desk, garden, home, kitchen, light, pantry, table, tea, upkeep};

/// One way to colour a thing. What `a`, `b` and `c` paint is said at the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colourway {
    /// As a shopper reads it: `Moss`.
    pub name: &'static str,
    /// The main colour, as `#rrggbb`: also the one for a swatch.
    pub a: &'static str,
    pub b: &'static str,
    pub c: &'static str,
}

/// Where the origin of a thing lies in a 400 × 500 tile, and how large it is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub x: f64,
    pub y: f64,
    pub scale: f64,
    /// Hung on the wall instead of standing on the table.
    pub hung: bool,
}

/// What a thing is: its names, its place and its drawing.
pub(super) struct Sheet {
    pub slug: &'static str,
    pub place: Place,
    pub draw: fn(&mut Pen, &Colourway),
    pub ways: &'static [Colourway],
}

const fn stands(x: f64, y: f64, scale: f64) -> Place {
    Place { x, y, scale, hung: false }
}
const fn hangs(x: f64, y: f64, scale: f64) -> Place {
    Place { x, y, scale, hung: true }
}

macro_rules! things {
    ($($thing:ident $slug:literal $draw:path, $place:expr, [$($name:literal $a:ident $b:ident $c:ident),+];)+) => {
        /// Something the shop sells and can draw.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Thing { $($thing),+ }

        impl Thing {
            /// All of them, in the order of the shop's rooms.
            pub const ALL: &'static [Thing] = &[$(Thing::$thing),+];

            pub(super) fn sheet(self) -> &'static Sheet {
                match self {
                    $(Thing::$thing => {
                        const SHEET: Sheet = Sheet {
                            slug: $slug,
                            place: $place,
                            draw: $draw,
                            ways: &[$(Colourway { name: $name, a: $a, b: $b, c: $c }),+],
                        };
                        &SHEET
                    })+
                }
            }
        }
    };
}

things! {
    Mug "mug" table::mug, stands(192., 430., 1.28),
        ["Moss" MOSS OAT CREAM, "Clay" CLAY OAT CREAM, "Oat" OAT LINEN CREAM, "Slate" SLATE OAT CREAM, "Ochre" OCHRE OAT CREAM];
    Bowl "bowl" table::bowl, stands(200., 430., 1.22),
        ["Cream" CREAM SLATE OCHRE, "Sage" SAGE PINE TERRA, "Terra" TERRA CREAM OCHRE, "Slate" SLATE CREAM STRAW];
    Plates "plates" table::plates, stands(200., 430., 1.2),
        ["Mist" CREAM MIST SAGE, "Clay" CREAM TERRA OCHRE, "Moss" OAT MOSS CREAM, "Straw" CREAM STRAW SLATE];
    Carafe "carafe" table::carafe, stands(192., 430., 1.34),
        ["Clear" MIST SLATE WOOD, "Green" SAGE PINE BARK, "Amber" STRAW OCHRE WOOD, "Rose" TERRA CLAY BARK];
    Tumbler "tumbler" table::tumbler, stands(196., 430., 1.9),
        ["Clay" CLAY OAT CREAM, "Slate" SLATE OAT CREAM, "Moss" MOSS OAT CREAM, "Straw" STRAW CREAM CREAM, "Pine" PINE OAT CREAM];
    Pot "pot" kitchen::pot, stands(158., 430., 1.06),
        ["Slate" SLATE CREAM WOOD, "Pine" PINE CREAM WOOD, "Clay" CLAY CREAM BARK, "Cream" CREAM SLATE WOOD];
    Board "board" kitchen::board, stands(200., 402., 1.04),
        ["Oak" WOOD BARK LINEN, "Walnut" BARK DARK LINEN, "Ash" STRAW WOOD CLAY, "Smoked oak" DARK BARK TERRA];
    Pan "pan" kitchen::pan, hangs(196., 62., 1.06),
        ["Iron" DARK WOOD SLATE, "Steel" STEEL DARK MIST, "Copper" CLAY DARK TERRA, "Enamel green" PINE WOOD SAGE];
    Spoons "spoons" kitchen::spoons, stands(196., 430., 1.18),
        ["Cream" CREAM WOOD SLATE, "Moss" MOSS STRAW OAT, "Clay" CLAY WOOD CREAM, "Slate" SLATE STRAW CREAM];
    Jar "jar" kitchen::jar, stands(190., 428., 1.2),
        ["Oak lid" OCHRE CLAY WOOD, "Walnut lid" MOSS STRAW BARK, "Slate lid" BARK OCHRE SLATE, "Brass lid" TERRA SAGE BRASS];
    Teapot "teapot" tea::teapot, stands(196., 430., 1.22),
        ["Ink" DARK WOOD CREAM, "Clay" CLAY DARK CREAM, "Sage" SAGE WOOD CREAM, "Cream" CREAM BRASS CREAM, "Pine" PINE BRASS CREAM];
    Kettle "kettle" tea::kettle, stands(184., 430., 1.16),
        ["Cream" CREAM WOOD SLATE, "Pine" PINE WOOD BRASS, "Clay" CLAY BARK OAT, "Slate" SLATE WOOD OAT];
    Dripper "dripper" tea::dripper, stands(192., 430., 1.22),
        ["White" CREAM BARK WOOD, "Moss" MOSS BARK WOOD, "Ink" DARK BARK BRASS, "Terra" TERRA BARK WOOD];
    Tin "tin" tea::tin, stands(200., 428., 1.36),
        ["Pine" PINE CREAM BRASS, "Ochre" OCHRE CREAM DARK, "Clay" CLAY OAT DARK, "Mist" MIST CREAM SLATE, "Cream" CREAM MOSS BRASS];
    Cup "cup" tea::cup, stands(194., 424., 1.26),
        ["Sage" SAGE CREAM BARK, "Cream" CREAM MIST OCHRE, "Slate" SLATE OAT BARK, "Terra" TERRA CREAM OCHRE];
    Preserve "preserve" pantry::preserve, stands(200., 430., 1.38),
        ["Damson" BERRY LINEN DARK, "Apricot" OCHRE MIST BARK, "Quince" TERRA SAGE BARK, "Greengage" MOSS STRAW DARK];
    Bottle "bottle" pantry::bottle, stands(200., 430., 1.22),
        ["Elder" BERRY CREAM DARK, "Cider" OCHRE CREAM CLAY, "Olive" MOSS CREAM DARK, "Honey" STRAW CREAM PINE];
    Sack "sack" pantry::sack, stands(198., 430., 1.24),
        ["Kraft" LINEN PINE CLAY, "White" CREAM CLAY PINE, "Straw" STRAW BARK SLATE, "Mist" MIST DARK OCHRE];
    Parcel "parcel" pantry::parcel, stands(194., 428., 1.2),
        ["Kraft" LINEN CLAY CREAM, "Pine" PINE STRAW CREAM, "Cream" OAT SLATE OCHRE, "Clay" CLAY CREAM STRAW];
    Chocolate "chocolate" pantry::chocolate, stands(204., 426., 1.22),
        ["Clay" CLAY CREAM OCHRE, "Pine" PINE STRAW CLAY, "Ink" DARK OCHRE MOSS, "Mist" SLATE CREAM TERRA];
    Soap "soap" bath::soap, stands(200., 430., 1.2),
        ["Olive" SAGE OAT WOOD, "Rose clay" TERRA OAT BARK, "Sea salt" MIST CREAM WOOD, "Honey" STRAW CREAM BARK];
    Towel "towel" bath::towel, hangs(200., 86., 1.12),
        ["Cream" CREAM CLAY CREAM, "Sage" SAGE CREAM CREAM, "Slate" SLATE OAT CREAM, "Straw" STRAW SLATE CREAM, "Terra" TERRA CREAM CREAM];
    Dispenser "dispenser" bath::dispenser, stands(200., 430., 1.32),
        ["Amber" BARK CREAM DARK, "Moss" MOSS CREAM DARK, "Cream" CREAM MIST BRASS, "Slate" SLATE OAT DARK];
    Mirror "mirror" bath::mirror, hangs(196., 60., 1.12),
        ["Oak" WOOD MIST BARK, "Brass" BRASS MIST DARK, "Ink" DARK MIST WOOD, "Moss" MOSS MIST BARK];
    CandleJar "candle-jar" bath::candlejar, stands(184., 428., 1.4),
        ["Clay" CLAY CREAM WOOD, "Moss" MOSS CREAM WOOD, "Slate" SLATE CREAM BARK, "Ochre" OCHRE CREAM BARK];
    DishBrush "dish-brush" upkeep::dishbrush, hangs(200., 70., 1.06),
        ["Beech" WOOD CREAM LINEN, "Walnut" BARK STRAW WOOD, "Pine green" PINE CREAM LINEN, "Clay" CLAY CREAM LINEN];
    Dustpan "dustpan" upkeep::dustpan, hangs(188., 78., 1.1),
        ["Pine" PINE WOOD STRAW, "Clay" CLAY WOOD CREAM, "Slate" SLATE BARK STRAW, "Cream" CREAM BARK LINEN];
    Yarn "yarn" upkeep::yarn, stands(206., 428., 1.18),
        ["Clay" CLAY OAT WOOD, "Moss" MOSS STRAW BARK, "Slate" SLATE TERRA WOOD, "Ochre" OCHRE MIST BARK, "Cream" CREAM SAGE WOOD];
    Pegs "pegs" upkeep::pegs, hangs(200., 150., 1.04),
        ["Beech" WOOD CREAM CLAY, "Walnut" BARK MIST CREAM, "Green" PINE STRAW CREAM, "Clay" CLAY SAGE OAT];
    Brush "brush" upkeep::brush, stands(200., 430., 1.2),
        ["Beech" WOOD CREAM LINEN, "Walnut" BARK STRAW WOOD, "Moss" MOSS CREAM LINEN, "Ink" DARK LINEN BARK];
    Pencils "pencils" desk::pencils, stands(200., 430., 1.3),
        ["Slate" SLATE PINE CLAY, "Clay" CLAY PINE SLATE, "Moss" MOSS CLAY DARK, "Cream" CREAM SLATE CLAY];
    Notebook "notebook" desk::notebook, stands(200., 434., 1.2),
        ["Pine" PINE TERRA OAT, "Clay" CLAY STRAW MIST, "Slate" SLATE OCHRE CREAM, "Ochre" OCHRE PINE OAT, "Ink" DARK CLAY MIST];
    Scissors "scissors" desk::scissors, hangs(200., 66., 1.12),
        ["Ink" DARK STEEL BRASS, "Clay" CLAY STEEL BRASS, "Pine" PINE STEEL BRASS, "Brass" BRASS STEEL DARK];
    Twine "twine" desk::twine, stands(180., 430., 1.25),
        ["Natural" STRAW WOOD CREAM, "Clay" TERRA BARK CREAM, "Moss" MOSS WOOD CREAM, "Slate" SLATE WOOD CREAM];
    Tray "tray" desk::tray, stands(200., 428., 1.18),
        ["Oak" WOOD BARK TERRA, "Pine" PINE BRASS STRAW, "Walnut" BARK DARK MIST, "Clay" CLAY DARK OAT];
    Book "book" books::book, stands(196., 430., 1.2),
        ["Pine" PINE STRAW CLAY, "Clay" CLAY CREAM SLATE, "Ochre" OCHRE CREAM PINE, "Slate" SLATE OAT TERRA, "Berry" BERRY STRAW MOSS];
    Books "books" books::books, stands(198., 430., 1.14),
        ["Harbour" SLATE TERRA PINE, "Orchard" MOSS OCHRE CLAY, "Brick" CLAY STRAW SLATE, "Meadow" PINE SAGE OCHRE];
    Frame "frame" books::frame, stands(196., 424., 1.06),
        ["Dawn" TERRA SLATE WOOD, "Noon" OCHRE MOSS DARK, "Dusk" CLAY PINE BARK, "Winter" CREAM MIST BRASS];
    Cards "cards" books::cards, stands(200., 428., 1.14),
        ["Coast" MIST SLATE STRAW, "Orchard" STRAW MOSS TERRA, "Evening" TERRA CLAY SLATE, "Hills" SAGE PINE OCHRE];
    Map "map" books::map, stands(200., 428., 1.16),
        ["Meadow" SAGE MIST CLAY, "Moor" STRAW SLATE CLAY, "Shore" OAT MIST PINE, "Fen" LINEN SLATE BERRY];
    Lamp "lamp" light::lamp, stands(200., 434., 1.2),
        ["Pine" PINE BRASS CREAM, "Clay" CLAY BRASS CREAM, "Ink" DARK BRASS CREAM, "Ochre" OCHRE DARK CREAM, "Slate" SLATE BRASS CREAM];
    Pendant "pendant" light::pendant, hangs(200., 60., 1.08),
        ["Pine" PINE BRASS DARK, "Cream" CREAM BRASS DARK, "Clay" CLAY BRASS DARK, "Slate" SLATE WOOD DARK];
    Candle "candle" light::candle, stands(192., 434., 1.2),
        ["Brass" CREAM BRASS CREAM, "Ink" OAT DARK CREAM, "Pine" STRAW PINE CREAM, "Clay" CREAM CLAY CREAM];
    Lantern "lantern" light::lantern, stands(200., 430., 1.18),
        ["Ink" DARK CREAM BRASS, "Pine" PINE CREAM BRASS, "Brass" BRASS CREAM DARK, "Slate" SLATE CREAM STEEL];
    Matches "matches" light::matches, stands(212., 426., 1.16),
        ["Straw" STRAW PINE CLAY, "Clay" CLAY CREAM DARK, "Slate" SLATE OAT CLAY, "Pine" PINE STRAW OCHRE];
    Scarf "scarf" cloth::scarf, hangs(200., 74., 1.12),
        ["Clay" CLAY CREAM WOOD, "Pine" PINE STRAW WOOD, "Slate" SLATE OAT BARK, "Ochre" OCHRE DARK WOOD, "Oat" OAT CLAY BARK];
    Apron "apron" cloth::apron, hangs(200., 56., 1.04),
        ["Slate" SLATE OAT CREAM, "Clay" CLAY LINEN CREAM, "Natural" OAT BARK BARK, "Pine" PINE LINEN STRAW];
    Blanket "blanket" cloth::blanket, stands(200., 428., 1.16),
        ["Oat" OAT CLAY MIST, "Moss" MOSS CREAM OAT, "Clay" CLAY CREAM STRAW, "Slate" SLATE STRAW CREAM];
    Cushion "cushion" cloth::cushion, stands(198., 430., 1.2),
        ["Straw" STRAW SLATE BARK, "Clay" CLAY CREAM OCHRE, "Sage" SAGE PINE CREAM, "Cream" CREAM TERRA CLAY];
    Tote "tote" cloth::tote, hangs(200., 70., 1.06),
        ["Natural" OAT PINE BARK, "Pine" PINE STRAW LINEN, "Slate" SLATE OAT OAT, "Clay" TERRA CREAM BARK];
    Can "can" garden::can, stands(176., 430., 1.2),
        ["Pine" PINE BRASS CREAM, "Zinc" STEEL BRASS CREAM, "Clay" CLAY BRASS CREAM, "Cream" CREAM BRASS CREAM];
    Trowel "trowel" garden::trowel, hangs(200., 66., 1.06),
        ["Ash" WOOD STEEL BARK, "Walnut" BARK SLATE LINEN, "Green" PINE STEEL LINEN, "Red" CLAY SLATE LINEN];
    Seeds "seeds" garden::seeds, stands(194., 424., 1.2),
        ["Marigold" PINE OCHRE TERRA, "Cornflower" STRAW SLATE SAGE, "Poppy" SAGE CLAY MIST, "Daisy" CLAY CREAM STRAW];
    Planter "planter" garden::planter, stands(196., 430., 1.2),
        ["Terracotta" TERRA MOSS CLAY, "Slate" SLATE MOSS DARK, "Cream" CREAM PINE OAT, "Ochre" OCHRE PINE BARK];
    Birdhouse "birdhouse" garden::birdhouse, hangs(200., 56., 1.04),
        ["Oak" WOOD PINE BARK, "Moss" MOSS BARK WOOD, "Cream" CREAM CLAY WOOD, "Slate" SLATE DARK WOOD];
    Vase "vase" home::vase, stands(192., 430., 1.02),
        ["Terra" TERRA MOSS PINE, "Slate" SLATE SAGE MOSS, "Cream" CREAM PINE MOSS, "Ink" DARK OCHRE CLAY];
    Stool "stool" home::stool, stands(200., 436., 1.24),
        ["Oak" WOOD BARK CREAM, "Walnut" BARK DARK CREAM, "Moss" MOSS BARK CREAM, "Clay" CLAY WOOD CREAM];
    Basket "basket" home::basket, stands(200., 430., 1.2),
        ["Straw" STRAW WOOD BARK, "Willow" WOOD BARK DARK, "Slate" MIST WOOD SLATE, "Oat" OAT BARK BARK];
    Clock "clock" home::clock, hangs(200., 56., 1.08),
        ["Pine" PINE CREAM CLAY, "Oak" WOOD CREAM CLAY, "Ink" DARK OAT OCHRE, "Clay" CLAY CREAM PINE];
    Hooks "hooks" home::hooks, hangs(200., 128., 1.06),
        ["Oak" WOOD BARK OAT, "Walnut" BARK BRASS TERRA, "Sage" SAGE WOOD STRAW, "Ink" DARK BRASS SAGE];
}

impl Thing {
    /// A short name for addresses and ids: `dish-brush`.
    pub fn slug(self) -> &'static str {
        self.sheet().slug
    }

    /// The colours it comes in; never empty.
    pub fn colourways(self) -> &'static [Colourway] {
        self.sheet().ways
    }

    /// The colourway of that index; indexes beyond the last begin again.
    pub fn colourway(self, index: usize) -> &'static Colourway {
        let ways = self.colourways();
        &ways[index % ways.len()]
    }
}
