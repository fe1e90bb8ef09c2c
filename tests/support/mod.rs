//! A shop for a test: real facades over a real database, a clock that stands still.
use std::sync::Arc;

use cart::Terms;
use catalog::{NewProduct, NewVariant, Status};
use checkout::{Ask, CheckoutError, Outcome, Placed};
use customers::{Buyer, RawAddress, RawBuyer};
use kernel::kinds::{LocationId, OrderId, PriceListId, StaffId, VariantId};
use kernel::{Actor, BasisPoints, Correlation, Currency, Money, TaxMode};
use markets::{Market, NewMarket, ShopProfile};
use payments::{Offline, TestProvider};
use shipping::NewMethod;
use sundry::shop::{Shop, Surroundings};
use testkit::TestDb;

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
}

impl TestShop {
    /// An empty shop in Germany that delivers by parcel for 4.90, free from 60.00.
    pub async fn over(test_db: TestDb) -> Self {
        Self::at(test_db.db.clone(), test_db).await
    }

    async fn at(db: db::Db, test_db: TestDb) -> Self {
        let dir = std::env::temp_dir().join(format!("sundry-test-{}", kernel::random_token()));
        let around = Surroundings {
            media: dir.join("media"),
            mail: notifications::MailConfig::Folder(dir.join("mail")),
            mail_from: "Sundry <shop@example.org>".into(),
            providers: vec![Arc::new(Offline), Arc::new(TestProvider)],
        };
        let shop = Shop::new(db, around).expect("the shop opens");
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
        Self { shop, test_db, market, location, list }
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
            country: "DE".into(),
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
        }
        .parse(&self.market.countries)
        .expect("a buyer")
    }

    pub fn shopper(&self) -> Actor {
        Actor::shopper(Correlation::new())
    }

    pub fn clerk(&self) -> Actor {
        Actor::staff(StaffId::new(testkit::START), staff::Role::Clerk.powers(), Correlation::new())
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
