//! What the templates see of an order: texts only, amounts and dates as the market writes them.
use kernel::{Context, Money, TaxMode};
use markets::ShopProfile;
use orders::{Order, PostalAddress};
use serde::Serialize;

use super::order::Told;

#[derive(Serialize)]
pub(super) struct View {
    /// It was placed while the shop was closed: a try.
    pub trial: bool,
    /// Where the order stands, for whoever holds the link.
    pub link: String,
    pub number: String,
    pub date: String,
    pub name: String,
    /// The buyer's.
    pub email: String,
    /// The address, line by line.
    pub address: Vec<String>,
    /// Where the bill goes, line by line; empty: to the same address.
    pub billing: Vec<String>,
    /// Empty for none.
    pub vat_id: String,
    /// What the buyer wrote to the shop.
    pub note: String,
    pub delivery: String,
    /// Working days: `2–4`.
    pub days: String,
    /// They begin when everything is there.
    pub days_wait: bool,
    /// The account to pay into, a line each; empty unless the money is awaited there.
    pub bank_account: Vec<String>,
    /// What the payer writes.
    pub pay_reference: String,
    /// What to have ready at the door; empty unless it is paid there.
    pub cash: String,
    pub lines: Vec<Line>,
    pub units: i64,
    pub goods: String,
    /// Empty when there is none, or when `reductions` tell of it.
    pub discount: String,
    pub reductions: Vec<Reduction>,
    /// What the way to pay cost; empty for nothing.
    pub fee: String,
    /// Empty when it is free.
    pub shipping: String,
    pub taxes: Vec<Tax>,
    pub tax_included: bool,
    pub total: String,
    pub parcel: Option<Parcel>,
    pub refund: Option<Back>,
    pub reason: Option<String>,
    /// What the buyer agreed to, in full: it has to be in their hands for good.
    pub papers: Vec<Paper>,
}

/// A page of words, such as the terms of sale.
#[derive(Serialize)]
pub(super) struct Paper {
    pub title: String,
    /// As it was written, in Markdown.
    pub text: String,
    pub html: String,
}

