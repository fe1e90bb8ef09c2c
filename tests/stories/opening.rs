//! From an empty database to an open shop.
use auth::SecretString;
use flows::setup::first_run::{FirstRun, FirstRunError, Step, Typed};
use kernel::{Actor, Coded, Correlation, TaxMode};
use markets::{MarketChange, MarketChanged, Markets, MarketsError, Opening, SettingsChanged, ShopProfile};
use staff::StaffError;

use crate::support::{empty_shop, story};

const PASSWORD: &str = "harbour lamp 44 oak boards";

fn secret(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

fn typed(answers: &[(&str, &str)]) -> Typed {
    answers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

const SHOP: [(&str, &str); 5] = [
    ("name", "Harbour Goods"),
    ("email", "hello@harbour.example"),
    ("legal_name", "Harbour Goods AG"),
    ("address", "Quai 3\n8001 Zürich"),
    ("country", "CH"),
];

testkit::both_databases! {
    &sundry::MIGRATIONS;
    async fn an_empty_shop_is_set_up_once_step_by_step(db: testkit::TestDb) {
        let shop = empty_shop(&db);
        let run = &shop.first_run;
        let take = |step, given: Typed| run.take(Correlation::new(), step, given);
        let found = |password: &str| {
            let password = secret(password);
            async move { run.found(Correlation::new(), "nora@harbour.example", "Nora Haugen", &password).await }
        };
        assert!(matches!(found(PASSWORD).await, Err(FirstRunError::Unfinished(Step::Shop))));
        assert!(!shop.staff.is_founded().await.unwrap());

        // What is wrong is told, and kept all the same.
        let mut wrong = typed(&SHOP);
        wrong.insert("email".into(), "hello".into());
        wrong.insert("currency".into(), "of another step".into());
        assert_eq!(take(Step::Shop, wrong).await.unwrap(), [("email", "admin-wrong-email")]);
        let kept = run.typed().await.unwrap();
        assert_eq!((kept["email"].as_str(), kept["currency"].as_str()), ("hello", "CHF"));
        assert_eq!(FirstRun::unfinished(&kept), Some(Step::Shop));
        assert!(take(Step::Shop, typed(&SHOP)).await.unwrap().is_empty());
        assert!(take(Step::Delivery, typed(&[("price", "8,50"), ("free_over", "100")])).await.unwrap().is_empty());

        assert!(matches!(found("password12").await, Err(FirstRunError::Staff(StaffError::Password(_)))));
        found(PASSWORD).await.unwrap();
        assert!(matches!(found(PASSWORD).await, Err(FirstRunError::Staff(StaffError::Founded))));

        let setup = db.db.read(Markets::setup_in).await.unwrap();
        let (market, profile) = (&setup.market, &setup.profile);
        assert_eq!((market.currency.as_str(), market.tax_mode, &*market.time_zone), ("CHF", TaxMode::Inclusive, "Europe/Zurich"));
        assert_eq!((profile.opening, profile.name.as_str()), (Opening::Soon, "Harbour Goods"));
        assert_eq!(profile.identity.address, "Quai 3\n8001 Zürich");
        let method = shop.shipping.methods().await.unwrap()[0].clone();
        assert_eq!((method.price.amount, method.free_over.map(|m| m.amount)), (850, Some(10_000)));
        assert!(method.serves("CH") && !method.serves("DE"));
        assert_eq!(shop.pricing.tax_table("CH").await.unwrap().rates("standard").unwrap()[0].rate.0, 810);
        let owners = shop.staff.list().await.unwrap();
        assert_eq!(owners.iter().map(|m| (m.email.as_str(), m.role)).collect::<Vec<_>>(), [("nora@harbour.example", staff::Role::Owner)]);
        assert!(shop.markets.first_run().await.unwrap().is_empty(), "what was typed is forgotten");
    }
}

story! {
    async fn a_shop_is_opened_and_pages_hear_of_it(shop: TestShop) {
        let (owner, markets) = (shop.owner(), shop.shop.markets.clone());
        let set = async |opening| {
            let m = markets.clone();
            shop.shop.db.write(&owner, move |tx| m.set_opening(tx, opening)).await.unwrap();
            markets.forget();
            markets.setup().await.unwrap().profile.clone()
        };
        let told = async || {
            let events = shop.shop.db.read(|c| Ok::<_, db::DbError>(events::admin::of_stream(c, "setting:profile", 500)?)).await.unwrap();
            let settings = events.iter().filter_map(|e| e.decode::<SettingsChanged>()).map(Result::unwrap);
            settings.filter(|e| e.key == "profile").count()
        };
        let before = told().await;
        let closed = set(Opening::Soon).await;
        assert!(!closed.is_open() && closed.opened_at == 0);
        let open = set(Opening::Open).await;
        assert_eq!(open.opened_at, shop.test_db.db.clock().now().0);
        assert_eq!(set(Opening::Open).await, open, "twice is once");
        assert_eq!(told().await, before + 2);

        // What is said about the shop does not open or close it.
        let named = ShopProfile { name: "Kiosk".into(), demo: true, opening: Opening::Soon, ..open.clone() };
        markets.save_profile(&owner, named).await.unwrap();
        let named = markets.setup().await.unwrap().profile.clone();
        assert_eq!((named.name.as_str(), named.demo, named.opening, named.opened_at), ("Kiosk", false, Opening::Open, open.opened_at));
        let refused = markets.save_profile(&shop.clerk(), open).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let deeds = shop.shop.db.read(|c| Ok::<_, db::DbError>(db::AuditEntry::of(c, "profile", 9)?)).await.unwrap();
        let mut deeds: Vec<_> = deeds.iter().map(|d| d.action.as_str()).collect();
        deeds.sort_unstable();
        assert_eq!(deeds, ["shop.change", "shop.close", "shop.open"]);
    }
}

story! {
    async fn a_market_is_changed_with_its_reasons_told(shop: TestShop) {
        let (owner, markets) = (shop.owner(), shop.shop.markets.clone());
        let change = MarketChange {
            name: "Germany and Austria".into(),
            locale: "de".into(),
            tax_mode: TaxMode::Inclusive,
            country: "DE".into(),
            countries: vec!["at".into(), "de".into()],
            time_zone: "Europe/Vienna".into(),
            tax_rounding: kernel::TaxRounding::Order,
            hold_net: true,
        };
        markets.save_market(&owner, change.clone()).await.unwrap();
        let market = markets.setup().await.unwrap().market.clone();
        assert_eq!((market.countries, market.tax_rounding, market.hold_net), (vec!["AT".to_owned(), "DE".into()], kernel::TaxRounding::Order, true));
        assert_eq!(market.currency, shop.market.currency);
        let wrong = markets.save_market(&owner, MarketChange { country: "FR".into(), ..change.clone() }).await;
        assert!(matches!(wrong, Err(MarketsError::Wrong { field: "country", .. })));
        assert_eq!(markets.save_market(&shop.clerk(), change).await.unwrap_err().code(), "forbidden");
        let stream = shop.market.id.to_string();
        let events = shop.shop.db.read(move |c| Ok::<_, db::DbError>(events::admin::of_stream(c, &stream, 500)?)).await.unwrap();
        let versions: Vec<_> = events.iter().filter_map(|e| e.decode::<MarketChanged>()).map(|e| e.unwrap().version).collect();
        assert_eq!(versions.iter().max(), Some(&1), "made, then changed");
    }
}

story! {
    async fn tries_before_the_opening_are_cancelled_and_the_books_hold(shop: TestShop) {
        let mug = shop.sells("mug", 1000, 5).await;
        let order = shop.sold("ada", &[(mug, 2)]).await;
        let stock = async || shop.shop.inventory.availability(&[mug]).await.unwrap()[&mug].saleable;
        assert_eq!(stock().await, 3);
        shop.shop.orders.cancel(&shop.owner(), order, "A try before the opening").await.unwrap();
        crate::support::engine(&shop.shop).drain().await.unwrap();
        assert_eq!(stock().await, 5);
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

#[test]
fn only_a_demo_takes_pretended_money() {
    let folder = std::env::temp_dir().join(format!("sundry-provider-{}", kernel::random_token()));
    let flags = sundry::config::Flags { data: Some(folder.display().to_string()), ..Default::default() };
    let config = || sundry::config::Config::load(&flags, &|_| None).unwrap();
    let codes = |shop: &sundry::sundry::Sundry| -> Vec<String> {
        shop.shop.payments.providers().map(|p| p.code().to_owned()).collect()
    };
    let shop = sundry::sundry::Sundry::builder(config()).open().unwrap();
    assert!(!codes(&shop).contains(&"test".to_owned()));
    let s = shop.shop.clone();
    let demo = ShopProfile { demo: true, ..ShopProfile::default() };
    let rooms = flows::setup::Rooms {
        markets: s.markets.clone(),
        pricing: s.pricing,
        inventory: s.inventory,
        shipping: s.shipping,
    };
    s.db.write_now(db::Lane::Interactive, &Actor::system("test"), move |tx| {
        rooms.ensure(tx)?;
        Ok::<_, flows::setup::SetupError>(s.markets.put_profile(tx, &demo)?)
    })
    .unwrap();
    drop(shop);
    let shop = sundry::sundry::Sundry::builder(config()).open().unwrap();
    assert!(codes(&shop).contains(&"test".to_owned()));
    drop(shop);
    let _ = std::fs::remove_dir_all(&folder);
}
