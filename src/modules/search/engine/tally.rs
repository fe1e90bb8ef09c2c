//! How many there are of what, counted in one look at what was found.
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::answer::Cut;

/// What is counted of a product: its brand, whether it is sold out, its price.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    pub brand: u64,
    pub sold_out: bool,
    pub price: u64,
}

/// The counts of an answer, each under all filters but its own; attributes apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub everything: u64,
    pub in_stock: u64,
    pub sold_out: u64,
    /// Lowest and highest, whatever is left out.
    pub prices: Option<(u64, u64)>,
    /// By number: those that occur, whatever is left out, perhaps with none.
    pub brands: HashMap<u64, u64, ByItself>,
}

impl Tally {
    pub fn of(counted: impl Iterator<Item = Counted>, cut: &Cut) -> Self {
        let mut tally = Self::default();
        for one in counted {
            tally.everything += 1;
            let (low, high) = tally.prices.unwrap_or((one.price, one.price));
            tally.prices = Some((low.min(one.price), high.max(one.price)));
            let by_price = cut.has_price(one.price);
            if by_price && cut.has_brand(one.brand) {
                *if one.sold_out { &mut tally.sold_out } else { &mut tally.in_stock } += 1;
            }
            let count = tally.brands.entry(one.brand).or_default();
            *count += u64::from(by_price && !(cut.in_stock && one.sold_out));
        }
        tally
    }
}

/// A brand's number is drawn from a hash already.
pub(crate) type ByItself = BuildHasherDefault<Own>;

#[derive(Clone, Default)]
pub(crate) struct Own(u64);

impl Hasher for Own {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}
