//! Work for later.
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use events::admin;
use events::{Engine, JobError, JobRun, Jobs, Recording as _, Subscriptions};
use parking_lot::Mutex;
use testkit::TestDb;

use crate::support::*;

type Done = Arc<Mutex<Vec<(String, JobRun)>>>;

/// Notes each run; fails those whose name says so.
fn worker(db: &db::Db, at_once: usize) -> (Engine, Done) {
    let done: Done = Arc::default();
    let book = done.clone();
    let mut jobs = Jobs::new().concurrency(at_once);
    jobs.on_within(Duration::from_millis(200), move |run: JobRun, chore: Chore| {
        let book = book.clone();
        async move {
            book.lock().push((chore.name.clone(), run.clone()));
            match chore.name.as_str() {
                "fails" => Err(JobError::retry("rain")),
                "fails-once" if run.attempt == 1 => Err(JobError::retry("rain")),
                "hopeless" => Err(JobError::permanent("no such fence")),
                "panics" => panic!("a wasp"),
                "endless" => std::future::pending().await,
                _ => Ok(()),
            }
        }
    });
    (engine(db, Subscriptions::new(), jobs), done)
}

fn names(done: &Done) -> Vec<String> {
    done.lock().iter().map(|(name, _)| name.clone()).collect()
}

async fn states(db: &db::Db) -> Vec<(String, i64)> {
    read(db, admin::jobs_overview).await.into_iter().map(|j| (j.state, j.count)).collect()
}

testkit::both_databases! { &MIGRATIONS;

async fn a_job_runs_once_and_is_gone(t: TestDb) {
    let (engine, done) = worker(&t.db, 4);
    let ids = order(&t.db, &[chore("weed"), chore("water")]).await;
    assert_eq!(engine.drain().await.unwrap().jobs, 2);
    assert_eq!(engine.drain().await.unwrap().jobs, 0);
    let mut found = names(&done);
    found.sort();
    assert_eq!(found, ["water", "weed"]);
    assert!(done.lock().iter().any(|(_, run)| run.idempotency_key() == ids[0].to_string()));
    assert!(states(&t.db).await.is_empty());
}

async fn the_urgent_comes_first_and_the_delayed_in_its_time(t: TestDb) {
    let (engine, done) = worker(&t.db, 1);
    let urgent = Chore { priority: 5, ..chore("urgent") };
    let later = Chore { delay_secs: 60, priority: 9, ..chore("later") };
    order(&t.db, &[chore("a"), later, chore("b"), urgent]).await;
    engine.drain().await.unwrap();
    assert_eq!(names(&done), ["urgent", "a", "b"]);
    t.advance(Duration::from_secs(60));
    engine.drain().await.unwrap();
    assert_eq!(names(&done), ["urgent", "a", "b", "later"]);
}

async fn one_live_job_a_key(t: TestDb) {
    let (engine, done) = worker(&t.db, 4);
    let once = Chore { unique: Some("lawn".into()), ..chore("mow") };
    let ids = order(&t.db, &[once.clone(), once.clone()]).await;
    assert_eq!(ids[0], ids[1], "the waiting one does the work");
    let ids_too = order(&t.another(), std::slice::from_ref(&once)).await;
    assert_eq!(ids[0], ids_too[0]);
    engine.drain().await.unwrap();
    assert_eq!(names(&done), ["mow"]);
    let again = order(&t.db, &[once]).await;
    assert_ne!(again[0], ids[0]);
    engine.drain().await.unwrap();
    assert_eq!(names(&done), ["mow", "mow"]);
}

async fn several_are_ordered_at_once(t: TestDb) {
    let (engine, done) = worker(&t.db, 1);
    let keyed = |name: &str| Chore { unique: Some(name.to_owned()), ..chore(name) };
    order(&t.db, &[keyed("mow")]).await;
    let (all, some) = (vec![keyed("rake"), keyed("mow"), keyed("rake"), keyed("dig")], vec![chore("sit"), chore("sit")]);
    let ordered = move |tx: &mut db::Tx<'_>| {
        tx.enqueue_all(&all)?;
        tx.enqueue_all(&some)?;
        Ok::<_, db::DbError>(tx.enqueue_all::<Chore>(&[])?)
    };
    t.db.write(&actor(), ordered).await.unwrap();
    engine.drain().await.unwrap();
    let mut names = names(&done);
    names.sort();
    assert_eq!(names, ["dig", "mow", "rake", "sit", "sit"]);
}

