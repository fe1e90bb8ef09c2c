//! What lists sort by: the price of one unit in every price list, and until when it stays so.
use std::collections::HashMap;

use db::Conn;
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{PriceListId, VariantId};

use crate::schema::pricing_prices as prices_t;
use crate::{Pricing, PricingError};

/// Prices of one unit, now.
#[derive(Clone, Debug, Default)]
pub struct InForce {
    /// Variant, list and amount in minor units of the list's currency.
    pub prices: Vec<(VariantId, PriceListId, i64)>,
    /// When the next of them begins or ends by itself.
    pub until: Option<Micros>,
}

impl Pricing {
    /// The price of one unit of each variant, in every list that has one. One query.
    pub fn in_force_in(conn: &mut Conn, variants: &[VariantId], now: Micros) -> Result<InForce, PricingError> {
        let rows: Vec<(VariantId, PriceListId, i64, i64, i64)> = db::among!(
            conn,
            prices_t::variant,
            variants,
            prices_t::table
                .filter(prices_t::min_qty.le(1))
                .filter(prices_t::valid_until.eq(0).or(prices_t::valid_until.gt(now.0)))
                .order((prices_t::variant.asc(), prices_t::list.asc(), prices_t::valid_from.asc()))
                .select((
                    prices_t::variant,
                    prices_t::list,
                    prices_t::valid_from,
                    prices_t::valid_until,
                    prices_t::amount,
                ))
        )?;
        let mut found: HashMap<(VariantId, PriceListId), i64> = HashMap::new();
        let mut until: Option<i64> = None;
        for (variant, list, from, end, amount) in rows {
            // Of several in force the one that began last counts: it overwrites the earlier.
            if from <= now.0 {
                found.insert((variant, list), amount);
            }
            for at in [from, end].into_iter().filter(|at| *at > now.0) {
                until = Some(until.map_or(at, |known| known.min(at)));
            }
        }
        let mut prices: Vec<_> =
            found.into_iter().map(|((variant, list), amount)| (variant, list, amount)).collect();
        prices.sort_unstable();
        Ok(InForce { prices, until: until.map(Micros) })
    }
}
