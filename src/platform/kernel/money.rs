//! Money: integer minor units and a currency, never a float.
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An ISO 4217 code, upper case.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    pub const EUR: Self = Self(*b"EUR");

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }

    /// How many decimals its minor unit has (ISO 4217, those that differ from 2).
    pub fn decimals(&self) -> u32 {
        match &self.0 {
            b"JPY" | b"KRW" | b"VND" | b"CLP" | b"ISK" | b"PYG" | b"UGX" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            _ => 2,
        }
    }

    /// What people write in front of an amount; the code where no sign is common.
    pub fn sign(&self) -> &str {
        match &self.0 {
            b"EUR" => "€",
            b"USD" => "$",
            b"GBP" => "£",
            b"JPY" => "¥",
            _ => self.as_str(),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl FromStr for Currency {
    type Err = MoneyError;
    fn from_str(code: &str) -> Result<Self, MoneyError> {
        match code.as_bytes() {
            [a, b, c] if code.bytes().all(|x| x.is_ascii_uppercase()) => Ok(Self([*a, *b, *c])),
            _ => Err(MoneyError::Currency(code.chars().take(16).collect())),
        }
    }
}
impl TryFrom<String> for Currency {
    type Error = MoneyError;
    fn try_from(code: String) -> Result<Self, MoneyError> {
        code.parse()
    }
}
impl From<Currency> for String {
    fn from(c: Currency) -> Self {
        c.as_str().to_owned()
    }
}

/// An amount in minor units (cents for EUR) of one currency. May be negative (a refund, a discount).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    pub amount: i64,
    pub currency: Currency,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    #[error("`{0}` is not a currency code like EUR")]
    Currency(String),
    #[error("an amount in {0} cannot be added to one in {1}")]
    Mixed(Currency, Currency),
    #[error("the amount is too large")]
    Overflow,
    #[error("`{0}` is not an amount; write it like 12.90")]
    Amount(String),
}

/// Which way a half goes. Every rounding in the shop names its mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Half away from zero, as tax offices and shoppers expect.
    HalfUp,
    /// Half to the even neighbour.
    HalfEven,
}

/// A rate in hundredths of a percent: 19 % = 1900.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub i64);

impl fmt::Display for BasisPoints {
    /// `19`, `8.5`: percent without the sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 100, (self.0 % 100).abs());
        match rest {
            0 => write!(f, "{whole}"),
            r if r % 10 == 0 => write!(f, "{whole}.{}", r / 10),
            r => write!(f, "{whole}.{r:02}"),
        }
    }
}

fn div_round(n: i128, d: i128, mode: Rounding) -> Result<i64, MoneyError> {
    debug_assert!(d > 0);
    let (q, r) = (n / d, n % d);
    let twice = r.abs() * 2;
    let up = match mode {
        Rounding::HalfUp => twice >= d,
        Rounding::HalfEven => twice > d || (twice == d && q % 2 != 0),
    };
    let q = if up && r != 0 { q + n.signum() } else { q };
    i64::try_from(q).map_err(|_| MoneyError::Overflow)
}

