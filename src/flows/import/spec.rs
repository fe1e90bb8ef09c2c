//! What a run is to do: the form of its file, and what goes with it.
use std::io::Read;
use std::str::FromStr;

use kernel::Currency;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::draft::Next;
use super::file::FileError;
use super::mapped::{self, Mapping};
use super::{Consumed, magento, past, rows, shopify, woocommerce};

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Shopify,
    WooCommerce,
    Magento,
    /// Our own, or whatever a mapping describes.
    Products,
    Stock,
    Prices,
    /// Orders of a time before this shop.
    Orders,
}

impl Form {
    pub const ALL: [Self; 7] =
        [Self::Shopify, Self::WooCommerce, Self::Magento, Self::Products, Self::Stock, Self::Prices, Self::Orders];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shopify => "shopify",
            Self::WooCommerce => "woocommerce",
            Self::Magento => "magento",
            Self::Products => "products",
            Self::Stock => "stock",
            Self::Prices => "prices",
            Self::Orders => "orders",
        }
    }
}

impl FromStr for Form {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let known = || Self::ALL.map(Self::as_str).join(", ");
        Self::ALL
            .into_iter()
            .find(|f| f.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no form that can be imported; known are {}", known()))
    }
}

/// What a run is to do.
#[derive(Clone, Debug)]
pub struct Spec {
    pub form: Form,
    /// The text of a mapping file; our own form where there is none.
    pub mapping: Option<String>,
    /// A folder or archive on this machine that pictures without an address come from.
    pub pictures: Option<String>,
    /// Tells what would be done; writes nothing.
    pub dry_run: bool,
}

/// What is stored of it beside form and trial.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Settings {
    mapping: Option<String>,
    pictures: Option<String>,
}

impl Spec {
    pub fn of(form: Form) -> Self {
        Self { form, mapping: None, pictures: None, dry_run: false }
    }

    pub(super) fn settings(&self) -> String {
        let settings = Settings { mapping: self.mapping.clone(), pictures: self.pictures.clone() };
        serde_json::to_string(&settings).unwrap_or_default()
    }

    /// # Errors
    /// A run of a form that this release does not know.
    pub(super) fn stored(run: &imports::Run) -> Result<Self, String> {
        let settings: Settings = serde_json::from_str(&run.settings).unwrap_or_default();
        Ok(Self {
            form: run.format.parse()?,
            mapping: settings.mapping,
            pictures: settings.pictures,
            dry_run: run.dry_run,
        })
    }

    /// The same for the same work on the same contents.
    pub fn fingerprint(&self, contents: &[u8]) -> String {
        let mut hash = Sha256::new();
        for part in [self.form.as_str(), &self.settings(), if self.dry_run { "trial" } else { "" }] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.update(contents);
        hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Looks at the mapping, before a file is brought.
    ///
    /// # Errors
    /// [`FileError::Mapping`].
    pub fn check(&self) -> Result<(), FileError> {
        if self.form == Form::Orders {
            return past::check(self.mapping.as_deref());
        }
        self.mapping.as_deref().map_or(Ok(()), |text| Mapping::parse(text).map(drop))
    }

    /// Begins to read. Prices are amounts of `currency`.
    ///
    /// # Errors
    /// A file that cannot be read at all, or lacks columns.
    pub(super) fn read(
        &self,
        reader: impl Read + 'static,
        currency: Currency,
        size: u64,
        consumed: &Consumed,
    ) -> Result<Box<dyn Iterator<Item = Next>>, FileError> {
        let counting = Counting { inner: reader, consumed: consumed.clone() };
        Ok(match self.form {
            Form::Shopify => Box::new(shopify::Drafts(shopify::read(counting, currency)?)),
            Form::WooCommerce => Box::new(woocommerce::read(counting.inner, currency, size, consumed.clone())?),
            Form::Magento => magento::read(counting.inner, currency, size, consumed.clone())?,
            Form::Products => {
                let mapping = Mapping::parse(self.mapping.as_deref().unwrap_or(mapped::OURS))?;
                mapped::read(counting, mapping, currency)?
            }
            Form::Stock => Box::new(rows::stock(counting)?),
            Form::Prices => Box::new(rows::prices(counting, currency)?),
            Form::Orders => Box::new(past::read(counting, self.mapping.as_deref(), currency)?),
        })
    }
}

/// Counts what is read.
struct Counting<R> {
    inner: R,
    consumed: Consumed,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.consumed.set(self.consumed.get() + n as u64);
        Ok(n)
    }
}
