//! One cell of a table: what it says, once spreadsheets are out of the way.
use kernel::{Currency, Money};

/// What is wrong with a value, and what to do about it.
pub type Wrong = (&'static str, &'static str);

pub const FORMULA: Wrong =
    ("is a formula, not a value", "Save the table with values, or put an apostrophe before what is meant as text");

/// The trimmed text. An apostrophe that keeps a spreadsheet from taking the cell for a formula goes; it is put there
/// again when the cell is exported.
pub fn plain(text: &str) -> &str {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix('\'').filter(|rest| crate::sheet::is_touchy(rest)) {
        return rest.trim();
    }
    // Excel's way to keep leading zeros.
    let zeros = text.strip_prefix("=\"").and_then(|b| b.strip_suffix('"')).filter(|b| !b.contains('"'));
    zeros.unwrap_or(text).trim()
}

/// Whether a spreadsheet would reckon with the cell as it stands.
pub fn is_formula(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('=') && plain(text) == text
}

/// A price of 0 or more.
pub fn price(text: &str, currency: Currency) -> Result<Money, Wrong> {
    match Money::parse(text, currency) {
        Ok(amount) if amount.amount < 0 => Err(("is negative", "Write a price of 0 or more")),
        Ok(amount) => Ok(amount),
        Err(_) if text.contains(',') => {
            Err(("has a comma", "Write 12.90: a point before the cents, and nothing between thousands"))
        }
        Err(_) => Err(("is not an amount", "Write a price like 12.90")),
    }
}

/// A whole number, perhaps written `454.0`; None where it is blank.
pub fn whole(text: &str) -> Result<Option<i64>, Wrong> {
    let digits = match text.split_once('.') {
        Some((whole, rest)) if rest.bytes().all(|b| b == b'0') => whole,
        _ => text,
    };
    if digits.is_empty() {
        return Ok(None);
    }
    digits.parse().map(Some).map_err(|_| ("is not a whole number", "Write a whole number like 12"))
}

/// Units in stock: what is below none is none. The flag says that it was.
pub fn units(text: &str) -> Result<Option<(i64, bool)>, Wrong> {
    match whole(text)? {
        Some(n) if n > i64::from(i32::MAX) => {
            Err(("is more than anybody stocks", "Write a number of units like 12"))
        }
        n => Ok(n.map(|n| (n.max(0), n < 0))),
    }
}

/// Grams of a weight in `unit`; None where it is blank or nothing.
pub fn grams(text: &str, unit: &str) -> Result<Option<i64>, Wrong> {
    if text.is_empty() {
        return Ok(None);
    }
    let each = match unit.trim().to_lowercase().as_str() {
        "" | "g" | "gram" | "grams" => 1.0,
        "kg" | "kgs" | "kilogram" => 1000.0,
        "lb" | "lbs" | "pound" => 453.592_37,
        "oz" | "ounce" => 28.349_523,
        _ => return Err(("has a unit that is not known", "Write g, kg, lb or oz")),
    };
    let weight: f64 = text.parse().map_err(|_| ("is not a weight", "Write a number like 0.35"))?;
    let grams = (weight * each).round();
    if (0.0..1e9).contains(&grams) {
        Ok(Some(grams as i64).filter(|g| *g > 0))
    } else {
        Err(("is not a weight", "Write a number like 0.35"))
    }
}

/// `yes`, `1`, `true`; None where it is blank.
pub fn answer(text: &str) -> Result<Option<bool>, Wrong> {
    match text.to_lowercase().as_str() {
        "" => Ok(None),
        "true" | "yes" | "y" | "1" => Ok(Some(true)),
        "false" | "no" | "n" | "0" => Ok(Some(false)),
        _ => Err(("is neither yes nor no", "Write yes or no")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_was_warned_of_is_what_it_was() {
        for (cell, text) in
            [("'=1+1", "=1+1"), ("'-5 °C", "-5 °C"), ("'tis", "'tis"), ("=\"007\"", "007"), (" a ", "a")]
        {
            assert_eq!(plain(cell), text);
        }
        assert!(is_formula("=SUM(A1)") && !is_formula("=\"007\"") && !is_formula("'=1") && !is_formula("-1"));
        for text in ["=1+1", "-5 °C", "+49", "@home", "plain", "'=x", "''+y", "'tis", "=\"007\""] {
            assert_eq!(plain(&crate::sheet::safe(text)), text);
        }
    }

    #[test]
    fn weights_come_in_several_units() {
        assert_eq!(grams("0.35", "kg"), Ok(Some(350)));
        assert_eq!(grams("1", "lb"), Ok(Some(454)));
        assert_eq!(grams("", "kg"), Ok(None));
        assert!(grams("1", "stone").is_err() && grams("heavy", "kg").is_err() && grams("-1", "kg").is_err());
    }
}
