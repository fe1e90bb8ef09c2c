//! From what somebody typed to what is looked up.
use std::collections::{HashMap, HashSet};

use super::score::Weights;
use super::spelling;
use super::text::{self, Stems, Tongue};
use super::thesaurus::{self, Synonyms};
use super::view::View;
use crate::words;

/// The most words of a question that count; more would only make it slower.
const MOST: usize = 10;
/// A beginning stands for so many words at most, the most frequent ones.
const CONTINUATIONS: usize = 24;

/// What a shop's keepers set.
pub(crate) struct Rules {
    /// A shop's own synonyms.
    pub own: Synonyms,
    pub common: Synonyms,
    /// By question, folded: what stands first.
    pub pins: HashMap<String, Vec<[u8; 16]>>,
    /// By product: how much more it counts, 1.0 is as much.
    pub products: HashMap<[u8; 16], f32>,
    /// By number of a brand.
    pub brands: HashMap<u64, f32>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            own: Synonyms::new(),
            common: thesaurus::common(&Stems::new()),
            pins: HashMap::new(),
            products: HashMap::new(),
            brands: HashMap::new(),
        }
    }
}

/// Where a term is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    /// In every part.
    Parts,
    /// Side by side in a title.
    Pair,
}

/// One way to find a word.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub place: Place,
    pub term: String,
    pub weight: f32,
}

/// One word of a question, with everything that may stand for it.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub ways: Vec<Way>,
    /// How much it tells: the rarer, the more.
    pub idf: f32,
    pub small: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Question {
    pub slots: Vec<Slot>,
    /// Words side by side, as the pairs of titles are written.
    pub pairs: Vec<String>,
    /// What the question is about: its last word.
    pub heads: Vec<String>,
    /// All of it as one code.
    pub code: String,
    /// How it was read, when a word of it is unknown.
    pub read_as: Option<String>,
    pub words: Vec<String>,
    /// Whether it asks for what belongs to a thing.
    pub for_accessory: bool,
}

struct Making<'a> {
    view: &'a View,
    stems: &'a Stems,
    weights: &'a Weights,
    rules: &'a Rules,
}

/// `typing`: the last word may still go on.
pub(crate) fn question(
    view: &View,
    stems: &Stems,
    weights: &Weights,
    rules: &Rules,
    typed: &str,
    typing: bool,
) -> Question {
    let made = Making { view, stems, weights, rules };
    let mut words = text::split(typed);
    words.truncate(MOST);
    let code = words::joined(typed);
    let known: Vec<bool> = words.iter().map(|word| made.is_known(word)).collect();
    let continued: Vec<Vec<String>> = (0..words.len())
        .map(|at| {
            let last = at + 1 == words.len();
            match known[at] && !(typing && last) {
                true => Vec::new(),
                false => view.continued.of(&words[at], || made.continuations(&words[at])).to_vec(),
            }
        })
        .collect();
    let whole_code =
        made.view.frequency(made.view.fields.parts[super::Part::Codes as usize], &format!("={code}")) > 0;
    let mut read_as = None;
    if !whole_code {
        let open: Vec<usize> =
            (0..words.len()).filter(|at| !known[*at] && (!typing || continued[*at].is_empty())).collect();
        for (at, word) in spelling::corrected(view, stems, &words, &open) {
            words[at] = word;
            read_as = Some(());
        }
    }
    let read_as = read_as.map(|()| words.join(" "));
    let mut out = Question { code, read_as, words: words.clone(), ..Question::default() };
    out.for_accessory = words.iter().any(|word| text::is_accessory(word));
    let bare: Vec<String> = words.iter().map(|word| stems.bare(word)).collect();
    let mut groups: Vec<Vec<Vec<Way>>> = words.iter().map(|word| vec![made.forms(word, 1.0)]).collect();
    for (at, continued) in continued.iter().enumerate() {
        groups[at].extend(continued.iter().map(|word| vec![made.way(word.clone(), weights.prefix)]));
    }
    for at in 0..words.len() {
        for (synonym, weight) in made.synonyms(&bare[at]) {
            groups[at].push(made.phrase(&synonym, weight));
        }
        if let Some(pair) = made.taken_apart(&words[at]) {
            groups[at].push(vec![Way { place: Place::Pair, term: pair, weight: 1.0 }]);
        }
        if at + 1 == words.len() {
            continue;
        }
        let pair = format!("{}_{}", bare[at], bare[at + 1]);
        let mut both: Vec<Vec<Way>> =
            made.synonyms(&pair).into_iter().map(|(synonym, weight)| made.phrase(&synonym, weight)).collect();
        both.extend(made.put_together(&words[at], &words[at + 1], &pair));
        groups[at].extend(both.iter().cloned());
        groups[at + 1].extend(both);
        if !text::is_small(&words[at]) || !text::is_small(&words[at + 1]) {
            out.pairs.push(pair);
        }
    }
    let all_small = words.iter().all(|word| text::is_small(word));
    let mut seen = HashSet::new();
    for (at, groups) in groups.into_iter().enumerate() {
        if seen.insert(words[at].clone()) {
            let small = !all_small && text::is_small(&words[at]);
            out.slots.push(made.slot(groups, small));
        }
    }
    if let (Some(last), Some(word)) = (bare.last(), words.last()) {
        out.heads.push(last.clone());
        let joined = words.len().checked_sub(2).map(|at| stems.bare(&format!("{}{word}", words[at])));
        out.heads.extend(joined);
        out.heads
            .extend(made.synonyms(last).into_iter().filter(|(s, _)| !s.contains('_')).map(|(s, _)| stems.bare(&s)));
    }
    out
}

