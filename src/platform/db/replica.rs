//! A read replica: a copy of the database that PostgreSQL keeps by itself, and that answers what may be late.
//!
//! How late it is gets measured, not believed. A thread asks the primary how far its log is on disk, and the replica how far
//! it has replayed: what was on disk at one moment and is replayed now makes the replica at least as fresh as that moment.
//! Nothing need be written for it, an idle shop's replica is as fresh as the last look, and one that hears nothing grows late
//! by itself, whatever it says of itself.
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable};
use parking_lot::Mutex;

use crate::conn::Conn;
use crate::pool::{self, Pool, QueryCount, Role};
use crate::{DbConfig, DbError, Url};

/// Between two looks at both.
const LOOK: Duration = Duration::from_millis(500);
/// How many looks back are remembered: a replica that is later than all of them is told to be as late as the oldest.
const REMEMBERED: usize = 1200;

/// How a read replica does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replica {
    pub standing: Standing,
    /// Answers it gave, and those that the primary gave in its place.
    pub answered: u64,
    pub fell_back: u64,
}

/// Whether a replica is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is asked: it is at most so late.
    Fresh(Duration),
    /// It is not asked: it is that late.
    Late(Duration),
    /// It is not asked: it does not answer, or is no replica of this database. Why, for the log.
    Away(String),
}

impl Standing {
    /// `fresh`, `late`, `away`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Fresh(_) => "fresh",
            Self::Late(_) => "late",
            Self::Away(_) => "away",
        }
    }
}

/// What the thread has found out.
struct Seen {
    /// It has everything that was committed then.
    as_of: Option<Instant>,
    away: Option<String>,
}

struct Inner {
    pool: Pool,
    most: Duration,
    seen: Mutex<Seen>,
    answered: AtomicU64,
    fell_back: AtomicU64,
    /// Its end tells the thread to stop.
    _going: SyncSender<()>,
}

/// Hands out connections to a replica that keeps up. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Reader(Arc<Inner>);

impl Reader {
    pub fn start(config: &DbConfig, url: &Url, count: Arc<QueryCount>) -> Result<Self, DbError> {
        let url = impatient(url);
        let pool = pool::replica(url.clone(), config.readers.max(1), count);
        let (going, stopped) = sync_channel(0);
        let seen = Mutex::new(Seen { as_of: None, away: Some("it was not asked yet".to_owned()) });
        let me = Self(Arc::new(Inner {
            pool,
            most: config.replica_lag,
            seen,
            answered: AtomicU64::default(),
            fell_back: AtomicU64::default(),
            _going: going,
        }));
        let mut watch = Watch {
            primary: Side::new(impatient(&config.url)),
            replica: Side::new(url),
            of: None,
            looks: VecDeque::new(),
        };
        let weak = Arc::downgrade(&me.0);
        std::thread::Builder::new()
            .name("db-replica".to_owned())
            .spawn(move || {
                loop {
                    let found = watch.look();
                    let Some(inner) = weak.upgrade() else { return };
                    inner.note(found);
                    drop(inner);
                    if ended(&stopped) {
                        return;
                    }
                }
            })
            .map_err(|e| DbError::Unavailable(e.to_string()))?;
        Ok(me)
    }

    /// None: the primary is to be asked.
    pub fn connection(&self) -> Option<pool::Reader> {
        if !matches!(self.0.standing(), Standing::Fresh(_)) {
            return None;
        }
        self.0.pool.get().ok()
    }

    /// It has answered.
    pub fn answered(&self) {
        self.0.answered.fetch_add(1, Ordering::Relaxed);
        metrics::counter!("sundry_db_replica_answers_total").increment(1);
    }

    /// The answer it had begun failed.
    pub fn failed(&self, e: Option<&DbError>) {
        tracing::debug!(error = e.map(tracing::field::display), "the read replica failed; the primary is asked");
    }

    pub fn fell_back(&self) {
        self.0.fell_back.fetch_add(1, Ordering::Relaxed);
        metrics::counter!("sundry_db_replica_fallbacks_total").increment(1);
    }

    pub fn state(&self) -> Replica {
        Replica {
            standing: self.0.standing(),
            answered: self.0.answered.load(Ordering::Relaxed),
            fell_back: self.0.fell_back.load(Ordering::Relaxed),
        }
    }
}

impl Inner {
    fn standing(&self) -> Standing {
        let seen = self.seen.lock();
        if let Some(why) = &seen.away {
            return Standing::Away(why.clone());
        }
        // Counted up to now: where the thread hears nothing any more the replica grows late.
        match seen.as_of.map(|at| at.elapsed()) {
            Some(late) if late <= self.most => Standing::Fresh(late),
            Some(late) => Standing::Late(late),
            None => Standing::Away("it has not caught up yet".to_owned()),
        }
    }

