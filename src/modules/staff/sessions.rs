//! Where somebody is signed in.
use auth::Session;
use kernel::Actor;
use kernel::kinds::{SessionId, StaffId};

use crate::{Permission, Staff, StaffError, authorise, store};

impl Staff {
    /// The live sessions of whoever acts, the one seen last first.
    ///
    /// # Errors
    /// [`StaffError::SignedOut`] for anybody but a member; the database's.
    pub async fn own_sessions(&self, actor: &Actor) -> Result<Vec<Session>, StaffError> {
        Ok(self.sessions.list(&own(actor)?.to_string()).await?)
    }

    /// The session of `token`, if it is live.
    ///
    /// # Errors
    /// The database's.
    pub async fn session_of(&self, token: &str) -> Result<Option<SessionId>, StaffError> {
        Ok(self.sessions.authenticate(token).await?.map(|s| s.id))
    }

    /// Ends one of the actor's own sessions. False when it is none of theirs, or has ended.
    ///
    /// # Errors
    /// [`StaffError::SignedOut`]; the database's.
    pub async fn end_own_session(&self, actor: &Actor, session: SessionId) -> Result<bool, StaffError> {
        let (id, sessions) = (own(actor)?, self.sessions.clone());
        self.db
            .write(actor, move |tx| {
                let ended = sessions.revoke(tx, &id.to_string(), session)?;
                if ended {
                    tx.audit("staff.sign-out", id, &serde_json::json!({ "session": session }))?;
                }
                Ok(ended)
            })
            .await
    }

    /// Signs a member out everywhere: a lost device. Says how many sessions ended.
    ///
    /// # Errors
    /// [`StaffError::Forbidden`]; [`StaffError::NotFound`].
    pub async fn sign_out_everywhere(&self, actor: &Actor, id: StaffId) -> Result<u64, StaffError> {
        let sessions = self.sessions.clone();
        self.db
            .write(actor, move |tx| {
                authorise(tx, Permission::ManageStaff)?;
                store::find(tx, id)?.ok_or(StaffError::NotFound)?;
                let ended = sessions.revoke_all(tx, &id.to_string(), None)?;
                tx.audit("staff.sign-out-everywhere", id, &serde_json::json!({ "sessions": ended }))?;
                Ok(ended as u64)
            })
            .await
    }
}

fn own(actor: &Actor) -> Result<StaffId, StaffError> {
    match actor.kind {
        kernel::ActorKind::Staff(id) => Ok(id),
        _ => Err(StaffError::SignedOut),
    }
}