async fn a_running_job_of_a_key_is_followed_by_one_more(t: TestDb) {
    let once = Chore { unique: Some("lawn".into()), ..chore("mow") };
    let ran: Arc<Mutex<Vec<String>>> = Arc::default();
    let (db, book, order_again) = (t.db.clone(), ran.clone(), once.clone());
    let mut jobs = Jobs::new();
    jobs.on(move |run, _: Chore| {
        let (db, book, again) = (db.clone(), book.clone(), order_again.clone());
        async move {
            book.lock().push(run.idempotency_key());
            if book.lock().len() == 1 {
                let ids = order(&db, &[again.clone(), again]).await;
                assert!(ids[0] == ids[1] && ids[0] != run.id);
            }
            Ok(())
        }
    });
    let engine = engine(&t.db, Subscriptions::new(), jobs);
    order(&t.db, &[once]).await;
    assert_eq!(engine.drain().await.unwrap().jobs, 2);
    let keys = ran.lock().clone();
    assert!(keys.len() == 2 && keys[0] != keys[1], "{keys:?}");
    assert!(states(&t.db).await.is_empty());
}

async fn jobs_of_one_order_run_one_by_one(t: TestDb) {
    let (engine, done) = worker(&t.db, 8);
    let first = Chore { in_order: Some("hedge".into()), ..chore("fails-once") };
    let second = Chore { in_order: Some("hedge".into()), priority: 9, ..chore("second") };
    let third = Chore { in_order: Some("hedge".into()), ..chore("third") };
    order(&t.db, &[first, second, third, chore("free")]).await;
    engine.drain().await.unwrap();
    let mut found = names(&done);
    found.sort();
    assert_eq!(found, ["fails-once", "free"], "the others wait for the first, urgent or not");
    t.advance(Duration::from_secs(10));
    engine.drain().await.unwrap();
    assert_eq!(names(&done).split_off(2), ["fails-once", "second", "third"]);
}

async fn what_fails_is_tried_later_and_later_until_it_is_dead(t: TestDb) {
    let (engine, done) = worker(&t.db, 4);
    let ids = order(&t.db, &[chore("fails")]).await;
    engine.drain().await.unwrap();
    let mut waits = Vec::new();
    for _ in 0..3 {
        let id = ids[0];
        let job = read(&t.db, move |c| admin::job(c, id)).await.unwrap();
        let wait = kernel::Micros(job.run_after).since(t.clock.now());
        waits.push(wait.as_secs_f64());
        t.advance(wait - Duration::from_micros(1));
        assert_eq!(engine.drain().await.unwrap().jobs, 0, "not before its time");
        t.advance(Duration::from_micros(1));
        assert_eq!(engine.drain().await.unwrap().jobs, 1);
    }
    assert!((3.7..6.3).contains(&waits[0]) && (7.5..12.6).contains(&waits[1]) && (15.0..25.1).contains(&waits[2]));
    assert_eq!(states(&t.db).await, [("dead".to_owned(), 1)]);
    assert_eq!(names(&done).len(), 4);
    let dead = read(&t.db, |c| admin::dead(c, 10)).await;
    assert_eq!((dead[0].id, dead[0].attempts, dead[0].error.as_str()), (ids[0], 4, "rain"));
    // Staff retry it: all attempts again, under the same idempotency key.
    let id = ids[0];
    assert!(write(&t.db, move |tx| admin::retry_dead(tx, id)).await);
    assert!(!write(&t.db, move |tx| admin::retry_dead(tx, id)).await);
    engine.drain().await.unwrap();
    assert_eq!(done.lock().last().unwrap().1.attempt, 1);
    assert_eq!(done.lock().last().unwrap().1.id, id);
}

