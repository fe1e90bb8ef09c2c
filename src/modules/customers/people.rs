//! Customers as staff see them: a list, groups, tags, notes. Never shown in the shop.
use std::collections::HashMap;

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::{CustomerId, GroupId, NoteId};

use crate::{Customer, Customers, CustomersError, customers_customers as t, dialect};

diesel::table! {
    customers_groups (id) {
        id -> Binary,
        name -> Text,
        created_at -> BigInt,
    }
}
diesel::table! {
    customers_members (group_id, customer) {
        group_id -> Binary,
        customer -> Binary,
    }
}
diesel::table! {
    customers_tags (tag, customer) {
        tag -> Text,
        customer -> Binary,
    }
}
diesel::table! {
    customers_notes (id) {
        id -> Binary,
        customer -> Binary,
        author -> Text,
        body -> Text,
        at -> BigInt,
    }
}
diesel::allow_tables_to_appear_in_same_query!(
    t,
    customers_groups,
    customers_members,
    customers_tags,
    customers_notes
);

/// May see the people who buy.
pub const VIEW: &str = "customers.view";
/// May group, tag and note.
pub const MANAGE: &str = "customers.manage";

const MOST_TAGS: usize = 20;
const NOTE: usize = 2000;

/// People who are treated alike.
#[derive(Queryable, Selectable, Clone, Debug, PartialEq, Eq)]
#[diesel(table_name = customers_groups)]
pub struct Group {
    pub id: GroupId,
    pub name: String,
}

/// What somebody behind the counter wrote down.
#[derive(Queryable, Selectable, Clone, Debug)]
#[diesel(table_name = customers_notes)]
pub struct Note {
    pub id: NoteId,
    /// Who, as [`kernel::Actor::label`] writes it.
    pub author: String,
    pub body: String,
    at: i64,
}

impl Note {
    pub fn at(&self) -> Micros {
        Micros(self.at)
    }
}

/// What staff know of one person besides their orders.
#[derive(Clone, Debug)]
pub struct Person {
    pub customer: Customer,
    pub groups: Vec<GroupId>,
    pub tags: Vec<String>,
    /// The newest first.
    pub notes: Vec<Note>,
}

/// What a list of people is cut to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleListing {
    /// Part of a name or mail address.
    pub query: String,
    pub group: Option<GroupId>,
    pub tag: Option<String>,
    /// Those whose last order came before this one's: time and id of the last that was shown.
    pub after: Option<(Micros, CustomerId)>,
}

impl Customers {
    /// Those who bought last, first; one more than `size` when there are more.
    pub async fn people(
        &self,
        actor: &kernel::Actor,
        listing: PeopleListing,
        size: usize,
    ) -> Result<Vec<Customer>, CustomersError> {
        actor.require(VIEW)?;
        self.db
            .read_slow(move |c| {
                let found = match listing.query.trim() {
                    "" => None,
                    query => Some(dialect::people_like(c, query)?),
                };
                let mut q = t::table.select(Customer::as_select()).into_boxed();
                if let Some(found) = found {
                    q = q.filter(t::id.eq_any(found));
                }
                if let Some(group) = listing.group {
                    let members = customers_members::table.filter(customers_members::group_id.eq(group));
                    q = q.filter(t::id.eq_any(members.select(customers_members::customer)));
                }
                if let Some(tag) = listing.tag {
                    let tagged = customers_tags::table.filter(customers_tags::tag.eq(tag));
                    q = q.filter(t::id.eq_any(tagged.select(customers_tags::customer)));
                }
                if let Some((at, id)) = listing.after {
                    q = q.filter(t::last_order_at.lt(at.0).or(t::last_order_at.eq(at.0).and(t::id.lt(id))));
                }
                Ok(q.order((t::last_order_at.desc(), t::id.desc())).limit(size as i64 + 1).load(c)?)
            })
            .await
    }

    /// One person with everything staff noted.
    pub async fn person(&self, actor: &kernel::Actor, id: CustomerId) -> Result<Option<Person>, CustomersError> {
        actor.require(VIEW)?;
        self.db
            .read(move |c| {
                let found = t::table.find(id).select(Customer::as_select()).first(c).optional()?;
                let Some(customer) = found else { return Ok(None) };
                let groups = customers_members::table
                    .filter(customers_members::customer.eq(id))
                    .order(customers_members::group_id.asc())
                    .select(customers_members::group_id)
                    .load(c)?;
                let notes = customers_notes::table
                    .filter(customers_notes::customer.eq(id))
                    .order((customers_notes::at.desc(), customers_notes::id.desc()))
                    .limit(100)
                    .select(Note::as_select())
                    .load(c)?;
                Ok(Some(Person { customer, groups, tags: tags(c, id)?, notes }))
            })
            .await
    }

