//! Imports: what came from elsewhere, how far it is, and what could not be taken.
//!
//! Owns `imports_*`: runs with their checkpoint, what each has to report row by row, files that wait to be read, and the
//! pictures that products were promised. Never knows what a row means: reading and writing goods is a flow's.
mod dialect;
mod parts;
mod pictures;
mod runs;
mod schema;

use db::{Db, DbError};
use events::{Job, JobOptions};
use kernel::kinds::ImportId;
use kernel::{Actor, Forbidden};
use serde::{Deserialize, Serialize};

pub use parts::{FILE, PART, PICTURES, PartReader};
pub use pictures::{DuePicture, PictureCounts, Wanted};
pub use runs::{NewRun, Note, NoteKind, Noted, Run, State, Step, Tally};

/// An import writes goods, their prices and their stock: whoever starts one may do all of it.
pub const POWERS: [&str; 3] = ["products.manage", "prices.manage", "inventory.manage"];
/// So many rows of a report are kept a run; further ones are only counted, so that no file can fill the database.
pub const KEPT: u64 = 100_000;

#[derive(Debug, thiserror::Error)]
pub enum ImportsError {
    #[error("there is no such import; it may have been swept away")]
    NotFound,
    #[error("this import cannot do that now; look at it again")]
    NotNow,
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(ImportsError);

impl kernel::Coded for ImportsError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "import_not_found",
            Self::NotNow => "import_not_now",
            Self::Forbidden(_) => "forbidden",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::NotFound => Fault::NotFound,
            Self::NotNow => Fault::Conflict,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Db(e) => e.fault(),
        }
    }
}

/// Takes a stored file in, from its checkpoint on, for a while; orders itself again until it is through.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct RunImport {
    pub run: ImportId,
}
impl Job for RunImport {
    const KIND: &'static str = "imports.run";
    fn options(&self) -> JobOptions {
        JobOptions {
            unique_key: Some(format!("{}:{}", Self::KIND, self.run)),
            // One after the other: two of them would change the same goods.
            ordering_key: Some(Self::KIND.to_owned()),
            priority: -10,
            ..JobOptions::default()
        }
    }
}

/// Fetches what pictures of a run are due, a few at a time; orders itself again while some wait.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct FetchPictures {
    pub run: ImportId,
    /// Not before so many seconds.
    #[serde(default)]
    pub wait: u64,
}
impl Job for FetchPictures {
    const KIND: &'static str = "imports.pictures";
    fn options(&self) -> JobOptions {
        JobOptions {
            unique_key: Some(format!("{}:{}", Self::KIND, self.run)),
            priority: -20,
            delay: std::time::Duration::from_secs(self.wait),
            ..JobOptions::default()
        }
    }
}

#[derive(Clone)]
pub struct Imports {
    db: Db,
}

impl Imports {
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// # Errors
    /// The first of [`POWERS`] that the actor lacks.
    pub fn require(actor: &Actor) -> Result<(), Forbidden> {
        POWERS.into_iter().try_for_each(|power| actor.require(power))
    }
}
