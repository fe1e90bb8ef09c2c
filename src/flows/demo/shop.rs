//! From an empty database to a stocked shop.
use std::collections::HashMap;
use std::mem;
use std::sync::Arc;

use catalog::{Attribute, Catalog, Change, NewCategory, NewProduct, NewVariant, OptionAxis, Status};
use db::{Db, Lane, Tx};
use inventory::Inventory;
use kernel::kinds::CategoryId;
use kernel::{Actor, Currency, Money};
use markets::{Identity, Markets, ShopProfile};
use media::Media;
use pricing::Pricing;
use shipping::Shipping;

use super::catalogue::{self, DemoProduct, HAND_MADE};
use super::error::DemoError;
use super::german;
use super::pictures::{self, Drawing};
use crate::Progress;
use crate::setup::{self, Ground, Rooms};

/// Variants written in one unit of work: about 5 ms on SQLite.
const PIECE: usize = 8;
/// From here on the catalogue uses no drawing that it did not use before: things, colours and tints have all met.
const ALL_DRAWINGS: usize = 60 * HAND_MADE;

/// The rooms that the demo fills.
#[derive(Clone)]
pub struct DemoShop {
    pub db: Db,
    pub catalog: Catalog,
    pub pricing: Pricing,
    pub inventory: Inventory,
    pub shipping: Shipping,
    pub markets: Markets,
    pub media: Media,
}

/// What was done. All zero but `unchanged` when the demo was there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Built {
    /// Products, by what became of them.
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Categories made or brought up to date.
    pub categories: u64,
    /// Pictures drawn before the answer, and those left to [`media::RenderSizes`] jobs.
    pub drawn: u64,
    pub left: u64,
}

impl Built {
    fn count(&mut self, change: Change) {
        match change {
            Change::Created => self.created += 1,
            Change::Updated => self.updated += 1,
            Change::None => self.unchanged += 1,
        }
    }
}

type Categories = Arc<HashMap<&'static str, CategoryId>>;

impl DemoShop {
    /// Builds the demo: a market where there is none, twelve categories, the first `products` of the invented
    /// catalogue with prices, stock and pictures. Writes small pieces in the bulk lane, so that an open shop goes on.
    ///
    /// Running it again changes nothing: texts and prices are as the catalogue says, and stock is only counted in where
    /// there never was any, so that what was sold stays sold. The shop's own name is kept where it has one.
    ///
    /// # Errors
    /// A shop that sells in another currency than EUR; a disk that is full; the database.
    pub fn build(&self, actor: &Actor, products: usize, progress: &dyn Progress) -> Result<Built, DemoError> {
        let me = self.clone();
        let ground = self.db.write_now(Lane::Bulk, actor, move |tx| me.ground(tx))?;
        let (at_once, later) = drawings(products);
        let hung = pictures::hang(&self.db, &self.media, actor, &at_once, &later, progress)?;
        let me = self.clone();
        let (categories, changed) = self.db.write_now(Lane::Bulk, actor, move |tx| me.categories(tx))?;
        self.catalog.forget_tree();

        let mut built = Built { categories: changed, drawn: hung.drawn, left: hung.left, ..Built::default() };
        progress.begin("Products", products as u64);
        let outcome = self.products(actor, products, ground, &Arc::new(categories), &mut built, progress);
        progress.end();
        outcome.map(|()| built)
    }

    fn ground(&self, tx: &mut Tx<'_>) -> Result<Ground, DemoError> {
        let unnamed = setup::find(tx)?.is_none_or(|(setup, _)| setup.profile == ShopProfile::default());
        let rooms = Rooms {
            markets: self.markets.clone(),
            pricing: self.pricing.clone(),
            inventory: self.inventory.clone(),
            shipping: self.shipping.clone(),
        };
        let (ground, _) = rooms.ensure(tx)?;
        if ground.currency != Currency::EUR {
            return Err(DemoError::Currency(ground.currency));
        }
        if unnamed {
            let profile = ShopProfile {
                name: "Sundry".into(),
                motto: "Useful things, made well, by people with names.".into(),
                demo: true,
                bank_account: "Demo Bank, IBAN DE02 1203 0000 0000 2020 51".into(),
                identity: Identity {
                    legal_name: "Sundry Handels GmbH".into(),
                    address: "Musterkai 3\n20457 Hamburg\nGermany".into(),
                    // From the numbers that are kept free for inventions.
                    phone: "+49 40 66969 120".into(),
                    ..Identity::default()
                },
                ..ShopProfile::default()
            };
            self.markets.put_profile(tx, &profile)?;
        }
        Ok(ground)
    }

    fn categories(&self, tx: &mut Tx<'_>) -> Result<(HashMap<&'static str, CategoryId>, u64), DemoError> {
        let (mut ids, mut changed) = (HashMap::new(), 0);
        for (position, c) in catalogue::categories().enumerate() {
            let (id, change) = self.catalog.put_category(
                tx,
                &NewCategory {
                    slug: c.slug.into(),
                    title: c.title.into(),
                    intro: c.intro.into(),
                    position: position as i64,
                    picture: Some(Drawing::Room(c.picture).named(c.title)),
                },
            )?;
            // What the shopkeeper says of it later stays.
            if change == Change::Created
                && let Some(texts) = german::shelf(c.slug)
            {
                self.catalog.translate_category(tx, id, (1, "de"), &texts)?;
            }
            changed += u64::from(change != Change::None);
            ids.insert(c.slug, id);
        }
        Ok((ids, changed))
    }

