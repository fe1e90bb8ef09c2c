//! What is recommended beside products, baskets and on the first page.
use kernel::kinds::ReferenceId;
use recommendations::{Recommendations, RecommendationsError};

use super::*;

/// Puts a product on sale and answers its id and its variant.
async fn sells(shop: &TestShop, handle: &str, units: i64) -> (kernel::kinds::ProductId, VariantId) {
    let (r, new) = (shop.rooms.clone(), product(handle, &[], vec![]));
    let actor = Actor::system("test");
    let put = shop.test_db.db.write(&actor, move |tx| -> Result<_, CheckoutError> {
        let list = r.pricing.put_list(tx, "eur", "Euro", Currency::EUR)?;
        let location = r.inventory.put_location(tx, "main", "Main", 1)?;
        let put = r.catalog.put_product(tx, &new).unwrap();
        r.pricing.put_price(tx, put.variants[0], list, eur(1500), None)?;
        r.inventory.count(tx, location, put.variants[0], units, "test")?;
        Ok((put.id, put.variants[0]))
    });
    put.await.unwrap()
}

/// Two orders with these.
async fn bought(shop: &TestShop, n: u8, products: &[kernel::kinds::ProductId]) {
    let (at, products) = (shop.test_db.db.clock().now(), products.to_vec());
    let actor = Actor::system("test");
    let noted = shop.test_db.db.write(&actor, move |tx| -> Result<(), RecommendationsError> {
        for n in [n, n + 100] {
            Recommendations::note(tx, ReferenceId::from_bytes([n; 16]), at, &products)?;
        }
        Ok(())
    });
    noted.await.unwrap();
    shop.rooms.recommendations.read_now().unwrap();
}

#[actix_web::test]
async fn a_product_shows_what_is_bought_with_it_and_can_be_had() {
    let shop = TestShop::new().await;
    let mug = shop.rooms.catalog.product("mug").await.unwrap().unwrap().id;
    let (tray, spoon, jug) =
        (sells(&shop, "tray", 9).await.0, sells(&shop, "spoon", 9).await.0, sells(&shop, "jug", 0).await.0);
    let app = app!(shop);
    let page = ask(&app, get("/p/mug").to_request()).await.body;
    assert!(page.contains("More from this shelf") && !page.contains("Often bought together"), "{page}");
    bought(&shop, 1, &[mug, tray, jug]).await;
    shop.rooms.pages.invalidate(tags::product(mug));
    let page = ask(&app, get("/p/mug").to_request()).await.body;
    assert!(!page.contains("Often bought together"), "one alone is no row, and the jug is sold out");
    bought(&shop, 2, &[mug, spoon, tray]).await;
    shop.rooms.pages.invalidate(tags::product(mug));
    let page = ask(&app, get("/p/mug").to_request()).await.body;
    let row = page.split_once("Often bought together").expect("a row").1;
    let row = row.split_once("</section>").unwrap().0;
    let (tray, spoon) = (row.find("/p/tray").expect("a tray"), row.find("/p/spoon").expect("a spoon"));
    assert!(tray < spoon, "the one that is bought more often first");
    assert!(!row.contains("/p/jug"));
}

#[actix_web::test]
async fn whoever_has_a_basket_is_shown_what_goes_with_it() {
    let shop = TestShop::new().await;
    let soap = shop.rooms.catalog.product("soap").await.unwrap().unwrap().id;
    let (tray, spoon) = (sells(&shop, "tray", 9).await.0, sells(&shop, "spoon", 9).await.0);
    bought(&shop, 1, &[soap, tray, spoon]).await;
    let app = app!(shop);
    let nobody = ask(&app, get("/for-you").to_request()).await;
    assert_eq!((nobody.status, nobody.body.as_str()), (204, ""));
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=1", shop.soap)).to_request()).await;
    let cart = added.cart().to_owned();
    let page = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(page.contains("Goes well with your basket") && page.contains("/p/tray"), "{page}");
    let row = ask(&app, with!(cart, get("/for-you"))).await;
    assert_eq!(row.status, 200);
    assert!(row.header("cache-control").contains("no-store"), "it is somebody's own");
    assert!(row.body.contains("/p/spoon") && !row.body.contains("/p/soap"), "{}", row.body);
    let home = ask(&app, get("/").to_request()).await.body;
    assert!(home.contains("data-for-you=\"/for-you\" hidden"), "its place on the first page");
    let german = ask(&app, with!(cart, get("/de/for-you"))).await;
    assert!(german.body.contains("Passt gut zu Ihrem Warenkorb"), "{}", german.body);
}

/// Writes down what was looked at; answers how many pairs.
async fn written(shop: &TestShop) -> usize {
    let memory = shop.rooms.recommendations.clone();
    web::block(move || memory.write_looks(&Actor::system("test")).unwrap()).await.unwrap()
}

#[actix_web::test]
async fn people_who_look_are_counted_and_programs_are_not() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let look = |path: &str, agent: &str, more: Option<(&'static str, &'static str)>| {
        let req = get(path).insert_header((header::USER_AGENT, agent));
        match more {
            Some(header) => req.insert_header(header),
            None => req,
        }
        .to_request()
    };
    for (agent, more) in [("Mozilla/5.0", Some(("dnt", "1"))), ("Mozilla/5.0 (compatible; Somebot/2)", None)] {
        for path in ["/p/mug", "/p/soap"] {
            ask(&app, look(path, agent, more)).await;
        }
    }
    assert_eq!(written(&shop).await, 0);
    for path in ["/p/mug", "/p/soap", "/p/soap", "/p/none"] {
        ask(&app, look(path, "Mozilla/5.0", None)).await;
    }
    assert_eq!(written(&shop).await, 2, "a pair, from both sides");
}
