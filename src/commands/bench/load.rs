//! The load generator: plain HTTP/1.1 over kept-open connections, one thread.
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::commands::Failed;

/// What to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    pub address: String,
    pub connections: usize,
    /// Ends after so many seconds …
    pub seconds: f64,
    /// … or after so many turns, if that is not 0.
    pub turns: u64,
    /// So many turns a second over all connections; 0 is as many as there can be.
    #[serde(default)]
    pub rate: f64,
    pub work: Work,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Work {
    /// Asks for these in turn.
    Get { paths: Vec<String>, packed: bool },
    /// Buys one of these in turn: a basket with its line, prepare, pay.
    Checkout { variants: Vec<String> },
    /// No load: a bare server that says hello, until it is killed.
    Hello { workers: usize },
}

/// What came of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    pub turns: u64,
    pub failed: u64,
    pub seconds: f64,
    /// Of one turn, in milliseconds.
    pub p50: f64,
    pub p99: f64,
    /// Of the last request of a turn, that which places the order of a checkout.
    pub last_p99: f64,
    /// What the generator itself used of one core, 0 to 1.
    pub cpu: f64,
    /// The first thing that went wrong.
    pub sample: Option<String>,
}

impl Outcome {
    pub fn rate(&self) -> f64 {
        self.turns as f64 / self.seconds
    }
}

