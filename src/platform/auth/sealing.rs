//! What must be kept and read again, but by nobody else: keys of other houses. Sealed with a key that is derived from the shop's
//! secret, so that a copy of the database alone opens nothing.
use std::fmt;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use secrecy::SecretString;

/// Of how it is written, so that it can change.
const FORM: &str = "1.";

/// Seals and opens texts (ChaCha20-Poly1305, RFC 8439; the key by HKDF, RFC 5869).
pub struct Sealer(LessSafeKey);

impl Sealer {
    /// `purpose` keeps what was sealed for one thing from being opened as another. None only when the machine's cryptography
    /// refuses its own parameters.
    pub fn new(secret: &[u8; 32], purpose: &str) -> Option<Self> {
        let derived = Salt::new(HKDF_SHA256, b"sundry seal 1").extract(secret);
        let info = [purpose.as_bytes()];
        let key: UnboundKey = derived.expand(&info, &CHACHA20_POLY1305).ok()?.into();
        Some(Self(LessSafeKey::new(key)))
    }

    /// `text` for the place `place`: nowhere else does it open.
    pub fn seal(&self, place: &str, text: &str) -> Option<String> {
        let nonce: [u8; NONCE_LEN] = rand::random();
        let mut sealed = text.as_bytes().to_vec();
        let place = Aad::from(place.as_bytes());
        self.0.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), place, &mut sealed).ok()?;
        Some(format!("{FORM}{}{}", crate::hex(&nonce), crate::hex(&sealed)))
    }

    /// What was sealed for this place; None when it was not, or under another secret.
    pub fn open(&self, place: &str, sealed: &str) -> Option<SecretString> {
        let bytes = unhex(sealed.strip_prefix(FORM)?)?;
        let (nonce, rest) = bytes.split_at_checked(NONCE_LEN)?;
        let (nonce, mut rest) = (nonce.try_into().ok()?, rest.to_vec());
        let place = Aad::from(place.as_bytes());
        let text = self.0.open_in_place(Nonce::assume_unique_for_key(nonce), place, &mut rest).ok()?;
        Some(std::str::from_utf8(text).ok()?.to_owned().into())
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(…)")
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    digits.chunks(2).map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn what_was_sealed_opens_in_its_place_under_its_secret_and_nowhere_else() {
        let sealer = Sealer::new(&[7; 32], "payments").unwrap();
        let sealed = sealer.seal("stripe.secret", "sk_test_1").unwrap();
        assert!(!sealed.contains("sk_test"), "{sealed}");
        assert_ne!(sealed, sealer.seal("stripe.secret", "sk_test_1").unwrap(), "never the same twice");
        let opened = |s: &Sealer, place, text: &str| s.open(place, text).map(|t| t.expose_secret().to_owned());
        assert_eq!(opened(&sealer, "stripe.secret", &sealed).as_deref(), Some("sk_test_1"));
        assert_eq!(opened(&sealer, "stripe.hook", &sealed), None);
        assert_eq!(opened(&Sealer::new(&[8; 32], "payments").unwrap(), "stripe.secret", &sealed), None);
        assert_eq!(opened(&Sealer::new(&[7; 32], "mail").unwrap(), "stripe.secret", &sealed), None);
        let last = if sealed.ends_with('0') { "1" } else { "0" };
        let bent = format!("{}{last}", &sealed[..sealed.len() - 1]);
        for bad in ["", "1.", "1.zz", "sk_test_1", &sealed[2..], bent.as_str()] {
            assert_eq!(opened(&sealer, "stripe.secret", bad), None, "{bad}");
        }
    }
}
