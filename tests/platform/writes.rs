//! Units of work: what fails is undone alone, what is answered is durable.
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use db::{Conn, Db, DbError, Lane, Trouble, Tx};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use kernel::Actor;
use testkit::TestDb;

diesel::table! {
    probe (id) {
        id -> BigInt,
        parent -> Nullable<BigInt>,
    }
}

fn actor() -> &'static Actor {
    static ACTOR: std::sync::LazyLock<Actor> = std::sync::LazyLock::new(|| Actor::system("test"));
    &ACTOR
}

/// A table whose foreign key is only asked at the commit.
async fn with_probe(t: &TestDb) {
    let make = "CREATE TABLE probe (id BIGINT PRIMARY KEY, \
                parent BIGINT REFERENCES probe (id) DEFERRABLE INITIALLY DEFERRED)";
    t.db.write(actor(), move |tx| sql(tx, make)).await.expect("the table is made");
}

fn sql(tx: &mut Tx<'_>, text: &'static str) -> Result<(), DbError> {
    let conn: &mut Conn = tx;
    db::each!(conn, c => diesel::sql_query(text).execute(c))?;
    Ok(())
}

fn put(tx: &mut Tx<'_>, id: i64) -> Result<(), DbError> {
    diesel::insert_into(probe::table).values(probe::id.eq(id)).execute(&mut **tx)?;
    Ok(())
}

fn touch(tx: &mut Tx<'_>, id: i64) -> Result<(), DbError> {
    diesel::update(probe::table.find(id)).set(probe::parent.eq(id)).execute(&mut **tx)?;
    Ok(())
}

async fn held(db: &Db) -> Vec<i64> {
    db.read(|c| Ok::<_, DbError>(probe::table.select(probe::id).order(probe::id).load(c)?)).await.expect("a read")
}

fn refused() -> DbError {
    DbError::Panicked("on purpose".into())
}

