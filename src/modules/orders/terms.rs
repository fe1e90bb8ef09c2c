//! The words by which staff find orders: number, mail address, name, company, SKUs, tracking numbers, tags. A subscriber
//! keeps them, so that a sale does not wait for it; [`Orders::index_older`] brings in what was placed before there were
//! any.
use std::collections::{BTreeSet, HashMap, HashSet};

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::kinds::OrderId;

use crate::model::Doc;
use crate::schema::{
    orders_fulfilments as fulfilments_t, orders_lines as lines_t, orders_marks as marks_t, orders_orders as t,
    orders_terms as terms_t,
};
use crate::{Orders, OrdersError, dialect};

/// A search looks at so many finds at most; whoever finds more has to say more.
pub const MOST_FOUND: i64 = 2000;
/// So many entries behind a further word are read to tell which finds have it; 8,000 are read in two milliseconds.
const MOST_LONGER: i64 = 8_000;
/// So many orders are made findable in one go.
const AT_ONCE: usize = 16;
/// So many that have one word are looked at for the others: 8,000 take some 8 ms.
const MOST_LOOKED_AT: i64 = 8_000;
/// So many orders are read to see whether they have words that begin so: 500 take some 7 ms.
const MOST_READ: usize = 500;
/// Longer words are found by their beginning.
const LONGEST: usize = 60;
/// So many words of a question count.
const MOST_WORDS: usize = 6;
/// Of an order with very many lines the first so many SKUs are found.
const MOST_SKUS: i64 = 60;
/// The mark of [`Orders::index_older`].
const MARK: &str = "terms";
const DONE: &str = "done";

fn short(word: &str) -> String {
    word.chars().take(LONGEST).collect()
}

/// The term of a tag.
pub(crate) fn of_tag(tag: &str) -> String {
    format!("#{tag}")
}

/// Words of a name, in lower case; a word with a hyphen as a whole and by its parts.
fn words(text: &str, out: &mut BTreeSet<String>) {
    for chunk in text.to_lowercase().split_whitespace() {
        out.extend(chunk.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(short));
        let whole = chunk.trim_matches(|c: char| !c.is_alphanumeric());
        if !whole.is_empty() {
            out.insert(short(whole));
        }
    }
}

/// What is looked for: each word must begin some term of the order.
pub(crate) fn looked_for(query: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in query.to_lowercase().split_whitespace() {
        let word = short(word.trim_matches(|c: char| !c.is_alphanumeric() && c != '#'));
        if !word.is_empty() && !out.contains(&word) {
            out.push(word);
        }
    }
    // The longest finds the fewest.
    out.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
    out.truncate(MOST_WORDS);
    out
}

/// The first text behind all those that begin with `word`.
fn behind(word: &str) -> String {
    format!("{word}\u{10ffff}")
}

/// The terms of these orders as they are now; those that do not exist are missing.
fn of(conn: &mut Conn, ids: &[OrderId]) -> Result<HashMap<OrderId, BTreeSet<String>>, OrdersError> {
    let heads: Vec<(OrderId, String, String, String, String)> = db::among!(
        conn,
        t::id,
        ids,
        t::table.order(t::id.asc()).select((t::id, t::number, t::email, t::buyer_name, t::doc))
    )?;
    let mut all: HashMap<OrderId, BTreeSet<String>> = HashMap::with_capacity(heads.len());
    for (id, number, email, name, doc) in heads {
        let out = all.entry(id).or_default();
        let number = number.to_lowercase();
        if let Some((_, digits)) = number.rsplit_once('-') {
            out.insert(short(digits));
        }
        out.insert(short(&number));
        out.insert(short(&email.to_lowercase()));
        words(&name, out);
        if let Ok(doc) = serde_json::from_str::<Doc>(&doc) {
            words(&doc.shipping_address.name, out);
            words(&doc.shipping_address.company, out);
        }
    }
    let skus: Vec<(OrderId, String)> = db::among!(
        conn,
        lines_t::order_id,
        ids,
        lines_t::table
            .filter(lines_t::position.le(MOST_SKUS))
            .order((lines_t::order_id.asc(), lines_t::position.asc()))
            .select((lines_t::order_id, lines_t::sku))
    )?;
    let tracking: Vec<(OrderId, String)> = db::among!(
        conn,
        fulfilments_t::order_id,
        ids,
        fulfilments_t::table
            .order((fulfilments_t::order_id.asc(), fulfilments_t::id.asc()))
            .select((fulfilments_t::order_id, fulfilments_t::tracking))
    )?;
    for (id, text) in skus.iter().chain(&tracking).filter(|(_, text)| !text.is_empty()) {
        all.entry(*id).or_default().insert(short(&text.to_lowercase()));
    }
    for (id, tags) in Orders::tags_in(conn, ids)? {
        all.entry(id).or_default().extend(tags.iter().map(|tag| of_tag(tag)));
    }
    Ok(all)
}

