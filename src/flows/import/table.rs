//! A table's columns by name, and tables whose rows belong together wherever they stand.
use std::collections::HashMap;
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use csv::StringRecord;
use imports::Note;

use super::cell::{is_formula, plain};
use super::file::FileError;
use super::records::{Records, Row};

/// Where each column lies, in any order and any case.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    places: HashMap<String, usize>,
    /// As the file writes them.
    pub names: Vec<String>,
}

impl Columns {
    pub fn of(header: &StringRecord) -> Self {
        let names: Vec<String> =
            header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_owned()).collect();
        let mut places = HashMap::new();
        for (i, name) in names.iter().enumerate() {
            places.entry(name.to_lowercase()).or_insert(i);
        }
        Self { places, names }
    }

    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(&name.to_lowercase())
    }

    /// # Errors
    /// Columns that are missing; fields that are separated by something else.
    pub fn require(&self, wanted: &[&str], hint: &'static str) -> Result<(), FileError> {
        let columns: Vec<String> = wanted.iter().filter(|n| !self.has(n)).map(|n| (*n).to_owned()).collect();
        if columns.is_empty() {
            return Ok(());
        }
        let first = self.names.first().map_or("", String::as_str);
        match [';', '\t', '|'].into_iter().find(|s| self.names.len() < 3 && first.contains(*s)) {
            Some(separator) => Err(FileError::Separator(separator)),
            None => Err(FileError::MissingColumns { columns, hint }),
        }
    }

    /// The text of a column as it was before a spreadsheet was warned of it; empty where the file has none.
    pub fn text<'r>(&self, fields: &'r StringRecord, name: &str) -> &'r str {
        let place = self.places.get(name).or_else(|| self.places.get(&name.to_lowercase()));
        plain(place.and_then(|i| fields.get(*i)).unwrap_or_default())
    }

    /// The first cell that holds a formula instead of a value, with its column.
    pub fn formula<'r>(&'r self, fields: &'r StringRecord) -> Option<(&'r str, &'r str)> {
        let found = fields.iter().enumerate().find(|(_, text)| is_formula(text))?;
        Some((self.names.get(found.0).map_or("", String::as_str), found.1))
    }
}

/// The rows of a table on disk, for as long as it takes: what is kept in memory of each is where it lies and what it
/// belongs to.
pub struct Gathered {
    pub columns: Columns,
    file: BufReader<File>,
    /// By place in the file.
    pub entries: Vec<Entry>,
    hasher: RandomState,
    /// What ended the reading before the file did.
    pub broken: Option<Note>,
}

/// Where a row lies.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub offset: u64,
    /// Of its own name.
    pub key: u64,
    /// Of the name of what it belongs to; 0 for nothing.
    pub parent: u64,
}

/// A file that is gone when nobody reads it any more.
fn scratch() -> io::Result<File> {
    let path = std::env::temp_dir().join(format!("sundry-import-{}", kernel::random_token()));
    let file = File::options().read(true).write(true).create_new(true).open(&path)?;
    // It lives on without a name until it is closed.
    std::fs::remove_file(&path)?;
    Ok(file)
}

fn put(out: &mut impl Write, row: &Row) -> io::Result<u64> {
    out.write_all(&row.line.to_le_bytes())?;
    out.write_all(&(row.fields.len() as u64).to_le_bytes())?;
    let mut n = 16;
    for field in &row.fields {
        out.write_all(&(field.len() as u64).to_le_bytes())?;
        out.write_all(field.as_bytes())?;
        n += 8 + field.len() as u64;
    }
    Ok(n)
}

impl Gathered {
    /// Reads the table once. `names` tells of a row its own name and that of what it belongs to; either may be empty.
    ///
    /// # Errors
    /// A file that cannot be read at all; a disk that is full.
    pub fn read<R: Read>(
        mut records: Records<R>,
        columns: Columns,
        names: impl Fn(&Columns, &StringRecord) -> (String, String),
    ) -> Result<Self, FileError> {
        let mut out = BufWriter::new(scratch()?);
        let (hasher, mut entries, mut broken, mut offset) = (RandomState::new(), Vec::new(), None, 0);
        let key = |name: &str| if name.is_empty() { 0 } else { hasher.hash_one(name.to_lowercase()).max(1) };
        while let Some(next) = records.next() {
            match next {
                Ok(row) => {
                    let (own, parent) = names(&columns, &row.fields);
                    entries.push(Entry { offset, key: key(&own), parent: key(&parent) });
                    offset += put(&mut out, &row)?;
                }
                Err(problem) => broken = Some(problem.into()),
            }
        }
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Self { columns, file: BufReader::new(file), entries, hasher, broken })
    }

    pub fn key(&self, name: &str) -> u64 {
        if name.is_empty() { 0 } else { self.hasher.hash_one(name.to_lowercase()).max(1) }
    }

    /// The row that lies there.
    pub fn row(&mut self, entry: Entry) -> io::Result<(u64, StringRecord)> {
        self.file.seek(SeekFrom::Start(entry.offset))?;
        let mut eight = [0; 8];
        let mut number = |file: &mut BufReader<File>| -> io::Result<u64> {
            file.read_exact(&mut eight)?;
            Ok(u64::from_le_bytes(eight))
        };
        let line = number(&mut self.file)?;
        let fields = number(&mut self.file)?;
        let mut record = StringRecord::new();
        for _ in 0..fields {
            let mut text = vec![0; number(&mut self.file)? as usize];
            self.file.read_exact(&mut text)?;
            record.push_field(std::str::from_utf8(&text).map_err(io::Error::other)?);
        }
        Ok((line, record))
    }
}
