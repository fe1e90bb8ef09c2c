//! The door, and what is said when something is not there, not allowed, or broken.
use askama::Template;
use kernel::Context;

use super::Shell;

/// The sign-in page. Posts `email`, `password`, `next` and `_token` to `/admin/sign-in`.
#[derive(Template)]
#[template(path = "sign_in.html")]
pub struct SignInView {
    pub ctx: Context,
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
    /// What to quote to whoever reads the log.
    pub reference: Option<String>,
}

/// Why a page could not be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    NotFound,
    Forbidden,
    Failed,
}

impl Problem {
    fn title(self) -> &'static str {
        match self {
            Self::NotFound => "admin-not-found",
            Self::Forbidden => "admin-forbidden",
            Self::Failed => "admin-failed",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::NotFound => "admin-not-found-hint",
            Self::Forbidden => "admin-forbidden-hint",
            Self::Failed => "admin-failed-hint",
        }
    }
}
