//! Which location gives what: pure sums over the rows of stock.
use std::collections::BTreeMap;

use kernel::kinds::{LocationId, VariantId};

use crate::InventoryError;
use crate::store::StockRow;

/// How the locations are chosen that give what was ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// One after the other, in the order that the shop set.
    #[default]
    Priority,
    /// From as few as can be; among those, in the order that the shop set.
    Fewest,
}

impl Strategy {
    pub const ALL: [Self; 2] = [Self::Priority, Self::Fewest];

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Priority => "priority",
            Self::Fewest => "fewest",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.as_str() == text)
    }
}

/// So many units of a variant from a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pick {
    pub variant: VariantId,
    pub location: LocationId,
    pub quantity: i64,
}

/// Among more locations the fewest are not looked for one by one, but the one that gives most is taken first.
const EXACT: usize = 12;

/// What is taken from where, by variant and location: the order in which rows are touched. `rows` lie by variant, each
/// variant's locations by priority. What lies on a shelf goes before what is yet to come, wherever that is.
///
/// # Errors
/// [`InventoryError::OutOfStock`] names the first variant that does not suffice.
pub(crate) fn plan(
    wanted: &BTreeMap<VariantId, i64>,
    rows: &[StockRow],
    strategy: Strategy,
) -> Result<Vec<Pick>, InventoryError> {
    let mut needs = Vec::with_capacity(wanted.len());
    for (variant, quantity) in wanted {
        let from = rows.partition_point(|r| r.variant < *variant);
        let own = &rows[from..];
        let own = &own[..own.iter().take_while(|r| r.variant == *variant).count()];
        let left: i64 = own.iter().map(|r| r.saleable().max(0)).sum();
        if left < *quantity {
            return Err(InventoryError::OutOfStock { variant: *variant, wanted: *quantity, left });
        }
        let ready: i64 = own.iter().map(|r| r.ready().max(0)).sum();
        needs.push(Need { variant: *variant, quantity: *quantity, rows: own, from_shelf: ready >= *quantity });
    }
    let chosen = match strategy {
        Strategy::Priority => None,
        Strategy::Fewest => fewest(&needs),
    };
    let mut picks = Vec::with_capacity(needs.len());
    for need in &needs {
        need.draw(chosen.as_deref(), &mut picks);
    }
    picks.sort_unstable();
    Ok(picks)
}

struct Need<'a> {
    variant: VariantId,
    quantity: i64,
    /// By priority.
    rows: &'a [StockRow],
    /// All of it lies there, over all locations.
    from_shelf: bool,
}

impl Need<'_> {
    fn gives(&self, row: &StockRow) -> i64 {
        if self.from_shelf { row.ready().max(0) } else { row.saleable().max(0) }
    }

    fn at(&self, location: LocationId) -> i64 {
        self.rows.iter().find(|r| r.location == location).map_or(0, |r| self.gives(r))
    }

    /// From the locations that were chosen, by priority: first what lies there, then what is to come.
    fn draw(&self, chosen: Option<&[LocationId]>, picks: &mut Vec<Pick>) {
        let mut missing = self.quantity;
        let mut taken = vec![0; self.rows.len()];
        let usable = |r: &StockRow| chosen.is_none_or(|c| c.contains(&r.location));
        for give in [StockRow::ready, StockRow::saleable] {
            for (row, taken) in self.rows.iter().zip(&mut taken).filter(|(row, _)| usable(row)) {
                let more = missing.min(give(row) - *taken).max(0);
                *taken += more;
                missing -= more;
            }
        }
        for (row, quantity) in self.rows.iter().zip(taken).filter(|(_, taken)| *taken > 0) {
            picks.push(Pick { variant: self.variant, location: row.location, quantity });
        }
    }
}

/// The fewest locations that suffice for everything; among as many, those with priority. None: all of them are needed.
fn fewest(needs: &[Need<'_>]) -> Option<Vec<LocationId>> {
    let places = by_priority(needs);
    let suffices = |set: &[LocationId]| {
        needs.iter().all(|need| set.iter().map(|place| need.at(*place)).sum::<i64>() >= need.quantity)
    };
    if places.len() > EXACT {
        return Some(greedy(needs, places));
    }
    (1..places.len()).find_map(|size| {
        let mut set = Vec::with_capacity(size);
        choose(&places, size, &mut set, &suffices).then_some(set)
    })
}

/// Every location with something, in the order of priority. Rows tell it variant by variant; a location that follows
/// another in one of them follows it in all.
fn by_priority(needs: &[Need<'_>]) -> Vec<LocationId> {
    let mut places: Vec<LocationId> = Vec::new();
    for need in needs {
        let mut after = 0;
        for row in need.rows {
            match places.iter().position(|p| *p == row.location) {
                Some(at) => after = at + 1,
                None => {
                    places.insert(after, row.location);
                    after += 1;
                }
            }
        }
    }
    places.retain(|place| needs.iter().any(|need| need.at(*place) > 0));
    places
}

/// The first `size` of `places`, in their order, that suffice.
fn choose(
    places: &[LocationId],
    size: usize,
    set: &mut Vec<LocationId>,
    suffices: &dyn Fn(&[LocationId]) -> bool,
) -> bool {
    if size == 0 {
        return suffices(set);
    }
    for (i, place) in places.iter().enumerate() {
        if places.len() - i < size {
            break;
        }
        set.push(*place);
        if choose(&places[i + 1..], size - 1, set, suffices) {
            return true;
        }
        set.pop();
    }
    false
}

/// The location that gives most of what is missing, until nothing is.
fn greedy(needs: &[Need<'_>], mut places: Vec<LocationId>) -> Vec<LocationId> {
    let mut missing: Vec<i64> = needs.iter().map(|n| n.quantity).collect();
    let mut set = Vec::new();
    while missing.iter().any(|m| *m > 0) && !places.is_empty() {
        let gain =
            |place: LocationId| -> i64 { needs.iter().zip(&missing).map(|(n, m)| n.at(place).min(*m)).sum() };
        // The first of those that give as much: `max_by_key` would take the last.
        let best = (0..places.len()).rev().max_by_key(|i| gain(places[*i])).unwrap_or_default();
        let place = places.remove(best);
        for (need, missing) in needs.iter().zip(&mut missing) {
            *missing -= need.at(place).min(*missing);
        }
        set.push(place);
    }
    set
}
