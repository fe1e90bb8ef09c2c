//! Tells the kit whose session a customer's token is.
use customers::{Accounts, Present};
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
        Box::pin(async move { Ok(self.0.authenticate(token).await?.map(visitor)) })
    }

    fn authenticate_program<'a>(
        &'a self,
        token: &'a str,
    ) -> BoxFuture<'a, Result<Option<CustomerVisitor>, Failure>> {
        Box::pin(async move { Ok(self.0.authenticate_program(token).await?.map(visitor)) })
    }
}

fn visitor(present: Present) -> CustomerVisitor {
    let Present { account, session } = present;
    CustomerVisitor { id: account.id, email: account.email, name: account.name, session }
}
