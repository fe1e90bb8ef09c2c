//! One deed on all orders of a list, however many. It is written down with the list it was asked for, and a job carries it
//! out in small pieces: one can go away, look again, and stop it. Each piece is one unit of work that also notes how far
//! it came, so that nothing is done twice. An order that will not have it keeps no other back; it is noted with the reason.
use std::sync::Arc;

use ::events::{Job, JobOptions, Recording};
use db::{Conn, Lane, Tx};
use diesel::prelude::*;
use kernel::kinds::{BatchId, OrderId};
use kernel::{Actor, Coded, Correlation, Fault, Micros};
use serde::{Deserialize, Serialize};

use crate::listing::{self, Counted, Cursor, Listed};
use crate::schema::{orders_batch_refusals as refusals_t, orders_batches as t, orders_orders as orders_t};
use crate::{MANAGE, Orders, OrdersError, VIEW, dialect, notes};

/// So many orders are acted on at once.
pub const MOST_AT_ONCE: u64 = 10_000;
/// Orders read at once, and orders acted on in one unit of work.
const READ: usize = 200;
const PIECE: usize = 4;
/// So many refusals are told.
const TOLD: i64 = 200;

/// What is done to each of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Deed {
    /// All that is left of it goes out, without a tracking number.
    Ship {
        carrier: String,
    },
    Tag {
        tags: Vec<String>,
    },
    Untag {
        tags: Vec<String>,
    },
}

impl Deed {
    /// As it can be done.
    fn valid(self) -> Result<Self, OrdersError> {
        let some = |tags: &[String]| match notes::tags(tags)? {
            tags if tags.is_empty() => Err(OrdersError::Tag),
            tags => Ok(tags),
        };
        Ok(match self {
            Self::Ship { carrier } => Self::Ship { carrier: carrier.trim().chars().take(80).collect() },
            Self::Tag { tags } => Self::Tag { tags: some(&tags)? },
            Self::Untag { tags } => Self::Untag { tags: some(&tags)? },
        })
    }

    /// Which orders of a list it is for; None when it is for none.
    pub fn of(&self, listed: &Listed) -> Option<Listed> {
        match self {
            Self::Ship { .. } => listed.ready_to_ship(),
            Self::Tag { .. } | Self::Untag { .. } => Some(listed.clone()),
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Ship { .. } => "order.ship_all",
            Self::Tag { .. } => "order.tag_all",
            Self::Untag { .. } => "order.untag_all",
        }
    }
}

/// How a [`Batch`] stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchState {
    Running,
    Done,
    /// By staff, before its end.
    Stopped,
}

impl BatchState {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Stopped => "stopped",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "running" => Self::Running,
            "done" => Self::Done,
            _ => Self::Stopped,
        }
    }
}

/// One deed on many orders, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    pub id: BatchId,
    pub deed: Deed,
    /// As [`Actor::label`] writes it.
    pub author: String,
    pub at: Micros,
    /// Orders it was begun for; how many were looked at; how many of them changed.
    pub total: u64,
    pub seen: u64,
    pub done: u64,
    pub state: BatchState,
    pub ended_at: Option<Micros>,
    /// Whom it is for, and the last of them that was looked at.
    pub listed: Listed,
    pub last: Option<OrderId>,
}

/// An order that would not have it.
#[derive(Queryable, Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub order: OrderId,
    pub number: String,
    /// As [`Coded::code`] says it.
    pub code: String,
}

/// The order to carry a batch out.
#[derive(Debug, Serialize, Deserialize)]
pub struct RunBatch {
    pub batch: BatchId,
}
impl Job for RunBatch {
    const KIND: &'static str = "orders.batch";
    fn options(&self) -> JobOptions {
        let key = Some(format!("{}:{}", Self::KIND, self.batch));
        JobOptions { unique_key: key, ..JobOptions::default() }
    }
}

/// What a batch is kept as.
#[derive(Serialize, Deserialize)]
struct Doc {
    deed: Deed,
    listed: Listed,
}

/// A row of a batch that begins.
pub(crate) struct NewBatch<'a> {
    pub(crate) doc: &'a str,
    pub(crate) actor: &'a str,
    pub(crate) at: Micros,
    pub(crate) total: i64,
    pub(crate) state: &'static str,
}

