//! What somebody may have meant by a word that no product has.
use std::collections::HashMap;
use std::sync::OnceLock;

use levenshtein_automata::LevenshteinAutomatonBuilder;
use tantivy::{DocSet, TERMINATED};

use super::text::Stems;
use super::view::View;

/// Of so many words the best is chosen with a look at where they stand together with the others.
const LOOKED_AT: usize = 24;

/// A word of the index that is near.
#[derive(Clone)]
pub(crate) struct Near {
    word: String,
    found: u64,
    titles: u64,
    score: f32,
}

/// For each word at the places `open` that can be read as another one: that one.
pub(crate) fn corrected(view: &View, stems: &Stems, words: &[String], open: &[usize]) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for at in open {
        let word = &words[*at];
        if word.chars().count() < 3 || !word.chars().all(char::is_alphabetic) {
            continue;
        }
        let others: Vec<String> = words
            .iter()
            .enumerate()
            .filter(|(other, _)| !open.contains(other))
            .map(|(_, word)| format!("~{}", stems.bare(word)))
            .collect();
        if let Some(best) = best(view, stems, word, &others) {
            out.push((*at, best));
        }
    }
    out
}

/// A neighbour of a known word must stand in so many times as many products, and in so many at least, to be offered.
const FAR_MORE: u64 = 20;
const MANY: u64 = 10;

/// A question of known words that find little, with those in place of which something far more frequent may be meant;
/// None when there is no such word.
pub(crate) fn meant(view: &View, stems: &Stems, words: &[String]) -> Option<String> {
    let mut read = words.to_vec();
    for at in 0..words.len() {
        let word = &words[at];
        let letters = word.chars().count();
        if letters < 4 || !word.chars().all(char::is_alphabetic) {
            continue;
        }
        let own = view.frequency(view.fields.all, word);
        let bare = stems.bare(word);
        let steps = if letters < 8 { 1 } else { 2 };
        let others: Vec<String> =
            words.iter().filter(|other| *other != word).map(|other| format!("~{}", stems.bare(other))).collect();
        let far_more = |near: &Near| {
            let stem = stems.bare(&near.word);
            near.found >= MANY
                && near.found >= FAR_MORE * own.max(1)
                && stem != bare
                && distance(word, &near.word) <= steps
                && others.iter().all(|other| together(view, &format!("~{stem}"), other) > 0)
        };
        let near = view.near.of(word, || near(view, word));
        let found = near.iter().filter(|near| far_more(near));
        let best = found.max_by(|a, b| a.score.total_cmp(&b.score).then_with(|| b.word.cmp(&a.word)));
        if let Some(best) = best {
            read[at].clone_from(&best.word);
        }
    }
    (read != words).then(|| read.join(" "))
}

fn best(view: &View, stems: &Stems, word: &str, others: &[String]) -> Option<String> {
    let mut near = view.near.of(word, || near(view, word)).to_vec();
    near.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.word.cmp(&b.word)));
    near.truncate(LOOKED_AT);
    for one in &mut near {
        let stem = format!("~{}", stems.bare(&one.word));
        for other in others {
            one.score += (1.0 + together(view, &stem, other) as f32).ln();
        }
    }
    near.into_iter()
        .max_by(|a, b| a.score.total_cmp(&b.score).then_with(|| b.word.cmp(&a.word)))
        .map(|best| best.word)
}

/// So many letters put in, left out, changed or swapped with their neighbour, 1 or 2.
fn steps(most: u8) -> &'static LevenshteinAutomatonBuilder {
    static ONE: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    static TWO: OnceLock<LevenshteinAutomatonBuilder> = OnceLock::new();
    let place = if most == 1 { &ONE } else { &TWO };
    place.get_or_init(|| LevenshteinAutomatonBuilder::new(most, true))
}

fn near(view: &View, word: &str) -> Vec<Near> {
    let letters = word.chars().count();
    let farthest = if letters <= 4 { 1 } else { 2 };
    let mut found: HashMap<String, u64> = HashMap::new();
    let automaton = steps(farthest).build_dfa(word);
    for part in &view.segments {
        let vocabulary = part.vocabulary();
        vocabulary.each_near(&automaton, |word, products| match found.get_mut(word) {
            Some(held) => *held += u64::from(products),
            None => drop(found.insert(word.to_owned(), u64::from(products))),
        });
    }
    let first = word.chars().next();
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        letters
    };
    let own = sorted(word);
    let title = view.fields.parts[super::Part::Title as usize];
    found
        .into_iter()
        .map(|(term, found)| {
            let titles = view.frequency(title, &term);
            let mut score = 0.5 * (1.0 + found as f32).ln() + 0.5 * (1.0 + titles as f32).ln();
            score -= 2.5 * distance(word, &term) as f32;
            if term.chars().next() != first {
                score -= 1.5;
            }
            // Letters doubled, swapped or left single: the most usual slips.
            if sorted(&term) == own {
                score += 1.0;
            }
            if term.chars().count() < 4 {
                score -= 1.0;
            }
            Near { word: term, found, titles, score }
        })
        .filter(|near| near.found > 0 || near.titles > 0)
        .collect()
}

/// In how many products two terms stand together, at most what fits a look.
fn together(view: &View, first: &str, second: &str) -> u64 {
    const ENOUGH: u64 = 2_000;
    let mut sum = 0;
    for segment in 0..view.segments.len() {
        let read = |term: &str| view.postings(segment, view.fields.all, term).ok().flatten();
        let (Some(mut a), Some(mut b)) = (read(first), read(second)) else { continue };
        let mut doc = a.doc();
        while doc != TERMINATED && sum < ENOUGH {
            let other = if b.doc() < doc { b.seek(doc) } else { b.doc() };
            if other == TERMINATED {
                break;
            }
            if other == doc {
                sum += 1;
                doc = a.advance();
            } else {
                doc = a.seek(other);
            }
        }
    }
    sum
}

/// Letters put in, left out, changed or swapped with their neighbour.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut now = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            now[j] = changed.min(last[j] + 1).min(now[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                now[j] = now[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, now);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_neighbours_is_one_step() {
        assert_eq!(distance("camera", "camera"), 0);
        assert_eq!(distance("camera", "caemra"), 1);
        assert_eq!(distance("cofee", "coffee"), 1);
        assert_eq!(distance("", "abc"), 3);
    }
}
