//! What is stored.
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{DeliveryId, EndpointId};

use crate::schema::{webhooks_deliveries, webhooks_endpoints};

/// A program that wants to be told.
#[derive(Queryable, Selectable, Clone, PartialEq, Eq)]
#[diesel(table_name = webhooks_endpoints)]
pub struct Endpoint {
    pub id: EndpointId,
    pub url: String,
    /// What staff call it.
    pub note: String,
    kinds: String,
    pub(crate) secret: String,
    pub(crate) old_secret: String,
    /// Until when the old secret signs along; microseconds, UTC.
    pub(crate) old_until: i64,
    pub active: bool,
    /// Counts changes from 1.
    pub version: i64,
}

/// Secrets stay out of logs.
impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").field("id", &self.id).field("url", &self.url).finish_non_exhaustive()
    }
}

impl Endpoint {
    /// Which types of event it is told of.
    pub fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.split_whitespace()
    }

    pub fn wants(&self, kind: &str) -> bool {
        self.active && self.kinds().any(|k| k == kind)
    }

    /// What its receiver checks signatures with.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// Until when messages carry a signature under the old secret too; none when there is no old one.
    pub fn old_secret_until(&self, now: Micros) -> Option<Micros> {
        (!self.old_secret.is_empty() && now.0 < self.old_until).then_some(Micros(self.old_until))
    }

    /// The secrets that sign at `now`, the newest first.
    pub(crate) fn secrets(&self, now: Micros) -> Vec<&str> {
        let old = self.old_secret_until(now).map(|_| self.old_secret.as_str());
        std::iter::once(self.secret.as_str()).chain(old).collect()
    }
}

/// What an endpoint is to be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewEndpoint {
    pub url: String,
    pub note: String,
    /// Types of event.
    pub kinds: Vec<String>,
    pub active: bool,
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// To be sent, perhaps again.
    Waiting,
    Delivered,
    /// Given up: refused for three days, or its endpoint is switched off.
    Failed,
}

impl DeliveryState {
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::Failed];

    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// One message to one endpoint.
#[derive(Queryable, Selectable, Insertable, Clone, Debug, PartialEq, Eq)]
#[diesel(table_name = webhooks_deliveries)]
pub struct Delivery {
    /// The message's `webhook-id`: the same in every attempt, so that a receiver can tell repetitions.
    pub id: DeliveryId,
    pub endpoint: EndpointId,
    /// The type of event.
    pub kind: String,
    /// What it happened to; messages about one thing are sent one after the other.
    pub stream: String,
    /// What is sent, JSON.
    pub body: String,
    pub(crate) state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// The last answer's status; 0 when there was none.
    pub status: i64,
    /// The beginning of the last answer, or why there was none.
    pub told: String,
    pub(crate) at: i64,
    pub(crate) tried_at: i64,
}

impl Delivery {
    pub fn state(&self) -> DeliveryState {
        DeliveryState::of(&self.state).unwrap_or(DeliveryState::Failed)
    }

    /// What is sent, a line for each value: for people.
    pub fn laid_out(&self) -> String {
        let value = serde_json::from_str::<serde_json::Value>(&self.body);
        value.and_then(|v| serde_json::to_string_pretty(&v)).unwrap_or_else(|_| self.body.clone())
    }

    /// When it was written.
    pub fn written(&self) -> Micros {
        Micros(self.at)
    }

    /// When it was last tried.
    pub fn tried(&self) -> Option<Micros> {
        (self.tried_at > 0).then_some(Micros(self.tried_at))
    }
}
