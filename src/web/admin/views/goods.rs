//! Products in the back office: the list, one product's sheets, deeds on many.
use askama::Template;
use catalog::Slice;
use kernel::{Micros, Money};

use super::{Form, ProductStatus, Shell};

/// The list of products. Linked as `/admin/products?show=…&q=…&category=…&brand=…&stock=…&after=…`.
#[derive(Template)]
#[template(path = "goods/list.html")]
pub struct GoodsView {
    pub shell: Shell,
    pub filter: GoodsFilter,
    /// This very page's query, for forms to come back to.
    pub here: String,
    pub categories: Vec<(String, String)>,
    pub brands: Vec<String>,
    pub may_price: bool,
    pub may_stock: bool,
    pub may_edit: bool,
    /// Cells that were not kept.
    pub problems: u64,
    pub rows: Slice<GoodsRow>,
}

/// What the list is cut to, as its links say it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoodsFilter {
    /// `published`, `draft`, `archived`, or nothing.
    pub show: String,
    pub query: String,
    /// A category's id.
    pub category: String,
    pub brand: String,
    /// `in`, `low`, `out`, or nothing.
    pub stock: String,
}

/// The tabs: what they show, and the keys of their names.
const TABS: [(&str, &str); 4] = [
    ("", "goods-tab-all"),
    ("published", "goods-tab-published"),
    ("draft", "goods-tab-drafts"),
    ("archived", "goods-tab-archived"),
];
/// How much there is, and the keys of the words for it.
const LEVELS: [(&str, &str); 3] =
    [("in", "goods-level-in"), ("low", "goods-level-low"), ("out", "goods-level-out")];

impl GoodsFilter {
    /// The list's query, with these fields set to other values.
    pub fn query_string(&self, other: &[(&str, &str)]) -> String {
        let own = [
            ("show", self.show.as_str()),
            ("q", &self.query),
            ("category", &self.category),
            ("brand", &self.brand),
            ("stock", &self.stock),
        ];
        let mut out = String::new();
        for (name, value) in own {
            let value = other.iter().find(|(n, _)| *n == name).map_or(value, |(_, v)| *v);
            if value.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push('&');
            }
            out.push_str(name);
            out.push('=');
            escape(value, &mut out);
        }
        out
    }

    fn with(&self, name: &str, value: &str) -> String {
        self.query_string(&[(name, value)])
    }

    /// Whether anything but the tab is chosen.
    fn is_cut(&self) -> bool {
        [&self.query, &self.category, &self.brand, &self.stock].iter().any(|v| !v.is_empty())
    }
}

/// For one value in a query.
pub(super) fn escape(text: &str, out: &mut String) {
    use std::fmt::Write;
    for b in text.bytes() {
        if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
            out.push(char::from(b));
        } else {
            let _ = write!(out, "%{b:02X}");
        }
    }
}

impl GoodsView {
    fn tabs(&self) -> [(&'static str, &'static str); 4] {
        TABS
    }
    fn levels(&self) -> [(&'static str, &'static str); 3] {
        LEVELS
    }
    fn category(&self) -> &str {
        self.categories.iter().find(|(id, _)| *id == self.filter.category).map_or("", |(_, name)| name)
    }
    fn level(&self) -> &str {
        LEVELS.iter().find(|(id, _)| *id == self.filter.stock).map_or("", |(_, key)| self.shell.t(key))
    }
    /// What stands behind `?` in a link to the list.
    fn to(&self, name: &str, value: &str) -> String {
        self.filter.with(name, value)
    }
    fn turn(&self, name: &str, id: &str) -> String {
        let query = self.filter.query_string(&[]);
        format!("{query}{}{name}={id}", if query.is_empty() { "" } else { "&" })
    }
}

/// One product in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodsRow {
    /// As it stands in links: `prd_…`.
    pub id: String,
    /// The address of a small picture.
    pub picture: Option<String>,
    pub title: String,
    pub brand: String,
    /// Where shoppers see it; `None` when they cannot.
    pub shop_url: Option<String>,
    pub status: ProductStatus,
    /// Variants in sale.
    pub count: u64,
    pub price_from: Option<Money>,
    pub price_to: Option<Money>,
    /// Over all places and variants.
    pub on_hand: i64,
    pub saleable: i64,
    /// Variants that the list does not show.
    pub hidden: u64,
    pub cells: Vec<VariantCells>,
}

/// A variant's cells that can be changed in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariantCells {
    pub id: String,
    pub sku: String,
    pub options: String,
    pub price: Cell,
    /// Where goods come to.
    pub on_hand: Cell,
    pub saleable: i64,
}

