//! Checkout, step 2: everything once more, how to pay, the order.
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, web};
use cart::CartError;
use checkout::{Ask, CheckoutError, Outcome, Placed, Prepared, Progress};
use customers::Address;
use inventory::InventoryError;
use kernel::{Money, Texts};
use kit::{CheckedForm, Failure, Jar, Visit};
use payments::{Back, Card, Paying, PaymentsError, ProviderError};
use pricing::PricingError;
use serde::Deserialize;

use crate::basket::{self, terms};
use crate::parts::{days, going, own_frame, page, see_other, told};
use crate::views::{Choice, PaymentView, PendingView, PlacedNote};
use crate::{Rooms, address, sums};

/// Seconds between two looks at a payment that is not decided.
const LOOK_AGAIN: u32 = 3;
/// How long a browser that goes back is led to the order.
const LATELY: Duration = Duration::from_secs(60 * 60);

#[derive(Deserialize)]
pub(crate) struct Chosen {
    #[serde(default)]
    method: String,
    expected_total: i64,
    idempotency_key: String,
    /// Ticked: the card is kept for next time.
    #[serde(default)]
    keep_card: String,
    /// Pressed: what it comes to this way is to be shown, nothing is ordered yet.
    #[serde(default)]
    look: String,
}

/// How somebody came to wait.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Came {
    /// Nothing is left for them to do: the provider's fields said so.
    waiting: String,
}

impl Came {
    fn path(&self) -> String {
        let waiting = if self.waiting.is_empty() { "" } else { "?waiting=1" };
        format!("/checkout/pending{waiting}")
    }
}

pub(crate) async fn show(visit: Visit, rooms: web::Data<Rooms>) -> Result<HttpResponse, Failure> {
    let Some(token) = visit.cart.clone() else { return Ok(see_other(&visit, "/cart")) };
    match standing(&visit, &rooms, &token).await? {
        Standing::Elsewhere(answer) => Ok(answer),
        Standing::Prepared(prepared) => shown(&visit, &rooms, StatusCode::OK, &prepared, "", Vec::new()).await,
    }
}

pub(crate) async fn take(
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(chosen): CheckedForm<Chosen>,
) -> Result<HttpResponse, Failure> {
    let Some(token) = visit.cart.clone() else { return Ok(see_other(&visit, "/cart")) };
    let prepared = match standing(&visit, &rooms, &token).await? {
        Standing::Elsewhere(answer) => return Ok(answer),
        Standing::Prepared(prepared) => *prepared,
    };
    let offered = choices(&visit, &rooms, &prepared, &chosen.method).await?;
    if !offered.iter().any(|m| m.value == chosen.method) {
        // A card that was taken out meanwhile, or a way to pay that is cut.
        let away = rooms.payments.provider(method_of(&chosen.method)).is_ok_and(|p| p.is_away());
        let why = if away { "wrong-payment_method_away" } else { "wrong-unknown_payment_method" };
        let problem = visit.ctx.texts.t(why).to_owned();
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown(&visit, &rooms, status, &prepared, &chosen.method, vec![problem]).await;
    }
    if !chosen.look.is_empty() {
        return looked(&visit, &rooms, &prepared, method_of(&chosen.method)).await;
    }
    // Placing sums the basket anew: what was shown must still be what is in it.
    match basket::open(&visit, &rooms).await? {
        Some((_, basket)) if sums::is_same(&prepared, &basket) => {}
        _ => {
            // A second click: the first one has the basket by now.
            if let Ok(Outcome::Placed(order)) = rooms.checkout.status(&token).await {
                return Ok(placed(&visit, &order));
            }
            let problem = visit.ctx.texts.t("wrong-cart_changed").to_owned();
            return address::again(&visit, &rooms, Some(&prepared), Some(problem)).await;
        }
    }
    let (again, method) = (token.clone(), method_of(&chosen.method).to_owned());
    let paying = Paying {
        account: visit.customer.as_ref().map(|me| me.id),
        keep_card: !chosen.keep_card.is_empty(),
        card: kept(&chosen.method).and_then(|(_, id)| id.parse().ok()),
        back: back(&visit),
        ip: Some(visit.ip),
        ..Paying::default()
    };
    let key = chosen.idempotency_key.chars().take(80).collect();
    let ask = Ask {
        payment_method: method.clone(),
        expected_total: Some(chosen.expected_total),
        idempotency_key: Some(key),
        ..asked_before(&visit, token, &prepared, "")
    };
    match rooms.checkout.place(&visit.actor, ask, paying).await {
        Ok(Outcome::Placed(order)) => Ok(placed(&visit, &order)),
        Ok(Outcome::Pending) if has_steps(&rooms, &method) => Ok(see_other(&visit, "/checkout/card")),
        Ok(Outcome::Pending) => Ok(see_other(&visit, "/checkout/pending")),
        Ok(Outcome::Returned) => {
            let notice = visit.ctx.texts.t("payment-returned").to_owned();
            basket::shown(&visit, &rooms, StatusCode::CONFLICT, vec![notice]).await
        }
        // A second click may find what the first one left at any moment: then that is the answer.
        Err(e) => match rooms.checkout.progress(&again).await {
            Ok(Progress::Placed(order)) => Ok(placed(&visit, &order)),
            Ok(Progress::Paying(_)) => Ok(see_other(&visit, "/checkout/pending")),
            _ => not_placed(&visit, &rooms, &prepared, &method, e).await,
        },
    }
}

