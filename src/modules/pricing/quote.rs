//! The sum: lines, discounts, delivery, a fee and tax become a total that explains itself. Pure.
//!
//! Rules: amounts in minor units; discounts first, tax after; prices with tax keep their gross and the tax is taken out
//! of it, prices without tax have it added; tax is rounded half away from zero, where the market's level says.
use std::collections::HashMap;

use kernel::kinds::{CategoryId, PriceListId, ProductId, VariantId};
use kernel::{Currency, Money, TaxMode, TaxRounding};
use serde::{Deserialize, Serialize};

use crate::promotions::{self, Applied, Base, Discount, Promotion, Refused};
use crate::taxed::{self, TaxLine, Taxable, with_net_held};
use crate::{Prices, PricingError, TaxTable};

/// What is to be summed.
pub struct QuoteRequest<'a> {
    pub currency: Currency,
    pub tax_mode: TaxMode,
    pub tax_rounding: TaxRounding,
    pub lines: Vec<LineRequest>,
    pub prices: &'a HashMap<VariantId, Prices>,
    /// Of the country that it goes to.
    pub taxes: &'a TaxTable,
    /// Of the country that prices with tax are made for, where those hold their net abroad.
    pub home: Option<&'a TaxTable>,
    pub promotions: &'a [Promotion],
    /// None while the shopper has not chosen: then the total leaves delivery out.
    pub shipping: Option<ShippingRequest>,
    /// What the way to pay costs.
    pub fee: Option<FeeRequest>,
}

#[derive(Clone, Debug)]
pub struct LineRequest {
    pub variant: VariantId,
    pub quantity: i64,
    pub tax_class: String,
    /// For promotions that are for some products only.
    pub product: Option<ProductId>,
    pub categories: Vec<CategoryId>,
}

#[derive(Clone, Debug)]
pub struct ShippingRequest {
    pub code: String,
    pub name: String,
    /// In the market's tax mode, as goods are.
    pub price: Money,
    pub tax_class: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeeRequest {
    /// The way to pay that it is for.
    pub code: String,
    /// In the market's tax mode.
    pub price: Money,
    pub tax_class: String,
}

/// Why a line costs what it costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    pub list: PriceListId,
    /// The quantity step of the list that applied.
    pub min_qty: i64,
    pub tax_mode: TaxMode,
    pub rounding: String,
    /// The class by whose rates it is taxed, and the country whose they are.
    #[serde(default)]
    pub tax_class: String,
    #[serde(default)]
    pub tax_country: String,
    /// What the list says, where the net was held across a border and the unit therefore costs something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<i64>,
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
    /// What `discount` is made of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
    pub taxes: Vec<TaxLine>,
    /// What the line adds to the total: with tax.
    pub total: i64,
    pub explanation: Explanation,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingLine {
    pub code: String,
    pub name: String,
    /// What is charged: `discount` is off already.
    pub amount: i64,
    /// What a promotion took off.
    #[serde(default)]
    pub discount: i64,
    pub taxes: Vec<TaxLine>,
    pub total: i64,
}

/// What the way to pay costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    pub code: String,
    pub amount: i64,
    pub taxes: Vec<TaxLine>,
    pub total: i64,
}

/// Frozen with the checkout attempt and kept with it; refunds reuse the order's taxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub currency: Currency,
    pub tax_mode: TaxMode,
    #[serde(default)]
    pub tax_rounding: TaxRounding,
    pub lines: Vec<QuoteLine>,
    pub shipping: Option<ShippingLine>,
    #[serde(default)]
    pub fee: Option<FeeLine>,
    /// Σ line amounts, in the market's tax mode.
    pub goods: i64,
    pub discount: i64,
    /// What made `discount`, and what made delivery cheaper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promotions: Vec<Applied>,
    /// What was tried and gave nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Refused>,
    /// Per rate, over goods, delivery and fee.
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
    /// What the goods cost, discounts taken off.
    pub fn goods_less_discount(&self) -> Money {
        self.money(self.goods - self.discount)
    }

    /// Recomputes the total from its parts (books, I4).
    pub fn adds_up(&self) -> bool {
        let lines: i64 = self.lines.iter().map(|l| l.total).sum();
        let shipping = self.shipping.as_ref().map_or((0, 0), |s| (s.amount, s.total));
        let fee = self.fee.as_ref().map_or((0, 0), |f| (f.amount, f.total));
        let tax: i64 = self.taxes.iter().map(|t| t.amount).sum();
        let added = match self.tax_mode {
            TaxMode::Inclusive => 0,
            TaxMode::Exclusive => tax,
        };
        self.total == lines + shipping.1 + fee.1
            && self.total == self.goods - self.discount + shipping.0 + fee.0 + added
            && self.tax == tax
            && self.discount == self.lines.iter().map(|l| l.discount).sum::<i64>()
            && self.lines.iter().all(|l| {
                let parts: i64 = l.discounts.iter().map(|d| d.amount).sum();
                l.amount == l.unit * l.quantity && l.discount <= l.amount && l.discount == parts
            })
    }
}

