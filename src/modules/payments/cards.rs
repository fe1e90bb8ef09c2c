//! Cards that people keep for next time: the provider's name for each, and what tells them apart. Numbers never come here.
//!
//! A card is kept when its holder asked for it while paying, and the payment went through: a job then asks the provider which
//! card it was. So it does not matter how the payment became known. A card that is taken out is gone here at once; a job has
//! the provider let it go.
use db::{Conn, Lane, Tx};
use diesel::prelude::*;
use events::{Job, JobOptions, Recording};
use kernel::kinds::{CardId, CustomerId, PaymentId};
use kernel::{Actor, Day, Micros};
use serde::{Deserialize, Serialize};

use crate::payer::Payer;
use crate::schema::{payments_cards as t, payments_holders as holders};
use crate::{Payments, PaymentsError, payer, store};

/// The most cards of one account; the oldest gives way.
pub const MOST_CARDS: usize = 10;

/// A card that somebody keeps.
#[derive(Queryable, Selectable, Clone, Debug, PartialEq, Eq)]
#[diesel(table_name = t)]
pub struct Card {
    pub id: CardId,
    pub account: CustomerId,
    /// The code of the provider that keeps it.
    pub provider: String,
    /// The provider's name for it.
    pub(crate) reference: String,
    /// As the provider writes it: `visa`.
    pub brand: String,
    pub last4: String,
    pub exp_month: i64,
    pub exp_year: i64,
    /// The same for the same number, whoever enters it.
    pub(crate) fingerprint: String,
    /// The one the checkout begins with.
    pub preferred: bool,
}

impl Card {
    /// Whether its last month is over.
    pub fn is_over(&self, today: Day) -> bool {
        let Some(date) = today.date() else { return false };
        (self.exp_year, self.exp_month) < (i64::from(date.year()), i64::from(date.month()))
    }

    /// Its brand as people write it.
    pub fn brand_name(&self) -> String {
        match self.brand.as_str() {
            "amex" => "American Express".to_owned(),
            "diners" => "Diners Club".to_owned(),
            "jcb" => "JCB".to_owned(),
            "unionpay" => "UnionPay".to_owned(),
            "" | "unknown" => "Card".to_owned(),
            other => {
                let mut letters = other.chars();
                letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
            }
        }
    }

    /// `Visa ···4242`.
    pub fn label(&self) -> String {
        format!("{} ···{}", self.brand_name(), self.last4)
    }
}

/// A card, as its provider describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaidCard {
    pub reference: String,
    pub brand: String,
    pub last4: String,
    pub exp_month: i64,
    pub exp_year: i64,
    /// The same for the same number, whoever enters it.
    pub fingerprint: String,
}

/// Asks the provider which card a payment was made with, and keeps it.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct KeepCard {
    pub payment: PaymentId,
}
impl Job for KeepCard {
    const KIND: &'static str = "payments.keep_card";
    fn options(&self) -> JobOptions {
        JobOptions { unique_key: Some(format!("{}:{}", Self::KIND, self.payment)), ..JobOptions::default() }
    }
}

/// Has a provider let go of what it kept for somebody.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct LetGo {
    pub provider: String,
    pub what: Entrusted,
}

/// What a provider keeps, by its own name for it.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Entrusted {
    Card(String),
    /// An account, with all its cards.
    Holder(String),
}

impl Job for LetGo {
    const KIND: &'static str = "payments.let_go";
    fn options(&self) -> JobOptions {
        let (Entrusted::Card(name) | Entrusted::Holder(name)) = &self.what;
        JobOptions { unique_key: Some(format!("{}:{}:{name}", Self::KIND, self.provider)), ..JobOptions::default() }
    }
}

impl Payments {
    /// Somebody's cards, the preferred one first, then the newest.
    ///
    /// # Errors
    /// The database's.
    pub async fn cards(&self, account: CustomerId) -> Result<Vec<Card>, PaymentsError> {
        self.db.read(move |c| all(c, account)).await
    }

    /// Takes a card out; its provider is to let it go. If it was the preferred one, the newest is now.
    ///
    /// # Errors
    /// [`PaymentsError::NoCard`] when it is not among theirs.
    pub async fn remove_card(&self, actor: &Actor, account: CustomerId, id: CardId) -> Result<(), PaymentsError> {
        self.db
            .write(actor, move |tx| {
                let card = own(tx, account, id)?;
                drop_card(tx, &card)?;
                tx.enqueue(&LetGo { provider: card.provider, what: Entrusted::Card(card.reference) })?;
                Ok(())
            })
            .await
    }

