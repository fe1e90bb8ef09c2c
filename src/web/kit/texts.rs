//! The words of every locale, carried in the binary.
use std::collections::HashMap;
use std::sync::OnceLock;

use kernel::Texts;

use crate::ConfigError;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// Spoken where a market asks for a locale that has no texts.
const FALLBACK: &str = "en";

/// The languages that there are texts in.
pub fn locales() -> impl Iterator<Item = &'static str> {
    LOCALES.iter().map(|(locale, _)| *locale)
}

/// All locales, read once.
pub struct AllTexts {
    by_locale: HashMap<String, Texts>,
    fallback: Texts,
}

impl AllTexts {
    /// # Errors
    /// [`ConfigError::Texts`]: a file that is not Fluent, or a key that two files define.
    pub fn load() -> Result<Self, ConfigError> {
        let read = |locale: &str, files| Texts::load(locale, files).map_err(|e| ConfigError::Texts(e.to_string()));
        let (_, files) = LOCALES
            .iter()
            .find(|(locale, _)| *locale == FALLBACK)
            .ok_or_else(|| ConfigError::Texts(format!("{FALLBACK} is missing")))?;
        let fallback = read(FALLBACK, files)?;
        let mut by_locale = HashMap::new();
        for (locale, files) in LOCALES {
            let texts = match *locale {
                FALLBACK => fallback.clone(),
                locale => read(locale, files)?.or(&fallback),
            };
            by_locale.insert((*locale).to_owned(), texts);
        }
        Ok(Self { by_locale, fallback })
    }

    /// Those of this process: read when first asked for, and held once, whoever asks.
    ///
    /// # Errors
    /// [`AllTexts::load`]'s.
    pub fn shared() -> Result<&'static Self, ConfigError> {
        static SHARED: OnceLock<AllTexts> = OnceLock::new();
        match SHARED.get() {
            Some(texts) => Ok(texts),
            None => {
                let texts = Self::load()?;
                Ok(SHARED.get_or_init(|| texts))
            }
        }
    }

    /// Every language there is, in the order of their codes.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Texts> {
        LOCALES.iter().filter_map(|(locale, _)| self.by_locale.get(*locale))
    }

    /// `de-AT` is answered in `de-AT`, else in `de`, else in English.
    pub fn of(&self, locale: &str) -> Texts {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        let found = self.by_locale.get(locale).or_else(|| self.by_locale.get(language));
        found.unwrap_or(&self.fallback).clone()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn every_text_file_is_carried_and_locales_fall_back() {
        let texts = AllTexts::load().unwrap();
        assert_eq!(texts.of("en-GB").locale(), "en");
        assert_eq!(texts.of("xx").locale(), "en");
        let (_, english) = LOCALES.iter().find(|(l, _)| *l == FALLBACK).unwrap();
        let names: Vec<_> = english.iter().map(|(name, _)| *name).collect();
        assert!(["common.ftl", "mail.ftl", "storefront.ftl"].iter().all(|n| names.contains(n)), "{names:?}");
        assert_eq!(texts.of("de-AT").t("language-name"), "Deutsch");
    }

    /// The messages of a language with what they ask to be filled in, by their keys.
    fn messages(locale: &str) -> BTreeMap<String, BTreeSet<String>> {
        let (_, files) = LOCALES.iter().find(|(l, _)| *l == locale).unwrap();
        let mut messages = BTreeMap::<String, BTreeSet<String>>::new();
        for (_, source) in *files {
            let mut key = "";
            for line in source.lines() {
                let begins = line.starts_with(|c: char| c.is_ascii_lowercase());
                if let Some((name, _)) = line.split_once('=').filter(|_| begins) {
                    key = name.trim();
                }
                let asked = messages.entry(key.to_owned()).or_default();
                for part in line.split('$').skip(1) {
                    asked.insert(part.chars().take_while(|c| c.is_ascii_alphanumeric()).collect());
                }
            }
        }
        messages.remove("");
        messages
    }

    #[test]
    fn nobody_is_spoken_to_in_two_languages() {
        let english = messages(FALLBACK);
        for (locale, _) in LOCALES.iter().filter(|(l, _)| *l != FALLBACK) {
            let theirs = messages(locale);
            let missing: Vec<_> = english.keys().filter(|key| !theirs.contains_key(*key)).collect();
            assert!(missing.is_empty(), "{locale} lacks {missing:#?}");
            for (key, asked) in &theirs {
                let known = english.get(key).unwrap_or_else(|| panic!("{locale}: nobody asks for {key}"));
                let unknown: Vec<_> = asked.difference(known).collect();
                assert!(unknown.is_empty(), "{locale}: {key} is never told {unknown:?}");
            }
        }
    }
}
