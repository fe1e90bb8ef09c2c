//! From what people write to what is compared: folded words.
//!
//! Case and accents do not count; a German umlaut is found as `u` and as `ue`.

/// The most words of a question that count; more would only make it slower.
pub(crate) const MOST: usize = 6;
/// Longer words are cut: nobody types them to the end.
const LONGEST: usize = 40;

/// `Käse-Reibe` as `kase reibe`: for sort keys and for comparing whole titles.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in split(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&fold(word, false));
    }
    out
}

/// Every form under which the words of `text` are found.
pub(crate) fn forms(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in split(text) {
        for umlauts in [false, true] {
            let form = cut(fold(word, umlauts));
            if !form.is_empty() && !out.contains(&form) {
                out.push(form);
            }
        }
    }
    out
}

/// The words of a question, each once, longest first: the longest is found least often.
pub(crate) fn asked(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in split(text).map(|word| cut(fold(word, false))) {
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    words.truncate(MOST);
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words
}

/// A SKU or barcode as one word, without what stands between its parts.
pub(crate) fn joined(text: &str) -> String {
    cut(split(text).map(|word| fold(word, false)).collect())
}

/// `tidewater-pottery`: a brand as addresses write it.
pub(crate) fn slug(text: &str) -> String {
    folded(text).replace(' ', "-")
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

pub(crate) fn cut(word: String) -> String {
    match word.char_indices().nth(LONGEST) {
        Some((at, _)) => word[..at].to_owned(),
        None => word,
    }
}

pub(crate) fn fold(word: &str, umlauts: bool) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        let plain = match c {
            'ä' | 'ö' | 'ü' if umlauts => {
                out.push(plain(c));
                'e'
            }
            'ß' => {
                out.push('s');
                's'
            }
            'æ' => {
                out.push('a');
                'e'
            }
            'œ' => {
                out.push('o');
                'e'
            }
            // What is left of an accent that was written as a sign of its own.
            '\u{300}'..='\u{36f}' => continue,
            c => plain(c),
        };
        out.push(plain);
    }
    out
}

/// A letter without its accent.
fn plain(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ŕ' | 'ř' => 'r',
        'ś' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_signs_do_not_count() {
        assert_eq!(folded("  Käse-Reibe, groß!"), "kase reibe gross");
        assert_eq!(folded("Cafe\u{301} Œuvre"), "cafe oeuvre");
        assert_eq!(slug("Tidewater Pottery & Søn"), "tidewater-pottery-son");
        assert_eq!(folded("…"), "");
    }

    #[test]
    fn umlauts_are_found_both_ways() {
        assert_eq!(forms("Bürste bürste"), ["burste", "buerste"]);
        assert_eq!(asked("BUERSTE Käse"), ["buerste", "kase"]);
    }

    #[test]
    fn a_sku_is_one_word_and_a_question_is_bounded() {
        assert_eq!(joined("MUG-350/Moss"), "mug350moss");
        assert_eq!(asked("a bb ccc dddd eeeee ffffff ggggggg a").len(), MOST);
        assert_eq!(asked(&"x".repeat(500))[0].chars().count(), LONGEST);
    }
}
