//! Home: how today goes, and what waits for a hand.
use actix_web::{HttpResponse, web};
use catalog::{Catalog, Level, SkuListing};
use db::Db;
use inventory::Inventory;
use jiff::tz::TimeZone;
use kernel::{Micros, Money};
use kit::Failure;
use orders::{Counted, Cursor, Hour, Listed, Orders};
use payments::Payments;
use staff::Permission;

use super::checklist::{self, Facts};
use super::orders::row;
use crate::desk::Desk;
use crate::machinery::Machinery;
use crate::views::{Attention, AttentionKind, DayFigures, HomeView, Section, TakingsChart};

/// Orders shown as the latest.
const LATEST: usize = 8;
/// Payments to look at are counted so far.
const MOST_DOUBTED: i64 = 99;
/// Variants with little left are counted so far.
const MOST_LOW: usize = 99;
/// Microseconds.
const HOUR: i64 = 3_600_000_000;
/// A subscriber that is further behind, in seconds, needs attention.
const SLOW: i64 = 60;

pub(crate) async fn show(
    desk: Desk,
    orders: web::Data<Orders>,
    catalog: web::Data<Catalog>,
    (db, payments, inventory): (web::Data<Db>, web::Data<Payments>, web::Data<Inventory>),
    facts: Facts,
) -> Result<HttpResponse, Failure> {
    let (now, ctx) = (desk.now(), desk.ctx());
    let (begin, then, then_now) = days(now, &ctx.time_zone);
    let today = orders.by_hour(desk.actor(), begin, Micros(i64::MAX)).await?;
    let week_ago = orders.by_hour(desk.actor(), then, begin).await?;
    let week = orders.takings(desk.actor(), then, then_now).await?;
    let lists = vec![Listed::to_ship(), Listed::to_capture(), Listed::declined(), Listed::awaited()];
    let standing = orders.count(desk.actor(), lists).await?;
    let standing = |i: usize| standing.get(i).copied().unwrap_or_default();
    let low = SkuListing { query: String::new(), level: Some(Level::Low) };
    let low = if desk.may(Permission::ViewInventory) {
        let low = catalog.skus(low, catalog::Cursor::Start, MOST_LOW).await?;
        Counted { count: low.items.len() as u64, more: low.after }
    } else {
        Counted::default()
    };
    let held = orders.held(MOST_DOUBTED).await?.len() as u64;
    let doubted = payments.in_doubt(MOST_DOUBTED).await?.len() as u64;
    let feed = match desk.may(Permission::ManageInventory) {
        true => inventory.feed_runs(1).await?.iter().filter(|run| run.needs_a_look()).count() as u64,
        false => 0,
    };
    let waiting = Waiting {
        feed,
        to_ship: standing(0),
        to_capture: standing(1),
        failed: standing(2),
        awaited: standing(3),
        low,
        doubted,
        held,
    };
    let (latest, _) = orders.list(desk.actor(), Listed::default(), Cursor::Start, LATEST).await?;
    let machinery = if desk.may(Permission::ViewSystem) { Some(Machinery::look(&db).await?) } else { None };
    let amounts = |hours: &[Hour]| hours.iter().map(|hour| hour.amount).collect::<Vec<_>>();
    let gone = usize::try_from((now.0 - begin.0) / HOUR + 1).unwrap_or(24);
    desk.show(&HomeView {
        shell: desk.shell(Section::Home, ctx.texts.t("admin-nav-home")),
        today: now,
        to_ship: waiting.to_ship.count,
        to_ship_more: waiting.to_ship.more,
        day: DayFigures {
            orders: today.iter().map(|hour| hour.orders).sum(),
            takings: Money::new(amounts(&today).iter().sum(), ctx.currency),
        },
        week: DayFigures { orders: week.orders, takings: Money::new(week.amount, ctx.currency) },
        chart: TakingsChart::of(&amounts(&today), &amounts(&week_ago), gone),
        attention: attention(&waiting, machinery.as_ref(), now),
        latest: latest.items.into_iter().map(row).collect(),
        checklist: checklist::look(&desk, &facts).await?,
    })
}

/// When the day of `now` began where the shop is, when the same day a week ago did, and this time of that day.
fn days(now: Micros, zone: &TimeZone) -> (Micros, Micros, Micros) {
    let at = |z: &jiff::Zoned| Micros(z.timestamp().as_microsecond());
    let told = || -> Result<_, jiff::Error> {
        let now = jiff::Timestamp::from_microsecond(now.0)?.to_zoned(zone.clone());
        let then = now.checked_sub(jiff::Span::new().days(7))?;
        Ok((at(&now.start_of_day()?), at(&then.start_of_day()?), at(&then)))
    };
    told().unwrap_or((now, now, now))
}

