//! Where SQLite and PostgreSQL are written differently: upserts.
use db::{Conn, each};
use diesel::prelude::*;
use kernel::kinds::MarketId;
use kernel::{Micros, TaxMode};

use crate::NewMarket;
use crate::schema::{markets_markets as t, markets_settings as settings};

pub(crate) fn put_market(conn: &mut Conn, id: MarketId, new: &NewMarket) -> QueryResult<usize> {
    let mode = match new.tax_mode {
        TaxMode::Inclusive => "inclusive",
        TaxMode::Exclusive => "exclusive",
    };
    let rest = (
        t::name.eq(&new.name),
        t::currency.eq(new.currency.as_str()),
        t::locale.eq(&new.locale),
        t::tax_mode.eq(mode),
        t::country.eq(&new.country),
        t::countries.eq(serde_json::to_string(&new.countries).unwrap_or_default()),
        t::time_zone.eq(&new.time_zone),
        t::price_list.eq(new.price_list),
        t::is_default.eq(true),
        t::position.eq(0),
    );
    each!(conn, c => diesel::insert_into(t::table)
        .values((t::id.eq(id), t::code.eq(&new.code), rest.clone()))
        .on_conflict(t::code)
        .do_update()
        .set((rest, t::version.eq(t::version + 1)))
        .execute(c))
}

pub(crate) fn put_setting(conn: &mut Conn, key: &str, value: &str, now: Micros) -> QueryResult<usize> {
    let rest = (settings::value.eq(value), settings::updated_at.eq(now.0));
    each!(conn, c => diesel::insert_into(settings::table)
        .values((settings::key.eq(key), rest))
        .on_conflict(settings::key)
        .do_update()
        .set((rest, settings::version.eq(settings::version + 1)))
        .execute(c))
}
