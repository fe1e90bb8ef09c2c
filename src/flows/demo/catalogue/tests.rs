//! The catalogue holds together, however far it goes on.
use std::collections::{HashMap, HashSet};
use std::time::Instant;

use super::*;

#[test]
fn handles_titles_and_skus_are_unique() {
    let (mut handles, mut titles, mut skus) = (HashSet::new(), HashSet::new(), HashSet::new());
    for product in catalogue(5_000) {
        let fit = product.handle.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(fit && !product.handle.ends_with('-'), "{}", product.handle);
        assert!(titles.insert(product.title.clone()), "{} twice", product.title);
        for variant in &product.variants {
            assert!(skus.insert(variant.sku.clone()), "{} twice", variant.sku);
        }
        assert!(handles.insert(product.handle.clone()), "{} twice", product.handle);
    }
}

#[test]
fn neighbours_never_share_a_tint() {
    let mut shelves: HashMap<_, Vec<_>> = HashMap::new();
    for product in catalogue(2_000) {
        shelves.entry(product.category).or_default().push(product.picture);
    }
    for pictures in shelves.values() {
        assert!(pictures.windows(2).all(|two| two[0].tint != two[1].tint));
    }
    let rooms: Vec<_> = categories().map(|c| c.picture.tint).collect();
    assert!(rooms.windows(2).all(|two| two[0] != two[1]));
}

#[test]
fn categories_are_full_and_products_are_whole() {
    let slugs: HashSet<_> = categories().map(|c| c.slug).collect();
    assert_eq!(slugs.len(), 12);
    let mut counts: HashMap<_, usize> = HashMap::new();
    let (mut sold_out, mut low, mut variants) = (0, 0, 0);
    for product in catalogue(HAND_MADE) {
        assert!(slugs.contains(product.category));
        *counts.entry(product.category).or_default() += 1;
        assert!(product.options.len() <= 2 && !product.variants.is_empty());
        assert!(product.options.iter().all(|o| (2..=4).contains(&o.values.len())), "{product:?}");
        let combinations: HashSet<_> = product.variants.iter().map(|v| &v.values).collect();
        assert_eq!(combinations.len(), product.variants.len());
        for v in &product.variants {
            assert!(v.price > 0 && v.grams > 0 && v.compare_at.is_none_or(|was| was > v.price), "{v:?}");
            let known = v.values.iter().zip(&product.options).all(|(value, o)| o.values.contains(value));
            assert!(known && v.values.len() == product.options.len());
            variants += 1;
            sold_out += usize::from(v.stock == 0);
            low += usize::from((1..5).contains(&v.stock));
        }
        if let Some(colour) = product.options.iter().find(|o| o.name == "Colour") {
            assert_eq!(colour.values, product.colour_pictures.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        }
        assert_eq!(product.attributes.len(), 4);
        assert!(product.description_html.matches("<p>").count() == 2 && !product.description_html.contains(" & "));
    }
    assert!(counts.values().all(|n| *n == 20), "{counts:?}");
    assert!(sold_out > 5 && low > 20 && sold_out * 8 < variants, "{sold_out} {low} of {variants}");
}

#[test]
fn the_same_number_is_the_same_product() {
    assert_eq!(catalogue(300).nth(271), Some(product(271)));
    assert_eq!(product(240).title, "Speckled mug, edition 2");
    assert_eq!(catalogue(1_000_000).size_hint(), (1_000_000, Some(1_000_000)));
}

/// `cargo test --release -p sundry-flows hundred -- --nocapture` says how long it takes.
#[test]
fn a_hundred_thousand_are_quick() {
    let begin = Instant::now();
    let variants: usize = catalogue(100_000).map(|p| p.variants.len()).sum();
    println!("100,000 products with {variants} variants in {:?}", begin.elapsed());
    assert!(variants > 100_000);
}
