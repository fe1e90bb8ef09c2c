//! The coupon in the basket: typed in, explained, taken out.
use actix_web::{HttpResponse, web};
use cart::{CartError, CouponStands, View};
use kernel::{Context, Money, Texts};
use kit::{CheckedForm, Failure, Visit};
use pricing::{Benefit, CouponError, NotApplied, Promotion};
use serde::Deserialize;

use crate::parts::{see_other, told};
use crate::views::{CouponBox, Field};
use crate::{Rooms, basket};

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Typed {
    code: String,
    remove: String,
}

pub(crate) async fn change(
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(typed): CheckedForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let Some(token) = &visit.cart else { return Ok(see_other(&visit, "/cart")) };
    let changed = match typed.remove.is_empty() {
        true => rooms.carts.put_coupon(&visit.actor, token, &typed.code).await,
        false => rooms.carts.drop_coupon(&visit.actor, token).await,
    };
    match changed {
        Ok(()) | Err(CartError::NotFound) => Ok(see_other(&visit, "/cart")),
        Err(e) => match told(&visit.ctx.texts, &e) {
            Some(error) => {
                let field = Field { value: typed.code.chars().take(60).collect(), error: Some(error) };
                let status = Failure::of(&e).status;
                let telling = basket::Telling { code: field, ..basket::Telling::default() };
                basket::shown_with(&visit, &rooms, status, telling).await
            }
            None => Err(e.into()),
        },
    }
}

/// What the basket's page says of its coupon. `field` is what was typed and refused.
pub(crate) fn in_box(ctx: &Context, view: &View, field: Field) -> CouponBox {
    let Some(entered) = &view.coupon else { return CouponBox { field, ..CouponBox::default() } };
    let (says, works) = match view.coupon_stands() {
        Some(CouponStands::Applies(_)) => (entered.promotion.as_ref().map(|p| gives(ctx, p)), true),
        Some(CouponStands::Waits(why)) => {
            let currency = view.quote.currency;
            (Some(waits(ctx, why, |amount| ctx.money(Money::new(amount, currency)))), false)
        }
        Some(CouponStands::Wrong(wrong)) => (Some(wrong_text(&ctx.texts, wrong)), false),
        None => (None, true),
    };
    CouponBox { code: entered.code.clone(), says: says.unwrap_or_default(), works, field }
}

/// Why a code does not (any more).
pub(crate) fn wrong_text(texts: &Texts, wrong: CouponError) -> String {
    texts.t(&format!("wrong-{}", wrong.code())).to_owned()
}

fn gives(ctx: &Context, promotion: &Promotion) -> String {
    let texts = &ctx.texts;
    match promotion.benefit {
        Benefit::Percent { rate } => texts.v("coupon-percent", &ctx.rate(rate)),
        Benefit::Fixed { amount } => texts.v("coupon-fixed", &ctx.money(Money::new(amount, promotion.currency))),
        Benefit::FreeDelivery => texts.t("coupon-delivery").to_owned(),
    }
}

fn waits(ctx: &Context, why: &NotApplied, money: impl Fn(i64) -> String) -> String {
    match why {
        NotApplied::NothingFits => ctx.texts.t("coupon-nothing-fits").to_owned(),
        NotApplied::Currency => ctx.texts.t("coupon-currency").to_owned(),
        NotApplied::TooLittle { least, goods } => {
            let (least, missing) = (money(*least), money(least - goods));
            ctx.texts.f("coupon-too-little", &[("least", (&least).into()), ("missing", (&missing).into())])
        }
    }
}
