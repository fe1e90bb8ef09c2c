//! How a message is signed: Standard Webhooks 1.0.0, the symmetric scheme.
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha2::Sha256;

const PREFIX: &str = "whsec_";
/// Bytes of a secret; the standard asks for 24 to 64.
const LENGTH: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no secret of the form whsec_…")]
pub struct BadSecret;

/// A new secret.
pub(crate) fn secret() -> String {
    let bytes: [u8; LENGTH] = rand::random();
    format!("{PREFIX}{}", STANDARD.encode(bytes))
}

fn mac(secret: &str, id: &str, timestamp: i64, body: &str) -> Result<Hmac<Sha256>, BadSecret> {
    let key = STANDARD.decode(secret.strip_prefix(PREFIX).unwrap_or(secret)).map_err(|_| BadSecret)?;
    if key.is_empty() {
        return Err(BadSecret);
    }
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&key).map_err(|_| BadSecret)?;
    for piece in [id, ".", &timestamp.to_string(), ".", body] {
        mac.update(piece.as_bytes());
    }
    Ok(mac)
}

/// What stands in `webhook-signature`: one signature for each secret, the newest first. `timestamp` is in seconds.
///
/// # Errors
/// [`BadSecret`].
pub fn sign(secrets: &[&str], id: &str, timestamp: i64, body: &str) -> Result<String, BadSecret> {
    let signed = secrets.iter().map(|secret| {
        let mac = mac(secret, id, timestamp, body)?;
        Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    });
    Ok(signed.collect::<Result<Vec<_>, BadSecret>>()?.join(" "))
}

/// Whether one of the signatures in `header` is right: what a receiver does, and what our tests hold the signing against.
///
/// # Errors
/// [`BadSecret`].
pub fn verify(secret: &str, id: &str, timestamp: i64, body: &str, header: &str) -> Result<bool, BadSecret> {
    let mac = mac(secret, id, timestamp, body)?;
    Ok(header
        .split(' ')
        .filter_map(|one| one.strip_prefix("v1,"))
        .any(|signature| STANDARD.decode(signature).is_ok_and(|bytes| mac.clone().verify_slice(&bytes).is_ok())))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The standard's published vector.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const AT: i64 = 1_614_265_330;
    const BODY: &str = "{\"test\": 2432232314}";
    const SIGNED: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    #[test]
    fn the_published_vector_is_reached() {
        assert_eq!(sign(&[SECRET], ID, AT, BODY).as_deref(), Ok(SIGNED));
        let bare = SECRET.trim_start_matches("whsec_");
        assert_eq!(sign(&[bare], ID, AT, BODY).as_deref(), Ok(SIGNED));
    }

    #[test]
    fn one_right_signature_of_several_is_enough() {
        let other = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";
        assert_eq!(verify(SECRET, ID, AT, BODY, &format!("{other} {SIGNED} {other}")), Ok(true));
        assert_eq!(verify(SECRET, ID, AT, BODY, other), Ok(false));
    }

    #[test]
    fn what_is_not_right_is_refused() {
        let last_byte = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=";
        for wrong in
            [last_byte, "v1,dawfeoifkpqwoekfpqoekf", "v1,", "", "v2,g0hM", SIGNED.trim_start_matches("v1,")]
        {
            assert_eq!(verify(SECRET, ID, AT, BODY, wrong), Ok(false), "{wrong}");
        }
        assert_eq!(verify(SECRET, ID, AT + 1, BODY, SIGNED), Ok(false), "another time");
        assert_eq!(verify(SECRET, "msg_2", AT, BODY, SIGNED), Ok(false), "another message");
        assert_eq!(verify(SECRET, ID, AT, "{}", SIGNED), Ok(false), "another body");
        for empty in ["", "whsec_"] {
            assert_eq!(sign(&[empty], ID, AT, BODY), Err(BadSecret));
        }
    }

    #[test]
    fn a_new_secret_signs_and_is_never_the_same() {
        let (one, two) = (secret(), secret());
        assert_ne!(one, two);
        let signed = sign(&[&one, &two], ID, AT, BODY).expect("signed");
        for secret in [&one, &two] {
            assert_eq!(verify(secret, ID, AT, BODY, &signed), Ok(true));
        }
    }
}
