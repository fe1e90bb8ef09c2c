//! A little shop for this crate's tests: real facades over a database of its own.
use std::sync::Arc;
use std::time::Duration;

use cart::{Carts, Terms};
use catalog::{Catalog, NewProduct, NewVariant, Status};
use checkout::{Ask, Checkout, Outcome};
use customers::{Customers, RawAddress, RawBuyer};
use db::{DbError, Migrations, Tx};
use inventory::Inventory;
use kernel::kinds::{MarketId, OrderId, PriceListId, VariantId};
use kernel::{Actor, BasisPoints, Correlation, Currency, Money, TaxMode, Texts};
use markets::{Markets, NewMarket, ShopProfile};
use orders::Orders;
use payments::{Offline, Payments, TestProvider};
use pricing::Pricing;
use shipping::{NewMethod, Shipping};
use testkit::TestDb;

pub static MIGRATIONS: Migrations = Migrations {
    sqlite: diesel_migrations::embed_migrations!("../../migrations/sqlite"),
    postgres: diesel_migrations::embed_migrations!("../../migrations/postgres"),
};

/// The name of the buyer who does not go into HTML unescaped.
pub const NAME: &str = "Ada <b>& Bob";

pub struct Shop {
    pub t: TestDb,
    pub carts: Carts,
    pub checkout: Checkout,
    pub orders: Orders,
    pub payments: Payments,
    pub actor: Actor,
    pub mug: VariantId,
    terms: Terms,
}

/// Every English text there is, read from where it lies.
pub fn texts() -> Texts {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/texts/en");
    let files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| {
            let path = file.unwrap().path();
            (path.display().to_string(), std::fs::read_to_string(&path).unwrap())
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Texts::load("en", &files).unwrap()
}

impl Shop {
    pub async fn open(t: TestDb) -> Self {
        let db = t.db.clone();
        let inventory = Inventory::new(db.clone());
        let payments = Payments::new(db.clone(), vec![Arc::new(Offline), Arc::new(TestProvider)]);
        let orders = Orders::new(db.clone(), inventory.clone(), payments.clone());
        let carts = Carts::new(db.clone());
        let markets = Markets::new(db.clone());
        let checkout = Checkout::new(
            db.clone(),
            carts.clone(),
            inventory.clone(),
            orders.clone(),
            payments.clone(),
            Customers::new(db.clone()),
        );
        let (stock, shop) = (inventory.clone(), markets.clone());
        let (pricing, catalog, shipping) =
            (Pricing::new(db.clone()), Catalog::new(db.clone()), Shipping::new(db.clone()));
        let (market, list, mug) = db
            .write(&Actor::system("test"), move |tx| {
                Ok::<_, DbError>(furnish(tx, &stock, &shop, &pricing, &catalog, &shipping))
            })
            .await
            .unwrap();
        let terms = Terms {
            market,
            price_list: list,
            currency: Currency::EUR,
            tax_mode: TaxMode::Inclusive,
            tax_rounding: kernel::TaxRounding::Line,
            country: "DE".into(),
            home: None,
            fee: None,
        };
        let actor = Actor::shopper(Correlation::new());
        Self { t, carts, checkout, orders, payments, actor, mug, terms }
    }

    /// Puts mugs into a new basket and buys them.
    pub async fn buys(&self, mugs: i64, method: &str) -> OrderId {
        let ask = self.ask(mugs, method).await;
        match self.checkout.place(&self.actor, ask, "capture").await.unwrap() {
            Outcome::Placed(placed) => placed.order,
            other => panic!("not placed: {other:?}"),
        }
    }

    pub async fn ask(&self, mugs: i64, method: &str) -> Ask {
        self.t.advance(Duration::from_millis(2));
        let (_, token) = self.carts.create(&self.actor, self.terms.market, vec![(self.mug, mugs)]).await.unwrap();
        let buyer = RawBuyer {
            email: "ada@example.org".into(),
            phone: String::new(),
            address: RawAddress {
                name: NAME.into(),
                line1: "Hafenstraße 1".into(),
                postal_code: "20457".into(),
                city: "Hamburg".into(),
                country: "DE".into(),
                ..RawAddress::default()
            },
            ..RawBuyer::default()
        };
        Ask {
            cart_token: token,
            market: self.terms.market,
            terms: self.terms.clone(),
            locale: "en".into(),
            customer: None,
            buyer: buyer.parse(&["DE".to_owned()]).unwrap(),
            delivery: "post".into(),
            payment_method: method.into(),
            expected_total: None,
            idempotency_key: None,
        }
    }

    pub fn staff(&self) -> Actor {
        Actor::system("test")
    }
}

fn furnish(
    tx: &mut Tx<'_>,
    stock: &Inventory,
    markets: &Markets,
    pricing: &Pricing,
    catalog: &Catalog,
    shipping: &Shipping,
) -> (MarketId, PriceListId, VariantId) {
    let eur = |a| Money::new(a, Currency::EUR);
    let list = pricing.put_list(tx, "standard", "Standard", Currency::EUR).unwrap();
    pricing.put_rate(tx, "standard", "DE", BasisPoints(1900), "VAT").unwrap();
    let market = NewMarket {
        code: "de".into(),
        name: "Germany".into(),
        currency: Currency::EUR,
        locale: "en".into(),
        tax_mode: TaxMode::Inclusive,
        country: "DE".into(),
        countries: vec!["DE".into()],
        time_zone: "Europe/Berlin".into(),
        price_list: list,
    };
    let market = markets.put_default(tx, &market).unwrap();
    let profile = ShopProfile { bank_account: "DE00 1234".into(), ..ShopProfile::default() };
    markets.put_profile(tx, &profile).unwrap();
    let method = NewMethod {
        code: "post".into(),
        name: "Post".into(),
        description: String::new(),
        countries: vec![],
        price: eur(490),
        free_over: None,
        tax_class: "standard".into(),
        min_days: 2,
        max_days: 4,
        position: 1,
    };
    shipping.put_method(tx, &method).unwrap();
    let variant = NewVariant {
        sku: "MUG-1".into(),
        option_values: vec![],
        barcode: String::new(),
        weight_grams: 350,
        picture: None,
    };
    let mug = NewProduct {
        handle: "mug".into(),
        title: "Mug".into(),
        subtitle: String::new(),
        description: String::new(),
        brand: String::new(),
        status: Status::Active,
        tax_class: "standard".into(),
        attributes: vec![],
        options: vec![],
        pictures: vec![],
        tags: vec![],
        seo_title: String::new(),
        seo_description: String::new(),
        categories: vec![],
        position: 1,
        variants: vec![variant],
    };
    let mug = catalog.put_product(tx, &mug).unwrap().variants[0];
    pricing.put_price(tx, mug, list, eur(2400), None).unwrap();
    let shelf = stock.put_location(tx, "main", "Main", 1).unwrap();
    stock.receive(tx, shelf, mug, 100, "test").unwrap();
    (market, list, mug)
}

pub fn accounts(db: &db::Db) -> customers::Accounts {
    let sessions =
        auth::Sessions::new(db.clone(), auth::Realm::Shoppers, auth::SessionPolicy::of(auth::Realm::Shoppers));
    let throttles = auth::Throttles::new(db.clone());
    customers::Accounts::new(
        db.clone(),
        auth::Passwords::new(2),
        sessions,
        throttles,
        auth::LinkKeys::new(&[7; 32]),
    )
}
