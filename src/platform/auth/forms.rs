//! Form tokens: proof that a form came from a page this shop served to this very visitor.
use std::fmt;
use std::time::Duration;

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use kernel::Micros;
use sha2::Sha256;
use subtle::ConstantTimeEq;

const LASTS: Duration = Duration::from_secs(12 * 3600);
/// 8 bytes of expiry and 32 of MAC, in hexadecimal.
const LENGTH: usize = 80;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormTokenError {
    #[error("this page was open for too long; reload it and send the form again")]
    Expired,
    #[error("this form does not belong to your visit; reload the page and send it again")]
    Foreign,
}

impl FormTokenError {
    /// A stable name for programs and for the table of statuses.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Expired => "form_expired",
            Self::Foreign => "form_foreign",
        }
    }
}

/// Issues and checks tokens: HMAC-SHA256 over the expiry and what the token is bound to (a session's or a visitor's
/// token). Nothing is stored. Cheap to clone.
#[derive(Clone)]
pub struct FormTokens {
    mac: Hmac<Sha256>,
    lasts: Duration,
}

impl FormTokens {
    /// Instances of one shop share the secret. Tokens last 12 hours.
    pub fn new(secret: &[u8; 32]) -> Self {
        // HMAC fills a short key up with zeros to the hash's block (RFC 2104).
        let mut key = [0; 64];
        key[..32].copy_from_slice(secret);
        let mac = <Hmac<Sha256> as KeyInit>::new(&key.into());
        Self { mac, lasts: LASTS }
    }

    /// The same with another lifetime, kept to the second.
    #[must_use]
    pub fn lasting(self, lasts: Duration) -> Self {
        Self { lasts, ..self }
    }

    /// A token for a form on a page that is shown at `now`: 80 characters, safe in attributes and URLs.
    pub fn issue(&self, binding: &str, now: Micros) -> String {
        let until = now.plus(self.lasts).0;
        let mut text = crate::hex(&until.to_be_bytes());
        text.push_str(&self.sign(until, binding));
        text
    }

    /// # Errors
    /// [`FormTokenError::Foreign`] when the token was not issued for `binding`; [`FormTokenError::Expired`] when it
    /// was, too long ago.
    pub fn check(&self, binding: &str, token: &str, now: Micros) -> Result<(), FormTokenError> {
        let (until, mac) = token
            .split_at_checked(16)
            .filter(|_| token.len() == LENGTH)
            .and_then(|(until, mac)| Some((i64::from_str_radix(until, 16).ok()?, mac)))
            .ok_or(FormTokenError::Foreign)?;
        let expected = self.sign(until, binding);
        if !bool::from(expected.as_bytes().ct_eq(mac.as_bytes())) {
            return Err(FormTokenError::Foreign);
        }
        if now.0 < until { Ok(()) } else { Err(FormTokenError::Expired) }
    }

    fn sign(&self, until: i64, binding: &str) -> String {
        let mac = self
            .mac
            .clone()
            .chain_update(b"sundry form token 1\0")
            .chain_update(until.to_be_bytes())
            .chain_update(binding.as_bytes());
        crate::hex(&mac.finalize().into_bytes())
    }
}

impl fmt::Debug for FormTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormTokens(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Micros = Micros(1_795_300_000_000_000);

    #[test]
    fn a_token_holds_for_its_visitor_and_its_time() {
        let forms = FormTokens::new(&[7; 32]);
        let token = forms.issue("visit-a", NOON);
        assert_eq!(token.len(), LENGTH);
        assert_eq!(forms.check("visit-a", &token, NOON.plus(Duration::from_secs(3600))), Ok(()));
        assert_eq!(forms.check("visit-b", &token, NOON), Err(FormTokenError::Foreign));
        assert_eq!(forms.check("visit-a", &token, NOON.plus(LASTS)), Err(FormTokenError::Expired));
        assert_eq!(FormTokens::new(&[8; 32]).check("visit-a", &token, NOON), Err(FormTokenError::Foreign));
    }

    #[test]
    fn whatever_is_changed_is_noticed() {
        let forms = FormTokens::new(&[7; 32]).lasting(Duration::from_secs(60));
        let token = forms.issue("visit-a", NOON);
        for i in 0..LENGTH {
            let mut bytes = token.clone().into_bytes();
            bytes[i] = if bytes[i] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(forms.check("visit-a", &changed, NOON), Err(FormTokenError::Foreign), "at {i}");
        }
        for bad in ["", "0", &"ü".repeat(40), &"+".repeat(80), &token.to_uppercase(), &token[1..]] {
            assert_eq!(forms.check("visit-a", bad, NOON), Err(FormTokenError::Foreign), "{bad}");
        }
    }
}
