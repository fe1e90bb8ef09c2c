//! A row of a table, or an object: both answer by name.
use std::borrow::Cow;

use csv::StringRecord;
use serde_json::{Map, Value};

use super::super::table::Columns;
use super::spec::{Field, Rule};

/// Whatever has named values.
pub trait Cells {
    /// The values of a name, in order; none where it is blank or missing.
    fn all(&self, name: &str) -> Vec<Cow<'_, str>>;
    /// Every name there is.
    fn names(&self) -> Vec<&str>;

    fn one(&self, name: &str) -> Cow<'_, str> {
        self.all(name).into_iter().next().unwrap_or_default()
    }
}

/// A row under its table's head.
pub struct TableRow<'a> {
    pub columns: &'a Columns,
    pub fields: &'a StringRecord,
}

impl Cells for TableRow<'_> {
    fn all(&self, name: &str) -> Vec<Cow<'_, str>> {
        match self.columns.text(self.fields, name) {
            "" => Vec::new(),
            text => vec![Cow::Borrowed(text)],
        }
    }
    fn names(&self) -> Vec<&str> {
        self.columns.names.iter().map(String::as_str).collect()
    }
}

/// An object, and the one it stands in: what it does not say itself, that one says.
pub struct Object<'a> {
    pub own: &'a Map<String, Value>,
    pub within: Option<&'a Map<String, Value>>,
}

fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(s) => Some(Cow::Borrowed(s.trim())),
        Value::Number(n) => {
            // `56.0` is 56: whole numbers have no point.
            let text = n.to_string();
            Some(Cow::Owned(text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)))
        }
        Value::Bool(true) => Some(Cow::Borrowed("yes")),
        Value::Bool(false) => Some(Cow::Borrowed("no")),
        Value::Object(_) => Some(Cow::Owned(value.to_string())),
        Value::Null | Value::Array(_) => None,
    }
    .filter(|t| !t.is_empty())
}

impl Cells for Object<'_> {
    fn all(&self, name: &str) -> Vec<Cow<'_, str>> {
        let value = self.own.get(name).or_else(|| self.within.and_then(|w| w.get(name)));
        match value {
            Some(Value::Array(items)) => items.iter().filter_map(text).collect(),
            Some(value) => text(value).into_iter().collect(),
            None => Vec::new(),
        }
    }
    fn names(&self) -> Vec<&str> {
        self.own.keys().map(String::as_str).collect()
    }
}

/// The column a value is told by in a report.
pub fn column_of(rule: &Rule) -> &str {
    rule.column.as_deref().or(rule.columns.first().map(String::as_str)).or(rule.text.as_deref()).unwrap_or("row")
}

/// Every value of a field.
pub fn values(field: &Field, cells: &dyn Cells) -> Vec<String> {
    let rule = field.rule();
    let mut found: Vec<String> = Vec::new();
    if let Some(pattern) = &rule.text {
        found.push(filled(pattern, cells));
    }
    for name in rule.column.iter().chain(&rule.columns) {
        for cell in cells.all(name) {
            match &rule.split {
                Some(split) => found.extend(cell.split(split.as_str()).map(|v| v.trim().to_owned())),
                None => found.push(cell.into_owned()),
            }
        }
    }
    if let Some(begins) = &rule.begins {
        found = found.iter().filter_map(|v| v.strip_prefix(begins.as_str())).map(|v| v.trim().to_owned()).collect();
    }
    found.retain(|v| !v.is_empty());
    if found.is_empty() {
        found.extend(rule.default.clone());
    }
    if !rule.means.is_empty() {
        let meaning =
            |v: String| rule.means.get(&v).or_else(|| rule.means.get(&v.to_lowercase())).cloned().unwrap_or(v);
        found = found.into_iter().map(meaning).filter(|v| !v.is_empty()).collect();
    }
    found
}

/// The first value of a field; empty for none.
pub fn value(field: &Field, cells: &dyn Cells) -> String {
    values(field, cells).into_iter().next().unwrap_or_default()
}

/// A text with its `{column}`s filled in.
fn filled(pattern: &str, cells: &dyn Cells) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once('}') else { break };
        out.push_str(&cells.one(name));
        rest = behind;
    }
    out.push_str(rest);
    out.trim().to_owned()
}
