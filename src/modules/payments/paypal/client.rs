//! Calls to PayPal: JSON both ways, under a token that is asked for with the keys and kept until shortly before it ends.
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Clock, Micros};
use outbound::{Found, Outbound, OutboundError};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::ProviderError;

/// How much of an answer is read.
const MOST: usize = 1 << 20;
/// For one call; the line has an end of its own around all of them.
const WITHIN: Duration = Duration::from_secs(10);
/// A token is not used in the last part of its time.
const SPARE: Duration = Duration::from_secs(60);

/// What went wrong.
#[derive(Debug)]
pub(crate) enum PaypalError {
    /// It may be asked again under the same key.
    Unavailable(String),
    /// It said no: its word for why, and its sentence.
    Refused { issue: String, told: String },
    /// It does not know what it was asked about.
    Missing,
    /// It did not let us in, and did nothing.
    Key(String),
}

impl From<PaypalError> for ProviderError {
    fn from(e: PaypalError) -> Self {
        match e {
            PaypalError::Unavailable(why) => Self::Unavailable(why),
            PaypalError::Refused { told, .. } => Self::Declined(told),
            PaypalError::Missing => Self::Declined("PayPal does not know this payment".to_owned()),
            PaypalError::Key(why) => Self::NotAsked(why),
        }
    }
}

/// What a call needs.
pub(crate) struct Access {
    /// Where PayPal is: its sandbox, the real one, or a stand-in.
    pub base: String,
    pub client: String,
    pub secret: SecretString,
    /// Changes with the keys: a token of former ones is not used.
    pub mark: String,
}

struct Token {
    mark: String,
    value: SecretString,
    until: Micros,
}

pub(crate) struct Client {
    out: Outbound,
    clock: Clock,
    token: Mutex<Option<Token>>,
}

impl Client {
    pub fn new(out: Outbound, clock: Clock) -> Self {
        Self { out, clock, token: Mutex::new(None) }
    }

    pub async fn get(&self, access: &Access, path: &str) -> Result<Value, PaypalError> {
        self.call(access, "GET", path, None, None).await
    }

    /// `key`: sent again under it, it is done once.
    pub async fn post(&self, access: &Access, path: &str, body: &Value, key: &str) -> Result<Value, PaypalError> {
        self.call(access, "POST", path, Some(body.to_string()), Some(key)).await
    }

    /// Asks something that changes nothing, however often it is sent. No key goes with it: an answer must be to this very body.
    pub async fn ask(&self, access: &Access, path: &str, body: String) -> Result<Value, PaypalError> {
        self.call(access, "POST", path, Some(body), None).await
    }

