//! What is sold before it is there is told with its day, everywhere.
use inventory::Terms;

use super::*;

#[actix_web::test]
async fn what_is_sold_before_it_is_there_is_told_with_its_day() {
    let shop = TestShop::new().await;
    let r = shop.rooms.clone();
    let actor = Actor::system("test");
    let write = shop.test_db.db.write(&actor, move |tx| -> Result<_, CheckoutError> {
        let list = r.pricing.put_list(tx, "eur", "Euro", Currency::EUR)?;
        let location = r.inventory.put_location(tx, "main", "Main", 1)?;
        let mut jug = product("jug", &["Blue", "Red", "Green"], vec![]);
        jug.pictures = vec![catalog::Picture {
            id: PictureId::from_bytes([7; 16]),
            alt: "A jug".into(),
            width: 960,
            height: 960,
            focus: catalog::Focus::MIDDLE,
        }];
        let put = r.catalog.put_product(tx, &jug).unwrap().variants;
        for variant in &put {
            r.pricing.put_price(tx, *variant, list, eur(7000), None)?;
        }
        let later = Terms { backorder: 9, expected_on: "2031-12-05".parse().ok(), ..Terms::default() };
        r.inventory.set_terms(tx, location, put[0], later)?;
        r.inventory.set_terms(tx, location, put[1], Terms { preorder: true, ..later })?;
        r.inventory.set_terms(tx, location, put[2], Terms { expected_on: None, ..later })?;
        Ok(put)
    });
    let [blue, red, green] = write.await.unwrap()[..] else { panic!("three jugs") };
    let app = app!(shop);
    for (variant, told, availability, day) in [
        (blue, "It can be ordered now and ships from 5 December 2031.", "BackOrder", Some("2031-12-05")),
        (
            red,
            "It has not come out yet. Ordered now, it ships from 5 December 2031.",
            "PreOrder",
            Some("2031-12-05"),
        ),
        (green, "It can be ordered now and ships as soon as it comes in.", "BackOrder", None),
    ] {
        let page = ask(&app, get(&format!("/p/jug?variant={variant}")).to_request()).await.body;
        assert!(page.contains(told) && page.contains("action=\"/cart/lines\""), "{told}: {page}");
        let offer = &structured(&page)["Product"]["offers"];
        assert_eq!(offer["availability"], format!("https://schema.org/{availability}"));
        assert_eq!(offer["availabilityStarts"].as_str(), day);
        // It does not come before it leaves: on Friday the fifth, two or three working days before Tuesday or Wednesday.
        assert_eq!(page.contains("Tuesday 9 or Wednesday 10 December"), day.is_some(), "{page}");
    }
    let feed = ask(&app, get("/feeds/google.xml").to_request()).await.body;
    let of = |sku: &str| feed.split("<item>").find(|item| item.contains(&format!("<g:id>{sku}<"))).unwrap();
    let dated = |word: &str| {
        format!(
            "<g:availability>{word}</g:availability>\n<g:availability_date>2031-12-05T00:00Z</g:availability_date>"
        )
    };
    assert!(of("jug-Blue").contains(&dated("backorder")), "{}", of("jug-Blue"));
    assert!(of("jug-Red").contains(&dated("preorder")), "{}", of("jug-Red"));
    assert!(of("jug-Green").contains("out_of_stock"), "nobody knows when: the form has no word for that");

    let put = ask(&app, post("/cart/lines", &format!("variant={blue}&quantity=2")).to_request()).await;
    let cart = put.cart().to_owned();
    let page = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(page.contains("On backorder: ships from 5 December 2031"), "{page}");
    assert!(page.contains("With you in 2 to 3 working days, once everything is there"), "{page}");
}
