//! Who works here: adding, roles, access.
use actix_web::{HttpResponse, web};
use auth::ExposeSecret;
use kernel::kinds::StaffId;
use kernel::{ActorKind, Coded, Fault, Texts};
use kit::{CheckedForm, Failure, Site, StaffVisit};
use serde::Deserialize;
use staff::{Member, MemberChange, NewMember, Permission, Role, Staff, StaffError};

use crate::desk::Desk;
use crate::pages::Nothing;
use crate::said::{Said, Told, Undo};
use crate::views::{Form, MadePassword, MemberRow, Section, StaffView};

const PATH: &str = "/admin/settings/staff";

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Addition {
    name: String,
    email: String,
    role: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Alteration {
    role: String,
    version: i64,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Whether {
    active: String,
    version: i64,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Restored {
    of: String,
}

pub(crate) async fn show(desk: Desk, staff: web::Data<Staff>) -> Result<HttpResponse, Failure> {
    let form = Form::default().with("role", Role::Clerk.as_str());
    desk.show(&view(&desk, &staff, form, None).await?)
}

async fn view(desk: &Desk, staff: &Staff, form: Form, made: Option<MadePassword>) -> Result<StaffView, Failure> {
    let members = staff.list().await?;
    Ok(StaffView {
        shell: desk.shell(Section::SettingsStaff, desk.ctx().texts.t("admin-nav-staff")),
        members: members.into_iter().map(|m| row(m, desk)).collect(),
        form,
        made,
        may_manage: desk.may(Permission::ManageStaff),
    })
}

fn row(member: Member, desk: &Desk) -> MemberRow {
    MemberRow {
        is_me: desk.actor().kind == ActorKind::Staff(member.id),
        id: member.id.to_string(),
        name: member.name,
        email: member.email,
        role: member.role,
        active: member.active,
        since: member.created_at,
        version: member.version,
    }
}

pub(crate) async fn add(
    desk: Desk,
    staff: web::Data<Staff>,
    CheckedForm(new): CheckedForm<Addition>,
) -> Result<HttpResponse, Failure> {
    let mut form = Form::default().with("name", &*new.name).with("email", &*new.email).with("role", &*new.role);
    let role: Role = new.role.parse().map_err(|e: staff::RoleError| Failure::invalid("role", e.to_string()))?;
    let member = NewMember { email: new.email.clone(), name: new.name.clone(), role, password: None };
    match staff.add(desk.actor(), member).await {
        Ok((_, password)) => {
            let made = password.map(|p| MadePassword {
                name: new.name.trim().to_owned(),
                email: new.email.trim().to_owned(),
                password: p.expose_secret().to_owned(),
            });
            let form = Form::default().with("role", Role::Clerk.as_str());
            desk.show(&view(&desk, &staff, form, made).await?)
        }
        Err(e) => {
            let (field, sentence) = refusal(&e, &desk.ctx().texts).ok_or_else(|| Failure::of(&e))?;
            form.refuse(field, sentence);
            desk.refuse(&view(&desk, &staff, form, None).await?)
        }
    }
}

/// Which field an error is about, and what it says; none for what no field can mend.
pub(crate) fn refusal(error: &StaffError, texts: &Texts) -> Option<(&'static str, String)> {
    let (field, key) = match error.code() {
        "name_invalid" => ("name", "admin-wrong-name"),
        "email_invalid" => ("email", "admin-wrong-email"),
        "email_taken" => ("email", "admin-wrong-email-taken"),
        "password_too_short" => ("password", "admin-wrong-password-short"),
        "password_too_long" => ("password", "admin-wrong-password-long"),
        "password_too_easy" => ("password", "admin-wrong-password-easy"),
        "wrong_credentials" => ("current", "admin-wrong-current"),
        "too_many_tries" => ("current", "admin-wrong-too-many"),
        _ => return None,
    };
    Some((field, texts.t(key).to_owned()))
}

pub(crate) async fn change_role(
    visit: StaffVisit,
    site: web::Data<Site>,
    staff: web::Data<Staff>,
    id: web::Path<String>,
    CheckedForm(form): CheckedForm<Alteration>,
) -> Result<HttpResponse, Failure> {
    let role = form.role.parse().map_err(|e: staff::RoleError| Failure::invalid("role", e.to_string()))?;
    let change = MemberChange { role: Some(role), ..MemberChange::default() };
    let done = staff.change(&visit.actor, member(&id)?, form.version, change).await;
    Ok(said(Said::RoleChanged, done.map(drop))?.at(&site, PATH))
}

/// Lets somebody in again, or not any more; the latter can be undone from the message.
pub(crate) async fn change_access(
    visit: StaffVisit,
    site: web::Data<Site>,
    staff: web::Data<Staff>,
    id: web::Path<String>,
    CheckedForm(form): CheckedForm<Whether>,
) -> Result<HttpResponse, Failure> {
    let active = form.active == "yes";
    let change = MemberChange { active: Some(active), ..MemberChange::default() };
    match staff.change(&visit.actor, member(&id)?, form.version, change).await {
        Ok(_) if active => Ok(Said::AccessGiven.at(&site, PATH)),
        Ok(after) => {
            let told = Said::AccessTaken.undone_by(Undo::StaffAccess, format!("{},{}", after.id, after.version));
            Ok(told.at(&site, PATH))
        }
        Err(e) => Ok(said(Said::AccessTaken, Err(e))?.at(&site, PATH)),
    }
}

/// The way back of [`change_access`]: `of` is the member and the version that taking their access gave them.
pub(crate) async fn restore(
    visit: StaffVisit,
    site: web::Data<Site>,
    staff: web::Data<Staff>,
    CheckedForm(form): CheckedForm<Restored>,
) -> Result<HttpResponse, Failure> {
    let (id, version) = form.of.split_once(',').ok_or_else(Failure::not_found)?;
    let version = version.parse().map_err(|_| Failure::not_found())?;
    let change = MemberChange { active: Some(true), ..MemberChange::default() };
    let done = staff.change(&visit.actor, member(id)?, version, change).await;
    Ok(said(Said::AccessGiven, done.map(drop))?.at(&site, PATH))
}

pub(crate) async fn reset_password(
    desk: Desk,
    staff: web::Data<Staff>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let id = member(&id)?;
    let password = staff.reset_password(desk.actor(), id).await?;
    let whose = staff.get_many(&[id]).await?.remove(&id).ok_or_else(Failure::not_found)?;
    let made = MadePassword { name: whose.name, email: whose.email, password: password.expose_secret().to_owned() };
    let form = Form::default().with("role", Role::Clerk.as_str());
    desk.show(&view(&desk, &staff, form, Some(made)).await?)
}

pub(crate) async fn sign_out(
    visit: StaffVisit,
    site: web::Data<Site>,
    staff: web::Data<Staff>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let ended = staff.sign_out_everywhere(&visit.actor, member(&id)?).await?;
    Ok(Said::SignedOutEverywhere.counting(ended).at(&site, PATH))
}

fn member(id: &str) -> Result<StaffId, Failure> {
    id.parse().map_err(|_| Failure::not_found())
}

/// What a change came to: what somebody else did meanwhile is told on the list.
fn said(done: Said, outcome: Result<(), StaffError>) -> Result<Told, Failure> {
    match outcome {
        Ok(()) => Ok(done.into()),
        Err(StaffError::LastOwner) => Ok(Said::LastOwner.into()),
        Err(e) if e.fault() == Fault::Conflict => Ok(Said::Stale.into()),
        Err(e) => Err(e.into()),
    }
}