/// A unit's price where it goes: as it is, or its net held across the border.
fn at_home(request: &QuoteRequest<'_>, price: Money, class: &str) -> Result<Money, PricingError> {
    match (request.tax_mode, request.home) {
        (TaxMode::Inclusive, Some(home)) if home.country != request.taxes.country => {
            with_net_held(price, home.rates(class)?, request.taxes.rates(class)?)
        }
        _ => Ok(price),
    }
}

/// A line before its discounts and taxes.
struct Raw<'a> {
    wanted: &'a LineRequest,
    list: PriceListId,
    min_qty: i64,
    listed: Option<i64>,
    unit: Money,
    amount: Money,
    floor: i64,
}

fn raw<'a>(request: &QuoteRequest<'_>, line: &'a LineRequest) -> Result<Raw<'a>, PricingError> {
    if line.quantity < 1 {
        return Err(PricingError::Quantity(line.quantity));
    }
    let price = request
        .prices
        .get(&line.variant)
        .and_then(|p| p.at(line.quantity))
        .ok_or(PricingError::NoPrice(line.variant))?;
    let unit = at_home(request, price.unit, &line.tax_class)?;
    let floor = match price.floor {
        Some(floor) => at_home(request, floor, &line.tax_class)?.times(line.quantity)?.amount,
        None => 0,
    };
    Ok(Raw {
        wanted: line,
        list: price.list,
        min_qty: price.min_qty,
        listed: (unit != price.unit).then_some(price.unit.amount),
        unit,
        amount: unit.times(line.quantity)?,
        floor,
    })
}

