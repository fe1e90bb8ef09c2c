//! Where it goes: said once, in the basket or at the checkout.
use super::*;

/// The shop delivers to Austria too, for more.
async fn reaching_austria() -> TestShop {
    let shop = TestShop::new().await;
    let (rooms, markets) = (shop.rooms.clone(), markets::Markets::new(shop.test_db.db.clone()));
    let write = move |tx: &mut db::Tx<'_>| -> Result<(), CheckoutError> {
        let list = rooms.pricing.put_list(tx, "eur", "Euro", Currency::EUR)?;
        rooms.pricing.put_rate(tx, "standard", "AT", BasisPoints(2000), "VAT")?;
        let market = NewMarket {
            code: "de".into(),
            name: "Germany".into(),
            currency: Currency::EUR,
            locale: "en".into(),
            tax_mode: TaxMode::Inclusive,
            country: "DE".into(),
            countries: vec!["DE".into(), "AT".into()],
            time_zone: "Europe/Berlin".into(),
            price_list: list,
        };
        markets.put_default(tx, &market).unwrap();
        let abroad = NewMethod {
            code: "abroad".into(),
            name: "Parcel abroad".into(),
            description: String::new(),
            countries: vec!["AT".into()],
            price: eur(1290),
            free_over: None,
            tax_class: "standard".into(),
            min_days: 4,
            max_days: 6,
            position: 2,
        };
        rooms.shipping.put_method(tx, &abroad)?;
        Ok(())
    };
    shop.test_db.db.write(&Actor::system("test"), write).await.unwrap();
    shop
}

const AUSTRIA: &str = "<option value=\"AT\" selected>";

#[actix_web::test]
async fn the_country_of_the_estimate_stays_and_comes_along() {
    let shop = reaching_austria().await;
    let app = app!(shop);
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=1", shop.moss)).to_request()).await;
    let cart = added.cart().to_owned();
    let page = ask(&app, with!(cart, get("/cart"))).await;
    assert!(page.body.contains("<option value=\"DE\" selected>") && page.body.contains("€4.90"), "{}", page.body);
    let nowhere = ask(&app, with!(cart, get("/cart?country=XX"))).await;
    assert_eq!((nowhere.status, nowhere.header("set-cookie")), (200, ""), "we do not deliver there");

    let chosen = ask(&app, with!(cart, get("/cart?country=AT"))).await;
    assert!(chosen.body.contains(AUSTRIA) && chosen.body.contains("€12.90"), "{}", chosen.body);
    let kept = chosen.header("set-cookie").split(';').next().unwrap().to_owned();
    assert_eq!(kept, "__Host-destination=AT");
    let asked =
        |req: TestRequest| req.insert_header((header::COOKIE, format!("__Host-cart={cart}; {kept}"))).to_request();
    let token = page.hidden("_token");
    let change = post(&format!("/cart/lines/{}", shop.moss), &format!("_token={token}&quantity=2"));
    assert_eq!(ask(&app, asked(change)).await.status, 303);
    let page = ask(&app, asked(get("/cart"))).await.body;
    assert!(page.contains(AUSTRIA) && page.contains("€12.90"), "after a line was changed: {page}");
    let refused = post(&format!("/cart/lines/{}", shop.moss), &format!("_token={token}&quantity=99999"));
    let page = ask(&app, asked(refused)).await;
    assert!(page.status == 422 && page.body.contains(AUSTRIA), "{} {}", page.status, page.body);

    let checkout = ask(&app, asked(get("/checkout"))).await.body;
    assert!(checkout.contains(AUSTRIA) && checkout.contains("Parcel abroad"), "{checkout}");
}

#[actix_web::test]
async fn another_country_in_the_basket_asks_for_another_address() {
    let shop = reaching_austria().await;
    let app = app!(shop);
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=1", shop.moss)).to_request()).await;
    let cart = added.cart().to_owned();
    let token = ask(&app, with!(cart, get("/checkout"))).await.hidden("_token");
    let taken = ask(&app, with!(cart, post("/checkout", &format!("_token={token}&{ADDRESS}")))).await;
    assert_eq!((taken.status, taken.header("location")), (303, "/checkout/payment"), "{}", taken.body);
    assert!(taken.header("set-cookie").starts_with("__Host-destination=DE;"), "the basket is told");

    let same = ask(&app, with!(cart, get("/checkout"))).await.body;
    assert!(same.contains("value=\"Kai 14\"") && !same.contains(AUSTRIA), "{same}");
    let other = get("/checkout")
        .insert_header((header::COOKIE, format!("__Host-cart={cart}; __Host-destination=AT")))
        .to_request();
    let other = ask(&app, other).await.body;
    assert!(other.contains(AUSTRIA) && other.contains("value=\"Ada Holm\""), "{other}");
    assert!(!other.contains("value=\"Kai 14\"") && !other.contains("value=\"20357\""), "{other}");
}
