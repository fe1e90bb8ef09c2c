//! What takes prices down: a promotion is conditions, one benefit and a lane. Pure.
//!
//! Promotions of one lane work on the same base, in parallel; lanes work one after another, each on what the lanes
//! before it left. A discount over several lines is split by largest remainder over their amounts, and no line falls
//! below its floor.
use kernel::kinds::{CategoryId, ProductId, PromotionId};
use kernel::{BasisPoints, Currency, Money, Rounding, split_within};
use serde::{Deserialize, Serialize};

use crate::PricingError;

/// Where discounts on goods are taken.
pub const LANE_GOODS: i64 = 10;
/// Where delivery is made cheaper, after the discounts on goods.
pub const LANE_DELIVERY: i64 = 20;

/// What must be so for a promotion to apply; all of its conditions must. Amounts are minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Condition {
    /// The goods it is for cost at least this much, discounts of earlier lanes taken off.
    LeastGoods { amount: i64 },
    /// It is for these products, and for those in these categories, only.
    Only { products: Vec<ProductId>, categories: Vec<CategoryId> },
}

/// What a promotion gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Benefit {
    Percent {
        rate: BasisPoints,
    },
    /// Minor units, over all lines that it is for.
    Fixed {
        amount: i64,
    },
    FreeDelivery,
}

impl Benefit {
    /// The lane where it belongs.
    pub fn lane(&self) -> i64 {
        match self {
            Self::Percent { .. } | Self::Fixed { .. } => LANE_GOODS,
            Self::FreeDelivery => LANE_DELIVERY,
        }
    }
}

/// A promotion that is to be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promotion {
    pub id: PromotionId,
    /// As shoppers read it.
    pub title: String,
    /// The code that let it in; none where it applies by itself.
    pub code: Option<String>,
    pub lane: i64,
    /// Of its amounts.
    pub currency: Currency,
    pub conditions: Vec<Condition>,
    pub benefit: Benefit,
}

/// What a promotion gave; minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    pub promotion: PromotionId,
    pub title: String,
    #[serde(default)]
    pub code: Option<String>,
    /// Off the goods.
    pub goods: i64,
    /// Off the delivery; nothing while none is chosen.
    pub delivery: i64,
    /// Whether it makes delivery free.
    #[serde(default)]
    pub free_delivery: bool,
}

/// Why a promotion gave nothing; minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NotApplied {
    /// Nothing in the basket is what it is for.
    NothingFits,
    /// The goods it is for cost `goods`, and would have to cost `least`.
    TooLittle { least: i64, goods: i64 },
    /// Its amounts are in another currency.
    Currency,
}

/// A promotion that gave nothing, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    pub promotion: PromotionId,
    pub title: String,
    #[serde(default)]
    pub code: Option<String>,
    pub why: NotApplied,
}

/// The part of a promotion that fell on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discount {
    pub promotion: PromotionId,
    pub title: String,
    #[serde(default)]
    pub code: Option<String>,
    /// Minor units, above 0.
    pub amount: i64,
}

/// A line as promotions see it; minor units.
pub(crate) struct Base<'a> {
    pub product: Option<ProductId>,
    pub categories: &'a [CategoryId],
    pub amount: i64,
    /// It must not cost less.
    pub floor: i64,
}

/// What all promotions together came to.
#[derive(Default)]
pub(crate) struct Given {
    /// By line.
    pub lines: Vec<Vec<Discount>>,
    pub applied: Vec<Applied>,
    pub refused: Vec<Refused>,
}

pub(crate) fn give(
    lines: &[Base<'_>],
    promotions: &[Promotion],
    currency: Currency,
) -> Result<Given, PricingError> {
    let mut given = Given { lines: vec![Vec::new(); lines.len()], ..Given::default() };
    let mut order: Vec<&Promotion> = promotions.iter().collect();
    order.sort_by_key(|p| p.lane);
    let mut left: Vec<i64> = lines.iter().map(|l| l.amount).collect();
    for lane in order.chunk_by(|a, b| a.lane == b.lane) {
        let base = left.clone();
        for promotion in lane {
            let fits: Vec<bool> = lines.iter().map(|line| fits(promotion, line)).collect();
            if let Some(why) = refuses(promotion, &fits, &base, currency) {
                let Promotion { id, title, code, .. } = (*promotion).clone();
                given.refused.push(Refused { promotion: id, title, code, why });
                continue;
            }
            let weights: Vec<i64> = base.iter().zip(&fits).map(|(b, f)| if *f { *b } else { 0 }).collect();
            let most: Vec<i64> = lines
                .iter()
                .zip(&left)
                .zip(&fits)
                .map(|((line, left), fits)| if *fits { (left - line.floor).max(0) } else { 0 })
                .collect();
            let wanted = wanted(promotion, weights.iter().sum(), currency)?;
            let parts = split_within(wanted, &weights, &most);
            for (i, amount) in parts.iter().enumerate().filter(|(_, part)| **part > 0) {
                left[i] -= amount;
                let Promotion { id, title, code, .. } = (*promotion).clone();
                given.lines[i].push(Discount { promotion: id, title, code, amount: *amount });
            }
            given.applied.push(Applied {
                promotion: promotion.id,
                title: promotion.title.clone(),
                code: promotion.code.clone(),
                goods: parts.iter().sum(),
                delivery: 0,
                free_delivery: promotion.benefit == Benefit::FreeDelivery,
            });
        }
    }
    Ok(given)
}

fn wanted(promotion: &Promotion, base: i64, currency: Currency) -> Result<i64, PricingError> {
    Ok(match promotion.benefit {
        Benefit::Percent { rate } => Money::new(base, currency).at(rate, Rounding::HalfUp)?.amount,
        Benefit::Fixed { amount } => amount.min(base),
        Benefit::FreeDelivery => 0,
    })
}

fn fits(promotion: &Promotion, line: &Base<'_>) -> bool {
    promotion.conditions.iter().all(|condition| match condition {
        Condition::LeastGoods { .. } => true,
        Condition::Only { products, categories } => {
            line.product.is_some_and(|p| products.contains(&p))
                || line.categories.iter().any(|c| categories.contains(c))
        }
    })
}

fn refuses(promotion: &Promotion, fits: &[bool], base: &[i64], currency: Currency) -> Option<NotApplied> {
    let amounts = matches!(promotion.benefit, Benefit::Fixed { .. })
        || promotion.conditions.iter().any(|c| matches!(c, Condition::LeastGoods { .. }));
    if amounts && promotion.currency != currency {
        return Some(NotApplied::Currency);
    }
    if !fits.iter().any(|f| *f) {
        return Some(NotApplied::NothingFits);
    }
    let goods: i64 = base.iter().zip(fits).filter(|(_, fits)| **fits).map(|(base, _)| base).sum();
    promotion.conditions.iter().find_map(|condition| match condition {
        Condition::LeastGoods { amount } if goods < *amount => {
            Some(NotApplied::TooLittle { least: *amount, goods })
        }
        _ => None,
    })
}
