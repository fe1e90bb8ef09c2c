//! What happened to an order: its own history, what staff asked for meanwhile, and what was sent about it.
use std::collections::HashMap;

use db::AuditEntry;
use kernel::{Context, Micros, Money};
use notifications::Message;
use orders::{Entry, Happened, Order, PaymentAxis};

use crate::views::{TimelineEntry, TimelineKind};

/// Oldest first. `names` tells how the label of an actor is called.
pub(super) fn timeline(
    ctx: &Context,
    order: &Order,
    history: &[Entry],
    deeds: &[AuditEntry],
    messages: &[Message],
    names: &HashMap<String, String>,
) -> Vec<TimelineEntry> {
    let by = |actor: &str| names.get(actor).map(|name| ctx.texts.v("admin-story-by", name));
    let mut entries: Vec<TimelineEntry> = history.iter().map(|e| happened(ctx, order, e, by(&e.actor))).collect();
    // Money that was asked for and shows up at once is told by the history.
    let asked = deeds.iter().filter(|d| d.action == "order.capture");
    entries.extend(asked.filter(|d| history.iter().all(|e| e.at != d.when() || e.actor != d.actor)).map(|deed| {
        TimelineEntry {
            at: deed.when(),
            version: None,
            title: ctx.texts.t("admin-story-capture-asked").to_owned(),
            detail: by(&deed.actor),
            kind: TimelineKind::Fact,
        }
    }));
    entries.extend(deeds.iter().filter_map(|deed| {
        let title = match deed.action.as_str() {
            "order.hold" => "review-story-held",
            "order.accept" => "review-story-accepted",
            _ => return None,
        };
        let title = ctx.texts.t(title).to_owned();
        let kind = TimelineKind::Fact;
        Some(TimelineEntry { at: deed.when(), version: None, title, detail: by(&deed.actor), kind })
    }));
    entries.extend(messages.iter().map(|m| message(ctx, m)));
    entries.sort_by_key(|e| e.at);
    entries
}

fn happened(ctx: &Context, order: &Order, entry: &Entry, by: Option<String>) -> TimelineEntry {
    let t = |key| ctx.texts.t(key).to_owned();
    let with = |key, amount| ctx.texts.v(key, &ctx.money(Money::new(amount, order.currency)));
    let (title, mut details, kind) = match &entry.happened {
        Happened::Placed { .. } => (t("admin-story-placed"), vec![], TimelineKind::Fact),
        Happened::PaymentChanged { payment, authorized, captured, refunded } => {
            let (title, kind) = match payment {
                PaymentAxis::Authorized => (with("admin-story-authorised", *authorized), TimelineKind::Fact),
                PaymentAxis::PartiallyPaid | PaymentAxis::Paid => {
                    (with("admin-story-captured", *captured), TimelineKind::Fact)
                }
                PaymentAxis::PartiallyRefunded | PaymentAxis::Refunded => {
                    (with("admin-story-refunded", *refunded), TimelineKind::Fact)
                }
                PaymentAxis::Failed => (t("admin-story-payment-failed"), TimelineKind::Trouble),
                PaymentAxis::Pending => (t("admin-story-payment-open"), TimelineKind::Fact),
            };
            (title, vec![], kind)
        }
        Happened::Shipped { lines, carrier, tracking, .. } => {
            let units: i64 = lines.iter().map(|l| l.quantity).sum();
            let title = ctx.texts.n("admin-story-shipped", units);
            (title, vec![carrier.clone(), tracking.clone()], TimelineKind::Fact)
        }
        Happened::Refunded { amount, lines, reason, .. } => {
            let units: i64 = lines.iter().map(|l| l.unsent + l.sent).sum();
            let what = if units > 0 { ctx.texts.n("admin-items", units) } else { String::new() };
            (with("refund-story-asked", *amount), vec![what, reason.clone()], TimelineKind::Fact)
        }
        Happened::Cancelled { reason } if reason.is_empty() => {
            (t("refund-story-cancelled-by-buyer"), vec![], TimelineKind::Fact)
        }
        Happened::Cancelled { reason } => (t("admin-story-cancelled"), vec![reason.clone()], TimelineKind::Fact),
        Happened::Brought { .. } => (t("admin-story-brought"), vec![], TimelineKind::Fact),
        Happened::Completed => (t("admin-story-completed"), vec![], TimelineKind::Fact),
    };
    details.extend(by);
    TimelineEntry { at: entry.at, version: Some(entry.version), title, detail: joined(&details), kind }
}

fn message(ctx: &Context, message: &Message) -> TimelineEntry {
    let to = ctx.texts.v("admin-story-to", &message.recipient);
    let (key, details, kind) = match message.state.as_str() {
        "sent" if message.was_kept() => ("admin-story-kept", vec![to], TimelineKind::Message),
        "sent" => ("admin-story-sent", vec![to], TimelineKind::Message),
        "failed" => ("admin-story-not-sent", vec![to, message.error.clone()], TimelineKind::Trouble),
        _ => ("admin-story-queued", vec![to], TimelineKind::Message),
    };
    TimelineEntry {
        at: Micros(if message.sent_at > 0 { message.sent_at } else { message.created_at }),
        version: None,
        title: ctx.texts.v(key, &message.subject),
        detail: joined(&details),
        kind,
    }
}

fn joined(details: &[String]) -> Option<String> {
    let told: Vec<&str> = details.iter().map(String::as_str).filter(|d| !d.is_empty()).collect();
    (!told.is_empty()).then(|| told.join(" · "))
}
