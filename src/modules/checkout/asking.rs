//! Payments that are open: the provider is asked what became of them, by a page that waits, by its own notice, by schedule.
use std::time::Duration;

use db::Lane;
use kernel::kinds::{PaymentId, ReferenceId};
use kernel::{Actor, Micros, Money};
use orders::{HeldFor, OrdersError};
use payments::{Fact, PaymentsError, ProviderError, Risk};

use crate::attempt::{self, State};
use crate::{ASK_AGAIN, Checkout, CheckoutError, Outcome, Progress};

/// How often a payment is asked about while it changes under the question.
const HEARINGS: usize = 4;

/// How comparing with providers went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    pub answered: usize,
    pub unanswered: usize,
}

impl Checkout {
    /// [`Checkout::status`], after the provider was asked again where it has not decided: for a page that waits. It is
    /// bothered once in [`ASK_AGAIN`] at most, however often the page looks.
    ///
    /// # Errors
    /// Those of [`Checkout::status`].
    pub async fn look_again(&self, actor: &Actor, cart_token: &str) -> Result<Outcome, CheckoutError> {
        let hash = kernel::token_hash(cart_token);
        let found = self.db.read(move |c| attempt::latest(c, &hash)).await?;
        if let Some(paying) = found.filter(|a| a.state == State::Paying) {
            let reference: ReferenceId = paying.order.cast();
            let asked = self.payments.of(&[reference]).await?.remove(&reference).unwrap_or_default();
            // What is only noted may still be on its way to the provider: that is the reconciler's.
            for payment in asked.iter().filter(|p| p.state == payments::State::Pending) {
                self.ask_about(actor, Lane::Interactive, payment, ASK_AGAIN).await?;
            }
        }
        self.status(cart_token).await
    }

    /// The payment of this basket that waits for whoever pays, and what it comes to.
    ///
    /// # Errors
    /// The database's.
    pub async fn open_payment(
        &self,
        cart_token: &str,
    ) -> Result<Option<(payments::Payment, Money)>, CheckoutError> {
        let hash = kernel::token_hash(cart_token);
        let found = self.db.read(move |c| attempt::latest(c, &hash)).await?;
        let Some(paying) = found.filter(|a| a.state == State::Paying) else { return Ok(None) };
        let reference: ReferenceId = paying.order.cast();
        let asked = self.payments.of(&[reference]).await?.remove(&reference).unwrap_or_default();
        let open = asked.into_iter().rev().find(|p| p.state == payments::State::Pending);
        Ok(open.map(|payment| (payment, paying.total)))
    }

