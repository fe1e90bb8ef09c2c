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
                Orders::index(tx, id).map_err(broken)?;
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

#[actix_web::test]
async fn only_staff_come_in_and_are_told_alike() {
    let shop = shop().await;
    let app = app!(shop);
    let seen = ask!(app, get("/admin/orders?show=to-ship", ""));
    assert_eq!((seen.status, seen.header("location")), (303, "/admin/sign-in?next=/admin/orders%3Fshow%3Dto-ship"));
    let page = ask!(app, get(seen.header("location"), ""));
    assert!(page.body.contains("name=\"next\" value=\"/admin/orders?show=to-ship\""), "{}", page.body);
    let token = page.token();

    let try_in = async |who: &str, password: &str, next: &str| {
        let form = format!("email={who}&password={password}&next={next}&_token={token}");
        ask!(app, post("/admin/sign-in", "", &form))
    };
    let wrong = try_in("nora%40example.org", "nonsense", "").await;
    let nobody = try_in("nobody%40example.org", "nonsense", "").await;
    assert_eq!((wrong.status, nobody.status), (401, 401));
    let told = |body: &str, who: &str| body.replace(who, "").replace(&token, "");
    let same = |body: &str, who: &str| told(body, who).split("_token").next().unwrap().to_owned();
    assert_eq!(same(&wrong.body, "nora@example.org"), same(&nobody.body, "nobody@example.org"));
    assert!(wrong.body.contains("do not match") && wrong.cookie("__Host-staff").is_none());

    let good = PASSWORD.replace(' ', "+");
    let right = try_in("nora%40example.org", &good, "/admin/products").await;
    assert_eq!((right.status, right.header("location")), (303, "/admin/products"), "{}", right.body);
    let elsewhere = try_in("nora%40example.org", &good, "//evil.example").await;
    assert_eq!(elsewhere.header("location"), "/admin");

    let old = post("/admin/sign-in", "", "email=a&password=b&_token=old");
    let old = ask!(app, old);
    assert!(old.status == 403 && old.body.contains("open for too long"), "{}", old.body);

    let cookie = format!("__Host-staff={}", right.cookie("__Host-staff").unwrap());
    let token = ask!(app, get("/admin", &cookie)).token();
    let out = post("/admin/sign-out", &cookie, &format!("_token={token}"));
    let out = ask!(app, out);
    assert_eq!((out.status, out.cookie("__Host-staff").as_deref()), (303, Some("")));
    assert_eq!(ask!(app, get("/admin", &cookie)).status, 303);
}

/// The back office's lines of the authorisation matrix: method, path, and who may come.
fn matrix() -> Vec<(String, String, String)> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/security/routes.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let line = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_owned);
        let (path, method, access) = (words.next()?, words.next()?, words.next()?);
        (path.starts_with("/admin") || path.starts_with("/setup")).then_some((method, path, access))
    };
    text.lines().filter_map(line).filter(|(_, path, _)| !path.ends_with("/preview")).collect()
}

#[actix_web::test]
async fn every_route_is_for_the_roles_that_the_matrix_names() {
    let shop = shop().await;
    for (name, role) in [("Manuel Manager", Role::Manager), ("Sue Support", Role::Support)] {
        let email = format!("{}@example.org", name.split(' ').next().unwrap().to_lowercase());
        let password = Some(SecretString::from(PASSWORD.to_owned()));
        let new = NewMember { email, name: name.to_owned(), role, password };
        shop.staff.add(&Actor::system("test"), new).await.unwrap();
    }
    let app = app!(shop);
    let matrix = matrix();
    assert_eq!(matrix.len(), admin::routes().list().len(), "the matrix and the table are of the same routes");
    let people = [
        ("nora", Role::Owner),
        ("manuel", Role::Manager),
        ("cleo", Role::Clerk),
        ("sue", Role::Support),
        ("rea", Role::ReadOnly),
    ];
    let mut networks = 0_u32;
    for (who, role) in people {
        let (cookie, _) = signed_in!(app, who);
        for (method, path, access) in &matrix {
            // Parameters that lead to nothing.
            let real = path.split('/').map(|part| if part.starts_with('{') { "nothing" } else { part });
            let real = real.collect::<Vec<_>>().join("/");
            // Without a token nothing is changed: whoever may come is told that the form is too old.
            let asked = match method.as_str() {
                "GET" => get(&real, &cookie),
                _ => post(&real, &cookie, ""),
            };
            // Each from a network of its own: so many at once would be asked to wait.
            networks += 1;
            let from = format!("10.{}.{}.1:4711", networks / 250, networks % 250);
            let seen = ask!(app, asked.peer_addr(from.parse().unwrap()));
            let turned_away = seen.status == 403 && seen.body.contains("Not for this role");
            let may = match access.strip_prefix("staff:") {
                Some(power) => role.powers().contains(&power),
                None => true,
            };
            assert_eq!(turned_away, !may, "{role} {method} {path} {access}: {}", seen.status);
            if matches!(access.as_str(), "founder" | "unfounded") {
                assert_eq!(seen.status, 404, "{method} {path}: gone once there is an owner");
            }
        }
        assert_eq!(ask!(app, get("/admin", &cookie)).status, 200, "{role} is signed in still");
    }
}

#[actix_web::test]
async fn too_many_tries_wait() {
    let shop = shop().await;
    let app = app!(shop);
    let token = ask!(app, get("/admin/sign-in", "")).token();
    let form = format!("email=nora%40example.org&password=no&_token={token}");
    let mut last = None;
    for _ in 0..25 {
        last = Some(ask!(app, post("/admin/sign-in", "", &form)));
    }
    let last = last.unwrap();
    assert!(last.status == 429 && last.body.contains("Too many tries"), "{}", last.body);
    assert!(last.header("retry-after").parse::<u64>().unwrap() > 0);
}

