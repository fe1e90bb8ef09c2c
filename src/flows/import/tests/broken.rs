//! Broken files: each tells where and what to do, and leaves nothing half done.
use std::io::Read;

use super::*;

const HEAD: &str = "handle,title,sku,price,on_hand\n";

fn products(rooms: &Rooms, file: impl Into<Vec<u8>>) -> Result<Report, ImportError> {
    run(rooms, &Spec::of(Form::Products), file)
}

/// Where and why of every problem.
fn told(report: &Report) -> Vec<(u64, &str, &str)> {
    report.problems.iter().map(|p| (p.line, p.column.as_str(), p.why.as_str())).collect()
}

#[test]
fn what_is_wrong_with_a_row_keeps_only_its_product_out() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let rows = "\
            bowl,Bowl,B-1,12.00,3\n\
            cup,Cup,C-1,-4.00,3\n\
            dish,Dish,B-1,5.00,3\n\
            ewer,=1+1,E-1,5.00,3\n\
            fork,Fork,F-1,\"5,00\",3\n\
            glass,,G-1,5.00,3\n\
            hook,Hook,H-1,5.00,many\n\
            ,,,,\n\
            iron,'=Iron,I-1,5.00,\n";
        let report = products(rooms, format!("{HEAD}{rows}")).unwrap();
        let expected = [
            (3, "price", "is negative"),
            (4, "sku", "appears twice"),
            (5, "title", "is a formula, not a value"),
            (6, "price", "has a comma"),
            (7, "title", "is blank"),
            (8, "on_hand", "is not a whole number"),
        ];
        assert_eq!(told(&report), expected);
        assert_eq!((report.read, report.created, report.failed), (8, 2, 6));
        assert!(report.problems[1].remedy.starts_with("Line 2 has it already"), "{:?}", report.problems[1]);
        for left_out in ["cup", "dish", "ewer", "fork", "glass", "hook"] {
            assert!(product(rooms, left_out).is_none(), "{left_out}");
        }
        assert_eq!(product(rooms, "iron").unwrap().title, "=Iron");
        assert_eq!(goods(rooms, &product(rooms, "bowl").unwrap()), [(1200, None, 3, 3)]);
    });
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_changes_nothing() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let events = rooms.events();
        let why = |file: &[u8]| products(rooms, file).unwrap_err().to_string();
        assert!(why(b"").contains("empty"));
        let missing = why(b"handle,title,price\nbowl,Bowl,1\n");
        assert!(missing.contains("columns are missing: sku"), "{missing}");
        assert!(why(b"handle;title;sku\nbowl;Bowl;B\n").contains("separated by `;`"));
        assert!(why(b"\xFF\xFEh\0a\0").contains("UTF-16"));
        assert_eq!(rooms.events(), events);
        let failed = rooms.importer.db.read_now(|c| {
            let spec = Spec::of(Form::Products);
            imports::Imports::unfinished_in(c, &spec.fingerprint(b""))
        });
        let failed = failed.unwrap().unwrap();
        assert!(failed.state == State::Failed && failed.error.contains("empty"), "{failed:?}");
    });
}

#[test]
fn old_encodings_come_in_and_a_quote_never_closed_ends_the_file_after_what_is_whole() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let mut file = format!("{HEAD}bowl,").into_bytes();
        file.extend(b"Sch\xFCssel,B-1,12.00,3\ncup,\"Cup,C-1,4.00,3\ndish,Dish,D-1,1.00,1\n");
        let report = products(rooms, file).unwrap();
        assert_eq!(product(rooms, "bowl").unwrap().title, "Schüssel");
        assert!(report.remarks[0].why.contains("Windows-1252"), "{:?}", report.remarks);
        assert_eq!(told(&report), [(3, "row", "runs to the end of the file")]);
        assert_eq!((report.created, report.failed), (1, 1));
        assert!(product(rooms, "cup").is_none() && product(rooms, "dish").is_none());
    });
}

