//! I7: a coupon's uses are those of orders, and of checkouts that are under way.
use std::collections::HashSet;
use std::time::{Duration, Instant};

use db::{Conn, DbError};
use kernel::kinds::{CartId, ReferenceId};
use kernel::{Breach, Micros};

use super::paged::Paged;
use super::{CheckResult, PAGE};

/// How long after a cancellation its use may wait to be given back.
const LATE: Duration = Duration::from_secs(10);

pub(super) fn check(conn: &mut Conn, now: Micros) -> Result<CheckResult, DbError> {
    let mut check = CheckResult::new("I7", "coupons are used within their limits, by orders that exist");
    let started = Instant::now();
    check.examined = pricing::books::coupons(conn, &mut |b| check.add(b))?;
    used(conn, now, &mut check)?;
    held(conn, &mut check)?;
    check.took = started.elapsed();
    Ok(check)
}

/// Both sides in the order of the orders' ids: uses, and orders that say they used a coupon.
fn used(conn: &mut Conn, now: Micros, check: &mut CheckResult) -> Result<(), DbError> {
    type Use = pricing::books::Kept;
    let mut uses = Paged::new(|c, last: Option<&Use>| pricing::books::used(c, last.map(|u| u.holder), PAGE));
    type Order = orders::books::Reduced;
    let mut orders = Paged::new(|c, last: Option<&Order>| orders::books::reduced(c, last.map(|o| o.id), PAGE));
    let mut late = 0_u64;
    let orphan = |check: &mut CheckResult, kept: Use| {
        let sentence = "a use is counted for an order that used no coupon".to_owned();
        check.add(Breach::new("I7", sentence).of(kept.coupon).of(kept.holder.cast::<kernel::kinds::Order>()));
    };
    while let Some(order) = orders.next(conn)? {
        let holder: ReferenceId = order.id.cast();
        while let Some(kept) = uses.next_if(conn, |u| u.holder < holder)? {
            orphan(check, kept);
        }
        let kept = uses.next_if(conn, |u| u.holder == holder)?;
        let mut say = |what: &str| check.add(Breach::new("I7", what.to_owned()).of(order.coupon).of(order.id));
        match kept {
            None if !order.cancelled => say("an order used a coupon, and its use is not counted"),
            Some(kept) if kept.coupon != order.coupon => say("an order's use is counted for another coupon"),
            Some(_) if order.cancelled && now.since(order.updated_at) > LATE => {
                say("an order is cancelled, and its use is still counted");
            }
            Some(_) if order.cancelled => late += 1,
            _ => {}
        }
    }
    while let Some(kept) = uses.next(conn)? {
        orphan(check, kept);
    }
    if late > 0 {
        check.lag.push(format!("{late} cancelled orders are about to give their use back"));
    }
    Ok(())
}

/// Only a checkout that is under way holds a use.
fn held(conn: &mut Conn, check: &mut CheckResult) -> Result<(), DbError> {
    let mut after = None;
    loop {
        let page = pricing::books::held(conn, after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.holder);
        let carts: Vec<CartId> = page.iter().map(|kept| kept.holder.cast()).collect();
        let alive: HashSet<CartId> = checkout::books::under_way(conn, &carts)?;
        for kept in page.iter().filter(|kept| !alive.contains(&kept.holder.cast())) {
            let sentence = "a use is held for a checkout that is over".to_owned();
            check.add(Breach::new("I7", sentence).of(kept.coupon).of(kept.holder.cast::<kernel::kinds::Cart>()));
        }
    }
}
