//! What goes on behind the requests: jobs, schedules, and what follows the log to keep pages fresh.
use std::time::Duration;

use auth::{Realm, SessionPolicy, Sessions, Throttles};
use catalog::{AttributeChanged, CategoryChanged, ProductChanged};
use content::PageChanged;
use db::DomainError;
use events::{Event, Followers, Job, JobError, JobRun, Jobs, Schedules};
use flows::accounts::TellWaiting;
use flows::import::Fetcher;
use flows::mail::{MailError, MailViews, SendMail, SendOrderCancelled, SendOrderConfirmation, SendOrderShipped};
use flows::search::ListCategory;
use imports::{FetchPictures, RunImport};
use inventory::BandChanged;
use kernel::Coded;
use kit::PageCache;
use markets::{MarketChanged, SettingsChanged};
use media::RenderSizes;
use orders::RunBatch;
use payments::{CarryOut, HearOut, KeepCard, LetGo};
use pricing::PriceChanged;
use search::{ListingChanged, RulesChanged};
use storefront::{Shelves, tags};

use crate::shop::Shop;

/// A room's error as a job's: what may pass is tried again, what is wrong stays wrong.
fn job_error<E: Coded + DomainError>(e: E) -> JobError {
    match e.fault() {
        kernel::Fault::NotFound | kernel::Fault::Invalid => JobError::permanent(e.to_string()),
        _ => JobError::retry(e.to_string()),
    }
}

fn mail_error(e: MailError) -> JobError {
    if e.is_permanent() { JobError::permanent(e) } else { JobError::retry(e) }
}

/// Jobs that are a mail to be sent.
fn post<J: Job + Into<SendMail> + Send + 'static>(jobs: &mut Jobs, mail: &MailViews) {
    let views = mail.clone();
    jobs.on(move |run: JobRun, job: J| {
        let (views, mail) = (views.clone(), job.into());
        async move { views.send(&run.actor(), &mail).await.map_err(mail_error) }
    });
}

