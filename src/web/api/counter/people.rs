//! Customers, as staff see them.
use actix_web::{HttpRequest, web};
use customers::{Customer, Customers, PeopleListing, Person};
use db::Db;
use kernel::Micros;
use kernel::kinds::{CustomerId, NoteId};
use kit::{Failure, TokenVisit};
use orders::Orders;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::id;
use super::orders::NewNote;
use crate::failures::{Problem, of_orders};
use crate::parts::Money;
use crate::products::OneParams;
use crate::receive::{Body, Params, after, limit};
use crate::show::{self, Answer, Fields};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PeopleParams {
    /// `next` of the page before.
    after: Option<String>,
    /// How many, from 1 to 100; 20 when it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
    /// Only these fields of each, with commas between them.
    #[param(example = "id,email")]
    fields: Option<String>,
    /// A name or a mail address.
    #[param(max_length = 200)]
    q: Option<String>,
    tag: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct People {
    /// Whoever bought last first.
    items: Vec<PersonRow>,
    /// What to ask for as `after`; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PersonRow {
    #[schema(value_type = String, example = "cus_01j…")]
    id: CustomerId,
    name: String,
    email: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    last_order_at: String,
}

/// Somebody who bought something.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonShown {
    #[schema(value_type = String, example = "cus_01j…")]
    id: CustomerId,
    name: String,
    email: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    last_order_at: String,
    tags: Vec<String>,
    notes: Vec<PersonNote>,
    /// How many orders, cancelled ones left out.
    orders: u64,
    /// What they came to, by currency.
    totals: Vec<Money>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PersonNote {
    #[schema(value_type = String, example = "nte_01j…")]
    id: NoteId,
    author: String,
    body: String,
    #[schema(format = DateTime)]
    at: String,
}

fn row(c: Customer) -> PersonRow {
    PersonRow {
        id: c.id,
        name: c.name,
        email: c.email,
        created_at: Micros(c.created_at).rfc3339(),
        last_order_at: Micros(c.last_order_at).rfc3339(),
    }
}

/// Where a page of people begins: when the last one before bought last, and who it was.
struct Last(Micros, CustomerId);

impl std::fmt::Display for Last {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", (self.0).0, self.1)
    }
}

impl std::str::FromStr for Last {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, id) = text.split_once('-').ok_or(())?;
        Ok(Self(Micros(at.parse().map_err(|_| ())?), id.parse().map_err(|_| ())?))
    }
}

/// Customers
#[utoipa::path(get, path = "/api/v1/admin/customers", tag = "staff: customers", operation_id = "listCustomers",
    params(PeopleParams), security(("staff_token" = ["customers.view"])), responses(
    (status = 200, description = "A page of customers", body = People),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `bad_cursor`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    req: HttpRequest,
    program: TokenVisit,
    Params(asked): Params<PeopleParams>,
    customers: web::Data<Customers>,
) -> Answer {
    let fields = Fields::parse(asked.fields.as_deref())?;
    let size = limit(asked.limit)?;
    let plain = |text: String| text.trim().chars().filter(|c| *c != '\0').take(200).collect::<String>();
    let listing = PeopleListing {
        query: plain(asked.q.unwrap_or_default()),
        group: None,
        tag: asked.tag.map(plain).filter(|tag| !tag.is_empty()),
        after: after::<Last>(asked.after.as_deref())?.map(|last| (last.0, last.1)),
    };
    let mut found = customers.people(&program.actor, listing, size + 1).await?;
    let more = found.len() > size;
    found.truncate(size);
    let next = found.last().filter(|_| more).map(|c| Last(Micros(c.last_order_at), c.id).to_string());
    let page = People { items: found.into_iter().map(row).collect(), next };
    show::page(&req, &fields, page.next.as_deref(), &page)
}

/// One customer
#[utoipa::path(get, path = "/api/v1/admin/customers/{id}", tag = "staff: customers", operation_id = "getCustomer",
    params(("id" = String, Path, description = "Theirs", example = "cus_01j0000000000000000000000a"), OneParams),
    security(("staff_token" = ["customers.view"])), responses(
    (status = 200, description = "The customer", body = PersonShown),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `customer_not_found`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn one(
    req: HttpRequest,
    program: TokenVisit,
    of: web::Path<String>,
    Params(asked): Params<OneParams>,
    customers: web::Data<Customers>,
    orders: web::Data<Orders>,
) -> Answer {
    let fields = asked.fields()?;
    let person = person(&program, &customers, id(&of)?).await?;
    // Whoever may not see orders is not told what they came to.
    let sums = match program.actor.require(orders::VIEW) {
        Ok(()) => {
            let email = person.customer.email.clone();
            orders.sums_of(&program.actor, vec![email.clone()]).await.map_err(of_orders)?.remove(&email)
        }
        Err(_) => None,
    };
    let note = |n: customers::Note| PersonNote { at: n.at().rfc3339(), id: n.id, author: n.author, body: n.body };
    let head = row(person.customer);
    let shown = PersonShown {
        id: head.id,
        name: head.name,
        email: head.email,
        created_at: head.created_at,
        last_order_at: head.last_order_at,
        tags: person.tags,
        notes: person.notes.into_iter().map(note).collect(),
        orders: sums.as_ref().map_or(0, |s| s.orders),
        totals: sums.map(|s| s.totals.into_iter().map(Money::from).collect()).unwrap_or_default(),
    };
    show::found(&req, &fields, &shown)
}

async fn person(program: &TokenVisit, customers: &Customers, of: CustomerId) -> Result<Person, Failure> {
    let found = customers.person(&program.actor, of).await?;
    Ok(found.ok_or(customers::CustomersError::NotFound)?)
}

/// A note that was kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct NoteKept {
    #[schema(value_type = String, example = "nte_01j…")]
    note: NoteId,
}

/// Write something down about a customer
#[utoipa::path(post, path = "/api/v1/admin/customers/{id}/notes", tag = "staff: customers",
    operation_id = "addCustomerNote", params(
        ("id" = String, Path, description = "Theirs", example = "cus_01j0000000000000000000000a"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 characters, new for each note"),
    ), request_body = NewNote, security(("staff_token" = ["customers.manage"])), responses(
    (status = 201, description = "The note", body = NoteKept),
    (status = "default", description = "What went wrong: `customer_note`, `customer_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn add_note(
    program: TokenVisit,
    of: web::Path<String>,
    Body(new): Body<NewNote>,
    db: web::Data<Db>,
    customers: web::Data<Customers>,
) -> Answer {
    let of: CustomerId = id(&of)?;
    let rooms = customers.clone();
    let note = db.write(&program.actor, move |tx| rooms.add_note(tx, of, &new.body)).await?;
    show::created(&format!("/api/v1/admin/customers/{of}"), &NoteKept { note })
}