#[actix_web::test]
async fn an_order_is_captured_shipped_and_a_second_click_is_told_kindly() {
    let shop = shop().await;
    let order = shop.sold("offline").await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "cleo");
    let form = format!("_token={token}");

    let list = ask!(app, get("/admin/orders?q=ada", &cookie));
    let link = format!("/admin/orders/{order}");
    assert!(list.status == 200 && list.body.contains(&link), "{}", list.body);
    for query in
        ["show=to-capture", "payment=pending&fulfilment=unfulfilled", "from=2020-01-01", "after=ord_nonsense"]
    {
        let list = ask!(app, get(&format!("/admin/orders?{query}"), &cookie));
        assert!(list.body.contains(&link), "{query}: {}", list.body);
    }
    for query in
        ["payment=paid", "show=cancelled", "to=2020-01-01", "q=bob", "tag=gift", "show=cancelled&status=placed"]
    {
        let list = ask!(app, get(&format!("/admin/orders?{query}"), &cookie));
        assert!(!list.body.contains(&link), "{query}: {}", list.body);
    }

    let page = ask!(app, get(&link, &cookie));
    assert!(page.body.contains("The mug &#60;b&#62;") && page.body.contains("€24.90 has come"), "{}", page.body);
    let act = async |what: &str, form: &str| {
        let seen = ask!(app, post(&format!("{link}/{what}"), &cookie, form));
        assert_eq!((seen.status, seen.header("location")), (303, link.as_str()), "{}", seen.body);
        let flash = format!("{cookie}; __Host-flash={}", seen.cookie("__Host-flash").unwrap());
        let page = ask!(app, get(&link, &flash));
        assert_eq!(page.cookie("__Host-flash").as_deref(), Some(""), "told once");
        page.body
    };
    let body = act("capture", &form).await;
    assert!(
        body.contains("flash done") && body.contains("€24.90 paid") && body.contains("by Cleo Clerk"),
        "{body}"
    );
    assert!(act("capture", &form).await.contains("Nothing is left to capture"));
    let body = act("ship", &format!("{form}&carrier=DHL&tracking=0034")).await;
    assert!(body.contains("Marked as shipped") && body.contains("DHL · 0034 · by Cleo Clerk"), "{body}");
    assert!(!body.contains(&format!("{link}/cancel")) && !body.contains(&format!("{link}/ship")));
    assert!(act("ship", &form).await.contains("all were sent already"));
    assert!(act("cancel", &format!("{form}&reason=late")).await.contains("has moved on"));
    assert_eq!(ask!(app, get("/admin/orders/ord_nonsense", &cookie)).status, 404);

    // The order as it was: placed, and nothing paid or sent yet.
    let page = ask!(app, get(&link, &cookie)).body;
    assert!(page.contains(&format!("href=\"{link}/at/1\"")), "{page}");
    let was = ask!(app, get(&format!("{link}/at/1"), &cookie));
    assert_eq!(was.status, 200);
    assert!(was.body.contains(&format!("href=\"{link}/at/2\"")) && !was.body.contains(&format!("{link}/at/0")));
    assert!(was.body.contains("The mug &#60;b&#62;") && !was.body.contains("€24.90 paid"), "{}", was.body);
    let last = shop.orders.get(order).await.unwrap().version;
    let now = ask!(app, get(&format!("{link}/at/{last}"), &cookie)).body;
    assert!(now.contains("€24.90 paid") && !now.contains(&format!("{link}/at/{}", last + 1)), "{now}");
    for nowhere in ["0", "99", "x", "-1"] {
        assert_eq!(ask!(app, get(&format!("{link}/at/{nowhere}"), &cookie)).status, 404, "{nowhere}");
    }
}

#[actix_web::test]
async fn several_orders_are_tagged_printed_taken_away_and_sent_in_one_go() {
    let shop = shop().await;
    let (one, two, unpaid) = (shop.sold("test").await, shop.sold("test").await, shop.sold("offline").await);
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "cleo");
    let picked = |ids: &[OrderId], more: &[(&str, &str)]| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut pairs = vec![("_token", token.as_str()), ("here", "show=to-ship")];
        pairs.extend(ids.iter().map(|id| ("pick", id.as_str())));
        pairs.extend_from_slice(more);
        fields(&pairs)
    };
    let choose = async |form: String| ask!(app, post("/admin/orders/picked", &cookie, &form));

    let none = choose(picked(&[], &[("do", "ship")])).await;
    assert_eq!((none.status, none.header("location")), (303, "/admin/orders?show=to-ship"), "{}", none.body);
    let tagged = choose(picked(&[one, two], &[("do", "tag"), ("tags", "Gift, #rush")])).await;
    assert_eq!(tagged.status, 303, "{}", tagged.body);
    let list = ask!(app, get("/admin/orders?tag=gift&q=ada+%23rush", &cookie)).body;
    assert!(list.contains(&one.to_string()) && !list.contains(&unpaid.to_string()), "{list}");
    choose(picked(&[one], &[("do", "untag"), ("tags", "gift")])).await;
    let list = ask!(app, get("/admin/orders?tag=gift", &cookie)).body;
    assert!(!list.contains(&one.to_string()) && list.contains(&two.to_string()), "{list}");

    let print = choose(picked(&[one, two], &[("do", "print")])).await;
    let slips = ask!(app, get(print.header("location"), &cookie)).body;
    assert_eq!(slips.matches("<article class=\"slip\"").count(), 2, "{slips}");
    assert!(slips.contains("20357 Hamburg") && slips.contains("MUG-1"), "{slips}");
    assert_eq!(ask!(app, get("/admin/orders/slips", &cookie)).status, 404);
    let file = choose(picked(&[one], &[("do", "file")])).await;
    assert!(
        file.header("content-type").starts_with("text/csv") && file.body.contains("ada@example.org"),
        "{}",
        file.body
    );
    let file = ask!(app, get("/admin/orders/export?show=to-ship", &cookie));
    assert_eq!(file.body.matches("\r\n").count(), 3, "{}", file.body);

    let sheet = choose(picked(&[one, two, unpaid], &[("do", "ship")])).await;
    assert!(sheet.status == 200 && sheet.body.contains("Not ready to ship"), "{}", sheet.body);
    let (first, second) = (format!("tracking-{one}"), format!("tracking-{two}"));
    let form = picked(&[one, two], &[("carrier", "DHL"), (&first, "0001"), (&second, "0002")]);
    let sent = ask!(app, post("/admin/orders/ship", &cookie, &form));
    assert_eq!((sent.status, sent.header("location")), (303, "/admin/orders?show=to-ship"), "{}", sent.body);
    assert_eq!(shop.orders.fulfilments(two).await.unwrap()[0].tracking, "0002");
    let again = ask!(app, post("/admin/orders/ship", &cookie, &form));
    assert!(again.status == 422 && again.body.contains("is left to ship"), "{}", again.body);
    let (reader, token) = signed_in!(app, "rea");
    let form = fields(&[("_token", &token), ("pick", &one.to_string()), ("do", "ship")]);
    assert_eq!(ask!(app, post("/admin/orders/picked", &reader, &form)).status, 404);
    assert_eq!(ask!(app, post("/admin/orders/ship", &reader, &form)).status, 403);
}

