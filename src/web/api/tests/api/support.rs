//! A small shop and someone who talks JSON to it.
use std::rc::Rc;
use std::sync::Arc;

use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, web};
use auth::{ExposeSecret, LinkKeys, Passwords, Realm, SecretString, SessionPolicy, Sessions, Throttles};
use cart::Carts;
use catalog::{Catalog, NewProduct, NewVariant, OptionAxis, Picture, Status};
use checkout::{Checkout, CheckoutError};
use customers::{Accounts, Customers};
use diesel::prelude::*;
use futures_util::future::{BoxFuture, LocalBoxFuture};
use inventory::Inventory;
use kernel::kinds::{LetterId, LocationId, PictureId, PriceListId, VariantId};
use kernel::{Actor, BasisPoints, Currency, Money, TaxMode};
use kit::{CustomerDoor, CustomerVisitor, Failure, Site, StaffDoor, StaffVisitor, TokenVisitor, WebConfig};
use markets::{Markets, NewMarket, ShopProfile};
use orders::Orders;
use payments::{Offline, Payments, TestProvider};
use pricing::Pricing;
use serde_json::{Value, json};
use shipping::{NewMethod, Shipping};
use staff::Staff;
use testkit::TestDb;

pub static MIGRATIONS: db::Migrations = db::Migrations {
    sqlite: diesel_migrations::embed_migrations!("../../../migrations/sqlite"),
    postgres: diesel_migrations::embed_migrations!("../../../migrations/postgres"),
};

diesel::table! {
    customers_letters (id) {
        id -> Binary,
    }
}

pub struct TestShop {
    pub test_db: TestDb,
    pub catalog: Catalog,
    pricing: Pricing,
    pub inventory: Inventory,
    shipping: Shipping,
    carts: Carts,
    pub recommendations: recommendations::Recommendations,
    checkout: Checkout,
    pub orders: Orders,
    markets: Markets,
    pub payments: Payments,
    pub accounts: Accounts,
    pub staff: Staff,
    /// What programs share.
    pub pages: kit::PageCache,
    list: PriceListId,
    location: LocationId,
}

struct Counter(Staff);

impl StaffDoor for Counter {
    fn authenticate<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<StaffVisitor>, Failure>> {
        Box::pin(async { Ok(None) })
    }
    fn authenticate_program<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<TokenVisitor>, Failure>> {
        Box::pin(async move {
            let found = self.0.authenticate_token(token).await?;
            Ok(found.map(|(token, m, powers)| {
                let role = m.role.as_str().to_owned();
                TokenVisitor { token, member: StaffVisitor { id: m.id, name: m.name, role, powers } }
            }))
        })
    }
}

struct Door(Accounts);

impl CustomerDoor for Door {
    fn authenticate<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<CustomerVisitor>, Failure>> {
        Box::pin(async { panic!("the API reads no cookies") })
    }
    fn authenticate_program<'a>(
        &'a self,
        token: &'a str,
    ) -> BoxFuture<'a, Result<Option<CustomerVisitor>, Failure>> {
        Box::pin(async move {
            let found = self.0.authenticate_program(token).await?;
            Ok(found.map(|p| CustomerVisitor {
                id: p.account.id,
                email: p.account.email,
                name: p.account.name,
                session: p.session,
            }))
        })
    }
}

pub fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

impl TestShop {
    /// In Germany, delivering by parcel for 4.90, free from 60.00.
    pub async fn new() -> Self {
        Self::over(testkit::sqlite(&MIGRATIONS)).await
    }

