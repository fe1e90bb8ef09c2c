//! What is said of products, defined once for all of them: what a height is called, that it is a number, in which unit.
//!
//! Products carry names and values of their own; they belong to the definition whose code their name makes
//! ([`attribute_code`]). Definitions are made from what products carry ([`Catalog::learn`]) and kept by staff.
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use db::{Conn, Tx};
use diesel::prelude::*;
use events::{Event, Recording};
use kernel::kinds::{AttributeId, CategoryId, ReferenceId, UndoId};
use serde::{Deserialize, Serialize};

use crate::model::{Attribute, AttributeKind};
use crate::schema::{catalog_attributes as t, catalog_texts as texts_t};
use crate::store::to_json;
use crate::{Catalog, CatalogError, Category, MANAGE, Saved, Wrong, dialect, names, tree, wording};

/// What is translated of a definition, with the most characters that each may have.
pub const ATTRIBUTE_TEXTS: [(&str, usize); 2] = [("name", 60), ("unit", 20)];
/// Where one stands that nobody put in a place.
pub const LAST: i64 = 100;
const LONGEST_CODE: usize = 60;
/// Longer texts are told, not chosen from.
const LONGEST_CHOICE: usize = 60;
/// So many can narrow down one category's list.
pub const MOST_FACETS: usize = 24;

/// What the values of an attribute are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueKind {
    /// Words that are told, and that nothing is narrowed down by.
    Text,
    /// A number with a unit: a range is chosen.
    Number,
    YesNo,
    /// One of a few values.
    Choice,
}

impl ValueKind {
    pub const ALL: [Self; 4] = [Self::Choice, Self::Number, Self::YesNo, Self::Text];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::YesNo => "yes_no",
            Self::Choice => "choice",
        }
    }
    /// What is not known is a text.
    pub fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).unwrap_or(Self::Text)
    }
}

/// The code that a name makes: `Package width` is `package-width`. Empty for a name without letters and digits.
pub fn attribute_code(name: &str) -> String {
    let mut code: String = names::slug(name).chars().take(LONGEST_CODE).collect();
    code.truncate(code.trim_end_matches('-').len());
    code
}

/// What is known of an attribute, whichever product carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub id: AttributeId,
    /// What the names that products carry make; it stays.
    pub code: String,
    /// In the shop's main language.
    pub name: String,
    pub kind: ValueKind,
    /// What a number counts, in the shop's main language; ranges are told and asked for in it.
    pub unit: String,
    /// Whether lists can be narrowed down by it; never by a text.
    pub filterable: bool,
    /// The lower, the earlier.
    pub position: i64,
    pub version: i64,
    /// Names and units in other languages: by language and field.
    pub texts: BTreeMap<String, BTreeMap<String, String>>,
}

impl Definition {
    fn text<'a>(&'a self, language: &str, field: &str) -> Option<&'a str> {
        self.texts.get(language)?.get(field).map(String::as_str)
    }

    /// Its name in a language that somebody said it in.
    pub fn name_in(&self, language: &str) -> Option<&str> {
        self.text(language, "name")
    }

    /// Its unit as a language writes it.
    pub fn unit_in(&self, language: &str) -> &str {
        self.text(language, "unit").unwrap_or(&self.unit)
    }

    pub fn narrows(&self) -> bool {
        self.filterable && self.kind != ValueKind::Text
    }
}

/// By what a category's list can be narrowed down, by code: as it says itself, else as the nearest above it does; None
/// where none of them says anything.
pub fn facets_of<'a>(tree: &'a [Category], category: &'a Category) -> Option<&'a [String]> {
    let mut at = Some(category);
    // A ring of parents hangs nobody.
    for _ in 0..=tree.len() {
        let own = at?;
        if let Some(codes) = &own.facets {
            return Some(codes);
        }
        at = own.parent.and_then(|id| tree.iter().find(|c| c.id == id));
    }
    None
}

/// Every definition, in the order in which they stand.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    all: Vec<Definition>,
    by_code: HashMap<String, usize>,
}

impl Definitions {
    fn of(all: Vec<Definition>) -> Self {
        let by_code = all.iter().enumerate().map(|(at, d)| (d.code.clone(), at)).collect();
        Self { all, by_code }
    }

