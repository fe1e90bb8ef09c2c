//! Orders of the past: kept once, whatever is wrong with some of their rows, and nothing follows from them.
use kernel::Micros;
use orders::{FulfilmentAxis, Lifecycle, Orders, PaymentAxis};

use super::*;

const MAPPING: &str = r#"
time_zone = "Europe/London"
cancelled = "C"
delivery = ["POST"]
no_goods = ["FEE"]
unknown = "draft"
[columns]
number = "Invoice"
placed_at = "When"
sku = "Code"
title = "What"
quantity = "Units"
price = "Each"
customer = "Who"
country = "Where"
[countries]
"Great Britain" = "GB"
"#;

/// Eight orders' worth of rows; what is wrong stands in the last column, which nobody reads.
const SALES: &str = "Invoice,Code,What,Units,When,Each,Who,Where,Note\n\
    100,EC-1,Egg cup,2,2025-07-01 09:30:00,6.50,17850,Great Britain,\n\
    100,LA-1,Ladle,1,2025-07-01 09:30:00,12.00,17850,Great Britain,\n\
    100,POST,Postage,1,2025-07-01 09:30:00,4.90,17850,Great Britain,\n\
    101,EC-1,Egg cup,1,2025-07-02 10:00:00,6.50,,Narnia,\n\
    101,EC-1,Egg cup,1,2025-07-02 10:00:00,6.50,,Narnia,twice\n\
    101,LA-1,Ladle,-3,2025-07-02 10:00:00,12.00,,Narnia,negative\n\
    101,FEE,Bank,1,2025-07-02 10:00:00,9.00,,Narnia,no goods\n\
    C102,EC-1,Egg cup,-2,2025-07-03 10:00:00,6.50,17850,Great Britain,taken back\n\
    C105,EC-1,Egg cup,-1,2025-07-03 10:30:00,6.50,17850,Great Britain,there are no more of them\n\
    103,LA-1,,1,2025-07-03 11:00:00,0.00,,Great Britain,nothing\n\
    104,LA-1,Ladle,1,yesterday,12.00,,Great Britain,no time\n\
    100,LA-1,Ladle,1,2025-07-03 12:00:00,12.00,,Great Britain,again\n";

fn sales(rooms: &Rooms, file: &str, dry_run: bool) -> Report {
    ready(rooms);
    let spec = Spec { mapping: Some(MAPPING.to_owned()), dry_run, ..Spec::of(Form::Orders) };
    run(rooms, &spec, file).unwrap()
}

fn ready(rooms: &Rooms) {
    rooms.importer.ensure_market(&rooms.actor).unwrap();
}

/// 2025-07-01T08:30:00Z: London is an hour ahead in summer.
const FIRST: Micros = Micros(1_751_358_600_000_000);

#[test]
fn sales_of_the_past_come_in_once_and_nothing_follows() {
    on_every_database(|rooms| {
        let trial = sales(rooms, SALES, true);
        assert_eq!((trial.created, trial.updated, trial.failed), (2, 1, 4), "{trial}");
        let report = sales(rooms, SALES, false);
        assert_eq!((report.created, report.updated, report.failed), (2, 1, 4), "{report}");
        assert!(report.to_string().starts_with("7 orders read: 2 created, 1 updated"), "{report}");
        let told: Vec<(u64, &str)> = report.problems.iter().map(|n| (n.line, n.why.as_str())).collect();
        for (line, why) in [
            (7, "takes something back without an order"),
            (8, "is nothing one can buy"),
            (10, "units of EC-1 were taken back; the file does not say of which order"),
            (11, "is nothing: it was not sold"),
            (12, "is no time"),
            (13, "came before: these rows are left out"),
        ] {
            assert!(told.contains(&(line, why)), "{line} {why}: {told:?}");
        }
        assert!(
            report
                .remarks
                .iter()
                .any(|n| n.line == 9 && n.why == "2 of EC-1 were sold with P-100: it is noted there"),
            "{report}"
        );
        assert!(report.remarks.iter().any(|n| n.line == 6 && n.why.contains("twice")), "{report}");
        assert!(report.remarks.iter().any(|n| n.why.starts_with("Narnia is no country")), "{report}");

        let order =
            rooms.importer.db.read_now(|c| Orders::get_in(c, Orders::id_of_the_past("P-100", FIRST))).unwrap();
        assert_eq!((order.number.as_str(), order.placed_at), ("P-100", FIRST));
        assert_eq!((order.goods, order.shipping.amount, order.total), (2500, 490, 2990));
        assert_eq!(
            (order.lifecycle, order.payment, order.fulfilment),
            (Lifecycle::Completed, PaymentAxis::Paid, FulfilmentAxis::Fulfilled)
        );
        assert_eq!((order.contact.name.as_str(), order.contact.email.as_str()), ("17850", ""));
        assert_eq!((order.lines[0].shipped, order.shipping_address.country.as_str()), (2, "GB"));
        let cup = product(rooms, "egg-cup-ec-1");
        assert!(cup.is_none(), "a draft is not on sale");

        let again = sales(rooms, SALES, false);
        assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 3), "{again}");
        let books = crate::books::Books::new(rooms.importer.db.clone()).check(None).unwrap();
        assert!(books.is_clean(), "{books:?}");
    });
}

#[test]
fn articles_that_the_shop_has_are_known_and_others_lead_nowhere() {
    on_every_database(|rooms| {
        ready(rooms);
        run(rooms, &Spec::of(Form::Products), "handle,title,sku,price\nbowl,Bowl,B-1,12.00\n").unwrap();
        let file = "number,placed_at,sku,title,quantity,price,customer,email,country\n\
            7,2025-07-01,B-1,Old bowl,1,9.00,Ada,ada@example.org,de\n\
            7,2025-07-01,X-9,Gone,2,1.00,Ada,ada@example.org,de\n";
        let report = run(rooms, &Spec::of(Form::Orders), file).unwrap();
        assert_eq!((report.created, report.problems.len()), (1, 0), "{report}");
        let midnight = Micros(1_751_328_000_000_000);
        let id = Orders::id_of_the_past("P-7", midnight);
        let order = rooms.importer.db.read_now(|c| Orders::get_in(c, id)).unwrap();
        let bowl = product(rooms, "bowl").unwrap().variants[0].id;
        assert_eq!((order.lines[0].variant, order.lines[0].title.as_str()), (bowl, "Old bowl"));
        let products = rooms.importer.db.read_now(|c| {
            crate::recommend::products(c, &order.lines.iter().map(|l| l.variant).collect::<Vec<_>>())
        });
        assert_eq!(products.unwrap().len(), 1, "the other one is in no catalogue");
        assert_eq!(order.contact.email, "ada@example.org");
    });
}

#[test]
fn a_mapping_that_cannot_be_read_says_what_to_change() {
    on_sqlite(|rooms| {
        ready(rooms);
        for (mapping, told) in [
            ("prefix = \"\"", "prefix must not be empty"),
            ("time_zone = \"Mars/Phobos\"", "is no time zone"),
            ("colums = 1", "unknown field"),
        ] {
            let spec = Spec { mapping: Some(mapping.to_owned()), ..Spec::of(Form::Orders) };
            let wrong = spec.check().unwrap_err().to_string();
            assert!(wrong.contains(told), "{wrong}");
        }
        let wrong = run(rooms, &Spec::of(Form::Orders), "a,b,c\n1,2,3\n").unwrap_err().to_string();
        assert!(wrong.contains("these columns are missing: number, placed_at"), "{wrong}");
    });
}