#[actix_web::test]
async fn money_is_given_back_after_it_was_worked_out() {
    let shop = shop().await;
    let order = shop.sold("offline").await;
    let app = app!(shop);
    let (clerk, clerks) = signed_in!(app, "cleo");
    let link = format!("/admin/orders/{order}");
    assert_eq!(ask!(app, post(&format!("{link}/capture"), &clerk, &format!("_token={clerks}"))).status, 303);
    assert!(!ask!(app, get(&link, &clerk)).body.contains(&format!("{link}/refund")), "a clerk gives nothing back");
    assert_eq!(ask!(app, get(&format!("{link}/refund"), &clerk)).status, 403);

    let (cookie, token) = signed_in!(app, "nora");
    let page = ask!(app, get(&format!("{link}/refund"), &cookie)).body;
    assert!(
        page.contains("Up to €24.90") && page.contains("€10.00 each") && page.contains("Not sent, of 2"),
        "{page}"
    );
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let send = async |pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str()), ("version", version.as_str())];
        all.extend_from_slice(pairs);
        ask!(app, post(&format!("{link}/refund"), &cookie, &fields(&all)))
    };
    for (pairs, told) in [
        (vec![("unsent-1", "1"), ("do", "look")], "Say why, in up to 200"),
        (vec![("unsent-1", "many"), ("reason", "x")], "Write a number of units"),
        (vec![("unsent-1", "3"), ("reason", "x")], "Write a number of units"),
        (vec![("unsent-1", "2"), ("reason", "x")], "Cancel the order instead"),
        (vec![("extra", "24,91"), ("reason", "x")], "At most €24.90 is left"),
        (vec![("reason", "x")], "Choose items, delivery or an amount"),
    ] {
        let seen = send(&pairs).await;
        assert!(seen.status == 422 && seen.body.contains(told), "{pairs:?}: {}", seen.body);
    }
    let wanted = [("unsent-1", "1"), ("delivery", "yes"), ("extra", "0.10"), ("reason", "too late")];
    let looked = send(&wanted).await;
    assert!(looked.status == 200 && looked.body.contains("€15.00 go back"), "{}", looked.body);
    let mut go = wanted.to_vec();
    go.extend([("amount", "1500"), ("do", "go")]);
    let done = send(&go).await;
    assert_eq!((done.status, done.header("location")), (303, link.as_str()), "{}", done.body);
    let page = ask!(app, get(&link, &cookie)).body;
    assert!(page.contains("€15.00 to be given back") && page.contains("€15.00 is on its way back"), "{page}");
    let twice = send(&go).await;
    assert!(twice.status == 422 && twice.body.contains("has changed meanwhile"), "{}", twice.body);
}

#[actix_web::test]
async fn every_mail_can_be_looked_at_with_a_sample_and_a_real_order() {
    let shop = shop().await;
    shop.sold("offline").await;
    let app = app!(shop);
    let (cookie, _) = signed_in!(app, "cleo");
    let list = ask!(app, get("/admin/mails", &cookie)).body;
    assert!(list.contains("No mail is sent"), "the shop has no mail server: {list}");
    for kind in flows::mail::KINDS {
        assert!(list.contains(&format!("/admin/mails/{}\"", kind.name)), "{}", kind.name);
        let page = ask!(app, get(&format!("/admin/mails/{}", kind.name), &cookie));
        assert!(page.status == 200 && page.body.contains("This is a sample"), "{}: {}", kind.name, page.body);
    }
    let number =
        shop.orders.list(&Actor::system("test"), orders::Listed::default(), orders::Cursor::Start, 1).await;
    let number = number.unwrap().0.items[0].number.clone();
    let page = ask!(app, get(&format!("/admin/mails/order.confirmation?order={number}"), &cookie)).body;
    assert!(
        page.contains("ada@example.org") && page.contains(&number) && !page.contains("This is a sample"),
        "{page}"
    );
    let letter = ask!(app, get(&format!("/admin/mails/order.confirmation/letter?order={number}"), &cookie));
    assert!(letter.header("content-security-policy").contains("sandbox"), "{:?}", letter.headers);
    assert!(letter.body.contains("<html") && letter.body.contains(&number), "{}", letter.body);
    let none = ask!(app, get(&format!("/admin/mails/order.shipped?order={number}"), &cookie)).body;
    assert!(none.contains("nothing of it that this mail tells"), "{none}");
    assert_eq!(ask!(app, get("/admin/mails/nothing", &cookie)).status, 404);
    let (reader, _) = signed_in!(app, "rea");
    let page = ask!(app, get(&format!("/admin/mails/order.confirmation?order={number}"), &reader)).body;
    assert!(!page.contains("ada@example.org/") && page.contains("This is a sample"), "the link is the buyer's");
}

#[actix_web::test]
async fn an_order_is_noted_and_its_mails_are_sent_again() {
    let shop = shop().await;
    let (order, other) = (shop.sold("offline").await, shop.sold("offline").await);
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "cleo");
    let link = format!("/admin/orders/{order}");
    let act = async |what: &str, pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str())];
        all.extend_from_slice(pairs);
        ask!(app, post(&format!("{link}/{what}"), &cookie, &fields(&all)))
    };
    assert_eq!(act("notes", &[("note", "Called <b>twice</b>")]).await.status, 303);
    assert_eq!(act("notes", &[("note", " ")]).await.status, 303);
    assert_eq!(act("tags", &[("tags", "rush, gift")]).await.status, 303);
    let page = ask!(app, get(&link, &cookie)).body;
    assert!(page.contains("Called &#60;b&#62;twice") && page.contains("Cleo Clerk"), "{page}");
    assert!(page.contains("value=\"gift, rush\""), "{page}");
    let note = between(&page, &format!("{link}/notes/"), "/delete").to_owned();
    assert_eq!(act(&format!("notes/{note}/delete"), &[]).await.status, 303);
    assert!(!ask!(app, get(&link, &cookie)).body.contains("Called"));

    let channel = Channel::open(&MailConfig::Folder(shop.folder.clone()), "Sundry <shop@example.org>").unwrap();
    let notifications = Notifications::new(shop.t.db.clone(), channel);
    let mails = mail_views(&shop, notifications.clone());
    let kind = &flows::mail::order::CONFIRMATION;
    mails.send(&Actor::system("test"), &kind.about(order)).await.unwrap();
    let page = ask!(app, get(&link, &cookie)).body;
    let mail = between(&page, &format!("{link}/mails/"), "\"").to_owned();
    assert_eq!(act(&format!("mails/{mail}"), &[]).await.status, 303);
    let stray = post(&format!("/admin/orders/{other}/mails/{mail}"), &cookie, &fields(&[("_token", &token)]));
    assert_eq!(ask!(app, stray).status, 404, "a mail belongs to its order");
}

#[actix_web::test]
async fn an_order_is_cancelled_with_a_reason() {
    let shop = shop().await;
    let order = shop.sold("test").await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let link = format!("/admin/orders/{order}");
    assert!(ask!(app, get(&link, &cookie)).body.contains("Capture €24.90"));
    let home = ask!(app, get("/admin", &cookie)).body;
    assert!(home.contains("€24.90") && home.contains("1 payment to capture"), "{home}");

    let cancel = async |reason: &str| {
        let form = format!("_token={token}&reason={reason}");
        ask!(app, post(&format!("{link}/cancel"), &cookie, &form))
    };
    assert_eq!(cancel("").await.cookie("__Host-flash").as_deref(), Some("reason_missing"));
    assert_eq!(cancel("changed+their+mind").await.cookie("__Host-flash").as_deref(), Some("cancelled"));
    let page = ask!(app, get(&link, &cookie)).body;
    assert!(page.contains("changed their mind · by Nora Haugen") && page.contains("This order was cancelled"));
    let stock = shop.inventory.availability(&[shop.variant]).await.unwrap();
    assert_eq!(stock[&shop.variant].saleable, 10);
}