    /// The checkout begins with this card.
    ///
    /// # Errors
    /// [`PaymentsError::NoCard`] when it is not among theirs.
    pub async fn prefer_card(&self, actor: &Actor, account: CustomerId, id: CardId) -> Result<(), PaymentsError> {
        self.db
            .write(actor, move |tx| {
                own(tx, account, id)?;
                prefer(tx, account, id)
            })
            .await
    }

    /// Forgets everything kept for an account, here and at its providers.
    ///
    /// # Errors
    /// The database's.
    pub fn forget_account(tx: &mut Tx<'_>, account: CustomerId) -> Result<(), PaymentsError> {
        let names: Vec<(String, String)> = holders::table
            .filter(holders::account.eq(account))
            .order(holders::provider.asc())
            .select((holders::provider, holders::name))
            .load(&mut **tx)?;
        for (provider, name) in names {
            tx.enqueue(&LetGo { provider, what: Entrusted::Holder(name) })?;
        }
        diesel::delete(holders::table.filter(holders::account.eq(account))).execute(&mut **tx)?;
        diesel::delete(t::table.filter(t::account.eq(account))).execute(&mut **tx)?;
        Ok(payer::forget(tx, account)?)
    }

    /// The job behind [`KeepCard`].
    ///
    /// # Errors
    /// A provider that does not answer, or is no longer there.
    pub async fn keep_card(&self, actor: &Actor, id: PaymentId) -> Result<(), PaymentsError> {
        let found = self.db.read(move |c| Ok::<_, PaymentsError>((store::payment(c, id)?, payer::of(c, id)?)));
        let (payment, Some(Payer { account: Some(account), keep: true, .. })) = found.await? else { return Ok(()) };
        let provider = self.provider(&payment.provider)?;
        let Some(said) = provider.card_of(payment.asked()).await? else { return Ok(()) };
        let code = payment.provider;
        self.db
            .write_in(Lane::Bulk, actor, move |tx| {
                // Their account may be gone by now, and its cards are let go with it.
                match payer::of(tx, id)? {
                    Some(Payer { account: Some(still), .. }) if still == account => keep(tx, account, &code, &said),
                    _ => Ok(()),
                }
            })
            .await
    }

    /// The job behind [`LetGo`].
    ///
    /// # Errors
    /// A provider that does not answer, or is no longer there.
    pub async fn let_go(&self, job: LetGo) -> Result<(), PaymentsError> {
        Ok(self.provider(&job.provider)?.let_go(job.what).await?)
    }
}

fn all(conn: &mut Conn, account: CustomerId) -> Result<Vec<Card>, PaymentsError> {
    Ok(t::table
        .filter(t::account.eq(account))
        .order((t::preferred.desc(), t::created_at.desc(), t::id.desc()))
        .select(Card::as_select())
        .load(conn)?)
}

/// # Errors
/// [`PaymentsError::NoCard`]: whether somebody else has it is not told.
pub(crate) fn own(conn: &mut Conn, account: CustomerId, id: CardId) -> Result<Card, PaymentsError> {
    let card = t::table.find(id).filter(t::account.eq(account)).select(Card::as_select()).first(conn);
    card.optional()?.ok_or(PaymentsError::NoCard)
}

/// The kept card that a provider calls so.
pub(crate) fn called(conn: &mut Conn, provider: &str, reference: &str) -> Result<Option<Card>, PaymentsError> {
    let card = t::table
        .filter(t::provider.eq(provider))
        .filter(t::reference.eq(reference))
        .select(Card::as_select())
        .first(conn);
    Ok(card.optional()?)
}

fn prefer(conn: &mut Conn, account: CustomerId, id: CardId) -> Result<(), PaymentsError> {
    let theirs = t::table.filter(t::account.eq(account));
    diesel::update(theirs.filter(t::id.ne(id))).set(t::preferred.eq(false)).execute(conn)?;
    diesel::update(theirs.filter(t::id.eq(id))).set(t::preferred.eq(true)).execute(conn)?;
    Ok(())
}

