//! A team's own shop: everything Sundry has, and beside it a room of stamps with a table, a page, a subscriber and a
//! job, and a payment at the counter. `sundry demo --no-serve --data own-shop-data` stocks a folder for it, then
//! `cargo run --example own_shop` serves it.
use std::sync::Arc;

use actix_web::{HttpResponse, web};
use db::{Db, DbError, Tx};
use diesel::prelude::*;
use events::{Job, JobError, JobRun, Recording, SubscriberError};
use kernel::kinds::{OrderId, PaymentId};
use kit::{Access, Failure, Routes};
use orders::OrderPlaced;
use payments::{Answer, AuthorizeRequest, Call, Provider, ProviderError, Reply};
use serde::{Deserialize, Serialize};
use sundry::commands::{Failed, serve};
use sundry::config::{Config, Flags};
use sundry::sundry::{Builder, Sundry};

/// Our tables, run after the shop's own.
static MIGRATIONS: db::Migrations = db::Migrations {
    sqlite: diesel_migrations::embed_migrations!("examples/own_shop/migrations/sqlite"),
    postgres: diesel_migrations::embed_migrations!("examples/own_shop/migrations/postgres"),
};

diesel::table! {
    stamps_stamps (order_id) {
        order_id -> Binary,
        total -> BigInt,
        at -> BigInt,
    }
}

/// Stamps: one for each order. Owns `stamps_*`.
#[derive(Clone)]
struct Stamps {
    db: Db,
}

impl Stamps {
    /// Joins its caller's unit of work, as every function does that takes a `Tx`.
    fn stamp(tx: &mut Tx<'_>, order: OrderId, total: i64) -> Result<(), DbError> {
        let at = tx.now().0;
        diesel::insert_into(stamps_stamps::table)
            .values((stamps_stamps::order_id.eq(order), stamps_stamps::total.eq(total), stamps_stamps::at.eq(at)))
            .execute(&mut **tx)?;
        Ok(())
    }

    async fn count(&self) -> Result<i64, DbError> {
        self.db.read(|c| Ok(stamps_stamps::table.count().get_result(c)?)).await
    }
}

/// Tells the world of a stamp, later and outside any transaction.
#[derive(Serialize, Deserialize)]
struct TellOfStamp {
    order: OrderId,
}

impl Job for TellOfStamp {
    const KIND: &'static str = "stamps.tell";
}

/// What `GET /stamps` shows.
async fn page(stamps: web::Data<Stamps>) -> Result<HttpResponse, Failure> {
    let count = stamps.count().await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(format!("{count} stamps so far\n")))
}

fn routes() -> Routes {
    Routes::new("stamps").get("/stamps", Access::Public, page)
}

/// Paid in person when the goods are fetched: like a bank transfer, staff note the money when it has come.
struct AtTheCounter;

impl AtTheCounter {
    fn now<'a, T: Send + 'a>(value: T) -> Reply<'a, T> {
        Box::pin(std::future::ready(Ok::<_, ProviderError>(value)))
    }
}

impl Provider for AtTheCounter {
    fn code(&self) -> &'static str {
        "counter"
    }
    /// A key of the texts; one that is not among them is shown as it stands.
    fn label(&self) -> &'static str {
        "Pay at the counter"
    }
    fn settles_later(&self) -> bool {
        true
    }
    fn authorize(&self, _: AuthorizeRequest) -> Reply<'_, Answer> {
        Self::now(Answer::Pending { provider_reference: String::new() })
    }
    fn capture(&self, _: Call) -> Reply<'_, ()> {
        Self::now(())
    }
    fn void(&self, _: Call) -> Reply<'_, ()> {
        Self::now(())
    }
    fn refund(&self, _: Call) -> Reply<'_, ()> {
        Self::now(())
    }
    fn look_up(&self, _: PaymentId) -> Reply<'_, Option<Answer>> {
        Self::now(Some(Answer::Pending { provider_reference: String::new() }))
    }
}

/// The shop with our room in it.
fn builder(config: Config) -> Builder {
    Sundry::builder(config)
        .migrations(&MIGRATIONS)
        .provider(Arc::new(AtTheCounter))
        .given(|shop| Stamps { db: shop.db.clone() })
        .routes(routes)
        .subscribe(|_, on| {
            // The effect and the subscriber's place in the log are one commit: a stamp is given once.
            on.on::<OrderPlaced>("stamps.stamp", |tx, _, e| {
                Stamps::stamp(tx, e.order, e.total).map_err(SubscriberError::of)?;
                Ok(tx.enqueue(&TellOfStamp { order: e.order }).map(drop)?)
            });
        })
        .jobs(|_, jobs| {
            jobs.on(|run: JobRun, job: TellOfStamp| async move {
                tracing::info!(order = %job.order, key = %run.idempotency_key(), "a stamp was given");
                Ok::<(), JobError>(())
            });
        })
}

fn main() -> Result<(), Failed> {
    let environment = |name: &str| std::env::var(name).ok();
    let data = environment("SUNDRY_DATA").or_else(|| Some("own-shop-data".to_owned()));
    let config = Config::load(&Flags { data, ..Flags::default() }, &environment)?;
    let _logs = serve::logs(&config)?;
    let shop = builder(config).open()?;
    let address = shop.config.public_url.clone();
    serve::serve(shop, move || println!("the shop is open at {address}, the stamps at {address}/stamps"))
}