    /// Another way to pay after all: has the provider let the open payment of this basket go, so that the checkout goes on
    /// where it was. None when it does; otherwise what became of it meanwhile.
    ///
    /// # Errors
    /// A provider that does not answer: the payment stays open.
    pub async fn leave_payment(&self, actor: &Actor, cart_token: &str) -> Result<Option<Outcome>, CheckoutError> {
        if let Some((open, _)) = self.open_payment(cart_token).await? {
            let call = payments::Call {
                key: format!("{}.leave", open.id),
                payment: open.id,
                provider_reference: open.provider_reference.clone(),
                amount: open.amount,
            };
            match self.payments.provider(&open.provider)?.void(call).await {
                Ok(()) if self.payments.provider(&open.provider)?.limits().is_none() => {
                    // It keeps no books that could be asked.
                    let (me, reference, id) = (self.clone(), open.reference, open.id);
                    let given_up = Fact::Failed { reason: "it was given up".to_owned() };
                    self.db
                        .write(actor, move |tx| {
                            me.payments.record(tx, id, &given_up)?;
                            me.settle(tx, reference).map(drop)
                        })
                        .await?;
                }
                // Perhaps it was paid a moment ago: what the provider says counts.
                Ok(()) | Err(ProviderError::Declined(_)) => self.hear_out(actor, open.id).await?,
                Err(e) => return Err(PaymentsError::from(e).into()),
            }
        }
        match self.progress(cart_token).await {
            Ok(Progress::Placed(placed)) => Ok(Some(Outcome::Placed(placed))),
            Ok(Progress::Paying(_)) => Ok(Some(Outcome::Pending)),
            Ok(Progress::Prepared(_)) | Err(CheckoutError::NothingPrepared) => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// Asks the provider about a payment and settles; whether it answered.
    async fn ask_about(
        &self,
        actor: &Actor,
        lane: Lane,
        payment: &payments::Payment,
        quiet: Duration,
    ) -> Result<bool, CheckoutError> {
        let Some(word) = self.payments.ask_about(actor, payment, quiet).await? else { return Ok(false) };
        if !self.settle_word(actor, lane, payment, word).await? {
            // It changed while the provider was asked: what it says now counts.
            self.hear_out(actor, payment.id).await?;
        }
        Ok(true)
    }

    /// Asks the provider about a payment, whoever asked before, and settles what it says: something was told about it.
    ///
    /// # Errors
    /// A provider that does not answer; a payment that changes faster than it can be asked about.
    pub async fn hear_out(&self, actor: &Actor, payment: PaymentId) -> Result<(), CheckoutError> {
        for _ in 0..HEARINGS {
            let held = self.payments.get(payment).await?;
            let Some(word) = self.payments.ask_now(&held).await? else { return Ok(()) };
            if self.settle_word(actor, Lane::Bulk, &held, word).await? {
                return Ok(());
            }
        }
        Err(PaymentsError::from(ProviderError::Unavailable("it changes while it is asked about".to_owned())).into())
    }

    /// Hears a word and settles. False when the payment is no longer the one that was asked about.
    async fn settle_word(
        &self,
        actor: &Actor,
        lane: Lane,
        payment: &payments::Payment,
        word: payments::Word,
    ) -> Result<bool, CheckoutError> {
        self.orders.stock_numbers(actor).await?;
        let (me, id, reference) = (self.clone(), payment.id, payment.reference);
        self.db
            .write_in(lane, actor, move |tx| {
                if !me.payments.hear(tx, id, &word)? {
                    return Ok(false);
                }
                events::failpoint("payments.heard-uncommitted");
                match me.settle(tx, reference)? {
                    Some(_) => {}
                    // No checkout knows it, or it is not decided there: an order may be waiting all the same.
                    None => match me.orders.settle(tx, reference.cast()) {
                        Ok(()) | Err(OrdersError::NotFound) => {}
                        Err(e) => return Err(e.into()),
                    },
                }
                if let payments::Word::Statement { statement, .. } = &word
                    && let Some(risk) = statement.risk
                    && me.payments.settings_within(tx)?.review.risky
                {
                    let why = if risk == Risk::Highest { HeldFor::HighRisk } else { HeldFor::Risk };
                    me.orders.hold_in(tx, reference.cast(), why)?;
                }
                Ok(true)
            })
            .await
    }

    /// Looks after payments that are open (the provider wanted to tell later, or was away; the process died): asks the
    /// provider what became of them and settles. Answers how many it answered for.
    pub async fn reconcile(&self, actor: &Actor, quiet: Duration) -> Result<usize, CheckoutError> {
        let mut decided = 0;
        for payment in self.payments.unanswered(quiet, 50).await? {
            match self.ask_about(actor, Lane::Bulk, &payment, quiet).await {
                Ok(answered) => decided += usize::from(answered),
                Err(CheckoutError::Payments(PaymentsError::UnknownMethod(_))) => {
                    tracing::error!(payment = %payment.id, "nobody can be asked about a payment");
                }
                Err(e) => return Err(e),
            }
        }
        Ok(decided)
    }

    /// Compares payments made since `since` with what their providers say, and repairs what differs: those not asked about
    /// within `quiet`. Answers how many were compared, and how many gave no answer.
    ///
    /// # Errors
    /// The database's.
    pub async fn compare(&self, actor: &Actor, since: Micros, quiet: Duration) -> Result<Compared, CheckoutError> {
        let (mut compared, mut after) = (Compared::default(), None);
        let before = self.db.clock().now().minus(quiet);
        loop {
            let page = self.payments.to_compare(since, before, after, 50).await?;
            let Some(last) = page.last() else { return Ok(compared) };
            after = Some(last.id);
            for payment in &page {
                match self.ask_about(actor, Lane::Bulk, payment, quiet).await {
                    Ok(true) => compared.answered += 1,
                    Ok(false) => compared.unanswered += 1,
                    Err(CheckoutError::Db(e)) => return Err(e.into()),
                    Err(e) => {
                        tracing::error!(payment = %payment.id, error = %e, "a payment could not be compared");
                        compared.unanswered += 1;
                    }
                }
            }
        }
    }
}
