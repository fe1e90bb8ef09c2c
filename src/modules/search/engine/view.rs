//! What a commit left, opened once and asked by everybody.
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, TERMINATED, Term};

use super::schema::{BETWEEN, Fields, whole};
use super::sheet::Sheets;
use super::spelling::Near;
use super::terms::{KeptTerms, KeptWords};
use super::{EngineError, PARTS};
use crate::measure::Measure;

pub(crate) struct View {
    pub segments: Vec<Part>,
    pub docs: u64,
    /// How many terms a product's part has on average.
    pub average: [f32; PARTS],
    pub fields: Fields,
    pub near: KeptWords<Near>,
    /// What words go on as.
    pub continued: KeptWords<String>,
    pub terms: KeptTerms,
    /// What a term of a part saturates at, by the code of its length.
    pub scale: OnceLock<Vec<[f32; 256]>>,
    /// Keeps the files that the segments read.
    _searcher: Searcher,
}

/// Attributes in the order of their codes.
type Names = Arc<[Named]>;

/// An attribute, and which numbers its values have.
pub(crate) struct Named {
    pub code: String,
    pub values: Range<usize>,
    /// What each value measures; none when one of them is no number.
    pub measures: Option<Vec<Measure>>,
    texts: String,
    /// Where in them each value ends.
    ends: Vec<u32>,
}

impl Named {
    /// The value at this place among its own.
    pub fn text(&self, at: usize) -> &str {
        let from = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let to = self.ends.get(at).copied();
        from.zip(to).and_then(|(from, to)| self.texts.get(from as usize..to as usize)).unwrap_or_default()
    }
}

/// One segment with its columns.
pub(crate) struct Part {
    pub reader: tantivy::SegmentReader,
    pub parts: [Arc<InvertedIndexReader>; PARTS],
    pub norms: Vec<Option<FieldNormReader>>,
    pub all: Arc<InvertedIndexReader>,
    pub pair: Arc<InvertedIndexReader>,
    pub head: Arc<InvertedIndexReader>,
    pub high: Column<u64>,
    pub low: Column<u64>,
    pub version: Column<u64>,
    pub created: Column<u64>,
    pub brand: Column<u64>,
    pub shelf: Column<u64>,
    pub position: Column<u64>,
    pub list: Column<u64>,
    pub price: Column<u64>,
    pub band: Column<u64>,
    pub facet: Option<StrColumn>,
    pub title_key: Option<StrColumn>,
    /// The attributes, and which numbers their values have.
    pub names: Names,
    pub sheets: Arc<Sheets>,
}

impl View {
    /// `before`: what was open until now; what did not change of it is taken over.
    pub fn of(searcher: Searcher, fields: &Fields, before: Option<&Self>) -> Result<Self, EngineError> {
        let mut segments = Vec::new();
        let mut tokens = [0_u64; PARTS];
        for reader in searcher.segment_readers() {
            let index = |field: Field| reader.inverted_index(field);
            let opened: Result<Vec<_>, _> = fields.parts.iter().map(|field| index(*field)).collect();
            let Ok(parts) = <[_; PARTS]>::try_from(opened?) else { continue };
            let norms: Result<Vec<_>, _> =
                fields.parts.iter().map(|field| reader.fieldnorms_readers().get_field(*field)).collect();
            for (sum, part) in tokens.iter_mut().zip(&parts) {
                *sum += part.total_num_tokens();
            }
            let columns = reader.fast_fields();
            let facet = columns.str("facet")?;
            let id = reader.segment_id();
            let known = before.and_then(|view| view.segments.iter().find(|part| part.reader.segment_id() == id));
            segments.push(Part {
                names: known.map_or_else(|| names(facet.as_ref()), |part| Ok(part.names.clone()))?,
                sheets: known.map(|part| part.sheets.clone()).unwrap_or_default(),
                parts,
                norms: norms?,
                all: index(fields.all)?,
                pair: index(fields.pair)?,
                head: index(fields.head)?,
                high: columns.u64("high")?,
                low: columns.u64("low")?,
                version: columns.u64("version")?,
                created: columns.u64("created")?,
                brand: columns.u64("brand_number")?,
                shelf: columns.u64("shelf")?,
                position: columns.u64("position")?,
                list: columns.u64("list")?,
                price: columns.u64("price")?,
                band: columns.u64("band")?,
                facet,
                title_key: columns.str("title_key")?,
                reader: reader.clone(),
            });
        }
        if let Some(largest) = before.and_then(|view| view.segments.iter().max_by_key(|part| part.reader.max_doc()))
        {
            segments.iter().for_each(|part: &Part| part.prepare_like(largest));
        }
        let docs = searcher.num_docs();
        let average = tokens.map(|sum| (sum as f32 / docs.max(1) as f32).max(1.0));
        Ok(Self {
            segments,
            docs,
            average,
            fields: fields.clone(),
            near: KeptWords::default(),
            continued: KeptWords::default(),
            terms: KeptTerms::of(searcher.schema().num_fields()),
            scale: OnceLock::new(),
            _searcher: searcher,
        })
    }

