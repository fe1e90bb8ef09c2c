//! Coupons: the list, and one of them.
use askama::Template;
use kernel::{Micros, Money};

use super::{Badge, Form, Glyph, Shell};

/// Whether a coupon can be used now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouponState {
    Active,
    Paused,
    NotYet,
    Over,
    UsedUp,
}

impl CouponState {
    const fn badge(self) -> Badge {
        match self {
            Self::Active => Badge::new(Glyph::Disc, "promotions-active"),
            Self::Paused => Badge::new(Glyph::Half, "promotions-paused"),
            Self::NotYet => Badge::new(Glyph::Ring, "promotions-not-yet"),
            Self::Over => Badge::new(Glyph::Cross, "promotions-over"),
            Self::UsedUp => Badge::new(Glyph::Cross, "promotions-used-up"),
        }
    }
}

/// A coupon in the list.
pub struct CouponRow {
    pub id: String,
    pub code: String,
    /// As shoppers read it.
    pub title: String,
    pub state: CouponState,
    /// What it gives, in words.
    pub gives: String,
    /// `3 of 50`, `3`.
    pub uses: String,
    pub until: Option<Micros>,
}

/// Every coupon, the newest first. Linked as `/admin/promotions?after=…`.
#[derive(Template)]
#[template(path = "promotions/list.html")]
pub struct PromotionsView {
    pub shell: Shell,
    pub rows: Vec<CouponRow>,
    pub is_first: bool,
    /// From where the next page goes on.
    pub next: Option<String>,
    pub may_edit: bool,
}

/// One coupon, or a new one. Posts to its own address, and to `…/pause`.
#[derive(Template)]
#[template(path = "promotions/coupon.html")]
pub struct CouponView {
    pub shell: Shell,
    /// Where the form goes.
    pub path: String,
    /// None: it is being made.
    pub standing: Option<CouponStanding>,
    pub currency: String,
    /// Ids and names, each behind those it stands in; those chosen are ticked.
    pub categories: Vec<(String, String, bool)>,
    pub may_edit: bool,
    pub form: Form,
}

/// What became of a coupon so far.
pub struct CouponStanding {
    pub state: CouponState,
    pub paused: bool,
    /// Uses that are held or made.
    pub taken: u64,
    /// None: as many as there will be.
    pub left: Option<u64>,
    /// The newest first.
    pub uses: Vec<CouponUseLine>,
}

/// A use of a coupon.
pub struct CouponUseLine {
    pub at: Micros,
    /// An order's id and number.
    pub order: Option<(String, String)>,
    /// Given back: the checkout ended, or the order was cancelled.
    pub released: bool,
    pub off: Money,
}

impl CouponView {
    fn kinds(&self) -> [(&'static str, &str); 3] {
        ["percent", "fixed", "delivery"].map(|kind| {
            let key = match kind {
                "percent" => "promotions-kind-percent",
                "fixed" => "promotions-kind-fixed",
                _ => "promotions-kind-delivery",
            };
            (kind, self.shell.t(key))
        })
    }

    fn some_ticked(&self) -> bool {
        self.categories.iter().any(|c| c.2) || !self.form.value("products").is_empty()
    }
}
