//! Numbers with units: read from what products say, compared whatever they are written in.
use serde::{Deserialize, Serialize};

/// A number in thousandths, so that questions can be compared and kept: `12.5` is 12,500.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Thousandths(pub i64);

impl Thousandths {
    /// Larger numbers nobody asks for; they must not overflow anything either.
    const MOST: i64 = 1_000_000_000_000_000;

    /// `12`, `-3`, `12.5`, `12,5`; None for anything else, and for more than three places.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (minus, digits) = text.strip_prefix(['-', '−']).map_or((false, text), |rest| (true, rest));
        let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(part) || part.len() > 3 {
            return None;
        }
        let part: i64 = format!("{part:0<3}").parse().ok()?;
        let all = whole.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(part)?;
        (all <= Self::MOST).then_some(Self(if minus { -all } else { all }))
    }

    /// The nearest at or below, or at or above.
    pub fn around(number: f64, up: bool) -> Self {
        let scaled = number * 1000.0;
        // What a change of units leaves behind the sixth place is no part of the number.
        let near = scaled.round();
        let near = if (scaled - near).abs() < 1e-4 {
            near
        } else if up {
            scaled.ceil()
        } else {
            scaled.floor()
        };
        Self((near as i64).clamp(-Self::MOST, Self::MOST))
    }

    /// `12.5`, without zeros that say nothing.
    pub fn plain(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        if part == 0 {
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole}.{}", format!("{part:03}").trim_end_matches('0'))
    }

    fn number(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

/// From here to there in a unit; both ends belong to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// The attribute's code.
    pub code: String,
    pub from: Option<Thousandths>,
    pub to: Option<Thousandths>,
    pub unit: String,
}

impl Range {
    pub(crate) fn holds(&self, measure: Measure) -> bool {
        let (kind, factor) = unit(&self.unit);
        // A number without a unit counts in whichever is asked for.
        let amount = match measure.kind {
            NONE if kind != NONE => measure.amount * factor,
            own if own == kind => measure.amount,
            _ => return false,
        };
        // The ends belong to it, whatever changing units left behind the ninth place.
        let slack = amount.abs() * 1e-9;
        self.from.is_none_or(|from| amount + slack >= from.number() * factor)
            && self.to.is_none_or(|to| amount - slack <= to.number() * factor)
    }
}

/// What is measured: two of a kind can be compared.
type Kind = u64;
const NONE: Kind = 0;

/// A number as products say it, in the smallest unit of its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Measure {
    pub amount: f64,
    pub kind: Kind,
}

impl Measure {
    /// `12`, `12.5 cm`, `500GB`; None for what is no number with at most one unit behind it.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '−'))).unwrap_or(text.len());
        let (digits, behind) = text.split_at(end);
        let amount: f64 = digits.replace('−', "-").parse().ok().filter(|n: &f64| n.is_finite())?;
        let behind = behind.trim();
        if behind.contains(|c: char| c.is_ascii_digit() || c.is_whitespace()) || behind.chars().count() > 20 {
            return None;
        }
        let (kind, factor) = unit(behind);
        Some(Self { amount: amount * factor, kind })
    }
}

/// What a value that is a number is sorted by, whatever unit it is written in, in thousandths of the smallest one; what is
/// no number comes last.
pub fn measured(value: &str) -> i64 {
    Measure::of(value).map_or(i64::MAX, |measure| Thousandths::around(measure.amount, false).0)
}

/// The least and the most of an attribute among products.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    low: f64,
    high: f64,
    kind: Kind,
}

impl Bounds {
    pub(crate) fn of(measure: Measure) -> Self {
        Self { low: measure.amount, high: measure.amount, kind: measure.kind }
    }

    pub(crate) fn kind(&self) -> u64 {
        self.kind
    }

    pub(crate) fn add(&mut self, measure: Measure) {
        self.low = self.low.min(measure.amount);
        self.high = self.high.max(measure.amount);
    }

    /// Both in a unit; None when that measures something else.
    pub fn within(&self, in_unit: &str) -> Option<(Thousandths, Thousandths)> {
        let (kind, factor) = unit(in_unit);
        let factor = match self.kind {
            NONE => 1.0,
            own if own == kind => factor,
            _ => return None,
        };
        Some((Thousandths::around(self.low / factor, false), Thousandths::around(self.high / factor, true)))
    }
}

impl Eq for Bounds {}

