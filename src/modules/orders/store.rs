use std::collections::HashMap;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{CouponId, CustomerId, FulfilmentId, MarketId, OrderId, VariantId};
use kernel::{Currency, Micros};

use crate::model::*;
use crate::schema::{orders_fulfilments as fulfilments_t, orders_lines as lines_t, orders_orders as t};
use crate::{FulfilmentAxis, Lifecycle, OrdersError, PaymentAxis, ShippedLine};

/// What `on_delivery` holds of orders that are paid at the door.
pub(crate) const AT_THE_DOOR: i64 = 1;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = t)]
struct Row {
    id: OrderId,
    number: String,
    link_token: String,
    market: MarketId,
    locale: String,
    currency: String,
    lifecycle: String,
    payment: String,
    fulfilment: String,
    email: String,
    buyer_name: String,
    doc: String,
    goods: i64,
    discount: i64,
    shipping: i64,
    tax: i64,
    total: i64,
    placed_at: i64,
    updated_at: i64,
    version: i64,
    fee: i64,
    coupon: Option<CouponId>,
    customer: Option<CustomerId>,
    on_delivery: Option<i64>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = lines_t)]
struct LineRow {
    order_id: OrderId,
    position: i64,
    variant: VariantId,
    sku: String,
    title: String,
    options: String,
    picture: String,
    quantity: i64,
    unit: i64,
    discount: i64,
    tax: i64,
    amount: i64,
    shipped: i64,
    dropped: i64,
}

/// What a change of an order needs to know of it.
pub(crate) struct Head {
    pub id: OrderId,
    pub lifecycle: Lifecycle,
    pub payment: PaymentAxis,
    pub fulfilment: FulfilmentAxis,
    pub total: i64,
    pub version: i64,
}

fn currency(code: &str) -> Currency {
    // The column was written from a Currency; EUR only stands in for a row damaged by hand.
    code.parse().unwrap_or(Currency::EUR)
}

/// Where an order stands when it comes in.
pub(crate) struct Standing {
    pub placed_at: Micros,
    pub lifecycle: Lifecycle,
    pub payment: PaymentAxis,
    pub fulfilment: FulfilmentAxis,
    /// All of it was sent.
    pub sent: bool,
}

impl Standing {
    /// At its beginning.
    pub fn placed(at: Micros) -> Self {
        Self {
            placed_at: at,
            lifecycle: Lifecycle::Placed,
            payment: PaymentAxis::Pending,
            fulfilment: FulfilmentAxis::Unfulfilled,
            sent: false,
        }
    }
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    new: &NewOrder,
    number: &str,
    standing: &Standing,
) -> Result<(), OrdersError> {
    let doc = Doc {
        contact: new.contact.clone(),
        shipping_address: new.shipping_address.clone(),
        delivery: new.delivery.clone(),
        shipping: new.shipping.clone(),
        taxes: new.taxes.clone(),
        tax_mode: new.tax_mode,
        payment_method: new.payment_method.clone(),
        particulars: new.particulars.clone(),
    };
    let now = tx.now().0;
    let row = Row {
        id: new.id,
        number: number.to_owned(),
        link_token: new.link_token.clone(),
        market: new.market,
        locale: new.locale.clone(),
        currency: new.currency.as_str().to_owned(),
        lifecycle: standing.lifecycle.as_str().to_owned(),
        payment: standing.payment.as_str().to_owned(),
        fulfilment: standing.fulfilment.as_str().to_owned(),
        email: new.contact.email.clone(),
        buyer_name: new.contact.name.clone(),
        doc: serde_json::to_string(&doc).map_err(|e| OrdersError::Sums(e.to_string()))?,
        goods: new.goods,
        discount: new.discount,
        shipping: new.shipping.amount,
        tax: new.tax,
        total: new.total,
        placed_at: standing.placed_at.0,
        updated_at: now,
        version: 1,
        fee: new.particulars.fee_amount(),
        coupon: new.particulars.coupon(),
        customer: new.customer,
        on_delivery: (new.payment_method == payments::CASH).then_some(AT_THE_DOOR),
    };
    db::insert!(tx, t::table, &row)?;
    for line in &new.lines {
        let row = LineRow {
            order_id: new.id,
            position: line.position,
            variant: line.variant,
            sku: line.sku.clone(),
            title: line.title.clone(),
            options: line.options.clone(),
            picture: line.picture.clone(),
            quantity: line.quantity,
            unit: line.unit,
            discount: line.discount,
            tax: line.tax,
            amount: line.amount,
            shipped: if standing.sent { line.quantity } else { 0 },
            dropped: 0,
        };
        db::insert!(tx, lines_t::table, &row)?;
    }
    Ok(())
}

