//! The list of orders: cut by links one can share, turned by cursor.
pub(crate) mod all;
pub(crate) mod bulk;
pub(crate) mod file;
pub(crate) mod slips;

use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use jiff::tz::TimeZone;
use kernel::kinds::OrderId;
use kernel::{Micros, Money};
use kit::Failure;
use orders::{Cursor, FulfilmentAxis, Listed, Orders, PaymentAxis, Summary};
use serde::Deserialize;
use staff::Permission;

use crate::desk::Desk;
use crate::views::{
    AllDeed, Fulfilment, Lifecycle, OrderChoice, OrderFilter, OrderRow, OrdersView, Payment, Section, Tally,
    order_query,
};

const PATH: &str = "/admin/orders";
/// What a clerk packs before the coffee is cold.
const ROWS: usize = 50;

/// What the list is asked for.
#[derive(Deserialize, Default, Clone, Debug)]
#[serde(default)]
pub(crate) struct Asked {
    show: String,
    q: String,
    status: String,
    payment: String,
    fulfilment: String,
    from: String,
    to: String,
    tag: String,
    after: String,
    before: String,
}

/// What both lists have; one without values is not cut.
fn both<T: Copy + PartialEq>(tab: Vec<T>, chosen: Option<T>) -> Option<Vec<T>> {
    match chosen {
        None => Some(tab),
        Some(one) if tab.is_empty() || tab.contains(&one) => Some(vec![one]),
        Some(_) => None,
    }
}

impl Asked {
    /// From a query that came back in a form.
    pub(super) fn parse(query: &str) -> Self {
        web::Query::<Self>::from_query(query).map(web::Query::into_inner).unwrap_or_default()
    }

    fn filter(&self) -> OrderFilter {
        OrderFilter::parse(&self.show)
    }

    /// None: what was chosen excludes what the tab shows.
    pub(super) fn listed(&self, zone: &TimeZone) -> Option<Listed> {
        let tab = match self.filter() {
            OrderFilter::All => Listed::default(),
            OrderFilter::ToShip => Listed::to_ship(),
            OrderFilter::ToCapture => Listed::to_capture(),
            OrderFilter::Unpaid => Listed::unpaid(),
            OrderFilter::Cancelled => Listed::cancelled(),
        };
        Some(Listed {
            query: self.q.trim().chars().take(200).collect(),
            tag: Some(self.tag.trim().to_lowercase()).filter(|tag| !tag.is_empty()),
            lifecycle: both(tab.lifecycle, orders::Lifecycle::named(&self.status))?,
            payment: both(tab.payment, PaymentAxis::named(&self.payment))?,
            fulfilment: both(tab.fulfilment, FulfilmentAxis::named(&self.fulfilment))?,
            from: day(&self.from).and_then(|d| begin_of(d, zone)),
            at_the_door: tab.at_the_door && self.payment.is_empty(),
            until: day(&self.to).and_then(|d| begin_of(d.tomorrow().ok()?, zone)),
        })
    }

    fn cursor(&self) -> Cursor {
        match (self.after.parse(), self.before.parse()) {
            (Ok(id), _) => Cursor::After(id),
            (_, Ok(id)) => Cursor::Before(id),
            _ => Cursor::Start,
        }
    }

    /// What it is cut to, by the names of the link; nothing that is not known.
    fn choices(&self) -> Vec<(&'static str, String)> {
        let text = |text: &str| text.trim().chars().take(200).collect::<String>();
        let date = |text: &str| day(text).map(|d| d.to_string()).unwrap_or_default();
        vec![
            ("show", if self.filter() == OrderFilter::All { "" } else { self.filter().as_str() }.to_owned()),
            ("q", text(&self.q)),
            ("status", orders::Lifecycle::named(&self.status).map_or("", orders::Lifecycle::as_str).to_owned()),
            ("payment", PaymentAxis::named(&self.payment).map_or("", PaymentAxis::as_str).to_owned()),
            ("fulfilment", FulfilmentAxis::named(&self.fulfilment).map_or("", FulfilmentAxis::as_str).to_owned()),
            ("from", date(&self.from)),
            ("to", date(&self.to)),
            ("tag", text(&self.tag)),
        ]
    }

    /// The query of the list's beginning.
    pub(super) fn query(&self) -> String {
        order_query(&self.choices(), &[])
    }
}

/// `2026-11-26`.
fn day(text: &str) -> Option<jiff::civil::Date> {
    text.trim().parse().ok()
}

/// When a day begins where the shop is.
fn begin_of(day: jiff::civil::Date, zone: &TimeZone) -> Option<Micros> {
    Some(Micros(day.to_zoned(zone.clone()).ok()?.timestamp().as_microsecond()))
}

