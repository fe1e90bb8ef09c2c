//! The basket.
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use cart::{CartError, MOST, Terms};
use kernel::kinds::{CustomerId, VariantId};
use kit::{CheckedForm, Failure, Jar, OpenForm, Visit};
use pricing::{Quote, ShippingRequest};
use serde::{Deserialize, Serialize};
use shipping::{Method, Parcel};

use crate::parts::{described, going, own_frame_at, page, picture, see_other, small, told, units, variant};
use crate::views::{CartLine, CartView, CouponBox, Estimate, Field};
use crate::{Rooms, beside, coupon, estimate, news, payment, sums, wording};

#[derive(Serialize)]
pub(crate) struct Summary {
    count: u32,
    /// Whether somebody is signed in; who it is, nobody is told.
    signed_in: bool,
}

#[derive(Deserialize)]
pub(crate) struct NewLine {
    variant: String,
    #[serde(default)]
    quantity: String,
}

#[derive(Deserialize)]
pub(crate) struct ChangedLine {
    #[serde(default)]
    quantity: String,
    #[serde(default)]
    remove: String,
    #[serde(default)]
    later: String,
}

/// For the count beside the basket's link on pages that are the same for everybody.
pub(crate) async fn summary(visit: Visit, rooms: web::Data<Rooms>) -> Result<web::Json<Summary>, Failure> {
    Ok(web::Json(Summary { count: units(&visit, &rooms).await?, signed_in: visit.customer.is_some() }))
}

#[derive(Deserialize)]
pub(crate) struct Said {
    #[serde(default)]
    said: String,
    #[serde(default)]
    country: Option<String>,
}

pub(crate) async fn show(
    visit: Visit,
    rooms: web::Data<Rooms>,
    said: web::Query<Said>,
) -> Result<HttpResponse, Failure> {
    let notices = match said.said.as_str() {
        said @ ("some" | "later" | "joined" | "joined-part") => {
            vec![visit.ctx.texts.t(&format!("cart-said-{said}")).to_owned()]
        }
        _ => Vec::new(),
    };
    let country = said.into_inner().country.filter(|c| visit.setup.market.countries.contains(c));
    let chosen = country.as_ref().map(|country| visit.site().cookie(Jar::Destination, country));
    let telling = Telling { notices, country, ..Telling::default() };
    let mut page = shown_with(&visit, &rooms, StatusCode::OK, telling).await?;
    if let Some(cookie) = chosen {
        page.add_cookie(&cookie).map_err(Failure::ours)?;
    }
    Ok(page)
}

/// From a cached page: its form holds no token, the check of its origin protects it.
pub(crate) async fn add(
    visit: Visit,
    rooms: web::Data<Rooms>,
    OpenForm(line): OpenForm<NewLine>,
) -> Result<HttpResponse, Failure> {
    let id = variant(&line.variant)?;
    let put = match quantity(&line.quantity) {
        Ok(quantity) => put(&visit, &rooms, id, quantity).await,
        Err(e) => Err(e),
    };
    match put {
        Ok(token) => Ok(going(&visit, "/cart").cookie(visit.site().cookie(Jar::Cart, &token)).finish()),
        Err(e) => refused(&visit, &rooms, e).await,
    }
}

pub(crate) async fn change(
    visit: Visit,
    rooms: web::Data<Rooms>,
    id: web::Path<String>,
    CheckedForm(line): CheckedForm<ChangedLine>,
) -> Result<HttpResponse, Failure> {
    let id = variant(&id)?;
    let Some(token) = &visit.cart else { return Ok(see_other(&visit, "/cart")) };
    if let Some(me) = visit.customer.as_ref().filter(|_| !line.later.is_empty()) {
        return save_for_later(&visit, &rooms, me.id, (token, id)).await;
    }
    let quantity = if line.remove.is_empty() { quantity(&line.quantity) } else { Ok(0) };
    let set = match quantity {
        Ok(quantity) => rooms.carts.set(&visit.actor, token, id, quantity).await,
        Err(e) => Err(e),
    };
    match set {
        Ok(()) | Err(CartError::NotFound) => Ok(see_other(&visit, "/cart")),
        Err(e @ (CartError::TooMany | CartError::Quantity)) => {
            let value = line.quantity.trim().chars().take(12).collect();
            let field = Field { value, error: told(&visit.ctx.texts, &e) };
            let telling = Telling { quantity: Some((id, field)), ..Telling::default() };
            shown_with(&visit, &rooms, Failure::of(&e).status, telling).await
        }
        Err(e) => refused(&visit, &rooms, e).await,
    }
}

