//! A shop for a test: real facades over a real database, a clock that stands still.
use std::path::{Path, PathBuf};
mod ports;

use std::sync::Arc;

use cart::Terms;
use catalog::{NewProduct, NewVariant, Status};
use checkout::{Ask, CheckoutError, Outcome, Placed};
use customers::{Buyer, RawAddress, RawBuyer};
use events::{Engine, Subscriptions};
use kernel::kinds::{LocationId, OrderId, PriceListId, StaffId, VariantId};
use kernel::{Actor, BasisPoints, Correlation, Currency, Money, TaxMode};
use kit::PageCache;
use markets::{Market, NewMarket, ShopProfile};
use payments::{Cash, Offline, Provider, TestProvider};
use shipping::NewMethod;
use storefront::Shelves;
use sundry::shop::{Shop, Surroundings};
use testkit::TestDb;

pub use ports::free_port;

/// Writes two tests, one a database, of one body that takes a [`TestShop`].
macro_rules! story {
    (async fn $name:ident($shop:ident: TestShop) $body:block) => {
        testkit::both_databases! {
            &sundry::MIGRATIONS;
            async fn $name(db: testkit::TestDb) {
                let $shop = $crate::support::TestShop::over(db).await;
                $body
            }
        }
    };
}
pub(crate) use story;

pub struct TestShop {
    pub shop: Shop,
    pub test_db: TestDb,
    pub market: Market,
    pub location: LocationId,
    pub list: PriceListId,
    folder: PathBuf,
}

/// The header of a mail to the address in the shop's profile.
pub const TO_THE_SHOP: &str = "\nTo: shop@example.org";

fn surroundings(folder: &Path, providers: Vec<Arc<dyn Provider>>) -> Surroundings {
    Surroundings {
        media: folder.join("media"),
        mail: notifications::MailConfig::Folder(folder.join("mail")),
        mail_from: "Sundry <shop@example.org>".into(),
        providers,
        outbound: outbound::Outbound::new(true).expect("calls"),
        secret: [7; 32],
    }
}

/// The rooms over an empty database: nobody set the shop up.
pub fn empty_shop(test_db: &TestDb) -> Shop {
    let folder = std::env::temp_dir().join(format!("sundry-test-{}", kernel::random_token()));
    Shop::new(test_db.db.clone(), surroundings(&folder, vec![Arc::new(Offline)])).expect("the shop opens")
}

/// The engine of a shop, as the house assembles it; nothing runs by itself.
pub fn engine(shop: &Shop) -> Engine {
    let mut on = Subscriptions::new();
    sundry::subscriptions::subscribe(shop, &mut on);
    let mail = sundry::sundry::mail_views("http://127.0.0.1:8080", shop).expect("mails");
    let followers = sundry::background::followers(shop, &PageCache::new(0), &Shelves::default());
    let (jobs, schedules) = (sundry::background::jobs(shop, &mail), sundry::background::schedules(shop));
    Engine::new(shop.db.clone(), on, followers, jobs, schedules).expect("an engine")
}

impl TestShop {
    /// An empty shop in Germany that delivers by parcel for 4.90, free from 60.00.
    pub async fn over(test_db: TestDb) -> Self {
        Self::with(test_db, vec![Arc::new(Offline), Arc::new(Cash), Arc::new(TestProvider)]).await
    }

    /// The same with these payment providers.
    pub async fn with(test_db: TestDb, providers: Vec<Arc<dyn Provider>>) -> Self {
        let folder = std::env::temp_dir().join(format!("sundry-test-{}", kernel::random_token()));
        let mail = notifications::MailConfig::Folder(folder.join("mail"));
        Self::opened(test_db, folder, providers, mail).await
    }

    /// The same with a mail server.
    pub async fn posting(
        test_db: TestDb,
        providers: Vec<Arc<dyn Provider>>,
        mail: notifications::MailConfig,
    ) -> Self {
        let folder = std::env::temp_dir().join(format!("sundry-test-{}", kernel::random_token()));
        Self::opened(test_db, folder, providers, mail).await
    }

