//! What the shop writes, to be looked at.
use askama::Template;
use kernel::Micros;

use super::Shell;

/// Every kind of mail, and what could not be sent. `/admin/mails`.
#[derive(Template)]
#[template(path = "mails/list.html")]
pub struct MailsView {
    pub shell: Shell,
    pub kinds: Vec<MailKindRow>,
    /// The newest first.
    pub troubles: Vec<MailTrouble>,
}

/// A kind of mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailKindRow {
    /// As it stands in links: `order.confirmation`.
    pub name: String,
    pub label: String,
    /// It goes to the shopkeeper instead of a shopper.
    pub to_the_shop: bool,
}

/// A mail that was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailTrouble {
    pub subject: String,
    pub to: String,
    pub at: Micros,
    /// What the other side said.
    pub error: String,
    /// It is not tried again by itself.
    pub given_up: bool,
    /// The page of the order it is about.
    pub order: Option<String>,
}

/// One mail as it would be sent: `/admin/mails/{kind}?order=…`.
#[derive(Template)]
#[template(path = "mails/preview.html")]
pub struct MailPreviewView {
    pub shell: Shell,
    pub name: String,
    /// The number of a real order can be given.
    pub may_choose: bool,
    pub order: String,
    /// It is about that order, and not about something invented.
    pub real: bool,
    /// There is no such order, or nothing of it that this mail is about.
    pub missing: bool,
    pub to: String,
    pub subject: String,
    pub text: String,
}
