//! Mail views: what the shop writes to people. Rendered when they are sent, from data read then, so that names and
//! addresses stand in no event or job.
//!
//! Owns no table: [`notifications`] keeps what was sent. [`KINDS`] is the catalogue: each [`MailKind`] says how a
//! reference becomes a letter. Texts come from Fluent, the layout from minijinja templates (`templates/mail`), which
//! know nothing but the view they are given. Sending again sends nothing again, unless staff ask for a further copy.
//!
//! A new kind is a `const` beside its view under `kinds/`, a line in [`KINDS`], three templates, and its texts.
mod jobs;
mod kind;
mod kinds;
mod preview;
mod templates;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use customers::{AccountError, Accounts};
use db::{Db, DbError};
use kernel::kinds::{MessageId, OrderId};
use kernel::{Actor, Coded, Fault, Forbidden};
use markets::{Markets, MarketsError};
use notifications::{Mail, Notifications, NotificationsError};
use orders::{Orders, OrdersError};
use parking_lot::Mutex;
use payments::{Payments, PaymentsError};

pub use jobs::{SendMail, SendOrderCancelled, SendOrderConfirmation, SendOrderShipped};
pub use kind::{Audience, Desk, Letter, MailKind, TextsOf};
pub use kinds::{KINDS, account, order};
use templates::Templates;