/// A field in a list, with what it was when it was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub name: String,
    pub value: String,
    pub was: String,
    /// Why it was not kept.
    pub problem: Option<String>,
}

/// How exactly a deed on many is to be done. Posts to `/admin/products/bulk`.
#[derive(Template)]
#[template(path = "goods/bulk.html")]
pub struct BulkView {
    pub shell: Shell,
    /// `prices`, `category`, `tags`.
    pub step: String,
    pub picked: Vec<String>,
    /// The first of them by name.
    pub named: Vec<String>,
    pub here: String,
    pub categories: Vec<(String, String)>,
    pub currency: String,
    pub form: Form,
}

impl BulkView {
    fn count(&self) -> u64 {
        self.picked.len() as u64
    }
    fn unnamed(&self) -> u64 {
        self.picked.len().saturating_sub(self.named.len()) as u64
    }
    fn hows(&self) -> [(&'static str, String); 5] {
        ["raise", "lower", "more", "less", "set"].map(|how| {
            let key = match how {
                "raise" => "goods-price-raise",
                "lower" => "goods-price-lower",
                "more" => "goods-price-more",
                "less" => "goods-price-less",
                _ => "goods-price-set",
            };
            (how, self.shell.t(key).to_owned())
        })
    }
    fn rounds(&self) -> [(&'static str, String); 5] {
        flows::goods::Round::ALL.map(|round| {
            use flows::goods::Round as R;
            let key = match round {
                R::Exact => "goods-round-exact",
                R::Five => "goods-round-five",
                R::Whole => "goods-round-whole",
                R::End95 => "goods-round-95",
                R::End99 => "goods-round-99",
            };
            (round.as_str(), self.shell.t(key).to_owned())
        })
    }
}

/// The least a product begins with. Posts to `/admin/products/new`.
#[derive(Template)]
#[template(path = "goods/new.html")]
pub struct NewProductView {
    pub shell: Shell,
    pub categories: Vec<(String, String)>,
    pub currency: String,
    pub form: Form,
}

/// Which of a product's sheets is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheets {
    Words,
    Variants,
    Pictures,
    Texts,
}

/// What stands above each of a product's sheets.
pub struct ProductHead {
    pub id: String,
    pub title: String,
    pub version: i64,
    pub status: ProductStatus,
    pub shop_url: Option<String>,
    /// How it would look.
    pub preview_url: String,
    pub publish_from: Option<Micros>,
    pub publish_until: Option<Micros>,
    pub updated_at: Micros,
    /// In sale.
    pub variants: u64,
    pub pictures: u64,
    pub may_edit: bool,
    pub may_price: bool,
    pub may_stock: bool,
    pub sheets: Sheets,
    /// Languages that its words can be translated into: code, name, and whether the sheet is that one's.
    pub languages: Vec<(String, String, bool)>,
}

impl ProductHead {
    pub(crate) fn is_draft(&self) -> bool {
        self.status == ProductStatus::Draft
    }

