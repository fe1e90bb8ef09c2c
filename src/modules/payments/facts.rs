//! The payment's life: one match owns it. Facts may come late, twice or out of order.
use kernel::Money;

use crate::provider::Answer;
use crate::store::{Change, Payment, State};
use crate::{Ask, PaymentsError};

/// What a provider said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    Pending {
        provider_reference: String,
    },
    Authorized {
        provider_reference: String,
    },
    /// Captured altogether, minor units; None means all of it.
    Captured {
        provider_reference: Option<String>,
        amount: Option<i64>,
    },
    Failed {
        reason: String,
    },
    Voided,
    /// Given back by this one refund, minor units.
    Refunded {
        amount: i64,
    },
}

impl Fact {
    pub(crate) fn from_ask(ask: Ask, amount: i64) -> Self {
        match ask {
            Ask::Capture => Self::Captured { provider_reference: None, amount: Some(amount) },
            Ask::Void => Self::Voided,
            Ask::Refund => Self::Refunded { amount },
        }
    }
}

impl From<Answer> for Fact {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Authorized { provider_reference } => Self::Authorized { provider_reference },
            Answer::Captured { provider_reference } => {
                Self::Captured { provider_reference: Some(provider_reference), amount: None }
            }
            Answer::Pending { provider_reference } => Self::Pending { provider_reference },
        }
    }
}

/// All payments of one reference together; minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Set aside and not taken yet.
    pub authorized: i64,
    pub captured: i64,
    pub refunded: i64,
    /// Lost in disputes, for good: it is with the payer again, as if it had been given back.
    pub charged_back: i64,
    /// Held back from us while a dispute lasts; part of what was captured.
    pub disputed: i64,
    /// Whether any is still open.
    pub open: bool,
    /// Whether any was declined.
    pub failed: bool,
}

impl Sums {
    pub fn of(payments: &[Payment]) -> Self {
        payments.iter().fold(Self::default(), |mut sum, p| {
            match p.state {
                State::Created | State::Pending => sum.open = true,
                State::Authorized => sum.authorized += p.authorized.amount,
                State::Failed => sum.failed = true,
                State::Captured | State::Voided => {}
            }
            sum.captured += p.captured.amount;
            sum.refunded += p.refunded.amount;
            sum.charged_back += p.charged_back.amount;
            sum.disputed += p.disputed.amount;
            sum
        })
    }
}

/// What may be asked of a payment as it stands, while requests of the same kind over `open` wait for their answer.
pub(crate) fn may(payment: &Payment, ask: Ask, amount: i64, open: i64) -> Result<(), PaymentsError> {
    let (verb, most) = match (ask, payment.state) {
        (Ask::Capture, State::Authorized) => ("captured", payment.authorized.amount),
        (Ask::Capture, State::Pending | State::Created) => ("captured", payment.amount.amount),
        (Ask::Void, State::Authorized | State::Pending | State::Created) => ("voided", payment.amount.amount),
        (Ask::Refund, State::Captured) => ("refunded", payment.kept()),
        (_, state) => return Err(PaymentsError::Transition(state.as_str(), ask.as_str())),
    };
    if amount <= 0 || amount > most {
        return Err(PaymentsError::TooMuch { verb, asked: amount, most });
    }
    if amount > most - open {
        return Err(PaymentsError::Underway { verb, open });
    }
    Ok(())
}

