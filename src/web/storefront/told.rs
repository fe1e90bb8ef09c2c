//! What shoppers see when there is nothing, or when something went wrong.
use std::sync::Arc;

use actix_web::http::StatusCode;
use futures_util::future::LocalBoxFuture;
use kit::{Failure, Pages, Told};

use crate::Rooms;
use crate::parts::{html, plain_frame};
use crate::views::{ErrorView, NotFoundView};

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
            // When the database is what failed, the page does without its navigation.
            let tree = self.0.catalog.categories().await.unwrap_or_default();
            if told.failure.status == StatusCode::NOT_FOUND {
                return html(&NotFoundView { frame: plain_frame(told.visit, &tree, texts.t("notfound-title")) });
            }
            let title = texts.t(title(told.failure.status));
            html(&ErrorView {
                frame: plain_frame(told.visit, &tree, title),
                status: told.failure.status.as_u16(),
                title: title.to_owned(),
                message: told.failure.message.clone(),
                correlation: told.failure.correlation.as_ref().map(|c| c.0.clone()).unwrap_or_default(),
            })
        })
    }
}

fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        429 | 503 => "error-busy",
        500.. => "error-ours",
        _ => "error-refused",
    }
}
