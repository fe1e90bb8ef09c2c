//! Stripe: payments by card through Payment Intents. The card's number goes from the payer's browser to Stripe's own fields and
//! never comes here.
//!
//! An intent bears our payment's id in its metadata, a refund the id of our request; both are sent under idempotency keys. What
//! Stripe sends by itself only leads to a question.
mod client;
mod intent;
mod keeping;
mod keys;
mod signature;

use std::time::Duration;

use auth::Sealer;
use db::Db;
use kernel::kinds::PaymentId;
use kernel::{Actor, Clock, Micros};
use outbound::Outbound;
use secrecy::SecretString;
use steady::Limits;

use crate::cards::{Entrusted, SaidCard};
use crate::provider::{
    Answer, Asked, AuthorizeRequest, Call, Made, Notice, Provider, ProviderError, RawNotice, Reply, Step,
};
use crate::settings::{MANAGE, Settings};
use crate::statement::{Said, Standing};
use crate::{Payments, PaymentsError};
use client::{Client, Form, StripeError};
use intent::Intent;
pub(crate) use keys::KEY;
pub use keys::{StripeKeys, StripeSettings};

/// Where Stripe is.
pub const API: &str = "https://api.stripe.com";
/// The code of [`Stripe`].
pub const CODE: &str = "stripe";
/// Around the moment at which a payment was noted, in which its intent was made.
const AROUND: Duration = Duration::from_secs(600);

/// The provider. Set up in the back office; until then it is not offered.
pub struct Stripe {
    db: Db,
    clock: Clock,
    client: Client,
    sealer: Sealer,
    limits: Limits,
}

/// What a call needs.
struct Access {
    secret: SecretString,
    settings: StripeSettings,
}

impl Stripe {
    /// `secret` is the shop's; `api` is [`API`], or where a stand-in listens.
    ///
    /// # Errors
    /// When the machine's cryptography cannot be set up.
    pub fn new(db: Db, secret: &[u8; 32], api: &str) -> Result<Self, PaymentsError> {
        let failed = |told: String| PaymentsError::Setting { field: "stripe", told };
        // A stand-in listens on this machine; Stripe itself never does.
        let out = Outbound::new(api != API).map_err(|e| failed(e.to_string()))?;
        let sealer =
            Sealer::new(secret, "payments").ok_or_else(|| failed("keys cannot be sealed here".to_owned()))?;
        let clock = db.clock().clone();
        let limits = Limits { tries: 2, ..Limits::default() };
        Ok(Self { db, clock, client: Client::new(out, api), sealer, limits })
    }

