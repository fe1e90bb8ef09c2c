//! What a shopkeeper sets about the ways to pay.
use std::sync::Arc;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::{Actor, Currency, Money};
use serde::{Deserialize, Serialize};

use crate::paypal::{self, PaypalSettings};
use crate::schema::payments_settings as t;
use crate::stripe::{self, StripeSettings};
use crate::velocity::{LONGEST, Velocity};
use crate::{Payments, PaymentsError, dialect};

/// May change how shoppers pay.
pub const MANAGE: &str = "settings.manage";
const KEY: &str = "methods";
/// The most days that anything here may take.
const MOST_DAYS: i64 = 365;

/// All of it, stored as one document: what is missing in it is as by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub transfer: BankTransfer,
    pub cash: CashOnDelivery,
    /// Which orders wait for somebody to look at them.
    pub review: Review,
    /// How whoever tries out cards is slowed down.
    pub velocity: Velocity,
    /// Stored by itself: its keys are sealed, and set elsewhere.
    #[serde(skip)]
    pub stripe: StripeSettings,
    /// The same.
    #[serde(skip)]
    pub paypal: PaypalSettings,
}

/// Bank transfer in advance: the method `offline`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BankTransfer {
    /// Whether shoppers may choose it.
    pub offered: bool,
    /// Holder, bank and number, a line each, as shoppers are shown them. Empty: the account of the shop's profile.
    pub account: String,
    /// What the payer writes; `{number}` stands for the order's number.
    pub reference: String,
    /// Days after the order on which a payer is reminded, once; 0 for never.
    pub remind_after_days: i64,
    /// Days after the order on which it is cancelled when no money came; 0 for never.
    pub cancel_after_days: i64,
}

impl Default for BankTransfer {
    fn default() -> Self {
        Self {
            offered: true,
            account: String::new(),
            reference: "{number}".into(),
            remind_after_days: 7,
            cancel_after_days: 0,
        }
    }
}

impl BankTransfer {
    /// What the payer of this order writes.
    pub fn reference_for(&self, number: &str) -> String {
        self.reference.replace("{number}", number)
    }
}

/// Which orders that are paid through a provider wait until somebody has looked at them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Review {
    /// Those whose payment the provider finds risky.
    pub risky: bool,
    /// Those that come to this much or more, in minor units of `currency`; 0 for none.
    pub from: i64,
    pub currency: Option<Currency>,
}

impl Default for Review {
    fn default() -> Self {
        Self { risky: true, from: 0, currency: None }
    }
}

impl Review {
    /// Whether an order of this sum waits.
    pub fn wants(&self, total: Money) -> bool {
        self.from > 0 && self.currency == Some(total.currency) && total.amount >= self.from
    }
}

/// Cash on delivery: the method `cash`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CashOnDelivery {
    pub offered: bool,
    /// What it costs, minor units in the market's tax mode; 0 for nothing.
    pub fee: i64,
    /// ISO 4217, of the fee.
    pub currency: Option<Currency>,
    /// The class by which the fee is taxed; empty means `standard`.
    pub tax_class: String,
    /// The codes of the ways to deliver whose carriers take money.
    pub deliveries: Vec<String>,
    /// ISO 3166 alpha-2: where they do; empty means wherever they go.
    pub countries: Vec<String>,
}

impl CashOnDelivery {
    /// Whether what goes there this way may be paid at the door.
    pub fn takes(&self, delivery: &str, country: &str) -> bool {
        self.offered
            && self.deliveries.iter().any(|d| d == delivery)
            && (self.countries.is_empty() || self.countries.iter().any(|c| c == country))
    }

    /// What it costs in this currency; None for nothing.
    pub fn fee_in(&self, currency: Currency) -> Option<Money> {
        (self.fee > 0 && self.currency == Some(currency)).then(|| Money::new(self.fee, currency))
    }

    pub fn tax_class(&self) -> &str {
        if self.tax_class.is_empty() { "standard" } else { &self.tax_class }
    }
}

