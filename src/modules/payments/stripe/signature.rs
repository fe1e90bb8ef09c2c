//! What Stripe sends by itself: proved by its signature over the very bytes that came, then read.
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::ProviderError;
use crate::provider::{Notice, RawNotice};

/// How old or new a notice may be, in seconds: an old one that somebody kept proves nothing.
const TOLERANCE: i64 = 300;

/// `t=SECONDS,v1=HEX[,v1=HEX]`: HMAC-SHA-256 of `SECONDS.BODY`; several while a secret is being changed.
///
/// # Errors
/// Why it is not proved.
pub(crate) fn check(secret: &SecretString, raw: &RawNotice) -> Result<(), &'static str> {
    let mut at = None;
    let mut proofs = Vec::new();
    for part in raw.signature.split(',') {
        match part.trim().split_once('=') {
            Some(("t", seconds)) => at = seconds.parse::<i64>().ok(),
            Some(("v1", proof)) if proofs.len() < 8 => proofs.push(proof),
            _ => {}
        }
    }
    let at = at.ok_or("the signature has no time")?;
    let expected = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.expose_secret().as_bytes())
        .map_err(|_| "the signing secret cannot be used")?
        .chain_update(at.to_string().as_bytes())
        .chain_update(b".")
        .chain_update(&raw.body)
        .finalize()
        .into_bytes();
    let expected: String = expected.iter().map(|b| format!("{b:02x}")).collect();
    // All of them, whatever the first says: how long it takes tells nothing.
    let proved =
        proofs.iter().fold(false, |proved, p| bool::from(p.as_bytes().ct_eq(expected.as_bytes())) | proved);
    if !proved {
        return Err("the signature does not fit");
    }
    let now = raw.now.0.div_euclid(1_000_000);
    if (now - at).abs() > TOLERANCE {
        return Err("the notice is too old");
    }
    Ok(())
}

/// What it is about.
///
/// # Errors
/// What is no event.
pub(crate) fn read(body: &[u8]) -> Result<Notice, ProviderError> {
    let told: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    let text = |of: &Value| of.as_str().unwrap_or_default().to_owned();
    let about = &told["data"]["object"];
    let event = text(&told["id"]);
    if event.is_empty() {
        return Err(ProviderError::Declined("this is no event".to_owned()));
    }
    // Charges, refunds and disputes name the intent that they belong to.
    let provider_reference = match about["object"].as_str() {
        Some("payment_intent") => text(&about["id"]),
        _ => text(&about["payment_intent"]),
    };
    let payment = about["metadata"]["payment"].as_str().and_then(|id| id.parse().ok());
    Ok(Notice { event, kind: text(&told["type"]), payment, provider_reference })
}

#[cfg(test)]
mod tests {
    use kernel::Micros;

    use super::*;

    fn raw(body: &str, signature: &str, now: i64) -> RawNotice {
        RawNotice { body: body.into(), signature: signature.into(), now: Micros(now * 1_000_000) }
    }

    fn sign(secret: &str, at: i64, body: &str) -> String {
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).unwrap();
        let mac = mac.chain_update(format!("{at}.{body}").as_bytes()).finalize().into_bytes();
        mac.iter().map(|b| format!("{b:02x}")).collect()
    }

    #[test]
    fn only_the_very_bytes_at_their_time_are_proved() {
        let (secret, body) = (SecretString::from("whsec_1".to_owned()), r#"{"id":"evt_1"}"#);
        let proof = sign("whsec_1", 1000, body);
        let good = format!("t=1000,v1={proof}");
        assert_eq!(check(&secret, &raw(body, &good, 1000)), Ok(()));
        assert_eq!(check(&secret, &raw(body, &good, 1300)), Ok(()));
        assert_eq!(check(&secret, &raw(body, &format!("t=1000,v1=00,v0=1, v1={proof}"), 1000)), Ok(()));
        assert_eq!(check(&secret, &raw(body, &good, 1301)), Err("the notice is too old"));
        assert_eq!(check(&secret, &raw(body, &good, 699)), Err("the notice is too old"));
        for bad in ["", "t=1000", "v1=00", &format!("t=1001,v1={proof}"), &format!("t=x,v1={proof}")] {
            assert!(check(&secret, &raw(body, bad, 1000)).is_err(), "{bad}");
        }
        assert!(check(&secret, &raw(r#"{"id":"evt_2"}"#, &good, 1000)).is_err());
        let other = SecretString::from("whsec_2".to_owned());
        assert!(check(&other, &raw(body, &good, 1000)).is_err());
    }

    #[test]
    fn an_event_names_its_intent_whatever_it_is_about() {
        let id = kernel::kinds::PaymentId::new(Micros(1));
        let intent = format!(
            r#"{{"id":"evt_1","type":"payment_intent.succeeded","data":{{"object":{{"object":"payment_intent","id":"pi_1","metadata":{{"payment":"{id}"}}}}}}}}"#
        );
        let told = read(intent.as_bytes()).unwrap();
        assert_eq!(
            (told.event.as_str(), told.provider_reference.as_str(), told.payment),
            ("evt_1", "pi_1", Some(id))
        );
        let dispute = r#"{"id":"evt_2","type":"charge.dispute.created","data":{"object":{"object":"dispute","id":"dp_1","payment_intent":"pi_1"}}}"#;
        let told = read(dispute.as_bytes()).unwrap();
        assert_eq!(
            (told.kind.as_str(), told.provider_reference.as_str(), told.payment),
            ("charge.dispute.created", "pi_1", None)
        );
        assert!(read(b"{}").is_err() && read(b"no json").is_err());
    }
}
