//! Each (event, subscriber) effect once, whatever dies or fails.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use db::{Db, DbError};
use events::admin::{self, Lag, Since};
use events::{Event, Recording, SubscriberError, Subscription, Subscriptions};
use kernel::Micros;
use parking_lot::Mutex;
use testkit::TestDb;

use crate::support::*;

async fn lag(db: &Db, now: Micros) -> Vec<Lag> {
    read(db, move |c| admin::lag(c, now)).await
}

/// Fails on fence `bad`, and on the first of `halting`, while `broken` stands.
fn choosy(name: &'static str, broken: &Arc<AtomicBool>) -> Subscription {
    let broken = broken.clone();
    Subscription::new(name).on::<Painted>(move |tx, recorded, e| {
        write_down(tx, name, &line(recorded))?;
        let bad = e.fence == "bad" || (e.fence == "halting" && e.version == 1);
        if bad && broken.load(Ordering::SeqCst) {
            return Err(SubscriberError::failed("it will not stick"));
        }
        Ok(())
    })
}

/// Lets all retries of a failing event come and go.
async fn through_all_retries(t: &TestDb, engine: &events::Engine) {
    for _ in 0..events::ATTEMPTS + 2 {
        t.advance(Duration::from_secs(600));
        engine.drain().await.unwrap();
    }
}

