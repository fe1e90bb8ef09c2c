//! Hands events out to subscribers.
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use db::{Db, DbError, Lane, Signal};
use futures_util::StreamExt;
use kernel::{Actor, Micros};
use parking_lot::Mutex;
use tokio::sync::watch;

use crate::event::{Cursor, Recorded};
use crate::piece::{Piece, Pieces};
use crate::subscription::{Subscription, Subscriptions};
use crate::{cursor, lease, log, parked};

/// How many events are read at once.
const BATCH: i64 = 256;
/// A cursor that has passed so many events of no interest is moved in the table, too.
const STRIDE: i64 = 5000;
/// How many subscribers work at once.
const AT_ONCE: usize = 4;
/// Between two looks at the log that find something lies at least so long: under load what has happened meanwhile is then one
/// piece of work for each subscriber instead of many. What happens while all is quiet is handed out at once.
const EASE: Duration = Duration::from_millis(40);
/// How long draining waits for an older transaction, behind which committed events cannot be read yet.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) struct Dispatcher {
    db: Db,
    subs: Vec<Arc<Subscription>>,
    me: Arc<str>,
    registered: AtomicBool,
    /// For a cursor that stands there: up to here nothing is of interest.
    seen: Mutex<HashMap<&'static str, (Cursor, Cursor)>>,
}

/// What one look at the tables found to do.
#[derive(Default)]
struct Survey {
    tasks: Vec<Task>,
    /// Batches of no interest were passed; there may be more behind them.
    advanced: bool,
    /// Events are committed that cannot be read yet.
    unsettled: bool,
    next_retry: Option<Micros>,
}

#[derive(Clone)]
struct Task {
    sub: Arc<Subscription>,
    stored: Cursor,
    events: Arc<[Recorded]>,
    end: Cursor,
    retry: bool,
}

impl Dispatcher {
    pub fn new(db: Db, subscriptions: &Subscriptions, me: Arc<str>) -> Self {
        let subs = subscriptions.list.clone();
        Self { db, subs, me, registered: AtomicBool::new(false), seen: Mutex::default() }
    }