#[actix_web::test]
async fn who_may_not_is_refused() {
    let shop = shop().await;
    let order = shop.sold("test").await;
    let app = app!(shop);
    let (reader, reader_token) = signed_in!(app, "rea");
    let (clerk, clerk_token) = signed_in!(app, "cleo");
    let ship = format!("/admin/orders/{order}/ship");
    let asked = [
        (post(&ship, &reader, &format!("_token={reader_token}")), 403, "Not for this role"),
        (get("/admin/system", &clerk), 403, "Not for this role"),
        (get("/admin/system", &reader), 200, "SQLite"),
        (get("/admin/nowhere", &clerk), 404, "Not here"),
        (post(&ship, "", "_token="), 401, "You are signed out"),
        (post(&ship, &clerk, &format!("_token={reader_token}")), 403, "open for too long"),
        (post(&ship, &clerk, ""), 403, "open for too long"),
        (
            post(&ship, &clerk, &format!("_token={clerk_token}")).insert_header(("sec-fetch-site", "cross-site")),
            403,
            "not sent from a page of this shop",
        ),
    ];
    for (req, status, words) in asked {
        let seen = ask!(app, req);
        assert!(seen.status == status && seen.body.contains(words), "{words}: {} {}", seen.status, seen.body);
    }
    let page = ask!(app, get(&format!("/admin/orders/{order}"), &reader)).body;
    assert!(
        !page.contains(&format!("action=\"/admin/orders/{order}/")),
        "whoever may only look is offered nothing"
    );
    let untouched = shop.orders.get(order).await.unwrap();
    assert_eq!(untouched.fulfilment, orders::FulfilmentAxis::Unfulfilled);
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

#[actix_web::test]
async fn products_show_their_prices_and_stock() {
    let shop = shop().await;
    shop.sold("offline").await;
    let app = app!(shop);
    let (cookie, _) = signed_in!(app, "cleo");
    let page = ask!(app, get("/admin/products?q=mug", &cookie)).body;
    for words in ["The mug &#60;b&#62;", "MUG-1", "10.00", "8 saleable"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("name=\"price-var_"), "a clerk sets no prices");
    assert!(page.contains("name=\"stock-var_"));
    for nothing in ["q=pot", "show=archived", "stock=out", "brand=Nobody"] {
        let page = ask!(app, get(&format!("/admin/products?{nothing}"), &cookie)).body;
        assert!(!page.contains("MUG-1") && page.contains("No product fits"), "{nothing}");
    }
}

#[actix_web::test]
async fn a_price_and_a_count_are_set_in_the_list_unless_somebody_was_faster() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let (price, stock) = (format!("price-{}", shop.variant), format!("stock-{}", shop.variant));
    let (was_price, was_stock) = (format!("was-{price}"), format!("was-{stock}"));
    let form = |shown: &str, wanted: &str, units: &str| {
        fields(&[
            ("_token", &token),
            ("here", "q=mug"),
            (&was_price, shown),
            (&price, wanted),
            (&was_stock, "10"),
            (&stock, units),
            ("do", "save"),
        ])
    };
    let saved = ask!(app, post("/admin/products/rows", &cookie, &form("10.00", "12,50", "7")));
    assert_eq!((saved.status, saved.header("location")), (303, "/admin/products?q=mug"), "{}", saved.body);
    let page = ask!(app, get("/admin/products", &cookie)).body;
    assert!(page.contains("value=\"12.50\"") && page.contains("7 saleable"));
    let late = ask!(app, post("/admin/products/rows", &cookie, &form("10.00", "9.00", "7")));
    assert_eq!(late.status, 422);
    assert!(late.body.contains("Somebody set €12.50 meanwhile") && late.body.contains("value=\"9.00\""));
    assert!(late.body.contains("There are 7 by now"), "a count that was right before is no longer");
    let clerk = signed_in!(app, "cleo");
    let form = form("12.50", "1.00", "10").replace(&token, &clerk.1);
    assert_eq!(ask!(app, post("/admin/products/rows", &clerk.0, &form)).status, 403);
}

#[actix_web::test]
async fn a_product_is_made_edited_archived_and_brought_back() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let new = |pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str())];
        all.extend_from_slice(pairs);
        post("/admin/products/new", &cookie, &fields(&all))
    };
    let wrong = ask!(app, new(&[("title", ""), ("price", "a lot"), ("sku", "MUG-1")]));
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Write an amount, as in 12.50."));
    let taken = ask!(app, new(&[("title", "Pot"), ("sku", "MUG-1")]));
    assert!(taken.status == 422 && taken.body.contains("The SKU MUG-1 belongs to another variant."));
    let made = ask!(app, new(&[("title", "Tea pot"), ("price", "48"), ("on_hand", "3")]));
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.header("location").to_owned();
    let page = ask!(app, get(&path, &cookie)).body;
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let edit = |title: &str, status: &str| {
        let pairs = [
            ("_token", token.as_str()),
            ("version", version.as_str()),
            ("title", title),
            ("handle", "pot"),
            ("status", status),
            ("description", "One.\n\n<script>alert(1)</script>Two."),
            ("publish_from", "2026-12-01T09:00"),
            ("attribute-0-name", "Volume"),
            ("attribute-0-kind", "number"),
            ("attribute-0-value", "1,2"),
            ("attribute-0-unit", "l"),
        ];
        post(&path, &cookie, &fields(&pairs))
    };
    let saved = ask!(app, edit("Big pot", "draft"));
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = ask!(app, get(&path, &cookie)).body;
    assert!(page.contains("Goes live by itself on 1 Dec 2026, 09:00."), "in the shop's time zone: {page}");
    assert!(page.contains("value=\"1.2\"") && !page.contains("script&#62;alert"));
    let stale = ask!(app, edit("Small pot", "active"));
    assert!(stale.status == 422 && stale.body.contains("Somebody changed this meanwhile"));
    assert!(stale.body.contains("value=\"Small pot\""), "nothing that was typed is lost");

    let status = fields(&[("_token", &token), ("status", "archived")]);
    let archived = ask!(app, post(&format!("{path}/status"), &cookie, &status));
    let flash = archived.cookie("__Host-flash").unwrap();
    let told = ask!(app, get(&path, &format!("{cookie}; __Host-flash={flash}"))).body;
    assert!(told.contains("1 product is archived") && told.contains("action=\"/admin/products/undo\""), "{told}");
    let of = between(&told, "name=\"of\" value=\"", "\"");
    let undone = ask!(app, post("/admin/products/undo", &cookie, &fields(&[("_token", &token), ("of", of)])));
    assert_eq!(undone.status, 303);
    assert!(ask!(app, get("/admin/products?show=draft", &cookie)).body.contains("Big pot"));
}

