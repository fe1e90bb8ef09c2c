//! Shopify's product CSV export, as a stream of products.
//!
//! One product is a run of rows with the same handle: the first carries the texts, each further row a
//! variant, an image, or both. Rows are read one by one and never held together, so a file may be of any
//! size: a record is at most [`MAX_RECORD`] and a product at most [`MAX_PRODUCT`] bytes large.
//!
//! A product with a faulty row is not half imported: its problems come out instead of it, and reading goes on
//! with the next product.
mod body;
mod columns;
mod group;
mod model;
mod records;

use std::io::Read;

use kernel::Currency;

pub use body::clean;
pub use model::{
    ImportError, ImportedImage, ImportedProduct, ImportedVariant, Note, OutOfStock, Remark, RowProblem, Status,
};

/// The largest record (one line of the table, quoted line breaks included), in bytes.
pub const MAX_RECORD: usize = 1024 * 1024;
/// The largest product over all of its rows, in bytes.
pub const MAX_PRODUCT: usize = 8 * 1024 * 1024;

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
    /// The next product or its problems; `None` at the end.
    fn group(&mut self) -> Option<Result<ImportedProduct, RowProblem>> {
        let first = match self.ahead.take() {
            Some(row) => row,
            None => match self.row()? {
                Ok(row) => row,
                Err(problem) => return Some(Err(problem)),
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
        let product = match product.finish() {
            Ok(product) => Some(Ok(product)),
            Err(problems) => {
                self.waiting.extend(problems);
                self.waiting.pop_front().map(Err)
            }
        };
        self.waiting.extend(broken);
        product
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
            None => self.group(),
        }
    }
}

#[cfg(test)]
mod tests;
