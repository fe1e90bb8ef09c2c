//! Tokens for programs of staff: each made by somebody, for some of what they may do, for some time.
use std::sync::Arc;
use std::time::Duration;

use auth::SecretString;
use db::Conn;
use diesel::prelude::*;
use kernel::kinds::{ApiTokenId, StaffId};
use kernel::{Actor, ActorKind, Micros};

use crate::schema::staff_tokens as t;
use crate::{Member, Permission, Staff, StaffError, authorise, store};

/// What a token can be for. Who works here and how the shop is set up is no program's business.
pub const FOR_TOKENS: [Permission; 11] = [
    Permission::ViewProducts,
    Permission::ManageProducts,
    Permission::ViewPrices,
    Permission::ManagePrices,
    Permission::ViewInventory,
    Permission::ManageInventory,
    Permission::ViewOrders,
    Permission::ManageOrders,
    Permission::RefundOrders,
    Permission::ViewCustomers,
    Permission::ManageCustomers,
];

/// Tells our tokens from everybody else's, for those who look for secrets where none should be.
const PREFIX: &str = "sst_";
const DAY: Duration = Duration::from_secs(24 * 3600);
/// How exact "last used" is at most; each write costs the one writer.
const SEEN_EVERY: Duration = Duration::from_secs(5 * 60);
/// How long a request waits for "last used" to be written; the write happens all the same.
const SEEN_WAIT: Duration = Duration::from_millis(250);

/// A token to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What it is for, in its maker's words.
    pub name: String,
    /// Some of [`FOR_TOKENS`]; nothing that its maker may not do.
    pub powers: Vec<Permission>,
    /// From 1 to 366 days.
    pub days: u32,
}

/// A token as it is listed: never the token itself, which nobody knows but whoever made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    pub id: ApiTokenId,
    /// Who made it.
    pub member: StaffId,
    pub name: String,
    /// Its last four characters, to know it again by.
    pub hint: String,
    pub powers: Vec<Permission>,
    pub created_at: Micros,
    pub expires_at: Micros,
    /// Within five minutes.
    pub last_used_at: Option<Micros>,
    pub revoked_at: Option<Micros>,
}

impl ApiToken {
    /// Whether it opens anything, as far as it goes.
    pub fn is_live(&self, now: Micros) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = t)]
struct Row {
    id: ApiTokenId,
    member: StaffId,
    name: String,
    token_hash: Vec<u8>,
    hint: String,
    powers: String,
    created_at: i64,
    expires_at: i64,
    last_used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl From<Row> for ApiToken {
    fn from(row: Row) -> Self {
        let named = |text: &str| FOR_TOKENS.into_iter().find(|p| p.power() == text);
        Self {
            id: row.id,
            member: row.member,
            name: row.name,
            hint: row.hint,
            powers: row.powers.split(' ').filter_map(named).collect(),
            created_at: Micros(row.created_at),
            expires_at: Micros(row.expires_at),
            last_used_at: row.last_used_at.map(Micros),
            revoked_at: row.revoked_at.map(Micros),
        }
    }
}

impl Staff {
    /// Makes a token for the actor's programs. It is handed back here and never seen again: only its SHA-256 is stored.
    ///
    /// # Errors
    /// [`StaffError::Forbidden`] unless the actor may change settings; [`StaffError::TokenName`],
    /// [`StaffError::TokenPowers`], [`StaffError::TokenLasts`].
    pub async fn make_token(&self, actor: &Actor, new: NewToken) -> Result<(ApiTokenId, SecretString), StaffError> {
        let ActorKind::Staff(maker) = actor.kind else {
            return Err(StaffError::Forbidden(Permission::ManageSettings));
        };
        let name = new.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if !(1..=60).contains(&name.chars().count()) || name.contains(char::is_control) {
            return Err(StaffError::TokenName);
        }
        if !(1..=366).contains(&new.days) {
            return Err(StaffError::TokenLasts);
        }
        let token = format!("{PREFIX}{}", kernel::random_token());
        let (hash, hint) = (kernel::token_hash(&token), token[token.len() - 4..].to_owned());
        let powers = new.powers;
        let id = self
            .db
            .write(actor, move |tx| {
                authorise(tx, Permission::ManageSettings)?;
                let member = store::find(tx, maker)?.ok_or(StaffError::NotFound)?;
                let fits = |p: &Permission| FOR_TOKENS.contains(p) && member.may(*p);
                if powers.is_empty() || !powers.iter().all(fits) {
                    return Err(StaffError::TokenPowers);
                }
                let now = tx.now();
                let chosen = FOR_TOKENS.into_iter().filter(|p| powers.contains(p));
                let powers: Vec<&str> = chosen.map(Permission::power).collect();
                let row = Row {
                    id: ApiTokenId::new(now),
                    member: maker,
                    name: name.clone(),
                    token_hash: hash.clone(),
                    hint: hint.clone(),
                    powers: powers.join(" "),
                    created_at: now.0,
                    expires_at: now.plus(DAY * new.days).0,
                    last_used_at: None,
                    revoked_at: None,
                };
                let conn: &mut Conn = tx;
                diesel::insert_into(t::table).values(&row).execute(conn)?;
                let detail = serde_json::json!({ "name": name, "scopes": powers, "days": new.days });
                tx.audit("token.make", row.id, &detail)?;
                Ok(row.id)
            })
            .await?;
        Ok((id, token.into()))
    }

