//! Checkout against orders and stock: an attempt is placed when, and only when, its order exists, and nobody holds stock
//! whose checkout is over.
use std::time::{Duration, Instant};

use checkout::State;
use db::{Conn, DbError};
use kernel::kinds::{AttemptId, ReferenceId};
use kernel::{Breach, Micros};

use super::paged::Paged;
use super::{CheckResult, PAGE};

/// How long after its end a hold may wait for somebody to let go of it.
const LATE: Duration = Duration::from_secs(60);

/// Orders that no attempt knows are fine: they came another way. Answers how many attempts there are.
pub(super) fn attempts(conn: &mut Conn, found: &mut dyn FnMut(Breach)) -> Result<u64, DbError> {
    type Order = orders::books::Booked;
    let mut orders = Paged::new(|c, last: Option<&Order>| orders::books::heads(c, last.map(|o| o.id), PAGE));
    type Attempt = checkout::books::Booked;
    let mut attempts =
        Paged::new(|c, last: Option<&Attempt>| checkout::books::by_order(c, last.map(|a| a.order), PAGE));
    let mut examined = 0;
    while let Some(attempt) = attempts.next(conn)? {
        examined += 1;
        while orders.next_if(conn, |o| o.id < attempt.order)?.is_some() {}
        let order = orders.next_if(conn, |o| o.id == attempt.order)?;
        let mut say = |sentence: String| found(Breach::new("checkout", sentence).of(attempt.id).of(attempt.order));
        match (attempt.state, order) {
            (State::Placed, None) => say("the checkout is placed, but its order does not exist".to_owned()),
            (State::Placed, Some(order)) if order.total != attempt.total => {
                say(format!("the checkout promised a total of {}, the order has {}", attempt.total, order.total));
            }
            (State::Placed, Some(_)) | (_, None) => {}
            (state, Some(_)) => say(format!("the order exists, but its checkout is {}", state.as_str())),
        }
    }
    Ok(examined)
}

/// A hold is over 60 s after its end, unless its checkout still lives: then that is late.
pub(super) fn holds(conn: &mut Conn, now: Micros) -> Result<CheckResult, DbError> {
    let mut check = CheckResult::new("holds", "nothing is held for a checkout that is over");
    let started = Instant::now();
    let (mut after, mut late): (Option<ReferenceId>, u64) = (None, 0);
    loop {
        let page = inventory::books::stale_holds(conn, now.minus(LATE), after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = Some(last.reference);
        let ids: Vec<AttemptId> = page.iter().map(|h| h.reference.cast()).collect();
        let states = checkout::books::states(conn, &ids)?;
        for hold in &page {
            check.examined += 1;
            let id: AttemptId = hold.reference.cast();
            let whose = match states.get(&id) {
                Some(State::Prepared | State::Paying) => {
                    late += 1;
                    continue;
                }
                Some(state) => format!("its checkout is {}", state.as_str()),
                None => "no checkout knows it".to_owned(),
            };
            let age = now.since(hold.expires_at).as_secs();
            let sentence = format!("stock is still held {age} s after its time, and {whose}");
            check.add(Breach::new("holds", sentence).of(id));
        }
    }
    if late > 0 {
        check.lag.push(format!("{late} checkouts are past their time and not given up yet"));
    }
    check.took = started.elapsed();
    Ok(check)
}
