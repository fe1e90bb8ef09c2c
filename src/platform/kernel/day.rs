//! Days of the calendar.
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{Span, Unit};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the calendar, in no time zone: the date on which something is expected. Stored as days since 1970-01-01
/// (`BigInt`), written as in ISO 8601: `2026-12-05`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

/// A text that names no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write a day as 2026-12-05")]
pub struct DayError;

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl Day {
    /// Which day it is in Greenwich: good enough to tell whether a day is long past. What shoppers read is worked out in
    /// the shop's zone, see [`Context::today`](crate::Context::today).
    pub fn utc(now: crate::Micros) -> Self {
        Self(now.0.div_euclid(86_400_000_000))
    }

    pub(crate) fn of(date: Date) -> Self {
        Self(date.since((Unit::Day, EPOCH)).map_or(0, |span| i64::from(span.get_days())))
    }

    /// None for days that no calendar reaches.
    pub fn date(self) -> Option<Date> {
        EPOCH.checked_add(Span::new().try_days(self.0).ok()?).ok()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.date() {
            Some(date) => write!(f, "{date}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let text = text.trim();
        // Exactly a date: what else the standard allows would be a slip here.
        if text.len() != 10 {
            return Err(DayError);
        }
        text.parse::<Date>().map(Self::of).map_err(|_| DayError)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_survives_its_text_and_nothing_else_is_one() {
        let day: Day = "2026-12-05".parse().unwrap();
        assert_eq!((day.0, day.to_string()), (20_792, "2026-12-05".to_owned()));
        assert!("2026-12-06".parse::<Day>().unwrap() > day && Day(0).to_string() == "1970-01-01");
        for wrong in ["", "2026-02-30", "05.12.2026", "2026-12-05T10:00", "20261205  ", "tomorrow"] {
            assert_eq!(wrong.parse::<Day>(), Err(DayError), "{wrong}");
        }
        assert_eq!(Day(i64::MAX).to_string(), "");
    }
}
