//! Customers: the people who buy. What a buyer must tell us, who bought before, and who has an account.
//!
//! [`Customers`] remembers buyers, with an account or without. [`Accounts`] is for those who sign in: joining, coming
//! in, the address book, wishes, and being told when something is back. Owns `customers_*`; sessions and counts of
//! tries are kept by `auth`. Never knows an order, a basket or a product: who has an account is an id to the others.
//!
//! **Architecture invariants:** nobody is signed in whose address was not confirmed from that very mailbox. What is
//! asked about an address is answered alike whether anybody has it or not; the difference is told by mail.
mod accounts;
mod address;
mod book;
pub mod books;
mod details;
mod dialect;
mod error;
mod events;
mod joining;
mod letters;
mod notices;
mod people;
mod programs;
mod schema;
mod sign_in;
#[cfg(test)]
mod tests;
mod vat;
mod wishes;

use db::{Db, DbError, Tx};
use diesel::prelude::*;
use kernel::kinds::CustomerId;

pub use accounts::{Account, Accounts};
pub use address::{Address, Buyer, Email, FieldError, FieldErrors, RawAddress, RawBuyer};
pub use book::{MOST_ADDRESSES, SavedAddress};
pub use error::AccountError;
pub use events::{AccountErased, LetterDue, NoticeDue};
pub use joining::{Chosen, Confirmed, Registration};
pub use letters::{Letter, Opened, Purpose};
pub use notices::{Asked, Notice};
pub use people::{Group, MANAGE, Note, PeopleListing, Person, VIEW};
pub use sign_in::{Present, Proven, SignedIn};
pub use wishes::MOST_WISHES;

diesel::table! {
    customers_customers (id) {
        id -> Binary,
        email -> Text,
        name -> Text,
        created_at -> BigInt,
        last_order_at -> BigInt,
    }
}

#[derive(Debug, thiserror::Error)]
pub enum CustomersError {
    #[error("there is no such person; they may have been erased")]
    NotFound,
    #[error("give the group a name of its own, in up to 60 characters")]
    Name,
    #[error("a person has at most 20 tags, each of up to 40 characters")]
    Tags,
    #[error("write a note of up to 2,000 characters")]
    Note,
    #[error(transparent)]
    Forbidden(#[from] kernel::Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(CustomersError);

impl kernel::Coded for CustomersError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "customer_not_found",
            Self::Name => "group_name",
            Self::Tags => "customer_tags",
            Self::Note => "customer_note",
            Self::Forbidden(_) => "forbidden",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::NotFound => Fault::NotFound,
            Self::Name | Self::Tags | Self::Note => Fault::Invalid,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Db(e) => e.fault(),
        }
    }
}

#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = customers_customers)]
pub struct Customer {
    pub id: CustomerId,
    pub email: String,
    pub name: String,
    /// Microseconds, UTC.
    pub created_at: i64,
    pub last_order_at: i64,
}

#[derive(Clone)]
pub struct Customers {
    db: Db,
}

impl Customers {
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// Notes that this person bought something, for the first time or again.
    pub fn remember(&self, tx: &mut Tx<'_>, email: &Email, name: &str) -> Result<(), CustomersError> {
        let now = tx.now();
        dialect::remember(tx, CustomerId::new(now), email.as_str(), name, now)?;
        Ok(())
    }

    /// The person with this address, if they bought before.
    pub async fn by_email(&self, email: &Email) -> Result<Option<Customer>, CustomersError> {
        use customers_customers::dsl as d;
        let email = email.as_str().to_owned();
        self.db
            .read(move |c| {
                let found = d::customers_customers
                    .filter(d::email.eq(email))
                    .select(Customer::as_select())
                    .first(c)
                    .optional()?;
                Ok(found)
            })
            .await
    }
}
