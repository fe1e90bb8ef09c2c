//! Import: other shops' files. A reader makes drafts of what a file says, whatever its form; [`Importer`] writes them in
//! small pieces, each with its checkpoint and its part of the report, so that a run goes on where it was stopped.
mod body;
mod cell;
mod draft;
mod fetch;
mod file;
mod magento;
mod mapped;
mod past;
mod pictures;
pub(crate) mod records;
mod report;
mod rows;
mod run;
mod shelves;
pub mod shopify;
mod spec;
mod stored;
mod table;
mod woocommerce;
mod write;

use std::cell::Cell;
use std::rc::Rc;

pub use body::clean;
pub use fetch::{FetchError, Fetcher};
pub use file::{FileError, MAX_PRODUCT, MAX_RECORD, RowProblem};
pub use pictures::Brought;
pub use report::{Report, head as report_head, lines as report_lines, picture as report_picture, write_csv};
pub use run::{Ended, ImportError, Importer, Source};
pub use spec::{Form, Spec};
pub use stored::Arrival;

/// How many bytes of a file are read, or as good as read.
type Consumed = Rc<Cell<u64>>;

#[cfg(test)]
mod tests;