/// Who does which kind of job.
pub fn jobs(shop: &Shop, mail: &MailViews) -> Jobs {
    let mut jobs = Jobs::new().concurrency(4);
    post::<SendMail>(&mut jobs, mail);
    post::<SendOrderConfirmation>(&mut jobs, mail);
    post::<SendOrderShipped>(&mut jobs, mail);
    post::<SendOrderCancelled>(&mut jobs, mail);
    let payments = shop.payments.clone();
    jobs.on(move |run: JobRun, job: CarryOut| {
        let payments = payments.clone();
        async move { payments.carry_out(&run.actor(), job.request).await.map_err(job_error) }
    });
    let checkout = shop.checkout.clone();
    jobs.on(move |run: JobRun, job: HearOut| {
        let checkout = checkout.clone();
        async move { checkout.hear_out(&run.actor(), job.payment).await.map_err(job_error) }
    });
    let payments = shop.payments.clone();
    jobs.on(move |run: JobRun, job: KeepCard| {
        let payments = payments.clone();
        async move { payments.keep_card(&run.actor(), job.payment).await.map_err(job_error) }
    });
    let payments = shop.payments.clone();
    jobs.on(move |_: JobRun, job: LetGo| {
        let payments = payments.clone();
        async move { payments.let_go(job).await.map_err(job_error) }
    });
    let orders = shop.orders.clone();
    jobs.on_within(Duration::from_secs(600), move |run: JobRun, job: RunBatch| {
        let orders = orders.clone();
        async move { orders.carry_on(&run.correlation, job.batch).await.map_err(job_error) }
    });
    let feed = shop.stock_feed.clone();
    jobs.on_within(Duration::from_secs(900), move |run: JobRun, _: inventory::FetchStock| {
        let feed = feed.clone();
        async move { feed.run(&run.actor()).await.map(drop).map_err(job_error) }
    });
    let hooks = shop.webhooks.clone();
    jobs.on(move |run: JobRun, job: webhooks::Deliver| {
        let hooks = hooks.clone();
        async move { hooks.deliver(&run, job).await }
    });
    let desk = shop.desk.clone();
    jobs.on(move |run: JobRun, job: TellWaiting| {
        let desk = desk.clone();
        async move { desk.tell_waiting(&run.actor(), job.variant).await.map(drop).map_err(job_error) }
    });
    let (db, media) = (shop.db.clone(), shop.media.clone());
    jobs.on(move |run: JobRun, job: RenderSizes| {
        let (db, media, actor) = (db.clone(), media.clone(), run.actor());
        let drawing =
            tokio::task::spawn_blocking(move || flows::demo::render_sizes(&db, &media, &actor, job.picture));
        async move { drawing.await.map_err(JobError::retry)?.map(drop).map_err(JobError::retry) }
    });
    jobs.alone::<RenderSizes>();
    let importer = shop.importer.clone();
    jobs.on_within(Duration::from_secs(900), move |run: JobRun, job: RunImport| {
        let (importer, actor) = (importer.clone(), run.actor());
        let work = tokio::task::spawn_blocking(move || importer.work_stored(&actor, job.run));
        async move { work.await.map_err(JobError::retry)?.map(drop).map_err(JobError::retry) }
    });
    let (importer, outbound) = (shop.importer.clone(), shop.outbound.clone());
    jobs.on_within(Duration::from_secs(900), move |run: JobRun, job: FetchPictures| {
        let fetcher = Fetcher::new(outbound.clone(), tokio::runtime::Handle::current());
        let (importer, actor) = (importer.clone(), run.actor());
        let work = tokio::task::spawn_blocking(move || importer.pictures_stretch(&actor, job.run, &fetcher));
        async move { work.await.map_err(JobError::retry)?.map_err(JobError::retry) }
    });
    let listings = shop.listings();
    jobs.on(move |run: JobRun, job: ListCategory| {
        let (listings, actor) = (listings.clone(), run.actor());
        let listing = tokio::task::spawn_blocking(move || listings.relist(&actor, job.category));
        async move { listing.await.map_err(JobError::retry)?.map(drop).map_err(JobError::retry) }
    });
    jobs
}

/// How long sessions that have ended can still be looked at.
const KEPT_SESSIONS: Duration = Duration::from_secs(30 * 24 * 3600);

/// How long a file that was brought can still be gone on with.
const KEPT_FILES: Duration = Duration::from_secs(14 * 24 * 3600);

/// How long what a webhook was sent can still be looked at, and sent again.
const KEPT_MESSAGES: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long what a fetch of stock levels came to can be looked at.
const KEPT_FETCHES: Duration = Duration::from_secs(30 * 24 * 3600);
/// For how long payments are compared with what their providers say, once a day: disputes come late.
const COMPARED: Duration = Duration::from_secs(120 * 24 * 3600);
/// How far back it is looked for charges that nobody knows: no orphan is older than fifteen minutes.
const STRAY_FOR: Duration = Duration::from_secs(45 * 60);
const DAILY: Duration = Duration::from_secs(24 * 3600);