/// Out of the basket, onto the wish list.
async fn save_for_later(
    visit: &Visit,
    rooms: &Rooms,
    me: CustomerId,
    (token, id): (&str, VariantId),
) -> Result<HttpResponse, Failure> {
    match rooms.accounts.wish(visit.actor.correlation.clone(), me, id).await {
        Ok(()) => {}
        Err(customers::AccountError::Full(_)) => {
            let full = visit.ctx.texts.t("account-wishes-full").to_owned();
            return shown(visit, rooms, StatusCode::CONFLICT, vec![full]).await;
        }
        Err(e) => return Err(e.into()),
    }
    match rooms.carts.set(&visit.actor, token, id, 0).await {
        Ok(()) | Err(CartError::NotFound) => Ok(see_other(visit, "/cart?said=later")),
        Err(e) => refused(visit, rooms, e).await,
    }
}

/// A new basket; it follows whoever is signed in.
async fn create(visit: &Visit, rooms: &Rooms, line: (VariantId, i64)) -> Result<String, CartError> {
    let (_, token) = rooms.carts.create(&visit.actor, visit.ctx.market, vec![line]).await?;
    if let Some(me) = &visit.customer {
        rooms.carts.own(&visit.actor, &token, me.id).await?;
    }
    Ok(token)
}

/// Into the basket that the visitor has, or into a new one; answers what opens it.
async fn put(visit: &Visit, rooms: &Rooms, id: VariantId, quantity: i64) -> Result<String, CartError> {
    if let Some(token) = &visit.cart {
        match rooms.carts.add(&visit.actor, token, id, quantity).await {
            Ok(_) => return Ok(token.clone()),
            // It became an order, or was never there.
            Err(CartError::NotFound) => {}
            Err(e) => return Err(e),
        }
    }
    create(visit, rooms, (id, quantity)).await
}

/// As much of these as is sold and fits. Answers what opens the basket, and whether something was left out.
pub(crate) async fn put_all(
    visit: &Visit,
    rooms: &Rooms,
    lines: Vec<(VariantId, i64)>,
) -> Result<(Option<String>, bool), Failure> {
    let (mut token, mut left_out) = (visit.cart.clone(), false);
    for (variant, quantity) in lines {
        let added = match &token {
            Some(token) => rooms.carts.add(&visit.actor, token, variant, quantity).await.map(drop),
            None => Err(CartError::NotFound),
        };
        match added {
            Err(CartError::NotFound) => match create(visit, rooms, (variant, quantity)).await {
                Ok(new) => token = Some(new),
                Err(CartError::NotSold(_) | CartError::TooMany) => left_out = true,
                Err(e) => return Err(e.into()),
            },
            Err(CartError::NotSold(_) | CartError::TooMany | CartError::TooManyLines) => left_out = true,
            other => other?,
        }
    }
    Ok((token, left_out))
}

/// As people type it.
fn quantity(typed: &str) -> Result<i64, CartError> {
    let typed = typed.trim();
    match typed.parse() {
        Ok(quantity) => Ok(quantity),
        Err(_) if !typed.is_empty() && typed.bytes().all(|b| b.is_ascii_digit()) => Err(CartError::TooMany),
        Err(_) => Err(CartError::Quantity),
    }
}

