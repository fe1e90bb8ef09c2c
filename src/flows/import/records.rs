//! Records with a limit: one line of the table at a time, decoded, in bounded memory.
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use csv::{ByteRecord, ErrorKind, ReaderBuilder, StringRecord};

use super::file::{FileError, MAX_RECORD, RowProblem};

const UNCLOSED: &str = "Look for a quote that is opened on this line and never closed; reading stops here";

/// How much the CSV reader fetches at once; so much may lie beyond the record being read.
const BUFFER: usize = 64 * 1024;

/// One record as text.
pub struct Row {
    /// Where it begins; the header is line 1.
    pub line: u64,
    pub fields: StringRecord,
    pub windows_1252: bool,
}

/// Put behind the end of the file: a record of its own, unless a quote was never closed.
const END: &[u8] = b"\n\x1Dend of file\x1D\n";

/// Counts what is read for the current record, and refuses past the limit: the CSV reader gathers a
/// record in memory until it ends, and one with a never-closed quote only ends with the file.
///
/// On the way every line end becomes `\n`, so that line numbers are right whatever wrote the file.
struct Limited<R> {
    inner: R,
    fetched: Rc<Cell<usize>>,
    after_cr: bool,
    /// How much of [`END`] has been handed out.
    ended: usize,
}

impl<R: Read> Limited<R> {
    fn end(&mut self, buffer: &mut [u8]) -> usize {
        let rest = &END[self.ended..];
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.ended += n;
        n
    }

    /// Turns `\r\n` and `\r` into `\n` in place; returns how many bytes are left of `n`.
    fn plain_line_ends(&mut self, buffer: &mut [u8], n: usize) -> usize {
        let mut kept = 0;
        for i in 0..n {
            let byte = buffer[i];
            if !(byte == b'\n' && self.after_cr) {
                buffer[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
            self.after_cr = byte == b'\r';
        }
        kept
    }
}

/// The mark of our own refusal among other I/O errors.
#[derive(Debug, thiserror::Error)]
#[error("a record larger than 1 MiB")]
struct TooLong;

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.fetched.get() > MAX_RECORD + BUFFER {
                return Err(io::Error::other(TooLong));
            }
            let n = if self.ended > 0 { 0 } else { self.inner.read(buffer)? };
            if n == 0 {
                return Ok(self.end(buffer));
            }
            self.fetched.set(self.fetched.get() + n);
            match self.plain_line_ends(buffer, n) {
                0 => continue,
                kept => return Ok(kept),
            }
        }
    }
}

/// The records of a file, header first.
pub struct Records<R> {
    csv: csv::Reader<Limited<R>>,
    fetched: Rc<Cell<usize>>,
    raw: ByteRecord,
}

impl<R: Read> Records<R> {
    pub fn new(inner: R) -> Self {
        Self::separated(inner, b',')
    }

    /// Fields are separated by `separator`.
    pub fn separated(inner: R, separator: u8) -> Self {
        let fetched = Rc::new(Cell::new(0));
        let limited = Limited { inner, fetched: Rc::clone(&fetched), after_cr: false, ended: 0 };
        let csv = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .buffer_capacity(BUFFER)
            .from_reader(limited);
        Self { csv, fetched, raw: ByteRecord::new() }
    }

    /// The column names.
    ///
    /// # Errors
    /// An empty file, UTF-16, an endless first line, or a reader that fails.
    pub fn header(&mut self) -> Result<StringRecord, FileError> {
        let more = self.csv.read_byte_record(&mut self.raw).map_err(|e| match e.into_kind() {
            ErrorKind::Io(e) if too_long(&e) => FileError::HeaderTooLong,
            ErrorKind::Io(e) => FileError::Io(e),
            other => FileError::Io(io::Error::other(format!("{other:?}"))),
        })?;
        let first = self.raw.get(0).unwrap_or_default();
        if first.starts_with(b"\xFF\xFE") || first.starts_with(b"\xFE\xFF") {
            return Err(FileError::Utf16);
        }
        if !more || is_end(&self.raw) || self.raw.iter().all(<[u8]>::is_empty) {
            return Err(FileError::Empty);
        }
        Ok(decode(&self.raw).0)
    }

    /// The next record that is not blank. After a problem the rest cannot be trusted.
    pub fn next(&mut self) -> Option<Result<Row, RowProblem>> {
        loop {
            self.fetched.set(0);
            let line = self.csv.position().line();
            let trouble =
                |why, remedy| RowProblem { line, handle: None, column: "row", value: String::new(), why, remedy };
            match self.csv.read_byte_record(&mut self.raw) {
                Ok(false) => return None,
                Ok(true) => {}
                Err(e) => {
                    return Some(Err(match e.kind() {
                        ErrorKind::Io(e) if too_long(e) => trouble("is larger than 1 MiB", UNCLOSED),
                        _ => trouble("cannot be read", "Upload the file again; reading stops here"),
                    }));
                }
            }
            if is_end(&self.raw) {
                return None;
            }
            if self.raw.as_slice().len() > MAX_RECORD {
                return Some(Err(trouble("is larger than 1 MiB", UNCLOSED)));
            }
            if self.raw.as_slice().ends_with(END) {
                return Some(Err(trouble("runs to the end of the file", UNCLOSED)));
            }
            if self.raw.iter().all(|field| field.trim_ascii().is_empty()) {
                continue;
            }
            // Counted back from where the record ends: the reader's own mark is before any blank lines.
            let inside = self.raw.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
            let line = self.csv.position().line().saturating_sub(1 + inside);
            let (fields, windows_1252) = decode(&self.raw);
            return Some(Ok(Row { line, fields, windows_1252 }));
        }
    }
}

fn is_end(raw: &ByteRecord) -> bool {
    raw.len() == 1 && raw.as_slice() == END.trim_ascii()
}

fn too_long(e: &io::Error) -> bool {
    e.get_ref().is_some_and(|inner| inner.is::<TooLong>())
}

/// As UTF-8, or else as Windows-1252. Decided record by record: that needs no look ahead, and since
/// accents in Windows-1252 are hardly ever valid UTF-8, it is as sure as deciding for the whole file.
fn decode(raw: &ByteRecord) -> (StringRecord, bool) {
    match StringRecord::from_byte_record(raw.clone()) {
        Ok(text) => (text, false),
        Err(_) => {
            let read = |field| encoding_rs::WINDOWS_1252.decode_without_bom_handling(field).0;
            (raw.iter().map(read).collect::<Vec<_>>().into(), true)
        }
    }
}
