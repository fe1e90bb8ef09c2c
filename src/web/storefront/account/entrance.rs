//! Tells the kit whose session a customer's token is.
use customers::Accounts;
use futures_util::future::BoxFuture;
use kit::{CustomerDoor, CustomerVisitor, Failure};

/// The customers' room behind the kit's door.
pub struct CustomerEntrance(Accounts);

impl CustomerEntrance {
    pub fn new(accounts: Accounts) -> Self {
        Self(accounts)
    }
}

impl CustomerDoor for CustomerEntrance {
    fn authenticate<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<CustomerVisitor>, Failure>> {
        Box::pin(async move {
            let present = self.0.authenticate(token).await?;
            Ok(present.map(|p| CustomerVisitor {
                id: p.account.id,
                email: p.account.email,
                name: p.account.name,
                session: p.session,
            }))
        })
    }
}
