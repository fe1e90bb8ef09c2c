//! A little shop to be told about: fences that are painted, and a ledger table that effects are written to.
use db::{Conn, Db, DbError, Lane, Migrations, Tx};
use diesel::prelude::*;
use diesel_migrations::embed_migrations;
use events::{
    Engine, Event, Followers, Job, JobOptions, Jobs, Recorded, Recording, Schedules, SubscriberError, Subscription,
    Subscriptions,
};
use kernel::Actor;
use serde::{Deserialize, Serialize};

pub static MIGRATIONS: Migrations = Migrations {
    sqlite: embed_migrations!("../../../migrations/sqlite"),
    postgres: embed_migrations!("../../../migrations/postgres"),
};

#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Painted {
    pub fence: String,
    pub version: i64,
}
impl Event for Painted {
    const TYPE: &'static str = "fences.painted";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        self.fence.clone()
    }
    fn version(&self) -> i64 {
        self.version
    }
}

#[derive(Serialize, Deserialize)]
pub struct Felled {
    pub tree: String,
}
impl Event for Felled {
    const TYPE: &'static str = "trees.felled";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        self.tree.clone()
    }
    fn version(&self) -> i64 {
        1
    }
}

pub fn painted(fence: &str, version: i64) -> Painted {
    Painted { fence: fence.to_owned(), version }
}

pub fn actor() -> Actor {
    Actor::system("test")
}

pub async fn record(db: &Db, list: &[Painted]) {
    let list = list.to_vec();
    db.write(&actor(), move |tx| {
        for e in &list {
            tx.record(e)?;
        }
        Ok::<_, DbError>(())
    })
    .await
    .unwrap();
}

#[derive(Serialize, Deserialize, Clone, Debug, Default)]
pub struct Chore {
    pub name: String,
    pub unique: Option<String>,
    pub in_order: Option<String>,
    pub priority: i64,
    pub delay_secs: u64,
    pub max_attempts: i64,
}
impl Job for Chore {
    const KIND: &'static str = "garden.chore";
    fn options(&self) -> JobOptions {
        JobOptions {
            unique_key: self.unique.clone(),
            ordering_key: self.in_order.clone(),
            priority: self.priority,
            delay: std::time::Duration::from_secs(self.delay_secs),
            max_attempts: if self.max_attempts == 0 { 4 } else { self.max_attempts },
        }
    }
}

/// What takes much memory.
#[derive(Serialize, Deserialize, Clone, Debug)]
pub struct Big {
    pub number: i64,
}
impl Job for Big {
    const KIND: &'static str = "garden.big";
}

pub fn chore(name: &str) -> Chore {
    Chore { name: name.to_owned(), ..Chore::default() }
}

pub async fn order(db: &Db, list: &[Chore]) -> Vec<events::JobId> {
    let list = list.to_vec();
    db.write(&actor(), move |tx| {
        list.iter().map(|c| tx.enqueue(c).map_err(DbError::from)).collect::<Result<Vec<_>, _>>()
    })
    .await
    .unwrap()
}

// A subscriber's effect, in a table that nobody else reads here: the audit log takes any number of the same.
diesel::table! {
    audit_log (id) { id -> Binary, at -> BigInt, action -> Text, entity -> Text, }
}

/// Writes one line of `book`.
pub fn write_down(tx: &mut Tx<'_>, book: &str, line: &str) -> Result<(), SubscriberError> {
    Ok(tx.audit(book, line, &serde_json::json!({}))?)
}

/// All lines of `book` in the order in which they were written.
pub async fn lines(db: &Db, book: &'static str) -> Vec<String> {
    db.read_slow(move |c| lines_in(c, book)).await.unwrap()
}

fn lines_in(c: &mut Conn, book: &str) -> Result<Vec<String>, DbError> {
    Ok(audit_log::table
        .filter(audit_log::action.eq(book))
        .order((audit_log::at, audit_log::entity))
        .select(audit_log::entity)
        .load(c)?)
}

pub fn line(e: &Recorded) -> String {
    format!("{}@{}", e.stream, e.version)
}

/// Writes every painted fence into `name`'s book.
pub fn book_keeper(name: &'static str) -> Subscription {
    Subscription::new(name).on::<Painted>(move |tx, recorded, _| write_down(tx, name, &line(recorded)))
}

pub fn engine(db: &Db, subscriptions: Subscriptions, jobs: Jobs) -> Engine {
    Engine::new(db.clone(), subscriptions, Followers::new(), jobs, Schedules::new()).unwrap()
}

pub fn subscribing(db: &Db, subscription: Subscription) -> Engine {
    let mut subscriptions = Subscriptions::new();
    subscriptions.add(subscription);
    engine(db, subscriptions, Jobs::new())
}

/// A write off the async threads.
pub async fn write<T: Send + 'static>(
    db: &Db,
    f: impl FnMut(&mut Tx<'_>) -> QueryResult<T> + Send + 'static + Clone,
) -> T {
    db.write_in(Lane::Interactive, &actor(), move |tx| f.clone()(tx).map_err(DbError::from)).await.unwrap()
}

pub async fn read<T: Send + 'static>(db: &Db, f: impl FnOnce(&mut Conn) -> QueryResult<T> + Send + 'static) -> T {
    db.read_slow(move |c| f(c).map_err(DbError::from)).await.unwrap()
}
