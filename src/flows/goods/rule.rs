//! How prices are changed all at once: pure sums in minor units.
use serde::{Deserialize, Serialize};

/// By how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    /// Hundredths of a percent, signed: -1000 is 10 % less.
    Percent(i64),
    /// Minor units, signed.
    Amount(i64),
    /// To this many minor units.
    Set(i64),
}

/// To what the result is rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Round {
    /// To the minor unit, half up.
    #[default]
    Exact,
    /// To the next multiple of five minor units: 0.05.
    Five,
    /// To the next whole unit.
    Whole,
    /// To the next price that ends in .95.
    End95,
    /// To the next price that ends in .99.
    End99,
}

impl Round {
    pub const ALL: [Self; 5] = [Self::Exact, Self::Five, Self::Whole, Self::End95, Self::End99];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Five => "five",
            Self::Whole => "whole",
            Self::End95 => "end95",
            Self::End99 => "end99",
        }
    }

    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|r| r.as_str() == text).unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRule {
    pub by: By,
    pub round: Round,
    /// The price before is struck through beside the new one, where the new one is lower.
    pub strike: bool,
}

impl PriceRule {
    /// What `amount` becomes, where a unit has `decimals` decimals. Never below zero; None where it leaves the numbers.
    pub fn apply(&self, amount: i64, decimals: u32) -> Option<i64> {
        let raised = match self.by {
            By::Percent(hundredths) => {
                let scaled = i128::from(amount) * (10_000 + i128::from(hundredths));
                i64::try_from((scaled + 5_000).div_euclid(10_000)).ok()?
            }
            By::Amount(by) => amount.checked_add(by)?,
            By::Set(to) => to,
        };
        let raised = raised.max(0);
        let unit = 10_i64.checked_pow(decimals)?;
        let nearest = |step: i64, off: i64| {
            let steps = raised.checked_add(off)?.checked_add(step / 2)?.div_euclid(step);
            Some(steps.checked_mul(step)?.checked_sub(off)?.max(0))
        };
        // Currencies without a hundredth have no .99.
        let fraction = |hundredths: i64| unit * hundredths / 100;
        match self.round {
            Round::Exact => Some(raised),
            Round::Five => nearest(5, 0),
            Round::Whole => nearest(unit, 0),
            Round::End95 if unit >= 100 => nearest(unit, fraction(5)),
            Round::End99 if unit >= 100 => nearest(unit, fraction(1)),
            Round::End95 | Round::End99 => Some(raised),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(by: By, round: Round) -> PriceRule {
        PriceRule { by, round, strike: false }
    }

    #[test]
    fn percent_is_rounded_half_up_to_the_minor_unit() {
        assert_eq!(rule(By::Percent(-1000), Round::Exact).apply(1295, 2), Some(1166));
        assert_eq!(rule(By::Percent(1000), Round::Exact).apply(1295, 2), Some(1425));
        assert_eq!(rule(By::Percent(-20_000), Round::Exact).apply(1295, 2), Some(0));
        assert_eq!(rule(By::Percent(i64::MAX), Round::Exact).apply(i64::MAX, 2), None);
    }

    #[test]
    fn endings_are_the_nearest_ones() {
        let end = |round, amount| rule(By::Amount(0), round).apply(amount, 2);
        assert_eq!((end(Round::End99, 1240), end(Round::End99, 1260)), (Some(1199), Some(1299)));
        assert_eq!((end(Round::End95, 1295), end(Round::End95, 1250)), (Some(1295), Some(1295)));
        assert_eq!((end(Round::Whole, 1249), end(Round::Whole, 1250)), (Some(1200), Some(1300)));
        assert_eq!((end(Round::Five, 1242), end(Round::Five, 1243)), (Some(1240), Some(1245)));
        assert_eq!(end(Round::End99, 10), Some(0));
    }

    #[test]
    fn money_without_decimals_has_no_endings() {
        assert_eq!(rule(By::Percent(500), Round::End99).apply(1000, 0), Some(1050));
        assert_eq!(rule(By::Set(777), Round::Whole).apply(1000, 0), Some(777));
    }
}
