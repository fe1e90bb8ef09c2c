//! The first run: an empty shop is set up in a few steps, by whoever runs the machine.
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use auth::{ExposeSecret, SecretString};
use flows::setup::countries;
use flows::setup::first_run::{FirstRun, FirstRunError, Step, Typed, Wrong};
use kernel::{Coded, Fault};
use kit::{CheckedForm, Failure, Jar, Site, Visit};
use serde::Deserialize;
use staff::{SignIn, Staff};

use super::fields::Fields;
use super::settings::staff::refusal;
use crate::desk::html;
use crate::said::{Said, see_other};
use crate::views::{CodeView, Form, SetupStep, SetupView, Walk};

const HOME: &str = "/admin";

#[derive(Deserialize)]
pub(crate) struct Shown {
    #[serde(default)]
    code: String,
}

#[derive(Deserialize)]
pub(crate) struct Owner {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    password: SecretString,
    /// `back` for the step before.
    #[serde(default)]
    go: String,
}

fn walk(visit: &Visit) -> Walk {
    Walk { ctx: visit.ctx.clone(), theme: visit.theme, token: visit.form_token() }
}

/// Asks for the code, where one is needed.
pub(crate) async fn ask_code(visit: Visit, site: web::Data<Site>) -> Result<HttpResponse, Failure> {
    if site.config().founder.is_none() {
        return Ok(see_other(SetupStep::Shop.path()).finish());
    }
    html(&CodeView { shell: walk(&visit), form: Form::default() })
}

pub(crate) async fn take_code(
    visit: Visit,
    site: web::Data<Site>,
    CheckedForm(shown): CheckedForm<Shown>,
) -> Result<HttpResponse, Failure> {
    let Some(founder) = &site.config().founder else { return Ok(see_other(SetupStep::Shop.path()).finish()) };
    let Some(seal) = founder.shown(&shown.code) else {
        let mut form = Form::default();
        form.refuse("code", visit.ctx.texts.t("setup-wrong-code"));
        return refused(&CodeView { shell: walk(&visit), form });
    };
    Ok(see_other(SetupStep::Shop.path()).cookie(site.cookie(Jar::Founder, seal)).finish())
}

fn refused(view: &impl askama::Template) -> Result<HttpResponse, Failure> {
    let mut page = html(view)?;
    *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(page)
}

fn form_of(visit: &Visit, typed: Typed, wrong: &[Wrong]) -> Form {
    let mut form = typed.into_iter().fold(Form::default(), |form, (name, value)| form.with(&name, value));
    for (field, key) in wrong {
        form.refuse(field, visit.ctx.texts.t(key));
    }
    form
}

fn view(visit: &Visit, step: SetupStep, form: Form) -> SetupView {
    let texts = &visit.ctx.texts;
    let mut known: Vec<(String, String)> = countries::ALL
        .iter()
        .map(|c| (c.code.to_owned(), texts.t(&format!("country-{}", c.code)).to_owned()))
        .collect();
    known.sort_by(|a, b| a.1.cmp(&b.1));
    let in_union = countries::find(form.value("country")).is_some_and(|c| c.in_union);
    SetupView { shell: walk(visit), step, form, countries: known, in_union }
}

pub(crate) async fn show_shop(visit: Visit, run: web::Data<FirstRun>) -> Result<HttpResponse, Failure> {
    show(&visit, &run, SetupStep::Shop).await
}

pub(crate) async fn show_selling(visit: Visit, run: web::Data<FirstRun>) -> Result<HttpResponse, Failure> {
    show(&visit, &run, SetupStep::Selling).await
}

pub(crate) async fn show_delivery(visit: Visit, run: web::Data<FirstRun>) -> Result<HttpResponse, Failure> {
    show(&visit, &run, SetupStep::Delivery).await
}

pub(crate) async fn show_owner(visit: Visit, run: web::Data<FirstRun>) -> Result<HttpResponse, Failure> {
    show(&visit, &run, SetupStep::Owner).await
}

