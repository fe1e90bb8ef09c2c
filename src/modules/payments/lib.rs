//! Payments: what providers said about money, and the ledger of it.
//!
//! Owns `payments_*`. Records facts and calls no room: whoever is concerned folds them (`checkout.settle`,
//! `orders.settle`), woken by [`PaymentChanged`]. Providers are called outside any transaction, always with an
//! idempotency key that is the id of a stored row. What they tell by themselves is a hint to ask them; what they say about a
//! payment altogether ([`Statement`]) is folded into it, and wins. `docs/money.md` tells it with pictures.
mod approvals;
mod asking;
mod awaited;
pub mod books;
mod cards;
mod dialect;
mod facts;
mod guarded;
mod ledger;
mod payer;
pub mod paypal;
mod provider;
mod schema;
mod settings;
mod statement;
mod store;
pub mod stripe;
mod velocity;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use db::{Conn, Db, DbError, Lane, Tx};
use events::{Event, Job, JobOptions, Recording};
use kernel::kinds::{PaymentId, ReferenceId, RequestId};
use kernel::{Actor, Forbidden, Kept, Money};
use serde::{Deserialize, Serialize};

pub use asking::{HearOut, NOTICES_KEPT, Taken, Word};
pub use awaited::Awaited;
pub use cards::{Card, Entrusted, KeepCard, LetGo, MOST_CARDS, SaidCard};
pub use facts::{Fact, Sums};
pub use ledger::{Transfer, TransferKind};
pub use payer::{Back, Paying};
pub use paypal::{Paypal, PaypalKeys, PaypalSettings};
pub use provider::{
    Answer, Asked, AuthorizeRequest, CASH, Call, Cash, Made, Notice, Offline, Provider, ProviderError, RawNotice,
    Reply, Step, TestProvider,
};
pub use settings::{BankTransfer, CashOnDelivery, MANAGE, Review, Settings};
pub use statement::{Risk, Said, SaidRefund, SaidRefusal, Standing, Statement};
pub use steady::Limits;
use store::Change;
pub use store::{Payment, State};
pub use stripe::{Stripe, StripeKeys, StripeSettings};
pub use velocity::{TRIED_KEPT, Velocity};

#[derive(Debug, thiserror::Error)]
pub enum PaymentsError {
    #[error("there is no payment method `{0}` here; choose one that is offered")]
    UnknownMethod(String),
    #[error("there is no payment {0}")]
    NotFound(PaymentId),
    #[error("{asked} cannot be {verb}: at most {most} is left of this payment")]
    TooMuch { verb: &'static str, asked: i64, most: i64 },
    #[error("{open} of this payment are being {verb} already; wait for the provider's answer")]
    Underway { verb: &'static str, open: i64 },
    #[error("this card is not among those that you keep; choose another way to pay")]
    NoCard,
    #[error("too many payments were refused; wait {} minutes, or choose another way to pay", retry_after.as_secs() / 60 + 1)]
    TooManyTries { retry_after: Duration },
    #[error("a payment that is {0} cannot become {1}")]
    Transition(&'static str, &'static str),
    #[error("{told}")]
    Setting { field: &'static str, told: String },
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Auth(#[from] auth::AuthError),
    #[error(transparent)]
    Provider(#[from] ProviderError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(PaymentsError: Auth);

impl kernel::Coded for PaymentsError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownMethod(_) => "unknown_payment_method",
            Self::NotFound(_) => "payment_not_found",
            Self::NoCard => "card_not_found",
            Self::TooManyTries { .. } => "too_many_payments",
            Self::TooMuch { .. } => "amount_too_high",
            Self::Underway { .. } => "payment_underway",
            Self::Transition(..) => "payment_state",
            Self::Setting { .. } => "bad_setting",
            Self::Forbidden(_) => "forbidden",
            Self::Auth(e) => e.code(),
            Self::Provider(ProviderError::Declined(_)) => "payment_declined",
            Self::Provider(ProviderError::Unavailable(_)) => "provider_unavailable",
            Self::Provider(ProviderError::NotAsked(_)) => "payment_method_away",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::UnknownMethod(_) | Self::Setting { .. } => Fault::Invalid,
            Self::TooManyTries { .. } => Fault::TooMany,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::NotFound(_) | Self::NoCard => Fault::NotFound,
            Self::TooMuch { .. } | Self::Underway { .. } | Self::Transition(..) => Fault::Conflict,
            Self::Auth(auth::AuthError::Db(e)) => e.fault(),
            Self::Auth(_) => Fault::Ours,
            Self::Provider(ProviderError::Declined(_)) => Fault::Conflict,
            Self::Provider(ProviderError::Unavailable(_) | ProviderError::NotAsked(_)) => Fault::Passing,
            Self::Db(e) => e.fault(),
        }
    }
}

/// A provider's word changed a payment.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct PaymentChanged {
    pub payment: PaymentId,
    /// What is paid for.
    pub reference: ReferenceId,
    pub state: State,
    pub captured: i64,
    pub refunded: i64,
    pub version: i64,
}
impl Event for PaymentChanged {
    const TYPE: &'static str = "payments.payment_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        self.payment.to_string()
    }
    fn version(&self) -> i64 {
        self.version
    }
}

/// What staff or the shop asks of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    Capture,
    Void,
    Refund,
}

