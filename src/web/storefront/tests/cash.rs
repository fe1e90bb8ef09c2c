//! Cash on delivery at the checkout, with and without a second look.
use payments::{CashOnDelivery, Settings};

use super::*;

async fn offers(shop: &TestShop, deliveries: &[&str]) {
    let cash = CashOnDelivery {
        offered: true,
        fee: 390,
        currency: Some(Currency::EUR),
        deliveries: deliveries.iter().map(|d| (*d).to_owned()).collect(),
        ..CashOnDelivery::default()
    };
    let set = Settings { cash, ..Settings::default() };
    shop.rooms.payments.put_settings(&Actor::system("test"), set).await.unwrap();
}

#[actix_web::test]
async fn what_cash_at_the_door_costs_is_told_before_it_is_ordered() {
    let shop = TestShop::new().await;
    offers(&shop, &["parcel"]).await;
    let app = app!(shop);
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=1", shop.soap)).to_request()).await;
    let cart = added.cart().to_owned();
    let token = ask(&app, with!(cart, get("/checkout"))).await.hidden("_token");
    ask(&app, with!(cart, post("/checkout", &format!("_token={token}&{ADDRESS}")))).await;
    let page = ask(&app, with!(cart, get("/checkout/payment"))).await;
    for text in ["Cash on delivery", "€3.90", "Show the total for this", "Order and pay €14.40"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let send = |page: &Seen, rest: &str| {
        let fields = format!(
            "_token={token}&method=cash&expected_total={}&idempotency_key={}{rest}",
            page.hidden("expected_total"),
            page.hidden("idempotency_key")
        );
        with!(cart, post("/checkout/payment", &fields))
    };
    // Ordered without a look: the total is another, and is shown first.
    let first = ask(&app, send(&page, "")).await;
    assert_eq!(first.status, 409, "{}", first.body);
    for text in ["now €18.30; it was €14.40", "Order and pay €18.30"] {
        assert!(first.body.contains(text), "{text}: {}", first.body);
    }
    let looked = ask(&app, send(&first, "&look=1")).await;
    assert_eq!((looked.status, looked.header("location")), (303, "/checkout/payment#method-title"));
    let page = ask(&app, with!(cart, get("/checkout/payment"))).await;
    assert!(page.body.contains("Order and pay €18.30") && page.body.contains("value=\"cash\" required checked"));
    let placed = ask(&app, send(&page, "")).await;
    assert_eq!(placed.status, 303, "{}", placed.body);
    let order = ask(&app, get(placed.header("location")).to_request()).await;
    for text in ["Please have €18.30 ready", "You pay on delivery", "Cash on delivery"] {
        assert!(order.body.contains(text), "{text}: {}", order.body);
    }
    assert!(!order.body.contains("Please transfer") && !order.body.contains("Waiting for the payment"));
}

#[actix_web::test]
async fn it_is_not_offered_where_nobody_takes_it() {
    let shop = TestShop::new().await;
    offers(&shop, &["express"]).await;
    let app = app!(shop);
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=1", shop.soap)).to_request()).await;
    let cart = added.cart().to_owned();
    let token = ask(&app, with!(cart, get("/checkout"))).await.hidden("_token");
    ask(&app, with!(cart, post("/checkout", &format!("_token={token}&{ADDRESS}")))).await;
    let page = ask(&app, with!(cart, get("/checkout/payment"))).await;
    assert!(!page.body.contains("Cash on delivery") && !page.body.contains("Show the total for this"));
    let key = page.hidden("idempotency_key");
    let fields = format!("_token={token}&method=cash&expected_total=1440&idempotency_key={key}");
    let forced = ask(&app, with!(cart, post("/checkout/payment", &fields))).await;
    assert_eq!(forced.status, 422);
    assert!(forced.body.contains("Please choose how to pay."), "{}", forced.body);
}