    fn products(
        &self,
        actor: &Actor,
        products: usize,
        ground: Ground,
        categories: &Categories,
        built: &mut Built,
        progress: &dyn Progress,
    ) -> Result<(), DemoError> {
        let mut piece = Vec::new();
        let mut variants = 0;
        for product in catalogue::catalogue(products) {
            variants += product.variants.len();
            let last = product.number + 1 == products;
            piece.push(product);
            if variants < PIECE && !last {
                continue;
            }
            variants = 0;
            let (me, categories, piece) = (self.clone(), categories.clone(), mem::take(&mut piece));
            let changes = self.db.write_now(Lane::Bulk, actor, move |tx| -> Result<Vec<Change>, DemoError> {
                piece.iter().map(|product| me.put(tx, ground, &categories, product)).collect()
            })?;
            progress.step(changes.len() as u64);
            changes.into_iter().for_each(|change| built.count(change));
        }
        Ok(())
    }

    /// One product with its prices and its first stock.
    fn put(
        &self,
        tx: &mut Tx<'_>,
        ground: Ground,
        categories: &Categories,
        product: &DemoProduct,
    ) -> Result<Change, DemoError> {
        let put = self.catalog.put_product(tx, &new_product(product, categories))?;
        // What the shopkeeper says of it later stays. Further editions are there to be many: they speak English only.
        if put.change == Change::Created && product.number < HAND_MADE {
            let german = german::product(product);
            self.catalog.translate_product(tx, put.id, (put.version, "de"), &german.texts, &german.names)?;
        }
        let stocked = match put.change {
            Change::Created => HashMap::new(),
            _ => Inventory::availability_in(tx, &put.variants)?,
        };
        let mut changed = false;
        for (id, variant) in put.variants.iter().zip(&product.variants) {
            let euros = |cents| Money::new(cents, ground.currency);
            let was = variant.compare_at.map(euros);
            changed |= self.pricing.put_price(tx, *id, ground.list, euros(variant.price), was)?;
            if !stocked.contains_key(id) {
                changed |= self.inventory.count(tx, ground.location, *id, i64::from(variant.stock), "demo")?;
            }
        }
        Ok(if changed && put.change == Change::None { Change::Updated } else { put.change })
    }
}

/// Which drawings the shop shows: those that its first pages need, and all others. Some are named more than once.
fn drawings(products: usize) -> (Vec<Drawing>, Vec<Drawing>) {
    let mut at_once: Vec<Drawing> = catalogue::categories().map(|c| Drawing::Room(c.picture)).collect();
    let mut later = Vec::new();
    for product in catalogue::catalogue(products.min(ALL_DRAWINGS)) {
        let main = Drawing::Tile(product.picture);
        if product.number < HAND_MADE {
            at_once.push(main);
        } else {
            later.push(main);
        }
        later.extend(product.colour_pictures.iter().map(|(_, spec)| Drawing::Tile(*spec)));
    }
    (at_once, later)
}

fn new_product(p: &DemoProduct, categories: &Categories) -> NewProduct {
    let mut pictures = vec![Drawing::Tile(p.picture).named(&p.title)];
    for (colour, spec) in p.colour_pictures.iter().filter(|(_, spec)| *spec != p.picture) {
        pictures.push(Drawing::Tile(*spec).named(format!("{}, {colour}", p.title)));
    }
    let picture_of = |values: &[&str]| {
        let colour = p.colour_pictures.iter().find(|(colour, _)| values.contains(colour));
        colour.map(|(_, spec)| Drawing::Tile(*spec).id())
    };
    NewProduct {
        handle: p.handle.clone(),
        title: p.title.clone(),
        subtitle: p.subtitle.clone(),
        description: p.description_html.clone(),
        brand: p.brand.into(),
        status: Status::Active,
        tax_class: p.tax.as_str().into(),
        attributes: p.attributes.iter().map(|a| Attribute::text(a.name, a.value.clone())).collect(),
        options: p
            .options
            .iter()
            .map(|o| OptionAxis { name: o.name.into(), values: o.values.iter().map(|v| (*v).into()).collect() })
            .collect(),
        pictures,
        tags: Vec::new(),
        seo_title: String::new(),
        seo_description: String::new(),
        categories: categories.get(p.category).copied().into_iter().collect(),
        position: p.number as i64,
        variants: p
            .variants
            .iter()
            .map(|v| NewVariant {
                sku: v.sku.clone(),
                option_values: v.values.iter().map(|v| (*v).into()).collect(),
                barcode: String::new(),
                weight_grams: i64::from(v.grams),
                picture: picture_of(&v.values),
            })
            .collect(),
    }
}
