//! Goods behind the counter, and those who buy them.
use catalog::{Cursor, Level, SkuListing};
use customers::PeopleListing;
use kernel::Money;

use crate::support::{TestShop, engine, story};

async fn levels(shop: &TestShop, level: Level) -> Vec<String> {
    let listing = SkuListing { query: String::new(), level: Some(level) };
    let skus = shop.shop.catalog.skus(listing, Cursor::Start, 10).await.unwrap();
    skus.items.into_iter().map(|s| s.title).collect()
}

story! {
    async fn lists_know_what_sales_leave(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 12).await;
        let works = engine(&shop.shop);
        works.drain().await.unwrap();
        let title = shop.shop.catalog.sku_cards(&[mug]).await.unwrap()[&mug].title.clone();
        assert_eq!(levels(&shop, Level::In).await, std::slice::from_ref(&title));
        let (inventory, db) = (shop.shop.inventory.clone(), shop.shop.db.clone());
        let manager = shop.manager();
        let warned = db.write(&manager, move |tx| {
            let here = inventory::Inventory::first_location_in(tx)?.unwrap();
            inventory.warn_at(tx, here, mug, Some(9))
        });
        assert!(warned.await.unwrap());
        shop.sold("ada", &[(mug, 3)]).await;
        works.drain().await.unwrap();
        assert_eq!(levels(&shop, Level::Low).await, std::slice::from_ref(&title), "nine are left, and nine were asked for");
        shop.sold("bob", &[(mug, 9)]).await;
        works.drain().await.unwrap();
        assert_eq!(levels(&shop, Level::Out).await, [title]);
        assert!(levels(&shop, Level::Low).await.is_empty() && levels(&shop, Level::In).await.is_empty());
    }
}

story! {
    async fn a_count_that_is_behind_a_sale_is_refused(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 5).await;
        let order = shop.sold("ada", &[(mug, 2)]).await;
        let (inventory, db) = (shop.shop.inventory.clone(), shop.shop.db.clone());
        let count = |shown: i64, counted: i64| {
            let inventory = inventory.clone();
            let (db, manager) = (db.clone(), shop.manager());
            async move { db.write(&manager, move |tx| {
                let here = inventory::Inventory::first_location_in(tx)?.unwrap();
                inventory.recount(tx, here, mug, shown, counted, "stock-take")
            }).await }
        };
        assert!(matches!(count(5, 1).await, Err(inventory::InventoryError::Negative { .. })), "two are promised");
        assert!(count(5, 4).await.unwrap());
        shop.shop.orders.capture(&shop.clerk(), order).await.unwrap();
        shop.shop.orders.ship(&shop.clerk(), order, "", "").await.unwrap();
        assert!(matches!(count(4, 4).await, Err(inventory::InventoryError::Moved { now: 2, .. })));
        let ledger = shop.shop.inventory.movements(mug, None, 10).await.unwrap();
        let booked: Vec<_> = ledger.iter().map(|m| (m.kind.as_str(), m.quantity)).collect();
        assert_eq!(booked[..2], [("shipped", -2), ("adjusted", -1)]);
        assert_eq!(ledger[1].reference, "stock-take");
    }
}

story! {
    async fn who_buys_is_known_with_what_it_came_to(shop: TestShop) {
        let mug = shop.sells("mug", 2400, 20).await;
        let first = shop.sold("ada", &[(mug, 1)]).await;
        shop.sold("ada", &[(mug, 2)]).await;
        shop.test_db.advance(std::time::Duration::from_secs(60));
        shop.sold("bob", &[(mug, 1)]).await;
        shop.shop.orders.cancel(&shop.manager(), first, "changed her mind").await.unwrap();
        let (customers, manager) = (shop.shop.customers.clone(), shop.manager());
        let people = customers.people(&manager, PeopleListing::default(), 1).await.unwrap();
        assert_eq!(people.len(), 2, "one, and one more that says there are more");
        assert_eq!(people[0].email, "bob@example.org");
        let after = PeopleListing { after: Some((kernel::Micros(people[0].last_order_at), people[0].id)), ..Default::default() };
        let ada = customers.people(&manager, after, 1).await.unwrap().pop().unwrap();
        assert_eq!(ada.email, "ada@example.org");
        let emails = vec![ada.email.clone(), "zoe@example.org".to_owned()];
        let sums = shop.shop.orders.sums_of(&manager, emails).await.unwrap();
        assert_eq!(sums[&ada.email].orders, 1, "what was cancelled does not count");
        assert_eq!(sums[&ada.email].totals, [Money::new(4800 + 490, kernel::Currency::EUR)]);
        assert!(!sums.contains_key("zoe@example.org"));
        assert_eq!(shop.shop.orders.latest_of(&manager, &ada.email, 10).await.unwrap().len(), 2);

        let (room, id) = (customers.clone(), ada.id);
        let group = shop.shop.db.write(&manager, move |tx| {
            let group = room.create_group(tx, "Cafés")?;
            room.set_marks(tx, id, &[group], &["clay".to_owned(), "clay".to_owned()])?;
            room.add_note(tx, id, "Rings twice")?;
            Ok::<_, customers::CustomersError>(group)
        });
        let group = group.await.unwrap();
        let person = customers.person(&manager, id).await.unwrap().unwrap();
        assert_eq!((person.groups.as_slice(), person.tags.as_slice()), ([group].as_slice(), ["clay".to_owned()].as_slice()));
        assert_eq!(person.notes[0].body, "Rings twice");
        for listing in [
            PeopleListing { query: "ADA".into(), ..Default::default() },
            PeopleListing { group: Some(group), ..Default::default() },
            PeopleListing { tag: Some("clay".into()), ..Default::default() },
        ] {
            let found = customers.people(&manager, listing.clone(), 5).await.unwrap();
            assert_eq!(found.iter().map(|p| p.id).collect::<Vec<_>>(), [id], "{listing:?}");
        }
        assert!(customers.people(&shop.shopper(), PeopleListing::default(), 5).await.is_err());
        let room = customers.clone();
        shop.shop.db.write(&manager, move |tx| { room.delete_group(tx, group)?; room.forget_marks(tx, id) }).await.unwrap();
        let person = customers.person(&manager, id).await.unwrap().unwrap();
        assert!(person.groups.is_empty() && person.tags.is_empty() && person.notes.is_empty());
    }
}
