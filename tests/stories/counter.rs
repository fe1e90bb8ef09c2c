//! Behind the counter: finding orders, and sending many.
use std::time::Duration;

use kernel::kinds::OrderId;
use orders::{Cursor, FulfilmentAxis, Lifecycle, Listed, Orders, PaymentAxis, ToSend};

use crate::support::{TestShop, engine, placed, story};

async fn found(shop: &TestShop, listed: Listed) -> Vec<OrderId> {
    let (slice, counted) = shop.shop.orders.list(&shop.clerk(), listed, Cursor::Start, 50).await.unwrap();
    assert_eq!(counted.count, slice.items.len() as u64);
    assert!(!counted.more && !slice.before && !slice.after);
    slice.items.into_iter().map(|row| row.id).collect()
}

fn words(query: &str) -> Listed {
    Listed { query: query.to_owned(), ..Listed::default() }
}

story! {
    async fn orders_are_found_by_their_axes_their_time_and_their_words(shop: TestShop) {
        let (mug, vase) = (shop.sells("mug", 2400, 50).await, shop.sells("vase", 9900, 50).await);
        let transfer = shop.sold("ada", &[(mug, 1)]).await;
        shop.test_db.advance(Duration::from_secs(60));
        let card = placed(shop.buys("bob", &[(mug, 1), (vase, 1)], "test", "ok").await).order;
        shop.test_db.advance(Duration::from_secs(60));
        let sent = placed(shop.buys("ada", &[(vase, 2)], "test", "capture").await).order;
        shop.shop.orders.ship(&shop.clerk(), sent, "DHL", "JD0034-9").await.unwrap();
        shop.test_db.advance(Duration::from_secs(60));
        let cancelled = shop.sold("cleo", &[(mug, 2)]).await;
        shop.shop.orders.cancel(&shop.clerk(), cancelled, "double").await.unwrap();
        engine(&shop.shop).drain().await.unwrap();

        assert_eq!(found(&shop, Listed::default()).await, [cancelled, sent, card, transfer]);
        assert_eq!(found(&shop, Listed::to_ship()).await, [card]);
        assert_eq!(found(&shop, Listed::to_capture()).await, [card]);
        assert_eq!(found(&shop, Listed::awaited()).await, [transfer]);
        assert_eq!(found(&shop, Listed::unpaid()).await, [transfer]);
        assert_eq!(found(&shop, Listed::declined()).await, []);
        assert_eq!(found(&shop, Listed::cancelled()).await, [cancelled]);
        let paid = Listed { payment: vec![PaymentAxis::Paid], ..Listed::default() };
        assert_eq!(found(&shop, paid.clone()).await, [sent]);
        assert_eq!(found(&shop, Listed { fulfilment: vec![FulfilmentAxis::Unfulfilled], ..paid }).await, []);
        let at = shop.shop.orders.get(card).await.unwrap().placed_at;
        assert_eq!(found(&shop, Listed { until: Some(at), ..Listed::default() }).await, [transfer]);
        let placed = Listed { lifecycle: vec![Lifecycle::Placed], from: Some(at), ..Listed::default() };
        assert_eq!(found(&shop, placed).await, [card]);

        let number = shop.shop.orders.get(card).await.unwrap().number;
        let digits = number.trim_start_matches("S-").to_owned();
        for (query, expected) in [
            ("ada@example.org", vec![sent, transfer]),
            ("ADA", vec![sent, transfer]),
            ("sku-vase", vec![sent, card]),
            ("ada sku-vase", vec![sent]),
            ("jd0034", vec![sent]),
            (number.as_str(), vec![card]),
            (digits.as_str(), vec![card]),
            ("nobody", vec![]),
            ("ada bob", vec![]),
            ("%_", vec![]),
        ] {
            assert_eq!(found(&shop, words(query)).await, expected, "{query}");
        }
        assert_eq!(found(&shop, Listed { payment: vec![PaymentAxis::Paid], ..words("ada") }).await, [sent]);
        let shopper = shop.shop.orders.list(&shop.shopper(), Listed::default(), Cursor::Start, 5).await;
        assert!(matches!(shopper, Err(orders::OrdersError::Forbidden(_))));
    }
}

story! {
    async fn a_page_of_very_words_is_enough_and_few_are_joined_by_what_begins_so(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 500).await;
        let mut lees = Vec::new();
        for name in ["ann-lee", "anna-lee", "ann-leeds", "bob-lee"] {
            lees.push(shop.sold(name, &[(mug, 1)]).await);
            shop.test_db.advance(Duration::from_secs(1));
        }
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        assert_eq!(found(&shop, words("ann lee")).await, [lees[2], lees[1], lees[0]]);
        for _ in 0..200 {
            shop.sold("ann-lee", &[(mug, 1)]).await;
        }
        works.drain().await.unwrap();
        let clerk = shop.clerk();
        let list = |query| shop.shop.orders.list(&clerk, words(query), Cursor::Start, 500);
        let (slice, counted) = list("ann lee").await.unwrap();
        assert_eq!((slice.items.len(), counted.count, counted.more), (201, 201, false));
        assert!(slice.items.iter().all(|row| ![lees[1], lees[2]].contains(&row.id)));
        assert_eq!(list("anna lee").await.unwrap().0.items.len(), 1);
    }
}

