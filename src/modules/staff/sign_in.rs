//! Coming in and leaving.
use std::net::IpAddr;

use auth::{Realm, SecretString, Verdict};
use kernel::kinds::{SessionId, StaffId};
use kernel::{Actor, Correlation, Micros};

use crate::{Email, Member, Staff, StaffError, store};

/// Somebody at the staff door. Without `Debug`: it holds what the browser sent.
pub struct SignIn<'a> {
    /// As typed.
    pub email: &'a str,
    pub password: &'a SecretString,
    /// Where from; counted by network.
    pub ip: IpAddr,
    pub user_agent: &'a str,
    /// The token the browser came with, if any: that session ends.
    pub former: Option<&'a str>,
    pub correlation: Correlation,
}

/// Somebody who just came in.
#[derive(Debug)]
pub struct SignedIn {
    /// For the cookie; a new one every time.
    pub token: SecretString,
    pub member: Member,
    pub session: SessionId,
    /// When the session ends in any case.
    pub until: Micros,
}

impl Staff {
    /// Opens a session for whoever knows the password. Takes as long, and says the same, for an unknown address as
    /// for a wrong password or a member who may not come in.
    ///
    /// # Errors
    /// [`StaffError::WrongCredentials`]; [`StaffError::TooManyTries`] (100 an hour on one account, 20 a minute from
    /// one network); [`StaffError::Password`] when too many sign in at once.
    pub async fn sign_in(&self, door: SignIn<'_>) -> Result<SignedIn, StaffError> {
        let outcome = self.try_sign_in(&door).await;
        let label = outcome.as_ref().map_or_else(kernel::Coded::code, |_| "signed_in");
        metrics::counter!("sundry_staff_sign_ins_total", "outcome" => label).increment(1);
        if outcome.is_err() {
            // Neither name nor address: people type their password into the wrong field.
            tracing::warn!(correlation = %door.correlation, outcome = label, "a staff sign-in was refused");
        }
        outcome
    }

    async fn try_sign_in(&self, door: &SignIn<'_>) -> Result<SignedIn, StaffError> {
        // What cannot be an address is counted and worked on like one that nobody has.
        let email = Email::parse(door.email).ok();
        let account = email.as_ref().map_or(door.email, Email::as_str);
        let unknown = Actor::system("staff-door").caused_by(door.correlation.clone());
        self.throttles.sign_in(&unknown, Realm::Staff, account, door.ip).await?;

        let known = match email {
            Some(email) => self.db.read(move |c| store::credentials(c, &email)).await?,
            None => None,
        };
        let verdict = self.passwords.verify(door.password, known.as_ref().map(|(_, hash)| hash)).await?;
        let (Some((member, hash)), Verdict::Right { rehash }) = (known, verdict) else {
            return Err(StaffError::WrongCredentials);
        };
        if !member.active {
            return Err(StaffError::WrongCredentials);
        }
        let stronger = if rehash { Some(self.passwords.rehash(door.password).await?) } else { None };

        let id = member.id;
        let sessions = self.sessions.clone();
        let (user_agent, former) =
            (door.user_agent.to_owned(), door.former.map(|t| SecretString::from(t.to_owned())));
        let actor = Actor::staff(id, Default::default(), door.correlation.clone());
        self.db
            .write(&actor, move |tx| {
                // Hashing took a while: it must still be so.
                let still = store::credentials_of(tx, id)?.filter(|(m, h)| m.active && *h == hash);
                let (mut member, _) = still.ok_or(StaffError::WrongCredentials)?;
                if let Some(stronger) = &stronger {
                    store::set_password(tx, id, Some(&hash), stronger)?;
                    (member.updated_at, member.version) = (tx.now(), member.version + 1);
                }
                if let Some(former) = &former {
                    sessions.revoke_token(tx, auth::ExposeSecret::expose_secret(former))?;
                }
                let new = sessions.create(tx, &id.to_string(), &user_agent)?;
                tx.audit("staff.sign-in", id, &serde_json::json!({ "session": new.session.id }))?;
                Ok(SignedIn {
                    token: new.token,
                    member,
                    session: new.session.id,
                    until: new.session.absolute_expires_at,
                })
            })
            .await
    }

    /// Whose token this is, as they are now. None when nobody's, or theirs who may not come in any more.
    ///
    /// # Errors
    /// The database's.
    pub async fn authenticate(&self, token: &str) -> Result<Option<Member>, StaffError> {
        let Some(session) = self.sessions.authenticate(token).await? else { return Ok(None) };
        let Ok(id) = session.subject.parse::<StaffId>() else { return Ok(None) };
        let member = self.db.read(move |c| store::find(c, id)).await?;
        Ok(member.filter(|m| m.active))
    }

    /// Ends the session of `token`. Fine when it has ended already.
    ///
    /// # Errors
    /// The database's.
    pub async fn sign_out(&self, correlation: Correlation, token: &str) -> Result<(), StaffError> {
        let Some(member) = self.authenticate(token).await? else { return Ok(()) };
        let sessions = self.sessions.clone();
        let token = SecretString::from(token.to_owned());
        self.db
            .write(&member.actor(correlation), move |tx| {
                let token = auth::ExposeSecret::expose_secret(&token);
                if let Some(session) = sessions.revoke_token(tx, token)? {
                    tx.audit("staff.sign-out", member.id, &serde_json::json!({ "session": session.id }))?;
                }
                Ok(())
            })
            .await
    }

    /// Changes the password of whoever holds `token`: they prove that they know the current one, all their other
    /// sessions end, and this one goes on under the token that is handed back.
    ///
    /// # Errors
    /// [`StaffError::SignedOut`]; [`StaffError::WrongCredentials`]; [`StaffError::TooManyTries`];
    /// [`StaffError::Password`] with what the new one lacks.
    pub async fn change_password(
        &self,
        correlation: Correlation,
        token: &str,
        ip: IpAddr,
        current: &SecretString,
        new: &SecretString,
    ) -> Result<SecretString, StaffError> {
        let session = self.sessions.authenticate(token).await?.ok_or(StaffError::SignedOut)?;
        let id: StaffId = session.subject.parse().map_err(|_| StaffError::SignedOut)?;
        let known = self.db.read(move |c| Ok::<_, StaffError>(store::credentials_of(c, id)?)).await?;
        let (member, hash) = known.filter(|(m, _)| m.active).ok_or(StaffError::SignedOut)?;
        let actor = Actor::staff(id, Default::default(), correlation);
        self.throttles.sign_in(&actor, Realm::Staff, &member.email, ip).await?;
        if !self.passwords.verify(current, Some(&hash)).await?.is_right() {
            return Err(StaffError::WrongCredentials);
        }
        let fresh = self.passwords.hash(new, &[&member.email, &member.name]).await?;
        let sessions = self.sessions.clone();
        self.db
            .write(&actor, move |tx| {
                if !store::set_password(tx, id, Some(&hash), &fresh)? {
                    return Err(StaffError::Stale);
                }
                let token = sessions.rotate(tx, session.id)?;
                sessions.revoke_all(tx, &id.to_string(), Some(session.id))?;
                tx.audit("staff.change-password", id, &serde_json::json!({}))?;
                Ok(token)
            })
            .await
    }
}