    async fn opened(
        test_db: TestDb,
        folder: PathBuf,
        providers: Vec<Arc<dyn Provider>>,
        mail: notifications::MailConfig,
    ) -> Self {
        let around = Surroundings { mail, ..surroundings(&folder, providers) };
        let shop = Shop::new(test_db.db.clone(), around).expect("the shop opens");
        let s = shop.clone();
        let (list, location) = shop
            .db
            .write(&Actor::system("test"), move |tx| -> Result<_, CheckoutError> {
                let eur = |n| Money::new(n, Currency::EUR);
                let list = s.pricing.put_list(tx, "eur", "Euro", Currency::EUR)?;
                s.pricing.put_rate(tx, "standard", "DE", BasisPoints(1900), "VAT")?;
                s.pricing.put_rate(tx, "reduced", "DE", BasisPoints(700), "VAT")?;
                let location = s.inventory.put_location(tx, "main", "Main", 1)?;
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
                s.markets.put_default(tx, &market).expect("a market");
                s.markets.put_profile(tx, &ShopProfile::default()).expect("a profile");
                s.shipping.put_method(
                    tx,
                    &NewMethod {
                        code: "parcel".into(),
                        name: "Parcel".into(),
                        description: String::new(),
                        countries: vec!["DE".into()],
                        price: eur(490),
                        free_over: Some(eur(6000)),
                        tax_class: "standard".into(),
                        min_days: 2,
                        max_days: 3,
                        position: 1,
                    },
                )?;
                Ok((list, location))
            })
            .await
            .expect("the shop is set up");
        let market = shop.markets.setup().await.expect("a market").market.clone();
        Self { shop, test_db, market, location, list, folder }
    }

    /// The rooms of a second instance over the same data.
    pub fn another(&self) -> Shop {
        let providers: Vec<Arc<dyn Provider>> = vec![Arc::new(Offline), Arc::new(TestProvider)];
        Shop::new(self.test_db.another(), surroundings(&self.folder, providers)).expect("the shop opens")
    }

    /// How many mails to shoppers lie in the folder.
    pub fn mails(&self) -> usize {
        self.letters().iter().filter(|mail| !mail.contains(TO_THE_SHOP)).count()
    }

    /// How many lie there for the shopkeeper.
    pub fn mails_to_the_shop(&self) -> usize {
        self.letters().iter().filter(|mail| mail.contains(TO_THE_SHOP)).count()
    }

