//! The back office in process, over a shop of its own: signing in, looking, acting, and being refused.
use std::sync::Arc;

use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::{self, HeaderMap};

use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, web};

use admin::{AdminPages, StaffEntrance, ToShip};
use auth::{Passwords, Realm, SecretString, SessionPolicy, Sessions, Throttles};
use catalog::{NewProduct, NewVariant, Status};
use inventory::Demand;
use kernel::kinds::{OrderId, VariantId};
use kernel::{Actor, Currency, Money, TaxMode};
use kit::{Site, WebConfig};
use markets::{Market, NewMarket, Setup, ShopProfile};
use notifications::{Channel, MailConfig, Notifications};
use orders::{Contact, Delivery, Line, NewOrder, Orders, PostalAddress, ShippingCharge};
use payments::{Fact, Offline, Payments, TestProvider};
use staff::{NewMember, Role, Staff};
use testkit::TestDb;

static MIGRATIONS: db::Migrations = db::Migrations {
    sqlite: diesel_migrations::embed_migrations!("../../../migrations/sqlite"),
    postgres: diesel_migrations::embed_migrations!("../../../migrations/postgres"),
};

const PASSWORD: &str = "harbour lamp 44 oak boards";

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Broken(String);
impl From<db::DbError> for Broken {
    fn from(e: db::DbError) -> Self {
        Self(e.to_string())
    }
}
impl From<diesel::result::Error> for Broken {
    fn from(e: diesel::result::Error) -> Self {
        Self(e.to_string())
    }
}
impl db::DomainError for Broken {
    fn as_db(&self) -> Option<&db::DbError> {
        None
    }
}
fn broken(e: impl std::fmt::Display) -> Broken {
    Broken(e.to_string())
}

