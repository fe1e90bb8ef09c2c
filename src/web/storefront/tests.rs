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
mod buying;
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
