//! What is written about accounts and about sold-out things. References are letters' and notices' ids.
use customers::{Letter as Told, Purpose};
use db::Conn;
use kernel::Context;
use serde::Serialize;

use crate::mail::MailError;
use crate::mail::kind::{Audience, Desk, Letter, MailKind, templates};

/// One layout for all of them: a heading, a few sentences, one link.
#[derive(Serialize)]
struct View {
    /// Empty when nobody knows it.
    name: String,
    link: String,
    subject: String,
    heading: String,
    paragraphs: Vec<String>,
    button: String,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $id:ident = $name:literal, $label:literal: $load:expr, $sample:expr;)*) => {
        $($(#[$doc])* pub static $id: MailKind = MailKind {
            name: $name,
            label: $label,
            audience: Audience::Shopper,
            templates: templates!("account"),
            load: $load,
            sample: $sample,
        };)*
    };
}

kinds! {
    /// Confirms the address of a new account.
    VERIFY = "account.verify", "mail-kind-verify": letter, |d| sample(d, Purpose::Verify);
    /// To whoever has an account already.
    KNOWN = "account.known", "mail-kind-known": letter, |d| sample(d, Purpose::Known);
    /// The address is confirmed.
    WELCOME = "account.welcome", "mail-kind-welcome": letter, |d| sample(d, Purpose::Welcome);
    /// Leads to a new password.
    RESET = "account.reset", "mail-kind-reset": letter, |d| sample(d, Purpose::Reset);
    /// The password is another one now.
    PASSWORD_CHANGED = "account.password_changed", "mail-kind-password-changed":
        letter, |d| sample(d, Purpose::PasswordChanged);
    /// Confirms the account's next address.
    CHANGE_EMAIL = "account.change_email", "mail-kind-change-email": letter, |d| sample(d, Purpose::ChangeEmail);
    /// To the former address.
    EMAIL_CHANGED = "account.email_changed", "mail-kind-email-changed":
        letter, |d| sample(d, Purpose::EmailChanged);
    /// Asks a guest whether they want to hear of something.
    NOTICE_CONFIRM = "stock.confirm", "mail-kind-notice-confirm":
        |c, d, r| notice(c, d, r, true), |d| thing(d, ("marta@example.org", ""), "Speckled mug", "/", true);
    /// Something is back.
    BACK_IN_STOCK = "stock.back", "mail-kind-back":
        |c, d, r| notice(c, d, r, false), |d| thing(d, ("marta@example.org", ""), "Speckled mug", "/", false);
}

/// The kind that a letter of this purpose is.
pub fn of(purpose: Purpose) -> &'static MailKind {
    match purpose {
        Purpose::Verify => &VERIFY,
        Purpose::Known => &KNOWN,
        Purpose::Reset => &RESET,
        Purpose::ChangeEmail => &CHANGE_EMAIL,
        Purpose::EmailChanged => &EMAIL_CHANGED,
        Purpose::PasswordChanged => &PASSWORD_CHANGED,
        Purpose::Welcome => &WELCOME,
    }
}

/// The stem of its texts, and the page its link leads to.
const fn stem(purpose: Purpose) -> (&'static str, &'static str) {
    match purpose {
        Purpose::Verify => ("verify", "/account/confirm"),
        Purpose::Known => ("known", "/account/sign-in"),
        Purpose::Reset => ("reset", "/account/reset"),
        Purpose::ChangeEmail => ("change-email", "/account/email"),
        Purpose::EmailChanged => ("email-changed", "/account/forgot"),
        Purpose::PasswordChanged => ("password-changed", "/account/forgot"),
        Purpose::Welcome => ("welcome", "/account"),
    }
}

fn id_of<K: kernel::Kind>(reference: &str) -> Result<kernel::Id<K>, MailError> {
    reference
        .parse()
        .map_err(|_| MailError::Reference { kind: K::PREFIX, reference: reference.chars().take(64).collect() })
}

fn letter(conn: &mut Conn, desk: &Desk<'_>, reference: &str) -> Result<Letter, MailError> {
    put(desk, &desk.accounts.letter_in(conn, id_of(reference)?)?)
}

fn sample(desk: &Desk<'_>, purpose: Purpose) -> Result<Letter, MailError> {
    let token = purpose.lasts().map(|_| "ltr_0.0".to_owned());
    let (to, name) = ("marta@example.org".into(), "Marta Lindqvist".into());
    put(desk, &Told { purpose, to, name, locale: String::new(), token })
}

fn put(desk: &Desk<'_>, told: &Told) -> Result<Letter, MailError> {
    let ctx = desk.spoken(&told.locale)?;
    let (stem, path) = stem(told.purpose);
    let path = told.token.as_ref().map_or_else(|| path.to_owned(), |token| format!("{path}?token={token}"));
    let view = words(desk, &ctx, stem, told.name.clone(), &ctx.shop_name, &path);
    Ok(Letter::new(&told.to, desk, &ctx, &view).opening())
}

fn notice(conn: &mut Conn, desk: &Desk<'_>, reference: &str, confirm: bool) -> Result<Letter, MailError> {
    let (notice, token) = desk.accounts.notice_in(conn, id_of(reference)?)?;
    let items = catalog::Catalog::sale_items_in(conn, &[notice.variant])?;
    let mut item = items.get(&notice.variant).ok_or(customers::AccountError::LinkGone)?.clone();
    let ctx = desk.spoken(&notice.locale)?;
    if !ctx.prefix.is_empty() {
        catalog::Catalog::wording_in(conn, ctx.texts.language(), &[item.product.cast()])?.item(&mut item);
    }
    let title = match item.options.as_str() {
        "" => item.title.clone(),
        options => format!("{}, {options}", item.title),
    };
    let path = match confirm {
        true => format!("/stock-notices/confirm?token={token}"),
        false => format!("/p/{}?variant={}", item.handle, notice.variant),
    };
    thing(desk, (&notice.to, &notice.locale), &title, &path, confirm)
}

fn thing(
    desk: &Desk<'_>,
    (to, locale): (&str, &str),
    title: &str,
    path: &str,
    confirm: bool,
) -> Result<Letter, MailError> {
    let ctx = desk.spoken(locale)?;
    let stem = if confirm { "notice-confirm" } else { "back" };
    let letter = Letter::new(to, desk, &ctx, &words(desk, &ctx, stem, String::new(), title, path));
    Ok(if confirm { letter.opening() } else { letter })
}

/// The texts `mail-{stem}-…`; `value` is what they are about.
fn words(desk: &Desk<'_>, ctx: &Context, stem: &str, name: String, value: &str, path: &str) -> View {
    let text = |part: &str| ctx.texts.v(&format!("mail-{stem}-{part}"), value);
    View {
        name,
        link: desk.link(ctx, path),
        subject: text("subject"),
        heading: text("title"),
        paragraphs: vec![text("text"), text("note")],
        button: text("button"),
    }
}
