//! Orders of a time before this shop: a row a line, the rows of an order one after another.
mod mapping;
mod sold;
mod write;

use std::collections::HashSet;
use std::io::Read;

use imports::{Note, NoteKind};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use kernel::{Currency, Micros, Money};

use super::cell;
use super::draft::{Draft, Next, Notes};
use super::file::FileError;
use super::records::{Records, Row};
use super::table::Columns;
use mapping::Mapping;
pub use mapping::Unknown;
use sold::Sold;
pub use sold::SoldWith;
pub(super) use write::taken_back;

/// Lines of one order: more is a file that is not understood.
const MOST_LINES: usize = 2_000;

/// An order as its file tells it.
#[derive(Debug, Clone)]
pub struct PastDraft {
    /// Where its first row stands.
    pub line: u64,
    /// As it is kept here: with the prefix.
    pub number: String,
    pub placed_at: Micros,
    /// What the other shop called the buyer; may be empty.
    pub customer: String,
    pub email: String,
    /// ISO 3166 alpha-2, or empty.
    pub country: String,
    pub lines: Vec<PastLine>,
    /// What delivery cost, in minor units.
    pub delivery: i64,
    pub currency: Currency,
    pub unknown: Unknown,
    /// Rows that were left out, and what may surprise.
    pub notes: Vec<Note>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastLine {
    pub sku: String,
    pub title: String,
    pub quantity: i64,
    pub unit: Money,
}

/// Units that came back, with the orders that they were sold with.
#[derive(Debug, Clone)]
pub struct TakenBackDraft {
    /// Where its first row stands.
    pub line: u64,
    /// As the file calls it.
    pub number: String,
    pub at: Micros,
    /// An article, and the orders it was sold with.
    pub units: Vec<(String, SoldWith)>,
    /// Rows whose order is not known.
    pub notes: Vec<Note>,
}

/// Looks at a mapping before a file is brought.
///
/// # Errors
/// [`FileError::Mapping`].
pub(super) fn check(text: Option<&str>) -> Result<(), FileError> {
    Mapping::parse(text).map(drop)
}

/// The orders of one table.
pub(super) struct Past<R> {
    records: Records<R>,
    columns: Columns,
    mapping: Mapping,
    zone: TimeZone,
    currency: Currency,
    /// The first row of the next order.
    ahead: Option<Row>,
    /// A row that could not be read, to be told after what came before it.
    broken: Option<Note>,
    /// Numbers that were there; forty bytes each.
    seen: HashSet<String>,
    sold: Sold,
}

/// # Errors
/// Columns that are missing; a mapping or a file that cannot be read.
pub(super) fn read<R: Read>(reader: R, mapping: Option<&str>, currency: Currency) -> Result<Past<R>, FileError> {
    let mapping = Mapping::parse(mapping)?;
    let zone = mapping.zone()?;
    let mut records = Records::new(reader);
    let columns = Columns::of(&records.header()?);
    let names = &mapping.columns;
    let wanted = [&names.number, &names.placed_at, &names.sku, &names.quantity, &names.price].map(String::as_str);
    columns.require(&wanted, "Name the file's own columns in a mapping: [columns] number = \"Invoice\"")?;
    Ok(Past {
        records,
        columns,
        mapping,
        zone,
        currency,
        ahead: None,
        broken: None,
        seen: HashSet::new(),
        sold: Sold::default(),
    })
}

impl<R: Read> Past<R> {
    fn text<'r>(&self, row: &'r Row, name: &str) -> &'r str {
        self.columns.text(&row.fields, name).trim()
    }

    fn row(&mut self) -> Option<Row> {
        if let Some(row) = self.ahead.take() {
            return Some(row);
        }
        match self.records.next()? {
            Ok(row) => Some(row),
            Err(problem) => {
                self.broken = Some(problem.into());
                None
            }
        }
    }

    /// The rows of one order.
    fn rows(&mut self) -> Option<(String, Vec<Row>)> {
        let first = self.row()?;
        let number = self.text(&first, &self.mapping.columns.number).to_owned();
        let mut rows = vec![first];
        while let Some(row) = self.row() {
            if self.text(&row, &self.mapping.columns.number) != number {
                self.ahead = Some(row);
                break;
            }
            rows.push(row);
        }
        Some((number, rows))
    }

    fn order(&mut self, number: &str, rows: &[Row]) -> Next {
        let (first, names) = (&rows[0], self.mapping.columns.clone());
        let mut notes = Notes::of(number);
        let line = first.line;
        if number.is_empty() || number.chars().count() > 60 {
            notes.wrong(line, &names.number, number, ("is no number of an order", "Write up to 60 characters"));
            return Err(notes.problems());
        }
        if self.mapping.cancelled.as_ref().is_some_and(|prefix| number.starts_with(prefix.as_str())) {
            return self.taken_back(number, rows);
        }
        if !self.seen.insert(number.to_owned()) {
            let wrong =
                ("came before: these rows are left out", "Sort the file, so that an order's rows stand together");
            notes.wrong(line, &names.number, number, wrong);
            return Err(notes.problems());
        }
        let when = self.text(first, &names.placed_at);
        let Some(placed_at) = self.time(when) else {
            let wrong = ("is no time", "Write it like 2025-03-31 17:05:00");
            notes.wrong(line, &names.placed_at, when, wrong);
            return Err(notes.problems());
        };
        let mut draft = PastDraft {
            line,
            number: format!("{}{number}", self.mapping.prefix),
            placed_at,
            customer: self.text(first, &names.customer).chars().take(120).collect(),
            email: self.text(first, &names.email).chars().take(254).collect(),
            country: String::new(),
            lines: Vec::new(),
            delivery: 0,
            currency: self.currency,
            unknown: self.mapping.unknown,
            notes: Vec::new(),
        };
        draft.country = self.country(self.text(first, &names.country), line, &mut notes);
        let mut all = std::mem::take(&mut notes.all);
        for row in rows {
            // Each row has its own room for problems: all of them are told.
            let mut own = Notes::of(number);
            self.line(row, &mut draft, &mut own);
            all.extend(own.all);
        }
        if draft.lines.is_empty() || draft.lines.len() > MOST_LINES {
            let mut own = Notes::of(number);
            let wrong = ("has no line that can be taken, or too many", "See its rows above");
            own.wrong(line, &names.number, number, wrong);
            all.extend(own.all);
            return Err(all.into_iter().filter(|n| n.kind == NoteKind::Problem).collect());
        }
        draft.notes = all;
        self.sold.remember(&draft);
        Ok(Draft::Past(Box::new(draft)))
    }

    fn line(&self, row: &Row, draft: &mut PastDraft, notes: &mut Notes) {
        let names = &self.mapping.columns;
        if let Some((column, text)) = self.columns.formula(&row.fields) {
            notes.wrong(row.line, column, text, cell::FORMULA);
            return;
        }
        let (sku, title) = (self.text(row, &names.sku), self.text(row, &names.title));
        let (quantity, price) = (self.text(row, &names.quantity), self.text(row, &names.price));
        if sku.is_empty() || sku.chars().count() > 80 {
            notes.wrong(
                row.line,
                &names.sku,
                sku,
                ("is no SKU", "Write the article's SKU, of up to 80 characters"),
            );
            return;
        }
        let Some(units) = notes.take(row.line, &names.quantity, quantity, cell::whole(quantity)) else { return };
        let units = units.unwrap_or(0);
        if !(1..=1_000_000).contains(&units) {
            let why =
                if units < 0 { "takes something back without an order" } else { "is no number of units sold" };
            notes.wrong(row.line, &names.quantity, quantity, (why, "Left out: an order has 1 to 1,000,000 units"));
            return;
        }
        let Some(unit) = notes.take(row.line, &names.price, price, cell::price(price, self.currency)) else {
            return;
        };
        if self.mapping.delivery.contains(sku) {
            draft.delivery = draft.delivery.saturating_add(unit.amount.saturating_mul(units));
            return;
        }
        if self.mapping.no_goods.contains(sku) {
            notes.wrong(row.line, &names.sku, sku, ("is nothing one can buy", "Left out, as the mapping says"));
            return;
        }
        if unit.amount == 0 {
            notes.wrong(row.line, &names.price, price, ("is nothing: it was not sold", "Left out"));
            return;
        }
        if unit.amount.checked_mul(units).is_none_or(|sum| sum > i64::MAX / 1_000_000) {
            notes.wrong(row.line, &names.price, price, ("is too much", "Look whether the point is missing"));
            return;
        }
        let title: String = if title.is_empty() { sku } else { title }.chars().take(200).collect();
        let line = PastLine { sku: sku.to_owned(), title, quantity: units, unit };
        if draft.lines.contains(&line) {
            notes.remark(row.line, format!("{sku} stands there twice, the same both times; both are taken"));
        }
        draft.lines.push(line);
    }

    /// Rows that take something back. Such files do not say of which order; where the same buyer bought the same before, at
    /// the same price, it is that one.
    fn taken_back(&mut self, number: &str, rows: &[Row]) -> Next {
        let names = self.mapping.columns.clone();
        let at = self.time(self.text(&rows[0], &names.placed_at)).unwrap_or(Micros(i64::MAX));
        let mut draft = TakenBackDraft {
            line: rows[0].line,
            number: number.to_owned(),
            at,
            units: Vec::new(),
            notes: Vec::new(),
        };
        for row in rows {
            let sku = self.text(row, &names.sku).to_owned();
            let units = cell::whole(self.text(row, &names.quantity)).ok().flatten().unwrap_or(0).checked_neg();
            let unit = cell::price(self.text(row, &names.price), self.currency).ok();
            let buyer = (self.text(row, &names.customer).to_owned(), self.text(row, &names.email).to_owned());
            let sold = match (units.filter(|units| *units > 0), unit) {
                (Some(units), Some(unit)) => {
                    self.sold.take_back((&buyer.0, &buyer.1), &sku, (units, unit.amount), at)
                }
                _ => Vec::new(),
            };
            let mut own = Notes::of(number);
            if sold.is_empty() {
                let quantity = self.text(row, &names.quantity);
                let why = format!("units of {sku} were taken back; the file does not say of which order");
                own.wrong(
                    row.line,
                    &names.quantity,
                    quantity,
                    (&why, "Left out: the orders stay as they were sold"),
                );
            }
            for with in sold {
                own.remark(
                    row.line,
                    format!("{} of {sku} were sold with {}: it is noted there", with.units, with.number),
                );
                draft.units.push((sku.clone(), with));
            }
            draft.notes.extend(own.all);
        }
        if draft.units.is_empty() { Err(draft.notes) } else { Ok(Draft::TakenBack(Box::new(draft))) }
    }

    fn time(&self, text: &str) -> Option<Micros> {
        if let Ok(at) = text.parse::<jiff::Timestamp>() {
            return Some(Micros(at.as_microsecond()));
        }
        let civil = match text.replacen(' ', "T", 1).parse::<DateTime>() {
            Ok(civil) => civil,
            Err(_) => text.parse::<Date>().ok()?.to_datetime(jiff::civil::Time::midnight()),
        };
        let at = civil.to_zoned(self.zone.clone()).ok()?.timestamp();
        Some(Micros(at.as_microsecond())).filter(|at| at.0 >= 0)
    }

    fn country(&self, text: &str, line: u64, notes: &mut Notes) -> String {
        if let Some(code) = self.mapping.countries.get(text) {
            return code.clone();
        }
        if text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
            return text.to_ascii_uppercase();
        }
        if !text.is_empty() {
            notes.remark(line, format!("{text} is no country that is known; name its code under [countries]"));
        }
        String::new()
    }
}

impl<R: Read> Iterator for Past<R> {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        if let Some(note) = self.broken.take() {
            return Some(Err(vec![note]));
        }
        match self.rows() {
            Some((number, rows)) => Some(self.order(&number, &rows)),
            None => Some(Err(vec![self.broken.take()?])),
        }
    }
}