impl Money {
    pub const fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }
    pub const fn zero(currency: Currency) -> Self {
        Self { amount: 0, currency }
    }
    pub const fn is_zero(&self) -> bool {
        self.amount == 0
    }

    /// # Errors
    /// Another currency, or an amount beyond `i64`.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed(self.currency, other.currency));
        }
        let amount = self.amount.checked_add(other.amount).ok_or(MoneyError::Overflow)?;
        Ok(Self { amount, ..self })
    }
    /// # Errors
    /// Another currency, or an amount beyond `i64`.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.plus(Self { amount: other.amount.checked_neg().ok_or(MoneyError::Overflow)?, ..other })
    }
    /// # Errors
    /// An amount beyond `i64`.
    pub fn times(self, quantity: i64) -> Result<Self, MoneyError> {
        let amount = self.amount.checked_mul(quantity).ok_or(MoneyError::Overflow)?;
        Ok(Self { amount, ..self })
    }
    /// The part of this amount at `rate`: tax on a net price, a percentage off.
    pub fn at(self, rate: BasisPoints, mode: Rounding) -> Result<Self, MoneyError> {
        let amount = div_round(i128::from(self.amount) * i128::from(rate.0), 10_000, mode)?;
        Ok(Self { amount, ..self })
    }
    /// The tax inside this gross amount at `rate`: gross − gross / (1 + rate).
    pub fn tax_within(self, rate: BasisPoints, mode: Rounding) -> Result<Self, MoneyError> {
        let amount = div_round(i128::from(self.amount) * i128::from(rate.0), 10_000 + i128::from(rate.0), mode)?;
        Ok(Self { amount, ..self })
    }

    /// This amount × `n` / `d`, for what is no plain percentage: tax upon tax, a net price held across a border.
    ///
    /// # Errors
    /// An amount beyond `i64`, or a `d` that is not above 0.
    pub fn share(self, n: i128, d: i128, mode: Rounding) -> Result<Self, MoneyError> {
        if d <= 0 {
            return Err(MoneyError::Overflow);
        }
        let product = i128::from(self.amount).checked_mul(n).ok_or(MoneyError::Overflow)?;
        Ok(Self { amount: div_round(product, d, mode)?, ..self })
    }

    /// Reads `12.90`, `12`, `1234.5`; a dot is the decimal mark. No more decimals than the currency has.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let wrong = || MoneyError::Amount(text.chars().take(32).collect());
        let trimmed = text.trim();
        let (negative, digits) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed),
        };
        let (whole, frac) = digits.split_once('.').unwrap_or((digits, ""));
        let places = currency.decimals() as usize;
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(frac) {
            return Err(wrong());
        }
        let kept = frac.trim_end_matches('0');
        if kept.len() > places {
            return Err(wrong());
        }
        let mut text = String::from(whole);
        text.push_str(kept);
        text.extend(std::iter::repeat_n('0', places - kept.len()));
        let amount: i64 = text.parse().map_err(|_| MoneyError::Overflow)?;
        Ok(Self { amount: if negative { -amount } else { amount }, currency })
    }

    /// `12.90`, without a sign: for machines and input fields.
    pub fn decimal(&self) -> String {
        let places = self.currency.decimals();
        let unit = 10i64.pow(places);
        let sign = if self.amount < 0 { "-" } else { "" };
        let (whole, rest) = (self.amount.unsigned_abs() / unit as u64, self.amount.unsigned_abs() % unit as u64);
        match places {
            0 => format!("{sign}{whole}"),
            _ => format!("{sign}{whole}.{rest:0width$}", width = places as usize),
        }
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.decimal(), self.currency)
    }
}

/// Splits `total` over `weights` by largest remainder; ties go to the earlier; zero weights split evenly.
/// The parts always add up to `total`. Weights must not be negative.
pub fn split(total: i64, weights: &[i64]) -> Vec<i64> {
    if weights.is_empty() {
        return Vec::new();
    }
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    let even = vec![1i64; weights.len()];
    let (weights, sum) = if sum == 0 { (&even[..], weights.len() as i128) } else { (weights, sum) };
    let sign = total.signum();
    let size = i128::from(total).abs();
    let mut parts: Vec<i64> = weights.iter().map(|w| (size * i128::from(*w) / sum) as i64).collect();
    let mut left = (size - parts.iter().map(|p| i128::from(*p)).sum::<i128>()) as usize;
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(size * i128::from(weights[i]) % sum), i));
    for i in order {
        if left == 0 {
            break;
        }
        parts[i] += 1;
        left -= 1;
    }
    parts.into_iter().map(|p| p * sign).collect()
}

