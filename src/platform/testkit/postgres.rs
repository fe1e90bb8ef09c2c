//! A migrated template database, made once and cloned.
//!
//! Names carry a token that this process holds an advisory lock on, so that a later process can tell the leavings of
//! one that died from the databases of one that runs, and clear them away.
use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use db::{Migrations, Url};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};
use parking_lot::Mutex;

use crate::cluster::Cluster;

/// The key space of our advisory locks, so that they meet no one else's.
const LOCKS: i64 = 0x5d7e_0000_0000;

enum Where {
    Given(String),
    Private(Cluster),
}

struct Server {
    place: Where,
    token: u64,
    /// Connected to the `postgres` database; holds the token's lock.
    admin: Mutex<PgConnection>,
    templates: Mutex<HashMap<usize, String>>,
}

static COUNT: AtomicU64 = AtomicU64::new(0);

fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER.get_or_init(Server::start).as_ref()
}

impl Server {
    fn start() -> Option<Self> {
        let place = match std::env::var("SUNDRY_TEST_POSTGRES") {
            Ok(url) if !url.is_empty() => Where::Given(url),
            _ => Where::Private(Cluster::start("-c synchronous_commit=off")?),
        };
        let url = match &place {
            // The given URL may name any database; it is only where we stand while making others.
            Where::Given(url) => url.clone(),
            Where::Private(cluster) => cluster.url("postgres"),
        };
        let mut admin = PgConnection::establish(&url).expect("the test's PostgreSQL can be reached");
        let token = u64::from(std::process::id()) << 16 | u64::from(kernel::random_token().as_bytes()[0]);
        diesel::select(
            diesel::dsl::sql::<Text>("pg_advisory_lock(").bind::<BigInt, _>(LOCKS + token as i64).sql(")::text"),
        )
        .execute(&mut admin)
        .expect("the token is locked");
        let server = Self { place, token, admin: Mutex::new(admin), templates: Mutex::default() };
        if matches!(server.place, Where::Given(_)) {
            server.sweep();
        }
        Some(server)
    }

    fn url(&self, database: &str) -> String {
        match &self.place {
            Where::Private(cluster) => cluster.url(database),
            Where::Given(url) => {
                let (head, query) = url.split_once('?').map_or((url.as_str(), None), |(h, q)| (h, Some(q)));
                let after_scheme = head.find("://").map_or(0, |i| i + 3);
                let base = match head[after_scheme..].find('/') {
                    Some(i) => &head[..after_scheme + i],
                    None => head,
                };
                match query {
                    Some(q) => format!("{base}/{database}?{q}"),
                    None => format!("{base}/{database}"),
                }
            }
        }
    }

    /// Database names cannot be bound; ours are made of letters, digits and `_`.
    fn run(&self, sql: &str) -> QueryResult<()> {
        diesel::sql_query(sql).execute(&mut *self.admin.lock()).map(drop)
    }

    fn name(&self) -> String {
        format!("sundry_test_{}_{}", self.token, COUNT.fetch_add(1, Ordering::Relaxed))
    }

    fn template(&self, migrations: &'static Migrations) -> String {
        let mut templates = self.templates.lock();
        let name = templates.entry(std::ptr::from_ref(migrations) as usize).or_insert_with(|| {
            let name = self.name();
            self.run(&format!("CREATE DATABASE {name} TEMPLATE template0")).expect("the template is created");
            let migrated = crate::open(Url::Postgres(self.url(&name)), kernel::Clock::fake(crate::START));
            migrated.migrate(&[migrations]).expect("the migrations run on PostgreSQL");
            drop(migrated);
            self.disconnect(&name);
            name
        });
        name.clone()
    }

    /// A database that somebody is connected to cannot be cloned; pools close their connections in their own time.
    fn disconnect(&self, name: &str) {
        let others = diesel::sql_query(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
        );
        others.bind::<Text, _>(name).execute(&mut *self.admin.lock()).expect("the template is left alone");
    }

    /// Drops what processes that are gone have left on a shared server.
    fn sweep(&self) {
        #[derive(QueryableByName)]
        struct Name {
            #[diesel(sql_type = Text)]
            datname: String,
        }
        let names =
            diesel::sql_query(r"SELECT datname::text FROM pg_database WHERE datname LIKE 'sundry\_test\_%'")
                .load::<Name>(&mut *self.admin.lock())
                .unwrap_or_default();
        for Name { datname } in names {
            let Some(token) = datname.split('_').nth(2).and_then(|t| t.parse::<i64>().ok()) else { continue };
            if token == self.token as i64 {
                continue;
            }
            let free = diesel::select(
                diesel::dsl::sql::<Bool>("pg_try_advisory_lock(").bind::<BigInt, _>(LOCKS + token).sql(")"),
            )
            .get_result::<bool>(&mut *self.admin.lock());
            if free.unwrap_or(false) {
                let _ = self.run(&format!("DROP DATABASE IF EXISTS {datname} WITH (FORCE)"));
                let _ = diesel::select(
                    diesel::dsl::sql::<Bool>("pg_advisory_unlock(").bind::<BigInt, _>(LOCKS + token).sql(")"),
                )
                .get_result::<bool>(&mut *self.admin.lock());
            }
        }
    }
}

/// One test's database; dropped with this.
pub(crate) struct Database {
    server: &'static Server,
    name: String,
}

impl Database {
    pub fn url(&self) -> Url {
        Url::Postgres(self.server.url(&self.name))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let _ = self.server.run(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// Makes a database on another server. Names are the tests' own: letters and digits.
pub(crate) fn create(server: &str, name: &str) {
    assert!(name.bytes().all(|b| b.is_ascii_alphanumeric()), "{name}");
    let mut conn = PgConnection::establish(server).expect("the test's PostgreSQL can be reached");
    let sql = format!("CREATE DATABASE {name} TEMPLATE template0");
    diesel::sql_query(sql).execute(&mut conn).expect("the database is created");
}

pub(crate) fn clone(migrations: &'static Migrations) -> Option<Database> {
    let server = server()?;
    let template = server.template(migrations);
    let name = server.name();
    server.run(&format!("CREATE DATABASE {name} TEMPLATE {template}")).expect("the template is cloned");
    Some(Database { server, name })
}
