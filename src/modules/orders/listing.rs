//! The back office's list: cut by the three axes, by dates and words, turned by cursor, never counted whole.
//!
//! The axes' index holds orders by lifecycle, fulfilment and payment, each cell of the three in the order of time. A list
//! that is cut by axes reads the beginning of each cell it is made of and puts them together, so that what it costs
//! does not depend on how many orders there are.
use std::collections::HashMap;

use db::Conn;
use diesel::prelude::*;
use kernel::kinds::OrderId;
use kernel::{Actor, Micros};
use serde::{Deserialize, Serialize};

use crate::model::Summary;
use crate::schema::{orders_orders as t, orders_tags as tags_t};
use crate::terms::{self, Found};
use crate::{FulfilmentAxis, Lifecycle, Orders, OrdersError, PaymentAxis, VIEW, store};

/// Nobody counts further.
pub const MOST_COUNTED: u64 = 1000;

/// What a list is cut to. An axis without values is not cut.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Beginnings of number, mail address, words of the name, SKU or tracking number; all of them.
    pub query: String,
    pub tag: Option<String>,
    pub lifecycle: Vec<Lifecycle>,
    pub payment: Vec<PaymentAxis>,
    pub fulfilment: Vec<FulfilmentAxis>,
    /// Placed at this moment or later.
    pub from: Option<Micros>,
    /// Placed before this moment.
    pub until: Option<Micros>,
    /// What is paid at the door and waits for its money belongs to it, whatever `payment` says.
    pub at_the_door: bool,
}

impl Listed {
    /// Placed, its money set aside, here or taken at the door, and not everything sent.
    pub fn to_ship() -> Self {
        use PaymentAxis::{Authorized, Paid, PartiallyPaid, PartiallyRefunded};
        Self {
            lifecycle: vec![Lifecycle::Placed],
            payment: vec![Authorized, PartiallyPaid, Paid, PartiallyRefunded],
            fulfilment: vec![FulfilmentAxis::Unfulfilled, FulfilmentAxis::Partial],
            at_the_door: true,
            ..Self::default()
        }
    }

    /// Placed, with money set aside.
    pub fn to_capture() -> Self {
        Self::placed(&[PaymentAxis::Authorized])
    }

    /// Placed, and money that was not declined is awaited still.
    pub fn awaited() -> Self {
        Self::placed(&[PaymentAxis::Pending, PaymentAxis::PartiallyPaid])
    }

    /// Placed, and its payment declined.
    pub fn declined() -> Self {
        Self::placed(&[PaymentAxis::Failed])
    }

    /// Placed, and money is missing: awaited or declined.
    pub fn unpaid() -> Self {
        Self::placed(&[PaymentAxis::Pending, PaymentAxis::PartiallyPaid, PaymentAxis::Failed])
    }

    fn placed(payment: &[PaymentAxis]) -> Self {
        Self { lifecycle: vec![Lifecycle::Placed], payment: payment.to_vec(), ..Self::default() }
    }

    pub fn cancelled() -> Self {
        Self { lifecycle: vec![Lifecycle::Cancelled], ..Self::default() }
    }

    /// What of this list is ready to be shipped; None when nothing can be.
    pub fn ready_to_ship(&self) -> Option<Self> {
        fn both<T: Copy + PartialEq>(mine: &[T], wanted: Vec<T>) -> Option<Vec<T>> {
            let some: Vec<T> = wanted.into_iter().filter(|one| mine.is_empty() || mine.contains(one)).collect();
            (!some.is_empty()).then_some(some)
        }
        let ready = Self::to_ship();
        Some(Self {
            lifecycle: both(&self.lifecycle, ready.lifecycle)?,
            payment: both(&self.payment, ready.payment)?,
            fulfilment: both(&self.fulfilment, ready.fulfilment)?,
            ..self.clone()
        })
    }

    fn is_cut_by_axes(&self) -> bool {
        !(self.lifecycle.is_empty() && self.payment.is_empty() && self.fulfilment.is_empty())
    }

