//! Webhooks: programs elsewhere are told what happened here, as Standard Webhooks describes it.
//!
//! Staff name an address and the events it wants. From then on each such event becomes a message to it, written in the unit
//! of work that moves the subscriber's cursor, hence once. Messages about one order (or product, …) are sent one after the
//! other; one that is refused is sent again for three days, and what each endpoint answered can be read and sent anew.
//!
//! A message says what the log says: ids, amounts and versions, never names or addresses of people.
//!
//! Owns `webhooks_endpoints` and `webhooks_deliveries`.
mod deliver;
mod model;
mod schema;
mod signature;
#[cfg(test)]
mod tests;

use std::time::Duration;

use db::{Conn, Db, DbError, Tx};
use diesel::prelude::*;
use events::{Recorded, Recording as _};
use kernel::kinds::{DeliveryId, EndpointId};
use kernel::{Actor, Forbidden, Micros};
use outbound::{Outbound, OutboundError};

pub use deliver::Deliver;
pub use model::{Delivery, DeliveryState, Endpoint, NewEndpoint};
use schema::{webhooks_deliveries as d, webhooks_endpoints as e};
pub use signature::{BadSecret, sign, verify};

/// May say who is told.
pub const MANAGE: &str = "settings.manage";
/// The type of the message that staff send to try an endpoint.
pub const TRIAL: &str = "webhooks.trial";
/// For how long an old secret signs along.
const CHANGE_OVER: Duration = Duration::from_secs(24 * 3600);
/// How many endpoints a shop has at most: each wants a look at every event.
const MOST: i64 = 50;

#[derive(Debug, thiserror::Error)]
pub enum WebhooksError {
    #[error("there is no such webhook")]
    NotFound,
    #[error("somebody changed this webhook in the meantime; look again, then try once more")]
    Stale,
    #[error("it is switched off; switch it on first")]
    Off,
    #[error("a shop has up to {MOST} webhooks; remove one first")]
    TooMany,
    #[error("{told}")]
    Wrong { field: &'static str, told: String },
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(WebhooksError);

impl kernel::Coded for WebhooksError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "webhook_not_found",
            Self::Stale => "stale",
            Self::Off => "webhook_off",
            Self::TooMany => "too_many_webhooks",
            Self::Wrong { .. } => "bad_webhook",
            Self::Forbidden(_) => "forbidden",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::NotFound => Fault::NotFound,
            Self::Stale | Self::Off | Self::TooMany => Fault::Conflict,
            Self::Wrong { .. } => Fault::Invalid,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Db(e) => e.fault(),
        }
    }
}

#[derive(Clone)]
pub struct Webhooks {
    db: Db,
    outbound: Outbound,
    /// The types of event that can be wanted.
    kinds: &'static [&'static str],
}

