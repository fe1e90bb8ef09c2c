//! The demo in German: the shelves, and every product on them. Written beside the English, in the same order; the same
//! number always says the same.
mod cloth;
mod desk;
mod garden;
mod home;
mod kitchen;
mod names;
mod shelves;
mod table;

use std::collections::BTreeMap;

use super::catalogue::{DemoProduct, Place, escape, place};

pub(super) use shelves::shelf;

/// What four products have in common, and the four.
pub(super) struct Kind {
    pub material: &'static str,
    /// Taken in turn.
    pub shared: [&'static str; 2],
    /// Title, subtitle, text.
    pub items: [(&'static str, &'static str, &'static str); 4],
}

/// `Material; two shared sentences; four products`.
macro_rules! kind {
    ($material:literal; $s1:literal, $s2:literal; $($title:literal, $subtitle:literal, $text:literal;)+) => {
        $crate::demo::german::Kind {
            material: $material,
            shared: [$s1, $s2],
            items: [$(($title, $subtitle, $text)),+],
        }
    };
}
use kind;

/// In the order of the shop.
static SHELVES: [[Kind; 5]; 12] = [
    table::TABLE,
    kitchen::KITCHEN,
    table::TEA,
    kitchen::PANTRY,
    home::BATH,
    cloth::UPKEEP,
    desk::DESK,
    desk::BOOKS,
    home::LIGHT,
    cloth::CLOTH,
    garden::GARDEN,
    home::HOME,
];

/// What a product says in German: its texts by their fields, and what its options, their values and its properties are
/// called, by their English names.
pub(super) struct Words {
    pub texts: BTreeMap<String, String>,
    pub names: BTreeMap<String, String>,
}

pub(super) fn product(product: &DemoProduct) -> Words {
    let Place { shelf, kind, row, edition, maker } = place(product.number);
    let german = &SHELVES[shelf][kind];
    let (title, subtitle, text) = german.items[row];
    let title = if edition > 1 { format!("{title}, Auflage {edition}") } else { title.to_owned() };
    let mut description = String::from("<p>");
    escape(&mut description, text);
    description.push_str("</p><p>");
    escape(&mut description, &format!("{} {}", german.shared[row % 2], names::MAKERS[maker]));
    if edition > 1 {
        let like = " ist wie die vorigen, abgesehen von etwa einer Woche in der Werkstatt.";
        description.push_str(&format!(" Auflage {edition}{like}"));
    }
    description.push_str("</p>");
    let texts = [("title", title), ("subtitle", subtitle.to_owned()), ("description", description)];
    let options = product.options.iter().flat_map(|o| [o.name].into_iter().chain(o.values.iter().copied()));
    let attributes = product.attributes.iter().flat_map(|a| [a.name, a.value.as_str()]);
    let mut names: BTreeMap<String, String> = options
        .chain(attributes)
        .filter_map(|name| {
            names::word(name).filter(|german| german != name).map(|german| (name.to_owned(), german))
        })
        .collect();
    if let Some(material) = product.attributes.first() {
        names.insert(material.value.clone(), german.material.to_owned());
    }
    Words { texts: texts.map(|(field, text)| (field.to_owned(), text)).into(), names }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::catalogue::{HAND_MADE, catalogue};
    use super::*;

    #[test]
    fn every_product_is_said_in_german() {
        let mut titles = HashSet::new();
        for english in catalogue(HAND_MADE + 24) {
            let german = product(&english);
            let title = &german.texts["title"];
            assert!(titles.insert(title.clone()), "{title} twice");
            assert!(*title != english.title && !german.texts["subtitle"].is_empty(), "{title}");
            assert!(german.texts["description"].ends_with(".</p>"), "{title}");
            assert!(!german.texts["description"].contains(" & "), "{title}: not escaped");
        }
    }

    /// A name that nobody wrote down in German would stand in English on a German page.
    #[test]
    fn every_option_and_property_has_a_german_name() {
        let mut missing = HashSet::new();
        for english in catalogue(HAND_MADE) {
            let material = english.attributes[0].value.as_str();
            let options = english.options.iter().flat_map(|o| [o.name].into_iter().chain(o.values.iter().copied()));
            let attributes = english.attributes.iter().flat_map(|a| [a.name, a.value.as_str()]);
            let all = options.chain(attributes).filter(|name| *name != material);
            missing.extend(all.filter(|name| names::word(name).is_none()).map(str::to_owned));
        }
        assert!(missing.is_empty(), "{missing:?}");
    }
}
