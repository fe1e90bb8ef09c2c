//! Followers: what every instance keeps in memory or beside the database (page cache, search index) hears of events
//! here. They read; they never write to the database, and nothing of theirs is kept: each begins at the log's end.
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use db::{Db, DbError, Signal};
use parking_lot::Mutex;
use tokio::sync::watch;

use crate::event::{Cursor, Recorded};
use crate::log;
use crate::subscribers::blocking;
use crate::worker::words;

const BATCH: i64 = 256;
/// Between two looks that find something lies at least so long.
const EASE: Duration = Duration::from_millis(20);
/// How long draining waits for an older transaction, behind which committed events cannot be read yet.
const PATIENCE: Duration = Duration::from_secs(5);

type Follow = dyn Fn(&[Recorded]) + Send + Sync;

/// All followers of an instance.
#[derive(Clone, Default)]
pub struct Followers {
    list: Vec<(&'static str, Arc<Follow>)>,
}

impl Followers {
    pub fn new() -> Self {
        Self::default()
    }

    /// `f` hears of every event of every type on every instance, in the order of reading, some at a time. It is
    /// called on a thread that may block; what it throws is logged and the events count as heard.
    pub fn add(&mut self, name: &'static str, f: impl Fn(&[Recorded]) + Send + Sync + 'static) -> &mut Self {
        self.list.push((name, Arc::new(f)));
        self
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// Reads for all followers at once.
pub(crate) struct Reader {
    db: Db,
    followers: Followers,
    /// Held while events are handed on, so that they are handed on in order.
    cursor: Mutex<Cursor>,
}

impl Reader {
    /// Begins at the log's end, as it is now.
    pub fn new(db: Db, followers: Followers) -> Result<Self, DbError> {
        let end = if followers.is_empty() {
            Cursor::START
        } else {
            db.read_now(|c| {
                let settled = log::settled(c)?;
                log::end(c, settled).map_err(DbError::from)
            })?
        };
        Ok(Self { db, followers, cursor: Mutex::new(end) })
    }

    /// Hands on what is new. Gives how many events, and whether committed ones cannot be read yet.
    pub fn step(&self) -> Result<(usize, bool), DbError> {
        if self.followers.is_empty() {
            return Ok((0, false));
        }
        let mut cursor = self.cursor.lock();
        let (events, unsettled) = self.db.read_now(|c| {
            let settled = log::settled(c)?;
            Ok::<_, DbError>((log::after(c, *cursor, settled, BATCH)?, log::unsettled(c, settled)?))
        })?;
        if let Some(last) = events.last() {
            for (name, follow) in &self.followers.list {
                if let Err(panic) = catch_unwind(AssertUnwindSafe(|| follow(&events))) {
                    tracing::error!(follower = name, why = words(&*panic), "a follower panicked");
                    metrics::counter!("sundry_follower_failures_total", "follower" => *name).increment(1);
                }
            }
            *cursor = last.position;
        }
        Ok((events.len(), unsettled))
    }

    /// Until everything committed was handed on. Blocks.
    pub fn drain_now(&self) -> Result<u64, DbError> {
        let (mut total, mut waiting) = (0, None);
        loop {
            match self.step()? {
                (0, true) if waiting.get_or_insert_with(Instant::now).elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(1));
                }
                (0, _) => return Ok(total),
                (n, _) => total += n as u64,
            }
        }
    }

    pub async fn work(self: Arc<Self>, mut stop: watch::Receiver<bool>, poll: Duration) {
        let mut happened = self.db.signals().watch(Signal::Events);
        loop {
            if *stop.borrow_and_update() {
                return;
            }
            happened.borrow_and_update();
            let me = self.clone();
            let pause = match blocking(move || me.step()).await {
                Ok((0, true)) => Duration::from_millis(10),
                Ok((0, false)) => poll,
                // Under load what has happened meanwhile is then read together.
                Ok(_) => {
                    tokio::select! {
                        () = tokio::time::sleep(EASE) => {}
                        changed = stop.changed() => if changed.is_err() { return },
                    }
                    continue;
                }
                Err(e) => {
                    tracing::warn!(error = %e, "followers cannot read the log; trying again");
                    poll
                }
            };
            tokio::select! {
                _ = happened.changed() => {}
                () = tokio::time::sleep(pause) => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }
}