async fn hopeless_panicking_and_endless_jobs_hold_nobody_up(t: TestDb) {
    let (engine, _) = worker(&t.db, 4);
    let once = |name: &str| Chore { max_attempts: 1, ..chore(name) };
    order(&t.db, &[chore("hopeless"), once("panics"), once("endless"), chore("fine")]).await;
    assert_eq!(engine.drain().await.unwrap().jobs, 4);
    let mut errors: Vec<String> = read(&t.db, |c| admin::dead(c, 10)).await.into_iter().map(|j| j.error).collect();
    errors.sort();
    assert_eq!(errors, ["it panicked: a wasp", "it took longer than 200ms", "no such fence"]);
    let id = read(&t.db, |c| admin::dead(c, 1)).await[0].id;
    assert!(write(&t.db, move |tx| admin::discard_dead(tx, id)).await);
    assert_eq!(states(&t.db).await, [("dead".to_owned(), 2)]);
}

async fn a_dead_job_of_a_key_makes_way(t: TestDb) {
    let (engine, done) = worker(&t.db, 4);
    let once = |name: &str| Chore { unique: Some("lawn".into()), max_attempts: 1, ..chore(name) };
    order(&t.db, &[once("hopeless")]).await;
    engine.drain().await.unwrap();
    order(&t.db, &[once("hopeless")]).await;
    engine.drain().await.unwrap();
    let dead = read(&t.db, |c| admin::dead(c, 10)).await;
    assert_eq!(dead.len(), 1, "they do not pile up");
    let (id, live) = (dead[0].id, once("mow"));
    order(&t.db, &[live]).await;
    assert!(write(&t.db, move |tx| admin::retry_dead(tx, id)).await, "the live one does the work");
    engine.drain().await.unwrap();
    assert_eq!(names(&done), ["hopeless", "hopeless", "mow"]);
    assert!(states(&t.db).await.is_empty());
}

async fn a_lost_workers_jobs_are_taken_over(t: TestDb) {
    // A worker that never comes back: its run hangs until the runtime drops it.
    let mut jobs = Jobs::new();
    let (started, mut start) = tokio::sync::mpsc::unbounded_channel();
    jobs.on(move |_, _: Chore| {
        started.send(()).unwrap();
        std::future::pending()
    });
    let lost = engine(&t.db, Subscriptions::new(), jobs);
    order(&t.db, &[chore("mow"), Chore { max_attempts: 1, ..chore("last") }]).await;
    let task = tokio::spawn(async move { lost.run_jobs().await });
    start.recv().await.unwrap();
    start.recv().await.unwrap();
    task.abort();
    let _ = task.await;
    let elsewhere = t.another();
    let (engine, done) = worker(&elsewhere, 4);
    assert_eq!(engine.drain().await.unwrap().jobs, 0, "the claim still holds");
    t.advance(Duration::from_secs(15));
    assert_eq!(engine.drain().await.unwrap().jobs, 1);
    assert_eq!(done.lock()[0].1.attempt, 2);
    assert_eq!(states(&t.db).await, [("dead".to_owned(), 1)], "the other one had no attempt left");
}

