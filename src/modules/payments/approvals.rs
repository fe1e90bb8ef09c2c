//! Payments that their payers approve first, and whose money is taken only at our word: whether that word is given. It is decided
//! once a payment, under the lock of its row, so that nobody pays for what they left a moment before, and nobody leaves what is
//! being taken.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::PaymentId;

use crate::schema::payments_approvals as t;
use crate::store::{self, State};
use crate::{Ask, PaymentsError};

/// What becomes of an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The money is taken, or set aside; it may have been already.
    Taken,
    /// Nobody takes it any more.
    Left,
}

impl Verdict {
    fn as_str(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Left => "left",
        }
    }
}

/// What was decided; None: nothing yet.
pub(crate) fn verdict(conn: &mut Conn, payment: PaymentId) -> Result<Option<Verdict>, PaymentsError> {
    let held: Option<String> = t::table.find(payment).select(t::verdict).first(conn).optional()?;
    Ok(held.map(|text| if text == Verdict::Taken.as_str() { Verdict::Taken } else { Verdict::Left }))
}

/// Decides, unless somebody did; answers what holds. Only what is open here and nobody asked to let go is taken.
///
/// # Errors
/// [`PaymentsError::NotFound`]; the database's.
pub(crate) fn decide(tx: &mut Tx<'_>, payment: PaymentId, wish: Verdict) -> Result<Verdict, PaymentsError> {
    let held = store::locked(tx, payment)?;
    if let Some(decided) = verdict(tx, payment)? {
        return Ok(decided);
    }
    let open = matches!(held.state, State::Created | State::Pending);
    let wanted = open && store::open_requests(tx, payment, Ask::Void)? == 0;
    let verdict = if wanted { wish } else { Verdict::Left };
    let row = (t::payment.eq(payment), t::verdict.eq(verdict.as_str()), t::decided_at.eq(tx.now().0));
    diesel::insert_into(t::table).values(row).execute(&mut **tx)?;
    Ok(verdict)
}

/// What was to be taken was refused for good: nobody tries again.
///
/// # Errors
/// [`PaymentsError::NotFound`]; the database's.
pub(crate) fn give_up(tx: &mut Tx<'_>, payment: PaymentId) -> Result<(), PaymentsError> {
    store::locked(tx, payment)?;
    let now = tx.now().0;
    let left = (t::verdict.eq(Verdict::Left.as_str()), t::decided_at.eq(now));
    diesel::update(t::table.find(payment)).set(left).execute(&mut **tx)?;
    Ok(())
}