    /// Every mail in the folder.
    pub fn letters(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.join("mail")).expect("the mails");
        let paths = files.map(|f| f.expect("a mail").path());
        paths
            .filter(|path| path.extension().is_some_and(|e| e == "eml"))
            .map(|path| std::fs::read_to_string(path).expect("a mail"))
            .collect()
    }

    /// The mails in the folder, the oldest first, as people read them.
    pub fn mail_texts(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.join("mail")).expect("the mails");
        let mut paths: Vec<PathBuf> = files.flatten().map(|f| f.path()).collect();
        paths.retain(|p| p.extension().is_some_and(|e| e == "eml"));
        paths.sort();
        let read = |p: &PathBuf| std::fs::read_to_string(p).expect("a mail");
        paths.iter().map(|p| read(p).replace("=\r\n", "").replace("=3D", "=")).collect()
    }

    /// Puts a product with one variant on sale.
    pub async fn sells(&self, handle: &str, cents: i64, units: i64) -> VariantId {
        let new = NewProduct {
            handle: handle.to_owned(),
            title: format!("The {handle}"),
            subtitle: String::new(),
            description: "<p>Plain.</p>".into(),
            brand: "Tidewater".into(),
            status: Status::Active,
            tax_class: "standard".into(),
            attributes: vec![],
            options: vec![],
            pictures: vec![],
            tags: vec![],
            seo_title: String::new(),
            seo_description: String::new(),
            categories: vec![],
            position: 0,
            variants: vec![NewVariant {
                sku: format!("SKU-{handle}"),
                option_values: vec![],
                barcode: String::new(),
                weight_grams: 100,
                picture: None,
            }],
        };
        let (s, list, location) = (self.shop.clone(), self.list, self.location);
        self.shop
            .db
            .write(&Actor::system("test"), move |tx| -> Result<_, CheckoutError> {
                let put = s.catalog.put_product(tx, &new).map_err(cart::CartError::from)?;
                let variant = put.variants[0];
                s.pricing.put_price(tx, variant, list, Money::new(cents, Currency::EUR), None)?;
                s.inventory.count(tx, location, variant, units, "test")?;
                Ok(variant)
            })
            .await
            .expect("the product is put on sale")
    }

    pub fn terms(&self) -> Terms {
        Terms {
            market: self.market.id,
            price_list: self.list,
            currency: self.market.currency,
            tax_mode: self.market.tax_mode,
            tax_rounding: self.market.tax_rounding,
            country: "DE".into(),
            home: None,
            fee: None,
        }
    }

    pub fn buyer(&self, name: &str) -> Buyer {
        RawBuyer {
            email: format!("{name}@example.org"),
            phone: String::new(),
            address: RawAddress {
                name: name.to_owned(),
                line1: "Kai 14".into(),
                postal_code: "20357".into(),
                city: "Hamburg".into(),
                country: "DE".into(),
                ..RawAddress::default()
            },
            ..RawBuyer::default()
        }
        .parse(&self.market.countries)
        .expect("a buyer")
    }

    /// The books are in order.
    pub fn proves(&self) {
        let report = flows::books::Books::new(self.shop.db.clone()).check(None).expect("the books can be read");
        assert!(report.is_clean(), "{report}");
    }

    pub fn shopper(&self) -> Actor {
        Actor::shopper(Correlation::new())
    }

    pub fn clerk(&self) -> Actor {
        Actor::staff(StaffId::new(testkit::START), staff::Role::Clerk.powers(), Correlation::new())
    }

    /// May do everything.
    pub fn owner(&self) -> Actor {
        Actor::staff(StaffId::new(testkit::START), staff::Role::Owner.powers(), Correlation::new())
    }

    /// May give money back, too.
    pub fn manager(&self) -> Actor {
        Actor::staff(StaffId::new(testkit::START), staff::Role::Manager.powers(), Correlation::new())
    }

    pub async fn cart(&self, lines: &[(VariantId, i64)]) -> String {
        let cart = self.shop.carts.create(&self.shopper(), self.market.id, lines.to_vec()).await;
        cart.expect("a basket").1
    }

    pub fn ask(&self, cart_token: &str, name: &str, payment: &str) -> Ask {
        Ask {
            cart_token: cart_token.to_owned(),
            market: self.market.id,
            terms: self.terms(),
            locale: "en".into(),
            customer: None,
            buyer: self.buyer(name),
            delivery: "parcel".into(),
            payment_method: payment.to_owned(),
            expected_total: None,
            idempotency_key: None,
        }
    }

    /// From an empty basket to an order, by a payment method that answers `details`.
    pub async fn buys(
        &self,
        name: &str,
        lines: &[(VariantId, i64)],
        payment: &str,
        details: &str,
    ) -> Result<Outcome, CheckoutError> {
        let token = self.cart(lines).await;
        self.shop.checkout.place(&self.shopper(), self.ask(&token, name, payment), details).await
    }

    /// [`TestShop::buys`] by bank transfer, successfully.
    pub async fn sold(&self, name: &str, lines: &[(VariantId, i64)]) -> OrderId {
        placed(self.buys(name, lines, "offline", "").await).order
    }

    /// Saleable units.
    pub async fn left(&self, variant: VariantId) -> i64 {
        self.shop.inventory.availability(&[variant]).await.expect("stock")[&variant].saleable
    }
}

pub fn placed(outcome: Result<Outcome, CheckoutError>) -> Placed {
    match outcome {
        Ok(Outcome::Placed(placed)) => placed,
        other => panic!("no order was placed: {other:?}"),
    }
}

impl Drop for TestShop {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
