//! Calls to addresses that people typed in: a program that wants to be told, a picture somewhere else.
//!
//! Such an address is the caller's word, so the shop must not become a way into its owner's own network (SSRF): the
//! resolved address is judged, and it is the judged one that is connected to. Redirects are not followed, answers are read
//! to a limit, and everything has an end in time.
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
        self.parse(url).map(drop)
    }

    fn parse(&self, text: &str) -> Result<reqwest::Url, OutboundError> {
        let wrong = || OutboundError::Address(text.chars().take(200).collect());
        let url = reqwest::Url::parse(text.trim()).map_err(|_| wrong())?;
        let plain = url.scheme() == "http" && self.within == Within::Everywhere;
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
        let mut request = self.client.post(self.parse(url)?).header("content-type", "application/json").body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let call = async {
            let mut response = request.send().await.map_err(|e| OutboundError::Failed(told(&e)))?;
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
        match tokio::time::timeout(limit, call).await {
            Ok(answer) => answer,
            Err(_) => Err(OutboundError::Failed(format!("no answer within {} seconds", limit.as_secs()))),
        }
    }
}

/// The innermost reason, without the address: it may hold a secret.
fn told(e: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = e;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    match cause.downcast_ref::<reqwest::Error>() {
        Some(_) => "the call failed".to_owned(),
        None => cause.to_string(),
    }
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
        for wrong in ["", "shop.example", "ftp://shop.example/", "http://shop.example/", "https://me:pw@shop.example/"] {
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
        let Err(OutboundError::Failed(why)) = asked else { panic!("it was called: {asked:?}") };
        assert!(why.contains("private network"), "{why}");
    }

    /// A server that answers one call with `answer`, and tells what it was asked.
    async fn server(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        let task = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.expect("a call");
            let mut asked = Vec::new();
            while !asked.windows(4).any(|w| w == b"\r\n\r\n") || !asked.ends_with(b"}") {
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
}
