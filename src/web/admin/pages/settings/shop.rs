//! What the shop says about itself, and whether it is open.
use actix_web::{HttpResponse, web};
use kernel::Micros;
use kit::{CheckedForm, Failure, Site, StaffVisit};
use markets::{Identity, Markets, MarketsError, Opening, Promises, ShopProfile};
use orders::{Cursor, Lifecycle, Listed, Orders};
use staff::Permission;

use super::sentence;
use crate::ToShip;
use crate::desk::Desk;
use crate::pages::checklist::{self, Facts};
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{Checklist, Form, OpeningState, Section, ShopSettingsView};

const PATH: &str = "/admin/settings/shop";
/// Orders looked through at once when tries are cancelled.
const PIECE: usize = 50;

pub(crate) async fn show(desk: Desk, orders: web::Data<Orders>, facts: Facts) -> Result<HttpResponse, Failure> {
    let form = form(&desk.staff().setup.profile, desk.staff());
    desk.show(&view(&desk, &orders, &facts, form).await?)
}

/// What the shop could speak beside its main language.
fn others(staff: &StaffVisit) -> impl Iterator<Item = &kernel::Context> {
    staff.own_languages().skip(1)
}

fn form(profile: &ShopProfile, staff: &StaffVisit) -> Form {
    let spoken = others(staff).map(|ctx| ctx.texts.language()).filter(|language| profile.speaks(language));
    spoken
        .fold(Form::default(), |form, language| form.with(&format!("language-{language}"), "yes"))
        .with("name", &*profile.name)
        .with("motto", &*profile.motto)
        .with("email", &*profile.email)
        .with("legal_name", &*profile.identity.legal_name)
        .with("address", &*profile.identity.address)
        .with("registers", &*profile.identity.registers)
        .with("phone", &*profile.identity.phone)
        .with("return_days", profile.promises.return_days.to_string())
        .with("handling_least", profile.promises.handling_least.to_string())
        .with("handling_most", profile.promises.handling_most.to_string())
}

async fn view(desk: &Desk, orders: &Orders, facts: &Facts, form: Form) -> Result<ShopSettingsView, Failure> {
    let profile = &desk.staff().setup.profile;
    let tries = match profile.opening {
        // Only before the first opening is everything a try.
        Opening::Soon if profile.opened_at == 0 && desk.may(Permission::ViewOrders) => {
            orders.list(desk.actor(), placed(), Cursor::Start, 1).await?.1.count
        }
        _ => 0,
    };
    let languages = |ctx: &kernel::Context| {
        let code = ctx.texts.language();
        (form.is(&format!("language-{code}"), "yes"), code.to_owned(), ctx.texts.t("language-name").to_owned())
    };
    Ok(ShopSettingsView {
        languages: others(desk.staff()).map(languages).collect(),
        shell: desk.shell(Section::SettingsShop, desk.ctx().texts.t("admin-nav-shop-settings")),
        form,
        unfinished: checklist::look(desk, facts).await?.map(Checklist::unfinished).unwrap_or_default(),
        opening: OpeningState {
            open: profile.is_open(),
            since: (profile.opened_at > 0).then_some(Micros(profile.opened_at)),
            demo: profile.demo,
            tries,
        },
        feeds: feeds(desk),
        may_manage: desk.may(Permission::ManageSettings),
        may_cancel: desk.may(Permission::ManageOrders),
    })
}

pub(crate) async fn save(
    desk: Desk,
    site: web::Data<Site>,
    markets: web::Data<Markets>,
    (orders, facts): (web::Data<Orders>, Facts),
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let of = |name: &str| fields.one(name).to_owned();
    let new = ShopProfile {
        name: of("name"),
        motto: of("motto"),
        email: of("email"),
        identity: Identity {
            legal_name: of("legal_name"),
            address: of("address"),
            registers: of("registers"),
            phone: of("phone"),
        },
        promises: Promises {
            return_days: days(&fields, "return_days"),
            handling_least: days(&fields, "handling_least"),
            handling_most: days(&fields, "handling_most"),
        },
        languages: languages(&desk, &fields),
        ..desk.staff().setup.profile.clone()
    };
    match markets.save_profile(desk.actor(), new.clone()).await {
        Ok(()) => Ok(Said::SettingsSaved.at(&site, PATH)),
        Err(MarketsError::Wrong { field, told }) => {
            let mut form = form(&new, desk.staff());
            for name in ["return_days", "handling_least", "handling_most"] {
                form = form.with(name, fields.one(name));
            }
            form.refuse(field, sentence(&told));
            desk.refuse(&view(&desk, &orders, &facts, form).await?)
        }
        Err(e) => Err(e.into()),
    }
}

