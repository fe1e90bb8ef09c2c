//! The storefront as a whole: a small shop on a real database, asked in process.
use std::sync::Arc;

use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, web};
use catalog::{NewCategory, NewProduct, NewVariant, OptionAxis, Status};
use checkout::CheckoutError;
use futures_util::future::BoxFuture;
use kernel::kinds::{PictureId, VariantId};
use kernel::{Actor, BasisPoints, Currency, Money, TaxMode};
use kit::{Failure, PageCache, Site, StaffDoor, StaffVisitor, WebConfig};
use markets::{NewMarket, ShopProfile};
use payments::{Cash, Offline, TestProvider};
use shipping::NewMethod;
use testkit::TestDb;

use crate::{Rooms, Shelves, StorefrontPages, routes, tags};

static MIGRATIONS: db::Migrations = db::Migrations {
    sqlite: diesel_migrations::embed_migrations!("../../../migrations/sqlite"),
    postgres: diesel_migrations::embed_migrations!("../../../migrations/postgres"),
};

struct NoStaff;
impl StaffDoor for NoStaff {
    fn authenticate<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<StaffVisitor>, Failure>> {
        Box::pin(async { Ok(None) })
    }
}

struct TestShop {
    rooms: Rooms,
    site: web::Data<Site>,
    moss: VariantId,
    oat: VariantId,
    soap: VariantId,
    test_db: TestDb,
}

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn product(handle: &str, axis: &[&str], categories: Vec<kernel::kinds::CategoryId>) -> NewProduct {
    let options = match axis {
        [] => vec![],
        values => {
            vec![OptionAxis { name: "Glaze".into(), values: values.iter().map(|v| (*v).to_owned()).collect() }]
        }
    };
    let variant = |value: Option<&&str>| NewVariant {
        sku: format!("{handle}-{}", value.unwrap_or(&"one")),
        option_values: value.map(|v| (*v).to_owned()).into_iter().collect(),
        barcode: String::new(),
        weight_grams: 100,
        picture: None,
    };
    NewProduct {
        handle: handle.to_owned(),
        title: format!("The {handle}"),
        subtitle: "Plain".into(),
        description: "<p>Made to be used.</p>".into(),
        brand: "Tidewater".into(),
        status: Status::Active,
        tax_class: "standard".into(),
        attributes: vec![],
        options,
        pictures: vec![],
        tags: vec![],
        seo_title: String::new(),
        seo_description: String::new(),
        categories,
        position: 0,
        variants: if axis.is_empty() {
            vec![variant(None)]
        } else {
            axis.iter().map(|v| variant(Some(v))).collect()
        },
    }
}

