//! How well products fit a question: BM25 in each part, the best part first, in windows of documents.
use std::cell::RefCell;

use tantivy::postings::Postings;
use tantivy::postings::SegmentPostings;
use tantivy::{DocId, DocSet, TERMINATED};

use super::question::{Place, Question};
use super::view::{Part, View};
use super::{EngineError, PARTS, Part as Kind};

/// What the parts of a fit count. Found on public relevance judgements of two catalogues; no question has its own.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    pub part: [f32; PARTS],
    /// How much a long text counts less, from 0 to 1.
    pub length: [f32; PARTS],
    /// How soon a word that stands again and again counts no more.
    pub k1: f32,
    /// What the other parts add to the best one.
    pub rest: f32,
    /// The power by which missing words count.
    pub missing: f32,
    /// For words that stand side by side in title as in the question.
    pub pair: f32,
    /// For a title that is about the question's last word.
    pub head: f32,
    /// What a title counts that is about an accessory, for a question that is not.
    pub accessory: f32,
    /// A form of a word against the word itself.
    pub stem: f32,
    pub synonym: f32,
    pub own_synonym: f32,
    pub prefix: f32,
    /// What a small word's rarity is multiplied with.
    pub small: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            part: [1.2, 0.6, 0.6, 1.2, 0.5, 0.35, 1.0],
            length: [0.7, 0.2, 0.3, 0.75, 0.75, 0.75, 0.0],
            k1: 1.2,
            rest: 0.05,
            missing: 2.0,
            pair: 0.1,
            head: 0.2,
            accessory: 0.85,
            stem: 0.8,
            synonym: 0.4,
            own_synonym: 0.9,
            prefix: 0.6,
            small: 0.1,
        }
    }
}

/// One product that has some of the words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub segment: u32,
    pub doc: DocId,
    pub score: f32,
    /// Which words of the question it has, a bit a word.
    pub has: u16,
    /// Its SKU or barcode is the question.
    pub code: bool,
}

const WINDOW: usize = 4_096;

/// Memory of a thread that looks: kept, so that a question allocates next to nothing.
struct Room {
    sums: Vec<[f32; PARTS]>,
    fits: Vec<f32>,
    has: Vec<u16>,
    pairs: Vec<u8>,
    head: Vec<bool>,
    accessory: Vec<bool>,
    touched: Vec<u16>,
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::new(Room {
        sums: vec![[0.0; PARTS]; WINDOW],
        fits: vec![0.0; WINDOW],
        has: vec![0; WINDOW],
        pairs: vec![0; WINDOW],
        head: vec![false; WINDOW],
        accessory: vec![false; WINDOW],
        touched: Vec::with_capacity(WINDOW),
    });
}

/// Where a way stands in its segment.
struct Cursor {
    weight: f32,
    postings: SegmentPostings,
}

/// The cursors of one word in one part.
struct Lane {
    slot: usize,
    part: usize,
    cursors: Vec<Cursor>,
}

pub(crate) fn matches(view: &View, weights: &Weights, question: &Question) -> Result<Vec<Match>, EngineError> {
    let mut out = Vec::new();
    let scale = view.scale.get_or_init(|| scale(view, weights));
    for (number, segment) in view.segments.iter().enumerate() {
        ROOM.with_borrow_mut(|room| look(view, segment, number as u32, weights, question, scale, room, &mut out))?;
    }
    Ok(out)
}

fn scale(view: &View, weights: &Weights) -> Vec<[f32; 256]> {
    let of = |part: usize| {
        std::array::from_fn(|id| {
            let length = tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id as u8) as f32;
            let b = weights.length[part];
            weights.k1 * (1.0 - b + b * length / view.average[part])
        })
    };
    (0..PARTS).map(of).collect()
}

fn lanes(view: &View, segment: usize, question: &Question) -> Result<Vec<Lane>, EngineError> {
    let mut lanes = Vec::new();
    for (slot, words) in question.slots.iter().enumerate() {
        for part in 0..PARTS {
            let mut cursors = Vec::new();
            for way in &words.ways {
                let postings = match way.place {
                    Place::Parts => view.postings(segment, view.fields.parts[part], &way.term)?,
                    Place::Pair if part == Kind::Title as usize => {
                        view.postings(segment, view.fields.pair, &way.term)?
                    }
                    Place::Pair => None,
                };
                cursors.extend(postings.map(|postings| Cursor { weight: way.weight, postings }));
            }
            if !cursors.is_empty() {
                lanes.push(Lane { slot, part, cursors });
            }
        }
    }
    Ok(lanes)
}

