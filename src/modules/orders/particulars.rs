//! What only some orders have. Kept in the order's document; orders from before it have none of it.
use inventory::When;
use kernel::kinds::CouponId;
use serde::{Deserialize, Serialize};

use crate::{Explained, PostalAddress, Tax};

/// Everything beside who, what, where to and what it came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Particulars {
    /// Where the bill goes; None: where the goods go.
    pub billing_address: Option<PostalAddress>,
    /// The buyer's VAT identification number, its form checked; empty for none.
    pub vat_id: String,
    /// What the buyer wants the shop to know; empty for nothing.
    pub note: String,
    /// What made it cheaper.
    pub reductions: Vec<Reduction>,
    /// What the way to pay cost.
    pub fee: Option<Fee>,
    /// Why all of it costs what it costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explained: Option<Explained>,
    /// What was said of lines that were sold before they were there, as it was said; the others are not in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waits: Vec<Waits>,
}

/// A line that was sold before it was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// The line's.
    pub position: i64,
    pub when: When,
}

impl Particulars {
    /// Minor units.
    pub fn fee_amount(&self) -> i64 {
        self.fee.as_ref().map_or(0, |fee| fee.amount)
    }

    /// When the buyer was told that this line goes out.
    pub fn when(&self, position: i64) -> When {
        self.waits.iter().find(|w| w.position == position).map_or(When::Now, |w| w.when)
    }

    /// The coupon that made it cheaper.
    pub fn coupon(&self) -> Option<CouponId> {
        self.reductions.iter().find_map(|r| r.coupon)
    }
}

/// A promotion that made an order cheaper; minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reduction {
    /// As the shopper read it.
    pub title: String,
    /// The code that was typed in; empty for none.
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub coupon: Option<CouponId>,
    /// Off the goods.
    pub goods: i64,
    /// Off the delivery: that costs so much less already.
    pub delivery: i64,
}

/// What the way to pay cost; minor units, in the order's tax mode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fee {
    pub amount: i64,
    pub taxes: Vec<Tax>,
}
