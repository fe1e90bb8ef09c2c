//! What a file sold so far, to tell of which order something was taken back.
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use kernel::Micros;

use super::PastDraft;

/// So many lines are remembered, about 30 MB; then it begins anew, and what was sold before is matched no more.
const MOST: usize = 1_000_000;

/// An order that something was sold with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoldWith {
    /// As it is kept here: with the prefix.
    pub number: String,
    pub placed_at: Micros,
    pub units: i64,
}

struct Line {
    order: usize,
    left: i64,
    unit: i64,
}

#[derive(Default)]
pub(super) struct Sold {
    orders: Vec<(Box<str>, Micros)>,
    /// By buyer and article, the oldest first.
    lines: HashMap<u64, Vec<Line>>,
    count: usize,
    hasher: RandomState,
}

impl Sold {
    /// Remembers what an order sold to a buyer who is known.
    pub fn remember(&mut self, draft: &PastDraft) {
        let buyer = buyer(&draft.customer, &draft.email);
        if buyer.is_empty() {
            return;
        }
        if self.count >= MOST {
            *self = Self::default();
        }
        let order = self.orders.len();
        self.orders.push((draft.number.as_str().into(), draft.placed_at));
        for line in &draft.lines {
            let key = self.hasher.hash_one((buyer, line.sku.as_str()));
            let line = Line { order, left: line.quantity, unit: line.unit.amount };
            self.lines.entry(key).or_default().push(line);
            self.count += 1;
        }
    }

    /// With which orders units were sold that are taken back: the latest of the same buyer, article and price that has
    /// them still. Nothing where not all of them are found; then nothing is taken for taken back either.
    pub fn take_back(
        &mut self,
        (customer, email): (&str, &str),
        sku: &str,
        (units, unit): (i64, i64),
        at: Micros,
    ) -> Vec<SoldWith> {
        let buyer = buyer(customer, email);
        if buyer.is_empty() {
            return Vec::new();
        }
        let Some(lines) = self.lines.get_mut(&self.hasher.hash_one((buyer, sku))) else { return Vec::new() };
        let orders = &self.orders;
        let (mut left, mut found) = (units, Vec::new());
        for (index, line) in lines.iter().enumerate().rev() {
            let fits = line.unit == unit && line.left > 0 && orders.get(line.order).is_some_and(|o| o.1 <= at);
            if fits && left > 0 {
                let taken = line.left.min(left);
                left -= taken;
                found.push((index, taken));
            }
        }
        if left > 0 {
            return Vec::new();
        }
        let mut out: Vec<SoldWith> = Vec::new();
        for (index, units) in found {
            lines[index].left -= units;
            let (number, placed_at) = &orders[lines[index].order];
            match out.iter_mut().find(|sold| sold.number == **number) {
                Some(sold) => sold.units += units,
                None => out.push(SoldWith { number: number.to_string(), placed_at: *placed_at, units }),
            }
        }
        out
    }
}

fn buyer<'a>(customer: &'a str, email: &'a str) -> &'a str {
    if customer.is_empty() { email } else { customer }
}
