//! Where SQLite and PostgreSQL are written differently: sums (the sum of BIGINTs is NUMERIC on PostgreSQL), locks,
//! upserts.
use db::{Conn, each};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};
use kernel::Micros;
use kernel::kinds::{CustomerId, PaymentId};

use crate::schema::{
    payments_holders as holders, payments_ledger as ledger, payments_notices as notices,
    payments_payments as payments, payments_settings as settings,
};

/// Locks a payment's row until the transaction ends; SQLite has one writer anyway.
pub(crate) fn lock(conn: &mut Conn, id: PaymentId) -> QueryResult<()> {
    match conn {
        Conn::Postgres(c) => {
            payments::table.find(id).select(payments::id).for_update().load::<PaymentId>(c).map(drop)
        }
        Conn::Sqlite(_) => Ok(()),
    }
}

/// What the ledger says of one payment in one currency; minor units, debits positive.
#[derive(Queryable, Clone, Debug, Default)]
pub(crate) struct Balances {
    pub payment: Option<PaymentId>,
    pub currency: String,
    pub provider: i64,
    pub order: i64,
    pub disputes: i64,
    pub fees: i64,
}

/// The balances of all payments from `first` to `last`.
pub(crate) fn balances(conn: &mut Conn, first: PaymentId, last: PaymentId) -> QueryResult<Vec<Balances>> {
    each!(conn, c => ledger::table
        .filter(ledger::payment.ge(first))
        .filter(ledger::payment.le(last))
        .group_by((ledger::payment, ledger::currency))
        .order((ledger::payment.asc(), ledger::currency.asc()))
        .select((
            ledger::payment.nullable(),
            ledger::currency,
            sql::<BigInt>("CAST(SUM(CASE WHEN account LIKE 'provider:%' THEN amount ELSE 0 END) AS BIGINT)"),
            sql::<BigInt>("CAST(SUM(CASE WHEN account LIKE 'order:%' THEN amount ELSE 0 END) AS BIGINT)"),
            sql::<BigInt>("CAST(SUM(CASE WHEN account LIKE 'disputes:%' THEN amount ELSE 0 END) AS BIGINT)"),
            sql::<BigInt>("CAST(SUM(CASE WHEN account LIKE 'fees:%' THEN amount ELSE 0 END) AS BIGINT)"),
        ))
        .load(c))
}

/// Payments from `first` to `last` with more than one capture in the ledger, with how many.
pub(crate) fn repeated_captures(
    conn: &mut Conn,
    first: PaymentId,
    last: PaymentId,
) -> QueryResult<Vec<(PaymentId, i64)>> {
    each!(conn, c => ledger::table
        .filter(ledger::payment.ge(first))
        .filter(ledger::payment.le(last))
        .filter(ledger::kind.eq("capture"))
        .filter(ledger::line.eq(0))
        .group_by(ledger::payment)
        .having(sql::<Bool>("COUNT(*) > 1"))
        .order(ledger::payment.asc())
        .select((ledger::payment, sql::<BigInt>("CAST(COUNT(*) AS BIGINT)")))
        .load(c))
}

/// Every account's balance, by currency, those of single orders added up to one; minor units.
pub(crate) fn accounts(conn: &mut Conn) -> QueryResult<Vec<(String, String, i64)>> {
    let accounts = each!(conn, c => ledger::table
        .filter(ledger::account.not_like("order:%"))
        .group_by((ledger::account, ledger::currency))
        .order((ledger::account.asc(), ledger::currency.asc()))
        .select((ledger::account, ledger::currency, sql::<BigInt>("CAST(SUM(amount) AS BIGINT)")))
        .load::<(String, String, i64)>(c))?;
    let orders = each!(conn, c => ledger::table
        .filter(ledger::account.like("order:%"))
        .group_by(ledger::currency)
        .order(ledger::currency.asc())
        .select((ledger::currency, sql::<BigInt>("CAST(SUM(amount) AS BIGINT)")))
        .load::<(String, i64)>(c))?;
    let orders = orders.into_iter().map(|(currency, amount)| ("orders".to_owned(), currency, amount));
    Ok(accounts.into_iter().chain(orders).collect())
}

/// Notes that a provider told something; false when it did before.
pub(crate) fn note(
    conn: &mut Conn,
    provider: &str,
    event: &str,
    kind: &str,
    payment: Option<PaymentId>,
    now: Micros,
) -> QueryResult<bool> {
    let row = (
        notices::provider.eq(provider),
        notices::event.eq(event),
        notices::kind.eq(kind),
        notices::payment.eq(payment),
        notices::received_at.eq(now.0),
    );
    let written = each!(conn, c => diesel::insert_into(notices::table)
        .values(row)
        .on_conflict((notices::provider, notices::event))
        .do_nothing()
        .execute(c))?;
    Ok(written == 1)
}

/// Notes what a provider calls an account, unless somebody did.
pub(crate) fn note_holder(
    conn: &mut Conn,
    account: CustomerId,
    provider: &str,
    name: &str,
    now: Micros,
) -> QueryResult<usize> {
    let row = (
        holders::account.eq(account),
        holders::provider.eq(provider),
        holders::name.eq(name),
        holders::created_at.eq(now.0),
    );
    each!(conn, c => diesel::insert_into(holders::table)
        .values(row)
        .on_conflict((holders::account, holders::provider))
        .do_nothing()
        .execute(c))
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