    /// Every cell of the axes that the list is made of.
    fn cells(&self) -> Vec<Cell> {
        fn or_all<T: Copy>(some: &[T], all: &[T]) -> Vec<T> {
            if some.is_empty() { all.to_vec() } else { some.to_vec() }
        }
        let mut out = Vec::new();
        for lifecycle in or_all(&self.lifecycle, Lifecycle::ALL) {
            for fulfilment in or_all(&self.fulfilment, FulfilmentAxis::ALL) {
                for payment in or_all(&self.payment, PaymentAxis::ALL) {
                    out.push((lifecycle, fulfilment, payment, Way::Any));
                }
                if self.adds_the_door() {
                    out.push((lifecycle, fulfilment, PaymentAxis::Pending, Way::AtTheDoor));
                }
            }
        }
        out
    }

    /// Whether what is paid at the door is not in it already.
    fn adds_the_door(&self) -> bool {
        self.at_the_door && !self.payment.is_empty() && !self.payment.contains(&PaymentAxis::Pending)
    }

    fn takes(&self, row: &Summary) -> bool {
        let door = self.adds_the_door() && row.at_the_door && row.payment == PaymentAxis::Pending;
        (self.lifecycle.is_empty() || self.lifecycle.contains(&row.lifecycle))
            && (door || self.payment.is_empty() || self.payment.contains(&row.payment))
            && (self.fulfilment.is_empty() || self.fulfilment.contains(&row.fulfilment))
            && self.from.is_none_or(|from| row.placed_at >= from)
            && self.until.is_none_or(|until| row.placed_at < until)
    }
}

type Cell = (Lifecycle, FulfilmentAxis, PaymentAxis, Way);

/// What of a cell is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Any,
    AtTheDoor,
}

/// From where a list goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cursor {
    #[default]
    Start,
    /// What is older than this one.
    After(OrderId),
    /// What is newer than this one.
    Before(OrderId),
}

/// One piece of a list, the newest first.
#[derive(Clone, Debug)]
pub struct Slice {
    pub items: Vec<Summary>,
    /// There is something newer, and something older.
    pub before: bool,
    pub after: bool,
    /// More was found than is looked at: whoever wants the rest has to say more.
    pub cut: bool,
}

/// A count that stops at [`MOST_COUNTED`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    pub count: u64,
    /// There are more.
    pub more: bool,
}

impl Counted {
    fn of(seen: usize, most: u64) -> Self {
        Self { count: (seen as u64).min(most), more: seen as u64 > most }
    }
}

/// A place in the list: when, and which.
type Place = (i64, OrderId);

/// A cursor that is read.
#[derive(Clone, Copy)]
enum Begin {
    Newest,
    OlderThan(Place),
    NewerThan(Place),
}

fn read(conn: &mut Conn, cursor: Cursor) -> Result<Begin, OrdersError> {
    let place = |conn: &mut Conn, id: OrderId| -> QueryResult<Option<Place>> {
        t::table.find(id).select((t::placed_at, t::id)).first(conn).optional()
    };
    Ok(match cursor {
        Cursor::Start => Begin::Newest,
        Cursor::After(id) => place(conn, id)?.map_or(Begin::Newest, Begin::OlderThan),
        Cursor::Before(id) => place(conn, id)?.map_or(Begin::Newest, Begin::NewerThan),
    })
}