    /// What these people are called: their name, or their mail where they gave none.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`VIEW`].
    pub async fn names(
        &self,
        actor: &kernel::Actor,
        ids: &[CustomerId],
    ) -> Result<HashMap<CustomerId, String>, CustomersError> {
        actor.require(VIEW)?;
        let ids = ids.to_vec();
        self.db
            .read(move |c| {
                let rows: Vec<(CustomerId, String, String)> =
                    t::table.filter(t::id.eq_any(&ids)).select((t::id, t::name, t::email)).load(c)?;
                let called = |name: String, email| if name.is_empty() { email } else { name };
                Ok(rows.into_iter().map(|(id, name, email)| (id, called(name, email))).collect())
            })
            .await
    }

    /// The tags of several people.
    pub async fn tags_of(&self, ids: &[CustomerId]) -> Result<HashMap<CustomerId, Vec<String>>, CustomersError> {
        let ids = ids.to_vec();
        self.db
            .read(move |c| {
                let rows: Vec<(CustomerId, String)> = customers_tags::table
                    .filter(customers_tags::customer.eq_any(&ids))
                    .order((customers_tags::customer.asc(), customers_tags::tag.asc()))
                    .select((customers_tags::customer, customers_tags::tag))
                    .load(c)?;
                let mut out: HashMap<CustomerId, Vec<String>> = HashMap::new();
                for (id, tag) in rows {
                    out.entry(id).or_default().push(tag);
                }
                Ok(out)
            })
            .await
    }

    /// All groups by name.
    pub async fn groups(&self) -> Result<Vec<Group>, CustomersError> {
        self.db
            .read(|c| {
                Ok(customers_groups::table
                    .order(customers_groups::name.asc())
                    .select(Group::as_select())
                    .load(c)?)
            })
            .await
    }

    /// Makes a group.
    ///
    /// # Errors
    /// [`CustomersError::Name`] when it is missing, too long, or another group's.
    pub fn create_group(&self, tx: &mut Tx<'_>, name: &str) -> Result<GroupId, CustomersError> {
        tx.actor().require(MANAGE)?;
        let name = name.trim();
        let taken: i64 =
            customers_groups::table.filter(customers_groups::name.eq(name)).count().get_result(&mut **tx)?;
        if name.is_empty() || name.chars().count() > 60 || taken > 0 {
            return Err(CustomersError::Name);
        }
        let id = GroupId::new(tx.now());
        let now = tx.now().0;
        diesel::insert_into(customers_groups::table)
            .values((
                customers_groups::id.eq(id),
                customers_groups::name.eq(name),
                customers_groups::created_at.eq(now),
            ))
            .execute(&mut **tx)?;
        tx.audit("customer_group.create", id, &serde_json::json!({}))?;
        Ok(id)
    }

    /// Ends a group; its members stay what they are.
    pub fn delete_group(&self, tx: &mut Tx<'_>, id: GroupId) -> Result<(), CustomersError> {
        tx.actor().require(MANAGE)?;
        diesel::delete(customers_members::table.filter(customers_members::group_id.eq(id))).execute(&mut **tx)?;
        if diesel::delete(customers_groups::table.find(id)).execute(&mut **tx)? > 0 {
            tx.audit("customer_group.delete", id, &serde_json::json!({}))?;
        }
        Ok(())
    }

