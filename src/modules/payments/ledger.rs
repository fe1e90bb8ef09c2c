//! The ledger: what happened to money, as transfers between accounts whose lines add up to nothing.
//!
//! A positive line is a debit, a negative one a credit. Written in the unit of work of the fact that it tells, by
//! [`book`] alone, and never changed: the database refuses it.
//!
//! | account | what its balance says |
//! | --- | --- |
//! | `provider:<code>` | what the provider holds for us, or has paid out to us |
//! | `order:<reference>` | credit: what the payer paid for it and has not got back |
//! | `disputes:<code>` | what the provider holds back while payers dispute it |
//! | `fees:<code>` | what the provider kept for its service |
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{PaymentId, ReferenceId, TransferId};
use kernel::{Currency, Micros, Money};

use crate::schema::payments_ledger as t;
use crate::{Payment, Payments, PaymentsError, dialect};

/// What a transfer tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TransferKind {
    Capture,
    Refund,
    /// A refund did not reach the payer, and the money came back.
    RefundReturned,
    /// Somebody disputes a payment, and the provider takes the money back meanwhile.
    Dispute,
    /// The dispute was won.
    DisputeWon,
    /// The dispute was lost: the money is the payer's again.
    Chargeback,
    Fee,
}

impl TransferKind {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Refund => "refund",
            Self::RefundReturned => "refund_returned",
            Self::Dispute => "dispute",
            Self::DisputeWon => "dispute_won",
            Self::Chargeback => "chargeback",
            Self::Fee => "fee",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "refund" => Self::Refund,
            "refund_returned" => Self::RefundReturned,
            "dispute" => Self::Dispute,
            "dispute_won" => Self::DisputeWon,
            "chargeback" => Self::Chargeback,
            "fee" => Self::Fee,
            _ => Self::Capture,
        }
    }
}

/// A transfer, as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    pub id: TransferId,
    pub kind: TransferKind,
    pub payment: PaymentId,
    /// Account and amount; debits are positive.
    pub lines: Vec<(String, Money)>,
    pub at: Micros,
}

/// Writes what moved between two states of a payment.
pub(crate) fn book(tx: &mut Tx<'_>, held: &Payment, after: &Payment) -> Result<(), PaymentsError> {
    let moved = |of: fn(&Payment) -> i64| of(after) - of(held);
    let provider = format!("provider:{}", held.provider);
    let order = format!("order:{}", held.reference);
    let disputes = format!("disputes:{}", held.provider);
    let fees = format!("fees:{}", held.provider);
    let captured = moved(|p| p.captured.amount);
    transfer(tx, held, TransferKind::Capture, &provider, &order, captured)?;
    let refunded = moved(|p| p.refunded.amount);
    match refunded {
        ..0 => transfer(tx, held, TransferKind::RefundReturned, &provider, &order, -refunded)?,
        _ => transfer(tx, held, TransferKind::Refund, &order, &provider, refunded)?,
    }
    // What was lost was held back before, or is so for a moment.
    let withdrawn = moved(|p| p.disputed.amount + p.charged_back.amount);
    match withdrawn {
        ..0 => transfer(tx, held, TransferKind::DisputeWon, &provider, &disputes, -withdrawn)?,
        _ => transfer(tx, held, TransferKind::Dispute, &disputes, &provider, withdrawn)?,
    }
    let lost = moved(|p| p.charged_back.amount);
    transfer(tx, held, TransferKind::Chargeback, &order, &disputes, lost)?;
    transfer(tx, held, TransferKind::Fee, &fees, &provider, moved(|p| p.fees.amount))
}

/// So much from the credited account to the debited one; the other way round when it is less than nothing.
fn transfer(
    tx: &mut Tx<'_>,
    of: &Payment,
    kind: TransferKind,
    debit: &str,
    credit: &str,
    amount: i64,
) -> Result<(), PaymentsError> {
    if amount == 0 {
        return Ok(());
    }
    let (id, at) = (TransferId::new(tx.now()), tx.now().0);
    for (line, account, amount) in [(0_i64, debit, amount), (1, credit, -amount)] {
        let row = (
            t::transfer.eq(id),
            t::line.eq(line),
            t::account.eq(account),
            t::amount.eq(amount),
            t::currency.eq(of.amount.currency.as_str()),
            t::payment.eq(of.id),
            t::at.eq(at),
            t::kind.eq(kind.as_str()),
        );
        db::insert!(tx, t::table, row)?;
    }
    Ok(())
}

type Line = (TransferId, String, i64, String, PaymentId, i64, String);

impl Payments {
    /// Every transfer that these payments' money made, oldest first.
    ///
    /// # Errors
    /// Only when the database cannot be read.
    pub async fn transfers(&self, payments: &[PaymentId]) -> Result<Vec<Transfer>, PaymentsError> {
        let payments = payments.to_vec();
        self.db.read(move |c| Self::transfers_in(c, &payments)).await
    }

    /// [`Payments::transfers`] on a connection at hand.
    ///
    /// # Errors
    /// Only when the database cannot be read.
    pub fn transfers_in(conn: &mut Conn, payments: &[PaymentId]) -> Result<Vec<Transfer>, PaymentsError> {
        let lines: Vec<Line> = t::table
            .filter(t::payment.eq_any(payments))
            .order((t::at.asc(), t::transfer.asc(), t::line.asc()))
            .select((t::transfer, t::account, t::amount, t::currency, t::payment, t::at, t::kind))
            .load(conn)?;
        let mut out: Vec<Transfer> = Vec::new();
        for (id, account, amount, currency, payment, at, kind) in lines {
            let money = Money::new(amount, currency.parse().unwrap_or(Currency::EUR));
            match out.last_mut() {
                Some(transfer) if transfer.id == id => transfer.lines.push((account, money)),
                _ => {
                    let (kind, at) = (TransferKind::parse(&kind), Micros(at));
                    out.push(Transfer { id, kind, payment, lines: vec![(account, money)], at });
                }
            }
        }
        // Those of one moment in the order in which money goes: what is given back was taken before.
        out.sort_by_key(|t| (t.at, t.kind));
        Ok(out)
    }

    /// What every account comes to, by currency, those of single orders added up to `orders`; debits are positive.
    ///
    /// # Errors
    /// Only when the database cannot be read.
    pub fn balances_in(conn: &mut Conn) -> Result<Vec<(String, Money)>, PaymentsError> {
        let accounts = dialect::accounts(conn)?.into_iter();
        let money = |currency: String, amount| Money::new(amount, currency.parse().unwrap_or(Currency::EUR));
        Ok(accounts.map(|(account, currency, amount)| (account, money(currency, amount))).collect())
    }

    /// The account that stands for an order or whatever else was paid for.
    pub fn account_of(reference: ReferenceId) -> String {
        format!("order:{reference}")
    }
}
