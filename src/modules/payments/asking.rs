//! Asking providers what became of payments, and hearing what they tell by themselves.
//!
//! A notice (webhook) is a hint: it is proved, noted once, and answered at once; a job then asks the provider and folds what it
//! says. So it does not matter whether notices come late, twice, shuffled or never.
use std::time::Duration;

use db::{Conn, Lane, Tx};
use events::{Job, JobOptions, Recording};
use kernel::kinds::PaymentId;
use kernel::{Actor, Micros};
use serde::{Deserialize, Serialize};

use crate::provider::{Asked, RawNotice, Step};
use crate::statement::{self, Said, Statement};
use crate::{Fact, Payment, Payments, PaymentsError, ProviderError, State, came, changed, dialect, store};

/// How long notices are remembered: longer than any provider repeats them.
pub const NOTICES_KEPT: Duration = Duration::from_secs(90 * 24 * 3600);

/// Asks the provider about a payment and settles: something was told about it.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct HearOut {
    pub payment: PaymentId,
}
impl Job for HearOut {
    const KIND: &'static str = "payments.hear_out";
    fn options(&self) -> JobOptions {
        JobOptions { unique_key: Some(format!("{}:{}", Self::KIND, self.payment)), ..JobOptions::default() }
    }
}

/// A provider's word on a payment, to be heard within a unit of work.
#[derive(Clone, Debug)]
pub enum Word {
    Fact(Fact),
    /// Of the payment as it was at this version.
    Statement {
        version: i64,
        statement: Box<Statement>,
    },
}

/// What became of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The provider will be asked about this payment.
    About(PaymentId),
    /// It was taken before.
    Known,
    /// It is about nothing of ours.
    NotOurs,
}

impl Payment {
    pub(crate) fn asked(&self) -> Asked {
        let provider_reference = self.provider_reference.clone();
        Asked { payment: self.id, provider_reference, created_at: self.created_at }
    }
}

impl Payments {
    /// Open payments nobody heard of for `quiet`: the provider said that it would tell later, or the process died
    /// between asking it and noting its answer; and those of whom something was asked and not answered. Those whose money comes
    /// by itself (bank transfer) are not among them.
    ///
    /// # Errors
    /// The database's.
    pub async fn unanswered(&self, quiet: Duration, limit: i64) -> Result<Vec<Payment>, PaymentsError> {
        let before = self.db.clock().now().minus(quiet);
        let askable: Vec<&'static str> =
            self.providers().filter(|p| !p.settles_later()).map(|p| p.code()).collect();
        self.db.read(move |c| store::unanswered(c, before, &askable, limit)).await
    }

    /// Payments made since `since` whose provider keeps books and was not asked about them since `before`; up to `limit`, by id,
    /// after `after`.
    ///
    /// # Errors
    /// The database's.
    pub async fn to_compare(
        &self,
        since: Micros,
        before: Micros,
        after: Option<PaymentId>,
        limit: i64,
    ) -> Result<Vec<Payment>, PaymentsError> {
        let booked: Vec<&'static str> =
            self.providers().filter(|p| p.limits().is_some()).map(|p| p.code()).collect();
        self.db.read(move |c| store::to_compare(c, since, before, &booked, after, limit)).await
    }

