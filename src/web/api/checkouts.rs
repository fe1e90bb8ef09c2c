//! From a basket to an order: prepare, pay, look.
use actix_web::{HttpRequest, web};
use checkout::{Ask, Checkout, Outcome, Placed, Prepared, Progress};
use customers::{Buyer, RawAddress, RawBuyer};
use kernel::Currency;
use kernel::kinds::{OrderId, PriceListId, VariantId};
use kit::{Failure, Visit};
use orders::{Orders, PaymentAxis};
use payments::{Back, Paying, Payments, PaymentsError, Step};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::carts::terms;
use crate::failures::{Problem, of_checkout};
use crate::parts::{Money, Tax, Totals, tax_mode, taxes, totals};
use crate::receive::{Body, idempotency_key};
use crate::show::{self, Answer};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckoutRequest {
    #[schema(example = "ada@example.org")]
    email: String,
    #[serde(default)]
    phone: String,
    address: Address,
    /// Where the bill goes; the same address when it is missing.
    billing_address: Option<Address>,
    /// VAT identification number, as its country writes it.
    #[serde(default)]
    #[schema(example = "DE123456789")]
    vat_id: String,
    /// To the shop, at most 500 characters.
    #[serde(default)]
    note: String,
    /// The code of a delivery method.
    #[schema(example = "parcel")]
    delivery: String,
    /// The code of a payment method.
    #[schema(example = "offline")]
    payment_method: String,
    /// The total that the buyer saw; refused with `total_changed` when it is another by now.
    expected_total: Option<Money>,
}

/// Where to. Used in requests and answers alike.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Address {
    pub name: String,
    #[serde(default)]
    pub company: String,
    pub line1: String,
    #[serde(default)]
    pub line2: String,
    pub postal_code: String,
    pub city: String,
    /// ISO 3166 alpha-2.
    #[schema(example = "DE")]
    pub country: String,
}

impl From<Address> for RawAddress {
    fn from(of: Address) -> Self {
        let Address { name, company, line1, line2, postal_code, city, country } = of;
        Self { name, company, line1, line2, postal_code, city, country }
    }
}

impl From<customers::Address> for Address {
    fn from(of: customers::Address) -> Self {
        let customers::Address { name, company, line1, line2, postal_code, city, country } = of;
        Self { name, company, line1, line2, postal_code, city, country }
    }
}

impl From<orders::PostalAddress> for Address {
    fn from(of: orders::PostalAddress) -> Self {
        let orders::PostalAddress { name, company, line1, line2, postal_code, city, country } = of;
        Self { name, company, line1, line2, postal_code, city, country }
    }
}

#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaymentRequest {
    /// What the payment method needs to know; what that is, it says itself. For `stripe` the id of a payment method (`pm_…`),
    /// or nothing: then its own fields are to be shown.
    #[serde(default)]
    details: String,
    /// A card that whoever is signed in keeps (`GET /api/v1/account/cards`).
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "crd_01j…")]
    card: Option<String>,
    /// The card is to be kept for whoever is signed in; ask them first.
    #[serde(default)]
    keep_card: bool,
    /// Where a bank or provider that the payer is sent to leads them back to; a page of the shop when it is not said.
    #[serde(default)]
    #[schema(example = "https://app.example/paid")]
    return_url: Option<String>,
    /// Where they are led when they give up there; the same when it is not said.
    #[serde(default)]
    cancel_url: Option<String>,
}

/// A checkout whose stock is held until `expires_at`.
#[derive(Serialize, ToSchema)]
pub(crate) struct PreparedCheckout {
    /// The id that the order will have.
    #[schema(value_type = String, example = "ord_01j…")]
    order: OrderId,
    total: Money,
    payment_method: String,
    #[schema(format = DateTime)]
    expires_at: String,
    quote: Quote,
}

