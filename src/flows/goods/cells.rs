//! Prices and stock changed in a list: each cell if nobody changed it since it was shown, the others all the same.
use kernel::kinds::VariantId;
use kernel::{Actor, Money};

use super::{Goods, GoodsError, InList};

/// From what was shown to what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change<T> {
    pub shown: Option<T>,
    pub wanted: T,
}

/// What is wanted of one variant; None leaves it as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellEdit {
    pub variant: VariantId,
    /// The price of one unit.
    pub price: Option<Change<Money>>,
    /// What is on hand where goods come to.
    pub on_hand: Option<Change<i64>>,
}

/// Why a cell was left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellProblem {
    /// Somebody set another price meanwhile: the one now.
    PriceMoved(Option<Money>),
    /// It is another number by now.
    StockMoved(i64),
    /// More is promised to orders than would be left.
    Promised,
    /// Too much or too little to be meant.
    Unlikely,
}

impl Goods {
    /// Changes what can be changed, in one unit of work; tells how many cells changed and which did not.
    ///
    /// # Errors
    /// A power that is missing; the database.
    pub async fn set_cells(
        &self,
        actor: &Actor,
        at: InList,
        edits: Vec<CellEdit>,
        why: &str,
    ) -> Result<(usize, Vec<(VariantId, CellProblem)>), GoodsError> {
        let (goods, why) = (self.clone(), why.to_owned());
        self.db
            .write(actor, move |tx| {
                let (mut changed, mut problems) = (0, Vec::new());
                for edit in &edits {
                    if let Some(price) = edit.price {
                        let held = Self::price(tx, at, edit.variant)?;
                        let now = held.map(|(unit, _)| unit);
                        if now != price.shown {
                            problems.push((edit.variant, CellProblem::PriceMoved(now)));
                        } else {
                            // What is struck through must stay above what is asked.
                            let compare_at = held.and_then(|(_, c)| c).filter(|c| c.amount > price.wanted.amount);
                            match goods.set_price(tx, at, edit.variant, price.wanted, compare_at) {
                                Ok(did) => changed += usize::from(did),
                                Err(GoodsError::Price(_)) => {
                                    problems.push((edit.variant, CellProblem::Unlikely));
                                }
                                Err(e) => return Err(e),
                            }
                        }
                    }
                    if let Some(stock) = edit.on_hand {
                        let location = goods.location(tx)?;
                        let shown = stock.shown.unwrap_or(0);
                        let done = tx.savepoint(|tx| {
                            goods.inventory.recount(tx, location, edit.variant, shown, stock.wanted, &why)
                        });
                        use inventory::InventoryError as E;
                        match done {
                            Ok(did) => changed += usize::from(did),
                            Err(E::Moved { now, .. }) => {
                                problems.push((edit.variant, CellProblem::StockMoved(now)));
                            }
                            Err(E::Negative { .. }) => problems.push((edit.variant, CellProblem::Promised)),
                            Err(E::Quantity) => problems.push((edit.variant, CellProblem::Unlikely)),
                            Err(e) => return Err(e.into()),
                        }
                        super::note_level(tx, &goods.catalog, edit.variant)?;
                    }
                }
                Ok((changed, problems))
            })
            .await
    }
}
