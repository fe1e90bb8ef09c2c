//! When something goes out that is not there yet, in words.
use inventory::When;
use kernel::Context;

/// A sentence for whoever buys it; none for what is there.
pub fn told(ctx: &Context, when: When) -> Option<String> {
    let texts = &ctx.texts;
    match when {
        When::Now => None,
        When::Backorder(Some(day)) => Some(texts.v("waits-backorder-on", &ctx.day(day))),
        When::Preorder(Some(day)) => Some(texts.v("waits-preorder-on", &ctx.day(day))),
        When::Backorder(None) | When::Preorder(None) => Some(texts.t("waits-backorder").to_owned()),
    }
}
