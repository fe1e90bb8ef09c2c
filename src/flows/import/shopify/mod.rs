//! Shopify's product CSV export, as a stream of products.
//!
//! One product is a run of rows with the same handle: the first carries the texts, each further row a
//! variant, an image, or both. Rows are read one by one and never held together, so a file may be of any
//! size: a record is at most [`super::file::MAX_RECORD`] and a product at most [`super::file::MAX_PRODUCT`] bytes large.
//!
//! A product with a faulty row is not half imported: its problems come out instead of it, and reading goes on
//! with the next product.
mod columns;
mod drafts;
mod group;
mod model;

use std::io::Read;

use kernel::Currency;

use super::file::{FileError as ImportError, RowProblem};
use super::records;
pub(super) use drafts::Drafts;
pub use model::{ImportedImage, ImportedProduct, ImportedVariant, Note, OutOfStock, Remark, Status};

/// The products of one file, in its order. Ends after a problem that leaves the rest unreadable.
pub struct Reader<R> {
    records: records::Records<R>,
    columns: columns::Columns,
    groups: group::Groups,
    /// The first row of the next product, read while ending the one before.
    ahead: Option<records::Row>,
    waiting: std::collections::VecDeque<RowProblem>,
    done: bool,
}

/// Begins to read a Shopify product export. Prices are amounts of `currency`: the file does not name one.
///
/// Text is UTF-8, with or without a byte order mark; a record that is not UTF-8 is read as Windows-1252.
///
/// # Errors
/// No header line, columns that are missing, another separator, UTF-16, or a reader that fails.
pub fn read<R: Read>(reader: R, currency: Currency) -> Result<Reader<R>, ImportError> {
    let mut records = records::Records::new(reader);
    let columns = columns::Columns::find(&records.header()?)?;
    let groups = group::Groups::new(currency);
    Ok(Reader { records, columns, groups, ahead: None, waiting: Default::default(), done: false })
}

impl<R: Read> Reader<R> {
    /// The next product or all of its problems; `None` at the end.
    pub(super) fn group(&mut self) -> Option<Result<ImportedProduct, Vec<RowProblem>>> {
        if !self.waiting.is_empty() {
            return Some(Err(self.waiting.drain(..).collect()));
        }
        let first = match self.ahead.take() {
            Some(row) => row,
            None => match self.row()? {
                Ok(row) => row,
                Err(problem) => return Some(Err(vec![problem])),
            },
        };
        let mut product = self.groups.begin(&self.columns, &first);
        self.groups.add(&mut product, &self.columns, &first);
        let mut broken = None;
        loop {
            match self.row() {
                None => break,
                Some(Err(problem)) => {
                    broken = Some(problem);
                    break;
                }
                Some(Ok(row)) if product.owns(self.columns.text(&row, columns::Column::Handle)) => {
                    self.groups.add(&mut product, &self.columns, &row);
                }
                Some(Ok(row)) => {
                    self.ahead = Some(row);
                    break;
                }
            }
        }
        self.waiting.extend(broken);
        Some(product.finish())
    }

    fn row(&mut self) -> Option<Result<records::Row, RowProblem>> {
        if self.done {
            return None;
        }
        let next = self.records.next();
        self.done = matches!(next, None | Some(Err(_)));
        next
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<ImportedProduct, RowProblem>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.waiting.pop_front() {
            Some(problem) => Some(Err(problem)),
            None => self.group().and_then(|whole| match whole {
                Ok(product) => Some(Ok(product)),
                Err(problems) => {
                    // One after the other; what ended the file comes behind them.
                    let behind = std::mem::take(&mut self.waiting);
                    self.waiting = problems.into_iter().chain(behind).collect();
                    self.waiting.pop_front().map(Err)
                }
            }),
        }
    }
}

#[cfg(test)]
mod tests;