    /// The same, its calls held to other limits.
    #[must_use]
    pub fn held_to(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    async fn access(&self) -> Result<Access, ProviderError> {
        let away = |told: &str| ProviderError::NotAsked(told.to_owned());
        let settings = self.db.read(Payments::settings_in).await.map_err(|e| away(&e.to_string()))?.stripe;
        let secret =
            self.sealer.open(keys::SECRET, &settings.secret).ok_or_else(|| away("Stripe is not set up"))?;
        Ok(Access { secret, settings })
    }

    /// Sets it up. Keys that are None stay as they are.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; [`PaymentsError::Setting`] with the field that is wrong.
    pub async fn set_up(&self, actor: &Actor, new: StripeKeys) -> Result<(), PaymentsError> {
        actor.require(MANAGE)?;
        let held = self.db.read(Payments::settings_in).await?.stripe;
        let settings = new.sealed(&held, &self.sealer)?;
        keys::store(&self.db, actor, settings).await
    }

    /// Asks Stripe something that changes nothing, with the keys as they are set.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; what Stripe says against it.
    pub async fn try_out(&self, actor: &Actor) -> Result<(), PaymentsError> {
        actor.require(MANAGE)?;
        let access = self.access().await?;
        let few = Form::default().with("limit", "1");
        self.client.get(&access.secret, "/v1/payment_intents", few).await.map_err(ProviderError::from)?;
        Ok(())
    }

    /// The intent with this name, and everything beside it that is asked for.
    async fn intent(&self, access: &Access, name: &str) -> Result<Intent, StripeError> {
        let form = Form::default().with("expand[]", "latest_charge.balance_transaction");
        let found = self.client.get(&access.secret, &format!("/v1/payment_intents/{name}"), form).await?;
        let mut intent = Intent::read(&found)?;
        if intent.is_taken() {
            let of = || Form::default().with("payment_intent", name).with("limit", "100");
            intent.read_refunds(&self.client.get(&access.secret, "/v1/refunds", of()).await?)?;
            if intent.is_disputed() {
                intent.read_disputes(&self.client.get(&access.secret, "/v1/disputes", of()).await?)?;
            }
        }
        Ok(intent)
    }

    /// The intents that bear this payment's id, the first one first: its answer was lost.
    async fn intents_of(&self, access: &Access, asked: &Asked) -> Result<Vec<String>, StripeError> {
        let made = self.made(access, asked.created_at.minus(AROUND), asked.created_at.plus(AROUND)).await?;
        let ours = made.into_iter().filter(|(made, _)| made.payment == asked.payment);
        Ok(ours.map(|(made, _)| made.provider_reference).collect())
    }

    /// The intents that were made between two moments and bear an id of a payment, the first one first, each with whether
    /// there is money in it.
    async fn made(&self, access: &Access, from: Micros, until: Micros) -> Result<Vec<(Made, bool)>, StripeError> {
        let second = |at: Micros| (at.0.div_euclid(1_000_000)).to_string();
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let mut form = Form::default()
                .with("limit", "100")
                .with("created[gte]", second(from))
                .with("created[lte]", second(until));
            if let Some(after) = after {
                form = form.with("starting_after", after);
            }
            let page = self.client.get(&access.secret, "/v1/payment_intents", form).await?;
            let found = page["data"].as_array().cloned().unwrap_or_default();
            let name = |of: &serde_json::Value| of["id"].as_str().unwrap_or_default().to_owned();
            for intent in &found {
                let ours = intent["metadata"]["payment"].as_str().and_then(|id| id.parse().ok());
                let Some(payment) = ours else { continue };
                let status = intent["status"].as_str().unwrap_or_default();
                let paid = matches!(status, "succeeded" | "requires_capture" | "processing");
                all.push((Made { payment, provider_reference: name(intent) }, paid));
            }
            after = found.last().map(name).filter(|_| page["has_more"] == true);
            if after.is_none() {
                // The list begins with the latest.
                all.reverse();
                return Ok(all);
            }
        }
    }

    async fn said(&self, asked: &Asked) -> Result<Said, ProviderError> {
        let access = self.access().await?;
        let names = match asked.provider_reference.as_str() {
            "" => self.intents_of(&access, asked).await.map_err(ProviderError::from)?,
            known => vec![known.to_owned()],
        };
        let mut all = Vec::new();
        for name in &names {
            match self.intent(&access, name).await {
                Ok(intent) => all.push(intent.statement()),
                Err(StripeError::Missing) => {}
                Err(e) => return Err(e.into()),
            }
        }
        // The one with money counts; of several without, the first.
        let rank = |s: &crate::Statement| match s.standing {
            Standing::Captured(_) => 0,
            Standing::Authorized => 1,
            Standing::Open => 2,
            Standing::Failed(_) | Standing::Voided => 3,
        };
        let Some(at) = (0..all.len()).min_by_key(|i| rank(&all[*i])) else { return Ok(Said::Unknown) };
        let mut counts = all.swap_remove(at);
        // Those that nobody paid are nobody's: should somebody, they are found as strays.
        let paid = all.into_iter().filter(|s| rank(s) < 2);
        counts.doubles = paid.map(|s| s.provider_reference).collect();
        Ok(Said::Statement(counts))
    }