/// Places of one cell, or of all orders, from the cursor on: at most `limit`.
fn places(
    conn: &mut Conn,
    listed: &Listed,
    cell: Option<Cell>,
    from: Begin,
    limit: i64,
) -> Result<Vec<Place>, OrdersError> {
    let mut q = t::table.select((t::placed_at, t::id)).into_boxed();
    if let Some((lifecycle, fulfilment, payment, way)) = cell {
        q = q
            .filter(t::lifecycle.eq(lifecycle.as_str()))
            .filter(t::fulfilment.eq(fulfilment.as_str()))
            .filter(t::payment.eq(payment.as_str()));
        if way == Way::AtTheDoor {
            // Said so that the index of those alone is walked.
            q = q.filter(t::on_delivery.eq(store::AT_THE_DOOR));
        }
    }
    if let Some(from) = listed.from {
        q = q.filter(t::placed_at.ge(from.0));
    }
    if let Some(until) = listed.until {
        q = q.filter(t::placed_at.lt(until.0));
    }
    // Written so that an index is walked from the very place: an OR alone would be looked up row by row.
    q = match from {
        Begin::Newest => q.order((t::placed_at.desc(), t::id.desc())),
        Begin::OlderThan((at, id)) => q
            .filter(t::placed_at.le(at))
            .filter(t::placed_at.lt(at).or(t::id.lt(id)))
            .order((t::placed_at.desc(), t::id.desc())),
        Begin::NewerThan((at, id)) => q
            .filter(t::placed_at.ge(at))
            .filter(t::placed_at.gt(at).or(t::id.gt(id)))
            .order((t::placed_at.asc(), t::id.asc())),
    };
    Ok(q.limit(limit).load(conn)?)
}

/// Places of a list that is cut by axes or not at all.
fn by_axes(conn: &mut Conn, listed: &Listed, from: Begin, limit: usize) -> Result<Vec<OrderId>, OrdersError> {
    let mut found = Vec::new();
    if listed.is_cut_by_axes() {
        for cell in listed.cells() {
            found.extend(places(conn, listed, Some(cell), from, limit as i64)?);
        }
        match from {
            Begin::NewerThan(_) => found.sort_unstable(),
            Begin::Newest | Begin::OlderThan(_) => found.sort_unstable_by(|a, b| b.cmp(a)),
        }
        found.truncate(limit);
    } else {
        found = places(conn, listed, None, from, limit as i64)?;
    }
    Ok(found.into_iter().map(|(_, id)| id).collect())
}

/// All that was found by words and fits the rest, the newest first.
fn by_words(conn: &mut Conn, listed: &Listed, found: &Found) -> Result<Vec<Summary>, OrdersError> {
    let mut rows = Vec::with_capacity(found.ids.len());
    for piece in found.ids.chunks(256) {
        rows.extend(store::summaries(conn, piece)?.into_iter().filter(|row| listed.takes(row)));
    }
    rows.sort_unstable_by_key(|row| std::cmp::Reverse((row.placed_at, row.id)));
    Ok(rows)
}

pub(crate) fn list(
    conn: &mut Conn,
    listed: &Listed,
    cursor: Cursor,
    size: usize,
) -> Result<(Slice, Counted), OrdersError> {
    let from = read(conn, cursor)?;
    if let Some(found) = terms::found(conn, &listed.query, listed.tag.as_deref())? {
        let rows = by_words(conn, listed, &found)?;
        let counted = Counted { more: found.cut, ..Counted::of(rows.len(), terms::MOST_FOUND as u64) };
        let place = |row: &Summary| (row.placed_at.0, row.id);
        let start = match from {
            Begin::Newest => 0,
            Begin::OlderThan(at) => rows.partition_point(|row| place(row) >= at),
            Begin::NewerThan(at) => rows.partition_point(|row| place(row) > at).saturating_sub(size),
        };
        let (before, after) = (start > 0, rows.len() > start + size);
        let items = rows.into_iter().skip(start).take(size).collect();
        return Ok((Slice { items, before, after, cut: found.cut }, counted));
    }
    let mut ids = by_axes(conn, listed, from, size + 1)?;
    let more = ids.len() > size;
    ids.truncate(size);
    let (before, after) = match from {
        Begin::Newest => (false, more),
        Begin::OlderThan(_) => (true, more),
        Begin::NewerThan(_) => {
            ids.reverse();
            (more, true)
        }
    };
    let mut rows: HashMap<OrderId, Summary> =
        store::summaries(conn, &ids)?.into_iter().map(|row| (row.id, row)).collect();
    let items = ids.iter().filter_map(|id| rows.remove(id)).collect();
    Ok((Slice { items, before, after, cut: false }, count(conn, listed, MOST_COUNTED)?))
}

