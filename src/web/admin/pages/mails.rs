//! What the shop writes: each kind of mail to be looked at, and what could not be sent.
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use flows::mail::{Audience, KINDS, MailKind, MailViews};
use kernel::Micros;
use kit::Failure;
use notifications::{Mail, Message, Notifications};
use serde::Deserialize;
use staff::Permission;

use crate::desk::Desk;
use crate::views::{MailKindRow, MailPreviewView, MailTrouble, MailsView, Section};

const PATH: &str = "/admin/mails";
/// So many mails that were not sent are listed.
const LISTED: i64 = 50;
/// A letter is looked at in a frame of its own: styled as mails are, without scripts, fetching nothing.
const IN_A_FRAME: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; \
                          form-action 'none'; frame-ancestors 'self'; sandbox";

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    order: String,
}

impl Asked {
    fn number(&self) -> String {
        self.order.trim().chars().take(40).collect()
    }
}

pub(crate) async fn show(desk: Desk, notifications: web::Data<Notifications>) -> Result<HttpResponse, Failure> {
    let texts = &desk.ctx().texts;
    let kinds = KINDS.iter().map(|kind| MailKindRow {
        name: kind.name.to_owned(),
        label: texts.t(kind.label).to_owned(),
        to_the_shop: kind.audience == Audience::Owner,
    });
    let troubles = notifications.troubles(LISTED).await?;
    desk.show(&MailsView {
        shell: desk.shell(Section::SettingsLetters, texts.t("admin-nav-letters")),
        kinds: kinds.collect(),
        troubles: troubles.iter().map(trouble).collect(),
    })
}

fn trouble(message: &Message) -> MailTrouble {
    let about = message.reference.split(['/', '+']).next().unwrap_or_default();
    MailTrouble {
        subject: message.subject.clone(),
        to: message.recipient.clone(),
        at: Micros(message.created_at),
        error: message.error.clone(),
        given_up: message.state == "failed",
        order: about.starts_with("ord_").then(|| format!("/admin/orders/{about}")),
    }
}

fn kind_in(req: &HttpRequest) -> Result<&'static MailKind, Failure> {
    let name = req.match_info().get("kind").unwrap_or_default();
    MailViews::kind(name).map_err(|_| Failure::not_found())
}

/// The mail about the order that is named; about something invented when none is, or when there is no such order.
async fn write(
    desk: &Desk,
    views: &MailViews,
    kind: &'static MailKind,
    number: &str,
) -> Result<(Mail, bool), Failure> {
    if !number.is_empty()
        && desk.may(Permission::ManageOrders)
        && let Some(mail) = views.about_number(desk.actor(), kind, number).await?
    {
        return Ok((mail, true));
    }
    Ok((views.sample(kind).await?, false))
}

pub(crate) async fn preview(
    req: HttpRequest,
    desk: Desk,
    views: web::Data<MailViews>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let (kind, number) = (kind_in(&req)?, asked.number());
    let (mail, real) = write(&desk, &views, kind, &number).await?;
    let texts = &desk.ctx().texts;
    desk.show(&MailPreviewView {
        shell: desk.shell(Section::SettingsLetters, texts.t(kind.label)).under(PATH, texts.t("admin-nav-letters")),
        name: kind.name.to_owned(),
        may_choose: kind.is_about_orders() && desk.may(Permission::ManageOrders),
        missing: !number.is_empty() && !real,
        order: number,
        real,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
    })
}

/// The letter alone, as a mail program would show it.
pub(crate) async fn letter(
    req: HttpRequest,
    desk: Desk,
    views: web::Data<MailViews>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let (mail, _) = write(&desk, &views, kind_in(&req)?, &asked.number()).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_SECURITY_POLICY, IN_A_FRAME))
        .body(mail.html))
}
