//! From what is written on the shelves to products: options, variants, prices, stock and pictures.
use std::fmt::Write;

use super::makers::MAKERS;
use super::model::*;
use super::shelves::{Item, Kind, SHELVES, Shelf, Sizes};
use crate::demo::art::{Thing, Tint};

/// So many products are written by hand; those after them are editions.
pub const HAND_MADE: usize = 240;
const KINDS: usize = 5;
const PER_SHELF: usize = HAND_MADE / SHELVES.len();

/// The first `products` of the catalogue, made one at a time as they are asked for. Categories take turns, so
/// any number from twelve on fills them all.
pub fn catalogue(products: usize) -> impl Iterator<Item = DemoProduct> {
    (0..products).map(product)
}

pub fn categories() -> impl Iterator<Item = DemoCategory> {
    SHELVES.iter().enumerate().map(|(i, shelf)| DemoCategory {
        title: shelf.title,
        slug: shelf.slug,
        intro: shelf.intro,
        picture: PictureSpec { thing: shelf.lead(), colourway: i % 4, tint: Tint::ALL[(i * 2) % 5] },
    })
}

/// Where the product of a number is written down, counted from 0 each.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub shelf: usize,
    pub kind: usize,
    /// Which of its kind.
    pub row: usize,
    /// From 1 on.
    pub edition: usize,
    pub maker: usize,
}

pub fn place(number: usize) -> Place {
    let (shelf, position) = (number % SHELVES.len(), number / SHELVES.len());
    let (kind, row) = (position % KINDS, position % PER_SHELF / KINDS);
    let maker = SHELVES[shelf].kinds[kind].makers[row % 2];
    Place { shelf, kind, row, edition: position / PER_SHELF + 1, maker }
}

/// The product of that number, counted from 0.
pub fn product(number: usize) -> DemoProduct {
    let Place { shelf: shelf_index, kind, row, edition, maker } = place(number);
    let shelf = &SHELVES[shelf_index];
    let position = number / SHELVES.len();
    let kind = &shelf.kinds[kind];
    let item = &kind.items[row];
    // Neighbours differ, in a row and under one another in two or four columns.
    let tint = Tint::ALL[(position + 2 * (position / KINDS) + shelf_index) % Tint::ALL.len()];
    let picture = PictureSpec { thing: kind.thing, colourway: colourway(kind.thing, row + edition - 1), tint };

    let mut colour_pictures = Vec::new();
    let mut options = Vec::new();
    if kind.colours && row != 2 {
        let all = kind.thing.colourways().len();
        let count = (2 + (position + shelf_index) % 3).min(all);
        for i in 0..count {
            let way = colourway(kind.thing, picture.colourway + i);
            colour_pictures.push((kind.thing.colourway(way).name, PictureSpec { colourway: way, ..picture }));
        }
        options
            .push(DemoOption { name: "Colour", values: colour_pictures.iter().map(|(name, _)| *name).collect() });
    }
    let sizes = sizes(kind, row);
    if let Some(sizes) = sizes {
        options
            .push(DemoOption { name: sizes.name, values: sizes.values.iter().map(|(name, ..)| *name).collect() });
    }

    let title = match edition {
        1 => item.title.to_owned(),
        _ => format!("{}, edition {edition}", item.title),
    };
    let maker = &MAKERS[maker];
    DemoProduct {
        number,
        handle: handle(&title),
        subtitle: item.subtitle.to_owned(),
        description_html: description(kind, item, row, maker.line, edition),
        brand: maker.name,
        category: shelf.slug,
        tax: if kind.reduced_tax { TaxClass::Reduced } else { TaxClass::Standard },
        attributes: attributes(kind),
        variants: variants(number, shelf, kind, item, &colour_pictures),
        options,
        title,
        picture,
        colour_pictures,
    }
}

/// The second option: of every other product where there are colours too, else of all.
fn sizes(kind: &Kind, row: usize) -> Option<&'static Sizes> {
    kind.sizes.filter(|_| row.is_multiple_of(2) || !kind.colours)
}

fn colourway(thing: Thing, index: usize) -> usize {
    index % thing.colourways().len()
}

/// Lower-case words with hyphens between.
fn handle(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for c in title.chars() {
        match c {
            'é' => out.push('e'),
            '\'' => {}
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    out
}

/// The product's own sentences, one about its kind, and who made it.
fn description(kind: &Kind, item: &Item, row: usize, maker: &str, edition: usize) -> String {
    let mut html = String::with_capacity(384);
    html.push_str("<p>");
    escape(&mut html, item.text);
    html.push_str("</p><p>");
    escape(&mut html, kind.shared[row % 2]);
    html.push(' ');
    escape(&mut html, maker);
    if edition > 1 {
        // Writing to a `String` cannot fail.
        let _ = write!(html, " Edition {edition} is like the ones before it, give or take a week in the workshop.");
    }
    html.push_str("</p>");
    html
}

/// Text into HTML.
pub fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            c => html.push(c),
        }
    }
}

fn attributes(kind: &Kind) -> Vec<DemoAttribute> {
    let weight = match kind.grams {
        g if g < 1000 => format!("{g} g"),
        g => format!("{}.{} kg", g / 1000, g % 1000 / 100),
    };
    [
        ("Material", kind.material.to_owned()),
        ("Size", kind.size.to_owned()),
        ("Weight", weight),
        ("Care", kind.care.to_owned()),
    ]
    .map(|(name, value)| DemoAttribute { name, value })
    .into()
}

fn variants(
    number: usize,
    shelf: &Shelf,
    kind: &Kind,
    item: &Item,
    colours: &[(&'static str, PictureSpec)],
) -> Vec<DemoVariant> {
    let one_size = [("", 100, 100)];
    let row = number / SHELVES.len() % PER_SHELF / KINDS;
    let sizes = sizes(kind, row).map_or(&one_size[..], |s| s.values);
    let colours = match colours {
        [] => vec![""],
        some => some.iter().map(|(name, _)| *name).collect(),
    };
    // About one product in eleven is reduced, by roughly a fifth.
    let reduced = chance(number, 0).is_multiple_of(11);
    let mut variants = Vec::with_capacity(colours.len() * sizes.len());
    for colour in colours {
        for (size, price, weight) in sizes {
            let full = to_ten_cents(item.price * price / 100);
            let n = variants.len() + 1;
            variants.push(DemoVariant {
                sku: format!("{}-{:04}-{n}", shelf.code, number / SHELVES.len() + 1),
                values: [colour, *size].into_iter().filter(|v| !v.is_empty()).collect(),
                price: if reduced { to_ten_cents(full * 80 / 100) } else { full },
                compare_at: reduced.then_some(full),
                grams: kind.grams * weight / 100,
                stock: stock(chance(number, n)),
            });
        }
    }
    variants
}

fn to_ten_cents(cents: i64) -> i64 {
    ((cents + 5) / 10 * 10).max(10)
}

/// A few are sold out, some are low, most are well stocked.
fn stock(chance: u64) -> u32 {
    let units = (chance >> 8) as u32;
    match chance % 20 {
        0 => 0,
        1..=3 => 1 + units % 4,
        4..=15 => 8 + units % 40,
        _ => 48 + units % 120,
    }
}

/// A number that looks random and is always the same for the same arguments (SplitMix64).
pub(in crate::demo) fn chance(number: usize, salt: usize) -> u64 {
    let mut z = (number as u64).wrapping_mul(64).wrapping_add(salt as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
