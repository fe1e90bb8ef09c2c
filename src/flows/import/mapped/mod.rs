//! Tables and objects of any shop, by a mapping file that says which of their columns become what.
mod build;
mod cells;
mod spec;

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};

use csv::StringRecord;
use imports::Note;
use kernel::Currency;
use serde_json::{Map, Value};

use super::cell;
use super::draft::{Next, Notes, Once};
use super::file::{FileError, MAX_PRODUCT, MAX_RECORD, problem};
use super::records::{Records, Row};
use super::table::Columns;
use build::{At, Builder};
use cells::{Object, TableRow};
pub use spec::{Format, Mapping};

/// Our own form, which exports write: `docs/import.md` describes it.
pub const OURS: &str = include_str!("../../../../examples/import/products.toml");

/// The products of a table.
struct Table<R> {
    builder: Builder,
    columns: Columns,
    records: Records<R>,
    ahead: Option<Row>,
    broken: Option<Note>,
    waiting: VecDeque<Next>,
    done: bool,
}

/// The products of a file with an object a line.
struct Objects<R> {
    builder: Builder,
    reader: BufReader<R>,
    line: u64,
    done: bool,
}

/// Begins to read a file as its mapping says.
///
/// # Errors
/// A head without columns that the mapping needs; a file that cannot be read.
pub(super) fn read<R: Read + 'static>(
    reader: R,
    mapping: Mapping,
    currency: Currency,
) -> Result<Box<dyn Iterator<Item = Next>>, FileError> {
    let format = mapping.format;
    let builder = Builder { currency, skus: Once::default(), handles: Once::default(), mapping };
    if format == Format::Ndjson {
        return Ok(Box::new(Objects { builder, reader: BufReader::new(reader), line: 0, done: false }));
    }
    let separator = builder.mapping.separator.map_or(b',', |s| u8::try_from(s).unwrap_or(b','));
    let mut records = Records::separated(reader, separator);
    let columns = Columns::of(&records.header()?);
    if !builder.mapping.optional {
        let wanted = builder.mapping.columns();
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        columns.require(&wanted, "The mapping names them: correct it, or the first line")?;
    } else {
        columns.require(&["handle", "sku"], "Export products here to see how the first line looks")?;
    }
    Ok(Box::new(Table {
        builder,
        columns,
        records,
        ahead: None,
        broken: None,
        waiting: VecDeque::new(),
        done: false,
    }))
}

impl<R: Read> Table<R> {
    fn row(&mut self) -> Option<Row> {
        if self.done {
            return None;
        }
        match self.records.next() {
            Some(Ok(row)) => Some(row),
            Some(Err(problem)) => {
                (self.broken, self.done) = (Some(problem.into()), true);
                None
            }
            None => {
                self.done = true;
                None
            }
        }
    }

    fn name<'r>(&self, fields: &'r StringRecord) -> Option<&'r str> {
        let column = self.builder.mapping.rows.product.as_deref()?;
        Some(self.columns.text(fields, column))
    }
}

impl<R: Read> Iterator for Table<R> {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        if let Some(next) = self.waiting.pop_front() {
            return Some(next);
        }
        let Some(first) = self.ahead.take().or_else(|| self.row()) else {
            return self.broken.take().map(|note| Err(vec![note]));
        };
        let mut rows = vec![first];
        let mut bytes = rows[0].fields.as_slice().len();
        while self.builder.mapping.rows.product.is_some() {
            let Some(row) = self.row() else { break };
            let own = self.name(&row.fields).unwrap_or_default();
            if !own.is_empty() && Some(own) != self.name(&rows[0].fields) {
                self.ahead = Some(row);
                break;
            }
            bytes += row.fields.as_slice().len();
            if bytes <= MAX_PRODUCT {
                rows.push(row);
            }
        }
        let mut notes = Notes::of(self.name(&rows[0].fields).unwrap_or_default());
        if bytes > MAX_PRODUCT {
            let wrong = ("has rows of more than 8 MiB", "Split the product into several");
            notes.wrong(rows[0].line, "row", "", wrong);
            return Some(Err(notes.problems()));
        }
        if let Some(row) = rows.iter().find(|r| r.windows_1252) {
            notes.remark(row.line, "not UTF-8, so it was read as Windows-1252; check its accents");
        }
        for row in &rows {
            if let Some((column, text)) = self.columns.formula(&row.fields) {
                notes.wrong(row.line, column, text, cell::FORMULA);
            }
        }
        if notes.has_problems() {
            return Some(Err(notes.problems()));
        }
        let cells: Vec<TableRow<'_>> =
            rows.iter().map(|r| TableRow { columns: &self.columns, fields: &r.fields }).collect();
        let at: Vec<At<'_>> = rows.iter().zip(&cells).map(|(r, cells)| At { line: r.line, cells }).collect();
        let again = self.builder.mapping.rows.prices_follow
            && self.name(&rows[0].fields).is_some_and(|name| self.builder.handles.has(name));
        if again {
            self.waiting = at.iter().map(|at| self.builder.price_row(at)).collect();
            return self.waiting.pop_front();
        }
        let variants = if self.builder.mapping.rows.first_is_product && at.len() > 1 { &at[1..] } else { &at[..] };
        Some(self.builder.build(&at[0], variants, notes))
    }
}

