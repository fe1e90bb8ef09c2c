use std::collections::HashMap;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{PaymentId, ReferenceId, RequestId, TransferId};
use kernel::{Currency, Micros, Money};
use serde::{Deserialize, Serialize};

use crate::schema::{payments_ledger as ledger_t, payments_payments as t, payments_requests as requests_t};
use crate::{Ask, PaymentsError, dialect};

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Noted, and the provider asked; no answer yet.
    Created,
    /// The provider will tell later.
    Pending,
    Authorized,
    Captured,
    Failed,
    Voided,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Pending => "pending",
            Self::Authorized => "authorized",
            Self::Captured => "captured",
            Self::Failed => "failed",
            Self::Voided => "voided",
        }
    }
    fn parse(text: &str) -> Self {
        match text {
            "pending" => Self::Pending,
            "authorized" => Self::Authorized,
            "captured" => Self::Captured,
            "failed" => Self::Failed,
            "voided" => Self::Voided,
            _ => Self::Created,
        }
    }
}

/// One attempt to be paid.
#[derive(Clone, Debug)]
pub struct Payment {
    pub id: PaymentId,
    pub reference: ReferenceId,
    pub provider: String,
    pub state: State,
    pub amount: Money,
    /// Set aside and not taken yet.
    pub authorized: Money,
    pub captured: Money,
    pub refunded: Money,
    pub provider_reference: String,
    pub error: String,
    pub created_at: Micros,
    pub version: i64,
}

/// What a fact makes of a payment; minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub state: State,
    pub authorized: i64,
    pub captured: i64,
    pub refunded: i64,
    pub provider_reference: Option<String>,
    pub error: Option<String>,
}

impl Change {
    /// Nothing but what the provider said against a request.
    pub fn told(held: &Payment, why: &str) -> Self {
        Self {
            state: held.state,
            authorized: held.authorized.amount,
            captured: held.captured.amount,
            refunded: held.refunded.amount,
            provider_reference: None,
            error: Some(why.to_owned()),
        }
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = t)]
struct Row {
    id: PaymentId,
    reference: ReferenceId,
    provider: String,
    state: String,
    currency: String,
    amount: i64,
    authorized: i64,
    captured: i64,
    refunded: i64,
    provider_reference: String,
    error: String,
    created_at: i64,
    updated_at: i64,
    version: i64,
}

impl From<Row> for Payment {
    fn from(r: Row) -> Self {
        // The column was written from a Currency; EUR only stands in for a row damaged by hand.
        let currency: Currency = r.currency.parse().unwrap_or(Currency::EUR);
        let money = |a| Money::new(a, currency);
        Self {
            id: r.id,
            reference: r.reference,
            provider: r.provider,
            state: State::parse(&r.state),
            amount: money(r.amount),
            authorized: money(r.authorized),
            captured: money(r.captured),
            refunded: money(r.refunded),
            provider_reference: r.provider_reference,
            error: r.error,
            created_at: Micros(r.created_at),
            version: r.version,
        }
    }
}

pub(crate) fn begin(
    tx: &mut Tx<'_>,
    reference: ReferenceId,
    provider: &str,
    amount: Money,
) -> Result<PaymentId, PaymentsError> {
    let now = tx.now();
    let row = Row {
        id: PaymentId::new(now),
        reference,
        provider: provider.to_owned(),
        state: State::Created.as_str().to_owned(),
        currency: amount.currency.as_str().to_owned(),
        amount: amount.amount,
        authorized: 0,
        captured: 0,
        refunded: 0,
        provider_reference: String::new(),
        error: String::new(),
        created_at: now.0,
        updated_at: now.0,
        version: 0,
    };
    db::insert!(tx, t::table, &row)?;
    Ok(row.id)
}

pub(crate) fn payment(conn: &mut Conn, id: PaymentId) -> Result<Payment, PaymentsError> {
    let row = t::table.find(id).select(Row::as_select()).first(conn).optional()?;
    row.map(Payment::from).ok_or(PaymentsError::NotFound(id))
}

/// [`payment`], and nobody else changes it or asks for anything of it until this unit of work is committed. SQLite has
/// one writer.
pub(crate) fn locked(tx: &mut Tx<'_>, id: PaymentId) -> Result<Payment, PaymentsError> {
    dialect::lock(tx, id)?;
    payment(tx, id)
}

pub(crate) fn of(
    conn: &mut Conn,
    references: &[ReferenceId],
) -> Result<HashMap<ReferenceId, Vec<Payment>>, PaymentsError> {
    let rows: Vec<Row> = db::among!(
        conn,
        t::reference,
        references,
        t::table.order((t::created_at.asc(), t::id.asc())).select(Row::as_select())
    )?;
    let mut out: HashMap<ReferenceId, Vec<Payment>> = HashMap::new();
    for row in rows {
        out.entry(row.reference).or_default().push(row.into());
    }
    Ok(out)
}

