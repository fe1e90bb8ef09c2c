//! Runs whose file lies in the database: brought by a form, worked on by jobs.
use std::time::Duration;

use db::Lane;
use events::Recording;
use imports::{FILE, FetchPictures, Imports, NewRun, RunImport, State};
use kernel::Actor;
use kernel::kinds::ImportId;
use sha2::{Digest, Sha256};

use super::fetch::Fetcher;
use super::run::{Ended, ImportError, Importer};
use super::spec::{Form, Spec};
use crate::Silent;

/// A stretch of a job: short enough for an instance that is about to stop.
const STRETCH: Duration = Duration::from_secs(10);

/// A file that is being brought: parts go to the database as they come.
pub struct Arrival {
    pub run: ImportId,
    hash: Sha256,
    size: u64,
    /// Which file the parts belong to now, and its next part.
    at: (&'static str, i64),
    held: Vec<u8>,
}

impl Arrival {
    /// What there is to write once enough has come.
    fn full(&mut self, last: bool) -> Vec<(i64, Vec<u8>)> {
        let mut parts = Vec::new();
        while self.held.len() >= imports::PART || (last && !self.held.is_empty()) {
            let rest = self.held.split_off(self.held.len().min(imports::PART));
            parts.push((self.at.1, std::mem::replace(&mut self.held, rest)));
            self.at.1 += 1;
        }
        parts
    }
}

/// Whether this work can be asked for, by this actor.
fn may(actor: &Actor, spec: &Spec) -> Result<(), ImportError> {
    spec.check()?;
    if spec.form == Form::Orders {
        actor.require(orders::MANAGE).map_err(orders::OrdersError::from)?;
    }
    Ok(())
}

fn new_run(spec: &Spec, file: &str) -> NewRun {
    NewRun {
        format: spec.form.as_str().to_owned(),
        file: file.chars().filter(|c| !c.is_control()).take(200).collect(),
        fingerprint: String::new(),
        size: 0,
        stored: false,
        settings: spec.settings(),
        dry_run: spec.dry_run,
    }
}

impl Importer {
    /// Makes room for files that are about to come. What the run is to do and what its file is called may be a guess by
    /// now: the parts of a form come in any order, and [`Importer::arrived`] has the last word.
    ///
    /// # Errors
    /// A mapping that cannot be read; a power that is missing (orders want [`orders::MANAGE`], too); the database.
    pub async fn expect(&self, actor: &Actor, spec: &Spec, file: &str) -> Result<Arrival, ImportError> {
        may(actor, spec)?;
        let new = new_run(spec, file);
        let run = self.db.write(actor, move |tx| Imports::expect_file(tx, &new)).await?;
        Ok(Arrival { run, hash: Sha256::new(), size: 0, at: (FILE, 0), held: Vec::new() })
    }

    /// The next piece of one of its files; those of one file come one after the other.
    ///
    /// # Errors
    /// The database's.
    pub async fn arrive(
        &self,
        actor: &Actor,
        arrival: &mut Arrival,
        which: &'static str,
        bytes: &[u8],
    ) -> Result<(), ImportError> {
        if arrival.at.0 != which {
            self.keep(actor, arrival, true).await?;
            arrival.at = (which, 0);
        }
        if which == FILE {
            arrival.hash.update(bytes);
            arrival.size += bytes.len() as u64;
        }
        arrival.held.extend_from_slice(bytes);
        self.keep(actor, arrival, false).await
    }

    async fn keep(&self, actor: &Actor, arrival: &mut Arrival, last: bool) -> Result<(), ImportError> {
        let (run, which) = (arrival.run, arrival.at.0);
        for (seq, bytes) in arrival.full(last) {
            let write = move |tx: &mut db::Tx<'_>| Imports::put_part(tx, run, which, seq, &bytes);
            self.db.write_in(Lane::Bulk, actor, write).await?;
        }
        Ok(())
    }