    pub fn all(&self) -> &[Definition] {
        &self.all
    }

    pub fn get(&self, code: &str) -> Option<&Definition> {
        self.by_code.get(code).and_then(|at| self.all.get(*at))
    }

    /// Where it stands among all; behind them when nobody defined it.
    pub fn place(&self, code: &str) -> usize {
        self.by_code.get(code).copied().unwrap_or(usize::MAX)
    }
}

/// What staff keep of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefinitionEdit {
    pub name: String,
    pub kind: ValueKind,
    pub unit: String,
    pub filterable: bool,
    pub position: i64,
    /// By language and field ([`ATTRIBUTE_TEXTS`]); what is empty is as in the main language.
    pub texts: BTreeMap<String, BTreeMap<String, String>>,
}

impl DefinitionEdit {
    fn check(&self) -> Result<(), CatalogError> {
        let mut wrong = Vec::new();
        if attribute_code(&self.name).is_empty() {
            wrong.push(Wrong::new("name", "missing"));
        }
        if self.name.chars().count() > 60 {
            wrong.push(Wrong::new("name", "too_long"));
        }
        if self.unit.chars().count() > 20 {
            wrong.push(Wrong::new("unit", "too_long"));
        }
        if !(0..=100_000).contains(&self.position) {
            wrong.push(Wrong::new("position", "not_a_place"));
        }
        for (language, texts) in &self.texts {
            for (field, text) in texts {
                let most = ATTRIBUTE_TEXTS.iter().find(|(name, _)| name == field).map_or(0, |(_, most)| *most);
                if text.chars().count() > most {
                    wrong.push(Wrong::new(format!("{field}-{language}"), "too_long"));
                }
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(CatalogError::Wrong(wrong)) }
    }

    fn unit(&self) -> String {
        if self.kind == ValueKind::Number { self.unit.trim().to_owned() } else { String::new() }
    }

    fn filterable(&self) -> bool {
        self.filterable && self.kind != ValueKind::Text
    }
}

/// A definition was made, changed or taken away: whatever tells of attributes is old.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct AttributeChanged {
    pub attribute: AttributeId,
    pub version: i64,
}
impl Event for AttributeChanged {
    const TYPE: &'static str = "catalog.attribute_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        self.attribute.to_string()
    }
    fn version(&self) -> i64 {
        self.version
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[diesel(table_name = t)]
pub(crate) struct AttributeRow {
    id: AttributeId,
    code: String,
    name: String,
    kind: String,
    unit: String,
    filterable: bool,
    position: i64,
    updated_at: i64,
    version: i64,
}

/// What was before a change: the row and what other languages say.
#[derive(Serialize, Deserialize)]
struct Before {
    row: AttributeRow,
    texts: Vec<(String, String, String)>,
}

fn row(conn: &mut Conn, id: AttributeId) -> Result<AttributeRow, CatalogError> {
    t::table.find(id).select(AttributeRow::as_select()).first(conn).optional()?.ok_or(CatalogError::NotFound)
}

fn texts_of(conn: &mut Conn, id: AttributeId) -> Result<Vec<(String, String, String)>, CatalogError> {
    let entity: ReferenceId = id.cast();
    Ok(texts_t::table
        .filter(texts_t::entity.eq(entity))
        .order((texts_t::locale.asc(), texts_t::field.asc()))
        .select((texts_t::locale, texts_t::field, texts_t::value))
        .load(conn)?)
}

fn definition(row: AttributeRow, said: Vec<(String, String, String)>) -> Definition {
    let mut texts: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (language, field, value) in said {
        texts.entry(language).or_default().insert(field, value);
    }
    Definition {
        id: row.id,
        code: row.code,
        name: row.name,
        kind: ValueKind::parse(&row.kind),
        unit: row.unit,
        filterable: row.filterable,
        position: row.position,
        version: row.version,
        texts,
    }
}

fn tell(tx: &mut Tx<'_>, attribute: AttributeId, version: i64) -> Result<(), CatalogError> {
    tx.record(&AttributeChanged { attribute, version })?;
    Ok(())
}

/// As it is learnt from one that carries it.
fn learnt(attribute: &Attribute) -> (ValueKind, bool) {
    match attribute.kind {
        AttributeKind::Number => (ValueKind::Number, true),
        AttributeKind::YesNo => (ValueKind::YesNo, true),
        AttributeKind::Text if attribute.value.chars().count() <= LONGEST_CHOICE => (ValueKind::Choice, true),
        AttributeKind::Text => (ValueKind::Text, false),
    }
}

impl Catalog {
    /// Every definition. Up to a minute old unless [`Catalog::forget_definitions`] was called since. Two queries.
    ///
    /// # Errors
    /// The database's.
    pub async fn definitions(&self) -> Result<Arc<Definitions>, CatalogError> {
        match self.definitions.look() {
            Ok(kept) => Ok(kept),
            Err(ticket) => Ok(self.definitions.keep(ticket, self.db.read(Self::definitions_in).await?)),
        }
    }

    /// Reads definitions anew at the next question: one changed.
    pub fn forget_definitions(&self) {
        self.definitions.forget();
        self.learnt.write().clear();
    }

    /// [`Catalog::definitions`] as they are now, on a connection at hand.
    ///
    /// # Errors
    /// The database's.
    pub fn definitions_in(conn: &mut Conn) -> Result<Definitions, CatalogError> {
        let rows: Vec<AttributeRow> = t::table
            .order((t::position.asc(), t::name.asc(), t::code.asc()))
            .select(AttributeRow::as_select())
            .load(conn)?;
        let ids = t::table.select(t::id);
        let said: Vec<(ReferenceId, String, String, String)> = texts_t::table
            .filter(texts_t::entity.eq_any(ids))
            .select((texts_t::entity, texts_t::locale, texts_t::field, texts_t::value))
            .load(conn)?;
        let mut texts: HashMap<ReferenceId, Vec<(String, String, String)>> = HashMap::new();
        for (entity, language, field, value) in said {
            texts.entry(entity).or_default().push((language, field, value));
        }
        let one = |row: AttributeRow| {
            let said = texts.remove(&row.id.cast()).unwrap_or_default();
            definition(row, said)
        };
        Ok(Definitions::of(rows.into_iter().map(one).collect()))
    }

    /// Defines what these products carry and nobody defined yet. Answers how many that were.
    ///
    /// # Errors
    /// The database's.
    pub fn learn<'a>(
        &self,
        tx: &mut Tx<'_>,
        carried: impl IntoIterator<Item = &'a Attribute>,
    ) -> Result<usize, CatalogError> {
        let mut new: BTreeMap<String, &Attribute> = BTreeMap::new();
        {
            let known = self.learnt.read();
            for attribute in carried {
                let code = attribute_code(&attribute.name);
                if !code.is_empty() && !known.contains(&code) {
                    new.entry(code).or_insert(attribute);
                }
            }
        }
        if new.is_empty() {
            return Ok(0);
        }
        let codes: Vec<&String> = new.keys().collect();
        let there: HashSet<String> =
            t::table.filter(t::code.eq_any(codes)).select(t::code).load::<String>(&mut **tx)?.into_iter().collect();
        let mut made = 0;
        for (code, attribute) in new.iter().filter(|(code, _)| !there.contains(*code)) {
            let (kind, filterable) = learnt(attribute);
            let now = tx.now();
            let row = AttributeRow {
                id: AttributeId::new(now),
                code: code.clone(),
                name: attribute.name.trim().chars().take(60).collect(),
                kind: kind.as_str().to_owned(),
                unit: attribute.unit.chars().take(20).collect(),
                filterable,
                position: LAST,
                updated_at: now.0,
                version: 1,
            };
            // Another instance may learn it in the same moment.
            if dialect::learn_attribute(tx, &row)? > 0 {
                tell(tx, row.id, 1)?;
                made += 1;
            }
        }
        // What was just made counts as known when it is found again: this unit of work may yet come to nothing.
        self.learnt.write().extend(there);
        Ok(made)
    }

    /// One definition as it is now.
    ///
    /// # Errors
    /// [`CatalogError::NotFound`]; the database's.
    pub async fn attribute(&self, id: AttributeId) -> Result<Definition, CatalogError> {
        self.db.read(move |c| Ok(definition(row(c, id)?, texts_of(c, id)?))).await
    }

    /// Makes a definition before any product carries it. Its name makes its code.
    ///
    /// # Errors
    /// [`CatalogError::Wrong`] names fields; [`CatalogError::HandleTaken`] with the code.
    pub fn define(&self, tx: &mut Tx<'_>, edit: &DefinitionEdit) -> Result<AttributeId, CatalogError> {
        tx.actor().require(MANAGE)?;
        edit.check()?;
        let now = tx.now();
        let row = AttributeRow {
            id: AttributeId::new(now),
            code: attribute_code(&edit.name),
            name: edit.name.trim().to_owned(),
            kind: edit.kind.as_str().to_owned(),
            unit: edit.unit(),
            filterable: edit.filterable(),
            position: edit.position,
            updated_at: now.0,
            version: 1,
        };
        if dialect::learn_attribute(tx, &row)? == 0 {
            return Err(CatalogError::HandleTaken(row.code));
        }
        say(tx, row.id, &edit.texts)?;
        tell(tx, row.id, 1)?;
        tx.audit("attribute.create", row.id, &serde_json::json!({ "code": row.code }))?;
        Ok(row.id)
    }

    /// Keeps what staff say of a definition, if nobody changed it since `version` was shown; and how to take it back.
    ///
    /// # Errors
    /// [`CatalogError::Wrong`] names fields; [`CatalogError::Stale`]; [`CatalogError::NotFound`].
    pub fn redefine(
        &self,
        tx: &mut Tx<'_>,
        id: AttributeId,
        version: i64,
        edit: &DefinitionEdit,
    ) -> Result<(Saved, Option<UndoId>), CatalogError> {
        tx.actor().require(MANAGE)?;
        edit.check()?;
        let held = row(tx, id)?;
        if held.version != version {
            return Err(CatalogError::Stale);
        }
        let before = Before { texts: texts_of(tx, id)?, row: held.clone() };
        let mut new = AttributeRow {
            name: edit.name.trim().to_owned(),
            kind: edit.kind.as_str().to_owned(),
            unit: edit.unit(),
            filterable: edit.filterable(),
            position: edit.position,
            ..held.clone()
        };
        let said = say(tx, id, &edit.texts)?;
        if new == held && !said {
            return Ok((Saved { version, changed: false }, None));
        }
        new.version += 1;
        new.updated_at = tx.now().0;
        let there = t::table.filter(t::id.eq(id)).filter(t::version.eq(version));
        if diesel::update(there).set(&new).execute(&mut **tx)? == 0 {
            return Err(CatalogError::Stale);
        }
        tell(tx, id, new.version)?;
        let detail = serde_json::json!({
            "code": new.code, "version": new.version,
            "from": [held.name, held.kind, held.unit, held.filterable, held.position],
            "to": [new.name, new.kind, new.unit, new.filterable, new.position],
        });
        tx.audit("attribute.edit", id, &detail)?;
        let undo = self.keep_undo(tx, "attribute", 1, &before)?;
        Ok((Saved { version: new.version, changed: true }, Some(undo)))
    }

    /// Takes a definition away. When a product that carries it is looked at next, it is made anew.
    ///
    /// # Errors
    /// [`CatalogError::NotFound`]; the database's.
    pub fn undefine(&self, tx: &mut Tx<'_>, id: AttributeId) -> Result<UndoId, CatalogError> {
        tx.actor().require(MANAGE)?;
        let before = Before { texts: texts_of(tx, id)?, row: row(tx, id)? };
        diesel::delete(t::table.find(id)).execute(&mut **tx)?;
        wording::forget(tx, id.cast())?;
        tell(tx, id, before.row.version + 1)?;
        tx.audit("attribute.delete", id, &serde_json::json!({ "code": before.row.code }))?;
        self.keep_undo(tx, "attribute", 1, &before)
    }

    /// Makes a definition what it was before [`Catalog::redefine`] or [`Catalog::undefine`].
    ///
    /// # Errors
    /// [`CatalogError::TooLate`] when it was taken back already, is somebody else's, or too long ago.
    pub fn take_back_attribute(&self, tx: &mut Tx<'_>, undo: UndoId) -> Result<AttributeId, CatalogError> {
        tx.actor().require(MANAGE)?;
        let undo = self.take_undo(tx, undo)?;
        let Before { row: mut was, texts } = undo.before()?;
        let held: Option<AttributeRow> =
            t::table.filter(t::code.eq(&was.code)).select(AttributeRow::as_select()).first(&mut **tx).optional()?;
        was.updated_at = tx.now().0;
        match held {
            // It may have been learnt anew meanwhile, under another id.
            Some(held) => {
                (was.id, was.version) = (held.id, held.version + 1);
                diesel::update(t::table.find(held.id)).set(&was).execute(&mut **tx)?;
            }
            None => {
                was.version += 2;
                diesel::insert_into(t::table).values(&was).execute(&mut **tx)?;
            }
        }
        wording::forget(tx, was.id.cast())?;
        for (language, field, value) in &texts {
            dialect::put_text(tx, was.id.cast(), language, field, value)?;
        }
        tell(tx, was.id, was.version)?;
        tx.audit("attribute.restore", was.id, &serde_json::json!({ "code": was.code, "version": was.version }))?;
        Ok(was.id)
    }

    /// Sets by what a category's list can be narrowed down, by codes and in this order; none: as the category above it.
    ///
    /// # Errors
    /// [`CatalogError::Stale`]; [`CatalogError::Wrong`] for too many or what is not defined.
    pub fn set_facets(
        &self,
        tx: &mut Tx<'_>,
        id: CategoryId,
        version: i64,
        facets: Option<&[String]>,
    ) -> Result<Saved, CatalogError> {
        tx.actor().require(MANAGE)?;
        let mut row = tree::row(tx, id)?;
        if row.version != version {
            return Err(CatalogError::Stale);
        }
        if let Some(codes) = facets {
            let defined: i64 = t::table.filter(t::code.eq_any(codes)).count().get_result(&mut **tx)?;
            if codes.len() > MOST_FACETS {
                return Err(CatalogError::Wrong(vec![Wrong::new("facets", "too_many")]));
            }
            if defined != codes.len() as i64 {
                return Err(CatalogError::Wrong(vec![Wrong::new("facets", "not_defined")]));
            }
        }
        let facets = facets.map(|codes| to_json(&codes)).unwrap_or_default();
        if row.facets == facets {
            return Ok(Saved { version, changed: false });
        }
        row.facets = facets;
        let row = tree::store(tx, row)?;
        tx.audit("category.facets", id, &serde_json::json!({ "facets": row.facets, "version": row.version }))?;
        Ok(Saved { version: row.version, changed: true })
    }
}