impl TestShop {
    /// Mugs in two glazes (moss: 10, oat: none) and one soap, on one shelf.
    async fn new() -> Self {
        let test_db = testkit::sqlite(&MIGRATIONS);
        let db = test_db.db.clone();
        let inventory = inventory::Inventory::new(db.clone());
        let payments =
            payments::Payments::new(db.clone(), vec![Arc::new(Offline), Arc::new(Cash), Arc::new(TestProvider)]);
        let orders = orders::Orders::new(db.clone(), inventory.clone(), payments.clone());
        let carts = cart::Carts::new(db.clone());
        let customers = customers::Customers::new(db.clone());
        let media = std::env::temp_dir().join(format!("sundry-media-{}", kernel::random_token()));
        let sessions =
            auth::Sessions::new(db.clone(), auth::Realm::Shoppers, auth::SessionPolicy::of(auth::Realm::Shoppers));
        let accounts = customers::Accounts::new(
            db.clone(),
            auth::Passwords::new(2),
            sessions,
            auth::Throttles::new(db.clone()),
            auth::LinkKeys::new(&[7; 32]),
        );
        let rooms = Rooms {
            desk: flows::accounts::AccountDesk::new(db.clone(), accounts.clone(), orders.clone(), payments.clone()),
            content: content::Content::new(db.clone()),
            accounts,
            catalog: catalog::Catalog::new(db.clone()),
            pricing: pricing::Pricing::new(db.clone()),
            checkout: checkout::Checkout::new(
                db.clone(),
                carts.clone(),
                inventory.clone(),
                orders.clone(),
                payments.clone(),
                customers,
            ),
            inventory,
            carts,
            orders,
            payments,
            shipping: shipping::Shipping::new(db.clone()),
            media: media::Media::new(db.clone(), media),
            search: search::Search::new(db.clone()),
            pages: PageCache::default(),
            shelves: Shelves::default(),
            recommendations: recommendations::Recommendations::new(db.clone()),
            looks: crate::Looks::default(),
            maps: crate::SiteMaps::default(),
        };
        let markets = markets::Markets::new(db.clone());
        let (r, m, db) = (rooms.clone(), markets.clone(), db.clone());
        let actor = Actor::system("test");
        let written = test_db.db.write(&actor, move |tx| -> Result<_, CheckoutError> {
            let list = r.pricing.put_list(tx, "eur", "Euro", Currency::EUR)?;
            r.pricing.put_rate(tx, "standard", "DE", BasisPoints(1900), "VAT")?;
            let location = r.inventory.put_location(tx, "main", "Main", 1)?;
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
            m.put_default(tx, &market).unwrap();
            m.put_profile(tx, &ShopProfile { demo: true, ..ShopProfile::default() }).unwrap();
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
            r.shipping.put_method(tx, &parcel)?;
            let shelf = NewCategory {
                slug: "kitchen".into(),
                title: "Kitchen".into(),
                intro: "Things to cook with.".into(),
                position: 1,
                picture: None,
            };
            let (kitchen, _) = r.catalog.put_category(tx, &shelf).unwrap();
            let mug = r.catalog.put_product(tx, &product("mug", &["Moss", "Oat"], vec![kitchen])).unwrap();
            let soap = r.catalog.put_product(tx, &product("soap", &[], vec![kitchen])).unwrap();
            let (moss, oat, soap) = (mug.variants[0], mug.variants[1], soap.variants[0]);
            r.pricing.put_price(tx, moss, list, eur(2400), None)?;
            r.pricing.put_price(tx, oat, list, eur(2600), None)?;
            r.pricing.put_price(tx, soap, list, eur(950), Some(eur(1200)))?;
            r.inventory.count(tx, location, moss, 10, "test")?;
            r.inventory.count(tx, location, soap, 1, "test")?;
            let listings = flows::search::Listings::new(db.clone(), r.search.clone(), r.catalog.clone());
            for variant in [moss, soap] {
                listings.list_variant(tx, variant).unwrap();
            }
            Ok((moss, oat, soap))
        });
        let (moss, oat, soap) = written.await.unwrap();
        let mut config = WebConfig::new("https://shop.example.org".parse().unwrap(), [7; 32]);
        config.limits.writes = None;
        let site = Site::new(config, test_db.clock.clone(), markets, Arc::new(NoStaff)).unwrap();
        let site = site.with_pages("", Arc::new(StorefrontPages::new(Arc::new(rooms.clone()))));
        Self { rooms, site: web::Data::new(site), moss, oat, soap, test_db }
    }
}

macro_rules! app {
    ($shop:expr) => {{
        let (site, rooms) = ($shop.site.clone(), web::Data::new($shop.rooms.clone()));
        let app = App::new()
            .app_data(rooms)
            .configure(move |app| kit::install(app, site))
            .configure(|app| routes().configure(app))
            .wrap(from_fn(kit::guard::<BoxBody>));
        init_service(app).await
    }};
}

struct Seen {
    status: u16,
    headers: header::HeaderMap,
    body: String,
}

impl Seen {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
    /// The value of a hidden field.
    fn hidden(&self, name: &str) -> String {
        let after = self.body.split_once(&format!("name=\"{name}\" value=\"")).expect(name).1;
        after.split_once('"').unwrap().0.to_owned()
    }
    /// The basket's token, as the browser was told to keep it.
    fn cart(&self) -> &str {
        let cookie = self.header("set-cookie").strip_prefix("__Host-cart=").expect("a basket");
        cookie.split_once(';').unwrap().0
    }
}

