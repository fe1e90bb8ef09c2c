//! The shop in its second language: the same rooms at addresses of their own.
use super::*;

#[actix_web::test]
async fn a_page_says_its_language_in_its_address() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let english = ask(&app, get("/p/mug").to_request()).await;
    let german = ask(&app, get("/de/p/mug").to_request()).await;
    assert_eq!((english.status, german.status), (200, 200), "{}", german.body);
    for text in [
        "<html lang=\"de\">",
        "24,00\u{a0}€",
        "Inkl. MwSt., zzgl. Versand.",
        "ausverkauft",
        "href=\"/de/c/kitchen\"",
        "action=\"/de/cart/lines\"",
        "<link rel=\"canonical\" href=\"https://shop.example.org/de/p/mug\">",
        "hreflang=\"en\" href=\"https://shop.example.org/p/mug\"",
        "hreflang=\"de\" href=\"https://shop.example.org/de/p/mug\"",
        "hreflang=\"x-default\" href=\"https://shop.example.org/p/mug\"",
    ] {
        assert!(german.body.contains(text), "{text} is missing: {}", german.body);
    }
    // Each is kept for itself, whichever was first.
    for _ in 0..2 {
        assert!(ask(&app, get("/p/mug").to_request()).await.body.contains("<html lang=\"en\">"));
        assert!(ask(&app, get("/de/p/mug").to_request()).await.body.contains("<html lang=\"de\">"));
    }
    assert!(english.body.contains("href=\"/de/p/mug\" hreflang=\"de\""), "the way over: {}", english.body);
    // What somebody happened to ask with is nobody else's.
    let tracked = ask(&app, get("/de/p/soap?utm_source=x").to_request()).await;
    assert!(!tracked.body.contains("utm_source"));
    let home = ask(&app, get("/de").to_request()).await;
    assert!(home.body.contains("ab 60,00\u{a0}€ versandkostenfrei"), "{}", home.body);
    let found = ask(&app, get("/de/search?q=mug&page=1").to_request()).await;
    assert!(found.body.contains("href=\"/search?q=mug\" hreflang=\"en\""), "{}", found.body);
}

#[actix_web::test]
async fn the_main_language_has_no_prefix_and_other_faces_have_none() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let moved = ask(&app, get("/en/c/kitchen?sort=title").to_request()).await;
    assert_eq!((moved.status, moved.header("location")), (301, "/c/kitchen?sort=title"));
    let elsewhere = ask(&app, get("/en//evil.example/x").to_request()).await;
    assert_eq!(elsewhere.header("location"), "/");
    for path in ["/de/robots.txt", "/de/sitemap.xml", "/de/static/x.css", "/de/en/p/mug", "/xx/p/mug"] {
        assert_eq!(ask(&app, get(path).to_request()).await.status, 404, "{path}");
    }
    let nothing = ask(&app, get("/de/p/nothing").to_request()).await;
    assert_eq!(nothing.status, 404);
    assert!(nothing.body.contains("aus dem Regal gerutscht") && nothing.body.contains("lang=\"de\""));
    let refused = ask(&app, post("/de/cart/lines/x", "quantity=1&_token=x").to_request()).await;
    assert!(refused.body.contains("Dieses Formular gehört nicht zu Ihrem Besuch"), "{}", refused.body);
}

#[actix_web::test]
async fn who_begins_in_german_ends_in_german() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let added = ask(&app, post("/de/cart/lines", &format!("variant={}&quantity=2", shop.moss)).to_request()).await;
    assert_eq!((added.status, added.header("location")), (303, "/de/cart"), "{}", added.body);
    let cart = added.cart().to_owned();
    let basket = ask(&app, with!(cart, get("/de/cart"))).await.body;
    assert!(basket.contains("Ihr Warenkorb") && basket.contains("48,00\u{a0}€"), "{basket}");
    // The basket is one, whatever is spoken over it.
    assert!(ask(&app, with!(cart, get("/cart"))).await.body.contains("€48.00"));
    let page = ask(&app, with!(cart, get("/de/checkout"))).await;
    assert!(page.body.contains("Wohin dürfen wir es schicken?") && page.body.contains("Deutschland"));
    let sent = format!("_token={}&{}", page.hidden("_token"), ADDRESS.replace("Kai+14", ""));
    let wrong = ask(&app, with!(cart, post("/de/checkout", &sent))).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Bitte nennen Sie uns Straße und Hausnummer."), "{}", wrong.body);
    let sent = format!("_token={}&{ADDRESS}", page.hidden("_token"));
    let taken = ask(&app, with!(cart, post("/de/checkout", &sent))).await;
    assert_eq!(taken.header("location"), "/de/checkout/payment", "{}", taken.body);
    let page = ask(&app, with!(cart, get("/de/checkout/payment"))).await;
    assert!(page.body.contains("Enthält 19\u{a0}% MwSt."), "{}", page.body);
    let form = format!(
        "_token={}&idempotency_key={}&expected_total={}&method=offline",
        page.hidden("_token"),
        page.hidden("idempotency_key"),
        page.hidden("expected_total")
    );
    let placed = ask(&app, with!(cart, post("/de/checkout/payment", &form))).await;
    let link = placed.header("location").strip_prefix("/de/orders/").expect("the order's page").to_owned();
    let order = shop.rooms.orders.by_link(&link).await.unwrap().unwrap();
    assert_eq!(order.locale, "de", "mails speak it too");
    let page = ask(&app, get(&format!("/de/orders/{link}")).to_request()).await;
    assert!(page.body.contains("Vielen Dank für Ihre Bestellung") && page.body.contains("Verwendungszweck"));
}

