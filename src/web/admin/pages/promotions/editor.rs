//! One coupon: made, looked at, changed.
use actix_web::{HttpResponse, web};
use catalog::Catalog;
use kernel::kinds::{CategoryId, CouponId, OrderId};
use kernel::{BasisPoints, Context, Money};
use kit::{CheckedForm, Failure, Site};
use orders::Orders;
use pricing::{Benefit, Coupon, CouponUse, NewCoupon, Pricing, PricingError};
use staff::Permission;

use super::{PATH, field_of, state};
use crate::desk::Desk;
use crate::pages::fields::{Fields, list, money};
use crate::pages::goods::choices;
use crate::pages::goods::editor::{local, moment};
use crate::said::Said;
use crate::views::{CouponStanding, CouponUseLine, CouponView, Form, Section};

/// Uses that are listed.
const USES: i64 = 50;

const NAMES: [&str; 11] = [
    "code",
    "title",
    "kind",
    "value",
    "least_goods",
    "valid_from",
    "valid_until",
    "uses_limit",
    "per_buyer",
    "products",
    "version",
];

pub(crate) async fn make(desk: Desk, catalog: web::Data<Catalog>) -> Result<HttpResponse, Failure> {
    let form = Form::default().with("kind", "percent");
    desk.show(&view(&desk, &catalog, None, form, &[]).await?)
}

pub(crate) async fn add(
    desk: Desk,
    site: web::Data<Site>,
    catalog: web::Data<Catalog>,
    pricing: web::Data<Pricing>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (mut form, new) = read(&desk, &catalog, &fields).await?;
    if form.is_fine() {
        match pricing.add_coupon(desk.actor(), new).await {
            Ok(id) => return Ok(Said::CouponMade.at(&site, &format!("{PATH}/{id}"))),
            Err(e) => refuse(&mut form, desk.ctx(), &e)?,
        }
    }
    desk.refuse(&view(&desk, &catalog, None, form, &fields.ids("categories")).await?)
}

pub(crate) async fn edit(
    desk: Desk,
    catalog: web::Data<Catalog>,
    pricing: web::Data<Pricing>,
    orders: web::Data<Orders>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let coupon = pricing.coupon(desk.actor(), coupon_id(&id)?).await?;
    let form = filled(desk.ctx(), &catalog, &coupon).await?;
    let standing = standing(&desk, &pricing, &orders, &coupon).await?;
    let chosen = coupon.categories.clone();
    desk.show(&view(&desk, &catalog, Some((&coupon, standing)), form, &chosen).await?)
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    catalog: web::Data<Catalog>,
    pricing: web::Data<Pricing>,
    orders: web::Data<Orders>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id = coupon_id(&id)?;
    let (mut form, new) = read(&desk, &catalog, &fields).await?;
    if form.is_fine() {
        match pricing.change_coupon(desk.actor(), id, fields.version(), new).await {
            Ok(()) => return Ok(Said::CouponSaved.at(&site, &format!("{PATH}/{id}"))),
            Err(e) => refuse(&mut form, desk.ctx(), &e)?,
        }
    }
    let coupon = pricing.coupon(desk.actor(), id).await?;
    let standing = standing(&desk, &pricing, &orders, &coupon).await?;
    desk.refuse(&view(&desk, &catalog, Some((&coupon, standing)), form, &fields.ids("categories")).await?)
}

fn coupon_id(text: &str) -> Result<CouponId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

fn refuse(form: &mut Form, ctx: &Context, error: &PricingError) -> Result<(), Failure> {
    let (field, key) = field_of(error).ok_or_else(|| Failure::of(error))?;
    form.refuse(field, ctx.texts.t(&key));
    Ok(())
}

async fn view(
    desk: &Desk,
    catalog: &Catalog,
    held: Option<(&Coupon, CouponStanding)>,
    form: Form,
    chosen: &[CategoryId],
) -> Result<CouponView, Failure> {
    let (ctx, texts) = (desk.ctx(), &desk.ctx().texts);
    let tree = catalog.categories().await?;
    let ticked = |id: &String| id.parse().is_ok_and(|id: CategoryId| chosen.contains(&id));
    let (title, path) = match &held {
        Some((coupon, _)) => (coupon.code.as_str(), format!("{PATH}/{}", coupon.id)),
        None => (texts.t("promotions-new"), format!("{PATH}/new")),
    };
    Ok(CouponView {
        shell: desk.shell(Section::Promotions, title).under(PATH, texts.t("admin-nav-promotions")),
        path,
        standing: held.map(|(_, standing)| standing),
        currency: ctx.currency.to_string(),
        categories: choices(&tree).into_iter().map(|(id, name)| (id.clone(), name, ticked(&id))).collect(),
        may_edit: desk.may(Permission::ManagePromotions),
        form,
    })
}

