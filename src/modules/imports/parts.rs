//! Files that wait in the database, in parts of one length: every instance can read them, and a copy of the database
//! holds them too.
use std::io::{self, Read, Seek, SeekFrom};

use db::{Conn, Db, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::ImportId;

use crate::schema::{imports_parts as t, imports_runs as runs_t};
use crate::{Imports, ImportsError, dialect};

/// Bytes of every part but the last.
pub const PART: usize = 256 * 1024;
/// The file of goods.
pub const FILE: &str = "file";
/// An archive of pictures.
pub const PICTURES: &str = "pictures";

impl Imports {
    /// Puts a part where it belongs. All but the last are [`PART`] long.
    pub fn put_part(
        tx: &mut Tx<'_>,
        run: ImportId,
        which: &str,
        seq: i64,
        bytes: &[u8],
    ) -> Result<(), ImportsError> {
        dialect::put_part(tx, run, which, seq, bytes)?;
        Ok(())
    }

    /// Reads a stored file from its beginning. One that was never stored is empty.
    pub fn reader(&self, run: ImportId, which: &'static str) -> Result<PartReader, ImportsError> {
        let size = self.db.read_now(|c| -> Result<u64, ImportsError> {
            let last: Option<i64> = t::table
                .filter(t::run.eq(run))
                .filter(t::which.eq(which))
                .select(diesel::dsl::max(t::seq))
                .first(c)?;
            let Some(last) = last else { return Ok(0) };
            let end = part(c, run, which, last)?.len();
            Ok(last.max(0) as u64 * PART as u64 + end as u64)
        })?;
        Ok(PartReader { db: self.db.clone(), run, which, size, at: 0, held: None })
    }

    /// Whether a file of this name was stored.
    pub fn has_file_in(conn: &mut Conn, run: ImportId, which: &str) -> Result<bool, ImportsError> {
        let there = t::table.filter(t::run.eq(run)).filter(t::which.eq(which));
        Ok(diesel::select(diesel::dsl::exists(there)).get_result(conn)?)
    }

    /// Removes the files of runs that ended before `before`, a few parts at a time; how many.
    pub fn sweep(tx: &mut Tx<'_>, before: Micros, limit: i64) -> Result<usize, ImportsError> {
        let ended: Vec<(ImportId, String, i64)> = t::table
            .inner_join(runs_t::table.on(runs_t::id.eq(t::run)))
            .filter(runs_t::updated_at.lt(before.0))
            .order((t::run.asc(), t::which.asc(), t::seq.asc()))
            .limit(limit)
            .select((t::run, t::which, t::seq))
            .load(&mut **tx)?;
        for key in &ended {
            diesel::delete(t::table.find((key.0, &key.1, key.2))).execute(&mut **tx)?;
        }
        Ok(ended.len())
    }
}

diesel::allow_tables_to_appear_in_same_query!(t, runs_t);

fn part(conn: &mut Conn, run: ImportId, which: &str, seq: i64) -> QueryResult<Vec<u8>> {
    t::table.find((run, which, seq)).select(t::bytes).first(conn)
}

/// A stored file. Asks the database for a part at a time: for threads that may block.
pub struct PartReader {
    db: Db,
    run: ImportId,
    which: &'static str,
    size: u64,
    at: u64,
    held: Option<(i64, Vec<u8>)>,
}

impl PartReader {
    /// Bytes of the whole file.
    pub fn size(&self) -> u64 {
        self.size
    }
}

impl Read for PartReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.size || buffer.is_empty() {
            return Ok(0);
        }
        let seq = i64::try_from(self.at / PART as u64).unwrap_or(i64::MAX);
        if self.held.as_ref().is_none_or(|(held, _)| *held != seq) {
            let (run, which) = (self.run, self.which);
            let bytes = self.db.read_now(|c| -> Result<Vec<u8>, ImportsError> { Ok(part(c, run, which, seq)?) });
            self.held = Some((seq, bytes.map_err(io::Error::other)?));
        }
        let Some((_, bytes)) = &self.held else { return Ok(0) };
        let from = (self.at % PART as u64) as usize;
        let rest = bytes.get(from..).unwrap_or_default();
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.at += n as u64;
        Ok(n)
    }
}

impl Seek for PartReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => i128::from(at),
            SeekFrom::End(by) => i128::from(self.size) + i128::from(by),
            SeekFrom::Current(by) => i128::from(self.at) + i128::from(by),
        };
        self.at = u64::try_from(at).map_err(|_| io::Error::other("before the beginning"))?;
        Ok(self.at)
    }
}