/// [`split`], but no part exceeds its `most`: what one cannot carry goes to the others by weight. The parts add up to
/// `total`, or to all that can be carried. Nothing may be negative.
pub fn split_within(total: i64, weights: &[i64], most: &[i64]) -> Vec<i64> {
    let mut parts = vec![0; weights.len()];
    let mut open: Vec<usize> = (0..weights.len()).collect();
    let mut left = total;
    while left > 0 && !open.is_empty() {
        let shares = split(left, &open.iter().map(|&i| weights[i]).collect::<Vec<_>>());
        let (full, rest): (Vec<_>, Vec<_>) =
            open.iter().copied().zip(shares).partition(|&(i, share)| share > most[i]);
        if full.is_empty() {
            rest.into_iter().for_each(|(i, share)| parts[i] = share);
            break;
        }
        for (i, _) in full {
            parts[i] = most[i];
            left -= most[i];
        }
        open = rest.into_iter().map(|(i, _)| i).collect();
    }
    parts
}

#[cfg(test)]
#[path = "money_any.rs"]
mod any;

#[cfg(test)]
mod tests {
    use super::*;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR)
    }

    #[test]
    fn splits_by_largest_remainder() {
        assert_eq!(split(299, &[4300, 1400, 2300]), [161, 52, 86]);
        assert_eq!(split(299, &[1000, 1000, 1000]), [100, 100, 99]);
        assert_eq!(split(10, &[0, 0]), [5, 5]);
        assert_eq!(split(-299, &[1, 1, 1]), [-100, -100, -99]);
        assert_eq!(split(5, &[]), Vec::<i64>::new());
    }

    #[test]
    fn what_a_line_cannot_carry_goes_to_the_others() {
        // Floors 0, 1900, 5000, 2600 of 1000, 2000, 5000, 3000.
        let carried = split_within(1200, &[1000, 2000, 5000, 3000], &[1000, 100, 0, 400]);
        assert_eq!(carried, [700, 100, 0, 400]);
        let carried = split_within(2500, &[5000, 2000, 2000, 2000], &[500, 2000, 2000, 2000]);
        assert_eq!(carried, [500, 667, 667, 666]);
        assert_eq!(split_within(400, &[200, 600], &[200, 600]), [100, 300]);
        assert_eq!(split_within(1000, &[200, 600], &[200, 600]), [200, 600]);
        assert_eq!(split_within(10, &[0, 0], &[3, 9]), [3, 7]);
        assert_eq!(split_within(0, &[1, 2], &[1, 2]), [0, 0]);
    }

    #[test]
    fn tax_is_taken_both_ways() {
        let gross = eur(1970).tax_within(BasisPoints(2000), Rounding::HalfUp);
        assert_eq!(gross, Ok(eur(328)));
        assert_eq!(eur(369).at(BasisPoints(2000), Rounding::HalfUp), Ok(eur(74)));
        assert_eq!(eur(-50).at(BasisPoints(100), Rounding::HalfUp), Ok(eur(-1)));
        assert_eq!(eur(50).at(BasisPoints(100), Rounding::HalfEven), Ok(eur(0)));
    }

    #[test]
    fn amounts_are_read_and_written() {
        assert_eq!(Money::parse("12.9", Currency::EUR), Ok(eur(1290)));
        assert_eq!(Money::parse("-0.05", Currency::EUR), Ok(eur(-5)));
        assert_eq!(eur(-5).decimal(), "-0.05");
        for wrong in ["", "12,90", "1.999", "1e3", "--1", ".5"] {
            assert!(Money::parse(wrong, Currency::EUR).is_err(), "{wrong}");
        }
        assert_eq!(Money::parse("1500", "JPY".parse().unwrap()).unwrap().decimal(), "1500");
    }

    #[test]
    fn currencies_do_not_mix_and_nothing_overflows() {
        assert!(eur(1).plus(Money::new(1, "USD".parse().unwrap())).is_err());
        assert_eq!(eur(i64::MAX).plus(eur(1)), Err(MoneyError::Overflow));
        assert_eq!(eur(i64::MAX).times(2), Err(MoneyError::Overflow));
    }

    #[test]
    fn rates_read_as_percent() {
        assert_eq!(BasisPoints(1900).to_string(), "19");
        assert_eq!(BasisPoints(850).to_string(), "8.5");
        assert_eq!(BasisPoints(825).to_string(), "8.25");
    }
}