/// What it costs, and why. This is what the order will say.
#[derive(Serialize, ToSchema)]
pub(crate) struct Quote {
    lines: Vec<QuoteLine>,
    delivery: Option<QuoteDelivery>,
    totals: Totals,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct QuoteLine {
    #[schema(value_type = String)]
    variant: VariantId,
    quantity: i64,
    unit: Money,
    /// unit × quantity.
    amount: Money,
    discount: Money,
    taxes: Vec<Tax>,
    /// What the line adds to the total: with tax.
    total: Money,
    explanation: Explanation,
}

/// Why a line costs what it costs.
#[derive(Serialize, ToSchema)]
pub(crate) struct Explanation {
    #[schema(value_type = String)]
    price_list: PriceListId,
    /// The quantity step of the list that applied.
    min_qty: i64,
    /// `inclusive` or `exclusive`.
    tax_mode: &'static str,
    /// How halves are rounded.
    rounding: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct QuoteDelivery {
    code: String,
    name: String,
    amount: Money,
    taxes: Vec<Tax>,
    total: Money,
}

/// Where a checkout stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct CheckoutState {
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    order: Option<OrderId>,
    /// Once it is placed: opens the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    order_token: Option<String>,
    /// Until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    expires_at: Option<String>,
    /// What whoever pays has to do now. Missing when there is nothing, or when the provider cannot be asked at this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<NextStep>,
}

/// What whoever pays has to do.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(crate) enum NextStep {
    /// Enter a card in the provider's own fields: Stripe's Payment Element with these.
    Fields { publishable_key: String, client_secret: String },
    /// Answer their bank: `stripe.confirmCardPayment` with these; the card is known.
    Confirm { publishable_key: String, client_secret: String },
    /// Go to this address, and come back to `return_url`.
    Redirect { url: String },
    /// Transfer the total to this account, and quote the reference.
    Transfer { account: String, reference: String },
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    /// Stock is held; pay.
    Prepared,
    /// The payment is not decided; ask again.
    Pending,
    /// The order stands.
    Placed,
    /// Paid too late: the stock was gone, and the money goes back.
    Returned,
}

/// Prepare the checkout of a basket
///
/// Prices it anew, compares the total with the one seen, and holds the stock. A former one of the same basket is given
/// up. The same `Idempotency-Key` is answered with the same checkout.
#[utoipa::path(post, path = "/api/v1/carts/{token}/prepare", tag = "checkout", operation_id = "prepareCheckout",
    params(
        ("token" = String, Path, description = "The basket's"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 characters, new for each checkout"),
    ),
    request_body = CheckoutRequest, responses(
    (status = 200, description = "What is held, and what it costs", body = PreparedCheckout),
    (status = "default", description = "What went wrong: `invalid_buyer`, `out_of_stock`, `total_changed`, \
        `not_sold`, `cart_empty`, `cart_not_found`, `not_delivered_there`, `unknown_payment_method`, `key_reused`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn prepare(
    visit: Visit,
    req: HttpRequest,
    token: web::Path<String>,
    Body(wish): Body<CheckoutRequest>,
    checkout: web::Data<Checkout>,
) -> Answer {
    let ask = Ask {
        cart_token: token.into_inner(),
        market: visit.ctx.market,
        terms: terms(&visit),
        locale: visit.setup.market.locale.clone(),
        // Of whoever is not signed in the order joins an account by its address.
        customer: visit.customer.as_ref().map(|c| c.id),
        expected_total: wish.expected_total.map(|m| seen(m, visit.ctx.currency)).transpose()?,
        buyer: buyer(
            &visit.setup.market.countries,
            RawBuyer {
                email: wish.email,
                phone: wish.phone,
                address: wish.address.into(),
                billing: wish.billing_address.map(RawAddress::from),
                vat_id: wish.vat_id,
                note: wish.note,
            },
        )?,
        delivery: wish.delivery,
        payment_method: wish.payment_method,
        idempotency_key: idempotency_key(&req),
    };
    let prepared = checkout.prepare(&visit.actor, ask).await.map_err(of_checkout)?;
    show::ok(&prepared_checkout(prepared))
}

/// Pay for what is prepared
///
/// Safe to repeat: an order that was placed is answered again.
#[utoipa::path(post, path = "/api/v1/carts/{token}/pay", tag = "checkout", operation_id = "payCheckout",
    params(
        ("token" = String, Path, description = "The basket's"),
        ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 characters, new for each thing to be done"),
    ),
    request_body = Option<PaymentRequest>, responses(
    (status = 200, description = "How it went", body = CheckoutState),
    (status = "default", description = "What went wrong: `payment_declined`, `card_not_found`, `nothing_prepared`, \
        `cart_changed`, …",
        body = Problem, content_type = "application/problem+json"),
))]
pub(crate) async fn pay(
    visit: Visit,
    token: web::Path<String>,
    Body(payment): Body<Option<PaymentRequest>>,
    checkout: web::Data<Checkout>,
    payments: web::Data<Payments>,
    orders: web::Data<Orders>,
) -> Answer {
    let paying = paying(&visit, payment.unwrap_or_default())?;
    let outcome = checkout.pay(&visit.actor, &token, paying).await.map_err(of_checkout)?;
    show::ok(&match outcome {
        Outcome::Placed(placed) => {
            let next = transfer(&visit, &payments, &orders, &placed).await?;
            CheckoutState { next, ..of_order(placed) }
        }
        Outcome::Pending => {
            let next = next_step(&token, &checkout, &payments).await?;
            CheckoutState { next, ..CheckoutState::bare(Status::Pending) }
        }
        Outcome::Returned => CheckoutState::bare(Status::Returned),
    })
}

