//! The sum: lines, delivery and tax become a total that explains itself. Pure.
//!
//! Rules: amounts in minor units; tax per line and rate, rounded half away from zero; prices with tax keep their
//! gross and the tax is taken out of it, prices without tax have it added.
use std::collections::HashMap;

use kernel::kinds::{PriceListId, VariantId};
use kernel::{BasisPoints, Currency, Money, Rounding, TaxMode};
use serde::{Deserialize, Serialize};

use crate::{Prices, PricingError, TaxTable};

/// What is to be summed.
pub struct QuoteRequest<'a> {
    pub currency: Currency,
    pub tax_mode: TaxMode,
    pub lines: Vec<LineRequest>,
    pub prices: &'a HashMap<VariantId, Prices>,
    pub taxes: &'a TaxTable,
    /// None while the shopper has not chosen: then the total leaves delivery out.
    pub shipping: Option<ShippingRequest>,
}

#[derive(Clone, Debug)]
pub struct LineRequest {
    pub variant: VariantId,
    pub quantity: i64,
    pub tax_class: String,
}

#[derive(Clone, Debug)]
pub struct ShippingRequest {
    pub code: String,
    pub name: String,
    /// In the market's tax mode, as goods are.
    pub price: Money,
    pub tax_class: String,
}

/// Tax of one rate on one base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxLine {
    pub name: String,
    pub rate: BasisPoints,
    /// Net amount the tax is on, minor units.
    pub base: i64,
    pub amount: i64,
}

/// Why a line costs what it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    pub list: PriceListId,
    /// The quantity step of the list that applied.
    pub min_qty: i64,
    pub tax_mode: TaxMode,
    pub rounding: String,
}

/// Minor units of the quote's currency throughout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    pub variant: VariantId,
    pub quantity: i64,
    /// In the market's tax mode.
    pub unit: i64,
    /// unit × quantity.
    pub amount: i64,
    /// ≥ 0, taken off `amount`.
    pub discount: i64,
    pub taxes: Vec<TaxLine>,
    /// What the line adds to the total: with tax.
    pub total: i64,
    pub explanation: Explanation,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingLine {
    pub code: String,
    pub name: String,
    pub amount: i64,
    pub taxes: Vec<TaxLine>,
    pub total: i64,
}

/// Frozen with the checkout attempt and kept with the order; refunds reuse its taxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub currency: Currency,
    pub tax_mode: TaxMode,
    pub lines: Vec<QuoteLine>,
    pub shipping: Option<ShippingLine>,
    /// Σ line amounts, in the market's tax mode.
    pub goods: i64,
    pub discount: i64,
    /// Per rate, over goods and delivery.
    pub taxes: Vec<TaxLine>,
    /// Σ taxes.
    pub tax: i64,
    pub total: i64,
}

impl Quote {
    pub fn money(&self, amount: i64) -> Money {
        Money::new(amount, self.currency)
    }
    pub fn total(&self) -> Money {
        self.money(self.total)
    }

    /// Recomputes the total from its parts (books, I4).
    pub fn adds_up(&self) -> bool {
        let lines: i64 = self.lines.iter().map(|l| l.total).sum();
        let shipping = self.shipping.as_ref().map_or((0, 0), |s| (s.amount, s.total));
        let tax: i64 = self.taxes.iter().map(|t| t.amount).sum();
        let added = match self.tax_mode {
            TaxMode::Inclusive => 0,
            TaxMode::Exclusive => tax,
        };
        self.total == lines + shipping.1
            && self.total == self.goods - self.discount + shipping.0 + added
            && self.tax == tax
            && self.lines.iter().all(|l| l.amount == l.unit * l.quantity)
    }
}

fn taxed(amount: Money, mode: TaxMode, class: &str, taxes: &TaxTable) -> Result<(TaxLine, Money), PricingError> {
    let rate = taxes.rate(class)?;
    let (base, tax, total) = match mode {
        TaxMode::Inclusive => {
            let tax = amount.tax_within(rate.rate, Rounding::HalfUp)?;
            (amount.minus(tax)?, tax, amount)
        }
        TaxMode::Exclusive => {
            let tax = amount.at(rate.rate, Rounding::HalfUp)?;
            (amount, tax, amount.plus(tax)?)
        }
    };
    let line = TaxLine { name: rate.name.clone(), rate: rate.rate, base: base.amount, amount: tax.amount };
    Ok((line, total))
}

