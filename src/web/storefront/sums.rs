//! Sums and lines, as pages show them.
use cart::View;
use checkout::Prepared;
use kernel::kinds::PictureId;
use kernel::{Context, Day, Money};
use orders::Order;
use pricing::Quote;

use crate::parts::{nothing, picture, small, sources};
use crate::views::{Cut, OrderLine, Picture, SumRow, Sums, TaxRow};

/// What a sum is made of; minor units.
struct Parts {
    goods: i64,
    /// What is charged. `None`: where it goes, and so what that costs, is not known yet.
    delivery: (String, Option<i64>),
    fee: i64,
    discount: i64,
    /// What made it cheaper: name, code, off the goods, off the delivery.
    reductions: Vec<(String, String, i64, i64)>,
}

fn rows(ctx: &Context, money: impl Fn(i64) -> Money, parts: Parts) -> Vec<SumRow> {
    let texts = &ctx.texts;
    let row = |label: &str, amount: Option<i64>| SumRow { label: label.to_owned(), amount: amount.map(&money) };
    // Delivery is shown at its full price, so that what was taken off it stands beside what was taken off the goods.
    let off_delivery: i64 = parts.reductions.iter().map(|(_, _, _, delivery)| delivery).sum();
    let (label, charged) = parts.delivery;
    let mut rows =
        vec![row(texts.t("sums-goods"), Some(parts.goods)), row(&label, charged.map(|c| c + off_delivery))];
    if parts.fee != 0 {
        rows.push(row(texts.t("sums-fee"), Some(parts.fee)));
    }
    let mut left = parts.discount;
    for (title, code, goods, delivery) in &parts.reductions {
        left -= goods;
        if goods + delivery != 0 {
            let key = if code.is_empty() { "sums-reduction" } else { "sums-coupon" };
            let label = texts.f(key, &[("title", title.into()), ("code", code.into())]);
            rows.push(row(&label, Some(-(goods + delivery))));
        }
    }
    if left != 0 {
        rows.push(row(texts.t("sums-discount"), Some(-left)));
    }
    rows
}

pub(crate) fn of_quote(ctx: &Context, quote: &Quote) -> Sums {
    let delivery = match &quote.shipping {
        Some(s) => (ctx.texts.v("sums-delivery-by", &s.name), Some(s.amount)),
        None => (ctx.texts.t("sums-delivery").to_owned(), None),
    };
    let reduction =
        |p: &pricing::Applied| (p.title.clone(), p.code.clone().unwrap_or_default(), p.goods, p.delivery);
    let parts = Parts {
        goods: quote.goods,
        delivery,
        fee: quote.fee.as_ref().map_or(0, |fee| fee.amount),
        discount: quote.discount,
        reductions: quote.promotions.iter().map(reduction).collect(),
    };
    Sums {
        rows: rows(ctx, |amount| quote.money(amount), parts),
        taxes: quote.taxes.iter().map(|t| TaxRow { rate: t.rate, amount: quote.money(t.amount) }).collect(),
        total: quote.total(),
    }
}

/// [`of_quote`], its delivery told to be an estimate.
pub(crate) fn estimated(ctx: &Context, quote: &Quote) -> Sums {
    let mut sums = of_quote(ctx, quote);
    if quote.shipping.is_some()
        && let Some(row) = sums.rows.get_mut(1)
    {
        ctx.texts.t("sums-delivery-estimate").clone_into(&mut row.label);
    }
    sums
}

pub(crate) fn of_nothing(visit: &kit::Visit) -> Sums {
    Sums { rows: Vec::new(), taxes: Vec::new(), total: nothing(visit) }
}

pub(crate) fn of_order(ctx: &Context, order: &Order) -> Sums {
    let money = |amount| Money::new(amount, order.currency);
    let reduction = |r: &orders::Reduction| (r.title.clone(), r.code.clone(), r.goods, r.delivery);
    let parts = Parts {
        goods: order.goods,
        delivery: (ctx.texts.v("sums-delivery-by", &order.delivery.name), Some(order.shipping.amount)),
        fee: order.particulars.fee_amount(),
        discount: order.discount,
        reductions: order.particulars.reductions.iter().map(reduction).collect(),
    };
    Sums {
        rows: rows(ctx, money, parts),
        taxes: order.taxes.iter().map(|t| TaxRow { rate: t.rate, amount: money(t.amount) }).collect(),
        total: money(order.total),
    }
}

/// What is taken off a line by what. Where only the amount is known, that alone is told.
pub(crate) fn cut(ctx: &Context, quoted: &pricing::QuoteLine, money: impl Fn(i64) -> Money) -> Cut {
    let by = |d: &pricing::Discount| {
        let key = if d.code.is_some() { "line-cut-coupon" } else { "line-cut" };
        let (code, amount) = (d.code.clone().unwrap_or_default(), ctx.money(money(-d.amount)));
        ctx.texts.f(key, &[("title", (&d.title).into()), ("code", (&code).into()), ("amount", (&amount).into())])
    };
    Cut {
        left: (quoted.discount > 0).then(|| money(quoted.amount - quoted.discount)),
        by: quoted.discounts.iter().map(by).collect(),
    }
}

/// The basket's lines, only to look at.
pub(crate) fn basket_lines(ctx: &Context, view: &View, today: Day) -> Vec<OrderLine> {
    let line = |(line, quoted): (&cart::Line, &pricing::QuoteLine)| OrderLine {
        title: line.item.title.clone(),
        detail: line.item.options.clone(),
        picture: line.item.picture.as_ref().map(picture),
        quantity: small(line.quantity),
        unit: view.quote.money(quoted.unit),
        total: view.quote.money(quoted.amount),
        cut: cut(ctx, quoted, |amount| view.quote.money(amount)),
        waits: flows::waits::told(ctx, line.availability.when(line.quantity, today)),
    };
    view.lines.iter().zip(&view.quote.lines).map(line).collect()
}

pub(crate) fn order_lines(ctx: &Context, order: &Order) -> Vec<OrderLine> {
    let line = |line: &orders::Line| OrderLine {
        title: line.title.clone(),
        detail: line.options.clone(),
        picture: line.picture.parse::<PictureId>().ok().map(thumb),
        quantity: small(line.quantity),
        unit: Money::new(line.unit, order.currency),
        total: Money::new(line.amount, order.currency),
        cut: Cut {
            left: (line.discount > 0).then(|| Money::new(line.amount - line.discount, order.currency)),
            by: Vec::new(),
        },
        waits: match line.left() {
            0 => None,
            _ => flows::waits::told(ctx, order.particulars.when(line.position)),
        },
    };
    order.lines.iter().map(line).collect()
}

/// Orders keep a picture's id only; its title stands beside it.
fn thumb(id: PictureId) -> Picture {
    Picture { alt: String::new(), width: 240, height: 240, sources: sources(id), focus: (50, 50) }
}

/// Whether what was prepared is what is in the basket now. A coupon that ended meanwhile is told when it is placed.
pub(crate) fn is_same(prepared: &Prepared, view: &View) -> bool {
    let before = prepared.quote.lines.iter().map(|l| (l.variant, l.quantity));
    let coupon = view.coupon.as_ref().map(|c| &c.code);
    let same_coupon = prepared.coupon.as_ref().is_none_or(|held| coupon == Some(held));
    view.gone.is_empty() && same_coupon && before.eq(view.lines.iter().map(|l| (l.item.variant, l.quantity)))
}
