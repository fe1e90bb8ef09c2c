//! PayPal: payments that the payer approves at PayPal, through its Orders (v2).
//!
//! An order bears our payment's id, a refund also the id of our request; what moves money is sent under idempotency keys. An order
//! that its payer approved moves no money until we say so: whoever asks about it first says so, once (`approvals`). So an order
//! that nobody here knows is never paid, and one that was left stays unpaid. What PayPal sends by itself only leads to a question.
mod amount;
mod client;
mod dispute;
mod keys;
mod notice;
mod order;
mod orders;

use auth::Sealer;
use db::Db;
use kernel::Actor;
use kernel::kinds::PaymentId;
use outbound::Outbound;
use steady::Limits;

use crate::provider::{
    Answer, Asked, AuthorizeRequest, Call, Notice, Provider, ProviderError, RawNotice, Reply, Step,
};
use crate::settings::{MANAGE, Settings};
use crate::statement::{Said, Standing};
use crate::{Payments, PaymentsError, store};
use client::{Access, Client, PaypalError};
pub(crate) use keys::KEY;
pub use keys::{PaypalKeys, PaypalSettings};

/// Where PayPal is.
pub const API: &str = "https://api-m.paypal.com";
/// Where its sandbox is: the same, and no money moves.
pub const SANDBOX: &str = "https://api-m.sandbox.paypal.com";
/// The code of [`Paypal`].
pub const CODE: &str = "paypal";

/// The provider. Set up in the back office; until then it is not offered.
pub struct Paypal {
    db: Db,
    client: Client,
    /// [`API`], or where a stand-in listens.
    api: String,
    sealer: Sealer,
    limits: Limits,
}

impl Paypal {
    /// `secret` is the shop's; `api` is [`API`], or where a stand-in listens. Whether it is the sandbox is set with the keys.
    ///
    /// # Errors
    /// When the machine's cryptography cannot be set up.
    pub fn new(db: Db, secret: &[u8; 32], api: &str) -> Result<Self, PaymentsError> {
        let failed = |told: String| PaymentsError::Setting { field: "paypal", told };
        // A stand-in listens on this machine; PayPal itself never does.
        let out = Outbound::new(api != API).map_err(|e| failed(e.to_string()))?;
        let sealer =
            Sealer::new(secret, "payments").ok_or_else(|| failed("keys cannot be sealed here".to_owned()))?;
        let client = Client::new(out, db.clock().clone());
        let limits = Limits { tries: 2, ..Limits::default() };
        Ok(Self { db, client, api: api.trim_end_matches('/').to_owned(), sealer, limits })
    }