async fn ask<S, R>(app: &S, req: R) -> Seen
where
    S: Service<R, Response = ServiceResponse, Error = actix_web::Error>,
{
    let answer = app.call(req).await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let body = to_bytes(answer.into_body()).await.unwrap();
    Seen { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
}

fn get(path: &str) -> TestRequest {
    TestRequest::get().uri(path).peer_addr("203.0.113.9:4711".parse().unwrap())
}

fn post(path: &str, form: &str) -> TestRequest {
    TestRequest::post()
        .uri(path)
        .peer_addr("203.0.113.9:4711".parse().unwrap())
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .set_payload(form.to_owned())
}

/// With a basket.
macro_rules! with {
    ($cart:expr, $req:expr) => {
        $req.insert_header((header::COOKIE, format!("__Host-cart={}", $cart))).to_request()
    };
}

mod account;
mod beside;
mod cash;
mod destination;
mod feed;
mod german;
mod narrowed;
mod waits;

const ADDRESS: &str =
    "email=ada%40example.org&country=DE&name=Ada+Holm&line1=Kai+14&postal_code=20357&city=Hamburg&delivery=parcel";

#[actix_web::test]
async fn cached_pages_show_the_shop_and_cost_three_questions_at_most() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let db = &shop.test_db.db;
    // Whoever keeps answers has them now.
    for path in ["/", "/c/kitchen?sort=newest"] {
        assert_eq!(ask(&app, get(path).to_request()).await.status, 200);
    }
    for (path, most, texts) in [
        ("/c/kitchen", 3, vec!["Kitchen", "The mug", "from €24.00", "€9.50", "A few left", "2 products"]),
        ("/c/kitchen?sort=title", 3, vec!["The soap", "aria-current=\"true\">Name"]),
        ("/c/kitchen?sort=price&to=10&stock=in", 3, vec!["€9.50", "Up to €10.00", "Available now", "1 product"]),
        ("/c/kitchen?to=1", 3, vec!["Nothing is left", "href=\"/c/kitchen\""]),
        (
            "/p/mug",
            3,
            vec!["€24.00", "Moss", "Oat", "sold out", "Includes VAT", "Monday 5 or Tuesday 6 January", "The soap"],
        ),
        ("/p/soap", 3, vec!["€9.50", "Lowest price of the last 30 days: €12.00", "The mug"]),
    ] {
        let before = db.reads_so_far();
        let seen = ask(&app, get(path).to_request()).await;
        let asked = db.reads_so_far() - before;
        assert_eq!(seen.status, 200, "{path}: {}", seen.body);
        assert!(asked <= most, "{path} asked {asked} times");
        for text in texts {
            assert!(seen.body.contains(text), "{path} lacks {text}: {}", seen.body);
        }
        let canonical =
            format!("rel=\"canonical\" href=\"https://shop.example.org{}", path.split('?').next().unwrap());
        assert!(seen.body.contains(&canonical), "{path}");
        assert!(seen.header("cache-control").starts_with("public"));
        let before = db.reads_so_far();
        ask(&app, get(path).to_request()).await;
        assert_eq!(db.reads_so_far(), before, "{path} is kept");
    }
    let home = ask(&app, get("/").to_request()).await;
    for text in ["The mug", "/c/kitchen", "free from €60.00", "demonstration"] {
        assert!(home.body.contains(text), "{text}");
    }
}

/// The structured data of a page, by type.
fn structured(html: &str) -> std::collections::HashMap<String, serde_json::Value> {
    let parts = html.split("<script type=\"application/ld+json\">").skip(1);
    let one = |part: &str| -> (String, serde_json::Value) {
        let data: serde_json::Value = serde_json::from_str(part.split("</script>").next().unwrap()).unwrap();
        (data["@type"].as_str().unwrap().to_owned(), data)
    };
    parts.map(one).collect()
}

#[actix_web::test]
async fn search_engines_are_told_what_the_pages_say() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let home = ask(&app, get("/").to_request()).await.body;
    let data = structured(&home);
    let target = &data["WebSite"]["potentialAction"]["target"]["urlTemplate"];
    assert_eq!(target, "https://shop.example.org/search?q={words}");
    assert_eq!(data["Organization"]["url"], "https://shop.example.org/");
    assert!(home.contains("property=\"og:site_name\"") && home.contains("name=\"twitter:card\""));

    let product = ask(&app, get("/p/mug").to_request()).await.body;
    let data = structured(&product);
    let offer = &data["Product"]["offers"];
    assert_eq!((&offer["price"], &offer["priceCurrency"]), (&"24.00".into(), &"EUR".into()));
    assert_eq!(offer["availability"], "https://schema.org/InStock");
    assert_eq!(data["Product"]["brand"]["name"], "Tidewater");
    assert_eq!(
        (&data["Product"]["mpn"], &data["Product"]["inProductGroupWithID"]),
        (&"mug-Moss".into(), &"mug".into())
    );
    assert!(data["Product"].get("gtin").is_none(), "it has none");
    let delivery = &offer["shippingDetails"];
    assert_eq!(
        (&delivery["shippingRate"]["value"], &delivery["shippingDestination"]["addressCountry"]),
        (&"4.90".into(), &"DE".into())
    );
    assert_eq!(delivery["deliveryTime"]["transitTime"]["maxValue"], 3);
    assert_eq!(offer["hasMerchantReturnPolicy"]["merchantReturnDays"], 14);
    assert!(offer["url"].as_str().unwrap().contains(&format!("?variant={}", shop.moss)));
    let crumbs = data["BreadcrumbList"]["itemListElement"].as_array().unwrap();
    let names: Vec<_> = crumbs.iter().map(|c| c["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Home page", "Kitchen", "The mug"]);
    assert!(product.contains("property=\"og:type\" content=\"product\""));
    assert!(structured(&ask(&app, get("/c/kitchen").to_request()).await.body).contains_key("BreadcrumbList"));

    let robots = ask(&app, get("/robots.txt").to_request()).await;
    assert!(robots.body.contains("Sitemap: https://shop.example.org/sitemap.xml"));
    let index = ask(&app, get("/sitemap.xml").to_request()).await;
    assert!(index.header("content-type").starts_with("application/xml"));
    let mut all = Vec::new();
    for map in locations(&index.body) {
        let path = map.strip_prefix("https://shop.example.org").unwrap().to_owned();
        let map = ask(&app, get(&path).to_request()).await;
        assert_eq!(map.status, 200, "{path}");
        all.extend(locations(&map.body));
    }
    all.sort();
    let own = ["/", "/c/kitchen", "/p/mug", "/p/soap"];
    let both = own.iter().flat_map(|path| [(*path).to_owned(), format!("/de{path}")]);
    let mut own: Vec<_> = both.map(|path| format!("https://shop.example.org{path}")).collect();
    own.sort();
    assert_eq!(all, own);
    for path in ["/sitemap-9.xml", "/sitemap-x.xml"] {
        assert_eq!(ask(&app, get(path).to_request()).await.status, 404, "{path}");
    }
}

