//! Recording and reading.
use std::sync::Arc;

use db::{Db, DbError, Url};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use events::{Cursor, Engine, Followers, Jobs, Recording, Runner, Schedules, Subscriptions, admin};
use kernel::Actor;
use parking_lot::Mutex;
use testkit::TestDb;

use crate::support::*;

async fn tail(db: &Db, after: Cursor) -> Vec<events::Recorded> {
    read(db, move |c| admin::tail(c, after, 100)).await
}

/// The log as soon as nothing of another test's holds PostgreSQL's horizon back.
async fn settled_tail(db: &Db, count: usize) -> Vec<events::Recorded> {
    let follow = following(db).0;
    loop {
        let found = tail(db, Cursor::START).await;
        if found.len() >= count {
            return found;
        }
        follow.follow().await.unwrap();
        tokio::task::yield_now().await;
    }
}

fn following(db: &Db) -> (Engine, Arc<Mutex<Vec<String>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let mut followers = Followers::new();
    let ear = heard.clone();
    followers.add("ear", move |events| ear.lock().extend(events.iter().map(line)));
    let engine = Engine::new(db.clone(), Subscriptions::new(), followers, Jobs::new(), Schedules::new()).unwrap();
    (engine, heard)
}

testkit::both_databases! { &MIGRATIONS;

async fn an_event_stands_as_it_was_recorded(t: TestDb) {
    let who = Actor::system("gardener");
    let correlation = who.correlation.clone();
    t.db.write(&who, |tx| Ok::<_, DbError>(tx.record(&painted("f1", 7))?)).await.unwrap();
    let events = settled_tail(&t.db, 1).await;
    let e = &events[0];
    assert_eq!((e.stream.as_str(), e.version, e.kind.as_str(), e.schema), ("f1", 7, "fences.painted", 1));
    assert_eq!((e.actor.as_str(), &e.correlation, e.at), ("system:gardener", &correlation, testkit::START));
    assert_eq!(e.decode::<Painted>().unwrap().unwrap().version, 7);
    assert!(e.decode::<Felled>().is_none());
}

async fn a_version_is_taken_once(t: TestDb) {
    record(&t.db, &[painted("f1", 1)]).await;
    let again = t.db.write(&actor(), |tx| Ok::<_, DbError>(tx.record(&painted("f1", 1))?)).await;
    assert!(again.unwrap_err().is_duplicate());
}

async fn what_is_rolled_back_never_happened(t: TestDb) {
    let refused = t.db
        .write(&actor(), |tx| {
            tx.record(&painted("f1", 1))?;
            tx.enqueue(&chore("paint"))?;
            Err::<(), _>(DbError::Overloaded)
        })
        .await;
    assert!(refused.is_err());
    record(&t.db, &[painted("f2", 1)]).await;
    let found: Vec<String> = settled_tail(&t.db, 1).await.iter().map(line).collect();
    assert_eq!(found, ["f2@1"]);
    assert!(read(&t.db, admin::jobs_overview).await.is_empty());
}

async fn a_follower_hears_all_from_its_start_on(t: TestDb) {
    record(&t.db, &[painted("old", 1)]).await;
    settled_tail(&t.db, 1).await;
    let (first, heard) = following(&t.db);
    let elsewhere = t.another();
    let (second, heard_too) = following(&elsewhere);
    let many: Vec<Painted> = (1..=600).map(|v| painted("f1", v)).collect();
    record(&t.db, &many).await;
    record(&elsewhere, &[painted("f2", 1)]).await;
    assert_eq!(first.follow().await.unwrap(), 601);
    assert_eq!(second.follow().await.unwrap(), 601);
    assert_eq!(heard.lock().last().unwrap(), "f2@1");
    assert_eq!(*heard.lock(), *heard_too.lock());
    assert_eq!(first.follow().await.unwrap(), 0);
}

async fn a_runner_wakes_its_followers_and_subscribers(t: TestDb) {
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let mut followers = Followers::new();
    let follow = tell.clone();
    followers.add("panics", |_| panic!("not my day"));
    followers.add("ear", move |events| events.iter().for_each(|e| follow.send(line(e)).unwrap()));
    let mut subscriptions = Subscriptions::new();
    subscriptions.on::<Painted>("orders-a-chore", |tx, _, e| {
        tx.enqueue(&chore(&e.fence))?;
        Ok(())
    });
    let mut jobs = Jobs::new();
    jobs.on(move |_, chore: Chore| {
        let tell = tell.clone();
        async move {
            tell.send(chore.name).unwrap();
            Ok(())
        }
    });
    let runner = Runner::start(t.db.clone(), subscriptions, followers, jobs, Schedules::new()).unwrap();
    record(&t.db, &[painted("f1", 1)]).await;
    let mut heard = [told.recv().await.unwrap(), told.recv().await.unwrap()];
    heard.sort();
    assert_eq!(heard, ["f1", "f1@1"]);
    runner.stop().await;
    assert!(read(&t.db, admin::jobs_overview).await.is_empty(), "the job was noted before the runner stopped");
}

}