/// Where a provider has not decided, until it has.
pub(crate) async fn pending(
    visit: Visit,
    rooms: web::Data<Rooms>,
    web::Query(came): web::Query<Came>,
) -> Result<HttpResponse, Failure> {
    let Some(token) = visit.cart.clone() else { return Ok(see_other(&visit, "/cart")) };
    match rooms.checkout.look_again(&visit.actor, &token).await {
        Ok(Outcome::Placed(_)) => return after_placing(&visit, &rooms).await,
        Ok(_) => {}
        Err(CheckoutError::NothingPrepared) => return Ok(see_other(&visit, "/cart")),
        Err(e) => return Err(e.into()),
    }
    // Nobody is being asked (any more): it was declined, or never begun.
    if rooms.checkout.prepared(&token).await.is_ok() {
        return Ok(see_other(&visit, "/checkout/payment"));
    }
    // Whoever pays has something to do still: there they find out what.
    if came.waiting.is_empty()
        && let Some((open, _)) = rooms.checkout.open_payment(&token).await?
        && has_steps(&rooms, &open.provider)
    {
        return Ok(see_other(&visit, "/checkout/card"));
    }
    let frame = own_frame(&visit, &rooms, visit.ctx.texts.t("checkout-step-2")).await?;
    page(StatusCode::OK, &PendingView { frame, path: came.path(), refresh_seconds: LOOK_AGAIN })
}

/// To the order's page. The basket is closed; its cookie stays, so that whoever goes back is led here again.
pub(crate) fn placed(visit: &Visit, order: &Placed) -> HttpResponse {
    see_other(visit, &format!("/orders/{}", order.link_token))
}

/// The order that this browser's basket has become within [`LATELY`].
pub(crate) async fn lately_placed(visit: &Visit, rooms: &Rooms) -> Result<Option<(Placed, PlacedNote)>, Failure> {
    let Some(token) = &visit.cart else { return Ok(None) };
    let placed = match rooms.checkout.status(token).await {
        Ok(Outcome::Placed(placed)) => placed,
        Ok(_) | Err(CheckoutError::NothingPrepared) => return Ok(None),
        Err(e) => return Err(e.into()),
    };
    let order = rooms.orders.get(placed.order).await?;
    let path = format!("/orders/{}", placed.link_token);
    let lately = order.placed_at.plus(LATELY) > visit.site().clock().now();
    Ok(lately.then_some((placed, PlacedNote { number: order.number, path })))
}

/// Where a basket that was ordered leads: to its order while that is new, then to a new basket.
pub(crate) async fn after_placing(visit: &Visit, rooms: &Rooms) -> Result<HttpResponse, Failure> {
    match lately_placed(visit, rooms).await? {
        Some((order, _)) => Ok(placed(visit, &order)),
        None => Ok(going(visit, "/cart").cookie(visit.site().cleared(Jar::Cart)).finish()),
    }
}