fn locations(map: &str) -> Vec<String> {
    map.split("<loc>").skip(1).map(|part| part.split("</loc>").next().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn products_are_found_by_their_words_and_numbers() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let seen = |path: &'static str| ask(&app, get(path).to_request());
    for (path, has, lacks) in [
        ("/search?q=MUG", vec!["Results for “MUG”", "href=\"/p/mug\"", "value=\"MUG\"", "1 product"], "/p/soap"),
        ("/search?q=soap-one", vec!["href=\"/p/soap\""], "/p/mug"),
        ("/search?q=tide&sort=price", vec!["2 products", "/p/soap", "/p/mug"], "Nothing fits"),
        ("/search", vec!["All products", "2 products"], "Nothing fits"),
        ("/search?q=%3Cu%3Elamp", vec!["Nothing fits “&#60;u&#62;lamp”", "Kitchen", "New in the shop"], "<u>lamp"),
        ("/search/suggest?q=mu", vec!["href=\"/p/mug\"", "from €24.00", "/search?q=mu"], "<html"),
        ("/search/suggest?q=zz", vec!["Nothing fits so far."], "href"),
    ] {
        let page = seen(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        for text in has {
            assert!(page.body.contains(text), "{path} lacks {text}: {}", page.body);
        }
        assert!(!page.body.contains(lacks), "{path} has {lacks}: {}", page.body);
    }
    // Search engines keep what fits word by word, at one address, and nothing else.
    let kept = seen("/search?q=MUG").await.body;
    assert!(
        kept.contains("rel=\"canonical\" href=\"https://shop.example.org/search?q=mug\"")
            && !kept.contains("noindex")
    );
    for path in ["/search?q=mug&stock=in", "/search?q=tide&sort=price", "/search?q=mgu", "/search?q=lamp"] {
        assert!(seen(path).await.body.contains("noindex"), "{path}");
    }
}

#[actix_web::test]
async fn a_page_changes_with_what_it_was_made_from() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    assert!(ask(&app, get("/p/mug").to_request()).await.body.contains("€24.00"));
    let (pricing, moss) = (shop.rooms.pricing.clone(), shop.moss);
    let actor = Actor::system("test");
    // Prices are versioned by their moment.
    shop.test_db.advance(std::time::Duration::from_secs(1));
    let list = shop.test_db.db.write(&actor, move |tx| -> Result<_, CheckoutError> {
        let list = pricing.put_list(tx, "eur", "Euro", Currency::EUR)?;
        pricing.put_price(tx, moss, list, eur(3100), None)?;
        Ok(list)
    });
    let list = list.await.unwrap();
    assert!(ask(&app, get("/p/mug").to_request()).await.body.contains("€24.00"));
    let changed = pricing::PriceChanged { variant: shop.moss, list, amount: 3100, version: 1 };
    tags::after_price(&changed).into_iter().for_each(|tag| shop.rooms.pages.invalidate(tag));
    assert!(ask(&app, get("/p/mug").to_request()).await.body.contains("€31.00"));
}

#[actix_web::test]
async fn variants_are_chosen_by_address_and_what_is_not_there_is_not_found() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let oat = ask(&app, get(&format!("/p/mug?variant={}", shop.oat)).to_request()).await;
    assert!(oat.body.contains("€26.00") && !oat.body.contains("action=\"/cart/lines\""));
    let nonsense = ask(&app, get("/p/mug?variant=drop+table").to_request()).await;
    assert!(nonsense.body.contains("€24.00"));
    let picture = PictureId::from_bytes([3; 16]);
    let not_there = ["/p/nothing", "/c/nothing", "/nowhere", "/orders/abc", &format!("/media/{picture}/480.webp")];
    for path in not_there {
        let seen = ask(&app, get(path).to_request()).await;
        assert_eq!(seen.status, 404, "{path}");
        assert!(seen.body.contains("slipped off the shelf") && seen.body.contains("Kitchen"), "{path}");
    }
    assert!(ask(&app, get("/robots.txt").to_request()).await.body.contains("Disallow: /account"));
    assert_eq!(ask(&app, get("/favicon.ico").to_request()).await.status, 302);
}