/// What a fact changes; None when it is known already.
pub(crate) fn apply(p: &Payment, fact: &Fact) -> Result<Option<Change>, PaymentsError> {
    let same = Change::none(p);
    let money = |a| Money::new(a, p.amount.currency);
    let change = match (p.state, fact) {
        // What looked like a failure may have been a provider that was slow to hear of it.
        (State::Created | State::Failed, Fact::Pending { provider_reference }) => {
            Change { state: State::Pending, provider_reference: Some(provider_reference.clone()), ..same }
        }
        (State::Created | State::Pending | State::Failed, Fact::Authorized { provider_reference }) => Change {
            state: State::Authorized,
            authorized: p.amount.amount,
            provider_reference: Some(provider_reference.clone()),
            ..same
        },
        // A capture may overtake its authorisation, and may follow what looked like a failure or was let go: the money is
        // there, and whoever settles gives it back.
        (
            State::Created | State::Pending | State::Authorized | State::Failed | State::Voided,
            Fact::Captured { provider_reference, amount },
        ) => {
            let captured = amount.unwrap_or(p.amount.amount);
            if captured > p.amount.amount || captured <= 0 {
                return Err(PaymentsError::TooMuch { verb: "captured", asked: captured, most: p.amount.amount });
            }
            Change {
                state: State::Captured,
                authorized: 0,
                captured: money(captured).amount,
                provider_reference: provider_reference.clone(),
                ..same
            }
        }
        (State::Created | State::Pending, Fact::Failed { reason }) => {
            Change { state: State::Failed, error: Some(reason.clone()), ..same }
        }
        (State::Created | State::Pending | State::Authorized, Fact::Voided) => {
            Change { state: State::Voided, authorized: 0, ..same }
        }
        (State::Captured, Fact::Refunded { amount }) => {
            let most = p.captured.amount - p.refunded.amount - p.charged_back.amount;
            if *amount <= 0 || *amount > most {
                return Err(PaymentsError::TooMuch { verb: "refunded", asked: *amount, most });
            }
            Change { refunded: p.refunded.amount + amount, ..same }
        }
        // Old news: what it tells has been overtaken.
        (_, Fact::Pending { .. } | Fact::Authorized { .. })
        | (State::Captured, Fact::Captured { .. } | Fact::Failed { .. })
        | (State::Voided | State::Failed, Fact::Voided | Fact::Failed { .. })
        | (State::Authorized, Fact::Failed { .. }) => return Ok(None),
        (State::Captured, Fact::Voided) => return Err(PaymentsError::Transition("captured", "voided")),
        (state, Fact::Refunded { .. }) => return Err(PaymentsError::Transition(state.as_str(), "refunded")),
    };
    Ok(Some(change))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use kernel::kinds::{PaymentId, ReferenceId};
    use kernel::{Currency, Micros};

    pub(crate) fn payment(state: State, captured: i64, refunded: i64) -> Payment {
        let eur = |a| Money::new(a, Currency::EUR);
        let authorized = if state == State::Authorized { 1000 } else { 0 };
        Payment {
            id: PaymentId::new(Micros(0)),
            reference: ReferenceId::new(Micros(0)),
            provider: "test".into(),
            state,
            amount: eur(1000),
            authorized: eur(authorized),
            captured: eur(captured),
            refunded: eur(refunded),
            disputed: eur(0),
            charged_back: eur(0),
            fees: eur(0),
            provider_reference: String::new(),
            error: String::new(),
            attention: String::new(),
            created_at: Micros(0),
            version: 1,
        }
    }
    fn captured() -> Fact {
        Fact::Captured { provider_reference: None, amount: None }
    }

    #[test]
    fn the_same_word_twice_changes_nothing() {
        assert_eq!(apply(&payment(State::Captured, 1000, 0), &captured()).unwrap(), None);
        let late = Fact::Authorized { provider_reference: "x".into() };
        assert_eq!(apply(&payment(State::Captured, 1000, 0), &late).unwrap(), None);
    }

    #[test]
    fn a_capture_may_overtake_its_authorisation() {
        let change = apply(&payment(State::Created, 0, 0), &captured()).unwrap().unwrap();
        assert_eq!((change.state, change.captured), (State::Captured, 1000));
    }

    #[test]
    fn money_that_comes_after_it_was_let_go_is_there() {
        let change = apply(&payment(State::Voided, 0, 0), &captured()).unwrap().unwrap();
        assert_eq!((change.state, change.captured), (State::Captured, 1000));
        assert!(apply(&payment(State::Captured, 1000, 0), &Fact::Voided).is_err());
    }

    #[test]
    fn refunds_never_exceed_captures() {
        let half = apply(&payment(State::Captured, 1000, 400), &Fact::Refunded { amount: 600 }).unwrap().unwrap();
        assert_eq!(half.refunded, 1000);
        assert!(apply(&payment(State::Captured, 1000, 400), &Fact::Refunded { amount: 601 }).is_err());
        assert!(apply(&payment(State::Authorized, 0, 0), &Fact::Refunded { amount: 1 }).is_err());
        assert!(may(&payment(State::Captured, 1000, 1000), Ask::Refund, 1, 0).is_err());
    }

    #[test]
    fn what_is_asked_for_already_is_not_asked_for_again() {
        let held = payment(State::Authorized, 0, 0);
        assert!(may(&held, Ask::Capture, 1000, 0).is_ok());
        assert!(matches!(may(&held, Ask::Capture, 1000, 1000), Err(PaymentsError::Underway { open: 1000, .. })));
        let taken = payment(State::Captured, 1000, 0);
        assert!(may(&taken, Ask::Refund, 600, 400).is_ok());
        assert!(matches!(may(&taken, Ask::Refund, 601, 400), Err(PaymentsError::Underway { .. })));
    }
}
