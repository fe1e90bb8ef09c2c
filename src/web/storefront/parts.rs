//! What several pages need: head and foot, pictures, ways to deliver, answers.
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder};
use askama::Template;
use catalog::Category;
use inventory::When;
use kernel::kinds::{PictureId, VariantId};
use kernel::{Coded, Money, Texts};
use kit::{Failure, Visit};
use media::{Media, WIDTHS};
use shipping::Method;

use crate::views::{Frame, Language, Link, Note, Picture};
use crate::{Rooms, tree, wording};

/// Head and foot of a page that everybody may keep; `path` is its one true address.
pub(crate) fn public_frame(visit: &Visit, tree: &[Category], title: &str, description: &str, path: &str) -> Frame {
    Frame {
        description: description.to_owned(),
        canonical: visit.site().config().public_url.join(&visit.ctx.url(path)),
        ..plain_frame(visit, tree, title, path)
    }
}

/// Head and foot of somebody's own page: asks for the navigation and the basket's count.
pub(crate) async fn own_frame(visit: &Visit, rooms: &Rooms, title: &str) -> Result<Frame, Failure> {
    own_frame_at(visit, rooms, title, &visit.here).await
}

/// The same where a form was sent to one address and is shown at another.
pub(crate) async fn own_frame_at(visit: &Visit, rooms: &Rooms, title: &str, here: &str) -> Result<Frame, Failure> {
    let tree = wording::tree(visit, rooms).await?;
    Ok(Frame { cart_count: Some(units(visit, rooms).await?), ..plain_frame(visit, &tree, title, here) })
}

/// A page that is somebody's own and there for them alone: search engines never see it, and need not be told to forget it.
pub(crate) fn described(visit: &Visit, frame: &mut Frame, key: &str, path: &str) {
    visit.ctx.texts.t(key).clone_into(&mut frame.description);
    frame.canonical = visit.site().config().public_url.join(&visit.ctx.url(path));
}

/// Nothing that search engines keep, nothing personal. `here` is where the page is, for those who want it in another
/// language: on pages that are kept for everybody never what somebody happened to ask with.
pub(crate) fn plain_frame(visit: &Visit, tree: &[Category], title: &str, here: &str) -> Frame {
    Frame {
        ctx: visit.ctx.clone(),
        title: title.to_owned(),
        description: String::new(),
        canonical: String::new(),
        languages: languages(visit, here),
        nav: tree::top(tree).map(category_link).collect(),
        legal: legal(visit),
        about: about(visit, "foot-about").to_owned(),
        demo_banner: visit.setup.profile.demo,
        closed: !visit.setup.profile.is_open(),
        about_product: false,
        shared_picture: String::new(),
        data: Vec::new(),
        words: String::new(),
        cart_count: None,
    }
}

/// What the shop says of itself in its settings. The demo, which speaks every language, says `key` instead.
pub(crate) fn about<'a>(visit: &'a Visit, key: &'a str) -> &'a str {
    let profile = &visit.setup.profile;
    if profile.demo { visit.ctx.texts.t(key) } else { &profile.motto }
}

/// Imprint, terms and the like, as the page's language has them.
fn legal(visit: &Visit) -> Vec<Link> {
    let (own, main) = (visit.ctx.texts.language(), visit.setup.market.locale.as_str());
    let main = main.split('-').next().unwrap_or(main);
    visit.setup.profile.foot_in(own, main).map(|l| Link::new(&l.title, &l.path)).collect()
}

fn languages(visit: &Visit, here: &str) -> Vec<Language> {
    let one = |ctx: &kernel::Context| {
        let (texts, path) = (&ctx.texts, ctx.url(here));
        Language {
            code: texts.locale(),
            name: texts.t("language-name").to_owned(),
            url: visit.site().config().public_url.join(&path),
            path,
            current: texts.language() == visit.ctx.texts.language(),
            offer: texts.t("language-offer").to_owned(),
            go: texts.t("language-go").to_owned(),
            stay: texts.t("language-stay").to_owned(),
        }
    };
    visit.languages().map(one).collect()
}

pub(crate) async fn units(visit: &Visit, rooms: &Rooms) -> Result<u32, Failure> {
    let Some(token) = &visit.cart else { return Ok(0) };
    Ok(small(rooms.carts.units(token).await?))
}

pub(crate) fn category_link(category: &Category) -> Link {
    Link::new(&category.title, format!("/c/{}", category.slug))
}

pub(crate) fn home_link(texts: &Texts) -> Link {
    Link::new(texts.t("to-home"), "/")
}

/// What a page of a list is called; from the second on with its number.
pub(crate) fn titled_page(texts: &Texts, title: &str, number: u64) -> String {
    if number < 2 {
        return title.to_owned();
    }
    texts.f("title-page", &[("title", title.into()), ("number", (number as i64).into())])
}

/// A quantity as pages hold it.
pub(crate) fn small(quantity: i64) -> u32 {
    u32::try_from(quantity.max(0)).unwrap_or(u32::MAX)
}

pub(crate) fn picture(picture: &catalog::Picture) -> Picture {
    Picture {
        alt: picture.alt.clone(),
        width: picture.width,
        height: picture.height,
        sources: sources(picture.id),
        focus: (picture.focus.x, picture.focus.y),
    }
}

