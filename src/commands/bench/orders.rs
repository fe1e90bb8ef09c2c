//! Placing orders through the facade against the same rows written to SQLite with nothing in between.
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use checkout::{Ask, Outcome};
use customers::{RawAddress, RawBuyer};
use kernel::{Actor, Correlation};
use rusqlite::{Connection, params};

use super::server::{Folder, stocked};
use super::{figure, heading};
use crate::commands::{Failed, runtime};
use crate::config::{Config, Flags};
use crate::sundry::Sundry;

/// Orders that are placed at the same time.
const AT_ONCE: usize = 64;
const ORDERS: usize = 20_000;

pub fn run() -> Result<(), Failed> {
    heading("Durable orders (64 at once, every one on disk when it is answered)");
    let folder = Folder::new()?;
    let bare = bare(&folder)?;
    figure(
        "bare SQLite, batched savepoints",
        bare,
        "/s",
        "-",
        "the rows of a sale, prepared statements, 64 a commit",
    );
    let facade = facade(&folder)?;
    let part = format!("{:.0} %", facade / bare * 100.0);
    figure("place-order through the facade", facade, "/s", "50 % of bare", &part);
    Ok(())
}

fn facade(folder: &Folder) -> Result<f64, Failed> {
    let data = folder.0.join("shop");
    stocked(&data, 240, None)?;
    let flags = Flags { data: Some(data.display().to_string()), ..Flags::default() };
    let shop = Sundry::builder(Config::load(&flags, &|_| None)?).open()?;
    let s = shop.shop.clone();
    let runtime = runtime()?;
    let failed = |e: &dyn std::fmt::Display| Failed(e.to_string());
    runtime.block_on(async {
        let setup = s.markets.setup().await.map_err(|e| failed(&e))?;
        let market = setup.market.clone();
        let products = s.catalog.after(None, 200).await.map_err(|e| failed(&e))?;
        let variants: Vec<_> = products.iter().filter_map(|p| p.variants.first()).map(|v| v.id).collect();
        let actor = Actor::system("bench");
        let (inventory, given) = (s.inventory.clone(), variants.clone());
        s.db.write(&actor, move |tx| {
            let location = inventory.put_location(tx, "main", "Main", 1)?;
            for variant in &given {
                inventory.receive(tx, location, *variant, 1_000_000, "bench")?;
            }
            Ok::<_, inventory::InventoryError>(())
        })
        .await
        .map_err(|e| failed(&e))?;
        let buyer = RawBuyer {
            email: "ada@example.org".into(),
            phone: String::new(),
            address: RawAddress {
                name: "Ada Holm".into(),
                line1: "Kai 14".into(),
                postal_code: "20357".into(),
                city: "Hamburg".into(),
                country: "DE".into(),
                ..RawAddress::default()
            },
            ..RawBuyer::default()
        }
        .parse(&market.countries)
        .map_err(|e| failed(&e))?;
        // The baskets are there before the clock starts: placing is what is measured.
        let mut tokens = Vec::with_capacity(ORDERS);
        for chunk in (0..ORDERS).collect::<Vec<_>>().chunks(AT_ONCE) {
            let made = chunk.iter().map(|i| {
                let (carts, actor, variant) = (s.carts.clone(), actor.clone(), variants[i % variants.len()]);
                let market = market.id;
                tokio::spawn(async move { carts.create(&actor, market, vec![(variant, 1)]).await })
            });
            for made in made.collect::<Vec<_>>() {
                tokens.push(made.await.map_err(|e| failed(&e))?.map_err(|e| failed(&e))?.1);
            }
        }
        let (tokens, next) = (Arc::new(tokens), Arc::new(AtomicUsize::new(0)));
        let started = Instant::now();
        let mut tasks = Vec::new();
        for _ in 0..AT_ONCE {
            let (tokens, next, checkout) = (tokens.clone(), next.clone(), s.checkout.clone());
            let (market, buyer) = (market.clone(), buyer.clone());
            tasks.push(tokio::spawn(async move {
                let mut placed = 0_usize;
                while let Some(token) = tokens.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let ask = Ask {
                        cart_token: token.clone(),
                        market: market.id,
                        terms: cart::Terms {
                            market: market.id,
                            price_list: market.price_list,
                            currency: market.currency,
                            tax_mode: market.tax_mode,
                            tax_rounding: market.tax_rounding,
                            home: None,
                            fee: None,
                            country: "DE".into(),
                        },
                        locale: "en".into(),
                        customer: None,
                        buyer: buyer.clone(),
                        delivery: "parcel".into(),
                        payment_method: "offline".into(),
                        expected_total: None,
                        idempotency_key: None,
                    };
                    let actor = Actor::shopper(Correlation::new());
                    match checkout.place(&actor, ask, "").await {
                        Ok(Outcome::Placed(_)) => placed += 1,
                        other => return Err(format!("{other:?}")),
                    }
                }
                Ok(placed)
            }));
        }
        let mut placed = 0;
        for task in tasks {
            placed += task.await.map_err(|e| failed(&e))?.map_err(Failed)?;
        }
        Ok(placed as f64 / started.elapsed().as_secs_f64())
    })
}

