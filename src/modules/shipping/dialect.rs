//! Where SQLite and PostgreSQL are written differently: upserts.
use db::{Conn, each};
use diesel::prelude::*;
use kernel::kinds::MethodId;

use crate::NewMethod;
use crate::schema::shipping_methods as t;

pub(crate) fn put(conn: &mut Conn, id: MethodId, new: &NewMethod) -> QueryResult<usize> {
    let rest = (
        t::name.eq(&new.name),
        t::description.eq(&new.description),
        t::countries.eq(serde_json::to_string(&new.countries).unwrap_or_default()),
        t::currency.eq(new.price.currency.as_str()),
        t::price.eq(new.price.amount),
        t::free_over.eq(new.free_over.map(|m| m.amount)),
        t::tax_class.eq(&new.tax_class),
        t::min_days.eq(new.min_days),
        t::max_days.eq(new.max_days),
        t::position.eq(new.position),
    );
    each!(conn, c => diesel::insert_into(t::table)
        .values((t::id.eq(id), t::code.eq(&new.code), rest.clone(), t::active.eq(true), t::rated.eq(false)))
        .on_conflict(t::code)
        .do_update()
        .set(rest)
        .execute(c))
}
