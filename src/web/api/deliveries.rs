//! Ways to have a basket delivered.
use actix_web::web;
use cart::{Carts, Terms};
use kit::{Failure, Visit};
use payments::{Payments, Provider};
use serde::{Deserialize, Serialize};
use shipping::{Method, Parcel, Shipping};
use utoipa::{IntoParams, ToSchema};

use crate::carts::terms;
use crate::failures::{Problem, of_cart};
use crate::parts::Money;
use crate::receive::Params;
use crate::show::{self, Answer};

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Destination {
    /// ISO 3166 alpha-2; the market's own when it is not said.
    country: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DeliveryMethods {
    #[schema(example = "DE")]
    country: String,
    items: Vec<DeliveryMethod>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct DeliveryMethod {
    /// What the checkout is told.
    #[schema(example = "parcel")]
    code: String,
    name: String,
    description: String,
    /// For this basket, in the market's tax mode.
    price: Money,
    /// From this amount of goods on it costs nothing.
    free_over: Option<Money>,
    /// Working days from the order to the door.
    min_days: i64,
    max_days: i64,
}

/// How a basket can be delivered, and what that costs
#[utoipa::path(get, path = "/api/v1/carts/{token}/delivery-methods", tag = "checkout",
    operation_id = "listDeliveryMethods",
    params(("token" = String, Path, description = "The basket's"), Destination), responses(
    (status = 200, description = "The methods, in the shop's order", body = DeliveryMethods),
    (status = "default", description = "What went wrong: `cart_not_found`, `not_delivered_there`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    visit: Visit,
    token: web::Path<String>,
    Params(to): Params<Destination>,
    carts: web::Data<Carts>,
    shipping: web::Data<Shipping>,
) -> Answer {
    let country = to.country.map_or_else(|| visit.ctx.country.to_string(), |c| c.to_uppercase());
    if !visit.setup.market.countries.contains(&country) {
        let told = "We do not deliver to this country.";
        return Err(Failure::invalid("not_delivered_there", told).field("country", "not_delivered_there", told));
    }
    let terms = Terms { country, ..terms(&visit) };
    let country = terms.country.clone();
    let view = carts.view(&token, terms).await.map_err(of_cart)?;
    let parcel = Parcel { goods: view.quote.goods_less_discount(), weight_grams: view.weight_grams() };
    let methods = shipping.methods().await?;
    let item = |m: &Method| {
        Some(DeliveryMethod {
            code: m.code.clone(),
            name: m.name.clone(),
            description: m.description.clone(),
            price: m.charge(&country, &parcel)?.into(),
            free_over: m.free_over.map(Money::from),
            min_days: m.min_days,
            max_days: m.max_days,
        })
    };
    let items = methods.iter().filter_map(item).collect();
    show::ok(&DeliveryMethods { items, country })
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Delivered {
    /// The code of the delivery method that was chosen.
    #[param(example = "parcel")]
    delivery: Option<String>,
    /// ISO 3166 alpha-2; the market's own when it is not said.
    #[param(example = "DE")]
    country: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PaymentMethods {
    items: Vec<PaymentMethod>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PaymentMethod {
    /// What the checkout is told.
    #[schema(example = "offline")]
    code: String,
    name: String,
    /// What choosing it costs.
    fee: Option<Money>,
}

/// Ways to pay
#[utoipa::path(get, path = "/api/v1/payment-methods", tag = "checkout", operation_id = "listPaymentMethods",
    params(Delivered), responses(
    (status = 200, description = "The methods, in the shop's order", body = PaymentMethods),
    (status = "default", description = "What went wrong", body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn payments(visit: Visit, Params(to): Params<Delivered>, rooms: web::Data<Payments>) -> Answer {
    let country = to.country.map_or_else(|| visit.ctx.country.to_string(), |c| c.to_uppercase());
    let delivery = to.delivery.unwrap_or_default();
    let set = rooms.settings().await?;
    let offered = rooms.providers().filter(|p| match p.code() {
        "test" => visit.setup.profile.demo,
        "offline" => set.transfer.offered,
        payments::CASH => set.cash.takes(&delivery, &country),
        _ => true,
    });
    let item = |p: &dyn Provider| PaymentMethod {
        code: p.code().to_owned(),
        name: visit.ctx.texts.t(p.label()).to_owned(),
        fee: set.cash.fee_in(visit.ctx.currency).filter(|_| p.code() == payments::CASH).map(Money::from),
    };
    let items = offered.map(item).collect();
    show::ok(&PaymentMethods { items })
}
