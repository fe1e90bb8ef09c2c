//! A stocked shop on disk, and the real server over it.
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use db::{Db, DbConfig, DbError, Url};
use events::Job as _;
use kernel::Clock;
use kernel::kinds::OrderId;
use media::RenderSizes;
use payments::{Offline, TestProvider};
use sundry::shop::{Shop, Surroundings};
use testkit::TestDb;

use super::client::Http;

/// How long what goes on behind the requests may take to come to its end: longer than any lease of the dead.
const QUIET: Duration = Duration::from_secs(60);
/// Between two looks at another process, which has no event for us.
const LOOK: Duration = Duration::from_millis(10);

/// Data of one test's own; removed when dropped, after the servers on it.
pub struct Ground {
    pub folder: PathBuf,
    url: Url,
    _database: Option<TestDb>,
    /// Settings of its servers, as environment variables.
    pub environment: Vec<(String, String)>,
}

impl Ground {
    /// A demo shop of `products` products on SQLite.
    pub fn sqlite(products: usize) -> Self {
        let folder = folder();
        Self { url: Url::Sqlite(folder.join("shop.db")), folder, _database: None, environment: Vec::new() }
            .stocked(products)
    }

    /// The same on PostgreSQL; none where there is none.
    pub fn postgres(products: usize) -> Option<Self> {
        let Some(database) = testkit::postgres(&sundry::MIGRATIONS) else {
            testkit::skipped("postgres");
            return None;
        };
        let url = database.db.url().clone();
        let ground = Self { url, folder: folder(), _database: Some(database), environment: Vec::new() };
        Some(ground.stocked(products))
    }

    /// The same on a database that is there and empty.
    pub fn over(url: Url, products: usize) -> Self {
        Self { url, folder: folder(), _database: None, environment: Vec::new() }.stocked(products)
    }

    /// Another instance over the same database and the same pictures, with a folder of its own. Both sign alike from here on.
    pub fn twin(&mut self) -> Self {
        self.environment
            .push(("SUNDRY_SECRET".to_owned(), "a secret that all instances of a test share".to_owned()));
        let mut environment = self.environment.clone();
        environment.push(("SUNDRY_MEDIA".to_owned(), self.folder.join("media").display().to_string()));
        Self { url: self.url.clone(), folder: folder(), _database: None, environment }
    }

    /// From now on its commands and servers use this database.
    pub fn moves_to(&mut self, url: Url) {
        self.url = url;
    }

    fn stocked(self, products: usize) -> Self {
        self.demo(products, 0);
        self
    }

