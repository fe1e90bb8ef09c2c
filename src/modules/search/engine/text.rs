//! From what people write to the terms of the index.
//!
//! A term is a folded word as it was written; `~` stands before an English stem, `°` before a German one, so that the word
//! itself and a form of it can be told apart and weighed differently.
use frostem::{Algorithm, Stemmer};

use crate::words;

/// Longer texts are cut: nobody searches for what stands on the tenth page of a description.
const MOST_WORDS: usize = 2_000;

/// The language whose endings a text has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tongue {
    English,
    German,
}

impl Tongue {
    /// By small words and umlauts; what cannot be told is English.
    pub fn of(text: &str) -> Self {
        let german =
            ["und", "mit", "für", "der", "die", "das", "aus", "eine", "einem", "von", "zum", "im", "oder", "ist"];
        let english = ["and", "with", "for", "the", "of", "from", "a", "to", "or", "is", "your"];
        let mut balance = 0_i32;
        for word in text.split_whitespace().take(200) {
            let word = word.to_lowercase();
            if german.contains(&word.as_str()) || word.contains(['ä', 'ö', 'ü', 'ß']) {
                balance += 1;
            } else if english.contains(&word.as_str()) {
                balance -= 1;
            }
        }
        if balance > 0 { Self::German } else { Self::English }
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Stems {
    english: Stemmer,
    german: Stemmer,
}

impl Stems {
    pub fn new() -> Self {
        Self { english: Stemmer::new(Algorithm::English), german: Stemmer::new(Algorithm::German) }
    }

    /// The stem's term, also where it equals the word.
    pub fn term(&self, word: &str, tongue: Tongue) -> String {
        match tongue {
            Tongue::English => format!("~{}", self.english.stem(word)),
            Tongue::German => format!("°{}", self.german.stem(word)),
        }
    }

    /// A word without its ending, for pairs of words.
    pub fn bare(&self, word: &str) -> String {
        self.english.stem(word).into_owned()
    }
}

/// The words of a text in order: folded, numbers apart from their units, `"` after a number an inch.
pub(crate) fn split(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut number = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c) {
            word.push(c);
            continue;
        }
        // women's, l'eau: one word.
        let apostrophe = matches!(c, '\'' | '’');
        let inside = word.chars().next_back().is_some_and(char::is_alphabetic);
        if apostrophe && inside && chars.peek().is_some_and(|next| next.is_alphabetic()) {
            continue;
        }
        if !word.is_empty() {
            number = word.chars().all(|c| c.is_ascii_digit());
            push(&mut out, &word);
            word.clear();
        }
        let doubled = apostrophe && chars.peek() == Some(&c);
        if number && (matches!(c, '"' | '”' | '″') || doubled) {
            out.push("inch".into());
        }
        if !c.is_whitespace() && c != '-' {
            number = false;
        }
        if out.len() >= MOST_WORDS {
            return out;
        }
    }
    if !word.is_empty() {
        push(&mut out, &word);
    }
    out
}

/// `500gb` is `500 gb`; a word with more changes between letters and digits is a name and stays whole.
fn push(out: &mut Vec<String>, raw: &str) {
    let word = words::fold(raw, false);
    let mut runs: Vec<String> = Vec::new();
    let mut digits = None;
    for c in word.chars() {
        if digits == Some(c.is_numeric()) {
            if let Some(run) = runs.last_mut() {
                run.push(c);
            }
        } else {
            digits = Some(c.is_numeric());
            runs.push(c.to_string());
        }
    }
    if runs.len() != 2 {
        runs = vec![word];
    }
    for run in runs {
        if run.is_empty() {
            continue;
        }
        let after_number = out.last().is_some_and(|last| last.chars().all(char::is_numeric));
        let run = if after_number { unit(&run).map_or(run, str::to_owned) } else { run };
        out.push(words::cut(run));
    }
}

/// One spelling for what counts the number before it.
fn unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "inches" | "inch" | "in" | "zoll" => "inch",
        "gigabyte" | "gigabytes" | "gig" => "gb",
        "megabyte" | "megabytes" => "mb",
        "terabyte" | "terabytes" => "tb",
        "ounce" | "ounces" => "oz",
        "pound" | "pounds" | "lbs" => "lb",
        "litre" | "litres" | "liter" | "liters" => "l",
        "millilitre" | "millilitres" | "milliliter" | "milliliters" => "ml",
        "gram" | "grams" | "gramm" => "g",
        "kilogram" | "kilograms" | "kilo" | "kilos" | "kilogramm" => "kg",
        "centimetre" | "centimetres" | "centimeter" | "centimeters" => "cm",
        "millimetre" | "millimetres" | "millimeter" | "millimeters" => "mm",
        "metre" | "metres" | "meter" | "meters" => "m",
        "foot" | "feet" => "ft",
        "watt" | "watts" => "w",
        "volt" | "volts" => "v",
        "pieces" | "piece" | "pcs" | "stück" => "pc",
        _ => return None,
    })
}