/// The ways to pay for what goes this way to this country, `chosen` marked, else the first; those of providers come
/// first. The pretended one is the demo's.
pub(crate) async fn methods(
    visit: &Visit,
    rooms: &Rooms,
    chosen: &str,
    (delivery, country): (&str, &str),
) -> Result<Vec<Choice>, Failure> {
    let texts = &visit.ctx.texts;
    let set = rooms.payments.settings().await?;
    let offered = |p: &&dyn payments::Provider| match p.code() {
        _ if !p.is_on(&set) || p.is_away() => false,
        "test" => visit.setup.profile.demo,
        "offline" => set.transfer.offered,
        payments::CASH => set.cash.takes(delivery, country),
        _ => true,
    };
    let mut offered: Vec<_> = rooms.payments.providers().filter(offered).collect();
    // Most people pay where the goods are paid at once: those ways come first.
    offered.sort_by_key(|p| p.limits().is_none());
    let choice = |p: &dyn payments::Provider| {
        let hint = format!("{}-hint", p.label());
        Choice {
            value: p.code().to_owned(),
            title: texts.t(p.label()).to_owned(),
            detail: if texts.has(&hint) { texts.t(&hint).to_owned() } else { String::new() },
            price: set.cash.fee_in(visit.ctx.currency).filter(|_| p.code() == payments::CASH),
            chosen: p.code() == chosen,
        }
    };
    let mut choices: Vec<Choice> = offered.into_iter().map(choice).collect();
    if !choices.iter().any(|c| c.chosen)
        && let Some(first) = choices.first_mut()
    {
        first.chosen = true;
    }
    Ok(choices)
}

/// A kept card where a way to pay is chosen, `card:PROVIDER:ID`: who keeps it, and its id.
fn kept(chosen: &str) -> Option<(&str, &str)> {
    chosen.strip_prefix("card:")?.split_once(':')
}

/// The code of the provider behind what was chosen.
fn method_of(chosen: &str) -> &str {
    kept(chosen).map_or(chosen, |(provider, _)| provider)
}

fn keeps_cards(rooms: &Rooms, method: &str) -> bool {
    rooms.payments.provider(method).is_ok_and(|p| p.keeps_cards())
}

/// Whether its payers may have something to do elsewhere, or in its own fields.
fn has_steps(rooms: &Rooms, method: &str) -> bool {
    rooms.payments.provider(method).is_ok_and(|p| p.limits().is_some())
}

/// Where a bank or provider that people are sent to leads them.
pub(crate) fn back(visit: &Visit) -> Back {
    let at = |path: &str| visit.site().config().public_url.join(&visit.ctx.url(path));
    Back { done: at("/checkout/pending"), left: at("/checkout/card?left=1") }
}

/// [`methods`], the cards that are kept before them: with one of these the order takes one click.
async fn choices(visit: &Visit, rooms: &Rooms, prepared: &Prepared, chosen: &str) -> Result<Vec<Choice>, Failure> {
    let preset = if chosen.is_empty() { &prepared.payment_method } else { chosen };
    let mut all = methods(visit, rooms, preset, (&prepared.delivery.code, &prepared.buyer.address.country)).await?;
    let first = all.first().is_some_and(|m| m.value == *preset);
    let mut kept = Vec::new();
    for card in cards(visit, rooms).await?.iter().filter(|c| all.iter().any(|m| m.value == c.provider)) {
        let value = format!("card:{}:{}", card.provider, card.id);
        let (month, year) = (format!("{:02}", card.exp_month), card.exp_year.to_string());
        let until = [("month", month.as_str().into()), ("year", year.as_str().into())];
        kept.push(Choice {
            title: visit.ctx.texts.v("pay-kept", &card.label()),
            detail: visit.ctx.texts.f("pay-kept-hint", &until),
            price: None,
            chosen: chosen == value,
            value,
        });
    }
    // Nobody said otherwise: the card that is theirs, if any, is one click.
    let unsaid = chosen.is_empty() && (first || keeps_cards(rooms, &prepared.payment_method));
    if let Some(card) = kept.first_mut().filter(|_| unsaid) {
        card.chosen = true;
    }
    if kept.iter().any(|k| k.chosen) {
        all.iter_mut().for_each(|m| m.chosen = false);
    }
    kept.append(&mut all);
    Ok(kept)
}

