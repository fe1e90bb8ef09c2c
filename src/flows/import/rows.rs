//! Tables of stock and of prices: a row an article, by SKU.
use std::io::Read;

use kernel::Currency;

use super::cell;
use super::draft::{Draft, Next, Notes, Once, PriceDraft, StockDraft, StockLevel};
use super::file::FileError;
use super::records::{Records, Row};
use super::table::Columns;

type Make = Box<dyn Fn(&Columns, &Row, &mut Notes) -> Option<Draft>>;

/// The rows of one table.
pub(super) struct Rows<R> {
    records: Records<R>,
    columns: Columns,
    seen: Once,
    make: Make,
}

fn open<R: Read>(reader: R, wanted: &[&str], make: Make) -> Result<Rows<R>, FileError> {
    let mut records = Records::new(reader);
    let columns = Columns::of(&records.header()?);
    columns.require(wanted, "Export the same here to see how the first line looks")?;
    Ok(Rows { records, columns, seen: Once::default(), make })
}

/// `sku`, `location`, `on_hand`, `beyond_stock`.
///
/// # Errors
/// Columns that are missing; a file that cannot be read.
pub(super) fn stock<R: Read>(reader: R) -> Result<Rows<R>, FileError> {
    let make = |columns: &Columns, row: &Row, notes: &mut Notes| {
        let text = |name| columns.text(&row.fields, name);
        let mut units = |name| {
            let read = notes.take(row.line, name, text(name), cell::whole(text(name)))?;
            if read.is_some_and(|n| !(0..=i64::from(i32::MAX)).contains(&n)) {
                let wrong = ("is not a number of units", "Write a whole number of 0 or more");
                notes.wrong(row.line, name, text(name), wrong);
                return None;
            }
            Some(read)
        };
        let (on_hand, beyond) = (units("on_hand")?, units("beyond_stock")?);
        Some(Draft::Stock(StockDraft {
            line: row.line,
            sku: text("sku").to_owned(),
            location: text("location").to_owned(),
            stock: StockLevel { on_hand, beyond },
        }))
    };
    open(reader, &["sku", "on_hand"], Box::new(make))
}

/// `sku`, `currency`, `price`, `compare_at_price`.
///
/// # Errors
/// Columns that are missing; a file that cannot be read.
pub(super) fn prices<R: Read>(reader: R, currency: Currency) -> Result<Rows<R>, FileError> {
    let make = move |columns: &Columns, row: &Row, notes: &mut Notes| {
        let text = |name| columns.text(&row.fields, name);
        let named = text("currency");
        if !named.is_empty() && named != currency.as_str() {
            let why = format!("is not what this shop sells in: {currency}");
            notes.wrong(row.line, "currency", named, (&why, "Write prices in the shop's currency"));
            return None;
        }
        if text("price").is_empty() {
            notes.wrong(row.line, "price", "", ("is blank", "Write a price like 12.90; 0 is allowed"));
            return None;
        }
        let price = notes.take(row.line, "price", text("price"), cell::price(text("price"), currency))?;
        let compare_at = match text("compare_at_price") {
            "" => None,
            was => Some(notes.take(row.line, "compare_at_price", was, cell::price(was, currency))?),
        };
        if compare_at.is_some_and(|was| was.amount <= price.amount) {
            let wrong = ("is not above the price", "Leave it blank, or write what it cost before");
            notes.wrong(row.line, "compare_at_price", text("compare_at_price"), wrong);
            return None;
        }
        Some(Draft::Price(PriceDraft { line: row.line, sku: text("sku").to_owned(), price, compare_at }))
    };
    open(reader, &["sku", "price"], Box::new(make))
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        let row = match self.records.next()? {
            Ok(row) => row,
            Err(problem) => return Some(Err(vec![problem.into()])),
        };
        let sku = self.columns.text(&row.fields, "sku");
        let mut notes = Notes::of(sku);
        let place = self.columns.text(&row.fields, "location");
        if let Some((column, text)) = self.columns.formula(&row.fields) {
            notes.wrong(row.line, column, text, cell::FORMULA);
        } else if sku.is_empty() {
            notes.wrong(row.line, "sku", "", ("is blank", "Write the SKU of the article"));
        } else if let Some(earlier) = self.seen.see(&format!("{sku}\u{1f}{place}"), row.line) {
            let remedy = format!("Line {earlier} has it already: remove one of the two");
            notes.wrong(row.line, "sku", sku, ("appears twice", &remedy));
        }
        if notes.has_problems() {
            return Some(Err(notes.problems()));
        }
        Some((self.make)(&self.columns, &row, &mut notes).ok_or_else(|| notes.problems()))
    }
}
