//! Whose pages may call the API from a browser (CORS): none, until somebody allows them.
use std::time::Duration;

use db::{Conn, Db, DbError};
use diesel::prelude::*;
use kernel::{Actor, Forbidden, Kept};

use crate::schema::auth_origins as t;

/// May allow pages.
const MANAGE: &str = "settings.manage";
/// So many at most; more is no list of friends.
const MOST: usize = 50;
/// How long an instance goes on as before when another one allowed or forbade something.
const FRESH: Duration = Duration::from_secs(1);

#[derive(Debug, thiserror::Error)]
pub enum OriginError {
    #[error(
        "write where the pages come from, like https://app.example.org: no path, and https unless it is this machine"
    )]
    Form,
    #[error("no more than 50 origins can be allowed")]
    TooMany,
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(OriginError);

impl kernel::Coded for OriginError {
    fn code(&self) -> &'static str {
        match self {
            Self::Form => "bad_origin",
            Self::TooMany => "too_many_origins",
            Self::Forbidden(_) => "forbidden",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        match self {
            Self::Form | Self::TooMany => kernel::Fault::Invalid,
            Self::Forbidden(_) => kernel::Fault::Forbidden,
            Self::Db(e) => e.fault(),
        }
    }
}

/// The origins whose pages may call. Cheap to clone; each instance looks anew every second.
#[derive(Clone)]
pub struct Origins {
    db: Db,
    kept: Kept<Vec<String>>,
}

impl Origins {
    pub fn new(db: Db) -> Self {
        Self { db, kept: Kept::for_at_most(FRESH) }
    }

    /// All of them, in order.
    ///
    /// # Errors
    /// The database's.
    pub async fn list(&self) -> Result<Vec<String>, OriginError> {
        self.db.read(|c| Ok(all(c)?)).await
    }

    /// Whether pages from there may call. When it cannot be found out they may not.
    pub async fn allows(&self, origin: &str) -> bool {
        let allowed = match self.kept.look() {
            Ok(kept) => kept,
            Err(ticket) => match self.list().await {
                Ok(list) => self.kept.keep(ticket, list),
                Err(e) => {
                    tracing::warn!(error = %e, "whose pages may call could not be read");
                    return false;
                }
            },
        };
        allowed.iter().any(|a| a == origin)
    }

    /// Lets pages from `origin` call. False when they may already.
    ///
    /// # Errors
    /// [`OriginError::Form`], [`OriginError::TooMany`], [`OriginError::Forbidden`].
    pub async fn allow(&self, actor: &Actor, origin: &str) -> Result<bool, OriginError> {
        actor.require(MANAGE)?;
        let origin = parse(origin).ok_or(OriginError::Form)?;
        let done = self
            .db
            .write(actor, move |tx| {
                let held = all(tx)?;
                if held.contains(&origin) {
                    return Ok(false);
                }
                if held.len() >= MOST {
                    return Err(OriginError::TooMany);
                }
                let now = tx.now();
                let conn: &mut Conn = tx;
                diesel::insert_into(t::table)
                    .values((t::origin.eq(&origin), t::added_at.eq(now.0)))
                    .execute(conn)?;
                tx.audit("origin.allow", &origin, &serde_json::json!({}))?;
                Ok(true)
            })
            .await;
        self.kept.forget();
        match done {
            Err(OriginError::Db(e)) if e.is_duplicate() => Ok(false),
            other => other,
        }
    }

    /// Lets pages from `origin` call no more. False when they might not.
    ///
    /// # Errors
    /// [`OriginError::Forbidden`].
    pub async fn forbid(&self, actor: &Actor, origin: &str) -> Result<bool, OriginError> {
        actor.require(MANAGE)?;
        let origin = origin.to_owned();
        let done = self
            .db
            .write(actor, move |tx| {
                let conn: &mut Conn = tx;
                let gone = diesel::delete(t::table.find(&origin)).execute(conn)? == 1;
                if gone {
                    tx.audit("origin.forbid", &origin, &serde_json::json!({}))?;
                }
                Ok(gone)
            })
            .await;
        self.kept.forget();
        done
    }
}

fn all(conn: &mut Conn) -> QueryResult<Vec<String>> {
    t::table.order(t::origin).select(t::origin).load(conn)
}

/// As browsers write it in `Origin` (RFC 6454, 6.2): lower case, no path, no usual port.
fn parse(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
    let (scheme, place) = text.split_once("://")?;
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse::<u16>().ok()?)),
        _ => (place, None),
    };
    let here = host == "localhost" || host == "[::1]" || host.starts_with("127.") || host.ends_with(".localhost");
    let plain = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.[]:".contains(&b));
    let usual = match scheme {
        "https" => 443,
        "http" if here => 80,
        _ => return None,
    };
    let port = port.filter(|p| *p != usual).map_or_else(String::new, |p| format!(":{p}"));
    (plain && text.len() <= 200).then(|| format!("{scheme}://{host}{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_every_database;

    #[test]
    fn origins_are_written_as_browsers_write_them() {
        assert_eq!(parse(" https://App.Example.org/ ").as_deref(), Some("https://app.example.org"));
        assert_eq!(parse("https://a.example:443").as_deref(), Some("https://a.example"));
        assert_eq!(parse("http://localhost:5173").as_deref(), Some("http://localhost:5173"));
        for wrong in
            ["", "*", "null", "app.example.org", "http://a.example", "https://a/b", "https://u@a", "ftp://a"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn nobody_may_call_until_somebody_who_may_allows_it() {
        on_every_database(async |shop| {
            let origins = Origins::new(shop.db.clone());
            let boss = Actor::system("test");
            assert!(!origins.allows("https://a.example").await);
            let nobody = Actor::shopper(kernel::Correlation::new());
            assert!(matches!(origins.allow(&nobody, "https://a.example").await, Err(OriginError::Forbidden(_))));
            assert!(origins.allow(&boss, "https://A.example/").await.unwrap());
            assert!(!origins.allow(&boss, "https://a.example").await.unwrap(), "it is so already");
            assert!(origins.allows("https://a.example").await && !origins.allows("https://b.example").await);
            assert!(origins.forbid(&boss, "https://a.example").await.unwrap());
            assert!(!origins.allows("https://a.example").await);
        })
        .await;
    }
}