    /// Sets in which groups a person is, and with which tags. True when that changed anything.
    ///
    /// # Errors
    /// [`CustomersError::NotFound`]; [`CustomersError::Tags`] for too many or too long ones.
    pub fn set_marks(
        &self,
        tx: &mut Tx<'_>,
        id: CustomerId,
        groups: &[GroupId],
        wanted: &[String],
    ) -> Result<bool, CustomersError> {
        tx.actor().require(MANAGE)?;
        exists(tx, id)?;
        if wanted.len() > MOST_TAGS || wanted.iter().any(|t| t.is_empty() || t.chars().count() > 40) {
            return Err(CustomersError::Tags);
        }
        let known: Vec<GroupId> = customers_groups::table
            .filter(customers_groups::id.eq_any(groups))
            .order(customers_groups::id.asc())
            .select(customers_groups::id)
            .load(&mut **tx)?;
        let in_now: Vec<GroupId> = customers_members::table
            .filter(customers_members::customer.eq(id))
            .order(customers_members::group_id.asc())
            .select(customers_members::group_id)
            .load(&mut **tx)?;
        let held = tags(tx, id)?;
        let mut tags: Vec<String> = wanted.to_vec();
        tags.sort();
        tags.dedup();
        if known == in_now && tags == held {
            return Ok(false);
        }
        diesel::delete(customers_members::table.filter(customers_members::customer.eq(id))).execute(&mut **tx)?;
        for group in &known {
            diesel::insert_into(customers_members::table)
                .values((customers_members::group_id.eq(group), customers_members::customer.eq(id)))
                .execute(&mut **tx)?;
        }
        diesel::delete(customers_tags::table.filter(customers_tags::customer.eq(id))).execute(&mut **tx)?;
        for tag in &tags {
            diesel::insert_into(customers_tags::table)
                .values((customers_tags::tag.eq(tag), customers_tags::customer.eq(id)))
                .execute(&mut **tx)?;
        }
        let detail = serde_json::json!({ "groups": known, "tags": tags.len() });
        tx.audit("customer.marks", id, &detail)?;
        Ok(true)
    }

    /// Writes something down about a person.
    ///
    /// # Errors
    /// [`CustomersError::Note`] when it is empty or longer than 2,000 characters.
    pub fn add_note(&self, tx: &mut Tx<'_>, id: CustomerId, body: &str) -> Result<NoteId, CustomersError> {
        tx.actor().require(MANAGE)?;
        exists(tx, id)?;
        let body = body.trim();
        if body.is_empty() || body.chars().count() > NOTE {
            return Err(CustomersError::Note);
        }
        let (note, now, author) = (NoteId::new(tx.now()), tx.now().0, tx.actor().label());
        diesel::insert_into(customers_notes::table)
            .values((
                customers_notes::id.eq(note),
                customers_notes::customer.eq(id),
                customers_notes::author.eq(author),
                customers_notes::body.eq(body),
                customers_notes::at.eq(now),
            ))
            .execute(&mut **tx)?;
        tx.audit("customer.note", id, &serde_json::json!({ "note": note }))?;
        Ok(note)
    }

    /// Takes a note away.
    pub fn delete_note(&self, tx: &mut Tx<'_>, id: CustomerId, note: NoteId) -> Result<(), CustomersError> {
        tx.actor().require(MANAGE)?;
        let held = customers_notes::table.find(note).filter(customers_notes::customer.eq(id));
        if diesel::delete(held).execute(&mut **tx)? == 0 {
            return Err(CustomersError::NotFound);
        }
        tx.audit("customer.note_deleted", id, &serde_json::json!({ "note": note }))?;
        Ok(())
    }

    /// Forgets what staff noted of a person, in the unit of work that erases them.
    pub fn forget_marks(&self, tx: &mut Tx<'_>, id: CustomerId) -> Result<(), CustomersError> {
        diesel::delete(customers_members::table.filter(customers_members::customer.eq(id))).execute(&mut **tx)?;
        diesel::delete(customers_tags::table.filter(customers_tags::customer.eq(id))).execute(&mut **tx)?;
        diesel::delete(customers_notes::table.filter(customers_notes::customer.eq(id))).execute(&mut **tx)?;
        Ok(())
    }
}

fn exists(conn: &mut Conn, id: CustomerId) -> Result<(), CustomersError> {
    let found: i64 = t::table.find(id).count().get_result(conn)?;
    if found > 0 { Ok(()) } else { Err(CustomersError::NotFound) }
}

fn tags(conn: &mut Conn, id: CustomerId) -> Result<Vec<String>, CustomersError> {
    Ok(customers_tags::table
        .filter(customers_tags::customer.eq(id))
        .order(customers_tags::tag.asc())
        .select(customers_tags::tag)
        .load(conn)?)
}

/// Forgets these people, and what staff wrote about them.
pub(crate) fn forget(conn: &mut Conn, ids: &[CustomerId]) -> QueryResult<()> {
    let ids = ids.to_vec();
    diesel::delete(customers_members::table.filter(customers_members::customer.eq_any(&ids))).execute(conn)?;
    diesel::delete(customers_tags::table.filter(customers_tags::customer.eq_any(&ids))).execute(conn)?;
    diesel::delete(customers_notes::table.filter(customers_notes::customer.eq_any(&ids))).execute(conn)?;
    diesel::delete(t::table.filter(t::id.eq_any(&ids))).execute(conn)?;
    Ok(())
}
