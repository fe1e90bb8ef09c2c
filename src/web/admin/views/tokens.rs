//! How other systems come in: tokens, and the origins of pages that may call.
use askama::Template;
use kernel::Micros;
use staff::Permission;

use super::staff::permission_key;
use super::{Form, Shell};

/// `/admin/settings/tokens`.
#[derive(Template)]
#[template(path = "settings/tokens.html")]
pub struct TokensView {
    pub shell: Shell,
    pub tokens: Vec<TokenRow>,
    /// For one to be made. What it may do stands in it as `may-…`.
    pub form: Form,
    /// What it can be for: those that whoever looks may do themselves.
    pub powers: Vec<Permission>,
    /// A token that is shown this once.
    pub made: Option<MadeToken>,
    pub origins: Vec<String>,
    pub origin_form: Form,
    pub may_manage: bool,
}

impl TokensView {
    fn choices(&self) -> Vec<(&'static str, &str, bool)> {
        let choice = |p: &Permission| {
            (p.power(), self.shell.t(permission_key(*p)), self.form.is(&format!("may-{}", p.power()), "yes"))
        };
        self.powers.iter().map(choice).collect()
    }

    /// How long it can last, in days.
    fn spans(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("30", self.shell.t("tokens-days-30")),
            ("90", self.shell.t("tokens-days-90")),
            ("365", self.shell.t("tokens-days-365")),
        ]
    }
}

/// A token as the list shows it.
#[derive(Clone, Debug)]
pub struct TokenRow {
    pub id: String,
    pub name: String,
    pub hint: String,
    /// Who made it.
    pub maker: String,
    pub powers: Vec<Permission>,
    pub until: Micros,
    pub used: Option<Micros>,
    /// `live`, `over` or `revoked`.
    pub state: &'static str,
}

impl TokenRow {
    fn scopes(&self) -> Vec<&'static str> {
        self.powers.iter().map(|p| p.power()).collect()
    }
}

/// A freshly made token.
#[derive(Clone, Debug)]
pub struct MadeToken {
    pub name: String,
    pub token: String,
}
