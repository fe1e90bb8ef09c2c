//! I8: each version of an order has its one event, subscribers keep up, and each placed order is confirmed once.
use std::cmp::Ordering;
use std::time::Instant;

use db::{Conn, DbError};
use events::books::{GRACE, Logged, Reader};
use events::{Event, Job};
use kernel::{Breach, Micros};
use orders::OrderPlaced;
use orders::books::Booked;

use super::paged::Paged;
use super::{CheckResult, PAGE};
use crate::mail::{SendMail, order::CONFIRMATION};

pub(super) fn check(conn: &mut Conn, now: Micros) -> Result<CheckResult, DbError> {
    let mut check = CheckResult::new("I8", "events are whole, taken and confirmed");
    let started = Instant::now();
    check.examined = events::books::log(conn, &mut |b| check.add(b))?;
    let mut lag = Vec::new();
    events::books::subscribers(conn, now, &mut |b| check.add(b), &mut |l| lag.push(l))?;
    check.lag = lag;
    orders(conn, now, &mut check)?;
    check.took = started.elapsed();
    Ok(check)
}

/// Walks orders, their events, their confirmations and the jobs that write them, all in the order of the orders' ids.
fn orders(conn: &mut Conn, now: Micros, check: &mut CheckResult) -> Result<(), DbError> {
    let mut orders = Paged::new(|c, last: Option<&Booked>| orders::books::heads(c, last.map(|o| o.id), PAGE));
    let mut log = Paged::new(|c, last: Option<&Logged>| events::books::streams(c, "ord_", last, PAGE));
    let mut told = Paged::new(|c, last: Option<&(String, i64)>| {
        notifications::books::told(c, CONFIRMATION.name, last.map(|t| t.0.as_str()), PAGE)
    });
    let mut jobs = Paged::new(|c, last: Option<&String>| {
        events::books::job_keys(c, SendMail::KIND, last.map(String::as_str), PAGE)
    });
    let trimmed = events::books::trimmed_before(conn)?;
    let confirmations = Confirmations {
        now,
        readers: events::books::readers_of(conn, OrderPlaced::TYPE)?,
        held: events::books::held_streams(conn, OrderPlaced::TYPE)?,
    };
    let mut on_their_way = 0u64;
    while let Some(order) = orders.next(conn)? {
        let stream = order.id.to_string();
        let mut versions = Vec::new();
        let mut placed = None;
        while let Some(event) = log.next_if(conn, |e| e.stream <= stream)? {
            if event.stream < stream {
                check.add(no_order(&event));
                continue;
            }
            versions.push(event.version);
            if event.kind == OrderPlaced::TYPE {
                placed = Some(event);
            }
        }
        whole(&order, &versions, trimmed, check);
        let messages = find(&mut told, conn, &stream, |t| &t.0)?.map_or(0, |t| t.1);
        let key = CONFIRMATION.about(order.id).key();
        let job = find(&mut jobs, conn, &key, |k| k)?.is_some();
        match placed {
            _ if messages > 1 => {
                check.add(Breach::new("I8", format!("the order was confirmed {messages} times")).of(stream));
            }
            Some(event) if messages == 0 && !job && event.actor != crate::demo::ACTOR => {
                if confirmations.may_come(&event) {
                    on_their_way += 1;
                } else {
                    let sentence = "the order was placed and everybody heard of it, but there is no confirmation and no job for one";
                    check.add(Breach::new("I8", sentence).of(stream));
                }
            }
            _ => {}
        }
    }
    while let Some(event) = log.next(conn)? {
        check.add(no_order(&event));
    }
    if on_their_way > 0 {
        check.lag.push(format!("{on_their_way} confirmations of orders are not written yet"));
    }
    Ok(())
}

struct Confirmations {
    now: Micros,
    readers: Vec<Reader>,
    held: Vec<String>,
}

impl Confirmations {
    /// Somebody has still to take the event, or has just taken it.
    fn may_come(&self, placed: &Logged) -> bool {
        self.readers.is_empty()
            || self.readers.iter().any(|r| r.at < placed.position())
            || self.held.binary_search(&placed.stream).is_ok()
            || self.now.since(placed.at()) <= GRACE
    }
}

/// The versions of an order's events are 1 to its own; the first may have been trimmed with the old part of the log.
fn whole(order: &Booked, versions: &[i64], trimmed: Option<Micros>, check: &mut CheckResult) {
    let older = |at: Micros| trimmed.is_some_and(|begin| at < begin);
    let mut say = |sentence: String| check.add(Breach::new("I8", sentence).of(order.id));
    let (Some(first), Some(last)) = (versions.first(), versions.last()) else {
        if !older(order.updated_at()) {
            say(format!("the order is at version {}, but has no event", order.version));
        }
        return;
    };
    if *first != 1 && !older(order.placed_at()) {
        say(format!("the events of the order begin with version {first}"));
    }
    if let Some(hole) = versions.windows(2).find(|w| w[1] != w[0] + 1) {
        say(format!("the events of the order go from version {} to {}", hole[0], hole[1]));
    }
    if *last != order.version {
        say(format!("the order is at version {}, but its last event is of version {last}", order.version));
    }
}

fn no_order(event: &Logged) -> Breach {
    let sentence = format!("{} tells of version {} of an order that does not exist", event.kind, event.version);
    Breach::new("I8", sentence).of(&event.stream)
}

/// The row with this key; rows before it belong to nobody here.
fn find<T: Clone>(
    rows: &mut Paged<'_, T>,
    conn: &mut Conn,
    key: &str,
    of: impl Fn(&T) -> &String,
) -> Result<Option<T>, DbError> {
    while let Some(row) = rows.next_if(conn, |r| of(r).as_str() <= key)? {
        if of(&row).as_str().cmp(key) == Ordering::Equal {
            return Ok(Some(row));
        }
    }
    Ok(None)
}
