//! What the books find wrong.

/// A promise of the shop that its data does not keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which invariant: `I1`, `I4`, …
    pub check: &'static str,
    /// What is wrong, in one sentence with its amounts.
    pub sentence: String,
    /// What it is about, as ids are written for people; `sundry inspect` takes them.
    pub ids: Vec<String>,
}

impl Breach {
    pub fn new(check: &'static str, sentence: impl Into<String>) -> Self {
        Self { check, sentence: sentence.into(), ids: Vec::new() }
    }

    /// The same, about one thing more.
    #[must_use]
    pub fn of(mut self, id: impl ToString) -> Self {
        self.ids.push(id.to_string());
        self
    }
}

impl std::fmt::Display for Breach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence)?;
        if self.ids.is_empty() { Ok(()) } else { write!(f, " [{}]", self.ids.join(", ")) }
    }
}
