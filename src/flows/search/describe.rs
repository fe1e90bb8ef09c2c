//! What lists know of a product.
use std::collections::{BTreeMap, HashMap};

use catalog::{Attribute, Catalog, Described, OptionAxis, Status, attribute_code};
use db::{Conn, DbError, DomainError, Tx};
use inventory::{Availability, Band, Inventory};
use kernel::Micros;
use kernel::kinds::{CategoryId, PriceListId, ProductId, VariantId};
use pricing::{InForce, Pricing};
use search::{Document, Offer, Part, Stock, Word};

use super::ListingError;

type Parents = HashMap<CategoryId, (Option<CategoryId>, String)>;

/// Deeper trees are cut: a ring of parents must not hang anybody.
const DEEPEST: usize = 12;

/// One document a product, in the order of `ids`; what is not sold gets one that says so.
pub(super) fn documents(
    tx: &mut Tx<'_>,
    catalog: &Catalog,
    ids: &[ProductId],
) -> Result<Vec<Document>, ListingError> {
    let now = tx.now();
    let listed = Catalog::described_in(tx, ids)?;
    let options: Vec<Attribute> = listed.iter().flat_map(|l| &l.product.options).filter_map(option).collect();
    catalog.learn(tx, listed.iter().flat_map(|l| &l.product.attributes).chain(&options))?;
    let variants: Vec<VariantId> = listed.iter().flat_map(|l| l.product.variants.iter().map(|v| v.id)).collect();
    let (prices, stock) = if variants.is_empty() {
        (InForce::default(), HashMap::new())
    } else {
        (Pricing::in_force_in(tx, &variants, now)?, Inventory::availability_in(tx, &variants)?)
    };
    let parents = Catalog::parents_in(tx)?;
    let by_variant = by_variant(&prices);
    let mut found: HashMap<ProductId, Document> = listed
        .iter()
        .filter(|l| l.product.status == Status::Active)
        .map(|l| {
            let offers = offers(l.product.variants.iter().map(|v| v.id), &by_variant, &stock);
            (l.product.id, Document { stale_at: prices.until, ..document(l, offers, &parents) })
        })
        .collect();
    Ok(ids.iter().map(|id| found.remove(id).unwrap_or_else(|| Document::gone(*id))).collect())
}

/// A way in which variants differ, as an attribute.
fn option(axis: &OptionAxis) -> Option<Attribute> {
    axis.values.first().map(|value| Attribute::text(&axis.name, value))
}

/// What these products with their variants cost and whether they can be had, as lists are to show it (books, I12).
///
/// # Errors
/// Only when the database cannot be read.
pub fn offered(
    conn: &mut Conn,
    now: Micros,
    products: &[(ProductId, Vec<VariantId>)],
) -> Result<Vec<(ProductId, Vec<Offer>)>, DbError> {
    let variants: Vec<VariantId> = products.iter().flat_map(|(_, variants)| variants).copied().collect();
    let prices = Pricing::in_force_in(conn, &variants, now).map_err(|e| unread(&e, e.as_db()))?;
    let stock = Inventory::availability_in(conn, &variants).map_err(|e| unread(&e, e.as_db()))?;
    let by_variant = by_variant(&prices);
    let one =
        |(id, variants): &(ProductId, Vec<VariantId>)| (*id, offers(variants.iter().copied(), &by_variant, &stock));
    Ok(products.iter().map(one).collect())
}

fn unread(e: &dyn std::fmt::Display, db: Option<&DbError>) -> DbError {
    db.cloned().unwrap_or_else(|| DbError::Unavailable(e.to_string()))
}

fn by_variant(prices: &InForce) -> HashMap<VariantId, Vec<(PriceListId, i64)>> {
    let mut by_variant: HashMap<VariantId, Vec<(PriceListId, i64)>> = HashMap::new();
    for (variant, list, amount) in &prices.prices {
        by_variant.entry(*variant).or_default().push((*list, *amount));
    }
    by_variant
}

