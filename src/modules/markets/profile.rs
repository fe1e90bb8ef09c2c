//! What the shopkeeper says about the shop as a whole.
use kernel::Micros;
use serde::{Deserialize, Serialize};

/// Whether shoppers are let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opening {
    /// A shop that never said anything about it is open.
    #[default]
    Open,
    /// Staff look around and try it; everybody else is told that it opens soon.
    Soon,
}

/// What the pages of every market say about the shop. Stored as one document: what is missing in it is as by default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShopProfile {
    pub name: String,
    /// One sentence for the footer.
    pub motto: String,
    /// Where its mail comes from.
    pub email: String,
    /// Shown for bank transfers; empty when none is set.
    pub bank_account: String,
    /// Whether the demo's banner shows and the test provider may be used.
    pub demo: bool,
    pub opening: Opening,
    /// When it was opened for the first time; 0 for a shop that never was closed or is not open yet.
    pub opened_at: i64,
    pub identity: Identity,
    /// What stands at the foot of every page, in order.
    pub foot: Vec<FootLink>,
    pub promises: Promises,
    /// What shoppers are spoken to in beside the market's language, as in `de`. None: in every language that there is.
    pub languages: Option<Vec<String>>,
}

/// What those who compare shops are told: in structured data and in feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Promises {
    /// For how many days something can be sent back; 0 for a shop that takes nothing back.
    pub return_days: u32,
    /// Days from the order until it is handed over, the least and the most. They are part of the days that ways to
    /// deliver tell.
    pub handling_least: u32,
    pub handling_most: u32,
}

impl Default for Promises {
    fn default() -> Self {
        Self { return_days: 14, handling_least: 0, handling_most: 0 }
    }
}

/// A page that every page links at its foot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FootLink {
    /// Without the language before it.
    pub path: String,
    /// The language that the page is in.
    pub locale: String,
    pub title: String,
}

/// Who sells, by law.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    /// The company or person as a contract would name them.
    pub legal_name: String,
    /// Street, town, country: a line each.
    pub address: String,
    /// Register and number, VAT number: a line each. Empty for none.
    pub registers: String,
    pub phone: String,
}

impl Default for ShopProfile {
    fn default() -> Self {
        Self {
            name: "Sundry".into(),
            motto: String::new(),
            email: "shop@example.org".into(),
            bank_account: String::new(),
            demo: false,
            opening: Opening::Open,
            opened_at: 0,
            identity: Identity::default(),
            foot: Vec::new(),
            promises: Promises::default(),
            languages: None,
        }
    }
}

impl ShopProfile {
    /// Whether shoppers can choose this language, beside the market's.
    pub fn speaks(&self, language: &str) -> bool {
        self.languages.as_ref().is_none_or(|some| some.iter().any(|l| l == language))
    }

    pub fn is_open(&self) -> bool {
        self.opening == Opening::Open
    }

    /// The foot as somebody reads it who reads `language`: pages that there are not in it in `main`, if they are there.
    pub fn foot_in<'a>(&'a self, language: &'a str, main: &'a str) -> impl Iterator<Item = &'a FootLink> {
        let spoken = move |path: &str| self.foot.iter().any(|l| l.path == path && l.locale == language);
        self.foot.iter().filter(move |l| l.locale == language || (l.locale == main && !spoken(&l.path)))
    }

    /// Whether what was placed then was a try: the shop was not open yet.
    pub fn was_trial(&self, placed: Micros) -> bool {
        match self.opening {
            Opening::Soon => true,
            Opening::Open => placed.0 < self.opened_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_of_an_older_shop_is_read_and_is_open() {
        let old = r#"{"name":"Kiosk","motto":"","email":"a@b.example","bank_account":"","demo":false}"#;
        let profile: ShopProfile = serde_json::from_str(old).unwrap();
        assert!(profile.is_open() && !profile.was_trial(Micros(0)));
        assert_eq!((profile.name.as_str(), profile.identity), ("Kiosk", Identity::default()));
        assert_eq!(profile.promises.return_days, 14);
    }

    #[test]
    fn the_foot_speaks_the_readers_language_where_it_can() {
        let link = |path: &str, locale: &str| FootLink {
            path: path.into(),
            locale: locale.into(),
            title: format!("{path} {locale}"),
        };
        let foot = vec![link("a", "de"), link("a", "en"), link("b", "en"), link("c", "fr")];
        let profile = ShopProfile { foot, ..ShopProfile::default() };
        let read = |language| profile.foot_in(language, "en").map(|l| l.title.as_str()).collect::<Vec<_>>();
        assert_eq!((read("de"), read("en")), (vec!["a de", "b en"], vec!["a en", "b en"]));
    }

    #[test]
    fn what_was_placed_before_the_opening_was_a_try() {
        let soon = ShopProfile { opening: Opening::Soon, ..ShopProfile::default() };
        assert!(soon.was_trial(Micros(i64::MAX)));
        let open = ShopProfile { opened_at: 100, ..ShopProfile::default() };
        assert!(open.was_trial(Micros(99)) && !open.was_trial(Micros(100)));
    }
}
