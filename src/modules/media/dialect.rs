//! Where SQLite and PostgreSQL are written differently: upserts.
use db::{Conn, each};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::PictureId;

use crate::media_assets as t;

pub(crate) fn register(
    conn: &mut Conn,
    id: PictureId,
    source_type: &str,
    (width, height): (u32, u32),
    sizes: &str,
    now: Micros,
) -> QueryResult<usize> {
    let rest = (
        t::source_type.eq(source_type),
        t::width.eq(i64::from(width)),
        t::height.eq(i64::from(height)),
        t::sizes.eq(sizes),
    );
    each!(conn, c => diesel::insert_into(t::table)
        .values((t::id.eq(id), rest, t::created_at.eq(now.0)))
        .on_conflict(t::id)
        .do_update()
        .set(rest)
        .execute(c))
}
