//! What delivery would cost: in the basket nobody has said yet where to.
use cart::View;
use kit::{Failure, Visit};
use shipping::Parcel;

use crate::parts::days;
use crate::views::{Country, Estimate};
use crate::{Rooms, basket};

/// The basket delivered to `country` by the cheapest way, and what to say of it; None where nothing goes there.
pub(crate) async fn of(
    visit: &Visit,
    rooms: &Rooms,
    goods: &View,
    country: &str,
) -> Result<(Option<View>, Estimate), Failure> {
    let texts = &visit.ctx.texts;
    let countries: Vec<Country> = visit
        .setup
        .market
        .countries
        .iter()
        .map(|code| Country { name: texts.t(&format!("country-{code}")).to_owned(), code: code.clone() })
        .collect();
    let methods = rooms.shipping.methods().await?;
    let parcel = Parcel { goods: goods.quote.goods_less_discount(), weight_grams: goods.weight_grams() };
    let mut estimate =
        Estimate { country: country.to_owned(), countries, days: String::new(), hint: String::new() };
    let Some((method, _)) = shipping::cheapest(&methods, country, &parcel) else { return Ok((None, estimate)) };
    let view = basket::delivered(visit, rooms, method, country).await?.map(|(_, view)| view);
    let takes = days(texts, "delivery-days", method.min_days, method.max_days);
    let today = visit.today();
    let waits = goods.lines.iter().any(|line| !line.availability.when(line.quantity, today).is_now());
    estimate.days = if waits { texts.v("delivery-once-there", &takes) } else { takes };
    let charged = view.as_ref().and_then(|v| v.quote.shipping.as_ref()).is_some_and(|s| s.amount > 0);
    if let Some(limit) = method.free_over.filter(|limit| limit.currency == parcel.goods.currency && charged) {
        let missing = visit.ctx.money(kernel::Money { amount: limit.amount - parcel.goods.amount, ..limit });
        estimate.hint = texts.v("cart-free-from", &missing);
    }
    Ok((view, estimate))
}
