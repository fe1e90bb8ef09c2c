//! Home: how today goes, and what waits for a hand.
use actix_web::{HttpResponse, web};
use db::Db;
use jiff::tz::TimeZone;
use kernel::{Micros, Money};
use kit::Failure;
use orders::{Cursor, Listed, Orders};
use staff::Permission;

use super::checklist::{self, Facts};
use super::orders::row;
use crate::desk::Desk;
use crate::machinery::Machinery;
use crate::views::{Attention, AttentionKind, HomeView, Section};

/// Orders shown as the latest.
const LATEST: usize = 8;
/// A subscriber that is further behind, in seconds, needs attention.
const SLOW: i64 = 60;

pub(crate) async fn show(
    desk: Desk,
    orders: web::Data<Orders>,
    db: web::Data<Db>,
    facts: Facts,
) -> Result<HttpResponse, Failure> {
    let (now, ctx) = (desk.now(), desk.ctx());
    let today = orders.takings(desk.actor(), midnight(now, &ctx.time_zone), Micros(i64::MAX)).await?;
    let standing = orders.count(desk.actor(), vec![Listed::to_ship(), Listed::to_capture()]).await?;
    let standing = |i: usize| standing.get(i).map_or(0, |c| c.count);
    let counts = Waiting { to_ship: standing(0), to_capture: standing(1) };
    let (latest, _) = orders.list(desk.actor(), Listed::default(), Cursor::Start, LATEST).await?;
    let machinery = if desk.may(Permission::ViewSystem) { Some(Machinery::look(&db).await?) } else { None };
    desk.show(&HomeView {
        shell: desk.shell(Section::Home, ctx.texts.t("admin-nav-home")),
        today: now,
        to_ship: counts.to_ship,
        to_capture: counts.to_capture,
        orders_today: today.orders,
        takings_today: Money::new(today.amount, ctx.currency),
        attention: attention(&counts, machinery.as_ref(), now),
        latest: latest.items.into_iter().map(row).collect(),
        checklist: checklist::look(&desk, &facts).await?,
    })
}

/// When the day of `now` began where the shop is.
fn midnight(now: Micros, zone: &TimeZone) -> Micros {
    let start = jiff::Timestamp::from_microsecond(now.0).and_then(|t| t.to_zoned(zone.clone()).start_of_day());
    start.map_or(now, |day| Micros(day.timestamp().as_microsecond()))
}

/// Orders that wait for somebody; at most so many as are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Waiting {
    to_ship: u64,
    to_capture: u64,
}

/// Trouble first, then money, then goods.
fn attention(counts: &Waiting, machinery: Option<&Machinery>, now: Micros) -> Vec<Attention> {
    let mut needs = Vec::new();
    let mut need = |kind, count, since| {
        if count > 0 {
            needs.push(Attention { kind, count, since });
        }
    };
    if let Some(m) = machinery {
        let oldest_dead = m.jobs.iter().filter(|j| j.state == "dead").filter_map(|j| j.oldest).min();
        need(AttentionKind::DeadJobs, m.jobs_in("dead"), oldest_dead.map(Micros));
        need(AttentionKind::ParkedEvents, m.parked_events(), m.parked.iter().map(|p| p.since()).min());
    }
    need(AttentionKind::ToCapture, counts.to_capture, None);
    need(AttentionKind::ToShip, counts.to_ship, None);
    if let Some(m) = machinery {
        let slow: Vec<i64> = m.lags.iter().map(|l| l.seconds).filter(|s| *s >= SLOW).collect();
        let oldest = slow.iter().max().map(|s| Micros(now.0 - s * 1_000_000));
        need(AttentionKind::Lagging, slow.len() as u64, oldest);
    }
    needs
}

#[cfg(test)]
mod tests {
    use events::Cursor;
    use events::admin::{JobCount, Lag};

    use super::*;

    #[test]
    fn the_day_begins_where_the_shop_is() {
        let at = |text: &str| Micros(text.parse::<jiff::Timestamp>().unwrap().as_microsecond());
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        assert_eq!(midnight(at("2026-11-20T23:30:00Z"), &berlin), at("2026-11-20T23:00:00Z"));
        assert_eq!(midnight(at("2026-07-01T21:59:00Z"), &berlin), at("2026-06-30T22:00:00Z"));
    }

    #[test]
    fn trouble_comes_first_and_what_is_nothing_is_not_told() {
        let lag = |seconds, parked| Lag {
            subscriber: "a".into(),
            position: Cursor::START,
            behind: 1,
            seconds,
            waiting: 0,
            parked,
        };
        let machinery = Machinery {
            jobs: vec![JobCount { kind: "a".into(), state: "dead".into(), count: 2, oldest: Some(5) }],
            dead: vec![],
            lags: vec![lag(90, 0), lag(10, 3)],
            parked: vec![],
        };
        let counts = Waiting { to_ship: 4, ..Waiting::default() };
        let now = Micros(1_000_000_000);
        let told =
            |m| -> Vec<_> { attention(&counts, m, now).into_iter().map(|a| (a.kind, a.count, a.since)).collect() };
        assert_eq!(
            told(Some(&machinery)),
            [
                (AttentionKind::DeadJobs, 2, Some(Micros(5))),
                (AttentionKind::ParkedEvents, 3, None),
                (AttentionKind::ToShip, 4, None),
                (AttentionKind::Lagging, 1, Some(Micros(910_000_000))),
            ]
        );
        assert_eq!(told(None), [(AttentionKind::ToShip, 4, None)]);
    }
}
