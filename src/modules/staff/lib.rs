//! Staff: the people behind the counter.
//!
//! Who they are, which [`Role`] they have, what it allows, and how they sign in. Owns `staff_*`; sessions and counts
//! of tries are kept by `auth`. Knows no order and no product: a [`Permission`] is a name that others check.
//!
//! **Architecture invariant:** there is no default account. The first owner is made on the command line
//! (`Actor::system`) or, once, by whoever sets the shop up ([`Staff::found`]); from then on owners make the others, and
//! the last active owner stays one.
pub mod books;
mod dialect;
mod email;
mod error;
mod founding;
mod member;
mod roles;
mod schema;
mod sessions;
mod sign_in;
mod store;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod tokens;

use std::collections::HashMap;

use auth::{Passwords, SecretString, Sessions, Throttles, generated_password};
use db::{Db, Tx};
use kernel::kinds::StaffId;
use kernel::{Actor, ActorKind};

pub use email::Email;
pub use error::StaffError;
pub use member::{Member, MemberChange, NewMember};
pub use roles::{Permission, Role, RoleError};
pub use sign_in::{SignIn, SignedIn};
pub use tokens::{ApiToken, FOR_TOKENS, NewToken};

/// The front door. Cheap to clone.
#[derive(Clone)]
pub struct Staff {
    db: Db,
    passwords: Passwords,
    sessions: Sessions,
    throttles: Throttles,
}

impl Staff {
    /// `sessions` are those of [`auth::Realm::Staff`].
    pub fn new(db: Db, passwords: Passwords, sessions: Sessions, throttles: Throttles) -> Self {
        debug_assert_eq!(sessions.realm(), auth::Realm::Staff);
        Self { db, passwords, sessions, throttles }
    }

    /// Adds a member. Without a password one is made up and handed back, the only time it is seen.
    ///
    /// # Errors
    /// [`StaffError::Forbidden`] unless the actor may manage staff or is the system itself; [`StaffError::Email`],
    /// [`StaffError::Name`], [`StaffError::Password`] with what to write instead; [`StaffError::EmailTaken`].
    pub async fn add(&self, actor: &Actor, new: NewMember) -> Result<(StaffId, Option<SecretString>), StaffError> {
        self.may_manage_staff(actor).await?;
        let email = Email::parse(&new.email)?;
        let name = member::parse_name(&new.name)?;
        let (password, generated) = match new.password {
            Some(password) => (password, None),
            None => {
                let made = generated_password();
                (made.clone(), Some(made))
            }
        };
        let hash = self.passwords.hash(&password, &[email.as_str(), &name]).await?;
        let role = new.role;
        let added = self.db.write(actor, move |tx| {
            authorise(tx, Permission::ManageStaff)?;
            let id = StaffId::new(tx.now());
            store::insert(tx, id, &email, &name, &hash, role)?;
            tx.audit("staff.add", id, &serde_json::json!({ "role": role }))?;
            Ok(id)
        });
        match added.await {
            Ok(id) => Ok((id, generated)),
            Err(StaffError::Db(e)) if e.is_duplicate() => Err(StaffError::EmailTaken),
            Err(e) => Err(e),
        }
    }