/// A step that is done after those before it; else whoever comes is led to the first that is not.
async fn show(visit: &Visit, run: &FirstRun, step: SetupStep) -> Result<HttpResponse, Failure> {
    let typed = run.typed().await.map_err(|e| Failure::of(&e))?;
    if let Some(open) = FirstRun::unfinished(&typed).map(SetupStep::of)
        && open.number() < step.number()
    {
        return Ok(see_other(open.path()).finish());
    }
    html(&view(visit, step, form_of(visit, typed, &[])))
}

pub(crate) async fn take_shop(
    visit: Visit,
    run: web::Data<FirstRun>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    take(&visit, &run, Step::Shop, fields).await
}

pub(crate) async fn take_selling(
    visit: Visit,
    run: web::Data<FirstRun>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    take(&visit, &run, Step::Selling, fields).await
}

pub(crate) async fn take_delivery(
    visit: Visit,
    run: web::Data<FirstRun>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    take(&visit, &run, Step::Delivery, fields).await
}

/// Keeps the answers. Whoever goes back keeps them too, whatever they are.
async fn take(visit: &Visit, run: &FirstRun, step: Step, fields: Fields) -> Result<HttpResponse, Failure> {
    let back = fields.one("go") == "back";
    let here = SetupStep::of(step);
    let given: Typed = fields.0.into_iter().collect();
    let wrong = run.take(visit.actor.correlation.clone(), step, given).await.map_err(|e| Failure::of(&e))?;
    if back {
        return Ok(see_other(here.before().path()).finish());
    }
    if wrong.is_empty() {
        return Ok(see_other(here.after().path()).finish());
    }
    let typed = run.typed().await.map_err(|e| Failure::of(&e))?;
    refused(&view(visit, here, form_of(visit, typed, &wrong)))
}

/// Makes the shop and its owner, and lets them in.
pub(crate) async fn found(
    req: HttpRequest,
    visit: Visit,
    site: web::Data<Site>,
    run: web::Data<FirstRun>,
    staff: web::Data<Staff>,
    CheckedForm(owner): CheckedForm<Owner>,
) -> Result<HttpResponse, Failure> {
    if owner.go == "back" {
        return Ok(see_other(SetupStep::Owner.before().path()).finish());
    }
    let correlation = visit.actor.correlation.clone();
    match run.found(correlation.clone(), &owner.email, &owner.name, &owner.password).await {
        Ok(_) => {}
        Err(FirstRunError::Unfinished(step)) => return Ok(see_other(SetupStep::of(step).path()).finish()),
        Err(e) if matches!(e.fault(), Fault::Invalid) => {
            let FirstRunError::Staff(staff) = &e else { return Err(Failure::of(&e)) };
            let (field, sentence) = refusal(staff, &visit.ctx.texts).ok_or_else(|| Failure::of(&e))?;
            let typed = run.typed().await.map_err(|e| Failure::of(&e))?;
            let mut form = form_of(&visit, typed, &[]);
            form = form.with("owner_name", &*owner.name).with("owner_email", &*owner.email);
            let field = if field == "password" { "password".to_owned() } else { format!("owner_{field}") };
            form.refuse(&field, sentence);
            return refused(&view(&visit, SetupStep::Owner, form));
        }
        Err(e) => return Err(Failure::of(&e)),
    }
    let user_agent = req.headers().get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let signed_in = staff
        .sign_in(SignIn {
            email: &owner.email,
            password: &owner.password,
            ip: visit.ip,
            user_agent,
            former: None,
            correlation,
        })
        .await?;
    let mut welcome = Said::Founded.at(&site, HOME);
    let session = site.cookie(Jar::Staff, signed_in.token.expose_secret());
    welcome.add_cookie(&session).map_err(Failure::ours)?;
    welcome.add_cookie(&site.cleared(Jar::Founder)).map_err(Failure::ours)?;
    Ok(welcome)
}
