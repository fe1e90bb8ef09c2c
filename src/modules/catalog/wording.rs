//! The words of products and categories in other languages than the shop's own. What is not translated stays as it is
//! written; what is no longer written as it was when it was translated does too.
use std::collections::{BTreeMap, HashMap};

use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Id;
use kernel::kinds::{CategoryId, ProductId, ReferenceId, VariantId};

use crate::model::AttributeKind;
use crate::schema::{catalog_categories as categories_t, catalog_texts as t};
use crate::{Card, Catalog, CatalogError, Category, MANAGE, Product, SaleItem, Saved, Wrong, dialect, edit, tree};

/// What is translated of a product, with the most characters that each may have.
pub const PRODUCT_TEXTS: [(&str, usize); 5] =
    [("title", 200), ("subtitle", 200), ("description", 100_000), ("seo_title", 120), ("seo_description", 320)];
/// The same of a category.
pub const CATEGORY_TEXTS: [(&str, usize); 2] = [("title", 120), ("intro", 2000)];
/// Options, their values and the names of properties are translated by what they are called: `name:Glaze`.
const NAME: &str = "name:";
const LONGEST_NAME: usize = 400;

type Texts = HashMap<String, String>;

/// Words in one other language, by what they are about.
#[derive(Clone, Debug, Default)]
pub struct Wording(HashMap<ReferenceId, Texts>);

impl Wording {
    /// What a field says in this language; empty where it says nothing.
    pub fn text<K: kernel::Kind>(&self, id: Id<K>, field: &str) -> &str {
        self.0.get(&id.cast()).and_then(|texts| texts.get(field)).map_or("", String::as_str)
    }

    /// The translation of an option, a value or the name of a property; empty where there is none.
    pub fn name(&self, id: ProductId, original: &str) -> &str {
        self.text(id, &format!("{NAME}{original}"))
    }

    fn put<K: kernel::Kind>(&self, id: Id<K>, field: &str, into: &mut String) {
        let text = self.text(id, field);
        if !text.is_empty() {
            text.clone_into(into);
        }
    }

    pub fn card(&self, card: &mut Card) {
        self.put(card.id, "title", &mut card.title);
        self.put(card.id, "subtitle", &mut card.subtitle);
    }

    pub fn category(&self, category: &mut Category) {
        self.put(category.id, "title", &mut category.title);
        self.put(category.id, "intro", &mut category.intro);
    }

    pub fn product(&self, product: &mut Product) {
        let id = product.id;
        let name = |text: &mut String| self.put(id, &format!("{NAME}{text}"), text);
        for axis in &mut product.options {
            name(&mut axis.name);
            axis.values.iter_mut().for_each(name);
        }
        for attribute in &mut product.attributes {
            name(&mut attribute.name);
            if attribute.kind == AttributeKind::Text {
                name(&mut attribute.value);
            }
        }
        product.variants.iter_mut().flat_map(|v| &mut v.option_values).for_each(name);
        self.put(id, "title", &mut product.title);
        self.put(id, "subtitle", &mut product.subtitle);
        self.put(id, "description", &mut product.description);
        self.put(id, "seo_title", &mut product.seo_title);
        self.put(id, "seo_description", &mut product.seo_description);
    }

    pub fn item(&self, item: &mut SaleItem) {
        self.put(item.product, "title", &mut item.title);
        let one = |value: &str| match self.name(item.product, value) {
            "" => value.to_owned(),
            name => name.to_owned(),
        };
        item.options = item.options.split(", ").map(one).collect::<Vec<_>>().join(", ");
    }
}

/// What variants are called: now in the main language, and in another one. For what was bought.
#[derive(Clone, Debug, Default)]
pub struct Renamed(HashMap<VariantId, (SaleItem, SaleItem)>);

impl Renamed {
    /// Says it in the other language, unless the thing is called otherwise today than when it was bought.
    pub fn apply(&self, variant: VariantId, title: &mut String, options: &mut String) {
        let Some((now, other)) = self.0.get(&variant) else { return };
        if now.title == *title && now.options == *options {
            other.title.clone_into(title);
            other.options.clone_into(options);
        }
    }
}

/// Everything of a product that is translated by its name, in the order in which pages show it.
pub fn names_of(product: &Product) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let options = product.options.iter().flat_map(|axis| [&axis.name].into_iter().chain(&axis.values));
    let attributes = product.attributes.iter().flat_map(|a| {
        let value = Some(&a.value).filter(|_| a.kind == AttributeKind::Text);
        [&a.name].into_iter().chain(value)
    });
    for name in options.chain(attributes) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

