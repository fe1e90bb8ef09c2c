//! Figures over HTTP.
use super::load::Work;
use super::server::{Folder, Server, cores, settled, stocked};
use super::{figure, heading};
use crate::commands::{Failed, runtime};
use crate::config::{Config, Flags};
use crate::sundry::Sundry;

const SECONDS: f64 = 5.0;

/// Connections of the load generator.
const CONNECTIONS: usize = 64;

pub fn open(data: &std::path::Path, database: Option<&str>) -> Result<Sundry, Failed> {
    let flags =
        Flags { data: Some(data.display().to_string()), database: database.map(str::to_owned), ..Flags::default() };
    Sundry::builder(Config::load(&flags, &|_| None)?).open()
}

/// Addresses of product pages.
fn product_pages(data: &std::path::Path, limit: usize) -> Result<Vec<String>, Failed> {
    let shop = open(data, None)?;
    let runtime = runtime()?;
    let mut paths = Vec::new();
    let mut after = None;
    while paths.len() < limit {
        let found = runtime.block_on(shop.shop.catalog.after(after, 500)).map_err(|e| Failed(e.to_string()))?;
        let Some(last) = found.last() else { break };
        after = Some(last.id);
        paths.extend(found.iter().map(|p| format!("/p/{}", p.handle)));
    }
    paths.truncate(limit);
    Ok(paths)
}

pub fn share(outcome: &super::load::Outcome) -> String {
    format!(
        "p50 {:.2} ms, p99 {:.2} ms; the generator used {:.0} % of one of {} cores",
        outcome.p50,
        outcome.p99,
        outcome.cpu * 100.0,
        cores()
    )
}

pub fn pages() -> Result<(), Failed> {
    heading("Pages (64 connections, 5 s each)");
    let folder = Folder::new()?;
    stocked(&folder.0, 240, None)?;
    let paths = product_pages(&folder.0, 200)?;
    let get = |paths: &[String], packed| Work::Get { paths: paths.to_vec(), packed };

    let server = Server::hello()?;
    server.load(CONNECTIONS, 1.0, 0, get(&["/".to_owned()], false))?;
    let hello = server.load(CONNECTIONS, SECONDS, 0, get(&["/".to_owned()], false))?;
    figure("bare hello of the same server", hello.rate(), "/s", "-", &share(&hello));
    drop(server);

    let server = Server::shop(&folder.0, "/", &[])?;
    settled(&open(&folder.0, None)?)?;
    server.load(CONNECTIONS, 2.0, 0, get(&paths, true))?;
    let cached = server.load(CONNECTIONS, SECONDS, 0, get(&paths, true))?;
    let part = cached.rate() / hello.rate() * 100.0;
    figure(
        "cached product page",
        cached.rate(),
        "/s",
        "80 % of hello",
        &format!("{part:.0} %; {}", share(&cached)),
    );
    drop(server);

    let server = Server::shop(&folder.0, "/", &[("SUNDRY_LIMITS_PAGE_CACHE_MB", "0")])?;
    server.load(CONNECTIONS, 1.0, 0, get(&paths, false))?;
    let uncached = server.load(CONNECTIONS, SECONDS, 0, get(&paths, false))?;
    figure("uncached product page", uncached.rate(), "/s", "15,000 /s", &share(&uncached));
    Ok(())
}

/// Variants with stock enough for a long run.
fn well_stocked(data: &std::path::Path, database: Option<&str>, units: i64) -> Result<Vec<String>, Failed> {
    let shop = open(data, database)?;
    let runtime = runtime()?;
    let s = shop.shop.clone();
    let products = runtime.block_on(s.catalog.after(None, 200)).map_err(|e| Failed(e.to_string()))?;
    let variants: Vec<_> = products.iter().filter_map(|p| p.variants.first()).map(|v| v.id).collect();
    let actor = kernel::Actor::system("bench");
    let given = variants.clone();
    runtime
        .block_on(s.db.clone().write(&actor, move |tx| {
            let location = s.inventory.put_location(tx, "main", "Main", 1)?;
            for variant in &given {
                s.inventory.receive(tx, location, *variant, units, "bench")?;
            }
            Ok::<_, inventory::InventoryError>(())
        }))
        .map_err(|e| Failed(e.to_string()))?;
    Ok(variants.iter().map(ToString::to_string).collect())
}

pub fn checkouts(database: Option<&str>) -> Result<(), Failed> {
    heading("Whole guest checkouts over JSON: a basket with its line, prepare, pay; every step durable");
    let folder = Folder::new()?;
    stocked(&folder.0, 240, database)?;
    let variants = well_stocked(&folder.0, database, 1_000_000)?;
    let settings: Vec<(&str, &str)> = database.map(|url| ("SUNDRY_DATABASE", url)).into_iter().collect();
    let server = Server::shop(&folder.0, "/", &settings)?;
    settled(&open(&folder.0, database)?)?;
    let buy = |variants: &[String]| Work::Checkout { variants: variants.to_vec() };
    server.load(CONNECTIONS, 2.0, 0, buy(&variants))?;
    let sold = server.load(CONNECTIONS, 10.0, 0, buy(&variants))?;
    let (what, limit) = match database {
        Some(_) => ("checkouts on the given database", "300 /s"),
        None => ("checkouts on SQLite", "1,000 /s, not under 500"),
    };
    figure(what, sold.rate(), "/s", limit, &share(&sold));
    if database.is_none() {
        let paced = server.paced(CONNECTIONS, 10.0, 500.0, buy(&variants))?;
        let note = format!("{:.0} checkouts a second; whole ones: {}", paced.rate(), share(&paced));
        figure("placing an order at 500 /s, p99", paced.last_p99, "ms", "50 ms", &note);
    }
    Ok(())
}

pub fn memory() -> Result<(), Failed> {
    heading("Start and memory");
    let folder = Folder::new()?;
    stocked(&folder.0, 20_000, None)?;
    let paths = product_pages(&folder.0, 10_000)?;
    let variants = well_stocked(&folder.0, None, 10_000)?;
    let server = Server::shop(&folder.0, &paths[0], &[])?;
    let first = server.first_answer.as_secs_f64() * 1000.0;
    figure("start to first page, 20,000 products", first, "ms", "200 ms", "");
    drop(server);
    // Started again and asked nothing. Pictures that are still to be drawn are drawn meanwhile: thousands of them.
    let server = Server::shop(&folder.0, "/healthz", &[])?;
    figure("memory, idle", server.memory(), "MB", "60 MB", "");
    let seen = server.load(16, 120.0, paths.len() as u64, Work::Get { paths, packed: true })?;
    let sold = server.load(16, 60.0, 1_000, Work::Checkout { variants })?;
    let note = format!("after {} distinct pages and {} checkouts", seen.turns, sold.turns);
    figure("memory, used", server.memory(), "MB", "150 MB", &note);
    Ok(())
}
