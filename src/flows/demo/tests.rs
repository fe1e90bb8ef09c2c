//! The demo stands after one command, stays as it is after a second, and its books are in order.
use std::time::{Duration, Instant};

use catalog::Catalog;
use inventory::Inventory;
use kernel::kinds::{OrderId, VariantId};
use media::{Media, WIDTHS};
use orders::{Cursor, FulfilmentAxis, Lifecycle, Listed, Orders, PaymentAxis};

use super::catalogue::categories;
use super::*;
use crate::Silent;
use crate::test_rooms::{Rooms, on_every_database, on_sqlite};

fn stock(rooms: &Rooms) -> Vec<(VariantId, i64)> {
    let read = |c: &mut db::Conn| -> Result<_, DemoError> {
        let products = Catalog::after_in(c, None, 1000)?;
        let ids: Vec<VariantId> = products.iter().flat_map(|p| p.variants.iter().map(|v| v.id)).collect();
        let there = Inventory::availability_in(c, &ids)?;
        Ok(ids.iter().map(|id| (*id, there[id].saleable)).collect())
    };
    rooms.demo.db.read_now(read).unwrap()
}

#[test]
fn it_is_built_once_and_then_left_alone() {
    on_every_database(|rooms| {
        let built = rooms.demo.build(&rooms.actor, 30, &Silent).unwrap();
        assert_eq!((built.created, built.updated, built.unchanged, built.categories), (30, 0, 0, 12));
        assert!(built.drawn > 30 && built.left > 0, "{built:?}");

        let before = (rooms.events(), rooms.files(), stock(rooms));
        rooms.test.advance(Duration::from_secs(60));
        let again = rooms.demo.build(&rooms.actor, 30, &Silent).unwrap();
        assert_eq!(again, Built { unchanged: 30, ..Built::default() });
        assert_eq!((rooms.events(), rooms.files(), stock(rooms)), before);

        let more = rooms.demo.build(&rooms.actor, 32, &Silent).unwrap();
        assert_eq!((more.created, more.unchanged), (2, 30));
    });
}

#[test]
fn every_picture_of_a_page_is_known_and_its_other_sizes_follow() {
    on_sqlite(|rooms| {
        rooms.demo.build(&rooms.actor, 24, &Silent).unwrap();
        let media = &rooms.demo.media;
        let products = rooms.demo.db.read_now(|c| Catalog::after_in(c, None, 100)).unwrap();
        let tree = rooms.demo.db.read_now(Catalog::categories_in).unwrap();
        assert_eq!(tree.len(), categories().count());
        assert!(tree.iter().all(|c| c.products == 2));
        for picture in tree.iter().filter_map(|c| c.picture.as_ref()).chain(products.iter().map(|p| &p.pictures[0]))
        {
            assert!(media.read_nearest(picture.id, 480).unwrap().1, "{picture:?}");
        }
        let colours = products.iter().find(|p| p.pictures.len() > 1).unwrap();
        let own: Vec<_> = colours.variants.iter().filter_map(|v| v.picture).collect();
        assert_eq!(own.len(), colours.variants.len());
        assert!(own.iter().all(|id| colours.pictures.iter().any(|p| p.id == *id)));

        let last = colours.pictures.last().unwrap().id;
        assert_eq!(render_sizes(&rooms.demo.db, media, &rooms.actor, last).unwrap(), WIDTHS);
        assert!(render_sizes(&rooms.demo.db, media, &rooms.actor, last).unwrap().is_empty());
        assert_eq!(
            render_sizes(&rooms.demo.db, media, &rooms.actor, products[0].pictures[0].id).unwrap(),
            [240, 750, 960]
        );
        let asset = rooms.demo.db.read_now(|c| Media::assets_in(c, &[last])).unwrap().remove(0);
        assert_eq!((asset.sizes(), asset.width, asset.height), (WIDTHS.to_vec(), 400, 500));
    });
}

#[test]
fn past_orders_leave_the_shelves_and_the_books_in_order() {
    on_every_database(|rooms| {
        let past = rooms.orders();
        assert!(past.place(&rooms.actor, 1, &Silent).is_err(), "there is nothing on sale yet");
        rooms.demo.build(&rooms.actor, 24, &Silent).unwrap();
        let shelves = stock(rooms);
        let begin = rooms.test.clock.now();
        let placed = past.place(&rooms.actor, 30, &Silent).unwrap();
        assert_eq!((placed.orders, placed.completed), (30, 10));
        assert_eq!(stock(rooms), shelves, "what was sold was booked in before");

        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let list =
            runtime.block_on(past.orders.list(&rooms.actor, Listed::default(), Cursor::Start, 50)).unwrap().0;
        assert_eq!(list.items.len(), 30);
        assert!(list.items.windows(2).all(|two| two[0].placed_at > two[1].placed_at));
        assert!(list.items[0].placed_at.since(begin) > DemoOrders::SPAN * 9 / 10);
        for order in &list.items {
            check(&runtime, &past, order.id);
        }
    });
}

/// History folds to the order; the money and the parcels agree with it.
fn check(runtime: &tokio::runtime::Runtime, past: &DemoOrders, id: OrderId) {
    let order = runtime.block_on(past.orders.get(id)).unwrap();
    let folded = Orders::fold(&runtime.block_on(past.orders.history(id)).unwrap());
    assert!(folded.whole && folded.version == order.version);
    assert_eq!(
        (folded.lifecycle, folded.payment, folded.fulfilment),
        (order.lifecycle, order.payment, order.fulfilment)
    );
    let reference = Orders::reference(id);
    let paid = runtime.block_on(past.payments.of(&[reference])).unwrap().remove(&reference).unwrap();
    let captured: i64 = paid.iter().map(|p| p.captured.amount).sum();
    let whole = order.lifecycle == Lifecycle::Completed;
    assert_eq!(captured, if whole { order.total } else { 0 });
    assert_eq!(whole, order.payment == PaymentAxis::Paid && order.fulfilment == FulfilmentAxis::Fulfilled);
    assert!(order.lines.iter().all(|l| l.shipped == if whole { l.quantity } else { 0 }));
}

/// `cargo test --release -p sundry-flows how_long -- --ignored --nocapture`
#[test]
#[ignore = "measures; run it alone, in release"]
fn how_long_it_takes() {
    on_sqlite(|rooms| {
        let begin = Instant::now();
        let built = rooms.demo.build(&rooms.actor, 240, &Silent).unwrap();
        println!("240 products: {:?} {built:?}", begin.elapsed());
        let begin = Instant::now();
        let again = rooms.demo.build(&rooms.actor, 240, &Silent).unwrap();
        println!("again: {:?} {again:?}", begin.elapsed());
        let begin = Instant::now();
        rooms.orders().place(&rooms.actor, 3000, &Silent).unwrap();
        println!("3000 orders: {:?}", begin.elapsed());
        let begin = Instant::now();
        let more = rooms.demo.build(&rooms.actor, 2400, &Silent).unwrap();
        println!("2160 products more: {:?} {more:?}", begin.elapsed());
    });
}
