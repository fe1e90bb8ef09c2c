//! How a long piece of work says how far it is.

/// Whoever shows it: the command line draws a bar.
///
/// Calls come from several threads, and `begin … end` never overlap.
pub trait Progress: Sync {
    /// A stretch of work begins: `total` units of it, 0 when nobody knows.
    fn begin(&self, label: &str, total: u64);
    /// So many more units are done.
    fn step(&self, n: u64);
    /// The stretch is over.
    fn end(&self);
}

/// Says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &str, _: u64) {}
    fn step(&self, _: u64) {}
    fn end(&self) {}
}
