use std::time::Duration;

use events::Runner;
use telemetry::{Health, Metrics, TelemetryConfig};

use super::{Failed, configured};
use crate::config::{Config, Flags};
use crate::sundry::Sundry;
use crate::web;

/// How long the shop goes on answering after it was told to stop: what was sent on a kept-open connection before the
/// signal is still read, and whoever watches `/readyz` sends new work elsewhere.
const LAME_DUCK: Duration = Duration::from_secs(1);

/// `sundry serve`.
pub fn run(flags: &Flags, insecure_lan: bool) -> Result<(), Failed> {
    let mut config = configured(flags)?;
    config.insecure_lan |= insecure_lan;
    let _logs = logs(&config)?;
    let shop = Sundry::builder(config).open()?;
    if super::runtime()?.block_on(shop.shop.staff.is_founded())? {
        ground(&shop)?;
        return serve(shop, || {});
    }
    let (url, code) = (shop.config.public_url.clone(), web::founder_code(&shop.config)?);
    serve(shop, move || {
        say!("\n  This shop is empty. Set it up in your browser:\n");
        say!("    open   {url}/setup");
        if let Some(code) = code {
            say!("    code   {}", code.code());
        }
        say!("");
    })
}

/// A shop that has staff and no market was begun on the command line: it gets a market, so that its pages open; its
/// owner changes it. Where there is nobody yet, the first run makes it.
fn ground(shop: &Sundry) -> Result<(), Failed> {
    let s = &shop.shop;
    let rooms = flows::setup::Rooms {
        markets: s.markets.clone(),
        pricing: s.pricing.clone(),
        inventory: s.inventory.clone(),
        shipping: s.shipping.clone(),
    };
    let made =
        s.db.write_now(db::Lane::Interactive, &kernel::Actor::system("serve"), move |tx| rooms.ensure(tx))
            .map_err(|e| Failed(e.to_string()))?
            .1;
    if made {
        tracing::warn!(
            "the shop had no market: one was made for Germany, in euros; check its taxes before selling"
        );
    }
    Ok(())
}

/// Ends when the process is asked to end: Ctrl-C, or SIGTERM.
async fn told_to_stop() {
    use actix_web::rt::signal;
    #[cfg(unix)]
    if let Ok(mut terminate) = signal::unix::signal(signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    let _ = signal::ctrl_c().await;
}

/// Starts the logs as configured; they end with the guard.
pub fn logs(config: &Config) -> Result<telemetry::Guard, Failed> {
    telemetry::init(&TelemetryConfig {
        filter: config.log_level.clone(),
        json: config.log_json,
        otlp_endpoint: config.otlp.clone(),
        ..TelemetryConfig::default()
    })
    .map_err(|e| Failed(e.to_string()))
}

/// Opens the search index in the data folder. A shop whose index cannot be used is open all the same: the tables answer.
fn index(shop: &Sundry) -> Option<search::IndexKeeper> {
    let pages = shop.pages.clone();
    let refreshed =
        move |what| storefront::tags::after_refresh(&what).into_iter().for_each(|tag| pages.invalidate(tag));
    match shop.shop.search.open_index(Some(&shop.config.data.join("search")), refreshed) {
        Ok(keeper) => Some(keeper),
        Err(e) => {
            tracing::warn!(error = %e, "words are looked up in the tables");
            None
        }
    }
}

/// How often what was looked at is written down.
const LOOKS: Duration = Duration::from_secs(10);

/// Reads what recommendations are made of, off the way of the first answers, then writes down what is looked at.
fn recommend(shop: &Sundry, background: &tokio::runtime::Runtime) {
    let (memory, search) = (shop.shop.recommendations.clone(), shop.shop.search.clone());
    background.spawn(async move {
        let reading = memory.clone();
        match tokio::task::spawn_blocking(move || reading.read_now()).await {
            Ok(Ok(size)) => tracing::debug!(baskets = size.baskets, products = size.products, "recommendations"),
            Ok(Err(e)) => tracing::warn!(error = %e, "recommendations know only what comes from now on"),
            Err(e) => tracing::error!(error = %e, "reading recommendations ended by a panic"),
        }
        let mut every = tokio::time::interval(LOOKS);
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            let (memory, search) = (memory.clone(), search.clone());
            let writing = tokio::task::spawn_blocking(move || {
                if let Err(e) = search.write_missed(&kernel::Actor::system("looks")) {
                    tracing::warn!(error = %e, "what was not found could not be written down");
                }
                memory.write_looks(&kernel::Actor::system("looks"))
            });
            let writing = writing.await;
            if let Ok(Err(e)) = writing {
                tracing::warn!(error = %e, "what was looked at could not be written down");
            }
        }
    });
}

/// Serves until a signal ends it: finishes what is under way, then stops. `opened` is called once it listens.
pub fn serve(mut shop: Sundry, opened: impl FnOnce()) -> Result<(), Failed> {
    let _lock = match shop.config.database {
        db::Url::Sqlite(_) => Some(db::DataLock::acquire(&shop.config.data)?),
        db::Url::Postgres(_) => None,
    };
    // A shop that an older version kept has no lists yet.
    let made = shop.shop.listings().ensure(&kernel::Actor::system("serve"), &super::progress::Bar::default());
    if made.map_err(|e| Failed(e.to_string()))? {
        tracing::info!("lists and search were made for the first time");
    }
    let _index = index(&shop);
    let metrics = Metrics::install();
    let health = Health::new();
    let db = shop.shop.db.clone();
    health.needs("database", move || {
        db.read_now(|c| db::ping(c).map_err(db::DbError::from)).map_err(|e| e.to_string())
    });
    let db = shop.shop.db.clone();
    health.better_with("replica", move || match db.replica().map(|replica| replica.standing) {
        None | Some(db::Standing::Fresh(_)) => Ok(()),
        Some(other) => Err(other.as_str().to_owned()),
    });
    // Background work has a runtime of its own, so that it never stands in the way of answers.
    let background = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("background")
        .enable_all()
        .build()?;
    let runner = {
        let _inside = background.enter();
        Runner::of(shop.engine()?)
    };
    recommend(&shop, &background);
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let (address, stopping) = (shop.config.public_url.clone(), health.clone());
    actix_web::rt::System::new().block_on(async {
        let server = web::server(&shop, health, metrics, workers)?;
        tracing::info!(listen = %shop.config.listen, public_url = %address, "serving");
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            told_to_stop().await;
            // From here on `/readyz` sends new work elsewhere; what is under way is finished.
            stopping.shut_down();
            actix_web::rt::time::sleep(LAME_DUCK).await;
            handle.stop(true).await;
        });
        opened();
        server.await.map_err(Failed::from)
    })?;
    background.block_on(runner.stop());
    tracing::info!("stopped");
    Ok(())
}