/// The cards of whoever is signed in that are still good.
async fn cards(visit: &Visit, rooms: &Rooms) -> Result<Vec<Card>, Failure> {
    let Some(me) = &visit.customer else { return Ok(Vec::new()) };
    let mut cards = rooms.payments.cards(me.id).await?;
    cards.retain(|card| !card.is_over(visit.today()));
    Ok(cards)
}

/// Ways to pay that are offered and cannot be reached for a moment, a sentence each.
async fn away(visit: &Visit, rooms: &Rooms) -> Result<Vec<String>, Failure> {
    let (texts, set) = (&visit.ctx.texts, rooms.payments.settings().await?);
    let gone = rooms.payments.providers().filter(|p| p.is_on(&set) && p.is_away());
    Ok(gone.map(|p| texts.f("payment-away", &[("name", texts.t(p.label()).into())])).collect())
}

/// Whether there is something to pay for here.
enum Standing {
    Prepared(Box<Prepared>),
    /// Placed already, being paid, or to be begun again.
    Elsewhere(HttpResponse),
}

async fn standing(visit: &Visit, rooms: &Rooms, token: &str) -> Result<Standing, Failure> {
    let elsewhere = |path| Ok(Standing::Elsewhere(see_other(visit, path)));
    match rooms.checkout.progress(token).await {
        Ok(Progress::Placed(_)) => Ok(Standing::Elsewhere(after_placing(visit, rooms).await?)),
        Ok(Progress::Prepared(prepared)) => Ok(Standing::Prepared(Box::new(prepared))),
        Ok(Progress::Paying(_)) => elsewhere("/checkout/pending"),
        Err(CheckoutError::NothingPrepared) => elsewhere("/checkout"),
        Err(e) => Err(e.into()),
    }
}

/// What was prepared, to be prepared anew; `method` is another way to pay, empty for the same.
fn asked_before(visit: &Visit, cart_token: String, prepared: &Prepared, method: &str) -> Ask {
    let method = if method.is_empty() { &prepared.payment_method } else { method };
    Ask {
        cart_token,
        market: visit.ctx.market,
        terms: terms(visit),
        locale: visit.ctx.texts.locale(),
        customer: visit.customer.as_ref().map(|me| me.id),
        buyer: prepared.buyer.clone(),
        delivery: prepared.delivery.code.clone(),
        payment_method: method.to_owned(),
        expected_total: None,
        idempotency_key: None,
    }
}

/// Why the order does not stand, and how to go on; nothing is lost.
async fn not_placed(
    visit: &Visit,
    rooms: &Rooms,
    prepared: &Prepared,
    method: &str,
    error: CheckoutError,
) -> Result<HttpResponse, Failure> {
    let texts = &visit.ctx.texts;
    let problem = told(texts, &error);
    match &error {
        CheckoutError::Paying | CheckoutError::Payments(PaymentsError::Provider(ProviderError::Unavailable(_))) => {
            Ok(see_other(visit, "/checkout/pending"))
        }
        CheckoutError::Pricing(PricingError::Coupon(wrong)) => {
            address::without_coupon(visit, rooms, prepared, *wrong).await
        }
        CheckoutError::Drift { seen, now } => drifted(visit, rooms, prepared, method, (*seen, *now)).await,
        CheckoutError::Payments(PaymentsError::NoCard) => {
            let problems = problem.into_iter().collect();
            shown(visit, rooms, StatusCode::CONFLICT, prepared, method, problems).await
        }
        CheckoutError::Payments(PaymentsError::TooManyTries { retry_after }) => {
            let problems = problem.into_iter().collect();
            let mut page = shown(visit, rooms, StatusCode::TOO_MANY_REQUESTS, prepared, method, problems).await?;
            page.headers_mut().insert(RETRY_AFTER, retry_after.as_secs().max(1).into());
            Ok(page)
        }
        CheckoutError::Declined(_) => {
            let problems = problem.into_iter().collect();
            shown(visit, rooms, StatusCode::CONFLICT, prepared, &prepared.payment_method, problems).await
        }
        CheckoutError::NothingPrepared | CheckoutError::CartChanged | CheckoutError::Shipping(_) => {
            address::again(visit, rooms, Some(prepared), problem).await
        }
        CheckoutError::Gone(_)
        | CheckoutError::Empty
        | CheckoutError::Cart(CartError::NotFound)
        | CheckoutError::Inventory(InventoryError::OutOfStock { .. }) => {
            basket::shown(visit, rooms, StatusCode::CONFLICT, problem.into_iter().collect()).await
        }
        _ => Err(error.into()),
    }
}