/// Orders with a term that begins with `word`, at most [`MOST_FOUND`] and one: those with the very word first, the newest
/// of one term first.
fn with_word(conn: &mut Conn, word: &str) -> Result<Vec<OrderId>, OrdersError> {
    let most = MOST_FOUND + 1;
    let mut ids = with_term(conn, word, most)?;
    let longer: Vec<OrderId> = terms_t::table
        .filter(terms_t::term.gt(word))
        .filter(terms_t::term.lt(behind(word)))
        .order((terms_t::term.desc(), terms_t::order_id.desc()))
        .limit(most - ids.len() as i64)
        .select(terms_t::order_id)
        .load(conn)?;
    ids.extend(longer);
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

fn with_term(conn: &mut Conn, term: &str, limit: i64) -> QueryResult<Vec<OrderId>> {
    terms_t::table
        .filter(terms_t::term.eq(term))
        .order(terms_t::order_id.desc())
        .limit(limit)
        .select(terms_t::order_id)
        .load(conn)
}

/// The newest orders that have all of these very terms, of the newest that have the first.
fn with_very(conn: &mut Conn, terms: &[String]) -> Result<Found, OrdersError> {
    let Some((first, second)) = terms.first().zip(terms.get(1)) else { return Ok(Found::default()) };
    let not_looked_at: Option<OrderId> = terms_t::table
        .filter(terms_t::term.eq(first))
        .order(terms_t::order_id.desc())
        .offset(MOST_LOOKED_AT)
        .select(terms_t::order_id)
        .first(conn)
        .optional()?;
    let (newest, again) = diesel::alias!(terms_t as newest, terms_t as again);
    let first = newest
        .filter(newest.field(terms_t::term).eq(first))
        .order(newest.field(terms_t::order_id).desc())
        .limit(MOST_LOOKED_AT)
        .select(newest.field(terms_t::order_id));
    let mut ids: Vec<OrderId> = again
        .filter(again.field(terms_t::term).eq(second))
        .filter(again.field(terms_t::order_id).eq_any(first))
        .order(again.field(terms_t::order_id).desc())
        .limit(MOST_FOUND + 1)
        .select(again.field(terms_t::order_id))
        .load(conn)?;
    for term in &terms[2..] {
        let having: HashSet<OrderId> = with_this(conn, &ids, term)?;
        ids.retain(|id| having.contains(id));
    }
    let cut = not_looked_at.is_some() || ids.len() as i64 > MOST_FOUND;
    ids.truncate(MOST_FOUND as usize);
    Ok(Found { ids, cut })
}

/// Which of these orders have the very term.
fn with_this(conn: &mut Conn, ids: &[OrderId], term: &str) -> Result<HashSet<OrderId>, OrdersError> {
    let very: Vec<OrderId> = db::among!(
        conn,
        terms_t::order_id,
        ids,
        terms_t::table.filter(terms_t::term.eq(term)).select(terms_t::order_id)
    )?;
    Ok(very.into_iter().collect())
}

/// Leaves those that have a term that begins with `word`. Most have the very word. Those that go on behind it are asked of the terms,
/// where they are so few that they can be told as a whole; else the newest without the very word are read again. True: some were
/// not looked at.
fn also_with(conn: &mut Conn, ids: &mut Vec<OrderId>, word: &str) -> Result<bool, OrdersError> {
    let mut having = with_this(conn, ids, word)?;
    let mut rest: Vec<OrderId> = ids.iter().copied().filter(|id| !having.contains(id)).collect();
    if rest.is_empty() {
        return Ok(false);
    }
    let longer: Vec<OrderId> = terms_t::table
        .filter(terms_t::term.gt(word))
        .filter(terms_t::term.lt(behind(word)))
        .limit(MOST_LONGER + 1)
        .select(terms_t::order_id)
        .load(conn)?;
    let mut cut = false;
    if longer.len() as i64 <= MOST_LONGER {
        having.extend(longer);
    } else {
        cut = rest.len() > MOST_READ;
        rest.sort_unstable_by(|a, b| b.cmp(a));
        rest.truncate(MOST_READ);
        let begins = |terms: &BTreeSet<String>| {
            terms.range(word.to_owned()..).next().is_some_and(|term| term.starts_with(word))
        };
        for piece in rest.chunks(256) {
            having.extend(of(conn, piece)?.iter().filter(|(_, terms)| begins(terms)).map(|(id, _)| *id));
        }
    }
    ids.retain(|id| having.contains(id));
    Ok(cut)
}

/// What a search came to.
#[derive(Default)]
pub(crate) struct Found {
    pub ids: Vec<OrderId>,
    /// There may be more: some of what fits was not looked at.
    pub cut: bool,
}

/// Orders that have a term for each word that is looked for: when many have these very words, those; otherwise also those with
/// words that only begin so. None: nothing is looked for.
pub(crate) fn found(conn: &mut Conn, query: &str, tag: Option<&str>) -> Result<Option<Found>, OrdersError> {
    let words = looked_for(query);
    if words.is_empty() && !query.trim().is_empty() {
        return Ok(Some(Found { ids: Vec::new(), cut: false }));
    }
    let terms: Vec<String> = words.iter().cloned().chain(tag.map(of_tag)).collect();
    let very = with_very(conn, &terms)?;
    if very.ids.len() >= FEW {
        return Ok(Some(very));
    }
    let mut best: Option<(Option<usize>, Vec<OrderId>)> = None;
    if let Some(tag) = tag {
        best = Some((None, with_term(conn, &of_tag(tag), MOST_FOUND + 1)?));
    }
    for (i, word) in words.iter().enumerate() {
        if best.as_ref().is_some_and(|(_, held)| held.len() <= FEW) {
            break;
        }
        let ids = with_word(conn, word)?;
        if best.as_ref().is_none_or(|(_, held)| ids.len() < held.len()) {
            best = Some((Some(i), ids));
        }
    }
    let Some((at, mut ids)) = best else { return Ok(None) };
    let mut cut = ids.len() as i64 > MOST_FOUND;
    ids.truncate(MOST_FOUND as usize);
    let mut others: Vec<String> =
        words.iter().enumerate().filter(|(i, _)| Some(*i) != at).map(|(_, w)| w.clone()).collect();
    if let (Some(tag), Some(_)) = (tag, at) {
        others.push(of_tag(tag));
    }
    if !others.is_empty() {
        for word in &others {
            cut |= also_with(conn, &mut ids, word)?;
        }
    }
    // Not all with each of the words were looked at for their beginnings.
    ids.extend(very.ids);
    ids.sort_unstable();
    ids.dedup();
    Ok(Some(Found { ids, cut }))
}

/// So few are asked about the other words at once; no better word is looked for. So many are a list to go through, and words that only
/// begin like those that were typed are left out of it.
const FEW: usize = 200;

impl Orders {
    /// Makes orders findable by their words as they are now. No version, no event.
    ///
    /// # Errors
    /// The database's.
    pub fn index(tx: &mut Tx<'_>, orders: &[OrderId]) -> Result<(), OrdersError> {
        let new: BTreeSet<(String, OrderId)> = of(tx, orders)?
            .into_iter()
            .flat_map(|(order, terms)| terms.into_iter().map(move |term| (term, order)))
            .collect();
        if !new.is_empty() {
            dialect::put_terms(tx, new)?;
        }
        Ok(())
    }

    /// Makes orders findable that nobody told of: those that an older release placed. Goes on from where it stopped;
    /// answers how many, none once all are done.
    ///
    /// # Errors
    /// The database's.
    pub fn index_older(tx: &mut Tx<'_>, limit: i64) -> Result<usize, OrdersError> {
        let mark: Option<String> = marks_t::table.find(MARK).select(marks_t::value).first(&mut **tx).optional()?;
        if mark.as_deref() == Some(DONE) {
            return Ok(0);
        }
        let after = mark.and_then(|m| m.parse().ok()).unwrap_or(OrderId::from_bytes([0; 16]));
        let ids: Vec<OrderId> =
            t::table.filter(t::id.gt(after)).order(t::id.asc()).limit(limit).select(t::id).load(&mut **tx)?;
        for some in ids.chunks(AT_ONCE) {
            Self::index(tx, some)?;
        }
        let mark = ids.last().map_or_else(|| DONE.to_owned(), ToString::to_string);
        dialect::put_mark(tx, MARK, &mark)?;
        Ok(ids.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_a_whole_and_by_their_parts() {
        let mut out = BTreeSet::new();
        words("Anna-Lena O'Hara, GmbH.", &mut out);
        for word in ["anna-lena", "anna", "lena", "hara", "gmbh"] {
            assert!(out.contains(word), "{word}: {out:?}");
        }
    }

    #[test]
    fn a_question_is_cut_into_words_the_longest_first() {
        assert_eq!(looked_for(" S-10123  (Ada) #gift ada"), ["s-10123", "#gift", "ada"]);
        assert!(looked_for(" -- , ").is_empty());
        assert!("mug" < behind("mug").as_str() && "muh" > behind("mug").as_str());
    }
}
