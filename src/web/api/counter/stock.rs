//! Stock: what there is, where, and how it came about.
use actix_web::{HttpRequest, web};
use catalog::{Catalog, Cursor, SkuListing};
use flows::goods::{Goods, StockChange, StockDeed};
use inventory::{Inventory, StockRow};
use kernel::Day;
use kernel::kinds::{LocationId, VariantId};
use kit::{Failure, TokenVisit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ItemProblem, enough, id};
use crate::failures::{Problem, of_goods};
use crate::receive::{Body, Params, after, limit};
use crate::show::{self, Answer, Fields};

#[derive(Serialize, ToSchema)]
pub(crate) struct Locations {
    /// In the order in which they are sent from.
    items: Vec<LocationShown>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LocationShown {
    #[schema(value_type = String, example = "loc_01j…")]
    id: LocationId,
    code: String,
    name: String,
}

/// Where goods lie
#[utoipa::path(get, path = "/api/v1/admin/locations", tag = "staff: stock", operation_id = "listLocations",
    security(("staff_token" = ["inventory.view"])), responses(
    (status = 200, description = "The locations", body = Locations),
    (status = "default", description = "What went wrong: `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn locations(inventory: web::Data<Inventory>) -> Answer {
    let shown = |l: inventory::Location| LocationShown { id: l.id, code: l.code, name: l.name };
    show::ok(&Locations { items: inventory.locations().await?.into_iter().map(shown).collect() })
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct StockParams {
    /// `next` of the page before.
    after: Option<String>,
    /// How many, from 1 to 100; 20 when it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// Only these fields of each, with commas between them.
    #[param(example = "sku,locations.on_hand")]
    fields: Option<String>,
    /// An article number, a barcode, or words of the title.
    #[param(max_length = 200)]
    q: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct StockPage {
    /// By article number.
    items: Vec<SkuStock>,
    /// What to ask for as `after`; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SkuStock {
    #[schema(value_type = String, example = "var_01j…")]
    variant: VariantId,
    sku: String,
    title: String,
    options: String,
    locations: Vec<LocationStock>,
}

/// Units of a variant at one location.
#[derive(Serialize, ToSchema)]
pub(crate) struct LocationStock {
    #[schema(value_type = String, example = "loc_01j…")]
    location: LocationId,
    on_hand: i64,
    /// Promised to orders.
    allocated: i64,
    /// Held by checkouts.
    reserved: i64,
    /// What can still be promised.
    saleable: i64,
    /// Never promised.
    safety: i64,
    /// How many may be promised beyond what lies there.
    backorder: i64,
    /// It has not come out yet.
    preorder: bool,
    /// From when there is more, as staff or the next delivery say.
    #[schema(value_type = Option<String>, format = Date, example = "2026-12-05")]
    expected_on: Option<Day>,
}

/// Stock by article number
#[utoipa::path(get, path = "/api/v1/admin/stock", tag = "staff: stock", operation_id = "listStock", params(StockParams),
    security(("staff_token" = ["inventory.view"])), responses(
    (status = 200, description = "A page of stock", body = StockPage),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `bad_cursor`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    req: HttpRequest,
    Params(asked): Params<StockParams>,
    catalog: web::Data<Catalog>,
    inventory: web::Data<Inventory>,
) -> Answer {
    let fields = Fields::parse(asked.fields.as_deref())?;
    let cursor = after::<Hexed>(asked.after.as_deref())?.map_or(Cursor::Start, |sku| Cursor::After(sku.0));
    let query = asked.q.unwrap_or_default().chars().filter(|c| *c != '\0').take(200).collect();
    let slice = catalog.skus(SkuListing { query, level: None }, cursor, limit(asked.limit)?).await?;
    let next = slice.items.last().filter(|_| slice.after).map(|s| Hexed(s.sku.clone()).to_string());
    let variants: Vec<VariantId> = slice.items.iter().map(|s| s.variant).collect();
    let mut stock = inventory.stock(&variants).await?;
    let item = |s: catalog::ListedSku| SkuStock {
        locations: stock.remove(&s.variant).unwrap_or_default().iter().map(at_location).collect(),
        variant: s.variant,
        sku: s.sku,
        title: s.title,
        options: s.options,
    };
    let page = StockPage { items: slice.items.into_iter().map(item).collect(), next };
    show::page(&req, &fields, page.next.as_deref(), &page)
}

fn at_location(row: &StockRow) -> LocationStock {
    LocationStock {
        location: row.location,
        on_hand: row.on_hand,
        allocated: row.allocated,
        reserved: row.reserved,
        saleable: row.saleable(),
        safety: row.safety,
        backorder: row.backorder,
        preorder: row.preorder,
        expected_on: row.told_on(),
    }
}

/// An article number as it stands in a cursor: whatever it is made of, safe in an address.
struct Hexed(String);

impl std::fmt::Display for Hexed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.bytes().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl std::str::FromStr for Hexed {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.is_ascii() && text.len().is_multiple_of(2) && text.len() <= 1000;
        let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2).unwrap_or("x"), 16).map_err(|_| ());
        let bytes: Result<Vec<u8>, ()> =
            if digits { (0..text.len()).step_by(2).map(byte).collect() } else { Err(()) };
        let text = String::from_utf8(bytes?).map_err(|_| ())?;
        if text.contains('\0') { Err(()) } else { Ok(Self(text)) }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Bookings {
    #[schema(min_items = 1, max_items = 100)]
    items: Vec<Booking>,
}

/// Either `by` or `counted`; with `counted` at most one of `was` and `counted_at`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Booking {
    #[schema(value_type = String, example = "var_01j0000000000000000000000a")]
    variant: VariantId,
    /// Where goods come to when it is not said.
    #[schema(value_type = Option<String>)]
    location: Option<LocationId>,
    /// So many more, or fewer.
    #[schema(example = 12)]
    by: Option<i64>,
    /// So many were counted.
    counted: Option<i64>,
    /// With `counted`: so many were on hand when it was read. Is it another number by now, nothing is booked (`stock_moved`).
    was: Option<i64>,
    /// With `counted`: when. What moved on the shelf since then is put on top, so that a parcel sent meanwhile stays sent.
    #[schema(format = DateTime, example = "2026-11-27T10:00:00Z")]
    counted_at: Option<String>,
    /// From how many saleable units down staff are told.
    low_at: Option<i64>,
    /// For whoever reads the ledger.
    #[schema(example = "delivery 4711")]
    reason: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Booked {
    /// One for each that was sent, in that order.
    items: Vec<BookedItem>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct BookedItem {
    #[schema(value_type = String)]
    variant: VariantId,
    /// On hand at that location now.
    on_hand: Option<i64>,
    /// Why it was not booked.
    problem: Option<ItemProblem>,
}

/// Book stock
///
/// Up to 100 at once, in one unit of work; what cannot be booked leaves the others as they are. Each stands in the
/// ledger with its reason.
#[utoipa::path(post, path = "/api/v1/admin/stock", tag = "staff: stock", operation_id = "bookStock",
    params(("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each list")),
    request_body = Bookings, security(("staff_token" = ["inventory.manage"])), responses(
    (status = 200, description = "What became of each", body = Booked),
    (status = "default", description = "What went wrong: `idempotency_key_needed`, `key_reused`, `bad_document`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn book(program: TokenVisit, Body(sent): Body<Bookings>, goods: web::Data<Goods>) -> Answer {
    enough(&sent.items)?;
    let variants: Vec<VariantId> = sent.items.iter().map(|i| i.variant).collect();
    let deeds = sent.items.into_iter().map(deed).collect::<Result<Vec<_>, _>>()?;
    let done = goods.book(&program.actor, deeds).await.map_err(of_goods)?;
    let booked = variants.into_iter().zip(done).map(|(variant, done)| {
        Ok(match done {
            Ok(on_hand) => BookedItem { variant, on_hand: Some(on_hand), problem: None },
            Err(e) => BookedItem { variant, on_hand: None, problem: Some(ItemProblem::of(of_goods(e))?) },
        })
    });
    show::ok(&Booked { items: booked.collect::<Result<_, Failure>>()? })
}

fn deed(booking: Booking) -> Result<StockDeed, Failure> {
    let wrong = |field: &str, told: &str| {
        Failure::invalid("bad_document", told.to_owned()).field(field, "bad_value", told.to_owned())
    };
    let change = match (booking.by, booking.counted, booking.was, booking.counted_at.as_deref()) {
        (Some(by), None, None, None) => StockChange::By(by),
        (None, Some(counted), None, None) => StockChange::To(counted),
        (None, Some(counted), Some(was), None) => StockChange::From(was, counted),
        (None, Some(counted), None, Some(at)) => {
            let told = "Write the time of the count as 2026-11-27T10:00:00Z.";
            let at = flows::stock_feed::time(at).ok_or_else(|| wrong("items.counted_at", told))?;
            StockChange::AsOf(counted, at)
        }
        (None, Some(_), Some(_), Some(_)) => {
            return Err(wrong("items.was", "Say either `was` or `counted_at`."));
        }
        _ => {
            let told = "Say either `by` or `counted`.";
            return Err(wrong("items.by", told));
        }
    };
    Ok(StockDeed {
        variant: booking.variant,
        location: booking.location,
        change,
        low_at: booking.low_at,
        why: booking.reason,
    })
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MovementParams {
    /// `next` of the page before.
    after: Option<String>,
    /// How many, from 1 to 100; 20 when it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Movements {
    /// The newest first.
    items: Vec<MovementShown>,
    /// What to ask for as `after`; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct MovementShown {
    #[schema(value_type = String)]
    location: LocationId,
    /// `received`, `shipped`, `returned`, `adjusted` or `transferred`.
    kind: String,
    quantity: i64,
    /// What it was for.
    reference: String,
    actor: String,
    #[schema(format = DateTime)]
    at: String,
}

/// How a variant's stock came about
#[utoipa::path(get, path = "/api/v1/admin/stock/{variant}/movements", tag = "staff: stock",
    operation_id = "listMovements",
    params(("variant" = String, Path, description = "Its id", example = "var_01j0000000000000000000000a"), MovementParams),
    security(("staff_token" = ["inventory.view"])), responses(
    (status = 200, description = "A page of the ledger", body = Movements),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `not_found`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn movements(
    req: HttpRequest,
    variant: web::Path<String>,
    Params(asked): Params<MovementParams>,
    inventory: web::Data<Inventory>,
) -> Answer {
    let before = after::<i64>(asked.after.as_deref())?;
    let limit = limit(asked.limit)?;
    let mut rows = inventory.movements(id(&variant)?, before, limit as i64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|m| m.seq.to_string());
    let shown = |m: inventory::MovementRow| MovementShown {
        at: m.at().rfc3339(),
        location: m.location,
        kind: m.kind,
        quantity: m.quantity,
        reference: m.reference,
        actor: m.actor,
    };
    let page = Movements { items: rows.into_iter().map(shown).collect(), next };
    show::page(&req, &Fields::default(), page.next.as_deref(), &page)
}

/// How a variant is sold at a location
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTerms {
    /// Where goods come to when it is not said.
    #[schema(value_type = Option<String>)]
    location: Option<LocationId>,
    /// Units that are never promised.
    #[serde(default)]
    #[schema(minimum = 0, example = 1)]
    safety: i64,
    /// How many may be promised beyond what lies there.
    #[serde(default)]
    #[schema(minimum = 0, example = 20)]
    backorder: i64,
    /// It has not come out yet: it needs `backorder` and the day.
    #[serde(default)]
    preorder: bool,
    /// From when there is more; as suppliers' shipments say when it is not said.
    #[schema(value_type = Option<String>, format = Date, example = "2026-12-05")]
    expected_on: Option<Day>,
}

/// Set how a variant is sold
///
/// What is kept back, what is sold before it is there, and from when there is more.
#[utoipa::path(put, path = "/api/v1/admin/stock/{variant}/terms", tag = "staff: stock", operation_id = "setStockTerms",
    params(("variant" = String, Path, description = "Its id", example = "var_01j0000000000000000000000a")),
    request_body = NewTerms, security(("staff_token" = ["inventory.manage"])), responses(
    (status = 200, description = "The stock at that location", body = LocationStock),
    (status = "default", description = "What went wrong: `not_found`, `stock_promised`, `preorder_day`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn set_terms(
    program: TokenVisit,
    variant: web::Path<String>,
    Body(new): Body<NewTerms>,
    goods: web::Data<Goods>,
) -> Answer {
    let variant: VariantId = id(&variant)?;
    if goods.catalog.sale_items(&[variant]).await?.is_empty() {
        return Err(Failure::not_found());
    }
    let first = goods.inventory.locations().await?.first().map(|l| l.id);
    let location = new.location.or(first).ok_or_else(Failure::not_found)?;
    let terms = inventory::Terms {
        safety: new.safety,
        backorder: new.backorder,
        preorder: new.preorder,
        expected_on: new.expected_on,
    };
    let rooms = goods.inventory.clone();
    goods.db.write(&program.actor, move |tx| rooms.set_terms(tx, location, variant, terms)).await?;
    let held = goods.inventory.stock(&[variant]).await?.remove(&variant).unwrap_or_default();
    let row = held.iter().find(|row| row.location == location).ok_or_else(Failure::not_found)?;
    show::ok(&at_location(row))
}
