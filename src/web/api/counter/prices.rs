//! Prices, set as a list.
use actix_web::web;
use flows::goods::{Goods, PriceDeed};
use kernel::kinds::VariantId;
use kit::TokenVisit;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::products::in_list;
use super::{ItemProblem, enough};
use crate::failures::{Problem, of_goods};
use crate::parts::Money;
use crate::receive::Body;
use crate::show::{self, Answer};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPrices {
    #[schema(min_items = 1, max_items = 100)]
    items: Vec<NewPrice>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPrice {
    #[schema(value_type = String, example = "var_01j0000000000000000000000a")]
    variant: VariantId,
    /// Of one unit, in the market's currency and tax mode.
    price: Money,
    /// What is struck through beside it; must be more.
    compare_at: Option<Money>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PricesSet {
    /// One for each that was sent, in that order.
    items: Vec<PriceSet>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PriceSet {
    #[schema(value_type = String)]
    variant: VariantId,
    /// Whether it cost something else before.
    changed: bool,
    /// Why it costs what it did.
    problem: Option<ItemProblem>,
}

/// Set prices
///
/// Up to 100 at once, in one unit of work; what cannot be set leaves the others as they are.
#[utoipa::path(post, path = "/api/v1/admin/prices", tag = "staff: products", operation_id = "setPrices",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 200 characters, new for each list")),
    request_body = NewPrices, security(("staff_token" = ["prices.manage"])), responses(
    (status = 200, description = "What became of each", body = PricesSet),
    (status = "default", description = "What went wrong: `bad_document`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn put(program: TokenVisit, Body(new): Body<NewPrices>, goods: web::Data<Goods>) -> Answer {
    enough(&new.items)?;
    let at = in_list(&program);
    let variants: Vec<VariantId> = new.items.iter().map(|i| i.variant).collect();
    let deed = |item: NewPrice| {
        Ok(PriceDeed {
            variant: item.variant,
            unit: item.price.in_currency(at.currency, "items.price")?,
            compare_at: item.compare_at.map(|c| c.in_currency(at.currency, "items.compare_at")).transpose()?,
        })
    };
    let deeds = new.items.into_iter().map(deed).collect::<Result<Vec<_>, kit::Failure>>()?;
    let done = goods.put_prices(&program.actor, at, deeds).await.map_err(of_goods)?;
    let set = variants.into_iter().zip(done).map(|(variant, done)| {
        Ok(match done {
            Ok(changed) => PriceSet { variant, changed, problem: None },
            Err(e) => PriceSet { variant, changed: false, problem: Some(ItemProblem::of(of_goods(e))?) },
        })
    });
    show::ok(&PricesSet { items: set.collect::<Result<_, kit::Failure>>()? })
}