#[actix_web::test]
async fn pictures_are_kept_for_ever_when_they_are_what_was_asked_for() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let id = PictureId::from_bytes([3; 16]);
    shop.rooms.media.write_size(id, 480, b"webp").unwrap();
    let seen = ask(&app, get(&format!("/media/{id}/480.webp")).to_request()).await;
    assert_eq!((seen.status, seen.body.as_str(), seen.header("content-type")), (200, "webp", "image/webp"));
    assert!(seen.header("cache-control").contains("immutable"));
    assert_eq!(seen.header("content-security-policy"), "default-src 'none'");
    let again = get(&format!("/media/{id}/480.webp")).insert_header((header::IF_NONE_MATCH, seen.header("etag")));
    assert_eq!(ask(&app, again.to_request()).await.status, 304);
    let near = ask(&app, get(&format!("/media/{id}/960.webp")).to_request()).await;
    assert!(near.status == 200 && near.header("cache-control") == "public, max-age=10");
}

#[actix_web::test]
async fn the_basket_holds_what_was_put_in_and_says_what_is_wrong() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let empty = ask(&app, get("/cart").to_request()).await;
    assert!(empty.body.contains("Your basket is empty") && empty.header("cache-control").contains("no-store"));

    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=2", shop.moss)).to_request()).await;
    assert_eq!((added.status, added.header("location")), (303, "/cart"));
    let cart = added.cart().to_owned();
    assert_eq!(ask(&app, with!(cart, get("/cart/summary"))).await.body, "{\"count\":2,\"signed_in\":false}");
    let soap = post("/cart/lines", &format!("variant={}&quantity=3", shop.soap));
    assert_eq!(ask(&app, with!(cart, soap)).await.status, 303);
    let seen = ask(&app, with!(cart, get("/cart"))).await;
    for text in ["The mug", "Moss", "€48.00", "Only one of these is left.", "€76.50"] {
        assert!(seen.body.contains(text), "{text}");
    }

    let path = format!("/cart/lines/{}", shop.soap);
    let token = seen.hidden("_token");
    let change = |form: &str| with!(cart, post(&path, &format!("_token={token}&{form}")));
    let much = ask(&app, change("quantity=10000")).await;
    assert!(much.status == 422 && much.body.contains("At most 9,999"), "{}", much.status);
    let told = format!("aria-describedby=\"told-{}\"", shop.soap);
    assert!(much.body.contains(&told) && much.body.contains("value=\"10000\""), "{}", much.body);
    assert_eq!(ask(&app, with!(cart, post(&path, "quantity=1"))).await.status, 403);
    assert_eq!(ask(&app, change("quantity=1")).await.status, 303);
    assert_eq!(ask(&app, with!(cart, get("/cart/summary"))).await.body, "{\"count\":3,\"signed_in\":false}");
    assert_eq!(ask(&app, change("quantity=1&remove=1")).await.status, 303);
    assert_eq!(ask(&app, with!(cart, get("/cart/summary"))).await.body, "{\"count\":2,\"signed_in\":false}");
    let much = post("/cart/lines", &format!("variant={}&quantity=10000", shop.moss));
    assert_eq!(ask(&app, with!(cart, much)).await.status, 422);
}

