//! Looking after the log.
use std::time::Duration;

use db::DbError;
use events::admin::{self, Since};
use events::{Cursor, Recording, SubscriberError, Subscription};
use testkit::TestDb;

use crate::support::*;

testkit::both_databases! { &MIGRATIONS;

async fn lag_is_told_in_events_and_seconds(t: TestDb) {
    let engine = subscribing(&t.db, book_keeper("book"));
    engine.drain().await.unwrap();
    record(&t.db, &[painted("f1", 1), painted("f1", 2)]).await;
    t.db.write(&actor(), |tx| Ok::<_, DbError>(tx.record(&Felled { tree: "oak".into() })?)).await.unwrap();
    t.advance(Duration::from_secs(90));
    let now = t.clock.now();
    let lag = read(&t.db, move |c| admin::lag(c, now)).await;
    assert_eq!((lag[0].subscriber.as_str(), lag[0].behind, lag[0].seconds), ("book", 2, 90));
}

async fn a_long_backlog_is_not_counted_to_its_end(t: TestDb) {
    let engine = subscribing(&t.db, book_keeper("book"));
    engine.drain().await.unwrap();
    let first = t.clock.now();
    record(&t.db, &[painted("f0", 1)]).await;
    t.advance(Duration::from_secs(30));
    for piece in 0..21 {
        let events: Vec<_> = (1..=500).map(|v| painted("f1", piece * 500 + v)).collect();
        record(&t.db, &events).await;
    }
    let now = t.clock.now();
    let lag = read(&t.db, move |c| admin::lag(c, now)).await;
    let age = now.since(first).as_secs() as i64;
    assert_eq!((lag[0].behind, lag[0].more, lag[0].seconds), (10_000, true, age));
}

async fn only_what_all_have_passed_is_trimmed(t: TestDb) {
    let fast = subscribing(&t.db, book_keeper("fast"));
    let stuck = Subscription::new("stuck")
        .on::<Painted>(|_, _, e| if e.version == 2 { Err(SubscriberError::failed("no")) } else { Ok(()) });
    let stuck = subscribing(&t.db, stuck);
    record(&t.db, &(1..=4).map(|v| painted("f1", v)).collect::<Vec<_>>()).await;
    fast.drain().await.unwrap();
    let from = Since::Start;
    stuck.drain().await.unwrap();
    assert!(write(&t.db, move |tx| admin::replay(tx, "stuck", from)).await);
    t.advance(Duration::from_secs(3600));
    let now = t.clock.now();
    assert_eq!(write(&t.db, move |tx| admin::trim(tx, now, 100)).await, 0, "one has still to take them");
    stuck.drain().await.unwrap();
    record(&t.db, &[painted("f1", 5)]).await;
    fast.drain().await.unwrap();
    assert_eq!(write(&t.db, move |tx| admin::trim(tx, now, 2)).await, 2);
    assert_eq!(write(&t.db, move |tx| admin::trim(tx, now, 100)).await, 1, "what is held stays");
    fast.drain().await.unwrap();
    let left = read(&t.db, |c| admin::tail(c, Cursor::START, 10)).await;
    assert_eq!(left.iter().map(|e| e.version).collect::<Vec<_>>(), [2, 5]);
    // A subscriber that is gone for good holds nothing.
    assert!(write(&t.db, |tx| admin::forget(tx, "stuck")).await);
    assert_eq!(write(&t.db, move |tx| admin::trim(tx, now, 100)).await, 1);
}

async fn a_log_restored_elsewhere_goes_on(t: TestDb) {
    let engine = subscribing(&t.db, book_keeper("book"));
    record(&t.db, &[painted("f1", 1)]).await;
    engine.drain().await.unwrap();
    record(&t.db, &[painted("f1", 2)]).await;
    assert!(!read(&t.db, admin::needs_rebase).await);
    write(&t.db, admin::rebase).await;
    record(&t.db, &[painted("f1", 3)]).await;
    engine.drain().await.unwrap();
    assert_eq!(lines(&t.db, "book").await, ["f1@1", "f1@2", "f1@3"]);
}

}
