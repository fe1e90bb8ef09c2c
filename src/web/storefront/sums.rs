//! Sums and lines, as pages show them.
use cart::View;
use checkout::Prepared;
use kernel::kinds::PictureId;
use kernel::{Context, Money};
use orders::Order;
use pricing::Quote;

use crate::parts::{nothing, picture, small, sources};
use crate::views::{OrderLine, Picture, SumRow, Sums, TaxRow};

/// Goods, discount, delivery. `None`: where it goes, and so what that costs, is not known yet.
fn rows(ctx: &Context, goods: Money, discount: Money, delivery: (String, Option<Money>)) -> Vec<SumRow> {
    let row = |label: &str, amount| SumRow { label: label.to_owned(), amount };
    let mut rows = vec![row(ctx.texts.t("sums-goods"), Some(goods))];
    if !discount.is_zero() {
        let taken = Money { amount: -discount.amount, ..discount };
        rows.push(row(ctx.texts.t("sums-discount"), Some(taken)));
    }
    rows.push(row(&delivery.0, delivery.1));
    rows
}

pub(crate) fn of_quote(ctx: &Context, quote: &Quote) -> Sums {
    let delivery = match &quote.shipping {
        Some(s) => (ctx.texts.v("sums-delivery-by", &s.name), Some(quote.money(s.amount))),
        None => (ctx.texts.t("sums-delivery").to_owned(), None),
    };
    Sums {
        rows: rows(ctx, quote.money(quote.goods), quote.money(quote.discount), delivery),
        taxes: quote.taxes.iter().map(|t| TaxRow { rate: t.rate, amount: quote.money(t.amount) }).collect(),
        total: quote.total(),
    }
}

pub(crate) fn of_nothing(visit: &kit::Visit) -> Sums {
    Sums { rows: Vec::new(), taxes: Vec::new(), total: nothing(visit) }
}

pub(crate) fn of_order(ctx: &Context, order: &Order) -> Sums {
    let money = |amount| Money::new(amount, order.currency);
    let delivery = (ctx.texts.v("sums-delivery-by", &order.delivery.name), Some(money(order.shipping.amount)));
    Sums {
        rows: rows(ctx, money(order.goods), money(order.discount), delivery),
        taxes: order.taxes.iter().map(|t| TaxRow { rate: t.rate, amount: money(t.amount) }).collect(),
        total: money(order.total),
    }
}

/// The basket's lines, only to look at.
pub(crate) fn basket_lines(view: &View) -> Vec<OrderLine> {
    let line = |(line, quoted): (&cart::Line, &pricing::QuoteLine)| OrderLine {
        title: line.item.title.clone(),
        detail: line.item.options.clone(),
        picture: line.item.picture.as_ref().map(picture),
        quantity: small(line.quantity),
        unit: view.quote.money(quoted.unit),
        total: view.quote.money(quoted.amount),
    };
    view.lines.iter().zip(&view.quote.lines).map(line).collect()
}

pub(crate) fn order_lines(order: &Order) -> Vec<OrderLine> {
    let line = |line: &orders::Line| OrderLine {
        title: line.title.clone(),
        detail: line.options.clone(),
        picture: line.picture.parse::<PictureId>().ok().map(thumb),
        quantity: small(line.quantity),
        unit: Money::new(line.unit, order.currency),
        total: Money::new(line.amount, order.currency),
    };
    order.lines.iter().map(line).collect()
}

/// Orders keep a picture's id only; its title stands beside it.
fn thumb(id: PictureId) -> Picture {
    Picture { alt: String::new(), width: 240, height: 240, sources: sources(id), focus: (50, 50) }
}

/// Whether what was prepared is what is in the basket now.
pub(crate) fn is_same(prepared: &Prepared, view: &View) -> bool {
    let before = prepared.quote.lines.iter().map(|l| (l.variant, l.quantity));
    view.gone.is_empty() && before.eq(view.lines.iter().map(|l| (l.item.variant, l.quantity)))
}
