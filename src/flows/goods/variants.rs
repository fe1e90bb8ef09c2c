//! A product's variants with their prices and stock, kept as one form.
use catalog::{AxisEdit, Saved, SavedVariants, VariantEdit, Wrong};
use inventory::Terms;
use kernel::kinds::ProductId;
use kernel::{Actor, Money};

use super::{Change, Goods, GoodsError, InList};

/// One line of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantForm {
    pub edit: VariantEdit,
    /// None leaves what it costs as it is.
    pub price: Option<Money>,
    /// What is struck through beside the price.
    pub compare_at: Option<Money>,
    /// None leaves the stock as it is.
    pub on_hand: Option<Change<i64>>,
    /// How it is sold where goods come to, what is kept back stays; None leaves that as it is.
    pub terms: Option<Terms>,
}

impl Goods {
    /// Keeps the whole form, if nobody changed the product since `version` was shown.
    ///
    /// # Errors
    /// As [`catalog::Catalog::edit_variants`]; [`inventory::InventoryError::Moved`] when stock was booked meanwhile.
    pub async fn save_variants(
        &self,
        actor: &Actor,
        at: InList,
        id: ProductId,
        version: i64,
        lines: Vec<VariantForm>,
    ) -> Result<Saved, GoodsError> {
        let goods = self.clone();
        self.db
            .write(actor, move |tx| {
                let mut wrong = Vec::new();
                for line in &lines {
                    if line.price.is_some_and(|p| line.compare_at.is_some_and(|c| c.amount <= p.amount)) {
                        wrong.push(Wrong::new(format!("compare-{}", line.edit.id), "not_above"));
                    }
                    if line.price.is_none() && line.compare_at.is_some() {
                        wrong.push(Wrong::new(format!("price-{}", line.edit.id), "missing"));
                    }
                }
                if !wrong.is_empty() {
                    return Err(catalog::CatalogError::Wrong(wrong).into());
                }
                let edits: Vec<VariantEdit> = lines.iter().map(|l| l.edit.clone()).collect();
                let mut saved = goods.catalog.edit_variants(tx, id, version, &edits)?;
                for line in &lines {
                    let variant = line.edit.id;
                    if let Some(price) = line.price {
                        saved.changed |= goods.set_price(tx, at, variant, price, line.compare_at)?;
                    }
                    if let Some(stock) = line.on_hand {
                        let location = goods.location(tx)?;
                        let shown = stock.shown.unwrap_or(0);
                        let why = "counted in the editor";
                        saved.changed |=
                            goods.inventory.recount(tx, location, variant, shown, stock.wanted, why)?;
                        super::note_level(tx, &goods.catalog, variant)?;
                    }
                    if let Some(terms) = line.terms {
                        let location = goods.location(tx)?;
                        saved.changed |= goods.inventory.set_terms(tx, location, variant, terms)?;
                    }
                }
                Ok(saved)
            })
            .await
    }

    /// Sets a product's options and makes the variants that are missing; they cost what the first one costs.
    pub async fn save_options(
        &self,
        actor: &Actor,
        at: InList,
        id: ProductId,
        version: i64,
        axes: Vec<AxisEdit>,
        fill: bool,
    ) -> Result<SavedVariants, GoodsError> {
        let goods = self.clone();
        self.db
            .write(actor, move |tx| {
                let saved = goods.catalog.set_options(tx, id, version, &axes, fill)?;
                for made in &saved.made {
                    if let Some(like) = saved.like {
                        goods.copy_price(tx, at, like, *made)?;
                    }
                    super::note_level(tx, &goods.catalog, *made)?;
                }
                Ok(saved)
            })
            .await
    }
}