/// `sundry bench load`: does a plan and writes its outcome as JSON. `-` is a plan on standard input.
pub fn run(plan: &str) -> Result<(), Failed> {
    let plan = if plan == "-" { std::io::read_to_string(std::io::stdin())? } else { plan.to_owned() };
    let plan: Plan = serde_json::from_str(&plan).map_err(|e| Failed(format!("the plan: {e}")))?;
    if let Work::Hello { workers } = plan.work {
        return hello(&plan.address, workers);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let local = tokio::task::LocalSet::new();
    let outcome = local.block_on(&runtime, drive(Rc::new(plan)))?;
    say!("{}", serde_json::to_string(&outcome).map_err(|e| Failed(e.to_string()))?);
    Ok(())
}

fn hello(address: &str, workers: usize) -> Result<(), Failed> {
    use actix_web::{App, HttpServer, web};
    let address = address.to_owned();
    actix_web::rt::System::new().block_on(async move {
        HttpServer::new(|| App::new().route("/", web::get().to(async || "hello")))
            .workers(workers)
            .bind(address)?
            .run()
            .await
    })?;
    Ok(())
}

async fn drive(plan: Rc<Plan>) -> Result<Outcome, Failed> {
    let started = Instant::now();
    let cpu_before = cpu_seconds();
    let until = started + Duration::from_secs_f64(plan.seconds);
    let mut tasks = Vec::new();
    for me in 0..plan.connections {
        let plan = plan.clone();
        tasks.push(tokio::task::spawn_local(async move { connection(&plan, me, (started, until)).await }));
    }
    let mut all = Turns::default();
    for task in tasks {
        let some = task.await.map_err(|e| Failed(e.to_string()))?;
        all.times.extend(some.times);
        all.lasts.extend(some.lasts);
        all.failed += some.failed;
        all.sample = all.sample.or(some.sample);
    }
    let seconds = started.elapsed().as_secs_f64();
    let Turns { mut times, mut lasts, failed, sample } = all;
    times.sort_unstable();
    lasts.sort_unstable();
    Ok(Outcome {
        turns: times.len() as u64,
        failed,
        seconds,
        p50: at(&times, 0.50),
        p99: at(&times, 0.99),
        last_p99: at(&lasts, 0.99),
        cpu: (cpu_seconds() - cpu_before) / seconds,
        sample,
    })
}

/// In milliseconds, of sorted microseconds.
fn at(times: &[u32], share: f64) -> f64 {
    let index = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
    times.get(index).map_or(0.0, |t| f64::from(*t) / 1000.0)
}

/// What turns took, whole and their last requests, in microseconds; failures, and the first of those.
#[derive(Default)]
struct Turns {
    times: Vec<u32>,
    lasts: Vec<u32>,
    failed: u64,
    sample: Option<String>,
}

/// One connection's turns.
async fn connection(plan: &Plan, me: usize, (started, until): (Instant, Instant)) -> Turns {
    let mut turns = Turns::default();
    let micros = |since: Instant| u32::try_from(since.elapsed().as_micros()).unwrap_or(u32::MAX);
    let share = plan.turns.div_ceil(plan.connections.max(1) as u64);
    let mut http = match Http::open(&plan.address).await {
        Ok(http) => http,
        Err(e) => return Turns { failed: 1, sample: Some(e), ..turns },
    };
    let mut turn = 0_u64;
    while Instant::now() < until && (plan.turns == 0 || turn < share) {
        let nth = me as u64 + turn * plan.connections as u64;
        turn += 1;
        let began = if plan.rate > 0.0 {
            due(started + Duration::from_secs_f64(nth as f64 / plan.rate)).await
        } else {
            Instant::now()
        };
        let outcome = match &plan.work {
            Work::Get { paths, packed } => {
                http.get(&paths[(nth % paths.len() as u64) as usize], *packed).await.map(|()| began)
            }
            Work::Checkout { variants } => {
                http.checkout(&variants[(nth % variants.len() as u64) as usize], nth).await
            }
            Work::Hello { .. } => Ok(began),
        };
        match outcome {
            Ok(last) => {
                turns.times.push(micros(began));
                turns.lasts.push(micros(last));
            }
            Err(e) => {
                turns.failed += 1;
                turns.sample.get_or_insert(e);
                match Http::open(&plan.address).await {
                    Ok(again) => http = again,
                    Err(_) => break,
                }
            }
        }
    }
    turns
}

/// Waits for a turn. One that begins late because the one before took long counts from when it was due; a clock that
/// rings late is no fault of the server.
async fn due(at: Instant) -> Instant {
    if at <= Instant::now() {
        return at;
    }
    tokio::time::sleep_until(at.into()).await;
    Instant::now()
}

/// What this process used of the processor so far.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name in parentheses: state is the first field, user and system time the 12th and 13th.
    let fields: VecDeque<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// One kept-open connection.
pub struct Http {
    stream: TcpStream,
    host: String,
    buffer: Vec<u8>,
}

impl Http {
    pub async fn open(address: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(address).await.map_err(|e| e.to_string())?;
        stream.set_nodelay(true).map_err(|e| e.to_string())?;
        Ok(Self { stream, host: address.to_owned(), buffer: Vec::with_capacity(64 << 10) })
    }

    pub async fn get(&mut self, path: &str, packed: bool) -> Result<(), String> {
        let encoding = if packed { "accept-encoding: br\r\n" } else { "" };
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{encoding}\r\n", self.host);
        self.exchange(request.as_bytes(), 200).await.map(drop)
    }

    pub async fn get_json(&mut self, path: &str) -> Result<Value, String> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n\r\n", self.host);
        let range = self.exchange(request.as_bytes(), 200).await?;
        serde_json::from_slice(&self.buffer[range]).map_err(|e| e.to_string())
    }

    pub async fn post(&mut self, path: &str, body: &Value, status: u16) -> Result<Value, String> {
        self.posted(path, "", body, status).await
    }

    /// The same under an idempotency key.
    pub async fn post_keyed(&mut self, path: &str, key: &str, body: &Value, status: u16) -> Result<Value, String> {
        self.posted(path, &format!("idempotency-key: {key}\r\n"), body, status).await
    }

    async fn posted(&mut self, path: &str, headers: &str, body: &Value, status: u16) -> Result<Value, String> {
        let body = body.to_string();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\n{headers}content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        let range = self.exchange(request.as_bytes(), status).await?;
        serde_json::from_slice(&self.buffer[range]).map_err(|e| e.to_string())
    }

    /// A whole guest checkout: a basket with its line, prepare, pay. Three requests, each durable when answered; gives when the
    /// last of them began.
    pub async fn checkout(&mut self, variant: &str, nth: u64) -> Result<Instant, String> {
        let lines = json!({ "lines": [{ "variant": variant, "quantity": 1 }] });
        let cart = self.post("/api/v1/carts", &lines, 201).await?;
        let token = cart["token"].as_str().ok_or("no token")?.to_owned();
        let ask = json!({
            "email": format!("buyer{nth}@example.org"),
            "address": { "name": "Ada Holm", "line1": "Kai 14", "postal_code": "20357", "city": "Hamburg", "country": "DE" },
            "delivery": "parcel",
            "payment_method": "offline",
        });
        self.post(&format!("/api/v1/carts/{token}/prepare"), &ask, 200).await?;
        let paying = Instant::now();
        let paid = self.post(&format!("/api/v1/carts/{token}/pay"), &json!({}), 200).await?;
        if paid["status"] == "placed" { Ok(paying) } else { Err(paid.to_string()) }
    }

    /// Sends a request and reads its answer; gives where in the buffer the body stands.
    async fn exchange(&mut self, request: &[u8], status: u16) -> Result<std::ops::Range<usize>, String> {
        self.stream.write_all(request).await.map_err(|e| e.to_string())?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await.map_err(|e| e.to_string())? == 0 {
                return Err("the server hung up".to_owned());
            }
            let Some(end) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
            let head = std::str::from_utf8(&self.buffer[..end]).map_err(|e| e.to_string())?;
            let length: usize = head
                .split("\r\n")
                .filter_map(|l| l.split_once(':'))
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .and_then(|(_, value)| value.trim().parse().ok())
                .ok_or("an answer without a length")?;
            let got: u16 = head.get(9..12).and_then(|s| s.parse().ok()).unwrap_or(0);
            while self.buffer.len() < end + 4 + length {
                if self.stream.read_buf(&mut self.buffer).await.map_err(|e| e.to_string())? == 0 {
                    return Err("the server hung up".to_owned());
                }
            }
            let body = end + 4..end + 4 + length;
            if got != status {
                let text = String::from_utf8_lossy(&self.buffer[body]).chars().take(300).collect::<String>();
                return Err(format!("{got} instead of {status}: {text}"));
            }
            return Ok(body);
        }
    }
}