testkit::both_databases! { &sundry::MIGRATIONS;
    async fn a_failing_job_is_undone_alone(t: TestDb) {
        with_probe(&t).await;
        // Sent together, so that on SQLite they share a batch.
        let (one, two, three) = tokio::join!(
            t.db.write(actor(), |tx| put(tx, 1)),
            t.db.write(actor(), |tx| put(tx, 2).and(Err::<(), _>(refused()))),
            t.db.write(actor(), |tx| put(tx, 3)),
        );
        assert!(one.is_ok() && two.is_err() && three.is_ok(), "{one:?} {two:?} {three:?}");
        assert_eq!(held(&t.db).await, [1, 3]);
    }

    async fn a_panicking_job_is_undone_alone_and_told(t: TestDb) {
        with_probe(&t).await;
        let panics = |tx: &mut Tx<'_>| -> Result<(), DbError> {
            put(tx, 2)?;
            tx.savepoint(|tx| -> Result<(), DbError> {
                put(tx, 20)?;
                tx.savepoint(|tx| -> Result<(), DbError> {
                    put(tx, 200)?;
                    panic!("deep inside")
                })
            })
        };
        let (one, two, three) = tokio::join!(
            t.db.write(actor(), |tx| put(tx, 1)),
            t.db.write(actor(), panics),
            t.db.write(actor(), |tx| put(tx, 3)),
        );
        assert!(matches!(&two, Err(DbError::Panicked(why)) if why == "deep inside"), "{two:?}");
        assert!(one.is_ok() && three.is_ok());
        assert_eq!(held(&t.db).await, [1, 3]);
    }

    async fn nested_savepoints_undo_only_themselves(t: TestDb) {
        with_probe(&t).await;
        let outcome = t.db.write(actor(), |tx| {
            put(tx, 1)?;
            let inner = tx.savepoint(|tx| {
                put(tx, 2)?;
                let innermost = tx.savepoint(|tx| put(tx, 3).and(Err::<(), _>(refused())));
                assert!(innermost.is_err());
                put(tx, 4)
            });
            assert!(inner.is_ok());
            let undone = tx.savepoint(|tx| {
                put(tx, 5)?;
                tx.savepoint(|tx| put(tx, 6))?;
                Err::<(), _>(refused())
            });
            assert!(undone.is_err());
            // A conflict that was expected: the unit of work goes on.
            let twice = tx.savepoint(|tx| put(tx, 1));
            assert!(twice.is_err_and(|e| e.is_duplicate()));
            put(tx, 7)
        });
        assert!(outcome.await.is_ok());
        assert_eq!(held(&t.db).await, [1, 2, 4, 7]);
    }

    async fn one_side_of_a_deadlock_is_run_again(t: TestDb) {
        with_probe(&t).await;
        t.db.write(actor(), |tx| put(tx, 1).and_then(|()| put(tx, 2))).await.expect("two rows");
        let (meet, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicUsize::new(0)));
        // Each has its own row when it wants the other's. SQLite has one writer: there nobody meets.
        let cross = |mine: i64, other: i64| {
            let (meet, runs, mut meets) = (meet.clone(), runs.clone(), t.is_postgres());
            t.db.write(actor(), move |tx| {
                runs.fetch_add(1, Ordering::Relaxed);
                touch(tx, mine)?;
                if std::mem::take(&mut meets) {
                    meet.wait();
                }
                touch(tx, other)
            })
        };
        let (one, two) = tokio::join!(cross(1, 2), cross(2, 1));
        assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
        let runs = runs.load(Ordering::Relaxed);
        assert!(if t.is_postgres() { runs > 2 } else { runs == 2 }, "{runs}");
    }

    async fn a_failed_commit_fails_its_jobs_and_no_other(t: TestDb) {
        with_probe(&t).await;
        let orphan = |tx: &mut Tx<'_>| -> Result<(), DbError> {
            diesel::insert_into(probe::table)
                .values((probe::id.eq(10), probe::parent.eq(99)))
                .execute(&mut **tx)?;
            Ok(())
        };
        let lost = t.db.write(actor(), orphan).await;
        assert!(matches!(lost, Err(DbError::Storage(_))), "{lost:?}");
        for id in 1..=5 {
            t.db.write(actor(), move |tx| put(tx, id)).await.expect("later jobs are not touched");
        }
        assert_eq!(held(&t.db).await, [1, 2, 3, 4, 5]);
    }

    async fn readers_cannot_write(t: TestDb) {
        with_probe(&t).await;
        let written = t.db.read(|c| {
            Ok::<_, DbError>(diesel::insert_into(probe::table).values(probe::id.eq(1)).execute(c)?)
        });
        assert!(written.await.is_err());
        assert!(held(&t.db).await.is_empty());
    }

    async fn a_snapshot_stands_still(t: TestDb) {
        with_probe(&t).await;
        let db = t.db.clone();
        let seen = tokio::task::spawn_blocking(move || {
            db.snapshot_now(|c| {
                let count = |c: &mut Conn| probe::table.count().get_result::<i64>(c);
                let before = count(c)?;
                db.write_now(Lane::Interactive, actor(), |tx| put(tx, 1))?;
                Ok::<_, DbError>((before, count(c)?))
            })
        });
        assert_eq!(seen.await.expect("no panic").expect("a snapshot"), (0, 0));
        assert_eq!(held(&t.db).await, [1]);
    }

    async fn a_full_queue_says_so_at_once(t: TestDb) {
        with_probe(&t).await;
        let mut config = db::DbConfig::new(t.db.url().clone());
        (config.queue, config.writers) = (4, 1);
        let db = Db::open(config, t.clock.clone()).expect("a second instance");
        let (entered, inside) = std::sync::mpsc::channel();
        let (go, gate) = std::sync::mpsc::channel::<()>();
        let gate = std::sync::Mutex::new(gate);
        let slow = {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(actor(), move |tx| {
                    entered.send(()).expect("the test listens");
                    gate.lock().expect("the gate").recv().expect("the test lets it go");
                    put(tx, 1)
                })
                .await
            })
        };
        tokio::task::spawn_blocking(move || inside.recv()).await.expect("no panic").expect("the writer is busy");
        let mut waiting = Vec::new();
        for id in 2..20 {
            let db = db.clone();
            let (queued, asked) = tokio::sync::oneshot::channel();
            waiting.push(tokio::spawn(async move {
                let write = db.write(actor(), move |tx| put(tx, id));
                tokio::pin!(write);
                // Polled once, it stands in the queue or is refused.
                let first = futures_util::poll!(&mut write);
                let _ = queued.send(());
                match first {
                    std::task::Poll::Ready(outcome) => outcome,
                    std::task::Poll::Pending => write.await,
                }
            }));
            asked.await.expect("it was asked");
        }
        go.send(()).expect("the writer goes on");
        slow.await.expect("no panic").expect("the slow write is kept");
        let mut kept = 1;
        for task in waiting {
            match task.await.expect("no panic") {
                Ok(()) => kept += 1,
                Err(e) => assert!(matches!(e, DbError::Overloaded) && e.trouble() == Trouble::Passing, "{e:?}"),
            }
        }
        assert!((2..=6).contains(&kept), "a queue of four keeps about four: {kept}");
        assert_eq!(held(&t.db).await.len(), kept);
    }
}

/// Another process (an import, a backup) may hold SQLite's write lock: shoppers wait and never hear of it.
#[test]
fn busy_never_reaches_a_shopper() {
    let t = testkit::sqlite(&sundry::MIGRATIONS);
    let db::Url::Sqlite(path) = t.db.url().clone() else { panic!("an SQLite database") };
    let mut other = SqliteConnection::establish(&path.to_string_lossy()).expect("a second process");
    diesel::sql_query("BEGIN IMMEDIATE").execute(&mut other).expect("it takes the lock");
    let (done, written) = std::sync::mpsc::channel();
    let db = t.db.clone();
    let writer = std::thread::spawn(move || {
        let outcome = db.write_now(Lane::Interactive, actor(), |tx| {
            tx.audit("test.busy", "nothing", &serde_json::json!({}))?;
            Ok::<_, DbError>(())
        });
        done.send(()).expect("the test listens");
        outcome
    });
    // Longer than the writer's own patience with one try.
    assert!(written.recv_timeout(Duration::from_millis(700)).is_err(), "it waits while the lock is held");
    diesel::sql_query("COMMIT").execute(&mut other).expect("the lock is given back");
    assert!(writer.join().expect("no panic").is_ok());
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    let count: Count =
        diesel::sql_query("SELECT COUNT(*) AS n FROM audit_log").get_result(&mut other).expect("a read");
    assert_eq!(count.n, 1);
}
