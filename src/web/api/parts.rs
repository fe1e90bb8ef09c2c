//! What many answers are made of.
use inventory::{Availability, Band, When};
use kernel::kinds::PictureId;
use kernel::{Currency, Day};
use media::Media;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An amount: an integer in minor units (cents for EUR) with its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Money {
    #[schema(example = 1490)]
    pub amount: i64,
    /// ISO 4217.
    #[schema(value_type = String, example = "EUR")]
    pub currency: Currency,
}

impl Money {
    pub fn new(amount: i64, currency: Currency) -> Self {
        Self { amount, currency }
    }
}

impl Money {
    /// # Errors
    /// Another currency than the shop's, naming `field`.
    pub fn in_currency(self, currency: Currency, field: &str) -> Result<kernel::Money, kit::Failure> {
        if self.currency == currency {
            return Ok(kernel::Money::new(self.amount, currency));
        }
        let told = format!("Amounts are in {currency} here.");
        Err(kit::Failure::invalid("bad_document", told.clone()).field(field, "bad_value", told))
    }
}

impl From<kernel::Money> for Money {
    fn from(m: kernel::Money) -> Self {
        Self::new(m.amount, m.currency)
    }
}

/// Tax of one rate.
#[derive(Serialize, ToSchema)]
pub(crate) struct Tax {
    #[schema(example = "VAT")]
    pub name: String,
    /// In hundredths of a percent: 1900 is 19 %.
    #[schema(example = 1900)]
    pub rate: i64,
    /// The net amount it is on.
    pub base: Money,
    pub amount: Money,
}

pub(crate) fn taxes(lines: Vec<pricing::TaxLine>, currency: Currency) -> Vec<Tax> {
    let tax = |t: pricing::TaxLine| Tax {
        name: t.name,
        rate: t.rate.0,
        base: Money::new(t.base, currency),
        amount: Money::new(t.amount, currency),
    };
    lines.into_iter().map(tax).collect()
}

/// What it all comes to. total = goods − discount + delivery + fee, and + tax where prices are without it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Totals {
    pub goods: Money,
    pub discount: Money,
    /// What made `discount`, and what made delivery cheaper.
    pub reductions: Vec<Reduction>,
    /// What the way to pay costs.
    pub fee: Money,
    /// Missing while no delivery is chosen; the total leaves it out then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Money>,
    pub tax: Money,
    /// By rate, over goods and delivery.
    pub taxes: Vec<Tax>,
    pub total: Money,
    /// `inclusive`: prices contain their tax; `exclusive`: it is added.
    pub tax_mode: &'static str,
}

/// A promotion that makes it cheaper.
#[derive(Serialize, ToSchema)]
pub(crate) struct Reduction {
    pub title: String,
    /// The coupon that let it in.
    pub code: Option<String>,
    /// Off the goods.
    pub goods: Money,
    /// Off the delivery, which costs so much less already.
    pub delivery: Money,
}

pub(crate) fn tax_mode(mode: kernel::TaxMode) -> &'static str {
    match mode {
        kernel::TaxMode::Inclusive => "inclusive",
        kernel::TaxMode::Exclusive => "exclusive",
    }
}

/// The totals of a quote; its taxes move here.
pub(crate) fn totals(quote: &mut pricing::Quote) -> Totals {
    let money = |amount| Money::new(amount, quote.currency);
    let reduction = |p: &pricing::Applied| Reduction {
        title: p.title.clone(),
        code: p.code.clone(),
        goods: money(p.goods),
        delivery: money(p.delivery),
    };
    Totals {
        goods: money(quote.goods),
        discount: money(quote.discount),
        reductions: quote.promotions.iter().map(reduction).collect(),
        fee: money(quote.fee.as_ref().map_or(0, |fee| fee.amount)),
        delivery: quote.shipping.as_ref().map(|s| money(s.amount)),
        tax: money(quote.tax),
        total: money(quote.total),
        tax_mode: tax_mode(quote.tax_mode),
        taxes: taxes(std::mem::take(&mut quote.taxes), quote.currency),
    }
}

/// How much there is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Stock {
    /// `in`, `low` or `out`.
    #[schema(value_type = String, example = "in")]
    pub band: Band,
    /// Units that can be ordered now.
    pub available: i64,
    /// `now`; `backorder` or `preorder` for what is sold before it is there.
    #[schema(example = "now")]
    pub ships: &'static str,
    /// The day from which it goes out; none where it goes out now, or nobody knows.
    #[schema(value_type = Option<String>, format = Date, example = "2026-12-05")]
    pub ships_from: Option<Day>,
}

impl Stock {
    /// For whoever orders so many.
    pub fn of(availability: Option<Availability>, quantity: i64, today: Day) -> Self {
        let availability = availability.unwrap_or_default();
        let when = availability.when(quantity, today);
        Self {
            band: availability.band(),
            available: availability.saleable.max(0),
            ships: ships(when),
            ships_from: when.on(),
        }
    }
}

/// What programs call it.
pub(crate) fn ships(when: When) -> &'static str {
    match when {
        When::Now => "now",
        When::Backorder(_) => "backorder",
        When::Preorder(_) => "preorder",
    }
}

/// A picture in all its sizes, as WebP.
#[derive(Serialize, ToSchema)]
pub(crate) struct Picture {
    pub alt: String,
    /// Pixels of the original.
    pub width: u32,
    pub height: u32,
    pub sizes: Vec<PictureSize>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PictureSize {
    /// In pixels; a picture smaller than that comes as it is.
    pub width: u32,
    pub url: String,
}

/// `origin`: of the shop's public URL.
pub(crate) fn picture_url(origin: &str, id: PictureId, width: u32) -> String {
    format!("{origin}{}", Media::path(id, width))
}

pub(crate) fn picture(origin: &str, picture: catalog::Picture) -> Picture {
    let size = |width| PictureSize { width, url: picture_url(origin, picture.id, width) };
    Picture {
        sizes: media::WIDTHS.into_iter().map(size).collect(),
        alt: picture.alt,
        width: picture.width,
        height: picture.height,
    }
}