/// The lowest price in each list, and the best stock of what has a price there.
fn offers(
    variants: impl Iterator<Item = VariantId>,
    prices: &HashMap<VariantId, Vec<(PriceListId, i64)>>,
    stock: &HashMap<VariantId, Availability>,
) -> Vec<Offer> {
    let mut offers: BTreeMap<PriceListId, Offer> = BTreeMap::new();
    for variant in variants {
        let band = match stock.get(&variant).map_or(Band::Out, Availability::band) {
            Band::In => Stock::In,
            Band::Low => Stock::Low,
            Band::Out => Stock::Out,
        };
        for (list, price) in prices.get(&variant).into_iter().flatten() {
            let offer = offers.entry(*list).or_insert(Offer { list: *list, price: *price, stock: band });
            offer.price = offer.price.min(*price);
            offer.stock = better(offer.stock, band);
        }
    }
    offers.into_values().collect()
}

fn better(a: Stock, b: Stock) -> Stock {
    match (a, b) {
        (Stock::In, _) | (_, Stock::In) => Stock::In,
        (Stock::Low, _) | (_, Stock::Low) => Stock::Low,
        _ => Stock::Out,
    }
}

fn document(listed: &Described, offers: Vec<Offer>, parents: &Parents) -> Document {
    let product = &listed.product;
    let mut shelves: BTreeMap<CategoryId, i64> = BTreeMap::new();
    let mut words = Vec::new();
    let mut word = |part, text: &str, weight| {
        words.push(Word { part, text: text.to_owned(), weight, code: part == Part::Codes });
    };
    word(Part::Title, &product.title, 9);
    for (category, position) in &listed.shelves {
        let mut at = Some(*category);
        for _ in 0..DEEPEST {
            let Some((id, (parent, title))) = at.and_then(|id| Some((id, parents.get(&id)?))) else { break };
            let held = shelves.entry(id).or_insert(*position);
            *held = (*held).min(*position);
            word(Part::Kind, title, 2);
            at = *parent;
        }
    }
    word(Part::Brand, &product.brand, 5);
    word(Part::Subtitle, &product.subtitle, 3);
    listed.spoken.iter().for_each(|name| word(Part::Subtitle, name, 5));
    listed.tags.iter().for_each(|tag| word(Part::Kind, tag, 2));
    let mut facets = Vec::new();
    for attribute in &product.attributes {
        // Of a yes the name says something, of a no nothing does.
        match attribute.answer() {
            Some(true) => word(Part::Attributes, &attribute.name, 1),
            Some(false) => continue,
            None => word(Part::Attributes, &attribute.shown(), 1),
        }
        facets.push((attribute_code(&attribute.name), attribute.shown()));
    }
    // Whoever looks for moss finds what is to be had in moss.
    for (at, axis) in product.options.iter().enumerate() {
        let code = attribute_code(&axis.name);
        let values = product.variants.iter().filter_map(|variant| variant.option_values.get(at));
        facets.extend(values.map(|value| (code.clone(), value.clone())));
    }
    facets.retain(|(code, value)| !code.is_empty() && !value.is_empty());
    facets.sort_unstable();
    facets.dedup();
    for variant in &product.variants {
        word(Part::Codes, &variant.sku, 4);
        word(Part::Codes, &variant.barcode, 4);
        variant.option_values.iter().for_each(|value| word(Part::Attributes, value, 2));
    }
    word(Part::Description, &untagged(&product.description), 0);
    Document {
        product: product.id,
        title: product.title.clone(),
        brand: product.brand.clone(),
        created_at: listed.created_at,
        offers,
        position: shelves.values().copied().min().unwrap_or(0),
        shelves: shelves.into_iter().collect(),
        words,
        facets,
        stale_at: None,
    }
}

/// A text without its tags, cut where nobody would search any more.
fn untagged(text: &str) -> String {
    const LONGEST: usize = 6_000;
    let (mut out, mut tag) = (String::new(), false);
    for c in text.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => {
                tag = false;
                out.push(' ');
            }
            c if !tag => out.push(c),
            _ => {}
        }
        if out.len() >= LONGEST {
            break;
        }
    }
    out
}