#[actix_web::test]
async fn a_sale_from_the_shelf_to_the_confirmation_happens_once() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=1", shop.soap)).to_request()).await;
    let cart = added.cart().to_owned();
    let form = ask(&app, with!(cart, get("/checkout"))).await;
    assert_eq!(form.status, 200, "{}", form.body);
    let token = form.hidden("_token");

    let wrong = ask(&app, with!(cart, post("/checkout", &format!("_token={token}&email=ada&country=DE")))).await;
    assert_eq!(wrong.status, 422);
    for text in ["value=\"ada\"", "not a whole email address", "street and number", "how it should be delivered"] {
        assert!(wrong.body.contains(text), "{text}");
    }
    let right = with!(cart, post("/checkout", &format!("_token={token}&{ADDRESS}")));
    let right = ask(&app, right).await;
    assert_eq!((right.status, right.header("location")), (303, "/checkout/payment"), "{}", right.body);
    // The last soap is held for us, so it is not missing.
    assert!(!ask(&app, with!(cart, get("/cart"))).await.body.contains("Sold out."));
    assert!(ask(&app, with!(cart, get("/checkout"))).await.body.contains("value=\"Kai 14\""));

    let pay = ask(&app, with!(cart, get("/checkout/payment"))).await;
    for text in ["€14.40", "Bank transfer in advance", "Test payment", "20357 Hamburg", "Parcel. In 2 to 3 working"]
    {
        assert!(pay.body.contains(text), "{text}: {}", pay.body);
    }
    let send = |total: &str, key: &str| {
        let fields = format!("_token={token}&method=offline&expected_total={total}&idempotency_key={key}");
        with!(cart, post("/checkout/payment", &fields))
    };
    let drift = ask(&app, send("1000", "drifting")).await;
    assert!(drift.status == 409 && drift.body.contains("now €14.40; it was €10.00"), "{}", drift.body);
    let key = drift.hidden("idempotency_key");
    let (first, second) =
        futures_util::future::join(ask(&app, send("1440", &key)), ask(&app, send("1440", &key))).await;
    assert_eq!(first.status, 303, "{}", first.body);
    assert!(first.header("location").starts_with("/orders/"));
    assert_eq!((second.status, second.header("location")), (303, first.header("location")), "{}", second.body);
    for path in ["/checkout", "/checkout/payment", "/checkout/pending"] {
        assert_eq!(ask(&app, with!(cart, get(path))).await.header("location"), first.header("location"), "{path}");
    }
    let order = ask(&app, get(first.header("location")).to_request()).await;
    for text in ["Thank you", "The soap", "€14.40", "Please transfer", "ada@example.org"] {
        assert!(order.body.contains(text), "{text}: {}", order.body);
    }
    assert!(order.header("cache-control").contains("no-store") && order.body.contains("noindex"));
    // Whoever goes back is led to the order for a while; afterwards the basket is a new one.
    let back = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(back.contains("Your order is placed") && back.contains(first.header("location")), "{back}");
    shop.test_db.advance(std::time::Duration::from_secs(2 * 60 * 60));
    assert!(ask(&app, with!(cart, get("/cart"))).await.body.contains("Your basket is empty"));
    let late = ask(&app, with!(cart, get("/checkout"))).await;
    assert!(late.header("location") == "/cart" && late.header("set-cookie").contains("Max-Age=0"));
}

#[actix_web::test]
async fn whoever_is_too_late_is_told_and_loses_nothing() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let mut carts = Vec::new();
    for _ in 0..2 {
        let added = post("/cart/lines", &format!("variant={}&quantity=1", shop.soap)).to_request();
        carts.push(ask(&app, added).await.cart().to_owned());
    }
    let mut answers = Vec::new();
    for cart in &carts {
        let token = ask(&app, with!(cart, get("/checkout"))).await.hidden("_token");
        answers.push(ask(&app, with!(cart, post("/checkout", &format!("_token={token}&{ADDRESS}")))).await);
    }
    assert_eq!((answers[0].status, answers[1].status), (303, 409));
    assert!(answers[1].body.contains("Somebody was quicker") && answers[1].body.contains("value=\"Kai 14\""));

    // Paying the other way: set aside by the pretended provider.
    let page = ask(&app, with!(carts[0], get("/checkout/payment"))).await;
    let (token, key) = (page.hidden("_token"), page.hidden("idempotency_key"));
    let fields = format!("_token={token}&method=test&expected_total=1440&idempotency_key={key}");
    let paid = ask(&app, with!(carts[0], post("/checkout/payment", &fields))).await;
    assert!(paid.status == 303 && paid.header("location").starts_with("/orders/"), "{}", paid.body);
}

#[actix_web::test]
async fn former_addresses_lead_on_and_previews_are_for_staff() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    assert_eq!(ask(&app, get("/p/mug").to_request()).await.status, 200);
    let catalog = shop.rooms.catalog.clone();
    let mug = catalog.product("mug").await.unwrap().unwrap();
    let kitchen = catalog.categories().await.unwrap()[0].clone();
    let edit = catalog::ProductEdit {
        title: mug.title.clone(),
        subtitle: String::new(),
        description: String::new(),
        brand: String::new(),
        handle: "cup".into(),
        categories: vec![kitchen.id],
        tags: vec![],
        tax_class: "standard".into(),
        status: Status::Active,
        publish_from: None,
        publish_until: None,
        seo_title: String::new(),
        seo_description: String::new(),
        attributes: vec![catalog::Attribute {
            name: "Dishwasher".into(),
            value: catalog::Attribute::YES.into(),
            kind: catalog::AttributeKind::YesNo,
            unit: String::new(),
        }],
    };
    let actor = Actor::system("test");
    let written = shop.test_db.db.write(&actor, move |tx| {
        let shelf = catalog::CategoryEdit {
            title: "Cooking".into(),
            slug: "cooking".into(),
            intro: String::new(),
            parent: None,
        };
        catalog.edit_category(tx, kitchen.id, kitchen.version, &shelf)?;
        catalog.edit(tx, mug.id, mug.version, &edit)
    });
    let saved = written.await.unwrap();
    let changed = catalog::ProductChanged { product: mug.id, version: saved.version, categories: vec![kitchen.id] };
    shop.rooms.catalog.forget_tree();
    tags::after_product(&changed).into_iter().for_each(|tag| shop.rooms.pages.invalidate(tag));
    shop.rooms.pages.invalidate(tags::navigation());
    for (from, to) in [("/p/mug?variant=x", "/p/cup?variant=x"), ("/c/kitchen", "/c/cooking")] {
        let seen = ask(&app, get(from).to_request()).await;
        assert_eq!((seen.status, seen.header("location")), (301, to), "{from}");
    }
    let page = ask(&app, get("/p/cup").to_request()).await.body;
    assert!(page.contains("Dishwasher") && page.contains("Yes"), "{page}");
    let preview = ask(&app, get(&format!("/admin/products/{}/preview", mug.id)).to_request()).await;
    assert_eq!(preview.status, 303, "strangers see no drafts");
}