/// The basket as it is, and why it was not changed.
async fn refused(visit: &Visit, rooms: &Rooms, error: CartError) -> Result<HttpResponse, Failure> {
    match told(&visit.ctx.texts, &error) {
        Some(notice) => shown(visit, rooms, Failure::of(&error).status, vec![notice]).await,
        None => Err(error.into()),
    }
}

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

/// The open basket with something in it.
pub(crate) async fn open(visit: &Visit, rooms: &Rooms) -> Result<Option<(String, cart::View)>, Failure> {
    let Some(token) = &visit.cart else { return Ok(None) };
    spoken(visit, rooms, filled(token, rooms.carts.view(token, terms(visit)).await)?).await
}

/// The same, delivered this way to this country.
pub(crate) async fn delivered(
    visit: &Visit,
    rooms: &Rooms,
    method: &Method,
    country: &str,
) -> Result<Option<(String, cart::View)>, Failure> {
    let Some(token) = &visit.cart else { return Ok(None) };
    let (method, to) = (method.clone(), country.to_owned());
    let name = method.name_in(visit.ctx.texts.language()).to_owned();
    let charge = move |quote: &Quote, weight_grams: i64| {
        let parcel = Parcel { goods: quote.goods_less_discount(), weight_grams };
        Some(ShippingRequest {
            code: method.code.clone(),
            name: name.clone(),
            price: method.charge(&to, &parcel)?,
            tax_class: method.tax_class.clone(),
        })
    };
    let terms = Terms { country: country.to_owned(), ..terms(visit) };
    spoken(visit, rooms, filled(token, rooms.carts.view_delivered(token, terms, charge).await)?).await
}

fn filled(token: &str, view: Result<cart::View, CartError>) -> Result<Option<(String, cart::View)>, Failure> {
    match view {
        Ok(view) if view.lines.is_empty() && view.gone.is_empty() => Ok(None),
        Ok(view) => Ok(Some((token.to_owned(), view))),
        Err(CartError::NotFound) => Ok(None),
        Err(e) => Err(e.into()),
    }
}

/// What this basket's own checkout holds is not lost to it.
async fn with_own(rooms: &Rooms, view: &mut cart::View) -> Result<(), Failure> {
    if view.lines.iter().all(|l| l.availability.ready >= l.quantity) {
        return Ok(());
    }
    let held = rooms.checkout.held(view.id).await?;
    for line in &mut view.lines {
        line.availability = line.availability.with_own(held.get(&line.item.variant).copied().unwrap_or(0));
    }
    Ok(())
}

/// What lies in it is called as the page's language calls it.
async fn spoken(
    visit: &Visit,
    rooms: &Rooms,
    mut basket: Option<(String, cart::View)>,
) -> Result<Option<(String, cart::View)>, Failure> {
    if let Some((_, view)) = &mut basket {
        with_own(rooms, view).await?;
        wording::basket(visit, rooms, view).await?;
    }
    Ok(basket)
}

/// What a page of the basket tells besides the basket.
#[derive(Default)]
pub(crate) struct Telling {
    pub notices: Vec<String>,
    /// A code that was typed and refused.
    pub code: Field,
    /// A quantity that was typed and refused.
    pub quantity: Option<(VariantId, Field)>,
    /// Where it would go, if that was said just now; else where they said before, else the market's own country.
    pub country: Option<String>,
}

pub(crate) async fn shown(
    visit: &Visit,
    rooms: &Rooms,
    status: StatusCode,
    notices: Vec<String>,
) -> Result<HttpResponse, Failure> {
    shown_with(visit, rooms, status, Telling { notices, ..Telling::default() }).await
}