    /// Stocks it, with past orders.
    pub fn demo(&self, products: usize, orders: u64) {
        let (products, orders) = (products.to_string(), orders.to_string());
        let done = self
            .command(&["demo", "--no-serve", "--products", &products, "--orders", &orders])
            .output()
            .expect("the demo runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// A copy of the same data, SQLite only. Nobody may be writing.
    pub fn copy(&self) -> Self {
        let folder = folder();
        for entry in std::fs::read_dir(&self.folder).expect("the folder").map(|e| e.expect("a file").path()) {
            if entry.is_file() {
                std::fs::copy(&entry, folder.join(entry.file_name().expect("a name"))).expect("a copy");
            }
        }
        Self { url: Url::Sqlite(folder.join("shop.db")), folder, _database: None, environment: Vec::new() }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sundry"));
        command.args(args).arg("--data").arg(&self.folder).current_dir(&self.folder).stdin(Stdio::null());
        if let Url::Postgres(url) = &self.url {
            command.args(["--database", url]);
        }
        command.envs(self.environment.iter().cloned());
        command.env_remove("SUNDRY_FAILPOINTS").env("SUNDRY_LOG_LEVEL", "warn");
        command
    }

    /// A server on this data, ready to answer.
    pub fn serve(&self) -> Server {
        let mut server = self.start("");
        server.ready().unwrap_or_else(|| panic!("the server does not start: {}", self.log()));
        server
    }

    /// A server that dies at a failpoint; maybe before it is ready.
    pub fn start(&self, failpoint: &str) -> Server {
        let address = format!("127.0.0.1:{}", crate::support::free_port());
        let log = std::fs::File::create(self.folder.join("serve.log")).expect("a log");
        let mut command = self.command(&["serve", "--listen", &address]);
        if !failpoint.is_empty() {
            command.env("SUNDRY_FAILPOINTS", failpoint);
        }
        let child = command
            .env("SUNDRY_LIMITS_WRITES_PER_MINUTE", "0")
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .spawn()
            .expect("the server starts");
        Server { child, address, began: Instant::now(), took: Duration::ZERO }
    }

    /// What the last server said.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("serve.log")).unwrap_or_default()
    }

    /// The same data from this process.
    pub fn db(&self, clock: Clock) -> Db {
        let mut config = DbConfig::new(self.url.clone());
        (config.readers, config.writers) = (2, 2);
        Db::open(config, clock).expect("the database opens")
    }

    /// The rooms over it.
    pub fn rooms(&self, clock: Clock) -> Shop {
        let around = Surroundings {
            media: self.folder.join("media"),
            mail: notifications::MailConfig::Folder(self.folder.join("mail")),
            mail_from: "Sundry <shop@example.org>".into(),
            providers: vec![Arc::new(Offline), Arc::new(TestProvider)],
            outbound: outbound::Outbound::new(true).expect("calls"),
            secret: [7; 32],
        };
        Shop::new(self.db(clock), around).expect("the rooms")
    }

    /// Waits until every event is taken and no job is left, further sizes of the demo's pictures apart: nobody's money or
    /// goods hang on them.
    pub fn drained(&self) {
        let db = self.db(Clock::system());
        let until = Instant::now() + QUIET;
        loop {
            let now = db.clock().now();
            // Of one moment: a job could end, and leave an event, between one look and the other.
            let (lags, jobs) = db
                .snapshot_now(|c| Ok::<_, DbError>((events::admin::lag(c, now)?, events::admin::jobs_overview(c)?)))
                .expect("the database can be read");
            // A job whose workers are killed time and again is laid aside; a schedule's goes on at its next time.
            let goes_on = |kind: &str| kind == RenderSizes::KIND || kind.starts_with(events::SCHEDULED);
            assert!(jobs.iter().all(|j| j.state != "dead" || goes_on(&j.kind)), "{jobs:?}");
            let taken = lags.iter().all(|l| (l.behind, l.more, l.waiting, l.parked) == (0, false, 0, 0));
            let idle = jobs.iter().all(|j| j.kind == RenderSizes::KIND || j.state == "dead");
            if taken && !lags.is_empty() && idle {
                return;
            }
            assert!(Instant::now() < until, "work is left: {lags:?} {jobs:?}: {}", self.log());
            std::thread::sleep(LOOK);
        }
    }

    /// `sundry check` finds nothing.
    pub fn check(&self, journal: Option<&Path>) -> String {
        let mut command = self.command(&["check"]);
        if let Some(journal) = journal {
            command.arg("--journal").arg(journal);
        }
        let done = command.output().expect("check runs");
        let told = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(done.status.success(), "{told}{}", String::from_utf8_lossy(&done.stderr));
        told
    }

    /// Every order there is.
    pub fn orders(&self) -> Vec<OrderId> {
        let heads = |c: &mut db::Conn| orders::books::heads(c, None, i64::MAX);
        self.db(Clock::system()).read_now(heads).expect("the orders").into_iter().map(|o| o.id).collect()
    }

    /// How many confirmations were written for this order.
    pub fn confirmations(&self, order: OrderId) -> i64 {
        let order = order.to_string();
        self.told().iter().find(|(about, _)| *about == order).map_or(0, |(_, n)| *n)
    }

    /// Orders with the number of their confirmations.
    pub fn told(&self) -> Vec<(String, i64)> {
        let kind = flows::mail::order::CONFIRMATION.name;
        let told = |c: &mut db::Conn| notifications::books::told(c, kind, None, i64::MAX);
        self.db(Clock::system()).read_now(told).expect("the messages")
    }

    /// The mails that went out to shoppers.
    pub fn mails(&self) -> Vec<String> {
        self.letters().into_values().collect()
    }

    /// The same by the name that each is kept under: one that goes out again keeps its name.
    pub fn letters(&self) -> BTreeMap<OsString, String> {
        let Ok(files) = std::fs::read_dir(self.folder.join("mail")) else { return BTreeMap::new() };
        files
            .map(|e| e.expect("a mail").path())
            .filter(|p| p.extension().is_some_and(|e| e == "eml"))
            .map(|p| (p.file_name().expect("a name").to_owned(), std::fs::read_to_string(p).expect("a mail")))
            .filter(|(_, mail)| !mail.contains(crate::support::TO_THE_SHOP))
            .collect()
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("sundry-crash-{}", kernel::random_token()));
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    pub address: String,
    began: Instant,
    /// From its start to being ready.
    pub took: Duration,
}

impl Server {
    /// Waits until it is ready. None: it died before.
    pub fn ready(&mut self) -> Option<()> {
        loop {
            if let Ok((200, _)) =
                Http::open(&self.address).and_then(|mut http| http.call("GET", "/readyz", None, None))
            {
                self.took = self.began.elapsed();
                return Some(());
            }
            if self.child.try_wait().expect("its state").is_some() {
                return None;
            }
            assert!(self.began.elapsed() < Duration::from_secs(30), "the server is not ready after 30 s");
            std::thread::sleep(LOOK);
        }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it is gone");
    }

    /// Asks it to stop.
    pub fn terminate(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill runs").success());
    }

    /// Waits for its end; true when it ended well.
    pub fn ended(&mut self, within: Duration) -> bool {
        let until = Instant::now() + within;
        loop {
            if let Some(status) = self.child.try_wait().expect("its state") {
                return status.success();
            }
            assert!(Instant::now() < until, "the server does not end");
            std::thread::sleep(LOOK);
        }
    }

    /// Whether it is gone already.
    pub fn gone(&mut self) -> bool {
        self.child.try_wait().expect("its state").is_some()
    }

    /// Stops it in good order.
    pub fn stop(mut self) {
        self.terminate();
        assert!(self.ended(Duration::from_secs(30)), "the server ended badly");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