#[test]
fn a_line_of_a_hundred_megabytes_is_refused_without_being_held() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        let spec = Spec::of(Form::Products);
        let endless = format!("{HEAD}bowl,Bowl,B-1,12.00,3\ncup,\"").into_bytes();
        let endless = Cursor::new(endless).chain(std::io::repeat(b'x').take(100 * 1024 * 1024));
        let source = Source { name: "long.csv", size: 0, fingerprint: "long".into() };
        let id = rooms.importer.begin(&rooms.actor, &spec, &source).unwrap();
        rooms.importer.work(&rooms.actor, id, endless, None, &Silent).unwrap();
        let report = rooms.importer.report(id).unwrap();
        assert_eq!(told(&report), [(3, "row", "is larger than 1 MiB")]);
        assert_eq!(report.created, 1);

        let mapping = "format = \"ndjson\"\nknown_by = \"sku\"\n[product]\ntitle = \"t\"\n[variant]\nsku = \"s\"\nprice = \"p\"\n";
        let spec = Spec { mapping: Some(mapping.into()), ..spec };
        let line = |sku: &str| format!("{{\"t\":\"Mug\",\"s\":\"{sku}\",\"p\":3}}\n").into_bytes();
        let long = Cursor::new(line("N-1"))
            .chain(std::io::repeat(b'x').take(100 * 1024 * 1024))
            .chain(Cursor::new([&b"\n{\n"[..], &line("N-2")].concat()));
        let source = Source { name: "long.ndjson", size: 0, fingerprint: "longer".into() };
        let id = rooms.importer.begin(&rooms.actor, &spec, &source).unwrap();
        rooms.importer.work(&rooms.actor, id, long, None, &Silent).unwrap();
        let report = rooms.importer.report(id).unwrap();
        let lines: Vec<_> = report.problems.iter().map(|p| p.line).collect();
        assert_eq!((lines, report.created), (vec![2, 3], 2), "{report}");
    });
}

#[test]
fn stock_and_prices_know_their_articles() {
    on_every_database(|rooms| {
        rooms.importer.ensure_market(&rooms.actor).unwrap();
        products(rooms, format!("{HEAD}bowl,Bowl,B-1,12.00,3\n")).unwrap();
        let stock = "sku,location,on_hand,beyond_stock\nB-1,main,7,2\nB-2,,1,\nB-1,cellar,1,\nB-1,main,8,\n,,1,\nB-3,,-1,\n";
        let report = run(rooms, &Spec::of(Form::Stock), stock).unwrap();
        let expected = [
            (3, "sku", "is no article of this shop"),
            (4, "location", "is no place of this shop"),
            (5, "sku", "appears twice"),
            (6, "sku", "is blank"),
            (7, "on_hand", "is not a number of units"),
        ];
        assert_eq!(told(&report), expected);
        assert_eq!((report.read, report.updated, report.failed), (6, 1, 5));
        // Eight of the seven and the two beyond are promised: the two cannot go.
        let bowl = product(rooms, "bowl").unwrap().variants[0].id;
        let (inventory, order) =
            (rooms.importer.inventory.clone(), kernel::kinds::ReferenceId::new(kernel::Micros(1)));
        let promise = move |tx: &mut db::Tx<'_>| {
            inventory.allocate(tx, order, &[inventory::Demand { variant: bowl, quantity: 8 }])
        };
        rooms.importer.db.write_now(db::Lane::Bulk, &rooms.actor, promise).unwrap();
        let report =
            run(rooms, &Spec::of(Form::Stock), "sku,location,on_hand,beyond_stock\nB-1,main,7,0\n").unwrap();
        assert_eq!(told(&report)[0].1, "Stock");
        assert!(report.problems[0].why.contains("more is promised than lies on the shelf, by 1"), "{report}");
        assert!(report.problems[0].remedy.starts_with("Count in what is missing"), "{report}");
        let prices =
            "sku,currency,price,compare_at_price\nB-1,EUR,11.00,13.00\nB-2,EUR,1,\nB-4,USD,1,\nB-5,,-1,\nB-6,,,\n";
        let report = run(rooms, &Spec::of(Form::Prices), prices).unwrap();
        let columns: Vec<_> = told(&report).iter().map(|t| t.1).collect();
        assert_eq!(columns, ["sku", "currency", "price", "price"]);
        assert_eq!(goods(rooms, &product(rooms, "bowl").unwrap()), [(1100, Some(1300), 7, 1)]);
    });
}
