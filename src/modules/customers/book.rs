//! The address book. One of the addresses is the preferred one, as long as there is any.
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::{AddressId, CustomerId};
use kernel::{Actor, Correlation};

use crate::accounts::find;
use crate::schema::customers_addresses as t;
use crate::{AccountError, Accounts, Address};

/// The most addresses in one book.
pub const MOST_ADDRESSES: usize = 30;

/// An address in somebody's book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedAddress {
    pub id: AddressId,
    pub address: Address,
    pub phone: String,
    /// Filled in at the checkout.
    pub preferred: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = t)]
struct Row {
    id: AddressId,
    name: String,
    company: String,
    line1: String,
    line2: String,
    postal_code: String,
    city: String,
    country: String,
    phone: String,
    preferred: bool,
}

impl From<Row> for SavedAddress {
    fn from(row: Row) -> Self {
        let Row { id, name, company, line1, line2, postal_code, city, country, phone, preferred } = row;
        let address = Address { name, company, line1, line2, postal_code, city, country };
        Self { id, address, phone, preferred }
    }
}

impl Accounts {
    /// Somebody's addresses, the preferred one first, then the newest.
    ///
    /// # Errors
    /// The database's.
    pub async fn addresses(&self, owner: CustomerId) -> Result<Vec<SavedAddress>, AccountError> {
        self.db.read(move |c| all(c, owner)).await
    }

    /// Puts an address into the book, or another one in its place. The same address is kept once.
    ///
    /// # Errors
    /// [`AccountError::NoAddress`] when `id` is not in this book; [`AccountError::Full`].
    pub async fn save_address(
        &self,
        correlation: Correlation,
        owner: CustomerId,
        id: Option<AddressId>,
        address: Address,
        phone: String,
        preferred: bool,
    ) -> Result<AddressId, AccountError> {
        self.db.write(&Actor::shopper(correlation), move |tx| put(tx, owner, id, &address, &phone, preferred)).await
    }

    /// Takes an address out of the book. If it was the preferred one, the newest is now.
    ///
    /// # Errors
    /// [`AccountError::NoAddress`].
    pub async fn remove_address(
        &self,
        correlation: Correlation,
        owner: CustomerId,
        id: AddressId,
    ) -> Result<(), AccountError> {
        self.db
            .write(&Actor::shopper(correlation), move |tx| {
                let conn: &mut Conn = tx;
                let gone = diesel::delete(t::table.find(id).filter(t::account.eq(owner))).execute(conn)?;
                if gone == 0 {
                    return Err(AccountError::NoAddress);
                }
                let left = all(conn, owner)?;
                match left.first() {
                    Some(first) if !first.preferred => prefer(conn, owner, first.id),
                    _ => Ok(()),
                }
            })
            .await
    }

    /// # Errors
    /// [`AccountError::NoAddress`].
    pub async fn prefer_address(
        &self,
        correlation: Correlation,
        owner: CustomerId,
        id: AddressId,
    ) -> Result<(), AccountError> {
        self.db.write(&Actor::shopper(correlation), move |tx| prefer(tx, owner, id)).await
    }
}

fn all(conn: &mut Conn, owner: CustomerId) -> Result<Vec<SavedAddress>, AccountError> {
    let rows: Vec<Row> = t::table
        .filter(t::account.eq(owner))
        .order((t::preferred.desc(), t::created_at.desc(), t::id.desc()))
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(SavedAddress::from).collect())
}

fn prefer(conn: &mut Conn, owner: CustomerId, id: AddressId) -> Result<(), AccountError> {
    let chosen =
        diesel::update(t::table.find(id).filter(t::account.eq(owner))).set(t::preferred.eq(true)).execute(conn)?;
    if chosen == 0 {
        return Err(AccountError::NoAddress);
    }
    diesel::update(t::table.filter(t::account.eq(owner)).filter(t::id.ne(id)).filter(t::preferred.eq(true)))
        .set(t::preferred.eq(false))
        .execute(conn)?;
    Ok(())
}

fn put(
    tx: &mut Tx<'_>,
    owner: CustomerId,
    id: Option<AddressId>,
    address: &Address,
    phone: &str,
    preferred: bool,
) -> Result<AddressId, AccountError> {
    let now = tx.now();
    let conn: &mut Conn = tx;
    find(conn, owner)?.ok_or(AccountError::SignedOut)?;
    let held = all(conn, owner)?;
    let same = held.iter().find(|h| h.address == *address && h.phone == phone && Some(h.id) != id);
    let fields = (
        t::name.eq(&address.name),
        t::company.eq(&address.company),
        t::line1.eq(&address.line1),
        t::line2.eq(&address.line2),
        t::postal_code.eq(&address.postal_code),
        t::city.eq(&address.city),
        t::country.eq(&address.country),
        t::phone.eq(phone),
    );
    let kept = match (id, same) {
        (Some(id), _) => {
            let changed =
                diesel::update(t::table.find(id).filter(t::account.eq(owner))).set(fields).execute(conn)?;
            if changed == 0 {
                return Err(AccountError::NoAddress);
            }
            id
        }
        (None, Some(same)) => same.id,
        (None, None) if held.len() >= MOST_ADDRESSES => return Err(AccountError::Full(MOST_ADDRESSES)),
        (None, None) => {
            let new = AddressId::new(now);
            let own = (t::id.eq(new), t::account.eq(owner), t::preferred.eq(false), t::created_at.eq(now.0));
            diesel::insert_into(t::table).values((own, fields)).execute(conn)?;
            new
        }
    };
    if preferred || held.is_empty() {
        prefer(conn, owner, kept)?;
    }
    Ok(kept)
}