/// May send a mail again.
pub const RESEND: &str = orders::MANAGE;

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("there is no kind of mail called `{0}`")]
    UnknownKind(String),
    #[error("a mail `{kind}` is not written about `{reference}`")]
    Reference { kind: &'static str, reference: String },
    #[error("the mail template cannot be rendered: {0}")]
    Template(#[from] minijinja::Error),
    #[error("the market's time zone `{0}` is not known; set one like Europe/Berlin")]
    TimeZone(String),
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    #[error(transparent)]
    Orders(#[from] OrdersError),
    #[error(transparent)]
    Payments(#[from] PaymentsError),
    #[error(transparent)]
    Accounts(#[from] AccountError),
    #[error(transparent)]
    Catalog(#[from] catalog::CatalogError),
    #[error(transparent)]
    Markets(#[from] MarketsError),
    #[error(transparent)]
    Content(#[from] content::ContentError),
    #[error(transparent)]
    Notifications(#[from] NotificationsError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(MailError: Orders, Payments, Accounts, Catalog, Markets, Content, Notifications);

impl Coded for MailError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownKind(_) => "unknown_mail",
            Self::Reference { .. } => "mail_reference",
            Self::Template(_) => "bad_mail_template",
            Self::TimeZone(_) => "broken_settings",
            Self::Forbidden(_) => "forbidden",
            Self::Orders(e) => e.code(),
            Self::Payments(e) => e.code(),
            Self::Accounts(e) => e.code(),
            Self::Catalog(e) => e.code(),
            Self::Markets(e) => e.code(),
            Self::Content(e) => e.code(),
            Self::Notifications(e) => e.code(),
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> Fault {
        match self {
            Self::UnknownKind(_) | Self::Reference { .. } => Fault::NotFound,
            Self::Template(_) | Self::TimeZone(_) => Fault::Ours,
            Self::Forbidden(_) => Fault::Forbidden,
            Self::Orders(e) => e.fault(),
            Self::Payments(e) => e.fault(),
            Self::Accounts(e) => e.fault(),
            Self::Catalog(e) => e.fault(),
            Self::Markets(e) => e.fault(),
            Self::Content(e) => e.fault(),
            Self::Notifications(e) => e.fault(),
            Self::Db(e) => e.fault(),
        }
    }
}

impl MailError {
    /// Whether trying again cannot help: what the mail is about is not there, or the receiver was refused.
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Notifications(NotificationsError::Send(notifications::SendError::Refused(_))) => true,
            e => e.fault() == Fault::NotFound,
        }
    }
}

/// Renders and sends the shop's mails. Cheap to clone.
#[derive(Clone)]
pub struct MailViews(Arc<Inner>);

struct Inner {
    db: Db,
    payments: Payments,
    accounts: Accounts,
    notifications: Notifications,
    /// Without a slash at its end.
    public_url: String,
    texts: TextsOf,
    /// By locale, made when first needed.
    templates: Mutex<HashMap<String, Arc<Templates>>>,
}

impl MailViews {
    /// `texts` tells the words of a locale; `public_url` is where shoppers reach the shop.
    ///
    /// # Errors
    /// [`MailError::Template`] when an embedded template is not one.
    pub fn new(
        db: Db,
        payments: Payments,
        accounts: Accounts,
        notifications: Notifications,
        public_url: &str,
        texts: TextsOf,
    ) -> Result<Self, MailError> {
        let public_url = public_url.trim_end_matches('/').to_owned();
        let templates = Mutex::default();
        let views = Self(Arc::new(Inner { db, payments, accounts, notifications, public_url, texts, templates }));
        views.templates("en")?;
        Ok(views)
    }

    /// The kind with this name.
    ///
    /// # Errors
    /// [`MailError::UnknownKind`].
    pub fn kind(name: &str) -> Result<&'static MailKind, MailError> {
        let found = KINDS.iter().find(|kind| kind.name == name).copied();
        found.ok_or_else(|| MailError::UnknownKind(name.chars().take(60).collect()))
    }

    /// A mail as it would be sent now.
    ///
    /// # Errors
    /// A reference to nothing; a shop without a market; a template that cannot be rendered.
    pub async fn write(&self, kind: &'static MailKind, reference: &str) -> Result<Mail, MailError> {
        let (me, about) = (self.clone(), reference.to_owned());
        let letter = self.0.db.read_slow(move |c| {
            let setup = Markets::setup_in(c)?;
            (kind.load)(c, &me.desk(&setup), &about)
        });
        self.render(kind, reference, &letter.await?)
    }

    /// A mail about something invented, to look at.
    ///
    /// # Errors
    /// A shop without a market; a template that cannot be rendered.
    pub async fn sample(&self, kind: &'static MailKind) -> Result<Mail, MailError> {
        let me = self.clone();
        let letter = self.0.db.read(move |c| {
            let setup = Markets::setup_in(c)?;
            (kind.sample)(&me.desk(&setup))
        });
        self.render(kind, "", &letter.await?)
    }

    /// Renders and sends a mail, once however often it is called.
    ///
    /// # Errors
    /// [`MailError::is_permanent`] says whether trying again may help.
    pub async fn send(&self, actor: &Actor, job: &SendMail) -> Result<(), MailError> {
        let mail = self.write(Self::kind(&job.kind)?, &job.reference).await?;
        let mail = Mail { reference: job.told(), ..mail };
        Ok(self.0.notifications.send(actor, mail).await.map(drop)?)
    }

    /// Orders a further copy of a mail, with what is true now.
    ///
    /// # Errors
    /// [`Forbidden`] without [`RESEND`]; a kind or a reference that is none.
    pub async fn resend(&self, actor: &Actor, kind: &'static MailKind, reference: &str) -> Result<(), MailError> {
        use events::Recording;
        actor.require(RESEND)?;
        // What cannot be written is told to whoever asks, instead of to the dead letters.
        self.write(kind, reference).await?;
        let reference = reference.to_owned();
        let order = move |tx: &mut db::Tx<'_>| -> Result<(), MailError> {
            let copy = Notifications::copies_in(tx, kind.name, &reference)?;
            tx.enqueue(&SendMail { copy, ..kind.about(&reference) })?;
            let about = reference.split('/').next().unwrap_or_default();
            Ok(tx.audit("mail.resend", about, &serde_json::json!({ "kind": kind.name, "copy": copy }))?)
        };
        self.0.db.write(actor, order).await
    }

    /// A further copy of a message that was sent about this order or one of its parcels.
    ///
    /// # Errors
    /// As [`MailViews::resend`]; a message about something else.
    pub async fn resend_about(&self, actor: &Actor, order: OrderId, message: MessageId) -> Result<(), MailError> {
        actor.require(RESEND)?;
        let mut about = vec![order.to_string()];
        about.extend(
            self.0.db.read(move |c| Orders::fulfilments_in(c, order)).await?.iter().map(|f| f.id.to_string()),
        );
        let told = self.0.notifications.about_all(&about).await?;
        let told = told.into_iter().find(|m| m.id == message).ok_or(OrdersError::NotFound)?;
        // A copy's own number stands behind what it is about.
        let reference = told.reference.split('+').next().unwrap_or_default();
        self.resend(actor, Self::kind(&told.kind)?, reference).await
    }

    fn desk<'a>(&'a self, setup: &'a markets::Setup) -> Desk<'a> {
        Desk {
            setup,
            payments: &self.0.payments,
            accounts: &self.0.accounts,
            public_url: &self.0.public_url,
            texts: &self.0.texts,
        }
    }

    fn templates(&self, locale: &str) -> Result<Arc<Templates>, MailError> {
        if let Some(made) = self.0.templates.lock().get(locale) {
            return Ok(made.clone());
        }
        let made = Arc::new(Templates::embedded(&(self.0.texts)(locale))?);
        self.0.templates.lock().insert(locale.to_owned(), made.clone());
        Ok(made)
    }

    fn render(&self, kind: &MailKind, reference: &str, letter: &Letter) -> Result<Mail, MailError> {
        let rendered = self.templates(&letter.locale)?.render(kind.template(), &letter.view())?;
        Ok(Mail {
            from: letter.from.clone(),
            kind: kind.name.to_owned(),
            reference: reference.to_owned(),
            to: letter.to.clone(),
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
            opens: letter.opens,
        })
    }
}
