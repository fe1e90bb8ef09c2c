use auth::SecretString;
use kernel::kinds::StaffId;
use kernel::{Actor, Correlation, Micros};

use crate::{Permission, Role, StaffError};

/// Somebody behind the counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub id: StaffId,
    /// In lower case.
    pub email: String,
    pub name: String,
    pub role: Role,
    /// May come in.
    pub active: bool,
    pub created_at: Micros,
    pub updated_at: Micros,
    /// Counts changes from 1, for [`crate::Staff::change`].
    pub version: i64,
}

impl Member {
    /// This member as the author of what they do.
    pub fn actor(&self, correlation: Correlation) -> Actor {
        let powers = if self.active { self.role.powers() } else { Default::default() };
        Actor::staff(self.id, powers, correlation)
    }

    pub fn may(&self, permission: Permission) -> bool {
        self.active && self.role.allows(permission)
    }

    /// # Errors
    /// [`StaffError::Forbidden`] when their role does not allow it, or they may not come in any more.
    pub fn require(&self, permission: Permission) -> Result<(), StaffError> {
        if self.may(permission) { Ok(()) } else { Err(StaffError::Forbidden(permission)) }
    }
}

/// Somebody who is to be added.
#[derive(Clone, Debug)]
pub struct NewMember {
    pub email: String,
    pub name: String,
    pub role: Role,
    /// Without one, one is made up.
    pub password: Option<SecretString>,
}

/// What is to be changed; none leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct MemberChange {
    pub name: Option<String>,
    pub role: Option<Role>,
    pub active: Option<bool>,
}

/// Trimmed, 1 to 100 characters on one line.
pub(crate) fn parse_name(text: &str) -> Result<String, StaffError> {
    let text = text.trim();
    let length = text.chars().count();
    if (1..=100).contains(&length) && !text.contains(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err(StaffError::Name)
    }
}
