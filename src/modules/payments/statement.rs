//! What a provider says about one payment altogether, and how it is folded: whatever came late, twice, out of order or never,
//! the end is the provider's state.
//!
//! A statement is absolute, so hearing it again changes nothing. It is folded only into the payment that was there when the
//! provider was asked (same version): what changed meanwhile is asked about anew. What contradicts money that we know of is
//! not decided here: it is put before people ([`Payment::attention`](crate::Payment)).
use db::Tx;
use kernel::kinds::{PaymentId, RequestId};

use crate::store::{self, Change};
use crate::{Ask, Payment, PaymentsError, State};

/// Where a payment stands at its provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is decided: the payer, or their bank, has something to do.
    Open,
    Authorized,
    /// So much was taken, altogether; minor units.
    Captured(i64),
    Failed(String),
    /// Let go, by us, by the payer or because its time was over.
    Voided,
}

/// A refund that a provider knows of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidRefund {
    /// The request of ours that it carries out; None when it was made elsewhere.
    pub request: Option<RequestId>,
    /// Minor units.
    pub amount: i64,
    /// Why it did not reach the payer; None when it did, or is on its way.
    pub failed: Option<String>,
}

/// How risky a provider finds a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Risk {
    Elevated,
    Highest,
}

/// A refusal that a provider tells of while whoever pays may try on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidRefusal {
    /// The provider's name for it, so that it counts once.
    pub name: String,
    /// The same for the same card; empty where it is not told.
    pub fingerprint: String,
}

/// Everything that a provider says about one payment, at one moment; minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub provider_reference: String,
    pub standing: Standing,
    /// Every refund.
    pub refunds: Vec<SaidRefund>,
    /// Held back while it is disputed.
    pub disputed: i64,
    /// Lost in disputes.
    pub charged_back: i64,
    /// Kept for the service.
    pub fees: i64,
    /// None where it finds nothing, or tells nothing.
    pub risk: Option<Risk>,
    /// The latest.
    pub refusal: Option<SaidRefusal>,
    /// Its other payments under the same id of ours, by its names for them: it acted twice.
    pub doubles: Vec<String>,
}

impl Statement {
    /// A statement of nothing but where it stands.
    pub fn of(provider_reference: impl Into<String>, standing: Standing) -> Self {
        Self {
            provider_reference: provider_reference.into(),
            standing,
            risk: None,
            refusal: None,
            refunds: Vec::new(),
            disputed: 0,
            charged_back: 0,
            fees: 0,
            doubles: Vec::new(),
        }
    }

    /// What was given back, or is on its way to the payer.
    pub fn refunded(&self) -> i64 {
        self.refunds.iter().filter(|r| r.failed.is_none()).map(|r| r.amount).sum()
    }
}

/// What a provider answers when it is asked about a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Statement(Statement),
    /// It never heard of it.
    Unknown,
    /// It keeps no books that could be asked.
    NoBooks,
}

/// Folds a statement into the payment it is about; None when it says nothing new.
///
/// # Errors
/// The database's.
pub(crate) fn hear(tx: &mut Tx<'_>, held: &Payment, said: &Statement) -> Result<Option<Payment>, PaymentsError> {
    let closed = answer_requests(tx, held.id, said)?;
    let change = fold(held, said);
    let same = Change { provider_reference: Some(held.provider_reference.clone()), ..Change::none(held) };
    let news = Change {
        provider_reference: change.provider_reference.clone().or_else(|| same.provider_reference.clone()),
        error: change.error.clone().filter(|e| *e != held.error),
        attention: change.attention.clone().filter(|a| *a != held.attention),
        ..change
    };
    if news == same && !closed {
        return Ok(None);
    }
    Ok(Some(store::save(tx, held, &news)?))
}

/// Requests of ours that the statement answers are closed, whoever was to record them; whether there were any.
fn answer_requests(tx: &mut Tx<'_>, payment: PaymentId, said: &Statement) -> Result<bool, PaymentsError> {
    let mut closed = false;
    for (request, ask, _) in store::requests_in_doubt(tx, payment)? {
        let refund = said.refunds.iter().find(|r| r.request == Some(request));
        let (state, why) = match (ask, &said.standing, refund) {
            (Ask::Refund, _, Some(SaidRefund { failed: None, .. })) => ("done", ""),
            (Ask::Refund, _, Some(SaidRefund { failed: Some(why), .. })) => ("failed", why.as_str()),
            (Ask::Capture, Standing::Captured(_), _) | (Ask::Void, Standing::Voided | Standing::Failed(_), _) => {
                ("done", "")
            }
            (Ask::Capture, Standing::Voided | Standing::Failed(_), _) => ("failed", "the payment was let go"),
            (Ask::Void, Standing::Captured(_), _) => ("failed", "the money was taken"),
            _ => continue,
        };
        closed |= store::close_request(tx, request, state, why)?;
    }
    Ok(closed)
}

