//! A new product: the least it begins with.
use actix_web::{HttpResponse, web};
use flows::goods::{Goods, NewGoods};
use kit::{CheckedForm, Failure, Site};

use super::{choices, in_list, refuse};
use crate::desk::Desk;
use crate::pages::fields::{Fields, money};
use crate::said::Said;
use crate::views::{Form, NewProductView, Section};

pub(crate) async fn show(desk: Desk, goods: web::Data<Goods>) -> Result<HttpResponse, Failure> {
    desk.show(&view(&desk, &goods, Form::default()).await?)
}

async fn view(desk: &Desk, goods: &Goods, form: Form) -> Result<NewProductView, Failure> {
    let texts = &desk.ctx().texts;
    let tree = goods.catalog.categories().await?;
    Ok(NewProductView {
        shell: desk
            .shell(Section::Products, texts.t("goods-new"))
            .under("/admin/products", texts.t("admin-nav-products")),
        categories: choices(&tree),
        currency: desk.ctx().currency.to_string(),
        form,
    })
}

pub(crate) async fn make(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (ctx, texts) = (desk.ctx(), &desk.ctx().texts);
    let mut form = Form::default();
    for name in ["title", "sku", "price", "on_hand", "category"] {
        form = form.with(name, fields.one(name));
    }
    let price = money(fields.one("price"), ctx.currency);
    if price.is_none() && !fields.one("price").is_empty() {
        form.refuse("price", texts.t("goods-wrong-price"));
    }
    let on_hand: Option<i64> = fields.one("on_hand").parse().ok().filter(|n| *n >= 0);
    if on_hand.is_none() && !fields.one("on_hand").is_empty() {
        form.refuse("on_hand", texts.t("goods-wrong-count"));
    }
    if form.is_fine() {
        let new = NewGoods {
            title: fields.one("title").to_owned(),
            sku: fields.one("sku").to_owned(),
            price,
            on_hand,
            category: fields.one("category").parse().ok(),
        };
        match goods.create(desk.actor(), in_list(ctx), new).await {
            Ok(id) => return Ok(Said::ProductMade.at(&site, &format!("/admin/products/{id}"))),
            Err(e) => refuse(&mut form, texts, &e)?,
        }
    }
    desk.refuse(&view(&desk, &goods, form).await?)
}
