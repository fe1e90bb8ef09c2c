//! What a form shows: what was typed, and what is wrong with it.
use std::collections::BTreeMap;

/// The values of a form's fields by name, with a sentence for each that will not do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    values: BTreeMap<String, String>,
    /// In the order they are to be mended; already in the reader's language.
    pub wrong: Vec<(String, String)>,
}

impl Form {
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// Notes that `name` will not do, and why.
    pub fn refuse(&mut self, name: &str, sentence: impl Into<String>) {
        self.wrong.push((name.to_owned(), sentence.into()));
    }

    pub fn is_fine(&self) -> bool {
        self.wrong.is_empty()
    }

    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    pub fn is(&self, name: &str, value: &str) -> bool {
        self.value(name) == value
    }

    pub fn error(&self, name: &str) -> Option<&str> {
        self.wrong.iter().find(|(field, _)| field == name).map(|(_, sentence)| sentence.as_str())
    }

    /// How `data-edit` begins: a form that comes back with errors is not saved.
    pub fn state(&self) -> &'static str {
        if self.is_fine() { "" } else { "unsaved" }
    }
}