#[derive(Queryable)]
struct Row {
    id: BatchId,
    doc: String,
    author: String,
    at: i64,
    total: i64,
    seen: i64,
    done: i64,
    last: Option<OrderId>,
    state: String,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for Batch {
    type Error = OrdersError;
    fn try_from(row: Row) -> Result<Self, OrdersError> {
        let doc: Doc = serde_json::from_str(&row.doc).map_err(|e| OrdersError::Sums(e.to_string()))?;
        Ok(Self {
            id: row.id,
            deed: doc.deed,
            author: row.author,
            at: Micros(row.at),
            total: row.total.unsigned_abs(),
            seen: row.seen.unsigned_abs(),
            done: row.done.unsigned_abs(),
            state: BatchState::parse(&row.state),
            ended_at: row.ended_at.map(Micros),
            listed: doc.listed,
            last: row.last,
        })
    }
}

fn find(conn: &mut Conn, id: BatchId) -> Result<Batch, OrdersError> {
    let row: Option<Row> = t::table.find(id).first(conn).optional()?;
    row.ok_or(OrdersError::NotFound)?.try_into()
}

fn end(tx: &mut Tx<'_>, id: BatchId, state: BatchState) -> Result<bool, OrdersError> {
    let now = tx.now().0;
    let running = t::table.find(id).filter(t::state.eq(BatchState::Running.as_str()));
    Ok(diesel::update(running).set((t::state.eq(state.as_str()), t::ended_at.eq(now))).execute(&mut **tx)? == 1)
}

impl Orders {
    /// How many orders of a list a deed is for; nobody counts further than [`MOST_AT_ONCE`].
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`VIEW`].
    pub async fn weigh(&self, actor: &Actor, listed: Listed) -> Result<Counted, OrdersError> {
        actor.require(VIEW)?;
        self.db.read_slow(move |c| listing::weigh(c, &listed, MOST_AT_ONCE)).await
    }

    /// Does this to all orders of the list that were placed before `seen_at`: those whom the list showed then. Under an id
    /// that was used before nothing begins anew.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; [`OrdersError::Tag`]; [`OrdersError::NothingFound`];
    /// [`OrdersError::TooMany`] for more than [`MOST_AT_ONCE`], or more than words can find.
    pub async fn do_to_all(
        &self,
        actor: &Actor,
        id: BatchId,
        listed: &Listed,
        deed: Deed,
        seen_at: Micros,
    ) -> Result<(), OrdersError> {
        actor.require(MANAGE)?;
        let deed = deed.valid()?;
        let mut listed = deed.of(listed).ok_or(OrdersError::NothingFound)?;
        listed.until = Some(listed.until.map_or(seen_at, |until| until.min(seen_at)));
        let counted = self.weigh(actor, listed.clone()).await?;
        if counted.more {
            return Err(OrdersError::TooMany { most: MOST_AT_ONCE });
        }
        if counted.count == 0 {
            return Err(OrdersError::NothingFound);
        }
        let (total, word) = (counted.count as i64, deed.word());
        let doc = serde_json::to_string(&Doc { deed, listed }).map_err(|e| OrdersError::Sums(e.to_string()))?;
        self.db
            .write(actor, move |tx| {
                let author = tx.actor().label();
                let state = BatchState::Running.as_str();
                let new = NewBatch { doc: &doc, actor: &author, at: tx.now(), total, state };
                if dialect::put_batch(tx, id, &new)? {
                    tx.enqueue(&RunBatch { batch: id })?;
                    tx.audit(word, id, &serde_json::json!({ "orders": total }))?;
                }
                Ok(())
            })
            .await
    }

    /// A batch and the orders that refused it, the first 200 of them.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`VIEW`]; [`OrdersError::NotFound`].
    pub async fn batch(&self, actor: &Actor, id: BatchId) -> Result<(Batch, Vec<Refusal>), OrdersError> {
        actor.require(VIEW)?;
        self.db
            .read(move |c| {
                let batch = find(c, id)?;
                let refusals = refusals_t::table
                    .inner_join(orders_t::table.on(orders_t::id.eq(refusals_t::order_id)))
                    .filter(refusals_t::batch_id.eq(id))
                    .order(refusals_t::order_id.desc())
                    .limit(TOLD)
                    .select((refusals_t::order_id, orders_t::number, refusals_t::code))
                    .load(c)?;
                Ok((batch, refusals))
            })
            .await
    }

    /// Those that are not at their end, the newest first; few.
    ///
    /// # Errors
    /// The database's.
    pub async fn running_batches(&self) -> Result<Vec<Batch>, OrdersError> {
        self.db
            .read(|c| {
                let running = t::table.filter(t::state.eq(BatchState::Running.as_str()));
                let rows: Vec<Row> = running.order((t::at.desc(), t::id.desc())).limit(5).load(c)?;
                rows.into_iter().map(Batch::try_from).collect()
            })
            .await
    }

    /// Lets what is not done yet be. False when nothing was left to be stopped.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; [`OrdersError::NotFound`].
    pub async fn stop_batch(&self, actor: &Actor, id: BatchId) -> Result<bool, OrdersError> {
        actor.require(MANAGE)?;
        self.db
            .write(actor, move |tx| {
                find(tx, id)?;
                let stopped = end(tx, id, BatchState::Stopped)?;
                if stopped {
                    tx.audit("order.batch_stopped", id, &serde_json::json!({}))?;
                }
                Ok(stopped)
            })
            .await
    }

