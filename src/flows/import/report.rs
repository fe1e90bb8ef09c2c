//! What an import did, row by row, for people and for programs.
use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};

use serde::Serialize;

use super::shopify::RowProblem;

/// So many problems, and so many remarks, are kept with their words; further ones are only counted, so that no file
/// can fill the memory.
pub const KEPT: usize = 100_000;
/// So many of each are written out for people.
const TOLD: usize = 200;

/// A product that was not imported, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The line in the file; the header is line 1.
    pub line: u64,
    /// The product, where that is known.
    pub handle: Option<String>,
    /// The column's name in Shopify's template.
    pub column: Cow<'static, str>,
    /// What the file says, at most 80 characters of it.
    pub value: String,
    /// What is wrong with it.
    pub why: Cow<'static, str>,
    /// What to do about it, as a sentence.
    pub remedy: Cow<'static, str>,
}

impl From<RowProblem> for Problem {
    fn from(p: RowProblem) -> Self {
        Self {
            line: p.line,
            handle: p.handle,
            column: p.column.into(),
            value: p.value,
            why: p.why.into(),
            remedy: p.remedy.into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(handle) = &self.handle {
            write!(f, " ({handle})")?;
        }
        write!(f, ", {}: `{}` {}. {}", self.column, self.value, self.why, self.remedy)
    }
}

/// Something done to a row that the shopkeeper may want to know. The product came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Remarked {
    pub line: u64,
    pub handle: String,
    pub remark: String,
}

/// A line of the report for programs.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Row<'a> {
    Problem(&'a Problem),
    Remark(&'a Remarked),
    Summary(&'a Report),
}

/// What an import did. Products are counted once each: `read = created + updated + unchanged + failed`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Nothing was written: this is what would have been done.
    pub dry_run: bool,
    pub read: u64,
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Products left out. One of them may have several problems.
    pub failed: u64,
    /// Categories that were made for product types the shop did not know.
    pub categories: u64,
    /// Pictures that the file names. None of them is fetched.
    pub pictures: u64,
    /// Problems and remarks beyond [`KEPT`].
    pub unkept: u64,
    #[serde(skip)]
    pub problems: Vec<Problem>,
    #[serde(skip)]
    pub remarks: Vec<Remarked>,
}

impl Report {
    /// True when the shop is as it was before.
    pub fn changed_nothing(&self) -> bool {
        self.dry_run || self.created + self.updated + self.categories == 0
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        if self.problems.len() < KEPT { self.problems.push(problem) } else { self.unkept += 1 }
    }

    pub(super) fn remark(&mut self, line: u64, handle: &str, remark: impl Into<String>) {
        if self.remarks.len() < KEPT {
            self.remarks.push(Remarked { line, handle: handle.to_owned(), remark: remark.into() });
        } else {
            self.unkept += 1;
        }
    }

    /// Every problem, every remark and the totals: one JSON object a line, told apart by `kind`.
    ///
    /// # Errors
    /// Whatever the writer says.
    pub fn to_ndjson(&self, mut writer: impl Write) -> io::Result<()> {
        let problems = self.problems.iter().map(Row::Problem);
        let rows = problems.chain(self.remarks.iter().map(Row::Remark)).chain([Row::Summary(self)]);
        for row in rows {
            serde_json::to_writer(&mut writer, &row)?;
            writer.write_all(b"\n")?;
        }
        writer.flush()
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
    /// The totals, then the first 200 problems and the first 200 remarks; of what is beyond, the number.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { created, updated, unchanged, failed, .. } = self;
        let read = Shown(self.read, "product", "products");
        writeln!(
            f,
            "{read} read: {created} created, {updated} updated, {unchanged} unchanged, {failed} left out."
        )?;
        if self.dry_run {
            writeln!(f, "This was a trial: nothing was written.")?;
        }
        if self.categories > 0 {
            writeln!(f, "{} made from product types.", Shown(self.categories, "category", "categories"))?;
        }
        if self.pictures > 0 {
            let (named, verb) =
                (Shown(self.pictures, "picture", "pictures"), if self.pictures == 1 { "is" } else { "are" });
            writeln!(f, "{named} {verb} named but not fetched.")?;
        }
        list(f, "Left out", &self.problems)?;
        list(f, "Remarks", &self.remarks)?;
        if self.unkept > 0 {
            writeln!(f, "\n{} problems and remarks more were counted but not kept.", self.unkept)?;
        }
        Ok(())
    }
}

impl fmt::Display for Remarked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} ({}): {}", self.line, self.handle, self.remark)
    }
}

fn list(f: &mut fmt::Formatter<'_>, title: &str, rows: &[impl fmt::Display]) -> fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n{title}:")?;
    for row in rows.iter().take(TOLD) {
        writeln!(f, "  {row}")?;
    }
    match rows.len().saturating_sub(TOLD) {
        0 => Ok(()),
        more => writeln!(f, "  … and {more} more; the full report has them all"),
    }
}
