//! The first run: a step a page.
use askama::Template;
use flows::setup::first_run::Step;
use flows::setup::{countries, first_run};
use kernel::Context;

use super::Form;

/// What stands around the steps: nobody is signed in yet.
pub struct Walk {
    pub ctx: Context,
    pub theme: kit::Theme,
    pub token: String,
}

impl Walk {
    fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.ctx.texts.t(key)
    }

    fn n(&self, key: &str, count: &(impl TryInto<i64> + Copy)) -> String {
        self.ctx.texts.n(key, *count)
    }
}

/// `/setup/code`.
#[derive(Template)]
#[template(path = "setup/code.html")]
pub struct CodeView {
    pub shell: Walk,
    pub form: Form,
}

/// The pages of the first run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupStep {
    Shop,
    Selling,
    Delivery,
    Owner,
}

impl SetupStep {
    pub const ALL: [Self; 4] = [Self::Shop, Self::Selling, Self::Delivery, Self::Owner];

    pub fn of(step: Step) -> Self {
        match step {
            Step::Shop => Self::Shop,
            Step::Selling => Self::Selling,
            Step::Delivery => Self::Delivery,
        }
    }

    pub fn number(self) -> usize {
        Self::ALL.iter().position(|s| *s == self).unwrap_or(0) + 1
    }

    pub fn path(self) -> &'static str {
        match self {
            Self::Shop => "/setup",
            Self::Selling => "/setup/selling",
            Self::Delivery => "/setup/delivery",
            Self::Owner => "/setup/owner",
        }
    }

    /// The first is before itself.
    pub fn before(self) -> Self {
        Self::ALL[self.number().saturating_sub(2)]
    }

    /// The last is after itself.
    pub fn after(self) -> Self {
        Self::ALL[self.number().min(Self::ALL.len() - 1)]
    }

    fn label(self) -> &'static str {
        match self {
            Self::Shop => "setup-shop",
            Self::Selling => "setup-selling",
            Self::Delivery => "setup-delivery",
            Self::Owner => "setup-owner",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::Shop => "setup-shop-hint",
            Self::Selling => "setup-selling-hint",
            Self::Delivery => "setup-delivery-hint",
            Self::Owner => "setup-owner-hint",
        }
    }
}

/// `/setup`, `/setup/selling`, …: one step.
#[derive(Template)]
#[template(path = "setup/step.html")]
pub struct SetupView {
    pub shell: Walk,
    pub step: SetupStep,
    pub form: Form,
    /// Code and name, by name.
    pub countries: Vec<(String, String)>,
    /// Whether the shop's country is a member of the European Union.
    pub in_union: bool,
}

impl SetupView {
    /// With a first line that says to choose.
    fn country_choices(&self) -> Vec<(String, String)> {
        let none = (String::new(), self.shell.t("setup-choose").to_owned());
        std::iter::once(none).chain(self.countries.iter().cloned()).collect()
    }

    fn same(list: Vec<&'static str>) -> Vec<(String, String)> {
        list.into_iter().map(|item| (item.to_owned(), item.replace('_', " "))).collect()
    }

    fn currencies(&self) -> Vec<(String, String)> {
        Self::same(countries::currencies())
    }

    fn time_zones(&self) -> Vec<(String, String)> {
        Self::same(countries::time_zones())
    }

    fn locales(&self) -> Vec<(String, String)> {
        kit::locales().map(|l| (l.to_owned(), self.shell.t(&format!("setup-language-{l}")).to_owned())).collect()
    }

    fn tax_modes(&self) -> Vec<(String, String)> {
        let word = |mode: &str| (mode.to_owned(), self.shell.t(&format!("setup-tax-{mode}")).to_owned());
        vec![word("inclusive"), word("exclusive")]
    }

    fn areas(&self) -> Vec<(String, String)> {
        let home = ("home".to_owned(), self.country().to_owned());
        let union = ("union".to_owned(), self.shell.t("setup-area-union").to_owned());
        if self.in_union { vec![home, union] } else { vec![home] }
    }

    fn country(&self) -> &str {
        let code = self.form.value("country");
        self.countries.iter().find(|(c, _)| c == code).map_or("", |(_, name)| name)
    }

    /// The answers, for a last look: the step, what it is called, what was said.
    fn summary(&self) -> Vec<(SetupStep, &str, String)> {
        let f = |name: &str| self.form.value(name);
        let rate = first_run::percent(f("standard_rate")).map(first_run::percent_of).unwrap_or_default();
        let mode =
            self.shell.t(if f("tax_mode") == "exclusive" { "setup-tax-exclusive" } else { "setup-tax-inclusive" });
        let area =
            if f("area") == "union" && self.in_union { self.shell.t("setup-area-union") } else { self.country() };
        vec![
            (
                SetupStep::Shop,
                self.shell.t("setup-shop"),
                format!("{} · {} · {}", f("name"), f("legal_name"), self.country()),
            ),
            (
                SetupStep::Selling,
                self.shell.t("setup-selling"),
                format!("{} · {mode} · {rate} % · {}", f("currency"), f("time_zone")),
            ),
            (
                SetupStep::Delivery,
                self.shell.t("setup-delivery"),
                format!("{area} · {} · {} {}", f("method"), f("price"), f("currency")),
            ),
        ]
    }
}