    fn note(&self, found: Result<Option<Instant>, String>) {
        let before = self.standing();
        {
            let mut seen = self.seen.lock();
            match found {
                Ok(as_of) => {
                    // What it has once had it keeps.
                    seen.as_of = as_of.or(seen.as_of);
                    seen.away = None;
                }
                Err(why) => *seen = Seen { as_of: None, away: Some(why) },
            }
        }
        let after = self.standing();
        if let Standing::Fresh(late) | Standing::Late(late) = &after {
            metrics::gauge!("sundry_db_replica_lag_seconds").set(late.as_secs_f64());
        }
        if before.as_str() != after.as_str() {
            match &after {
                Standing::Fresh(_) => tracing::info!("the read replica keeps up and is asked"),
                Standing::Late(late) => {
                    tracing::warn!(seconds = late.as_secs(), "the read replica is late; the primary is asked")
                }
                Standing::Away(why) => tracing::warn!(%why, "the read replica is away; the primary is asked"),
            }
        }
    }
}

/// Waits for the next look; true when there is none.
fn ended(stopped: &Receiver<()>) -> bool {
    matches!(stopped.recv_timeout(LOOK), Err(RecvTimeoutError::Disconnected))
}

/// One of both, with the connection that looks at it.
struct Side {
    url: Url,
    conn: Option<Conn>,
}

impl Side {
    fn new(url: Url) -> Self {
        Self { url, conn: None }
    }

    /// Asks over the connection there is, else over a new one.
    fn ask<T>(&mut self, question: impl FnOnce(&mut PgConnection) -> QueryResult<T>) -> Result<T, String> {
        let mut conn = match self.conn.take() {
            Some(conn) => conn,
            None => pool::open(&self.url, Role::Reads).map_err(|e| e.to_string())?,
        };
        let Conn::Postgres(c) = &mut conn else { return Err("it is no PostgreSQL".to_owned()) };
        let answer = question(c).map_err(|e| e.to_string())?;
        self.conn = Some(conn);
        Ok(answer)
    }
}

/// What PostgreSQL calls the cluster; a replica has its primary's.
fn identity(c: &mut PgConnection) -> QueryResult<i64> {
    diesel::select(sql::<BigInt>("(SELECT system_identifier FROM pg_control_system())")).get_result(c)
}

struct Watch {
    primary: Side,
    replica: Side,
    /// The primary's identity, once it was heard.
    of: Option<i64>,
    /// When the primary's log was how far on disk; the oldest first.
    looks: VecDeque<(Instant, i64)>,
}

impl Watch {
    /// Since when nothing was committed that the replica lacks; None when it lacks something of every look remembered.
    fn look(&mut self) -> Result<Option<Instant>, String> {
        // The moment before the question: what is committed while it is answered may be missing.
        let asked = Instant::now();
        let on_disk = self.primary.ask(|c| {
            let at = diesel::select(sql::<BigInt>("(pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint"));
            Ok((at.get_result::<i64>(c)?, identity(c)?))
        });
        match on_disk {
            Ok((at, identity)) => {
                self.of = Some(identity);
                if self.looks.back().is_some_and(|(_, last)| *last > at) {
                    // The primary is another one, or was put back: what is remembered tells nothing of it.
                    self.looks.clear();
                }
                self.looks.push_back((asked, at));
                while self.looks.len() > REMEMBERED {
                    self.looks.pop_front();
                }
            }
            // Without the primary the replica grows late by itself.
            Err(why) => tracing::debug!(%why, "the primary was not heard"),
        }
        let (copies, replayed, identity) = self.replica.ask(|c| {
            let how = diesel::select((
                sql::<Bool>("pg_is_in_recovery()"),
                sql::<Nullable<BigInt>>("(pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint"),
            ));
            let (copies, replayed) = how.get_result::<(bool, Option<i64>)>(c)?;
            Ok((copies, replayed, identity(c)?))
        })?;
        if self.of.is_some_and(|of| of != identity) {
            return Err("it is a replica of another database".to_owned());
        }
        if !copies {
            return Err("it is no replica: it was promoted, or is the primary itself".to_owned());
        }
        let replayed = replayed.unwrap_or(0);
        let mut as_of = None;
        while let Some((at, on_disk)) = self.looks.front().copied() {
            if on_disk > replayed {
                break;
            }
            as_of = Some(at);
            self.looks.pop_front();
        }
        Ok(as_of)
    }
}

/// The address, with a limit to how long a host that is gone is waited for.
fn impatient(url: &Url) -> Url {
    let Url::Postgres(text) = url else { return url.clone() };
    let mut text = text.clone();
    for (name, value) in [("connect_timeout", "2"), ("tcp_user_timeout", "5000")] {
        if !text.contains(&format!("{name}=")) {
            text.push(if text.contains('?') { '&' } else { '?' });
            text.push_str(&format!("{name}={value}"));
        }
    }
    Url::Postgres(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_is_gone_is_not_waited_for() {
        let told = |text: &str| match impatient(&Url::Postgres(text.to_owned())) {
            Url::Postgres(text) => text,
            Url::Sqlite(_) => unreachable!("it stays what it is"),
        };
        assert_eq!(told("postgres://h/d"), "postgres://h/d?connect_timeout=2&tcp_user_timeout=5000");
        assert_eq!(
            told("postgres://h/d?connect_timeout=9"),
            "postgres://h/d?connect_timeout=9&tcp_user_timeout=5000"
        );
    }
}