#[actix_web::test]
async fn a_coupon_is_typed_explained_and_taken_out() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let new = pricing::NewCoupon {
        code: "HELLO".into(),
        title: "A tenth off".into(),
        benefit: pricing::Benefit::Percent { rate: BasisPoints(1000) },
        currency: Currency::EUR,
        least_goods: Some(4000),
        products: vec![],
        categories: vec![],
        valid_from: None,
        valid_until: None,
        uses_limit: None,
        per_buyer: Some(1),
    };
    let staff = Actor::system("test");
    let id = shop.rooms.pricing.add_coupon(&staff, new).await.unwrap();
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=1", shop.moss)).to_request()).await;
    let cart = added.cart().to_owned();
    let token = ask(&app, with!(cart, get("/cart"))).await.hidden("_token");
    let say = |form: &str| with!(cart, post("/cart/coupon", &format!("_token={token}&{form}")));
    assert_eq!(ask(&app, with!(cart, post("/cart/coupon", "code=HELLO"))).await.status, 403);

    let unknown = ask(&app, say("code=nobodys")).await;
    assert!(
        unknown.status == 422 && unknown.body.contains("There is no coupon with this code"),
        "{}",
        unknown.body
    );
    assert!(unknown.body.contains("value=\"nobodys\"") && unknown.body.contains("aria-describedby=\"code-error\""));
    assert_eq!(ask(&app, say("code=+hello+")).await.status, 303);
    let waits = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(waits.contains("from €40.00 of goods on. €16.00 are missing"), "{waits}");
    ask(&app, with!(cart, post("/cart/lines", &format!("variant={}&quantity=1", shop.moss)))).await;
    let works = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(works.contains("takes 10% off.") && works.contains("A tenth off, coupon HELLO"), "{works}");
    assert!(works.contains("−€4.80"), "{works}");
    assert!(works.contains("A tenth off, coupon HELLO: −€4.80"), "the line says why: {works}");
    assert!(works.contains("€48.00</del> €43.20"), "{works}");

    // Whoever used it before is told at the address, and may go on without it.
    let other = kernel::kinds::ReferenceId::from_bytes([9; 16]);
    let used = move |tx: &mut db::Tx<'_>| pricing::Pricing::take_coupon(tx, id, other, "Ada@example.org", 480);
    shop.test_db.db.write(&staff, used).await.unwrap();
    let form = format!("_token={token}&{ADDRESS}");
    let refused = ask(&app, with!(cart, post("/checkout", &form))).await;
    assert!(refused.status == 409 && refused.body.contains("used with this email address already"));
    assert!(refused.body.contains("Go on without the coupon HELLO") && refused.body.contains("value=\"Kai 14\""));
    let on = ask(&app, with!(cart, post("/checkout", &format!("{form}&without_coupon=1")))).await;
    assert_eq!((on.status, on.header("location")), (303, "/checkout/payment"), "{}", on.body);
    assert!(!ask(&app, with!(cart, get("/cart"))).await.body.contains("HELLO"));

    assert_eq!(ask(&app, say("code=HELLO")).await.status, 303);
    // The coupon changed what was prepared: nobody pays what they have not seen.
    let changed = ask(&app, with!(cart, get("/checkout/payment"))).await;
    assert_eq!(changed.status, 200);
    assert_eq!(ask(&app, say("remove=1")).await.status, 303);
    assert!(!ask(&app, with!(cart, get("/cart"))).await.body.contains("HELLO"));
}