    /// The same, its calls held to other limits.
    #[must_use]
    pub fn held_to(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    async fn set(&self) -> Result<PaypalSettings, ProviderError> {
        let set = self.db.read(Payments::settings_in).await;
        Ok(set.map_err(|e| ProviderError::NotAsked(e.to_string()))?.paypal)
    }

    /// What a call needs, with the keys as they are set.
    fn access(&self, set: &PaypalSettings) -> Result<Access, ProviderError> {
        let secret = self.sealer.open(keys::SECRET, &set.secret);
        let secret = secret.ok_or_else(|| ProviderError::NotAsked("PayPal is not set up".to_owned()))?;
        let base = if self.api == API && !set.live { SANDBOX } else { &self.api };
        let mark = format!("{base} {} {}", set.client_id, set.secret);
        Ok(Access { base: base.to_owned(), client: set.client_id.clone(), secret, mark })
    }

    async fn accessed(&self) -> Result<Access, ProviderError> {
        self.access(&self.set().await?)
    }

    /// Sets it up. A secret that is None stays as it is.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; [`PaymentsError::Setting`] with the field that is wrong.
    pub async fn set_up(&self, actor: &Actor, new: PaypalKeys) -> Result<(), PaymentsError> {
        actor.require(MANAGE)?;
        let held = self.db.read(Payments::settings_in).await?.paypal;
        let settings = new.sealed(&held, &self.sealer)?;
        keys::store(&self.db, actor, settings).await
    }

    /// Asks PayPal what changes nothing, with the keys as they are set: whether it lets us in, shows us disputes, and knows the
    /// webhook.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; what PayPal says against it.
    pub async fn try_out(&self, actor: &Actor) -> Result<(), PaymentsError> {
        actor.require(MANAGE)?;
        let set = self.set().await?;
        let access = self.access(&set)?;
        // A token that is kept would tell nothing about the keys.
        self.client.forget();
        self.client.get(&access, "/v1/customer/disputes?page_size=1").await.map_err(ProviderError::from)?;
        if set.webhook_id.is_empty() {
            return Ok(());
        }
        match self.client.get(&access, &format!("/v1/notifications/webhooks/{}", set.webhook_id)).await {
            Ok(_) => Ok(()),
            Err(PaypalError::Missing) => {
                let told = "PayPal knows no webhook of this id: enter the one that it shows beside the address";
                Err(PaymentsError::Setting { field: "webhook_id", told: told.to_owned() })
            }
            Err(e) => Err(ProviderError::from(e).into()),
        }
    }

    async fn notice(&self, raw: RawNotice) -> Result<Notice, ProviderError> {
        let set = self.set().await?;
        if !set.has_keys() || set.webhook_id.is_empty() {
            return Err(ProviderError::Declined("no webhook id is set".to_owned()));
        }
        let question = notice::question(&raw, &set.webhook_id)?;
        let access = self.access(&set)?;
        let answer = self.client.ask(&access, "/v1/notifications/verify-webhook-signature", question).await;
        match answer {
            Ok(told) if told["verification_status"] == "SUCCESS" => notice::read(&raw.body),
            Ok(_) | Err(PaypalError::Refused { .. } | PaypalError::Missing) => {
                Err(ProviderError::Declined("PayPal says that it did not send this".to_owned()))
            }
            Err(e) => Err(e.into()),
        }
    }
}

impl Provider for Paypal {
    fn code(&self) -> &'static str {
        CODE
    }
    fn label(&self) -> &'static str {
        "pay-paypal"
    }
    fn settles_later(&self) -> bool {
        false
    }
    fn authorize(&self, request: AuthorizeRequest) -> Reply<'_, Answer> {
        Box::pin(self.begin(request))
    }
    fn capture(&self, call: Call) -> Reply<'_, ()> {
        Box::pin(self.take_aside(call))
    }
    fn void(&self, call: Call) -> Reply<'_, ()> {
        Box::pin(self.let_go_of(call))
    }
    fn refund(&self, call: Call) -> Reply<'_, ()> {
        Box::pin(self.give_back(call))
    }
    fn look_up(&self, payment: PaymentId) -> Reply<'_, Option<Answer>> {
        Box::pin(async move {
            let held = self.db.read(move |c| store::payment(c, payment)).await;
            let held = held.map_err(|e| ProviderError::NotAsked(e.to_string()))?;
            let Said::Statement(said) = self.said(&held.asked()).await? else { return Ok(None) };
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
    fn next_step(&self, asked: Asked) -> Reply<'_, Option<Step>> {
        Box::pin(self.step(asked))
    }
    fn proof_headers(&self) -> &'static [&'static str] {
        &notice::PROOF
    }
    fn proves_by_asking(&self) -> bool {
        true
    }
    fn read_notice(&self, raw: RawNotice) -> Reply<'_, Notice> {
        Box::pin(self.notice(raw))
    }
    fn limits(&self) -> Option<Limits> {
        Some(self.limits)
    }
    fn is_on(&self, settings: &Settings) -> bool {
        settings.paypal.is_on()
    }
    fn paypal(&self) -> Option<&Paypal> {
        Some(self)
    }
}
