//! Amounts as PayPal writes them: decimal text, two decimals but for currencies that it takes in whole units.
use kernel::{Currency, Money};

use crate::ProviderError;

/// Currencies of which PayPal takes whole units only.
const WHOLE: [&str; 3] = ["HUF", "JPY", "TWD"];

/// How many decimals PayPal writes; None where it takes none of this currency.
fn decimals(currency: Currency) -> Option<u32> {
    match currency.decimals() {
        _ if WHOLE.contains(&currency.as_str()) => Some(0),
        2 => Some(2),
        _ => None,
    }
}

/// Minor units of ours in one unit of what PayPal's text counts last.
fn step(currency: Currency) -> Option<(u32, i64)> {
    let told = decimals(currency)?;
    let more = currency.decimals().checked_sub(told)?;
    Some((told, 10_i64.pow(more)))
}

/// `28.90`; `2890` where there are whole units only.
///
/// # Errors
/// [`ProviderError::Declined`] for what PayPal cannot take, saying why.
pub(crate) fn written(amount: Money) -> Result<String, ProviderError> {
    let currency = amount.currency;
    let no = |why: String| Err(ProviderError::Declined(why));
    let Some((decimals, step)) = step(currency) else {
        return no(format!("PayPal takes no {currency}: choose another way to pay"));
    };
    if amount.amount % step != 0 {
        return no(format!("PayPal takes whole {currency} only, without a fraction: choose another way to pay"));
    }
    let units = amount.amount / step;
    if decimals == 0 {
        return Ok(units.to_string());
    }
    let sign = if units < 0 { "-" } else { "" };
    Ok(format!("{sign}{}.{:02}", units.unsigned_abs() / 100, units.unsigned_abs() % 100))
}

/// Minor units; None for what is no amount in this currency. Decimals that are written out of habit (`2890.00` where there are none)
/// must be zeros.
pub(crate) fn read(text: &str, currency: Currency) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !number(whole) || !number(fraction) {
        return None;
    }
    let kept = currency.decimals() as usize;
    if fraction.bytes().skip(kept).any(|b| b != b'0') {
        return None;
    }
    let minor: String = fraction.chars().chain(std::iter::repeat('0')).take(kept).collect();
    let units: i64 = format!("{whole}{minor}").parse().ok()?;
    Some(sign * units)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: i64, currency: &str) -> Money {
        Money::new(amount, currency.parse().unwrap())
    }

    #[test]
    fn amounts_are_written_as_they_are_taken_and_read_back() {
        for (amount, currency, text) in [
            (2890, "EUR", "28.90"),
            (5, "USD", "0.05"),
            (100_000_001, "GBP", "1000000.01"),
            (2890, "JPY", "2890"),
            (289_000, "HUF", "2890"),
            (100, "TWD", "1"),
        ] {
            assert_eq!(written(money(amount, currency)).unwrap(), text);
            assert_eq!(read(text, currency.parse().unwrap()), Some(amount), "{text} {currency}");
        }
        assert_eq!(read("2890.00", "JPY".parse().unwrap()), Some(2890));
        assert_eq!(read("-1.5", Currency::EUR), Some(-150));
        for bad in ["", ".", ".5", "1.005", "1,00", "1e3", "+1", "NaN", "99999999999999999999"] {
            assert_eq!(read(bad, Currency::EUR), None, "{bad}");
        }
    }

    #[test]
    fn a_fraction_of_a_whole_unit_is_refused_and_said_why() {
        for (amount, currency) in [(289_050, "HUF"), (1, "TWD")] {
            let no = written(money(amount, currency)).unwrap_err().to_string();
            assert!(no.contains(&format!("whole {currency} only")), "{no}");
        }
        for currency in ["KRW", "BHD"] {
            let no = written(money(1000, currency)).unwrap_err().to_string();
            assert!(no.contains(&format!("takes no {currency}")), "{no}");
        }
    }
}
