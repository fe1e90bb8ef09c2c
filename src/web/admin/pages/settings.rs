//! Settings, a page each.
pub(crate) mod staff;

use actix_web::HttpResponse;
use kit::Failure;

use crate::desk::Desk;
use crate::views::{Section, SettingsView};

/// Where all of them are listed.
pub(crate) async fn show(desk: Desk) -> Result<HttpResponse, Failure> {
    let shell = desk.shell(Section::Settings, desk.ctx().texts.t("admin-nav-settings"));
    desk.show(&SettingsView { shell })
}