/// The rows that one sale leaves, written by prepared statements, a savepoint each, 64 to a commit on disk.
fn bare(folder: &Folder) -> Result<f64, Failed> {
    let wrong = |e: rusqlite::Error| Failed(format!("bare SQLite: {e}"));
    let db = Connection::open(folder.0.join("bare.db")).map_err(wrong)?;
    db.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=1000;
         CREATE TABLE stock (variant BLOB PRIMARY KEY, on_hand INT, allocated INT, reserved INT) WITHOUT ROWID;
         CREATE TABLE carts (id BLOB PRIMARY KEY, token BLOB UNIQUE, state TEXT, version INT);
         CREATE TABLE attempts (id BLOB PRIMARY KEY, cart BLOB, order_id BLOB UNIQUE, state TEXT, doc TEXT, expires INT);
         CREATE INDEX attempts_cart ON attempts (cart);
         CREATE TABLE orders (id BLOB PRIMARY KEY, number TEXT UNIQUE, link TEXT UNIQUE, doc TEXT, email TEXT, total INT,
             placed_at INT, version INT);
         CREATE INDEX orders_placed ON orders (placed_at, id);
         CREATE TABLE lines (order_id BLOB, position INT, variant BLOB, title TEXT, quantity INT, amount INT,
             PRIMARY KEY (order_id, position)) WITHOUT ROWID;
         CREATE TABLE history (order_id BLOB, version INT, payload TEXT, at INT, PRIMARY KEY (order_id, version))
             WITHOUT ROWID;
         CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT, version INT, payload TEXT, at INT,
             UNIQUE (stream, version));
         CREATE TABLE allocations (owner BLOB, variant BLOB, quantity INT, PRIMARY KEY (owner, variant)) WITHOUT ROWID;
         CREATE TABLE payments (id BLOB PRIMARY KEY, reference BLOB, state TEXT, amount INT);
         CREATE INDEX payments_reference ON payments (reference);
         CREATE TABLE customers (id BLOB PRIMARY KEY, email TEXT UNIQUE, name TEXT, last INT);",
    )
    .map_err(wrong)?;
    let variants: Vec<Vec<u8>> = (0..200).map(|_| uuid()).collect();
    for v in &variants {
        db.execute("INSERT INTO stock VALUES (?, 1000000, 0, 0)", params![v]).map_err(wrong)?;
    }
    let carts: Vec<Vec<u8>> = (0..ORDERS).map(|_| uuid()).collect();
    db.execute_batch("BEGIN").map_err(wrong)?;
    for c in &carts {
        let token = kernel::token_hash(&kernel::random_token());
        db.execute("INSERT INTO carts VALUES (?, ?, 'open', 1)", params![c, token]).map_err(wrong)?;
    }
    db.execute_batch("COMMIT").map_err(wrong)?;
    // About as long as the documents of a real sale.
    let (doc, attempt) = ("d".repeat(900), "a".repeat(1900));
    let started = Instant::now();
    for (batch, chunk) in carts.chunks(AT_ONCE).enumerate() {
        db.execute_batch("BEGIN IMMEDIATE").map_err(wrong)?;
        for (i, cart) in chunk.iter().enumerate() {
            let n = batch * AT_ONCE + i;
            db.execute_batch("SAVEPOINT j").map_err(wrong)?;
            sale(&db, n, cart, &variants[n % variants.len()], &doc, &attempt).map_err(wrong)?;
            db.execute_batch("RELEASE j").map_err(wrong)?;
        }
        db.execute_batch("COMMIT").map_err(wrong)?;
    }
    let took: Duration = started.elapsed();
    Ok(ORDERS as f64 / took.as_secs_f64())
}

fn uuid() -> Vec<u8> {
    kernel::kinds::ReferenceId::new(kernel::Clock::system().now()).bytes().to_vec()
}

fn sale(db: &Connection, n: usize, cart: &[u8], variant: &[u8], doc: &str, attempt: &str) -> rusqlite::Result<()> {
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> rusqlite::Result<()> {
        db.prepare_cached(sql)?.execute(values).map(drop)
    };
    let (order, id, n) = (uuid(), uuid(), n as i64);
    run(
        "UPDATE stock SET allocated = allocated + 1 WHERE variant = ? AND on_hand - allocated - reserved >= 1",
        params![variant],
    )?;
    run("INSERT INTO attempts VALUES (?, ?, ?, 'placed', ?, ?)", params![id, cart, order, attempt, n])?;
    run(
        "INSERT INTO orders VALUES (?, ?, ?, ?, 'ada@example.org', 2890, ?, 1)",
        params![order, format!("S-{n}"), kernel::random_token(), doc, n],
    )?;
    run("INSERT INTO lines VALUES (?, 1, ?, 'Speckled mug', 1, 2400)", params![order, variant])?;
    run("INSERT INTO history VALUES (?, 1, '{\"kind\":\"placed\"}', ?)", params![order, n])?;
    run("INSERT INTO allocations VALUES (?, ?, 1)", params![order, variant])?;
    run("INSERT INTO payments VALUES (?, ?, 'created', 2890)", params![uuid(), order])?;
    run("UPDATE carts SET state = 'ordered' WHERE id = ?", params![cart])?;
    run(
        "INSERT INTO customers VALUES (?, 'ada@example.org', 'Ada Holm', ?) \
         ON CONFLICT (email) DO UPDATE SET last = excluded.last",
        params![uuid(), n],
    )?;
    run(
        "INSERT INTO events (stream, version, payload, at) VALUES (?, 1, ?, ?)",
        params![format!("ord_{n}"), doc, n],
    )
}
