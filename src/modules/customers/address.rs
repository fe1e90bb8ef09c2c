//! What a buyer tells us, parsed at the door: inside, an [`Address`] is complete and an [`Email`] can be written to.
use serde::{Deserialize, Serialize};

/// An e-mail address: one `@`, something on both sides, a dot in the domain, at most 254 characters (RFC 5321).
/// The domain is kept in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// None when it cannot be an address.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@')?;
        let plain = |s: &str| !s.is_empty() && s.chars().all(|c| !c.is_whitespace() && !c.is_control());
        let good = plain(local)
            && plain(domain)
            && text.len() <= 254
            && local.len() <= 64
            && !local.contains(['@', '<', '>', '"', ',', ';', ':', '\\', '(', ')'])
            && domain.contains('.')
            && !domain.starts_with(['.', '-'])
            && !domain.ends_with(['.', '-'])
            && domain.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
        good.then(|| Self(format!("{}@{}", local, domain.to_lowercase())))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One thing wrong with one field; `code` names a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    pub field: &'static str,
    pub code: &'static str,
}

/// Everything wrong with what was told, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{} field(s) need another look", .0.len())]
pub struct FieldErrors(pub Vec<FieldError>);

/// As it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RawAddress {
    pub name: String,
    pub company: String,
    pub line1: String,
    pub line2: String,
    pub postal_code: String,
    pub city: String,
    pub country: String,
}

/// As it was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RawBuyer {
    pub email: String,
    pub phone: String,
    pub address: RawAddress,
}

/// Complete, trimmed, within limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub name: String,
    pub company: String,
    pub line1: String,
    pub line2: String,
    pub postal_code: String,
    pub city: String,
    /// ISO 3166 alpha-2, one we deliver to.
    pub country: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    pub email: Email,
    pub phone: String,
    pub address: Address,
}

/// Longest text a field may hold, in characters.
const LIMIT: usize = 120;

impl RawBuyer {
    /// # Errors
    /// Every field that is missing, too long or not understood; not only the first.
    pub fn parse(&self, countries: &[String]) -> Result<Buyer, FieldErrors> {
        let mut wrong = Vec::new();
        let mut text = |field: &'static str, value: &str, required: bool| {
            let value: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
            if required && value.is_empty() {
                wrong.push(FieldError { field, code: "missing" });
            } else if value.chars().count() > LIMIT {
                wrong.push(FieldError { field, code: "too_long" });
            } else if value.chars().any(char::is_control) {
                wrong.push(FieldError { field, code: "not_understood" });
            }
            value
        };
        let raw = &self.address;
        let typed = text("email", &self.email, true);
        let name = text("name", &raw.name, true);
        let company = text("company", &raw.company, false);
        let line1 = text("line1", &raw.line1, true);
        let line2 = text("line2", &raw.line2, false);
        let postal_code = text("postal_code", &raw.postal_code, true);
        let city = text("city", &raw.city, true);
        let country = text("country", &raw.country, true).to_uppercase();
        let phone = text("phone", &self.phone, false);
        let email = Email::parse(&typed);
        if email.is_none() && !typed.is_empty() && !wrong.iter().any(|w| w.field == "email") {
            wrong.push(FieldError { field: "email", code: "not_an_email" });
        }
        if !country.is_empty() && !countries.contains(&country) {
            wrong.push(FieldError { field: "country", code: "not_delivered_there" });
        }
        const ORDER: [&str; 9] =
            ["email", "name", "company", "line1", "line2", "postal_code", "city", "country", "phone"];
        wrong.sort_by_key(|w| ORDER.iter().position(|f| *f == w.field));
        match email {
            Some(email) if wrong.is_empty() => Ok(Buyer {
                email,
                phone,
                address: Address { name, company, line1, line2, postal_code, city, country },
            }),
            _ => Err(FieldErrors(wrong)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw() -> RawBuyer {
        RawBuyer {
            email: " Ada@Example.ORG ".into(),
            phone: String::new(),
            address: RawAddress {
                name: "Ada  Holm".into(),
                line1: "Kai 14".into(),
                postal_code: "20357".into(),
                city: "Hamburg".into(),
                country: "de".into(),
                ..RawAddress::default()
            },
        }
    }

    #[test]
    fn a_buyer_is_tidied_at_the_door() {
        let buyer = raw().parse(&["DE".into()]).unwrap();
        assert_eq!(buyer.email.as_str(), "Ada@example.org");
        assert_eq!((buyer.address.name.as_str(), buyer.address.country.as_str()), ("Ada Holm", "DE"));
    }

    #[test]
    fn every_wrong_field_is_told_in_the_order_of_the_form() {
        let mut raw = raw();
        raw.email = "ada@".into();
        raw.address.city = "  ".into();
        raw.address.line1 = "x".repeat(200);
        let wrong = raw.parse(&["FR".into()]).unwrap_err().0;
        let fields: Vec<_> = wrong.iter().map(|w| (w.field, w.code)).collect();
        let expected = [
            ("email", "not_an_email"),
            ("line1", "too_long"),
            ("city", "missing"),
            ("country", "not_delivered_there"),
        ];
        assert_eq!(fields, expected);
    }

    #[test]
    fn addresses_that_cannot_be_written_to_are_refused() {
        for bad in ["", "a", "a@b", "@b.de", "a b@c.de", "a@b..", "a@-b.de", "x\r\nBcc:y@z.de", "<a>@b.de"] {
            assert!(Email::parse(bad).is_none(), "{bad}");
        }
        assert!(Email::parse("first.last+tag@sub.example.org").is_some());
    }
}