/// # Errors
/// An id that is none; an address that nobody may be led to.
fn paying(visit: &Visit, asked: PaymentRequest) -> Result<Paying, Failure> {
    let card = asked.card.as_deref().map(str::parse);
    let ours = |path: &str| visit.site().config().public_url.join(&visit.ctx.url(path));
    let done = match &asked.return_url {
        Some(url) => address("return_url", url)?,
        None => ours("/checkout/pending"),
    };
    let left = match &asked.cancel_url {
        Some(url) => address("cancel_url", url)?,
        None if asked.return_url.is_some() => done.clone(),
        None => ours("/checkout/card?left=1"),
    };
    Ok(Paying {
        details: asked.details,
        account: visit.customer.as_ref().map(|me| me.id),
        keep_card: asked.keep_card,
        card: card.transpose().map_err(|_| PaymentsError::NoCard)?,
        back: Back { done, left },
        ip: Some(visit.ip),
    })
}

/// # Errors
/// What is no address of a page over TLS, or on the payer's own machine.
fn address(field: &'static str, url: &str) -> Result<String, Failure> {
    let begins = ["https://", "http://localhost", "http://127.0.0.1"].iter().any(|b| url.starts_with(b));
    if begins && url.len() <= 2000 && url.bytes().all(|b| b.is_ascii_graphic()) {
        return Ok(url.to_owned());
    }
    let told = "An address of up to 2000 characters that begins with https:// is needed.";
    Err(Failure::invalid("bad_document", told).field(field, "bad_value", told))
}

/// What the provider wants of whoever pays; nothing while it cannot be asked.
async fn next_step(token: &str, checkout: &Checkout, payments: &Payments) -> Result<Option<NextStep>, Failure> {
    let Some((open, _)) = checkout.open_payment(token).await.map_err(of_checkout)? else { return Ok(None) };
    match payments.next_step(&open).await {
        Ok(Some(Step::Fields { publishable_key, client_secret })) => {
            Ok(Some(NextStep::Fields { publishable_key, client_secret }))
        }
        Ok(Some(Step::Confirm { publishable_key, client_secret })) => {
            Ok(Some(NextStep::Confirm { publishable_key, client_secret }))
        }
        Ok(Some(Step::Redirect { url })) => Ok(Some(NextStep::Redirect { url })),
        Ok(None) | Err(PaymentsError::Provider(_)) => Ok(None),
        Err(e) => Err(e.into()),
    }
}

/// Where the money of an order goes that is paid by transfer.
async fn transfer(
    visit: &Visit,
    payments: &Payments,
    orders: &Orders,
    placed: &Placed,
) -> Result<Option<NextStep>, Failure> {
    let order = orders.get(placed.order).await?;
    if order.payment_method != "offline" || order.payment != PaymentAxis::Pending {
        return Ok(None);
    }
    let set = payments.settings().await?;
    let account = match set.transfer.account.as_str() {
        "" => visit.setup.profile.bank_account.clone(),
        own => own.to_owned(),
    };
    Ok(Some(NextStep::Transfer { account, reference: set.transfer.reference_for(&order.number) }))
}