/// What waits for somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Waiting {
    to_ship: Counted,
    to_capture: Counted,
    failed: Counted,
    awaited: Counted,
    low: Counted,
    /// Payments to look at.
    doubted: u64,
    /// Orders to look at.
    held: u64,
    /// The latest fetch of stock levels, if it needs a look.
    feed: u64,
}

/// Trouble first, then money, then goods.
fn attention(waiting: &Waiting, machinery: Option<&Machinery>, now: Micros) -> Vec<Attention> {
    let mut needs = Vec::new();
    let all = |count| Counted { count, more: false };
    let mut need = |kind, counted: Counted, since| {
        if counted.count > 0 {
            needs.push(Attention { kind, count: counted.count, more: counted.more, since });
        }
    };
    if let Some(m) = machinery {
        let oldest_dead = m.jobs.iter().filter(|j| j.state == "dead").filter_map(|j| j.oldest).min();
        need(AttentionKind::DeadJobs, all(m.jobs_in("dead")), oldest_dead.map(Micros));
        need(AttentionKind::ParkedEvents, all(m.parked_events()), m.parked.iter().map(|p| p.since()).min());
    }
    let books = machinery.and_then(|m| m.books.as_ref());
    need(AttentionKind::Books, all(books.map_or(0, db::Proof::breaches)), books.map(db::Proof::at));
    need(AttentionKind::HeldOrders, all(waiting.held), None);
    need(AttentionKind::DoubtedPayments, all(waiting.doubted), None);
    need(AttentionKind::FailedPayments, waiting.failed, None);
    need(AttentionKind::ToCapture, waiting.to_capture, None);
    need(AttentionKind::ToShip, waiting.to_ship, None);
    need(AttentionKind::AwaitedPayments, waiting.awaited, None);
    need(AttentionKind::StockFeed, all(waiting.feed), None);
    need(AttentionKind::LowStock, waiting.low, None);
    if let Some(m) = machinery {
        let slow: Vec<i64> = m.lags.iter().map(|l| l.seconds).filter(|s| *s >= SLOW).collect();
        let oldest = slow.iter().max().map(|s| Micros(now.0 - s * 1_000_000));
        need(AttentionKind::Lagging, all(slow.len() as u64), oldest);
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
        let expected = ("2026-11-20T23:00:00Z", "2026-11-13T23:00:00Z", "2026-11-13T23:30:00Z");
        let (begin, then, then_now) = days(at("2026-11-20T23:30:00Z"), &berlin);
        assert_eq!((begin, then, then_now), (at(expected.0), at(expected.1), at(expected.2)));
        // The clocks went back in between: the same time of the day is another distance away.
        let (begin, then, then_now) = days(at("2026-10-28T11:00:00Z"), &berlin);
        assert_eq!(begin, at("2026-10-27T23:00:00Z"));
        assert_eq!((then, then_now), (at("2026-10-20T22:00:00Z"), at("2026-10-21T10:00:00Z")));
    }

    #[test]
    fn trouble_comes_first_and_what_is_nothing_is_not_told() {
        let lag = |seconds, parked| Lag {
            subscriber: "a".into(),
            position: Cursor::START,
            behind: 1,
            more: false,
            seconds,
            waiting: 0,
            parked,
        };
        let machinery = Machinery {
            jobs: vec![JobCount { kind: "a".into(), state: "dead".into(), count: 2, oldest: Some(5) }],
            dead: vec![],
            lags: vec![lag(90, 0), lag(10, 3)],
            parked: vec![],
            books: Some(db::Proof::new(Micros(7), std::time::Duration::ZERO, 2, String::new())),
        };
        let counts = Waiting { to_ship: Counted { count: 4, more: true }, ..Waiting::default() };
        let now = Micros(1_000_000_000);
        let told =
            |m| -> Vec<_> { attention(&counts, m, now).into_iter().map(|a| (a.kind, a.count, a.since)).collect() };
        assert_eq!(
            told(Some(&machinery)),
            [
                (AttentionKind::DeadJobs, 2, Some(Micros(5))),
                (AttentionKind::ParkedEvents, 3, None),
                (AttentionKind::Books, 2, Some(Micros(7))),
                (AttentionKind::ToShip, 4, None),
                (AttentionKind::Lagging, 1, Some(Micros(910_000_000))),
            ]
        );
        assert_eq!(told(None), [(AttentionKind::ToShip, 4, None)]);
    }
}