    /// The next call asks for a token anew.
    pub fn forget(&self) {
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn call(
        &self,
        access: &Access,
        method: &'static str,
        path: &str,
        body: Option<String>,
        key: Option<&str>,
    ) -> Result<Value, PaypalError> {
        let token = self.token(access).await?;
        let first = self.once(access, method, path, body.clone(), key, &token).await?;
        let found = match first.status {
            // It was withdrawn before its time: once more with a new one.
            401 => {
                self.forget();
                let token = self.token(access).await?;
                self.once(access, method, path, body, key, &token).await?
            }
            _ => first,
        };
        judged(&found)
    }

    async fn once(
        &self,
        access: &Access,
        method: &'static str,
        path: &str,
        body: Option<String>,
        key: Option<&str>,
        token: &SecretString,
    ) -> Result<Found, PaypalError> {
        let mut headers = vec![
            ("authorization", format!("Bearer {}", token.expose_secret())),
            // All of it, not only its name.
            ("prefer", "return=representation".to_owned()),
        ];
        if let Some(key) = key {
            headers.push(("paypal-request-id", key.to_owned()));
        }
        let url = format!("{}{path}", access.base);
        let body = body.map(|body| ("application/json", body));
        self.out.call(method, &url, &headers, body, MOST, WITHIN).await.map_err(unanswered)
    }

    fn kept(&self, access: &Access) -> Option<SecretString> {
        let kept = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        let token = kept.as_ref()?;
        (token.mark == access.mark && self.clock.now() < token.until).then(|| token.value.clone())
    }

    async fn token(&self, access: &Access) -> Result<SecretString, PaypalError> {
        if let Some(kept) = self.kept(access) {
            return Ok(kept);
        }
        let pair = STANDARD.encode(format!("{}:{}", access.client, access.secret.expose_secret()));
        let headers = [("authorization", format!("Basic {pair}"))];
        let form = ("application/x-www-form-urlencoded", "grant_type=client_credentials".to_owned());
        let url = format!("{}/v1/oauth2/token", access.base);
        let asked = self.clock.now();
        let found = self.out.call("POST", &url, &headers, Some(form), MOST, WITHIN).await.map_err(unanswered)?;
        let told = judged(&found)?;
        let (value, seconds) = (told["access_token"].as_str(), told["expires_in"].as_u64());
        let (Some(value), Some(seconds)) = (value, seconds) else {
            return Err(PaypalError::Unavailable("its answer has no token".to_owned()));
        };
        let value = SecretString::from(value.to_owned());
        let lasts = Duration::from_secs(seconds.min(24 * 3600)).saturating_sub(SPARE);
        let token = Token { mark: access.mark.clone(), value: value.clone(), until: asked.plus(lasts) };
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
        Ok(value)
    }
}

fn unanswered(e: OutboundError) -> PaypalError {
    match e {
        OutboundError::Failed(why) => PaypalError::Unavailable(why),
        other => PaypalError::Key(other.to_string()),
    }
}

fn judged(found: &Found) -> Result<Value, PaypalError> {
    let told: Value = serde_json::from_slice(&found.bytes).unwrap_or(Value::Null);
    let cut = |text: &str| text.chars().take(300).collect::<String>();
    let text = |of: &Value| of.as_str().map(cut).filter(|t| !t.is_empty());
    let detail = &told["details"][0];
    let issue = text(&detail["issue"]).or_else(|| text(&told["name"])).unwrap_or_default();
    let sentence = text(&detail["description"])
        .or_else(|| text(&told["message"]))
        .or_else(|| text(&told["error_description"]));
    let status = found.status;
    match status {
        // A deed that leaves nothing to tell.
        204 => Ok(Value::Null),
        200..=299 if told.is_object() && !found.cut => Ok(told),
        200..=299 => Err(PaypalError::Unavailable("its answer broke off".to_owned())),
        401 => Err(PaypalError::Key(format!(
            "PayPal does not accept the client id and secret ({}): enter them again, and choose whether they are of the sandbox",
            sentence.unwrap_or_else(|| "status 401".to_owned())
        ))),
        403 => Err(PaypalError::Key(format!(
            "PayPal does not permit this to the app that the keys belong to ({}): permit it among the app's features at PayPal",
            sentence.unwrap_or_else(|| "status 403".to_owned())
        ))),
        404 => Err(PaypalError::Missing),
        _ if issue == "PREVIOUS_REQUEST_IN_PROGRESS" => {
            Err(PaypalError::Unavailable("the same is being asked at this moment".to_owned()))
        }
        // 409: the same is being asked under this key at this moment.
        408 | 409 | 429 | 500.. => Err(PaypalError::Unavailable(format!("status {status}"))),
        _ => Err(PaypalError::Refused { issue, told: sentence.unwrap_or_else(|| format!("status {status}")) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(status: u16, body: &str) -> Found {
        Found { status, kind: "application/json".into(), bytes: body.into(), cut: false }
    }

    #[test]
    fn a_refusal_is_told_from_silence_and_from_keys_that_do_not_fit() {
        let no = r#"{"name":"UNPROCESSABLE_ENTITY","details":[{"issue":"INSTRUMENT_DECLINED","description":"It was declined."}]}"#;
        match judged(&found(422, no)) {
            Err(PaypalError::Refused { issue, told }) => {
                assert_eq!((issue.as_str(), told.as_str()), ("INSTRUMENT_DECLINED", "It was declined."));
            }
            other => panic!("{other:?}"),
        }
        let busy = r#"{"details":[{"issue":"PREVIOUS_REQUEST_IN_PROGRESS"}]}"#;
        assert!(matches!(judged(&found(422, busy)), Err(PaypalError::Unavailable(_))));
        for status in [408, 409, 429, 500, 503] {
            assert!(matches!(judged(&found(status, "")), Err(PaypalError::Unavailable(_))), "{status}");
        }
        assert!(matches!(judged(&found(401, "{}")), Err(PaypalError::Key(_))));
        assert!(matches!(judged(&found(403, "{}")), Err(PaypalError::Key(_))));
        assert!(matches!(judged(&found(404, "{}")), Err(PaypalError::Missing)));
        assert!(matches!(judged(&found(200, "half a")), Err(PaypalError::Unavailable(_))));
        assert_eq!(judged(&found(204, "")).unwrap(), Value::Null);
    }
}