    async fn pay(&self, request: AuthorizeRequest) -> Result<Answer, ProviderError> {
        let access = self.access().await?;
        let mut form = Form::default()
            .with("amount", request.amount.amount.to_string())
            .with("currency", request.amount.currency.as_str().to_lowercase())
            .with("capture_method", if access.settings.capture_later { "manual" } else { "automatic" })
            .with("payment_method_types[]", "card")
            .with("metadata[payment]", request.payment.to_string());
        let method = match &request.card {
            Some(kept) => Some(kept.reference.clone()),
            None => Some(request.details.clone()).filter(|details| details.starts_with("pm_")),
        };
        if let Some(method) = &method {
            form = form.with("payment_method", method.clone());
        }
        if let Some(account) = request.account.filter(|_| request.keep_card || request.card.is_some()) {
            form = form.with("customer", self.holder(&access, account, request.payment).await?);
        }
        if request.keep_card {
            // They are there when it is used again.
            form = form.with("setup_future_usage", "on_session");
        }
        let made = match self.client.post(&access.secret, "/v1/payment_intents", form, &request.key).await {
            Err(no @ (StripeError::Missing | StripeError::Declined(_))) => {
                return Err(self.no_longer_kept(&access, &request).await?.unwrap_or_else(|| no.into()));
            }
            made => made?,
        };
        let mut intent = Intent::read(&made)?;
        if method.is_some() {
            let path = format!("/v1/payment_intents/{}/confirm", intent.name);
            let key = format!("{}.confirm", request.key);
            let mut form = Form::default();
            if !request.back.done.is_empty() {
                // With it a bank that asks something has an address, and needs no script of ours.
                form = form.with("return_url", request.back.done.clone());
            }
            match self.client.post(&access.secret, &path, form, &key).await {
                Ok(confirmed) => intent = Intent::read(&confirmed)?,
                Err(no @ (StripeError::Declined(_) | StripeError::Missing)) => {
                    // Nobody will go on with it; that it stays behind would do no harm.
                    let path = format!("/v1/payment_intents/{}/cancel", intent.name);
                    let key = format!("{}.cancel", request.key);
                    if let Err(e) = self.client.post(&access.secret, &path, Form::default(), &key).await {
                        tracing::debug!(error = %ProviderError::from(e), "a declined intent was not cancelled");
                    }
                    return Err(self.no_longer_kept(&access, &request).await?.unwrap_or_else(|| no.into()));
                }
                Err(e) => return Err(e.into()),
            }
        }
        let provider_reference = intent.name.clone();
        Ok(match intent.standing() {
            Standing::Captured(_) => Answer::Captured { provider_reference },
            Standing::Authorized => Answer::Authorized { provider_reference },
            Standing::Open => Answer::Pending { provider_reference },
            Standing::Failed(why) => return Err(ProviderError::Declined(why)),
            Standing::Voided => return Err(ProviderError::Declined("the payment was given up".to_owned())),
        })
    }

    /// Lets an intent go; one that Stripe never heard of, or that is gone already, is let go.
    async fn let_go(&self, call: Call) -> Result<(), ProviderError> {
        let access = self.access().await?;
        if call.provider_reference.is_empty() {
            return Ok(());
        }
        let path = format!("/v1/payment_intents/{}/cancel", call.provider_reference);
        match self.client.post(&access.secret, &path, Form::default(), &call.key).await {
            Ok(_) | Err(StripeError::Missing) => Ok(()),
            Err(StripeError::Declined(why)) => match self.intent(&access, &call.provider_reference).await {
                Ok(gone) if gone.standing() == Standing::Voided => Ok(()),
                _ => Err(ProviderError::Declined(why)),
            },
            Err(e) => Err(e.into()),
        }
    }

    async fn step(&self, asked: Asked) -> Result<Option<Step>, ProviderError> {
        let access = self.access().await?;
        let path = format!("/v1/payment_intents/{}", asked.provider_reference);
        let found = self.client.get(&access.secret, &path, Form::default()).await;
        let found = found.map_err(ProviderError::from)?;
        let intent = Intent::read(&found).map_err(ProviderError::from)?;
        if intent.standing() != Standing::Open || intent.is_with_the_bank() {
            return Ok(None);
        }
        if let Some(url) = found["next_action"]["redirect_to_url"]["url"].as_str() {
            return Ok(Some(Step::Redirect { url: url.to_owned() }));
        }
        let client_secret = found["client_secret"].as_str().map(str::to_owned);
        let publishable_key = access.settings.publishable;
        let with_card = matches!(found["status"].as_str(), Some("requires_action" | "requires_confirmation"))
            && found["payment_method"].is_string();
        Ok(client_secret.map(|client_secret| match with_card {
            true => Step::Confirm { publishable_key, client_secret },
            false => Step::Fields { publishable_key, client_secret },
        }))
    }

