//! VAT identification numbers: how each country writes its own. Whether one is given to anybody is not asked.
//!
//! Source: the European Commission's table of structures (VIES, frequently asked questions, Q11); for Switzerland,
//! Norway and Great Britain their tax offices.

/// By country, ISO 3166: the prefix, and what follows it. `9` is a digit, `a` a letter, `x` either; the rest is itself.
const FORMS: &[(&str, &str, &[&str])] = &[
    ("AT", "AT", &["U99999999"]),
    ("BE", "BE", &["9999999999"]),
    ("BG", "BG", &["999999999", "9999999999"]),
    ("CH", "CHE", &["999999999", "999999999MWST", "999999999TVA", "999999999IVA"]),
    ("CY", "CY", &["99999999a"]),
    ("CZ", "CZ", &["99999999", "999999999", "9999999999"]),
    ("DE", "DE", &["999999999"]),
    ("DK", "DK", &["99999999"]),
    ("EE", "EE", &["999999999"]),
    ("ES", "ES", &["x9999999x"]),
    ("FI", "FI", &["99999999"]),
    ("FR", "FR", &["xx999999999"]),
    ("GB", "GB", &["999999999", "999999999999", "GD999", "HA999"]),
    ("GR", "EL", &["999999999"]),
    ("HR", "HR", &["99999999999"]),
    ("HU", "HU", &["99999999"]),
    ("IE", "IE", &["9999999a", "9999999aa", "9x99999a"]),
    ("IT", "IT", &["99999999999"]),
    ("LT", "LT", &["999999999", "999999999999"]),
    ("LU", "LU", &["99999999"]),
    ("LV", "LV", &["99999999999"]),
    ("MT", "MT", &["99999999"]),
    ("NL", "NL", &["999999999B99", "xxxxxxxxxxxx"]),
    ("NO", "NO", &["999999999", "999999999MVA"]),
    ("PL", "PL", &["9999999999"]),
    ("PT", "PT", &["999999999"]),
    ("RO", "RO", &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"]),
    ("SE", "SE", &["999999999999"]),
    ("SI", "SI", &["99999999"]),
    ("SK", "SK", &["9999999999"]),
];

fn fits(text: &str, form: &str) -> bool {
    let one = |(c, f): (u8, u8)| match f {
        b'9' => c.is_ascii_digit(),
        b'a' => c.is_ascii_uppercase(),
        b'x' => c.is_ascii_uppercase() || c.is_ascii_digit(),
        itself => c == itself,
    };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(one)
}

/// Tidied, with its country's prefix; where none was typed, that of `country` (ISO 3166) is put before it.
///
/// # Errors
/// `vat_id_form`: not as that country writes it. Numbers of countries that are not known to us are kept as they are,
/// within 4 to 20 letters and digits.
pub(crate) fn parse(typed: &str, country: &str) -> Result<String, &'static str> {
    let text: String =
        typed.chars().filter(|c| !c.is_whitespace() && !".-/".contains(*c)).flat_map(char::to_uppercase).collect();
    if text.is_empty() {
        return Ok(text);
    }
    let own = |(_, prefix, forms): &(&str, &str, &[&str])| {
        let rest = text.strip_prefix(prefix)?;
        forms.iter().any(|form| fits(rest, form)).then(|| text.clone())
    };
    if let Some(whole) = FORMS.iter().find_map(own) {
        return Ok(whole);
    }
    match FORMS.iter().find(|(code, ..)| *code == country) {
        Some((_, prefix, forms)) if forms.iter().any(|form| fits(&text, form)) => Ok(format!("{prefix}{text}")),
        Some(_) => Err("vat_id_form"),
        None => {
            let plain = (4..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
            // Begun as one of those we know, and not written as that country writes it.
            let known = FORMS.iter().any(|(_, prefix, _)| text.starts_with(prefix));
            if plain && !known { Ok(text) } else { Err("vat_id_form") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_as_their_countries_write_them() {
        for (typed, country, kept) in [
            ("DE 123 456 789", "DE", "DE123456789"),
            ("123456789", "DE", "DE123456789"),
            ("atu 12345678", "DE", "ATU12345678"),
            ("FR-AB.123456789", "FR", "FRAB123456789"),
            ("el123456789", "GR", "EL123456789"),
            ("NL123456789B01", "NL", "NL123456789B01"),
            ("CHE-123.456.789 MWST", "CH", "CHE123456789MWST"),
            ("1234567FA", "IE", "IE1234567FA"),
            ("12345678", "NZ", "12345678"),
            ("  ", "DE", ""),
        ] {
            assert_eq!(parse(typed, country).as_deref(), Ok(kept), "{typed}");
        }
        for (typed, country) in
            [("12345", "DE"), ("DE12345678", "FR"), ("<b>", "NZ"), ("DE12", "NZ"), ("AT12345678", "AT")]
        {
            assert_eq!(parse(typed, country), Err("vat_id_form"), "{typed}");
        }
    }
}
