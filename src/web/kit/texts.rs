//! The words of every locale, carried in the binary.
use std::collections::HashMap;

use kernel::Texts;

use crate::ConfigError;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// Spoken where a market asks for a locale that has no texts.
const FALLBACK: &str = "en";

/// All locales, read once.
pub struct AllTexts {
    by_locale: HashMap<String, Texts>,
    fallback: Texts,
}

impl AllTexts {
    /// # Errors
    /// [`ConfigError::Texts`]: a file that is not Fluent, or a key that two files define.
    pub fn load() -> Result<Self, ConfigError> {
        let mut by_locale = HashMap::new();
        for (locale, files) in LOCALES {
            let texts = Texts::load(locale, files).map_err(|e| ConfigError::Texts(e.to_string()))?;
            by_locale.insert((*locale).to_owned(), texts);
        }
        let fallback = by_locale.get(FALLBACK).cloned();
        let fallback = fallback.ok_or_else(|| ConfigError::Texts(format!("{FALLBACK} is missing")))?;
        Ok(Self { by_locale, fallback })
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
    use super::*;

    #[test]
    fn every_text_file_is_carried_and_locales_fall_back() {
        let texts = AllTexts::load().unwrap();
        assert_eq!(texts.of("en-GB").locale(), "en");
        assert_eq!(texts.of("xx").locale(), "en");
        let (_, english) = LOCALES.iter().find(|(l, _)| *l == FALLBACK).unwrap();
        let names: Vec<_> = english.iter().map(|(name, _)| *name).collect();
        assert!(["common.ftl", "mail.ftl", "storefront.ftl"].iter().all(|n| names.contains(n)), "{names:?}");
    }
}
