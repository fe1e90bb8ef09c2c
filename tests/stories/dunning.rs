//! Bank transfers: where to, what to write, and what happens when nobody pays.
use std::time::Duration;

use flows::dunning::{Dunned, Dunning};
use orders::{Lifecycle, PaymentAxis};
use payments::{BankTransfer, Settings};

use crate::support::{engine, story};

const DAY: Duration = Duration::from_secs(86_400);

story! {
    async fn a_payer_is_reminded_once_and_the_order_cancelled_at_last(shop: TestShop) {
        let transfer = BankTransfer {
            account: "The Shop\nDE89 3704 0044 0532 0130 00".into(),
            reference: "Order {number}".into(),
            remind_after_days: 3,
            cancel_after_days: 10,
            ..BankTransfer::default()
        };
        let set = Settings { transfer, ..Settings::default() };
        shop.shop.payments.put_settings(&shop.owner(), set).await.unwrap();
        let mug = shop.sells("mug", 2400, 10).await;
        let late = shop.sold("ada", &[(mug, 2)]).await;
        let paid = shop.sold("bob", &[(mug, 1)]).await;
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        let number = shop.shop.orders.get(late).await.unwrap().number;
        let told = shop.mail_texts().into_iter().find(|m| m.contains(&format!("Your order {number}"))).unwrap();
        assert!(told.contains("DE89 3704 0044 0532 0130 00") && told.contains(&format!("Order {number}")), "{told}");

        let dunning = Dunning::new(shop.shop.db.clone(), shop.shop.orders.clone());
        let system = kernel::Actor::system("test");
        assert_eq!(dunning.run(&system).await.unwrap(), Dunned::default());
        shop.shop.orders.capture(&shop.clerk(), paid).await.unwrap();
        shop.test_db.advance(3 * DAY);
        assert_eq!(dunning.run(&system).await.unwrap(), Dunned { reminded: 1, cancelled: 0 });
        assert_eq!(dunning.run(&system).await.unwrap(), Dunned::default(), "once is enough");
        let before = shop.mails();
        works.drain().await.unwrap();
        let reminder = shop.mail_texts().into_iter().filter(|m| m.contains("has not come yet") || m.contains("have not come yet"));
        assert_eq!(reminder.count(), 1);
        assert!(shop.mails() > before);
        assert_eq!(shop.left(mug).await, 7);

        shop.test_db.advance(7 * DAY);
        assert_eq!(dunning.run(&system).await.unwrap(), Dunned { reminded: 0, cancelled: 1 });
        works.drain().await.unwrap();
        let order = shop.shop.orders.get(late).await.unwrap();
        assert_eq!((order.lifecycle, order.payment), (Lifecycle::Cancelled, PaymentAxis::Pending));
        assert_eq!(shop.left(mug).await, 9, "what nobody paid for can be sold again");
        assert!(shop.mail_texts().iter().any(|m| m.contains("The payment did not come in time.")));
        assert_eq!(shop.shop.orders.get(paid).await.unwrap().lifecycle, Lifecycle::Placed);
        assert_eq!(dunning.run(&system).await.unwrap(), Dunned::default());
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}
