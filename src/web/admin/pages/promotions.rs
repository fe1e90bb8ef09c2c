//! Promotions: coupons, what they give, how often they were used.
mod editor;

use actix_web::{HttpResponse, web};
use kernel::kinds::CouponId;
use kernel::{Coded, Context, Fault, Micros, Money};
use kit::{CheckedForm, Failure, Site, StaffVisit};
use pricing::{Benefit, Coupon, Pricing};
use serde::Deserialize;
use staff::Permission;

use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::{Said, Undo};
use crate::views::{CouponRow, CouponState, PromotionsView, Section};

pub(crate) use editor::{add, edit, make, save};

const PATH: &str = "/admin/promotions";
const ROWS: usize = 25;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    after: String,
}

pub(crate) async fn show(
    desk: Desk,
    pricing: web::Data<Pricing>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let before: Option<CouponId> = asked.after.parse().ok();
    let mut coupons = pricing.coupons(desk.actor(), before, ROWS as i64 + 1).await?;
    let more = coupons.len() > ROWS;
    coupons.truncate(ROWS);
    let next = coupons.last().filter(|_| more).map(|c| c.id.to_string());
    let (ctx, now) = (desk.ctx(), desk.now());
    desk.show(&PromotionsView {
        shell: desk.shell(Section::Promotions, ctx.texts.t("admin-nav-promotions")),
        rows: coupons.iter().map(|c| row(ctx, c, now)).collect(),
        is_first: before.is_none(),
        next,
        may_edit: desk.may(Permission::ManagePromotions),
    })
}

fn row(ctx: &Context, c: &Coupon, now: Micros) -> CouponRow {
    let args = [("taken", c.taken.into()), ("limit", c.uses_limit.unwrap_or(0).into())];
    CouponRow {
        id: c.id.to_string(),
        code: c.code.clone(),
        title: c.title.clone(),
        state: state(c, now),
        gives: gives(ctx, c),
        uses: match c.uses_limit {
            Some(_) => ctx.texts.f("promotions-uses-of", &args),
            None => c.taken.to_string(),
        },
        until: c.valid_until,
    }
}

fn gives(ctx: &Context, c: &Coupon) -> String {
    let texts = &ctx.texts;
    let money = |amount| ctx.money(Money::new(amount, c.currency));
    let gives = match c.benefit {
        Benefit::Percent { rate } => texts.v("promotions-gives-percent", &rate.to_string()),
        Benefit::Fixed { amount } => texts.v("promotions-gives-fixed", &money(amount)),
        Benefit::FreeDelivery => texts.t("promotions-gives-delivery").to_owned(),
    };
    match c.least_goods {
        Some(least) => {
            let least = money(least);
            texts.f("promotions-gives-from", &[("gives", (&gives).into()), ("least", (&least).into())])
        }
        None => gives,
    }
}

fn state(c: &Coupon, now: Micros) -> CouponState {
    match () {
        () if !c.active => CouponState::Paused,
        () if c.valid_until.is_some_and(|until| until <= now) => CouponState::Over,
        () if c.uses_limit.is_some_and(|limit| c.taken >= limit) => CouponState::UsedUp,
        () if c.valid_from.is_some_and(|from| from > now) => CouponState::NotYet,
        () => CouponState::Active,
    }
}

/// Pauses it, or lets it in again; the former can be undone from the message.
pub(crate) async fn pause(
    visit: StaffVisit,
    site: web::Data<Site>,
    pricing: web::Data<Pricing>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id: CouponId = id.parse().map_err(|_| Failure::not_found())?;
    let paused = fields.one("paused") == "yes";
    pricing.pause_coupon(&visit.actor, id, paused).await?;
    let back = format!("{PATH}/{id}");
    match paused {
        true => Ok(Said::CouponPaused.undone_by(Undo::Coupon, id.to_string()).at(&site, &back)),
        false => Ok(Said::CouponResumed.at(&site, &back)),
    }
}

/// The way back of [`pause`].
pub(crate) async fn resume(
    visit: StaffVisit,
    site: web::Data<Site>,
    pricing: web::Data<Pricing>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id: CouponId = fields.one("of").parse().map_err(|_| Failure::not_found())?;
    pricing.pause_coupon(&visit.actor, id, false).await?;
    Ok(Said::CouponResumed.at(&site, &format!("{PATH}/{id}")))
}

/// Which field an error is about, and its text's key; None for what no field can mend.
fn field_of(error: &pricing::PricingError) -> Option<(&'static str, String)> {
    match error {
        pricing::PricingError::Offer { field, code, .. } => {
            Some((field, format!("promotions-wrong-{}", code.replace('_', "-"))))
        }
        e if e.fault() == Fault::Conflict => Some(("top", "admin-said-stale".to_owned())),
        _ => None,
    }
}
