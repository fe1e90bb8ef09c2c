//! Calls to addresses that people typed in: a program that wants to be told, a picture somewhere else.
//!
//! Such an address is the caller's word, so the shop must not become a way into its owner's own network (SSRF): the
//! resolved address is judged, and it is the judged one that is connected to. Redirects are judged like the first address,
//! or not followed; answers are read to a limit, and everything has an end in time.
//!
//! Owns no table. Knows no business.
mod address;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

pub use address::is_public;
use address::{Resolver, Within};

/// How much of an answer is read, in bytes.
const ANSWER: usize = 2_000;
/// Redirects that are followed.
const REDIRECTS: usize = 4;
/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    #[error("`{0}` is not an address of the form https://example.com/path")]
    Address(String),
    #[error("{0} lies within a private network, and the shop calls only public addresses")]
    Private(String),
    #[error("{0}")]
    Failed(String),
    #[error("the shop cannot make calls: {0}")]
    Setup(String),
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    /// Its beginning.
    pub text: String,
}

impl Answer {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A file that lay at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub status: u16,
    /// What it says it is; lower case.
    pub kind: String,
    pub bytes: Vec<u8>,
    /// There was more than was asked for.
    pub cut: bool,
}

/// Calls the outside. Cheap to clone.
#[derive(Clone)]
pub struct Outbound {
    client: reqwest::Client,
    within: Within,
}

