//! Kernel: the words every room speaks, and no business.
//!
//! Money, typed ids, the clock, the request's [`Context`], texts, paging, and who is acting.
//! Owns no table, calls nobody.
mod actor;
mod breach;
mod clock;
mod context;
mod day;
mod fault;
mod flags;
mod id;
mod kept;
mod money;
mod page;
mod texts;

pub use actor::{Actor, ActorKind, Claim, Correlation, Forbidden};
pub use breach::Breach;
pub use clock::{Clock, Micros};
pub use context::{Context, TaxMode, TaxRounding};
pub use day::{Day, DayError};
pub use fault::{Coded, Fault};
pub use flags::Flags;
pub use id::{Id, IdError, Kind, kinds, random_token, token_hash};
pub use kept::{Kept, Ticket};
pub use money::{BasisPoints, Currency, Money, MoneyError, Rounding, split, split_within};
pub use page::Page;
pub use texts::{Arg, Texts, TextsError};