#[expect(clippy::too_many_arguments, reason = "one loop over one segment")]
fn look(
    view: &View,
    segment: &Part,
    number: u32,
    weights: &Weights,
    question: &Question,
    scale: &[[f32; 256]],
    room: &mut Room,
    out: &mut Vec<Match>,
) -> Result<(), EngineError> {
    let postings = |field, term: &str| view.postings(number as usize, field, term);
    let mut lanes = lanes(view, number as usize, question)?;
    let mut code = postings(view.fields.parts[Kind::Codes as usize], &format!("={}", question.code))?;
    let mut pairs = Vec::new();
    for pair in &question.pairs {
        pairs.extend(postings(view.fields.pair, pair)?);
    }
    let mut heads = Vec::new();
    for head in &question.heads {
        heads.extend(postings(view.fields.head, head)?);
    }
    let mut accessory = match question.for_accessory {
        true => None,
        false => postings(view.fields.head, super::schema::ACCESSORY)?,
    };
    let mut shares = Shares::of(question, weights);
    let apart = question.pairs.len().max(1) as f32;
    loop {
        let next = lanes.iter().flat_map(|lane| lane.cursors.iter().map(|c| c.postings.doc())).min();
        let next = next.unwrap_or(TERMINATED).min(code.as_ref().map_or(TERMINATED, |code| code.doc()));
        if next == TERMINATED {
            return Ok(());
        }
        let base = next;
        let end = base.saturating_add(WINDOW as u32);
        for lane in &mut lanes {
            let norms = segment.norms[lane.part].as_ref();
            let scale = &scale[lane.part];
            for cursor in &mut lane.cursors {
                let mut doc = cursor.postings.doc();
                while doc < end {
                    let at = (doc - base) as usize;
                    let frequency = cursor.postings.term_freq() as f32;
                    let length = norms.map_or(0, |norms| norms.fieldnorm_id(doc));
                    let fit = cursor.weight * frequency / (frequency + scale[usize::from(length)]);
                    if room.fits[at] == 0.0 {
                        room.touched.push(at as u16);
                    }
                    room.fits[at] = room.fits[at].max(fit);
                    doc = cursor.postings.advance();
                }
            }
            let idf = question.slots[lane.slot].idf * weights.part[lane.part] * (weights.k1 + 1.0);
            for at in room.touched.drain(..).map(usize::from) {
                let fit = idf * std::mem::take(&mut room.fits[at]);
                room.sums[at][lane.part] += fit;
                room.has[at] |= 1 << lane.slot;
            }
        }
        let each = |postings: &mut SegmentPostings, mark: &mut dyn FnMut(usize)| {
            let mut doc = if postings.doc() < base { postings.seek(base) } else { postings.doc() };
            while doc < end {
                mark((doc - base) as usize);
                doc = postings.advance();
            }
        };
        pairs.iter_mut().for_each(|pair| each(pair, &mut |at| room.pairs[at] += 1));
        heads.iter_mut().for_each(|head| each(head, &mut |at| room.head[at] = true));
        accessory.iter_mut().for_each(|own| each(own, &mut |at| room.accessory[at] = true));
        code.iter_mut().for_each(|code| each(code, &mut |at| room.has[at] |= CODE));

        for at in 0..WINDOW {
            let has = std::mem::take(&mut room.has[at]);
            if has == 0 {
                continue;
            }
            let sums = std::mem::take(&mut room.sums[at]);
            let doc = base + at as u32;
            if !segment.alive(doc) {
                continue;
            }
            let (has, code) = (has & !CODE, has & CODE != 0);
            let best = sums.iter().copied().fold(0.0, f32::max);
            let sum: f32 = sums.iter().sum();
            let mut score = (best + weights.rest * (sum - best)) * shares.of_bits(has);
            score *= 1.0
                + weights.pair * f32::from(room.pairs[at]) / apart
                + if room.head[at] { weights.head } else { 0.0 };
            if room.accessory[at] {
                score *= weights.accessory;
            }
            out.push(Match { segment: number, doc, score, has, code });
        }
        room.pairs.fill(0);
        room.head.fill(false);
        room.accessory.fill(false);
    }
}

/// Stands among the words that a product has, for a SKU or barcode that is the question.
const CODE: u16 = 1 << 15;

/// What words count by how much they tell, a number for every set of them that was found.
struct Shares<'a> {
    question: &'a Question,
    missing: f32,
    whole: f32,
    known: Vec<(u16, f32)>,
}

impl<'a> Shares<'a> {
    fn of(question: &'a Question, weights: &Weights) -> Self {
        let whole = question.slots.iter().map(|slot| slot.idf).sum();
        Self { question, missing: weights.missing, whole, known: Vec::new() }
    }

    fn of_bits(&mut self, bits: u16) -> f32 {
        if let Some((_, share)) = self.known.iter().find(|(known, _)| *known == bits) {
            return *share;
        }
        let slots = self.question.slots.iter().enumerate();
        let found: f32 = slots.filter(|(n, _)| bits & (1 << n) != 0).map(|(_, slot)| slot.idf).sum();
        let share = if self.whole > 0.0 { found / self.whole } else { 1.0 };
        let share = share.powf(self.missing);
        self.known.push((bits, share));
        share
    }
}
