//! Tags: what a page was made from, and since when that has changed.
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

/// Something pages are made from: `Tag::of("product", id)`. Two tags may share a number; then a change of the one
/// drops the pages of the other too, which costs time and never truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tag(u64);

impl Tag {
    /// A kind of thing as a whole: `Tag::all("category")`.
    pub fn all(kind: &str) -> Self {
        Self::of(kind, "")
    }
    pub fn of(kind: &str, what: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        kind.hash(&mut hasher);
        what.hash(&mut hasher);
        Self(hasher.finish())
    }
}

/// Half a megabyte: with thousands of tags in use, few share a slot, and it never grows.
const SLOTS: usize = 1 << 16;

/// One count of all changes; every tag remembers what it stood at when the tag last changed.
pub(super) struct Changes {
    so_far: AtomicU64,
    last: Box<[AtomicU64]>,
}

/// How many changes there had been when a page began to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Since(u64);

impl Changes {
    pub(super) fn new() -> Self {
        Self { so_far: AtomicU64::new(0), last: (0..SLOTS).map(|_| AtomicU64::new(0)).collect() }
    }

    /// To be read before the first query of a page: what changes later has a higher number.
    pub(super) fn so_far(&self) -> Since {
        Since(self.so_far.load(Ordering::SeqCst))
    }

    /// To be called after the change is committed: who reads the new count sees the new data.
    pub(super) fn note(&self, tag: Tag) {
        let number = self.so_far.fetch_add(1, Ordering::SeqCst) + 1;
        self.slot(tag).fetch_max(number, Ordering::SeqCst);
    }

    /// Whether nothing that bears one of `tags` changed after `since`.
    pub(super) fn none_after(&self, since: Since, tags: &[Tag]) -> bool {
        tags.iter().all(|tag| self.slot(*tag).load(Ordering::SeqCst) <= since.0)
    }

    fn slot(&self, tag: Tag) -> &AtomicU64 {
        &self.last[tag.0 as usize % SLOTS]
    }
}
