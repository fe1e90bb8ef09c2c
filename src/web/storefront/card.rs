//! Paying in the provider's own fields: the one page on which something of somebody else's runs, and only while such a payment
//! is open.
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, web};
use checkout::Outcome;
use kernel::Texts;
use kit::{CheckedForm, Failure, Visit};
use payments::{PaymentsError, Step};
use serde::Deserialize;

use crate::parts::{own_frame, page, see_other};
use crate::views::{AwayView, CardFields, CardView};
use crate::{Rooms, payment};

/// Instead of the one that every other page has: Stripe's script, its frames, and where they send what is typed.
const CSP: &str = "default-src 'self'; img-src 'self' data: https://*.stripe.com; \
                   script-src 'self' https://js.stripe.com; frame-src https://js.stripe.com https://hooks.stripe.com; \
                   connect-src 'self' https://api.stripe.com; object-src 'none'; base-uri 'none'; \
                   frame-ancestors 'none'; form-action 'self'";

#[derive(Deserialize)]
pub(crate) struct Nothing {}

/// How somebody came here.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Came {
    /// Back from the provider, without having paid.
    left: String,
}

/// Whether a browser may be led there: over TLS, or to a stand-in on this machine.
fn may_lead_to(url: &str) -> bool {
    ["https://", "http://127.0.0.1:", "http://localhost:"].iter().any(|begin| url.starts_with(begin))
}

/// What the page is called for this provider's payers.
fn title(texts: &Texts, provider: &str) -> String {
    let own = format!("card-title-{provider}");
    texts.t(if texts.has(&own) { &own } else { "card-title" }).to_owned()
}

pub(crate) async fn show(
    visit: Visit,
    rooms: web::Data<Rooms>,
    web::Query(came): web::Query<Came>,
) -> Result<HttpResponse, Failure> {
    let Some(token) = visit.cart.clone() else { return Ok(see_other(&visit, "/cart")) };
    let Some((open, total)) = rooms.checkout.open_payment(&token).await? else {
        return Ok(see_other(&visit, "/checkout/pending"));
    };
    let title = title(&visit.ctx.texts, &open.provider);
    let fields = match rooms.payments.next_step(&open).await {
        Ok(Some(Step::Fields { publishable_key, client_secret })) => {
            Some(CardFields { publishable_key, client_secret, confirm: false })
        }
        Ok(Some(Step::Confirm { publishable_key, client_secret })) => {
            Some(CardFields { publishable_key, client_secret, confirm: true })
        }
        // By a page of ours: browsers hold a form to our own addresses through all that it is redirected to.
        Ok(Some(Step::Redirect { url })) if may_lead_to(&url) => {
            let view = AwayView {
                frame: own_frame(&visit, &rooms, &title).await?,
                token: visit.form_token(),
                total,
                url,
                provider: open.provider,
                left: !came.left.is_empty(),
            };
            return page(StatusCode::OK, &view);
        }
        Ok(Some(Step::Redirect { .. })) => None,
        // Nothing is left for the payer to do.
        Ok(None) => return Ok(see_other(&visit, "/checkout/pending?waiting=1")),
        // It cannot be reached: the page says so, and leads to the other ways to pay.
        Err(PaymentsError::Provider(_)) => None,
        Err(e) => return Err(e.into()),
    };
    let with_fields = fields.is_some();
    let view = CardView {
        frame: own_frame(&visit, &rooms, &title).await?,
        token: visit.form_token(),
        total,
        fields,
        provider: open.provider,
    };
    let mut answer = page(if with_fields { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE }, &view)?;
    if with_fields {
        answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    }
    Ok(answer)
}

/// Another way to pay after all: the open payment is let go, and the checkout goes on where it was.
pub(crate) async fn leave(
    visit: Visit,
    rooms: web::Data<Rooms>,
    CheckedForm(_): CheckedForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let Some(token) = visit.cart.clone() else { return Ok(see_other(&visit, "/cart")) };
    match rooms.checkout.leave_payment(&visit.actor, &token).await? {
        Some(Outcome::Placed(order)) => Ok(payment::placed(&visit, &order)),
        Some(_) => Ok(see_other(&visit, "/checkout/pending?waiting=1")),
        None => Ok(see_other(&visit, "/checkout/payment")),
    }
}