impl Settings {
    /// # Errors
    /// [`PaymentsError::Setting`] with the field and what to write.
    fn check(self) -> Result<Self, PaymentsError> {
        let wrong = |field, told: &str| Err(PaymentsError::Setting { field, told: told.to_owned() });
        let lines: Vec<String> = self
            .transfer
            .account
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|line| !line.is_empty())
            .collect();
        let mut new = self;
        new.transfer.account = lines.join("\n");
        new.transfer.reference = new.transfer.reference.split_whitespace().collect::<Vec<_>>().join(" ");
        new.cash.tax_class = new.cash.tax_class.trim().to_lowercase();
        let (transfer, cash) = (&new.transfer, &new.cash);
        if lines.len() > 8 || lines.iter().any(|line| line.chars().count() > 100) {
            return wrong("account", "up to eight lines of 100 characters");
        }
        if let Some(bad) = transfer.account.lines().find(|line| !iban_holds(line)) {
            return wrong("account", &format!("the IBAN in `{bad}` is mistyped: its check digits do not fit"));
        }
        if !transfer.reference.contains("{number}") || transfer.reference.chars().count() > 100 {
            return wrong("reference", "write {number} where the order's number belongs; up to 100 characters");
        }
        if !(0..=MOST_DAYS).contains(&transfer.remind_after_days) {
            return wrong("remind_after_days", "days from 0 (never) to 365");
        }
        if !(0..=MOST_DAYS).contains(&transfer.cancel_after_days) {
            return wrong("cancel_after_days", "days from 0 (never) to 365");
        }
        let (remind, cancel) = (transfer.remind_after_days, transfer.cancel_after_days);
        if cancel > 0 && remind >= cancel {
            return wrong("cancel_after_days", "remind before you cancel: more days than for the reminder");
        }
        let velocity = &new.velocity;
        if !(5..=LONGEST).contains(&velocity.window_minutes) {
            return wrong("window_minutes", "minutes from 5 to 1440, a day");
        }
        for (field, most) in [
            ("most_card", velocity.card),
            ("most_basket", velocity.basket),
            ("most_account", velocity.account),
            ("most_network", velocity.network),
            ("most_tries", velocity.tries),
        ] {
            if !(0..=10_000).contains(&most) {
                return wrong(field, "a number from 0 (no limit) to 10000");
            }
        }
        if new.review.from < 0 {
            return wrong("review_from", "a sum is not below nothing");
        }
        if cash.fee < 0 {
            return wrong("fee", "a fee is not below nothing");
        }
        if cash.offered && cash.deliveries.is_empty() {
            return wrong("deliveries", "choose at least one way to deliver whose carrier takes money");
        }
        if cash.fee > 0 && cash.currency.is_none() {
            return wrong("currency", "a fee has a currency");
        }
        Ok(new)
    }
}

/// False for a line with something that looks like an IBAN and fails its check (ISO 13616, ISO 7064 mod 97-10).
fn iban_holds(line: &str) -> bool {
    let signs: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let at = signs.as_bytes().windows(4).position(|w| {
        w[0].is_ascii_uppercase() && w[1].is_ascii_uppercase() && w[2].is_ascii_digit() && w[3].is_ascii_digit()
    });
    let Some(at) = at else { return true };
    let iban: Vec<u8> = signs.bytes().skip(at).take_while(u8::is_ascii_alphanumeric).collect();
    if !(15..=34).contains(&iban.len()) {
        return true;
    }
    let turned = iban[4..].iter().chain(&iban[..4]);
    let rest = turned.fold(0_u32, |rest, sign| match sign {
        b'0'..=b'9' => (rest * 10 + u32::from(sign - b'0')) % 97,
        letter => (rest * 100 + u32::from(letter.to_ascii_uppercase() - b'A') + 10) % 97,
    });
    rest == 1
}

impl Payments {
    /// What is set, up to 1 s old.
    pub async fn settings(&self) -> Result<Arc<Settings>, PaymentsError> {
        match self.settings.look() {
            Ok(settings) => Ok(settings),
            Err(ticket) => Ok(self.settings.keep(ticket, self.db.read(Self::settings_in).await?)),
        }
    }

    /// What is set, up to 1 s old, within a unit of work.
    ///
    /// # Errors
    /// The database's.
    pub fn settings_within(&self, tx: &mut Tx<'_>) -> Result<Arc<Settings>, PaymentsError> {
        match self.settings.look() {
            Ok(settings) => Ok(settings),
            Err(_) => Ok(Arc::new(Self::settings_in(tx)?)),
        }
    }

    /// What is kept is read anew when it is asked for next.
    pub fn forget_settings(&self) {
        self.settings.forget();
    }

