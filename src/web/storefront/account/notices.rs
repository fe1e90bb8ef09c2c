//! Being told when something is back: asked for on a sold-out product's page, confirmed from a mail by guests.
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use customers::{AccountError, Asked};
use kernel::Coded;
use kit::{CheckedForm, Failure, OpenForm, Visit};
use serde::Deserialize;

use super::{Form, tell};
use crate::Rooms;
use crate::parts::{told, variant};
use crate::views::FormField;

#[derive(Deserialize)]
pub(crate) struct Wanted {
    variant: String,
    #[serde(default)]
    email: String,
}

#[derive(Deserialize)]
pub(crate) struct Link {
    #[serde(default)]
    token: String,
}

/// From a cached page: its form holds no token, the check of its origin protects it.
pub(crate) async fn ask(
    visit: Visit,
    rooms: web::Data<Rooms>,
    OpenForm(wanted): OpenForm<Wanted>,
) -> Result<HttpResponse, Failure> {
    let id = variant(&wanted.variant)?;
    let item = rooms.catalog.sale_items(&[id]).await?.remove(&id).ok_or_else(Failure::not_found)?;
    let account = match &visit.customer {
        Some(me) => Some(rooms.accounts.get(me.id).await?),
        None => None,
    };
    // Whoever is signed in need not say it again.
    let email = match (&account, wanted.email.trim()) {
        (Some(account), "") => account.email.clone(),
        (_, typed) => typed.to_owned(),
    };
    let (correlation, locale) = (visit.actor.correlation.clone(), visit.ctx.texts.locale());
    let asked = rooms.accounts.ask_notice(correlation, id, (&email, &locale), account.as_ref(), visit.ip).await;
    let back = format!("/p/{}?variant={id}", item.handle);
    let links = [("notice-back", back.as_str()), ("to-home", "/")];
    match asked {
        Ok(Asked::Waiting) => tell(&visit, &rooms, StatusCode::OK, "notice-waiting", &email, &links).await,
        Ok(Asked::ConfirmByMail) => tell(&visit, &rooms, StatusCode::OK, "notice-sent", &email, &links).await,
        Err(e) => refused(&visit, &rooms, &wanted, e).await,
    }
}

/// The page of the product is everybody's: what was wrong is told on one of its own.
async fn refused(
    visit: &Visit,
    rooms: &Rooms,
    wanted: &Wanted,
    error: AccountError,
) -> Result<HttpResponse, Failure> {
    let Some(problem) = told(&visit.ctx.texts, &error) else { return Err(error.into()) };
    let status = Failure::of(&error).status;
    let field = FormField {
        name: "email",
        label: "field-email",
        kind: "email",
        autocomplete: "email",
        value: wanted.email.clone(),
        error: (error.code() == "email_invalid").then(|| problem.clone()),
        ..FormField::default()
    };
    let problems = if field.error.is_some() { Vec::new() } else { vec![problem] };
    let mut form = Form::new("notice-ask-title", "/stock-notices", "notice-ask-button", vec![field]);
    form.hidden = vec![("variant", wanted.variant.clone())];
    form.lede = vec!["notice-ask-text"];
    form.with(visit, rooms, status, problems).await
}

/// A link that does not work (any more).
async fn gone(visit: &Visit, rooms: &Rooms) -> Result<HttpResponse, Failure> {
    tell(visit, rooms, StatusCode::NOT_FOUND, "notice-gone", "", &[("to-home", "/")]).await
}

/// Opening a link changes nothing: programs that look at mails open them too.
pub(crate) async fn confirm_page(
    visit: Visit,
    rooms: web::Data<Rooms>,
    link: web::Query<Link>,
) -> Result<HttpResponse, Failure> {
    match rooms.accounts.open_notice(&link.token).await {
        Ok(_) => {
            let to = "/stock-notices/confirm";
            let mut form = Form::new("notice-confirm-title", to, "notice-confirm-button", Vec::new());
            form.hidden = vec![("token", link.token.clone())];
            form.lede = vec!["notice-confirm-text"];
            form.shown(&visit, &rooms).await
        }
        Err(AccountError::LinkGone) => gone(&visit, &rooms).await,
        Err(e) => Err(e.into()),
    }
}

pub(crate) async fn confirm(
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(link): CheckedForm<Link>,
) -> Result<HttpResponse, Failure> {
    match rooms.accounts.confirm_notice(visit.actor.correlation.clone(), &link.token).await {
        Ok(notice) => tell(&visit, &rooms, StatusCode::OK, "notice-waiting", &notice.to, &[("to-home", "/")]).await,
        Err(AccountError::LinkGone) => gone(&visit, &rooms).await,
        Err(e) => Err(e.into()),
    }
}
