//! What a kind of mail is: its name, its templates, and how what it says is read from a reference.
use std::sync::Arc;

use customers::Accounts;
use db::Conn;
use kernel::{Context, Texts};
use markets::{Setup, ShopProfile};
use minijinja::Value;
use minijinja::value::{Serde, merge_maps};
use notifications::Sender;
use payments::Payments;
use serde::Serialize;

use super::{MailError, SendMail};

/// The words of a locale, or of the nearest that there is.
pub type TextsOf = Arc<dyn Fn(&str) -> Texts + Send + Sync>;

/// A kind of mail. All there are stand in [`KINDS`](super::KINDS).
pub struct MailKind {
    /// As `order.confirmation`: what notifications keep it under, for ever.
    pub name: &'static str,
    /// The key of its name for staff.
    pub label: &'static str,
    /// Who gets it.
    pub audience: Audience,
    pub(super) templates: &'static [(&'static str, &'static str); 3],
    /// Reads what the mail says, now, from the reference it was asked for with. In one state of the database.
    pub(super) load: fn(&mut Conn, &Desk<'_>, &str) -> Result<Letter, MailError>,
    /// The same of something invented, for a preview.
    pub(super) sample: fn(&Desk<'_>) -> Result<Letter, MailError>,
}

/// Who a kind of mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Shopper,
    /// The address of the shop's profile.
    Owner,
}

impl MailKind {
    /// The job that sends it about `reference`, once.
    pub fn about(&self, reference: impl ToString) -> SendMail {
        SendMail { kind: self.name.to_owned(), reference: reference.to_string(), copy: 0 }
    }

    /// The stem of its templates: `order_confirmation`.
    pub(super) fn template(&self) -> &'static str {
        self.templates[0].0.trim_end_matches(".subject")
    }
}

/// The three templates of a kind, from `templates/mail`.
macro_rules! templates {
    ($name:literal) => {
        &[
            (
                concat!($name, ".subject"),
                include_str!(concat!("../../../../templates/mail/", $name, ".subject.j2")),
            ),
            (concat!($name, ".txt"), include_str!(concat!("../../../../templates/mail/", $name, ".txt.j2"))),
            (concat!($name, ".html"), include_str!(concat!("../../../../templates/mail/", $name, ".html.j2"))),
        ]
    };
}
pub(super) use templates;

/// What is put into the templates, and whom it is for.
pub struct Letter {
    /// The shop.
    pub(super) from: Sender,
    pub to: String,
    /// Whose words it is written in.
    pub locale: String,
    /// It brings a link by which its reader comes in: nobody else may read it, not even later.
    pub(super) opens: bool,
    view: Value,
}

impl Letter {
    /// `view` must have what `frame.html.j2` asks for beside the [`Head`]: `name` and `link`.
    pub(super) fn new<V: Serialize>(to: &str, desk: &Desk<'_>, ctx: &Context, view: &V) -> Self {
        let profile = &desk.setup.profile;
        Self {
            from: Sender { name: profile.name.clone(), email: profile.email.clone() },
            to: to.to_owned(),
            locale: ctx.texts.locale(),
            opens: false,
            view: merge_maps([Value::from(Serde(Head::of(profile))), Value::from(Serde(view))]),
        }
    }

    pub(super) fn opening(self) -> Self {
        Self { opens: true, ..self }
    }

    pub(super) fn view(&self) -> Value {
        self.view.clone()
    }
}

/// What every letter says of the shop.
#[derive(Serialize)]
struct Head {
    shop: String,
    motto: String,
    shop_email: String,
    /// Who sells, by law, a line each: name, address, registers. Empty until it is told.
    seller: Vec<String>,
}

impl Head {
    fn of(profile: &ShopProfile) -> Self {
        let identity = &profile.identity;
        let parts = [&identity.legal_name, &identity.address, &identity.registers, &identity.phone];
        let lines = parts.into_iter().flat_map(|part| part.lines()).map(str::trim).filter(|line| !line.is_empty());
        Self {
            shop: profile.name.clone(),
            motto: profile.motto.clone(),
            shop_email: profile.email.clone(),
            seller: lines.map(str::to_owned).collect(),
        }
    }
}

/// What stands on every letter's desk: the shop as it is now, its words, its address.
pub struct Desk<'a> {
    pub setup: &'a Setup,
    pub payments: &'a Payments,
    pub accounts: &'a Accounts,
    pub(super) public_url: &'a str,
    pub(super) texts: &'a TextsOf,
}

impl Desk<'_> {
    /// What a mail in this locale is written in: the shop's market, as pages are.
    ///
    /// # Errors
    /// [`MailError::TimeZone`].
    pub fn context(&self, locale: &str) -> Result<Context, MailError> {
        let market = &self.setup.market;
        let time_zone = jiff::tz::TimeZone::get(&market.time_zone)
            .map_err(|_| MailError::TimeZone(market.time_zone.clone()))?;
        let texts = (self.texts)(locale);
        Ok(Context {
            shop_name: self.setup.profile.name.as_str().into(),
            market: market.id,
            price_list: market.price_list,
            currency: market.currency,
            tax_mode: market.tax_mode,
            country: market.country.as_str().into(),
            time_zone,
            prefix: Context::prefix_of(texts.language(), (self.texts)(&market.locale).language()).into(),
            texts,
        })
    }

    /// [`Desk::context`] of somebody who said what they speak, if they did: empty is the market's.
    ///
    /// # Errors
    /// [`MailError::TimeZone`].
    pub fn spoken(&self, locale: &str) -> Result<Context, MailError> {
        self.context(if locale.is_empty() { &self.setup.market.locale } else { locale })
    }

    /// A whole address for a path of the shop, as `https://shop.example/orders/…`.
    pub fn link(&self, ctx: &Context, path: &str) -> String {
        format!("{}{}", self.public_url, ctx.url(path))
    }

    /// The same for a path of the back office, whose addresses have no language.
    pub fn office_link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }
}
