use std::collections::BTreeMap;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Money;
use kernel::kinds::{MethodId, ZoneId};

use crate::model::{Method, NewRate, StatedMethod, Zone, ZoneRate, currency_of};
use crate::schema::{shipping_methods as t, shipping_rates as rates_t, shipping_zones as zones_t};
use crate::{NewZone, ShippingError};

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: MethodId,
    code: String,
    name: String,
    description: String,
    countries: String,
    currency: String,
    price: i64,
    free_over: Option<i64>,
    tax_class: String,
    min_days: i64,
    max_days: i64,
    position: i64,
    active: bool,
    rated: bool,
    names: String,
}

type RateRow = (MethodId, ZoneId, String, i64, Option<i64>, i64, Option<i64>, i64);

impl Row {
    fn stated(self, rates: &[RateRow]) -> Option<StatedMethod> {
        let currency = currency_of(&self.currency)?;
        let own = rates.iter().filter(|r| r.0 == self.id);
        let rate = |(_, zone, countries, weight_from, weight_to, goods_from, goods_to, price): &RateRow| ZoneRate {
            zone: *zone,
            countries: list(countries),
            weight_from: *weight_from,
            weight_to: *weight_to,
            goods_from: *goods_from,
            goods_to: *goods_to,
            price: Money::new(*price, currency),
        };
        let method = Method {
            id: self.id,
            code: self.code,
            name: self.name,
            names: serde_json::from_str(&self.names).unwrap_or_default(),
            description: self.description,
            countries: list(&self.countries),
            price: Money::new(self.price, currency),
            free_over: self.free_over.map(|a| Money::new(a, currency)),
            tax_class: self.tax_class,
            min_days: self.min_days,
            max_days: self.max_days,
            rates: own.map(rate).collect(),
        };
        Some(StatedMethod { method, position: self.position, active: self.active })
    }
}

fn list(countries: &str) -> Vec<String> {
    serde_json::from_str(countries).unwrap_or_default()
}

/// The rates of one method, or of all.
fn rates(conn: &mut Conn, of: Option<MethodId>) -> QueryResult<Vec<RateRow>> {
    let mut all = rates_t::table.inner_join(zones_t::table).into_boxed::<db::MultiBackend>();
    if let Some(method) = of {
        all = all.filter(rates_t::method.eq(method));
    }
    all.order((rates_t::method.asc(), rates_t::position.asc()))
        .select((
            rates_t::method,
            rates_t::zone,
            zones_t::countries,
            rates_t::weight_from,
            rates_t::weight_to,
            rates_t::goods_from,
            rates_t::goods_to,
            rates_t::price,
        ))
        .load(conn)
}

/// Every method, in the shop's order.
pub(crate) fn methods(conn: &mut Conn) -> Result<Vec<StatedMethod>, ShippingError> {
    let rows: Vec<Row> = t::table.order((t::position.asc(), t::id.asc())).select(Row::as_select()).load(conn)?;
    let rates = if rows.iter().any(|r| r.rated) { rates(conn, None)? } else { Vec::new() };
    Ok(rows.into_iter().filter_map(|row| row.stated(&rates)).collect())
}

/// The active method with this code. One query; two where it has a table.
pub(crate) fn active(conn: &mut Conn, code: &str) -> Result<Option<Method>, ShippingError> {
    let row: Option<Row> = t::table
        .filter(t::code.eq(code))
        .filter(t::active.eq(true))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let Some(row) = row else { return Ok(None) };
    let rates = if row.rated { rates(conn, Some(row.id))? } else { Vec::new() };
    Ok(row.stated(&rates).map(|stated| stated.method))
}

/// The id and currency of the method with this code or id.
pub(crate) fn known(conn: &mut Conn, id: MethodId) -> Result<Option<String>, ShippingError> {
    Ok(t::table.find(id).select(t::currency).first(conn).optional()?)
}

pub(crate) fn by_code(conn: &mut Conn, code: &str) -> Result<Option<MethodId>, ShippingError> {
    Ok(t::table.filter(t::code.eq(code)).select(t::id).first(conn).optional()?)
}