#[actix_web::test]
async fn options_are_set_and_variants_kept_in_one_form() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let list = ask!(app, get("/admin/products", &cookie)).body;
    let path = format!("/admin/products/{}", between(&list, "href=\"/admin/products/prd_", "\"").to_owned());
    let path = path.replace("/admin/products/", "/admin/products/prd_");
    let page = ask!(app, get(&format!("{path}/variants"), &cookie)).body;
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let options = [("_token", token.as_str()), ("version", &version), ("option-0", "Size"), ("new-0", "S, M, L")];
    let set = ask!(app, post(&format!("{path}/options"), &cookie, &fields(&options)));
    assert_eq!(set.status, 303, "{}", set.body);
    let page = ask!(app, get(&format!("{path}/variants"), &cookie)).body;
    assert_eq!(page.matches("id=\"sku-var_").count(), 3);
    assert!(page.contains("MUG-M") && page.contains("MUG-1"), "the one that was there is the first size");
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let of = |part: &str| format!("{part}-{}", shop.variant);
    let lines = [
        ("_token", token.as_str()),
        ("version", &version),
        (&of("sku"), "MUG-S"),
        (&of("price"), "11.00"),
        (&of("compare"), "9.00"),
        (&of("weight"), "-4"),
        (&of("active"), "yes"),
    ];
    let wrong = ask!(app, post(&format!("{path}/variants"), &cookie, &fields(&lines)));
    assert!(wrong.status == 422 && wrong.body.contains("Write a whole number."));
    let good: Vec<(&str, &str)> = lines
        .iter()
        .map(|(n, v)| {
            (
                *n,
                if *v == "-4" {
                    "350"
                } else if *v == "9.00" {
                    "15"
                } else {
                    *v
                },
            )
        })
        .collect();
    let saved = ask!(app, post(&format!("{path}/variants"), &cookie, &fields(&good)));
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = ask!(app, get(&format!("{path}/variants"), &cookie)).body;
    assert!(
        page.contains("value=\"MUG-S\"") && page.contains("value=\"11.00\"") && page.contains("value=\"15.00\"")
    );
}

#[actix_web::test]
async fn many_are_changed_at_once_and_go_out_as_a_file() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let list = ask!(app, get("/admin/products", &cookie)).body;
    let id = between(&list, "name=\"pick\" value=\"", "\"").to_owned();
    let picked = |what: &str| fields(&[("_token", &token), ("pick", &id), ("do", what)]);
    let asked = ask!(app, post("/admin/products/rows", &cookie, &picked("prices"))).body;
    assert!(asked.contains("For 1 product") && asked.contains("The mug &#60;b&#62;"));
    let step = |by: &str| {
        let pairs = [
            ("_token", token.as_str()),
            ("step", "prices"),
            ("pick", &id),
            ("how", "lower"),
            ("by", by),
            ("round", "end99"),
            ("strike", "yes"),
        ];
        post("/admin/products/bulk", &cookie, &fields(&pairs))
    };
    assert_eq!(ask!(app, step("some")).status, 422);
    assert_eq!(ask!(app, step("12,5")).status, 303);
    let file = ask!(app, get("/admin/products/export", &cookie));
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(file.body.starts_with("\u{feff}product,handle,"), "{}", file.body);
    assert!(file.body.contains("MUG-1,,,100,8.99,10.00,EUR,10,10"), "{}", file.body);
    let some = ask!(app, post("/admin/products/rows", &cookie, &picked("export")));
    assert_eq!((some.status, some.body.lines().count()), (200, 2));
    let nobody = fields(&[("_token", &token), ("do", "archive")]);
    assert_eq!(ask!(app, post("/admin/products/rows", &cookie, &nobody)).status, 303);
    assert!(ask!(app, get("/admin/products?show=published", &cookie)).body.contains("MUG-1"));
}

#[actix_web::test]
async fn categories_are_made_moved_and_deleted_without_a_script() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let make = |title: &str, parent: &str| {
        let pairs = [("_token", token.as_str()), ("title", title), ("parent", parent)];
        post("/admin/categories", &cookie, &fields(&pairs))
    };
    let table = ask!(app, make("Table", "")).header("location").to_owned();
    let id = table.rsplit('/').next().unwrap().to_owned();
    let cups = ask!(app, make("Cups", &id)).header("location").to_owned();
    assert_eq!(ask!(app, make("", "")).status, 422);
    let tree = ask!(app, get("/admin/categories", &cookie)).body;
    assert!(tree.contains("class=\"depth-1\"") && tree.contains("Table › Cups"), "{tree}");
    let delete =
        |path: &str| post(&format!("{path}/delete"), &cookie, &fields(&[("_token", &token), ("to", "nowhere")]));
    let full = ask!(app, delete(&table));
    assert_eq!((full.status, full.header("location")), (303, table.as_str()), "something stands in it");
    assert_eq!(ask!(app, delete(&cups)).header("location"), "/admin/categories");
    assert_eq!(ask!(app, delete(&table)).header("location"), "/admin/categories");
    assert!(ask!(app, get("/admin/categories", &cookie)).body.contains("No categories yet"));
}

#[actix_web::test]
async fn stock_is_received_corrected_and_counted_with_who_and_why() {
    let shop = shop().await;
    let order = shop.sold("test").await;
    shop.orders.ship(&Actor::system("test"), order, "", "").await.unwrap_or_else(|_| panic!("{order}"));
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "cleo");
    let list = ask!(app, get("/admin/stock?q=mug", &cookie)).body;
    assert!(list.contains("MUG-1"), "{list}");
    let path = format!("/admin/stock/{}", shop.variant);
    let book = |what: &str, quantity: &str, reason: &str| {
        let pairs = [("_token", token.as_str()), ("do", what), ("quantity", quantity), ("reason", reason)];
        post(&path, &cookie, &fields(&pairs))
    };
    assert_eq!(ask!(app, book("receive", "20", "Kiln & Sons")).status, 303);
    assert_eq!(ask!(app, book("adjust", "-3", "broken")).status, 303);
    for (what, quantity, reason, told) in [
        ("adjust", "-500", "gone", "More is promised"),
        ("adjust", "-1", "", "Say why"),
        ("receive", "-5", "x", "Write a whole number"),
        ("receive", "some", "x", "Write a whole number"),
    ] {
        let refused = ask!(app, book(what, quantity, reason));
        assert!(refused.status == 422 && refused.body.contains(told), "{what} {quantity}: {}", refused.status);
    }
    let page = ask!(app, get(&path, &cookie)).body;
    for words in ["+20", "Kiln &#38; Sons", "−3", "broken", "Cleo Clerk", "the shop itself", &order.to_string()] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let low = fields(&[("_token", &token), ("do", "warn"), ("low_at", "40")]);
    assert_eq!(ask!(app, post(&path, &cookie, &low)).status, 303);
    assert!(ask!(app, get("/admin/stock?show=low", &cookie)).body.contains("MUG-1"));
    let (was, now) = (format!("was-stock-{}", shop.variant), format!("stock-{}", shop.variant));
    let count = |shown: &str| fields(&[("_token", &token), (&was, shown), (&now, "30"), ("reason", "New year")]);
    let late = ask!(app, post("/admin/stock/count", &cookie, &count("10")));
    assert!(late.status == 422 && late.body.contains("There are 25 by now"), "{}", late.body);
    assert_eq!(ask!(app, post("/admin/stock/count", &cookie, &count("25"))).status, 303);
    assert!(ask!(app, get(&path, &cookie)).body.contains("New year"));
    let (reader, token) = signed_in!(app, "rea");
    let form = fields(&[("_token", &token), ("do", "receive"), ("quantity", "1"), ("reason", "x")]);
    assert_eq!(ask!(app, post(&path, &reader, &form)).status, 403);
    assert!(!ask!(app, get(&path, &reader)).body.contains("name=\"quantity\""));
}