/// Sums up.
///
/// # Errors
/// A variant without a price, a tax class without a rate, a quantity below 1, an amount beyond `i64`.
pub fn quote(request: &QuoteRequest<'_>) -> Result<Quote, PricingError> {
    let zero = Money::zero(request.currency);
    let (mut goods, mut total) = (zero, zero);
    let mut lines = Vec::with_capacity(request.lines.len());
    let mut summary: Vec<TaxLine> = Vec::new();
    let mut add = |tax: &TaxLine| match summary.iter_mut().find(|t| t.name == tax.name && t.rate == tax.rate) {
        Some(sum) => {
            sum.base += tax.base;
            sum.amount += tax.amount;
        }
        None => summary.push(tax.clone()),
    };
    for line in &request.lines {
        if line.quantity < 1 {
            return Err(PricingError::Quantity(line.quantity));
        }
        let price = request
            .prices
            .get(&line.variant)
            .and_then(|p| p.at(line.quantity))
            .ok_or(PricingError::NoPrice(line.variant))?;
        let amount = price.unit.times(line.quantity)?;
        let (tax, line_total) = taxed(amount, request.tax_mode, &line.tax_class, request.taxes)?;
        goods = goods.plus(amount)?;
        total = total.plus(line_total)?;
        add(&tax);
        lines.push(QuoteLine {
            variant: line.variant,
            quantity: line.quantity,
            unit: price.unit.amount,
            amount: amount.amount,
            discount: 0,
            taxes: vec![tax],
            total: line_total.amount,
            explanation: Explanation {
                list: price.list,
                min_qty: price.min_qty,
                tax_mode: request.tax_mode,
                rounding: "line, half away from zero".to_owned(),
            },
        });
    }
    let shipping = match &request.shipping {
        None => None,
        Some(s) => {
            let (tax, with_tax) = taxed(s.price, request.tax_mode, &s.tax_class, request.taxes)?;
            total = total.plus(with_tax)?;
            add(&tax);
            Some(ShippingLine {
                code: s.code.clone(),
                name: s.name.clone(),
                amount: s.price.amount,
                taxes: vec![tax],
                total: with_tax.amount,
            })
        }
    };
    let tax = summary.iter().map(|t| t.amount).sum();
    Ok(Quote {
        currency: request.currency,
        tax_mode: request.tax_mode,
        lines,
        shipping,
        goods: goods.amount,
        discount: 0,
        taxes: summary,
        tax,
        total: total.amount,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Price, TaxRate};
    use kernel::Micros;

    fn sum(mode: TaxMode, rate: i64, lines: &[(i64, i64)], shipping: Option<i64>) -> Quote {
        let list = PriceListId::new(Micros(0));
        let mut prices = HashMap::new();
        let requests = lines
            .iter()
            .enumerate()
            .map(|(i, (unit, quantity))| {
                let variant = VariantId::new(Micros(i as i64 * 1_000_000));
                let price = Price { list, min_qty: 1, unit: Money::new(*unit, Currency::EUR), compare_at: None };
                prices.insert(variant, Prices(vec![price]));
                LineRequest { variant, quantity: *quantity, tax_class: "standard".into() }
            })
            .collect();
        let rate = TaxRate { name: "VAT".into(), rate: BasisPoints(rate) };
        let taxes = TaxTable { country: "DE".into(), rates: [("standard".to_owned(), rate)].into() };
        quote(&QuoteRequest {
            currency: Currency::EUR,
            tax_mode: mode,
            lines: requests,
            prices: &prices,
            taxes: &taxes,
            shipping: shipping.map(|price| ShippingRequest {
                code: "post".into(),
                name: "Post".into(),
                price: Money::new(price, Currency::EUR),
                tax_class: "standard".into(),
            }),
        })
        .unwrap()
    }

    #[test]
    fn net_prices_get_their_tax_added_by_line() {
        assert_eq!(sum(TaxMode::Exclusive, 2000, &[(123, 1)], None).total, 148);
        assert_eq!(sum(TaxMode::Exclusive, 2000, &[(123, 3)], None).total, 443);
        assert_eq!(sum(TaxMode::Exclusive, 2300, &[(1010, 10)], None).tax, 2323);
    }

    #[test]
    fn gross_prices_keep_their_total() {
        let two_lines = sum(TaxMode::Inclusive, 2000, &[(1970, 1), (1970, 1)], None);
        assert_eq!((two_lines.tax, two_lines.total), (656, 3940));
        let one_line = sum(TaxMode::Inclusive, 2000, &[(1970, 2)], None);
        assert_eq!((one_line.tax, one_line.total), (657, 3940));
    }

    #[test]
    fn delivery_is_taxed_and_everything_adds_up() {
        for mode in [TaxMode::Inclusive, TaxMode::Exclusive] {
            let q = sum(mode, 1900, &[(2400, 2), (950, 3)], Some(490));
            assert!(q.adds_up(), "{q:?}");
            assert_eq!(q.taxes.len(), 1);
        }
        let mut broken = sum(TaxMode::Inclusive, 1900, &[(2400, 2)], Some(490));
        broken.total += 1;
        assert!(!broken.adds_up());
    }

    #[test]
    fn what_has_no_price_or_rate_is_not_sold() {
        let prices = HashMap::new();
        let taxes = TaxTable::default();
        let line = |quantity| LineRequest { variant: VariantId::new(Micros(0)), quantity, tax_class: "x".into() };
        let ask = |quantity| {
            quote(&QuoteRequest {
                currency: Currency::EUR,
                tax_mode: TaxMode::Inclusive,
                lines: vec![line(quantity)],
                prices: &prices,
                taxes: &taxes,
                shipping: None,
            })
        };
        assert!(matches!(ask(1), Err(PricingError::NoPrice(_))));
        assert!(matches!(ask(0), Err(PricingError::Quantity(0))));
    }
}
