//! Bank transfers that do not come: payers are reminded once, then their orders are cancelled. After how many days, the
//! shopkeeper says; owns nothing.
use std::time::Duration;

use db::Db;
use events::Recording;
use kernel::Actor;
use kernel::kinds::PaymentId;
use orders::{Lifecycle, Orders, OrdersError, PaymentAxis};
use payments::{Awaited, Payments};

use crate::mail::order::PAYMENT_REMINDER;

/// The method whose money is waited for.
const TRANSFER: &str = "offline";
/// How many payments are looked at in one go.
const PIECE: i64 = 50;

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dunned {
    pub reminded: u64,
    pub cancelled: u64,
}

/// Looks after orders whose money is waited for. Cheap to clone.
#[derive(Clone)]
pub struct Dunning {
    db: Db,
    orders: Orders,
}

impl Dunning {
    pub fn new(db: Db, orders: Orders) -> Self {
        Self { db, orders }
    }

    /// Cancels what is waited for too long, then reminds whoever is due. May be run at any time, and again.
    ///
    /// # Errors
    /// The database's.
    pub async fn run(&self, actor: &Actor) -> Result<Dunned, OrdersError> {
        let settings = self.db.read(Payments::settings_in).await?.transfer;
        let mut dunned = Dunned::default();
        for due in self.due(settings.cancel_after_days, false).await? {
            match self.orders.cancel_unpaid(actor, due.reference.cast()).await {
                Ok(cancelled) => dunned.cancelled += u64::from(cancelled),
                // A checkout that was never placed, or one that somebody is at: the next run finds it.
                Err(OrdersError::NotFound | OrdersError::Stale) => {}
                Err(e) => return Err(e),
            }
        }
        for due in self.due(settings.remind_after_days, true).await? {
            dunned.reminded += u64::from(self.remind(actor, due).await?);
        }
        Ok(dunned)
    }

    /// Open payments that are so old; none where the shopkeeper wants none.
    async fn due(&self, days: i64, unreminded: bool) -> Result<Vec<Awaited>, OrdersError> {
        if days <= 0 {
            return Ok(Vec::new());
        }
        let before = self.db.clock().now().minus(Duration::from_secs(days.unsigned_abs() * 86_400));
        let (mut all, mut after): (Vec<Awaited>, Option<PaymentId>) = (Vec::new(), None);
        loop {
            let piece = self
                .db
                .read_slow(move |c| Payments::awaited_in(c, TRANSFER, before, unreminded, after, PIECE))
                .await?;
            let Some(last) = piece.last() else { return Ok(all) };
            after = Some(last.payment);
            all.extend(piece);
        }
    }

    async fn remind(&self, actor: &Actor, due: Awaited) -> Result<bool, OrdersError> {
        self.db
            .write_in(db::Lane::Bulk, actor, move |tx| {
                let order = match Orders::get_in(tx, due.reference.cast()) {
                    Ok(order) => order,
                    Err(OrdersError::NotFound) => return Ok(false),
                    Err(e) => return Err(e),
                };
                let waits = order.lifecycle == Lifecycle::Placed && order.payment == PaymentAxis::Pending;
                if !waits || !Payments::note_reminder(tx, due.payment)? {
                    return Ok(false);
                }
                tx.enqueue(&PAYMENT_REMINDER.about(order.id))?;
                Ok(true)
            })
            .await
    }
}