#[actix_web::test]
async fn goods_go_from_one_location_to_another_and_come_from_suppliers() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let send = |to: &str, pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str())];
        all.extend_from_slice(pairs);
        post(to, &cookie, &fields(&all))
    };
    let places = "/admin/settings/locations";
    assert!(ask!(app, get("/admin/stock/transfers", &cookie)).body.contains("there is only one"));
    assert_eq!(ask!(app, send(places, &[("name", "Kiel <b>"), ("code", "Kiel")])).status, 422);
    assert_eq!(ask!(app, send(places, &[("name", "Kiel <b>"), ("code", "kiel")])).status, 303);
    assert_eq!(ask!(app, send(&format!("{places}/strategy"), &[("strategy", "fewest")])).status, 303);
    let page = ask!(app, get(places, &cookie)).body;
    assert!(page.contains("Kiel &#60;b&#62;") && page.contains("value=\"fewest\" checked"), "{page}");
    let all = shop.inventory.all_locations().await.unwrap();
    let (main, kiel) = (all[0].id.to_string(), all[1].id.to_string());

    let sku = ("sku", "MUG-1");
    let same = ask!(app, send("/admin/stock/transfers", &[("from", &main), ("to", &main)]));
    assert!(same.status == 422 && same.body.contains("two different locations"));
    let begun = ask!(app, send("/admin/stock/transfers", &[("from", &main), ("to", &kiel), ("note", "Van")]));
    let haul = begun.header("location").to_owned();
    assert!(haul.starts_with("/admin/stock/transfers/hau_"), "{haul}");
    let unknown = ask!(app, send(&haul, &[("do", "line"), ("sku", "none"), ("quantity", "4")]));
    assert!(unknown.status == 422 && unknown.body.contains("value=\"none\""));
    assert_eq!(ask!(app, send(&haul, &[("do", "line"), sku, ("quantity", "4")])).status, 303);
    assert_eq!(ask!(app, send(&haul, &[("do", "send")])).status, 303);
    let busy = ask!(app, send(&format!("{places}/{kiel}"), &[("do", "off")]));
    assert!(busy.status == 422 && busy.body.contains("Transfer it or count it out"), "{}", busy.body);
    let came = format!("came-{}", shop.variant);
    assert_eq!(ask!(app, send(&haul, &[("do", "receive"), (&came, "x")])).status, 422);
    assert_eq!(ask!(app, send(&haul, &[("do", "receive"), (&came, "3")])).status, 303);
    assert!(ask!(app, get(&haul, &cookie)).body.contains("1 unit that is missing"));
    assert_eq!(ask!(app, send(&haul, &[("do", "end")])).status, 303);
    assert!(ask!(app, get(&haul, &cookie)).body.contains("1 unit never arrived"));
    assert!(ask!(app, get("/admin/stock/transfers", &cookie)).body.contains("Kiel"));

    let new = [("supplier", "Kiln & Sons"), ("reference", "PO 7"), ("expected_on", "2026-12-05"), ("place", &kiel)];
    let begun = ask!(app, send("/admin/stock/supplies", &new));
    let supply = begun.header("location").to_owned();
    assert!(supply.starts_with("/admin/stock/supplies/sup_"), "{supply}");
    assert_eq!(ask!(app, send("/admin/stock/supplies", &[("supplier", "x"), ("expected_on", "soon")])).status, 422);
    assert_eq!(ask!(app, send(&supply, &[("do", "line"), sku, ("quantity", "6")])).status, 303);
    let item = format!("/admin/stock/{}", shop.variant);
    assert!(ask!(app, get(&item, &cookie)).body.contains("expected on 5 December 2026"));
    let terms =
        [("do", "terms"), ("place", kiel.as_str()), ("safety", "1"), ("backorder", "5"), ("preorder", "yes")];
    let undated = ask!(app, send(&item, &terms));
    assert!(undated.status == 422 && undated.body.contains("needs the day"), "{}", undated.body);
    assert_eq!(ask!(app, send(&item, &terms[..4])).status, 303);
    assert!(ask!(app, get(&supply, &cookie)).body.contains("Expected on 5 December 2026."));
    assert_eq!(ask!(app, send(&supply, &[("do", "receive"), (&came, "7")])).status, 303);
    let over = ask!(app, get(&supply, &cookie)).body;
    assert!(over.contains("+1") && over.contains("Over since"), "{over}");
    assert!(ask!(app, get("/admin/stock/supplies?show=closed", &cookie)).body.contains("Kiln &#38; Sons"));
    let ledger = ask!(app, get(&item, &cookie)).body;
    for words in ["transferred", &haul, &supply, "received", "adjusted"] {
        assert!(ledger.contains(words), "{words}: {ledger}");
    }
    let (reader, theirs) = signed_in!(app, "rea");
    let form = fields(&[("_token", &theirs), ("do", "end")]);
    assert_eq!(ask!(app, post(&haul, &reader, &form)).status, 403);
    assert!(!ask!(app, get("/admin/stock/supplies", &reader)).body.contains("name=\"supplier\""));
    assert_eq!(ask!(app, get("/admin/stock/transfers/hau_none", &cookie)).status, 404);

    let feed = "/admin/stock/feed";
    let inside = [("url", "https://127.0.0.1/stock.csv"), ("minutes", "1")];
    let refused = ask!(app, send(feed, &inside));
    assert!(
        refused.status == 422
            && refused.body.contains("open internet.")
            && refused.body.contains("from 5 to 10080")
    );
    let set = [("url", "https://stock.example.com/levels.csv?key=1"), ("minutes", "30"), ("active", "yes")];
    assert_eq!(ask!(app, send(feed, &set)).status, 303);
    assert_eq!(ask!(app, send("/admin/stock/feed/run", &[])).status, 303);
    let page = ask!(app, get(feed, &cookie)).body;
    assert!(
        page.contains("levels.csv?key=1") && page.contains("Fetched next") && page.contains("Nothing was fetched"),
        "{page}"
    );
    assert_eq!(ask!(app, get(feed, &reader)).status, 403);

    // Two mugs from one place: the order and its slip tell which.
    let order = shop.sold("test").await;
    let told = ask!(app, get(&format!("/admin/orders/{order}"), &cookie)).body;
    assert!(told.contains("from Main"), "{told}");
    assert!(ask!(app, get(&format!("/admin/orders/slips?id={order}"), &cookie)).body.contains("from Main"));
}

