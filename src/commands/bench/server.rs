//! Processes that are measured, and the folder they work in.
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::load::{Http, Outcome, Plan, Work};
use crate::commands::Failed;

/// A folder that goes with the run.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Result<Self, Failed> {
        let path = std::env::temp_dir().join(format!("sundry-bench-{}", kernel::random_token()));
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn me() -> Result<Command, Failed> {
    let mut command = Command::new(std::env::current_exe()?);
    command.stdin(Stdio::null());
    Ok(command)
}

/// A server on loopback; killed when dropped.
pub struct Server {
    child: Child,
    pub address: String,
    /// From its start to its first whole answer.
    pub first_answer: Duration,
}

impl Server {
    /// `sundry serve` on this folder, with `settings` as environment.
    pub fn shop(data: &Path, first: &str, settings: &[(&str, &str)]) -> Result<Self, Failed> {
        let address = free_address()?;
        let mut command = me()?;
        command
            .args(["serve", "--listen", &address, "--data"])
            .arg(data)
            .env("SUNDRY_LIMITS_WRITES_PER_MINUTE", "0")
            .env("SUNDRY_LOG_LEVEL", "warn")
            .envs(settings.iter().copied());
        Self::start(command, address, first)
    }

    /// The bare hello of the same server library with as many workers.
    pub fn hello() -> Result<Self, Failed> {
        let address = free_address()?;
        let plan = Plan {
            address: address.clone(),
            connections: 0,
            seconds: 0.0,
            turns: 0,
            rate: 0.0,
            work: Work::Hello { workers: cores() },
        };
        let mut command = me()?;
        command.args(["bench", "load", &serde_json::to_string(&plan).map_err(|e| Failed(e.to_string()))?]);
        Self::start(command, address, "/")
    }

    fn start(mut command: Command, address: String, first: &str) -> Result<Self, Failed> {
        let began = Instant::now();
        let child = command.stdout(Stdio::null()).spawn()?;
        let mut server = Self { child, address, first_answer: Duration::ZERO };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            loop {
                if let Ok(mut http) = Http::open(&server.address).await
                    && http.get(first, false).await.is_ok()
                {
                    server.first_answer = began.elapsed();
                    return Ok(());
                }
                if let Ok(Some(status)) = server.child.try_wait() {
                    return Err(Failed(format!("the server ended: {status}")));
                }
                if began.elapsed() > Duration::from_secs(60) {
                    return Err(Failed("the server does not answer".to_owned()));
                }
                // It is not listening yet: there is no event to wait for in another process's bind.
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        })?;
        Ok(server)
    }

    /// Resident memory, in megabytes.
    pub fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().split(' ').next().and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }

    /// Puts as much load on it as it takes, from a process of its own.
    pub fn load(&self, connections: usize, seconds: f64, turns: u64, work: Work) -> Result<Outcome, Failed> {
        self.driven(Plan { address: self.address.clone(), connections, seconds, turns, rate: 0.0, work })
    }

    /// Asks it so many times a second, whether it keeps up or not.
    pub fn paced(&self, connections: usize, seconds: f64, rate: f64, work: Work) -> Result<Outcome, Failed> {
        self.driven(Plan { address: self.address.clone(), connections, seconds, turns: 0, rate, work })
    }

    fn driven(&self, plan: Plan) -> Result<Outcome, Failed> {
        let plan = serde_json::to_string(&plan).map_err(|e| Failed(e.to_string()))?;
        let mut generator = me()?;
        // Ten thousand addresses are more than an argument may hold.
        generator.args(["bench", "load", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut generator = generator.spawn()?;
        if let Some(mut input) = generator.stdin.take() {
            input.write_all(plan.as_bytes())?;
        }
        let output = generator.wait_with_output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let outcome: Outcome =
            serde_json::from_str(text.trim()).map_err(|e| Failed(format!("the load generator: {e}: {text}")))?;
        if outcome.failed > 0 {
            let sample = outcome.sample.clone().unwrap_or_default();
            say!("  {} of {} turns failed; the first: {sample}", outcome.failed, outcome.turns + outcome.failed);
        }
        Ok(outcome)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, std::num::NonZero::get)
}

fn free_address() -> Result<String, Failed> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// Waits until the background has nothing left to do: pictures being drawn would be measured too.
pub fn settled(shop: &crate::sundry::Sundry) -> Result<(), Failed> {
    let began = Instant::now();
    loop {
        let busy = shop.shop.db.read_now(|c| {
            let counts = events::admin::jobs_overview(c)?;
            Ok::<_, db::DbError>(counts.iter().any(|j| j.state != "dead" && !j.kind.starts_with(events::SCHEDULED)))
        })?;
        if !busy {
            return Ok(());
        }
        if began.elapsed() > Duration::from_secs(300) {
            return Err(Failed("background work does not end".to_owned()));
        }
        // Another process does the work; its table is what tells.
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Fills a folder with a demo of so many products.
pub fn stocked(data: &Path, products: usize, database: Option<&str>) -> Result<(), Failed> {
    let mut command = me()?;
    command.args(["demo", "--no-serve", "--products", &products.to_string(), "--data"]).arg(data);
    if let Some(url) = database {
        command.args(["--database", url]);
    }
    let status = command.stdout(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(Failed(format!("the demo could not be stocked: {status}"))) }
}
