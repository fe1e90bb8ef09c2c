//! The engine for full text: an index in a folder, which can be thrown away at any time.
//!
//! It knows products as bytes and shelves as numbers, and nothing of the tables it is fed from. Everything a question
//! needs to be answered, sorted, cut and counted lies in its columns; names and prices that are shown do not.
mod answer;
mod chosen;
mod question;
mod schema;
mod score;
mod sheet;
mod spelling;
mod tally;
mod terms;
mod text;
mod thesaurus;
mod view;
mod vocabulary;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::{Mutex, RwLock};
use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager, WhitespaceTokenizer};
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy};

pub(crate) use answer::{Cut, Hit, Order, Values};
pub(crate) use question::Rules;
use schema::Fields;
pub(crate) use score::Weights;
pub(crate) use tally::Tally;
use text::Stems;
use view::View;

/// How many kinds of text a product has.
pub(crate) const PARTS: usize = 7;

/// Where in a product a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// What it is called.
    Title = 0,
    /// Who makes it.
    Brand = 1,
    /// Categories and tags.
    Kind = 2,
    /// What it is said to be in a line, and its names in other languages.
    Subtitle = 3,
    /// Values of attributes and options.
    Attributes = 4,
    /// What is told of it at length.
    Description = 5,
    /// SKUs and barcodes.
    Codes = 6,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct EntryOffer {
    pub list: u64,
    pub price: u64,
    pub band: u64,
}

/// A product as the index takes it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Entry {
    #[serde(skip)]
    pub product: [u8; 16],
    /// Of two entries of one product the one with the higher version is newer.
    #[serde(skip)]
    pub version: u64,
    pub texts: Vec<(Part, String)>,
    /// SKUs and barcodes: found as a whole, whatever signs stand in them.
    pub codes: Vec<String>,
    pub shelves: Vec<(u64, u64)>,
    pub offers: Vec<EntryOffer>,
    pub facets: Vec<(String, String)>,
    pub brand: u64,
    pub created: u64,
    pub title_key: String,
}

impl Entry {
    /// As it is kept in the tables, without product and version.
    pub fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From what was kept; nothing when another version kept it.
    pub fn read(product: [u8; 16], version: u64, body: &str) -> Option<Self> {
        let entry: Self = serde_json::from_str(body).ok()?;
        Some(Self { product, version, ..entry })
    }
}

/// What a shop's keepers set, as the engine takes it.
#[derive(Default)]
pub(crate) struct Set {
    /// Groups of phrases: words with a space or `_` between them.
    pub synonyms: Vec<Vec<String>>,
    /// By question, folded.
    pub pins: std::collections::HashMap<String, Vec<[u8; 16]>>,
    /// 1.0 is as much as without it.
    pub products: std::collections::HashMap<[u8; 16], f32>,
    /// By number of a brand.
    pub brands: std::collections::HashMap<u64, f32>,
}

/// Memory for what is being written; the least there can be.
const HEAP: usize = 15_000_000;

pub(crate) type EngineError = tantivy::TantivyError;

/// An open index.
pub(crate) struct Engine {
    index: Index,
    reader: IndexReader,
    fields: Fields,
    stems: Stems,
    /// Open while there is something to write.
    writer: Mutex<Option<IndexWriter>>,
    view: RwLock<Arc<View>>,
    rules: RwLock<Arc<Rules>>,
    generation: AtomicU64,
    pub weights: Weights,
}

impl Engine {
    /// Opens the index in `folder`, or makes an empty one there. One that cannot be read, or that another version
    /// wrote, is thrown away.
    pub fn open(folder: &Path) -> Result<Self, EngineError> {
        let own = folder.join(format!("v{}", schema::VERSION));
        match Self::open_at(&own) {
            Ok(engine) => Ok(engine),
            Err(_) if folder.exists() => {
                std::fs::remove_dir_all(folder)?;
                Self::open_at(&own)
            }
            Err(e) => Err(e),
        }
    }

