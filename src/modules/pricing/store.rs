use std::collections::HashMap;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{PriceListId, VariantId};
use kernel::{Currency, Micros, Money};

use crate::schema::{pricing_price_lists as lists_t, pricing_prices as prices_t};
use crate::{Price, Prices, PricingError, dialect};

#[derive(Queryable, Selectable, Insertable, Clone, PartialEq)]
#[diesel(table_name = prices_t)]
pub(crate) struct PriceRow {
    pub variant: VariantId,
    pub list: PriceListId,
    pub currency: String,
    pub min_qty: i64,
    pub valid_from: i64,
    pub valid_until: i64,
    pub amount: i64,
    pub compare_at: Option<i64>,
    pub floor: Option<i64>,
}

pub(crate) fn prices(
    conn: &mut Conn,
    list: PriceListId,
    currency: Currency,
    variants: &[VariantId],
    now: Micros,
) -> Result<HashMap<VariantId, Prices>, PricingError> {
    // Of several prices in force for one quantity the one that began last counts: it overwrites the earlier.
    type Found = (VariantId, i64, i64, Option<i64>, Option<i64>);
    let rows: Vec<Found> = db::among!(
        conn,
        prices_t::variant,
        variants,
        prices_t::table
            .filter(prices_t::list.eq(list))
            .filter(prices_t::currency.eq(currency.as_str()))
            .filter(prices_t::valid_from.le(now.0))
            .filter(prices_t::valid_until.eq(0).or(prices_t::valid_until.gt(now.0)))
            .order((prices_t::variant.asc(), prices_t::min_qty.asc(), prices_t::valid_from.asc()))
            .select((
                prices_t::variant,
                prices_t::min_qty,
                prices_t::amount,
                prices_t::compare_at,
                prices_t::floor
            ))
    )?;
    let mut out: HashMap<VariantId, Prices> = HashMap::with_capacity(variants.len());
    for (variant, min_qty, amount, compare_at, floor) in rows {
        let steps = &mut out.entry(variant).or_default().0;
        let price = Price {
            list,
            min_qty,
            unit: Money::new(amount, currency),
            compare_at: compare_at.map(|a| Money::new(a, currency)),
            floor: floor.map(|a| Money::new(a, currency)),
        };
        match steps.last_mut() {
            Some(last) if last.min_qty == min_qty => *last = price,
            _ => steps.push(price),
        }
    }
    Ok(out)
}

pub(crate) fn list_names(conn: &mut Conn) -> Result<HashMap<PriceListId, String>, PricingError> {
    let rows: Vec<(PriceListId, String)> =
        lists_t::table.order(lists_t::id.asc()).select((lists_t::id, lists_t::name)).load(conn)?;
    Ok(rows.into_iter().collect())
}

pub(crate) fn put_list(
    tx: &mut Tx<'_>,
    code: &str,
    name: &str,
    currency: Currency,
) -> Result<PriceListId, PricingError> {
    let held: Option<PriceListId> =
        lists_t::table.filter(lists_t::code.eq(code)).select(lists_t::id).first(&mut **tx).optional()?;
    if let Some(id) = held {
        return Ok(id);
    }
    let id = PriceListId::new(tx.now());
    diesel::insert_into(lists_t::table)
        .values((
            lists_t::id.eq(id),
            lists_t::code.eq(code),
            lists_t::name.eq(name),
            lists_t::currency.eq(currency.as_str()),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// The version of the price as it is now; None when nothing changed.
pub(crate) fn put_price(
    tx: &mut Tx<'_>,
    variant: VariantId,
    list: PriceListId,
    unit: Money,
    compare_at: Option<Money>,
) -> Result<Option<i64>, PricingError> {
    let mut row = PriceRow {
        variant,
        list,
        currency: unit.currency.as_str().to_owned(),
        min_qty: 1,
        valid_from: 0,
        valid_until: 0,
        amount: unit.amount,
        compare_at: compare_at.map(|m| m.amount),
        floor: None,
    };
    let held: Option<PriceRow> = prices_t::table
        .find((variant, list, &row.currency, 1, 0))
        .select(PriceRow::as_select())
        .first(&mut **tx)
        .optional()?;
    // A new price leaves the floor where it is.
    row.floor = held.as_ref().and_then(|h| h.floor);
    if held.as_ref() == Some(&row) {
        return Ok(None);
    }
    write(tx, &row).map(Some)
}

/// Sets how far discounts may take the price down; false when there is no price.
pub(crate) fn put_floor(
    tx: &mut Tx<'_>,
    variant: VariantId,
    list: PriceListId,
    floor: Option<Money>,
) -> Result<bool, PricingError> {
    let set = diesel::update(prices_t::table.filter(prices_t::variant.eq(variant)).filter(prices_t::list.eq(list)))
        .set(prices_t::floor.eq(floor.map(|m| m.amount)))
        .execute(&mut **tx)?;
    Ok(set > 0)
}

fn write(tx: &mut Tx<'_>, row: &PriceRow) -> Result<i64, PricingError> {
    // Versions go on over all prices of a variant in a list: one stream of events tells of them.
    let last: Option<i64> = prices_t::table
        .filter(prices_t::variant.eq(row.variant))
        .filter(prices_t::list.eq(row.list))
        .select(diesel::dsl::max(prices_t::version))
        .first(&mut **tx)?;
    Ok(dialect::put_price(tx, row, last.unwrap_or(0) + 1)?)
}
