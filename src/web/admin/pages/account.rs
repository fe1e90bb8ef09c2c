//! One's own password, and where one is signed in.
use actix_web::{HttpResponse, web};
use auth::SecretString;
use kernel::kinds::SessionId;
use kit::{CheckedForm, Failure, Jar, Site, StaffVisit};
use serde::Deserialize;
use staff::Staff;

use super::Nothing;
use super::settings::staff::refusal;
use crate::desk::Desk;
use crate::said::Said;
use crate::views::{AccountView, Form, OpenSession, Section};

const PATH: &str = "/admin/account";

#[derive(Deserialize)]
pub(crate) struct NewPassword {
    current: SecretString,
    password: SecretString,
}

pub(crate) async fn show(desk: Desk, staff: web::Data<Staff>) -> Result<HttpResponse, Failure> {
    desk.show(&view(&desk, &staff, Form::default()).await?)
}

async fn view(desk: &Desk, staff: &Staff, form: Form) -> Result<AccountView, Failure> {
    let me = desk.staff().member.id;
    let email = staff.get_many(&[me]).await?.remove(&me).map(|m| m.email).unwrap_or_default();
    let this = staff.session_of(&desk.staff().session_token).await?;
    let sessions = staff.own_sessions(desk.actor()).await?;
    Ok(AccountView {
        shell: desk.shell(Section::Elsewhere, desk.ctx().texts.t("admin-account")),
        email,
        form,
        languages: languages(desk),
        sessions: sessions
            .into_iter()
            .map(|s| OpenSession {
                is_this: this == Some(s.id),
                id: s.id.to_string(),
                device: device(&s.user_agent),
                seen: s.last_seen_at,
            })
            .collect(),
    })
}

fn languages(desk: &Desk) -> Vec<(String, String, bool)> {
    let now = desk.ctx().texts.language();
    let one = |ctx: &kernel::Context| {
        let texts = &ctx.texts;
        (texts.language().to_owned(), texts.t("language-name").to_owned(), texts.language() == now)
    };
    desk.staff().own_languages().map(one).collect()
}

/// What a browser calls itself, in two words: `Firefox, Linux`. What is not known is left as it is.
fn device(user_agent: &str) -> String {
    let first = |names: &[&'static str]| names.iter().copied().find(|n| user_agent.contains(n));
    let browser = first(&["Edg", "OPR", "Firefox", "Chrome", "Safari", "curl"]).map(|b| match b {
        "Edg" => "Edge",
        "OPR" => "Opera",
        other => other,
    });
    let system = first(&["iPhone", "iPad", "Android", "Windows", "Mac OS X", "CrOS", "Linux"]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        _ => user_agent.chars().take(60).collect(),
    }
}

pub(crate) async fn change_password(
    desk: Desk,
    site: web::Data<Site>,
    staff: web::Data<Staff>,
    CheckedForm(asked): CheckedForm<NewPassword>,
) -> Result<HttpResponse, Failure> {
    let visit = desk.staff();
    let correlation = visit.actor.correlation.clone();
    let changed =
        staff.change_password(correlation, &visit.session_token, visit.ip, &asked.current, &asked.password).await;
    match changed {
        Ok(token) => {
            let mut answer = Said::PasswordChanged.at(&site, PATH);
            let cookie = site.cookie(Jar::Staff, auth::ExposeSecret::expose_secret(&token));
            answer.add_cookie(&cookie).map_err(Failure::ours)?;
            Ok(answer)
        }
        Err(e) => {
            let (field, sentence) = refusal(&e, &desk.ctx().texts).ok_or_else(|| Failure::of(&e))?;
            let mut form = Form::default();
            form.refuse(field, sentence);
            desk.refuse(&view(&desk, &staff, form).await?)
        }
    }
}

pub(crate) async fn end_session(
    visit: StaffVisit,
    site: web::Data<Site>,
    staff: web::Data<Staff>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let session: SessionId = id.parse().map_err(|_| Failure::not_found())?;
    let ended = staff.end_own_session(&visit.actor, session).await?;
    let said = if ended { Said::SessionEnded } else { Said::Gone };
    Ok(said.at(&site, PATH))
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_device_is_told_in_two_words() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";
        assert_eq!(device(chrome), "Chrome, Linux");
        assert_eq!(
            device("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604"),
            "Safari, iPhone"
        );
        assert_eq!(device(&"x".repeat(90)).len(), 60);
    }
}
