//! Where SQLite and PostgreSQL are written differently: an upsert that returns, and sums.
use db::{Conn, each};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use kernel::Micros;

use crate::schema::{orders_numbers as numbers, orders_orders as orders};

/// Moves the counter of a series by `count` and answers where it stood; a new series begins at `first`.
pub(crate) fn take_numbers(conn: &mut Conn, series: &str, first: i64, count: i64) -> QueryResult<i64> {
    let next = each!(conn, c => diesel::insert_into(numbers::table)
        .values((numbers::series.eq(series), numbers::next.eq(first + count)))
        .on_conflict(numbers::series)
        .do_update()
        .set(numbers::next.eq(numbers::next + count))
        .returning(numbers::next)
        .get_result::<i64>(c))?;
    Ok(next - count)
}

/// Number and sum of what was placed since; `sum(BigInt)` is Numeric on PostgreSQL.
pub(crate) fn takings(conn: &mut Conn, since: Micros) -> QueryResult<(i64, i64)> {
    let sum = || diesel::dsl::sql::<BigInt>("CAST(COALESCE(SUM(total), 0) AS BIGINT)");
    each!(conn, c => orders::table
        .filter(orders::placed_at.ge(since.0))
        .filter(orders::lifecycle.ne("cancelled"))
        .select((diesel::dsl::count_star(), sum()))
        .first(c))
}

/// How much each of these addresses ordered: number and sum, by currency. What was cancelled does not count.
pub(crate) fn by_buyer(conn: &mut Conn, emails: &[String]) -> QueryResult<Vec<(String, String, i64, i64)>> {
    let sum = || diesel::dsl::sql::<BigInt>("CAST(COALESCE(SUM(total), 0) AS BIGINT)");
    each!(conn, c => orders::table
        .filter(orders::email.eq_any(emails))
        .filter(orders::lifecycle.ne("cancelled"))
        .group_by((orders::email, orders::currency))
        .order((orders::email.asc(), orders::currency.asc()))
        .select((orders::email, orders::currency, diesel::dsl::count_star(), sum()))
        .load(c))
}
