//! The tax on amounts. Pure, exact until the one rounding that the market's level asks for.
use kernel::{BasisPoints, Micros, Money, Rounding, TaxMode, TaxRounding, split};
use serde::{Deserialize, Serialize};

use crate::{PricingError, TaxRate, TaxTable};

/// Tax of one rate on one base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxLine {
    pub name: String,
    pub rate: BasisPoints,
    /// The amount the tax is on, minor units: the net, and for a compound rate the taxes before it too.
    pub base: i64,
    pub amount: i64,
    /// Since when the rate has been in force; None: since ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Micros>,
}

/// Something that is taxed: an amount in the market's tax mode, of so many units.
pub(crate) struct Taxable<'a> {
    pub amount: Money,
    pub units: i64,
    pub class: &'a str,
}

/// What each rate takes of a net of `whole`; exact.
struct Parts {
    whole: i128,
    parts: Vec<i128>,
}

const PERCENT: i128 = 10_000;

impl Parts {
    fn of(rates: &[TaxRate]) -> Result<Self, PricingError> {
        let big = || PricingError::from(kernel::MoneyError::Overflow);
        let (mut whole, mut parts) = (PERCENT, Vec::<i128>::with_capacity(rates.len()));
        for rate in rates {
            let points = i128::from(rate.rate.0);
            if rate.compound {
                let upon = whole + parts.iter().sum::<i128>();
                whole = whole.checked_mul(PERCENT).ok_or_else(big)?;
                for part in &mut parts {
                    *part = part.checked_mul(PERCENT).ok_or_else(big)?;
                }
                parts.push(upon.checked_mul(points).ok_or_else(big)?);
            } else {
                parts.push(whole / PERCENT * points);
            }
        }
        Ok(Self { whole, parts })
    }

    fn gross(&self) -> i128 {
        self.whole + self.parts.iter().sum::<i128>()
    }

    /// The tax of each rate, rounded half away from zero.
    fn taxes(&self, amount: Money, mode: TaxMode) -> Result<Vec<i64>, PricingError> {
        let within = match mode {
            TaxMode::Inclusive => self.gross(),
            TaxMode::Exclusive => self.whole,
        };
        let tax = |part: &i128| Ok(amount.share(*part, within, Rounding::HalfUp)?.amount);
        self.parts.iter().map(tax).collect()
    }
}

/// A gross price with another country's tax, its net held: the shop earns the same on both sides of the border.
///
/// # Errors
/// An amount beyond `i64`.
pub fn with_net_held(gross: Money, from: &[TaxRate], to: &[TaxRate]) -> Result<Money, PricingError> {
    if from == to {
        return Ok(gross);
    }
    let big = || PricingError::from(kernel::MoneyError::Overflow);
    let (from, to) = (Parts::of(from)?, Parts::of(to)?);
    let n = to.gross().checked_mul(from.whole).ok_or_else(big)?;
    let d = from.gross().checked_mul(to.whole).ok_or_else(big)?;
    Ok(gross.share(n, d, Rounding::HalfUp)?)
}