/// Where the checkout of a basket stands
#[utoipa::path(get, path = "/api/v1/carts/{token}/checkout", tag = "checkout", operation_id = "getCheckout",
    params(("token" = String, Path, description = "The basket's")), responses(
    (status = 200, description = "Where it stands", body = CheckoutState),
    (status = "default", description = "What went wrong: `nothing_prepared`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn status(
    visit: Visit,
    token: web::Path<String>,
    checkout: web::Data<Checkout>,
    payments: web::Data<Payments>,
    orders: web::Data<Orders>,
) -> Answer {
    let progress = checkout.progress(&token).await.map_err(of_checkout)?;
    show::ok(&match progress {
        Progress::Prepared(prepared) => under_way(Status::Prepared, &prepared),
        Progress::Paying(prepared) => {
            let next = next_step(&token, &checkout, &payments).await?;
            CheckoutState { next, ..under_way(Status::Pending, &prepared) }
        }
        Progress::Placed(placed) => {
            let next = transfer(&visit, &payments, &orders, &placed).await?;
            CheckoutState { next, ..of_order(placed) }
        }
    })
}

/// # Errors
/// A total in a currency that nobody was shown.
fn seen(total: Money, currency: Currency) -> Result<i64, Failure> {
    if total.currency == currency {
        return Ok(total.amount);
    }
    let told = format!("Totals are in {currency} here.");
    Err(Failure::invalid("bad_document", told.clone()).field("expected_total.currency", "bad_value", told))
}

/// # Errors
/// Everything that is wrong with the buyer, field by field.
pub(crate) fn buyer(countries: &[String], raw: RawBuyer) -> Result<Buyer, Failure> {
    raw.parse(countries).map_err(|wrong| {
        let told = Failure::invalid("invalid_buyer", "Some of the buyer's details need another look.");
        wrong.0.into_iter().fold(told, |told, w| {
            let place = match w.field {
                "email" | "phone" | "vat_id" | "note" => w.field.to_owned(),
                field => match field.strip_prefix("billing_") {
                    Some(billing) => format!("billing_address.{billing}"),
                    None => format!("address.{field}"),
                },
            };
            told.field(place, w.code, explained(w.code))
        })
    })
}

fn explained(code: &str) -> &'static str {
    match code {
        "missing" => "This is needed.",
        "too_long" => "This is too long.",
        "not_an_email" => "This is not an e-mail address.",
        "vat_id_form" => "This is not how its country writes VAT identification numbers.",
        "not_delivered_there" => "We do not deliver to this country.",
        _ => "This is not understood.",
    }
}

impl CheckoutState {
    fn bare(status: Status) -> Self {
        Self { status, order: None, order_token: None, total: None, expires_at: None, next: None }
    }
}

fn of_order(placed: Placed) -> CheckoutState {
    let (order, order_token) = (Some(placed.order), Some(placed.link_token));
    CheckoutState { order, order_token, ..CheckoutState::bare(Status::Placed) }
}

fn under_way(status: Status, prepared: &Prepared) -> CheckoutState {
    CheckoutState {
        order: Some(prepared.order),
        total: Some(prepared.quote.total().into()),
        expires_at: Some(prepared.expires_at.rfc3339()),
        ..CheckoutState::bare(status)
    }
}

fn prepared_checkout(prepared: Prepared) -> PreparedCheckout {
    PreparedCheckout {
        order: prepared.order,
        total: prepared.quote.total().into(),
        payment_method: prepared.payment_method,
        expires_at: prepared.expires_at.rfc3339(),
        quote: quote(prepared.quote),
    }
}

fn quote(mut quote: pricing::Quote) -> Quote {
    let currency = quote.currency;
    let totals = totals(&mut quote);
    let money = |amount| Money::new(amount, currency);
    let lines = quote.lines.into_iter().map(|l| QuoteLine {
        variant: l.variant,
        quantity: l.quantity,
        unit: money(l.unit),
        amount: money(l.amount),
        discount: money(l.discount),
        taxes: taxes(l.taxes, currency),
        total: money(l.total),
        explanation: Explanation {
            price_list: l.explanation.list,
            min_qty: l.explanation.min_qty,
            tax_mode: tax_mode(l.explanation.tax_mode),
            rounding: l.explanation.rounding,
        },
    });
    let delivery = quote.shipping.map(|s| QuoteDelivery {
        code: s.code,
        name: s.name,
        amount: money(s.amount),
        taxes: taxes(s.taxes, currency),
        total: money(s.total),
    });
    Quote { lines: lines.collect(), delivery, totals }
}
