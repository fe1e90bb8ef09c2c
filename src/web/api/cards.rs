//! The cards that whoever is signed in keeps.
use actix_web::web;
use kernel::kinds::CardId;
use kit::{Failure, Visit};
use payments::Payments;
use serde::Serialize;
use utoipa::ToSchema;

use crate::failures::Problem;
use crate::sessions::holder;
use crate::show::{self, Answer};

#[derive(Serialize, ToSchema)]
pub(crate) struct Cards {
    items: Vec<KeptCard>,
}

/// A card that is kept with the payment provider: what tells it apart, never its number.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeptCard {
    #[schema(value_type = String, example = "crd_01j…")]
    id: CardId,
    /// The payment method to prepare a checkout with.
    #[schema(example = "stripe")]
    payment_method: String,
    #[schema(example = "visa")]
    brand: String,
    #[schema(example = "4242")]
    last4: String,
    exp_month: i64,
    exp_year: i64,
    /// Whether its last month is over.
    expired: bool,
    /// Whether the checkout begins with it.
    preferred: bool,
}

/// My cards
#[utoipa::path(get, path = "/api/v1/account/cards", tag = "account", operation_id = "listCards",
    security(("shopper" = [])), responses(
    (status = 200, description = "The preferred one first, then the newest", body = Cards),
    (status = "default", description = "What went wrong: `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(visit: Visit, payments: web::Data<Payments>) -> Answer {
    let cards = payments.cards(holder(&visit)?.id).await?.into_iter();
    let shown = cards.map(|card| KeptCard {
        id: card.id,
        expired: card.is_over(visit.today()),
        payment_method: card.provider,
        brand: card.brand,
        last4: card.last4,
        exp_month: card.exp_month,
        exp_year: card.exp_year,
        preferred: card.preferred,
    });
    show::ok(&Cards { items: shown.collect() })
}

/// Remove one of my cards
///
/// It is gone here at once, and the provider is told to let it go.
#[utoipa::path(delete, path = "/api/v1/account/cards/{id}", tag = "account", operation_id = "removeCard",
    params(("id" = String, Path, description = "The card's", example = "crd_01j0000000000000000000000a")),
    security(("shopper" = [])), responses(
    (status = 204, description = "It is gone"),
    (status = "default", description = "What went wrong: `card_not_found`, `signed_out`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn remove(visit: Visit, id: web::Path<String>, payments: web::Data<Payments>) -> Answer {
    let id: CardId = id.parse().map_err(|_| Failure::not_found())?;
    payments.remove_card(&visit.actor, holder(&visit)?.id, id).await?;
    show::nothing()
}