#[actix_web::test]
async fn a_bill_goes_elsewhere_and_the_shop_is_told() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=1", shop.moss)).to_request()).await;
    let cart = added.cart().to_owned();
    let token = ask(&app, with!(cart, get("/checkout"))).await.hidden("_token");
    let form = format!("_token={token}&{ADDRESS}&billing_other=1&vat_id=12&note=Ring+twice.%0D%0AThank+you");
    let wrong = ask(&app, with!(cart, post("/checkout", &form))).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    for text in [
        "href=\"#billing_name\"",
        "Please tell us your name.",
        "how VAT numbers are written",
        "Ring twice.\nThank you",
    ] {
        assert!(wrong.body.replace('\r', "").contains(text), "{text}");
    }
    let billing = "billing_name=Ada+Holm&billing_company=Holm+GmbH&billing_line1=Turm+1&billing_postal_code=10115&\
        billing_city=Berlin&billing_country=DE";
    let right = form.replace("vat_id=12&", "vat_id=de+123456789&") + "&" + billing;
    let right = ask(&app, with!(cart, post("/checkout", &right))).await;
    assert_eq!((right.status, right.header("location")), (303, "/checkout/payment"), "{}", right.body);
    let back = ask(&app, with!(cart, get("/checkout"))).await.body;
    assert!(
        back.contains("value=\"Holm GmbH\"") && back.contains("value=\"DE123456789\""),
        "nothing is typed twice"
    );
    let pay = ask(&app, with!(cart, get("/checkout/payment"))).await;
    assert!(pay.body.contains("Holm GmbH"), "{}", pay.body);
    let (key, total) = (pay.hidden("idempotency_key"), pay.hidden("expected_total"));
    let fields = format!("_token={token}&method=offline&expected_total={total}&idempotency_key={key}");
    let placed = ask(&app, with!(cart, post("/checkout/payment", &fields))).await;
    let order = ask(&app, get(placed.header("location")).to_request()).await.body;
    assert!(order.contains("Holm GmbH") && order.contains("Ring twice."), "{order}");
    let token = placed.header("location").trim_start_matches("/orders/").to_owned();
    let kept = shop.rooms.orders.by_link(&token).await.unwrap().unwrap().particulars;
    assert_eq!(kept.billing_address.unwrap().city, "Berlin");
    assert_eq!((kept.vat_id.as_str(), kept.note.as_str()), ("DE123456789", "Ring twice.\nThank you"));
}

#[actix_web::test]
async fn the_basket_tells_once_what_changed_and_what_delivery_would_cost() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=2", shop.moss)).to_request()).await;
    let cart = added.cart().to_owned();
    let first = ask(&app, with!(cart, get("/cart"))).await.body;
    for text in ["Delivery, estimated", "€4.90", "€52.90", "With you in 2 to 3 working days", "€12.00 more, and"]
    {
        assert!(first.contains(text), "{text}: {first}");
    }
    assert!(!first.contains("when you last looked"));

    let (rooms, moss) = (shop.rooms.clone(), shop.moss);
    let change = move |tx: &mut db::Tx<'_>| -> Result<(), CheckoutError> {
        let list = rooms.pricing.put_list(tx, "eur", "Euro", Currency::EUR)?;
        rooms.pricing.put_price(tx, moss, list, eur(3100), None)?;
        let location = rooms.inventory.put_location(tx, "main", "Main", 1)?;
        rooms.inventory.count(tx, location, moss, 1, "test")?;
        Ok(())
    };
    shop.test_db.db.write(&Actor::system("test"), change).await.unwrap();
    let told = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(told.contains("The mug now costs €31.00; it was €24.00 when you last looked."), "{told}");
    assert!(told.contains("Only one of The mug is left.") && told.contains("Free"), "{told}");
    let again = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(!again.contains("when you last looked") && !again.contains("Only one of The mug"), "{again}");
    assert!(again.contains("Only one of these is left."), "what stands in the way is told as long as it does");
}

#[actix_web::test]
async fn a_way_too_small_for_the_parcel_is_not_offered_first() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let rooms = shop.rooms.clone();
    let letter = move |tx: &mut db::Tx<'_>| -> Result<_, CheckoutError> {
        let letter = NewMethod {
            code: "letter".into(),
            name: "Letter".into(),
            description: String::new(),
            countries: vec!["DE".into()],
            price: eur(190),
            free_over: None,
            tax_class: "standard".into(),
            min_days: 2,
            max_days: 3,
            position: 0,
        };
        rooms.shipping.put_method(tx, &letter)?;
        Ok(())
    };
    let staff = Actor::system("test");
    shop.test_db.db.write(&staff, letter).await.unwrap();
    let zone = shipping::NewZone { name: "Germany".into(), countries: vec!["DE".into()], position: 1 };
    let zone = shop.rooms.shipping.put_zone(&staff, None, zone).await.unwrap();
    let letter = shop.rooms.shipping.methods().await.unwrap().iter().find(|m| m.code == "letter").unwrap().id;
    let rate =
        shipping::NewRate { zone, weight_from: 0, weight_to: Some(150), goods_from: 0, goods_to: None, price: 190 };
    shop.rooms.shipping.set_rates(&staff, letter, vec![rate]).await.unwrap();
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=2", shop.moss)).to_request()).await;
    let cart = added.cart().to_owned();
    let form = ask(&app, with!(cart, get("/checkout"))).await.body;
    assert!(!form.contains("value=\"letter\""), "200 g are no letter");
    assert!(form.contains("value=\"parcel\" required checked"), "{form}");
}
