//! The payments' own books: I5 (the ledger balances), I6 (captures and refunds), as far as we know them ourselves.
use std::collections::HashMap;

use db::{Conn, DbError};
use diesel::prelude::*;
use kernel::Breach;
use kernel::kinds::PaymentId;

use crate::dialect;
use crate::schema::{payments_ledger as ledger_t, payments_payments as t};

const PAGE: i64 = 1000;

/// I5: the lines of every transfer add up to nothing, per currency. Answers how many lines there are.
///
/// # Errors
/// Only when the database cannot be read.
pub fn ledger(conn: &mut Conn, found: &mut dyn FnMut(Breach)) -> Result<u64, DbError> {
    for (transfer, currency, left) in dialect::unbalanced(conn)? {
        let sentence = format!("the lines of a transfer add up to {left} {currency} minor units, not to nothing");
        found(Breach::new("I5", sentence).of(transfer));
    }
    Ok(ledger_t::table.count().get_result::<i64>(conn)?.max(0) as u64)
}

type Row = (PaymentId, String, String, i64, i64, i64, i64);

/// I6, the local part: the ledger of each payment equals what it captured less what it refunded, refunds stay within
/// captures and captures within the amount, and the state fits. Answers how many payments it looked at.
///
/// # Errors
/// Only when the database cannot be read.
pub fn payments(conn: &mut Conn, found: &mut dyn FnMut(Breach)) -> Result<u64, DbError> {
    let (mut examined, mut after) = (0, PaymentId::from_bytes([0; 16]));
    loop {
        let page: Vec<Row> = t::table
            .filter(t::id.gt(after))
            .order(t::id.asc())
            .limit(PAGE)
            .select((t::id, t::state, t::currency, t::amount, t::authorized, t::captured, t::refunded))
            .load(conn)?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else { return Ok(examined) };
        let mut ledger: HashMap<PaymentId, Vec<(String, i64)>> = HashMap::new();
        for (payment, currency, sum) in dialect::provided(conn, first.0, last.0)? {
            ledger.entry(payment).or_default().push((currency, sum));
        }
        after = last.0;
        for row in &page {
            judge(row, &ledger.remove(&row.0).unwrap_or_default(), found);
            examined += 1;
        }
    }
}

fn judge(row: &Row, ledger: &[(String, i64)], found: &mut dyn FnMut(Breach)) {
    let (id, state, currency, amount, authorized, captured, refunded) = row;
    let mut say = |sentence: String| found(Breach::new("I6", sentence).of(id));
    let booked = ledger.iter().find(|(c, _)| c == currency).map_or(0, |(_, sum)| *sum);
    if booked != captured - refunded {
        say(format!("{captured} were captured and {refunded} refunded, but the ledger holds {booked} {currency}"));
    }
    if let Some((other, _)) = ledger.iter().find(|(c, _)| c != currency) {
        say(format!("a payment in {currency} has ledger lines in {other}"));
    }
    if refunded > captured {
        say(format!("{refunded} were refunded of {captured} captured"));
    }
    if captured > amount || authorized > amount {
        say(format!("{captured} captured and {authorized} set aside exceed its amount of {amount}"));
    }
    if (*captured > 0) != (state == "captured") {
        say(format!("it is {state} with {captured} captured"));
    }
    if (*authorized > 0) != (state == "authorized" && *amount > 0) {
        say(format!("it is {state} with {authorized} set aside"));
    }
}