/// Makes other languages say exactly this. Whether that changed anything.
fn say(
    tx: &mut Tx<'_>,
    id: AttributeId,
    texts: &BTreeMap<String, BTreeMap<String, String>>,
) -> Result<bool, CatalogError> {
    let wanted = texts.iter().flat_map(|(language, fields)| {
        fields.iter().map(move |(field, text)| (language.clone(), field.clone(), text.trim().to_owned()))
    });
    let wanted: Vec<(String, String, String)> = wanted.filter(|(_, _, text)| !text.is_empty()).collect();
    if texts_of(tx, id)? == wanted {
        return Ok(false);
    }
    wording::forget(tx, id.cast())?;
    for (language, field, text) in &wanted {
        dialect::put_text(tx, id.cast(), language, field, text)?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_makes_a_code() {
        assert_eq!(attribute_code("Package width"), "package-width");
        assert_eq!(attribute_code(" Colour "), attribute_code("colour"));
        assert_eq!(attribute_code("…"), "");
        assert!(attribute_code(&"long ".repeat(40)).chars().count() <= LONGEST_CODE);
    }

    #[test]
    fn what_a_product_carries_tells_what_it_is() {
        let number = Attribute { kind: AttributeKind::Number, unit: "cm".into(), ..Attribute::text("Width", "12") };
        assert_eq!(learnt(&number), (ValueKind::Number, true));
        assert_eq!(learnt(&Attribute::text("Colour", "Moss")), (ValueKind::Choice, true));
        assert_eq!(learnt(&Attribute::text("Care", "Wash it by hand. ".repeat(9))), (ValueKind::Text, false));
    }
}
