//! The address book of whoever is signed in.
use actix_web::web;
use customers::{Accounts, RawBuyer, SavedAddress};
use kernel::kinds::AddressId;
use kit::{Failure, Visit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::checkouts::{Address, buyer};
use crate::failures::Problem;
use crate::receive::Body;
use crate::sessions::holder;
use crate::show::{self, Answer};

#[derive(Serialize, ToSchema)]
pub(crate) struct Book {
    items: Vec<BookEntry>,
}

/// An address in somebody's book.
#[derive(Serialize, ToSchema)]
pub(crate) struct BookEntry {
    #[schema(value_type = String, example = "adr_01j…")]
    id: AddressId,
    address: Address,
    phone: String,
    /// Whether the checkout begins with it.
    preferred: bool,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEntry {
    address: Address,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    preferred: bool,
}

/// Where an entry is found.
#[derive(Serialize, ToSchema)]
pub(crate) struct EntryKept {
    #[schema(value_type = String, example = "adr_01j…")]
    id: AddressId,
}

/// My address book
#[utoipa::path(get, path = "/api/v1/account/addresses", tag = "account", operation_id = "listAddresses",
    security(("shopper" = [])), responses(
    (status = 200, description = "The addresses", body = Book),
    (status = "default", description = "What went wrong: `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(visit: Visit, accounts: web::Data<Accounts>) -> Answer {
    let entry =
        |s: SavedAddress| BookEntry { id: s.id, address: s.address.into(), phone: s.phone, preferred: s.preferred };
    let items = accounts.addresses(holder(&visit)?.id).await?.into_iter().map(entry).collect();
    show::ok(&Book { items })
}

/// Put an address into my book
///
/// The same address is kept once.
#[utoipa::path(post, path = "/api/v1/account/addresses", tag = "account", operation_id = "addAddress",
    request_body = NewEntry, security(("shopper" = [])), responses(
    (status = 201, description = "It is kept", body = EntryKept),
    (status = "default", description = "What went wrong: `invalid_buyer`, `account_full`, `signed_out`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn add(visit: Visit, Body(new): Body<NewEntry>, accounts: web::Data<Accounts>) -> Answer {
    let id = save(&visit, &accounts, None, new).await?;
    show::created(&format!("/api/v1/account/addresses/{id}"), &EntryKept { id })
}

/// Change an address in my book
#[utoipa::path(put, path = "/api/v1/account/addresses/{id}", tag = "account", operation_id = "changeAddress",
    params(("id" = String, Path, description = "The address's", example = "adr_01j0000000000000000000000a")),
    request_body = NewEntry, security(("shopper" = [])), responses(
    (status = 200, description = "It is kept", body = EntryKept),
    (status = "default", description = "What went wrong: `address_not_found`, `invalid_buyer`, `signed_out`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn change(
    visit: Visit,
    id: web::Path<String>,
    Body(new): Body<NewEntry>,
    accounts: web::Data<Accounts>,
) -> Answer {
    let id = id.parse().map_err(|_| Failure::not_found())?;
    let id = save(&visit, &accounts, Some(id), new).await?;
    show::ok(&EntryKept { id })
}

/// Take an address out of my book
#[utoipa::path(delete, path = "/api/v1/account/addresses/{id}", tag = "account", operation_id = "removeAddress",
    params(("id" = String, Path, description = "The address's", example = "adr_01j0000000000000000000000a")),
    security(("shopper" = [])), responses(
    (status = 204, description = "It is gone"),
    (status = "default", description = "What went wrong: `address_not_found`, `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn remove(visit: Visit, id: web::Path<String>, accounts: web::Data<Accounts>) -> Answer {
    let id = id.parse().map_err(|_| Failure::not_found())?;
    accounts.remove_address(visit.actor.correlation.clone(), holder(&visit)?.id, id).await?;
    show::nothing()
}

/// Judged as the checkout judges it.
async fn save(
    visit: &Visit,
    accounts: &Accounts,
    id: Option<AddressId>,
    new: NewEntry,
) -> Result<AddressId, Failure> {
    let me = holder(visit)?;
    let raw =
        RawBuyer { email: me.email.clone(), phone: new.phone, address: new.address.into(), ..RawBuyer::default() };
    let judged = buyer(&visit.setup.market.countries, raw)?;
    let correlation = visit.actor.correlation.clone();
    Ok(accounts.save_address(correlation, me.id, id, judged.address, judged.phone, new.preferred).await?)
}
