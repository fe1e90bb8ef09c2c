//! Customers: who buys, and what staff should know of them.
use actix_web::{HttpResponse, web};
use customers::{Customers, CustomersError, PeopleListing};
use db::Db;
use kernel::kinds::{CustomerId, GroupId, NoteId};
use kernel::{Coded, Micros, Money};
use kit::{CheckedForm, Failure, Site, StaffVisit};
use orders::Orders;
use serde::Deserialize;
use staff::{Permission, Staff};

use super::fields::{Fields, list};
use super::orders::{fulfilment, lifecycle, payment};
use crate::desk::Desk;
use crate::said::Said;
use crate::views::{GroupChoice, NoteLine, PeopleView, PersonOrder, PersonRow, PersonView, Section};

const PATH: &str = "/admin/customers";
const ROWS: usize = 25;
const ORDERS: i64 = 25;

/// Whom a person's page asks.
type Rooms = (web::Data<Customers>, web::Data<Orders>, web::Data<Staff>);

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
    group: String,
    tag: String,
    after: String,
}

impl Asked {
    /// Time and id of the last that was shown.
    fn after(&self) -> Option<(Micros, CustomerId)> {
        let (at, id) = self.after.split_once('.')?;
        Some((Micros(at.parse().ok()?), id.parse().ok()?))
    }
}

pub(crate) async fn show(
    desk: Desk,
    customers: web::Data<Customers>,
    orders: web::Data<Orders>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    desk.show(&view(&desk, &customers, &orders, &asked, None).await?)
}

async fn view(
    desk: &Desk,
    customers: &Customers,
    orders: &Orders,
    asked: &Asked,
    problem: Option<String>,
) -> Result<PeopleView, Failure> {
    let query: String = asked.q.trim().chars().take(200).collect();
    let tag = asked.tag.trim().to_owned();
    let listing = PeopleListing {
        query: query.clone(),
        group: asked.group.parse().ok(),
        tag: Some(tag.clone()).filter(|t| !t.is_empty()),
        after: asked.after(),
    };
    let group = listing.group;
    let mut people = customers.people(desk.actor(), listing, ROWS).await?;
    let more = people.len() > ROWS;
    people.truncate(ROWS);
    let ids: Vec<CustomerId> = people.iter().map(|p| p.id).collect();
    let mut tags = customers.tags_of(&ids).await?;
    let sums = orders.sums_of(desk.actor(), people.iter().map(|p| p.email.clone()).collect()).await?;
    let groups = customers.groups().await?;
    let next = people.last().filter(|_| more).map(|p| format!("{}.{}", p.last_order_at, p.id));
    Ok(PeopleView {
        shell: desk.shell(Section::Customers, desk.ctx().texts.t("admin-nav-customers")),
        query,
        tag,
        group: group.map(|g| g.to_string()).unwrap_or_default(),
        groups: groups
            .into_iter()
            .map(|g| GroupChoice { id: g.id.to_string(), name: g.name, chosen: Some(g.id) == group })
            .collect(),
        is_first: asked.after.is_empty(),
        next,
        may_edit: desk.may(Permission::ManageCustomers),
        problem,
        rows: people
            .into_iter()
            .map(|p| {
                let sums = sums.get(&p.email);
                PersonRow {
                    orders: sums.map_or(0, |s| s.orders),
                    totals: sums.map(|s| s.totals.clone()).unwrap_or_default(),
                    last_order: Micros(p.last_order_at),
                    tags: tags.remove(&p.id).unwrap_or_default(),
                    id: p.id.to_string(),
                    name: p.name,
                    email: p.email,
                }
            })
            .collect(),
    })
}

pub(crate) async fn person(
    desk: Desk,
    customers: web::Data<Customers>,
    orders: web::Data<Orders>,
    staff: web::Data<Staff>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    desk.show(&person_view(&desk, &customers, &orders, &staff, &id, None, "").await?)
}

fn customer_id(text: &str) -> Result<CustomerId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

