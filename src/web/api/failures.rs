//! What went wrong, with what a program needs to go on: those of `errors` whose code is the problem's own are facts by
//! name, their message the bare value.
use cart::CartError;
use catalog::CatalogError;
use checkout::CheckoutError;
use flows::goods::GoodsError;
use inventory::InventoryError;
use kit::Failure;
use orders::OrdersError;
use payments::PaymentsError;
use serde::Serialize;
use utoipa::ToSchema;

use crate::receive::changed_meanwhile;

/// `application/problem+json` (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(crate) struct Problem {
    r#type: String,
    title: String,
    status: u16,
    /// Stable, for programs.
    #[schema(example = "out_of_stock")]
    code: String,
    /// A sentence for people.
    detail: String,
    /// What to quote when writing to the shop.
    correlation: Option<String>,
    errors: Option<Vec<ProblemField>>,
}

/// What is wrong with one field of the document. Where `code` is the problem's own, it is a fact instead: `field` is
/// its name and `message` its bare value. `out_of_stock`: `variant`, `wanted`, `left`. `total_changed`: `seen`, `now`
/// (minor units), `currency`. `not_sold`: `variant`, once for each.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemField {
    field: String,
    code: String,
    message: String,
}

pub(crate) fn of_cart(e: CartError) -> Failure {
    let failure = Failure::of(&e);
    match e {
        CartError::NotSold(variant) => fact(failure, "variant", variant),
        CartError::TooMany | CartError::Quantity => {
            let (code, message) = (failure.code, failure.message.clone());
            failure.field("quantity", code, message)
        }
        CartError::Inventory(e) => of_stock(failure, &e),
        CartError::Changed => crate::receive::changed_meanwhile(),
        _ => failure,
    }
}

pub(crate) fn of_checkout(e: CheckoutError) -> Failure {
    let failure = Failure::of(&e);
    match e {
        CheckoutError::Drift { seen, now } => {
            let failure = fact(failure, "seen", seen.amount);
            fact(fact(failure, "now", now.amount), "currency", now.currency)
        }
        CheckoutError::Gone(variants) => variants.into_iter().fold(failure, |f, v| fact(f, "variant", v)),
        CheckoutError::Inventory(e) => of_stock(failure, &e),
        CheckoutError::Cart(e) => of_cart(e),
        CheckoutError::Payments(PaymentsError::TooManyTries { retry_after }) => failure.retry_after(retry_after),
        _ => failure,
    }
}

pub(crate) fn of_catalog(e: CatalogError) -> Failure {
    if matches!(e, CatalogError::Stale) {
        return changed_meanwhile();
    }
    let failure = Failure::of(&e);
    match e {
        CatalogError::Wrong(wrongs) => wrongs.into_iter().fold(failure, |failure, wrong| {
            let told = match wrong.code {
                "missing" => "This is needed.",
                "too_long" => "This is too long.",
                "too_many" => "These are too many.",
                "not_a_number" => "This is not a number.",
                "not_an_address" => "This cannot stand in an address: letters, digits and hyphens can.",
                "order" => "This is not after the other.",
                "twice" => "This is there twice.",
                _ => "This is not understood.",
            };
            failure.field(wrong.field, wrong.code, told)
        }),
        _ => failure,
    }
}

pub(crate) fn of_goods(e: GoodsError) -> Failure {
    match e {
        GoodsError::Catalog(e) => of_catalog(e),
        GoodsError::Inventory(e) => {
            let failure = Failure::of(&e);
            of_stock(failure, &e)
        }
        e => e.into(),
    }
}

pub(crate) fn of_orders(e: OrdersError) -> Failure {
    match e {
        OrdersError::Stale => changed_meanwhile(),
        OrdersError::TooMuchToShip { position, left } | OrdersError::TooMuchToRefund { position, left } => {
            fact(fact(Failure::of(&e), "position", position), "left", left)
        }
        OrdersError::TooMuchMoney { most } => fact(Failure::of(&e), "most", most),
        e => e.into(),
    }
}

fn of_stock(failure: Failure, e: &InventoryError) -> Failure {
    match e {
        InventoryError::OutOfStock { variant, wanted, left } => {
            fact(fact(fact(failure, "variant", variant), "wanted", wanted), "left", left)
        }
        _ => failure,
    }
}

fn fact(failure: Failure, name: &str, value: impl ToString) -> Failure {
    let code = failure.code;
    failure.field(name, code, value.to_string())
}