#[actix_web::test]
async fn customers_are_found_grouped_and_noted() {
    let shop = shop().await;
    shop.sold("test").await;
    let room = customers::Customers::new(shop.t.db.clone());
    let email = customers::Email::parse("ada@example.org").unwrap();
    let remember = room.clone();
    let who = Actor::system("test");
    shop.t.db.write(&who, move |tx| remember.remember(tx, &email, "Ada <i>")).await.unwrap();
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let list = ask!(app, get("/admin/customers?q=ADA", &cookie)).body;
    assert!(list.contains("Ada &#60;i&#62;") && list.contains("€24.90") && list.contains("1 order"), "{list}");
    assert!(ask!(app, get("/admin/customers?q=zoe", &cookie)).body.contains("Nobody found"));
    let path = format!("/admin/customers/cus_{}", between(&list, "/admin/customers/cus_", "\""));
    let send = |to: &str, pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str())];
        all.extend_from_slice(pairs);
        post(to, &cookie, &fields(&all))
    };
    assert_eq!(ask!(app, send("/admin/customers/groups", &[("name", "Cafés")])).status, 303);
    assert_eq!(ask!(app, send("/admin/customers/groups", &[("name", "Cafés")])).status, 422);
    let page = ask!(app, get(&path, &cookie)).body;
    let group = between(&page, "name=\"group\" value=\"", "\"").to_owned();
    let marks = [("group", group.as_str()), ("tags", "clay, early")];
    assert_eq!(ask!(app, send(&format!("{path}/marks"), &marks)).status, 303);
    assert_eq!(ask!(app, send(&format!("{path}/notes"), &[("note", " ")])).status, 422);
    assert_eq!(ask!(app, send(&format!("{path}/notes"), &[("note", "Rings <twice>")])).status, 303);
    let page = ask!(app, get(&path, &cookie)).body;
    for words in ["Rings &#60;twice&#62;", "Nora Haugen", "clay, early", " checked", "S-"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(ask!(app, get(&format!("/admin/customers?group={group}"), &cookie)).body.contains("ada@example.org"));
    let clerk = signed_in!(app, "cleo");
    let form = fields(&[("_token", &clerk.1), ("note", "x")]);
    assert_eq!(ask!(app, post(&format!("{path}/notes"), &clerk.0, &form)).status, 403);
    let reader = signed_in!(app, "rea");
    assert_eq!(ask!(app, get("/admin/customers", &reader.0)).status, 403);
}

/// Every text of these parts is there, and used.
#[test]
fn no_text_of_goods_stock_and_people_is_missing_or_too_many() {
    use std::collections::BTreeSet;
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = [
        include_str!("../../../../templates/texts/en/goods-texts.ftl"),
        include_str!("../../../../templates/texts/en/goods.ftl"),
        include_str!("../../../../templates/texts/en/stock.ftl"),
        include_str!("../../../../templates/texts/en/people.ftl"),
        include_str!("../../../../templates/texts/en/admin-orders.ftl"),
        include_str!("../../../../templates/texts/en/admin-refunds.ftl"),
        include_str!("../../../../templates/texts/en/admin-home.ftl"),
        include_str!("../../../../templates/texts/en/admin-mails.ftl"),
    ]
    .concat();
    let mut sources = String::new();
    let mut folders = vec![root.join("pages"), root.join("views"), root.join("../../../templates/admin")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    sources.push_str(include_str!("../said.rs"));
    let ours = |key: &str| {
        ["goods-", "stock-", "people-", "orders-", "refund-", "home-", "mails-"].iter().any(|p| key.starts_with(p))
    };
    let written: BTreeSet<&str> =
        words.lines().filter_map(|l| l.split_once(" = ")).map(|(k, _)| k).filter(|k| ours(k)).collect();
    let used: BTreeSet<&str> =
        sources.split('"').filter(|t| ours(t) && !t.contains(['{', '.', '/', ' '])).collect();
    let by_code = |key: &str| {
        ["goods-wrong-", "stock-wrong-", "people-wrong-", "goods-tax-"].iter().any(|p| key.starts_with(p))
    };
    let missing: Vec<_> = used.iter().filter(|k| !written.contains(*k) && !k.ends_with('-')).collect();
    assert!(missing.is_empty(), "without a text: {missing:?}");
    let unused: Vec<_> = written.iter().filter(|k| !used.contains(*k) && !by_code(k)).collect();
    assert!(unused.is_empty(), "never used: {unused:?}");
}

/// A form with an archive of pictures before the file of goods, and all that is to be known of them behind both.
fn mixed(cookies: &str, token: &str, file: &str) -> TestRequest {
    let part =
        |head: &str, value: &str| format!("--XX\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n");
    let body = [
        part("name=\"_token\"", token),
        part("name=\"pictures\"; filename=\"pictures.zip\"", "PK"),
        part("name=\"file\"; filename=\"prices.csv\"", file),
        part("name=\"dry_run\"", "yes"),
        part("name=\"form\"", "prices"),
    ];
    req(TestRequest::post(), "/admin/imports", cookies)
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=XX"))
        .set_payload(format!("{}--XX--\r\n", body.concat()))
}

#[actix_web::test]
async fn the_parts_of_an_import_come_in_any_order() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let brought = ask!(app, mixed(&cookie, &token, "sku,currency,price\nB-1,EUR,1.00\n"));
    let run = brought.header("location").split('?').next().unwrap().to_owned();
    assert_eq!(brought.status, 303, "{}", brought.body);
    let page = ask!(app, get(&run, &cookie));
    assert!(page.body.contains("<h1>prices.csv</h1>") && !page.body.contains("pictures.zip"), "{}", page.body);
    assert!(page.body.contains("a trial") && page.body.contains("Prices"), "{}", page.body);

    let half = ask!(app, archive_only(&cookie, &token));
    assert!(half.status == 422 && half.body.contains("id=\"file-error\""), "{} {}", half.status, half.body);
}

/// A form with pictures, and no file of goods.
fn archive_only(cookies: &str, token: &str) -> TestRequest {
    let body = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n{token}\r\n\
        --XX\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\nproducts\r\n\
        --XX\r\nContent-Disposition: form-data; name=\"pictures\"; filename=\"pictures.zip\"\r\n\r\nPK\r\n--XX--\r\n"
    );
    req(TestRequest::post(), "/admin/imports", cookies)
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=XX"))
        .set_payload(body)
}

