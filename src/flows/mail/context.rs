//! What a mail is written in: the shop's market, as pages are.
use kernel::{Context, Texts};
use markets::Setup;

use super::MailError;

/// # Errors
/// [`MailError::TimeZone`].
pub(super) fn of(setup: &Setup, texts: Texts) -> Result<Context, MailError> {
    let market = &setup.market;
    let time_zone =
        jiff::tz::TimeZone::get(&market.time_zone).map_err(|_| MailError::TimeZone(market.time_zone.clone()))?;
    Ok(Context {
        shop_name: setup.profile.name.as_str().into(),
        market: market.id,
        price_list: market.price_list,
        currency: market.currency,
        tax_mode: market.tax_mode,
        country: market.country.as_str().into(),
        time_zone,
        texts,
        prefix: "".into(),
    })
}
