//! Home: how today goes, and what waits for a hand.
use askama::Template;
use kernel::{Micros, Money};

use super::{Checklist, OrderRow, Shell};

/// The first page after signing in.
#[derive(Template)]
#[template(path = "home.html")]
pub struct HomeView {
    pub shell: Shell,
    /// Any moment of the shop's present day.
    pub today: Micros,
    /// Orders paid or authorised, and not sent.
    pub to_ship: u64,
    /// There are more than were counted.
    pub to_ship_more: bool,
    /// Since midnight in the shop's time zone.
    pub day: DayFigures,
    /// The same a week ago, until this time of the day.
    pub week: DayFigures,
    /// None when nothing came in.
    pub chart: Option<TakingsChart>,
    /// The most pressing first.
    pub attention: Vec<Attention>,
    /// The newest orders, a handful. Empty means that the shop never had one.
    pub latest: Vec<OrderRow>,
    /// What is to be done before the shop opens; none once it is open.
    pub checklist: Option<Checklist>,
}

/// One line of "needs attention".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    pub kind: AttentionKind,
    pub count: u64,
    /// There are more than were counted.
    pub more: bool,
    /// How long the oldest of them has waited.
    pub since: Option<Micros>,
}

/// What needs attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttentionKind {
    ToShip,
    ToCapture,
    /// Placed orders whose money has not come, without anybody having declined it.
    AwaitedPayments,
    /// Placed orders whose payment was declined.
    FailedPayments,
    /// Payments that the shop cannot decide about, or that are disputed.
    DoubtedPayments,
    /// Variants of which there is little left.
    LowStock,
    /// The latest fetch of stock levels failed, or left rows out.
    StockFeed,
    /// Held back until somebody has looked at them.
    HeldOrders,
    /// Jobs that gave up.
    DeadJobs,
    /// Events that a subscriber could not digest.
    ParkedEvents,
    /// The last proof of the books found breaches.
    Books,
    /// Subscribers that are behind.
    Lagging,
}

impl AttentionKind {
    fn title(self) -> &'static str {
        match self {
            Self::ToShip => "admin-need-to-ship",
            Self::ToCapture => "admin-need-to-capture",
            Self::AwaitedPayments => "home-need-awaited",
            Self::FailedPayments => "home-need-failed",
            Self::DoubtedPayments => "need-payments-doubt",
            Self::HeldOrders => "review-need",
            Self::LowStock => "home-need-low",
            Self::StockFeed => "home-need-feed",
            Self::DeadJobs => "admin-need-dead-jobs",
            Self::ParkedEvents => "admin-need-parked-events",
            Self::Books => "need-books",
            Self::Lagging => "admin-need-lagging",
        }
    }

    /// The title when more were seen than were counted.
    fn title_of_many(self) -> &'static str {
        match self {
            Self::ToShip => "home-need-to-ship-many",
            Self::ToCapture => "home-need-to-capture-many",
            Self::AwaitedPayments => "home-need-awaited-many",
            Self::FailedPayments => "home-need-failed-many",
            Self::LowStock => "home-need-low-many",
            Self::DoubtedPayments
            | Self::HeldOrders
            | Self::StockFeed
            | Self::DeadJobs
            | Self::ParkedEvents
            | Self::Books
            | Self::Lagging => self.title(),
        }
    }

    fn action(self) -> &'static str {
        match self {
            Self::ToShip => "admin-need-ship",
            Self::ToCapture => "admin-need-capture",
            Self::DoubtedPayments
            | Self::HeldOrders
            | Self::AwaitedPayments
            | Self::FailedPayments
            | Self::LowStock
            | Self::StockFeed
            | Self::DeadJobs
            | Self::ParkedEvents
            | Self::Books
            | Self::Lagging => "admin-need-look",
        }
    }

    fn href(self) -> &'static str {
        match self {
            Self::ToShip => "/admin/orders?show=to-ship",
            Self::ToCapture => "/admin/orders?show=to-capture",
            Self::AwaitedPayments => "/admin/orders?show=unpaid",
            Self::FailedPayments => "/admin/orders?show=unpaid&payment=failed",
            Self::DoubtedPayments | Self::HeldOrders => "/admin/payments",
            Self::LowStock => "/admin/stock?show=low",
            Self::StockFeed => "/admin/stock/feed",
            Self::DeadJobs => "/admin/system#dead",
            Self::ParkedEvents => "/admin/system#parked",
            Self::Books => "/admin/system#books",
            Self::Lagging => "/admin/system#subscribers",
        }
    }

    /// Trouble, rather than work that is due.
    fn is_trouble(self) -> bool {
        matches!(
            self,
            Self::DeadJobs
                | Self::ParkedEvents
                | Self::Books
                | Self::FailedPayments
                | Self::DoubtedPayments
                | Self::StockFeed
        )
    }
}

/// What came in: of today until now, and of the same day a week ago until the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayFigures {
    pub orders: u64,
    pub takings: Money,
}

impl DayFigures {
    /// What an order is worth on average; none without any.
    pub fn average(&self) -> Option<Money> {
        let orders = i64::try_from(self.orders).ok().filter(|n| *n > 0)?;
        Some(Money { amount: self.takings.amount / orders, ..self.takings })
    }
}

/// Takings hour by hour, added up: two lines in a drawing of 100 × 40.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakingsChart {
    /// Points of a polyline, `x,y` with spaces between.
    pub today: String,
    pub week_ago: String,
    /// The area under today's line, closed.
    pub area: String,
    /// Where today's line ends.
    pub now: (String, String),
}

impl TakingsChart {
    /// From sums an hour, in minor units. None when nothing came in on either day.
    pub fn of(today: &[i64], week_ago: &[i64], hours_gone: usize) -> Option<Self> {
        let added = |hours: &[i64], until: usize| -> Vec<i64> {
            let mut sum = 0;
            let mut out = vec![0];
            out.extend((0..until).map(|hour| {
                sum += hours.get(hour).copied().unwrap_or(0);
                sum
            }));
            out
        };
        let (today, week_ago) = (added(today, hours_gone.clamp(1, 24)), added(week_ago, 24));
        let most = today.iter().chain(&week_ago).copied().max().filter(|m| *m > 0)?;
        let point = |(hour, sum): (usize, &i64)| {
            let (x, y) = (hour as f64 / 24.0 * 100.0, 38.0 - *sum as f64 / most as f64 * 36.0);
            (format!("{x:.1}"), format!("{y:.1}"))
        };
        let line = |sums: &[i64]| -> String {
            let points = sums.iter().enumerate().map(point);
            points.map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ")
        };
        let now = point((today.len() - 1, today.last().unwrap_or(&0)));
        let (today, week_ago) = (line(&today), line(&week_ago));
        let area = format!("0,38 {today} {},38", now.0);
        Some(Self { area, now, today, week_ago })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_without_takings_is_not_drawn_and_others_end_where_they_are() {
        assert_eq!(TakingsChart::of(&[0, 0], &[], 5), None);
        let chart = TakingsChart::of(&[0, 100], &[50, 150], 2).unwrap();
        assert_eq!(chart.today, "0.0,38.0 4.2,38.0 8.3,20.0");
        assert_eq!(chart.now, ("8.3".to_owned(), "20.0".to_owned()));
        assert!(chart.week_ago.starts_with("0.0,38.0 4.2,29.0 8.3,2.0 ") && chart.week_ago.ends_with("100.0,2.0"));
        let day = DayFigures { orders: 2, takings: Money::new(301, kernel::Currency::EUR) };
        assert_eq!(day.average().unwrap().amount, 150);
    }
}