    /// The sheet's own form saves what was typed and publishes; elsewhere publishing is a button of its own.
    pub(crate) fn saves_and_publishes(&self) -> bool {
        matches!(self.sheets, Sheets::Words | Sheets::Variants)
    }
}

/// A product's words, place and state. Posts to `/admin/products/{id}`.
#[derive(Template)]
#[template(path = "goods/product.html")]
pub struct ProductView {
    pub shell: Shell,
    pub head: ProductHead,
    pub categories: Vec<(String, String)>,
    pub attributes: Vec<AttributeRow>,
    /// Attributes that the shop has defined, to choose from: name, kind as the form sends it, unit.
    pub known: Vec<(String, &'static str, String)>,
    pub tax_classes: Vec<String>,
    /// What stands before the handle in its address.
    pub address: String,
    pub form: Form,
}

/// A line of the specification; its values are the form's.
pub struct AttributeRow {
    pub i: usize,
}

impl AttributeRow {
    fn name(&self, part: &str) -> String {
        format!("attribute-{}-{part}", self.i)
    }
}

impl ProductView {
    fn kinds(&self) -> [(&'static str, &'static str); 3] {
        [("text", "goods-kind-text"), ("number", "goods-kind-number"), ("yes_no", "goods-kind-yes-no")]
    }
    fn statuses(&self) -> [(&'static str, &str); 3] {
        [("draft", "admin-state-draft"), ("active", "admin-state-published"), ("archived", "admin-state-archived")]
            .map(|(value, key)| (value, self.shell.t(key)))
    }
    fn taxes(&self) -> Vec<(&str, String)> {
        let texts = &self.shell.ctx.texts;
        let name = |class: &str| {
            let key = format!("goods-tax-{class}");
            if texts.has(&key) { texts.t(&key).to_owned() } else { class.to_owned() }
        };
        self.tax_classes.iter().map(|class| (class.as_str(), name(class))).collect()
    }
    fn is_in(&self, id: &str) -> bool {
        self.form.is(&format!("category-{id}"), "yes")
    }
    /// What a search engine would show.
    fn seo(&self) -> (&str, &str) {
        let or = |first: &'static str, second: &'static str| match self.form.value(first) {
            "" => self.form.value(second),
            own => own,
        };
        (or("seo_title", "title"), or("seo_description", "subtitle"))
    }
}

/// A product's variants. Posts to `/admin/products/{id}/variants` and `…/options`.
#[derive(Template)]
#[template(path = "goods/variants.html")]
pub struct VariantsView {
    pub shell: Shell,
    pub head: ProductHead,
    pub rows: Vec<VariantRow>,
    /// There is one, and nothing to choose.
    pub alone: bool,
    pub axes: Vec<AxisRow>,
    pub form: Form,
    pub options: Form,
    pub pictures: Vec<PictureChoice>,
    pub currency: String,
}

/// A line of the table; its values are the form's.
pub struct VariantRow {
    pub id: String,
    /// `Moss / 350 ml`; empty when there are no options.
    pub name: String,
    pub on_hand: i64,
    pub saleable: i64,
    /// How it was sold when this was shown, and what is kept back of it.
    pub terms: String,
    pub safety: i64,
}

impl VariantRow {
    fn field(&self, part: &str) -> String {
        format!("{part}-{}", self.id)
    }
}

/// An option with the values it has; its words are the form's.
pub struct AxisRow {
    pub i: usize,
    pub values: Vec<String>,
}

impl AxisRow {
    fn name(&self) -> String {
        format!("option-{}", self.i)
    }
    fn value(&self, j: &usize) -> String {
        format!("value-{}-{j}", self.i)
    }
    fn more(&self) -> String {
        format!("new-{}", self.i)
    }
}

/// A picture that a variant can show.
pub struct PictureChoice {
    pub id: String,
    pub name: String,
    pub thumb: String,
}

impl VariantsView {
    /// Why a field was not kept; whatever stands beside no field is told on top.
    fn thumb(&self, row: &VariantRow) -> Option<&str> {
        let id = self.form.value(&row.field("picture"));
        self.pictures.iter().find(|p| p.id == id).map(|p| p.thumb.as_str())
    }
}

/// A product's pictures. Posts to `/admin/products/{id}/pictures` and `…/pictures/new`.
#[derive(Template)]
#[template(path = "goods/pictures.html")]
pub struct PicturesView {
    pub shell: Shell,
    pub head: ProductHead,
    pub rows: Vec<PictureRow>,
    pub form: Form,
    /// Files that could not be taken, each with its reason.
    pub refused: Vec<String>,
}

pub struct PictureRow {
    pub id: String,
    /// Counted from 1.
    pub place: usize,
    pub thumb: String,
    pub alt: String,
    pub width: u32,
    pub height: u32,
    /// One of nine: 0, 50 or 100 percent from the left and from the top.
    pub focus: (u8, u8),
}

/// The nine places that a picture can be cropped to.
const PLACES: [(u8, u8, &str); 9] = [
    (0, 0, "goods-focus-top-left"),
    (50, 0, "goods-focus-top"),
    (100, 0, "goods-focus-top-right"),
    (0, 50, "goods-focus-left"),
    (50, 50, "goods-focus-middle"),
    (100, 50, "goods-focus-right"),
    (0, 100, "goods-focus-bottom-left"),
    (50, 100, "goods-focus-bottom"),
    (100, 100, "goods-focus-bottom-right"),
];

impl PictureRow {
    fn is_at(&self, x: &u8, y: &u8) -> bool {
        self.focus == (*x, *y)
    }
    fn places(&self) -> [(u8, u8, &'static str); 9] {
        PLACES
    }
}

/// A product's words in another language. Posts to `/admin/products/{id}/texts/{language}`.
#[derive(Template)]
#[template(path = "goods/texts.html")]
pub struct TextsView {
    pub shell: Shell,
    pub head: ProductHead,
    /// Its code.
    pub language: String,
    /// As those who speak it call it.
    pub language_name: String,
    pub texts: Vec<TextRow>,
    pub names: Vec<TextRow>,
    pub form: Form,
}

/// A text to be translated; what it says so far is the form's.
pub struct TextRow {
    /// The field's.
    pub name: String,
    pub label: String,
    /// In the shop's main language; empty where there is nothing to translate.
    pub original: String,
    pub most: usize,
    /// Whether it is written in several lines.
    pub long: bool,
}
