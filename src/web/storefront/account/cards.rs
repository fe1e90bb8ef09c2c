//! The cards that are kept: looked at, preferred, taken out. They come in at the checkout.
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use kernel::kinds::CardId;
use kit::{CheckedForm, Failure, Visit};
use payments::Card;
use serde::Deserialize;

use super::{Said, holder, nav};
use crate::Rooms;
use crate::parts::{own_frame, page, see_other};
use crate::views::{CardEntry, CardsView};

#[derive(Deserialize)]
pub(crate) struct Act {
    #[serde(default)]
    act: String,
}

pub(crate) async fn list(
    visit: Visit,
    rooms: web::Data<Rooms>,
    said: web::Query<Said>,
) -> Result<HttpResponse, Failure> {
    let cards = rooms.payments.cards(holder(&visit)?.id).await?;
    let view = CardsView {
        frame: own_frame(&visit, &rooms, visit.ctx.texts.t("account-cards")).await?,
        nav: nav(&visit, "/account/cards"),
        token: visit.form_token(),
        cards: cards.iter().map(|card| entry(&visit, card)).collect(),
        notices: said.notices(&visit),
    };
    page(StatusCode::OK, &view)
}

fn entry(visit: &Visit, card: &Card) -> CardEntry {
    let key = if card.is_over(visit.today()) { "account-card-over" } else { "account-card-until" };
    let (month, year) = (format!("{:02}", card.exp_month), card.exp_year.to_string());
    CardEntry {
        id: card.id.to_string(),
        label: card.label(),
        until: visit.ctx.texts.f(key, &[("month", month.as_str().into()), ("year", year.as_str().into())]),
        preferred: card.preferred,
    }
}

pub(crate) async fn act(
    visit: Visit,
    rooms: web::Data<Rooms>,
    id: web::Path<String>,
    CheckedForm(form): CheckedForm<Act>,
) -> Result<HttpResponse, Failure> {
    let id: CardId = id.parse().map_err(|_| Failure::not_found())?;
    let me = holder(&visit)?.id;
    match form.act.as_str() {
        "remove" => {
            rooms.payments.remove_card(&visit.actor, me, id).await?;
            Ok(see_other(&visit, "/account/cards?said=card-removed"))
        }
        "prefer" => {
            rooms.payments.prefer_card(&visit.actor, me, id).await?;
            Ok(see_other(&visit, "/account/cards?said=card-preferred"))
        }
        _ => Err(Failure::not_found()),
    }
}
