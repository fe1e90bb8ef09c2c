//! What changed since the shopper last looked at their basket: told once.
use std::collections::HashMap;

use cart::{Seen, View};
use kernel::kinds::VariantId;
use kit::{Failure, Visit};

use crate::Rooms;

/// How many of each variant can be had.
pub(crate) type Left = HashMap<VariantId, i64>;

/// A sentence for each thing that costs something else, or of which there is less than was shown.
pub(crate) async fn told(visit: &Visit, rooms: &Rooms, view: &View, left: &Left) -> Result<Vec<String>, Failure> {
    let lines = || view.lines.iter().zip(&view.quote.lines);
    let have = |line: &cart::Line| left.get(&line.item.variant).copied().unwrap_or(0).min(line.quantity);
    let now =
        lines().map(|(l, quoted)| (l.item.variant, Seen { unit: quoted.unit, left: have(l) })).collect::<Vec<_>>();
    let before = rooms.carts.saw(&visit.actor, view.id, now).await?;
    let (ctx, mut told) = (&visit.ctx, Vec::new());
    for (line, quoted) in lines() {
        let Some(seen) = before.get(&line.item.variant) else { continue };
        if seen.unit != quoted.unit {
            let (was, now) = (ctx.money(view.quote.money(seen.unit)), ctx.money(view.quote.money(quoted.unit)));
            let args = [("title", (&line.item.title).into()), ("was", (&was).into()), ("now", (&now).into())];
            told.push(ctx.texts.f("cart-news-price", &args));
        }
        let have = have(line);
        if have < line.quantity && have < seen.left {
            told.push(
                ctx.texts.f("cart-news-less", &[("title", (&line.item.title).into()), ("count", have.into())]),
            );
        }
    }
    Ok(told)
}
