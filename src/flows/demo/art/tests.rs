//! The drawings: complete, distinct, and safe to share a page.
use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Instant;

use super::*;
use crate::demo::raster;

#[test]
fn there_are_many_things_in_several_colours() {
    assert!(Thing::ALL.len() >= 24);
    let slugs: HashSet<_> = Thing::ALL.iter().map(|t| t.slug()).collect();
    assert_eq!(slugs.len(), Thing::ALL.len());
    for thing in Thing::ALL {
        let names: HashSet<_> = thing.colourways().iter().map(|w| w.name).collect();
        assert!((3..=5).contains(&names.len()) && names.len() == thing.colourways().len(), "{thing:?}");
    }
}

#[test]
fn every_tile_is_whole_and_its_clip_ids_are_its_own() {
    let mut ids = HashSet::new();
    for &thing in Thing::ALL {
        for way in 0..thing.colourways().len() {
            let svg = tile(thing, way, Tint::ALL[way % 5]);
            assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
            assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count(), "{thing:?}");
            for part in svg.split("clipPath id=\"").skip(1) {
                let id = part.split('"').next().unwrap();
                assert!(ids.insert(id.to_owned()), "{id} twice");
            }
        }
    }
}

#[test]
fn every_drawing_can_be_rastered() {
    for &thing in Thing::ALL {
        let file = raster::webp(&tile(thing, 0, Tint::Oat), 80).unwrap();
        assert_eq!((&file[..4], &file[8..12]), (&b"RIFF"[..], &b"WEBP"[..]), "{thing:?}");
        raster::webp(&room(thing, 1, Tint::Mist), 80).unwrap();
    }
    for svg in [hero(), hero_phone(), journal(), basket_empty()] {
        raster::webp(&svg, 320).unwrap();
    }
    assert!(raster::webp("<svg", 80).is_err());
    assert!(raster::webp(&hero(), 0).is_err());
    assert!(raster::webp(&hero(), 100_000).is_err());
}

/// Writes contact sheets to look at, and says how long pictures take:
/// `SUNDRY_SHEETS=/tmp/sheets cargo test --release -p sundry-flows sheets -- --nocapture`.
#[test]
fn contact_sheets() {
    let Some(folder) = std::env::var_os("SUNDRY_SHEETS").map(PathBuf::from) else {
        println!("skipped: set SUNDRY_SHEETS to a folder for the contact sheets");
        return;
    };
    std::fs::create_dir_all(&folder).unwrap();
    for (page, things) in Thing::ALL.chunks(15).enumerate() {
        let mut sheet = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2000 1500\">");
        for (i, &thing) in things.iter().enumerate() {
            let svg = tile(thing, page + i, Tint::ALL[(i + 2 * (i / 5)) % 5]);
            let svg = svg.replacen("<svg ", &format!("<svg x=\"{}\" y=\"{}\" ", i % 5 * 400, i / 5 * 500), 1);
            sheet.push_str(&svg);
        }
        sheet.push_str("</svg>");
        std::fs::write(folder.join(format!("things-{page}.png")), raster::png(&sheet, 1500).unwrap()).unwrap();
    }
    let wide = [("hero", hero()), ("hero-phone", hero_phone()), ("journal", journal()), ("empty", basket_empty())];
    for (name, svg) in wide {
        std::fs::write(folder.join(format!("{name}.png")), raster::png(&svg, 960).unwrap()).unwrap();
    }
    let tiles: Vec<String> = Thing::ALL.iter().map(|&t| tile(t, 1, Tint::Clay)).collect();
    for width in [400, 800] {
        let begin = Instant::now();
        let bytes: usize = tiles.iter().map(|svg| raster::webp(svg, width).unwrap().len()).sum();
        let each = begin.elapsed() / tiles.len() as u32;
        println!("{width} wide: {each:?} and {} bytes each", bytes / tiles.len());
    }
    let begin = Instant::now();
    tiles.iter().for_each(|svg| drop(raster::png(svg, 400)));
    println!("png, 400 wide: {:?} each", begin.elapsed() / tiles.len() as u32);
}