struct Shop {
    t: TestDb,
    setup: Setup,
    variant: VariantId,
    staff: Staff,
    orders: Orders,
    payments: Payments,
    inventory: inventory::Inventory,
    folder: std::path::PathBuf,
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn shop() -> Shop {
    let t = testkit::sqlite(&MIGRATIONS);
    let db = t.db.clone();
    let inventory = inventory::Inventory::new(db.clone());
    let payments = Payments::new(db.clone(), vec![Arc::new(Offline), Arc::new(TestProvider)]);
    let orders = Orders::new(db.clone(), inventory.clone(), payments.clone());
    let sessions = Sessions::new(db.clone(), Realm::Staff, SessionPolicy::of(Realm::Staff));
    let staff = Staff::new(db.clone(), Passwords::new(2), sessions, Throttles::new(db.clone()));
    for (name, role) in [("Nora Haugen", Role::Owner), ("Cleo Clerk", Role::Clerk), ("Rea Reader", Role::ReadOnly)]
    {
        let email = format!("{}@example.org", name.split(' ').next().unwrap().to_lowercase());
        let password = Some(SecretString::from(PASSWORD.to_owned()));
        let new = NewMember { email, name: name.to_owned(), role, password };
        staff.add(&Actor::system("test"), new).await.unwrap();
    }
    let (cat, inv, pri) = (catalog::Catalog::new(db.clone()), inventory.clone(), pricing::Pricing::new(db.clone()));
    let markets = markets::Markets::new(db.clone());
    let variant = db
        .write(&Actor::system("test"), move |tx| {
            let list = pri.put_list(tx, "eur", "Euro", Currency::EUR).map_err(broken)?;
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
            markets.put_default(tx, &market).map_err(broken)?;
            let new = NewProduct {
                handle: "mug".into(),
                title: "The mug <b>".into(),
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
                position: 0,
                variants: vec![NewVariant {
                    sku: "MUG-1".into(),
                    option_values: vec![],
                    barcode: String::new(),
                    weight_grams: 100,
                    picture: None,
                }],
            };
            let variant = cat.put_product(tx, &new).map_err(broken)?.variants[0];
            pri.put_price(tx, variant, list, Money::new(1000, Currency::EUR), None).map_err(broken)?;
            let main = inv.put_location(tx, "main", "Main", 1).map_err(broken)?;
            inv.count(tx, main, variant, 10, "test").map_err(broken)?;
            Ok::<_, Broken>(variant)
        })
        .await
        .unwrap();
    let market: Market = markets::Markets::new(db.clone()).setup().await.unwrap().market.clone();
    let setup = Setup { market, profile: ShopProfile::default() };
    let folder = std::env::temp_dir().join(format!("sundry-admin-{}", kernel::random_token()));
    orders.stock_numbers(&Actor::system("test")).await.unwrap();
    Shop { t, setup, variant, staff, orders, payments, inventory, folder }
}

impl Shop {
    /// An order for two mugs, paid with `provider`: `test` sets the money aside.
    async fn sold(&self, provider: &'static str) -> OrderId {
        let (orders, payments, inventory, variant) =
            (self.orders.clone(), self.payments.clone(), self.inventory.clone(), self.variant);
        let market = self.setup.market.id;
        self.t
            .db
            .write(&Actor::system("test"), move |tx| {
                let id = OrderId::new(tx.now());
                let line = Line {
                    position: 1,
                    variant,
                    sku: "MUG-1".into(),
                    title: "The mug <b>".into(),
                    options: String::new(),
                    picture: String::new(),
                    quantity: 2,
                    unit: 1000,
                    discount: 0,
                    tax: 0,
                    amount: 2000,
                    shipped: 0,
                    dropped: 0,
                };
                let new = NewOrder {
                    id,
                    link_token: kernel::random_token(),
                    market,
                    locale: "en".into(),
                    currency: Currency::EUR,
                    tax_mode: TaxMode::Inclusive,
                    customer: None,
                    contact: Contact { email: "ada@example.org".into(), name: "Ada".into(), phone: String::new() },
                    shipping_address: PostalAddress {
                        name: "Ada".into(),
                        company: String::new(),
                        line1: "Kai 14".into(),
                        line2: String::new(),
                        postal_code: "20357".into(),
                        city: "Hamburg".into(),
                        country: "DE".into(),
                    },
                    delivery: Delivery { code: "parcel".into(), name: "Parcel".into(), min_days: 2, max_days: 3 },
                    payment_method: provider.into(),
                    lines: vec![line],
                    shipping: ShippingCharge { amount: 490, taxes: vec![] },
                    taxes: vec![],
                    goods: 2000,
                    discount: 0,
                    tax: 0,
                    total: 2490,
                    particulars: orders::Particulars::default(),
                };
                orders.place(tx, &new).map_err(broken)?;
                inventory.allocate(tx, id.cast(), &[Demand { variant, quantity: 2 }]).map_err(broken)?;
                let payment =
                    payments.begin(tx, id.cast(), provider, Money::new(2490, Currency::EUR)).map_err(broken)?;
                if provider == "test" {
                    let fact = Fact::Authorized { provider_reference: "t-1".into() };
                    payments.record(tx, payment, &fact).map_err(broken)?;
                }
                orders.settle(tx, id).map_err(broken)?;
                Orders::index(tx, &[id]).map_err(broken)?;
                Ok::<_, Broken>(id)
            })
            .await
            .unwrap()
    }
}

/// What writes mails here, in the texts there are.
fn mail_views(shop: &Shop, notifications: Notifications) -> flows::mail::MailViews {
    let db = shop.t.db.clone();
    let sessions = Sessions::new(db.clone(), Realm::Shoppers, SessionPolicy::of(Realm::Shoppers));
    let accounts = customers::Accounts::new(
        db.clone(),
        Passwords::new(2),
        sessions,
        Throttles::new(db.clone()),
        auth::LinkKeys::new(&[7; 32]),
    );
    let texts = kit::AllTexts::load().unwrap();
    let texts = Arc::new(move |locale: &str| texts.of(locale));
    let payments = shop.payments.clone();
    flows::mail::MailViews::new(db, payments, accounts, notifications, "https://shop.example.org", texts).unwrap()
}

/// Sends a request made by [`get`] or [`post`].
macro_rules! ask {
    ($app:expr, $req:expr) => {
        answered(&$app, $req.to_request()).await
    };
}

macro_rules! app {
    ($shop:expr) => {{
        let shop = &$shop;
        let db = shop.t.db.clone();
        let to_ship = ToShip::new(shop.orders.clone());
        let config = WebConfig::new("https://shop.example.org".parse().unwrap(), [7; 32]);
        let door = Arc::new(StaffEntrance::new(shop.staff.clone()));
        let site = Site::new(config, shop.t.clock.clone(), shop.setup.clone(), door).unwrap();
        let site = web::Data::new(site.with_pages("/admin", Arc::new(AdminPages::new(to_ship.clone(), true))));
        let mail = MailConfig::Folder(shop.folder.clone());
        let channel = Channel::open(&mail, "Sundry <shop@example.org>").unwrap();
        let notifications = Notifications::new(db.clone(), channel);
        let mails = mail_views(shop, notifications.clone());
        let goods = flows::goods::Goods {
            db: db.clone(),
            catalog: catalog::Catalog::new(db.clone()),
            pricing: pricing::Pricing::new(db.clone()),
            inventory: shop.inventory.clone(),
            media: media::Media::new(db.clone(), shop.folder.join("media")),
        };
        let app = App::new()
            .app_data(web::Data::new(to_ship))
            .app_data(web::Data::new(kit::PageCache::new(1 << 20)))
            .app_data(web::Data::new(db.clone()))
            .app_data(web::Data::new(shop.staff.clone()))
            .app_data(web::Data::new(auth::Origins::new(db.clone())))
            .app_data(web::Data::new(shop.orders.clone()))
            .app_data(web::Data::new(shop.payments.clone()))
            .app_data(web::Data::new(shop.inventory.clone()))
            .app_data(web::Data::new(notifications))
            .app_data(web::Data::new(mails))
            .app_data(web::Data::new(catalog::Catalog::new(db.clone())))
            .app_data(web::Data::new(pricing::Pricing::new(db.clone())))
            .app_data(web::Data::new(shipping::Shipping::new(db.clone())))
            .app_data(web::Data::new(customers::Customers::new(db.clone())))
            .app_data(web::Data::new(flows::pages::Pages::new(
                db.clone(),
                content::Content::new(db.clone()),
                markets::Markets::new(db.clone()),
            )))
            .app_data(web::Data::new(imports::Imports::new(db.clone())))
            .app_data(web::Data::new(search::Search::new(db.clone())))
            .app_data(web::Data::new(flows::import::Importer {
                db: db.clone(),
                catalog: catalog::Catalog::new(db.clone()),
                pricing: pricing::Pricing::new(db.clone()),
                inventory: shop.inventory.clone(),
                shipping: shipping::Shipping::new(db.clone()),
                markets: markets::Markets::new(db.clone()),
                media: media::Media::new(db.clone(), shop.folder.join("media")),
                imports: imports::Imports::new(db.clone()),
            }))
            .app_data(web::Data::new(flows::stock_feed::StockFeed::new(
                goods.clone(),
                outbound::Outbound::new(false).unwrap(),
            )))
            .app_data(web::Data::new(goods))
            .configure(move |app| kit::install(app, site))
            .configure(|app| admin::routes().configure(app))
            .wrap(from_fn(kit::guard::<BoxBody>));
        init_service(app).await
    }};
}

struct Seen {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Seen {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
    /// What a cookie was set to.
    fn cookie(&self, name: &str) -> Option<String> {
        let set = self.headers.get_all("set-cookie").map(|v| v.to_str().unwrap());
        set.filter_map(|c| c.split(';').next()?.split_once('='))
            .find(|(n, _)| *n == name)
            .map(|(_, v)| v.to_owned())
    }
    /// The token that the page's forms bring.
    fn token(&self) -> String {
        let rest = self.body.split("name=\"_token\" value=\"").nth(1).unwrap_or_else(|| panic!("{}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }
}

async fn answered<S, R>(app: &S, req: R) -> Seen
where
    S: Service<R, Response = ServiceResponse, Error = actix_web::Error>,
{
    let answer = app.call(req).await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let body = to_bytes(answer.into_body()).await.unwrap();
    let seen = Seen { status, headers, body: String::from_utf8_lossy(&body).into_owned() };
    assert!(seen.header("cache-control").contains("no-store"), "{status}: {:?}", seen.headers);
    seen
}

fn get(path: &str, cookies: &str) -> TestRequest {
    req(TestRequest::get(), path, cookies)
}

fn post(path: &str, cookies: &str, form: &str) -> TestRequest {
    req(TestRequest::post(), path, cookies)
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .set_payload(form.to_owned())
}

fn req(req: TestRequest, path: &str, cookies: &str) -> TestRequest {
    let req = req.uri(path).peer_addr("203.0.113.9:4711".parse().unwrap());
    if cookies.is_empty() { req } else { req.insert_header((header::COOKIE, cookies)) }
}

/// Signs somebody in; their cookie and a token for forms.
macro_rules! signed_in {
    ($app:expr, $who:expr) => {{
        let token = ask!($app, get("/admin/sign-in", "")).token();
        let form = format!("email={}%40example.org&password={}&_token={token}", $who, PASSWORD.replace(' ', "+"));
        let seen = ask!($app, post("/admin/sign-in", "", &form));
        assert_eq!((seen.status, seen.header("location")), (303, "/admin"), "{}", seen.body);
        let cookie = format!("__Host-staff={}", seen.cookie("__Host-staff").unwrap());
        let token = ask!($app, get("/admin", &cookie)).token();
        (cookie, token)
    }};
}

/// A form as the browser sends it.
fn fields(pairs: &[(&str, &str)]) -> String {
    use std::fmt::Write;
    let escape = |text: &str| {
        text.bytes().fold(String::new(), |mut out, b| {
            if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
                out.push(char::from(b));
            } else {
                let _ = write!(out, "%{b:02X}");
            }
            out
        })
    };
    pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect::<Vec<_>>().join("&")
}

/// What stands between two pieces of a page.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let rest = page.split(before).nth(1).unwrap_or_else(|| panic!("{before} is not in {page}"));
    rest.split(after).next().unwrap()
}

mod attributes;
mod brought;
mod door;
mod goods;
mod mails;
mod people;
mod rules;
mod sales;
mod stock;
mod tokens;
mod words;