    /// Every token there ever was, the newest first; at most 200.
    ///
    /// # Errors
    /// The database's.
    pub async fn tokens(&self) -> Result<Vec<ApiToken>, StaffError> {
        self.db
            .read(|c| {
                let rows: Vec<Row> = t::table
                    .order((t::created_at.desc(), t::id.desc()))
                    .limit(200)
                    .select(Row::as_select())
                    .load(c)?;
                Ok(rows.into_iter().map(ApiToken::from).collect())
            })
            .await
    }

    /// From the commit on the token opens nothing, on every instance. Fine when it is so already.
    ///
    /// # Errors
    /// [`StaffError::Forbidden`]; [`StaffError::NoToken`].
    pub async fn revoke_token(&self, actor: &Actor, id: ApiTokenId) -> Result<(), StaffError> {
        self.db
            .write(actor, move |tx| {
                authorise(tx, Permission::ManageSettings)?;
                let now = tx.now();
                let conn: &mut Conn = tx;
                let known: Option<Option<i64>> = t::table.find(id).select(t::revoked_at).first(conn).optional()?;
                if known.ok_or(StaffError::NoToken)?.is_some() {
                    return Ok(());
                }
                diesel::update(t::table.find(id)).set(t::revoked_at.eq(now.0)).execute(conn)?;
                tx.audit("token.revoke", id, &serde_json::json!({}))?;
                Ok(())
            })
            .await
    }

    /// Whose token this is, with what both they and it may do now. None when it is nobody's, over, or theirs who may
    /// not come in any more.
    ///
    /// # Errors
    /// The database's.
    pub async fn authenticate_token(
        &self,
        token: &str,
    ) -> Result<Option<(ApiTokenId, Member, Arc<[&'static str]>)>, StaffError> {
        if !token.starts_with(PREFIX) || token.len() > 100 {
            return Ok(None);
        }
        let hash = kernel::token_hash(token);
        let found = self.db.read(move |c| find(c, &hash)).await?;
        let now = self.db.clock().now();
        let Some((token, member)) = found.filter(|(token, member)| token.is_live(now) && member.active) else {
            return Ok(None);
        };
        if token.last_used_at.is_none_or(|at| now.since(at) >= SEEN_EVERY) {
            self.note_use(token.id).await;
        }
        let both = token.powers.iter().filter(|p| member.may(**p)).map(|p| p.power());
        let powers: Arc<[&'static str]> = both.collect();
        Ok(Some((token.id, member, powers)))
    }

    /// A write that nobody depends on: it may be late, or fail.
    async fn note_use(&self, id: ApiTokenId) {
        let actor = Actor::system("tokens");
        let write = self.db.write(&actor, move |tx| {
            let now = tx.now();
            let conn: &mut Conn = tx;
            let before = now.minus(SEEN_EVERY).0;
            let old = t::last_used_at.is_null().or(t::last_used_at.le(before));
            diesel::update(t::table.filter(t::id.eq(id)).filter(old))
                .set(t::last_used_at.eq(now.0))
                .execute(conn)?;
            Ok::<_, StaffError>(())
        });
        if let Ok(Err(e)) = tokio::time::timeout(SEEN_WAIT, write).await {
            tracing::warn!(error = %e, token = %id, "a token's last use was not noted");
        }
    }
}

fn find(conn: &mut Conn, hash: &[u8]) -> Result<Option<(ApiToken, Member)>, StaffError> {
    let row: Option<Row> =
        t::table.filter(t::token_hash.eq(hash)).select(Row::as_select()).first(conn).optional()?;
    let Some(row) = row else { return Ok(None) };
    let member = store::find(conn, row.member)?;
    Ok(member.map(|member| (row.into(), member)))
}
