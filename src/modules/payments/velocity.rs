//! Slowing down whoever tries out stolen cards: so many refusals of one card, basket, account or network within a while, and no
//! provider is asked for it any more until some of the while is over. Counted by [`auth::Throttles`], as hashes.
//!
//! A refusal comes as a provider's answer, or, where cards are entered in its own fields, with what it says about the payment
//! ([`SaidRefusal`](crate::statement::SaidRefusal)); each counts once.
use std::net::IpAddr;
use std::time::Duration;

use auth::{Key, Limit, Throttles};
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::PaymentId;
use serde::{Deserialize, Serialize};

use crate::cards::Card;
use crate::payer::Paying;
use crate::schema::payments_tries as t;
use crate::statement::SaidRefusal;
use crate::{Ask, Payment, Payments, PaymentsError, State};

/// The longest window, in minutes: a day.
pub const LONGEST: i64 = 24 * 60;
/// What a payment was tried under is remembered so long, for refusals that come late.
pub const TRIED_KEPT: Duration = Duration::from_secs(2 * 24 * 3600);

/// How many refusals, and tries at all, may be. 0 anywhere: no limit there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Velocity {
    /// Within any so many minutes.
    pub window_minutes: i64,
    /// Refusals of one card, where it is known.
    pub card: i64,
    /// Refusals for one basket.
    pub basket: i64,
    /// Refusals for one account.
    pub account: i64,
    /// Refusals for one network: an IPv4 address, an IPv6 /64.
    pub network: i64,
    /// Tries of one network, refused or not.
    pub tries: i64,
}

impl Default for Velocity {
    fn default() -> Self {
        Self { window_minutes: 60, card: 3, basket: 5, account: 8, network: 15, tries: 60 }
    }
}

impl Velocity {
    /// None for no limit.
    fn limit(&self, tries: i64) -> Option<Limit> {
        let window = Duration::from_secs(60 * u64::try_from(self.window_minutes).unwrap_or(0));
        (tries > 0 && !window.is_zero()).then_some(Limit { tries, window })
    }

    /// By the name that stands before the hash.
    fn of(&self, key: &Key) -> Option<Limit> {
        self.limit(match key.as_str().split(':').next()? {
            "pay-card" => self.card,
            "pay-basket" => self.basket,
            "pay-account" => self.account,
            "pay-network" => self.network,
            _ => return None,
        })
    }
}

/// An address that many share without knowing one another, this machine's or a local network's, is a proxy's, and counts for
/// nobody.
fn network(ip: Option<IpAddr>) -> Option<String> {
    let network = auth::network(ip?);
    let shared = match network {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unspecified(),
    };
    (!shared).then(|| network.to_string())
}

/// What a try is counted under.
fn subjects(paying: &Paying, basket: &str, card: Option<&Card>) -> Vec<Key> {
    let account = paying.account.map(|id| Key::new("pay-account", &id.to_string()));
    let network = network(paying.ip).map(|n| Key::new("pay-network", &n));
    let basket = Some(basket).filter(|b| !b.is_empty()).map(|b| Key::new("pay-basket", b));
    let card = card.map(|card| Key::new("pay-card", &card.fingerprint));
    [account, network, basket, card].into_iter().flatten().collect()
}

/// Lets a try pass and counts it, and keeps what it is counted under.
///
/// # Errors
/// [`PaymentsError::TooManyTries`].
pub(crate) fn admit(
    tx: &mut Tx<'_>,
    velocity: &Velocity,
    payment: PaymentId,
    (paying, basket, card): (&Paying, &str, Option<&Card>),
) -> Result<(), PaymentsError> {
    let subjects = subjects(paying, basket, card);
    let limited: Vec<(Key, Limit)> = subjects.iter().filter_map(|k| Some((k.clone(), velocity.of(k)?))).collect();
    let tries = network(paying.ip).zip(velocity.limit(velocity.tries));
    let tries: Vec<(Key, Limit)> = tries.into_iter().map(|(n, l)| (Key::new("pay-tries", &n), l)).collect();
    let wait = match Throttles::wait_in(tx, &limited)? {
        None if tries.is_empty() => None,
        None => Throttles::count_in(tx, &tries)?,
        wait => wait,
    };
    if let Some(retry_after) = wait {
        return Err(PaymentsError::TooManyTries { retry_after });
    }
    let subjects = subjects.iter().map(Key::as_str).collect::<Vec<_>>().join(" ");
    let row = (t::payment.eq(payment), t::subjects.eq(subjects), t::refusal.eq(""), t::at.eq(tx.now().0));
    diesel::insert_into(t::table).values(row).execute(&mut **tx)?;
    Ok(())
}

impl Payments {
    /// Counts a refusal under all that the payment was tried under, once for each name. Whether that is now too many.
    ///
    /// # Errors
    /// The database's.
    pub fn note_refusal(
        &self,
        tx: &mut Tx<'_>,
        payment: PaymentId,
        refusal: &SaidRefusal,
    ) -> Result<bool, PaymentsError> {
        let name: String = refusal.name.chars().take(200).collect();
        let held = t::table.find(payment).select((t::subjects, t::refusal)).first(&mut **tx).optional()?;
        let Some((subjects, known)): Option<(String, String)> = held else { return Ok(false) };
        if known == name {
            return Ok(false);
        }
        diesel::update(t::table.find(payment)).set(t::refusal.eq(name)).execute(&mut **tx)?;
        let velocity = Self::settings_in(tx)?.velocity;
        let mut keys: Vec<Key> = subjects.split_whitespace().map(Key::stored).collect();
        if !refusal.fingerprint.is_empty() {
            keys.push(Key::new("pay-card", &refusal.fingerprint));
        }
        let mut spent = false;
        for key in keys {
            let Some(limit) = velocity.of(&key) else { continue };
            let counted = [(key, limit)];
            // One by one: one that is exhausted must not keep the others from being counted.
            Throttles::count_in(tx, &counted)?;
            spent |= Throttles::wait_in(tx, &counted)?.is_some();
        }
        if spent {
            metrics::counter!("sundry_payments_slowed_total").increment(1);
            tracing::warn!(payment = %payment, "so many cards were refused that no further one is tried for a while");
        }
        Ok(spent)
    }

    /// [`Payments::note_refusal`] for what was said of a payment whose payer is at the provider's own fields: too many end it there,
    /// too.
    pub(crate) fn hear_refusal(
        &self,
        tx: &mut Tx<'_>,
        payment: &Payment,
        refusal: &SaidRefusal,
    ) -> Result<(), PaymentsError> {
        if !self.note_refusal(tx, payment.id, refusal)? || payment.state != State::Pending {
            return Ok(());
        }
        match self.request(tx, payment.id, Ask::Void, payment.amount.amount) {
            Ok(_) | Err(PaymentsError::Underway { .. } | PaymentsError::Transition(..)) => Ok(()),
            Err(e) => Err(e),
        }
    }

    /// Forgets what payments were tried under that began before `before`; a few at a time; answers how many.
    ///
    /// # Errors
    /// The database's.
    pub fn forget_tried(conn: &mut Conn, before: Micros) -> Result<usize, PaymentsError> {
        let former = t::table.filter(t::at.lt(before.0)).order(t::at.asc()).limit(1000).select(t::payment);
        let former: Vec<PaymentId> = former.load(conn)?;
        Ok(diesel::delete(t::table.filter(t::payment.eq_any(former))).execute(conn)?)
    }
}