/// What is given back.
#[derive(Serialize)]
pub(super) struct Back {
    pub amount: String,
    /// What for, a line each; empty for an amount alone.
    pub lines: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct Line {
    pub title: String,
    pub options: String,
    pub sku: String,
    pub quantity: i64,
    pub unit: String,
    pub amount: String,
    /// When it goes out, where it was sold before it is there; else empty.
    pub waits: String,
}

/// A promotion that made it cheaper.
#[derive(Serialize)]
pub(super) struct Reduction {
    pub title: String,
    /// Empty where none was typed in.
    pub code: String,
    pub amount: String,
}

#[derive(Serialize)]
pub(super) struct Tax {
    /// Percent, without the sign.
    pub rate: String,
    pub amount: String,
}

#[derive(Serialize)]
pub(super) struct Parcel {
    pub carrier: String,
    pub tracking: String,
    pub units: i64,
}

impl View {
    /// `main` is the language of the shop.
    pub fn of(told: &Told, profile: &ShopProfile, ctx: &Context, main: &str, link: String) -> Self {
        let order = &told.order;
        let money = |amount| ctx.money(Money::new(amount, order.currency));
        let unless_zero = |amount: i64| if amount == 0 { String::new() } else { money(amount) };
        let delivery = &order.delivery;
        let days = match (delivery.min_days, delivery.max_days) {
            (min, max) if min == max => min.to_string(),
            (min, max) => format!("{min}–{max}"),
        };
        let reductions = &order.particulars.reductions;
        let reduction = |r: &orders::Reduction| Reduction {
            title: r.title.clone(),
            code: r.code.clone(),
            amount: money(-(r.goods + r.delivery)),
        };
        let told_of: i64 = reductions.iter().map(|r| r.goods).sum();
        // Delivery stands at its full price: what was taken off it is a line of its own.
        let off_delivery: i64 = reductions.iter().map(|r| r.delivery).sum();
        let own = &told.transfer.account;
        let account = if own.is_empty() { &profile.bank_account } else { own };
        let waits = order.payment_method == "offline" && order.payment == orders::PaymentAxis::Pending;
        Self {
            trial: profile.was_trial(order.placed_at),
            link,
            number: order.number.clone(),
            date: ctx.date(order.placed_at),
            name: order.contact.name.clone(),
            email: order.contact.email.clone(),
            address: address(&order.shipping_address, ctx),
            billing: order.particulars.billing_address.as_ref().map(|a| address(a, ctx)).unwrap_or_default(),
            vat_id: order.particulars.vat_id.clone(),
            note: order.particulars.note.clone(),
            delivery: delivery.name.clone(),
            days,
            days_wait: order.lines.iter().any(|l| l.left() > 0 && !order.particulars.when(l.position).is_now()),
            bank_account: if waits { account.lines().map(str::to_owned).collect() } else { Vec::new() },
            cash: match order.is_paid_at_the_door() && order.payment == orders::PaymentAxis::Pending {
                true => money(order.total),
                false => String::new(),
            },
            pay_reference: told.transfer.reference_for(&order.number),
            lines: order
                .lines
                .iter()
                .map(|l| Line {
                    title: l.title.clone(),
                    options: l.options.clone(),
                    sku: l.sku.clone(),
                    quantity: l.quantity,
                    unit: money(l.unit),
                    amount: money(l.amount),
                    waits: match l.left() {
                        0 => String::new(),
                        _ => crate::waits::told(ctx, order.particulars.when(l.position)).unwrap_or_default(),
                    },
                })
                .collect(),
            units: order.lines.iter().map(|l| l.quantity).sum(),
            goods: money(order.goods),
            discount: unless_zero(told_of - order.discount),
            reductions: reductions.iter().map(reduction).collect(),
            fee: unless_zero(order.particulars.fee_amount()),
            shipping: unless_zero(order.shipping.amount + off_delivery),
            taxes: order.taxes.iter().map(|t| Tax { rate: ctx.rate(t.rate), amount: money(t.amount) }).collect(),
            tax_included: order.tax_mode == TaxMode::Inclusive,
            total: money(order.total),
            parcel: told.parcel.as_ref().map(|p| Parcel {
                carrier: p.carrier.clone(),
                tracking: p.tracking.clone(),
                units: p.units,
            }),
            reason: told.reason.as_ref().map(|reason| match reason.as_str() {
                orders::UNPAID => ctx.texts.t("mail-reason-unpaid").to_owned(),
                reason => reason.to_owned(),
            }),
            refund: told.refund.as_ref().map(|refund| back(order, refund, money(refund.amount))),
            papers: papers(&told.papers, ctx, main),
        }
    }
}

/// Each page as the reader speaks, else in the shop's language.
fn papers(pages: &[content::Page], ctx: &Context, main: &str) -> Vec<Paper> {
    let language = ctx.texts.language();
    let spoken = |slug: &str| pages.iter().any(|p| p.slug == slug && p.locale == language);
    let read = pages.iter().filter(|p| p.locale == language || (p.locale == main && !spoken(&p.slug)));
    read.map(|p| Paper { title: p.title.clone(), text: p.body.clone(), html: content::render(&p.body) }).collect()
}

fn back(order: &Order, refund: &orders::Refund, amount: String) -> Back {
    let title = |l: &orders::RefundedLine| {
        let line = order.lines.iter().find(|o| o.position == l.position)?;
        let options = if line.options.is_empty() { String::new() } else { format!(", {}", line.options) };
        Some(format!("{} × {}{options}", l.unsent + l.sent, line.title))
    };
    Back { amount, lines: refund.lines.iter().filter_map(title).collect() }
}

fn address(a: &PostalAddress, ctx: &Context) -> Vec<String> {
    let place = format!("{} {}", a.postal_code, a.city);
    let country = ctx.texts.t(&format!("country-{}", a.country)).to_owned();
    [&a.name, &a.company, &a.line1, &a.line2, &place, &country]
        .into_iter()
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}