async fn standing(
    desk: &Desk,
    pricing: &Pricing,
    orders: &Orders,
    coupon: &Coupon,
) -> Result<CouponStanding, Failure> {
    let uses = pricing.coupon_uses(desk.actor(), coupon.id, USES).await?;
    let used: Vec<OrderId> = uses.iter().map(|u| u.holder.cast()).collect();
    let numbers = match desk.may(Permission::ViewOrders) {
        true => orders.numbers_of(desk.actor(), used).await?,
        false => Default::default(),
    };
    let line = |u: CouponUse| {
        let order: OrderId = u.holder.cast();
        CouponUseLine {
            at: u.at,
            order: numbers.get(&order).map(|number| (order.to_string(), number.clone())),
            released: u.released,
            off: Money::new(u.amount, coupon.currency),
        }
    };
    Ok(CouponStanding {
        state: state(coupon, desk.now()),
        paused: !coupon.active,
        taken: coupon.taken.max(0).unsigned_abs(),
        left: coupon.uses_limit.map(|limit| (limit - coupon.taken).max(0).unsigned_abs()),
        uses: uses.into_iter().map(line).collect(),
    })
}

async fn filled(ctx: &Context, catalog: &Catalog, c: &Coupon) -> Result<Form, Failure> {
    let (kind, value) = match c.benefit {
        Benefit::Percent { rate } => ("percent", rate.to_string()),
        Benefit::Fixed { amount } => ("fixed", Money::new(amount, c.currency).decimal()),
        Benefit::FreeDelivery => ("delivery", String::new()),
    };
    let count = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let at = |at: Option<kernel::Micros>| at.map(|at| local(ctx, at)).unwrap_or_default();
    let least = c.least_goods.map(|least| Money::new(least, c.currency).decimal());
    Ok(Form::default()
        .with("version", c.version.to_string())
        .with("code", &*c.code)
        .with("title", &*c.title)
        .with("kind", kind)
        .with("value", value)
        .with("least_goods", least.unwrap_or_default())
        .with("valid_from", at(c.valid_from))
        .with("valid_until", at(c.valid_until))
        .with("uses_limit", count(c.uses_limit))
        .with("per_buyer", count(c.per_buyer))
        .with("products", catalog.handles_of(c.products.clone()).await?.join("\n")))
}

/// What was typed: as a form again, with what cannot be read, and as far as it could be.
async fn read(desk: &Desk, catalog: &Catalog, fields: &Fields) -> Result<(Form, NewCoupon), Failure> {
    let (ctx, texts) = (desk.ctx(), &desk.ctx().texts);
    let mut form = NAMES.iter().fold(Form::default(), |form, name| form.with(name, fields.one(name)));
    let amount = |text: &str| money(text, ctx.currency).map(|m| m.amount);
    let benefit = match (fields.one("kind"), fields.one("value")) {
        ("delivery", _) => Benefit::FreeDelivery,
        ("fixed", value) => Benefit::Fixed { amount: amount(value).unwrap_or(0) },
        // Hundredths of a percent are typed as hundredths of anything are.
        (_, value) => {
            let rate =
                Money::parse(value.trim_end_matches('%').trim().replace(',', ".").as_str(), kernel::Currency::EUR);
            Benefit::Percent { rate: BasisPoints(rate.map_or(0, |rate| rate.amount)) }
        }
    };
    let mut wrong = |name: &str, key: &str| form.refuse(name, texts.t(key));
    let least_goods = match fields.one("least_goods") {
        "" => None,
        text => amount(text).or_else(|| {
            wrong("least_goods", "promotions-wrong-coupon-least");
            None
        }),
    };
    let mut count = |name: &'static str| match fields.one(name) {
        "" => None,
        text => text.parse().ok().filter(|n: &i64| *n > 0).or_else(|| {
            wrong(name, "promotions-wrong-coupon-limit");
            None
        }),
    };
    let (uses_limit, per_buyer) = (count("uses_limit"), count("per_buyer"));
    let mut when = |name: &'static str| match fields.one(name) {
        "" => None,
        text => moment(ctx, text).or_else(|| {
            wrong(name, "goods-wrong-moment");
            None
        }),
    };
    let (valid_from, valid_until) = (when("valid_from"), when("valid_until"));
    let handles: Vec<String> = list(fields.one("products"))
        .into_iter()
        .map(|h| h.rsplit("/p/").next().unwrap_or(&h).to_lowercase())
        .collect();
    let found = if handles.is_empty() { Default::default() } else { catalog.by_handles(handles.clone()).await? };
    if let Some(unknown) = handles.iter().find(|h| !found.contains_key(*h)) {
        form.refuse("products", texts.v("promotions-wrong-product", unknown));
    }
    let new = NewCoupon {
        code: fields.one("code").to_owned(),
        title: fields.one("title").to_owned(),
        benefit,
        currency: ctx.currency,
        least_goods,
        products: handles.iter().filter_map(|h| found.get(h).copied()).collect(),
        categories: fields.ids("categories"),
        valid_from,
        valid_until,
        uses_limit,
        per_buyer,
    };
    Ok((form, new))
}
