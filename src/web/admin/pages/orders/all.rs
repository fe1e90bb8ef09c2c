//! One deed on everything the list finds: asked once with the count, then watched while it is done.
use actix_web::{HttpResponse, web};
use kernel::Micros;
use kernel::kinds::BatchId;
use kit::{CheckedForm, Failure, Site, StaffVisit};
use orders::{Deed, Orders, OrdersError, Refusal};
use staff::{Permission, Staff};

use super::{Asked, PATH};
use crate::ToShip;
use crate::desk::Desk;
use crate::pages::Nothing;
use crate::pages::fields::{Fields, list};
use crate::said::{Said, see_other};
use crate::views::{AllDeed, AskAllView, BatchView, RefusedOrder, Section, order_query};

/// The list's link with what is to be done.
fn ask_path(here: &Asked, what: &str, tags: &str) -> String {
    let mut choices = vec![("do", what.to_owned()), ("tags", tags.to_owned())];
    choices.extend(here.choices());
    format!("{PATH}/all?{}", order_query(&choices, &[]))
}

fn with(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Where the list's buttons lead to when everything found is meant.
pub(super) fn choose(desk: &Desk, site: &Site, form: &Fields) -> Result<HttpResponse, Failure> {
    let here = Asked::parse(form.one("here"));
    let query = here.query();
    match form.one("do") {
        "file" => Ok(see_other(&with(&format!("{PATH}/export"), &query)).finish()),
        "print" => Ok(see_other(&with(&format!("{PATH}/slips"), &format!("all=yes&{query}"))).finish()),
        what @ ("ship" | "tag" | "untag") if desk.may(Permission::ManageOrders) => {
            let tags = list(form.one("tags")).join(", ");
            if what != "ship" && tags.is_empty() {
                return Ok(Said::NoTag.at(site, &with(PATH, &query)));
            }
            let tags = if what == "ship" { "" } else { tags.as_str() };
            Ok(see_other(&ask_path(&here, what, tags)).finish())
        }
        _ => Err(Failure::not_found()),
    }
}

fn deed(form: &Fields) -> Option<(AllDeed, Deed)> {
    let tags = || list(form.one("tags"));
    Some(match form.one("do") {
        "ship" => (AllDeed::Ship, Deed::Ship { carrier: form.one("carrier").to_owned() }),
        "tag" => (AllDeed::Tag, Deed::Tag { tags: tags() }),
        "untag" => (AllDeed::Untag, Deed::Untag { tags: tags() }),
        _ => return None,
    })
}

/// Asks once, with the count.
pub(crate) async fn ask(
    desk: Desk,
    site: web::Data<Site>,
    orders: web::Data<Orders>,
    here: web::Query<Asked>,
    asked: web::Query<Fields>,
) -> Result<HttpResponse, Failure> {
    let (kind, deed) = deed(&asked).ok_or_else(Failure::not_found)?;
    let back = with(PATH, &here.query());
    let listed = here.listed(&desk.ctx().time_zone);
    let Some(mut listed) = listed.as_ref().and_then(|listed| deed.of(listed)) else {
        return Ok(nothing(kind).at(&site, &back));
    };
    let seen_at = desk.now();
    listed.until = Some(listed.until.map_or(seen_at, |until| until.min(seen_at)));
    let counted = orders.weigh(desk.actor(), listed).await?;
    if counted.more {
        return Ok(Said::TooManyOrders.at(&site, &back));
    }
    if counted.count == 0 {
        return Ok(nothing(kind).at(&site, &back));
    }
    let texts = &desk.ctx().texts;
    desk.show(&AskAllView {
        shell: desk.shell(Section::Orders, texts.t(kind.title())).under(PATH, texts.t("admin-nav-orders")),
        deed: kind,
        tags: list(asked.one("tags")),
        here: here.query(),
        count: counted.count,
        batch: BatchId::new(seen_at).to_string(),
        seen_at: seen_at.0,
    })
}

fn nothing(kind: AllDeed) -> Said {
    if kind == AllDeed::Ship { Said::NoneReady } else { Said::NothingFound }
}

/// Begins it, and leads to where it is watched. A second click finds it begun.
pub(crate) async fn begin(
    staff: StaffVisit,
    site: web::Data<Site>,
    orders: web::Data<Orders>,
    CheckedForm(form): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (kind, deed) = deed(&form).ok_or_else(Failure::not_found)?;
    let here = Asked::parse(form.one("here"));
    let back = with(PATH, &here.query());
    let id: BatchId = form.one("batch").parse().map_err(|_| Failure::not_found())?;
    let now = site.clock().now();
    let seen_at = form.one("seen").parse().map_or(now, |at| Micros(at).min(now));
    let Some(listed) = here.listed(&staff.ctx.time_zone) else {
        return Ok(nothing(kind).at(&site, &back));
    };
    match orders.do_to_all(&staff.actor, id, &listed, deed, seen_at).await {
        Ok(()) => Ok(see_other(&format!("{PATH}/all/{id}")).finish()),
        Err(OrdersError::NothingFound) => Ok(nothing(kind).at(&site, &back)),
        Err(e) => Ok(Said::of(Said::NothingFound, Err(e))?.at(&site, &back)),
    }
}

/// How far it has come.
pub(crate) async fn watch(
    desk: Desk,
    orders: web::Data<Orders>,
    staff: web::Data<Staff>,
    to_ship: web::Data<ToShip>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let id: BatchId = id.parse().map_err(|_| Failure::not_found())?;
    let (batch, refused) = orders.batch(desk.actor(), id).await?;
    to_ship.forget();
    let author = match batch.author.parse() {
        Ok(member) => staff.get_many(&[member]).await?.remove(&member).map(|member| member.name),
        Err(_) => None,
    };
    let texts = &desk.ctx().texts;
    let kind = AllDeed::of(&batch.deed);
    desk.show(&BatchView {
        shell: desk.shell(Section::Orders, texts.t(kind.title())).under(PATH, texts.t("admin-nav-orders")),
        deed: kind,
        author: author.unwrap_or_else(|| texts.t("orders-note-somebody").to_owned()),
        may_manage: desk.may(Permission::ManageOrders),
        refused: refused.into_iter().map(refusal).collect(),
        batch,
    })
}

fn refusal(refused: Refusal) -> RefusedOrder {
    RefusedOrder { id: refused.order.to_string(), number: refused.number, why: Said::why(&refused.code) }
}

pub(crate) async fn stop(
    staff: StaffVisit,
    site: web::Data<Site>,
    orders: web::Data<Orders>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let id: BatchId = id.parse().map_err(|_| Failure::not_found())?;
    let said = if orders.stop_batch(&staff.actor, id).await? { Said::BatchStopped } else { Said::BatchOver };
    Ok(said.at(&site, &format!("{PATH}/all/{id}")))
}
