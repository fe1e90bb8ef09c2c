//! What any file may be, and what may be wrong with one as a whole or with one value in it.
use imports::{Note, NoteKind};

/// The largest record (one line of the table, quoted line breaks included), in bytes.
pub const MAX_RECORD: usize = 1024 * 1024;
/// The largest product over all of its rows, in bytes.
pub const MAX_PRODUCT: usize = 8 * 1024 * 1024;

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("the file is empty; export it again")]
    Empty,
    #[error("these columns are missing: {}. {hint}", .columns.join(", "))]
    MissingColumns { columns: Vec<String>, hint: &'static str },
    #[error("the columns are separated by `{0}`; save the file again as CSV with commas")]
    Separator(char),
    #[error("the file is UTF-16; save it again as \"CSV UTF-8\"")]
    Utf16,
    #[error("the first line does not end within 1 MiB; look for a quote that is never closed")]
    HeaderTooLong,
    #[error("the mapping cannot be read: {0}")]
    Mapping(String),
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
}

/// A value in the file that cannot be taken, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {column}: `{value}` {why}. {remedy}")]
pub struct RowProblem {
    pub line: u64,
    /// The product it belongs to, where that is known.
    pub handle: Option<String>,
    /// The column's name in Shopify's template.
    pub column: &'static str,
    /// What the file says, at most 80 characters of it.
    pub value: String,
    /// What is wrong with it: `is not an amount`.
    pub why: &'static str,
    /// What to do, as a sentence.
    pub remedy: &'static str,
}

impl From<RowProblem> for Note {
    fn from(p: RowProblem) -> Self {
        problem(p.line, p.handle.as_deref().unwrap_or_default(), p.column, &p.value, p.why, p.remedy)
    }
}

/// Something of the file that is not taken.
pub fn problem(line: u64, subject: &str, column: &str, value: &str, why: &str, remedy: &str) -> Note {
    Note {
        kind: NoteKind::Problem,
        line,
        subject: subject.chars().take(200).collect(),
        column: column.to_owned(),
        value: value.chars().take(80).collect(),
        why: why.to_owned(),
        remedy: remedy.to_owned(),
    }
}

/// Something that was taken, and may surprise.
pub fn remark(line: u64, subject: &str, what: impl Into<String>) -> Note {
    Note {
        kind: NoteKind::Remark,
        line,
        subject: subject.chars().take(200).collect(),
        column: String::new(),
        value: String::new(),
        why: what.into(),
        remedy: String::new(),
    }
}
