use std::collections::HashMap;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{PaymentId, ReferenceId, RequestId};
use kernel::{Currency, Micros, Money};
use serde::{Deserialize, Serialize};

use crate::schema::{payments_notices as notices_t, payments_payments as t, payments_requests as requests_t};
use crate::{Ask, PaymentsError, dialect, ledger};

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
    /// Taken back from us while the payer disputes it; given again when the dispute is won.
    pub disputed: Money,
    /// Lost in disputes, for good.
    pub charged_back: Money,
    /// What the provider kept for its service.
    pub fees: Money,
    pub provider_reference: String,
    pub error: String,
    /// Why people must look at it, in words for them; empty when nobody need.
    pub attention: String,
    pub created_at: Micros,
    pub version: i64,
}

impl Payment {
    /// What is left of what was taken: neither given back nor taken from us.
    pub fn kept(&self) -> i64 {
        self.captured.amount - self.refunded.amount - self.disputed.amount - self.charged_back.amount
    }
}

/// What a fact makes of a payment; minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub state: State,
    pub authorized: i64,
    pub captured: i64,
    pub refunded: i64,
    pub disputed: i64,
    pub charged_back: i64,
    pub fees: i64,
    pub provider_reference: Option<String>,
    pub error: Option<String>,
    pub attention: Option<String>,
}

impl Change {
    /// Everything as it is.
    pub fn none(held: &Payment) -> Self {
        Self {
            state: held.state,
            authorized: held.authorized.amount,
            captured: held.captured.amount,
            refunded: held.refunded.amount,
            disputed: held.disputed.amount,
            charged_back: held.charged_back.amount,
            fees: held.fees.amount,
            provider_reference: None,
            error: None,
            attention: None,
        }
    }

    /// Nothing but what the provider said against a request.
    pub fn told(held: &Payment, why: &str) -> Self {
        Self { error: Some(why.to_owned()), ..Self::none(held) }
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
    disputed: i64,
    charged_back: i64,
    fees: i64,
    attention: String,
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
            disputed: money(r.disputed),
            charged_back: money(r.charged_back),
            fees: money(r.fees),
            provider_reference: r.provider_reference,
            error: r.error,
            attention: r.attention,
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
        disputed: 0,
        charged_back: 0,
        fees: 0,
        attention: String::new(),
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
        disputed: money(change.disputed),
        charged_back: money(change.charged_back),
        fees: money(change.fees),
        attention: change.attention.clone().unwrap_or_else(|| held.attention.clone()),
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
        t::disputed.eq(change.disputed),
        t::charged_back.eq(change.charged_back),
        t::fees.eq(change.fees),
        t::attention.eq(&after.attention),
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
    ledger::book(tx, held, &after)?;
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
    let ask = Ask::parse(&kind);
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

/// Requests that nobody has answered yet, oldest first.
pub(crate) fn requests_in_doubt(
    conn: &mut Conn,
    payment: PaymentId,
) -> Result<Vec<(RequestId, Ask, i64)>, PaymentsError> {
    let rows: Vec<(RequestId, String, i64)> = requests_t::table
        .filter(requests_t::payment.eq(payment))
        .filter(requests_t::state.eq("requested"))
        .order((requests_t::created_at.asc(), requests_t::id.asc()))
        .select((requests_t::id, requests_t::kind, requests_t::amount))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, kind, amount)| (id, Ask::parse(&kind), amount)).collect())
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
    let mut rows: Vec<Row> = t::table
        .filter(t::state.eq("created").or(t::state.eq("pending")))
        .filter(t::updated_at.lt(before.0))
        .filter(t::checked_at.lt(before.0))
        .filter(t::provider.eq_any(askable.to_vec()))
        .order((t::checked_at.asc(), t::updated_at.asc(), t::id.asc()))
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    // Of whom something was asked long ago, and whose provider may have done it all the same.
    let waiting: Vec<PaymentId> = requests_t::table
        .filter(requests_t::state.eq("requested"))
        .filter(requests_t::created_at.lt(before.0))
        .order(requests_t::created_at.asc())
        .limit(limit)
        .select(requests_t::payment)
        .load(conn)?;
    let asked: Vec<Row> = t::table
        .filter(t::id.eq_any(waiting))
        .filter(t::state.ne("created").and(t::state.ne("pending")))
        .filter(t::checked_at.lt(before.0))
        .filter(t::provider.eq_any(askable.to_vec()))
        .order(t::id.asc())
        .select(Row::as_select())
        .load(conn)?;
    rows.extend(asked);
    Ok(rows.into_iter().map(Payment::from).collect())
}

/// See [`crate::Payments::to_compare`].
pub(crate) fn to_compare(
    conn: &mut Conn,
    since: Micros,
    before: Micros,
    booked: &[&'static str],
    after: Option<PaymentId>,
    limit: i64,
) -> Result<Vec<Payment>, PaymentsError> {
    let after = after.unwrap_or(PaymentId::from_bytes([0; 16]));
    let rows: Vec<Row> = t::table
        .filter(t::id.gt(after))
        .filter(t::created_at.ge(since.0))
        .filter(t::checked_at.lt(before.0))
        .filter(t::provider.eq_any(booked.to_vec()))
        .order(t::id.asc())
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

pub(crate) fn by_provider_reference(
    conn: &mut Conn,
    provider: &str,
    reference: &str,
) -> Result<Option<Payment>, PaymentsError> {
    let row = t::table
        .filter(t::provider_reference.eq(reference))
        .filter(t::provider_reference.ne(""))
        .filter(t::provider.eq(provider))
        .order(t::id.asc())
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    Ok(row.map(Payment::from))
}

/// The payment that a notice is about: by the provider's name for it, else by ours.
pub(crate) fn told_of(
    conn: &mut Conn,
    provider: &str,
    notice: &crate::Notice,
) -> Result<Option<Payment>, PaymentsError> {
    if let Some(known) = by_provider_reference(conn, provider, &notice.provider_reference)? {
        return Ok(Some(known));
    }
    let Some(id) = notice.payment else { return Ok(None) };
    let row = t::table.find(id).filter(t::provider.eq(provider)).select(Row::as_select()).first(conn);
    Ok(row.optional()?.map(Payment::from))
}

pub(crate) fn in_doubt(conn: &mut Conn, limit: i64) -> Result<Vec<Payment>, PaymentsError> {
    let rows: Vec<Row> = t::table
        .filter(t::attention.ne("").or(t::disputed.gt(0)))
        .order((t::updated_at.asc(), t::id.asc()))
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

pub(crate) fn forget_notices(conn: &mut Conn, before: Micros) -> QueryResult<usize> {
    diesel::delete(notices_t::table.filter(notices_t::received_at.lt(before.0))).execute(conn)
}

/// Notes that a provider is about to be asked what became of this payment; false when somebody asked since `before`.
pub(crate) fn checking(tx: &mut Tx<'_>, id: PaymentId, before: Micros) -> Result<bool, PaymentsError> {
    let now = tx.now().0;
    let noted = diesel::update(t::table.find(id).filter(t::checked_at.lt(before.0)))
        .set(t::checked_at.eq(now))
        .execute(&mut **tx)?;
    Ok(noted == 1)
}