/// What a unit measures, and how many of the smallest it is. One that is not known measures itself.
fn unit(text: &str) -> (Kind, f64) {
    let text = text.trim();
    let known = match text {
        // Case tells these apart.
        "mW" => Some((8, 1.0)),
        "MW" => Some((8, 1e9)),
        _ => known(text.to_lowercase().trim_end_matches('.')),
    };
    known.unwrap_or_else(|| match text {
        "" => (NONE, 1.0),
        other => (crate::number(&[b"unit", other.to_lowercase().as_bytes()]) as u64 | (1 << 62), 1.0),
    })
}

fn known(unit: &str) -> Option<(Kind, f64)> {
    Some(match unit {
        "mm" | "millimetre" | "millimeter" => (1, 1.0),
        "cm" | "centimetre" | "centimeter" => (1, 10.0),
        "dm" => (1, 100.0),
        "m" | "metre" | "meter" => (1, 1000.0),
        "km" => (1, 1e6),
        "\"" | "″" | "”" | "in" | "inch" | "inches" | "zoll" => (1, 25.4),
        "ft" | "feet" | "foot" => (1, 304.8),
        "mg" => (2, 1.0),
        "g" | "gram" | "gramm" => (2, 1000.0),
        "kg" | "kilogram" | "kilogramm" => (2, 1e6),
        "t" => (2, 1e9),
        "oz" | "ounce" | "ounces" => (2, 28_349.523_125),
        "lb" | "lbs" | "pound" | "pounds" => (2, 453_592.37),
        "ml" => (3, 1.0),
        "cl" => (3, 10.0),
        "dl" => (3, 100.0),
        "l" | "liter" | "litre" => (3, 1000.0),
        "b" | "byte" | "bytes" => (4, 1.0),
        "kb" => (4, 1e3),
        "mb" => (4, 1e6),
        "gb" => (4, 1e9),
        "tb" => (4, 1e12),
        "hz" => (5, 1.0),
        "khz" => (5, 1e3),
        "mhz" => (5, 1e6),
        "ghz" => (5, 1e9),
        "ms" => (6, 1.0),
        "s" | "sec" | "second" | "seconds" => (6, 1e3),
        "min" | "minute" | "minutes" | "minuten" => (6, 6e4),
        "h" | "hour" | "hours" | "stunden" | "std" => (6, 3.6e6),
        "mv" => (7, 1.0),
        "v" | "volt" | "volts" => (7, 1e3),
        "kv" => (7, 1e6),
        "w" | "watt" | "watts" => (8, 1e3),
        "kw" => (8, 1e6),
        "mah" => (9, 1.0),
        "ah" => (9, 1e3),
        "mp" | "megapixel" | "megapixels" => (10, 1.0),
        "ppm" => (11, 1.0),
        "dpi" => (12, 1.0),
        "%" | "percent" => (13, 1.0),
        "pc" | "pcs" | "piece" | "pieces" | "stück" | "stk" => (14, 1.0),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_written_as_people_do() {
        for (typed, plain) in [("12", "12"), (" 12,50 ", "12.5"), ("-0.125", "-0.125"), ("7.", "7")] {
            assert_eq!(Thousandths::parse(typed).map(Thousandths::plain).as_deref(), Some(plain), "{typed}");
        }
        for none in ["", "a", "1.2345", "1e9", "--1", "99999999999999999999", "1.2.3"] {
            assert_eq!(Thousandths::parse(none), None, "{none}");
        }
    }

    #[test]
    fn a_range_holds_whatever_is_written_in_another_unit() {
        let parse = |text| Thousandths::parse(text);
        let range = Range { code: "width".into(), from: parse("10"), to: parse("30.5"), unit: "cm".into() };
        for (text, holds) in [
            ("100 mm", true),
            ("99 mm", false),
            ("305mm", true),
            ("12 inch", true),
            ("12\"", true),
            ("0.2 m", true),
            ("20", true),
            ("31", false),
            ("20 kg", false),
        ] {
            assert_eq!(Measure::of(text).map(|m| range.holds(m)), Some(holds), "{text}");
        }
        for none in ["big", "10 x 20 cm", "1-2", "", "10 cm 5"] {
            assert_eq!(Measure::of(none), None, "{none}");
        }
    }

    #[test]
    fn bounds_are_told_in_the_unit_that_is_asked_for() {
        let mut bounds = Bounds::of(Measure::of("99 mm").unwrap());
        bounds.add(Measure::of("1 m").unwrap());
        let told = |unit: &str| bounds.within(unit).map(|(low, high)| (low.plain(), high.plain()));
        assert_eq!(told("cm"), Some(("9.9".into(), "100".into())));
        assert_eq!(told("kg"), None);
        let own = Bounds::of(Measure::of("3 stars").unwrap());
        assert_eq!(own.within("Stars").map(|(low, _)| low.plain()).as_deref(), Some("3"));
        assert_eq!(own.within("cm"), None);
    }
}