    /// Changes name, role or whether somebody may come in. Whoever's role or access changes is signed out everywhere.
    ///
    /// # Errors
    /// [`StaffError::Forbidden`]; [`StaffError::NotFound`]; [`StaffError::Stale`] when `version` is not the stored
    /// one; [`StaffError::LastOwner`]; [`StaffError::Name`].
    pub async fn change(
        &self,
        actor: &Actor,
        id: StaffId,
        version: i64,
        change: MemberChange,
    ) -> Result<Member, StaffError> {
        let name = change.name.as_deref().map(member::parse_name).transpose()?;
        let sessions = self.sessions.clone();
        self.db
            .write(actor, move |tx| {
                authorise(tx, Permission::ManageStaff)?;
                let owners = dialect::lock_active_owners(tx)?;
                let before = store::find(tx, id)?.ok_or(StaffError::NotFound)?;
                if before.version != version {
                    return Err(StaffError::Stale);
                }
                let mut after = before.clone();
                after.name = name.clone().unwrap_or(after.name);
                after.role = change.role.unwrap_or(after.role);
                after.active = change.active.unwrap_or(after.active);
                if after == before {
                    return Ok(before);
                }
                let stays_owner = after.active && after.role == Role::Owner;
                if owners == [id] && !stays_owner {
                    return Err(StaffError::LastOwner);
                }
                (after.updated_at, after.version) = (tx.now(), version + 1);
                if !store::update(tx, &after, version)? {
                    return Err(StaffError::Stale);
                }
                if (after.role, after.active) != (before.role, before.active) {
                    sessions.revoke_all(tx, &id.to_string(), None)?;
                }
                let detail = serde_json::json!({
                    "renamed": after.name != before.name,
                    "role": [before.role, after.role],
                    "active": [before.active, after.active],
                });
                tx.audit("staff.change", id, &detail)?;
                Ok(after)
            })
            .await
    }

    /// Gives somebody who forgot theirs a new, made-up password, and signs them out everywhere. The only time it is
    /// seen is here.
    ///
    /// # Errors
    /// [`StaffError::Forbidden`]; [`StaffError::NotFound`].
    pub async fn reset_password(&self, actor: &Actor, id: StaffId) -> Result<SecretString, StaffError> {
        self.may_manage_staff(actor).await?;
        let made = generated_password();
        let hash = self.passwords.hash(&made, &[]).await?;
        let sessions = self.sessions.clone();
        self.db
            .write(actor, move |tx| {
                authorise(tx, Permission::ManageStaff)?;
                if !store::set_password(tx, id, None, &hash)? {
                    return Err(StaffError::NotFound);
                }
                sessions.revoke_all(tx, &id.to_string(), None)?;
                tx.audit("staff.reset-password", id, &serde_json::json!({}))?;
                Ok(())
            })
            .await?;
        Ok(made)
    }

    /// Everybody, also those who may not come in any more, by name.
    ///
    /// # Errors
    /// The database's.
    pub async fn list(&self) -> Result<Vec<Member>, StaffError> {
        let mut members = self.db.read(store::all).await?;
        members.sort_by_cached_key(|m| (m.name.to_lowercase(), m.email.clone()));
        Ok(members)
    }

    /// Those of `ids` that exist, active or not: for names in histories.
    ///
    /// # Errors
    /// The database's.
    pub async fn get_many(&self, ids: &[StaffId]) -> Result<HashMap<StaffId, Member>, StaffError> {
        let ids = ids.to_vec();
        let members = self.db.read(move |c| store::many(c, &ids)).await?;
        Ok(members.into_iter().map(|m| (m.id, m)).collect())
    }

    /// Asked before the slow work; [`authorise`] asks again where it counts.
    async fn may_manage_staff(&self, actor: &Actor) -> Result<(), StaffError> {
        let actor = actor.kind.clone();
        self.db.read(move |c| allowed(c, &actor, Permission::ManageStaff)).await
    }
}

/// Asks in the unit of work itself, so that nobody acts on a right that was taken from them a moment ago.
fn authorise(tx: &mut Tx<'_>, permission: Permission) -> Result<(), StaffError> {
    let actor = tx.actor().kind.clone();
    allowed(tx, &actor, permission)
}

fn allowed(conn: &mut db::Conn, actor: &ActorKind, permission: Permission) -> Result<(), StaffError> {
    match actor {
        ActorKind::System(_) => Ok(()),
        ActorKind::Staff(id) => match store::find(conn, *id)? {
            Some(member) => member.require(permission),
            None => Err(StaffError::Forbidden(permission)),
        },
        ActorKind::Shopper => Err(StaffError::Forbidden(permission)),
    }
}
