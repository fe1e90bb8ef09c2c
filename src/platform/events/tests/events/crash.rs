//! A process that dies between any two steps loses nothing and doubles nothing.
//!
//! This test program starts itself again as the one that dies: `child` works on the database it is given, armed with
//! one failpoint.
use std::process::Command;
use std::time::Duration;

use db::{Db, DbConfig, DbError, Lane};
use events::{Engine, Followers, Jobs, Schedules, Subscription, Subscriptions};
use kernel::Clock;
use testkit::TestDb;

use crate::support::*;

const DATABASE: &str = "SUNDRY_EVENTS_TEST_DATABASE";
const NOW: &str = "SUNDRY_EVENTS_TEST_NOW";

/// A subscriber that fails each fence `late` at first, a job that writes under its idempotency key, a schedule.
fn gardener(db: &Db) -> Engine {
    let mut subscriptions = Subscriptions::new();
    subscriptions.add(Subscription::new("book").on::<Painted>(|tx, recorded, e| {
        if e.fence == "late" && tx.now() == recorded.at {
            return Err(events::SubscriberError::failed("not yet"));
        }
        write_down(tx, "book", &line(recorded))
    }));
    let mut jobs = Jobs::new().concurrency(2);
    let writing = db.clone();
    jobs.on(move |run, chore: Chore| {
        let db = writing.clone();
        async move {
            let line = [chore.name.as_str(), "/", &run.idempotency_key()].concat();
            db.write_in(Lane::Bulk, &run.actor(), move |tx| {
                // The outside world: it knows the key, and does the thing once.
                let conn: &mut db::Conn = tx;
                if db::AuditEntry::of(conn, &line, 1)?.is_empty() {
                    tx.audit("chores", &line, &serde_json::json!({}))?;
                }
                Ok::<_, DbError>(())
            })
            .await?;
            Ok(())
        }
    });
    let mut schedules = Schedules::new();
    schedules
        .write("garden.bell", Duration::from_secs(3600), |tx| tx.audit("bell", "rung", &serde_json::json!({})));
    Engine::new(db.clone(), subscriptions, Followers::new(), jobs, schedules).unwrap()
}

/// Not a test of its own: the process that dies.
#[test]
fn child() {
    let (Ok(url), Ok(now)) = (std::env::var(DATABASE), std::env::var(NOW)) else { return };
    let mut config = DbConfig::new(url.parse().unwrap());
    (config.readers, config.writers) = (2, 2);
    let db = Db::open(config, Clock::fake(kernel::Micros(now.parse().unwrap()))).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let done = runtime.block_on(gardener(&db).drain());
    panic!("it should have died at a failpoint, and did {done:?}");
}

async fn dies_at(t: &TestDb, failpoint: &'static str) {
    let url = match t.db.url() {
        db::Url::Sqlite(path) => format!("sqlite:{}", path.display()),
        db::Url::Postgres(url) => url.clone(),
    };
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "crash::child", "--nocapture"])
        .env(DATABASE, url)
        .env(NOW, t.clock.now().0.to_string())
        .env("SUNDRY_FAILPOINTS", failpoint);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let aborted = std::os::unix::process::ExitStatusExt::signal(&output.status) == Some(6);
    assert!(
        aborted,
        "{failpoint}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

testkit::both_databases! { &MIGRATIONS;

async fn every_effect_once_wherever_the_process_dies(t: TestDb) {
    let survivor = gardener(&t.db);
    for (n, failpoint) in events::FAILPOINTS.iter().enumerate() {
        t.advance(Duration::from_secs(7200));
        let fence = format!("f{n}");
        record(&t.db, &[painted(&fence, 1), painted(&fence, 2), painted("late", n as i64)]).await;
        order(&t.db, &[chore(&fence), Chore { unique: Some(fence.clone()), ..chore(&fence) }]).await;
        if failpoint.contains("retry") {
            // All that is left is the one that failed, and its time has come.
            survivor.drain().await.unwrap();
            t.advance(Duration::from_secs(120));
        }
        dies_at(&t, failpoint).await;
        // Long enough for every lease, short of the next ring of the bell.
        t.advance(Duration::from_secs(120));
        survivor.drain().await.unwrap();
        t.advance(Duration::from_secs(120));
        survivor.drain().await.unwrap();
    }
    let count = events::FAILPOINTS.len();
    let (mut book, mut chores) = (lines(&t.db, "book").await, lines(&t.db, "chores").await);
    book.sort();
    chores.sort();
    assert_eq!((book.len(), chores.len()), (3 * count, 2 * count));
    book.dedup();
    chores.dedup();
    assert_eq!((book.len(), chores.len()), (3 * count, 2 * count));
    let now = t.clock.now();
    let lag = read(&t.db, move |c| events::admin::lag(c, now)).await;
    assert_eq!((lag[0].behind, lag[0].waiting, lag[0].parked), (0, 0, 0));
    assert!(read(&t.db, events::admin::jobs_overview).await.is_empty());
    assert_eq!(lines(&t.db, "bell").await.len(), count, "rung once for each time it was due");
}

}
