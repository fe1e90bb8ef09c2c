//! Tells the kit whose session a token is.
use futures_util::future::BoxFuture;
use kit::{Failure, StaffDoor, StaffVisitor};
use staff::Staff;

/// The staff room behind the kit's door.
pub struct StaffEntrance(Staff);

impl StaffEntrance {
    pub fn new(staff: Staff) -> Self {
        Self(staff)
    }
}

impl StaffDoor for StaffEntrance {
    fn authenticate<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<StaffVisitor>, Failure>> {
        Box::pin(async move {
            let member = self.0.authenticate(token).await?;
            Ok(member.map(|m| StaffVisitor {
                id: m.id,
                powers: m.role.powers(),
                role: m.role.as_str().to_owned(),
                name: m.name,
            }))
        })
    }
}
