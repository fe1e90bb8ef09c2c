//! Ways to have a basket delivered.
use actix_web::web;
use cart::{Carts, Terms};
use kit::{Failure, Visit};
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
