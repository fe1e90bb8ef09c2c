//! An empty shop for a test: the rooms that the demo and imports fill.
use std::path::{Path, PathBuf};
use std::sync::Arc;

use db::Migrations;
use diesel_migrations::embed_migrations;
use kernel::Actor;
use testkit::TestDb;

use crate::demo::{DemoOrders, DemoShop};
use crate::import::Importer;

pub static MIGRATIONS: Migrations = Migrations {
    sqlite: embed_migrations!("../../migrations/sqlite"),
    postgres: embed_migrations!("../../migrations/postgres"),
};

diesel::table! {
    events_log (seq) {
        seq -> BigInt,
    }
}

pub struct Rooms {
    pub test: TestDb,
    pub actor: Actor,
    pub demo: DemoShop,
    pub importer: Importer,
    folder: PathBuf,
}

impl Rooms {
    pub fn over(test: TestDb) -> Self {
        let db = test.db.clone();
        let folder = std::env::temp_dir().join(format!("sundry-flows-{}", kernel::random_token()));
        let demo = DemoShop {
            catalog: catalog::Catalog::new(db.clone()),
            pricing: pricing::Pricing::new(db.clone()),
            inventory: inventory::Inventory::new(db.clone()),
            shipping: shipping::Shipping::new(db.clone()),
            markets: markets::Markets::new(db.clone()),
            media: media::Media::new(db.clone(), folder.join("media")),
            db,
        };
        let importer = Importer {
            db: demo.db.clone(),
            catalog: demo.catalog.clone(),
            pricing: demo.pricing.clone(),
            inventory: demo.inventory.clone(),
            shipping: demo.shipping.clone(),
            markets: demo.markets.clone(),
            media: demo.media.clone(),
            imports: imports::Imports::new(demo.db.clone()),
        };
        Self { test, actor: Actor::system("test"), demo, importer, folder }
    }

    pub fn orders(&self) -> DemoOrders {
        let (db, inventory) = (self.demo.db.clone(), self.demo.inventory.clone());
        let payments = payments::Payments::new(
            db.clone(),
            vec![Arc::new(payments::Offline), Arc::new(payments::TestProvider)],
        );
        let orders = orders::Orders::new(db.clone(), inventory.clone(), payments.clone());
        let customers = customers::Customers::new(db.clone());
        DemoOrders { db, inventory, orders, payments, customers }
    }

    /// How many events there are: a write that changes anything says so.
    pub fn events(&self) -> i64 {
        use diesel::prelude::*;
        let count = |c: &mut db::Conn| -> Result<i64, db::DbError> { Ok(events_log::table.count().get_result(c)?) };
        self.demo.db.read_now(count).unwrap()
    }

    /// Files below the media folder.
    pub fn files(&self) -> usize {
        fn below(folder: &Path) -> usize {
            let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
            entries.flatten().map(|e| if e.path().is_dir() { below(&e.path()) } else { 1 }).sum()
        }
        below(&self.folder)
    }
}

impl Drop for Rooms {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Tells the story over SQLite, and over PostgreSQL where there is one.
pub fn on_every_database(story: impl Fn(&Rooms)) {
    story(&Rooms::over(testkit::sqlite(&MIGRATIONS)));
    match testkit::postgres(&MIGRATIONS) {
        Some(db) => story(&Rooms::over(db)),
        None => testkit::skipped("postgres"),
    }
}

pub fn on_sqlite(story: impl Fn(&Rooms)) {
    story(&Rooms::over(testkit::sqlite(&MIGRATIONS)));
}

/// Writes two tests, one a database, from each async body that takes [`Rooms`].
macro_rules! rooms {
    ($( async fn $name:ident($rooms:ident: Rooms) $body:block )+) => {
        testkit::both_databases! {
            &crate::test_rooms::MIGRATIONS;
            $( async fn $name(test: testkit::TestDb) {
                let $rooms = Rooms::over(test);
                $body
            } )+
        }
    };
}
pub(crate) use rooms;