testkit::both_databases! { &MIGRATIONS;

async fn every_event_has_its_effect_once(t: TestDb) {
    let mut subscriptions = Subscriptions::new();
    subscriptions.add(book_keeper("a")).add(book_keeper("b"));
    let engine = engine(&t.db, subscriptions, events::Jobs::new());
    let many: Vec<Painted> = (1..=700).map(|v| painted("f1", v)).collect();
    record(&t.db, &many).await;
    engine.drain().await.unwrap();
    record(&t.db, &[painted("f2", 1)]).await;
    t.db.write(&actor(), |tx| Ok::<_, DbError>(tx.record(&Felled { tree: "oak".into() })?)).await.unwrap();
    engine.drain().await.unwrap();
    engine.drain().await.unwrap();
    for book in ["a", "b"] {
        let mut found = lines(&t.db, book).await;
        assert_eq!(found.len(), 701);
        found.sort();
        found.dedup();
        assert_eq!(found.len(), 701);
    }
    assert!(lag(&t.db, t.clock.now()).await.iter().all(|l| l.behind == 0 && l.seconds == 0));
}

async fn the_first_subscribers_take_what_is_there_and_later_ones_what_comes(t: TestDb) {
    record(&t.db, &[painted("f1", 1)]).await;
    subscribing(&t.db, book_keeper("first")).drain().await.unwrap();
    let late = subscribing(&t.db, book_keeper("late"));
    let whole = subscribing(&t.db, book_keeper("whole").from_start());
    late.drain().await.unwrap();
    record(&t.db, &[painted("f1", 2)]).await;
    late.drain().await.unwrap();
    whole.drain().await.unwrap();
    assert_eq!(lines(&t.db, "first").await, ["f1@1"]);
    assert_eq!(lines(&t.db, "late").await, ["f1@2"]);
    assert_eq!(lines(&t.db, "whole").await, ["f1@1", "f1@2"]);
}

async fn two_instances_do_not_double(t: TestDb) {
    let elsewhere = t.another();
    let (a, b) = (subscribing(&t.db, book_keeper("book")), subscribing(&elsewhere, book_keeper("book")));
    for round in 0..4 {
        let some: Vec<Painted> = (1..=60).map(|v| painted("f1", round * 60 + v)).collect();
        record(&t.db, &some).await;
        let (x, y) = tokio::join!(a.drain(), b.drain());
        x.unwrap();
        y.unwrap();
    }
    a.drain().await.unwrap();
    b.drain().await.unwrap();
    let mut found = lines(&t.db, "book").await;
    found.sort();
    assert_eq!(found.len(), 240);
    found.dedup();
    assert_eq!(found.len(), 240);
}

async fn a_lost_instance_is_followed_by_another_when_its_lease_ends(t: TestDb) {
    let elsewhere = t.another();
    let (a, b) = (subscribing(&t.db, book_keeper("book")), subscribing(&elsewhere, book_keeper("book")));
    record(&t.db, &[painted("f1", 1)]).await;
    // It dies with the lease in hand.
    a.hand_out().await.unwrap();
    record(&t.db, &[painted("f1", 2)]).await;
    assert_eq!(b.hand_out().await.unwrap(), 0);
    t.advance(Duration::from_secs(5));
    assert_eq!(b.hand_out().await.unwrap(), 1);
    // The first was only slow; it finds that it is no longer its turn.
    record(&t.db, &[painted("f1", 3)]).await;
    assert_eq!(a.hand_out().await.unwrap(), 0);
    b.drain().await.unwrap();
    assert_eq!(lines(&t.db, "book").await, ["f1@1", "f1@2", "f1@3"]);
}

async fn a_poison_event_is_parked_and_the_others_go_on(t: TestDb) {
    let broken = Arc::new(AtomicBool::new(true));
    let engine = subscribing(&t.db, choosy("book", &broken));
    record(&t.db, &[painted("f1", 1), painted("bad", 1), painted("f1", 2), painted("bad", 2)]).await;
    engine.drain().await.unwrap();
    assert_eq!(lines(&t.db, "book").await, ["f1@1", "f1@2"], "its effect is undone, theirs are not");
    let l = &lag(&t.db, t.clock.now()).await[0];
    assert_eq!((l.behind, l.waiting, l.parked), (0, 2, 0));
    // The attempts are in the table: another instance goes on counting.
    let elsewhere = t.another();
    let engine = subscribing(&elsewhere, choosy("book", &broken));
    through_all_retries(&t, &engine).await;
    let l = &lag(&t.db, t.clock.now()).await[0];
    assert_eq!((l.behind, l.waiting, l.parked), (0, 0, 2));
    let parked = read(&t.db, |c| admin::parked(c, Some("book"), 10)).await;
    assert_eq!(parked.iter().map(|p| p.attempts).collect::<Vec<_>>(), [5, 5]);
    assert!(parked[0].error.contains("will not stick"));
    // Staff: one is tried again when it is mended, the other given up.
    broken.store(false, Ordering::SeqCst);
    let seqs = [parked[0].seq, parked[1].seq];
    assert!(write(&t.db, move |tx| admin::parked_retry(tx, "book", seqs[0])).await);
    assert!(write(&t.db, move |tx| admin::parked_skip(tx, "book", seqs[1])).await);
    assert!(!write(&t.db, move |tx| admin::parked_skip(tx, "book", seqs[1])).await);
    engine.drain().await.unwrap();
    let mut found = lines(&t.db, "book").await;
    found.sort();
    assert_eq!(found, ["bad@1", "f1@1", "f1@2"]);
    let l = &lag(&t.db, t.clock.now()).await[0];
    assert_eq!((l.waiting, l.parked), (0, 0));
}

async fn a_retry_that_succeeds_has_its_effect_once(t: TestDb) {
    let broken = Arc::new(AtomicBool::new(true));
    let engine = subscribing(&t.db, choosy("book", &broken));
    record(&t.db, &[painted("bad", 1)]).await;
    engine.drain().await.unwrap();
    broken.store(false, Ordering::SeqCst);
    engine.drain().await.unwrap();
    assert!(lines(&t.db, "book").await.is_empty(), "not before its time");
    through_all_retries(&t, &engine).await;
    assert_eq!(lines(&t.db, "book").await, ["bad@1"]);
}

async fn an_ordered_stream_halts_and_others_go_on(t: TestDb) {
    let broken = Arc::new(AtomicBool::new(true));
    let engine = subscribing(&t.db, choosy("book", &broken).ordered());
    record(&t.db, &[painted("halting", 1), painted("f1", 1), painted("halting", 2)]).await;
    engine.drain().await.unwrap();
    through_all_retries(&t, &engine).await;
    record(&t.db, &[painted("f1", 2), painted("halting", 3)]).await;
    through_all_retries(&t, &engine).await;
    assert_eq!(lines(&t.db, "book").await, ["f1@1", "f1@2"]);
    let l = &lag(&t.db, t.clock.now()).await[0];
    assert_eq!((l.behind, l.waiting, l.parked), (0, 2, 1));
    let seq = read(&t.db, |c| admin::parked(c, None, 1)).await[0].seq;
    broken.store(false, Ordering::SeqCst);
    assert!(write(&t.db, move |tx| admin::parked_retry(tx, "book", seq)).await);
    engine.drain().await.unwrap();
    assert_eq!(lines(&t.db, "book").await.split_off(2), ["halting@1", "halting@2", "halting@3"]);
    let l = &lag(&t.db, t.clock.now()).await[0];
    assert_eq!((l.waiting, l.parked), (0, 0));
}

async fn a_panic_counts_as_a_failure_of_its_event_alone(t: TestDb) {
    let calls = Arc::new(AtomicU64::new(0));
    let count = calls.clone();
    let engine = subscribing(
        &t.db,
        Subscription::new("book").on::<Painted>(move |tx, recorded, e| {
            write_down(tx, "book", &line(recorded))?;
            // Inside a savepoint of its own: nothing of it may be left open.
            tx.savepoint(|_| {
                if e.fence == "bad" {
                    count.fetch_add(1, Ordering::SeqCst);
                    panic!("paint everywhere");
                }
                Ok::<_, SubscriberError>(())
            })
        }),
    );
    record(&t.db, &[painted("f1", 1), painted("bad", 1), painted("f1", 2)]).await;
    engine.drain().await.unwrap();
    assert_eq!(lines(&t.db, "book").await, ["f1@1", "f1@2"]);
    through_all_retries(&t, &engine).await;
    assert_eq!(calls.load(Ordering::SeqCst), 5);
    let parked = read(&t.db, |c| admin::parked(c, None, 10)).await;
    assert_eq!((parked.len(), parked[0].state.as_str()), (1, "parked"));
    assert!(parked[0].error.contains("paint everywhere"), "{}", parked[0].error);
    assert_eq!(lines(&t.db, "book").await, ["f1@1", "f1@2"]);
}

async fn what_comes_together_is_taken_in_one_go_and_one_by_one_when_one_fails(t: TestDb) {
    let gos = Arc::new(Mutex::new(Vec::new()));
    let seen = gos.clone();
    let together = Subscription::new("book").on_many::<Painted>(move |tx, painted| {
        seen.lock().push(painted.len());
        for (recorded, e) in painted {
            write_down(tx, "book", &line(recorded))?;
            match e.fence.as_str() {
                "bad" => return Err(SubscriberError::failed("it will not stick")),
                "worse" => panic!("paint everywhere"),
                _ => {}
            }
        }
        Ok(())
    });
    let engine = subscribing(&t.db, together);
    record(&t.db, &(1..=20).map(|v| painted("f1", v)).collect::<Vec<_>>()).await;
    engine.drain().await.unwrap();
    assert_eq!(lines(&t.db, "book").await.len(), 20);
    assert!(gos.lock().len() < 20 && gos.lock().iter().max() > Some(&4), "{gos:?}");
    for (fence, error) in [("bad", "will not stick"), ("worse", "paint everywhere")] {
        let before = lines(&t.db, "book").await.len();
        record(&t.db, &[painted(fence, 1), painted("f2", before as i64), painted("f3", before as i64)]).await;
        engine.drain().await.unwrap();
        assert_eq!(lines(&t.db, "book").await.len(), before + 2, "the two others, once each");
        through_all_retries(&t, &engine).await;
        let parked = read(&t.db, |c| admin::parked(c, None, 10)).await;
        assert!(parked.iter().any(|p| p.attempts == 5 && p.error.contains(error)), "{parked:?}");
    }
}

async fn several_types_come_together(t: TestDb) {
    let gos = Arc::new(Mutex::new(Vec::new()));
    let seen = gos.clone();
    let engine = subscribing(
        &t.db,
        Subscription::new("book").on_types(&[Painted::TYPE, Felled::TYPE], move |tx, events| {
            seen.lock().push(events.len());
            events.iter().try_for_each(|one| write_down(tx, "book", &line(one)))
        }),
    );
    let mixed = |tx: &mut db::Tx<'_>| {
        tx.record(&painted("f1", 1))?;
        tx.record(&Felled { tree: "oak".into() })?;
        Ok::<_, DbError>(tx.record(&painted("f1", 2))?)
    };
    t.db.write(&actor(), mixed).await.unwrap();
    engine.drain().await.unwrap();
    assert_eq!(*gos.lock(), [3]);
    assert_eq!(lines(&t.db, "book").await.len(), 3);
}

