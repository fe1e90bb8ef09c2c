//! Links in mails: an id that its row makes good for one thing, signed so that nobody can make one up.
use std::fmt;

use hmac::digest::KeyInit;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Signs what stands in links, and what must be the same on every device without being stored. A purpose keeps what
/// was signed for one thing from being used for another. Cheap to clone.
#[derive(Clone)]
pub struct LinkKeys(Hmac<Sha256>);

impl LinkKeys {
    /// Instances of one shop share the secret.
    pub fn new(secret: &[u8; 32]) -> Self {
        // HMAC fills a short key up with zeros to the hash's block (RFC 2104).
        let mut key = [0; 64];
        key[..32].copy_from_slice(secret);
        Self(<Hmac<Sha256> as KeyInit>::new(&key.into()))
    }

    /// `id.mac`: safe in URLs.
    pub fn token(&self, purpose: &str, id: &str) -> String {
        format!("{id}.{}", self.seal(purpose, id))
    }

    /// The id in a token that was signed for `purpose`.
    pub fn open<'a>(&self, purpose: &str, token: &'a str) -> Option<&'a str> {
        let (id, mac) = token.split_once('.')?;
        let expected = self.seal(purpose, id);
        bool::from(expected.as_bytes().ct_eq(mac.as_bytes())).then_some(id)
    }

    /// 64 characters that only holders of the secret can tell from `text`.
    pub fn seal(&self, purpose: &str, text: &str) -> String {
        let length = (purpose.len() as u64).to_be_bytes();
        let mac = self
            .0
            .clone()
            .chain_update(b"sundry link 1\0")
            .chain_update(length)
            .chain_update(purpose.as_bytes())
            .chain_update(text.as_bytes());
        crate::hex(&mac.finalize().into_bytes())
    }
}

impl fmt::Debug for LinkKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKeys(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_good_for_its_purpose_and_its_shop() {
        let keys = LinkKeys::new(&[7; 32]);
        let token = keys.token("verify", "ltr_1");
        assert_eq!(keys.open("verify", &token), Some("ltr_1"));
        assert_eq!(keys.open("reset", &token), None);
        assert_eq!(LinkKeys::new(&[8; 32]).open("verify", &token), None);
        for bad in ["", ".", "ltr_1", "ltr_1.", &token.replace("ltr_1", "ltr_2"), &token[1..]] {
            assert_eq!(keys.open("verify", bad), None, "{bad}");
        }
    }
}
