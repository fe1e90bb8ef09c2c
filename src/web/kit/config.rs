//! What the web needs to know before it can start.
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use crate::Network;

/// How the shop is reached and how much it lets in.
#[derive(Clone)]
pub struct WebConfig {
    pub public_url: PublicUrl,
    /// Those who may say for whom they ask (`X-Forwarded-For`, `X-Request-Id`).
    pub trusted_proxies: Vec<Network>,
    /// Allows a `public_url` with plain http off loopback: cookies then travel unprotected.
    pub insecure_lan: bool,
    /// Signs form tokens. Instances of one shop share it.
    pub form_secret: [u8; 32],
    /// What whoever sets the shop up has to show; none where only this machine can reach it.
    pub founder: Option<FounderCode>,
    pub limits: Limits,
}

/// The code that whoever runs the machine hands to whoever sets the shop up. Good until there is an owner. Made of the
/// shop's secret: the same after a restart, and on every instance.
#[derive(Clone)]
pub struct FounderCode {
    code: String,
    seal: String,
}

impl FounderCode {
    pub fn new(secret: &[u8; 32]) -> Self {
        let keys = auth::LinkKeys::new(secret);
        // 48 bits, tried at the pace of signing in.
        let signs: Vec<char> = keys.seal("founder code", "").to_uppercase().chars().take(12).collect();
        let code = signs.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-");
        Self { code, seal: keys.seal("founder cookie", "") }
    }

    /// For the terminal: `4F0A-11C2-9D7E`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The cookie's value for whoever typed the code, in whatever case and with or without its strokes.
    pub fn shown(&self, typed: &str) -> Option<&str> {
        let plain =
            |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
        same(&plain(typed), &plain(&self.code)).then_some(self.seal.as_str())
    }

    pub(crate) fn is_shown_by(&self, cookie: &str) -> bool {
        same(cookie, &self.seal)
    }
}

/// Takes as long wherever they differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

impl WebConfig {
    /// A shop at `public_url` with no proxy before it and the usual limits.
    pub fn new(public_url: PublicUrl, form_secret: [u8; 32]) -> Self {
        Self {
            public_url,
            trusted_proxies: Vec::new(),
            insecure_lan: false,
            form_secret,
            founder: None,
            limits: Limits::default(),
        }
    }
}

/// How much is let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests worked on at the same time; more are told to come back.
    pub at_once: usize,
    /// From the first byte of a request's body to its last.
    pub body_deadline: Duration,
    /// Of a form, in bytes.
    pub form: usize,
    /// Of a JSON document under `/api/`, in bytes.
    pub json: usize,
    /// Of one network, over everything that is not GET or HEAD. None switches the limit off.
    pub writes: Option<Rate>,
    /// Of one network, over tries to sign in. None switches the limit off.
    pub sign_ins: Option<Rate>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            at_once: 512,
            body_deadline: Duration::from_secs(15),
            form: 64 * 1024,
            json: 256 * 1024,
            writes: Some(Rate { per_minute: 240, burst: 60 }),
            sign_ins: Some(Rate { per_minute: 20, burst: 10 }),
        }
    }
}

/// How often in the long run, and how often at once after a quiet time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub per_minute: u32,
    pub burst: u32,
}

/// Where people reach the shop: `https://shop.example.org`. Scheme, host and port, no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    host: String,
    https: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("`{0}` is not a public URL; write it like https://shop.example.org, without a path")]
    PublicUrl(String),
    #[error("{0} is neither https nor this machine: serve it over https, or allow it with --insecure-lan")]
    PlainHttp(PublicUrl),
    #[error("the shop's texts cannot be read: {0}")]
    Texts(String),
}

impl PublicUrl {
    /// As browsers write it in `Origin`: lower case, without the scheme's own port.
    pub fn origin(&self) -> &str {
        &self.origin
    }
    pub fn host(&self) -> &str {
        &self.host
    }
    pub fn is_https(&self) -> bool {
        self.https
    }
    /// Whether only this machine can reach it.
    pub fn is_loopback(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.ends_with(".localhost") || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    }
    /// An absolute address for links in mails, `<link rel=canonical>`, and redirects of payment providers.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

impl FromStr for PublicUrl {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        let wrong = || ConfigError::PublicUrl(text.chars().take(200).collect());
        let lower = text.trim().to_ascii_lowercase();
        let uri: actix_web::http::Uri = lower.parse().map_err(|_| wrong())?;
        let (scheme, authority) = uri.scheme_str().zip(uri.authority()).ok_or_else(wrong)?;
        let usual_port = match scheme {
            "https" => 443,
            "http" => 80,
            _ => return Err(wrong()),
        };
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() || authority.as_str().contains('@') {
            return Err(wrong());
        }
        let host = authority.host().to_owned();
        if host.is_empty() {
            return Err(wrong());
        }
        let port = match authority.port() {
            Some(port) => Some(port.as_str().parse::<u16>().map_err(|_| wrong())?),
            None => None,
        };
        let port = port.filter(|p| *p != usual_port).map_or_else(String::new, |p| format!(":{p}"));
        Ok(Self { origin: format!("{scheme}://{host}{port}"), host, https: scheme == "https" })
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_urls_are_written_as_browsers_write_origins() {
        let origin = |text: &str| text.parse::<PublicUrl>().map(|u| u.origin().to_owned());
        assert_eq!(origin("https://Shop.Example.org/").unwrap(), "https://shop.example.org");
        assert_eq!(origin("https://shop.example.org:443").unwrap(), "https://shop.example.org");
        assert_eq!(origin("http://[::1]:8080").unwrap(), "http://[::1]:8080");
        for wrong in ["", "shop.example.org", "ftp://shop", "https://a/b", "https://a?b", "https://u@a", "https://"]
        {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_founder_shows_the_code_and_nobody_else_does() {
        let ours = FounderCode::new(&[7; 32]);
        assert_eq!(ours.code().len(), 14);
        let cookie = ours.shown(&format!(" {} ", ours.code().to_lowercase().replace('-', " "))).unwrap();
        assert!(ours.is_shown_by(cookie) && !cookie.contains(&ours.code().replace('-', "").to_lowercase()));
        let other = FounderCode::new(&[8; 32]);
        assert!(ours.shown(other.code()).is_none() && ours.shown("").is_none());
        assert!(!ours.is_shown_by(other.shown(other.code()).unwrap()) && !ours.is_shown_by(""));
    }

    #[test]
    fn loopback_is_known() {
        let loopback = |text: &str| text.parse::<PublicUrl>().unwrap().is_loopback();
        for url in ["http://localhost:1", "http://127.0.0.1", "http://127.9.9.9:80", "http://[::1]:8080"] {
            assert!(loopback(url), "{url}");
        }
        assert!(!loopback("http://10.0.0.1") && !loopback("http://localhost.example.org"));
    }
}
