//! Money and those who move it: the providers' keys, payments in doubt, an order's ledger.
use askama::Template;
use kernel::{Micros, Money};

use super::{Form, Shell};

/// `/admin/settings/payments/stripe`.
#[derive(Template)]
#[template(path = "settings/stripe.html")]
pub struct StripeView {
    pub shell: Shell,
    /// Without the secrets: those are never shown.
    pub form: Form,
    /// Whether shoppers may choose it.
    pub on: bool,
    /// Whether no money moves with its keys.
    pub trial: bool,
    pub has_keys: bool,
    pub has_hook_secret: bool,
    /// Where Stripe is to tell what happened.
    pub hook: String,
    pub may_manage: bool,
}

impl StripeView {
    fn secret_hint(&self) -> &'static str {
        if self.has_keys { "stripe-secret-kept" } else { "stripe-secret-hint" }
    }

    fn hook_hint(&self) -> &'static str {
        if self.has_hook_secret { "stripe-secret-kept" } else { "stripe-hook-hint" }
    }
}

/// `/admin/settings/payments/paypal`.
#[derive(Template)]
#[template(path = "settings/paypal.html")]
pub struct PaypalView {
    pub shell: Shell,
    /// Without the secret: that is never shown.
    pub form: Form,
    /// Whether shoppers may choose it.
    pub on: bool,
    /// Whether no money moves with its keys.
    pub trial: bool,
    pub has_keys: bool,
    /// Whether what PayPal tells by itself can be proved.
    pub hears: bool,
    /// Where PayPal is to tell what happened.
    pub hook: String,
    pub may_manage: bool,
}

impl PaypalView {
    fn secret_hint(&self) -> &'static str {
        if self.has_keys { "stripe-secret-kept" } else { "paypal-secret-hint" }
    }

    fn houses(&self) -> [(&'static str, &str); 2] {
        [("sandbox", self.shell.t("paypal-house-sandbox")), ("live", self.shell.t("paypal-house-live"))]
    }
}

/// `/admin/payments`.
#[derive(Template)]
#[template(path = "payments.html")]
pub struct DoubtView {
    pub shell: Shell,
    /// Orders held back, the longest first.
    pub held: Vec<HeldLine>,
    pub payments: Vec<DoubtLine>,
    pub may_manage: bool,
}

/// An order that waits for somebody to look at it.
#[derive(Clone, Debug)]
pub struct HeldLine {
    pub order: String,
    pub number: String,
    pub buyer: String,
    pub total: Money,
    /// A key of the texts.
    pub why: &'static str,
    pub at: Micros,
}

/// A payment that somebody must look at.
#[derive(Clone, Debug)]
pub struct DoubtLine {
    pub id: String,
    pub order: String,
    /// None where there is no order (yet).
    pub number: Option<String>,
    pub provider: String,
    pub provider_reference: String,
    pub amount: Money,
    /// Sentences.
    pub why: Vec<String>,
    pub at: Micros,
}

/// A movement of money, as a row of the order's ledger.
#[derive(Clone, Debug)]
pub struct LedgerLine {
    pub at: Micros,
    pub what: String,
    pub debit: String,
    pub credit: String,
    pub amount: Money,
}
