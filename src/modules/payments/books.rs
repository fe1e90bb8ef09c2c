//! The payments' own books: I5 (the ledger balances), I6 (captures and refunds), as far as we know them ourselves.
use std::collections::{BTreeMap, HashMap};

use db::{Conn, DbError};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Bool};
use kernel::Breach;
use kernel::kinds::{PaymentId, TransferId};

use crate::dialect::{self, Balances};
use crate::schema::{payments_ledger as ledger_t, payments_payments as t};

const PAGE: i64 = 1000;
/// How many lines of the ledger are read at once.
const PIECE: i64 = 10_000;

/// I5: the lines of every transfer add up to nothing, per currency. Answers how many lines there are.
///
/// # Errors
/// Only when the database cannot be read.
pub fn ledger(conn: &mut Conn, found: &mut dyn FnMut(Breach)) -> Result<u64, DbError> {
    let (mut examined, mut after) = (0, (TransferId::from_bytes([0; 16]), i64::MIN));
    // Of the transfer whose lines are being read.
    let (mut whose, mut sums) = (None, BTreeMap::<String, i128>::new());
    loop {
        let later = sql::<Bool>("(transfer, line) > (")
            .bind::<Binary, _>(after.0)
            .sql(", ")
            .bind::<BigInt, _>(after.1)
            .sql(")");
        let rows: Vec<(TransferId, i64, String, i64)> = ledger_t::table
            .filter(later)
            .order((ledger_t::transfer.asc(), ledger_t::line.asc()))
            .limit(PIECE)
            .select((ledger_t::transfer, ledger_t::line, ledger_t::currency, ledger_t::amount))
            .load(conn)?;
        let Some(last) = rows.last() else { break };
        after = (last.0, last.1);
        for (transfer, _, currency, amount) in rows {
            examined += 1;
            if whose != Some(transfer) {
                whose.into_iter().for_each(|whose| balanced(whose, &sums, found));
                (whose, sums) = (Some(transfer), BTreeMap::new());
            }
            *sums.entry(currency).or_default() += i128::from(amount);
        }
    }
    whose.into_iter().for_each(|whose| balanced(whose, &sums, found));
    Ok(examined)
}

fn balanced(transfer: TransferId, sums: &BTreeMap<String, i128>, found: &mut dyn FnMut(Breach)) {
    for (currency, left) in sums.iter().filter(|(_, left)| **left != 0) {
        let sentence = format!("the lines of a transfer add up to {left} {currency} minor units, not to nothing");
        found(Breach::new("I5", sentence).of(transfer));
    }
}

#[derive(Queryable)]
struct Row {
    id: PaymentId,
    state: String,
    currency: String,
    amount: i64,
    authorized: i64,
    captured: i64,
    refunded: i64,
    disputed: i64,
    charged_back: i64,
    fees: i64,
}

/// I6, the local part: what the ledger says of each payment is what the payment says of itself; refunds and chargebacks
/// stay within captures and captures within the amount; one capture a payment; the state fits. Answers how many payments it
/// looked at.
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
            .select((
                t::id,
                t::state,
                t::currency,
                t::amount,
                t::authorized,
                t::captured,
                t::refunded,
                t::disputed,
                t::charged_back,
                t::fees,
            ))
            .load(conn)?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else { return Ok(examined) };
        let mut ledger: HashMap<PaymentId, Vec<Balances>> = HashMap::new();
        for balances in dialect::balances(conn, first.id, last.id)? {
            if let Some(payment) = balances.payment {
                ledger.entry(payment).or_default().push(balances);
            }
        }
        // Ids are ordered to the millisecond and captures are one a payment: several are a breach of its own.
        for (payment, captures) in dialect::repeated_captures(conn, first.id, last.id)? {
            let sentence = format!("{captures} captures of one payment stand in the ledger; a payment has one");
            found(Breach::new("I6", sentence).of(payment));
        }
        after = last.id;
        for row in &page {
            judge(row, &ledger.remove(&row.id).unwrap_or_default(), found);
            examined += 1;
        }
    }
}

fn judge(row: &Row, ledger: &[Balances], found: &mut dyn FnMut(Breach)) {
    let Row { id, state, currency, amount, authorized, captured, refunded, disputed, charged_back, fees } = row;
    let mut say = |sentence: String| found(Breach::new("I6", sentence).of(id));
    let booked = ledger.iter().find(|b| b.currency == *currency).cloned().unwrap_or_default();
    let held = captured - refunded - disputed - charged_back - fees;
    if booked.provider != held {
        say(format!(
            "{captured} were captured, {refunded} refunded, {} taken in disputes and {fees} kept as fees, but the ledger \
             holds {} {currency}",
            disputed + charged_back,
            booked.provider
        ));
    }
    let owed = captured - refunded - charged_back;
    if booked.order != -owed {
        say(format!("the payer is owed for {owed}, but the ledger says {} {currency}", -booked.order));
    }
    if booked.disputes != *disputed {
        say(format!("{disputed} are disputed, but the ledger says {} {currency}", booked.disputes));
    }
    if booked.fees != *fees {
        say(format!("{fees} were kept as fees, but the ledger says {} {currency}", booked.fees));
    }
    if let Some(other) = ledger.iter().find(|b| b.currency != *currency) {
        say(format!("a payment in {currency} has ledger lines in {}", other.currency));
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