impl Ask {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Void => "void",
            Self::Refund => "refund",
        }
    }
    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "capture" => Self::Capture,
            "void" => Self::Void,
            _ => Self::Refund,
        }
    }
}

/// Carries out a stored request at its provider.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct CarryOut {
    pub request: RequestId,
    /// Whose request it is: those of one payment are carried out one after the other.
    #[serde(default)]
    pub payment: Option<PaymentId>,
}
impl Job for CarryOut {
    const KIND: &'static str = "payments.carry_out";
    fn options(&self) -> JobOptions {
        JobOptions {
            unique_key: Some(format!("{}:{}", Self::KIND, self.request)),
            ordering_key: self.payment.map(|p| format!("{}:{p}", Self::KIND)),
            ..JobOptions::default()
        }
    }
}

#[derive(Clone)]
pub struct Payments {
    db: Db,
    providers: Arc<Vec<Arc<dyn Provider>>>,
    settings: Kept<Settings>,
}

impl Payments {
    pub fn new(db: Db, providers: Vec<Arc<dyn Provider>>) -> Self {
        let providers = providers.into_iter().map(|p| guarded::guarded(p, db.clock())).collect();
        Self { db, providers: Arc::new(providers), settings: Kept::for_at_most(Duration::from_secs(1)) }
    }

    /// The providers that are on, in the order they are offered.
    pub fn providers(&self) -> impl Iterator<Item = &dyn Provider> {
        self.providers.iter().map(|p| &**p)
    }

    /// Stripe, for those who set it up.
    pub fn stripe(&self) -> Option<&Stripe> {
        self.providers.iter().find_map(|p| p.stripe())
    }

    /// PayPal, for those who set it up.
    pub fn paypal(&self) -> Option<&Paypal> {
        self.providers.iter().find_map(|p| p.paypal())
    }

    /// # Errors
    /// [`PaymentsError::UnknownMethod`].
    pub fn provider(&self, code: &str) -> Result<Arc<dyn Provider>, PaymentsError> {
        self.providers
            .iter()
            .find(|p| p.code() == code)
            .cloned()
            .ok_or_else(|| PaymentsError::UnknownMethod(code.chars().take(40).collect()))
    }

    /// Notes that a payment is about to be tried, before the provider hears of it.
    pub fn begin(
        &self,
        tx: &mut Tx<'_>,
        reference: ReferenceId,
        provider: &str,
        amount: Money,
    ) -> Result<PaymentId, PaymentsError> {
        store::begin(tx, reference, provider, amount)
    }

    /// Folds what a provider said into the payment and the ledger. Hearing the same again changes nothing.
    ///
    /// # Errors
    /// A fact that contradicts what is recorded: capturing a failed payment, refunding more than was captured.
    pub fn record(&self, tx: &mut Tx<'_>, payment: PaymentId, fact: &Fact) -> Result<Payment, PaymentsError> {
        let held = store::payment(tx, payment)?;
        let Some(change) = facts::apply(&held, fact)? else { return Ok(held) };
        let now = store::save(tx, &held, &change)?;
        came(tx, &held, &now)?;
        Ok(now)
    }

    /// All payments for each reference, oldest first.
    pub async fn of(
        &self,
        references: &[ReferenceId],
    ) -> Result<HashMap<ReferenceId, Vec<Payment>>, PaymentsError> {
        let references = references.to_vec();
        self.db.read(move |c| Self::of_in(c, &references)).await
    }

    /// [`Payments::of`] on a connection at hand.
    pub fn of_in(
        conn: &mut Conn,
        references: &[ReferenceId],
    ) -> Result<HashMap<ReferenceId, Vec<Payment>>, PaymentsError> {
        store::of(conn, references)
    }

    /// Asks the provider for a capture, void or refund: a stored request and a job, both in this unit of work.
    ///
    /// # Errors
    /// More than is left of the payment, requests that wait for their answer counted in; a state that forbids it.
    pub fn request(
        &self,
        tx: &mut Tx<'_>,
        payment: PaymentId,
        ask: Ask,
        amount: i64,
    ) -> Result<RequestId, PaymentsError> {
        // Locked, so that two who ask at once see one another.
        let held = store::locked(tx, payment)?;
        let open = store::open_requests(tx, payment, ask)?;
        facts::may(&held, ask, amount, open)?;
        let request = store::request(tx, payment, ask, amount)?;
        tx.enqueue(&CarryOut { request, payment: Some(payment) })?;
        Ok(request)
    }

