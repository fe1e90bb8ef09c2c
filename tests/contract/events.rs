//! Every event type ever written, with a committed sample of each schema in `docs/events`: what lies in a log must stay
//! readable. `SUNDRY_UPDATE=1` writes the files that are missing and touches none that is there.
use std::path::{Path, PathBuf};

use catalog::{AttributeChanged, CategoryChanged, ProductChanged};
use content::PageChanged;
use customers::{AccountErased, LetterDue, NoticeDue, Purpose};
use events::schema::Catalogue;
use inventory::{Band, BandChanged, LowChanged};
use kernel::kinds::{
    AttributeId, CategoryId, CustomerId, FulfilmentId, LetterId, LocationId, MarketId, NoticeId, OrderId,
    PaymentId, PriceListId, ProductId, ReferenceId, RefundId, RuleId, VariantId,
};
use kernel::{Currency, Micros};
use markets::{MarketChanged, SettingsChanged};
use orders::{
    OrderBrought, OrderCancelled, OrderCompleted, OrderHeld, OrderPaymentChanged, OrderPlaced, OrderRefunded,
    OrderShipped, PaymentAxis, PlacedLine,
};
use payments::{PaymentChanged, State};
use pricing::PriceChanged;
use recommendations::{BasketForgotten, BasketNoted, ViewsCounted};
use search::{ListingChanged, RulesChanged};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/events")
}

/// One sample of each type. A room's new event is added here; `every_event_is_in_the_catalogue` notices when it is not.
fn catalogue() -> Catalogue {
    let order = OrderId::from_bytes([1; 16]);
    let variant = VariantId::from_bytes([2; 16]);
    let category = CategoryId::from_bytes([3; 16]);
    Catalogue::new()
        .event(&ProductChanged { product: ProductId::from_bytes([4; 16]), version: 2, categories: vec![category] })
        .event(&CategoryChanged { category, version: 2 })
        .event(&AttributeChanged { attribute: AttributeId::from_bytes([18; 16]), version: 2 })
        .event(&PriceChanged { variant, list: PriceListId::from_bytes([5; 16]), amount: 2400, version: 2 })
        .event(&BandChanged { variant, location: LocationId::from_bytes([6; 16]), band: Band::Low, version: 2 })
        .event(&LowChanged { variant, location: LocationId::from_bytes([6; 16]), low: true, version: 3 })
        .event(&PaymentChanged {
            payment: PaymentId::from_bytes([7; 16]),
            reference: ReferenceId::from_bytes([1; 16]),
            state: State::Captured,
            captured: 5290,
            refunded: 0,
            version: 3,
        })
        .event(&OrderPlaced {
            order,
            number: "1001".into(),
            total: 5290,
            currency: Currency::EUR,
            lines: vec![PlacedLine { variant, quantity: 2, amount: 4800 }],
        })
        .event(&OrderHeld { order, why: "risk".into() })
        .event(&OrderBrought {
            order,
            number: "P-1001".into(),
            placed_at: Micros(1_315_785_600_000_000),
            total: 5290,
            currency: Currency::EUR,
            lines: vec![PlacedLine { variant, quantity: 2, amount: 4800 }],
        })
        .event(&OrderPaymentChanged { order, payment: PaymentAxis::Paid, captured: 5290, refunded: 0, version: 2 })
        .event(&OrderShipped { order, fulfilment: FulfilmentId::from_bytes([8; 16]), version: 3 })
        .event(&OrderCancelled { order, version: 2 })
        .event(&OrderRefunded { order, refund: RefundId::from_bytes([14; 16]), amount: 1650, tax: 264, version: 5 })
        .event(&OrderCompleted { order, version: 4 })
        .event(&ListingChanged { product: ProductId::from_bytes([4; 16]), version: 2, categories: vec![category] })
        .event(&RulesChanged { rule: RuleId::from_bytes([16; 16]), version: 1_767_225_600_000_000 })
        .event(&LetterDue { letter: LetterId::from_bytes([11; 16]), purpose: Purpose::Verify })
        .event(&NoticeDue { notice: NoticeId::from_bytes([12; 16]), confirm: true, version: 1 })
        .event(&PageChanged { slug: "terms".into(), locale: "en".into(), version: 2 })
        .event(&MarketChanged { market: MarketId::from_bytes([14; 16]), version: 2 })
        .event(&SettingsChanged { key: "profile".into(), version: 2 })
        .event(&BasketNoted {
            basket: ReferenceId::from_bytes([1; 16]),
            at: Micros(1_767_225_600_000_000),
            products: vec![ProductId::from_bytes([4; 16]), ProductId::from_bytes([5; 16])],
        })
        .event(&BasketForgotten { basket: ReferenceId::from_bytes([1; 16]) })
        .event(&ViewsCounted {
            count: ReferenceId::from_bytes([15; 16]),
            products: vec![ProductId::from_bytes([4; 16])],
        })
        .event(&AccountErased { account: CustomerId::from_bytes([13; 16]), version: 4 })
}