/// Takes a card out of the table. If it was the preferred one, the newest is now.
pub(crate) fn drop_card(conn: &mut Conn, card: &Card) -> Result<(), PaymentsError> {
    diesel::delete(t::table.find(card.id)).execute(conn)?;
    match all(conn, card.account)?.first() {
        Some(first) if !first.preferred => prefer(conn, card.account, first.id),
        _ => Ok(()),
    }
}

/// The same number is kept once; the one before, under another name, is let go.
fn keep(tx: &mut Tx<'_>, account: CustomerId, provider: &str, said: &SaidCard) -> Result<(), PaymentsError> {
    if called(tx, provider, &said.reference)?.is_some() {
        return Ok(());
    }
    let now = tx.now();
    let same: Vec<Card> = t::table
        .filter(t::account.eq(account))
        .filter(t::provider.eq(provider))
        .filter(t::fingerprint.eq(&said.fingerprint))
        .filter(t::fingerprint.ne(""))
        .select(Card::as_select())
        .load(&mut **tx)?;
    let held = all(tx, account)?;
    // The last ones are the oldest; the preferred one stands first.
    let surplus = held.iter().skip(MOST_CARDS - 1).filter(|c| !same.contains(c)).cloned().collect::<Vec<_>>();
    let preferred = held.is_empty() || same.iter().any(|c| c.preferred);
    for old in same.into_iter().chain(surplus) {
        diesel::delete(t::table.find(old.id)).execute(&mut **tx)?;
        tx.enqueue(&LetGo { provider: old.provider, what: Entrusted::Card(old.reference) })?;
    }
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    diesel::insert_into(t::table)
        .values((
            t::id.eq(CardId::new(now)),
            t::account.eq(account),
            t::provider.eq(provider),
            t::reference.eq(&said.reference),
            t::brand.eq(cut(&said.brand, 30)),
            t::last4.eq(cut(&said.last4, 4)),
            t::exp_month.eq(said.exp_month),
            t::exp_year.eq(said.exp_year),
            t::fingerprint.eq(&said.fingerprint),
            t::preferred.eq(preferred),
            t::created_at.eq(now.0),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// What a provider calls an account.
pub(crate) fn holder(conn: &mut Conn, account: CustomerId, provider: &str) -> QueryResult<Option<String>> {
    let held = holders::table.find((account, provider.to_owned()));
    held.select(holders::name).first(conn).optional()
}

/// Notes what a provider calls an account; whoever noted it first is right.
pub(crate) fn note_holder(
    tx: &mut Tx<'_>,
    account: CustomerId,
    provider: &str,
    name: &str,
) -> Result<String, PaymentsError> {
    let now: Micros = tx.now();
    crate::dialect::note_holder(tx, account, provider, name, now)?;
    Ok(holder(tx, account, provider)?.unwrap_or_else(|| name.to_owned()))
}

/// The provider no longer knows an account: its cards are gone with it.
pub(crate) fn lose_holder(conn: &mut Conn, account: CustomerId, provider: &str) -> Result<(), PaymentsError> {
    diesel::delete(holders::table.find((account, provider.to_owned()))).execute(conn)?;
    let cards = t::table.filter(t::account.eq(account)).filter(t::provider.eq(provider.to_owned()));
    diesel::delete(cards).execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(brand: &str, exp_month: i64, exp_year: i64) -> Card {
        Card {
            id: CardId::new(Micros(0)),
            account: CustomerId::new(Micros(0)),
            provider: "stripe".into(),
            reference: "pm_1".into(),
            brand: brand.into(),
            last4: "4242".into(),
            exp_month,
            exp_year,
            fingerprint: "f".into(),
            preferred: false,
        }
    }

    #[test]
    fn a_card_is_good_until_its_month_is_over() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert!(!card("visa", 12, 2026).is_over(day("2026-12-31")));
        assert!(card("visa", 12, 2026).is_over(day("2027-01-01")));
        assert!(!card("visa", 1, 2027).is_over(day("2026-12-31")));
    }

    #[test]
    fn a_card_is_called_as_people_call_it() {
        assert_eq!(card("visa", 1, 2030).label(), "Visa ···4242");
        assert_eq!(card("amex", 1, 2030).brand_name(), "American Express");
        assert_eq!(card("", 1, 2030).brand_name(), "Card");
    }
}