/// A form with a file of goods, as browsers send it.
fn upload(cookies: &str, token: &str, file: &str) -> TestRequest {
    let field = |name: &str, value: &str| {
        format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let head = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"goods.csv\"\r\nContent-Type: text/csv\r\n\r\n";
    let fields = [field("_token", token), field("form", "products"), field("dry_run", "yes")].concat();
    req(TestRequest::post(), "/admin/imports", cookies)
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=XX"))
        .set_payload(format!("{fields}{head}{file}\r\n--XX--\r\n"))
}

#[actix_web::test]
async fn goods_are_brought_watched_and_taken_out() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let page = ask!(app, get("/admin/imports", &cookie));
    assert!(page.status == 200 && page.body.contains("Nothing was brought in yet"), "{}", page.body);
    let file = format!("handle,title,sku,price\nbowl,Bowl,B-1,12.00\n{}", "x".repeat(600_000));
    let brought = ask!(app, upload(&cookie, &token, &file));
    let run = brought.header("location").to_owned();
    assert!(brought.status == 303 && run.starts_with("/admin/imports/imp_"), "{} {}", brought.status, brought.body);
    let page = ask!(app, get(&run, &cookie));
    assert!(page.body.contains("goods.csv") && page.body.contains("Waiting"), "{}", page.body);
    assert!(page.body.contains("a trial") && page.body.contains("<progress"), "{}", page.body);

    let stopped = ask!(app, post(&format!("{run}/stop"), &cookie, &format!("_token={token}")));
    assert_eq!((stopped.status, stopped.header("location")), (303, run.as_str()));
    let page = ask!(app, get(&run, &cookie));
    assert!(page.body.contains("Stopped") && page.body.contains("Go on"), "{}", page.body);
    let report = ask!(app, get(&format!("{run}/report"), &cookie));
    assert!(report.header("content-type").starts_with("text/csv") && report.body.contains("kind,line,subject"));

    let forged = ask!(app, upload(&cookie, "forged", &file));
    assert_eq!(forged.status, 403, "{}", forged.body);
    let (clerk, token) = signed_in!(app, "cleo");
    assert_eq!(ask!(app, upload(&clerk, &token, &file)).status, 403);
    let page = ask!(app, get(&run, &clerk));
    assert!(page.status == 200 && !page.body.contains("Go on"), "{}", page.body);

    let page = ask!(app, get("/admin/exports", &clerk));
    assert!(page.body.contains("/admin/exports/products"), "{}", page.body);
    let table = ask!(app, get("/admin/exports/products", &clerk));
    assert!(table.status == 200 && table.body.contains("handle,title,subtitle"), "{}", table.body);
}

#[actix_web::test]
async fn rules_of_searching_are_set_taken_away_and_brought_back() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let page = ask!(app, get("/admin/search-rules?words=samovar", &cookie)).body;
    assert!(page.contains("Nothing is set") && page.contains("value=\"samovar\""), "{page}");
    let send = |rest: &str| post("/admin/search-rules", &cookie, &format!("_token={token}&{rest}"));
    let wrong = ask!(app, send("kind=synonyms&phrases=cup"));
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("Write two to twelve words") && wrong.body.contains("value=\"cup\""),
        "{}",
        wrong.body
    );
    let wrong = ask!(app, send("kind=pin&words=cup&products=nothing-like-it"));
    assert!(wrong.status == 422 && wrong.body.contains("No product has the number or address nothing-like-it"));
    let set = ask!(app, send("kind=synonyms&phrases=Samovar%2C+tea+urn"));
    assert_eq!((set.status, set.header("location")), (303, "/admin/search-rules"), "{}", set.body);
    assert_eq!(ask!(app, send("kind=brand&brand=Tidewater&percent=150")).status, 303);
    let page = ask!(app, get("/admin/search-rules", &cookie)).body;
    assert!(page.contains("samovar, tea urn") && page.contains("counts 150 %"), "{page}");
    let rule = page.split("/admin/search-rules/").find(|part| part.starts_with("srr_")).unwrap();
    let rule = rule.split('/').next().unwrap();
    let gone = ask!(app, post(&format!("/admin/search-rules/{rule}/remove"), &cookie, &format!("_token={token}")));
    assert_eq!(gone.status, 303);
    assert!(!ask!(app, get("/admin/search-rules", &cookie)).body.contains(rule));
    let back = ask!(app, post("/admin/search-rules/restore", &cookie, &format!("_token={token}&of={rule}")));
    assert_eq!(back.status, 303);
    assert!(ask!(app, get("/admin/search-rules", &cookie)).body.contains(rule));
    let (clerk, token) = signed_in!(app, "cleo");
    let seen = ask!(app, get("/admin/search-rules", &clerk));
    assert!(seen.status == 200, "{}", seen.body);
    let none = ask!(app, post(&format!("/admin/search-rules/{rule}/remove"), &clerk, &format!("_token={token}")));
    assert!(none.status == 303 || none.status == 403);
}

#[actix_web::test]
async fn a_token_is_made_shown_once_and_revoked() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let page = "/admin/settings/tokens";
    let empty = ask!(app, get(page, &cookie));
    assert!(empty.status == 200 && empty.body.contains("No program has a token yet"), "{}", empty.body);

    let nothing = ask!(app, post(page, &cookie, &format!("name=Till&days=30&_token={token}")));
    assert!(nothing.status == 422 && nothing.body.contains("Choose at least one thing"), "{}", nothing.body);
    let form = format!("name=Till&days=30&may=orders.view&may=orders.manage&_token={token}");
    let made = ask!(app, post(page, &cookie, &form));
    let secret = made.body.split("data-made>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
    assert!(made.status == 200 && secret.starts_with("sst_"), "{}", made.body);
    let listed = ask!(app, get(page, &cookie));
    assert!(listed.body.contains("Till") && !listed.body.contains(&secret), "it is shown once");
    let (id, _, powers) = shop.staff.authenticate_token(&secret).await.unwrap().unwrap();
    assert_eq!(&*powers, ["orders.view", "orders.manage"]);
    let revoke = format!("{page}/{id}/revoke");
    assert_eq!(ask!(app, post(&revoke, &cookie, &format!("_token={token}"))).status, 303);
    assert!(shop.staff.authenticate_token(&secret).await.unwrap().is_none());
    assert!(ask!(app, get(page, &cookie)).body.contains("Revoked"));

    let allow = format!("{page}/origins");
    let wrong = ask!(app, post(&allow, &cookie, &format!("origin=app.example&_token={token}")));
    assert!(wrong.status == 422 && wrong.body.contains("like https://app.example.org"), "{}", wrong.body);
    let right = format!("origin=https%3A%2F%2Fapp.example&_token={token}");
    assert_eq!(ask!(app, post(&allow, &cookie, &right)).status, 303);
    assert!(ask!(app, get(page, &cookie)).body.contains("<code>https://app.example</code>"));
    assert_eq!(ask!(app, post(&format!("{allow}/remove"), &cookie, &right)).status, 303);
    assert!(ask!(app, get(page, &cookie)).body.contains("No page elsewhere may call"));

    let deeds =
        shop.t.db.read_now(|c| db::AuditEntry::of(c, &id.to_string(), 9).map_err(db::DbError::from)).unwrap();
    let mut deeds: Vec<&str> = deeds.iter().map(|d| d.action.as_str()).collect();
    deeds.sort_unstable();
    assert_eq!(deeds, ["token.make", "token.revoke"]);
}