pub(crate) fn head(conn: &mut Conn, id: OrderId) -> Result<Head, OrdersError> {
    let row: Option<(String, String, String, i64, i64)> = t::table
        .find(id)
        .select((t::lifecycle, t::payment, t::fulfilment, t::total, t::version))
        .first(conn)
        .optional()?;
    let (lifecycle, payment, fulfilment, total, version) = row.ok_or(OrdersError::NotFound)?;
    Ok(Head {
        id,
        lifecycle: Lifecycle::parse(&lifecycle),
        payment: PaymentAxis::parse(&payment),
        fulfilment: FulfilmentAxis::parse(&fulfilment),
        total,
        version,
    })
}

/// Writes one axis and the next version, if nobody wrote meanwhile.
macro_rules! set_axis {
    ($name:ident, $column:ident, $axis:ty) => {
        pub(crate) fn $name(tx: &mut Tx<'_>, held: &Head, axis: $axis) -> Result<(), OrdersError> {
            let now = tx.now().0;
            let as_held = t::table.find(held.id).filter(t::version.eq(held.version));
            let next = (t::$column.eq(axis.as_str()), t::version.eq(held.version + 1), t::updated_at.eq(now));
            let set = db::update!(tx, diesel::update(as_held).set(next))?;
            if set == 1 { Ok(()) } else { Err(OrdersError::Stale) }
        }
    };
}
set_axis!(set_lifecycle, lifecycle, Lifecycle);
set_axis!(set_payment, payment, PaymentAxis);
set_axis!(set_fulfilment, fulfilment, FulfilmentAxis);

