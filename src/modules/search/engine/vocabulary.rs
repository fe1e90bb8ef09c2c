//! The words of a segment, without its numbers and codes, of which there are a hundred times as many: among them is looked
//! for what is near a word.
use levenshtein_automata::{DFA, Distance, SINK_STATE};

use super::EngineError;
use super::view::Part;

/// Words in order, one behind the other.
#[derive(Default)]
pub(crate) struct Vocabulary {
    text: String,
    /// Where each word ends, and in how many products it stands.
    words: Vec<(u32, u32)>,
}

impl Vocabulary {
    /// # Errors
    /// An index that cannot be read.
    pub fn of(part: &Part) -> Result<Self, EngineError> {
        let mut all = Self::default();
        let mut stream = part.all.terms().stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            if term.chars().all(char::is_alphabetic) {
                all.text.push_str(term);
                all.words.push((all.text.len() as u32, stream.value().doc_freq));
            }
        }
        all.text.shrink_to_fit();
        all.words.shrink_to_fit();
        Ok(all)
    }

    fn word(&self, at: usize) -> &str {
        let from = at.checked_sub(1).map_or(0, |before| self.words[before].0);
        self.text.get(from as usize..self.words[at].0 as usize).unwrap_or_default()
    }

    /// Each word that the automaton takes, with the number of its products. What begins as a word that it has given up
    /// is passed over.
    pub fn each_near(&self, automaton: &DFA, mut each: impl FnMut(&str, u32)) {
        // After each byte of the word before.
        let mut states = vec![automaton.initial_state()];
        let mut before: &[u8] = &[];
        let mut at = 0;
        while at < self.words.len() {
            let word = self.word(at);
            let bytes = word.as_bytes();
            let alike = bytes.iter().zip(before).take_while(|(a, b)| a == b).count().min(states.len() - 1);
            states.truncate(alike + 1);
            let mut state = states[alike];
            for byte in &bytes[alike..] {
                state = automaton.transition(state, *byte);
                if state == SINK_STATE {
                    break;
                }
                states.push(state);
            }
            before = bytes;
            if state == SINK_STATE {
                let begun = &bytes[..states.len().min(bytes.len())];
                at = self.behind(at, begun);
                continue;
            }
            if let Distance::Exact(_) = automaton.distance(state) {
                each(word, self.words[at].1);
            }
            at += 1;
        }
    }

    /// The first word behind this one that does not begin so.
    fn behind(&self, at: usize, begun: &[u8]) -> usize {
        let begins = |at: usize| self.word(at).as_bytes().starts_with(begun);
        // They are mostly few: in steps that double, then halved.
        let (mut last, mut step) = (at, 1);
        while last + step < self.words.len() && begins(last + step) {
            last += step;
            step *= 2;
        }
        while step > 0 {
            if last + step < self.words.len() && begins(last + step) {
                last += step;
            } else {
                step /= 2;
            }
        }
        last + 1
    }
}

#[cfg(test)]
mod tests {
    use levenshtein_automata::LevenshteinAutomatonBuilder;

    use super::*;
    use crate::engine::spelling::distance;

    #[test]
    fn what_is_near_is_found_whatever_lies_between() {
        let mut words: Vec<String> = Vec::new();
        for first in ["", "ca", "cam", "co", "m", "über", "z"] {
            for second in ["", "e", "er", "era", "ear", "mera", "ffee", "ug", "ugs", "größe"] {
                words.push(format!("{first}{second}"));
            }
        }
        words.sort_unstable();
        words.dedup();
        let mut all = Vocabulary::default();
        for (nth, word) in words.iter().enumerate() {
            all.text.push_str(word);
            all.words.push((all.text.len() as u32, nth as u32));
        }
        let builder = LevenshteinAutomatonBuilder::new(2, true);
        for word in ["camera", "caemra", "cofee", "mug", "größe", "ubergrösse", "quite-else"] {
            let mut found = Vec::new();
            all.each_near(&builder.build_dfa(word), |word, nth| found.push((word.to_owned(), nth)));
            let near = words.iter().enumerate().filter(|(_, own)| distance(word, own) <= 2);
            assert_eq!(found, near.map(|(nth, own)| (own.clone(), nth as u32)).collect::<Vec<_>>(), "{word}");
        }
        assert!(!words.is_empty());
    }
}