/// What a statement makes of a payment.
pub(crate) fn fold(held: &Payment, said: &Statement) -> Change {
    let mut change = Change { provider_reference: Some(said.provider_reference.clone()), ..Change::none(held) };
    let mut doubt = Vec::new();
    match (&said.standing, held.state) {
        (Standing::Open, State::Created | State::Failed) => change.state = State::Pending,
        (Standing::Open, State::Pending | State::Voided) => {}
        (Standing::Open, State::Authorized | State::Captured) => {
            doubt.push("the provider says that nothing was paid yet".to_owned());
        }
        (Standing::Authorized, State::Captured) => {
            doubt.push("the provider says that the money was not taken".to_owned());
        }
        (Standing::Authorized, _) => {
            (change.state, change.authorized) = (State::Authorized, held.amount.amount);
        }
        (Standing::Captured(taken), _) if *taken < held.captured.amount => {
            doubt.push(format!("the provider says that only {taken} were taken (minor units)"));
        }
        (Standing::Captured(taken), _) if *taken > held.amount.amount => {
            doubt.push(format!("the provider says that {taken} were taken (minor units), more than was asked"));
        }
        // Nothing taken is nothing captured.
        (Standing::Captured(0), _) => {}
        (Standing::Captured(taken), _) => {
            (change.state, change.authorized, change.captured) = (State::Captured, 0, *taken);
        }
        (Standing::Failed(why), State::Created | State::Pending) => {
            (change.state, change.error) = (State::Failed, Some(why.clone()));
        }
        (Standing::Voided, State::Created | State::Pending) => {
            let why = "the payment was given up".to_owned();
            (change.state, change.error) = (State::Failed, Some(why));
        }
        (Standing::Failed(_) | Standing::Voided, State::Authorized) => {
            (change.state, change.authorized) = (State::Voided, 0);
        }
        (Standing::Failed(_) | Standing::Voided, State::Failed | State::Voided) => {}
        (Standing::Failed(_) | Standing::Voided, State::Captured) => {
            doubt.push("the provider says that the money was never taken".to_owned());
        }
    }
    let refunded = said.refunded();
    if refunded > change.captured {
        doubt.push(format!("the provider says that {refunded} were given back (minor units), more than was taken"));
    } else {
        change.refunded = refunded;
    }
    if let Some(why) = said.refunds.iter().filter_map(|r| r.failed.as_ref()).next_back() {
        change.error = Some(why.clone());
    }
    (change.disputed, change.charged_back, change.fees) = (said.disputed, said.charged_back, said.fees);
    change.attention = Some(doubt.join("; "));
    change
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::tests::payment;

    fn said(standing: Standing) -> Statement {
        Statement::of("pi_1", standing)
    }

    #[test]
    fn the_end_is_what_the_provider_says_whatever_was_known_before() {
        for state in [State::Created, State::Pending, State::Failed, State::Authorized, State::Voided] {
            let change = fold(&payment(state, 0, 0), &said(Standing::Captured(1000)));
            assert_eq!((change.state, change.captured, change.authorized), (State::Captured, 1000, 0), "{state:?}");
            assert_eq!(change.attention.as_deref(), Some(""));
        }
        let change = fold(&payment(State::Authorized, 0, 0), &said(Standing::Voided));
        assert_eq!((change.state, change.authorized), (State::Voided, 0));
        let change = fold(&payment(State::Pending, 0, 0), &said(Standing::Failed("no".into())));
        assert_eq!((change.state, change.error.as_deref()), (State::Failed, Some("no")));
    }

    #[test]
    fn what_contradicts_money_is_for_people() {
        for standing in [
            Standing::Open,
            Standing::Authorized,
            Standing::Captured(999),
            Standing::Captured(1001),
            Standing::Voided,
        ] {
            let held = payment(State::Captured, 1000, 0);
            let change = fold(&held, &said(standing.clone()));
            assert_eq!((change.state, change.captured), (State::Captured, 1000), "{standing:?}");
            assert_ne!(change.attention.as_deref(), Some(""), "{standing:?}");
        }
        let refund = SaidRefund { request: None, amount: 1001, failed: None };
        let all = Statement { refunds: vec![refund], ..said(Standing::Captured(1000)) };
        let change = fold(&payment(State::Captured, 1000, 0), &all);
        assert_eq!(change.refunded, 0);
        assert!(change.attention.unwrap().contains("more than was taken"));
    }

    #[test]
    fn refunds_disputes_and_fees_are_taken_as_they_are_said() {
        let refund =
            |amount, failed: Option<&str>| SaidRefund { request: None, amount, failed: failed.map(Into::into) };
        let refunds = vec![refund(300, None), refund(500, Some("the account is closed"))];
        let told = Statement { refunds, disputed: 700, fees: 44, ..said(Standing::Captured(1000)) };
        let change = fold(&payment(State::Captured, 1000, 800), &told);
        assert_eq!((change.refunded, change.disputed, change.fees), (300, 700, 44));
        assert_eq!(change.error.as_deref(), Some("the account is closed"));
        let lost = Statement { disputed: 0, charged_back: 700, ..told };
        assert_eq!(fold(&payment(State::Captured, 1000, 300), &lost).charged_back, 700);
    }
}