impl<R: Read> Objects<R> {
    /// The next line; `Err` for one that is too long, which is passed over, or cannot be read.
    fn read_line(&mut self) -> Result<Option<Vec<u8>>, Vec<Note>> {
        let mut text = Vec::new();
        self.line += 1;
        let mut limited = (&mut self.reader).take(MAX_RECORD as u64 + 1);
        if limited.read_until(b'\n', &mut text).map_err(|e| self.broken(&e))? == 0 {
            return Ok(None);
        }
        if text.len() <= MAX_RECORD {
            return Ok(Some(text));
        }
        // The rest of it is passed over, without holding it.
        loop {
            let (n, ended) = match self.reader.fill_buf() {
                Ok([]) => (0, true),
                Ok(buffer) => match buffer.iter().position(|b| *b == b'\n') {
                    Some(end) => (end + 1, true),
                    None => (buffer.len(), false),
                },
                Err(e) => return Err(self.broken(&e)),
            };
            self.reader.consume(n);
            if ended {
                break;
            }
        }
        Err(vec![problem(self.line, "", "row", "", "is larger than 1 MiB", "Shorten it: one product a line")])
    }

    /// The file ends here.
    fn broken(&mut self, e: &std::io::Error) -> Vec<Note> {
        self.done = true;
        let why = format!("cannot be read: {e}");
        vec![problem(self.line, "", "row", "", &why, "Bring the file again; reading stops here")]
    }

    fn object(&mut self, text: &[u8]) -> Next {
        let line = self.line;
        let wrong = |why: &str, remedy: &str, text: &str| Err(vec![problem(line, "", "row", text, why, remedy)]);
        let text = match std::str::from_utf8(text) {
            Ok(text) => text.trim_start_matches('\u{feff}').trim(),
            Err(_) => return wrong("is not UTF-8", "Save the file as UTF-8", ""),
        };
        let object: Map<String, Value> = match serde_json::from_str(text) {
            Ok(object) => object,
            Err(e) => return wrong(&format!("is no JSON object: {e}"), "Write one object a line", text),
        };
        let product = Object { own: &object, within: None };
        let inner = self.builder.mapping.rows.variants.clone();
        let variants: Vec<&Map<String, Value>> = inner
            .and_then(|field| object.get(&field))
            .and_then(Value::as_array)
            .map(|all| all.iter().filter_map(Value::as_object).collect())
            .unwrap_or_default();
        let cells: Vec<Object<'_>> = match &variants[..] {
            [] => vec![Object { own: &object, within: None }],
            all => all.iter().map(|own| Object { own, within: Some(&object) }).collect(),
        };
        let at: Vec<At<'_>> = cells.iter().map(|cells| At { line, cells }).collect();
        self.builder.build(&At { line, cells: &product }, &at, Notes::default())
    }
}

impl<R: Read> Iterator for Objects<R> {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        while !self.done {
            match self.read_line() {
                Err(notes) => return Some(Err(notes)),
                Ok(None) => return None,
                Ok(Some(text)) if text.trim_ascii().is_empty() => {}
                Ok(Some(text)) => return Some(self.object(&text)),
            }
        }
        None
    }
}