async fn person_view(
    desk: &Desk,
    customers: &Customers,
    orders: &Orders,
    staff: &Staff,
    id: &str,
    problem: Option<String>,
    note: &str,
) -> Result<PersonView, Failure> {
    let id = customer_id(id)?;
    let person = customers.person(desk.actor(), id).await?.ok_or_else(Failure::not_found)?;
    let email = person.customer.email.clone();
    let sums = orders.sums_of(desk.actor(), vec![email.clone()]).await?.remove(&email).unwrap_or_default();
    let latest = orders.latest_of(desk.actor(), &email, ORDERS).await?;
    let groups = customers.groups().await?;
    let members = staff.list().await?;
    let texts = &desk.ctx().texts;
    let name = if person.customer.name.is_empty() { email.clone() } else { person.customer.name.clone() };
    let who = |label: &str| {
        let member = members.iter().find(|m| m.id.to_string() == label);
        member.map_or_else(|| texts.t("stock-who-gone").to_owned(), |m| m.name.clone())
    };
    Ok(PersonView {
        shell: desk.shell(Section::Customers, &name).under(PATH, texts.t("admin-nav-customers")),
        id: id.to_string(),
        name,
        email,
        since: Micros(person.customer.created_at),
        orders: sums.orders,
        totals: sums.totals,
        shown: latest.len() as u64,
        latest: latest
            .iter()
            .map(|o| PersonOrder {
                id: o.id.to_string(),
                number: o.number.clone(),
                placed_at: o.placed_at,
                lifecycle: lifecycle(o.lifecycle),
                payment: payment(o.lifecycle, o.payment),
                fulfilment: fulfilment(o.fulfilment),
                total: Money::new(o.total, o.currency),
            })
            .collect(),
        groups: groups
            .into_iter()
            .map(|g| GroupChoice { id: g.id.to_string(), name: g.name, chosen: person.groups.contains(&g.id) })
            .collect(),
        tags: person.tags.join(", "),
        notes: person
            .notes
            .iter()
            .map(|n| NoteLine { id: n.id.to_string(), at: n.at(), who: who(&n.author), body: n.body.clone() })
            .collect(),
        may_edit: desk.may(Permission::ManageCustomers),
        note: note.to_owned(),
        problem,
    })
}

/// What a form cannot keep is told beside it.
///
/// # Errors
/// Whatever is not the form's fault.
fn told(desk: &Desk, e: &CustomersError) -> Result<String, Failure> {
    let key = format!("people-wrong-{}", e.code().replace('_', "-"));
    let texts = &desk.ctx().texts;
    if texts.has(&key) { Ok(texts.t(&key).to_owned()) } else { Err(Failure::of(e)) }
}

/// Sets groups and tags.
pub(crate) async fn mark(
    desk: Desk,
    site: web::Data<Site>,
    db: web::Data<Db>,
    (customers, orders, staff): Rooms,
    id: web::Path<String>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let who = customer_id(&id)?;
    let (room, groups, tags) = ((**customers).clone(), form.ids::<GroupId>("group"), list(form.one("tags")));
    match db.write(desk.actor(), move |tx| room.set_marks(tx, who, &groups, &tags)).await {
        Ok(_) => Ok(Said::PersonSaved.at(&site, &format!("{PATH}/{who}"))),
        Err(e) => {
            let problem = Some(told(&desk, &e)?);
            desk.refuse(&person_view(&desk, &customers, &orders, &staff, &id, problem, "").await?)
        }
    }
}

pub(crate) async fn add_note(
    desk: Desk,
    site: web::Data<Site>,
    db: web::Data<Db>,
    (customers, orders, staff): Rooms,
    id: web::Path<String>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let who = customer_id(&id)?;
    let (room, body) = ((**customers).clone(), form.one("note").to_owned());
    match db.write(desk.actor(), move |tx| room.add_note(tx, who, &body)).await {
        Ok(_) => Ok(Said::NoteAdded.at(&site, &format!("{PATH}/{who}"))),
        Err(e) => {
            let problem = Some(told(&desk, &e)?);
            let view = person_view(&desk, &customers, &orders, &staff, &id, problem, form.one("note")).await?;
            desk.refuse(&view)
        }
    }
}

pub(crate) async fn delete_note(
    staff: StaffVisit,
    site: web::Data<Site>,
    db: web::Data<Db>,
    customers: web::Data<Customers>,
    ids: web::Path<(String, String)>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let who = customer_id(&ids.0)?;
    let note: NoteId = ids.1.parse().map_err(|_| Failure::not_found())?;
    let room = (**customers).clone();
    db.write(&staff.actor, move |tx| room.delete_note(tx, who, note)).await?;
    Ok(Said::NoteDeleted.at(&site, &format!("{PATH}/{who}")))
}

pub(crate) async fn make_group(
    desk: Desk,
    site: web::Data<Site>,
    db: web::Data<Db>,
    customers: web::Data<Customers>,
    orders: web::Data<Orders>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (room, name) = ((**customers).clone(), form.one("name").to_owned());
    match db.write(desk.actor(), move |tx| room.create_group(tx, &name)).await {
        Ok(_) => Ok(Said::GroupMade.at(&site, PATH)),
        Err(e) => {
            let problem = Some(told(&desk, &e)?);
            desk.refuse(&view(&desk, &customers, &orders, &Asked::default(), problem).await?)
        }
    }
}

pub(crate) async fn delete_group(
    staff: StaffVisit,
    site: web::Data<Site>,
    db: web::Data<Db>,
    customers: web::Data<Customers>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let group: GroupId = id.parse().map_err(|_| Failure::not_found())?;
    let room = (**customers).clone();
    db.write(&staff.actor, move |tx| room.delete_group(tx, group)).await?;
    Ok(Said::GroupDeleted.at(&site, PATH))
}
