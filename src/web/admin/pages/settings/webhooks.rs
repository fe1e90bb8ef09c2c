//! Webhooks: who elsewhere is told of what, and what they answered.
use actix_web::{HttpResponse, web};
use kernel::Texts;
use kernel::kinds::{DeliveryId, EndpointId};
use kit::{CheckedForm, Failure, Site};
use serde::Deserialize;
use staff::Permission;
use webhooks::{Delivery, DeliveryState, Endpoint, NewEndpoint, Webhooks, WebhooksError};

use super::sentence;
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{Form, KindChoice, MessageLine, Section, WebhookLine, WebhookView, WebhooksView};

const PATH: &str = "/admin/settings/webhooks";
/// Messages on a page.
const ROWS: usize = 50;

pub(crate) async fn show(desk: Desk, hooks: web::Data<Webhooks>) -> Result<HttpResponse, Failure> {
    let texts = &desk.ctx().texts;
    let line = |one: Endpoint| WebhookLine {
        path: path_of(one.id),
        kinds: one.kinds().map(|kind| kind_name(texts, kind)).collect(),
        name: if one.note.is_empty() { one.url.clone() } else { one.note.clone() },
        url: one.url,
        active: one.active,
    };
    desk.show(&WebhooksView {
        shell: desk.shell(Section::SettingsWebhooks, texts.t("admin-nav-webhooks")),
        lines: hooks.endpoints().await?.into_iter().map(line).collect(),
        may_manage: desk.may(Permission::ManageSettings),
    })
}

fn path_of(id: EndpointId) -> String {
    format!("{PATH}/{id}")
}

/// `orders.order_placed` in the reader's words.
fn kind_name(texts: &Texts, kind: &str) -> String {
    texts.t(&format!("hooks-kind-{}", kind.replace('.', "-"))).to_owned()
}

/// What was asked of the list of messages.
#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    before: String,
}

pub(crate) async fn show_new(desk: Desk, hooks: web::Data<Webhooks>) -> Result<HttpResponse, Failure> {
    let new = NewEndpoint { active: true, ..NewEndpoint::default() };
    desk.show(&view(&desk, &hooks, None, &new, Form::default()))
}

pub(crate) async fn show_one(
    desk: Desk,
    hooks: web::Data<Webhooks>,
    id: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let held = held(&hooks, &id).await?;
    let new = NewEndpoint {
        url: held.url.clone(),
        note: held.note.clone(),
        kinds: held.kinds().map(str::to_owned).collect(),
        active: held.active,
    };
    let mut view = view(&desk, &hooks, Some(&held), &new, Form::default());
    tell(&desk, &hooks, &mut view, held.id, &asked).await?;
    desk.show(&view)
}

async fn held(hooks: &Webhooks, id: &str) -> Result<Endpoint, Failure> {
    let id: EndpointId = id.parse().map_err(|_| Failure::not_found())?;
    Ok(hooks.endpoint(id).await?)
}

fn view(desk: &Desk, hooks: &Webhooks, held: Option<&Endpoint>, new: &NewEndpoint, form: Form) -> WebhookView {
    let texts = &desk.ctx().texts;
    let title = match held {
        None => texts.t("hooks-new").to_owned(),
        Some(one) if one.note.is_empty() => one.url.clone(),
        Some(one) => one.note.clone(),
    };
    let choice = |kind: &&'static str| KindChoice {
        kind,
        name: kind_name(texts, kind),
        on: new.kinds.iter().any(|k| k == kind),
    };
    WebhookView {
        shell: desk.shell(Section::SettingsWebhooks, &title).under(PATH, texts.t("admin-nav-webhooks")),
        path: held.map_or_else(|| format!("{PATH}/new"), |one| path_of(one.id)),
        is_new: held.is_none(),
        active: held.is_none_or(|one| one.active),
        version: held.map_or(0, |one| one.version),
        secret: held.map(|one| one.secret().to_owned()).unwrap_or_default(),
        old_until: held.and_then(|one| one.old_secret_until(desk.now())),
        kinds: hooks.kinds().iter().map(choice).collect(),
        form: form
            .with("url", &*new.url)
            .with("note", &*new.note)
            .with("active", if new.active { "yes" } else { "" }),
        state: "",
        is_first: true,
        messages: Vec::new(),
        next: None,
    }
}

