//! How rooms tell what went wrong, without knowing the web.

/// What kind of wrong it is: one table in the web turns it into a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What was asked about does not exist, or not for this asker.
    NotFound,
    /// What was told cannot be understood or is out of bounds.
    Invalid,
    /// It does not fit the state things are in; asking anew may.
    Conflict,
    /// The asker may not.
    Forbidden,
    /// The asker must say who they are first.
    Unauthenticated,
    /// Too often; wait.
    TooMany,
    /// A passing trouble of ours: try again.
    Passing,
    /// A defect.
    Ours,
}

/// An error that may be shown: its `Display` is a sentence that says what to do.
pub trait Coded: std::fmt::Display {
    /// Stable, for programs: `out_of_stock`.
    fn code(&self) -> &'static str;
    fn fault(&self) -> Fault;
}
