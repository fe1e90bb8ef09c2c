//! Something is back: letters to those who wait.
use customers::Accounts;
use db::Tx;
use events::{Job, JobOptions, Recording};
use inventory::{Band, BandChanged, Inventory};
use kernel::Actor;
use kernel::kinds::VariantId;
use serde::{Deserialize, Serialize};

use super::{AccountDesk, DeskError};

/// How many are told in one unit of work.
const PIECE: i64 = 20;

/// Tells those who wait for a variant.
#[derive(Serialize, Deserialize, Clone, Copy, Debug)]
pub struct TellWaiting {
    pub variant: VariantId,
}

impl Job for TellWaiting {
    const KIND: &'static str = "customers.tell_waiting";
    fn options(&self) -> JobOptions {
        JobOptions { unique_key: Some(format!("{}:{}", Self::KIND, self.variant)), ..JobOptions::default() }
    }
}

impl AccountDesk {
    /// A variant's stock is in another band: if anybody waits for it and there is some, they are to be told.
    ///
    /// # Errors
    /// The database's.
    pub fn after_band(tx: &mut Tx<'_>, e: &BandChanged) -> Result<(), DeskError> {
        if e.band != Band::Out && Accounts::is_awaited(tx, e.variant)? {
            tx.enqueue(&TellWaiting { variant: e.variant })?;
        }
        Ok(())
    }

    /// Orders the letters, a piece at a time, as long as there is something to be had.
    ///
    /// # Errors
    /// The database's.
    pub async fn tell_waiting(&self, actor: &Actor, variant: VariantId) -> Result<usize, DeskError> {
        let mut all = 0;
        loop {
            let accounts = self.accounts.clone();
            let told = self.db.write_in(db::Lane::Bulk, actor, move |tx| -> Result<usize, DeskError> {
                let stock = Inventory::availability_in(tx, &[variant])?;
                if stock.get(&variant).is_none_or(|s| s.saleable <= 0) {
                    return Ok(0);
                }
                Ok(accounts.tell_waiting(tx, variant, PIECE)?)
            });
            match told.await? {
                0 => return Ok(all),
                told => all += told,
            }
        }
    }
}