pub(crate) fn ship_lines(
    tx: &mut Tx<'_>,
    order: OrderId,
    fulfilment: FulfilmentId,
    lines: &[ShippedLine],
    carrier: &str,
    tracking: &str,
) -> Result<(), OrdersError> {
    let now = tx.now().0;
    for line in lines {
        diesel::update(lines_t::table.find((order, line.position)))
            .set(lines_t::shipped.eq(lines_t::shipped + line.quantity))
            .execute(&mut **tx)?;
    }
    let lines = serde_json::to_string(lines).map_err(|e| OrdersError::Sums(e.to_string()))?;
    diesel::insert_into(fulfilments_t::table)
        .values((
            fulfilments_t::id.eq(fulfilment),
            fulfilments_t::order_id.eq(order),
            fulfilments_t::lines.eq(lines),
            fulfilments_t::carrier.eq(carrier),
            fulfilments_t::tracking.eq(tracking),
            fulfilments_t::shipped_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub(crate) fn lines(conn: &mut Conn, ids: &[OrderId]) -> Result<HashMap<OrderId, Vec<Line>>, OrdersError> {
    let rows: Vec<LineRow> = db::among!(
        conn,
        lines_t::order_id,
        ids,
        lines_t::table.order((lines_t::order_id.asc(), lines_t::position.asc())).select(LineRow::as_select())
    )?;
    Ok(by_order(rows))
}

/// The lines of all orders from `first` to `last`, both included.
pub(crate) fn lines_between(
    conn: &mut Conn,
    first: OrderId,
    last: OrderId,
) -> QueryResult<HashMap<OrderId, Vec<Line>>> {
    let rows: Vec<LineRow> = lines_t::table
        .filter(lines_t::order_id.ge(first))
        .filter(lines_t::order_id.le(last))
        .order((lines_t::order_id.asc(), lines_t::position.asc()))
        .select(LineRow::as_select())
        .load(conn)?;
    Ok(by_order(rows))
}

fn by_order(rows: Vec<LineRow>) -> HashMap<OrderId, Vec<Line>> {
    let mut out: HashMap<OrderId, Vec<Line>> = HashMap::new();
    for r in rows {
        out.entry(r.order_id).or_default().push(Line {
            position: r.position,
            variant: r.variant,
            sku: r.sku,
            title: r.title,
            options: r.options,
            picture: r.picture,
            quantity: r.quantity,
            unit: r.unit,
            discount: r.discount,
            tax: r.tax,
            amount: r.amount,
            shipped: r.shipped,
            dropped: r.dropped,
        });
    }
    out
}

fn with_lines(conn: &mut Conn, row: Option<Row>) -> Result<Option<Order>, OrdersError> {
    let Some(row) = row else { return Ok(None) };
    let lines = lines(conn, &[row.id])?.remove(&row.id).unwrap_or_default();
    let doc: Doc =
        serde_json::from_str(&row.doc).map_err(|e| OrdersError::Sums(format!("order {}: {e}", row.id)))?;
    Ok(Some(Order {
        id: row.id,
        number: row.number,
        link_token: row.link_token,
        market: row.market,
        locale: row.locale,
        currency: currency(&row.currency),
        tax_mode: doc.tax_mode,
        lifecycle: Lifecycle::parse(&row.lifecycle),
        payment: PaymentAxis::parse(&row.payment),
        fulfilment: FulfilmentAxis::parse(&row.fulfilment),
        contact: doc.contact,
        shipping_address: doc.shipping_address,
        delivery: doc.delivery,
        payment_method: doc.payment_method,
        lines,
        shipping: doc.shipping,
        taxes: doc.taxes,
        goods: row.goods,
        discount: row.discount,
        tax: row.tax,
        total: row.total,
        placed_at: Micros(row.placed_at),
        version: row.version,
        particulars: doc.particulars,
    }))
}

pub(crate) fn get(conn: &mut Conn, id: OrderId) -> Result<Option<Order>, OrdersError> {
    let row = t::table.find(id).select(Row::as_select()).first(conn).optional()?;
    with_lines(conn, row)
}

pub(crate) fn by_link(conn: &mut Conn, token: &str) -> Result<Option<Order>, OrdersError> {
    let row = t::table.filter(t::link_token.eq(token)).select(Row::as_select()).first(conn).optional()?;
    with_lines(conn, row)
}

type Parcel = (FulfilmentId, OrderId, String, String, String, i64);

fn parcel((id, order, lines, carrier, tracking, at): Parcel) -> (OrderId, Fulfilment) {
    let lines: Vec<ShippedLine> = serde_json::from_str(&lines).unwrap_or_default();
    let units = lines.iter().map(|l| l.quantity).sum();
    (order, Fulfilment { id, units, carrier, tracking, shipped_at: Micros(at) })
}

pub(crate) fn fulfilment(conn: &mut Conn, id: FulfilmentId) -> Result<Option<(OrderId, Fulfilment)>, OrdersError> {
    let row: Option<Parcel> = fulfilments_t::table.find(id).first(conn).optional()?;
    Ok(row.map(parcel))
}

pub(crate) fn fulfilments(conn: &mut Conn, id: OrderId) -> Result<Vec<Fulfilment>, OrdersError> {
    let rows: Vec<Parcel> = fulfilments_t::table
        .filter(fulfilments_t::order_id.eq(id))
        .order((fulfilments_t::shipped_at.asc(), fulfilments_t::id.asc()))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| parcel(row).1).collect())
}

/// The heads of these orders, as lists show them, in no order.
pub(crate) fn summaries(conn: &mut Conn, ids: &[OrderId]) -> Result<Vec<Summary>, OrdersError> {
    type Found = (OrderId, String, String, String, String, String, String, String, i64, i64, Option<i64>);
    let rows: Vec<Found> = db::among!(
        conn,
        t::id,
        ids,
        t::table.order(t::id.asc()).select((
            t::id,
            t::number,
            t::buyer_name,
            t::email,
            t::currency,
            t::lifecycle,
            t::payment,
            t::fulfilment,
            t::total,
            t::placed_at,
            t::on_delivery,
        ))
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, number, buyer, email, code, lifecycle, payment, fulfilment, total, at, door)| Summary {
            id,
            number,
            buyer,
            email,
            currency: currency(&code),
            lifecycle: Lifecycle::parse(&lifecycle),
            payment: PaymentAxis::parse(&payment),
            fulfilment: FulfilmentAxis::parse(&fulfilment),
            total,
            placed_at: Micros(at),
            at_the_door: door.is_some(),
        })
        .collect())
}
