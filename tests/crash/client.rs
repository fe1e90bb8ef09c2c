//! Buyers: plain HTTP over std, one connection each, and the journal of what they were told.
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long one request may stay without a clear answer, restarts included.
const PATIENCE: Duration = Duration::from_secs(60);

/// One kept-open connection.
pub struct Http {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Http {
    pub fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self { stream: BufReader::new(stream), host: address.to_owned() })
    }

    /// Status and body; the body null when it is no JSON.
    pub fn call(
        &mut self,
        method: &str,
        path: &str,
        key: Option<&str>,
        body: Option<&Value>,
    ) -> Result<(u16, Value)> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let key = key.map(|k| format!("idempotency-key: {k}\r\n")).unwrap_or_default();
        let (status, text) = self.send(method, path, &format!("content-type: application/json\r\n{key}"), &body)?;
        Ok((status, serde_json::from_str(&text).unwrap_or(Value::Null)))
    }

    /// Status and body of a request with further headers, a line each.
    pub fn send(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Result<(u16, String)> {
        let length = if method == "GET" { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        let request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n{headers}{length}\r\n{body}", self.host);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let broken = |why: &str| Error::new(ErrorKind::InvalidData, why.to_owned());
        let status = self.line()?.get(9..12).and_then(|s| s.parse().ok()).ok_or_else(|| broken("no status"))?;
        let mut length = 0;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().map_err(|_| broken("no length"))?;
            }
        }
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes)?;
        Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 || !line.ends_with('\n') {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}

/// What all buyers share: where the shop is now, what they were told, and when to stop.
pub struct Crowd {
    /// How many servers there were, and where the last one is.
    door: Mutex<(u64, String)>,
    moved: Condvar,
    closing: AtomicBool,
    /// Requests that wait for their answer.
    pub in_flight: AtomicUsize,
    told: Mutex<Told>,
    told_more: Condvar,
}

/// What buyers were told.
#[derive(Default)]
pub struct Told {
    /// Order to its journal line.
    pub placed: BTreeMap<String, Value>,
    pub declined: usize,
    pub sold_out: usize,
    /// Asked at a provider when the server died: nobody knows yet.
    pub pending: usize,
    /// Requests that got no answer and were made again.
    pub unclear: usize,
    /// When those were sent that got none.
    pub unanswered: Vec<Instant>,
    /// When the last of them, or of those that were refused, was noticed.
    pub last_unclear: Option<Instant>,
    /// What should not have been answered.
    pub wrong: Vec<String>,
}

impl Crowd {
    pub fn new() -> Self {
        Self {
            door: Mutex::default(),
            moved: Condvar::new(),
            closing: AtomicBool::new(false),
            in_flight: AtomicUsize::new(0),
            told: Mutex::default(),
            told_more: Condvar::new(),
        }
    }

    /// The shop is open at this address.
    pub fn opens(&self, address: &str) {
        let mut door = self.door.lock().expect("no panic");
        *door = (door.0 + 1, address.to_owned());
        self.moved.notify_all();
    }

    /// Nobody begins another checkout.
    pub fn close(&self) {
        self.closing.store(true, Ordering::SeqCst);
    }

    fn door(&self) -> (u64, String) {
        self.door.lock().expect("no panic").clone()
    }

    /// After an answer that did not come: the next server, or the same one a little later.
    fn next_door(&self, after: u64) {
        let door = self.door.lock().expect("no panic");
        drop(self.moved.wait_timeout_while(door, Duration::from_millis(100), |d| d.0 == after));
    }

    pub fn told<T>(&self, f: impl FnOnce(&mut Told) -> T) -> T {
        let out = f(&mut self.told.lock().expect("no panic"));
        self.told_more.notify_all();
        out
    }

    /// Waits until so many orders were acknowledged.
    pub fn placed(&self, orders: usize) {
        let told = self.told.lock().expect("no panic");
        let (told, wait) = self
            .told_more
            .wait_timeout_while(told, PATIENCE, |t| t.placed.len() < orders && t.wrong.is_empty())
            .expect("no panic");
        assert!(!wait.timed_out(), "only {} orders", told.placed.len());
    }

    /// The journal as `sundry check --journal` reads it.
    pub fn journal(&self) -> String {
        self.told(|t| t.placed.values().map(|line| format!("{line}\n")).collect())
    }
}

/// Somebody who buys and buys.
pub struct Buyer<'a> {
    crowd: &'a Crowd,
    variants: &'a [String],
    name: String,
    http: Option<(u64, Http)>,
    dice: Dice,
    /// Makes a request that got no answer again; otherwise that is the end of this buyer.
    stubborn: bool,
}

impl<'a> Buyer<'a> {
    pub fn new(crowd: &'a Crowd, variants: &'a [String], name: String, seed: u64, stubborn: bool) -> Self {
        Self { crowd, variants, name, http: None, dice: Dice(seed), stubborn }
    }

    /// Until the crowd closes.
    pub fn buys(mut self) {
        let mut nth = 0;
        while !self.crowd.closing.load(Ordering::SeqCst) {
            nth += 1;
            match self.checkout(nth) {
                Ok(()) => {}
                Err(Stop::Unanswered) => return,
                Err(Stop::Wrong(why)) => {
                    self.crowd.told(|t| t.wrong.push(why));
                    return;
                }
            }
        }
    }

