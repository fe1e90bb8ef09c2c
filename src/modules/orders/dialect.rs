//! Where SQLite and PostgreSQL are written differently: upserts, batches, and sums.
use std::collections::BTreeSet;

use db::{Conn, each, kept};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use kernel::Micros;
use kernel::kinds::{BatchId, OrderId};

use crate::batches::NewBatch;
use crate::schema::{
    orders_batch_refusals as refusals, orders_batches as batches, orders_marks as marks, orders_numbers as numbers,
    orders_orders as orders, orders_reviews as reviews, orders_tags as tags, orders_terms as terms,
};

/// Moves the counter of a series by `count` and answers where it stood; a new series begins at `first`.
pub(crate) fn take_numbers(conn: &mut Conn, series: &str, first: i64, count: i64) -> QueryResult<i64> {
    let next = each!(conn, c => kept(diesel::insert_into(numbers::table)
        .values((numbers::series.eq(series), numbers::next.eq(first + count)))
        .on_conflict(numbers::series)
        .do_update()
        .set(numbers::next.eq(numbers::next + count))
        .returning(numbers::next))
        .get_result::<i64>(c))?;
    Ok(next - count)
}

/// Number and sum of what was placed in this time; `sum(BigInt)` is Numeric on PostgreSQL.
pub(crate) fn takings(conn: &mut Conn, from: Micros, until: Micros) -> QueryResult<(i64, i64)> {
    let sum = || diesel::dsl::sql::<BigInt>("CAST(COALESCE(SUM(total), 0) AS BIGINT)");
    each!(conn, c => orders::table
        .filter(orders::placed_at.ge(from.0))
        .filter(orders::placed_at.lt(until.0))
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

/// Terms of orders; those that are there already stay.
pub(crate) fn put_terms(conn: &mut Conn, new: BTreeSet<(String, OrderId)>) -> QueryResult<usize> {
    let rows: Vec<_> =
        new.into_iter().map(|(term, order)| (terms::term.eq(term), terms::order_id.eq(order))).collect();
    each!(conn, c => diesel::insert_into(terms::table).values(&rows).on_conflict_do_nothing().execute(c))
}

/// True when the order was never held before.
pub(crate) fn hold(conn: &mut Conn, order: OrderId, why: &str, now: Micros) -> QueryResult<bool> {
    let row = (
        reviews::order_id.eq(order),
        reviews::why.eq(why),
        reviews::state.eq(crate::reviews::HELD),
        reviews::held_at.eq(now.0),
        reviews::decided_at.eq(0_i64),
        reviews::decided_by.eq(""),
    );
    let new =
        each!(conn, c => diesel::insert_into(reviews::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(new == 1)
}

/// True when the order did not have the tag.
pub(crate) fn put_tag(conn: &mut Conn, order: OrderId, tag: &str) -> QueryResult<bool> {
    let row = (tags::order_id.eq(order), tags::tag.eq(tag));
    let new = each!(conn, c => diesel::insert_into(tags::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(new == 1)
}

pub(crate) fn put_mark(conn: &mut Conn, name: &str, value: &str) -> QueryResult<usize> {
    each!(conn, c => diesel::insert_into(marks::table)
        .values((marks::name.eq(name), marks::value.eq(value)))
        .on_conflict(marks::name)
        .do_update()
        .set(marks::value.eq(value))
        .execute(c))
}

/// False when the batch was written down before.
pub(crate) fn put_batch(conn: &mut Conn, id: BatchId, new: &NewBatch<'_>) -> QueryResult<bool> {
    let row = (
        batches::id.eq(id),
        batches::doc.eq(new.doc),
        batches::actor.eq(new.actor),
        batches::at.eq(new.at.0),
        batches::total.eq(new.total),
        batches::state.eq(new.state),
    );
    let new =
        each!(conn, c => diesel::insert_into(batches::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(new == 1)
}

/// The reasons of orders that were refused; those that are there already stay.
pub(crate) fn put_refusals(conn: &mut Conn, batch: BatchId, new: &[(OrderId, &str)]) -> QueryResult<usize> {
    let row = |(order, code): &(OrderId, &str)| {
        (refusals::batch_id.eq(batch), refusals::order_id.eq(*order), refusals::code.eq((*code).to_owned()))
    };
    let rows: Vec<_> = new.iter().map(row).collect();
    each!(conn, c => diesel::insert_into(refusals::table).values(&rows).on_conflict_do_nothing().execute(c))
}

/// Number and sum of what was placed in each hour after `from` in which there was any; hours are counted from 0.
pub(crate) fn by_hour(conn: &mut Conn, from: Micros, until: Micros) -> QueryResult<Vec<(i64, i64, i64)>> {
    let hour = || {
        diesel::dsl::sql::<BigInt>("CAST((placed_at - ").bind::<BigInt, _>(from.0).sql(") / 3600000000 AS BIGINT)")
    };
    let rows: Vec<(i64, i64)> = each!(conn, c => orders::table
        .filter(orders::placed_at.ge(from.0))
        .filter(orders::placed_at.lt(until.0))
        .filter(orders::lifecycle.ne("cancelled"))
        .order(orders::placed_at.asc())
        .select((hour(), orders::total))
        .load(c))?;
    let mut out: Vec<(i64, i64, i64)> = Vec::new();
    for (hour, total) in rows {
        match out.last_mut() {
            Some((at, orders, sum)) if *at == hour => {
                *orders += 1;
                *sum += total;
            }
            _ => out.push((hour, 1, total)),
        }
    }
    Ok(out)
}
