//! Names that mean the same thing in most shops; a shop's own come on top of these, and count for more.
//!
//! A line is a group. Two words with `_` between them stand side by side.
use std::collections::HashMap;

use super::text::{self, Stems};

const GROUPS: &str = "
laptop notebook
tv television
smartphone mobile_phone cell_phone cellphone
earphone headphone earbud
flash_drive usb_stick thumb_drive
hdd hard_drive hard_disk
ssd solid_state
ps3 playstation_3
ps4 playstation_4
ps5 playstation_5
flashlight torch
fridge refrigerator
sofa couch
sneaker trainer
handbag purse
bicycle bike
pants trousers
vacuum hoover
photo picture
faucet tap
stroller pushchair pram
drapes curtain
rug carpet
diaper nappy
sweater jumper pullover
cot crib
wrench spanner
eyeglass spectacle
jewelry jewellery
duvet comforter
handy mobiltelefon smartphone
fernseher tv
kuhlschrank fridge
fahrrad rad
kopfhorer headphone
sofa couch
becher tasse
stuhl sessel
";

/// What may stand for a phrase: bare words, joined by `_`.
pub(crate) type Synonyms = HashMap<String, Vec<String>>;

/// A phrase as a key: bare words, joined.
pub(crate) fn key(stems: &Stems, phrase: &str) -> String {
    text::split(&phrase.replace('_', " ")).iter().map(|word| stems.bare(word)).collect::<Vec<_>>().join("_")
}

/// Adds a group: each of its phrases finds the others.
pub(crate) fn add(synonyms: &mut Synonyms, stems: &Stems, group: &[&str]) {
    for own in group {
        let held = synonyms.entry(key(stems, own)).or_default();
        for other in
            group.iter().filter(|other| *other != own).map(|other| text::split(&other.replace('_', " ")).join("_"))
        {
            if !held.contains(&other) {
                held.push(other);
            }
        }
    }
}

pub(crate) fn common(stems: &Stems) -> Synonyms {
    let mut synonyms = Synonyms::new();
    for group in GROUPS.lines() {
        add(&mut synonyms, stems, &group.split_whitespace().collect::<Vec<_>>());
    }
    synonyms
}
