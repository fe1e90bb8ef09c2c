//! Forms whose fields are as many as there are things on the page.
use kernel::{Currency, Money};
use serde::Deserialize;

/// What a form brought, in its order.
#[derive(Deserialize, Default, Debug, Clone)]
#[serde(transparent)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// A field's value without the space around it; empty when it is missing.
    pub(crate) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.trim())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(field, _)| field == name)
    }

    /// All values of one name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.trim())
    }

    /// The values of one name that can be read, as ids can.
    pub(crate) fn ids<T: std::str::FromStr>(&self, name: &str) -> Vec<T> {
        self.all(name).filter_map(|v| v.parse().ok()).collect()
    }

    /// What stands behind `start` in the names of fields, with the value.
    pub(crate) fn behind<'a>(&'a self, start: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().filter_map(move |(field, value)| Some((field.strip_prefix(start)?, value.trim())))
    }

    pub(crate) fn version(&self) -> i64 {
        self.one("version").parse().unwrap_or(0)
    }
}

/// A text cut at its commas and line breaks; nothing twice.
pub(crate) fn list(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for item in text.split([',', '\n']).map(str::trim).filter(|t| !t.is_empty()) {
        if !out.iter().any(|held| held == item) {
            out.push(item.to_owned());
        }
    }
    out
}

/// An amount as people type it: `12`, `12.5`, `12,50`. None when it is none.
pub(crate) fn money(text: &str, currency: Currency) -> Option<Money> {
    let text = text.trim().replace(',', ".");
    Money::parse(&text, currency).ok().filter(|m| m.amount >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_amounts_are_taken_as_they_are_typed() {
        assert_eq!(list("clay, hand made,\n clay ,"), ["clay", "hand made"]);
        let eur = |text: &str| money(text, Currency::EUR).map(|m| m.amount);
        assert_eq!((eur("12"), eur(" 12,5 "), eur("12.50")), (Some(1200), Some(1250), Some(1250)));
        assert_eq!((eur(""), eur("-1"), eur("1.999"), eur("a lot")), (None, None, None, None));
    }

    #[test]
    fn fields_are_found_by_the_beginning_of_their_names() {
        let fields = Fields(vec![
            ("price-a".into(), " 1 ".into()),
            ("pick".into(), "x".into()),
            ("pick".into(), "2".into()),
        ]);
        assert_eq!(fields.behind("price-").collect::<Vec<_>>(), [("a", "1")]);
        assert_eq!((fields.ids::<u8>("pick"), fields.one("none"), fields.version()), (vec![2], "", 0));
    }
}