/// The names of the committed files.
fn committed() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder())
        .expect("docs/events")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn stored_events_stay_readable() {
    if std::env::var_os("SUNDRY_UPDATE").is_some() {
        let written = catalogue().write_missing(&folder()).expect("docs/events can be written");
        written.iter().for_each(|name| eprintln!("wrote docs/events/{name}"));
    }
    if let Err(wrong) = catalogue().check(&folder()) {
        panic!(
            "{}\nSUNDRY_UPDATE=1 writes a missing sample; a changed payload needs a higher SCHEMA",
            wrong.join("\n")
        );
    }
}

#[test]
fn every_event_is_in_the_catalogue() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/modules");
    let mut sources = vec![src];
    let mut types = Vec::new();
    while let Some(path) = sources.pop() {
        if path.is_dir() {
            sources.extend(std::fs::read_dir(path).expect("a folder").flatten().map(|entry| entry.path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source file");
            let told = |l: &str| l.contains("const TYPE: &'static str = \"") || l.starts_with("event!(");
            types.extend(
                text.lines()
                    .map(str::trim)
                    .filter(|l| told(l))
                    .filter_map(|l| Some(l.split('"').nth(1)?.to_owned())),
            );
        }
    }
    assert!(types.len() >= 10, "the sources are read: {types:?}");
    let files = committed();
    for kind in types {
        assert!(
            files.iter().any(|name| name.starts_with(&format!("{kind}."))),
            "{kind} has no sample in docs/events"
        );
    }
}

#[test]
fn a_sample_that_no_longer_fits_is_noticed() {
    let copy = std::env::temp_dir().join(format!("sundry-events-{}", kernel::random_token()));
    std::fs::create_dir_all(&copy).expect("a folder");
    for name in committed() {
        std::fs::copy(folder().join(&name), copy.join(&name)).expect("a copy");
    }
    assert_eq!(catalogue().check(&copy), Ok(()));
    let file = copy.join("orders.order_placed.1.json");
    let kept = std::fs::read_to_string(&file).expect("a sample");
    let mut outcomes = Vec::new();
    for (field, value) in [("total", serde_json::json!("52.90")), ("order", serde_json::json!("crt_1"))] {
        let mut stored: serde_json::Value = serde_json::from_str(&kept).expect("JSON");
        stored["sample"][field] = value;
        std::fs::write(&file, stored.to_string()).expect("written");
        outcomes.push(catalogue().check(&copy));
    }
    let mut stored: serde_json::Value = serde_json::from_str(&kept).expect("JSON");
    stored["fields"]["shop"] = "string".into();
    std::fs::write(&file, stored.to_string()).expect("written");
    outcomes.push(catalogue().check(&copy));
    std::fs::remove_dir_all(&copy).expect("removed");
    for (outcome, part) in outcomes.iter().zip(["can no longer be read", "can no longer be read", "`shop` is gone"])
    {
        let wrong = outcome.as_ref().expect_err("it does not fit").join("\n");
        assert!(wrong.contains(part) && wrong.contains("orders.order_placed"), "{wrong}");
    }
}
