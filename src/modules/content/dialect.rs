//! Where SQLite and PostgreSQL are written differently: upserts.
use db::{Conn, each};
use diesel::prelude::*;
use kernel::Micros;

use crate::NewPage;
use crate::schema::content_pages as t;

pub(crate) fn put(conn: &mut Conn, new: &NewPage, version: i64, now: Micros) -> QueryResult<usize> {
    let rest = (
        t::title.eq(&new.title),
        t::body.eq(&new.body),
        t::published.eq(new.published),
        t::version.eq(version),
        t::updated_at.eq(now.0),
    );
    each!(conn, c => diesel::insert_into(t::table)
        .values((t::slug.eq(&new.slug), t::locale.eq(&new.locale), rest))
        .on_conflict((t::slug, t::locale))
        .do_update()
        .set(rest)
        .execute(c))
}