    /// All of it is here: a job takes it in.
    ///
    /// # Errors
    /// As [`Importer::expect`]: only now is it known what the run is to do.
    pub async fn arrived(
        &self,
        actor: &Actor,
        mut arrival: Arrival,
        spec: &Spec,
        file: &str,
    ) -> Result<ImportId, ImportError> {
        may(actor, spec)?;
        self.keep(actor, &mut arrival, true).await?;
        let Arrival { run, hash, size, .. } = arrival;
        let new = NewRun { size, fingerprint: spec.fingerprint(&hash.finalize()), ..new_run(spec, file) };
        self.db
            .write(actor, move |tx| -> Result<(), ImportError> {
                Imports::arrived(tx, run, &new)?;
                tx.enqueue(&RunImport { run })?;
                Ok(())
            })
            .await?;
        Ok(run)
    }

    /// It did not come whole: the run is over before it began.
    ///
    /// # Errors
    /// The database's.
    pub async fn not_arrived(&self, actor: &Actor, run: ImportId, why: &str) -> Result<(), ImportError> {
        let why = why.to_owned();
        Ok(self.db.write(actor, move |tx| Imports::set_state(tx, run, State::Failed, &why)).await?)
    }

    /// Asks a run to stop.
    ///
    /// # Errors
    /// See [`Imports::stop`].
    pub async fn stop(&self, actor: &Actor, run: ImportId) -> Result<(), ImportError> {
        Ok(self.db.write(actor, move |tx| Imports::stop(tx, run)).await?)
    }

    /// Lets a run go on that was stopped or failed, or turns a trial into the real thing.
    ///
    /// # Errors
    /// See [`Imports::resume`] and [`Imports::for_real`]; a shop without a market.
    pub async fn go_on(&self, actor: &Actor, run: ImportId, for_real: bool) -> Result<(), ImportError> {
        self.db
            .write(actor, move |tx| -> Result<(), ImportError> {
                if for_real {
                    Imports::for_real(tx, run)?;
                } else {
                    Imports::resume(tx, run)?;
                }
                tx.enqueue(&RunImport { run })?;
                Ok(())
            })
            .await
    }

    /// What the job of a run does: a stretch of it, and the order for what comes next. Blocks.
    ///
    /// # Errors
    /// The database's, when the run could not even be marked as failed. Any other failure is the run's own.
    pub fn work_stored(&self, actor: &Actor, id: ImportId) -> Result<Ended, ImportError> {
        let run = self.db.read_now(|c| Imports::run_in(c, id))?;
        if !run.state.is_live() || !run.stored {
            return Ok(Ended::Cancelled);
        }
        let reader = self.imports.reader(id, FILE)?;
        let ended = match self.work(actor, id, reader, Some(STRETCH), &Silent) {
            Ok(ended) => ended,
            Err(e) => {
                let now = self.db.read_now(|c| Imports::run_in(c, id))?;
                return if now.state == State::Failed { Ok(Ended::Cancelled) } else { Err(e) };
            }
        };
        match ended {
            Ended::Paused => {
                self.db.write_now(Lane::Bulk, actor, move |tx| -> Result<(), ImportError> {
                    tx.enqueue(&RunImport { run: id })?;
                    Ok(())
                })?;
            }
            Ended::Done => self.order_pictures(actor, id, 0)?,
            Ended::Cancelled => {}
        }
        Ok(ended)
    }

    /// Orders a job for the pictures of a run that still wait.
    ///
    /// # Errors
    /// The database's.
    pub fn order_pictures(&self, actor: &Actor, run: ImportId, wait: u64) -> Result<(), ImportError> {
        if self.db.read_now(|c| Imports::next_due_in(c, run))?.is_none() {
            return Ok(());
        }
        self.db.write_now(Lane::Bulk, actor, move |tx| -> Result<(), ImportError> {
            tx.enqueue(&FetchPictures { run, wait })?;
            Ok(())
        })
    }

    /// What the job of a run's pictures does. Blocks.
    ///
    /// # Errors
    /// An archive that is none; the database.
    pub fn pictures_stretch(&self, actor: &Actor, run: ImportId, fetcher: &Fetcher) -> Result<(), ImportError> {
        let brought = self.bring_pictures(actor, run, Some(fetcher), STRETCH, &Silent)?;
        brought.again.map_or(Ok(()), |wait| self.order_pictures(actor, run, wait))
    }
}
