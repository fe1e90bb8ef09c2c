//! Where SQLite and PostgreSQL are written differently: sums (the sum of BIGINTs is NUMERIC on PostgreSQL), locks,
//! upserts.
use db::{Conn, each};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use kernel::Micros;
use kernel::kinds::{PaymentId, TransferId};

use crate::schema::{payments_ledger as ledger, payments_payments as payments, payments_settings as settings};

/// Locks a payment's row until the transaction ends; SQLite has one writer anyway.
pub(crate) fn lock(conn: &mut Conn, id: PaymentId) -> QueryResult<()> {
    match conn {
        Conn::Postgres(c) => {
            payments::table.find(id).select(payments::id).for_update().load::<PaymentId>(c).map(drop)
        }
        Conn::Sqlite(_) => Ok(()),
    }
}

/// Transfers whose lines do not add up to nothing in some currency, with what is left over; minor units.
pub(crate) fn unbalanced(conn: &mut Conn) -> QueryResult<Vec<(TransferId, String, i64)>> {
    each!(conn, c => ledger::table
        .group_by((ledger::transfer, ledger::currency))
        .having(sql::<Bool>("SUM(amount) <> 0"))
        .order((ledger::transfer.asc(), ledger::currency.asc()))
        .select((ledger::transfer, ledger::currency, sql::<BigInt>("CAST(SUM(amount) AS BIGINT)")))
        .limit(1000)
        .load(c))
}

/// What the ledger says that providers hold for us, by payment and currency, for all payments from `first` to `last`;
/// minor units.
pub(crate) fn provided(
    conn: &mut Conn,
    first: PaymentId,
    last: PaymentId,
) -> QueryResult<Vec<(PaymentId, String, i64)>> {
    each!(conn, c => ledger::table
        .filter(ledger::payment.ge(first))
        .filter(ledger::payment.le(last))
        .group_by((ledger::payment, ledger::currency))
        .order((ledger::payment.asc(), ledger::currency.asc()))
        .select((
            ledger::payment,
            ledger::currency,
            sql::<BigInt>("CAST(SUM(CASE WHEN account LIKE 'provider:%' THEN amount ELSE 0 END) AS BIGINT)"),
        ))
        .load(c))
}

pub(crate) fn put_setting(conn: &mut Conn, key: &str, value: &str, now: Micros) -> QueryResult<usize> {
    let rest = (settings::value.eq(value), settings::updated_at.eq(now.0));
    each!(conn, c => diesel::insert_into(settings::table)
        .values((settings::key.eq(key), rest))
        .on_conflict(settings::key)
        .do_update()
        .set(rest)
        .execute(c))
}
