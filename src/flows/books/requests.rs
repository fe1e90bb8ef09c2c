//! I11: a request that was sent again under its key is answered as before, by an effect that is there.
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use db::books::Kept;
use db::{Conn, DbError};
use kernel::kinds::OrderId;
use kernel::{Breach, Micros};
use serde::Deserialize;

use super::{CheckResult, PAGE};

/// Nobody is believed to be at it for longer than this.
const HELD: Duration = Duration::from_secs(600);

/// What an answer says of an order.
#[derive(Deserialize)]
struct Said {
    status: Option<String>,
    order: Option<OrderId>,
}

pub(super) fn check(conn: &mut Conn, now: Micros) -> Result<CheckResult, DbError> {
    let mut check = CheckResult::new("I11", "requests under a key were carried out once");
    let started = Instant::now();
    let (mut after, mut lost) = (Vec::new(), 0_u64);
    loop {
        let page = db::books::requests(conn, &after, PAGE)?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.request);
        let mut placed: BTreeMap<OrderId, String> = BTreeMap::new();
        for kept in &page {
            check.examined += 1;
            lost += u64::from(kept.status.is_none() && kept.written && kept.held_until < now);
            if let Some(order) = judge(kept, now, &mut check) {
                placed.insert(order, name(kept));
            }
        }
        let ids: Vec<OrderId> = placed.keys().copied().collect();
        let there = orders::books::sold(conn, &ids)?;
        for (order, request) in placed.into_iter().filter(|(order, _)| !there.contains_key(order)) {
            let sentence = "a request was answered that its order is placed, and the order does not exist";
            check.add(Breach::new("I11", sentence).of(order).of(request));
        }
    }
    if lost > 0 {
        check.lag.push(format!("{lost} requests were carried out by somebody who died before answering"));
    }
    check.took = started.elapsed();
    Ok(check)
}

/// Part of what it is known by; enough to find it.
fn name(kept: &Kept) -> String {
    let hex: String = kept.request.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("request {hex}")
}

/// The order that was said to be placed.
fn judge(kept: &Kept, now: Micros, check: &mut CheckResult) -> Option<OrderId> {
    let mut say = |sentence: String| check.add(Breach::new("I11", sentence).of(name(kept)));
    if kept.held_until > now.plus(HELD) && kept.status.is_none() {
        let seconds = kept.held_until.since(now).as_secs();
        say(format!("a request is held for {seconds} s more, longer than anybody may"));
    }
    let status = kept.status?;
    if !(200..=599).contains(&status) || !kept.readable {
        say(format!("the answer that is kept for a request, with status {status}, cannot be given again"));
    }
    let said: Said = serde_json::from_slice(&kept.body).ok()?;
    (said.status.as_deref() == Some("placed")).then_some(said.order)?
}
