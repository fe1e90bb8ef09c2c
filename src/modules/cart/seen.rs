//! What the shopper saw when they last looked, so that what changed since can be told once.
use std::collections::HashMap;

use diesel::prelude::*;
use kernel::Actor;
use kernel::kinds::{CartId, VariantId};

use crate::schema::cart_lines as t;
use crate::{CartError, Carts};

/// A line, as it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The price of one, minor units.
    pub unit: i64,
    /// How many of those wanted could be had.
    pub left: i64,
}

impl Carts {
    /// Notes that these lines are shown as they are now. Answers what was shown last time of those that changed since.
    /// Seeing is no change of the basket: it keeps its version.
    ///
    /// # Errors
    /// The database's.
    pub async fn saw(
        &self,
        actor: &Actor,
        cart: CartId,
        now: Vec<(VariantId, Seen)>,
    ) -> Result<HashMap<VariantId, Seen>, CartError> {
        let before: Vec<(VariantId, Option<i64>, Option<i64>)> = self
            .db
            .read(move |c| {
                let lines = t::table.filter(t::cart.eq(cart)).order(t::variant.asc());
                Ok::<_, CartError>(lines.select((t::variant, t::seen_unit, t::seen_left)).load(c)?)
            })
            .await?;
        let before: HashMap<VariantId, Seen> = before
            .into_iter()
            .filter_map(|(variant, unit, left)| Some((variant, Seen { unit: unit?, left: left? })))
            .collect();
        let other: Vec<(VariantId, Seen)> =
            now.into_iter().filter(|(variant, seen)| before.get(variant) != Some(seen)).collect();
        if other.is_empty() {
            return Ok(HashMap::new());
        }
        let changed = other.iter().filter_map(|(v, _)| Some((*v, *before.get(v)?))).collect();
        self.db
            .write(actor, move |tx| {
                for (variant, seen) in &other {
                    diesel::update(t::table.find((cart, *variant)))
                        .set((t::seen_unit.eq(seen.unit), t::seen_left.eq(seen.left)))
                        .execute(&mut **tx)?;
                }
                Ok::<_, CartError>(())
            })
            .await?;
        Ok(changed)
    }
}
