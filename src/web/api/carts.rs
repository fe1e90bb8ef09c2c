//! Baskets. Their token, in the address, is all it takes to open one.
use actix_web::http::header;
use actix_web::{HttpRequest, web};
use cart::{Carts, CouponStands, Terms, View};
use kernel::kinds::{CartId, ProductId, VariantId};
use kit::{Failure, Visit};
use pricing::NotApplied;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::failures::{Problem, of_cart};
use crate::parts::{Money, Stock, Tax, Totals, picture_url, taxes, totals};
use crate::receive::{Body, seen_version};
use crate::show::{self, Answer, Fields};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCart {
    #[serde(default)]
    lines: Vec<NewLine>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewLine {
    #[schema(value_type = String, example = "var_01j…")]
    variant: VariantId,
    #[schema(minimum = 1, maximum = 9999)]
    quantity: i64,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quantity {
    /// 0 takes the line out.
    #[schema(minimum = 0, maximum = 9999)]
    quantity: i64,
}

/// A basket, priced now.
#[derive(Serialize, ToSchema)]
pub(crate) struct Cart {
    /// Opens the basket: keep it secret.
    token: String,
    #[schema(value_type = String, example = "crt_01j…")]
    id: CartId,
    /// Goes up with each change.
    version: i64,
    lines: Vec<CartLine>,
    /// Variants in the basket that are no longer sold; take them out before the checkout.
    #[schema(value_type = Vec<String>)]
    gone: Vec<VariantId>,
    /// What was typed in, whether it does anything or not.
    coupon: Option<CartCoupon>,
    totals: Totals,
}

/// A coupon in a basket.
#[derive(Serialize, ToSchema)]
pub(crate) struct CartCoupon {
    code: String,
    /// As shoppers read it; empty for a code that is nobody's any more.
    title: String,
    /// Whether it makes the basket cheaper now.
    applies: bool,
    /// Why it does not: `coupon_too_little`, `coupon_nothing_fits`, `coupon_currency`, `coupon_over`, `coupon_used_up`, …
    reason: Option<&'static str>,
    /// The goods that it is for would have to cost this much, where they do not.
    least_goods: Option<Money>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCoupon {
    #[schema(example = "FROST10")]
    code: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CartLine {
    #[schema(value_type = String)]
    variant: VariantId,
    #[schema(value_type = String)]
    product: ProductId,
    handle: String,
    sku: String,
    title: String,
    /// As in `Moss, 350 ml`; empty when there is no choice.
    options: String,
    /// The address of a small picture.
    picture: Option<String>,
    quantity: i64,
    stock: Stock,
    /// Whether more is wanted than there is.
    short: bool,
    unit: Money,
    /// unit × quantity.
    amount: Money,
    discount: Money,
    /// What the line adds to the total: with tax.
    total: Money,
    taxes: Vec<Tax>,
}

/// Begin a basket
#[utoipa::path(post, path = "/api/v1/carts", tag = "carts", operation_id = "openCart",
    request_body = NewCart, responses(
    (status = 201, description = "The basket", body = Cart, headers(("Location" = String, description = "Its address"))),
    (status = "default", description = "What went wrong: `not_sold`, `too_many_units`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn open(visit: Visit, Body(new): Body<NewCart>, carts: web::Data<Carts>) -> Answer {
    let lines = new.lines.iter().map(|l| (l.variant, l.quantity)).collect();
    let (token, view) = carts.open(&visit.actor, terms(&visit), lines).await.map_err(of_cart)?;
    if let Some(me) = &visit.customer {
        carts.own(&visit.actor, &token, me.id).await.map_err(of_cart)?;
    }
    show::created(&format!("/api/v1/carts/{token}"), &cart(&visit, token, view))
}

/// A basket
#[utoipa::path(get, path = "/api/v1/carts/{token}", tag = "carts", operation_id = "getCart",
    params(("token" = String, Path, description = "The basket's")), responses(
    (status = 200, description = "The basket", body = Cart, headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`"))),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `cart_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn view(
    req: HttpRequest,
    visit: Visit,
    token: web::Path<String>,
    carts: web::Data<Carts>,
) -> Answer {
    now(&req, &visit, token.into_inner(), &carts).await
}

/// Put units of a variant into a basket
///
/// On top of those that are in it.
#[utoipa::path(post, path = "/api/v1/carts/{token}/lines", tag = "carts", operation_id = "addLine",
    params(
        ("token" = String, Path, description = "The basket's"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the basket that was seen; another is refused with `changed_meanwhile`"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 characters, new for each thing to be done"),
    ), request_body = NewLine, responses(
    (status = 200, description = "The basket", body = Cart, headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`"))),
    (status = "default", description = "What went wrong: `cart_not_found`, `not_sold`, `too_many_units`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn add(
    req: HttpRequest,
    visit: Visit,
    token: web::Path<String>,
    Body(line): Body<NewLine>,
    carts: web::Data<Carts>,
) -> Answer {
    meant(&req, &carts)?.add(&visit.actor, &token, line.variant, line.quantity).await.map_err(of_cart)?;
    now(&req, &visit, token.into_inner(), &carts).await
}

/// Set how many units of a variant are in a basket
#[utoipa::path(put, path = "/api/v1/carts/{token}/lines/{variant}", tag = "carts", operation_id = "setLine",
    params(("token" = String, Path, description = "The basket's"), ("variant" = String, Path, description = "Its id"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the basket that was seen; another is refused with `changed_meanwhile`")),
    request_body = Quantity, responses(
    (status = 200, description = "The basket", body = Cart, headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`"))),
    (status = "default", description = "What went wrong: `cart_not_found`, `not_sold`, `too_many_units`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn set(
    req: HttpRequest,
    visit: Visit,
    path: web::Path<(String, VariantId)>,
    Body(line): Body<Quantity>,
    carts: web::Data<Carts>,
) -> Answer {
    let (token, variant) = path.into_inner();
    meant(&req, &carts)?.set(&visit.actor, &token, variant, line.quantity).await.map_err(of_cart)?;
    now(&req, &visit, token, &carts).await
}

/// Take a variant out of a basket
#[utoipa::path(delete, path = "/api/v1/carts/{token}/lines/{variant}", tag = "carts", operation_id = "removeLine",
    params(("token" = String, Path, description = "The basket's"), ("variant" = String, Path, description = "Its id"),
        ("If-Match" = Option<String>, Header, description = "The `ETag` of the basket that was seen; another is refused with `changed_meanwhile`")),
    responses(
    (status = 200, description = "The basket", body = Cart, headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`"))),
    (status = "default", description = "What went wrong: `cart_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn take_out(
    req: HttpRequest,
    visit: Visit,
    path: web::Path<(String, VariantId)>,
    carts: web::Data<Carts>,
) -> Answer {
    let (token, variant) = path.into_inner();
    meant(&req, &carts)?.set(&visit.actor, &token, variant, 0).await.map_err(of_cart)?;
    now(&req, &visit, token, &carts).await
}

/// Put a coupon into a basket
///
/// In place of the one before. One whose conditions are not met yet is kept, and applies as soon as they are.
#[utoipa::path(put, path = "/api/v1/carts/{token}/coupon", tag = "carts", operation_id = "putCoupon",
    params(("token" = String, Path, description = "The basket's"), ("If-Match" = Option<String>, Header, description = "The `ETag` of the basket that was seen; another is refused with `changed_meanwhile`")), request_body = NewCoupon, responses(
    (status = 200, description = "The basket", body = Cart, headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`"))),
    (status = "default", description = "What went wrong: `cart_not_found`, `coupon_unknown`, `coupon_over`, \
        `coupon_not_yet`, `coupon_paused`, `coupon_used_up`, …", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn put_coupon(
    req: HttpRequest,
    visit: Visit,
    token: web::Path<String>,
    Body(new): Body<NewCoupon>,
    carts: web::Data<Carts>,
) -> Answer {
    meant(&req, &carts)?.put_coupon(&visit.actor, &token, &new.code).await.map_err(of_cart)?;
    now(&req, &visit, token.into_inner(), &carts).await
}

/// Take the coupon out of a basket
#[utoipa::path(delete, path = "/api/v1/carts/{token}/coupon", tag = "carts", operation_id = "removeCoupon",
    params(("token" = String, Path, description = "The basket's"), ("If-Match" = Option<String>, Header, description = "The `ETag` of the basket that was seen; another is refused with `changed_meanwhile`")), responses(
    (status = 200, description = "The basket", body = Cart, headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`"))),
    (status = "default", description = "What went wrong: `cart_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn drop_coupon(
    req: HttpRequest,
    visit: Visit,
    token: web::Path<String>,
    carts: web::Data<Carts>,
) -> Answer {
    meant(&req, &carts)?.drop_coupon(&visit.actor, &token).await.map_err(of_cart)?;
    now(&req, &visit, token.into_inner(), &carts).await
}

/// The prices and taxes of this market, for its own country until an address is known.
pub(crate) fn terms(visit: &Visit) -> Terms {
    let ctx = &visit.ctx;
    Terms {
        market: ctx.market,
        price_list: ctx.price_list,
        currency: ctx.currency,
        tax_mode: ctx.tax_mode,
        tax_rounding: visit.setup.market.tax_rounding,
        country: ctx.country.to_string(),
        home: visit.setup.market.hold_net.then(|| visit.setup.market.country.clone()),
        fee: None,
    }
}

/// The baskets, as far as they are as whoever asks has seen them; whichever they are, when nobody says.
fn meant(req: &HttpRequest, carts: &Carts) -> Result<Carts, Failure> {
    let any = req.headers().get(header::IF_MATCH).is_none_or(|tag| tag == "*");
    if any { Ok(carts.clone()) } else { Ok(carts.at_version(seen_version(req)?)) }
}

async fn now(req: &HttpRequest, visit: &Visit, token: String, carts: &Carts) -> Answer {
    let cart = by_token(visit, token, carts).await?;
    show::versioned(req, &Fields::default(), cart.version, &cart)
}

/// The basket that a token opens, priced now.
pub(crate) async fn by_token(visit: &Visit, token: String, carts: &Carts) -> Result<Cart, Failure> {
    let view = carts.view(&token, terms(visit)).await.map_err(of_cart)?;
    Ok(cart(visit, token, view))
}

fn cart(visit: &Visit, token: String, mut view: View) -> Cart {
    let origin = visit.site().config().public_url.origin();
    let currency = view.quote.currency;
    let coupon = coupon(&view);
    let totals = totals(&mut view.quote);
    let today = visit.today();
    let money = |amount| Money::new(amount, currency);
    let lines = view.lines.into_iter().zip(view.quote.lines).map(|(line, sum)| CartLine {
        short: line.short(),
        variant: line.item.variant,
        product: line.item.product,
        handle: line.item.handle,
        sku: line.item.sku,
        title: line.item.title,
        options: line.item.options,
        picture: line.item.picture.map(|p| picture_url(origin, p.id, 240)),
        quantity: line.quantity,
        stock: Stock::of(Some(line.availability), line.quantity, today),
        unit: money(sum.unit),
        amount: money(sum.amount),
        discount: money(sum.discount),
        total: money(sum.total),
        taxes: taxes(sum.taxes, currency),
    });
    Cart { token, id: view.id, version: view.version, lines: lines.collect(), gone: view.gone, coupon, totals }
}

fn coupon(view: &View) -> Option<CartCoupon> {
    let entered = view.coupon.as_ref()?;
    let (reason, least) = match view.coupon_stands() {
        Some(CouponStands::Wrong(wrong)) => (Some(wrong.code()), None),
        Some(CouponStands::Waits(NotApplied::TooLittle { least, .. })) => (Some("coupon_too_little"), Some(*least)),
        Some(CouponStands::Waits(NotApplied::NothingFits)) => (Some("coupon_nothing_fits"), None),
        Some(CouponStands::Waits(NotApplied::Currency)) => (Some("coupon_currency"), None),
        Some(CouponStands::Applies(_)) | None => (None, None),
    };
    Some(CartCoupon {
        code: entered.code.clone(),
        title: entered.promotion.as_ref().map(|p| p.title.clone()).unwrap_or_default(),
        applies: reason.is_none(),
        reason,
        least_goods: least.map(|least| Money::new(least, view.quote.currency)),
    })
}