/// What happens every so often, once over all instances.
pub fn schedules(shop: &Shop) -> Schedules {
    let mut schedules = Schedules::new();
    let (checkout, inventory, db) = (shop.checkout.clone(), shop.inventory.clone(), shop.db.clone());
    schedules.run("checkout.expire", Duration::from_secs(10), Duration::from_secs(60), move |run| {
        let (checkout, inventory, db) = (checkout.clone(), inventory.clone(), db.clone());
        async move {
            loop {
                let (c, i) = (checkout.clone(), inventory.clone());
                let actor = run.actor();
                let ended = db.write_in(db::Lane::Bulk, &actor, move |tx| {
                    let attempts = c.expire(tx, 20)?;
                    Ok::<_, checkout::CheckoutError>(attempts + i.expire_holds(tx, 20)?)
                });
                if ended.await.map_err(job_error)? == 0 {
                    return Ok(());
                }
            }
        }
    });
    let checkout = shop.checkout.clone();
    schedules.run("checkout.reconcile", Duration::from_secs(60), Duration::from_secs(300), move |run| {
        let checkout = checkout.clone();
        async move {
            let quiet = Duration::from_secs(120);
            checkout.reconcile(&run.actor(), quiet).await.map(drop).map_err(job_error)
        }
    });
    let (checkout, strays) = (shop.checkout.clone(), shop.checkout.clone());
    let payments = shop.payments.clone();
    schedules.run("payments.strays", Duration::from_secs(300), Duration::from_secs(300), move |run| {
        let (payments, checkout) = (payments.clone(), strays.clone());
        async move {
            let now = checkout.now();
            let (from, until) = (now.minus(STRAY_FOR), now.minus(Duration::from_secs(120)));
            payments.find_strays(&run.actor(), from, until).await.map(drop).map_err(job_error)
        }
    });
    schedules.run("payments.compare", Duration::from_secs(3600), Duration::from_secs(1800), move |run| {
        let checkout = checkout.clone();
        async move {
            let since = checkout.now().minus(COMPARED);
            checkout.compare(&run.actor(), since, DAILY).await.map(drop).map_err(job_error)
        }
    });
    let db = shop.db.clone();
    schedules.run("payments.sweep", Duration::from_secs(3600), Duration::from_secs(600), move |run| {
        let db = db.clone();
        async move {
            let actor = run.actor();
            let swept = db.write_in(db::Lane::Bulk, &actor, |tx| {
                let now = tx.now();
                payments::Payments::forget_tried(tx, now.minus(payments::TRIED_KEPT))?;
                payments::Payments::forget_notices(tx, now.minus(payments::NOTICES_KEPT))
            });
            swept.await.map(drop).map_err(job_error)
        }
    });
    let dunning = flows::dunning::Dunning::new(shop.db.clone(), shop.orders.clone());
    schedules.run("payments.dun", Duration::from_secs(3600), Duration::from_secs(600), move |run| {
        let dunning = dunning.clone();
        async move { dunning.run(&run.actor()).await.map(drop).map_err(job_error) }
    });
    let db = shop.db.clone();
    schedules.run("inventory.fetch", Duration::from_secs(60), Duration::from_secs(60), move |run| {
        let db = db.clone();
        async move {
            let actor = run.actor();
            let due = db.write_in(db::Lane::Bulk, &actor, inventory::Inventory::fetch_when_due);
            due.await.map(drop).map_err(job_error)
        }
    });
    let db = shop.db.clone();
    schedules.run("inventory.sweep", Duration::from_secs(3600), Duration::from_secs(600), move |run| {
        let db = db.clone();
        async move {
            let actor = run.actor();
            loop {
                let swept = db.write_in(db::Lane::Bulk, &actor, |tx| {
                    inventory::Inventory::sweep_feed_runs(tx, tx.now().minus(KEPT_FETCHES), 5)
                });
                if swept.await.map_err(job_error)? == 0 {
                    return Ok(());
                }
            }
        }
    });
    let goods = shop.goods.clone();
    schedules.run("goods.tend", Duration::from_secs(10), Duration::from_secs(60), move |run| {
        let goods = goods.clone();
        async move { goods.tend(&run.actor()).await.map_err(job_error) }
    });
    let goods = shop.goods.clone();
    schedules.run("goods.sweep", Duration::from_secs(3600), Duration::from_secs(60), move |run| {
        let goods = goods.clone();
        async move { goods.sweep(&run.actor()).await.map_err(job_error) }
    });
    let db = shop.db.clone();
    schedules.run("orders.index", Duration::from_secs(60), Duration::from_secs(3600), move |run| {
        let db = db.clone();
        async move { flows::orders::index_older(&db, &run.actor()).await.map_err(job_error) }
    });
    let listings = shop.listings();
    schedules.run("search.catch_up", Duration::from_secs(60), Duration::from_secs(600), move |run| {
        let (listings, actor) = (listings.clone(), run.actor());
        let listing = tokio::task::spawn_blocking(move || {
            listings.ensure(&actor, &flows::Silent)?;
            listings.catch_up(&actor)
        });
        async move { listing.await.map_err(JobError::retry)?.map(drop).map_err(JobError::retry) }
    });
    let db = shop.db.clone();
    schedules.run("recommendations.catch_up", Duration::from_secs(60), Duration::from_secs(600), move |run| {
        let (db, actor) = (db.clone(), run.actor());
        let work = tokio::task::spawn_blocking(move || flows::recommend::catch_up(&db, &actor));
        async move { work.await.map_err(JobError::retry)?.map(drop).map_err(JobError::retry) }
    });
    let db = shop.db.clone();
    schedules.run("recommendations.sweep", Duration::from_secs(3600), Duration::from_secs(600), move |run| {
        let db = db.clone();
        async move {
            let actor = run.actor();
            while db
                .write_in(db::Lane::Bulk, &actor, |tx| recommendations::Recommendations::sweep(tx, 100))
                .await
                .map_err(job_error)?
                > 0
            {}
            Ok(())
        }
    });
    let (accounts, db) = (shop.accounts.clone(), shop.db.clone());
    schedules.run("customers.sweep", Duration::from_secs(3600), Duration::from_secs(600), move |run| {
        let (accounts, db) = (accounts.clone(), db.clone());
        async move {
            let actor = run.actor();
            loop {
                let accounts = accounts.clone();
                let swept = db.write_in(db::Lane::Bulk, &actor, move |tx| {
                    let before = tx.now().minus(Duration::from_secs(14 * 24 * 3600));
                    accounts.sweep(tx, before, 50)
                });
                if swept.await.map_err(job_error)? == 0 {
                    return Ok(());
                }
            }
        }
    });
    let db = shop.db.clone();
    schedules.run("imports.sweep", Duration::from_secs(3600), Duration::from_secs(600), move |run| {
        let db = db.clone();
        async move {
            let actor = run.actor();
            loop {
                let swept = db.write_in(db::Lane::Bulk, &actor, |tx| {
                    let before = tx.now().minus(KEPT_FILES);
                    imports::Imports::sweep(tx, before, 20)
                });
                if swept.await.map_err(job_error)? == 0 {
                    return Ok(());
                }
            }
        }
    });
    let db = shop.db.clone();
    schedules.run("webhooks.sweep", Duration::from_secs(3600), Duration::from_secs(600), move |run| {
        let db = db.clone();
        async move {
            let actor = run.actor();
            loop {
                let swept = db.write_in(db::Lane::Bulk, &actor, |tx| {
                    webhooks::Webhooks::sweep(tx, tx.now().minus(KEPT_MESSAGES), 500)
                });
                if swept.await.map_err(job_error)? == 0 {
                    return Ok(());
                }
            }
        }
    });
    let db = shop.db.clone();
    schedules.run("events.trim", Duration::from_secs(3600), Duration::from_secs(600), move |run| {
        let db = db.clone();
        async move {
            let actor = run.actor();
            loop {
                let trimmed = db.write_in(db::Lane::Bulk, &actor, |tx| {
                    let before = tx.now().minus(Duration::from_secs(14 * 24 * 3600));
                    Ok::<_, db::DbError>(events::admin::trim(tx, before, 500)?)
                });
                if trimmed.await.map_err(JobError::retry)? == 0 {
                    return Ok(());
                }
            }
        }
    });
    let (nightly, markets) = (flows::books::Nightly::new(shop.db.clone()), shop.markets.clone());
    schedules.run("books.prove", Duration::from_secs(900), Duration::from_secs(7200), move |run| {
        let (nightly, markets, actor) = (nightly.clone(), markets.clone(), run.actor());
        async move {
            // Where there is no market yet nothing was sold.
            let Ok(setup) = markets.setup().await else { return Ok(()) };
            let zone = jiff::tz::TimeZone::get(&setup.market.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
            let proving = tokio::task::spawn_blocking(move || nightly.when_due(&actor, &zone));
            proving.await.map_err(JobError::retry)?.map(drop).map_err(JobError::retry)
        }
    });
    let requests = db::Requests::new(shop.db.clone());
    schedules.run("requests.sweep", Duration::from_secs(3600), Duration::from_secs(600), move |run| {
        let requests = requests.clone();
        async move {
            let actor = run.actor();
            while requests.sweep(&actor, 200).await.map_err(JobError::retry)? > 0 {}
            Ok(())
        }
    });
    let db = shop.db.clone();
    schedules.run("auth.sweep", Duration::from_secs(3600), Duration::from_secs(600), move |run| {
        let db = db.clone();
        async move {
            let actor = run.actor();
            loop {
                let realms = [Realm::Shoppers, Realm::Staff];
                let sessions = realms.map(|realm| Sessions::new(db.clone(), realm, SessionPolicy::of(realm)));
                let swept = db.write_in(db::Lane::Bulk, &actor, move |tx| {
                    let before = tx.now().minus(KEPT_SESSIONS);
                    let mut gone = Throttles::sweep(tx, 500)?;
                    for realm in &sessions {
                        gone += realm.sweep(tx, before, 500)?;
                    }
                    Ok::<_, auth::AuthError>(gone)
                });
                if swept.await.map_err(JobError::retry)? == 0 {
                    return Ok(());
                }
            }
        }
    });
    schedules
}

/// Keeps this instance's pages as fresh as the log.
pub fn followers(shop: &Shop, pages: &PageCache, shelves: &Shelves) -> Followers {
    let mut followers = Followers::new();
    let (catalog, pages, shelves) = (shop.catalog.clone(), pages.clone(), shelves.clone());
    let (search, markets) = (shop.search.clone(), shop.markets.clone());
    let (shipping, payments) = (shop.shipping.clone(), shop.payments.clone());
    let is_setting = |kind: &str| kind == MarketChanged::TYPE || kind == SettingsChanged::TYPE;
    followers.add("pages", move |events| {
        // What pages are made from is forgotten first, so that none is made anew from what was.
        if events.iter().any(|e| e.kind == ProductChanged::TYPE || e.kind == CategoryChanged::TYPE) {
            catalog.forget_tree();
            shelves.forget();
        }
        if events.iter().any(|e| e.kind == AttributeChanged::TYPE) {
            catalog.forget_definitions();
        }
        if events.iter().any(|e| e.kind == ListingChanged::TYPE) {
            search.forget();
            let changed = events.iter().filter_map(|e| e.decode::<ListingChanged>()?.ok());
            search.changed(changed.collect());
        }
        if events.iter().any(|e| e.kind == RulesChanged::TYPE) {
            search.rules_changed();
        }
        if events.iter().any(|e| is_setting(e.kind.as_str())) {
            markets.forget();
            shipping.forget();
            payments.forget_settings();
        }
        for event in events {
            let old = if let Some(Ok(e)) = event.decode::<ProductChanged>() {
                tags::after_product(&e)
            } else if let Some(Ok(e)) = event.decode::<CategoryChanged>() {
                tags::after_category(&e)
            } else if event.kind == AttributeChanged::TYPE {
                tags::after_attribute()
            } else if let Some(Ok(e)) = event.decode::<PriceChanged>() {
                tags::after_price(&e)
            } else if let Some(Ok(e)) = event.decode::<BandChanged>() {
                tags::after_band(&e)
            } else if let Some(Ok(e)) = event.decode::<ListingChanged>() {
                tags::after_listing(&e)
            } else if let Some(Ok(e)) = event.decode::<PageChanged>() {
                tags::after_words(&e)
            } else if is_setting(event.kind.as_str()) {
                tags::after_setting()
            } else {
                Vec::new()
            };
            old.into_iter().for_each(|tag| pages.invalidate(tag));
        }
    });
    let memory = shop.recommendations.clone();
    followers.add("recommendations", move |events| {
        if let Err(e) = memory.heard(events) {
            tracing::warn!(error = %e, "recommendations missed news; the next start reads it");
        }
    });
    followers
}
