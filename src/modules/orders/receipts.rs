//! Money that comes in another amount than was asked for: a transfer in parts, one too high, a capture of some of what was set
//! aside.
use db::Tx;
use kernel::kinds::OrderId;
use kernel::{Actor, Money};
use payments::{Ask, Fact, Payment, Payments, State};

use crate::{MANAGE, Orders, OrdersError, store};

impl Orders {
    /// Takes so much of what is set aside, through the provider, and lets the rest go; or, where money comes by itself (bank
    /// transfer), notes that so much has come. What is missing then is waited for as a further payment; what is too much is one,
    /// and stands there to be given back. Minor units.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; [`OrdersError::NothingToCapture`]; more than was set aside.
    pub async fn capture_amount(&self, actor: &Actor, id: OrderId, amount: i64) -> Result<(), OrdersError> {
        actor.require(MANAGE)?;
        let me = self.clone();
        self.db
            .write(actor, move |tx| {
                let order = store::head(tx, id)?;
                order.lifecycle.may_be_paid()?;
                let reference = Self::reference(id);
                let paid = Payments::of_in(tx, &[reference])?.remove(&reference).unwrap_or_default();
                let by_itself = |p: &Payment| me.payments.provider(&p.provider).is_ok_and(|x| x.settles_later());
                let open = paid.iter().find(|p| match p.state {
                    State::Authorized => true,
                    State::Created | State::Pending => by_itself(p),
                    _ => false,
                });
                // A transfer of more after all was paid is noted beside the one before it.
                let last = paid.iter().rev().find(|p| p.state == State::Captured && by_itself(p));
                match (open, last) {
                    (Some(p), _) if p.state == State::Authorized => {
                        me.payments.request(tx, p.id, Ask::Capture, amount)?;
                    }
                    (Some(p), _) => me.came(tx, p, amount)?,
                    (None, Some(p)) => me.came_beside(tx, p, amount)?,
                    (None, None) => return Err(OrdersError::NothingToCapture),
                }
                tx.audit("order.capture", id, &serde_json::json!({ "amount": amount }))?;
                me.settle(tx, id)
            })
            .await
    }

    /// So much of an awaited payment has come.
    fn came(&self, tx: &mut Tx<'_>, awaited: &Payment, amount: i64) -> Result<(), OrdersError> {
        let due = awaited.amount.amount;
        let part = amount.min(due);
        let fact = Fact::Captured { provider_reference: None, amount: Some(part) };
        self.payments.record(tx, awaited.id, &fact)?;
        if amount < due {
            let rest = Money { amount: due - amount, ..awaited.amount };
            self.payments.begin(tx, awaited.reference, &awaited.provider, rest)?;
        }
        if amount > due { self.came_beside(tx, awaited, amount - due) } else { Ok(()) }
    }

    /// So much has come that nobody waited for.
    fn came_beside(&self, tx: &mut Tx<'_>, beside: &Payment, amount: i64) -> Result<(), OrdersError> {
        let more = Money { amount, ..beside.amount };
        let further = self.payments.begin(tx, beside.reference, &beside.provider, more)?;
        let fact = Fact::Captured { provider_reference: None, amount: None };
        self.payments.record(tx, further, &fact)?;
        Ok(())
    }

    /// Asks for what was paid beyond the total to be given back.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`crate::REFUND`]; [`OrdersError::NothingToRefund`] when nothing is too much.
    pub async fn give_back_surplus(&self, actor: &Actor, id: OrderId) -> Result<(), OrdersError> {
        actor.require(crate::REFUND)?;
        let me = self.clone();
        self.db
            .write(actor, move |tx| {
                let order = store::head(tx, id)?;
                let paid = Payments::locked_in(tx, Self::reference(id))?;
                let mut left: i64 = -order.total;
                let mut askable = Vec::new();
                for payment in &paid {
                    let may = Payments::refundable_in(tx, payment)?;
                    left += may;
                    askable.push((payment.id, may));
                }
                // What was given back of the order's own total is not owed once more.
                left += crate::refunds::of(tx, id)?.iter().map(|r| r.amount).sum::<i64>();
                if left <= 0 {
                    return Err(OrdersError::NothingToRefund);
                }
                tx.audit("order.surplus", id, &serde_json::json!({ "amount": left }))?;
                for (payment, may) in askable.into_iter().rev() {
                    let part = may.min(left);
                    if part > 0 {
                        me.payments.request(tx, payment, Ask::Refund, part)?;
                        left -= part;
                    }
                }
                Ok(())
            })
            .await
    }
}
