//! Who pays, and how, beside the amount.
use std::net::IpAddr;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{CardId, CustomerId, PaymentId};

use crate::cards::{self, Card};
use crate::schema::payments_payers as t;
use crate::{Payments, PaymentsError, velocity};

/// What whoever pays chose and told.
#[derive(Clone, Debug, Default)]
pub struct Paying {
    /// What the form or program told for the provider.
    pub details: String,
    /// Whose account it is; None: a guest's.
    pub account: Option<CustomerId>,
    /// They ticked that the card is to be kept for next time.
    pub keep_card: bool,
    /// One that they kept.
    pub card: Option<CardId>,
    pub back: Back,
    /// From where; None where nobody knows.
    pub ip: Option<IpAddr>,
}

/// Where a provider that people are sent to leads them back to; empty where nobody is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Back {
    /// When they did what was to be done.
    pub done: String,
    /// When they gave it up.
    pub left: String,
}

impl<T: AsRef<str> + ?Sized> From<&T> for Paying {
    fn from(details: &T) -> Self {
        Self { details: details.as_ref().to_owned(), ..Self::default() }
    }
}

/// Who pays, as it is stored with the payment.
#[derive(Queryable, Selectable, Insertable, Clone, Debug, PartialEq, Eq)]
#[diesel(table_name = t)]
pub(crate) struct Payer {
    pub payment: PaymentId,
    pub account: Option<CustomerId>,
    pub keep: bool,
    pub card: Option<CardId>,
}

impl Payments {
    /// Notes who pays for which basket, in the unit of work that begins the payment; answers the card that was chosen.
    ///
    /// # Errors
    /// [`PaymentsError::NoCard`] when the card is not one that this account keeps with this provider, by whatever name it is
    /// told: nobody pays with another's. [`PaymentsError::TooManyTries`] when so many were refused that nobody is asked.
    pub fn note_payer(
        &self,
        tx: &mut Tx<'_>,
        payment: PaymentId,
        provider: &str,
        paying: &Paying,
        basket: &str,
    ) -> Result<Option<Card>, PaymentsError> {
        let card = match (paying.card, paying.account) {
            (Some(id), Some(account)) => Some(cards::own(tx, account, id)?),
            (Some(_), None) => return Err(PaymentsError::NoCard),
            (None, _) if paying.details.is_empty() => None,
            (None, _) => cards::called(tx, provider, &paying.details)?,
        };
        if card.as_ref().is_some_and(|c| Some(c.account) != paying.account || c.provider != provider) {
            return Err(PaymentsError::NoCard);
        }
        let settings = self.settings_within(tx)?;
        velocity::admit(tx, &settings.velocity, payment, (paying, basket, card.as_ref()))?;
        let payer = Payer {
            payment,
            account: paying.account,
            keep: paying.keep_card && paying.account.is_some() && card.is_none(),
            card: card.as_ref().map(|c| c.id),
        };
        diesel::insert_into(t::table).values(&payer).execute(&mut **tx)?;
        Ok(card)
    }
}

pub(crate) fn of(conn: &mut Conn, payment: PaymentId) -> QueryResult<Option<Payer>> {
    t::table.find(payment).select(Payer::as_select()).first(conn).optional()
}

/// Whose they were is known no more.
pub(crate) fn forget(conn: &mut Conn, account: CustomerId) -> QueryResult<()> {
    let theirs = t::table.filter(t::account.eq(account));
    let nobody = (t::account.eq(None::<CustomerId>), t::keep.eq(false), t::card.eq(None::<CardId>));
    diesel::update(theirs).set(nobody).execute(conn).map(drop)
}
