//! Webhooks.
use askama::Template;
use kernel::Micros;

use super::{Form, Shell};

/// `/admin/settings/webhooks`.
#[derive(Template)]
#[template(path = "settings/webhooks.html")]
pub struct WebhooksView {
    pub shell: Shell,
    pub lines: Vec<WebhookLine>,
    pub may_manage: bool,
}

/// One as the list shows it.
#[derive(Clone, Debug)]
pub struct WebhookLine {
    pub path: String,
    pub name: String,
    pub url: String,
    /// What it is told of, in the reader's words.
    pub kinds: Vec<String>,
    pub active: bool,
}

/// `/admin/settings/webhooks/new`, `/admin/settings/webhooks/{id}`.
#[derive(Template)]
#[template(path = "settings/webhook.html")]
pub struct WebhookView {
    pub shell: Shell,
    /// Where the form is sent; the page's own address unless it is new.
    pub path: String,
    pub is_new: bool,
    pub active: bool,
    pub version: i64,
    /// What its receiver checks signatures with.
    pub secret: String,
    /// Until when the secret before it signs along.
    pub old_until: Option<Micros>,
    pub kinds: Vec<KindChoice>,
    pub form: Form,
    /// Which messages are shown: a state's name, or empty for all.
    pub state: &'static str,
    pub is_first: bool,
    pub messages: Vec<MessageLine>,
    /// The last message shown, when there are older ones.
    pub next: Option<String>,
}

/// An event that can be wanted.
#[derive(Clone, Debug)]
pub struct KindChoice {
    /// As `orders.order_placed`.
    pub kind: &'static str,
    pub name: String,
    pub on: bool,
}

/// One message and what was answered.
#[derive(Clone, Debug)]
pub struct MessageLine {
    pub id: String,
    pub name: String,
    pub state: &'static str,
    pub written: Micros,
    pub tried: Option<Micros>,
    pub attempts: i64,
    /// 0 when nothing was answered.
    pub status: i64,
    pub told: String,
    /// JSON, laid out.
    pub body: String,
    /// Where it is sent once more; none while it is on its way.
    pub again: Option<String>,
}

impl WebhookView {
    fn states(&self) -> [(&'static str, &'static str); 4] {
        [
            ("", "hooks-all"),
            ("waiting", "hooks-state-waiting"),
            ("delivered", "hooks-state-delivered"),
            ("failed", "hooks-state-failed"),
        ]
    }
}
