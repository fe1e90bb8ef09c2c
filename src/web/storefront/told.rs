//! What shoppers see when there is nothing, or when something went wrong.
use std::sync::Arc;

use actix_web::http::StatusCode;
use futures_util::future::LocalBoxFuture;
use kernel::Texts;
use kit::{Failure, NOT_OPEN_YET, Pages, Told};

use crate::parts::{html, plain_frame};
use crate::views::{ClosedView, ErrorView, NotFoundView};
use crate::{Rooms, wording};

/// The storefront's error pages, for [`kit::Site::with_pages`] under `""`.
pub struct StorefrontPages(Arc<Rooms>);

impl StorefrontPages {
    pub fn new(rooms: Arc<Rooms>) -> Self {
        Self(rooms)
    }
}

impl Pages for StorefrontPages {
    fn page<'a>(&'a self, told: Told<'a>) -> LocalBoxFuture<'a, Result<String, Failure>> {
        Box::pin(async move {
            let texts = &told.visit.ctx.texts;
            if told.failure.code == NOT_OPEN_YET {
                let profile = &told.visit.setup.profile;
                return html(&ClosedView {
                    frame: plain_frame(told.visit, &[], texts.t("closed-title"), &told.visit.here),
                    motto: profile.motto.clone(),
                    email: profile.email.clone(),
                });
            }
            // When the database is what failed, the page does without its navigation.
            let tree = wording::tree(told.visit, &self.0).await.unwrap_or_default();
            if told.failure.status == StatusCode::NOT_FOUND {
                let frame = plain_frame(told.visit, &tree, texts.t("notfound-title"), &told.visit.here);
                return html(&NotFoundView { frame });
            }
            let title = texts.t(title(told.failure.status));
            html(&ErrorView {
                frame: plain_frame(told.visit, &tree, title, &told.visit.here),
                status: told.failure.status.as_u16(),
                title: title.to_owned(),
                message: message(texts, told.failure),
                correlation: told.failure.correlation.as_ref().map(|c| c.0.clone()).unwrap_or_default(),
            })
        })
    }
}

/// What went wrong, in the page's language. Rooms write English; what a shopper can do something about has texts.
fn message(texts: &Texts, failure: &Failure) -> String {
    let own = format!("wrong-{}", failure.code);
    if texts.has(&own) {
        return texts.t(&own).to_owned();
    }
    if texts.language() == "en" {
        return failure.message.clone();
    }
    texts.t(&format!("{}-text", title(failure.status))).to_owned()
}

fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        429 | 503 => "error-busy",
        500.. => "error-ours",
        _ => "error-refused",
    }
}
