//! What is shown when a page cannot be.
use actix_web::http::StatusCode;
use askama::Template;
use futures_util::future::LocalBoxFuture;
use kit::{Failure, Pages, Told};

use crate::ToShip;
use crate::desk::shell;
use crate::pages::sign_in;
use crate::views::{DoorProblemView, Problem, ProblemView, Section, Shell, SignInError};

/// The error pages of everything below `/admin`: `site.with_pages("/admin", …)`.
pub struct AdminPages {
    to_ship: ToShip,
    keeps_mail: bool,
}

impl AdminPages {
    /// `keeps_mail`: nobody gets any mail, which every page says.
    pub fn new(to_ship: ToShip, keeps_mail: bool) -> Self {
        Self { to_ship, keeps_mail }
    }

    async fn render(&self, told: Told<'_>) -> Result<String, Failure> {
        let (problem, failure) = (problem_of(told.failure), told.failure);
        if told.path == sign_in::PATH && problem == Problem::TooMany {
            let view = sign_in::view(told.visit, Some(SignInError::TooMany), String::new(), "");
            return view.render().map_err(Failure::ours);
        }
        let more = (problem == Problem::Refused).then(|| failure.message.clone());
        let reference = failure.correlation.as_ref().filter(|_| problem == Problem::Failed).map(|c| c.0.clone());
        match told.staff {
            Some(staff) => {
                // The page is about something else that went wrong: without the count it still serves.
                let to_ship = self.to_ship.count(&staff.actor).await.unwrap_or_default();
                let title = staff.ctx.texts.t(problem.title());
                let keeps_mail = self.keeps_mail;
                let shell = Shell { keeps_mail, ..shell(staff, to_ship, Section::Elsewhere, title) };
                ProblemView { shell, problem, told: more, reference }.render()
            }
            None => {
                let (ctx, theme) = (told.visit.ctx.clone(), told.visit.theme);
                DoorProblemView { ctx, theme, problem, told: more, reference }.render()
            }
        }
        .map_err(Failure::ours)
    }
}

impl Pages for AdminPages {
    fn page<'a>(&'a self, told: Told<'a>) -> LocalBoxFuture<'a, Result<String, Failure>> {
        Box::pin(self.render(told))
    }
}

fn problem_of(failure: &Failure) -> Problem {
    match failure.status {
        _ if is_form(failure) => Problem::Expired,
        StatusCode::NOT_FOUND => Problem::NotFound,
        StatusCode::FORBIDDEN => Problem::Forbidden,
        StatusCode::UNAUTHORIZED => Problem::SignedOut,
        StatusCode::TOO_MANY_REQUESTS => Problem::TooMany,
        status if status.is_client_error() => Problem::Refused,
        _ => Problem::Failed,
    }
}

/// Whether the form's token was not good.
pub(crate) fn is_form(failure: &Failure) -> bool {
    matches!(failure.code, "form_expired" | "form_foreign")
}
