//! The back office's pages as typed templates. Views hold plain data only; words come from `admin.ftl`.
mod access;
mod attributes;
mod audit;
mod badges;
mod batch;
mod categories;
mod content;
mod feed;
mod form;
mod goods;
mod home;
mod imports;
mod mails;
mod moving;
pub(crate) mod nav;
mod opening;
mod orders;
mod payments;
mod people;
mod places;
mod promotions;
mod refund;
mod rules;
mod search;
mod settings;
mod setup;
mod staff;
mod stock;
mod system;
mod tokens;
mod webhooks;

pub use access::{DoorProblemView, Problem, ProblemView, SignInError, SignInView};
pub use attributes::{AttributeLine, AttributeView, AttributesView, FacetRow};
pub use audit::{AuditView, DeedLine, Thing};
pub use badges::{Badge, Fulfilment, Glyph, Lifecycle, Payment, ProductStatus};
pub use batch::{AllDeed, AskAllView, BatchView, RefusedOrder};
pub use categories::{CategoriesView, CategoryRow, CategoryTextsView, CategoryView};
pub use content::{ContentView, PageEditView, PageLine};
pub use feed::{FeedRowLine, FeedRunLine, FeedRunView, FeedView};
pub use form::Form;
pub use goods::{
    AttributeRow, AxisRow, BulkView, Cell, GoodsFilter, GoodsRow, GoodsView, NewProductView, PictureChoice,
    PictureRow, PicturesView, ProductHead, ProductView, Sheets, TextRow, TextsView, VariantCells, VariantRow,
    VariantsView,
};
pub use home::{Attention, AttentionKind, DayFigures, HomeView, TakingsChart};
pub use imports::{ExportsView, ImportLine, ImportNote, ImportView, ImportsView};
pub use mails::{MailKindRow, MailPreviewView, MailTrouble, MailsView};
pub use moving::{
    HaulLine, HaulRow, HaulView, HaulsView, LocationRow, LocationsView, SuppliesView, SupplyRow, SupplyView,
};
pub use nav::{NavEntry, Place, nav};
pub use opening::{Checklist, MailView, OpeningState, PaymentSettingsView, ShopSettingsView, Task, TaskKind};
pub use orders::{
    Buyer, EarlierLine, EarlierView, ExplainedPart, MailLine, MoneyKind, MoneyRow, NextStep, OrderChoice,
    OrderFilter, OrderLine, OrderRow, OrderView, OrdersView, Parcel, ShipManyView, ShipRow, Slip, SlipLine,
    SlipsView, Tally, TimelineEntry, TimelineKind, order_query,
};
pub use payments::{DoubtLine, DoubtView, HeldLine, LedgerLine, PaypalView, StripeView};
pub use people::{GroupChoice, NoteLine, PeopleView, PersonOrder, PersonRow, PersonView};
pub use places::{DeliveryView, MarketView, MethodLine, MethodView, RateRow, TaxLine, TaxesView, ZoneLine};
pub use promotions::{CouponRow, CouponStanding, CouponState, CouponUseLine, CouponView, PromotionsView};
pub use refund::{PlannedRefund, RefundRow, RefundView};
pub use rules::{MissedLine, RuleLine, RulesView};
pub use search::{FoundView, Hit, Hits, SearchView};
pub use settings::SettingsView;
pub use setup::{CodeView, SetupStep, SetupView, Walk};
pub(crate) use staff::role_key;
pub use staff::{AccountView, MadePassword, MemberRow, OpenSession, StaffView};
pub use stock::{MovementLine, StockItemView, StockLine, StockPlace, StockView, query};
pub use system::{
    Cache, Copied, CopyState, Database, DeadJob, Jobs, ParkedEvent, Post, Proved, Subscriber, SystemView,
};
pub use tokens::{MadeToken, TokenRow, TokensView};
pub use webhooks::{KindChoice, MessageLine, WebhookLine, WebhookView, WebhooksView};

use kernel::{Context, Micros, Money};
use kit::Theme;

/// Where a file of `static/` is served.
pub fn asset(name: &str) -> &'static str {
    kit::assets::url(name)
}

/// What stands around every signed-in page: navigation, search, who is signed in, and a message from the last act.
#[derive(Clone)]
pub struct Shell {
    pub ctx: Context,
    /// The page's name, for the browser's tab.
    pub title: String,
    /// Which entry of the navigation is current.
    pub section: Section,
    pub staff_name: String,
    /// The role as people read it: `Shopkeeper`.
    pub staff_role: String,
    /// Proves that a form came from our own page; every POST form carries it as `_token`.
    pub token: String,
    /// Orders waiting to be shipped, shown beside Orders.
    pub to_ship: u64,
    pub flash: Option<Flash>,
    /// What this member may go to.
    pub nav: Vec<NavEntry>,
    /// The pages above this one, outermost first: address and name.
    pub crumbs: Vec<(String, String)>,
    pub theme: Theme,
    /// What the search over everything was asked for last.
    pub searched: String,
    /// No mail leaves the shop: there is no mail server.
    pub keeps_mail: bool,
}

impl Shell {
    /// The page lies below `path`, which is called `label`. Pages of a section's own entries are known to lie below it.
    #[must_use]
    pub fn under(mut self, path: impl Into<String>, label: impl Into<String>) -> Self {
        self.crumbs.push((path.into(), label.into()));
        self
    }

    fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.ctx.texts.t(key)
    }

    fn n(&self, key: &str, count: &(impl TryInto<i64> + Copy)) -> String {
        self.ctx.texts.n(key, *count)
    }

    fn v(&self, key: &str, value: &str) -> String {
        self.ctx.texts.v(key, value)
    }

    fn money(&self, money: &Money) -> String {
        self.ctx.money(*money)
    }

    fn at(&self, at: &Micros) -> String {
        self.ctx.date_time(*at)
    }

    fn date(&self, at: &Micros) -> String {
        self.ctx.date(*at)
    }

    /// Up to two letters that stand for the person: `Nora Haugen` is `NH`.
    fn initials(&self) -> String {
        let mut words = self.staff_name.split_whitespace();
        let first = words.next().and_then(|w| w.chars().next());
        let last = words.next_back().and_then(|w| w.chars().next());
        first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
    }
}

/// The entries of the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Home,
    Orders,
    Products,
    Categories,
    Attributes,
    SearchRules,
    Imports,
    Exports,
    Stock,
    Transfers,
    Supplies,
    StockFeed,
    Customers,
    Promotions,
    Content,
    Settings,
    SettingsShop,
    SettingsMarkets,
    SettingsShipping,
    SettingsLocations,
    SettingsTaxes,
    SettingsPayments,
    SettingsMail,
    SettingsLetters,
    SettingsStaff,
    SettingsWebhooks,
    SettingsTokens,
    System,
    Audit,
    /// The member's own page, and problem pages.
    Elsewhere,
}

/// What the last act came to, told once on the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    pub kind: FlashKind,
    /// A whole sentence, already in the reader's language.
    pub text: String,
    /// What takes the act back, where it can be.
    pub undo: Option<UndoForm>,
}

/// A form of one button: posts `of` to `path`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoForm {
    pub path: &'static str,
    /// What was acted on, as the act wrote it.
    pub of: String,
}

/// How a [`Flash`] is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashKind {
    Done,
    Failed,
}