impl Catalog {
    /// All that is said of these in `language`: products and categories, by their ids. One query.
    ///
    /// # Errors
    /// The database's.
    pub async fn wording(&self, language: &str, ids: Vec<ReferenceId>) -> Result<Wording, CatalogError> {
        if ids.is_empty() {
            return Ok(Wording::default());
        }
        let language = language.to_owned();
        self.db.read(move |c| Self::wording_in(c, &language, &ids)).await
    }

    /// [`Catalog::wording`] on a connection at hand.
    ///
    /// # Errors
    /// The database's.
    pub fn wording_in(conn: &mut Conn, language: &str, ids: &[ReferenceId]) -> Result<Wording, CatalogError> {
        let rows: Vec<(ReferenceId, String, String)> = db::among!(
            conn,
            t::entity,
            ids,
            t::table.filter(t::locale.eq(language)).select((t::entity, t::field, t::value))
        )?;
        Ok(gathered(rows))
    }

    /// What variants are called in `language`, for what was bought. Only those that are sold today.
    ///
    /// # Errors
    /// The database's.
    pub fn renamed_in(conn: &mut Conn, language: &str, variants: &[VariantId]) -> Result<Renamed, CatalogError> {
        let items = Self::sale_items_in(conn, variants)?;
        let products: Vec<ReferenceId> = items.values().map(|item| item.product.cast()).collect();
        let wording = Self::wording_in(conn, language, &products)?;
        let renamed = items.into_iter().map(|(variant, item)| {
            let mut other = item.clone();
            wording.item(&mut other);
            (variant, (item, other))
        });
        Ok(Renamed(renamed.collect()))
    }

    /// [`Catalog::renamed_in`] in a reading of its own.
    ///
    /// # Errors
    /// The database's.
    pub async fn renamed(&self, language: &str, variants: Vec<VariantId>) -> Result<Renamed, CatalogError> {
        let language = language.to_owned();
        self.db.read(move |c| Self::renamed_in(c, &language, &variants)).await
    }

    /// [`Catalog::categories`] with their names in `language`, as old as those.
    ///
    /// # Errors
    /// The database's.
    pub async fn categories_spoken(&self, language: &str) -> Result<Vec<Category>, CatalogError> {
        let tree = self.categories().await?;
        let names = match self.names.look() {
            Ok(names) => names,
            Err(ticket) => self.names.keep(ticket, self.db.read(category_names).await?),
        };
        let mut tree = (*tree).clone();
        if let Some(names) = names.get(language) {
            tree.iter_mut().for_each(|category| names.category(category));
        }
        Ok(tree)
    }

    /// What options, their values and properties are called in `language`, as it was first said of some product; those
    /// that nobody translated are missing. For lists, where one name stands for many products.
    ///
    /// # Errors
    /// The database's.
    pub async fn called(
        &self,
        language: &str,
        names: Vec<String>,
    ) -> Result<HashMap<String, String>, CatalogError> {
        if names.is_empty() {
            return Ok(HashMap::new());
        }
        let language = language.to_owned();
        self.db
            .read(move |c| {
                let mut called = HashMap::new();
                for name in &names {
                    // One row by the index, however many products share the name.
                    let said: Option<String> = t::table
                        .filter(t::locale.eq(&language))
                        .filter(t::field.eq(format!("{NAME}{name}")))
                        .order(t::entity.asc())
                        .select(t::value)
                        .first(c)
                        .optional()?;
                    if let Some(said) = said {
                        called.insert(name.clone(), said);
                    }
                }
                Ok(called)
            })
            .await
    }

    /// What products are called in any other language: to be found by it.
    pub(crate) fn spoken_in(
        conn: &mut Conn,
        ids: &[ProductId],
    ) -> Result<HashMap<ProductId, Vec<String>>, CatalogError> {
        let ids: Vec<ReferenceId> = ids.iter().map(|id| id.cast()).collect();
        let found = t::field.eq("title").or(t::field.eq("subtitle")).or(t::field.like(format!("{NAME}%")));
        let rows: Vec<(ReferenceId, String)> =
            db::among!(conn, t::entity, &ids[..], t::table.filter(found.clone()).select((t::entity, t::value)))?;
        let mut spoken: HashMap<ProductId, Vec<String>> = HashMap::new();
        for (id, text) in rows {
            spoken.entry(id.cast()).or_default().push(text);
        }
        Ok(spoken)
    }

