//! Orders as a file.
use actix_web::{HttpResponse, http::header, web};
use bytes::Bytes;
use db::Db;
use futures_util::stream;
use kernel::kinds::OrderId;
use kit::{Failure, StaffVisit};
use orders::Cursor;

use super::Asked;

fn file(name: &str) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    answer
}

/// Those that were picked.
pub(super) async fn picked(db: &Db, staff: &StaffVisit, ids: Vec<OrderId>) -> Result<HttpResponse, Failure> {
    let mut out = flows::orders::export_head();
    out.extend(flows::orders::export_some(db, &staff.actor, ids).await?);
    Ok(file("orders.csv").body(out))
}

type Broken = Box<dyn std::error::Error>;

enum Left {
    Head,
    From(Cursor),
    Nothing,
}

/// Everything the list finds; read piece by piece while it is sent.
pub(crate) async fn export(
    staff: StaffVisit,
    db: web::Data<Db>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let (db, actor, listed) = (db.into_inner(), staff.actor.clone(), asked.listed(&staff.ctx.time_zone));
    let pieces = stream::unfold(Left::Head, move |left| {
        let (db, actor, listed) = (db.clone(), actor.clone(), listed.clone());
        async move {
            let (cursor, listed) = match (left, listed) {
                (Left::Head, _) => {
                    let head = Bytes::from(flows::orders::export_head());
                    return Some((Ok(head), Left::From(Cursor::Start)));
                }
                (Left::From(cursor), Some(listed)) => (cursor, listed),
                _ => return None,
            };
            match flows::orders::export_piece(&db, &actor, listed, cursor).await {
                Ok((lines, next)) => {
                    let left = next.map_or(Left::Nothing, |id| Left::From(Cursor::After(id)));
                    Some((Ok(Bytes::from(lines)), left))
                }
                Err(e) => Some((Err(Box::new(e) as Broken), Left::Nothing)),
            }
        }
    });
    Ok(file("orders.csv").streaming(pieces))
}