/// Sums up.
///
/// # Errors
/// A variant without a price, a tax class without a rate, a quantity below 1, an amount beyond `i64`.
pub fn quote(request: &QuoteRequest<'_>) -> Result<Quote, PricingError> {
    let raws = request.lines.iter().map(|line| raw(request, line)).collect::<Result<Vec<_>, _>>()?;
    let bases: Vec<Base<'_>> = raws
        .iter()
        .map(|r| Base {
            product: r.wanted.product,
            categories: &r.wanted.categories,
            amount: r.amount.amount,
            floor: r.floor,
        })
        .collect();
    let mut given = promotions::give(&bases, request.promotions, request.currency)?;

    let mut taxable = Vec::with_capacity(raws.len() + 2);
    for (raw, discounts) in raws.iter().zip(&given.lines) {
        let off = Money::new(discounts.iter().map(|d| d.amount).sum(), request.currency);
        let amount = raw.amount.minus(off)?;
        taxable.push(Taxable { amount, units: raw.wanted.quantity, class: &raw.wanted.tax_class });
    }
    let shipping = match &request.shipping {
        Some(s) => {
            let price = at_home(request, s.price, &s.tax_class)?;
            let free = given.applied.iter_mut().find(|p| p.free_delivery);
            let off = free.map_or(0, |promotion| {
                promotion.delivery = price.amount;
                price.amount
            });
            taxable.push(Taxable { amount: price.minus(request.money(off))?, units: 1, class: &s.tax_class });
            Some((s, off))
        }
        None => None,
    };
    if let Some(fee) = &request.fee {
        let amount = at_home(request, fee.price, &fee.tax_class)?;
        taxable.push(Taxable { amount, units: 1, class: &fee.tax_class });
    }
    let taxes = taxed::taxes(&taxable, request.tax_mode, request.tax_rounding, request.taxes)?;

    // In the order in which they were put in: lines, delivery, fee.
    let mut done = taxable.into_iter().zip(taxes).map(|(x, taxes)| with_tax(x.amount, taxes, request.tax_mode));
    let mut next = || done.next().unwrap_or(Err(PricingError::Money(kernel::MoneyError::Overflow)));
    let mut lines = Vec::with_capacity(raws.len());
    for (raw, discounts) in raws.iter().zip(std::mem::take(&mut given.lines)) {
        let (_, taxes, total) = next()?;
        lines.push(QuoteLine {
            variant: raw.wanted.variant,
            quantity: raw.wanted.quantity,
            unit: raw.unit.amount,
            amount: raw.amount.amount,
            discount: discounts.iter().map(|d| d.amount).sum(),
            discounts,
            taxes,
            total,
            explanation: Explanation {
                list: raw.list,
                min_qty: raw.min_qty,
                tax_mode: request.tax_mode,
                tax_class: raw.wanted.tax_class.clone(),
                tax_country: request.taxes.country.clone(),
                rounding: format!("{}, half away from zero", request.tax_rounding.as_str()),
                listed: raw.listed,
            },
        });
    }
    let shipping = match shipping {
        Some((s, discount)) => {
            let (amount, taxes, total) = next()?;
            Some(ShippingLine { code: s.code.clone(), name: s.name.clone(), amount, discount, taxes, total })
        }
        None => None,
    };
    let fee = match &request.fee {
        Some(fee) => {
            let (amount, taxes, total) = next()?;
            Some(FeeLine { code: fee.code.clone(), amount, taxes, total })
        }
        None => None,
    };
    summed(request, lines, shipping, fee, given)
}

impl QuoteRequest<'_> {
    fn money(&self, amount: i64) -> Money {
        Money::new(amount, self.currency)
    }
}

/// The amount, its taxes, and both together as far as the tax is not in it.
fn with_tax(amount: Money, taxes: Vec<TaxLine>, mode: TaxMode) -> Result<(i64, Vec<TaxLine>, i64), PricingError> {
    let total = match mode {
        TaxMode::Inclusive => amount,
        TaxMode::Exclusive => {
            taxes.iter().try_fold(amount, |sum, t| sum.plus(Money { amount: t.amount, ..sum }))?
        }
    };
    Ok((amount.amount, taxes, total.amount))
}

fn summed(
    request: &QuoteRequest<'_>,
    lines: Vec<QuoteLine>,
    shipping: Option<ShippingLine>,
    fee: Option<FeeLine>,
    given: promotions::Given,
) -> Result<Quote, PricingError> {
    let mut taxes: Vec<TaxLine> = Vec::new();
    let parts = lines.iter().map(|l| &l.taxes).chain(shipping.iter().map(|s| &s.taxes));
    for tax in parts.chain(fee.iter().map(|f| &f.taxes)).flatten() {
        match taxes.iter_mut().find(|t| t.name == tax.name && t.rate == tax.rate) {
            Some(sum) => {
                sum.base += tax.base;
                sum.amount += tax.amount;
            }
            None => taxes.push(tax.clone()),
        }
    }
    let (mut goods, mut total) = (request.money(0), request.money(0));
    for line in &lines {
        goods = goods.plus(request.money(line.amount))?;
        total = total.plus(request.money(line.total))?;
    }
    let others = shipping.iter().map(|s| s.total).chain(fee.iter().map(|f| f.total));
    for other in others {
        total = total.plus(request.money(other))?;
    }
    Ok(Quote {
        currency: request.currency,
        tax_mode: request.tax_mode,
        tax_rounding: request.tax_rounding,
        discount: lines.iter().map(|l| l.discount).sum(),
        lines,
        shipping,
        fee,
        goods: goods.amount,
        promotions: given.applied,
        refused: given.refused,
        tax: taxes.iter().map(|t| t.amount).sum(),
        taxes,
        total: total.amount,
    })
}

#[cfg(test)]
#[path = "quote_tests.rs"]
mod tests;