/// The total is another than was seen: prepared anew, and shown before anybody pays.
async fn drifted(
    visit: &Visit,
    rooms: &Rooms,
    prepared: &Prepared,
    method: &str,
    (seen, now): (Money, Money),
) -> Result<HttpResponse, Failure> {
    let Some(token) = visit.cart.clone() else { return Ok(see_other(visit, "/cart")) };
    let (seen, now) = (visit.ctx.money(seen), visit.ctx.money(now));
    let problem = visit.ctx.texts.f("payment-drift", &[("seen", (&seen).into()), ("now", (&now).into())]);
    match rooms.checkout.prepare(&visit.actor, asked_before(visit, token, prepared, method)).await {
        Ok(anew) => shown(visit, rooms, StatusCode::CONFLICT, &anew, &anew.payment_method, vec![problem]).await,
        Err(e) => match told(&visit.ctx.texts, &e) {
            Some(notice) => basket::shown(visit, rooms, StatusCode::CONFLICT, vec![notice]).await,
            None => Err(e.into()),
        },
    }
}

/// What it comes to with another way to pay: prepared anew, and shown.
async fn looked(visit: &Visit, rooms: &Rooms, prepared: &Prepared, method: &str) -> Result<HttpResponse, Failure> {
    let Some(token) = visit.cart.clone() else { return Ok(see_other(visit, "/cart")) };
    match rooms.checkout.prepare(&visit.actor, asked_before(visit, token, prepared, method)).await {
        Ok(_) => Ok(see_other(visit, "/checkout/payment#method-title")),
        Err(e) => not_placed(visit, rooms, prepared, method, e).await,
    }
}

async fn shown(
    visit: &Visit,
    rooms: &Rooms,
    status: StatusCode,
    prepared: &Prepared,
    method: &str,
    problems: Vec<String>,
) -> Result<HttpResponse, Failure> {
    let texts = &visit.ctx.texts;
    let Some((_, basket)) = basket::open(visit, rooms).await? else { return Ok(see_other(visit, "/cart")) };
    if !sums::is_same(prepared, &basket) {
        let problem = texts.t("wrong-cart_changed").to_owned();
        return address::again(visit, rooms, Some(prepared), Some(problem)).await;
    }
    let methods = choices(visit, rooms, prepared, method).await?;
    let address = &prepared.buyer.address;
    let view = PaymentView {
        frame: own_frame(visit, rooms, texts.t("checkout-step-2")).await?,
        token: visit.form_token(),
        // Of this page: sent twice it is one order, shown again (after a refusal) it is another try.
        idempotency_key: kernel::random_token(),
        email: prepared.buyer.email.as_str().to_owned(),
        address: crate::order::address_lines(
            [&address.name, &address.company, &address.line1, &address.line2],
            &address.postal_code,
            &address.city,
            texts.t(&format!("country-{}", address.country)),
        ),
        billing: prepared.buyer.billing.as_ref().map(|b| billing_lines(texts, b)).unwrap_or_default(),
        delivery: delivery(visit, &prepared.delivery),
        keeps_card: visit.customer.is_some() && methods.iter().any(|m| keeps_cards(rooms, &m.value)),
        methods,
        lines: sums::basket_lines(&visit.ctx, &basket, visit.today()),
        sums: sums::of_quote(&visit.ctx, &prepared.quote),
        problems,
        away: away(visit, rooms).await?,
    };
    page(status, &view)
}

/// The way and its time in words.
pub(crate) fn delivery(visit: &Visit, way: &orders::Delivery) -> String {
    let texts = &visit.ctx.texts;
    let time = days(texts, "days", way.min_days, way.max_days);
    texts.f("delivery-and-time", &[("name", (&way.name).into()), ("time", (&time).into())])
}

fn billing_lines(texts: &Texts, to: &Address) -> Vec<String> {
    crate::order::address_lines(
        [&to.name, &to.company, &to.line1, &to.line2],
        &to.postal_code,
        &to.city,
        texts.t(&format!("country-{}", to.country)),
    )
}
