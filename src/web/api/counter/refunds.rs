//! Giving money back.
use actix_web::{HttpRequest, web};
use kernel::Currency;
use kernel::kinds::{OrderId, RefundId};
use kit::TokenVisit;
use orders::{Orders, RefundAsk, RefundLine};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::id;
use crate::failures::{Problem, of_orders};
use crate::parts::Money;
use crate::receive::{Body, seen_version};
use crate::show::{self, Answer};

/// What is to be given back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRefund {
    #[serde(default)]
    lines: Vec<NewRefundLine>,
    /// Whether what the delivery cost goes back, as far as it did not.
    #[serde(default)]
    delivery: bool,
    /// An amount on top.
    extra: Option<Money>,
    /// Whether what was sent goes on the shelf again.
    #[serde(default)]
    restock: bool,
    /// For whoever reads the order later.
    #[schema(example = "arrived broken")]
    reason: String,
    /// The amount that was planned; refused when it is another by now.
    expected: Option<Money>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRefundLine {
    /// As the order counts its lines.
    position: i64,
    /// Units that were not sent and will not be.
    #[serde(default)]
    #[schema(minimum = 0)]
    unsent: i64,
    /// Units that came back.
    #[serde(default)]
    #[schema(minimum = 0)]
    sent: i64,
}

/// What would go back.
#[derive(Serialize, ToSchema)]
pub(crate) struct RefundPlan {
    amount: Money,
    /// Part of it.
    tax: Money,
    /// Of it, for the delivery.
    delivery: Money,
    extra: Money,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Refunds {
    /// The oldest first.
    items: Vec<RefundShown>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RefundShown {
    #[schema(value_type = String, example = "rfd_01j…")]
    id: RefundId,
    amount: Money,
    tax: Money,
    reason: String,
    actor: String,
    #[schema(format = DateTime)]
    at: String,
}

/// Money that is on its way back.
#[derive(Serialize, ToSchema)]
pub(crate) struct RefundMade {
    #[schema(value_type = String, example = "rfd_01j…")]
    refund: RefundId,
}

/// What was given back
#[utoipa::path(get, path = "/api/v1/admin/orders/{id}/refunds", tag = "staff: refunds", operation_id = "listRefunds",
    params(("id" = String, Path, description = "The order's", example = "ord_01j0000000000000000000000a")),
    security(("staff_token" = ["orders.view"])), responses(
    (status = 200, description = "The refunds", body = Refunds),
    (status = "default", description = "What went wrong: `order_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(of: web::Path<String>, orders: web::Data<Orders>) -> Answer {
    let of: OrderId = id(&of)?;
    let currency = orders.get(of).await.map_err(of_orders)?.currency;
    let shown = |r: orders::Refund| RefundShown {
        id: r.id,
        amount: Money::new(r.amount, currency),
        tax: Money::new(r.tax, currency),
        reason: r.reason,
        actor: r.actor,
        at: r.at.rfc3339(),
    };
    show::ok(&Refunds { items: orders.refunds(of).await?.into_iter().map(shown).collect() })
}

/// Work out what would go back
///
/// Changes nothing.
#[utoipa::path(post, path = "/api/v1/admin/orders/{id}/refunds/plan", tag = "staff: refunds",
    operation_id = "planRefund", params(
        ("id" = String, Path, description = "The order's", example = "ord_01j0000000000000000000000a"),
        ("If-Match" = String, Header, description = "The `ETag` of the order that was seen"),
    ), request_body = NewRefund, security(("staff_token" = ["orders.refund"])), responses(
    (status = 200, description = "What would go back", body = RefundPlan),
    (status = "default", description = "What went wrong: `too_much_to_refund`, `amount_too_high`, \
        `changed_meanwhile`, …", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn plan(
    req: HttpRequest,
    program: TokenVisit,
    of: web::Path<String>,
    Body(new): Body<NewRefund>,
    orders: web::Data<Orders>,
) -> Answer {
    let of: OrderId = id(&of)?;
    let version = seen_version(&req)?;
    let currency = orders.get(of).await.map_err(of_orders)?.currency;
    let (ask, _) = ask(new, version, currency)?;
    let planned = orders.plan_refund(&program.actor, of, ask).await.map_err(of_orders)?;
    let money = |amount| Money::new(amount, currency);
    show::ok(&RefundPlan {
        amount: money(planned.amount),
        tax: money(planned.tax),
        delivery: money(planned.delivery.amount),
        extra: money(planned.extra),
    })
}

/// Give money back
///
/// The provider is asked at once and may take a while. `If-Match` says which version of the order was seen.
#[utoipa::path(post, path = "/api/v1/admin/orders/{id}/refunds", tag = "staff: refunds", operation_id = "refundOrder",
    params(
        ("id" = String, Path, description = "The order's", example = "ord_01j0000000000000000000000a"),
        ("If-Match" = String, Header, description = "The `ETag` of the order that was seen"),
        ("Idempotency-Key" = String, Header, description = "1 to 200 characters, new for each refund"),
    ), request_body = NewRefund, security(("staff_token" = ["orders.refund"])), responses(
    (status = 201, description = "It is on its way", body = RefundMade),
    (status = "default", description = "What went wrong: `too_much_to_refund`, `amount_too_high`, `nothing_to_refund`, \
        `changed_meanwhile`, `reason_missing`, …", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn give(
    req: HttpRequest,
    program: TokenVisit,
    of: web::Path<String>,
    Body(new): Body<NewRefund>,
    orders: web::Data<Orders>,
) -> Answer {
    let of: OrderId = id(&of)?;
    let version = seen_version(&req)?;
    let currency = orders.get(of).await.map_err(of_orders)?.currency;
    let (ask, expected) = ask(new, version, currency)?;
    let refund = orders.refund(&program.actor, of, ask, expected).await.map_err(of_orders)?;
    show::created(&format!("/api/v1/admin/orders/{of}/refunds"), &RefundMade { refund })
}

fn ask(new: NewRefund, version: i64, currency: Currency) -> Result<(RefundAsk, Option<i64>), kit::Failure> {
    let extra = new.extra.map(|m| m.in_currency(currency, "extra")).transpose()?;
    let expected = new.expected.map(|m| m.in_currency(currency, "expected")).transpose()?;
    let line = |l: NewRefundLine| RefundLine { position: l.position, unsent: l.unsent, sent: l.sent };
    let ask = RefundAsk {
        version,
        lines: new.lines.into_iter().map(line).collect(),
        delivery: new.delivery,
        extra: extra.map_or(0, |m| m.amount),
        restock: new.restock,
        reason: new.reason,
    };
    Ok((ask, expected.map(|m| m.amount)))
}
