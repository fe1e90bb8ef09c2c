//! What the shop says about itself, and how it opens.
use askama::Template;
use kernel::Micros;

use super::{Form, Post, Shell};

/// `/admin/settings/shop`.
#[derive(Template)]
#[template(path = "settings/shop.html")]
pub struct ShopSettingsView {
    pub shell: Shell,
    pub form: Form,
    /// Languages beside the main one: whether shoppers may choose it, its code, what it calls itself.
    pub languages: Vec<(bool, String, String)>,
    pub opening: OpeningState,
    /// What is not done yet before it opens, but for the opening itself.
    pub unfinished: Vec<Task>,
    /// Feeds for merchants' centres: what each is for, and its address.
    pub feeds: Vec<(String, String)>,
    pub may_manage: bool,
    /// Whoever looks may cancel orders.
    pub may_cancel: bool,
}

/// Whether shoppers are let in.
#[derive(Clone, Copy, Debug)]
pub struct OpeningState {
    pub open: bool,
    /// When it was opened for the first time, if it ever was closed.
    pub since: Option<Micros>,
    pub demo: bool,
    /// Orders placed while it was closed, before the first opening.
    pub tries: u64,
}

/// `/admin/settings/mail`.
#[derive(Template)]
#[template(path = "settings/mail.html")]
pub struct MailView {
    pub shell: Shell,
    pub post: Post,
    pub from: String,
    /// Where the shop is written to.
    pub reply: String,
    pub form: Form,
    pub may_manage: bool,
}

/// `/admin/settings/payments`.
#[derive(Template)]
#[template(path = "settings/payments.html")]
pub struct PaymentSettingsView {
    pub shell: Shell,
    pub form: Form,
    pub currency: String,
    /// Whether there is a provider for cash on delivery.
    pub takes_cash: bool,
    /// Ways to deliver, and the shop's countries: ticked where cash is taken, as programs call it, name.
    pub deliveries: Vec<(bool, String, String)>,
    pub countries: Vec<(bool, String, String)>,
    /// Providers that are set up elsewhere, as programs call them.
    pub others: Vec<String>,
    pub may_manage: bool,
}

/// What is to be done before the shop opens, found out from how things are.
#[derive(Clone, Debug, Default)]
pub struct Checklist {
    pub tasks: Vec<Task>,
    /// Nothing left but to open.
    pub ready: bool,
}

/// One line of it.
#[derive(Clone, Debug)]
pub struct Task {
    pub what: TaskKind,
    pub done: bool,
    /// Where it is done; empty for somebody who may not.
    pub path: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    Products,
    Delivery,
    Taxes,
    Payment,
    Mail,
    Legal,
    Open,
}

impl TaskKind {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Products => "todo-products",
            Self::Delivery => "todo-delivery",
            Self::Taxes => "todo-taxes",
            Self::Payment => "todo-payment",
            Self::Mail => "todo-mail",
            Self::Legal => "todo-legal",
            Self::Open => "todo-open",
        }
    }

    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::Products => "todo-products-hint",
            Self::Delivery => "todo-delivery-hint",
            Self::Taxes => "todo-taxes-hint",
            Self::Payment => "todo-payment-hint",
            Self::Mail => "todo-mail-hint",
            Self::Legal => "todo-legal-hint",
            Self::Open => "todo-open-hint",
        }
    }
}

impl Checklist {
    /// What is to be done still before the opening.
    pub(crate) fn unfinished(self) -> Vec<Task> {
        self.tasks.into_iter().filter(|t| !t.done && t.what != TaskKind::Open).collect()
    }

    pub(crate) fn left(&self) -> usize {
        self.tasks.iter().filter(|t| !t.done).count()
    }
}
