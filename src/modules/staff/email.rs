use std::fmt;

use crate::StaffError;

/// A mail address that signs somebody in: trimmed, in lower case, at most 254 bytes (RFC 5321), one `@` with something
/// on both sides and no blanks. Whether mail arrives only mail can tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// # Errors
    /// [`StaffError::Email`].
    pub fn parse(text: &str) -> Result<Self, StaffError> {
        let text = text.trim().to_lowercase();
        let plain = text.len() <= 254 && !text.contains(|c: char| c.is_whitespace() || c.is_control());
        match text.split_once('@') {
            Some((local, domain)) if plain && !local.is_empty() && !domain.is_empty() && !domain.contains('@') => {
                Ok(Self(text))
            }
            _ => Err(StaffError::Email),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_however_it_is_typed() {
        assert_eq!(Email::parse(" Ada@Example.ORG ").unwrap().as_str(), "ada@example.org");
        for bad in ["", "ada", "@example.org", "ada@", "a@b@c", "a da@example.org", "ada@exa\nmple.org"] {
            assert!(Email::parse(bad).is_err(), "{bad}");
        }
        assert!(Email::parse(&format!("{}@example.org", "a".repeat(250))).is_err());
    }
}
