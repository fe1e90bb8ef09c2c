//! Markets, taxes and ways to deliver, as they are set.
use askama::Template;
use kernel::Money;

use super::{Form, Shell};

/// `/admin/settings/markets`.
#[derive(Template)]
#[template(path = "settings/markets.html")]
pub struct MarketView {
    pub shell: Shell,
    pub form: Form,
    pub currency: String,
    /// Whether we deliver there, code, name; by name.
    pub countries: Vec<(bool, String, String)>,
    /// Time zones to choose from.
    pub zones: Vec<String>,
    pub may_manage: bool,
}

impl MarketView {
    fn homes(&self) -> Vec<(String, String)> {
        self.countries.iter().map(|(_, code, name)| (code.clone(), name.clone())).collect()
    }

    fn time_zones(&self) -> Vec<(String, String)> {
        self.zones.iter().map(|z| (z.clone(), z.replace('_', " "))).collect()
    }

    fn locales(&self) -> Vec<(String, String)> {
        kit::locales().map(|l| (l.to_owned(), self.shell.t(&format!("setup-language-{l}")).to_owned())).collect()
    }

    fn words(&self, start: &str, values: &[&str]) -> Vec<(String, String)> {
        values.iter().map(|v| ((*v).to_owned(), self.shell.t(&format!("{start}-{v}")).to_owned())).collect()
    }
}

/// `/admin/settings/taxes`.
#[derive(Template)]
#[template(path = "settings/taxes.html")]
pub struct TaxesView {
    pub shell: Shell,
    /// By country, then class.
    pub rates: Vec<TaxLine>,
    /// Code and name, by name.
    pub countries: Vec<(String, String)>,
    /// For a rate to be added, or one that will not do.
    pub form: Form,
    pub may_manage: bool,
}

/// A rate as the list shows it.
#[derive(Clone, Debug)]
pub struct TaxLine {
    pub id: String,
    pub country: String,
    pub code: String,
    pub class: String,
    pub name: String,
    /// In percent, as it is typed.
    pub rate: String,
    pub compound: bool,
    pub position: i64,
    /// The first and the last day on which it counts, as `2027-01-01`; empty for ever.
    pub from: String,
    pub until: String,
    /// It counts no more.
    pub over: bool,
}

/// `/admin/settings/shipping`.
#[derive(Template)]
#[template(path = "settings/shipping.html")]
pub struct DeliveryView {
    pub shell: Shell,
    pub methods: Vec<MethodLine>,
    pub zones: Vec<ZoneLine>,
    /// Code and name, by name.
    pub countries: Vec<(String, String)>,
    /// A zone to be added, or one that will not do.
    pub zone: Form,
    pub may_manage: bool,
}

impl DeliveryView {
    /// The countries with whether a zone has them.
    fn in_zone(&self, zone: &ZoneLine) -> Vec<(bool, &str, &str)> {
        self.countries.iter().map(|(c, n)| (zone.codes.contains(c), c.as_str(), n.as_str())).collect()
    }
}

/// A way to deliver as the list shows it.
#[derive(Clone, Debug)]
pub struct MethodLine {
    pub id: String,
    pub name: String,
    /// None where a table tells.
    pub price: Option<Money>,
    pub free_over: Option<Money>,
    /// Of its table.
    pub rows: usize,
    /// Their names; empty where a table tells.
    pub countries: String,
    pub active: bool,
}

/// Countries in which delivery costs the same.
#[derive(Clone, Debug)]
pub struct ZoneLine {
    pub id: String,
    pub name: String,
    /// Their names.
    pub countries: String,
    pub codes: Vec<String>,
}

/// `/admin/settings/shipping/methods/{id}`.
#[derive(Template)]
#[template(path = "settings/method.html")]
pub struct MethodView {
    pub shell: Shell,
    /// None for a new one.
    pub id: Option<String>,
    pub active: bool,
    pub currency: String,
    pub form: Form,
    /// Whether it goes there without a table, code, name; by name.
    pub countries: Vec<(bool, String, String)>,
    /// The shop's other languages: code, what it is called, the method's name there.
    pub names: Vec<(String, String, String)>,
    /// Its table, with empty rows behind.
    pub rows: Vec<RateRow>,
    /// Id and name.
    pub zones: Vec<(String, String)>,
    pub may_manage: bool,
}

/// A row of a rate table as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RateRow {
    pub zone: String,
    pub weight_from: String,
    pub weight_to: String,
    pub goods_from: String,
    pub goods_to: String,
    pub price: String,
}