pub(crate) fn sources(id: PictureId) -> Vec<(String, u32)> {
    WIDTHS.iter().map(|width| (Media::path(id, *width), *width)).collect()
}

/// The way to deliver to this country that costs least.
pub(crate) fn cheapest<'a>(methods: &'a [Method], country: &str) -> Option<&'a Method> {
    methods
        .iter()
        .filter_map(|m| Some((m, m.least(country)?)))
        .min_by_key(|(_, least)| least.amount)
        .map(|(m, _)| m)
}

/// How long a delivery takes, in words.
pub(crate) fn days(texts: &Texts, key: &str, min: i64, max: i64) -> String {
    if min < max {
        return texts.f(&format!("{key}-range"), &[("min", min.into()), ("max", max.into())]);
    }
    texts.n(key, max)
}

/// When and how it comes, for somebody who has not said where they live.
pub(crate) fn delivery_note(visit: &Visit, methods: &[Method]) -> Option<Note> {
    let ctx = &visit.ctx;
    let method = cheapest(methods, &ctx.country)?;
    let country = format!("country-{}", ctx.country);
    let least = method.least(&ctx.country)?;
    let price = ctx.money(least);
    let limit = method.free_over.map(|limit| ctx.money(limit)).unwrap_or_default();
    let args = [("country", ctx.texts.t(&country).into()), ("price", (&price).into()), ("limit", (&limit).into())];
    let key = match (least.is_zero(), method.free_over) {
        (true, _) => "delivery-free",
        (false, Some(_)) => "delivery-free-over",
        (false, None) => "delivery-costs",
    };
    let title = days(&ctx.texts, "delivery-days", method.min_days, method.max_days);
    Some(Note { title, text: ctx.texts.f(key, &args) })
}

/// [`delivery_note`] with the days on which it comes, where anybody knows them.
pub(crate) fn arrival_note(visit: &Visit, methods: &[Method], when: When) -> Option<Note> {
    let note = delivery_note(visit, methods)?;
    let method = cheapest(methods, &visit.ctx.country)?;
    let now = jiff::Timestamp::from_microsecond(visit.site().clock().now().0).ok()?;
    let today = now.to_zoned(visit.ctx.time_zone.clone()).date();
    let leaves = match when {
        When::Now => today,
        waits => waits.on()?.date()?.max(today),
    };
    let (first, last) = (working_day(leaves, method.min_days)?, working_day(leaves, method.max_days)?);
    let texts = &visit.ctx.texts;
    let weekday = |day: jiff::civil::Date| {
        let key = format!("weekday-{}", day.weekday().to_monday_one_offset());
        texts.t(&key).to_owned()
    };
    let month = |day: jiff::civil::Date| {
        let key = format!("month-{}", day.month());
        texts.t(&key).to_owned()
    };
    let (w1, m1, w2, m2) = (weekday(first), month(first), weekday(last), month(last));
    let args = [
        ("weekday", (&w1).into()),
        ("day", i64::from(first.day()).into()),
        ("month", (&m1).into()),
        ("lastweekday", (&w2).into()),
        ("lastday", i64::from(last.day()).into()),
        ("lastmonth", (&m2).into()),
    ];
    let key = match (last == first, method.max_days - method.min_days, last.month() == first.month()) {
        (true, ..) => "arrival-on",
        (_, 1, true) => "arrival-or",
        (_, 1, false) => "arrival-or-months",
        (.., true) => "arrival-between",
        (.., false) => "arrival-between-months",
    };
    Some(Note { title: texts.f(key, &args), ..note })
}

/// So many working days after `day`: Monday to Friday, holidays not known.
fn working_day(day: jiff::civil::Date, days: i64) -> Option<jiff::civil::Date> {
    let mut at = day;
    let mut left = days.clamp(0, 365);
    while left > 0 {
        at = at.tomorrow().ok()?;
        if at.weekday().to_monday_one_offset() < 6 {
            left -= 1;
        }
    }
    Some(at)
}

/// What to tell a shopper about an error they can do something about; None when they cannot.
pub(crate) fn told(texts: &Texts, error: &impl Coded) -> Option<String> {
    let key = format!("wrong-{}", error.code());
    texts.has(&key).then(|| texts.t(&key).to_owned())
}

/// A variant from an address or a form.
pub(crate) fn variant(text: &str) -> Result<VariantId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

pub(crate) fn nothing(visit: &Visit) -> Money {
    Money::zero(visit.ctx.currency)
}

pub(crate) fn html(view: &impl Template) -> Result<String, Failure> {
    view.render().map_err(Failure::ours)
}

/// A page that is somebody's own.
pub(crate) fn page(status: StatusCode, view: &impl Template) -> Result<HttpResponse, Failure> {
    let html = html(view)?;
    Ok(HttpResponse::build(status).insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8")).body(html))
}

/// Elsewhere, with GET.
pub(crate) fn see_other(visit: &Visit, path: &str) -> HttpResponse {
    going(visit, path).finish()
}

pub(crate) fn going(visit: &Visit, path: &str) -> HttpResponseBuilder {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((header::LOCATION, visit.ctx.url(path)));
    answer
}
