//! What order, filters and counts look at, of every product of a segment: read out of the columns once, since a question
//! looks at thousands of products and a column takes its time for each.
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::view::Part;
use super::vocabulary::Vocabulary;

/// Price lists of which that is kept, 32 bytes a product each. Further ones are read from the columns.
const LISTS: usize = 4;
/// More values than these, over all products of a segment, are read from their column: these take 32 MB.
const MOST: u32 = 8_000_000;

/// A product on a shelf, as a price list offers it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub position: u64,
    pub price: u64,
    pub brand: u64,
    pub band: u32,
    /// Whether it stands there at all.
    pub stands: bool,
}

const NOWHERE: Line = Line { position: 0, price: 0, brand: 0, band: 0, stands: false };

/// A shelf and a price list.
type Key = (u64, u64);

/// What a segment's products have, read out when it was first asked for. A segment does not change, and takes it along.
#[derive(Default)]
pub(crate) struct Sheets {
    lines: Mutex<Vec<(Key, Arc<[Line]>)>>,
    values: OnceLock<Option<Values>>,
    words: OnceLock<Vocabulary>,
}

/// Which values of attributes each product has, by number.
struct Values {
    /// Where each product's begin, and where the last one's end.
    starts: Box<[u32]>,
    numbers: Box<[u32]>,
}

impl Values {
    fn of(column: &StrColumn, docs: DocId) -> Option<Self> {
        let column = column.ords();
        let mut starts = Vec::with_capacity(docs as usize + 1);
        let mut numbers: Vec<u32> = Vec::new();
        starts.push(0);
        for doc in 0..docs {
            for number in column.values_for_doc(doc) {
                numbers.push(u32::try_from(number).ok()?);
            }
            starts.push(u32::try_from(numbers.len()).ok().filter(|end| *end <= MOST)?);
        }
        Some(Self { starts: starts.into(), numbers: numbers.into() })
    }

    fn of_doc(&self, doc: DocId) -> &[u32] {
        let ends = self.starts.get(doc as usize).zip(self.starts.get(doc as usize + 1));
        ends.and_then(|(from, to)| self.numbers.get(*from as usize..*to as usize)).unwrap_or_default()
    }
}

impl Part {
    /// The product on a shelf, from the columns.
    pub fn line(&self, doc: DocId, shelf: u64, list: u64) -> Line {
        let at = self.shelf.values_for_doc(doc).position(|own| own == shelf);
        let offer = self.list.values_for_doc(doc).position(|own| own == list);
        let (Some(at), Some(offer)) = (at, offer) else { return NOWHERE };
        let nth = |column: &tantivy::columnar::Column<u64>, n| column.values_for_doc(doc).nth(n).unwrap_or(0);
        Line {
            position: nth(&self.position, at),
            price: nth(&self.price, offer),
            brand: self.brand.first(doc).unwrap_or(0),
            band: nth(&self.band, offer) as u32,
            stands: true,
        }
    }

    /// All products on a shelf that many questions are about; none when there are too many such shelves.
    pub fn lines(&self, shelf: u64, list: u64) -> Option<Arc<[Line]>> {
        let mut held = self.sheets.lines.lock();
        if let Some((_, lines)) = held.iter().find(|(key, _)| *key == (shelf, list)) {
            return Some(lines.clone());
        }
        if held.len() >= LISTS {
            return None;
        }
        let lines: Arc<[Line]> = (0..self.reader.max_doc()).map(|doc| self.line(doc, shelf, list)).collect();
        held.push(((shelf, list), lines.clone()));
        Some(lines)
    }

    /// The numbers of a product's values of attributes.
    pub fn each_value(&self, doc: DocId, mut each: impl FnMut(usize)) {
        let Some(column) = &self.facet else { return };
        match self.sheets.values.get_or_init(|| Values::of(column, self.reader.max_doc())) {
            Some(values) => values.of_doc(doc).iter().for_each(|number| each(*number as usize)),
            None => column.ords().values_for_doc(doc).for_each(|number| each(number as usize)),
        }
    }

    /// The words of its products; none when they cannot be read: a slip is not mended then.
    pub fn vocabulary(&self) -> &Vocabulary {
        self.sheets.words.get_or_init(|| Vocabulary::of(self).unwrap_or_default())
    }

    /// Reads out what every question may look at.
    pub fn prepare(&self) {
        self.each_value(0, |_| ());
        self.vocabulary();
    }

    /// Reads out what was asked for of another segment already: nobody who asks waits for it.
    pub fn prepare_like(&self, other: &Self) {
        let keys: Vec<Key> = other.sheets.lines.lock().iter().map(|(key, _)| *key).collect();
        for (shelf, list) in keys {
            self.lines(shelf, list);
        }
        if other.sheets.values.get().is_some() {
            self.prepare();
        }
    }
}
