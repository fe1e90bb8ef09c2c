//! Tells the kit whose session a token is.
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::BoxFuture;
use kit::{Failure, StaffDoor, StaffVisitor, TokenVisitor};
use staff::Staff;

/// The staff room behind the kit's door.
pub struct StaffEntrance {
    staff: Staff,
    /// Once founded a shop stays so.
    founded: AtomicBool,
}

impl StaffEntrance {
    pub fn new(staff: Staff) -> Self {
        Self { staff, founded: AtomicBool::new(false) }
    }
}

impl StaffDoor for StaffEntrance {
    fn authenticate<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<StaffVisitor>, Failure>> {
        Box::pin(async move {
            let member = self.staff.authenticate(token).await?;
            Ok(member.map(|m| StaffVisitor {
                id: m.id,
                powers: m.role.powers(),
                role: m.role.as_str().to_owned(),
                name: m.name,
            }))
        })
    }

    fn authenticate_program<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<TokenVisitor>, Failure>> {
        Box::pin(async move {
            let found = self.staff.authenticate_token(token).await?;
            Ok(found.map(|(token, m, powers)| TokenVisitor {
                token,
                member: StaffVisitor { id: m.id, powers, role: m.role.as_str().to_owned(), name: m.name },
            }))
        })
    }

    fn is_founded(&self) -> BoxFuture<'_, Result<bool, Failure>> {
        Box::pin(async move {
            if !self.founded.load(Ordering::Relaxed) {
                self.founded.store(self.staff.is_founded().await?, Ordering::Relaxed);
            }
            Ok(self.founded.load(Ordering::Relaxed))
        })
    }
}
