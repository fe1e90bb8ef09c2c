//! Light, dark, or as the device says: kept in a cookie of its own.
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use kit::{CheckedForm, Failure, Jar, Site, StaffVisit, Theme, after_sign_in};
use serde::Deserialize;

use crate::said::see_other;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Choice {
    theme: String,
}

pub(crate) async fn choose(
    req: HttpRequest,
    _staff: StaffVisit,
    site: web::Data<Site>,
    CheckedForm(choice): CheckedForm<Choice>,
) -> Result<HttpResponse, Failure> {
    let cookie = match Theme::parse(&choice.theme) {
        Theme::System => site.cleared(Jar::Theme),
        chosen => site.cookie(Jar::Theme, chosen.as_str()),
    };
    Ok(see_other(came_from(&req, &site)).cookie(cookie).finish())
}

/// The page of ours that the form stood on; the first one when that is not known.
pub(crate) fn came_from<'a>(req: &'a HttpRequest, site: &Site) -> &'a str {
    let from = req.headers().get(header::REFERER).and_then(|v| v.to_str().ok()).unwrap_or_default();
    after_sign_in(from.strip_prefix(site.config().public_url.origin()).unwrap_or_default())
}