/// Fills in what the endpoint was sent.
async fn tell(
    desk: &Desk,
    hooks: &Webhooks,
    view: &mut WebhookView,
    id: EndpointId,
    asked: &Asked,
) -> Result<(), Failure> {
    let state = DeliveryState::of(&asked.state);
    let before: Option<DeliveryId> = asked.before.parse().ok();
    let mut found = hooks.deliveries(id, state, before, ROWS as i64 + 1).await?;
    let more = found.len() > ROWS;
    found.truncate(ROWS);
    view.next = found.last().filter(|_| more).map(|m| m.id.to_string());
    view.state = state.map_or("", DeliveryState::name);
    view.is_first = before.is_none();
    let texts = &desk.ctx().texts;
    let line = |m: Delivery| MessageLine {
        state: m.state().name(),
        name: kind_name(texts, &m.kind),
        written: m.written(),
        tried: m.tried(),
        again: (m.state() != DeliveryState::Waiting).then(|| format!("{}/messages/{}/again", view.path, m.id)),
        id: m.id.to_string(),
        body: m.laid_out(),
        attempts: m.attempts,
        status: m.status,
        told: m.told,
    };
    view.messages = found.into_iter().map(line).collect();
    Ok(())
}

fn read(fields: &Fields) -> NewEndpoint {
    NewEndpoint {
        url: fields.one("url").to_owned(),
        note: fields.one("note").to_owned(),
        kinds: fields.all("kinds").map(str::to_owned).collect(),
        active: fields.has("active"),
    }
}

pub(crate) async fn make(
    desk: Desk,
    site: web::Data<Site>,
    hooks: web::Data<Webhooks>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let new = read(&fields);
    match hooks.add(desk.actor(), new.clone()).await {
        Ok(id) => Ok(Said::WebhookSaved.at(&site, &path_of(id))),
        Err(WebhooksError::TooMany) => Ok(Said::TooManyWebhooks.at(&site, PATH)),
        Err(e) => desk.refuse(&view(&desk, &hooks, None, &new, refused(e)?)),
    }
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    hooks: web::Data<Webhooks>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let held = held(&hooks, &id).await?;
    let new = read(&fields);
    match hooks.change(desk.actor(), held.id, new.clone(), fields.version()).await {
        Ok(()) => Ok(Said::WebhookSaved.at(&site, &path_of(held.id))),
        Err(WebhooksError::Stale) => Ok(Said::Stale.at(&site, &path_of(held.id))),
        Err(e) => desk.refuse(&view(&desk, &hooks, Some(&held), &new, refused(e)?)),
    }
}

/// What was wrong with which field; what is about no field is the page's failure.
fn refused(e: WebhooksError) -> Result<Form, Failure> {
    let WebhooksError::Wrong { field, told } = e else { return Err(e.into()) };
    let mut form = Form::default();
    form.refuse(field, sentence(&told));
    Ok(form)
}

pub(crate) async fn renew(
    desk: Desk,
    site: web::Data<Site>,
    hooks: web::Data<Webhooks>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let held = held(&hooks, &id).await?;
    let renewed = hooks.renew_secret(desk.actor(), held.id, fields.version()).await;
    Ok(Said::of(Said::WebhookSecret, renewed)?.at(&site, &path_of(held.id)))
}

pub(crate) async fn try_out(
    desk: Desk,
    site: web::Data<Site>,
    hooks: web::Data<Webhooks>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let held = held(&hooks, &id).await?;
    let tried = hooks.try_out(desk.actor(), held.id).await.map(drop);
    Ok(Said::of(Said::WebhookTried, tried)?.at(&site, &path_of(held.id)))
}

pub(crate) async fn remove(
    desk: Desk,
    site: web::Data<Site>,
    hooks: web::Data<Webhooks>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let held = held(&hooks, &id).await?;
    hooks.remove(desk.actor(), held.id).await?;
    Ok(Said::WebhookRemoved.at(&site, PATH))
}

pub(crate) async fn again(
    desk: Desk,
    site: web::Data<Site>,
    hooks: web::Data<Webhooks>,
    place: web::Path<(String, String)>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let held = held(&hooks, &place.0).await?;
    let message: DeliveryId = place.1.parse().map_err(|_| Failure::not_found())?;
    let sent = hooks.replay(desk.actor(), held.id, message).await;
    Ok(Said::of(Said::WebhookAgain, sent)?.at(&site, &path_of(held.id)))
}
