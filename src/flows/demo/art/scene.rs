//! Walls, tables and light: where things are put to be looked at.
use super::pen::{INK, Pen};
use super::things::{Place, Thing};

/// The colour of wall and table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tint {
    Oat,
    Sage,
    Clay,
    Mist,
    Straw,
}

impl Tint {
    pub const ALL: [Tint; 5] = [Tint::Oat, Tint::Sage, Tint::Clay, Tint::Mist, Tint::Straw];

    /// A short name for ids and addresses: `oat`.
    pub fn slug(self) -> &'static str {
        match self {
            Tint::Oat => "oat",
            Tint::Sage => "sage",
            Tint::Clay => "clay",
            Tint::Mist => "mist",
            Tint::Straw => "straw",
        }
    }

    /// Wall and table, as `#rrggbb`.
    pub fn colours(self) -> (&'static str, &'static str) {
        match self {
            Tint::Oat => ("#EEE8DB", "#E1D8C6"),
            Tint::Sage => ("#E0E5D9", "#CFD7C8"),
            Tint::Clay => ("#EEDFD3", "#E2CCBB"),
            Tint::Mist => ("#E0E6E6", "#CED7D7"),
            Tint::Straw => ("#F0E7CE", "#E4D6B3"),
        }
    }
}

/// A stage of `w` × `h` whose table begins at `horizon`; `bands` are the two slanted window lights.
struct Stage {
    w: i32,
    h: i32,
    horizon: i32,
    tint: Tint,
    bands: [String; 2],
    glow: f64,
}

impl Stage {
    fn new(w: i32, h: i32, horizon: i32, tint: Tint) -> Self {
        let (fw, fh) = (f64::from(w), f64::from(h));
        let band = |x: f64| {
            let wide = fh * 0.26;
            format!("M{x:.0},-10 h{wide:.0} l{:.0},{} h-{wide:.0} z", -fh * 0.34, horizon + 20)
        };
        Self { w, h, horizon, tint, bands: [band(fw * 0.1), band(fw * 0.1 + fh * 0.3)], glow: 0.34 }
    }

    fn show(self, prefix: String, things: impl FnOnce(&mut Pen)) -> String {
        let Self { w, h, horizon, tint, bands, glow } = self;
        let (wall, table) = tint.colours();
        let mut pen = Pen::new(prefix);
        pen.raw(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
             preserveAspectRatio=\"xMidYMid slice\">"
        ));
        pen.rect(0, 0, w, h, 0, wall).clip(&format!("M0,0 h{w} v{horizon} h-{w}z"), |p| {
            for band in &bands {
                p.path_o(band, "#fff", glow);
            }
        });
        pen.rect(0, horizon, w, h - horizon, 0, table).rect_o(0, horizon, w, 2, 0, INK, 0.05);
        things(&mut pen);
        pen.raw("</svg>");
        pen.finish()
    }
}

fn put(pen: &mut Pen, thing: Thing, colourway: usize, x: f64, y: f64, scale: f64) {
    let way = thing.colourway(colourway);
    pen.group(&format!("translate({x:.1} {y:.1}) scale({scale:.3})"), |p| (thing.sheet().draw)(p, way));
}

fn id(thing: Thing, colourway: usize, tint: Tint, shape: &str) -> String {
    format!("{}-{}-{}{shape}", thing.slug(), colourway % thing.colourways().len(), tint.slug())
}

/// A product picture: a complete SVG document of 400 × 500. `colourway` is an index into
/// [`Thing::colourways`] and wraps around. Clip ids are unique to this thing, colourway and tint.
pub fn tile(thing: Thing, colourway: usize, tint: Tint) -> String {
    let Place { x, y, scale, .. } = thing.sheet().place;
    Stage::new(400, 500, 370, tint).show(id(thing, colourway, tint, ""), |p| put(p, thing, colourway, x, y, scale))
}

/// The tile of a category: the same thing on a square of 400 × 400.
pub fn room(thing: Thing, colourway: usize, tint: Tint) -> String {
    let Place { x, y, scale, hung } = thing.sheet().place;
    let (y, scale) = if hung { (y * 0.66, scale * 0.87) } else { (y - 94.0, scale * 0.94) };
    Stage::new(400, 400, 290, tint)
        .show(id(thing, colourway, tint, "-room"), |p| put(p, thing, colourway, x, y, scale))
}

/// The wide still life of the home page, 1280 × 560; its left 560 stay calm for the heading.
pub fn hero() -> String {
    let mut stage = Stage::new(1280, 560, 432, Tint::Oat);
    stage.bands = ["M760,-10 h170 l-250,452 h-170z".into(), "M960,-10 h130 l-250,452 h-130z".into()];
    stage.glow = 0.38;
    stage.show("hero".into(), |p| {
        put(p, Thing::Lamp, 0, 1132., 454., 1.14);
        put(p, Thing::Vase, 0, 708., 462., 1.05);
        put(p, Thing::Teapot, 0, 858., 478., 0.94);
        put(p, Thing::Bowl, 0, 1046., 510., 0.76);
        put(p, Thing::Mug, 0, 764., 516., 0.74);
        put(p, Thing::Candle, 0, 626., 500., 0.74);
    })
}

/// The same still life, cut for a phone: 360 × 328.
pub fn hero_phone() -> String {
    Stage::new(360, 328, 252, Tint::Oat).show("hero-phone".into(), |p| {
        put(p, Thing::Vase, 0, 88., 276., 0.7);
        put(p, Thing::Lamp, 0, 262., 280., 0.78);
        put(p, Thing::Teapot, 0, 160., 294., 0.66);
        put(p, Thing::Mug, 0, 92., 316., 0.5);
    })
}

/// The picture beside the journal: a small kitchen, 640 × 426.
pub fn journal() -> String {
    Stage::new(640, 426, 312, Tint::Sage).show("journal".into(), |p| {
        put(p, Thing::Board, 0, 120., 300., 0.8);
        put(p, Thing::Pot, 0, 300., 372., 0.98);
        put(p, Thing::Jar, 0, 488., 352., 0.86);
        put(p, Thing::Bowl, 0, 190., 388., 0.66);
    })
}

/// The picture of an empty basket, 640 × 426.
pub fn basket_empty() -> String {
    Stage::new(640, 426, 292, Tint::Mist)
        .show("basket-empty".into(), |p| put(p, Thing::Basket, 0, 330., 352., 1.05))
}