/// The tax lines of each of these, in order.
///
/// # Errors
/// A class without a rate; an amount beyond `i64`.
pub(crate) fn taxes(
    of: &[Taxable<'_>],
    mode: TaxMode,
    level: TaxRounding,
    table: &TaxTable,
) -> Result<Vec<Vec<TaxLine>>, PricingError> {
    let rates = of.iter().map(|x| table.rates(x.class)).collect::<Result<Vec<_>, _>>()?;
    let amounts = match level {
        TaxRounding::Line => of.iter().zip(&rates).map(|(x, r)| Parts::of(r)?.taxes(x.amount, mode)).collect(),
        TaxRounding::Unit => of.iter().zip(&rates).map(|(x, r)| by_unit(x, &Parts::of(r)?, mode)).collect(),
        TaxRounding::Order => by_order(of, &rates, mode),
    };
    let lines =
        |((x, rates), amounts): ((&Taxable<'_>, &&[TaxRate]), Vec<i64>)| tax_lines(x.amount, mode, rates, &amounts);
    Ok(of.iter().zip(&rates).zip(amounts?).map(lines).collect::<Vec<_>>())
}

/// What does not divide by the units makes some of them a minor unit dearer.
fn by_unit(x: &Taxable<'_>, parts: &Parts, mode: TaxMode) -> Result<Vec<i64>, PricingError> {
    let units = x.units.max(1);
    let (each, dearer) = (x.amount.amount / units, x.amount.amount % units);
    let mut sums = vec![0_i64; parts.parts.len()];
    for (amount, count) in [(each, units - dearer), (each + 1, dearer)] {
        if count == 0 {
            continue;
        }
        for (sum, tax) in sums.iter_mut().zip(parts.taxes(Money { amount, ..x.amount }, mode)?) {
            *sum += tax.checked_mul(count).ok_or(kernel::MoneyError::Overflow)?;
        }
    }
    Ok(sums)
}

/// Those with the same rates are summed, taxed, and share the tax by largest remainder.
fn by_order(of: &[Taxable<'_>], rates: &[&[TaxRate]], mode: TaxMode) -> Result<Vec<Vec<i64>>, PricingError> {
    let mut out = vec![Vec::new(); of.len()];
    for first in 0..of.len() {
        if !out[first].is_empty() {
            continue;
        }
        let group: Vec<usize> = (first..of.len()).filter(|&i| rates[i] == rates[first]).collect();
        let weights: Vec<i64> = group.iter().map(|&i| of[i].amount.amount).collect();
        let mut sum = Money::zero(of[first].amount.currency);
        for &i in &group {
            sum = sum.plus(of[i].amount)?;
        }
        for tax in Parts::of(rates[first])?.taxes(sum, mode)? {
            for (&i, share) in group.iter().zip(split(tax, &weights)) {
                out[i].push(share);
            }
        }
    }
    Ok(out)
}

fn tax_lines(amount: Money, mode: TaxMode, rates: &[TaxRate], amounts: &[i64]) -> Vec<TaxLine> {
    let net = match mode {
        TaxMode::Inclusive => amount.amount - amounts.iter().sum::<i64>(),
        TaxMode::Exclusive => amount.amount,
    };
    let mut before = 0;
    let line = |(rate, amount): (&TaxRate, &i64)| {
        let base = if rate.compound { net + before } else { net };
        before += amount;
        TaxLine { name: rate.name.clone(), rate: rate.rate, base, amount: *amount, since: rate.since }
    };
    rates.iter().zip(amounts).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Currency;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR)
    }

    fn rates(points: &[i64]) -> Vec<TaxRate> {
        points.iter().enumerate().map(|(i, p)| TaxRate::simple(format!("T{i}"), BasisPoints(*p))).collect()
    }

    fn tax(amounts: &[(i64, i64)], mode: TaxMode, level: TaxRounding, rates: Vec<TaxRate>) -> Vec<Vec<i64>> {
        let table = TaxTable { country: "DE".into(), rates: [("x".to_owned(), rates)].into() };
        let of: Vec<Taxable<'_>> =
            amounts.iter().map(|(a, units)| Taxable { amount: eur(*a), units: *units, class: "x" }).collect();
        let lines = taxes(&of, mode, level, &table).unwrap();
        lines.into_iter().map(|l| l.into_iter().map(|t| t.amount).collect()).collect()
    }

    #[test]
    fn the_level_says_where_tax_is_rounded() {
        use TaxMode::{Exclusive, Inclusive};
        use TaxRounding::{Line, Order, Unit};
        assert_eq!(tax(&[(123, 1)], Exclusive, Line, rates(&[2000])), [[25]]);
        assert_eq!(tax(&[(369, 3)], Exclusive, Line, rates(&[2000])), [[74]]);
        assert_eq!(tax(&[(10_100, 10)], Exclusive, Line, rates(&[2300])), [[2323]]);
        assert_eq!(tax(&[(10_100, 10)], Exclusive, Unit, rates(&[2300])), [[2320]]);
        assert_eq!(tax(&[(1970, 1), (1970, 1)], Inclusive, Line, rates(&[2000])), [[328], [328]]);
        assert_eq!(tax(&[(3940, 2)], Inclusive, Line, rates(&[2000])), [[657]]);
        // One sum: what the two lines of 19.70 owe together, the odd cent with the first.
        assert_eq!(tax(&[(1970, 1), (1970, 1)], Inclusive, Order, rates(&[2000])), [[329], [328]]);
    }

    #[test]
    fn units_that_do_not_divide_are_taxed_as_they_are() {
        // Three for 10.00 are 3.33, 3.33 and 3.34 net at 19 %.
        assert_eq!(tax(&[(1000, 3)], TaxMode::Exclusive, TaxRounding::Unit, rates(&[1900])), [[63 + 63 + 63]]);
        assert_eq!(tax(&[(1000, 3)], TaxMode::Exclusive, TaxRounding::Line, rates(&[1900])), [[190]]);
    }

    #[test]
    fn compound_rates_are_on_the_rates_before_them() {
        let compound = vec![
            TaxRate::simple("A", BasisPoints(500)),
            TaxRate { compound: true, ..TaxRate::simple("B", BasisPoints(850)) },
        ];
        assert_eq!(tax(&[(10_000, 1)], TaxMode::Exclusive, TaxRounding::Line, compound.clone()), [[500, 893]]);
        // Taken out of the gross it is the same net.
        assert_eq!(tax(&[(11_393, 1)], TaxMode::Inclusive, TaxRounding::Line, compound), [[500, 893]]);
    }

    #[test]
    fn several_rates_stand_side_by_side() {
        let four = tax(&[(7900, 1)], TaxMode::Exclusive, TaxRounding::Line, rates(&[25, 600, 150, 100]));
        assert_eq!(7900 + four[0].iter().sum::<i64>(), 8592);
        let state = tax(&[(3112, 1)], TaxMode::Exclusive, TaxRounding::Line, rates(&[825]));
        assert_eq!(3112 + state[0][0], 3369);
    }

    #[test]
    fn a_net_is_held_across_a_border() {
        let (here, there) = (rates(&[1900]), rates(&[2400]));
        assert_eq!(with_net_held(eur(1000), &here, &there).unwrap(), eur(1042));
        assert_eq!(tax(&[(1042, 1)], TaxMode::Inclusive, TaxRounding::Line, there), [[202]]);
        assert_eq!(with_net_held(eur(1000), &here, &rates(&[0])).unwrap(), eur(840));
        assert_eq!(with_net_held(eur(1000), &here, &here).unwrap(), eur(1000));
    }
}
