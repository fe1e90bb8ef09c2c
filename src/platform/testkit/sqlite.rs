//! A migrated file, made once and copied.
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use db::{Migrations, Url};
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use parking_lot::Mutex;

use crate::folder::Folder;

type Templates = HashMap<usize, Arc<Vec<u8>>>;

/// The template's bytes; small enough to keep, and nothing stays behind on the disk.
fn template(migrations: &'static Migrations) -> Arc<Vec<u8>> {
    static TEMPLATES: Mutex<Option<Templates>> = Mutex::new(None);
    let mut templates = TEMPLATES.lock();
    templates
        .get_or_insert_default()
        .entry(std::ptr::from_ref(migrations) as usize)
        .or_insert_with(|| Arc::new(build(migrations)))
        .clone()
}

fn build(migrations: &'static Migrations) -> Vec<u8> {
    let folder = Folder::new("template");
    let path = folder.path().join("shop.db");
    let db = crate::open(Url::Sqlite(path.clone()), kernel::Clock::fake(crate::START));
    db.migrate(&[migrations]).expect("the migrations run on SQLite");
    drop(db);
    settle(&path);
    std::fs::read(&path).expect("the template is readable")
}

/// Moves what is still in the log into the file.
fn settle(path: &Path) {
    let mut c = SqliteConnection::establish(&path.to_string_lossy()).expect("the template opens");
    c.batch_execute("PRAGMA busy_timeout=5000; PRAGMA wal_checkpoint(TRUNCATE);").expect("the template settles");
}

pub(crate) fn copy(migrations: &'static Migrations) -> (Url, Folder) {
    let bytes = template(migrations);
    let folder = Folder::new("test");
    let path = folder.path().join("shop.db");
    std::fs::write(&path, &*bytes).expect("the template is copied");
    (Url::Sqlite(path), folder)
}