    /// Asks the provider what became of a payment. None when somebody else asked within `quiet`, or when it does
    /// not answer: then the payment stays as it is. The answer is for [`Payments::hear`].
    ///
    /// # Errors
    /// A provider that is no longer there; the database.
    pub async fn ask_about(
        &self,
        actor: &Actor,
        payment: &Payment,
        quiet: Duration,
    ) -> Result<Option<Word>, PaymentsError> {
        let (id, before) = (payment.id, self.db.clock().now().minus(quiet));
        self.provider(&payment.provider)?;
        if !self.db.write_in(Lane::Bulk, actor, move |tx| store::checking(tx, id, before)).await? {
            return Ok(None);
        }
        match self.ask_now(payment).await {
            Ok(word) => Ok(word),
            Err(PaymentsError::Provider(e)) => {
                tracing::warn!(payment = %id, error = %e, "a payment stays open");
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }

    /// Asks the provider about a payment, whoever asked before. None when there is nothing to say.
    ///
    /// # Errors
    /// A provider that does not answer, or is no longer there.
    pub async fn ask_now(&self, payment: &Payment) -> Result<Option<Word>, PaymentsError> {
        let provider = self.provider(&payment.provider)?;
        let unheard = || Word::Fact(Fact::Failed { reason: "the provider never heard of it".to_owned() });
        Ok(match provider.state_of(payment.asked()).await? {
            Said::Statement(statement) => {
                Some(Word::Statement { version: payment.version, statement: Box::new(statement) })
            }
            // What was confirmed once is not forgotten: this is for people. Of what came to nothing nobody needs to know.
            Said::Unknown if matches!(payment.state, State::Authorized | State::Captured) => None,
            Said::Unknown => Some(unheard()),
            Said::NoBooks if !matches!(payment.state, State::Created | State::Pending) => None,
            Said::NoBooks => {
                Some(provider.look_up(payment.id).await?.map_or_else(unheard, |a| Word::Fact(Fact::from(a))))
            }
        })
    }

    /// Folds a provider's word into a payment and the ledger. False when the payment changed since the provider was asked: ask
    /// again. What the provider did twice is noted as a payment of its own, and asked about.
    ///
    /// # Errors
    /// As [`Payments::record`].
    pub fn hear(&self, tx: &mut Tx<'_>, payment: PaymentId, word: &Word) -> Result<bool, PaymentsError> {
        let (version, said) = match word {
            Word::Fact(fact) => return self.record(tx, payment, fact).map(|_| true),
            Word::Statement { version, statement } => (*version, statement),
        };
        let held = store::locked(tx, payment)?;
        if held.version != version {
            return Ok(false);
        }
        if let Some(now) = statement::hear(tx, &held, said)? {
            came(tx, &held, &now)?;
        }
        if let Some(refusal) = &said.refusal {
            let now = store::payment(tx, payment)?;
            self.hear_refusal(tx, &now, refusal)?;
        }
        for double in &said.doubles {
            let double = adopt(tx, &held, double)?;
            tx.enqueue(&HearOut { payment: double })?;
        }
        Ok(true)
    }

    /// Finds what providers made between two moments under our ids, and we know nothing of: charges that would have no order. They
    /// are noted, and asked about by jobs. Answers how many there were.
    ///
    /// # Errors
    /// The database's.
    pub async fn find_strays(&self, actor: &Actor, from: Micros, until: Micros) -> Result<usize, PaymentsError> {
        let mut found = 0;
        for provider in self.providers().filter(|p| p.limits().is_some()) {
            let code = provider.code();
            let made = match provider.made_between(from, until).await {
                Ok(made) => made,
                // Not set up, or cut: the next round asks again.
                Err(ProviderError::NotAsked(_)) => continue,
                Err(e) => {
                    tracing::warn!(provider = code, error = %e, "a provider does not tell what it made");
                    continue;
                }
            };
            let unknown = self.db.read_slow(move |c| {
                let mut unknown = Vec::new();
                for made in made {
                    if store::by_provider_reference(c, code, &made.provider_reference)?.is_none() {
                        unknown.push(made);
                    }
                }
                Ok::<_, PaymentsError>(unknown)
            });
            for made in unknown.await? {
                let noted = self.db.write_in(Lane::Bulk, actor, move |tx| {
                    if store::by_provider_reference(tx, code, &made.provider_reference)?.is_some() {
                        return Ok(false);
                    }
                    let ours = match store::payment(tx, made.payment) {
                        Ok(ours) if ours.provider == code => ours,
                        Ok(_) | Err(PaymentsError::NotFound(_)) => return Ok(false),
                        Err(e) => return Err(e),
                    };
                    let payment = match is_double(&ours, &made.provider_reference) {
                        true => adopt(tx, &ours, &made.provider_reference)?,
                        false => ours.id,
                    };
                    tx.enqueue(&HearOut { payment })?;
                    Ok(true)
                });
                found += usize::from(noted.await?);
            }
        }
        Ok(found)
    }

    /// What whoever pays has to do next for a payment that is open.
    ///
    /// # Errors
    /// A provider that does not answer, or is no longer there.
    pub async fn next_step(&self, payment: &Payment) -> Result<Option<Step>, PaymentsError> {
        if payment.state != State::Pending {
            return Ok(None);
        }
        Ok(self.provider(&payment.provider)?.next_step(payment.asked()).await?)
    }

    /// Takes what was sent to the address where this provider tells what happened: proves that it is its own word, notes it
    /// once, and orders the provider to be asked. Quick: nobody is called, but a provider that must be asked whether it was its word.
    ///
    /// # Errors
    /// [`PaymentsError::UnknownMethod`]; [`crate::ProviderError::Declined`] when it is not proved; otherwise the provider's, when it
    /// cannot be asked; the database's.
    pub async fn take_notice(&self, actor: &Actor, code: &str, raw: RawNotice) -> Result<Taken, PaymentsError> {
        let provider = self.provider(code)?;
        let (code, notice) = (provider.code(), provider.read_notice(raw).await?);
        self.db
            .write(actor, move |tx| {
                let payment = match store::told_of(tx, code, &notice)? {
                    // Another payment at the provider under the same id of ours: it acted twice.
                    Some(ours) if is_double(&ours, &notice.provider_reference) => {
                        Some(adopt(tx, &ours, &notice.provider_reference)?)
                    }
                    ours => ours.map(|p| p.id),
                };
                let now = tx.now();
                let event: String = notice.event.chars().take(200).collect();
                let kind: String = notice.kind.chars().take(80).collect();
                if !dialect::note(tx, code, &event, &kind, payment, now)? {
                    return Ok(Taken::Known);
                }
                events::failpoint("payments.notice-uncommitted");
                let Some(payment) = payment else { return Ok(Taken::NotOurs) };
                tx.enqueue(&HearOut { payment })?;
                Ok(Taken::About(payment))
            })
            .await
    }

    /// The payment of this id.
    ///
    /// # Errors
    /// [`PaymentsError::NotFound`].
    pub async fn get(&self, id: PaymentId) -> Result<Payment, PaymentsError> {
        self.db.read(move |c| store::payment(c, id)).await
    }

    /// The payment that a provider calls so.
    ///
    /// # Errors
    /// The database's.
    pub fn by_provider_reference_in(
        conn: &mut Conn,
        provider: &str,
        reference: &str,
    ) -> Result<Option<Payment>, PaymentsError> {
        store::by_provider_reference(conn, provider, reference)
    }

    /// Payments that people must look at: doubted or disputed, the oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn in_doubt(&self, limit: i64) -> Result<Vec<Payment>, PaymentsError> {
        self.db.read(move |c| store::in_doubt(c, limit)).await
    }

    /// Forgets notices received before `before`, a few at a time; answers how many.
    ///
    /// # Errors
    /// The database's.
    pub fn forget_notices(conn: &mut Conn, before: Micros) -> Result<usize, PaymentsError> {
        Ok(store::forget_notices(conn, before)?)
    }
}

fn is_double(ours: &Payment, told: &str) -> bool {
    !told.is_empty() && !ours.provider_reference.is_empty() && ours.provider_reference != told
}

/// Notes a payment that the provider made beside the one that it was asked for. Its money is nobody's wish: whoever settles
/// finds it too much, and gives it back.
fn adopt(tx: &mut Tx<'_>, beside: &Payment, provider_reference: &str) -> Result<PaymentId, PaymentsError> {
    if let Some(known) = store::by_provider_reference(tx, &beside.provider, provider_reference)? {
        return Ok(known.id);
    }
    tracing::warn!(payment = %beside.id, double = provider_reference, "a provider acted twice");
    let id = store::begin(tx, beside.reference, &beside.provider, beside.amount)?;
    let held = store::payment(tx, id)?;
    let reference = provider_reference.to_owned();
    let pending =
        store::Change { state: State::Pending, provider_reference: Some(reference), ..store::Change::none(&held) };
    let now = store::save(tx, &held, &pending)?;
    changed(tx, &now)?;
    Ok(id)
}
