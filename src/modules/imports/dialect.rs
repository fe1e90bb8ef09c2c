//! Where SQLite and PostgreSQL are written differently.
use db::{Conn, each};
use diesel::prelude::*;
use kernel::kinds::{ImportId, ProductId};

use crate::pictures::Wanted;
use crate::runs::Note;
use crate::schema::{imports_parts as parts, imports_pictures as pictures, imports_rows as rows};

/// Rows of one statement.
const AT_ONCE: usize = 50;

pub(crate) fn put_rows(conn: &mut Conn, run: ImportId, after: i64, notes: &[Note]) -> QueryResult<()> {
    for (piece, notes) in notes.chunks(AT_ONCE).enumerate() {
        let first = after + (piece * AT_ONCE) as i64 + 1;
        let values: Vec<_> = notes
            .iter()
            .enumerate()
            .map(|(i, n)| {
                (
                    rows::run.eq(run),
                    rows::seq.eq(first + i as i64),
                    rows::kind.eq(n.kind.as_str()),
                    rows::line.eq(i64::try_from(n.line).unwrap_or(i64::MAX)),
                    rows::subject.eq(&n.subject),
                    rows::place.eq(&n.column),
                    rows::value.eq(&n.value),
                    rows::why.eq(&n.why),
                    rows::remedy.eq(&n.remedy),
                )
            })
            .collect();
        each!(conn, c => diesel::insert_into(rows::table).values(&values).execute(c))?;
    }
    Ok(())
}

pub(crate) fn put_part(conn: &mut Conn, run: ImportId, which: &str, seq: i64, bytes: &[u8]) -> QueryResult<usize> {
    let row = (parts::run.eq(run), parts::which.eq(which), parts::seq.eq(seq), parts::bytes.eq(bytes));
    each!(conn, c => diesel::insert_into(parts::table).values(row).execute(c))
}

/// Notes that a product wants a picture. One that hangs already stays; one that was refused is tried again.
pub(crate) fn want(
    conn: &mut Conn,
    run: ImportId,
    product: ProductId,
    key: &[u8],
    wanted: &Wanted,
    skus: &str,
) -> QueryResult<usize> {
    let row = (
        pictures::product.eq(product),
        pictures::source_key.eq(key),
        pictures::run.eq(run),
        pictures::source.eq(&wanted.source),
        pictures::alt.eq(&wanted.alt),
        pictures::skus.eq(skus),
        pictures::place.eq(wanted.place),
        pictures::state.eq("waiting"),
        pictures::attempts.eq(0),
        pictures::next_at.eq(0),
        pictures::error.eq(""),
    );
    each!(conn, c => diesel::insert_into(pictures::table).values(row).on_conflict_do_nothing().execute(c))
}