    /// The same over this database.
    pub async fn over(test_db: TestDb) -> Self {
        let db = test_db.db.clone();
        let (catalog, inventory) = (Catalog::new(db.clone()), Inventory::new(db.clone()));
        let providers: Vec<Arc<dyn payments::Provider>> = vec![Arc::new(Offline), Arc::new(TestProvider)];
        let payments = Payments::new(db.clone(), providers);
        let orders = Orders::new(db.clone(), inventory.clone(), payments.clone());
        let recommendations = recommendations::Recommendations::new(db.clone());
        let asked = payments.clone();
        let carts = Carts::new(db.clone());
        let customers = Customers::new(db.clone());
        let (pricing, shipping, markets) =
            (Pricing::new(db.clone()), Shipping::new(db.clone()), Markets::new(db.clone()));
        let checkout =
            Checkout::new(db.clone(), carts.clone(), inventory.clone(), orders.clone(), payments, customers);
        let (p, i, m, s) = (pricing.clone(), inventory.clone(), markets.clone(), shipping.clone());
        let (list, location) = db
            .write(&Actor::system("test"), move |tx| -> Result<_, CheckoutError> {
                let list = p.put_list(tx, "eur", "Euro", Currency::EUR)?;
                p.put_rate(tx, "standard", "DE", BasisPoints(1900), "VAT")?;
                let location = i.put_location(tx, "main", "Main", 1)?;
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
                m.put_default(tx, &market).expect("a market");
                m.put_profile(tx, &ShopProfile::default()).expect("a profile");
                let parcel = NewMethod {
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
                };
                s.put_method(tx, &parcel)?;
                Ok((list, location))
            })
            .await
            .expect("the shop is set up");
        let sessions = |realm| Sessions::new(db.clone(), realm, SessionPolicy::of(realm));
        let throttles = Throttles::new(db.clone());
        let keys = LinkKeys::new(&[7; 32]);
        let accounts =
            Accounts::new(db.clone(), Passwords::new(2), sessions(Realm::Shoppers), throttles.clone(), keys);
        let staff = Staff::new(db.clone(), Passwords::new(2), sessions(Realm::Staff), throttles);
        Self {
            payments: asked,
            accounts,
            staff,
            pages: kit::PageCache::default(),
            test_db,
            catalog,
            pricing,
            inventory,
            shipping,
            carts,
            recommendations,
            checkout,
            orders,
            markets,
            list,
            location,
        }
    }

    /// Puts a product with one variant and one picture on sale.
    pub async fn sells(&self, handle: &str, cents: i64, units: i64) -> VariantId {
        let picture = PictureId::new(testkit::START);
        let new = NewProduct {
            handle: handle.to_owned(),
            title: format!("The {handle}"),
            subtitle: String::new(),
            description: "<p>Plain.</p>".into(),
            brand: "Tidewater".into(),
            status: Status::Active,
            tax_class: "standard".into(),
            attributes: vec![],
            options: vec![OptionAxis { name: "Glaze".into(), values: vec!["Moss".into()] }],
            pictures: vec![Picture {
                id: picture,
                alt: handle.into(),
                width: 960,
                height: 960,
                focus: catalog::Focus::MIDDLE,
            }],
            tags: vec![],
            seo_title: String::new(),
            seo_description: String::new(),
            categories: vec![],
            position: 0,
            variants: vec![NewVariant {
                sku: format!("SKU-{handle}"),
                option_values: vec!["Moss".into()],
                barcode: String::new(),
                weight_grams: 100,
                picture: Some(picture),
            }],
        };
        let (catalog, pricing, inventory) = (self.catalog.clone(), self.pricing.clone(), self.inventory.clone());
        let (list, location) = (self.list, self.location);
        let actor = Actor::system("test");
        let put = self.test_db.db.write(&actor, move |tx| -> Result<_, CheckoutError> {
            let put = catalog.put_product(tx, &new).map_err(cart::CartError::from)?;
            let variant = put.variants[0];
            pricing.put_price(tx, variant, list, eur(cents), None)?;
            inventory.count(tx, location, variant, units, "test")?;
            Ok(variant)
        });
        put.await.expect("the product is put on sale")
    }

    pub async fn product_of(&self, variant: VariantId) -> kernel::kinds::ProductId {
        self.catalog.products_of(vec![variant]).await.expect("the catalogue answers")[0]
    }

    fn goods(&self) -> flows::goods::Goods {
        flows::goods::Goods {
            db: self.test_db.db.clone(),
            catalog: self.catalog.clone(),
            pricing: self.pricing.clone(),
            inventory: self.inventory.clone(),
            media: media::Media::new(self.test_db.db.clone(), std::env::temp_dir()),
        }
    }

    fn desk(&self) -> flows::accounts::AccountDesk {
        let (accounts, orders, payments) = (self.accounts.clone(), self.orders.clone(), self.payments.clone());
        flows::accounts::AccountDesk::new(self.test_db.db.clone(), accounts, orders, payments)
    }

    pub fn origins(&self) -> auth::Origins {
        auth::Origins::new(self.test_db.db.clone())
    }