impl Outbound {
    /// `private` lets calls go to private networks and the machine itself, also without TLS: for trying things out.
    ///
    /// # Errors
    /// [`OutboundError::Setup`] when TLS cannot be set up.
    pub fn new(private: bool) -> Result<Self, OutboundError> {
        let setup = |e: &dyn std::fmt::Display| OutboundError::Setup(e.to_string());
        let within = if private { Within::Everywhere } else { Within::Public };
        let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|e| setup(&e))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(Resolver(within)))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .pool_max_idle_per_host(1)
            .user_agent("Sundry")
            .build()
            .map_err(|e| setup(&e))?;
        Ok(Self { client, within })
    }

    /// Whether the shop would call `url`; what a name resolves to is judged when it is called.
    ///
    /// # Errors
    /// [`OutboundError::Address`], [`OutboundError::Private`].
    pub fn check(&self, url: &str) -> Result<(), OutboundError> {
        self.parse(url, false).map(drop)
    }

    fn parse(&self, text: &str, plain: bool) -> Result<reqwest::Url, OutboundError> {
        let wrong = || OutboundError::Address(text.chars().take(200).collect());
        let url = reqwest::Url::parse(text.trim()).map_err(|_| wrong())?;
        let plain = url.scheme() == "http" && (plain || self.within == Within::Everywhere);
        if !(url.scheme() == "https" || plain) || !url.username().is_empty() || url.password().is_some() {
            return Err(wrong());
        }
        let host = url.host_str().ok_or_else(wrong)?;
        let literal: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
        match literal {
            Some(ip) if !self.within.holds(ip) => Err(OutboundError::Private(host.to_owned())),
            _ => Ok(url),
        }
    }

    /// What lies at `url`, its first `most` bytes, within `limit` for all of it. Redirects are followed, each judged like
    /// the first address. `plain` lets addresses without TLS be asked, too.
    ///
    /// # Errors
    /// [`OutboundError`] when nothing was answered; an answer that refuses is a [`Found`] with its status.
    pub async fn get(
        &self,
        url: &str,
        accept: &'static str,
        plain: bool,
        most: usize,
        limit: Duration,
    ) -> Result<Found, OutboundError> {
        let call = async {
            let mut at = self.parse(url, plain)?;
            for _ in 0..=REDIRECTS {
                let request = self.client.get(at.clone()).header("accept", accept);
                let response = request.send().await.map_err(|e| told(&e))?;
                let status = response.status().as_u16();
                let header = |name: &str| {
                    let value = response.headers().get(name).and_then(|v| v.to_str().ok());
                    value.unwrap_or_default().to_owned()
                };
                if matches!(status, 301 | 302 | 303 | 307 | 308) {
                    let to = header("location");
                    let to = at.join(&to).map_err(|_| OutboundError::Address(to.chars().take(200).collect()))?;
                    at = self.parse(to.as_str(), plain)?;
                    continue;
                }
                return read(response, most).await;
            }
            Err(OutboundError::Failed("it leads on and on".to_owned()))
        };
        within(limit, call).await
    }

    /// Calls a house that programs speak with: `method` to `url`, with a body of the kind that is said, and its answer's first
    /// `most` bytes, within `limit` for all of it. Redirects are not followed.
    ///
    /// # Errors
    /// [`OutboundError`] when nothing was answered; an answer that refuses is a [`Found`] with its status.
    pub async fn call(
        &self,
        method: &str,
        url: &str,
        headers: &[(&'static str, String)],
        body: Option<(&'static str, String)>,
        most: usize,
        limit: Duration,
    ) -> Result<Found, OutboundError> {
        let url = self.parse(url, false)?;
        let method = reqwest::Method::from_bytes(method.as_bytes());
        let method = method.map_err(|e| OutboundError::Failed(e.to_string()))?;
        let mut request = self.client.request(method, url);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        if let Some((kind, body)) = body {
            request = request.header("content-type", kind).body(body);
        }
        let call = async {
            let response = request.send().await.map_err(|e| told(&e))?;
            read(response, most).await
        };
        within(limit, call).await
    }

    /// Sends `body` as JSON and waits `limit` at most, for connection, sending and answer together.
    ///
    /// # Errors
    /// [`OutboundError`] when nothing was answered; an answer that refuses is an [`Answer`].
    pub async fn post_json(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        body: String,
        limit: Duration,
    ) -> Result<Answer, OutboundError> {
        let mut request =
            self.client.post(self.parse(url, false)?).header("content-type", "application/json").body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let call = async {
            let mut response = request.send().await.map_err(|e| told(&e))?;
            let mut bytes = Vec::new();
            // What it says is for people to read; that it breaks off does not change how it answered.
            while let Ok(Some(piece)) = response.chunk().await {
                bytes.extend_from_slice(&piece[..piece.len().min(ANSWER - bytes.len())]);
                if bytes.len() >= ANSWER {
                    break;
                }
            }
            Ok(Answer { status: response.status().as_u16(), text: String::from_utf8_lossy(&bytes).into_owned() })
        };
        within(limit, call).await
    }
}

/// An answer's first `most` bytes.
async fn read(mut response: reqwest::Response, most: usize) -> Result<Found, OutboundError> {
    let kind = response.headers().get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let (status, kind) = (response.status().as_u16(), kind.to_lowercase());
    let (mut bytes, mut cut) = (Vec::new(), false);
    while let Some(piece) = response.chunk().await.map_err(|e| told(&e))? {
        cut = piece.len() > most - bytes.len();
        bytes.extend_from_slice(&piece[..piece.len().min(most - bytes.len())]);
        if cut {
            break;
        }
    }
    Ok(Found { status, kind, bytes, cut })
}

async fn within<T>(
    limit: Duration,
    call: impl Future<Output = Result<T, OutboundError>>,
) -> Result<T, OutboundError> {
    match tokio::time::timeout(limit, call).await {
        Ok(answer) => answer,
        Err(_) => Err(OutboundError::Failed(format!("no answer within {} seconds", limit.as_secs()))),
    }
}

/// The innermost reason, without the address: it may hold a secret.
fn told(e: &reqwest::Error) -> OutboundError {
    let mut cause: &dyn std::error::Error = e;
    while let Some(inner) = cause.source() {
        if let Some(ours) = inner.downcast_ref::<OutboundError>() {
            return ours.clone();
        }
        cause = inner;
    }
    OutboundError::Failed(match cause.downcast_ref::<reqwest::Error>() {
        Some(_) => "the call failed".to_owned(),
        None => cause.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[test]
    fn only_public_addresses_with_tls_are_called() {
        let out = Outbound::new(false).expect("a client");
        assert_eq!(out.check("https://shop.example/hook?x=1"), Ok(()));
        assert_eq!(out.check("https://93.184.216.34/"), Ok(()));
        for wrong in
            ["", "shop.example", "ftp://shop.example/", "http://shop.example/", "https://me:pw@shop.example/"]
        {
            assert!(matches!(out.check(wrong), Err(OutboundError::Address(_))), "{wrong}");
        }
        for private in ["https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3:8443/", "https://0x7f.1/"] {
            assert!(matches!(out.check(private), Err(OutboundError::Private(_))), "{private}");
        }
        assert_eq!(Outbound::new(true).expect("a client").check("http://127.0.0.1:9/"), Ok(()));
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_called() {
        let out = Outbound::new(false).expect("a client");
        let asked = out.post_json("https://localhost/", &[], "{}".to_owned(), Duration::from_secs(5)).await;
        assert_eq!(asked, Err(OutboundError::Private("localhost".to_owned())));
        let fetched = out.get("http://localhost/", "image/*", true, 10, Duration::from_secs(5)).await;
        assert_eq!(fetched, Err(OutboundError::Private("localhost".to_owned())));
    }

    /// A server that answers one call with `answer`, and tells what it was asked.
    async fn server(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let task = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.expect("a call");
            let mut asked = Vec::new();
            let whole = |asked: &[u8]| match asked.starts_with(b"GET") {
                true => asked.ends_with(b"\r\n\r\n"),
                false => asked.ends_with(b"}"),
            };
            while !whole(&asked) {
                let mut piece = [0; 1024];
                let n = socket.read(&mut piece).await.expect("bytes");
                if n == 0 {
                    break;
                }
                asked.extend_from_slice(&piece[..n]);
            }
            socket.write_all(answer.as_bytes()).await.expect("answered");
            String::from_utf8_lossy(&asked).into_owned()
        });
        (url, task)
    }

    #[tokio::test]
    async fn what_was_answered_is_told_and_redirects_are_not_followed() {
        let out = Outbound::new(true).expect("a client");
        let moved = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 5\r\n\r\nmoved";
        let (url, asked) = server(moved).await;
        let headers = [("x-shop", "Acorn".to_owned())];
        let answer = out.post_json(&url, &headers, "{\"a\":1}".to_owned(), Duration::from_secs(5)).await;
        assert_eq!(answer, Ok(Answer { status: 302, text: "moved".to_owned() }));
        let asked = asked.await.expect("the server ends");
        assert!(asked.starts_with("POST /hook HTTP/1.1\r\n") && asked.contains("x-shop: Acorn"), "{asked}");
        assert!(asked.ends_with("{\"a\":1}"), "{asked}");
    }

    #[tokio::test]
    async fn a_file_is_read_to_a_limit_and_a_redirect_is_judged() {
        let out = Outbound::new(true).expect("a client");
        let file = "HTTP/1.1 200 OK\r\ncontent-type: Image/PNG\r\ncontent-length: 5\r\n\r\nabcde";
        let (url, _) = server(file).await;
        let get = |url: String, most| {
            let out = out.clone();
            async move { out.get(&url, "image/*", true, most, Duration::from_secs(5)).await }
        };
        let found =
            |bytes: &[u8], cut| Found { status: 200, kind: "image/png".to_owned(), bytes: bytes.to_vec(), cut };
        assert_eq!(get(url, 5).await, Ok(found(b"abcde", false)));
        let (url, _) = server(file).await;
        assert_eq!(get(url, 3).await, Ok(found(b"abc", true)));
        let elsewhere = "HTTP/1.1 302 Found\r\nlocation: ftp://127.0.0.1/\r\ncontent-length: 0\r\n\r\n";
        let (url, _) = server(elsewhere).await;
        assert_eq!(get(url, 5).await, Err(OutboundError::Address("ftp://127.0.0.1/".to_owned())));
    }
}
