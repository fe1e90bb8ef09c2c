//! Where terms stand, looked up once until the index changes: questions have the same words again and again, each word is
//! looked for in many forms and parts, and most of those are nowhere.
use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::RwLock;
use tantivy::Term;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};

use super::EngineError;
use super::view::View;

/// Of so many words, and terms a field, something is kept: of a term a quarter of a kilobyte, where it is found.
const KEPT: usize = 4_096;

/// Something found out about words: people ask for the same ones, and slip in the same ways.
pub(crate) struct KeptWords<T>(RwLock<HashMap<Box<str>, Arc<[T]>>>);

impl<T> Default for KeptWords<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T> KeptWords<T> {
    /// What is kept of a word, or found out now.
    pub fn of(&self, word: &str, find: impl FnOnce() -> Vec<T>) -> Arc<[T]> {
        if let Some(kept) = self.0.read().get(word) {
            return kept.clone();
        }
        let found: Arc<[T]> = find().into();
        let mut kept = self.0.write();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(word.into(), found.clone());
        found
    }
}

/// A term of a field.
pub(crate) struct Held {
    /// In how many products it stands, those that are gone and not yet forgotten among them.
    pub found: u64,
    /// By segment; empty for a term that is nowhere.
    places: Box<[Option<TermInfo>]>,
}

/// What was looked up, by field.
pub(crate) struct KeptTerms(Vec<RwLock<HashMap<Box<str>, Arc<Held>>>>);

impl KeptTerms {
    pub fn of(fields: usize) -> Self {
        Self((0..fields).map(|_| RwLock::default()).collect())
    }
}

impl View {
    pub fn held(&self, field: Field, term: &str) -> Arc<Held> {
        let Some(kept) = self.terms.0.get(field.field_id() as usize) else {
            return Arc::new(self.look_up(field, term));
        };
        if let Some(held) = kept.read().get(term) {
            return held.clone();
        }
        let held = Arc::new(self.look_up(field, term));
        let mut kept = kept.write();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(term.into(), held.clone());
        held
    }

    /// What cannot be read is nowhere, as far as finding goes.
    fn look_up(&self, field: Field, term: &str) -> Held {
        let term = Term::from_field_text(field, term);
        let place = |index: &InvertedIndexReader| index.get_term_info(&term).ok().flatten();
        let places: Box<[_]> = self.segments.iter().map(|part| place(part.index(&self.fields, field))).collect();
        let found = places.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        Held { found, places: if found == 0 { Box::default() } else { places } }
    }

    /// In how many products a term stands, those that are gone and not yet forgotten among them.
    pub fn frequency(&self, field: Field, term: &str) -> u64 {
        self.held(field, term).found
    }

    /// The products of a segment in which a term stands.
    pub fn postings(
        &self,
        segment: usize,
        field: Field,
        term: &str,
    ) -> Result<Option<SegmentPostings>, EngineError> {
        let held = self.held(field, term);
        let Some(info) = held.places.get(segment).and_then(Option::as_ref) else { return Ok(None) };
        let index = self.segments[segment].index(&self.fields, field);
        Ok(Some(index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?))
    }
}