    /// Carries a batch out to its end, or until it is stopped; from where it stands, however it came there. History and
    /// audit name whoever asked for it: they were allowed to then.
    ///
    /// # Errors
    /// [`OrdersError::NotFound`]; the database's. What was done until then is kept.
    pub async fn carry_on(&self, correlation: &Correlation, id: BatchId) -> Result<(), OrdersError> {
        let mut batch = self.db.read(move |c| find(c, id)).await?;
        let actor = author(&batch.author, correlation);
        while batch.state == BatchState::Running {
            let (listed, cursor) = (batch.listed.clone(), batch.last.map_or(Cursor::Start, Cursor::After));
            let ids = self.db.read_slow(move |c| Self::list_ids_in(c, &listed, cursor, READ)).await?;
            if ids.is_empty() {
                self.db.write_in(Lane::Bulk, &actor, move |tx| end(tx, id, BatchState::Done)).await?;
                return Ok(());
            }
            for piece in ids.chunks(PIECE) {
                let moved = piece.len() as u64;
                let (me, piece, deed, seen) = (self.clone(), piece.to_vec(), batch.deed.clone(), batch.seen);
                let write =
                    self.db.write_in(Lane::Bulk, &actor, move |tx| me.batch_piece(tx, id, &deed, seen, &piece));
                if !write.await? {
                    return Ok(());
                }
                batch.seen += moved;
            }
            batch = self.db.read(move |c| find(c, id)).await?;
        }
        Ok(())
    }

    /// False when somebody stopped the batch or carries it on elsewhere.
    fn batch_piece(
        &self,
        tx: &mut Tx<'_>,
        id: BatchId,
        deed: &Deed,
        seen: u64,
        orders: &[OrderId],
    ) -> Result<bool, OrdersError> {
        let here =
            t::table.find(id).filter(t::state.eq(BatchState::Running.as_str())).filter(t::seen.eq(seen as i64));
        let step = (t::seen.eq(t::seen + orders.len() as i64), t::last.eq(orders.last().copied()));
        if diesel::update(here).set(step).execute(&mut **tx)? == 0 {
            return Ok(false);
        }
        let (mut done, mut refused) = (0, Vec::new());
        for order in orders {
            match tx.savepoint(|tx| self.deed_in(tx, *order, deed)) {
                Ok(changed) => done += i64::from(changed),
                Err(e) if matches!(e.fault(), Fault::Conflict | Fault::Invalid | Fault::NotFound) => {
                    refused.push((*order, e.code()));
                }
                Err(e) => return Err(e),
            }
        }
        if !refused.is_empty() {
            dialect::put_refusals(tx, id, &refused)?;
        }
        if done > 0 {
            diesel::update(t::table.find(id)).set(t::done.eq(t::done + done)).execute(&mut **tx)?;
        }
        Ok(true)
    }

    /// Whether it changed the order.
    fn deed_in(&self, tx: &mut Tx<'_>, order: OrderId, deed: &Deed) -> Result<bool, OrdersError> {
        match deed {
            Deed::Ship { carrier } => self.ship_in(tx, order, carrier, "").map(|_| true),
            Deed::Tag { tags } => notes::tag_in(tx, order, tags, &[]),
            Deed::Untag { tags } => notes::tag_in(tx, order, &[], tags),
        }
    }
}

/// Whoever asked for a batch, as far as it goes: what they may do to orders.
fn author(label: &str, correlation: &Correlation) -> Actor {
    match label.parse() {
        Ok(member) => Actor::staff(member, Arc::from([VIEW, MANAGE]), correlation.clone()),
        Err(_) => Actor::system("orders").caused_by(correlation.clone()),
    }
}

#[cfg(test)]
mod tests {
    use kernel::ActorKind;

    use super::*;

    #[test]
    fn whoever_asked_acts_and_nobody_else() {
        let member = kernel::kinds::StaffId::new(Micros(1));
        let acting = author(&member.to_string(), &Correlation::new());
        assert_eq!(acting.kind, ActorKind::Staff(member));
        assert!(acting.require(MANAGE).is_ok() && acting.require(crate::REFUND).is_err());
        assert_eq!(author("system:import", &Correlation::new()).kind, ActorKind::System("orders"));
    }

    #[test]
    fn a_deed_without_tags_is_none() {
        assert!(Deed::Tag { tags: vec![] }.valid().is_err());
        let deed = Deed::Untag { tags: vec![" #Rush ".into()] }.valid().unwrap();
        assert_eq!(deed, Deed::Untag { tags: vec!["rush".into()] });
        let text = serde_json::to_string(&Deed::Ship { carrier: "DHL".into() }).unwrap();
        assert_eq!(text, r#"{"do":"ship","carrier":"DHL"}"#);
        assert_eq!(Deed::Ship { carrier: String::new() }.of(&Listed::cancelled()), None, "nothing is to be sent");
    }
}
