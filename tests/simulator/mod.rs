//! Payment providers of our own that speak as Stripe and PayPal do, each with a ledger of its own and faults on order: they hang, answers 500
//! and 429, break off before or after acting, and act twice. What they tell by themselves is handed to the test, which sends it late,
//! twice, shuffled, forged or never. They listen on loopback, and end with the test.
mod books;
mod cards;
mod crash;
mod paypal;
mod risk;
mod standin;
mod stories;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use kernel::Clock;
use serde_json::{Value, json};

pub use books::Books;

/// What signs what it tells.
pub const HOOK_SECRET: &str = "whsec_simulated";

/// How it misbehaves, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It acts and never answers.
    Hang,
    /// It does not act, and says that it failed.
    Broken,
    /// It does not act, and says that it is too much.
    TooMuch,
    /// The line breaks before it acts.
    BreaksBefore,
    /// The line breaks after it acted.
    BreaksAfter,
    /// It acts twice where it should act once.
    Twice,
}

/// Always the same numbers for the same seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What one of them knows, and does when it is asked.
pub trait House: Default + Send + 'static {
    /// Status and document; `now` in seconds.
    fn act(&mut self, asked: &Asked, now: i64, twice: bool) -> (u16, Value);
}

struct Inner<B> {
    books: Mutex<B>,
    /// How many calls of a hundred go wrong, and the dice for it.
    faults: Mutex<(u64, Dice)>,
    /// What goes wrong next, whatever the dice say, at addresses that end so.
    next: Mutex<Vec<(&'static str, Fault)>>,
    clock: Clock,
    closing: AtomicBool,
}

/// A running provider.
pub struct Simulator<B: House = Books> {
    inner: Arc<Inner<B>>,
    pub address: String,
}

impl<B: House> Simulator<B> {
    pub fn start(clock: Clock, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let inner = Arc::new(Inner {
            books: Mutex::default(),
            faults: Mutex::new((0, Dice(seed))),
            next: Mutex::default(),
            clock,
            closing: AtomicBool::new(false),
        });
        let serving = inner.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if serving.closing.load(Ordering::SeqCst) {
                    return;
                }
                let serving = serving.clone();
                std::thread::spawn(move || drop(serve(&serving, stream)));
            }
        });
        Self { inner, address }
    }

    /// From now on so many calls of a hundred go wrong; with none, nothing that was ordered does either.
    pub fn faulty(&self, percent: u64) {
        self.inner.faults.lock().expect("no panic").0 = percent;
        if percent == 0 {
            self.inner.next.lock().expect("no panic").clear();
        }
    }

    /// The next call goes wrong like this.
    pub fn next(&self, fault: Fault) {
        self.next_at("", fault);
    }

    /// The next call of an address that ends so goes wrong like this; of several faults the one that was ordered last.
    pub fn next_at(&self, end: &'static str, fault: Fault) {
        self.inner.next.lock().expect("no panic").push((end, fault));
    }

    pub fn books<T>(&self, f: impl FnOnce(&mut B) -> T) -> T {
        f(&mut self.inner.books.lock().expect("no panic"))
    }
}

impl Simulator {
    /// What it told since it was asked last: body and signature.
    pub fn told(&self) -> Vec<(Vec<u8>, String)> {
        let events = self.books(|books| std::mem::take(&mut books.events));
        events.into_iter().map(|event| self.signed(&event, HOOK_SECRET)).collect()
    }

    /// An event under a signature.
    pub fn signed(&self, event: &Value, secret: &str) -> (Vec<u8>, String) {
        use hmac::digest::KeyInit;
        use hmac::{Hmac, Mac};
        let body = event.to_string();
        let at = self.inner.clock.now().0.div_euclid(1_000_000);
        let mac = <Hmac<sha2::Sha256> as KeyInit>::new_from_slice(secret.as_bytes()).expect("a key");
        let mac = mac.chain_update(format!("{at}.{body}").as_bytes()).finalize().into_bytes();
        let proof: String = mac.iter().map(|b| format!("{b:02x}")).collect();
        (body.into_bytes(), format!("t={at},v1={proof}"))
    }
}

impl<B: House> Drop for Simulator<B> {
    fn drop(&mut self) {
        self.inner.closing.store(true, Ordering::SeqCst);
        // Wakes whoever waits for the next call.
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
    }
}

/// A call as it came.
pub struct Asked {
    method: String,
    path: String,
    fields: HashMap<String, String>,
    key: Option<String>,
    /// Who asks.
    authorization: String,
    body: String,
}

fn read(stream: &mut BufReader<TcpStream>) -> std::io::Result<Option<Asked>> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let (method, target) =
        (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    let (mut length, mut key, mut authorization) = (0, None, String::new());
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap_or(0),
            "authorization" => authorization = value.trim().to_owned(),
            "idempotency-key" | "paypal-request-id" => key = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let fields = url::form_urlencoded::parse(query.as_bytes())
        .chain(url::form_urlencoded::parse(&body))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(Some(Asked { method, path: path.to_owned(), fields, key, authorization, body }))
}

fn serve<B: House>(inner: &Inner<B>, stream: TcpStream) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(asked) = read(&mut stream)? {
        let fault = fault(inner, &asked.path);
        if fault == Some(Fault::BreaksBefore) {
            return Ok(());
        }
        let (status, answer) = match fault {
            Some(Fault::Broken) => (500, json!({ "error": { "message": "broken" } })),
            Some(Fault::TooMuch) => (429, json!({ "error": { "message": "too much" } })),
            _ => {
                let now = inner.clock.now().0.div_euclid(1_000_000);
                let twice = fault == Some(Fault::Twice);
                inner.books.lock().expect("no panic").act(&asked, now, twice)
            }
        };
        match fault {
            Some(Fault::BreaksAfter) => return Ok(()),
            // Whoever asked gives up at last, and the line ends.
            Some(Fault::Hang) => return stream.read_line(&mut String::new()).map(drop),
            _ => {}
        }
        let body = answer.to_string();
        let head = format!(
            "HTTP/1.1 {status} Told\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.get_mut().write_all(format!("{head}{body}").as_bytes())?;
    }
    Ok(())
}

fn fault<B: House>(inner: &Inner<B>, path: &str) -> Option<Fault> {
    let next = &mut *inner.next.lock().expect("no panic");
    if let Some(at) = next.iter().rposition(|(end, _)| path.ends_with(end)) {
        return Some(next.remove(at).1);
    }
    const ALL: [Fault; 6] =
        [Fault::Hang, Fault::Broken, Fault::TooMuch, Fault::BreaksBefore, Fault::BreaksAfter, Fault::Twice];
    let (percent, dice) = &mut *inner.faults.lock().expect("no panic");
    (dice.below(100) < *percent).then(|| ALL[dice.below(6) as usize])
}