story! {
    async fn a_list_is_turned_forth_and_back_without_losing_any(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 50).await;
        let mut all = Vec::new();
        for i in 0..9 {
            // Some at the very same moment.
            if i % 3 == 0 {
                shop.test_db.advance(Duration::from_secs(1));
            }
            let method = if i % 2 == 0 { "offline" } else { "test" };
            all.push(placed(shop.buys("ada", &[(mug, 1)], method, "ok").await).order);
        }
        engine(&shop.shop).drain().await.unwrap();
        let open = vec![PaymentAxis::Authorized, PaymentAxis::Pending];
        for listed in [Listed::default(), Listed { payment: open, ..Listed::default() }, words("ada")] {
            let list = async |cursor| shop.shop.orders.list(&shop.clerk(), listed.clone(), cursor, 4).await.unwrap().0;
            let first = list(Cursor::Start).await;
            let second = list(Cursor::After(first.items[3].id)).await;
            let third = list(Cursor::After(second.items[3].id)).await;
            let ids = |s: &orders::Slice| s.items.iter().map(|row| row.id).collect::<Vec<_>>();
            let mut seen = [ids(&first), ids(&second), ids(&third)].concat();
            assert_eq!((first.before, first.after, second.before, second.after), (false, true, true, true));
            assert_eq!((third.items.len(), third.before, third.after), (1, true, false));
            assert_eq!(ids(&list(Cursor::Before(third.items[0].id)).await), ids(&second));
            assert_eq!(ids(&list(Cursor::Before(second.items[0].id)).await), ids(&first));
            seen.sort_unstable();
            let mut all = all.clone();
            all.sort_unstable();
            assert_eq!(seen, all, "{listed:?}");
        }
    }
}

story! {
    async fn orders_of_an_older_release_become_findable(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 50).await;
        let order = shop.sold("ada", &[(mug, 1)]).await;
        assert_eq!(found(&shop, words("ada")).await, []);
        flows::orders::index_older(&shop.shop.db, &shop.clerk()).await.unwrap();
        assert_eq!(found(&shop, words("ada")).await, [order]);
        shop.test_db.advance(Duration::from_secs(1));
        let later = shop.sold("ada", &[(mug, 1)]).await;
        let done = shop.shop.db.write(&shop.clerk(), |tx| Orders::index_older(tx, 10)).await.unwrap();
        assert_eq!(done, 0, "once is enough: what comes later is told by events");
        assert_eq!(found(&shop, words("ada")).await, [order]);
        engine(&shop.shop).drain().await.unwrap();
        assert_eq!(found(&shop, words("ada")).await, [later, order]);
    }
}

story! {
    async fn many_go_out_and_one_that_cannot_keeps_no_other_back(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 50).await;
        let mut parcels = Vec::new();
        for i in 0..5 {
            let order = placed(shop.buys("ada", &[(mug, 1)], "test", "capture").await).order;
            parcels.push(ToSend { order, carrier: "DHL".into(), tracking: format!("00{i}") });
        }
        shop.shop.orders.cancel(&shop.manager(), parcels[2].order, "broken").await.unwrap();
        let done = shop.shop.orders.ship_many(&shop.clerk(), &parcels).await.unwrap();
        assert_eq!(done.iter().map(|(_, sent)| sent.is_ok()).collect::<Vec<_>>(), [true, true, false, true, true]);
        let last = shop.shop.orders.fulfilments(parcels[4].order).await.unwrap();
        assert_eq!(last[0].tracking, "004");
        assert!(shop.shop.orders.ship_many(&shop.shopper(), &parcels).await.is_err());
        engine(&shop.shop).drain().await.unwrap();
        let report = flows::books::Books::new(shop.shop.db.clone()).check(None).unwrap();
        assert!(report.is_clean(), "{report}");
    }
}

story! {
    async fn tags_are_kept_and_a_list_is_cut_by_them(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 50).await;
        let (one, two) = (shop.sold("ada", &[(mug, 1)]).await, shop.sold("bob", &[(mug, 1)]).await);
        let (orders, clerk) = (&shop.shop.orders, shop.clerk());
        let tags = |tags: &[&str]| tags.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        assert_eq!(orders.tag(&clerk, vec![one, two], &tags(&["Gift", "rush"]), &[]).await.unwrap(), 2);
        assert_eq!(orders.tag(&clerk, vec![one, two], &tags(&["gift"]), &[]).await.unwrap(), 0);
        assert_eq!(orders.tag(&clerk, vec![two], &[], &tags(&["rush"])).await.unwrap(), 1);
        assert_eq!(orders.tags(&[one, two]).await.unwrap()[&one], ["gift", "rush"]);
        let tagged = |tag: &str| Listed { tag: Some(tag.to_owned()), ..Listed::default() };
        assert_eq!(found(&shop, tagged("rush")).await, [one]);
        let mut both = found(&shop, tagged("gift")).await;
        both.sort_unstable();
        let mut expected = [one, two];
        expected.sort_unstable();
        assert_eq!(both, expected);
        engine(&shop.shop).drain().await.unwrap();
        assert_eq!(found(&shop, Listed { query: "bob".into(), ..tagged("gift") }).await, [two]);
        assert_eq!(orders.known_tags().await.unwrap(), ["gift", "rush"]);
        let many: Vec<String> = (0..21).map(|i| format!("t{i}")).collect();
        assert_eq!(kernel::Coded::code(&orders.tag(&clerk, vec![one], &many, &[]).await.unwrap_err()), "order_tag");
        assert!(orders.tag(&shop.shopper(), vec![one], &many, &[]).await.is_err());
    }
}