    pub fn versions(&self) -> Vec<([u8; 16], u64)> {
        let mut out = Vec::with_capacity(self.docs as usize);
        for part in &self.segments {
            for doc in part.reader.doc_ids_alive() {
                out.push((part.product(doc), part.version.first(doc).unwrap_or(0)));
            }
        }
        out
    }

    /// Where a product lies.
    pub fn place(&self, product: &[u8; 16]) -> Option<(u32, DocId)> {
        let term = self.fields.term_of(product);
        for (segment, part) in self.segments.iter().enumerate() {
            let Ok(index) = part.reader.inverted_index(term.field()) else { continue };
            let Ok(Some(mut postings)) = index.read_postings(&term, IndexRecordOption::Basic) else { continue };
            while postings.doc() != TERMINATED {
                if !part.reader.is_deleted(postings.doc()) {
                    return Some((segment as u32, postings.doc()));
                }
                postings.advance();
            }
        }
        None
    }
}

/// More values than these are too many to choose from.
const MOST_VALUES: usize = 300_000;

fn names(column: Option<&StrColumn>) -> Result<Names, EngineError> {
    let mut names: Vec<Named> = Vec::new();
    if let Some(column) = column.filter(|column| column.num_terms() <= MOST_VALUES) {
        let mut stream = column.dictionary().stream()?;
        let mut at = 0;
        while stream.advance() {
            let key = std::str::from_utf8(stream.key()).unwrap_or_default();
            let (code, value) = key.split_once(BETWEEN).unwrap_or((key, ""));
            if names.last().is_none_or(|last| last.code != code) {
                let (texts, ends) = (String::new(), Vec::new());
                names.push(Named {
                    code: code.to_owned(),
                    values: at..at,
                    measures: Some(Vec::new()),
                    texts,
                    ends,
                });
            }
            if let Some(last) = names.last_mut() {
                last.values.end = at + 1;
                last.texts.push_str(value);
                last.ends.push(last.texts.len() as u32);
                last.measures = match (last.measures.take(), Measure::of(value)) {
                    (Some(mut held), Some(measure)) => {
                        held.push(measure);
                        Some(held)
                    }
                    _ => None,
                };
            }
            at += 1;
        }
    }
    Ok(names.into())
}

impl Part {
    pub fn named(&self, code: &str) -> Option<&Named> {
        self.names.binary_search_by(|named| named.code.as_str().cmp(code)).ok().and_then(|at| self.names.get(at))
    }

    /// The products of a shelf.
    pub fn standing(&self, fields: &Fields, shelf: u64) -> Result<Option<SegmentPostings>, EngineError> {
        let index = self.reader.inverted_index(fields.shelf)?;
        Ok(index.read_postings(&Term::from_field_u64(fields.shelf, shelf), IndexRecordOption::Basic)?)
    }

    pub fn product(&self, doc: DocId) -> [u8; 16] {
        whole(self.high.first(doc).unwrap_or(0), self.low.first(doc).unwrap_or(0))
    }

    pub fn index(&self, fields: &Fields, field: Field) -> &InvertedIndexReader {
        if field == fields.pair {
            return &self.pair;
        }
        if field == fields.head {
            return &self.head;
        }
        match fields.parts.iter().position(|own| *own == field) {
            Some(at) => &self.parts[at],
            None => &self.all,
        }
    }

    pub fn alive(&self, doc: DocId) -> bool {
        !self.reader.is_deleted(doc)
    }
}