/// What a method is called in other languages. False: there is no such method.
pub(crate) fn set_names(
    tx: &mut Tx<'_>,
    id: MethodId,
    names: &BTreeMap<String, String>,
) -> Result<bool, ShippingError> {
    let names = serde_json::to_string(names).unwrap_or_default();
    Ok(diesel::update(t::table.find(id)).set(t::names.eq(names)).execute(&mut **tx)? == 1)
}

pub(crate) fn set_active(tx: &mut Tx<'_>, id: MethodId, active: bool) -> Result<bool, ShippingError> {
    Ok(diesel::update(t::table.find(id)).set(t::active.eq(active)).execute(&mut **tx)? == 1)
}

pub(crate) fn remove(tx: &mut Tx<'_>, id: MethodId) -> Result<bool, ShippingError> {
    diesel::delete(rates_t::table.filter(rates_t::method.eq(id))).execute(&mut **tx)?;
    Ok(diesel::delete(t::table.find(id)).execute(&mut **tx)? == 1)
}

/// The method's table is these rows and no others.
pub(crate) fn set_rates(tx: &mut Tx<'_>, id: MethodId, new: &[NewRate]) -> Result<(), ShippingError> {
    diesel::delete(rates_t::table.filter(rates_t::method.eq(id))).execute(&mut **tx)?;
    for (position, rate) in new.iter().enumerate() {
        diesel::insert_into(rates_t::table)
            .values((
                rates_t::method.eq(id),
                rates_t::position.eq(position as i64),
                rates_t::zone.eq(rate.zone),
                rates_t::weight_from.eq(rate.weight_from),
                rates_t::weight_to.eq(rate.weight_to),
                rates_t::goods_from.eq(rate.goods_from),
                rates_t::goods_to.eq(rate.goods_to),
                rates_t::price.eq(rate.price),
            ))
            .execute(&mut **tx)?;
    }
    diesel::update(t::table.find(id)).set(t::rated.eq(!new.is_empty())).execute(&mut **tx)?;
    Ok(())
}

pub(crate) fn zones(conn: &mut Conn) -> Result<Vec<Zone>, ShippingError> {
    let rows: Vec<(ZoneId, String, String, i64)> = zones_t::table
        .order((zones_t::position.asc(), zones_t::name.asc()))
        .select((zones_t::id, zones_t::name, zones_t::countries, zones_t::position))
        .load(conn)?;
    let zone = |(id, name, countries, position): (_, _, String, _)| Zone {
        id,
        name,
        countries: list(&countries),
        position,
    };
    Ok(rows.into_iter().map(zone).collect())
}

/// False when there is no zone with this id.
pub(crate) fn put_zone(tx: &mut Tx<'_>, id: ZoneId, new: &NewZone, is_new: bool) -> Result<bool, ShippingError> {
    let values = (
        zones_t::name.eq(&new.name),
        zones_t::countries.eq(serde_json::to_string(&new.countries).unwrap_or_default()),
        zones_t::position.eq(new.position),
    );
    let written = if is_new {
        diesel::insert_into(zones_t::table).values((zones_t::id.eq(id), values)).execute(&mut **tx)?
    } else {
        diesel::update(zones_t::table.find(id)).set(values).execute(&mut **tx)?
    };
    Ok(written == 1)
}

pub(crate) fn remove_zone(tx: &mut Tx<'_>, id: ZoneId) -> Result<bool, ShippingError> {
    Ok(diesel::delete(zones_t::table.find(id)).execute(&mut **tx)? == 1)
}

/// The names of the methods whose tables have a row for this zone.
pub(crate) fn users(conn: &mut Conn, zone: ZoneId) -> Result<Vec<String>, ShippingError> {
    let ids: Vec<MethodId> =
        rates_t::table.filter(rates_t::zone.eq(zone)).select(rates_t::method).distinct().load(conn)?;
    Ok(t::table.filter(t::id.eq_any(ids)).order(t::position.asc()).select(t::name).load(conn)?)
}
