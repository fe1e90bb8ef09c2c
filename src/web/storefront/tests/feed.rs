//! What merchants' centres are handed.
use kernel::kinds::ProductId;

use super::*;

/// Its items, each as its fields in order.
fn items(feed: &str) -> Vec<Vec<(String, String)>> {
    let one = |item: &str| {
        let item = item.split("</item>").next().unwrap();
        let field = |line: &str| {
            let (tag, rest) = line.strip_prefix('<')?.split_once('>')?;
            let (text, _) = rest.split_once(&format!("</{tag}>"))?;
            Some((tag.to_owned(), text.to_owned()))
        };
        item.lines().filter_map(field).collect()
    };
    feed.split("<item>").skip(1).map(one).collect()
}

fn value<'a>(item: &'a [(String, String)], tag: &str) -> &'a str {
    item.iter().find(|(own, _)| own == tag).map_or("", |(_, text)| text)
}

#[actix_web::test]
async fn every_variant_with_a_price_and_a_picture_is_in_the_feed() {
    let shop = TestShop::new().await;
    let r = shop.rooms.clone();
    let actor = Actor::system("test");
    let written = shop.test_db.db.write(&actor, move |tx| -> Result<ProductId, CheckoutError> {
        let list = r.pricing.put_list(tx, "eur", "Euro", Currency::EUR)?;
        let location = r.inventory.put_location(tx, "main", "Main", 1)?;
        let picture = |n| catalog::Picture {
            id: PictureId::from_bytes([n; 16]),
            alt: "A jug".into(),
            width: 960,
            height: 960,
            focus: catalog::Focus::MIDDLE,
        };
        let mut jug = product("jug", &["Blue", "Red"], vec![]);
        jug.title = "Jug & \"lid\"".into();
        jug.options[0].name = "Colour".into();
        jug.pictures = vec![picture(7), picture(8)];
        jug.description = "<p>Holds <b>water</b> &amp; more.</p>".into();
        jug.variants[0].barcode = "4006381333931".into();
        let put = r.catalog.put_product(tx, &jug).unwrap();
        r.pricing.put_price(tx, put.variants[0], list, eur(7000), Some(eur(9000)))?;
        r.pricing.put_price(tx, put.variants[1], list, eur(3100), None)?;
        r.inventory.count(tx, location, put.variants[0], 5, "test")?;
        let mut plain = product("bag", &[], vec![]);
        plain.brand = String::new();
        plain.pictures = vec![picture(9)];
        let bag = r.catalog.put_product(tx, &plain).unwrap();
        r.pricing.put_price(tx, bag.variants[0], list, eur(500), None)?;
        Ok(put.id)
    });
    written.await.unwrap();
    let app = app!(shop);
    let feed = ask(&app, get("/feeds/google.xml").to_request()).await;
    assert_eq!((feed.status, feed.header("content-type")), (200, "application/rss+xml; charset=utf-8"));
    assert!(feed.body.ends_with("</channel>\n</rss>\n") && feed.body.contains("xmlns:g="), "{}", feed.body);
    // Made in one moment, they have no order.
    let mut items = items(&feed.body);
    items.sort_by_key(|item| value(item, "g:id").replace("bag", "zag").to_owned());
    let ids: Vec<&str> = items.iter().map(|item| value(item, "g:id")).collect();
    assert_eq!(ids, ["jug-Blue", "jug-Red", "bag-one"], "mug and soap have no picture");
    let blue = &items[0];
    for (tag, text) in [
        ("title", "Jug &amp; \"lid\", Blue"),
        ("description", "Holds water &amp; more."),
        ("g:availability", "in_stock"),
        ("g:price", "90.00 EUR"),
        ("g:sale_price", "70.00 EUR"),
        ("g:brand", "Tidewater"),
        ("g:gtin", "4006381333931"),
        ("g:mpn", "jug-Blue"),
        ("g:item_group_id", "jug"),
        ("g:color", "Blue"),
        ("g:condition", "new"),
        ("g:identifier_exists", ""),
        ("g:shipping_weight", "100 g"),
    ] {
        assert_eq!(value(blue, tag), text, "{tag}: {blue:?}");
    }
    assert!(value(blue, "link").starts_with("https://shop.example.org/p/jug?variant=var_"));
    assert!(value(blue, "g:image_link").ends_with("/960.webp"));
    assert_eq!(blue.iter().filter(|(tag, _)| tag == "g:additional_image_link").count(), 1);
    assert!(feed.body.contains(
        "<g:shipping><g:country>DE</g:country>\n<g:service>Parcel</g:service>\n<g:price>0.00 EUR</g:price>"
    ));
    assert_eq!((value(&items[1], "g:availability"), value(&items[1], "g:gtin")), ("out_of_stock", ""));
    assert_eq!(value(&items[2], "g:identifier_exists"), "no", "no barcode and no maker");
    assert!(feed.body.contains("<g:price>4.90 EUR</g:price>"));

    assert!(
        feed.body.contains("<g:max_transit_time>3</g:max_transit_time>") && !feed.body.contains("handling_time")
    );
    let own = ask(&app, get("/feeds/google-de.xml").to_request()).await;
    assert_eq!(own.body, feed.body, "the market's own country");
    for none in ["/feeds/google-fr.xml", "/feeds/google-DE.xml", "/feeds/google-.xml"] {
        assert_eq!(ask(&app, get(none).to_request()).await.status, 404, "{none}");
    }

    let german = ask(&app, get("/de/feeds/google.xml").to_request()).await;
    assert!(german.body.contains("https://shop.example.org/de/p/jug?variant="), "{}", german.body);
}

#[actix_web::test]
async fn what_the_shop_promises_is_told_in_feeds_and_structured_data() {
    let shop = TestShop::new().await;
    let markets = markets::Markets::new(shop.test_db.db.clone());
    let promises = markets::Promises { return_days: 30, handling_least: 1, handling_most: 2 };
    let actor = Actor::system("test");
    let profile = markets::ShopProfile { promises, ..markets::ShopProfile::default() };
    markets.save_profile(&actor, profile.clone()).await.unwrap();
    for (wrong, field) in [
        (markets::Promises { return_days: 400, ..promises }, "return_days"),
        (markets::Promises { handling_least: 5, ..promises }, "handling_most"),
    ] {
        let refused =
            markets.save_profile(&actor, markets::ShopProfile { promises: wrong, ..profile.clone() }).await;
        let Err(markets::MarketsError::Wrong { field: told, .. }) = refused else { panic!("{wrong:?} was taken") };
        assert_eq!(told, field);
    }
    let app = app!(shop);
    // The shop's setup is kept for a second: another site over the same data reads it anew.
    let page = ask(&app, get("/p/mug").to_request()).await.body;
    let offer = &structured(&page)["Product"]["offers"];
    assert_eq!(offer["hasMerchantReturnPolicy"]["merchantReturnDays"], 30, "{offer}");
    let time = &offer["shippingDetails"]["deliveryTime"];
    assert_eq!(
        (&time["handlingTime"]["maxValue"], &time["transitTime"]["minValue"]),
        (&2.into(), &1.into()),
        "{time}"
    );
}