    /// What was taken, is not given back, and is not asked back yet.
    ///
    /// # Errors
    /// Only when the database cannot be read.
    pub fn refundable_in(conn: &mut Conn, payment: &Payment) -> Result<i64, PaymentsError> {
        let open = store::open_requests(conn, payment.id, Ask::Refund)?;
        Ok(payment.kept() - open)
    }

    /// Whether the provider refused what was asked of it last, of this kind, and is not being asked again.
    ///
    /// # Errors
    /// Only when the database cannot be read.
    pub fn is_refused_in(conn: &mut Conn, payment: PaymentId, ask: Ask) -> Result<bool, PaymentsError> {
        Ok(store::last_request(conn, payment, ask)?.as_deref() == Some("failed"))
    }

    /// The payments of a reference, locked in the order of their ids: nobody asks for their money meanwhile.
    pub fn locked_in(tx: &mut Tx<'_>, reference: ReferenceId) -> Result<Vec<Payment>, PaymentsError> {
        let mut ids: Vec<PaymentId> =
            Self::of_in(tx, &[reference])?.remove(&reference).unwrap_or_default().iter().map(|p| p.id).collect();
        ids.sort_unstable();
        ids.into_iter().map(|id| store::locked(tx, id)).collect()
    }

    /// Whether the provider is being asked to let this payment go, and has not answered.
    pub fn is_let_go_in(conn: &mut Conn, payment: PaymentId) -> Result<bool, PaymentsError> {
        Ok(store::open_requests(conn, payment, Ask::Void)? > 0)
    }

    /// The job behind [`CarryOut`]: calls the provider under the request's id, then records its word.
    ///
    /// # Errors
    /// [`ProviderError`] says whether trying again may help.
    pub async fn carry_out(&self, actor: &Actor, request: RequestId) -> Result<(), PaymentsError> {
        let found = self.db.read(move |c| store::pending_request(c, request)).await?;
        let Some((ask, amount, payment)) = found else { return Ok(()) };
        // Overtaken by what was asked before it (a capture before a void): the provider is not bothered with it.
        if let Err(overtaken) = facts::apply(&payment, &Fact::from_ask(ask, amount)) {
            return self.refused(actor, request, overtaken.to_string()).await;
        }
        let provider = self.provider(&payment.provider)?;
        let call = Call {
            key: request.to_string(),
            payment: payment.id,
            provider_reference: payment.provider_reference.clone(),
            amount: Money::new(amount, payment.amount.currency),
        };
        events::failpoint("payments.before-provider");
        let answer = match ask {
            Ask::Capture => provider.capture(call).await,
            Ask::Void => provider.void(call).await,
            Ask::Refund => provider.refund(call).await,
        };
        events::failpoint("payments.after-provider");
        let me = self.clone();
        match answer {
            Ok(()) => {
                self.db
                    .write_in(Lane::Bulk, actor, move |tx| {
                        if store::close_request(tx, request, "done", "")? {
                            me.record(tx, payment.id, &Fact::from_ask(ask, amount))?;
                        }
                        events::failpoint("payments.recorded-uncommitted");
                        Ok(())
                    })
                    .await
            }
            Err(ProviderError::Declined(why)) => {
                self.db
                    .write_in(Lane::Bulk, actor, move |tx| {
                        if store::close_request(tx, request, "failed", &why)? {
                            let held = store::locked(tx, payment.id)?;
                            let now = store::save(tx, &held, &Change::told(&held, &why))?;
                            changed(tx, &now)?;
                            // Perhaps because it was done elsewhere: those who keep books tell.
                            if provider.limits().is_some() {
                                tx.enqueue(&HearOut { payment: now.id })?;
                            }
                        }
                        Ok(())
                    })
                    .await
            }
            Err(e) => Err(e.into()),
        }
    }

    /// A request that was overtaken, and is not carried out.
    async fn refused(&self, actor: &Actor, request: RequestId, why: String) -> Result<(), PaymentsError> {
        self.db
            .write_in(Lane::Bulk, actor, move |tx| store::close_request(tx, request, "failed", &why).map(drop))
            .await
    }
}

/// [`changed`], and when there is money for the first time: a card that was to be kept is.
fn came(tx: &mut Tx<'_>, held: &Payment, now: &Payment) -> Result<(), PaymentsError> {
    let paid = |p: &Payment| matches!(p.state, State::Authorized | State::Captured);
    if paid(now) && !paid(held) && payer::of(tx, now.id)?.is_some_and(|payer| payer.keep) {
        tx.enqueue(&KeepCard { payment: now.id })?;
    }
    changed(tx, now)
}

fn changed(tx: &mut Tx<'_>, now: &Payment) -> Result<(), PaymentsError> {
    Ok(tx.record(&PaymentChanged {
        payment: now.id,
        reference: now.reference,
        state: now.state,
        captured: now.captured.amount,
        refunded: now.refunded.amount,
        version: now.version,
    })?)
}