    fn register(&self) -> Result<(), DbError> {
        if self.subs.is_empty() || self.registered.load(Ordering::Relaxed) {
            return Ok(());
        }
        let subs = self.subs.clone();
        self.db.write_now(Lane::Bulk, &Actor::system("subscribers"), move |tx| {
            cursor::register(tx, subs.iter().map(|s| &**s)).map_err(DbError::from)
        })?;
        self.registered.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// From where on something may be of interest.
    fn position(&self, name: &str, stored: Cursor) -> Cursor {
        match self.seen.lock().get(name) {
            Some((at, seen)) if *at == stored => *seen,
            _ => stored,
        }
    }

    fn survey(&self) -> Result<Survey, DbError> {
        self.register()?;
        if self.subs.is_empty() {
            return Ok(Survey::default());
        }
        let now = self.db.clock().now();
        self.db.read_now(|c| {
            let settled = log::settled(c)?;
            let (end, unsettled) = log::end_and_unsettled(c, settled)?;
            let mut survey = Survey { unsettled, next_retry: parked::next_due(c, now)?, ..Survey::default() };
            let cursors = cursor::all(c)?;
            let held = lease::held_by_others(c, &self.me, now)?;
            let due = parked::subscribers_due(c, now)?;
            // Most subscribers stand at the same place: what is read for one serves all of them.
            let mut batches: HashMap<Cursor, Vec<Recorded>> = HashMap::new();
            for sub in &self.subs {
                let Some(stored) = cursors.get(sub.name).copied() else { continue };
                if held.contains(&sub.lease()) {
                    continue;
                }
                let from = self.position(sub.name, stored);
                let batch = match batches.entry(from) {
                    std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
                    std::collections::hash_map::Entry::Vacant(new) => {
                        new.insert(if from < end { log::after(c, from, settled, BATCH)? } else { Vec::new() })
                    }
                };
                let last = batch.last().map_or(from, |e| e.position);
                let events: Arc<[Recorded]> = batch.iter().filter(|e| sub.takes(&e.kind)).cloned().collect();
                let retry = due.iter().any(|name| name == sub.name);
                let far = last.seq - stored.seq > STRIDE;
                if !events.is_empty() || retry || far {
                    survey.tasks.push(Task { sub: sub.clone(), stored, events, end: last, retry });
                } else if last > from {
                    survey.advanced = true;
                    self.seen.lock().insert(sub.name, (stored, last));
                }
            }
            Ok(survey)
        })
    }

    /// Does what was found; gives how many events were dealt with.
    fn work_off(&self, task: &Task) -> Result<usize, DbError> {
        let pieces = Pieces { db: &self.db, me: &self.me, sub: &task.sub };
        let mut dealt = 0;
        if task.retry {
            let now = self.db.clock().now();
            let due =
                self.db.read_now(|c| parked::due(c, &task.sub, task.stored, now, BATCH).map_err(DbError::from))?;
            if !due.is_empty() {
                match pieces.retry(due)? {
                    Piece::Done { events, .. } => dealt += events,
                    Piece::Again => dealt += 1,
                    Piece::NotMine => return Ok(dealt),
                }
            }
        }
        let far = task.end.seq - task.stored.seq > STRIDE;
        if task.events.is_empty() && !far {
            return Ok(dealt);
        }
        let (mut from, mut next) = (task.stored, 0);
        loop {
            match pieces.next(from, &task.events, next, task.end)? {
                Piece::Done { events, at } => {
                    dealt += events;
                    next += events;
                    from = at;
                    if let Some(last) = task.events[..next].last() {
                        let delay = self.db.clock().now().since(last.at).as_secs_f64();
                        let name = task.sub.name;
                        metrics::counter!("sundry_subscriber_events_total", "subscriber" => name)
                            .increment(events as u64);
                        metrics::histogram!("sundry_subscriber_delay_seconds", "subscriber" => name).record(delay);
                    }
                    if next >= task.events.len() {
                        return Ok(dealt);
                    }
                }
                Piece::Again => dealt += 1,
                Piece::NotMine => return Ok(dealt),
            }
        }
    }

    /// Hands out everything there is, until nothing is left that is due now and not another instance's. Blocks.
    pub fn drain_now(&self) -> Result<u64, DbError> {
        let mut total = 0;
        let mut waiting: Option<Instant> = None;
        loop {
            let survey = self.survey()?;
            let mut dealt = 0;
            for task in &survey.tasks {
                dealt += self.work_off(task)?;
            }
            total += dealt as u64;
            if dealt > 0 || survey.advanced {
                waiting = None;
            } else if survey.unsettled && waiting.get_or_insert_with(Instant::now).elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(1));
            } else {
                return Ok(total);
            }
        }
    }

    /// Works until told to stop.
    pub async fn work(self: Arc<Self>, mut stop: watch::Receiver<bool>, poll: Duration) {
        let mut happened = self.db.signals().watch(Signal::Events);
        loop {
            if *stop.borrow_and_update() {
                return;
            }
            happened.borrow_and_update();
            let (me, began) = (self.clone(), Instant::now());
            let survey = blocking(move || me.survey()).await;
            let pause = match survey {
                Ok(survey) => {
                    let trouble = AtomicBool::new(false);
                    let progress = AtomicBool::new(survey.advanced);
                    futures_util::stream::iter(survey.tasks)
                        .for_each_concurrent(AT_ONCE, |task| {
                            let (me, name) = (self.clone(), task.sub.name);
                            let (trouble, progress) = (&trouble, &progress);
                            async move {
                                match blocking(move || me.work_off(&task)).await {
                                    Ok(0) => {}
                                    Ok(_) => progress.store(true, Ordering::Relaxed),
                                    Err(e) => {
                                        tracing::warn!(subscriber = name, error = %e, "events wait; trying again");
                                        trouble.store(true, Ordering::Relaxed);
                                    }
                                }
                            }
                        })
                        .await;
                    if trouble.into_inner() {
                        poll.max(Duration::from_millis(250))
                    } else if progress.into_inner() {
                        tokio::select! {
                            () = tokio::time::sleep(EASE.saturating_sub(began.elapsed())) => {}
                            changed = stop.changed() => if changed.is_err() { return },
                        }
                        continue;
                    } else if survey.unsettled {
                        Duration::from_millis(10)
                    } else {
                        let now = self.db.clock().now();
                        survey.next_retry.map_or(poll, |at| at.since(now).min(poll))
                    }
                }
                Err(e) => {
                    tracing::warn!(error = %e, "the event log cannot be read; trying again");
                    poll.max(Duration::from_millis(250))
                }
            };
            tokio::select! {
                _ = happened.changed() => {}
                () = tokio::time::sleep(pause.max(Duration::from_millis(1))) => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }
}

/// Runs `f` where it may block.
pub(crate) async fn blocking<T: Send + 'static>(
    f: impl FnOnce() -> Result<T, DbError> + Send + 'static,
) -> Result<T, DbError> {
    tokio::task::spawn_blocking(f).await.unwrap_or_else(|e| Err(DbError::Panicked(e.to_string())))
}
