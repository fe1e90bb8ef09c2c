//! Why an order costs what it costs, in words. What is told is what was kept with the order; only the names of lists and
//! zones are as they are called today.
use std::collections::HashMap;

use kernel::kinds::{PriceListId, ZoneId};
use kernel::{Arg, Context, Money};
use kit::Failure;
use orders::{DeliveryExplained, Explained, LineExplained, Order, TaxExplained};
use pricing::Pricing;
use shipping::Shipping;

use crate::views::ExplainedPart;

/// How price lists and zones are called.
pub(super) struct Names {
    lists: HashMap<PriceListId, String>,
    zones: HashMap<ZoneId, String>,
}

impl Names {
    pub async fn read(pricing: &Pricing, shipping: &Shipping) -> Result<Self, Failure> {
        let zones = shipping.zones().await?.into_iter().map(|zone| (zone.id, zone.name)).collect();
        Ok(Self { lists: pricing.list_names().await?, zones })
    }
}

/// One part for each line, for delivery and for the fee; none for an order from before it was kept.
pub(super) fn of(ctx: &Context, order: &Order, names: &Names) -> Vec<ExplainedPart> {
    let Some(told) = &order.particulars.explained else { return Vec::new() };
    let words = Words { ctx, order, told, names };
    let amount = |amount| Money::new(amount, order.currency);
    let mut parts: Vec<ExplainedPart> = order
        .lines
        .iter()
        .zip(&told.lines)
        .map(|(line, why)| ExplainedPart {
            title: format!("{} × {}", line.quantity, line.title),
            amount: amount(line.amount - line.discount),
            facts: words.line(line.unit, why),
        })
        .collect();
    parts.extend(told.delivery.as_ref().map(|why| ExplainedPart {
        title: order.delivery.name.clone(),
        amount: amount(order.shipping.amount),
        facts: words.delivery(why),
    }));
    parts.extend(order.particulars.fee.as_ref().map(|fee| ExplainedPart {
        title: ctx.texts.t("promotions-money-fee").to_owned(),
        amount: amount(fee.amount),
        facts: told.fee.iter().map(|tax| words.tax(tax)).collect(),
    }));
    parts
}

struct Words<'a> {
    ctx: &'a Context,
    order: &'a Order,
    told: &'a Explained,
    names: &'a Names,
}

impl Words<'_> {
    fn money(&self, amount: i64) -> String {
        self.ctx.money(Money::new(amount, self.order.currency))
    }

    fn line(&self, unit: i64, why: &LineExplained) -> Vec<String> {
        let texts = &self.ctx.texts;
        let unknown = texts.t("order-explained-gone");
        let list = self.names.lists.get(&why.list).map_or(unknown, String::as_str);
        let (unit, listed) = (self.money(unit), self.money(why.listed.unwrap_or(unit)));
        let key = match (why.listed.is_some(), why.min_qty > 1) {
            (true, _) => "order-explained-held",
            (false, true) => "order-explained-step",
            (false, false) => "order-explained-unit",
        };
        let args = [
            ("unit", Arg::Text(&unit)),
            ("listed", Arg::Text(&listed)),
            ("list", Arg::Text(list)),
            ("count", Arg::Number(why.min_qty)),
        ];
        let mut facts = vec![texts.f(key, &args)];
        for share in &why.shares {
            let amount = self.money(-share.amount);
            let key = if share.code.is_empty() { "order-explained-share" } else { "order-explained-coupon" };
            let args = [
                ("title", Arg::Text(&share.title)),
                ("code", Arg::Text(&share.code)),
                ("amount", Arg::Text(&amount)),
            ];
            facts.push(texts.f(key, &args));
        }
        facts.extend(why.taxes.iter().map(|tax| self.taxed(tax, &why.tax_class)));
        facts.push(texts.v("order-explained-rounding", &self.rounding()));
        facts
    }

    /// `line, half away from zero` in the reader's words.
    fn rounding(&self) -> String {
        let level = self.told.rounding.split(',').next().unwrap_or_default();
        let key = format!("order-explained-by-{level}");
        match self.ctx.texts.has(&key) {
            true => self.ctx.texts.t(&key).to_owned(),
            false => self.told.rounding.clone(),
        }
    }

    fn taxed(&self, tax: &TaxExplained, class: &str) -> String {
        self.ctx
            .texts
            .f("order-explained-class", &[("tax", Arg::Text(&self.tax(tax))), ("class", Arg::Text(class))])
    }

    /// The rate, whose and since when, what it is on and what it came to.
    fn tax(&self, why: &TaxExplained) -> String {
        let texts = &self.ctx.texts;
        let (rate, base, amount) =
            (self.ctx.rate(why.tax.rate), self.money(why.tax.base), self.money(why.tax.amount));
        let since = why.since.map(|at| self.ctx.date(at));
        let key = if since.is_some() { "order-explained-tax-since" } else { "order-explained-tax" };
        let country = format!("country-{}", self.told.tax_country);
        let country = if texts.has(&country) { texts.t(&country) } else { &self.told.tax_country };
        texts.f(
            key,
            &[
                ("name", Arg::Text(&why.tax.name)),
                ("rate", Arg::Text(&rate)),
                ("country", Arg::Text(country)),
                ("since", Arg::Text(since.as_deref().unwrap_or_default())),
                ("base", Arg::Text(&base)),
                ("amount", Arg::Text(&amount)),
            ],
        )
    }

    fn delivery(&self, why: &DeliveryExplained) -> Vec<String> {
        let texts = &self.ctx.texts;
        let (price, goods) = (self.money(why.price), self.money(why.goods));
        let mut facts = vec![match &why.row {
            None => texts.v("order-explained-way", &price),
            Some(row) => {
                let unknown = texts.t("order-explained-gone");
                let zone = self.names.zones.get(&row.zone).map_or(unknown, String::as_str);
                let weights = range(row.weight_from.to_string(), row.weight_to.map(|g| g.to_string()));
                let amounts = range(self.money(row.goods_from), row.goods_to.map(|amount| self.money(amount)));
                let args = [
                    ("price", Arg::Text(&price)),
                    ("zone", Arg::Text(zone)),
                    ("weights", Arg::Text(&weights)),
                    ("amounts", Arg::Text(&amounts)),
                ];
                texts.f("order-explained-row", &args)
            }
        }];
        let args = [("goods", Arg::Text(&goods)), ("count", Arg::Number(why.weight_grams))];
        facts.push(texts.f("order-explained-parcel", &args));
        if let Some(limit) = why.free_over.filter(|_| why.is_free_by_sum()) {
            facts.push(texts.v("order-explained-free", &self.money(limit)));
        }
        let reductions = self.order.particulars.reductions.iter().filter(|r| r.delivery > 0);
        facts.extend(reductions.map(|r| {
            let amount = self.money(-r.delivery);
            let args = [("title", Arg::Text(&r.title)), ("amount", Arg::Text(&amount))];
            texts.f("order-explained-share", &args)
        }));
        facts.extend(why.taxes.iter().map(|tax| self.taxed(tax, &why.tax_class)));
        facts
    }
}

fn range(from: String, to: Option<String>) -> String {
    match to {
        Some(to) => format!("{from} – {to}"),
        None => format!("{from} +"),
    }
}
