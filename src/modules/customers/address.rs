//! What a buyer tells us, parsed at the door: inside, an [`Address`] is complete and an [`Email`] can be written to.
use serde::{Deserialize, Serialize};

use crate::vat;

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
    /// Where the bill goes; None: where the goods go.
    pub billing: Option<RawAddress>,
    pub vat_id: String,
    /// To the shop.
    pub note: String,
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
    /// Where the bill goes; None: where the goods go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billing: Option<Address>,
    /// With its country's prefix, its form checked; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub vat_id: String,
    /// To the shop; lines are kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Longest text a field may hold, in characters.
const LIMIT: usize = 120;
/// Longest note to the shop, in characters.
const NOTE: usize = 500;
/// How the fields of an address are called in errors: where the goods go, and where the bill goes.
type Names = [&'static str; 7];
const DELIVERY: Names = ["name", "company", "line1", "line2", "postal_code", "city", "country"];
const BILLING: Names = [
    "billing_name",
    "billing_company",
    "billing_line1",
    "billing_line2",
    "billing_postal_code",
    "billing_city",
    "billing_country",
];

/// On one line, trimmed; what is wrong with it goes to `wrong`.
fn text(wrong: &mut Vec<FieldError>, field: &'static str, value: &str, required: bool) -> String {
    let value: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if required && value.is_empty() {
        wrong.push(FieldError { field, code: "missing" });
    } else if value.chars().count() > LIMIT {
        wrong.push(FieldError { field, code: "too_long" });
    } else if value.chars().any(char::is_control) {
        wrong.push(FieldError { field, code: "not_understood" });
    }
    value
}

/// Each line trimmed, empty ones at both ends left out.
fn note(wrong: &mut Vec<FieldError>, typed: &str) -> String {
    let lines: Vec<&str> = typed.lines().map(str::trim_end).collect();
    let note = lines.join("\n").trim().to_owned();
    if note.chars().count() > NOTE {
        wrong.push(FieldError { field: "note", code: "too_long" });
    } else if note.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        wrong.push(FieldError { field: "note", code: "not_understood" });
    }
    note
}

impl RawAddress {
    fn read(&self, wrong: &mut Vec<FieldError>, names: &Names, countries: &[String]) -> Address {
        let [name, company, line1, line2, postal_code, city, country] = *names;
        let address = Address {
            name: text(wrong, name, &self.name, true),
            company: text(wrong, company, &self.company, false),
            line1: text(wrong, line1, &self.line1, true),
            line2: text(wrong, line2, &self.line2, false),
            postal_code: text(wrong, postal_code, &self.postal_code, true),
            city: text(wrong, city, &self.city, true),
            country: text(wrong, country, &self.country, true).to_uppercase(),
        };
        if !address.country.is_empty() && !countries.contains(&address.country) {
            wrong.push(FieldError { field: country, code: "not_delivered_there" });
        }
        address
    }
}

impl RawBuyer {
    /// # Errors
    /// Every field that is missing, too long or not understood; not only the first.
    pub fn parse(&self, countries: &[String]) -> Result<Buyer, FieldErrors> {
        let mut wrong = Vec::new();
        let typed = text(&mut wrong, "email", &self.email, true);
        let address = self.address.read(&mut wrong, &DELIVERY, countries);
        let phone = text(&mut wrong, "phone", &self.phone, false);
        let billing = self.billing.as_ref().map(|raw| raw.read(&mut wrong, &BILLING, countries));
        let payer = billing.as_ref().unwrap_or(&address);
        let vat_id = vat::parse(&self.vat_id, &payer.country).unwrap_or_else(|code| {
            wrong.push(FieldError { field: "vat_id", code });
            String::new()
        });
        let note = note(&mut wrong, &self.note);
        let email = Email::parse(&typed);
        if email.is_none() && !typed.is_empty() && !wrong.iter().any(|w| w.field == "email") {
            wrong.push(FieldError { field: "email", code: "not_an_email" });
        }
        let place = |field| {
            let fields =
                ["email"].iter().chain(&DELIVERY).chain(&["phone"]).chain(&BILLING).chain(&["vat_id", "note"]);
            fields.into_iter().position(|f| *f == field)
        };
        wrong.sort_by_key(|w| place(w.field));
        match email {
            Some(email) if wrong.is_empty() => Ok(Buyer { email, phone, address, billing, vat_id, note }),
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
            ..RawBuyer::default()
        }
    }

    #[test]
    fn a_bill_may_go_elsewhere_and_a_note_keeps_its_lines() {
        let billing = RawAddress {
            name: "Ada Holm".into(),
            company: " Holm  GmbH ".into(),
            line1: "Turm 1".into(),
            postal_code: "1010".into(),
            city: "Wien".into(),
            country: "AT".into(),
            ..RawAddress::default()
        };
        let told = RawBuyer {
            billing: Some(billing.clone()),
            vat_id: "u 12345678".into(),
            note: "\n Ring twice.  \nThank you\n\n".into(),
            ..raw()
        };
        let buyer = told.parse(&["DE".into(), "AT".into()]).unwrap();
        assert_eq!(buyer.billing.unwrap().company, "Holm GmbH");
        assert_eq!((buyer.vat_id.as_str(), buyer.note.as_str()), ("ATU12345678", "Ring twice.\nThank you"));
        let billing = Some(RawAddress { city: String::new(), ..billing });
        let wrong = RawBuyer { billing, vat_id: "12".into(), note: "x".repeat(501), ..raw() };
        let wrong = wrong.parse(&["DE".into(), "AT".into()]).unwrap_err().0;
        let fields: Vec<_> = wrong.iter().map(|w| (w.field, w.code)).collect();
        assert_eq!(fields, [("billing_city", "missing"), ("vat_id", "vat_id_form"), ("note", "too_long")]);
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
