//! What goods need every so often: drafts go live in their time, words are found, stock levels are known.
use catalog::{Catalog, Level};
use db::{Lane, Tx};
use inventory::Inventory;
use kernel::Actor;
use kernel::kinds::VariantId;

use super::{Goods, GoodsError};

/// Things in one unit of work: about 5 ms.
const PIECE: i64 = 20;
/// Pieces of one kind in one run; what is left waits for the next, a few seconds later.
const PIECES: usize = 500;

/// Notes in the catalogue how much there is of a variant, as the stock room knows it in this unit of work.
pub fn note_level(tx: &mut Tx<'_>, catalog: &Catalog, variant: VariantId) -> Result<(), GoodsError> {
    let rows = Inventory::stock_in(tx, &[variant])?.remove(&variant).unwrap_or_default();
    let saleable: i64 = rows.iter().map(inventory::StockRow::saleable).sum();
    let low_at = rows.iter().filter_map(|r| r.low_at).max().unwrap_or(inventory::LOW);
    let level = match saleable {
        i64::MIN..=0 => Level::Out,
        n if n <= low_at => Level::Low,
        _ => Level::In,
    };
    Ok(catalog.note_level(tx, variant, level)?)
}

impl Goods {
    /// Does what is due, piece by piece, until nothing is or the next run may as well go on.
    pub async fn tend(&self, actor: &Actor) -> Result<(), GoodsError> {
        for _ in 0..PIECES {
            let catalog = self.catalog.clone();
            let due = self.db.write_in(Lane::Bulk, actor, move |tx| catalog.keep_schedule(tx, PIECE));
            if due.await? == 0 {
                break;
            }
        }
        for _ in 0..PIECES {
            let waiting = self.db.read(|c| Catalog::unindexed_in(c, PIECE)).await?;
            if waiting.is_empty() {
                break;
            }
            let catalog = self.catalog.clone();
            let index = move |tx: &mut Tx<'_>| waiting.iter().try_for_each(|id| catalog.index(tx, *id));
            self.db.write_in(Lane::Bulk, actor, index).await?;
        }
        for _ in 0..PIECES {
            let waiting = self.db.read(|c| Catalog::without_level_in(c, PIECE)).await?;
            if waiting.is_empty() {
                break;
            }
            let catalog = self.catalog.clone();
            let note = move |tx: &mut Tx<'_>| waiting.iter().try_for_each(|v| note_level(tx, &catalog, *v));
            self.db.write_in(Lane::Bulk, actor, note).await?;
        }
        Ok(())
    }

    /// Forgets what can no longer be taken back.
    pub async fn sweep(&self, actor: &Actor) -> Result<(), GoodsError> {
        let catalog = self.catalog.clone();
        self.db.write_in(Lane::Bulk, actor, move |tx| catalog.sweep_undos(tx)).await?;
        Ok(())
    }
}
