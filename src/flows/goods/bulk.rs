//! One deed on many products, in small pieces; what was before is kept, so that it can be taken back.
use catalog::{CatalogError, Status};
use db::{Lane, Tx};
use kernel::kinds::{CategoryId, ProductId, UndoId, VariantId};
use kernel::{Actor, Money};
use serde::{Deserialize, Serialize};

use super::{Goods, GoodsError, InList, PriceRule};

/// Products in one unit of work: about 5 ms.
const PIECE: usize = 10;

/// What is done to each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    Status(Status),
    /// Into a category, or out of it.
    Shelve(CategoryId, bool),
    Tags {
        add: Vec<String>,
        remove: Vec<String>,
    },
    /// Every variant's price, where there is one.
    Prices(PriceRule),
}

impl Deed {
    /// As it is kept, and told: `archive`, `publish`, `draft`, `category`, `tags`, `prices`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Status(Status::Active) => "publish",
            Self::Status(Status::Draft) => "draft",
            Self::Status(Status::Archived) => "archive",
            Self::Shelve(..) => "category",
            Self::Tags { .. } => "tags",
            Self::Prices(_) => "prices",
        }
    }
}

/// What a deed came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// How many products it changed.
    pub changed: usize,
    /// None when nothing changed.
    pub undo: Option<UndoId>,
}

/// One change, with what is needed to take it back: only where it is still as the deed left it.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum Was {
    Status(ProductId, Status, Status),
    Shelf(ProductId, CategoryId, bool),
    Tags(ProductId, Vec<String>, Vec<String>),
    /// Amount and what was struck through before; the amount after.
    Price(VariantId, i64, Option<i64>, i64),
}

impl Goods {
    /// Does it to each of `ids`; those that are gone are left out.
    ///
    /// # Errors
    /// A power that is missing; the database. What came before is done, and can be taken back.
    pub async fn bulk(&self, actor: &Actor, at: InList, ids: &[ProductId], deed: Deed) -> Result<Done, GoodsError> {
        actor.require(if matches!(deed, Deed::Prices(_)) { super::PRICES } else { catalog::MANAGE })?;
        let (mut changed, mut before): (usize, Vec<Was>) = (0, Vec::new());
        let mut failed = None;
        for piece in ids.chunks(PIECE) {
            let (goods, piece, deed) = (self.clone(), piece.to_vec(), deed.clone());
            let lane = if ids.len() > PIECE { Lane::Bulk } else { Lane::Interactive };
            let done = self.db.write_in(lane, actor, move |tx| {
                let mut was = Vec::new();
                let mut changed = 0;
                for id in &piece {
                    let had = was.len();
                    match tx.savepoint(|tx| goods.one(tx, at, *id, &deed, &mut was)) {
                        Ok(()) => changed += usize::from(was.len() > had),
                        Err(GoodsError::Catalog(CatalogError::NotFound | CatalogError::Wrong(_)))
                        | Err(GoodsError::Price(_)) => was.truncate(had),
                        Err(e) => return Err(e),
                    }
                }
                Ok::<_, GoodsError>((changed, was))
            });
            match done.await {
                Ok((n, was)) => {
                    changed += n;
                    before.extend(was);
                }
                Err(e) => {
                    failed = Some(e);
                    break;
                }
            }
        }
        let undo = self.keep(actor, &deed, changed, before).await?;
        failed.map_or(Ok(Done { changed, undo }), Err)
    }

    async fn keep(
        &self,
        actor: &Actor,
        deed: &Deed,
        changed: usize,
        before: Vec<Was>,
    ) -> Result<Option<UndoId>, GoodsError> {
        if before.is_empty() {
            return Ok(None);
        }
        let (catalog, name) = (self.catalog.clone(), deed.name());
        let kept = self.db.write(actor, move |tx| catalog.keep_undo(tx, name, changed, &before));
        Ok(Some(kept.await?))
    }

