//! Cash on delivery: what it costs, where it is to be had, and an order that is sent before its money comes.
use kernel::Coded;
use kernel::kinds::OrderId;
use orders::{Cursor, FulfilmentAxis, Lifecycle, Listed, PaymentAxis};
use payments::{CASH, CashOnDelivery, Settings};

use crate::support::{TestShop, engine, placed, story};

/// The fee of 3.90 holds 62 cents of tax.
async fn offered(shop: &TestShop) -> CashOnDelivery {
    let cash = CashOnDelivery {
        offered: true,
        fee: 390,
        currency: Some(kernel::Currency::EUR),
        deliveries: vec!["parcel".into()],
        ..CashOnDelivery::default()
    };
    set(shop, cash.clone()).await;
    cash
}

async fn set(shop: &TestShop, cash: CashOnDelivery) {
    shop.shop.payments.put_settings(&shop.owner(), Settings { cash, ..Settings::default() }).await.unwrap();
}

fn sound(shop: &TestShop) {
    let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
    assert!(report.is_clean(), "{report}");
}

async fn to_ship(shop: &TestShop) -> Vec<OrderId> {
    let list = shop.shop.orders.list(&shop.clerk(), Listed::to_ship(), Cursor::Start, 10).await.unwrap().0;
    list.items.iter().map(|o| o.id).collect()
}

story! {
    async fn it_is_sent_first_and_paid_at_the_door(shop: TestShop) {
        offered(&shop).await;
        let mug = shop.sells("mug", 2400, 5).await;
        let order = placed(shop.buys("ada", &[(mug, 1)], CASH, "").await).order;
        // A transfer that waits for its money is not sent.
        let transfer = shop.sold("bob", &[(mug, 1)]).await;
        let (orders, works) = (&shop.shop.orders, engine(&shop.shop));
        let held = orders.get(order).await.unwrap();
        assert_eq!((held.total, held.payment), (2400 + 490 + 390, PaymentAxis::Pending));
        let fee = held.particulars.fee.clone().expect("a line of its own");
        assert_eq!((fee.amount, fee.taxes[0].amount), (390, 62));
        assert_eq!(held.tax, held.taxes.iter().map(|t| t.amount).sum::<i64>());
        assert!(held.is_ready_to_ship() && !orders.get(transfer).await.unwrap().is_ready_to_ship());
        assert_eq!(to_ship(&shop).await, [order]);
        let named = Listed { query: "ada".into(), ..Listed::to_ship() };
        works.drain().await.unwrap();
        let found = orders.list(&shop.clerk(), named, Cursor::Start, 10).await.unwrap().0;
        assert_eq!(found.items.len(), 1, "found by words, too");
        let told = shop.mail_texts().into_iter().find(|m| m.contains(&format!("Your order {}", held.number)));
        assert!(told.unwrap().contains("32.80 ready: whoever brings the parcel"));

        orders.ship(&shop.clerk(), order, "DHL", "1").await.unwrap();
        let sent = orders.get(order).await.unwrap();
        assert_eq!(
            (sent.lifecycle, sent.payment, sent.fulfilment),
            (Lifecycle::Placed, PaymentAxis::Pending, FulfilmentAxis::Fulfilled)
        );
        assert!(to_ship(&shop).await.is_empty());
        orders.capture(&shop.clerk(), order).await.unwrap();
        works.drain().await.unwrap();
        let done = orders.get(order).await.unwrap();
        assert_eq!((done.lifecycle, done.payment), (Lifecycle::Completed, PaymentAxis::Paid));
        sound(&shop);
    }
}

story! {
    async fn it_is_to_be_had_where_whoever_delivers_takes_money(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let refused = |shop: TestShop| async move {
            let code = shop.buys("ada", &[(mug, 1)], CASH, "").await.unwrap_err().code();
            (shop, code)
        };
        let (shop, code) = refused(shop).await;
        assert_eq!(code, "no_cash_there", "nobody offered it");
        let cash = offered(&shop).await;
        set(&shop, CashOnDelivery { deliveries: vec!["express".into()], ..cash.clone() }).await;
        let (shop, code) = refused(shop).await;
        assert_eq!(code, "no_cash_there", "not this way");
        set(&shop, CashOnDelivery { countries: vec!["FR".into()], ..cash.clone() }).await;
        let (shop, code) = refused(shop).await;
        assert_eq!(code, "no_cash_there", "not in this country");
        assert_eq!(shop.left(mug).await, 5);
        set(&shop, CashOnDelivery { countries: vec!["DE".into()], ..cash }).await;
        let token = shop.cart(&[(mug, 1)]).await;
        let seen = checkout::Ask { expected_total: Some(2890), ..shop.ask(&token, "ada", CASH) };
        let drift = shop.shop.checkout.place(&shop.shopper(), seen, "").await.unwrap_err();
        assert_eq!(drift.code(), "total_changed", "the fee is told before anybody orders");
        placed(shop.shop.checkout.place(&shop.shopper(), shop.ask(&token, "ada", CASH), "").await);
        sound(&shop);
    }
}

story! {
    async fn it_is_cancelled_like_any_other(shop: TestShop) {
        offered(&shop).await;
        let mug = shop.sells("mug", 2400, 5).await;
        let order = placed(shop.buys("ada", &[(mug, 2)], CASH, "").await).order;
        shop.shop.orders.cancel(&shop.clerk(), order, "changed their mind").await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        assert!(to_ship(&shop).await.is_empty());
        assert_eq!(shop.left(mug).await, 5);
        sound(&shop);
    }
}
