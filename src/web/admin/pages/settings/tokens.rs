//! Tokens for programs, and the origins of pages that may call the API.
use std::collections::HashMap;

use actix_web::{HttpResponse, web};
use auth::{ExposeSecret, OriginError, Origins};
use kernel::kinds::{ApiTokenId, StaffId};
use kernel::{Coded, Fault};
use kit::{CheckedForm, Failure, Site, StaffVisit};
use staff::{ApiToken, FOR_TOKENS, Member, NewToken, Permission, Staff, StaffError};

use super::sentence;
use crate::desk::Desk;
use crate::pages::Nothing;
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{Form, MadeToken, Section, TokenRow, TokensView};

const PATH: &str = "/admin/settings/tokens";

/// What the page shows besides what is kept.
#[derive(Default)]
struct Shown {
    form: Option<Form>,
    made: Option<MadeToken>,
    origin: Form,
}

pub(crate) async fn show(
    desk: Desk,
    staff: web::Data<Staff>,
    origins: web::Data<Origins>,
) -> Result<HttpResponse, Failure> {
    desk.show(&view(&desk, &staff, &origins, Shown::default()).await?)
}

async fn view(desk: &Desk, staff: &Staff, origins: &Origins, shown: Shown) -> Result<TokensView, Failure> {
    let tokens = staff.tokens().await?;
    let mut makers: Vec<StaffId> = tokens.iter().map(|t| t.member).collect();
    makers.sort();
    makers.dedup();
    let makers = staff.get_many(&makers).await?;
    Ok(TokensView {
        shell: desk.shell(Section::SettingsTokens, desk.ctx().texts.t("admin-nav-tokens")),
        tokens: tokens.into_iter().map(|t| row(desk, t, &makers)).collect(),
        form: shown.form.unwrap_or_else(|| Form::default().with("days", "90")),
        powers: FOR_TOKENS.into_iter().filter(|p| desk.may(*p)).collect(),
        made: shown.made,
        origins: origins.list().await?,
        origin_form: shown.origin,
        may_manage: desk.may(Permission::ManageSettings),
    })
}

fn row(desk: &Desk, token: ApiToken, makers: &HashMap<StaffId, Member>) -> TokenRow {
    let state = match token.revoked_at {
        Some(_) => "revoked",
        None if token.is_live(desk.now()) => "live",
        None => "over",
    };
    TokenRow {
        maker: makers.get(&token.member).map(|m| m.name.clone()).unwrap_or_default(),
        id: token.id.to_string(),
        name: token.name,
        hint: token.hint,
        powers: token.powers,
        until: token.expires_at,
        used: token.last_used_at,
        state,
    }
}

pub(crate) async fn make(
    desk: Desk,
    staff: web::Data<Staff>,
    origins: web::Data<Origins>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let chosen: Vec<&str> = fields.all("may").collect();
    let powers: Vec<Permission> = FOR_TOKENS.into_iter().filter(|p| chosen.contains(&p.power())).collect();
    let name = fields.one("name").trim().to_owned();
    let days = fields.one("days").parse().unwrap_or(0);
    match staff.make_token(desk.actor(), NewToken { name: name.clone(), powers, days }).await {
        Ok((_, token)) => {
            let made = Some(MadeToken { name, token: token.expose_secret().to_owned() });
            desk.show(&view(&desk, &staff, &origins, Shown { made, ..Shown::default() }).await?)
        }
        Err(e) if e.fault() == Fault::Invalid => {
            let texts = &desk.ctx().texts;
            let form = Form::default().with("name", name).with("days", fields.one("days"));
            let mut form = chosen.iter().fold(form, |form, power| form.with(&format!("may-{power}"), "yes"));
            match e {
                StaffError::TokenName => form.refuse("name", texts.t("tokens-wrong-name")),
                StaffError::TokenPowers => form.refuse("scopes", texts.t("tokens-wrong-scopes")),
                _ => form.refuse("days", texts.t("tokens-wrong-days")),
            }
            let shown = Shown { form: Some(form), ..Shown::default() };
            desk.refuse(&view(&desk, &staff, &origins, shown).await?)
        }
        Err(e) => Err(e.into()),
    }
}

pub(crate) async fn revoke(
    visit: StaffVisit,
    site: web::Data<Site>,
    staff: web::Data<Staff>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let id: ApiTokenId = id.parse().map_err(|_| Failure::not_found())?;
    staff.revoke_token(&visit.actor, id).await?;
    Ok(Said::TokenRevoked.at(&site, PATH))
}

pub(crate) async fn allow(
    desk: Desk,
    site: web::Data<Site>,
    staff: web::Data<Staff>,
    origins: web::Data<Origins>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    match origins.allow(desk.actor(), fields.one("origin")).await {
        Ok(_) => Ok(Said::OriginAllowed.at(&site, PATH)),
        Err(e @ (OriginError::Form | OriginError::TooMany)) => {
            let texts = &desk.ctx().texts;
            let mut origin = Form::default().with("origin", fields.one("origin").trim());
            let told = match e {
                OriginError::Form => texts.t("tokens-wrong-origin").to_owned(),
                e => sentence(&e.to_string()),
            };
            origin.refuse("origin", told);
            desk.refuse(&view(&desk, &staff, &origins, Shown { origin, ..Shown::default() }).await?)
        }
        Err(e) => Err(e.into()),
    }
}

pub(crate) async fn forbid(
    visit: StaffVisit,
    site: web::Data<Site>,
    origins: web::Data<Origins>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    origins.forbid(&visit.actor, fields.one("origin")).await?;
    Ok(Said::OriginForbidden.at(&site, PATH))
}
