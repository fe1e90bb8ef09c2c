//! PayPal's keys and what is chosen about it: the secret sealed where it is kept, never shown again.
use auth::Sealer;
use db::Db;
use kernel::Actor;
use serde::{Deserialize, Serialize};

use crate::{PaymentsError, dialect};

/// The place of the secret.
pub(crate) const SECRET: &str = "paypal.secret";
/// Where all of it is stored.
pub(crate) const KEY: &str = "paypal";
const MOST: usize = 300;

/// As it is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaypalSettings {
    /// Whether shoppers may choose it.
    pub offered: bool,
    /// Names the app at PayPal; no secret.
    pub client_id: String,
    /// Names the endpoint there that tells us what happened; empty when there is none.
    pub webhook_id: String,
    /// False: PayPal's sandbox, where no money moves.
    pub live: bool,
    /// Money is only set aside when an order is placed, and taken by staff.
    pub capture_later: bool,
    /// Sealed; empty when there is none.
    pub(crate) secret: String,
}

impl PaypalSettings {
    /// Whether it can be chosen.
    pub fn is_on(&self) -> bool {
        self.offered && self.has_keys()
    }

    pub fn has_keys(&self) -> bool {
        !self.secret.is_empty() && !self.client_id.is_empty()
    }

    /// No money moves with these keys.
    pub fn is_trial(&self) -> bool {
        self.has_keys() && !self.live
    }
}

/// What the back office sets. A secret that is None stays as it is.
#[derive(Clone, Debug, Default)]
pub struct PaypalKeys {
    pub offered: bool,
    pub client_id: String,
    pub secret: Option<String>,
    pub webhook_id: String,
    pub live: bool,
    pub capture_later: bool,
}

impl PaypalKeys {
    /// # Errors
    /// [`PaymentsError::Setting`] with the field that is wrong and what to write.
    pub(crate) fn sealed(self, held: &PaypalSettings, sealer: &Sealer) -> Result<PaypalSettings, PaymentsError> {
        let wrong = |field, told: &str| PaymentsError::Setting { field, told: told.to_owned() };
        let plain = |text: &str| text.len() <= MOST && text.bytes().all(|b| b.is_ascii_graphic());
        let client_id = self.client_id.trim().to_owned();
        let webhook_id = self.webhook_id.trim().to_owned();
        // A colon would end it before its time where both are sent together.
        if !plain(&client_id) || client_id.contains(':') {
            return Err(wrong("client_id", "it has up to 300 letters, digits, - and _, without spaces"));
        }
        if webhook_id.len() > 60 || !webhook_id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(wrong(
                "webhook_id",
                "it has letters and digits only, as PayPal shows it beside the webhook",
            ));
        }
        let secret = self.secret.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
        if secret.as_ref().is_some_and(|s| !plain(s)) {
            return Err(wrong("secret", "it has up to 300 letters, digits, - and _, without spaces"));
        }
        if secret.is_none() && !held.secret.is_empty() && (client_id != held.client_id || self.live != held.live) {
            return Err(wrong(
                "secret",
                "these keys are of another app or kind: enter the secret that belongs to them",
            ));
        }
        let secret = match secret {
            None => held.secret.clone(),
            Some(text) => sealer.seal(SECRET, &text).ok_or_else(|| wrong("secret", "it cannot be sealed here"))?,
        };
        let (offered, live, capture_later) = (self.offered, self.live, self.capture_later);
        let new = PaypalSettings { offered, client_id, webhook_id, live, capture_later, secret };
        match () {
            () if new.offered && new.client_id.is_empty() => {
                Err(wrong("client_id", "it is needed before PayPal is offered"))
            }
            () if new.offered && new.secret.is_empty() => {
                Err(wrong("secret", "it is needed before PayPal is offered"))
            }
            () => Ok(new),
        }
    }
}

pub(crate) async fn store(db: &Db, actor: &Actor, new: PaypalSettings) -> Result<(), PaymentsError> {
    let text = serde_json::to_string(&new)
        .map_err(|e| PaymentsError::Setting { field: "client_id", told: e.to_string() })?;
    db.write(actor, move |tx| {
        let now = tx.now();
        dialect::put_setting(tx, KEY, &text, now)?;
        let detail = serde_json::json!({
            "offered": new.offered,
            "client_id": new.client_id,
            "webhook_id": new.webhook_id,
            "live": new.live,
            "capture_later": new.capture_later,
            "has_secret": !new.secret.is_empty(),
        });
        Ok::<_, PaymentsError>(tx.audit("payment.paypal", KEY, &detail)?)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_checked_sealed_and_kept() {
        let sealer = Sealer::new(&[7; 32], "payments").unwrap();
        let keys = |client_id: &str, secret: Option<&str>| PaypalKeys {
            offered: true,
            client_id: client_id.into(),
            secret: secret.map(Into::into),
            ..PaypalKeys::default()
        };
        let none = PaypalSettings::default();
        let field = |keys: PaypalKeys, held: &PaypalSettings| match keys.sealed(held, &sealer) {
            Err(PaymentsError::Setting { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(field(keys("", Some("s")), &none), "client_id");
        assert_eq!(field(keys("a b", Some("s")), &none), "client_id");
        assert_eq!(field(keys("a:b", Some("s")), &none), "client_id");
        assert_eq!(field(keys("A1", None), &none), "secret");
        assert_eq!(field(keys("A1", Some("two words")), &none), "secret");
        let hook = PaypalKeys { webhook_id: "https://shop".into(), ..keys("A1", Some("s")) };
        assert_eq!(field(hook, &none), "webhook_id");

        let held = keys(" A1 ", Some(" ESecret ")).sealed(&none, &sealer).unwrap();
        assert!(held.is_on() && held.is_trial() && !held.secret.contains("ESecret"));
        let again = keys("A1", Some("  ")).sealed(&held, &sealer).unwrap();
        assert_eq!(again.secret, held.secret, "what is left empty stays");
        assert_eq!(field(keys("A2", None), &held), "secret");
        assert_eq!(field(PaypalKeys { live: true, ..keys("A1", None) }, &held), "secret");
        assert!(!PaypalKeys { live: true, ..keys("A1", Some("s")) }.sealed(&held, &sealer).unwrap().is_trial());
    }
}
