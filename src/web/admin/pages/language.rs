//! What the back office speaks to this browser: kept in a cookie of its own.
use actix_web::{HttpRequest, HttpResponse, web};
use kit::{CheckedForm, Failure, Jar, Site, StaffVisit};
use serde::Deserialize;

use super::theme::came_from;
use crate::said::see_other;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    language: String,
}

/// What is no language of ours is the browser's own choice.
pub(crate) async fn choose(
    req: HttpRequest,
    staff: StaffVisit,
    site: web::Data<Site>,
    CheckedForm(choice): CheckedForm<Choice>,
) -> Result<HttpResponse, Failure> {
    let known = staff.own_languages().any(|ctx| ctx.texts.language() == choice.language);
    let cookie = if known { site.cookie(Jar::Language, &choice.language) } else { site.cleared(Jar::Language) };
    Ok(see_other(came_from(&req, &site)).cookie(cookie).finish())
}