    async fn notice(&self, raw: RawNotice) -> Result<Notice, ProviderError> {
        let settings = self.db.read(Payments::settings_in).await;
        let settings = settings.map_err(|e| ProviderError::Unavailable(e.to_string()))?.stripe;
        let secret = self.sealer.open(keys::HOOK_SECRET, &settings.hook_secret);
        let secret = secret.ok_or_else(|| ProviderError::Declined("no signing secret is set".to_owned()))?;
        signature::check(&secret, &raw).map_err(|why| ProviderError::Declined(why.to_owned()))?;
        signature::read(&raw.body)
    }
}

impl Provider for Stripe {
    fn code(&self) -> &'static str {
        CODE
    }
    fn label(&self) -> &'static str {
        "pay-stripe"
    }
    fn settles_later(&self) -> bool {
        false
    }
    fn authorize(&self, request: AuthorizeRequest) -> Reply<'_, Answer> {
        Box::pin(self.pay(request))
    }
    fn capture(&self, call: Call) -> Reply<'_, ()> {
        Box::pin(async move {
            let access = self.access().await?;
            let path = format!("/v1/payment_intents/{}/capture", call.provider_reference);
            let form = Form::default().with("amount_to_capture", call.amount.amount.to_string());
            self.client.post(&access.secret, &path, form, &call.key).await?;
            Ok(())
        })
    }
    fn void(&self, call: Call) -> Reply<'_, ()> {
        Box::pin(self.let_go(call))
    }
    fn refund(&self, call: Call) -> Reply<'_, ()> {
        Box::pin(async move {
            let access = self.access().await?;
            let form = Form::default()
                .with("payment_intent", call.provider_reference.clone())
                .with("amount", call.amount.amount.to_string())
                .with("metadata[request]", call.key.clone());
            let made = self.client.post(&access.secret, "/v1/refunds", form, &call.key).await?;
            match made["status"].as_str() {
                Some("failed" | "canceled") => {
                    let why = made["failure_reason"].as_str().unwrap_or("the refund failed");
                    Err(ProviderError::Declined(why.to_owned()))
                }
                _ => Ok(()),
            }
        })
    }
    fn look_up(&self, payment: PaymentId) -> Reply<'_, Option<Answer>> {
        Box::pin(async move {
            let asked = Asked { payment, provider_reference: String::new(), created_at: self.clock.now() };
            let Said::Statement(said) = self.said(&asked).await? else { return Ok(None) };
            let provider_reference = said.provider_reference;
            Ok(match said.standing {
                Standing::Captured(_) => Some(Answer::Captured { provider_reference }),
                Standing::Authorized => Some(Answer::Authorized { provider_reference }),
                Standing::Open => Some(Answer::Pending { provider_reference }),
                Standing::Failed(_) | Standing::Voided => None,
            })
        })
    }
    fn state_of(&self, asked: Asked) -> Reply<'_, Said> {
        Box::pin(async move { self.said(&asked).await })
    }
    fn made_between(&self, from: Micros, until: Micros) -> Reply<'_, Vec<Made>> {
        Box::pin(async move {
            let access = self.access().await?;
            let made = self.made(&access, from, until).await?;
            Ok(made.into_iter().filter(|(_, paid)| *paid).map(|(made, _)| made).collect())
        })
    }
    fn next_step(&self, asked: Asked) -> Reply<'_, Option<Step>> {
        Box::pin(self.step(asked))
    }
    fn keeps_cards(&self) -> bool {
        true
    }
    fn card_of(&self, asked: Asked) -> Reply<'_, Option<SaidCard>> {
        Box::pin(self.card_kept(asked))
    }
    fn let_go(&self, what: Entrusted) -> Reply<'_, ()> {
        Box::pin(self.keeps_no_longer(what))
    }
    fn proof_headers(&self) -> &'static [&'static str] {
        &["stripe-signature"]
    }
    fn read_notice(&self, raw: RawNotice) -> Reply<'_, Notice> {
        Box::pin(self.notice(raw))
    }
    fn limits(&self) -> Option<Limits> {
        Some(self.limits)
    }
    fn is_on(&self, settings: &Settings) -> bool {
        settings.stripe.is_on()
    }
    fn stripe(&self) -> Option<&Stripe> {
        Some(self)
    }
}
