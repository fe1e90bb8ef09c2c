//! All texts people read, from Fluent files. Messages without arguments are formatted once, at start. What one language
//! does not say yet, it says in another: a shop is never without words.
use std::collections::HashMap;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// The texts of one locale. Cheap to clone.
#[derive(Clone)]
pub struct Texts {
    own: Arc<Inner>,
    /// Asked for what `own` does not say; with its own rules for plurals.
    other: Option<Arc<Inner>>,
}

struct Inner {
    locale: LanguageIdentifier,
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    #[error("`{0}` is not a locale like en or de-AT")]
    Locale(String),
    #[error("the texts of {file} cannot be read: {why}")]
    Syntax { file: String, why: String },
    #[error("the text `{0}` is defined twice")]
    Twice(String),
}

/// A value put into a text: `{ $count }`.
pub enum Arg<'a> {
    Number(i64),
    Text(&'a str),
}
impl From<i64> for Arg<'_> {
    fn from(n: i64) -> Self {
        Arg::Number(n)
    }
}
impl<'a> From<&'a str> for Arg<'a> {
    fn from(s: &'a str) -> Self {
        Arg::Text(s)
    }
}
impl<'a> From<&'a String> for Arg<'a> {
    fn from(s: &'a String) -> Self {
        Arg::Text(s)
    }
}

impl Texts {
    /// Reads `(file name, Fluent source)` pairs for a locale.
    ///
    /// # Errors
    /// A file that is not Fluent, or a key that two files define.
    pub fn load(locale: &str, files: &[(&str, &str)]) -> Result<Self, TextsError> {
        let id: LanguageIdentifier = locale.parse().map_err(|_| TextsError::Locale(locale.to_owned()))?;
        let mut bundle = FluentBundle::new_concurrent(vec![id.clone()]);
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        for (file, source) in files {
            let resource = FluentResource::try_new((*source).to_owned())
                .map_err(|(_, e)| TextsError::Syntax { file: (*file).to_owned(), why: format!("{e:?}") })?;
            keys.extend(source.lines().filter_map(|line| {
                let (key, _) = line.split_once('=')?;
                let key = key.trim_end();
                let plain = key.starts_with(|c: char| c.is_ascii_lowercase())
                    && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
                plain.then(|| key.to_owned())
            }));
            bundle.add_resource(resource).map_err(|e| TextsError::Twice(format!("{e:?}")))?;
        }
        let mut plain = HashMap::new();
        for key in keys {
            let Some(pattern) = bundle.get_message(&key).and_then(|m| m.value()) else { continue };
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
            if errors.is_empty() {
                plain.insert(key, text);
            }
        }
        Ok(Self { own: Arc::new(Inner { locale: id, plain, bundle }), other: None })
    }

    /// These texts, and those of `other` for what is missing in them.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        Self { other: Some(other.own.clone()), ..self }
    }

    pub fn locale(&self) -> String {
        self.own.locale.to_string()
    }

    /// The language alone: `de` of `de-AT`.
    pub fn language(&self) -> &str {
        self.own.locale.language.as_str()
    }

    /// Whether `key` is a message here.
    pub fn has(&self, key: &str) -> bool {
        self.speaking(key).is_some()
    }

    /// Where `key` is said.
    fn speaking(&self, key: &str) -> Option<&Inner> {
        let other = || self.other.as_deref().filter(|o| o.bundle.has_message(key));
        Some(&*self.own).filter(|own| own.bundle.has_message(key)).or_else(other)
    }

    /// A text without arguments. A missing one shows its key, so that it is seen and mended.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        let plain = |of: &'a Inner| of.plain.get(key).map(String::as_str);
        plain(&self.own).or_else(|| self.other.as_deref().and_then(plain)).unwrap_or(key)
    }

    /// A text with arguments: `texts.f("cart-count", &[("count", 3.into())])`.
    pub fn f(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let Some(bundle) = self.speaking(key).map(|of| &of.bundle) else { return key.to_owned() };
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else { return key.to_owned() };
        let mut fluent = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            match value {
                Arg::Number(n) => fluent.set(*name, FluentValue::from(*n)),
                Arg::Text(s) => fluent.set(*name, FluentValue::from(*s)),
            }
        }
        let mut errors = Vec::new();
        bundle.format_pattern(pattern, Some(&fluent), &mut errors).into_owned()
    }

    /// `f` with one count: `texts.n("cart-count", 3)` fills `{ $count }`.
    pub fn n(&self, key: &str, count: impl TryInto<i64>) -> String {
        self.f(key, &[("count", Arg::Number(count.try_into().unwrap_or(i64::MAX)))])
    }

    /// `f` with one text, under the name `value`.
    pub fn v(&self, key: &str, value: &str) -> String {
        self.f(key, &[("value", Arg::Text(value))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_count_and_fall_back_to_their_key() {
        let source = "hello = Hello\ncount = { $count ->\n    [one] one thing\n   *[other] { $count } things\n}\n";
        let texts = Texts::load("en", &[("a.ftl", source)]).unwrap();
        assert_eq!(texts.t("hello"), "Hello");
        assert_eq!(texts.n("count", 1), "one thing");
        assert_eq!(texts.n("count", 4), "4 things");
        assert_eq!(texts.t("nothing-here"), "nothing-here");
        assert!(Texts::load("en", &[("a.ftl", source), ("b.ftl", "hello = Again\n")]).is_err());
        assert!(Texts::load("en", &[("a.ftl", "= nonsense")]).is_err());
    }

    #[test]
    fn what_one_language_does_not_say_another_says() {
        let source = "hello = Hello\ncount = { $count ->\n    [one] one thing\n   *[other] { $count } things\n}\n";
        let english = Texts::load("en", &[("a.ftl", source)]).unwrap();
        let german = Texts::load("de-AT", &[("a.ftl", "hello = Grüß Gott\n")]).unwrap().or(&english);
        assert_eq!((german.t("hello"), german.language()), ("Grüß Gott", "de"));
        assert_eq!(german.n("count", 1), "one thing");
        assert!(german.has("count") && !german.has("nothing-here"));
        assert_eq!(german.t("nothing-here"), "nothing-here");
    }
}
