//! The first owner: made once, by whoever sets the shop up.
use auth::SecretString;
use db::Conn;
use diesel::prelude::*;
use kernel::kinds::StaffId;
use kernel::{Actor, Correlation};

use crate::schema::{staff_founding, staff_members};
use crate::{Email, Role, Staff, StaffError, member, store};

/// There is one founding, under this number.
const ONCE: i64 = 1;

impl Staff {
    /// Whether there is anybody behind the counter, or ever was.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_founded(&self) -> Result<bool, StaffError> {
        self.db.read(is_founded).await
    }

    /// Makes the first owner, of a shop that has nobody. Of two who try at once one succeeds. Whether the caller may do
    /// so is theirs to have proved.
    ///
    /// # Errors
    /// [`StaffError::Founded`] once there is anybody; [`StaffError::Email`], [`StaffError::Name`],
    /// [`StaffError::Password`] with what to write instead.
    pub async fn found(
        &self,
        correlation: Correlation,
        email: &str,
        name: &str,
        password: &SecretString,
    ) -> Result<StaffId, StaffError> {
        if self.is_founded().await? {
            return Err(StaffError::Founded);
        }
        let email = Email::parse(email)?;
        let name = member::parse_name(name)?;
        let hash = self.passwords.hash(password, &[email.as_str(), &name]).await?;
        let actor = Actor::system("setup").caused_by(correlation);
        let founded = self.db.write(&actor, move |tx| {
            if is_founded(tx)? {
                return Err(StaffError::Founded);
            }
            let now = tx.now();
            // The row that only one of them can write.
            diesel::insert_into(staff_founding::table)
                .values((staff_founding::number.eq(ONCE), staff_founding::at.eq(now.0)))
                .execute(&mut **tx)?;
            let id = StaffId::new(now);
            store::insert(tx, id, &email, &name, &hash, Role::Owner)?;
            tx.audit("staff.found", id, &serde_json::json!({ "role": Role::Owner }))?;
            Ok(id)
        });
        match founded.await {
            Err(StaffError::Db(e)) if e.is_duplicate() => Err(StaffError::Founded),
            other => other,
        }
    }
}

fn is_founded(conn: &mut Conn) -> Result<bool, StaffError> {
    let anybody: Option<StaffId> =
        staff_members::table.order(staff_members::id).select(staff_members::id).first(conn).optional()?;
    if anybody.is_some() {
        return Ok(true);
    }
    let once: Option<i64> =
        staff_founding::table.find(ONCE).select(staff_founding::number).first(conn).optional()?;
    Ok(once.is_some())
}