    fn ask(
        &mut self,
        method: &str,
        path: &str,
        key: Option<&str>,
        body: &Value,
    ) -> std::result::Result<(u16, Value), Stop> {
        let until = Instant::now() + PATIENCE;
        loop {
            let (generation, address) = self.crowd.door();
            if self.http.as_ref().is_some_and(|(g, _)| *g != generation) {
                self.http = None;
            }
            let sent = Instant::now();
            let connected = match self.http.take() {
                Some((_, http)) => Ok(http),
                None => Http::open(&address),
            };
            let answer = connected.and_then(|mut http| {
                self.crowd.in_flight.fetch_add(1, Ordering::SeqCst);
                let answer = http.call(method, path, key, Some(body));
                self.crowd.in_flight.fetch_sub(1, Ordering::SeqCst);
                answer.map(|a| (http, a))
            });
            match answer {
                Ok((http, (status, body))) if status < 500 => {
                    self.http = Some((generation, http));
                    return Ok((status, body));
                }
                other => {
                    let (failed, why) = match other {
                        Ok((_, (status, body))) => (false, format!("{status} {body}")),
                        Err(e) => (true, e.to_string()),
                    };
                    self.crowd.told(|t| {
                        t.unclear += 1;
                        t.last_unclear = Some(Instant::now());
                        if failed {
                            t.unanswered.push(sent);
                        }
                    });
                    if !self.stubborn {
                        return Err(Stop::Unanswered);
                    }
                    if Instant::now() > until {
                        return Err(Stop::Wrong(format!("{method} {path} got no answer: {why}")));
                    }
                    self.crowd.next_door(generation);
                }
            }
        }
    }

    /// One checkout, to whatever end.
    fn checkout(&mut self, nth: u64) -> std::result::Result<(), Stop> {
        let mut lines: BTreeMap<String, i64> = BTreeMap::new();
        for _ in 0..=self.dice.below(2) {
            let variant = self.variants[self.dice.below(self.variants.len() as u64) as usize].clone();
            *lines.entry(variant).or_insert(0) += 1 + self.dice.below(2) as i64;
        }
        let lines: Vec<Value> = lines.iter().map(|(v, q)| json!({ "variant": v, "quantity": q })).collect();
        let (status, cart) = self.ask("POST", "/api/v1/carts", None, &json!({ "lines": lines }))?;
        let token = cart["token"].as_str().ok_or_else(|| wrong("cart", status, &cart))?.to_owned();
        let (method, details) = match self.dice.below(4) {
            0 | 1 => ("offline", ""),
            2 => ("test", ["ok", "capture"][self.dice.below(2) as usize]),
            _ => ("test", "decline"),
        };
        let wish = json!({
            "email": format!("{}-{nth}@example.org", self.name),
            "address": { "name": "Ada Holm", "line1": "Kai 14", "postal_code": "20357", "city": "Hamburg", "country": "DE" },
            "delivery": "parcel",
            "payment_method": method,
        });
        let key = format!("{}-{nth}", self.name);
        let (prepare, pay) = (format!("/api/v1/carts/{token}/prepare"), format!("/api/v1/carts/{token}/pay"));
        let (status, held) = self.ask("POST", &prepare, Some(&key), &wish)?;
        if held["code"] == "out_of_stock" {
            self.crowd.told(|t| t.sold_out += 1);
            return Ok(());
        }
        let (Some(order), Some(total)) = (held["order"].as_str(), held["total"]["amount"].as_i64()) else {
            return Err(wrong("prepare", status, &held));
        };
        let mut details = details;
        loop {
            let (status, paid) = self.ask("POST", &pay, None, &json!({ "details": details }))?;
            match paid["status"].as_str().or(paid["code"].as_str()) {
                Some("payment_declined") if details == "decline" => {
                    self.crowd.told(|t| t.declined += 1);
                    // Another card.
                    details = "ok";
                    continue;
                }
                Some("pending") => {
                    self.crowd.told(|t| t.pending += 1);
                    return Ok(());
                }
                Some("placed") if paid["order"] == *order => {}
                _ => return Err(wrong("pay", status, &paid)),
            }
            break;
        }
        let line = json!({ "order": order, "total": total, "lines": lines });
        self.crowd.told(|t| t.placed.insert(order.to_owned(), line));
        if self.dice.below(4) == 0 {
            // Told again, it is the same.
            let (status, again) = self.ask("POST", &pay, None, &json!({}))?;
            if again["order"] != *order {
                return Err(wrong("pay again", status, &again));
            }
            let (status, again) = self.ask("POST", &prepare, Some(&key), &wish)?;
            if again["order"] != *order {
                return Err(wrong("prepare again", status, &again));
            }
        }
        Ok(())
    }
}

/// Why a buyer went home.
enum Stop {
    Unanswered,
    Wrong(String),
}

fn wrong(step: &str, status: u16, body: &Value) -> Stop {
    Stop::Wrong(format!("{step}: {status} {body}"))
}

/// Chance that can be repeated: splitmix64.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}
