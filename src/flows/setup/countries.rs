//! What a shop in each country usually begins with.
use kernel::BasisPoints;

/// A country's money, taxes and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 alpha-2.
    pub code: &'static str,
    /// ISO 4217.
    pub currency: &'static str,
    /// Whether prices for consumers contain their tax.
    pub inclusive: bool,
    pub standard: BasisPoints,
    /// Equal to `standard` where there is none.
    pub reduced: BasisPoints,
    /// Of the capital, IANA.
    pub time_zone: &'static str,
    /// A member of the European Union: buyers of all members are served under one set of rules.
    pub in_union: bool,
}

const fn member(
    code: &'static str,
    currency: &'static str,
    standard: i64,
    reduced: i64,
    time_zone: &'static str,
) -> Country {
    Country {
        code,
        currency,
        inclusive: true,
        standard: BasisPoints(standard),
        reduced: BasisPoints(reduced),
        time_zone,
        in_union: true,
    }
}

const fn other(
    code: &'static str,
    currency: &'static str,
    standard: i64,
    reduced: i64,
    time_zone: &'static str,
) -> Country {
    Country { in_union: false, ..member(code, currency, standard, reduced, time_zone) }
}

/// VAT in hundredths of a percent, as far as known in November 2026. Several countries have more than one reduced rate,
/// and differ in what is sold at which: a shopkeeper checks them before selling in earnest. The United States levy no
/// tax of their own on sales: states and counties do.
pub const ALL: &[Country] = &[
    member("AT", "EUR", 2000, 1000, "Europe/Vienna"),
    member("BE", "EUR", 2100, 600, "Europe/Brussels"),
    member("BG", "EUR", 2000, 900, "Europe/Sofia"),
    member("HR", "EUR", 2500, 1300, "Europe/Zagreb"),
    member("CY", "EUR", 1900, 900, "Asia/Nicosia"),
    member("CZ", "CZK", 2100, 1200, "Europe/Prague"),
    member("DK", "DKK", 2500, 2500, "Europe/Copenhagen"),
    member("EE", "EUR", 2400, 1300, "Europe/Tallinn"),
    member("FI", "EUR", 2550, 1350, "Europe/Helsinki"),
    member("FR", "EUR", 2000, 550, "Europe/Paris"),
    member("DE", "EUR", 1900, 700, "Europe/Berlin"),
    member("GR", "EUR", 2400, 1300, "Europe/Athens"),
    member("HU", "HUF", 2700, 1800, "Europe/Budapest"),
    member("IE", "EUR", 2300, 1350, "Europe/Dublin"),
    member("IT", "EUR", 2200, 1000, "Europe/Rome"),
    member("LV", "EUR", 2100, 1200, "Europe/Riga"),
    member("LT", "EUR", 2100, 1200, "Europe/Vilnius"),
    member("LU", "EUR", 1700, 800, "Europe/Luxembourg"),
    member("MT", "EUR", 1800, 700, "Europe/Malta"),
    member("NL", "EUR", 2100, 900, "Europe/Amsterdam"),
    member("PL", "PLN", 2300, 800, "Europe/Warsaw"),
    member("PT", "EUR", 2300, 600, "Europe/Lisbon"),
    member("RO", "RON", 2100, 1100, "Europe/Bucharest"),
    member("SK", "EUR", 2300, 1900, "Europe/Bratislava"),
    member("SI", "EUR", 2200, 950, "Europe/Ljubljana"),
    member("ES", "EUR", 2100, 1000, "Europe/Madrid"),
    member("SE", "SEK", 2500, 1200, "Europe/Stockholm"),
    other("GB", "GBP", 2000, 500, "Europe/London"),
    other("CH", "CHF", 810, 260, "Europe/Zurich"),
    other("LI", "CHF", 810, 260, "Europe/Vaduz"),
    other("NO", "NOK", 2500, 1500, "Europe/Oslo"),
    Country { inclusive: false, ..other("US", "USD", 0, 0, "America/New_York") },
];

/// None for a country that we know nothing of.
pub fn find(code: &str) -> Option<&'static Country> {
    ALL.iter().find(|c| c.code == code)
}

/// Time zones to choose from: those of [`ALL`], and further ones of large countries.
pub fn time_zones() -> Vec<&'static str> {
    let further = ["America/Chicago", "America/Denver", "America/Los_Angeles", "Atlantic/Canary", "UTC"];
    let mut all: Vec<_> = ALL.iter().map(|c| c.time_zone).chain(further).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Currencies to choose from.
pub fn currencies() -> Vec<&'static str> {
    let mut all: Vec<_> = ALL.iter().map(|c| c.currency).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_can_be_sold_in() {
        assert_eq!(ALL.iter().filter(|c| c.in_union).count(), 27);
        for c in ALL {
            assert!(c.currency.parse::<kernel::Currency>().is_ok(), "{}", c.code);
            assert!(jiff::tz::TimeZone::get(c.time_zone).is_ok(), "{}", c.time_zone);
            assert!(c.reduced.0 <= c.standard.0, "{}", c.code);
            assert_eq!(find(c.code), Some(c));
        }
        assert!(find("XX").is_none());
        assert!(time_zones().contains(&"America/Chicago") && currencies().contains(&"CHF"));
    }
}
