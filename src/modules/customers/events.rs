//! What other rooms hear of accounts: ids only. Who somebody is, is read when it is needed, and can be erased.
use ::events::Event;
use kernel::kinds::{CustomerId, LetterId, NoticeId};
use serde::{Deserialize, Serialize};

use crate::Purpose;

/// A mail about an account is to be written.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct LetterDue {
    pub letter: LetterId,
    pub purpose: Purpose,
}

/// A mail about a sold-out variant is to be written.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct NoticeDue {
    pub notice: NoticeId,
    /// Whether it asks a guest to confirm; otherwise it says that the variant is back.
    pub confirm: bool,
    pub version: i64,
}

/// Somebody left. Whoever keeps something by their account lets go of it.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct AccountErased {
    pub account: CustomerId,
    pub version: i64,
}

impl Event for LetterDue {
    const TYPE: &'static str = "customers.letter_due";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        self.letter.to_string()
    }
    fn version(&self) -> i64 {
        1
    }
}

impl Event for NoticeDue {
    const TYPE: &'static str = "customers.notice_due";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        self.notice.to_string()
    }
    fn version(&self) -> i64 {
        self.version
    }
}

impl Event for AccountErased {
    const TYPE: &'static str = "customers.account_erased";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        self.account.to_string()
    }
    fn version(&self) -> i64 {
        self.version
    }
}