/// How many a list without words holds; nobody counts further than `limit`.
fn count(conn: &mut Conn, listed: &Listed, limit: u64) -> Result<Counted, OrdersError> {
    let most = limit as usize + 1;
    if !listed.is_cut_by_axes() {
        return Ok(Counted::of(places(conn, listed, None, Begin::Newest, most as i64)?.len(), limit));
    }
    let mut seen = 0;
    for cell in listed.cells() {
        seen += places(conn, listed, Some(cell), Begin::Newest, (most - seen) as i64)?.len();
        if seen >= most {
            break;
        }
    }
    Ok(Counted::of(seen, limit))
}

/// How many a list holds, with or without words.
pub(crate) fn weigh(conn: &mut Conn, listed: &Listed, limit: u64) -> Result<Counted, OrdersError> {
    match terms::found(conn, &listed.query, listed.tag.as_deref())? {
        Some(found) => {
            let counted = Counted::of(by_words(conn, listed, &found)?.len(), limit);
            Ok(Counted { more: counted.more || found.cut, ..counted })
        }
        None => count(conn, listed, limit),
    }
}

impl Orders {
    /// Orders, the newest first, and how many there are.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`VIEW`].
    pub async fn list(
        &self,
        actor: &Actor,
        listed: Listed,
        cursor: Cursor,
        size: usize,
    ) -> Result<(Slice, Counted), OrdersError> {
        actor.require(VIEW)?;
        self.db.read_slow(move |c| list(c, &listed, cursor, size)).await
    }

    /// [`Orders::list`] on a connection at hand, without counting: for files that are made of many pieces.
    ///
    /// # Errors
    /// The database's.
    pub fn list_ids_in(
        conn: &mut Conn,
        listed: &Listed,
        cursor: Cursor,
        size: usize,
    ) -> Result<Vec<OrderId>, OrdersError> {
        if !listed.query.trim().is_empty() || listed.tag.is_some() {
            return Ok(list(conn, listed, cursor, size)?.0.items.into_iter().map(|row| row.id).collect());
        }
        let from = read(conn, cursor)?;
        by_axes(conn, listed, from, size)
    }

    /// How many each of these lists holds; words do not count here.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`VIEW`].
    pub async fn count(&self, actor: &Actor, lists: Vec<Listed>) -> Result<Vec<Counted>, OrdersError> {
        actor.require(VIEW)?;
        self.db.read_slow(move |c| lists.iter().map(|listed| count(c, listed, MOST_COUNTED)).collect()).await
    }

    /// The tags of these orders, in their order.
    ///
    /// # Errors
    /// The database's.
    pub async fn tags(&self, ids: &[OrderId]) -> Result<HashMap<OrderId, Vec<String>>, OrdersError> {
        let ids = ids.to_vec();
        self.db.read(move |c| Self::tags_in(c, &ids)).await
    }

    /// [`Orders::tags`] on a connection at hand.
    ///
    /// # Errors
    /// The database's.
    pub fn tags_in(conn: &mut Conn, ids: &[OrderId]) -> Result<HashMap<OrderId, Vec<String>>, OrdersError> {
        let rows: Vec<(OrderId, String)> = db::among!(
            conn,
            tags_t::order_id,
            ids,
            tags_t::table
                .order((tags_t::order_id.asc(), tags_t::tag.asc()))
                .select((tags_t::order_id, tags_t::tag))
        )?;
        let mut out: HashMap<OrderId, Vec<String>> = HashMap::new();
        for (order, tag) in rows {
            out.entry(order).or_default().push(tag);
        }
        Ok(out)
    }
}
