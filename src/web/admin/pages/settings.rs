//! Settings, a page each.
pub(crate) mod locations;
pub(crate) mod mail;
pub(crate) mod markets;
pub(crate) mod payments;
pub(crate) mod paypal;
pub(crate) mod shipping;
pub(crate) mod shop;
pub(crate) mod staff;
pub(crate) mod stripe;
pub(crate) mod taxes;
pub(crate) mod tokens;
pub(crate) mod webhooks;

use actix_web::HttpResponse;
use kit::Failure;

use crate::desk::Desk;
use crate::views::{Section, SettingsView};

/// Where all of them are listed.
pub(crate) async fn show(desk: Desk) -> Result<HttpResponse, Failure> {
    let shell = desk.shell(Section::Settings, desk.ctx().texts.t("admin-nav-settings"));
    desk.show(&SettingsView { shell })
}

/// Countries that we know something of: code and name, by name.
pub(crate) fn country_names(ctx: &kernel::Context) -> Vec<(String, String)> {
    let named = |code: &str| (code.to_owned(), ctx.texts.t(&format!("country-{code}")).to_owned());
    let mut all: Vec<_> = flows::setup::countries::ALL.iter().map(|c| named(c.code)).collect();
    all.sort_by(|a, b| a.1.cmp(&b.1));
    all
}

/// A room's words about a field as a sentence.
pub(crate) fn sentence(told: &str) -> String {
    let mut signs = told.chars();
    let first = signs.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let end = if told.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", signs.as_str())
}

/// An amount as it is typed into a field: `4.90`.
pub(crate) fn amount_of(money: kernel::Money) -> String {
    let decimals = money.currency.decimals();
    let unit = 10_i64.pow(decimals);
    match decimals {
        0 => money.amount.to_string(),
        _ => format!("{}.{:0width$}", money.amount / unit, money.amount % unit, width = decimals as usize),
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Money};

    use super::*;

    #[test]
    fn words_become_sentences_and_amounts_what_is_typed() {
        assert_eq!(sentence("days from 0 to 365"), "Days from 0 to 365.");
        assert_eq!((sentence("A day!"), sentence("")), ("A day!".to_owned(), ".".to_owned()));
        let typed = |amount, code: &str| amount_of(Money::new(amount, code.parse::<Currency>().unwrap()));
        assert_eq!(
            (typed(490, "EUR"), typed(5, "EUR"), typed(490, "JPY")),
            ("4.90".into(), "0.05".into(), "490".into())
        );
    }
}
