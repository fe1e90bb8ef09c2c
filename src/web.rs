//! The shop on the network: every face, the guard before them, health beside them.
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpResponse, HttpServer, web};
use kit::{Access, Limits, PublicUrl, Rate, Routes, Site, WebConfig};
use telemetry::{Health, Metrics};

use crate::commands::Failed;
use crate::sundry::{Sundry, form_secret};

/// The routes that belong to no face.
pub fn routes() -> Routes {
    Routes::new("system")
        .get("/healthz", Access::Public, alive)
        .get("/readyz", Access::Public, ready)
        .get("/metrics", Access::Operator, metrics)
        .upload("/webhooks/{provider}", Access::Public, crate::hooks::MOST, crate::hooks::take)
}

/// `ok`, and below it what the process does without.
fn told(report: &telemetry::Report, better: &telemetry::Report, going: bool) -> HttpResponse {
    let fine = going && report.iter().all(|(_, outcome)| outcome.is_ok());
    let mut answer = if fine { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    // What is wrong goes to the log; strangers only learn that something is.
    for (name, outcome) in report {
        if let Err(why) = outcome {
            tracing::warn!(%name, %why, "a health check failed");
        }
    }
    let mut body = if fine { "ok\n" } else { "not ready\n" }.to_owned();
    for (name, outcome) in better {
        if let Err(word) = outcome {
            body.push_str(&format!("{name}: {word}\n"));
        }
    }
    answer.insert_header(("Cache-Control", "no-store")).body(body)
}

async fn alive(health: web::Data<Health>) -> HttpResponse {
    told(&health.alive(), &Vec::new(), true)
}

async fn ready(health: web::Data<Health>) -> HttpResponse {
    let health = health.into_inner();
    let asked = health.clone();
    match web::block(move || (asked.ready(), asked.better())).await {
        Ok((report, better)) => told(&report, &better, !health.shutting_down()),
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}

async fn metrics(metrics: web::Data<Metrics>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(metrics.render())
}

/// What the storefront's handlers ask.
fn storefront_rooms(sundry: &Sundry) -> storefront::Rooms {
    let s = &sundry.shop;
    storefront::Rooms {
        accounts: s.accounts.clone(),
        desk: s.desk.clone(),
        catalog: s.catalog.clone(),
        content: s.content.clone(),
        pricing: s.pricing.clone(),
        inventory: s.inventory.clone(),
        carts: s.carts.clone(),
        checkout: s.checkout.clone(),
        orders: s.orders.clone(),
        payments: s.payments.clone(),
        shipping: s.shipping.clone(),
        media: s.media.clone(),
        search: s.search.clone(),
        recommendations: s.recommendations.clone(),
        pages: sundry.pages.clone(),
        shelves: sundry.shelves.clone(),
        looks: storefront::Looks::default(),
        maps: storefront::SiteMaps::default(),
    }
}

/// What whoever sets the shop up has to show: nothing where only this machine can reach it.
///
/// # Errors
/// A public URL or secret that cannot be used.
pub fn founder_code(config: &crate::config::Config) -> Result<Option<kit::FounderCode>, Failed> {
    let public_url: PublicUrl = config.public_url.parse()?;
    let here = config.listen.ip().is_loopback() && public_url.is_loopback();
    Ok(if here { None } else { Some(kit::FounderCode::new(&form_secret(config)?)) })
}

/// The site as the kit needs it.
///
/// # Errors
/// A public URL or secret that cannot be used.
pub fn site(sundry: &Sundry, rooms: Arc<storefront::Rooms>, to_ship: admin::ToShip) -> Result<Site, Failed> {
    let config = &sundry.config;
    let public_url: PublicUrl = config.public_url.parse()?;
    let mut web_config = WebConfig::new(public_url, form_secret(config)?);
    web_config.insecure_lan = config.insecure_lan;
    web_config.trusted_proxies = config.trusted_proxies.clone();
    web_config.founder = founder_code(config)?;
    let per_minute = config.writes_per_minute;
    let rate = (per_minute > 0).then_some(Rate { per_minute, burst: per_minute.div_ceil(2) });
    web_config.limits = Limits { at_once: config.max_requests, writes: rate, ..Limits::default() };
    let door = Arc::new(admin::StaffEntrance::new(sundry.shop.staff.clone()));
    let customers = Arc::new(storefront::CustomerEntrance::new(sundry.shop.accounts.clone()));
    let clock = sundry.shop.db.clock().clone();
    let staff_pages = admin::AdminPages::new(to_ship, sundry.shop.notifications.keeps_mail());
    Ok(Site::new(web_config, clock, sundry.shop.markets.clone(), door)?
        .with_customers(customers)
        .with_origins(sundry.shop.origins.clone())
        .with_pages("", Arc::new(storefront::StorefrontPages::new(rooms)))
        .with_pages("/admin", Arc::new(staff_pages)))
}

/// Hands every handler the facades it may ask, one by one.
fn give(app: &mut web::ServiceConfig, shop: &crate::shop::Shop) {
    macro_rules! give {
        ($($facade:ident),* $(,)?) => { $(app.app_data(web::Data::new(shop.$facade.clone()));)* };
    }
    give!(
        db,
        catalog,
        media,
        markets,
        pricing,
        inventory,
        customers,
        staff,
        carts,
        checkout,
        orders,
        payments,
        shipping,
        notifications,
        goods,
        stock_feed,
        first_run,
        pages,
        imports,
        importer,
        webhooks,
        recommendations,
        accounts,
        desk,
        search,
        content,
        origins,
    );
}

/// Binds the address and starts answering on `workers` threads.
///
/// # Errors
/// An address that is taken; settings that cannot be used.
pub fn server(sundry: &Sundry, health: Health, metrics: Metrics, workers: usize) -> Result<Server, Failed> {
    let rooms = Arc::new(storefront_rooms(sundry));
    let to_ship = admin::ToShip::new(sundry.shop.orders.clone());
    let flags = web::Data::new(sundry.config.flags.clone());
    let site = web::Data::new(site(sundry, rooms.clone(), to_ship.clone())?);
    let to_ship = web::Data::new(to_ship);
    let rooms = web::Data::from(rooms);
    let (health, metrics) = (web::Data::new(health), web::Data::new(metrics));
    let (shop, pages) = (sundry.shop.clone(), web::Data::new(sundry.pages.clone()));
    let mail = web::Data::new(sundry.mail.clone());
    let (makers, given) = (sundry.routes.clone(), sundry.given.clone());
    let listen = sundry.config.listen;
    let server = HttpServer::new(move || {
        let (makers, given, site) = (makers.clone(), given.clone(), site.clone());
        let (shop, health, metrics, pages) = (shop.clone(), health.clone(), metrics.clone(), pages.clone());
        let (rooms, to_ship, flags, mail) = (rooms.clone(), to_ship.clone(), flags.clone(), mail.clone());
        App::new().wrap(from_fn(kit::guard)).configure(move |app| {
            kit::install(app, site);
            app.app_data(health)
                .app_data(metrics)
                .app_data(pages)
                .app_data(rooms)
                .app_data(to_ship)
                .app_data(flags)
                .app_data(mail);
            give(app, &shop);
            given.iter().for_each(|g| g(app));
            makers.iter().fold(routes(), |all, make| all.and(make())).configure(app);
        })
    })
    .workers(workers)
    .keep_alive(std::time::Duration::from_secs(75))
    .client_request_timeout(std::time::Duration::from_secs(10))
    .shutdown_timeout(20)
    .disable_signals()
    .bind(listen)
    .map_err(|e| Failed(format!("cannot listen on {listen}: {e}. Choose another with --listen")))?;
    Ok(server.run())
}
