//! One deed on everything the list of orders finds.
use kernel::kinds::{BatchId, OrderId};
use kernel::{Coded, Correlation};
use orders::{BatchState, Cursor, Deed, Listed, OrdersError};

use crate::support::{TestShop, engine, placed, story};

fn tag(name: &str) -> Deed {
    Deed::Tag { tags: vec![name.to_owned()] }
}

fn is_shipped(mail: &str) -> bool {
    mail.lines().any(|line| line.starts_with("Subject:") && line.contains("on its way"))
}

async fn ready(shop: &TestShop, count: usize) -> Vec<OrderId> {
    let mug = shop.sells("mug", 2400, 500).await;
    let mut out = Vec::new();
    for _ in 0..count {
        out.push(placed(shop.buys("ada", &[(mug, 1)], "test", "ok").await).order);
    }
    out
}

async fn to_ship(shop: &TestShop) -> u64 {
    shop.shop.orders.count(&shop.clerk(), vec![Listed::to_ship()]).await.unwrap()[0].count
}

async fn books_are_clean(shop: &TestShop) {
    engine(&shop.shop).drain().await.unwrap();
    let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
    assert!(report.is_clean(), "{report}");
}

story! {
    async fn all_that_is_ready_goes_out_and_the_rest_stays(shop: TestShop) {
        let mut all = ready(&shop, 15).await;
        let cancelled = all.pop().unwrap();
        shop.shop.orders.cancel(&shop.manager(), cancelled, "broken").await.unwrap();
        let mug = shop.sells("cup", 2400, 50).await;
        let unpaid = shop.sold("bob", &[(mug, 1)]).await;
        engine(&shop.shop).drain().await.unwrap();
        let (orders, clerk, id) = (&shop.shop.orders, shop.clerk(), BatchId::new(shop.test_db.clock.now()));
        shop.test_db.advance(std::time::Duration::from_secs(1));
        let seen_at = shop.test_db.clock.now();
        shop.test_db.advance(std::time::Duration::from_secs(1));
        let later = placed(shop.buys("cleo", &[(mug, 1)], "test", "ok").await).order;
        let deed = Deed::Ship { carrier: " DHL ".into() };
        for _ in 0..2 {
            orders.do_to_all(&clerk, id, &Listed::default(), deed.clone(), seen_at).await.unwrap();
        }
        assert_eq!(orders.running_batches().await.unwrap().len(), 1, "a second click begins nothing");
        books_are_clean(&shop).await;

        let (batch, refused) = orders.batch(&clerk, id).await.unwrap();
        assert_eq!((batch.state, batch.total, batch.seen, batch.done), (BatchState::Done, 14, 14, 14));
        assert!(refused.is_empty() && batch.ended_at.is_some());
        for order in &all {
            let history = orders.history(*order).await.unwrap();
            let shipped: Vec<_> = history.iter().filter(|e| matches!(e.happened, orders::Happened::Shipped { .. })).collect();
            assert_eq!(shipped.len(), 1);
            assert_eq!(shipped[0].actor, clerk.label(), "history names whoever asked for it");
            assert_eq!(orders.fulfilments(*order).await.unwrap()[0].carrier, "DHL");
        }
        for order in [unpaid, later, cancelled] {
            assert!(orders.fulfilments(order).await.unwrap().is_empty());
        }
        assert_eq!(to_ship(&shop).await, 1, "what was placed later stays");
        let sent = shop.mail_texts().iter().filter(|m| is_shipped(m)).count();
        assert_eq!(sent, 14, "each buyer is told once");
    }
}

story! {
    async fn tags_come_to_all_that_words_find_and_go_again(shop: TestShop) {
        let all = ready(&shop, 9).await;
        let many: Vec<String> = (0..20).map(|i| format!("t{i}")).collect();
        shop.shop.orders.tag(&shop.clerk(), vec![all[4]], &many, &[]).await.unwrap();
        engine(&shop.shop).drain().await.unwrap();
        let (orders, clerk, now) = (&shop.shop.orders, shop.clerk(), shop.test_db.clock.now());
        let now = kernel::Micros(now.0 + 1);
        let ada = Listed { query: "ada".into(), ..Listed::default() };
        let id = BatchId::new(now);
        orders.do_to_all(&clerk, id, &ada, tag(" #Rush "), now).await.unwrap();
        orders.carry_on(&Correlation::new(), id).await.unwrap();
        let (batch, refused) = orders.batch(&clerk, id).await.unwrap();
        assert_eq!((batch.seen, batch.done, batch.state), (9, 8, BatchState::Done));
        assert_eq!((refused.len(), refused[0].order, refused[0].code.as_str()), (1, all[4], "order_tag"));
        assert_eq!(orders.tags(&[all[4]]).await.unwrap()[&all[4]].len(), 20, "what was refused is untouched");

        // The list loses each order that is done, and is walked to its end nevertheless.
        let rush = Listed { tag: Some("rush".into()), ..Listed::default() };
        let back = BatchId::new(now);
        orders.do_to_all(&clerk, back, &rush, Deed::Untag { tags: vec!["rush".into()] }, now).await.unwrap();
        books_are_clean(&shop).await;
        assert_eq!(orders.batch(&clerk, back).await.unwrap().0.done, 8);
        let (slice, _) = orders.list(&clerk, rush, Cursor::Start, 50).await.unwrap();
        assert!(slice.items.is_empty());
    }
}

story! {
    async fn a_batch_is_stopped_and_what_cannot_be_done_is_told(shop: TestShop) {
        ready(&shop, 8).await;
        engine(&shop.shop).drain().await.unwrap();
        let (orders, clerk) = (&shop.shop.orders, shop.clerk());
        let now = kernel::Micros(shop.test_db.clock.now().0 + 1);
        let id = BatchId::new(now);
        orders.do_to_all(&clerk, id, &Listed::default(), tag("rush"), now).await.unwrap();
        assert!(orders.stop_batch(&shop.shopper(), id).await.is_err());
        assert!(orders.stop_batch(&clerk, id).await.unwrap());
        assert!(!orders.stop_batch(&clerk, id).await.unwrap(), "it is over");
        orders.carry_on(&Correlation::new(), id).await.unwrap();
        let (batch, _) = orders.batch(&clerk, id).await.unwrap();
        assert_eq!((batch.state, batch.seen, batch.done), (BatchState::Stopped, 0, 0));

        let begin = async |listed: Listed, deed: Deed| {
            orders.do_to_all(&clerk, BatchId::new(now), &listed, deed, now).await.unwrap_err().code()
        };
        let nobody = Listed { query: "nobody".into(), ..Listed::default() };
        assert_eq!(begin(nobody, tag("rush")).await, "nothing_found");
        assert_eq!(begin(Listed::cancelled(), Deed::Ship { carrier: String::new() }).await, "nothing_found");
        assert_eq!(begin(Listed::default(), Deed::Tag { tags: vec![] }).await, "order_tag");
        let by_nobody = orders.do_to_all(&shop.shopper(), id, &Listed::default(), tag("rush"), now).await;
        assert!(matches!(by_nobody, Err(OrdersError::Forbidden(_))));
        assert!(matches!(orders.batch(&clerk, BatchId::new(now)).await, Err(OrdersError::NotFound)));
    }
}
