//! The wish list: what somebody wants to find again, put there from a product's page or out of the basket.
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use customers::AccountError;
use kernel::kinds::VariantId;
use kit::{CheckedForm, Failure, Jar, OpenForm, Visit};
use serde::Deserialize;

use super::{Said, holder, nav};
use crate::figures::Figures;
use crate::parts::{going, own_frame, page, picture, see_other, variant};
use crate::views::{WishRow, WishesView};
use crate::{Rooms, basket, wording};

#[derive(Deserialize)]
pub(crate) struct Wish {
    variant: String,
    /// Where it was wished for: a product's page.
    #[serde(default)]
    at: String,
}

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
    shown(&visit, &rooms, StatusCode::OK, said.notices(&visit)).await
}

async fn shown(
    visit: &Visit,
    rooms: &Rooms,
    status: StatusCode,
    notices: Vec<String>,
) -> Result<HttpResponse, Failure> {
    let wishes = rooms.accounts.wishes(holder(visit)?.id).await?;
    let mut items = rooms.catalog.sale_items(&wishes).await?;
    wording::items(visit, rooms, items.values_mut()).await?;
    let figures = Figures::of(rooms, visit, &wishes).await?;
    let row = |id: &VariantId| {
        // What is no longer sold stays on the list, and is not shown.
        let item = items.get(id)?;
        Some(WishRow {
            id: id.to_string(),
            title: item.title.clone(),
            detail: item.options.clone(),
            path: format!("/p/{}?variant={id}", item.handle),
            picture: item.picture.as_ref().map(picture),
            price: figures.price(*id)?.unit,
            band: figures.band(*id),
        })
    };
    let view = WishesView {
        frame: own_frame(visit, rooms, visit.ctx.texts.t("account-wishes")).await?,
        nav: nav(visit, "/account/wishes"),
        token: visit.form_token(),
        wishes: wishes.iter().filter_map(row).collect(),
        notices,
    };
    page(status, &view)
}

/// From a cached page: its form holds no token, the check of its origin protects it. Guests come in first.
pub(crate) async fn add(
    visit: Visit,
    rooms: web::Data<Rooms>,
    OpenForm(wish): OpenForm<Wish>,
) -> Result<HttpResponse, Failure> {
    let id = variant(&wish.variant)?;
    let Some(me) = &visit.customer else {
        let back = kit::after_customer_sign_in(&wish.at);
        let next = crate::asked::encoded(back).replace("%2F", "/");
        return Ok(see_other(&visit, &format!("/account/sign-in?said=wish&next={next}")));
    };
    if !rooms.catalog.sale_items(&[id]).await?.contains_key(&id) {
        return Err(Failure::not_found());
    }
    match rooms.accounts.wish(visit.actor.correlation.clone(), me.id, id).await {
        Ok(()) => Ok(see_other(&visit, "/account/wishes?said=wished")),
        Err(AccountError::Full(_)) => {
            let full = visit.ctx.texts.t("account-wishes-full").to_owned();
            shown(&visit, &rooms, StatusCode::CONFLICT, vec![full]).await
        }
        Err(e) => Err(e.into()),
    }
}

/// Off the list; or into the basket, and off the list.
pub(crate) async fn act(
    visit: Visit,
    rooms: web::Data<Rooms>,
    id: web::Path<String>,
    CheckedForm(form): CheckedForm<Act>,
) -> Result<HttpResponse, Failure> {
    let (id, me) = (variant(&id)?, holder(&visit)?.id);
    let correlation = visit.actor.correlation.clone();
    if form.act != "basket" {
        rooms.accounts.unwish(correlation, me, id).await?;
        return Ok(see_other(&visit, "/account/wishes?said=unwished"));
    }
    let (token, left_out) = basket::put_all(&visit, &rooms, vec![(id, 1)]).await?;
    if left_out {
        let full = visit.ctx.texts.t("account-wishes-no-room").to_owned();
        return shown(&visit, &rooms, StatusCode::CONFLICT, vec![full]).await;
    }
    rooms.accounts.unwish(correlation, me, id).await?;
    let mut answer = going(&visit, "/cart");
    if let Some(token) = token {
        answer.cookie(visit.site().cookie(Jar::Cart, &token));
    }
    Ok(answer.finish())
}
