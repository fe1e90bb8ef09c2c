//! Stripe's keys and what is chosen about it: sealed where they are kept, never shown again.
use auth::Sealer;
use db::Db;
use kernel::Actor;
use serde::{Deserialize, Serialize};

use crate::{PaymentsError, dialect};

/// The place of the secret key, and of the secret that signs notices.
pub(crate) const SECRET: &str = "stripe.secret";
pub(crate) const HOOK_SECRET: &str = "stripe.hook_secret";
/// Where all of it is stored.
pub(crate) const KEY: &str = "stripe";
const MOST: usize = 300;

/// As it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StripeSettings {
    /// Whether shoppers may choose it.
    pub offered: bool,
    /// Names the account to the payer's browser; no secret.
    pub publishable: String,
    /// Money is only set aside when an order is placed, and taken by staff.
    pub capture_later: bool,
    /// Sealed; empty when there is none.
    pub(crate) secret: String,
    pub(crate) hook_secret: String,
}

impl StripeSettings {
    /// Whether it can be chosen.
    pub fn is_on(&self) -> bool {
        self.offered && self.has_keys()
    }

    pub fn has_keys(&self) -> bool {
        !self.secret.is_empty() && !self.publishable.is_empty()
    }

    /// Whether what Stripe tells by itself can be proved.
    pub fn has_hook_secret(&self) -> bool {
        !self.hook_secret.is_empty()
    }

    /// No money moves with these keys.
    pub fn is_trial(&self) -> bool {
        self.publishable.starts_with("pk_test_")
    }
}

/// What the back office sets. A secret that is None stays as it is.
#[derive(Clone, Debug, Default)]
pub struct StripeKeys {
    pub offered: bool,
    pub publishable: String,
    pub capture_later: bool,
    pub secret: Option<String>,
    pub hook_secret: Option<String>,
}

impl StripeKeys {
    /// # Errors
    /// [`PaymentsError::Setting`] with the field that is wrong and what to write.
    pub(crate) fn sealed(self, held: &StripeSettings, sealer: &Sealer) -> Result<StripeSettings, PaymentsError> {
        let wrong = |field, told: &str| PaymentsError::Setting { field, told: told.to_owned() };
        let plain = |text: &str| text.len() <= MOST && text.bytes().all(|b| b.is_ascii_graphic());
        let begins = |text: &str, with: &[&str]| plain(text) && with.iter().any(|w| text.starts_with(w));
        let publishable = self.publishable.trim().to_owned();
        if !publishable.is_empty() && !begins(&publishable, &["pk_test_", "pk_live_"]) {
            return Err(wrong("publishable", "it begins with pk_test_ or pk_live_"));
        }
        let typed = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        let (secret, hook_secret) = (typed(self.secret), typed(self.hook_secret));
        let allowed = ["sk_test_", "sk_live_", "rk_test_", "rk_live_"];
        if secret.as_ref().is_some_and(|s| !begins(s, &allowed)) {
            return Err(wrong("secret", "it begins with sk_test_, sk_live_, rk_test_ or rk_live_"));
        }
        let live = |key: &str| key.contains("_live_");
        if secret.as_ref().is_some_and(|s| !publishable.is_empty() && live(s) != live(&publishable)) {
            return Err(wrong("secret", "one key is for tests and the other is not: take both from the same page"));
        }
        if secret.is_none() && !held.secret.is_empty() && live(&publishable) != live(&held.publishable) {
            return Err(wrong(
                "secret",
                "the publishable key is of another kind: enter the secret key that belongs to it",
            ));
        }
        if hook_secret.as_ref().is_some_and(|s| !begins(s, &["whsec_"])) {
            return Err(wrong("hook_secret", "it begins with whsec_"));
        }
        let seal = |place, text: Option<String>, held: &str| match text {
            None => Ok(held.to_owned()),
            Some(text) => sealer.seal(place, &text).ok_or_else(|| wrong(place, "it cannot be sealed here")),
        };
        let new = StripeSettings {
            offered: self.offered,
            publishable,
            capture_later: self.capture_later,
            secret: seal(SECRET, secret, &held.secret)?,
            hook_secret: seal(HOOK_SECRET, hook_secret, &held.hook_secret)?,
        };
        match () {
            () if new.offered && new.publishable.is_empty() => {
                Err(wrong("publishable", "it is needed before payments by card are offered"))
            }
            () if new.offered && new.secret.is_empty() => {
                Err(wrong("secret", "it is needed before payments by card are offered"))
            }
            () => Ok(new),
        }
    }
}

pub(crate) async fn store(db: &Db, actor: &Actor, new: StripeSettings) -> Result<(), PaymentsError> {
    let text = serde_json::to_string(&new)
        .map_err(|e| PaymentsError::Setting { field: "publishable", told: e.to_string() })?;
    db.write(actor, move |tx| {
        let now = tx.now();
        dialect::put_setting(tx, KEY, &text, now)?;
        let detail = serde_json::json!({
            "offered": new.offered,
            "publishable": new.publishable,
            "capture_later": new.capture_later,
            "has_secret": !new.secret.is_empty(),
            "has_hook_secret": !new.hook_secret.is_empty(),
        });
        Ok::<_, PaymentsError>(tx.audit("payment.stripe", KEY, &detail)?)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_checked_sealed_and_kept() {
        let sealer = Sealer::new(&[7; 32], "payments").unwrap();
        let keys = |publishable: &str, secret: Option<&str>| StripeKeys {
            offered: true,
            publishable: publishable.into(),
            secret: secret.map(Into::into),
            ..StripeKeys::default()
        };
        let none = StripeSettings::default();
        let field = |keys: StripeKeys, held: &StripeSettings| match keys.sealed(held, &sealer) {
            Err(PaymentsError::Setting { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(field(keys("", Some("sk_test_1")), &none), "publishable");
        assert_eq!(field(keys("sk_test_1", Some("sk_test_1")), &none), "publishable");
        assert_eq!(field(keys("pk_test_1", None), &none), "secret");
        assert_eq!(field(keys("pk_test_1", Some("pk_test_1")), &none), "secret");
        assert_eq!(field(keys("pk_test_1", Some("sk_live_1")), &none), "secret");
        let hook = StripeKeys { hook_secret: Some("secret".into()), ..keys("pk_test_1", Some("sk_test_1")) };
        assert_eq!(field(hook, &none), "hook_secret");

        let held = keys(" pk_test_1 ", Some("sk_test_1")).sealed(&none, &sealer).unwrap();
        assert!(held.is_on() && held.is_trial() && !held.secret.contains("sk_test"));
        let again = keys("pk_test_1", Some("  ")).sealed(&held, &sealer).unwrap();
        assert_eq!(again.secret, held.secret, "what is left empty stays");
        assert_eq!(field(keys("pk_live_1", None), &held), "secret");
    }
}
