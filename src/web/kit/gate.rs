//! The shop's own door: before it opens, shoppers are told when to come back, staff look around, and whoever is to set
//! it up is led there.
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};
use kernel::Coded as _;

use crate::access::see_other;
use crate::render::is_api;
use crate::visit::site_of;
use crate::{Failure, Jar, TokenVisit};

/// The code of what everybody but staff is told while the shop is closed.
pub const NOT_OPEN_YET: &str = "not_open_yet";
/// Where an empty shop is set up.
pub(crate) const SETUP: &str = "/setup";

/// Who comes through.
pub(crate) enum Gate {
    /// Everybody: the shop is open.
    Open,
    /// A member of staff, into a shop that is closed: what they see is for nobody else.
    Staff,
    GoTo(HttpResponse),
}

/// Asked for routes that belong to the open shop.
pub(crate) async fn ask(req: &HttpRequest) -> Result<Gate, Failure> {
    let site = site_of(req)?;
    let ready = site.ready().await?;
    if ready.setup.profile.is_open() {
        return Ok(Gate::Open);
    }
    let looks = matches!(*req.method(), Method::GET | Method::HEAD) && !is_api(req.path());
    if looks && !site.staff().is_founded().await? {
        return Ok(Gate::GoTo(see_other(SETUP)));
    }
    if ready.setup.is_empty() {
        let none = markets::MarketsError::None;
        return Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, none.code(), "The shop is not set up yet."));
    }
    if is_api(req.path()) && TokenVisit::of(req).await.is_ok_and(|visit| visit.is_some()) {
        return Ok(Gate::Staff);
    }
    if let Some(token) = site.cookies.read(req, Jar::Staff)
        && site.staff().authenticate(token).await?.is_some()
    {
        return Ok(Gate::Staff);
    }
    Err(Failure::new(StatusCode::FORBIDDEN, NOT_OPEN_YET, "This shop is not open yet. Please come back soon."))
}
