//! Calls to Stripe: forms out, JSON in, one version of its interface.
use std::time::Duration;

use outbound::{Outbound, OutboundError};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::ProviderError;

/// The version whose fields we read.
const VERSION: &str = "2024-06-20";
/// How much of an answer is read: a page of a hundred intents has its place in it.
const MOST: usize = 2 << 20;
/// For one call; the line has an end of its own around all of them.
const WITHIN: Duration = Duration::from_secs(10);

/// What went wrong.
#[derive(Debug)]
pub(crate) enum StripeError {
    /// It may be asked again under the same key.
    Unavailable(String),
    /// It said no.
    Declined(String),
    /// It does not know what it was asked about.
    Missing,
    /// It did not let us in, and did nothing.
    Key(String),
}

impl From<StripeError> for ProviderError {
    fn from(e: StripeError) -> Self {
        match e {
            StripeError::Unavailable(why) => Self::Unavailable(why),
            StripeError::Declined(why) => Self::Declined(why),
            StripeError::Missing => Self::Declined("Stripe does not know this payment".to_owned()),
            StripeError::Key(why) => Self::NotAsked(why),
        }
    }
}

/// Names and values, in order.
#[derive(Default)]
pub(crate) struct Form(Vec<(&'static str, String)>);

impl Form {
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.push((name, value.into()));
        self
    }

    fn encoded(&self) -> String {
        let mut out = url::form_urlencoded::Serializer::new(String::new());
        self.0.iter().for_each(|(name, value)| {
            out.append_pair(name, value);
        });
        out.finish()
    }
}

pub(crate) struct Client {
    out: Outbound,
    api: String,
}

impl Client {
    pub fn new(out: Outbound, api: &str) -> Self {
        Self { out, api: api.trim_end_matches('/').to_owned() }
    }

    pub async fn get(&self, secret: &SecretString, path: &str, form: Form) -> Result<Value, StripeError> {
        let query = form.encoded();
        let url = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        self.call(secret, "GET", &url, None, None).await
    }

    /// `key`: sent again under it, it is done once.
    pub async fn post(
        &self,
        secret: &SecretString,
        path: &str,
        form: Form,
        key: &str,
    ) -> Result<Value, StripeError> {
        self.call(secret, "POST", path, Some(form.encoded()), Some(key)).await
    }

    /// Done once however often it is sent.
    pub async fn delete(&self, secret: &SecretString, path: &str) -> Result<Value, StripeError> {
        self.call(secret, "DELETE", path, None, None).await
    }

    async fn call(
        &self,
        secret: &SecretString,
        method: &'static str,
        path: &str,
        form: Option<String>,
        key: Option<&str>,
    ) -> Result<Value, StripeError> {
        let mut headers = vec![
            ("authorization", format!("Bearer {}", secret.expose_secret())),
            ("stripe-version", VERSION.to_owned()),
        ];
        if let Some(key) = key {
            headers.push(("idempotency-key", key.to_owned()));
        }
        let body = form.map(|form| ("application/x-www-form-urlencoded", form));
        let url = format!("{}{path}", self.api);
        let answer = self.out.call(method, &url, &headers, body, MOST, WITHIN).await.map_err(|e| match e {
            OutboundError::Failed(why) => StripeError::Unavailable(why),
            other => StripeError::Key(other.to_string()),
        })?;
        let told: Value = serde_json::from_slice(&answer.bytes).unwrap_or(Value::Null);
        let message = told["error"]["message"].as_str().unwrap_or_default();
        let message: String = message.chars().take(300).collect();
        match answer.status {
            200..=299 if told.is_object() && !answer.cut => Ok(told),
            200..=299 => Err(StripeError::Unavailable("its answer broke off".to_owned())),
            401 | 403 => Err(StripeError::Key(match message.as_str() {
                "" => "Stripe does not accept the key".to_owned(),
                _ => message,
            })),
            404 => Err(StripeError::Missing),
            // Something that the call names, a customer or a card.
            400 if told["error"]["code"] == "resource_missing" => Err(StripeError::Missing),
            // 409: the same is being asked under this key at this moment.
            409 | 429 | 500.. => Err(StripeError::Unavailable(format!("status {}", answer.status))),
            _ => Err(StripeError::Declined(match message.as_str() {
                "" => format!("status {}", answer.status),
                _ => message,
            })),
        }
    }
}
