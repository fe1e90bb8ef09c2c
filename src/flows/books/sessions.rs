//! I14: whoever is signed in is somebody who may be.
use std::time::Instant;

use auth::{Realm, books::Live};
use db::{Conn, DbError};
use kernel::kinds::{CustomerId, StaffId};
use kernel::{Breach, Micros};

use super::{CheckResult, PAGE};

pub(super) fn check(conn: &mut Conn, now: Micros) -> Result<CheckResult, DbError> {
    let mut check = CheckResult::new("I14", "sessions are of people who may come in");
    let started = Instant::now();
    let mut after = None;
    loop {
        let page = auth::books::live(conn, now, after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        let of = |realm: Realm| page.iter().filter(move |s| s.realm == realm.as_str());
        let staff: Vec<StaffId> = of(Realm::Staff).filter_map(|s| s.subject.parse().ok()).collect();
        let shoppers: Vec<CustomerId> = of(Realm::Shoppers).filter_map(|s| s.subject.parse().ok()).collect();
        let (staff, shoppers) =
            (staff::books::active(conn, &staff)?, customers::books::confirmed(conn, &shoppers)?);
        for session in &page {
            check.examined += 1;
            let known = session.subject.parse().is_ok_and(|id| staff.contains(&id))
                || session.subject.parse().is_ok_and(|id| shoppers.contains(&id));
            judge(session, known, &mut check);
        }
    }
    for (session, tokens) in auth::books::forked(conn)? {
        let sentence =
            format!("{tokens} refresh tokens of one session are unused, so that two could go on with it");
        check.add(Breach::new("I14", sentence).of(session));
    }
    check.took = started.elapsed();
    Ok(check)
}

fn judge(session: &Live, known: bool, check: &mut CheckResult) {
    if !known {
        let sentence = "a session opens for somebody who is gone, or may not come in any more";
        check.add(Breach::new("I14", sentence).of(session.id).of(&session.subject));
    }
    if !session.ends() {
        let sentence = "a session outlives the end that was set for it";
        check.add(Breach::new("I14", sentence).of(session.id).of(&session.subject));
    }
}