#[actix_web::test]
async fn maps_name_every_language() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let map = ask(&app, get("/sitemap-1.xml").to_request()).await.body;
    for url in ["https://shop.example.org/p/mug", "https://shop.example.org/de/p/mug"] {
        assert!(map.contains(&format!("<loc>{url}</loc>")), "{map}");
    }
    let link = "<xhtml:link rel=\"alternate\" hreflang=\"de\" href=\"https://shop.example.org/de/p/mug\"/>";
    assert_eq!(map.matches(link).count(), 2, "{map}");
    let robots = ask(&app, get("/robots.txt").to_request()).await.body;
    assert!(robots.contains("Disallow: /account\n") && robots.contains("Disallow: /de/account\n"));
}

#[actix_web::test]
async fn goods_are_called_as_the_page_s_language_calls_them() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let (catalog, db) = (shop.rooms.catalog.clone(), shop.test_db.db.clone());
    let mug = catalog.product("mug").await.unwrap().unwrap();
    let kitchen = catalog.categories().await.unwrap()[0].clone();
    let actor = Actor::system("test");
    let said = |pairs: &[(&str, &str)]| -> std::collections::BTreeMap<String, String> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    };
    let (texts, names) = (said(&[("title", "Der Becher")]), said(&[("Glaze", "Glasur"), ("Moss", "Moos")]));
    let shelf = said(&[("title", "Küche")]);
    let translated = catalog.clone();
    db.write(&actor, move |tx| -> Result<(), catalog::CatalogError> {
        translated.translate_product(tx, mug.id, (mug.version, "de"), &texts, &names)?;
        translated.translate_category(tx, kitchen.id, (kitchen.version, "de"), &shelf)?;
        Ok(())
    })
    .await
    .unwrap();
    catalog.forget_tree();
    for (path, has, lacks) in [
        ("/de/p/mug", vec!["Der Becher", "Glasur", "Moos", "Oat", "Küche"], "The mug"),
        ("/de/c/kitchen", vec!["Der Becher", "<h1>Küche</h1>", "The soap"], "The mug"),
        ("/de/", vec!["Der Becher", "Küche"], "The mug"),
        ("/de/search?q=mug", vec!["Der Becher"], "The mug"),
        ("/de/search?is=Glaze%7EMoss", vec!["Glasur: Moos"], "Glaze: Moss"),
        ("/p/mug", vec!["The mug", "Glaze", "Kitchen"], "Becher"),
    ] {
        let page = ask(&app, get(path).to_request()).await;
        has.iter().for_each(|text| assert!(page.body.contains(text), "{path} lacks {text}: {}", page.body));
        assert!(!page.body.contains(lacks), "{path} has {lacks}");
    }
    let added = ask(&app, post("/de/cart/lines", &format!("variant={}&quantity=1", shop.moss)).to_request()).await;
    let cart = added.cart().to_owned();
    let basket = ask(&app, with!(cart, get("/de/cart"))).await.body;
    assert!(basket.contains("Der Becher") && basket.contains("Moos"), "{basket}");
    assert!(ask(&app, with!(cart, get("/cart"))).await.body.contains("The mug"));
    let checkout = ask(&app, with!(cart, get("/de/checkout"))).await.body;
    assert!(checkout.contains("Der Becher"), "{checkout}");
}

#[actix_web::test]
async fn a_language_that_is_switched_off_leads_to_the_shop_s_own() {
    let shop = TestShop::new().await;
    let markets = markets::Markets::new(shop.test_db.db.clone());
    let profile = ShopProfile { languages: Some(Vec::new()), ..ShopProfile::default() };
    markets.save_profile(&Actor::system("test"), profile).await.unwrap();
    let app = app!(shop);
    let page = ask(&app, get("/p/mug").to_request()).await;
    assert!(page.status == 200 && !page.body.contains("hreflang=\"de\""), "{}", page.body);
    let gone = ask(&app, get("/de/p/mug?variant=1").to_request()).await;
    assert_eq!((gone.status, gone.header("location")), (301, "/p/mug?variant=1"));
}
