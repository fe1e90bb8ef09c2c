//! Files come in once, whatever is wrong with some of their rows. All of these products are invented.
use std::io::Cursor;
use std::path::PathBuf;
use std::time::Duration;

use catalog::{Catalog, Product, Status};
use imports::State;
use inventory::Inventory;
use kernel::Currency;
use pricing::Pricing;

use super::*;
use crate::test_rooms::{Rooms, on_every_database, on_sqlite};
use crate::{Silent, setup};

/// Takes a file in, to its end.
pub(super) fn run(rooms: &Rooms, spec: &Spec, file: impl Into<Vec<u8>>) -> Result<Report, ImportError> {
    rooms.test.advance(Duration::from_secs(1));
    let file = file.into();
    let fingerprint = spec.fingerprint(&file);
    let source = Source { name: "goods.csv", size: file.len() as u64, fingerprint };
    let id = rooms.importer.begin(&rooms.actor, spec, &source)?;
    let ended = rooms.importer.work(&rooms.actor, id, Cursor::new(file), None, &Silent)?;
    assert_eq!(ended, Ended::Done);
    rooms.importer.report(id)
}

const HEAD: &str = "Handle,Title,Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,\
    Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,\
    Variant Taxable,Image Src,SEO Title\n";
const SHELF: &str = "\
    egg-cup,Egg cup,Nest & Co,Table & Tea,\"egg, blue\",true,Colour,Blue,EC-1,80,shopify,4,deny,6.50,8.00,true,a.jpg,Cups\n\
    egg-cup,,,,,,,White,EC-2,80,shopify,0,continue,6.50,,true,b.jpg,\n\
    ladle,Ladle,Nest & Co,Table & Tea,,true,Title,Default Title,L-1,,shopify,3,deny,\"12,00\",,true,,\n\
    Große Kanne,Kanne,,Kannen,,false,Title,Default Title,K-1,900,,,deny,30.00,,false,c.jpg,\n\
    tray,Tray,,,,true,Title,Default Title,MUG-1,,shopify,7,deny,15.00,,true,,\n\
    spoon,,,,,maybe,Title,Default Title,SP-1,,shopify,1,deny,2.00,,true,,\n";

fn import(rooms: &Rooms, text: &str, dry_run: bool) -> Report {
    let spec = Spec { dry_run, ..Spec::of(Form::Shopify) };
    run(rooms, &spec, format!("{HEAD}{text}")).unwrap()
}

pub(super) fn product(rooms: &Rooms, handle: &str) -> Option<Product> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(rooms.importer.catalog.product(handle)).unwrap()
}

/// Price, compare-at price, on hand and saleable of each variant.
pub(super) fn goods(rooms: &Rooms, product: &Product) -> Vec<(i64, Option<i64>, i64, i64)> {
    let ids: Vec<_> = product.variants.iter().map(|v| v.id).collect();
    let now = rooms.test.clock.now();
    let read = |c: &mut db::Conn| -> Result<_, setup::SetupError> {
        let list = setup::find(c)?.unwrap().0.market.price_list;
        Ok((Pricing::prices_in(c, list, Currency::EUR, &ids, now)?, Inventory::availability_in(c, &ids)?))
    };
    let (prices, stock) = rooms.importer.db.read_now(read).unwrap();
    let one = |id| {
        let price = prices[id].single().unwrap();
        (price.unit.amount, price.compare_at.map(|m| m.amount), stock[id].on_hand, stock[id].saleable)
    };
    ids.iter().map(one).collect()
}

