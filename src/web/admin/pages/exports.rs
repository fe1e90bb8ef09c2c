//! What the shop has, as tables.
use actix_web::http::header;
use actix_web::{HttpResponse, web};
use bytes::Bytes;
use db::Db;
use flows::exports::{self, At, What};
use futures_util::stream;
use kit::{Failure, StaffVisit};

use crate::desk::Desk;
use crate::views::{ExportsView, Section};

pub(crate) async fn show(desk: Desk) -> Result<HttpResponse, Failure> {
    let texts = &desk.ctx().texts;
    let offered = What::ALL.into_iter().filter(|what| desk.actor().require(what.power()).is_ok());
    desk.show(&ExportsView {
        shell: desk.shell(Section::Exports, texts.t("admin-nav-exports")),
        tables: offered.map(|what| what.as_str()).collect(),
    })
}

type Broken = Box<dyn std::error::Error>;

/// A table, read piece by piece while it is sent; who took it out is written down.
async fn file(staff: StaffVisit, db: web::Data<Db>, what: What) -> Result<HttpResponse, Failure> {
    exports::begin(&db, &staff.actor, what).await.map_err(failure)?;
    let (db, actor) = (db.into_inner(), staff.actor.clone());
    let pieces = stream::unfold(Some(None), move |at: Option<Option<At>>| {
        let (db, actor) = (db.clone(), actor.clone());
        async move {
            let Some(from) = at? else {
                return Some((Ok(Bytes::from(what.head())), Some(Some(At::Start))));
            };
            match exports::piece(&db, &actor, what, from).await {
                Ok((lines, next)) => Some((Ok(Bytes::from(lines)), next.map(Some))),
                Err(e) => Some((Err(Box::new(e) as Broken), None)),
            }
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}.csv\"", what.as_str())))
        .streaming(pieces))
}

fn failure(e: exports::ExportError) -> Failure {
    match e {
        exports::ExportError::Forbidden(e) => catalog::CatalogError::from(e).into(),
        other => Failure::ours(other),
    }
}

pub(crate) async fn products(staff: StaffVisit, db: web::Data<Db>) -> Result<HttpResponse, Failure> {
    file(staff, db, What::Products).await
}

pub(crate) async fn stock(staff: StaffVisit, db: web::Data<Db>) -> Result<HttpResponse, Failure> {
    file(staff, db, What::Stock).await
}

pub(crate) async fn prices(staff: StaffVisit, db: web::Data<Db>) -> Result<HttpResponse, Failure> {
    file(staff, db, What::Prices).await
}

pub(crate) async fn orders(staff: StaffVisit, db: web::Data<Db>) -> Result<HttpResponse, Failure> {
    file(staff, db, What::Orders).await
}
