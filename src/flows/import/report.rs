//! What an import did, row by row, for people and for programs.
use std::fmt;
use std::io::{self, Write};

use db::Db;
use imports::{Imports, ImportsError, Note, NoteKind, Run, Tally};
use kernel::kinds::ImportId;

use crate::sheet::{self, safe};

/// So many problems and so many remarks are written out for people.
const TOLD: i64 = 200;
/// Rows read at once.
const PIECE: i64 = 500;

/// What a run did.
#[derive(Clone, Debug)]
pub struct Report {
    pub run: Run,
    /// The first of them.
    pub problems: Vec<Note>,
    pub remarks: Vec<Note>,
}

impl std::ops::Deref for Report {
    type Target = Tally;
    fn deref(&self) -> &Tally {
        &self.run.tally
    }
}

impl Report {
    /// # Errors
    /// A run that is gone; the database's.
    pub fn of(db: &Db, id: ImportId) -> Result<Self, ImportsError> {
        db.read_now(|c| {
            let mut first = |kind| -> Result<Vec<Note>, ImportsError> {
                Ok(Imports::notes_in(c, id, Some(kind), 0, TOLD)?.into_iter().map(|n| n.note).collect())
            };
            let (problems, remarks) = (first(NoteKind::Problem)?, first(NoteKind::Remark)?);
            Ok(Self { run: Imports::run_in(c, id)?, problems, remarks })
        })
    }

    /// True when the shop is as it was before.
    pub fn changed_nothing(&self) -> bool {
        self.run.dry_run || self.created + self.updated + self.categories == 0
    }
}

/// The first line of a report as a table.
pub fn head() -> Vec<u8> {
    sheet::head(&["kind", "line", "subject", "column", "value", "why", "remedy"])
}

/// Rows of a report as lines of a table.
pub fn lines(notes: &[Note]) -> Vec<u8> {
    let line = |n: &Note| {
        let line = if n.line == 0 { String::new() } else { n.line.to_string() };
        sheet::line([
            n.kind.as_str().to_owned(),
            line,
            safe(&n.subject),
            safe(&n.column),
            safe(&n.value),
            safe(&n.why),
            safe(&n.remedy),
        ])
    };
    notes.iter().flat_map(line).collect()
}

/// Writes every row of a run's report as a table.
///
/// # Errors
/// Whatever the writer says; a database that cannot be read.
pub fn write_csv(db: &Db, id: ImportId, mut out: impl Write) -> io::Result<()> {
    out.write_all(&head())?;
    let mut after = 0;
    loop {
        let rows = db.read_now(|c| Imports::notes_in(c, id, None, after, PIECE)).map_err(io::Error::other)?;
        let Some(last) = rows.last() else { break };
        after = last.seq;
        let notes: Vec<Note> = rows.into_iter().map(|n| n.note).collect();
        out.write_all(&lines(&notes))?;
    }
    let refused = db.read_now(|c| Imports::refused_in(c, id, i64::MAX)).map_err(io::Error::other)?;
    for (source, why) in refused {
        out.write_all(&lines(&[picture(source, why)]))?;
    }
    out.flush()
}

/// A picture that did not come, as a row of the report.
pub fn picture(source: String, why: String) -> Note {
    Note {
        kind: NoteKind::Problem,
        line: 0,
        subject: String::new(),
        column: "picture".into(),
        value: source,
        why,
        remedy: "Import the file again once the picture can be had, or bring it by hand".into(),
    }
}

/// `1 product`, `2 products`.
struct Shown(u64, &'static str, &'static str);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == 1 { self.1 } else { self.2 })
    }
}

impl fmt::Display for Report {
    /// The totals, then the first problems and the first remarks; of what is beyond, the number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Tally { read, created, updated, unchanged, failed, categories, pictures, problems, remarks } =
            self.run.tally;
        let read = match self.run.format.as_str() {
            "stock" | "prices" => Shown(read, "row", "rows"),
            "orders" => Shown(read, "order", "orders"),
            _ => Shown(read, "product", "products"),
        };
        writeln!(
            f,
            "{read} read: {created} created, {updated} updated, {unchanged} unchanged, {failed} left out."
        )?;
        if self.run.dry_run {
            writeln!(f, "This was a trial: nothing was written.")?;
        }
        if categories > 0 {
            writeln!(f, "{} made.", Shown(categories, "category", "categories"))?;
        }
        if pictures > 0 {
            writeln!(f, "{} named.", Shown(pictures, "picture", "pictures"))?;
        }
        list(f, "Left out", &self.problems, problems)?;
        list(f, "Remarks", &self.remarks, remarks)
    }
}

struct Told<'a>(&'a Note);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Note { kind, line, subject, column, value, why, remedy } = self.0;
        write!(f, "line {line}")?;
        if !subject.is_empty() {
            write!(f, " ({subject})")?;
        }
        match kind {
            NoteKind::Problem => write!(f, ", {column}: `{value}` {why}. {remedy}"),
            NoteKind::Remark => write!(f, ": {why}"),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, title: &str, rows: &[Note], all: u64) -> fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n{title}:")?;
    for row in rows {
        writeln!(f, "  {}", Told(row))?;
    }
    match all.saturating_sub(rows.len() as u64) {
        0 => Ok(()),
        more => writeln!(f, "  … and {more} more; the full report has them"),
    }
}