/// Writes the change and its ledger lines. The version guards against a second writer.
pub(crate) fn save(tx: &mut Tx<'_>, held: &Payment, change: &Change) -> Result<Payment, PaymentsError> {
    let now = tx.now();
    let money = |a| Money::new(a, held.amount.currency);
    let after = Payment {
        state: change.state,
        authorized: money(change.authorized),
        captured: money(change.captured),
        refunded: money(change.refunded),
        provider_reference: change.provider_reference.clone().unwrap_or_else(|| held.provider_reference.clone()),
        error: change.error.clone().unwrap_or_else(|| held.error.clone()),
        version: held.version + 1,
        ..held.clone()
    };
    let changed = (
        t::state.eq(after.state.as_str()),
        t::authorized.eq(change.authorized),
        t::captured.eq(change.captured),
        t::refunded.eq(change.refunded),
        t::provider_reference.eq(&after.provider_reference),
        t::error.eq(&after.error),
        t::updated_at.eq(now.0),
        t::version.eq(after.version),
    );
    let as_held = t::table.find(held.id).filter(t::version.eq(held.version));
    let saved = db::update!(tx, diesel::update(as_held).set(changed))?;
    if saved == 0 {
        return Err(PaymentsError::Transition(held.state.as_str(), after.state.as_str()));
    }
    // Money that reached the provider's account for us is owed to the order, and the other way round.
    let moved = (change.captured - held.captured.amount) - (change.refunded - held.refunded.amount);
    if moved != 0 {
        let transfer = TransferId::new(now);
        let accounts =
            [(format!("provider:{}", held.provider), moved), (format!("order:{}", held.reference), -moved)];
        for (line, (account, amount)) in accounts.into_iter().enumerate() {
            diesel::insert_into(ledger_t::table)
                .values((
                    ledger_t::transfer.eq(transfer),
                    ledger_t::line.eq(line as i64),
                    ledger_t::account.eq(account),
                    ledger_t::amount.eq(amount),
                    ledger_t::currency.eq(held.amount.currency.as_str()),
                    ledger_t::payment.eq(held.id),
                    ledger_t::at.eq(now.0),
                ))
                .execute(&mut **tx)?;
        }
    }
    Ok(after)
}

pub(crate) fn request(
    tx: &mut Tx<'_>,
    payment: PaymentId,
    ask: Ask,
    amount: i64,
) -> Result<RequestId, PaymentsError> {
    let (now, actor) = (tx.now(), tx.actor().label());
    let id = RequestId::new(now);
    diesel::insert_into(requests_t::table)
        .values((
            requests_t::id.eq(id),
            requests_t::payment.eq(payment),
            requests_t::kind.eq(ask.as_str()),
            requests_t::amount.eq(amount),
            requests_t::state.eq("requested"),
            requests_t::error.eq(""),
            requests_t::actor.eq(actor),
            requests_t::created_at.eq(now.0),
            requests_t::updated_at.eq(now.0),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

pub(crate) fn pending_request(
    conn: &mut Conn,
    request: RequestId,
) -> Result<Option<(Ask, i64, Payment)>, PaymentsError> {
    let row: Option<(String, i64, PaymentId)> = requests_t::table
        .find(request)
        .filter(requests_t::state.eq("requested"))
        .select((requests_t::kind, requests_t::amount, requests_t::payment))
        .first(conn)
        .optional()?;
    let Some((kind, amount, id)) = row else { return Ok(None) };
    let ask = match kind.as_str() {
        "capture" => Ask::Capture,
        "void" => Ask::Void,
        _ => Ask::Refund,
    };
    Ok(Some((ask, amount, payment(conn, id)?)))
}

/// What requests of this kind ask for that nobody has answered yet.
pub(crate) fn open_requests(conn: &mut Conn, payment: PaymentId, ask: Ask) -> Result<i64, PaymentsError> {
    let amounts: Vec<i64> = requests_t::table
        .filter(requests_t::payment.eq(payment))
        .filter(requests_t::kind.eq(ask.as_str()))
        .filter(requests_t::state.eq("requested"))
        .select(requests_t::amount)
        .load(conn)?;
    Ok(amounts.into_iter().sum())
}

/// The state of the newest request of this kind.
pub(crate) fn last_request(conn: &mut Conn, payment: PaymentId, ask: Ask) -> QueryResult<Option<String>> {
    requests_t::table
        .filter(requests_t::payment.eq(payment))
        .filter(requests_t::kind.eq(ask.as_str()))
        .order((requests_t::created_at.desc(), requests_t::id.desc()))
        .select(requests_t::state)
        .first(conn)
        .optional()
}

/// False when somebody closed it before.
pub(crate) fn close_request(
    tx: &mut Tx<'_>,
    request: RequestId,
    state: &str,
    error: &str,
) -> Result<bool, PaymentsError> {
    let now = tx.now().0;
    let closed = diesel::update(requests_t::table.find(request).filter(requests_t::state.eq("requested")))
        .set((requests_t::state.eq(state), requests_t::error.eq(error), requests_t::updated_at.eq(now)))
        .execute(&mut **tx)?;
    Ok(closed == 1)
}

/// Open payments that were neither changed nor asked about since `before`; those asked about longest ago first.
/// `askable` are the providers that are there and can be asked.
pub(crate) fn unanswered(
    conn: &mut Conn,
    before: Micros,
    askable: &[&'static str],
    limit: i64,
) -> Result<Vec<Payment>, PaymentsError> {
    let rows: Vec<Row> = t::table
        .filter(t::state.eq("created").or(t::state.eq("pending")))
        .filter(t::updated_at.lt(before.0))
        .filter(t::checked_at.lt(before.0))
        .filter(t::provider.eq_any(askable.to_vec()))
        .order((t::checked_at.asc(), t::updated_at.asc(), t::id.asc()))
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

/// Notes that a provider is about to be asked what became of this payment; false when somebody asked since `before`.
pub(crate) fn checking(tx: &mut Tx<'_>, id: PaymentId, before: Micros) -> Result<bool, PaymentsError> {
    let now = tx.now().0;
    let noted = diesel::update(t::table.find(id).filter(t::checked_at.lt(before.0)))
        .set(t::checked_at.eq(now))
        .execute(&mut **tx)?;
    Ok(noted == 1)
}