async fn a_slow_worker_notes_nothing_on_a_job_that_was_taken_over(t: TestDb) {
    let (started, mut start) = tokio::sync::mpsc::unbounded_channel();
    let go = Arc::new(tokio::sync::Semaphore::new(0));
    let gate = go.clone();
    let mut jobs = Jobs::new();
    jobs.on(move |_, chore: Chore| {
        let (started, gate) = (started.clone(), gate.clone());
        async move {
            started.send(()).unwrap();
            gate.acquire().await.unwrap().forget();
            match chore.priority {
                0 => Ok(()),
                1 => Err(JobError::retry("too late to matter")),
                _ => Err(JobError::permanent("too late to matter")),
            }
        }
    });
    let slow = engine(&t.db, Subscriptions::new(), jobs);
    let list: Vec<Chore> = (0..3).map(|priority| Chore { priority, ..chore("fails") }).collect();
    order(&t.db, &list).await;
    let task = tokio::spawn(async move { slow.run_jobs().await });
    for _ in 0..3 {
        start.recv().await.unwrap();
    }
    t.advance(Duration::from_secs(15));
    let (engine, _) = worker(&t.another(), 4);
    assert_eq!(engine.drain().await.unwrap().jobs, 3);
    let before = read(&t.db, admin::jobs_overview).await;
    assert_eq!((before[0].state.as_str(), before[0].count), ("ready", 3));
    go.add_permits(3);
    task.await.unwrap().unwrap();
    assert_eq!(read(&t.db, admin::jobs_overview).await, before, "they wait for their next attempt still");
    t.advance(Duration::from_secs(3600));
    assert_eq!(engine.drain().await.unwrap().jobs, 3);
    assert!(read(&t.db, |c| admin::dead(c, 10)).await.is_empty());
}

async fn two_instances_do_not_run_a_job_twice(t: TestDb) {
    let elsewhere = t.another();
    let ((a, done_a), (b, done_b)) = (worker(&t.db, 4), worker(&elsewhere, 4));
    let many: Vec<Chore> = (0..60)
        .map(|n| Chore { in_order: (n % 3 == 0).then(|| format!("k{}", n % 2)), ..chore(&n.to_string()) })
        .collect();
    order(&t.db, &many).await;
    let (x, y) = tokio::join!(a.drain(), b.drain());
    let runs = x.unwrap().jobs + y.unwrap().jobs + a.drain().await.unwrap().jobs;
    assert_eq!(runs, 60);
    let mut found = [names(&done_a), names(&done_b)].concat();
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 60);
}

async fn a_kind_that_runs_alone_holds_up_no_other(t: TestDb) {
    // Each big one goes on only when a small one has run beside it; two big ones at once would be seen.
    let (beside, ran) = tokio::sync::watch::channel(0_u32);
    let (running, most) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let mut jobs = Jobs::new().concurrency(4);
    let (count, highest) = (running.clone(), most.clone());
    jobs.on(move |_: JobRun, _: Big| {
        let (count, highest, mut ran) = (count.clone(), highest.clone(), ran.clone());
        async move {
            highest.fetch_max(count.fetch_add(1, SeqCst) + 1, SeqCst);
            ran.wait_for(|small| *small > 0).await.map_err(JobError::retry)?;
            count.fetch_sub(1, SeqCst);
            Ok(())
        }
    });
    jobs.alone::<Big>();
    jobs.on(move |_: JobRun, _: Chore| {
        beside.send_modify(|small| *small += 1);
        async { Ok(()) }
    });
    let engine = engine(&t.db, Subscriptions::new(), jobs);
    for number in 0..3 {
        t.db.write(&actor(), move |tx| Ok::<_, db::DbError>(tx.enqueue(&Big { number })?)).await.unwrap();
    }
    order(&t.db, &[chore("weed")]).await;
    assert_eq!(engine.drain().await.unwrap().jobs, 4);
    assert_eq!((most.load(SeqCst), running.load(SeqCst)), (1, 0));
}

async fn kinds_nobody_knows_wait(t: TestDb) {
    order(&t.db, &[chore("mow")]).await;
    let nobody = engine(&t.db, Subscriptions::new(), Jobs::new());
    assert_eq!(nobody.drain().await.unwrap().jobs, 0);
    assert_eq!(states(&t.db).await, [("ready".to_owned(), 1)]);
}

}
