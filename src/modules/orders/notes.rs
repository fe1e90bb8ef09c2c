//! What staff write down about orders: notes and tags. They are no part of what the order is, so they change no version
//! and tell no event.
use db::Tx;
use diesel::prelude::*;
use kernel::kinds::{NoteId, OrderId};
use kernel::{Actor, Micros};

use crate::schema::{orders_notes as notes_t, orders_tags as tags_t, orders_terms as terms_t};
use crate::{MANAGE, Orders, OrdersError, dialect, store, terms};

/// The longest note, in characters.
const LONGEST_NOTE: usize = 2000;
/// The longest tag, in characters.
const LONGEST_TAG: usize = 40;
/// So many tags of one order.
const MOST_TAGS: usize = 20;
/// So many tags are offered.
const OFFERED: usize = 40;

/// A note for other members of staff.
#[derive(Queryable, Clone, Debug, PartialEq, Eq)]
pub struct Note {
    pub id: NoteId,
    /// As [`Actor::label`] writes it.
    pub author: String,
    pub body: String,
    at: i64,
}

impl Note {
    pub fn at(&self) -> Micros {
        Micros(self.at)
    }
}

/// A tag as it is kept: lower case, without `#` or commas.
fn tag(text: &str) -> Result<String, OrdersError> {
    let tag = text.trim().trim_start_matches('#').trim().to_lowercase();
    let fits = !tag.is_empty() && tag.chars().count() <= LONGEST_TAG && !tag.contains([',', '#']);
    if fits { Ok(tag) } else { Err(OrdersError::Tag) }
}

/// Tags as they are kept.
pub(crate) fn tags(texts: &[String]) -> Result<Vec<String>, OrdersError> {
    texts.iter().map(|text| tag(text)).collect()
}

/// Gives one order tags and takes others away, both as they are kept. False when that changed nothing.
pub(crate) fn tag_in(
    tx: &mut Tx<'_>,
    order: OrderId,
    add: &[String],
    remove: &[String],
) -> Result<bool, OrdersError> {
    store::head(tx, order)?;
    let (mut new, mut gone) = (Vec::new(), Vec::new());
    for tag in add {
        if dialect::put_tag(tx, order, tag)? {
            dialect::put_terms(tx, [(terms::of_tag(tag), order)].into())?;
            new.push(tag);
        }
    }
    for tag in remove {
        if diesel::delete(tags_t::table.find((order, tag))).execute(&mut **tx)? == 1 {
            diesel::delete(terms_t::table.find((terms::of_tag(tag), order))).execute(&mut **tx)?;
            gone.push(tag);
        }
    }
    let held: i64 = tags_t::table.filter(tags_t::order_id.eq(order)).count().get_result(&mut **tx)?;
    if held as usize > MOST_TAGS {
        return Err(OrdersError::Tag);
    }
    let changed = !(new.is_empty() && gone.is_empty());
    if changed {
        tx.audit("order.tag", order, &serde_json::json!({ "added": new, "removed": gone }))?;
    }
    Ok(changed)
}

