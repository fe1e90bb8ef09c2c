//! Goods on their way: from one location to another, and from suppliers.
use actix_web::web;
use catalog::Catalog;
use db::Db;
use inventory::{Inventory, InventoryError, MovedLine, NewSupply, Supply, Transfer};
use kernel::Day;
use kernel::kinds::{HaulId, LocationId, SupplyId, VariantId};
use kit::{Failure, TokenVisit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::id;
use crate::failures::Problem;
use crate::receive::{Body, Params, after, limit};
use crate::show::{self, Answer};

/// So many of a variant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Units {
    #[schema(value_type = String, example = "var_01j0000000000000000000000a")]
    variant: VariantId,
    #[schema(minimum = 1, example = 12)]
    quantity: i64,
}

/// What arrived.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Arrived {
    #[schema(min_items = 1, max_items = 500)]
    lines: Vec<Units>,
}

/// So many that are meant to come, and so many that came.
#[derive(Serialize, ToSchema)]
pub(crate) struct LineShown {
    #[schema(value_type = String)]
    variant: VariantId,
    quantity: i64,
    received: i64,
}

impl From<MovedLine> for LineShown {
    fn from(line: MovedLine) -> Self {
        Self { variant: line.variant, quantity: line.quantity, received: line.received }
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MovingParams {
    /// `next` of the page before.
    after: Option<String>,
    /// How many, from 1 to 100; 20 when it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
}

/// Cuts one more than was asked for off again, and says where the next page begins.
fn page_of<T, K: std::fmt::Display>(rows: &mut Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> Option<String> {
    let more = rows.len() > limit;
    rows.truncate(limit);
    rows.last().filter(|_| more).map(|last| key(last).to_string())
}

/// # Errors
/// A variant that there is not, by its place.
async fn known(catalog: &Catalog, lines: &[Units]) -> Result<Vec<(VariantId, i64)>, Failure> {
    let ids: Vec<VariantId> = lines.iter().map(|l| l.variant).collect();
    let there = catalog.sale_items(&ids).await?;
    let missing = lines.iter().position(|l| !there.contains_key(&l.variant));
    if let Some(at) = missing {
        let told = "There is no such variant.";
        return Err(Failure::invalid("bad_document", told).field(format!("lines.{at}.variant"), "not_found", told));
    }
    Ok(lines.iter().map(|l| (l.variant, l.quantity)).collect())
}

/// Goods between two locations
#[derive(Serialize, ToSchema)]
pub(crate) struct TransferShown {
    #[schema(value_type = String, example = "hau_01j…")]
    id: HaulId,
    #[schema(value_type = String)]
    source: LocationId,
    #[schema(value_type = String)]
    target: LocationId,
    /// `draft`, `sent` or `received`.
    state: &'static str,
    note: String,
    #[schema(format = DateTime)]
    made_at: String,
    #[schema(format = DateTime)]
    sent_at: Option<String>,
    #[schema(format = DateTime)]
    received_at: Option<String>,
    /// Not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<LineShown>>,
}

fn transfer_shown(held: &Transfer, lines: Option<Vec<MovedLine>>) -> TransferShown {
    TransferShown {
        id: held.id,
        source: held.source,
        target: held.target,
        state: held.state().as_str(),
        note: held.note.clone(),
        made_at: held.made_at().rfc3339(),
        sent_at: held.sent_at().map(|at| at.rfc3339()),
        received_at: held.received_at().map(|at| at.rfc3339()),
        lines: lines.map(|lines| lines.into_iter().map(LineShown::from).collect()),
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Transfers {
    /// The newest first.
    items: Vec<TransferShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTransfer {
    #[schema(value_type = String, example = "loc_01j0000000000000000000000a")]
    source: LocationId,
    #[schema(value_type = String, example = "loc_01j0000000000000000000000b")]
    target: LocationId,
    #[serde(default)]
    note: String,
    #[schema(min_items = 1, max_items = 500)]
    lines: Vec<Units>,
    /// Whether it leaves at once; else it waits as a draft.
    #[serde(default)]
    send: bool,
}

/// Transfers between locations
#[utoipa::path(get, path = "/api/v1/admin/transfers", tag = "staff: stock", operation_id = "listTransfers",
    params(MovingParams), security(("staff_token" = ["inventory.view"])), responses(
    (status = 200, description = "A page of transfers", body = Transfers),
    (status = "default", description = "What went wrong: `bad_cursor`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn transfers(Params(asked): Params<MovingParams>, inventory: web::Data<Inventory>) -> Answer {
    let (before, limit) = (after::<HaulId>(asked.after.as_deref())?, limit(asked.limit)?);
    let mut rows = inventory.transfers(before, limit as i64 + 1).await?;
    let next = page_of(&mut rows, limit, |t| t.id);
    show::ok(&Transfers { items: rows.iter().map(|t| transfer_shown(t, None)).collect(), next })
}

/// One transfer
#[utoipa::path(get, path = "/api/v1/admin/transfers/{id}", tag = "staff: stock", operation_id = "getTransfer",
    params(("id" = String, Path, description = "Its id", example = "hau_01j0000000000000000000000a")),
    security(("staff_token" = ["inventory.view"])), responses(
    (status = 200, description = "The transfer", body = TransferShown),
    (status = "default", description = "What went wrong: `not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn transfer(of: web::Path<String>, inventory: web::Data<Inventory>) -> Answer {
    show::ok(&transfer_of(&inventory, id(&of)?).await?)
}

async fn transfer_of(inventory: &Inventory, id: HaulId) -> Result<TransferShown, Failure> {
    let (held, lines) = inventory.transfer(id).await?.ok_or_else(Failure::not_found)?;
    Ok(transfer_shown(&held, Some(lines)))
}

/// Transfer goods
///
/// As a whole or not at all: what is promised to orders does not leave its shelf.
#[utoipa::path(post, path = "/api/v1/admin/transfers", tag = "staff: stock", operation_id = "createTransfer",
    params(("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each transfer")),
    request_body = NewTransfer, security(("staff_token" = ["inventory.manage"])), responses(
    (status = 201, description = "The transfer", body = TransferShown),
    (status = "default", description = "What went wrong: `negative_stock`, `same_location`, `bad_document`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn create_transfer(
    program: TokenVisit,
    Body(new): Body<NewTransfer>,
    (inventory, catalog, db): (web::Data<Inventory>, web::Data<Catalog>, web::Data<Db>),
) -> Answer {
    let lines = known(&catalog, &new.lines).await?;
    let rooms = Inventory::clone(&inventory);
    let made = db.write(&program.actor, move |tx| -> Result<HaulId, InventoryError> {
        let id = rooms.draft_transfer(tx, new.source, new.target, &new.note)?;
        for (variant, quantity) in &lines {
            rooms.put_transfer_line(tx, id, *variant, *quantity)?;
        }
        if new.send {
            rooms.send_transfer(tx, id)?;
        }
        Ok(id)
    });
    let made = made.await?;
    show::created(&format!("/api/v1/admin/transfers/{made}"), &transfer_of(&inventory, made).await?)
}

/// Send a draft
#[utoipa::path(post, path = "/api/v1/admin/transfers/{id}/send", tag = "staff: stock", operation_id = "sendTransfer",
    params(
        ("id" = String, Path, description = "Its id", example = "hau_01j0000000000000000000000a"),
        ("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each deed"),
    ), security(("staff_token" = ["inventory.manage"])), responses(
    (status = 200, description = "The transfer", body = TransferShown),
    (status = "default", description = "What went wrong: `stock_over`, `negative_stock`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn send_transfer(
    program: TokenVisit,
    of: web::Path<String>,
    (inventory, db): (web::Data<Inventory>, web::Data<Db>),
) -> Answer {
    let (of, rooms) = (id(&of)?, Inventory::clone(&inventory));
    db.write(&program.actor, move |tx| rooms.send_transfer(tx, of)).await?;
    show::ok(&transfer_of(&inventory, of).await?)
}

/// Receive what arrived of a transfer
#[utoipa::path(post, path = "/api/v1/admin/transfers/{id}/receive", tag = "staff: stock",
    operation_id = "receiveTransfer",
    params(
        ("id" = String, Path, description = "Its id", example = "hau_01j0000000000000000000000a"),
        ("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each deed"),
    ), request_body = Arrived, security(("staff_token" = ["inventory.manage"])), responses(
    (status = 200, description = "The transfer", body = TransferShown),
    (status = "default", description = "What went wrong: `stock_too_many`, `stock_over`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn receive_transfer(
    program: TokenVisit,
    of: web::Path<String>,
    Body(came): Body<Arrived>,
    (inventory, catalog, db): (web::Data<Inventory>, web::Data<Catalog>, web::Data<Db>),
) -> Answer {
    let came = known(&catalog, &came.lines).await?;
    let (of, rooms) = (id(&of)?, Inventory::clone(&inventory));
    db.write(&program.actor, move |tx| rooms.receive_transfer(tx, of, &came)).await?;
    show::ok(&transfer_of(&inventory, of).await?)
}

/// Wait no longer for what is missing
///
/// It is written off where it came from.
#[utoipa::path(post, path = "/api/v1/admin/transfers/{id}/end", tag = "staff: stock", operation_id = "endTransfer",
    params(
        ("id" = String, Path, description = "Its id", example = "hau_01j0000000000000000000000a"),
        ("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each deed"),
    ), security(("staff_token" = ["inventory.manage"])), responses(
    (status = 200, description = "The transfer", body = TransferShown),
    (status = "default", description = "What went wrong: `stock_over`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn end_transfer(
    program: TokenVisit,
    of: web::Path<String>,
    (inventory, db): (web::Data<Inventory>, web::Data<Db>),
) -> Answer {
    let (of, rooms) = (id(&of)?, Inventory::clone(&inventory));
    db.write(&program.actor, move |tx| rooms.end_transfer(tx, of)).await?;
    show::ok(&transfer_of(&inventory, of).await?)
}

/// What a supplier is to bring
#[derive(Serialize, ToSchema)]
pub(crate) struct SupplyShown {
    #[schema(value_type = String, example = "sup_01j…")]
    id: SupplyId,
    #[schema(value_type = String)]
    location: LocationId,
    supplier: String,
    /// The number of the order or of the delivery note.
    reference: String,
    #[schema(value_type = Option<String>, format = Date)]
    expected_on: Option<Day>,
    open: bool,
    #[schema(format = DateTime)]
    made_at: String,
    #[schema(format = DateTime)]
    closed_at: Option<String>,
    /// Not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<Vec<LineShown>>,
}

fn supply_shown(held: &Supply, lines: Option<Vec<MovedLine>>) -> SupplyShown {
    SupplyShown {
        id: held.id,
        location: held.location,
        supplier: held.supplier.clone(),
        reference: held.reference.clone(),
        expected_on: held.expected_on(),
        open: held.is_open(),
        made_at: held.made_at().rfc3339(),
        closed_at: held.closed_at().map(|at| at.rfc3339()),
        lines: lines.map(|lines| lines.into_iter().map(LineShown::from).collect()),
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Supplies {
    /// The newest first.
    items: Vec<SupplyShown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SupplyParams {
    /// `next` of the page before.
    after: Option<String>,
    /// How many, from 1 to 100; 20 when it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// `open`, those that are waited for, or `closed`; open ones when it is not said.
    #[param(inline)]
    state: Option<SupplyState>,
}

#[derive(Deserialize, ToSchema, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SupplyState {
    Open,
    Closed,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedSupply {
    #[schema(value_type = String, example = "loc_01j0000000000000000000000a")]
    location: LocationId,
    #[schema(example = "Harbour Pottery")]
    supplier: String,
    /// The number of the order or of the delivery note.
    #[serde(default)]
    #[schema(example = "PO-4711")]
    reference: String,
    #[schema(value_type = Option<String>, format = Date, example = "2026-12-05")]
    expected_on: Option<Day>,
    #[schema(min_items = 1, max_items = 500)]
    lines: Vec<Units>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SupplyChange {
    supplier: String,
    #[serde(default)]
    reference: String,
    /// No day when it is not said.
    #[schema(value_type = Option<String>, format = Date, example = "2026-12-05")]
    expected_on: Option<Day>,
}

/// What suppliers are to bring
#[utoipa::path(get, path = "/api/v1/admin/supplies", tag = "staff: stock", operation_id = "listSupplies",
    params(SupplyParams), security(("staff_token" = ["inventory.view"])), responses(
    (status = 200, description = "A page of shipments", body = Supplies),
    (status = "default", description = "What went wrong: `bad_cursor`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn supplies(Params(asked): Params<SupplyParams>, inventory: web::Data<Inventory>) -> Answer {
    let (before, limit) = (after::<SupplyId>(asked.after.as_deref())?, limit(asked.limit)?);
    let open = asked.state != Some(SupplyState::Closed);
    let mut rows = inventory.supplies(open, before, limit as i64 + 1).await?;
    let next = page_of(&mut rows, limit, |s| s.id);
    show::ok(&Supplies { items: rows.iter().map(|s| supply_shown(s, None)).collect(), next })
}

/// One shipment of a supplier
#[utoipa::path(get, path = "/api/v1/admin/supplies/{id}", tag = "staff: stock", operation_id = "getSupply",
    params(("id" = String, Path, description = "Its id", example = "sup_01j0000000000000000000000a")),
    security(("staff_token" = ["inventory.view"])), responses(
    (status = 200, description = "The shipment", body = SupplyShown),
    (status = "default", description = "What went wrong: `not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn supply(of: web::Path<String>, inventory: web::Data<Inventory>) -> Answer {
    show::ok(&supply_of(&inventory, id(&of)?).await?)
}

async fn supply_of(inventory: &Inventory, id: SupplyId) -> Result<SupplyShown, Failure> {
    let (held, lines) = inventory.supply(id).await?.ok_or_else(Failure::not_found)?;
    Ok(supply_shown(&held, Some(lines)))
}

/// Expect a shipment of a supplier
///
/// The day is told to shoppers of what is sold out and may be ordered all the same.
#[utoipa::path(post, path = "/api/v1/admin/supplies", tag = "staff: stock", operation_id = "expectSupply",
    params(("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each shipment")),
    request_body = ExpectedSupply, security(("staff_token" = ["inventory.manage"])), responses(
    (status = 201, description = "The shipment", body = SupplyShown),
    (status = "default", description = "What went wrong: `bad_document`, `idempotency_key_needed`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn expect_supply(
    program: TokenVisit,
    Body(new): Body<ExpectedSupply>,
    (inventory, catalog, db): (web::Data<Inventory>, web::Data<Catalog>, web::Data<Db>),
) -> Answer {
    let lines = known(&catalog, &new.lines).await?;
    let (location, expected_on) = (new.location, new.expected_on);
    let new = NewSupply { location, supplier: new.supplier, reference: new.reference, expected_on };
    let rooms = Inventory::clone(&inventory);
    let made = db.write(&program.actor, move |tx| -> Result<SupplyId, InventoryError> {
        let id = rooms.expect_supply(tx, &new)?;
        for (variant, quantity) in &lines {
            rooms.put_supply_line(tx, id, *variant, *quantity)?;
        }
        Ok(id)
    });
    let made = made.await?;
    show::created(&format!("/api/v1/admin/supplies/{made}"), &supply_of(&inventory, made).await?)
}

/// Change who brings it, and when
#[utoipa::path(put, path = "/api/v1/admin/supplies/{id}", tag = "staff: stock", operation_id = "changeSupply",
    params(("id" = String, Path, description = "Its id", example = "sup_01j0000000000000000000000a")),
    request_body = SupplyChange, security(("staff_token" = ["inventory.manage"])), responses(
    (status = 200, description = "The shipment", body = SupplyShown),
    (status = "default", description = "What went wrong: `stock_over`, `not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn change_supply(
    program: TokenVisit,
    of: web::Path<String>,
    Body(new): Body<SupplyChange>,
    (inventory, db): (web::Data<Inventory>, web::Data<Db>),
) -> Answer {
    let (of, rooms) = (id(&of)?, Inventory::clone(&inventory));
    let write = db
        .write(&program.actor, move |tx| rooms.edit_supply(tx, of, &new.supplier, &new.reference, new.expected_on));
    write.await?;
    show::ok(&supply_of(&inventory, of).await?)
}

/// Receive what a supplier brought
///
/// More than was expected too. When nothing is missing any more, the shipment is closed.
#[utoipa::path(post, path = "/api/v1/admin/supplies/{id}/receive", tag = "staff: stock",
    operation_id = "receiveSupply",
    params(
        ("id" = String, Path, description = "Its id", example = "sup_01j0000000000000000000000a"),
        ("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each deed"),
    ), request_body = Arrived, security(("staff_token" = ["inventory.manage"])), responses(
    (status = 200, description = "The shipment", body = SupplyShown),
    (status = "default", description = "What went wrong: `stock_over`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn receive_supply(
    program: TokenVisit,
    of: web::Path<String>,
    Body(came): Body<Arrived>,
    (inventory, catalog, db): (web::Data<Inventory>, web::Data<Catalog>, web::Data<Db>),
) -> Answer {
    let came = known(&catalog, &came.lines).await?;
    let (of, rooms) = (id(&of)?, Inventory::clone(&inventory));
    db.write(&program.actor, move |tx| rooms.receive_supply(tx, of, &came)).await?;
    show::ok(&supply_of(&inventory, of).await?)
}

/// Wait no longer for what a supplier did not bring
#[utoipa::path(post, path = "/api/v1/admin/supplies/{id}/close", tag = "staff: stock", operation_id = "closeSupply",
    params(
        ("id" = String, Path, description = "Its id", example = "sup_01j0000000000000000000000a"),
        ("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each deed"),
    ), security(("staff_token" = ["inventory.manage"])), responses(
    (status = 200, description = "The shipment", body = SupplyShown),
    (status = "default", description = "What went wrong: `stock_over`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn close_supply(
    program: TokenVisit,
    of: web::Path<String>,
    (inventory, db): (web::Data<Inventory>, web::Data<Db>),
) -> Answer {
    let (of, rooms) = (id(&of)?, Inventory::clone(&inventory));
    db.write(&program.actor, move |tx| rooms.close_supply(tx, of)).await?;
    show::ok(&supply_of(&inventory, of).await?)
}