    fn open_at(folder: &Path) -> Result<Self, EngineError> {
        std::fs::create_dir_all(folder)?;
        let directory = MmapDirectory::open(folder)?;
        let (schema, fields) = schema::schema();
        let index = Index::builder().schema(schema).settings(settings()).tokenizers(tokenizers());
        Self::over(index.open_or_create(directory)?, fields)
    }

    /// An index in memory.
    pub fn in_memory() -> Result<Self, EngineError> {
        let (schema, fields) = schema::schema();
        let index = Index::builder().schema(schema).settings(settings()).tokenizers(tokenizers());
        Self::over(index.create_in_ram()?, fields)
    }

    fn over(index: Index, fields: Fields) -> Result<Self, EngineError> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let view = View::of(reader.searcher(), &fields, None)?;
        Ok(Self {
            index,
            reader,
            stems: Stems::new(),
            writer: Mutex::new(None),
            view: RwLock::new(Arc::new(view)),
            rules: RwLock::new(Arc::new(Rules::default())),
            generation: AtomicU64::new(0),
            weights: Weights::default(),
            fields,
        })
    }

    /// Puts entries in place of what was there; seen after [`Engine::commit`].
    pub fn put(&self, entries: &[Entry]) -> Result<(), EngineError> {
        self.with_writer(|writer| {
            for entry in entries {
                writer.delete_term(self.fields.term_of(&entry.product));
                if !entry.offers.is_empty() {
                    writer.add_document(self.fields.document(&self.stems, entry))?;
                }
            }
            Ok(())
        })
    }

    /// Takes products out; seen after [`Engine::commit`].
    pub fn remove(&self, products: &[[u8; 16]]) -> Result<(), EngineError> {
        self.with_writer(|writer| {
            for product in products {
                writer.delete_term(self.fields.term_of(product));
            }
            Ok(())
        })
    }

    fn with_writer(&self, f: impl FnOnce(&IndexWriter) -> Result<(), EngineError>) -> Result<(), EngineError> {
        let mut writer = self.writer.lock();
        if writer.is_none() {
            *writer = Some(self.index.writer_with_num_threads(1, HEAP)?);
        }
        writer.as_ref().map_or(Ok(()), f)
    }

    /// Makes what was put seen.
    pub fn commit(&self) -> Result<(), EngineError> {
        if let Some(writer) = self.writer.lock().as_mut() {
            writer.commit()?;
        }
        self.reload()
    }

    /// Lets the writer go, with its memory and threads.
    pub fn rest(&self) -> Result<(), EngineError> {
        let writer = self.writer.lock().take();
        if let Some(writer) = writer {
            writer.wait_merging_threads()?;
            self.reload()?;
        }
        Ok(())
    }

    fn reload(&self) -> Result<(), EngineError> {
        self.reader.reload()?;
        let view = View::of(self.reader.searcher(), &self.fields, Some(&self.view()))?;
        *self.view.write() = Arc::new(view);
        self.generation.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }

    /// Reads out beforehand what questions look at.
    pub fn prepare(&self) {
        self.view().segments.iter().for_each(view::Part::prepare);
    }

    /// Goes up whenever an answer may be another one than before.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::Acquire)
    }

    fn view(&self) -> Arc<View> {
        self.view.read().clone()
    }

    fn rules(&self) -> Arc<Rules> {
        self.rules.read().clone()
    }

    /// Takes over what the shop's keepers set.
    pub fn set_rules(&self, set: Set) {
        let mut rules = Rules { pins: set.pins, products: set.products, brands: set.brands, ..Rules::default() };
        for group in &set.synonyms {
            let group: Vec<&str> = group.iter().map(String::as_str).collect();
            thesaurus::add(&mut rules.own, &self.stems, &group);
        }
        *self.rules.write() = Arc::new(rules);
        self.generation.fetch_add(1, Ordering::AcqRel);
    }

    /// Every product with its version.
    pub fn versions(&self) -> Vec<([u8; 16], u64)> {
        self.view().versions()
    }
}

fn settings() -> IndexSettings {
    IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() }
}

fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register("terms", TextAnalyzer::builder(WhitespaceTokenizer::default()).build());
    manager
}