impl Orders {
    /// The notes about an order, the newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn notes(&self, order: OrderId) -> Result<Vec<Note>, OrdersError> {
        self.db
            .read(move |c| {
                Ok(notes_t::table
                    .filter(notes_t::order_id.eq(order))
                    .order((notes_t::at.desc(), notes_t::id.desc()))
                    .select((notes_t::id, notes_t::author, notes_t::body, notes_t::at))
                    .load(c)?)
            })
            .await
    }

    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; [`OrdersError::Note`]; no such order.
    pub async fn add_note(&self, actor: &Actor, order: OrderId, body: &str) -> Result<(), OrdersError> {
        actor.require(MANAGE)?;
        let body = body.trim().to_owned();
        if body.is_empty() || body.chars().count() > LONGEST_NOTE {
            return Err(OrdersError::Note);
        }
        self.db
            .write(actor, move |tx| {
                store::head(tx, order)?;
                let (id, author, at) = (NoteId::new(tx.now()), tx.actor().label(), tx.now().0);
                diesel::insert_into(notes_t::table)
                    .values((
                        notes_t::id.eq(id),
                        notes_t::order_id.eq(order),
                        notes_t::author.eq(author),
                        notes_t::body.eq(&body),
                        notes_t::at.eq(at),
                    ))
                    .execute(&mut **tx)?;
                Ok(tx.audit("order.note", order, &serde_json::json!({ "note": id }))?)
            })
            .await
    }

    /// Notes something at an order that was brought, unless it stands there already. True when it was new; an order that
    /// was not taken has no notes.
    ///
    /// # Errors
    /// The database's.
    pub fn note_of_the_past(tx: &mut Tx<'_>, order: OrderId, body: &str) -> Result<bool, OrdersError> {
        match store::head(tx, order) {
            Ok(_) => {}
            Err(OrdersError::NotFound) => return Ok(false),
            Err(e) => return Err(e),
        }
        let body: String = body.chars().take(LONGEST_NOTE).collect();
        let there = notes_t::table.filter(notes_t::order_id.eq(order)).filter(notes_t::body.eq(&body));
        if there.count().get_result::<i64>(&mut **tx)? > 0 {
            return Ok(false);
        }
        let (id, author, at) = (NoteId::new(tx.now()), tx.actor().label(), tx.now().0);
        let row = (
            notes_t::id.eq(id),
            notes_t::order_id.eq(order),
            notes_t::author.eq(author),
            notes_t::body.eq(&body),
            notes_t::at.eq(at),
        );
        diesel::insert_into(notes_t::table).values(row).execute(&mut **tx)?;
        tx.audit("order.note", order, &serde_json::json!({ "note": id }))?;
        Ok(true)
    }

    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; no such note of this order.
    pub async fn delete_note(&self, actor: &Actor, order: OrderId, note: NoteId) -> Result<(), OrdersError> {
        actor.require(MANAGE)?;
        self.db
            .write(actor, move |tx| {
                let gone = diesel::delete(notes_t::table.find(note).filter(notes_t::order_id.eq(order)));
                if gone.execute(&mut **tx)? == 0 {
                    return Err(OrdersError::NotFound);
                }
                Ok(tx.audit("order.note_deleted", order, &serde_json::json!({ "note": note }))?)
            })
            .await
    }

    /// Gives these orders tags and takes others away. Answers how many orders changed.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`MANAGE`]; [`OrdersError::Tag`] for one that is none, or for too many.
    pub async fn tag(
        &self,
        actor: &Actor,
        orders: Vec<OrderId>,
        add: &[String],
        remove: &[String],
    ) -> Result<usize, OrdersError> {
        actor.require(MANAGE)?;
        let (add, remove) = (tags(add)?, tags(remove)?);
        self.db
            .write(actor, move |tx| {
                let mut changed = 0;
                for order in &orders {
                    changed += usize::from(tag_in(tx, *order, &add, &remove)?);
                }
                Ok(changed)
            })
            .await
    }

    /// Sets an order's tags to just these.
    ///
    /// # Errors
    /// As [`Orders::tag`].
    pub async fn set_tags(&self, actor: &Actor, order: OrderId, wanted: &[String]) -> Result<(), OrdersError> {
        let wanted = tags(wanted)?;
        let held = self.tags(&[order]).await?.remove(&order).unwrap_or_default();
        let gone: Vec<String> = held.into_iter().filter(|t| !wanted.contains(t)).collect();
        self.tag(actor, vec![order], &wanted, &gone).await.map(drop)
    }

    /// Tags that are in use, in their order; a few of them where there are very many.
    ///
    /// # Errors
    /// The database's.
    pub async fn known_tags(&self) -> Result<Vec<String>, OrdersError> {
        self.db
            .read(|c| {
                let mut out: Vec<String> = Vec::new();
                let mut last = "#".to_owned();
                // From one tag to the next: what they are on is not walked through.
                while out.len() < OFFERED {
                    let next: Option<String> = terms_t::table
                        .filter(terms_t::term.gt(&last))
                        .filter(terms_t::term.lt("$"))
                        .order((terms_t::term.asc(), terms_t::order_id.asc()))
                        .select(terms_t::term)
                        .first(c)
                        .optional()?;
                    let Some(next) = next else { break };
                    out.push(next.trim_start_matches('#').to_owned());
                    last = next;
                }
                Ok(out)
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn a_tag_is_short_and_plain() {
        assert_eq!(tag(" #Gift wrap ").unwrap(), "gift wrap");
        for wrong in ["", " # ", "a,b", "a#b"] {
            assert!(tag(wrong).is_err(), "{wrong}");
        }
        assert!(tag(&"x".repeat(41)).is_err());
    }
}
