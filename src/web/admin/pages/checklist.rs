//! What is to be done before the shop opens. Nothing is ticked by hand: each line is found out from how things are.
use actix_web::web;
use catalog::Catalog;
use flows::pages::{Pages, legal_is_done};
use futures_util::future::LocalBoxFuture;
use kit::Failure;
use notifications::Notifications;
use payments::Payments;
use pricing::Pricing;
use shipping::Shipping;

use crate::desk::Desk;
use crate::views::{Checklist, NavEntry, Section, Task, TaskKind, nav};

/// Whom it asks.
pub(crate) struct Facts {
    catalog: web::Data<Catalog>,
    shipping: web::Data<Shipping>,
    pricing: web::Data<Pricing>,
    payments: web::Data<Payments>,
    mail: web::Data<Notifications>,
    pages: web::Data<Pages>,
}

impl actix_web::FromRequest for Facts {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(req: &actix_web::HttpRequest, _: &mut actix_web::dev::Payload) -> Self::Future {
        let missing = || Failure::ours("the back office was assembled without its data");
        let facts = || {
            Ok(Self {
                catalog: req.app_data::<web::Data<Catalog>>().cloned().ok_or_else(missing)?,
                shipping: req.app_data::<web::Data<Shipping>>().cloned().ok_or_else(missing)?,
                pricing: req.app_data::<web::Data<Pricing>>().cloned().ok_or_else(missing)?,
                payments: req.app_data::<web::Data<Payments>>().cloned().ok_or_else(missing)?,
                mail: req.app_data::<web::Data<Notifications>>().cloned().ok_or_else(missing)?,
                pages: req.app_data::<web::Data<Pages>>().cloned().ok_or_else(missing)?,
            })
        };
        let facts = facts();
        Box::pin(async move { facts })
    }
}

/// None once the shop is open.
pub(crate) async fn look(desk: &Desk, facts: &Facts) -> Result<Option<Checklist>, Failure> {
    let (setup, ctx) = (&desk.staff().setup, desk.ctx());
    if setup.profile.is_open() {
        return Ok(None);
    }
    let settings = facts.payments.settings().await?;
    let account = !settings.transfer.account.is_empty() || !setup.profile.bank_account.is_empty();
    let others = facts.payments.providers().any(|p| !["offline", "cash", "test"].contains(&p.code()));
    let entries = nav(&|power| desk.actor().require(power).is_ok());
    let mut tasks = vec![
        task(&entries, TaskKind::Products, !facts.catalog.newest(1).await?.is_empty()),
        task(&entries, TaskKind::Delivery, facts.shipping.methods().await?.iter().any(|m| m.serves(&ctx.country))),
        task(&entries, TaskKind::Taxes, facts.pricing.tax_table(&ctx.country).await?.rates("standard").is_ok()),
        task(
            &entries,
            TaskKind::Payment,
            (settings.transfer.offered && account) || settings.cash.offered || others,
        ),
        task(&entries, TaskKind::Mail, facts.mail.channel().name() == "smtp"),
        task(&entries, TaskKind::Legal, legal_is_done(&facts.pages.content().pages().await?, &setup.market.locale)),
    ];
    let ready = tasks.iter().all(|t| t.done);
    tasks.push(task(&entries, TaskKind::Open, false));
    Ok(Some(Checklist { tasks, ready }))
}

fn task(entries: &[NavEntry], what: TaskKind, done: bool) -> Task {
    let section = match what {
        TaskKind::Products => Section::Products,
        TaskKind::Delivery => Section::SettingsShipping,
        TaskKind::Taxes => Section::SettingsTaxes,
        TaskKind::Payment => Section::SettingsPayments,
        TaskKind::Mail => Section::SettingsMail,
        TaskKind::Legal => Section::Content,
        TaskKind::Open => Section::SettingsShop,
    };
    let places = entries.iter().flat_map(|e| std::iter::once(e.place).chain(e.within.iter().copied()));
    let path = places.into_iter().find(|p| p.section == section).map_or("", |p| p.path);
    Task { what, done, path }
}