    /// Fills the lists, as its background would.
    pub fn lists(&self) {
        let search = search::Search::new(self.test_db.db.clone());
        let listings = flows::search::Listings::new(self.test_db.db.clone(), search, self.catalog.clone());
        let made = std::thread::spawn(move || listings.rebuild(&Actor::system("test"), &flows::Silent)).join();
        made.expect("nobody panics").expect("the lists are made");
    }

    /// An account whose address is confirmed, with the password [`PASSWORD`].
    pub async fn member(&self, email: &str) {
        let password = SecretString::from(PASSWORD.to_owned());
        let registration = customers::Registration {
            email,
            name: "Ada Holm",
            password: &password,
            locale: "en",
            ip: "203.0.113.9".parse().expect("an address"),
            correlation: kernel::Correlation::new(),
        };
        self.accounts.register(registration).await.expect("registered");
        let (accounts, db) = (self.accounts.clone(), self.test_db.db.clone());
        let letter = db.read_now(|c| -> Result<_, customers::AccountError> {
            use customers_letters as t;
            let id: LetterId = t::table.order(t::id.desc()).select(t::id).first(c)?;
            accounts.letter_in(c, id)
        });
        let letter = letter.expect("the letter");
        let token = letter.token.expect("a link");
        let caller = flows::accounts::Caller {
            correlation: kernel::Correlation::new(),
            ip: "203.0.113.9".parse().expect("an address"),
            user_agent: "a browser".into(),
            former: None,
        };
        self.desk().confirm(caller, &token, &password).await.expect("confirmed");
    }

    /// A token for these things, made by an owner.
    pub async fn token(&self, powers: &[staff::Permission]) -> String {
        let owner = staff::NewMember {
            email: format!("{}@example.org", kernel::random_token()),
            name: "Olga".into(),
            role: staff::Role::Owner,
            password: None,
        };
        let (id, _) = self.staff.add(&Actor::system("test"), owner).await.expect("an owner");
        let actor = Actor::staff(id, staff::Role::Owner.powers(), kernel::Correlation::new());
        let new = staff::NewToken { name: "till".into(), powers: powers.to_vec(), days: 30 };
        let (_, token) = self.staff.make_token(&actor, new).await.expect("a token");
        token.expose_secret().to_owned()
    }

    pub async fn costs(&self, variant: VariantId, cents: i64) {
        let (pricing, list) = (self.pricing.clone(), self.list);
        let actor = Actor::system("test");
        let put = self.test_db.db.write(&actor, move |tx| {
            pricing.put_price(tx, variant, list, eur(cents), None).map_err(CheckoutError::from)
        });
        put.await.expect("the price is set");
    }

    /// Somebody at the shop's API.
    pub async fn program(&self) -> Program {
        let mut config = WebConfig::new("https://shop.example.org".parse().expect("a URL"), [7; 32]);
        // Far away: what is left is told, and nobody is slowed down.
        config.limits.writes = Some(kit::Rate { per_minute: 100_000, burst: 100_000 });
        let clock = self.test_db.db.clock().clone();
        let site = Site::new(config, clock, self.markets.clone(), Arc::new(Counter(self.staff.clone())))
            .expect("a site")
            .with_customers(Arc::new(Door(self.accounts.clone())))
            .with_origins(self.origins());
        let site = web::Data::new(site);
        let app = App::new()
            .configure(move |app| kit::install(app, site))
            .app_data(web::Data::new(self.catalog.clone()))
            .app_data(web::Data::new(self.pricing.clone()))
            .app_data(web::Data::new(self.inventory.clone()))
            .app_data(web::Data::new(self.shipping.clone()))
            .app_data(web::Data::new(self.carts.clone()))
            .app_data(web::Data::new(self.checkout.clone()))
            .app_data(web::Data::new(self.orders.clone()))
            .app_data(web::Data::new(self.recommendations.clone()))
            .app_data(web::Data::new(self.pages.clone()))
            .app_data(web::Data::new(self.payments.clone()))
            .app_data(web::Data::new(self.accounts.clone()))
            .app_data(web::Data::new(self.desk()))
            .app_data(web::Data::new(self.test_db.db.clone()))
            .app_data(web::Data::new(search::Search::new(self.test_db.db.clone())))
            .app_data(web::Data::new(content::Content::new(self.test_db.db.clone())))
            .app_data(web::Data::new(Customers::new(self.test_db.db.clone())))
            .app_data(web::Data::new(self.goods()))
            .app_data(web::Data::new(imports::Imports::new(self.test_db.db.clone())))
            .configure(|app| api::routes().configure(app))
            .wrap(from_fn(kit::guard::<BoxBody>));
        let app = Rc::new(init_service(app).await);
        Program(Box::new(move |request| {
            let app = app.clone();
            Box::pin(async move { app.call(request.to_request()).await.expect("an answer") })
        }))
    }
}