impl Webhooks {
    pub fn new(db: Db, outbound: Outbound, kinds: &'static [&'static str]) -> Self {
        Self { db, outbound, kinds }
    }

    /// The types of event that can be wanted, in the order in which staff are offered them.
    pub fn kinds(&self) -> &'static [&'static str] {
        self.kinds
    }

    /// All of them, the oldest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn endpoints(&self) -> Result<Vec<Endpoint>, WebhooksError> {
        self.db.read(all).await
    }

    /// One of them.
    ///
    /// # Errors
    /// [`WebhooksError::NotFound`].
    pub async fn endpoint(&self, id: EndpointId) -> Result<Endpoint, WebhooksError> {
        self.db.read(move |c| find(c, id)).await
    }

    /// Up to `limit` messages to an endpoint, the newest first, older than `before`.
    ///
    /// # Errors
    /// The database's.
    pub async fn deliveries(
        &self,
        endpoint: EndpointId,
        state: Option<DeliveryState>,
        before: Option<DeliveryId>,
        limit: i64,
    ) -> Result<Vec<Delivery>, WebhooksError> {
        self.db
            .read(move |c| {
                let mut query = d::table
                    .filter(d::endpoint.eq(endpoint))
                    .order(d::id.desc())
                    .limit(limit)
                    .select(Delivery::as_select())
                    .into_boxed();
                if let Some(state) = state {
                    query = query.filter(d::state.eq(state.name()));
                }
                if let Some(before) = before {
                    query = query.filter(d::id.lt(before));
                }
                Ok(query.load(c)?)
            })
            .await
    }

    /// A new one, with a secret of its own.
    ///
    /// # Errors
    /// [`Forbidden`] without [`MANAGE`]; [`WebhooksError::Wrong`] with the field and what to write;
    /// [`WebhooksError::TooMany`].
    pub async fn add(&self, actor: &Actor, new: NewEndpoint) -> Result<EndpointId, WebhooksError> {
        self.managing(actor, move |hooks, tx| hooks.add_in(tx, &new)).await
    }

    fn add_in(&self, tx: &mut Tx<'_>, new: &NewEndpoint) -> Result<EndpointId, WebhooksError> {
        self.check(new)?;
        let held: i64 = e::table.count().get_result(&mut **tx)?;
        if held >= MOST {
            return Err(WebhooksError::TooMany);
        }
        let now = tx.now();
        let id = EndpointId::new(now);
        diesel::insert_into(e::table)
            .values((
                e::id.eq(id),
                e::url.eq(new.url.trim()),
                e::note.eq(new.note.trim()),
                e::kinds.eq(new.kinds.join(" ")),
                e::secret.eq(signature::secret()),
                e::old_secret.eq(""),
                e::old_until.eq(0),
                e::active.eq(new.active),
                e::version.eq(1),
                e::at.eq(now.0),
            ))
            .execute(&mut **tx)?;
        self.note(tx, "webhook.add", id, new)?;
        Ok(id)
    }

    /// Changes one; `version` is the one that was seen. What waits for it is sent to where it is now.
    ///
    /// # Errors
    /// As [`Webhooks::add`]; [`WebhooksError::NotFound`]; [`WebhooksError::Stale`].
    pub async fn change(
        &self,
        actor: &Actor,
        id: EndpointId,
        new: NewEndpoint,
        version: i64,
    ) -> Result<(), WebhooksError> {
        self.managing(actor, move |hooks, tx| hooks.change_in(tx, id, &new, version)).await
    }

    fn change_in(
        &self,
        tx: &mut Tx<'_>,
        id: EndpointId,
        new: &NewEndpoint,
        version: i64,
    ) -> Result<(), WebhooksError> {
        self.check(new)?;
        find(tx, id)?;
        let changed = diesel::update(e::table.find(id).filter(e::version.eq(version)))
            .set((
                e::url.eq(new.url.trim()),
                e::note.eq(new.note.trim()),
                e::kinds.eq(new.kinds.join(" ")),
                e::active.eq(new.active),
                e::version.eq(version + 1),
            ))
            .execute(&mut **tx)?;
        if changed == 0 {
            return Err(WebhooksError::Stale);
        }
        self.note(tx, "webhook.change", id, new)
    }

    /// Removes one with all its messages.
    ///
    /// # Errors
    /// [`Forbidden`]; [`WebhooksError::NotFound`].
    pub async fn remove(&self, actor: &Actor, id: EndpointId) -> Result<(), WebhooksError> {
        self.managing(actor, move |_, tx| {
            let held = find(tx, id)?;
            diesel::delete(d::table.filter(d::endpoint.eq(id))).execute(&mut **tx)?;
            diesel::delete(e::table.find(id)).execute(&mut **tx)?;
            Ok(tx.audit("webhook.remove", id.to_string(), &serde_json::json!({ "url": held.url }))?)
        })
        .await
    }

    /// A new secret; the old one signs along for a day.
    ///
    /// # Errors
    /// [`Forbidden`]; [`WebhooksError::NotFound`]; [`WebhooksError::Stale`].
    pub async fn renew_secret(&self, actor: &Actor, id: EndpointId, version: i64) -> Result<(), WebhooksError> {
        self.managing(actor, move |_, tx| {
            let held = find(tx, id)?;
            let until = tx.now().plus(CHANGE_OVER);
            let renewed = diesel::update(e::table.find(id).filter(e::version.eq(version)))
                .set((
                    e::secret.eq(signature::secret()),
                    e::old_secret.eq(&held.secret),
                    e::old_until.eq(until.0),
                    e::version.eq(version + 1),
                ))
                .execute(&mut **tx)?;
            if renewed == 0 {
                return Err(WebhooksError::Stale);
            }
            Ok(tx.audit("webhook.renew_secret", id.to_string(), &serde_json::json!({ "url": held.url }))?)
        })
        .await
    }

    /// Sends a message that says only that it is one.
    ///
    /// # Errors
    /// [`Forbidden`]; [`WebhooksError::NotFound`]; [`WebhooksError::Off`].
    pub async fn try_out(&self, actor: &Actor, id: EndpointId) -> Result<DeliveryId, WebhooksError> {
        self.managing(actor, move |_, tx| {
            if !find(tx, id)?.active {
                return Err(WebhooksError::Off);
            }
            let body = message(TRIAL, tx.now(), serde_json::json!({ "webhook": id }));
            Ok(write(tx, id, TRIAL, &id.to_string(), body)?)
        })
        .await
    }

    /// Sends a message once more, under its own id, now.
    ///
    /// # Errors
    /// [`Forbidden`]; [`WebhooksError::NotFound`]; [`WebhooksError::Off`].
    pub async fn replay(&self, actor: &Actor, endpoint: EndpointId, id: DeliveryId) -> Result<(), WebhooksError> {
        self.managing(actor, move |_, tx| {
            if !find(tx, endpoint)?.active {
                return Err(WebhooksError::Off);
            }
            let of = d::table.filter(d::id.eq(id)).filter(d::endpoint.eq(endpoint));
            let again = diesel::update(of.filter(d::state.ne(DeliveryState::Waiting.name())))
                .set(d::state.eq(DeliveryState::Waiting.name()))
                .execute(&mut **tx)?;
            if again == 1 {
                tx.enqueue(&Deliver::again(id))?;
                return Ok(());
            }
            // One that waits is sent anyway.
            let waits: i64 = of.count().get_result(&mut **tx)?;
            if waits == 1 { Ok(()) } else { Err(WebhooksError::NotFound) }
        })
        .await
    }

    /// Writes the messages that these events cause, in their order. What the house's subscriber does.
    ///
    /// # Errors
    /// The database's.
    pub fn take(tx: &mut Tx<'_>, events: &[&Recorded]) -> Result<(), WebhooksError> {
        if events.is_empty() {
            return Ok(());
        }
        let endpoints = all(tx)?;
        for event in events {
            let mut wanting = endpoints.iter().filter(|one| one.wants(&event.kind)).peekable();
            if wanting.peek().is_none() {
                continue;
            }
            let data = serde_json::from_str(&event.payload).unwrap_or(serde_json::Value::Null);
            let body = message(&event.kind, event.at, data);
            for endpoint in wanting {
                write(tx, endpoint.id, &event.kind, &event.stream, body.clone())?;
            }
        }
        Ok(())
    }

    /// Forgets up to `limit` messages written before `before` that wait for nothing.
    ///
    /// # Errors
    /// The database's.
    pub fn sweep(tx: &mut Tx<'_>, before: Micros, limit: i64) -> Result<usize, WebhooksError> {
        let old: Vec<DeliveryId> = d::table
            .filter(d::at.lt(before.0))
            .filter(d::state.ne("waiting"))
            .order(d::at)
            .limit(limit)
            .select(d::id)
            .load(&mut **tx)?;
        Ok(diesel::delete(d::table.filter(d::id.eq_any(&old))).execute(&mut **tx)?)
    }

    /// One unit of work of somebody who may.
    async fn managing<T, F>(&self, actor: &Actor, f: F) -> Result<T, WebhooksError>
    where
        T: Send + 'static,
        F: Fn(&Self, &mut Tx<'_>) -> Result<T, WebhooksError> + Send + 'static,
    {
        actor.require(MANAGE)?;
        let hooks = self.clone();
        self.db.write(actor, move |tx| f(&hooks, tx)).await
    }

    fn check(&self, new: &NewEndpoint) -> Result<(), WebhooksError> {
        let wrong = |field, told: String| Err(WebhooksError::Wrong { field, told });
        if new.url.trim().len() > 500 {
            return wrong("url", "this is too long: up to 500 characters".to_owned());
        }
        if let Err(why) = self.outbound.check(&new.url) {
            return wrong(
                "url",
                match why {
                    OutboundError::Address(_) => {
                        "write an address of the form https://example.com/hooks".to_owned()
                    }
                    other => other.to_string(),
                },
            );
        }
        if new.note.chars().count() > 120 {
            return wrong("note", "this is too long: up to 120 characters".to_owned());
        }
        if new.kinds.is_empty() {
            return wrong("kinds", "choose what it is to be told of".to_owned());
        }
        match new.kinds.iter().find(|kind| !self.kinds.contains(&kind.as_str())) {
            Some(kind) => wrong("kinds", format!("`{kind}` is nothing a webhook can be told of")),
            None => Ok(()),
        }
    }

    fn note(
        &self,
        tx: &mut Tx<'_>,
        what: &'static str,
        id: EndpointId,
        new: &NewEndpoint,
    ) -> Result<(), WebhooksError> {
        let detail = serde_json::json!({ "url": new.url.trim(), "events": new.kinds, "active": new.active });
        Ok(tx.audit(what, id.to_string(), &detail)?)
    }
}