pub(crate) async fn show(
    desk: Desk,
    orders: web::Data<Orders>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let tabs =
        vec![Listed::default(), Listed::to_ship(), Listed::to_capture(), Listed::unpaid(), Listed::cancelled()];
    let counts = orders.count(desk.actor(), tabs).await?;
    let (slice, found) = match asked.listed(&desk.ctx().time_zone) {
        Some(listed) => orders.list(desk.actor(), listed, asked.cursor(), ROWS).await?,
        None => (orders::Slice { items: vec![], before: false, after: false, cut: false }, Default::default()),
    };
    let ids: Vec<OrderId> = slice.items.iter().map(|row| row.id).collect();
    let mut tags = orders.tags(&ids).await?;
    let known_tags = orders.known_tags().await?;
    let under_way = orders.running_batches().await?;
    let view = OrdersView {
        shell: desk.shell(Section::Orders, desk.ctx().texts.t("admin-nav-orders")),
        filter: asked.filter(),
        counts: counts.into_iter().map(tally).collect(),
        found: tally(found),
        choices: asked.choices(),
        statuses: orders::Lifecycle::ALL.iter().map(|l| choice(l.as_str(), lifecycle(*l).word())).collect(),
        payments: PaymentAxis::ALL
            .iter()
            .map(|p| choice(p.as_str(), payment(orders::Lifecycle::Placed, *p).word()))
            .collect(),
        fulfilments: FulfilmentAxis::ALL.iter().map(|f| choice(f.as_str(), fulfilment(*f).word())).collect(),
        known_tags,
        under_way: under_way.into_iter().map(|batch| (AllDeed::of(&batch.deed), batch)).collect(),
        before: slice.before,
        after: slice.after,
        cut: slice.cut,
        may_manage: desk.may(Permission::ManageOrders),
        rows: slice.items.into_iter().map(|order| tagged(order, &mut tags)).collect(),
    };
    desk.show(&view)
}

fn choice(value: &'static str, word: &'static str) -> OrderChoice {
    OrderChoice { value, word }
}

fn tally(counted: orders::Counted) -> Tally {
    Tally { count: counted.count, more: counted.more }
}

fn tagged(order: Summary, tags: &mut HashMap<OrderId, Vec<String>>) -> OrderRow {
    let tags = tags.remove(&order.id).unwrap_or_default();
    OrderRow { tags, ..row(order) }
}

pub(crate) fn row(order: Summary) -> OrderRow {
    OrderRow {
        id: order.id.to_string(),
        number: order.number,
        placed_at: order.placed_at,
        buyer: if order.buyer.is_empty() { order.email } else { order.buyer },
        lifecycle: lifecycle(order.lifecycle),
        payment: payment(order.lifecycle, order.payment),
        fulfilment: fulfilment(order.fulfilment),
        total: Money::new(order.total, order.currency),
        tags: Vec::new(),
    }
}

pub(crate) fn lifecycle(state: orders::Lifecycle) -> Lifecycle {
    match state {
        orders::Lifecycle::Placed => Lifecycle::Placed,
        orders::Lifecycle::Completed => Lifecycle::Completed,
        orders::Lifecycle::Cancelled => Lifecycle::Cancelled,
    }
}

/// A cancelled order that nothing was paid for has nothing pending: it was let go.
pub(crate) fn payment(state: orders::Lifecycle, axis: PaymentAxis) -> Payment {
    match axis {
        PaymentAxis::Pending if state == orders::Lifecycle::Cancelled => Payment::Voided,
        PaymentAxis::Pending => Payment::Pending,
        PaymentAxis::Authorized => Payment::Authorised,
        PaymentAxis::PartiallyPaid => Payment::PartPaid,
        PaymentAxis::Paid => Payment::Paid,
        PaymentAxis::PartiallyRefunded => Payment::PartRefunded,
        PaymentAxis::Refunded => Payment::Refunded,
        PaymentAxis::Failed => Payment::Failed,
    }
}

pub(crate) fn fulfilment(axis: FulfilmentAxis) -> Fulfilment {
    match axis {
        FulfilmentAxis::Unfulfilled => Fulfilment::ToShip,
        FulfilmentAxis::Partial => Fulfilment::PartShipped,
        FulfilmentAxis::Fulfilled => Fulfilment::Shipped,
        FulfilmentAxis::Returned => Fulfilment::Returned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_says_what_the_list_is_cut_to_and_nothing_else() {
        let asked =
            Asked::parse("show=to-ship&payment=paid&from=2026-11-01&to=nonsense&q=a%26b&status=evil&after=x");
        assert_eq!(asked.query(), "show=to-ship&q=a%26b&payment=paid&from=2026-11-01");
        let listed = asked.listed(&TimeZone::get("Europe/Berlin").unwrap()).unwrap();
        assert_eq!(listed.payment, [PaymentAxis::Paid]);
        assert_eq!(listed.lifecycle, [orders::Lifecycle::Placed]);
        let november = "2026-10-31T23:00:00Z".parse::<jiff::Timestamp>().unwrap();
        assert_eq!((listed.from, listed.until), (Some(Micros(november.as_microsecond())), None));
        assert_eq!(asked.cursor(), Cursor::Start);
        let never = Asked::parse("show=cancelled&status=completed");
        assert_eq!(never.listed(&TimeZone::UTC), None, "nothing is both");
    }
}