pub const PASSWORD: &str = "correct horse battery staple";

pub struct Program(Box<dyn Fn(TestRequest) -> LocalBoxFuture<'static, ServiceResponse>>);

pub struct Seen {
    pub status: u16,
    pub kind: String,
    pub location: String,
    pub etag: String,
    pub headers: actix_web::http::header::HeaderMap,
    pub body: Value,
}

impl Seen {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
    /// Of a problem.
    pub fn code(&self) -> &str {
        assert_eq!(self.kind, "application/problem+json", "{}", self.body);
        self.body["code"].as_str().unwrap_or_default()
    }
    /// A fact of a problem, by name.
    pub fn fact(&self, name: &str) -> &str {
        let errors = self.body["errors"].as_array().map_or(&[][..], |e| e);
        let found = errors.iter().find(|e| e["field"] == name);
        found.and_then(|e| e["message"].as_str()).unwrap_or_default()
    }
    pub fn text(&self, pointer: &str) -> String {
        let found = self.body.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("no {pointer} in {}", self.body)).to_owned()
    }
    pub fn amount(&self, pointer: &str) -> i64 {
        let found = self.body.pointer(pointer).and_then(|m| m["amount"].as_i64());
        found.unwrap_or_else(|| panic!("no {pointer} in {}", self.body))
    }
}

impl Program {
    pub async fn send(&self, request: TestRequest) -> Seen {
        let request = request.peer_addr("203.0.113.9:4711".parse().expect("an address"));
        let answer = (self.0)(request).await;
        let header = |name: &str| {
            let value = answer.headers().get(name).map(|v| v.to_str().unwrap_or_default().to_owned());
            value.unwrap_or_default()
        };
        let (status, kind, location) = (answer.status().as_u16(), header("content-type"), header("location"));
        let (etag, headers) = (header("etag"), answer.headers().clone());
        let bytes = to_bytes(answer.into_body()).await.expect("a body");
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Seen { status, kind, location, etag, headers, body }
    }

    pub async fn get(&self, path: &str) -> Seen {
        self.send(TestRequest::get().uri(path)).await
    }

    pub async fn say(&self, method: Method, path: &str, body: Value) -> Seen {
        self.send(TestRequest::default().method(method).uri(path).set_json(body)).await
    }

    /// With headers: `authorization`, `idempotency-key`, …
    pub async fn with(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Seen {
        let mut request = TestRequest::default().method(method).uri(path);
        for (name, value) in headers {
            request = request.insert_header((*name, *value));
        }
        self.send(match body {
            Some(body) => request.set_json(body),
            None => request,
        })
        .await
    }

    pub async fn post(&self, path: &str, body: Value) -> Seen {
        self.say(Method::POST, path, body).await
    }

    /// A basket's token.
    pub async fn basket(&self, lines: &[(VariantId, i64)]) -> String {
        let lines: Vec<Value> = lines.iter().map(|(v, n)| json!({ "variant": v, "quantity": n })).collect();
        let seen = self.post("/api/v1/carts", json!({ "lines": lines })).await;
        assert_eq!(seen.status, 201, "{}", seen.body);
        seen.text("/token")
    }

    pub async fn prepare(&self, token: &str, method: &str) -> Seen {
        self.post(&format!("/api/v1/carts/{token}/prepare"), wish(method)).await
    }

    pub async fn pay(&self, token: &str, details: &str) -> Seen {
        self.post(&format!("/api/v1/carts/{token}/pay"), json!({ "details": details })).await
    }
}

/// What Ada wants.
pub fn wish(method: &str) -> Value {
    json!({
        "email": "ada@example.org",
        "address": {
            "name": "Ada Holm", "line1": "Kai 14", "postal_code": "20357", "city": "Hamburg", "country": "DE",
        },
        "delivery": "parcel",
        "payment_method": method,
    })
}