#[test]
fn the_good_rows_come_in_and_the_others_are_told() {
    on_every_database(|rooms| {
        let empty = run(rooms, &Spec::of(Form::Shopify), HEAD);
        assert!(matches!(empty, Err(ImportError::NoMarket)));
        assert!(rooms.importer.ensure_market(&rooms.actor).unwrap());
        assert!(!rooms.importer.ensure_market(&rooms.actor).unwrap());
        import(rooms, "mug,Mug,,,,true,Title,Default Title,MUG-1,,shopify,2,deny,9.00,,true,,\n", false);

        let report = import(rooms, SHELF, false);
        assert_eq!((report.read, report.created, report.updated, report.unchanged, report.failed), (5, 3, 0, 0, 2));
        assert_eq!((report.categories, report.pictures, report.run.noted), (2, 3, 6));
        let problems: Vec<_> =
            report.problems.iter().map(|p| (p.line, p.column.as_str(), p.value.as_str(), p.why.as_str())).collect();
        let expected = [
            (4, "Variant Price", "12,00", "has a comma"),
            (7, "Title", "", "is blank"),
            (7, "Published", "maybe", "is neither true nor false"),
        ];
        assert_eq!(problems, expected);
        let remarks: Vec<_> = report.remarks.iter().map(|r| (r.line, r.subject.as_str())).collect();
        assert_eq!(remarks, [(5, "große-kanne"), (5, "große-kanne"), (6, "tray")], "{:#?}", report.remarks);
        assert!(report.remarks[2].why.contains("MUG-1-2"), "{:?}", report.remarks[2]);
        let told = report.to_string();
        assert!(told.starts_with("5 products read: 3 created, 0 updated, 0 unchanged, 2 left out.\n"), "{told}");
        assert!(told.contains("line 4 (ladle), Variant Price: `12,00` has a comma. Write 12.90"), "{told}");
        assert!(told.contains("3 pictures named."), "{told}");
        let mut table = Vec::new();
        write_csv(&rooms.importer.db, report.run.id, &mut table).unwrap();
        let table = String::from_utf8(table).unwrap();
        assert_eq!(table.lines().count(), 1 + 3 + 3, "{table}");
        assert!(table.contains("problem,4,ladle,Variant Price,\"12,00\",has a comma,"), "{table}");

        let cup = product(rooms, "egg-cup").unwrap();
        assert_eq!((cup.brand.as_str(), cup.status, cup.seo_title.as_str()), ("Nest & Co", Status::Active, "Cups"));
        assert_eq!(
            (cup.options[0].name.as_str(), &cup.options[0].values[..]),
            ("Colour", &["Blue".into(), "White".into()][..])
        );
        assert_eq!(goods(rooms, &cup), [(650, Some(800), 4, 4), (650, None, 0, 1_000_000)]);
        assert!(product(rooms, "große-kanne").is_none(), "not published, so a draft");
        let tray = product(rooms, "tray").unwrap();
        assert!(tray.options.is_empty() && tray.variants[0].sku == "MUG-1-2");
        let tree = rooms.importer.db.read_now(Catalog::categories_in).unwrap();
        let tree: Vec<_> = tree.iter().map(|c| (c.slug.as_str(), c.title.as_str(), c.products)).collect();
        assert_eq!(tree, [("table-tea", "Table & Tea", 1), ("kannen", "Kannen", 0)]);
    });
}

#[test]
fn the_same_file_again_changes_nothing_and_another_only_what_differs() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        import(rooms, "mug,Mug,,,,true,Title,Default Title,MUG-1,,shopify,2,deny,9.00,,true,,\n", false);
        import(rooms, SHELF, false);
        let events = rooms.events();
        let again = import(rooms, SHELF, false);
        assert_eq!((again.read, again.created, again.updated, again.unchanged, again.failed), (5, 0, 0, 3, 2));
        assert!(again.changed_nothing());
        assert_eq!(rooms.events(), events);

        let other =
            import(rooms, &SHELF.replace("\"12,00\"", "12.00").replace("7,deny,15.00", "8,deny,15.50"), false);
        assert_eq!((other.created, other.updated, other.unchanged, other.failed), (1, 1, 2, 1));
        assert_eq!(goods(rooms, &product(rooms, "tray").unwrap()), [(1550, None, 8, 8)]);
    });
}

#[test]
fn a_trial_tells_the_same_and_writes_nothing() {
    on_every_database(|rooms| {
        let trial = import(rooms, SHELF, true);
        assert_eq!(rooms.events(), 0);
        assert!(rooms.importer.db.read_now(setup::find).unwrap().is_none());
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let before = rooms.events();
        let second = import(rooms, SHELF, true);
        assert!(product(rooms, "egg-cup").is_none() && rooms.events() == before);
        let real = import(rooms, SHELF, false);
        assert_eq!(
            (trial.run.tally, &trial.problems, &trial.remarks),
            (second.run.tally, &second.problems, &second.remarks)
        );
        assert_eq!((trial.run.tally, trial.problems, trial.remarks), (real.run.tally, real.problems, real.remarks));
    });
}

#[test]
fn addresses_and_lone_troubles_do_not_stop_a_file() {
    on_sqlite(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let rows = "\
            a b,A,,,,true,Title,Default Title,A-1,,shopify,1,deny,1.00,,true,,\n\
            a-b,B,,,,true,Title,Default Title,B-1,,shopify,1,deny,1.00,,true,,\n\
            gift,Card,,,,true,Title,Default Title,G-1,,shopify,1,deny,1.00,,true,,\n";
        let report = import(rooms, rows, false);
        assert_eq!((report.created, report.remarks.len()), (3, 2), "{report}");
        assert_eq!(product(rooms, "a-b").unwrap().title, "A");
        assert_eq!(product(rooms, "a-b-2").unwrap().title, "B");
        assert_eq!(catalog::slug("  Tee & Kaffee's – Écru  "), "tee-kaffees-écru");
    });
}

mod broken;
mod going_on;
mod past;
mod pictures;
mod samples;
