//! The order's sum, line by line, and what was paid of it.
use kernel::{Arg, Context, Money, TaxMode};
use orders::{Lifecycle, Order, Tax};
use payments::{Payment, Sums};

use crate::views::{MoneyKind, MoneyRow};

/// In the order they are added up. `method` is how the buyer chose to pay.
pub(super) fn rows(ctx: &Context, order: &Order, paid: &[Payment], method: Option<String>) -> Vec<MoneyRow> {
    let row = |label: &str, amount, kind| MoneyRow {
        label: label.to_owned(),
        note: None,
        amount: Money::new(amount, order.currency),
        kind,
    };
    let t = |key| ctx.texts.t(key);
    let tax = |key, tax: &Tax, kind| {
        let rate = tax.rate.to_string();
        let label = ctx.texts.f(key, &[("name", Arg::Text(&tax.name)), ("rate", Arg::Text(&rate))]);
        row(&label, tax.amount, kind)
    };

    let mut rows = vec![row(t("admin-money-goods"), order.goods, MoneyKind::Plain)];
    let reductions = &order.particulars.reductions;
    let off_delivery: i64 = reductions.iter().map(|r| r.delivery).sum();
    rows.push(row(&order.delivery.name, order.shipping.amount + off_delivery, MoneyKind::Plain));
    if let Some(fee) = &order.particulars.fee {
        rows.push(row(t("promotions-money-fee"), fee.amount, MoneyKind::Plain));
    }
    let mut left = order.discount;
    for reduction in reductions {
        left -= reduction.goods;
        let mut line = row(&reduction.title, -(reduction.goods + reduction.delivery), MoneyKind::Plain);
        line.note =
            Some(&reduction.code).filter(|c| !c.is_empty()).map(|c| ctx.texts.v("promotions-money-coupon", c));
        rows.push(line);
    }
    if left != 0 {
        rows.push(row(t("admin-money-discount"), -left, MoneyKind::Plain));
    }
    if order.tax_mode == TaxMode::Exclusive {
        rows.extend(order.taxes.iter().map(|each| tax("admin-money-tax", each, MoneyKind::Plain)));
    }
    rows.push(row(t("admin-money-total"), order.total, MoneyKind::Total));
    if order.tax_mode == TaxMode::Inclusive {
        rows.extend(order.taxes.iter().map(|each| tax("admin-money-tax-included", each, MoneyKind::Included)));
    }

    let sums = Sums::of(paid);
    let mut about_paying = Vec::new();
    for (key, amount) in [
        ("admin-money-authorised", sums.authorized),
        ("admin-money-captured", sums.captured),
        ("admin-money-refunded", -sums.refunded),
        ("money-disputed", -sums.disputed),
        ("money-charged-back", -sums.charged_back),
        ("money-fees", -paid.iter().map(|p| p.fees.amount).sum::<i64>()),
    ] {
        if amount != 0 {
            about_paying.push(row(t(key), amount, MoneyKind::Plain));
        }
    }
    if order.lifecycle != Lifecycle::Cancelled {
        let due = (order.total - sums.captured).max(0);
        about_paying.push(row(t("admin-money-due"), due, MoneyKind::Plain));
    }
    if let Some(first) = about_paying.first_mut() {
        first.kind = MoneyKind::Ruled;
        first.note = method;
    }
    rows.extend(about_paying);
    rows
}