/// Two transactions are open; the one that took its number later commits first. Nobody may skip the earlier one.
#[test]
fn nothing_is_skipped_when_commits_interleave() {
    let Some(t) = testkit::postgres(&MIGRATIONS) else { return testkit::skipped("postgres") };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Url::Postgres(url) = t.db.url().clone() else { unreachable!() };
    let insert = |version: i64| {
        // The names of the columns, with no value of a user's.
        format!(
            "INSERT INTO events_log (stream, version, type, schema, payload, correlation, actor, at) \
             VALUES ('f1', {version}, 'fences.painted', 1, '{{\"fence\":\"f1\",\"version\":{version}}}', '', '', 0)"
        )
    };
    let (mut early, mut late) = (PgConnection::establish(&url).unwrap(), PgConnection::establish(&url).unwrap());
    let (follower, heard) = following(&t.db);
    let subscriber = subscribing(&t.db, book_keeper("book"));
    early.batch_execute("BEGIN").unwrap();
    early.batch_execute(&insert(1)).unwrap();
    late.batch_execute("BEGIN").unwrap();
    late.batch_execute(&insert(2)).unwrap();
    late.batch_execute("COMMIT").unwrap();
    runtime.block_on(async {
        // Version 2 is committed, yet nobody may read past the transaction that is older.
        assert_eq!(tail(&t.db, Cursor::START).await, []);
        early.batch_execute("COMMIT").unwrap();
        subscriber.drain().await.unwrap();
        follower.drain().await.unwrap();
        assert_eq!(lines(&t.db, "book").await, ["f1@1", "f1@2"]);
        assert_eq!(*heard.lock(), ["f1@1", "f1@2"]);
    });
}

/// A transaction may take its number before it waits for the one whose event precedes its own: place and version
/// disagree, and an ordered subscriber goes by the version.
#[test]
fn an_ordered_subscriber_goes_by_version() {
    let Some(t) = testkit::postgres(&MIGRATIONS) else { return testkit::skipped("postgres") };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let Url::Postgres(url) = t.db.url().clone() else { unreachable!() };
    let mut c = PgConnection::establish(&url).unwrap();
    for version in [2, 1, 3] {
        c.batch_execute(&format!(
            "INSERT INTO events_log (stream, version, type, schema, payload, correlation, actor, at) \
             VALUES ('f1', {version}, 'fences.painted', 1, '{{\"fence\":\"f1\",\"version\":{version}}}', '', '', 0)"
        ))
        .unwrap();
    }
    let order = Arc::new(Mutex::new(Vec::new()));
    let seen = order.clone();
    let engine = subscribing(
        &t.db,
        events::Subscription::new("in-order").ordered().on::<Painted>(move |_, _, e| {
            seen.lock().push(e.version);
            Ok(())
        }),
    );
    runtime.block_on(engine.drain()).unwrap();
    assert_eq!(*order.lock(), [1, 2, 3]);
}