async fn a_failing_statement_harms_nobody_else(t: TestDb) {
    let engine = subscribing(
        &t.db,
        Subscription::new("book").on::<Painted>(|tx, recorded, e| {
            write_down(tx, "book", &line(recorded))?;
            if e.fence == "bad" {
                // Its version is taken: on PostgreSQL this breaks the transaction but for the savepoint.
                tx.record(&painted("bad", 1))?;
            }
            Ok(())
        }),
    );
    record(&t.db, &[painted("f1", 1), painted("bad", 1), painted("f1", 2)]).await;
    engine.drain().await.unwrap();
    assert_eq!(lines(&t.db, "book").await, ["f1@1", "f1@2"]);
    assert_eq!(lag(&t.db, t.clock.now()).await[0].waiting, 1);
}

async fn what_passes_counts_no_attempt(t: TestDb) {
    let away = Arc::new(AtomicBool::new(true));
    let gone = away.clone();
    let engine = subscribing(
        &t.db,
        Subscription::new("book").on::<Painted>(move |tx, recorded, _| {
            write_down(tx, "book", &line(recorded))?;
            if gone.load(Ordering::SeqCst) { Err(DbError::Overloaded.into()) } else { Ok(()) }
        }),
    );
    record(&t.db, &[painted("f1", 1)]).await;
    assert!(engine.drain().await.is_err());
    assert_eq!(lag(&t.db, t.clock.now()).await[0].waiting, 0);
    away.store(false, Ordering::SeqCst);
    engine.drain().await.unwrap();
    assert_eq!(lines(&t.db, "book").await, ["f1@1"]);
}

async fn a_replay_hands_out_again(t: TestDb) {
    let engine = subscribing(&t.db, book_keeper("book"));
    record(&t.db, &[painted("f1", 1)]).await;
    engine.drain().await.unwrap();
    t.advance(Duration::from_secs(60));
    record(&t.db, &[painted("f1", 2)]).await;
    engine.drain().await.unwrap();
    let from = t.clock.now().minus(Duration::from_secs(1));
    assert!(write(&t.db, move |tx| admin::replay(tx, "book", Since::Time(from))).await);
    assert!(!write(&t.db, |tx| admin::replay(tx, "nobody", Since::Start)).await);
    assert_eq!(lag(&t.db, t.clock.now()).await[0].behind, 1);
    engine.drain().await.unwrap();
    assert_eq!(lines(&t.db, "book").await, ["f1@1", "f1@2", "f1@2"]);
    assert!(write(&t.db, |tx| admin::replay(tx, "book", Since::Start)).await);
    engine.drain().await.unwrap();
    assert_eq!(lines(&t.db, "book").await.len(), 5);
}

}