/// [`shown`], with whatever else there is to tell.
pub(crate) async fn shown_with(
    visit: &Visit,
    rooms: &Rooms,
    status: StatusCode,
    telling: Telling,
) -> Result<HttpResponse, Failure> {
    let texts = &visit.ctx.texts;
    let Telling { mut notices, code, quantity, country } = telling;
    let country = country.or_else(|| visit.destination.clone());
    let country = country.unwrap_or_else(|| visit.ctx.country.to_string());
    let mut frame = own_frame_at(visit, rooms, texts.t("basket"), "/cart").await?;
    let (signed_in, token) = (visit.customer.is_some(), visit.form_token());
    let Some((cart, view)) = open(visit, rooms).await? else {
        let (sums, lines) = (sums::of_nothing(visit), Vec::new());
        let (coupon, estimate) = (CouponBox::default(), Estimate::default());
        let placed = payment::lately_placed(visit, rooms).await?.map(|(_, note)| note);
        let beside = beside::bought(visit, rooms).await?;
        return page(
            status,
            &CartView { frame, signed_in, token, lines, sums, notices, coupon, estimate, placed, beside },
        );
    };
    described(visit, &mut frame, "cart-description", "/cart");
    if take_out_gone(visit, rooms, &cart, &view).await? {
        notices.push(texts.t("cart-gone").to_owned());
    }
    let left = left(&view);
    notices.extend(news::told(visit, rooms, &view, &left).await?);
    let mut lines = lines(visit, &view, &left);
    if let Some((variant, field)) = quantity
        && let Some(line) = lines.iter_mut().find(|l| l.variant == variant.to_string())
    {
        line.problem = field.error;
        line.typed = Some(field.value);
    }
    let (delivered, estimate) = estimate::of(visit, rooms, &view, &country).await?;
    let view = delivered.unwrap_or(view);
    let coupon = coupon::in_box(&visit.ctx, &view, code);
    let sums = sums::estimated(&visit.ctx, &view.quote);
    let (placed, beside) = (None, beside::basket(visit, rooms, &view).await?);
    page(status, &CartView { frame, signed_in, token, lines, sums, notices, coupon, estimate, placed, beside })
}

/// What is no longer sold has no line that one could take out by hand.
async fn take_out_gone(visit: &Visit, rooms: &Rooms, token: &str, view: &cart::View) -> Result<bool, Failure> {
    for variant in &view.gone {
        rooms.carts.set(&visit.actor, token, *variant, 0).await?;
    }
    Ok(!view.gone.is_empty())
}

/// How many of each there are for this basket.
fn left(view: &cart::View) -> news::Left {
    view.lines.iter().map(|l| (l.item.variant, l.availability.saleable.max(0))).collect()
}

fn lines(visit: &Visit, view: &cart::View, left: &news::Left) -> Vec<CartLine> {
    let line = |(line, quoted): (&cart::Line, &pricing::QuoteLine)| {
        let left = left.get(&line.item.variant).copied().unwrap_or(0);
        CartLine {
            variant: line.item.variant.to_string(),
            title: line.item.title.clone(),
            detail: line.item.options.clone(),
            path: format!("/p/{}?variant={}", line.item.handle, line.item.variant),
            picture: line.item.picture.as_ref().map(picture),
            unit: view.quote.money(quoted.unit),
            quantity: small(line.quantity),
            max: small(left.min(MOST)),
            total: view.quote.money(quoted.amount),
            cut: sums::cut(&visit.ctx, quoted, |amount| view.quote.money(amount)),
            waits: flows::waits::told(&visit.ctx, line.availability.when(line.quantity, visit.today())),
            problem: (left < line.quantity).then(|| problem(visit, left)),
            typed: None,
        }
    };
    view.lines.iter().zip(&view.quote.lines).map(line).collect()
}

fn problem(visit: &Visit, left: i64) -> String {
    match left {
        0 => visit.ctx.texts.t("cart-out").to_owned(),
        left => visit.ctx.texts.n("cart-short", left),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_as_people_type_them() {
        assert_eq!(quantity(" 3 ").unwrap(), 3);
        assert!(matches!(quantity("99999999999999999999"), Err(CartError::TooMany)));
        for typed in ["", "x", "1.5", "- 3"] {
            assert!(matches!(quantity(typed), Err(CartError::Quantity)), "{typed}");
        }
    }
}