fn all(conn: &mut Conn) -> Result<Vec<Endpoint>, WebhooksError> {
    Ok(e::table.order(e::id).select(Endpoint::as_select()).load(conn)?)
}

fn find(conn: &mut Conn, id: EndpointId) -> Result<Endpoint, WebhooksError> {
    e::table.find(id).select(Endpoint::as_select()).first(conn).optional()?.ok_or(WebhooksError::NotFound)
}

/// The body as the standard asks for it: type, time and data.
fn message(kind: &str, at: Micros, data: serde_json::Value) -> String {
    let at = jiff::Timestamp::from_microsecond(at.0).unwrap_or_default();
    serde_json::json!({ "type": kind, "timestamp": at.to_string(), "data": data }).to_string()
}

fn write(
    tx: &mut Tx<'_>,
    endpoint: EndpointId,
    kind: &str,
    stream: &str,
    body: String,
) -> Result<DeliveryId, DbError> {
    let now = tx.now();
    let row = Delivery {
        id: DeliveryId::new(now),
        endpoint,
        kind: kind.to_owned(),
        stream: stream.to_owned(),
        body,
        state: DeliveryState::Waiting.name().to_owned(),
        attempts: 0,
        status: 0,
        told: String::new(),
        at: now.0,
        tried_at: 0,
    };
    diesel::insert_into(d::table).values(&row).execute(&mut **tx)?;
    tx.enqueue(&Deliver::first(&row))?;
    Ok(row.id)
}
