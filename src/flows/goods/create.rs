//! New goods, and goods like others.
use kernel::kinds::{CategoryId, ProductId};
use kernel::{Actor, Money};

use super::{Goods, GoodsError, InList};

/// The least a product begins with; all else is edited afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGoods {
    pub title: String,
    /// Empty: made from the title.
    pub sku: String,
    pub price: Option<Money>,
    pub on_hand: Option<i64>,
    pub category: Option<CategoryId>,
}

impl Goods {
    /// A new draft with one variant, its price and its first stock.
    pub async fn create(&self, actor: &Actor, at: InList, new: NewGoods) -> Result<ProductId, GoodsError> {
        let goods = self.clone();
        self.db
            .write(actor, move |tx| {
                let sku = Some(new.sku.as_str()).filter(|s| !s.trim().is_empty());
                let (id, variant) = goods.catalog.draft(tx, &new.title, sku)?;
                if let Some(price) = new.price {
                    goods.set_price(tx, at, variant, price, None)?;
                }
                if let Some(units) = new.on_hand.filter(|n| *n != 0) {
                    let location = goods.location(tx)?;
                    goods.inventory.take_in(tx, location, variant, units, "first stock")?;
                }
                super::note_level(tx, &goods.catalog, variant)?;
                if let Some(category) = new.category {
                    goods.catalog.shelve(tx, id, category, true)?;
                }
                Ok(id)
            })
            .await
    }

    /// A draft like `id`, with its prices and without stock.
    pub async fn duplicate(
        &self,
        actor: &Actor,
        at: InList,
        id: ProductId,
        title: &str,
    ) -> Result<ProductId, GoodsError> {
        let (goods, title) = (self.clone(), title.to_owned());
        self.db
            .write(actor, move |tx| {
                let (new, pairs) = goods.catalog.duplicate(tx, id, &title)?;
                for (from, to) in pairs {
                    goods.copy_price(tx, at, from, to)?;
                    super::note_level(tx, &goods.catalog, to)?;
                }
                Ok(new)
            })
            .await
    }

    /// Whoever may make the thing may make it cost what its like costs.
    pub(super) fn copy_price(
        &self,
        tx: &mut db::Tx<'_>,
        at: InList,
        from: kernel::kinds::VariantId,
        to: kernel::kinds::VariantId,
    ) -> Result<(), GoodsError> {
        if let Some((unit, compare_at)) = Self::price(tx, at, from)? {
            self.pricing.put_price(tx, to, at.list, unit, compare_at)?;
        }
        Ok(())
    }
}