    /// What is set, read now.
    pub fn settings_in(conn: &mut Conn) -> Result<Settings, PaymentsError> {
        let rows: Vec<(String, String)> = t::table
            .filter(t::key.eq_any([KEY, stripe::KEY, paypal::KEY]))
            .order(t::key.asc())
            .select((t::key, t::value))
            .load(conn)?;
        // A document that cannot be read was damaged by hand: the defaults sell, and are safe.
        let text = |key: &str| rows.iter().find(|(k, _)| k == key).map(|(_, text)| text.as_str());
        let mut all: Settings = text(KEY).and_then(|t| serde_json::from_str(t).ok()).unwrap_or_default();
        all.stripe = text(stripe::KEY).and_then(|t| serde_json::from_str(t).ok()).unwrap_or_default();
        all.paypal = text(paypal::KEY).and_then(|t| serde_json::from_str(t).ok()).unwrap_or_default();
        Ok(all)
    }

    /// Sets all of it.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE`]; [`PaymentsError::Setting`] with the field that is wrong and
    /// what to write.
    pub async fn put_settings(&self, actor: &Actor, new: Settings) -> Result<(), PaymentsError> {
        actor.require(MANAGE)?;
        let new = new.check()?;
        let text = serde_json::to_string(&new)
            .map_err(|e| PaymentsError::Setting { field: "account", told: e.to_string() })?;
        self.db
            .write(actor, move |tx| {
                let now = tx.now();
                dialect::put_setting(tx, KEY, &text, now)?;
                let detail = serde_json::json!({
                    "transfer": new.transfer.offered,
                    "remind_after_days": new.transfer.remind_after_days,
                    "cancel_after_days": new.transfer.cancel_after_days,
                    "cash": new.cash.offered,
                    "fee": new.cash.fee,
                    "deliveries": new.cash.deliveries,
                    "countries": new.cash.countries,
                    "velocity": new.velocity,
                    "review": new.review,
                });
                Ok::<_, PaymentsError>(tx.audit("payment.settings", KEY, &detail)?)
            })
            .await?;
        self.settings.forget();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_iban_is_noticed() {
        for good in ["DE89 3704 0044 0532 0130 00", "IBAN: GB82WEST12345698765432", "The Shop", "BIC COBADEFFXXX"] {
            assert!(iban_holds(good), "{good}");
        }
        assert!(!iban_holds("DE89 3704 0044 0532 0130 01"));
    }

    #[test]
    fn settings_are_checked_and_tidied() {
        let with = |change: fn(&mut Settings)| {
            let mut settings = Settings::default();
            change(&mut settings);
            settings.check()
        };
        let field = |result: Result<Settings, PaymentsError>| match result {
            Err(PaymentsError::Setting { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        let tidy = with(|s| s.transfer.account = "  The   Shop \n\n Bank ".into()).unwrap();
        assert_eq!(tidy.transfer.account, "The Shop\nBank");
        assert_eq!(field(with(|s| s.transfer.reference = "Order".into())), "reference");
        assert_eq!(field(with(|s| s.transfer.cancel_after_days = 5)), "cancel_after_days");
        assert_eq!(field(with(|s| s.transfer.remind_after_days = 900)), "remind_after_days");
        assert_eq!(field(with(|s| s.cash.fee = 300)), "currency");
        assert_eq!(field(with(|s| s.cash.offered = true)), "deliveries");
        assert_eq!(Settings::default().transfer.reference_for("S-1001"), "S-1001");
    }

    #[test]
    fn cash_is_taken_only_by_those_who_take_it() {
        let cash = CashOnDelivery { offered: true, deliveries: vec!["parcel".into()], ..CashOnDelivery::default() };
        assert!(cash.takes("parcel", "DE") && cash.takes("parcel", "FR") && !cash.takes("express", "DE"));
        let here = CashOnDelivery { countries: vec!["DE".into()], ..cash.clone() };
        assert!(here.takes("parcel", "DE") && !here.takes("parcel", "FR"));
        assert!(!CashOnDelivery { offered: false, ..cash }.takes("parcel", "DE"));
    }

    #[test]
    fn a_fee_is_taken_in_its_own_currency() {
        let cash = CashOnDelivery { fee: 390, currency: Some(Currency::EUR), ..CashOnDelivery::default() };
        assert_eq!(cash.fee_in(Currency::EUR), Some(Money::new(390, Currency::EUR)));
        assert_eq!(CashOnDelivery { fee: 0, ..cash }.fee_in(Currency::EUR), None);
    }
}
