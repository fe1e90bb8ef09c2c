//! Every so often, once.
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use db::Db;
use events::{Engine, Followers, JobError, Jobs, Schedules, Subscriptions, admin};
use testkit::TestDb;

use crate::support::*;

const MINUTE: Duration = Duration::from_secs(60);

fn gardener(db: &Db, runs: &Arc<AtomicU64>) -> Engine {
    let (rounds, chores) = (runs.clone(), runs.clone());
    let mut schedules = Schedules::new();
    schedules.enqueue("garden.water", MINUTE, || chore("water"));
    schedules.run("garden.round", 2 * MINUTE, MINUTE, move |_| {
        let rounds = rounds.clone();
        async move {
            rounds.fetch_add(100, Ordering::SeqCst);
            Ok::<_, JobError>(())
        }
    });
    let mut jobs = Jobs::new();
    jobs.on(move |_, _: Chore| {
        let chores = chores.clone();
        async move {
            chores.fetch_add(1, Ordering::SeqCst);
            Ok(())
        }
    });
    Engine::new(db.clone(), Subscriptions::new(), Followers::new(), jobs, schedules).unwrap()
}

testkit::both_databases! { &MIGRATIONS;

async fn a_schedule_runs_once_for_all_instances(t: TestDb) {
    let runs = Arc::new(AtomicU64::new(0));
    let elsewhere = t.another();
    let (a, b) = (gardener(&t.db, &runs), gardener(&elsewhere, &runs));
    let both = || async {
        let (x, y) = tokio::join!(a.drain(), b.drain());
        x.unwrap();
        y.unwrap();
        a.drain().await.unwrap();
        runs.load(Ordering::SeqCst)
    };
    assert_eq!(both().await, 101);
    assert_eq!(both().await, 101);
    t.advance(MINUTE);
    assert_eq!(both().await, 102);
    t.advance(MINUTE);
    assert_eq!(both().await, 203);
    // Times that nobody was there for are not made up for.
    t.advance(100 * MINUTE);
    assert_eq!(both().await, 304);
    let seen = read(&t.db, admin::schedules).await;
    assert_eq!(seen.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["garden.round", "garden.water"]);
    assert_eq!(seen[1].last_at, t.clock.now().0);
}

async fn a_time_too_far_off_is_not_believed(t: TestDb) {
    let runs = Arc::new(AtomicU64::new(0));
    // Another clock, an hour ahead, has been here.
    let ahead = Db::open(db::DbConfig::new(t.db.url().clone()), kernel::Clock::fake(t.clock.now().plus(60 * MINUTE)));
    gardener(&ahead.unwrap(), &runs).drain().await.unwrap();
    assert_eq!(runs.load(Ordering::SeqCst), 101);
    t.advance(Duration::from_secs(1));
    gardener(&t.db, &runs).tick().await.unwrap();
    let seen = read(&t.db, admin::schedules).await;
    assert!(seen.iter().all(|s| s.last_at == t.clock.now().0));
}

async fn a_time_that_went_well_makes_good_what_failed_before(t: TestDb) {
    let fails = Arc::new(AtomicU64::new(3));
    let left = fails.clone();
    let mut schedules = Schedules::new();
    schedules.run("garden.round", MINUTE, MINUTE, move |_| {
        let fails = left.clone();
        async move {
            let left = fails.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
            left.map_or(Ok(()), |_| Err(JobError::Permanent("the pump is broken".into())))
        }
    });
    let engine =
        Engine::new(t.db.clone(), Subscriptions::new(), Followers::new(), Jobs::new(), schedules).unwrap();
    let dead = || async {
        engine.drain().await.unwrap();
        let jobs = read(&t.db, admin::jobs_overview).await;
        jobs.iter().filter(|j| j.state == "dead").map(|j| j.count).sum::<i64>()
    };
    for _ in 0..3 {
        assert_eq!(dead().await, 1);
        t.advance(MINUTE);
    }
    assert_eq!((dead().await, fails.load(Ordering::SeqCst)), (0, 0));
}

}
