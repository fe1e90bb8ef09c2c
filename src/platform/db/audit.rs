//! What staff did, to what. Written in the same unit of work as the deed.
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::AuditId;

use crate::{Conn, Tx};

diesel::table! {
    audit_log (id) {
        id -> Binary,
        at -> BigInt,
        actor -> Text,
        action -> Text,
        entity -> Text,
        detail -> Text,
        correlation -> Text,
    }
}

/// One deed.
#[derive(Queryable, Selectable, Insertable, Debug, Clone)]
#[diesel(table_name = audit_log)]
pub struct AuditEntry {
    pub id: AuditId,
    /// Microseconds, UTC.
    pub at: i64,
    pub actor: String,
    /// What was done, as `order.ship`.
    pub action: String,
    /// What it was done to, as an id's text.
    pub entity: String,
    /// JSON without personal data or secrets.
    pub detail: String,
    pub correlation: String,
}

/// Under this name a deed's detail has the token of the program that did it.
const BY_TOKEN: &str = "by_token";

impl Tx<'_> {
    /// Notes that the actor did `action` to `entity`; of a program also by which token.
    pub fn audit(&mut self, action: &str, entity: impl ToString, detail: &serde_json::Value) -> QueryResult<()> {
        let mut detail = detail.clone();
        if let (Some(token), Some(said)) = (self.actor().token(), detail.as_object_mut()) {
            said.insert(BY_TOKEN.to_owned(), token.to_string().into());
        }
        let entry = AuditEntry {
            id: AuditId::new(self.now()),
            at: self.now().0,
            actor: self.actor().label(),
            action: action.to_owned(),
            entity: entity.to_string(),
            detail: detail.to_string(),
            correlation: self.actor().correlation.to_string(),
        };
        let conn: &mut Conn = self;
        diesel::insert_into(audit_log::table).values(&entry).execute(conn).map(drop)
    }
}

impl AuditEntry {
    pub fn when(&self) -> Micros {
        Micros(self.at)
    }

    /// The token of the program that did it for the actor; None where somebody did it themselves.
    pub fn token(&self) -> Option<kernel::kinds::ApiTokenId> {
        let detail: serde_json::Value = serde_json::from_str(&self.detail).ok()?;
        detail.get(BY_TOKEN)?.as_str()?.parse().ok()
    }

    /// The newest deeds done to `entity`.
    pub fn of(conn: &mut Conn, entity: &str, limit: i64) -> QueryResult<Vec<Self>> {
        audit_log::table
            .filter(audit_log::entity.eq(entity))
            .order((audit_log::at.desc(), audit_log::id.desc()))
            .limit(limit)
            .select(Self::as_select())
            .load(conn)
    }
}

/// What a list of deeds is cut to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deeds {
    /// As [`kernel::Actor::label`] writes it.
    pub actor: Option<String>,
    /// The whole text of an id.
    pub entity: Option<String>,
    /// Done at this moment or later.
    pub from: Option<Micros>,
    /// Done before this moment.
    pub until: Option<Micros>,
}

impl AuditEntry {
    /// The newest deeds that fit, those before `older_than` when it is given.
    pub fn list(conn: &mut Conn, cut: &Deeds, older_than: Option<AuditId>, limit: i64) -> QueryResult<Vec<Self>> {
        let mut query = audit_log::table.into_boxed();
        if let Some(actor) = &cut.actor {
            query = query.filter(audit_log::actor.eq(actor.clone()));
        }
        if let Some(entity) = &cut.entity {
            query = query.filter(audit_log::entity.eq(entity.clone()));
        }
        if let Some(from) = cut.from {
            query = query.filter(audit_log::at.ge(from.0));
        }
        if let Some(until) = cut.until {
            query = query.filter(audit_log::at.lt(until.0));
        }
        if let Some(id) = older_than {
            let at: Option<i64> = audit_log::table.find(id).select(audit_log::at).first(conn).optional()?;
            // One that is gone leads to the beginning.
            if let Some(at) = at {
                let before = audit_log::at.lt(at).or(audit_log::at.eq(at).and(audit_log::id.lt(id)));
                query = query.filter(before);
            }
        }
        query.order((audit_log::at.desc(), audit_log::id.desc())).limit(limit).select(Self::as_select()).load(conn)
    }
}
