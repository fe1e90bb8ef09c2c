//! What a request is answered in: market, locale, price list, time zone. Resolved once, passed down.
use std::sync::Arc;

use crate::kinds::{MarketId, PriceListId};
use crate::{BasisPoints, Currency, Day, Micros, Money, Texts};

/// Whether a market's prices contain their tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxMode {
    Inclusive,
    Exclusive,
}

/// Where tax is rounded to a minor unit; always half away from zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxRounding {
    /// Per line and rate.
    #[default]
    Line,
    /// Per single unit; then multiplied.
    Unit,
    /// Once per rate, on the sum of everything; split over the lines by largest remainder.
    Order,
}

impl TaxRounding {
    pub const ALL: [Self; 3] = [Self::Line, Self::Unit, Self::Order];

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Unit => "unit",
            Self::Order => "order",
        }
    }

    /// None for anything that is no level.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }
}

#[derive(Clone)]
pub struct Context {
    pub shop_name: Arc<str>,
    pub market: MarketId,
    pub price_list: PriceListId,
    pub currency: Currency,
    pub tax_mode: TaxMode,
    /// ISO 3166 alpha-2: where we deliver until the shopper says otherwise.
    pub country: Arc<str>,
    pub time_zone: jiff::tz::TimeZone,
    pub texts: Texts,
    /// What stands before every path of this locale: empty, or `/de`.
    pub prefix: Arc<str>,
}

impl Context {
    /// What stands before the paths of a language in a shop whose main language is `main`: nothing before those of the
    /// main one, else as `/de`.
    pub fn prefix_of(language: &str, main: &str) -> String {
        if language == main { String::new() } else { format!("/{language}") }
    }

    /// A path of this shop in this locale.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    /// An amount as this locale writes it: `€1,234.50`, `1.234,50 €`.
    pub fn money(&self, money: Money) -> String {
        let german = self.german();
        let plain = Money { amount: money.amount.saturating_abs(), ..money }.decimal();
        let (whole, frac) = plain.split_once('.').unwrap_or((&plain, ""));
        let (thousands, point) = if german { ('.', ',') } else { (',', '.') };
        let mut out = String::with_capacity(plain.len() + 8);
        if money.amount < 0 {
            out.push('−');
        }
        let sign = money.currency.sign();
        if !german {
            out.push_str(sign);
            if sign.len() == 3 && sign.is_ascii() {
                out.push('\u{a0}');
            }
        }
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push(thousands);
            }
            out.push(digit);
        }
        if !frac.is_empty() {
            out.push(point);
            out.push_str(frac);
        }
        if german {
            out.push('\u{a0}');
            out.push_str(sign);
        }
        out
    }

    /// A rate in percent as this locale writes numbers, without the sign: `5.5`, `5,5`.
    pub fn rate(&self, rate: BasisPoints) -> String {
        let plain = rate.to_string();
        if self.german() { plain.replace('.', ",") } else { plain }
    }

    /// A plain number as this locale writes it: `12.5`, `12,5`.
    pub fn number(&self, plain: &str) -> String {
        if self.german() { plain.replace('.', ",") } else { plain.to_owned() }
    }

    fn german(&self) -> bool {
        self.texts.language() == "de"
    }

    /// A day as people say it: `21 November 2026`, `21. November 2026`.
    pub fn date(&self, at: Micros) -> String {
        self.zoned(at).map_or_else(String::new, |z| self.say(z.date()))
    }

    /// A day of the calendar, as [`Context::date`] says it.
    pub fn day(&self, day: Day) -> String {
        day.date().map_or_else(String::new, |date| self.say(date))
    }

    /// Which day it is in the shop.
    pub fn today(&self, now: Micros) -> Day {
        self.zoned(now).map_or(Day(0), |z| Day::of(z.date()))
    }

    fn say(&self, date: jiff::civil::Date) -> String {
        let month = self.texts.t(MONTHS[(date.month() - 1) as usize]).to_owned();
        let dot = if self.german() { "." } else { "" };
        format!("{}{dot} {month} {}", date.day(), date.year())
    }

    /// Day and time: `21 Nov 2026, 14:05`, `21.11.2026, 14:05`.
    pub fn date_time(&self, at: Micros) -> String {
        self.zoned(at).map_or_else(String::new, |z| {
            if self.german() {
                return z.strftime("%d.%m.%Y, %H:%M").to_string();
            }
            let month: String = self.texts.t(MONTHS[(z.month() - 1) as usize]).chars().take(3).collect();
            format!("{} {month} {}, {:02}:{:02}", z.day(), z.year(), z.hour(), z.minute())
        })
    }

    fn zoned(&self, at: Micros) -> Option<jiff::Zoned> {
        jiff::Timestamp::from_microsecond(at.0).ok().map(|t| t.to_zoned(self.time_zone.clone()))
    }
}

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9", "month-10",
    "month-11", "month-12",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn context(locale: &str) -> Context {
        Context {
            shop_name: "Sundry".into(),
            market: MarketId::from_bytes([0; 16]),
            price_list: PriceListId::from_bytes([0; 16]),
            currency: Currency::EUR,
            tax_mode: TaxMode::Inclusive,
            country: "DE".into(),
            time_zone: jiff::tz::TimeZone::UTC,
            texts: Texts::load(locale, &[("t.ftl", "month-11 = November\n")]).unwrap(),
            prefix: "".into(),
        }
    }

    #[test]
    fn money_is_written_as_people_write_it() {
        let eur = |n| Money::new(n, Currency::EUR);
        assert_eq!(context("en").money(eur(123_450)), "€1,234.50");
        assert_eq!(context("en").money(eur(-5)), "−€0.05");
        assert_eq!(context("de").money(eur(123_450)), "1.234,50\u{a0}€");
        assert_eq!(context("en").money(Money::new(1500, "SEK".parse().unwrap())), "SEK\u{a0}15.00");
    }

    #[test]
    fn days_are_told_in_the_shop_s_time_zone() {
        let at = Micros(1_795_300_000_000_000);
        assert_eq!(context("en").date(at), "21 November 2026");
        assert_eq!(context("de").date(at), "21. November 2026");
        assert_eq!(context("de").date_time(at), "21.11.2026, 22:26");
    }
}
