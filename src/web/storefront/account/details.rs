//! Who somebody is to us: name, address, password, sessions; what we keep, and leaving.
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use auth::{ExposeSecret, SecretString};
use kernel::kinds::SessionId;
use kit::{CheckedForm, Failure, Jar, Visit};
use serde::Deserialize;

use super::{Form, Said, caller, desk, email_field, holder, name_field, nav, new_password_field, password_field};
use crate::Rooms;
use crate::parts::{going, own_frame, page, see_other};
use crate::views::{DetailsView, SessionRow};

const SECTION: &str = "/account/details";

/// What any of these forms may send.
#[derive(Deserialize)]
pub(crate) struct Typed {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default = "nothing")]
    password: SecretString,
    #[serde(default = "nothing", rename = "new-password")]
    new_password: SecretString,
}

fn nothing() -> SecretString {
    SecretString::from(String::new())
}

#[derive(Deserialize)]
pub(crate) struct Ended {
    #[serde(default)]
    session: String,
}

type Answer = Result<HttpResponse, Failure>;

pub(crate) async fn show(visit: Visit, rooms: web::Data<Rooms>, said: web::Query<Said>) -> Answer {
    let me = holder(&visit)?;
    let texts = &visit.ctx.texts;
    let sessions = rooms.accounts.sessions(me.id).await?;
    let row = |s: &auth::Session| SessionRow {
        id: s.id.to_string(),
        browser: browser(&s.user_agent).map_or_else(
            || texts.t("account-session-unknown").to_owned(),
            |words| texts.f("account-session", &[("browser", words.0.into()), ("system", words.1.into())]),
        ),
        seen: visit.ctx.date_time(s.last_seen_at),
        here: s.id == me.session,
    };
    let view = DetailsView {
        frame: own_frame(&visit, &rooms, texts.t("account-details")).await?,
        nav: nav(&visit, SECTION),
        token: visit.form_token(),
        name: me.name.clone(),
        email: me.email.clone(),
        sessions: sessions.iter().map(row).collect(),
        notices: said.notices(&visit),
    };
    page(StatusCode::OK, &view)
}

/// Browser and system, by their own names, from what a browser calls itself. The more particular names first: most
/// browsers call themselves by those of others, too.
fn browser(user_agent: &str) -> Option<(&'static str, &'static str)> {
    let browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrom", "Chrome"), ("Safari/", "Safari")];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |names: &[(&str, &'static str)]| names.iter().find(|n| user_agent.contains(n.0)).map(|n| n.1);
    Some((find(&browsers)?, find(&systems)?))
}

fn form(title: &'static str, action: &'static str, fields: Vec<crate::views::FormField>) -> Form {
    let mut form = Form::new(title, action, "account-save", fields);
    form.section = Some(SECTION);
    form.links = vec![("account-details", SECTION.into())];
    form
}

fn name_form(name: &str) -> Form {
    form("account-name-title", "/account/details/name", vec![name_field(name)])
}

pub(crate) async fn name_page(visit: Visit, rooms: web::Data<Rooms>) -> Answer {
    name_form(&holder(&visit)?.name).shown(&visit, &rooms).await
}

pub(crate) async fn name(visit: Visit, rooms: web::Data<Rooms>, CheckedForm(typed): CheckedForm<Typed>) -> Answer {
    let me = holder(&visit)?;
    match rooms.accounts.rename(visit.actor.correlation.clone(), me.id, &typed.name).await {
        Ok(()) => Ok(see_other(&visit, "/account/details?said=name")),
        Err(e) => name_form(&typed.name).refused(&visit, &rooms, e.into()).await,
    }
}

fn email_form(email: &str) -> Form {
    let mut form =
        form("account-email-title", "/account/details/email", vec![email_field(email), password_field()]);
    form.lede = vec!["account-email-lede"];
    form
}

pub(crate) async fn email_page(visit: Visit, rooms: web::Data<Rooms>) -> Answer {
    email_form("").shown(&visit, &rooms).await
}

pub(crate) async fn email(visit: Visit, rooms: web::Data<Rooms>, CheckedForm(typed): CheckedForm<Typed>) -> Answer {
    let me = holder(&visit)?;
    let correlation = visit.actor.correlation.clone();
    match rooms.accounts.ask_email(correlation, me.id, &typed.email, &typed.password, visit.ip).await {
        Ok(()) => Ok(see_other(&visit, "/account/details?said=email-asked")),
        Err(e) => email_form(&typed.email).refused(&visit, &rooms, e.into()).await,
    }
}

fn password_form() -> Form {
    let mut form =
        form("account-password-title", "/account/details/password", vec![password_field(), new_password_field()]);
    form.lede = vec!["account-password-lede"];
    form
}

pub(crate) async fn password_page(visit: Visit, rooms: web::Data<Rooms>) -> Answer {
    holder(&visit)?;
    password_form().shown(&visit, &rooms).await
}

pub(crate) async fn password(
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Answer {
    let me = holder(&visit)?;
    let correlation = visit.actor.correlation.clone();
    let changed = rooms
        .accounts
        .change_password(correlation, (me.id, me.session), visit.ip, &typed.password, &typed.new_password)
        .await;
    match changed {
        Ok(token) => {
            let cookie = visit.site().cookie(Jar::Customer, token.expose_secret());
            Ok(going(&visit, "/account/details?said=password").cookie(cookie).finish())
        }
        Err(e) => password_form().refused(&visit, &rooms, e.into()).await,
    }
}

/// One session, or all others.
pub(crate) async fn end_sessions(
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(ended): CheckedForm<Ended>,
) -> Answer {
    let me = holder(&visit)?;
    let which: Option<SessionId> = match ended.session.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Failure::not_found())?),
    };
    rooms.accounts.end_sessions(visit.actor.correlation.clone(), me.id, which, me.session).await?;
    Ok(see_other(&visit, "/account/details?said=session"))
}

/// Everything we keep about whoever asks, to take along.
pub(crate) async fn export(visit: Visit, rooms: web::Data<Rooms>) -> Answer {
    let document = desk(&rooms).export(holder(&visit)?.id).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"account.json\""))
        .body(document))
}

fn delete_form() -> Form {
    let mut form = form("account-delete-title", "/account/delete", vec![password_field()]);
    form.button = "account-delete-button";
    form.lede = vec!["account-delete-goes", "account-delete-stays", "account-delete-final"];
    form.danger = true;
    form
}

pub(crate) async fn delete_page(visit: Visit, rooms: web::Data<Rooms>) -> Answer {
    holder(&visit)?;
    delete_form().shown(&visit, &rooms).await
}

pub(crate) async fn delete(
    req: HttpRequest,
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Answer {
    let me = holder(&visit)?.id;
    match desk(&rooms).delete(caller(&req, &visit), me, &typed.password).await {
        Ok(()) => Ok(going(&visit, "/account/deleted").cookie(visit.site().cleared(Jar::Customer)).finish()),
        Err(e) => delete_form().refused(&visit, &rooms, e).await,
    }
}

pub(crate) async fn deleted(visit: Visit, rooms: web::Data<Rooms>) -> Answer {
    super::tell(&visit, &rooms, StatusCode::OK, "account-deleted", "", &[("to-home", "/")]).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_called_by_their_own_names() {
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(browser(edge), Some(("Edge", "Windows")));
        let phone =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1";
        assert_eq!(browser(phone), Some(("Safari", "iPhone")));
        assert_eq!(browser("curl/8.0"), None);
    }
}
