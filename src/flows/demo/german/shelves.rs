//! What the demo's shelves are called in German.
use std::collections::BTreeMap;

/// Slug, title, one sentence.
const SHELVES: [(&str, &str, &str); 12] = [
    ("table", "Tisch", "Teller, Schalen und Becher für die Mahlzeiten jedes Tages."),
    ("kitchen", "Küche", "Pfannen, Bretter und Löffel, die durch Gebrauch besser werden."),
    ("tea-coffee", "Tee & Kaffee", "Alles zwischen kaltem Kessel und warmer Tasse."),
    ("pantry", "Vorrat", "Kleine Mengen aus Obstgärten, Mühlen und einer geduldigen Küche."),
    ("bath", "Bad", "Seife, Leinen und kleine Annehmlichkeiten für den kürzesten Raum im Haus."),
    ("upkeep", "Pflege", "Zum Waschen, Fegen und Flicken von dem, was schon da ist."),
    ("desk", "Schreibtisch", "Papier, Stifte und was sie an ihrem Platz hält."),
    ("books-prints", "Bücher & Drucke", "Nützliche Bücher, stille Bilder und Karten für Orte in der Nähe."),
    ("light", "Licht", "Lampen und Flammen zum Lesen, zum Essen und für die Treppe."),
    ("wool-linen", "Wolle & Leinen", "Langsam gewebt, oft getragen, öfter gewaschen als gedacht."),
    ("garden", "Garten", "Werkzeug, Samen und Töpfe für Feld, Hof oder ein einziges Fensterbrett."),
    ("home", "Wohnen", "Dinge, die andere Dinge halten, und eine Uhr, die sagt, wie lange."),
];

/// The texts of a shelf, by their fields; none for one that is not the demo's.
pub(in crate::demo) fn shelf(slug: &str) -> Option<BTreeMap<String, String>> {
    let (_, title, intro) = SHELVES.iter().find(|(s, ..)| *s == slug)?;
    Some([("title", *title), ("intro", *intro)].map(|(k, v)| (k.to_owned(), v.to_owned())).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shelf_has_a_german_name() {
        for category in super::super::super::catalogue::categories() {
            assert!(shelf(category.slug).is_some(), "{}", category.slug);
        }
    }
}