    fn one(
        &self,
        tx: &mut Tx<'_>,
        at: InList,
        id: ProductId,
        deed: &Deed,
        was: &mut Vec<Was>,
    ) -> Result<(), GoodsError> {
        match deed {
            Deed::Status(status) => {
                let before = self.catalog.set_status(tx, id, *status)?;
                if before != *status {
                    was.push(Was::Status(id, before, *status));
                }
            }
            Deed::Shelve(category, stands) => {
                if self.catalog.shelve(tx, id, *category, *stands)? {
                    was.push(Was::Shelf(id, *category, !stands));
                }
            }
            Deed::Tags { add, remove } => {
                let held = catalog::Catalog::sheet_in(tx, id)?.ok_or(CatalogError::NotFound)?.tags;
                let new: Vec<String> = add.iter().filter(|t| !held.contains(t)).cloned().collect();
                let gone: Vec<String> = remove.iter().filter(|t| held.contains(t)).cloned().collect();
                if self.catalog.tag(tx, id, &new, &gone)? {
                    was.push(Was::Tags(id, gone, new));
                }
            }
            Deed::Prices(rule) => {
                let sheet = catalog::Catalog::sheet_in(tx, id)?.ok_or(CatalogError::NotFound)?;
                for variant in sheet.variants.iter().filter(|v| v.active) {
                    let variant = variant.variant.id;
                    let Some((unit, compare_at)) = Self::price(tx, at, variant)? else { continue };
                    let Some(amount) = rule.apply(unit.amount, at.currency.decimals()) else { continue };
                    let new = Money::new(amount, at.currency);
                    let struck = if rule.strike && amount < unit.amount {
                        Some(compare_at.unwrap_or(unit))
                    } else {
                        compare_at
                    };
                    let struck = struck.filter(|c| c.amount > amount);
                    if self.set_price(tx, at, variant, new, struck)? {
                        was.push(Was::Price(variant, unit.amount, compare_at.map(|c| c.amount), amount));
                    }
                }
            }
        }
        Ok(())
    }

    /// Takes a deed of the actor's own back, where all is still as it left it. How many things went back.
    ///
    /// # Errors
    /// [`CatalogError::TooLate`].
    pub async fn undo(&self, actor: &Actor, at: InList, id: UndoId) -> Result<usize, GoodsError> {
        let catalog = self.catalog.clone();
        let before: Vec<Was> = self
            .db
            .write(actor, move |tx| {
                let undo = catalog.take_undo(tx, id)?;
                tx.audit("goods.undo", id, &serde_json::json!({ "deed": undo.deed, "things": undo.things }))?;
                undo.before::<Vec<Was>>()
            })
            .await?;
        let mut back = 0;
        for piece in before.chunks(PIECE) {
            let (goods, piece) = (self.clone(), piece.to_vec());
            let lane = if before.len() > PIECE { Lane::Bulk } else { Lane::Interactive };
            let done = self.db.write_in(lane, actor, move |tx| {
                let mut back = 0;
                for was in &piece {
                    match tx.savepoint(|tx| goods.back(tx, at, was)) {
                        Ok(did) => back += usize::from(did),
                        Err(GoodsError::Catalog(CatalogError::NotFound)) => {}
                        Err(e) => return Err(e),
                    }
                }
                Ok::<_, GoodsError>(back)
            });
            back += done.await?;
        }
        Ok(back)
    }

    fn back(&self, tx: &mut Tx<'_>, at: InList, was: &Was) -> Result<bool, GoodsError> {
        match was {
            Was::Status(id, before, after) => {
                let now = catalog::Catalog::sheet_in(tx, *id)?.ok_or(CatalogError::NotFound)?.product.status;
                if now != *after {
                    return Ok(false);
                }
                self.catalog.set_status(tx, *id, *before)?;
                Ok(true)
            }
            Was::Shelf(id, category, stood) => Ok(self.catalog.shelve(tx, *id, *category, *stood)?),
            Was::Tags(id, add, remove) => Ok(self.catalog.tag(tx, *id, add, remove)?),
            Was::Price(variant, amount, compare_at, after) => {
                let money = |amount| Money::new(amount, at.currency);
                if Self::price(tx, at, *variant)?.map(|(unit, _)| unit.amount) != Some(*after) {
                    return Ok(false);
                }
                self.set_price(tx, at, *variant, money(*amount), compare_at.map(money))
            }
        }
    }
}