    /// Keeps what a product says in `language`, if nobody changed it since `version` was shown: texts by their fields
    /// ([`PRODUCT_TEXTS`]; HTML is sanitised already) and names by what they translate. An empty text takes it back.
    ///
    /// # Errors
    /// [`CatalogError::Wrong`] names fields; [`CatalogError::Stale`].
    pub fn translate_product(
        &self,
        tx: &mut Tx<'_>,
        id: ProductId,
        (version, language): (i64, &str),
        texts: &BTreeMap<String, String>,
        names: &BTreeMap<String, String>,
    ) -> Result<Saved, CatalogError> {
        tx.actor().require(MANAGE)?;
        check(&PRODUCT_TEXTS, texts)?;
        if names.values().any(|name| name.chars().count() > LONGEST_NAME) {
            return Err(CatalogError::Wrong(vec![Wrong::new("top", "too_long")]));
        }
        let row = edit::row_at(tx, id, version)?;
        let mut wanted = kept(texts);
        wanted.extend(kept(names).into_iter().map(|(name, text)| (format!("{NAME}{name}"), text)));
        if !write(tx, id.cast(), language, &wanted)? {
            return Ok(Saved { version, changed: false });
        }
        let row = edit::store(tx, row, &[])?;
        tx.audit("product.translate", id, &serde_json::json!({ "language": language, "version": row.version }))?;
        Ok(Saved { version: row.version, changed: true })
    }

    /// The same of a category ([`CATEGORY_TEXTS`]).
    ///
    /// # Errors
    /// As [`Catalog::translate_product`].
    pub fn translate_category(
        &self,
        tx: &mut Tx<'_>,
        id: CategoryId,
        (version, language): (i64, &str),
        texts: &BTreeMap<String, String>,
    ) -> Result<Saved, CatalogError> {
        tx.actor().require(MANAGE)?;
        check(&CATEGORY_TEXTS, texts)?;
        let row = tree::row(tx, id)?;
        if row.version != version {
            return Err(CatalogError::Stale);
        }
        if !write(tx, id.cast(), language, &kept(texts))? {
            return Ok(Saved { version, changed: false });
        }
        let row = tree::store(tx, row)?;
        tx.audit("category.translate", id, &serde_json::json!({ "language": language, "version": row.version }))?;
        Ok(Saved { version: row.version, changed: true })
    }
}

/// What categories are called, by language.
pub(crate) type CategoryNames = HashMap<String, Wording>;

fn category_names(conn: &mut Conn) -> Result<CategoryNames, CatalogError> {
    let rows: Vec<(String, ReferenceId, String, String)> = t::table
        .filter(t::entity.eq_any(categories_t::table.select(categories_t::id)))
        .select((t::locale, t::entity, t::field, t::value))
        .load(conn)?;
    let mut names = CategoryNames::new();
    for (language, entity, field, value) in rows {
        names.entry(language).or_default().0.entry(entity).or_default().insert(field, value);
    }
    Ok(names)
}

fn gathered(rows: Vec<(ReferenceId, String, String)>) -> Wording {
    let mut wording = Wording::default();
    for (entity, field, value) in rows {
        wording.0.entry(entity).or_default().insert(field, value);
    }
    wording
}

/// # Errors
/// [`CatalogError::Wrong`]: a text that is too long, or of no field that is translated.
fn check(fields: &[(&str, usize)], texts: &BTreeMap<String, String>) -> Result<(), CatalogError> {
    let most = |field: &str| fields.iter().find(|(name, _)| *name == field).map_or(0, |(_, most)| *most);
    let long = texts.iter().filter(|(field, text)| text.chars().count() > most(field));
    let wrong: Vec<Wrong> = long.map(|(field, _)| Wrong::new(field.clone(), "too_long")).collect();
    if wrong.is_empty() { Ok(()) } else { Err(CatalogError::Wrong(wrong)) }
}

/// Without those that say nothing.
fn kept(texts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let said = texts.iter().map(|(field, text)| (field.clone(), text.trim().to_owned()));
    said.filter(|(_, text)| !text.is_empty()).collect()
}

/// Makes what is held say exactly this. Whether that changed anything.
fn write(
    tx: &mut Tx<'_>,
    entity: ReferenceId,
    language: &str,
    wanted: &BTreeMap<String, String>,
) -> Result<bool, CatalogError> {
    let conn: &mut Conn = tx;
    let held: BTreeMap<String, String> = t::table
        .filter(t::entity.eq(entity))
        .filter(t::locale.eq(language))
        .select((t::field, t::value))
        .load::<(String, String)>(conn)?
        .into_iter()
        .collect();
    if held == *wanted {
        return Ok(false);
    }
    for gone in held.keys().filter(|field| !wanted.contains_key(*field)) {
        diesel::delete(t::table.find((entity, language, gone))).execute(conn)?;
    }
    for (field, text) in wanted.iter().filter(|(field, text)| held.get(*field) != Some(*text)) {
        dialect::put_text(conn, entity, language, field, text)?;
    }
    Ok(true)
}

/// Nothing is said of it any more.
pub(crate) fn forget(conn: &mut Conn, entity: ReferenceId) -> QueryResult<usize> {
    diesel::delete(t::table.filter(t::entity.eq(entity))).execute(conn)
}
