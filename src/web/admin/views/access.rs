//! The door, and what is said when something is not there, not allowed, or broken.
use askama::Template;
use kernel::Context;

use super::Shell;

/// The sign-in page. Posts `email`, `password`, `next` and `_token` to `/admin/sign-in`.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub struct SignInView {
    pub ctx: Context,
    pub theme: kit::Theme,
    pub error: Option<SignInError>,
    /// What was typed last time.
    pub email: String,
    pub token: String,
    /// The path to go on to, inside `/admin`.
    pub next: String,
}

/// Why nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInError {
    /// Address and password do not belong together; which of them is wrong is not told.
    Wrong,
    /// Too many tries; wait.
    TooMany,
    /// The form was too old, or not ours.
    Expired,
}

impl SignInError {
    fn key(self) -> &'static str {
        match self {
            Self::Wrong => "admin-sign-in-wrong",
            Self::TooMany => "admin-sign-in-too-many",
            Self::Expired => "admin-sign-in-expired",
        }
    }
}

/// A page that could not be shown.
#[derive(Template)]
#[template(path = "problem.html")]
pub struct ProblemView {
    pub shell: Shell,
    pub problem: Problem,
    /// A sentence that says more than the usual hint.
    pub told: Option<String>,
    /// What to quote to whoever reads the log.
    pub reference: Option<String>,
}

/// The same for whom we do not know: no navigation, nothing of the shop's.
#[derive(Template)]
#[template(path = "door_problem.html")]
pub struct DoorProblemView {
    pub ctx: Context,
    pub theme: kit::Theme,
    pub problem: Problem,
    pub told: Option<String>,
    pub reference: Option<String>,
}

/// Why a page could not be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    NotFound,
    Forbidden,
    /// The session ended while the page was open.
    SignedOut,
    /// The form was too old, or not ours.
    Expired,
    TooMany,
    /// What was sent cannot be taken.
    Refused,
    Failed,
}

impl Problem {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::NotFound => "admin-not-found",
            Self::Forbidden => "admin-forbidden",
            Self::SignedOut => "admin-signed-out",
            Self::Expired => "admin-expired",
            Self::TooMany => "admin-too-many",
            Self::Refused => "admin-refused",
            Self::Failed => "admin-failed",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::NotFound => "admin-not-found-hint",
            Self::Forbidden => "admin-forbidden-hint",
            Self::SignedOut => "admin-signed-out-hint",
            Self::Expired => "admin-expired-hint",
            Self::TooMany => "admin-too-many-hint",
            Self::Refused => "admin-refused-hint",
            Self::Failed => "admin-failed-hint",
        }
    }
}