/// Words that carry little: a question for them alone still finds.
pub(crate) fn is_small(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "and"
            | "the"
            | "of"
            | "for"
            | "to"
            | "in"
            | "on"
            | "with"
            | "by"
            | "at"
            | "from"
            | "is"
            | "or"
            | "und"
            | "mit"
            | "fur"
            | "der"
            | "die"
            | "das"
            | "ein"
            | "eine"
            | "aus"
            | "von"
            | "zum"
            | "oder"
    )
}

/// What belongs to a thing rather than being it: a *camera bag* is no camera. Folded, in the singular.
pub(crate) fn is_accessory(word: &str) -> bool {
    const ALL: &[&str] = &[
        "accessory",
        "adapter",
        "adaptor",
        "backpack",
        "bag",
        "battery",
        "bracket",
        "briefcase",
        "bumper",
        "cable",
        "cap",
        "carrier",
        "case",
        "charger",
        "cleaner",
        "cleaning",
        "cord",
        "cover",
        "cradle",
        "dock",
        "docking",
        "filter",
        "hinge",
        "holder",
        "holster",
        "lock",
        "mount",
        "pouch",
        "protection",
        "protector",
        "refill",
        "replacement",
        "skin",
        "sleeve",
        "spare",
        "stand",
        "strap",
        "stylus",
        "tripod",
        "akku",
        "batterie",
        "ersatz",
        "ersatzteil",
        "folie",
        "halter",
        "halterung",
        "hulle",
        "kabel",
        "ladegerat",
        "netzteil",
        "riemen",
        "rucksack",
        "schloss",
        "schutz",
        "schutzfolie",
        "stander",
        "stativ",
        "tasche",
        "zubehor",
        "warranty",
        "garantie",
        "sticker",
    ];
    let one = |word: &str| ALL.contains(&word);
    one(word)
        || word.strip_suffix("ies").is_some_and(|start| one(&format!("{start}y")))
        || word.strip_suffix('s').is_some_and(one)
        || word.strip_suffix("es").is_some_and(one)
        || word.strip_suffix('n').is_some_and(one)
}

/// What may stand behind the thing a title is about: `mug for two`, `bag black`.
pub(crate) fn ends_a_name(next: Option<&String>) -> bool {
    next.is_none_or(|next| {
        next.chars().count() < 2
            || !next.chars().all(char::is_alphabetic)
            || is_small(next)
            || matches!(
                next.as_str(),
                "black"
                    | "white"
                    | "red"
                    | "blue"
                    | "green"
                    | "gray"
                    | "grey"
                    | "silver"
                    | "pink"
                    | "brown"
                    | "gold"
                    | "yellow"
                    | "orange"
                    | "purple"
                    | "beige"
                    | "multicolor"
                    | "multicolour"
                    | "transparent"
                    | "set"
                    | "kit"
                    | "pc"
                    | "pack"
                    | "schwarz"
                    | "weiss"
                    | "rot"
                    | "blau"
                    | "grun"
                    | "grau"
                    | "gelb"
                    | "braun"
            )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_apart_from_their_units() {
        assert_eq!(split("13\" laptop, 500GB"), ["13", "inch", "laptop", "500", "gb"]);
        assert_eq!(split("13 inches 500 gigabytes 15.6”"), ["13", "inch", "500", "gb", "15", "6", "inch"]);
        assert_eq!(split("13-inch X52PRO1"), ["13", "inch", "x52pro1"]);
        assert_eq!(split("women's Käse-Reibe"), ["womens", "kase", "reibe"]);
    }

    #[test]
    fn a_text_tells_its_language() {
        assert_eq!(Tongue::of("Becher mit Henkel"), Tongue::German);
        assert_eq!(Tongue::of("Mug with a handle"), Tongue::English);
        assert_eq!(Tongue::of("Käsereibe"), Tongue::German);
        let stems = Stems::new();
        assert_eq!(stems.term("mugs", Tongue::English), "~mug");
        assert_eq!(stems.term("bechern", Tongue::German), stems.term("becher", Tongue::German));
    }
}
