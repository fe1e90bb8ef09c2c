//! Real exports, where the shared samples are at hand; they are never part of this project.
use std::io::Read;
use std::process::Command;

use super::*;

fn shared() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let beside =
        || ["../../../shared", "../../../../shared"].map(|up| here.join(up)).into_iter().find(|p| p.exists());
    std::env::var_os("SUNDRY_SHARED").map(PathBuf::from).or_else(beside).unwrap_or_else(|| here.join("shared"))
}

/// The contents of a sample; None, and a word about it, where it is not here.
fn sample(name: &str) -> Option<Vec<u8>> {
    let path = shared().join("data").join(name);
    if !path.exists() {
        eprintln!("SKIPPED: {} is not here; set SUNDRY_SHARED", path.display());
        return None;
    }
    if name.ends_with(".zst") {
        let unpacked = Command::new("zstd").arg("-dc").arg(&path).output().ok().filter(|o| o.status.success());
        if unpacked.is_none() {
            eprintln!("SKIPPED: {name} needs zstd");
        }
        return unpacked.map(|o| o.stdout);
    }
    let mut bytes = Vec::new();
    std::fs::File::open(&path).unwrap().read_to_end(&mut bytes).unwrap();
    Some(bytes)
}

fn mapping(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/import").join(name);
    Some(std::fs::read_to_string(path).unwrap())
}

/// Takes it in twice: everything that can be, once.
fn twice(rooms: &Rooms, name: &str, spec: &Spec, left_out: u64) -> Option<Report> {
    let bytes = sample(name)?;
    let begin = std::time::Instant::now();
    let first = run(rooms, spec, bytes.clone()).unwrap();
    println!("{name} in {:?}: {}", begin.elapsed(), first.to_string().lines().next().unwrap());
    assert_eq!(first.failed, left_out, "{name}: {first}");
    assert_eq!(first.read, first.created + first.updated + first.unchanged + first.failed, "{name}: {first}");
    let second = run(rooms, spec, bytes).unwrap();
    assert!(second.changed_nothing() && second.failed == left_out, "{name}: {second}");
    Some(first)
}

#[test]
fn shopify_exports_come_in_whole_and_only_once() {
    on_sqlite(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        for name in [
            "shopify-csv-themes/Fashion.csv",
            "shopify-csv-themes/Apparel.csv",
            "shopify-csv-themes/jewelry.csv",
            "shopify-csv-official/apparel.csv",
            "shopify-csv-official/jewelery.csv",
            "shopify-csv-official/home-and-garden.csv",
        ] {
            twice(rooms, name, &Spec::of(Form::Shopify), 0);
        }
    });
}

#[test]
fn woocommerce_products_come_in_with_their_variations() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let spec = Spec::of(Form::WooCommerce);
        // A group of others, and one that is sold elsewhere.
        let Some(report) = twice(rooms, "woocommerce-sample/sample_products.csv", &spec, 2) else { return };
        assert_eq!((report.read, report.created, report.categories), (15, 13, 5), "{report}");
        let hoodie = product(rooms, "hoodie").unwrap();
        let axes: Vec<_> = hoodie.options.iter().map(|o| (o.name.as_str(), o.values.len())).collect();
        assert_eq!((axes, hoodie.variants.len()), (vec![("Color", 3), ("Logo", 2)], 6));
        let shirt = product(rooms, "t-shirt").unwrap();
        assert_eq!(shirt.variants.len(), 9, "each size of each colour: {:?}", shirt.variants);
        let beanie = product(rooms, "beanie").unwrap();
        assert_eq!(goods(rooms, &beanie), [(1800, Some(2000), 0, 1_000_000)]);
        let tree = rooms.importer.db.read_now(Catalog::categories_in).unwrap();
        let clothing = tree.iter().find(|c| c.title == "Clothing").unwrap();
        assert_eq!(tree.iter().filter(|c| c.parent == Some(clothing.id)).count(), 3);
    });
}

#[test]
fn magento_products_come_in_with_what_they_are_made_of() {
    on_sqlite(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let spec = Spec::of(Form::Magento);
        let catalogue = "magento2/fixtures/ConfigurableSampleData/products.csv";
        let Some(report) = twice(rooms, catalogue, &spec, 0) else { return };
        assert_eq!(report.created, 147, "{report}");
        let hoodie = product(rooms, "chaz-kangeroo-hoodie").unwrap();
        let axes: Vec<_> = hoodie.options.iter().map(|o| (o.name.as_str(), o.values.len())).collect();
        assert_eq!((axes, hoodie.variants.len()), (vec![("Size", 5), ("Color", 3)], 15));
        assert_eq!(goods(rooms, &hoodie)[0], (5200, None, 100, 100));
        assert!(hoodie.attributes.iter().any(|a| a.name == "Material" && a.value == "Wool"), "{hoodie:?}");
        let links = sample("magento2/fixtures/ProductLinksSampleData/related.csv").unwrap();
        let links = run(rooms, &spec, links).unwrap();
        assert!(links.failed > 10 && links.failed == links.read && links.changed_nothing(), "{links}");
    });
}

#[test]
fn mapped_catalogues_come_in() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let vendure = Spec { mapping: mapping("vendure.toml"), ..Spec::of(Form::Products) };
        if let Some(report) = twice(rooms, "vendure/products.csv", &vendure, 0) {
            assert_eq!(report.created, 54, "{report}");
            let laptop = product(rooms, "laptop").unwrap();
            assert_eq!((laptop.brand.as_str(), laptop.variants.len(), laptop.options.len()), ("Apple", 4, 2));
        }
        let spree = Spec { mapping: mapping("spree.toml"), ..Spec::of(Form::Products) };
        if let Some(report) = twice(rooms, "spree/products.csv", &spree, 0) {
            assert_eq!((report.created, report.read), (37, 124), "{report}");
            let machine = product(rooms, "automatic-espresso-machine").unwrap();
            assert_eq!((machine.variants.len(), machine.attributes.len()), (3, 3), "{machine:?}");
            assert!(
                goods(rooms, &machine).iter().all(|g| g.0 > 10_000 && g.2 == 5000),
                "{:?}",
                goods(rooms, &machine)
            );
        }
    });
}

#[test]
fn the_first_of_a_large_catalogue_come_in_with_their_attributes() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let Some(all) = sample("icecat-chorus/products.ndjson.zst") else { return };
        let lines: Vec<&[u8]> = all.split_inclusive(|b| *b == b'\n').take(400).collect();
        let spec = Spec { mapping: mapping("icecat.toml"), ..Spec::of(Form::Products) };
        let report = run(rooms, &spec, lines.concat()).unwrap();
        assert_eq!((report.created, report.failed), (400, 0), "{report}");
        let ink = product(rooms, "hp-80-original-cyan").unwrap();
        assert_eq!(goods(rooms, &ink), [(12595, None, 0, 1_000_000)]);
        let width = ink.attributes.iter().find(|a| a.name == "Package width").unwrap();
        assert_eq!((width.value.as_str(), width.kind), ("114", catalog::AttributeKind::Number));
        assert_eq!((ink.brand.as_str(), ink.variants[0].sku.as_str()), ("HP", "ICE-1399"));
        let again = run(rooms, &spec, lines.concat()).unwrap();
        assert!(again.changed_nothing(), "{again}");
    });
}
