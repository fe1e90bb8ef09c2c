//! Settings: the page that lists them.
use askama::Template;

use super::{Place, Section, Shell};

/// `/admin/settings`.
#[derive(Template)]
#[template(path = "settings/index.html")]
pub struct SettingsView {
    pub shell: Shell,
}

impl SettingsView {
    /// The pages that this member may open.
    fn pages(&self) -> Vec<&'static Place> {
        let entry = self.shell.nav.iter().find(|e| e.place.section == Section::Settings);
        entry.map(|e| e.within.clone()).unwrap_or_default()
    }

    /// What each page is for.
    fn about(&self, place: &&'static Place) -> &str {
        self.shell.t(match place.section {
            Section::SettingsShop => "admin-about-shop",
            Section::SettingsMarkets => "admin-about-markets",
            Section::SettingsShipping => "admin-about-shipping",
            Section::SettingsLocations => "locations-about",
            Section::SettingsTaxes => "admin-about-taxes",
            Section::SettingsPayments => "admin-about-payments",
            Section::SettingsMail => "admin-about-mail",
            Section::SettingsLetters => "mails-kinds-hint",
            Section::SettingsWebhooks => "hooks-about",
            Section::SettingsTokens => "tokens-about",
            _ => "admin-about-staff",
        })
    }
}