impl Making<'_> {
    fn all(&self, term: &str) -> u64 {
        self.view.frequency(self.view.fields.all, term)
    }

    fn pair(&self, pair: &str) -> u64 {
        self.view.frequency(self.view.fields.pair, pair)
    }

    fn is_known(&self, word: &str) -> bool {
        self.all(word) > 0
            || self.all(&self.stems.term(word, Tongue::English)) > 0
            || self.all(&self.stems.term(word, Tongue::German)) > 0
    }

    fn way(&self, term: String, weight: f32) -> Way {
        Way { place: Place::Parts, term, weight }
    }

    /// A word itself and what has its stem.
    fn forms(&self, word: &str, weight: f32) -> Vec<Way> {
        let stem = weight * self.weights.stem;
        vec![
            self.way(word.to_owned(), weight),
            self.way(self.stems.term(word, Tongue::English), stem),
            self.way(self.stems.term(word, Tongue::German), stem),
        ]
    }

    /// A synonym: one word in all its forms, or two side by side.
    fn phrase(&self, synonym: &str, weight: f32) -> Vec<Way> {
        let bare: Vec<String> = synonym.split('_').map(|word| self.stems.bare(word)).collect();
        match bare.as_slice() {
            [_] => self.forms(synonym, weight),
            [first, second, ..] => vec![Way { place: Place::Pair, term: format!("{first}_{second}"), weight }],
            [] => Vec::new(),
        }
    }

    fn synonyms(&self, key: &str) -> Vec<(String, f32)> {
        let own = self.rules.own.get(key).into_iter().flatten().map(|s| (s.clone(), self.weights.own_synonym));
        let common = self.rules.common.get(key).into_iter().flatten();
        own.chain(common.map(|s| (s.clone(), self.weights.synonym))).collect()
    }

    /// `head set` is `headset`, where that is how it is written.
    fn put_together(&self, first: &str, second: &str, pair: &str) -> Option<Vec<Way>> {
        if !first.chars().chain(second.chars()).all(char::is_alphabetic) {
            return None;
        }
        let joined = format!("{first}{second}");
        let stem = self.stems.term(&joined, Tongue::English);
        let found = self.all(&joined).max(self.all(&stem));
        (found > 0 && found >= self.pair(pair)).then(|| self.forms(&joined, 1.0))
    }

    /// `videogame` is `video game`, where that is how it is written.
    fn taken_apart(&self, word: &str) -> Option<String> {
        if word.chars().count() < 6 || !word.chars().all(char::is_alphabetic) {
            return None;
        }
        let found = self.all(word).max(self.all(&self.stems.term(word, Tongue::English)));
        let cuts = word.char_indices().skip(3).map(|(at, _)| at).filter(|at| word[*at..].chars().count() >= 3);
        let best = cuts
            .map(|at| format!("{}_{}", self.stems.bare(&word[..at]), self.stems.bare(&word[at..])))
            .map(|pair| (self.pair(&pair), pair))
            .max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1)))?;
        (best.0 > 0 && 2 * best.0 > found).then_some(best.1)
    }

    /// Words that begin with this one, the most frequent first.
    fn continuations(&self, word: &str) -> Vec<String> {
        if word.chars().count() < 2 {
            return Vec::new();
        }
        let mut found: HashMap<String, u64> = HashMap::new();
        let end = format!("{word}\u{10ffff}");
        for part in &self.view.segments {
            let Ok(mut stream) = part.all.terms().range().ge(word).lt(&end).into_stream() else { continue };
            let mut looked = 0;
            while stream.advance() && looked < 2_000 {
                looked += 1;
                if let Ok(term) = std::str::from_utf8(stream.key()) {
                    *found.entry(term.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                }
            }
        }
        found.remove(word);
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found.truncate(CONTINUATIONS);
        found.into_iter().map(|(word, _)| word).collect()
    }

    fn slot(&self, groups: Vec<Vec<Way>>, small: bool) -> Slot {
        let docs = self.view.docs.max(1);
        let frequency = |way: &Way| match way.place {
            Place::Parts => self.all(&way.term),
            Place::Pair => self.pair(&way.term),
        };
        let mut total = 0;
        let mut ways: Vec<Way> = Vec::new();
        for group in groups {
            let mut most = 0;
            for way in group {
                let found = frequency(&way);
                most = most.max(found);
                if found > 0 && !ways.iter().any(|held| held.term == way.term && held.place == way.place) {
                    ways.push(way);
                }
            }
            total += most;
        }
        let found = total.min(docs) as f32;
        let idf = (1.0 + (docs as f32 - found + 0.5) / (found + 0.5)).ln();
        Slot { ways, idf: if small { idf * self.weights.small } else { idf }, small }
    }
}