/// None when all are ticked: then a language that comes to Sundry later is spoken too.
fn languages(desk: &Desk, fields: &Fields) -> Option<Vec<String>> {
    let ticked = |language: &&str| fields.one(&format!("language-{language}")) == "yes";
    let all: Vec<&str> = others(desk.staff()).map(|ctx| ctx.texts.language()).collect();
    let some: Vec<String> = all.iter().copied().filter(ticked).map(str::to_owned).collect();
    (some.len() < all.len()).then_some(some)
}

/// What is no number of days is more than any shop may say.
fn days(fields: &Fields, name: &str) -> u32 {
    fields.one(name).parse().unwrap_or(u32::MAX)
}

/// A feed for merchants' centres for each country that is delivered to, in each language.
fn feeds(desk: &Desk) -> Vec<(String, String)> {
    let texts = &desk.ctx().texts;
    let country = |code: &str| {
        let key = format!("country-{code}");
        if texts.has(&key) { texts.t(&key).to_owned() } else { code.to_owned() }
    };
    let market = &desk.staff().setup.market;
    let all = desk
        .staff()
        .languages()
        .flat_map(|ctx| market.countries.iter().map(move |code| (ctx.texts.t("language-name"), ctx, code)));
    let feed = |(language, ctx, code): (&str, &kernel::Context, &String)| {
        let title = format!("{}, {language}, {}", country(code), market.currency.as_str());
        (title, ctx.url(&format!("/feeds/google-{}.xml", code.to_lowercase())))
    };
    all.map(feed).collect()
}

/// Opens the shop; what was ordered before is cancelled if that is wished, as far as it was not sent.
pub(crate) async fn open(
    visit: StaffVisit,
    site: web::Data<Site>,
    db: web::Data<db::Db>,
    markets: web::Data<Markets>,
    orders: web::Data<Orders>,
    to_ship: web::Data<ToShip>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let first = visit.setup.profile.opened_at == 0;
    let mut cancelled = 0;
    if first && fields.one("tries") == "cancel" {
        cancelled = cancel_tries(&visit, &orders).await?;
        to_ship.forget();
    }
    set(&visit, &db, &markets, Opening::Open).await?;
    let said = if cancelled > 0 { Said::OpenedAndCleared.counting(cancelled) } else { Said::Opened.into() };
    Ok(said.at(&site, PATH))
}

/// Cancels every order that can be: stock goes back, money that is held is released or given back.
async fn cancel_tries(visit: &StaffVisit, orders: &Orders) -> Result<u64, Failure> {
    let (mut cursor, mut cancelled) = (Cursor::Start, 0);
    loop {
        let (slice, _) = orders.list(&visit.actor, placed(), cursor, PIECE).await?;
        for order in &slice.items {
            match orders.cancel(&visit.actor, order.id, visit.ctx.texts.t("opening-reason")).await {
                Ok(()) => cancelled += 1,
                // Sent already: it stays as it is.
                Err(e) if kernel::Coded::fault(&e) == kernel::Fault::Conflict => {}
                Err(e) => return Err(e.into()),
            }
        }
        match slice.items.last() {
            Some(last) if slice.after => cursor = Cursor::After(last.id),
            _ => return Ok(cancelled),
        }
    }
}

/// Orders that can be tries still.
fn placed() -> Listed {
    Listed { lifecycle: vec![Lifecycle::Placed], ..Listed::default() }
}

pub(crate) async fn close(
    visit: StaffVisit,
    site: web::Data<Site>,
    db: web::Data<db::Db>,
    markets: web::Data<Markets>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    set(&visit, &db, &markets, Opening::Soon).await?;
    Ok(Said::Closed.at(&site, PATH))
}

async fn set(visit: &StaffVisit, db: &db::Db, markets: &Markets, opening: Opening) -> Result<(), Failure> {
    visit.actor.require(markets::MANAGE).map_err(|e| Failure::forbidden(e.to_string()))?;
    let rooms = markets.clone();
    db.write(&visit.actor, move |tx| rooms.set_opening(tx, opening)).await?;
    // Once more after it is durable: somebody may have read in between.
    markets.forget();
    Ok(())
}
