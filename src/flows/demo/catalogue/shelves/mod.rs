//! What stands on the shelves: twelve categories of five kinds with four products each, written by hand.
mod cloth;
mod desk;
mod garden;
mod home;
mod kitchen;
mod table;

use crate::demo::art::Thing;

/// A category as it is written down.
pub struct Shelf {
    pub title: &'static str,
    pub slug: &'static str,
    /// Three letters that begin its SKUs.
    pub code: &'static str,
    pub intro: &'static str,
    pub kinds: &'static [Kind; 5],
}

/// What four products have in common.
pub struct Kind {
    pub thing: Thing,
    pub material: &'static str,
    pub size: &'static str,
    pub grams: u32,
    pub care: &'static str,
    /// Indexes into [`super::makers::MAKERS`].
    pub makers: [usize; 2],
    pub sizes: Option<&'static Sizes>,
    /// Whether it comes in colours to choose from.
    pub colours: bool,
    pub reduced_tax: bool,
    /// Sentences true of the whole kind, taken in turn.
    pub shared: [&'static str; 2],
    pub items: [Item; 4],
}

/// A second option: its name, and each value with price and weight in percent of the first.
pub struct Sizes {
    pub name: &'static str,
    pub values: &'static [(&'static str, i64, u32)],
}

/// One product as it is written down.
pub struct Item {
    pub title: &'static str,
    pub subtitle: &'static str,
    /// EUR cents, tax included.
    pub price: i64,
    pub text: &'static str,
}

/// `Thing, material, size, grams, care, makers, sizes, colours | plain, standard | reduced`, two shared
/// sentences, four products.
macro_rules! kind {
    ($thing:ident, $material:literal, $size:literal, $grams:literal, $care:expr, [$m1:literal, $m2:literal],
     $sizes:expr, $colours:ident, $tax:ident; $s1:literal, $s2:literal;
     $($title:literal, $subtitle:literal, $price:literal, $text:literal;)+) => {
        $crate::demo::catalogue::shelves::Kind {
            thing: $crate::demo::art::Thing::$thing,
            material: $material,
            size: $size,
            grams: $grams,
            care: $care,
            makers: [$m1, $m2],
            sizes: $sizes,
            colours: $crate::demo::catalogue::shelves::flag(stringify!($colours), "colours"),
            reduced_tax: $crate::demo::catalogue::shelves::flag(stringify!($tax), "reduced"),
            shared: [$s1, $s2],
            items: [$($crate::demo::catalogue::shelves::Item {
                title: $title, subtitle: $subtitle, price: $price, text: $text,
            }),+],
        }
    };
}
use kind;

/// Whether two words begin with the same letter: all that a constant may ask here.
const fn flag(word: &str, yes: &str) -> bool {
    word.as_bytes()[0] == yes.as_bytes()[0]
}

const DISHWASHER: &str = "Dishwasher and microwave";
const BY_HAND: &str = "Wash by hand, dry at once";
const OIL: &str = "Wipe clean, oil twice a year";
const COOL_WASH: &str = "Wash at 30 °C, dry flat";
const WARM_WASH: &str = "Wash at 60 °C, line dry";
const DUST: &str = "Wipe with a dry cloth";
const CUPBOARD: &str = "Keep cool, dry and dark";
const NONE_NEEDED: &str = "None worth mentioning";

const SIZE: Option<&Sizes> =
    Some(&Sizes { name: "Size", values: &[("Small", 100, 100), ("Medium", 125, 135), ("Large", 160, 180)] });
const TWO_SIZES: Option<&Sizes> =
    Some(&Sizes { name: "Size", values: &[("Regular", 100, 100), ("Large", 140, 150)] });
const PACK: Option<&Sizes> =
    Some(&Sizes { name: "Pack", values: &[("One", 100, 100), ("Two", 190, 200), ("Four", 360, 400)] });
const JARS: Option<&Sizes> = Some(&Sizes { name: "Weight", values: &[("220 g", 100, 100), ("450 g", 180, 195)] });
const BAGS: Option<&Sizes> =
    Some(&Sizes { name: "Weight", values: &[("500 g", 100, 100), ("1 kg", 185, 200), ("2.5 kg", 420, 500)] });
const VOLUME: Option<&Sizes> =
    Some(&Sizes { name: "Volume", values: &[("250 ml", 100, 100), ("500 ml", 175, 190)] });
const RULING: Option<&Sizes> =
    Some(&Sizes { name: "Paper", values: &[("Plain", 100, 100), ("Lined", 100, 100), ("Dotted", 105, 100)] });
const BINDING: Option<&Sizes> =
    Some(&Sizes { name: "Binding", values: &[("Paperback", 100, 100), ("Cloth", 165, 140)] });
const FRAMING: Option<&Sizes> =
    Some(&Sizes { name: "Format", values: &[("A4", 100, 100), ("A3", 145, 170), ("A2", 210, 290)] });
const NO: Option<&Sizes> = None;

/// All of them, in the order of the shop.
pub static SHELVES: [Shelf; 12] = [
    table::TABLE,
    kitchen::KITCHEN,
    table::TEA,
    kitchen::PANTRY,
    home::BATH,
    cloth::UPKEEP,
    desk::DESK,
    desk::BOOKS,
    home::LIGHT,
    cloth::CLOTH,
    garden::GARDEN,
    home::HOME,
];

impl Shelf {
    /// The thing that stands for the category.
    pub fn lead(&self) -> Thing {
        self.kinds[0].thing
    }
}
