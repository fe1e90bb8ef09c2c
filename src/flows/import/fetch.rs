//! Pictures from addresses that a file names: only from the open internet, only pictures, never for long.
use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// Redirects that are followed, each looked at like the first address.
const REDIRECTS: usize = 4;
/// For the whole of a picture, its redirects apart.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a picture did not come.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FetchError {
    /// Later it may.
    #[error("{0}")]
    Passing(String),
    /// It never will.
    #[error("{0}")]
    Lasting(String),
}

/// Which machines may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Those that anybody on the internet can reach.
    Internet,
    /// All, this one too: for tests.
    Anywhere,
}

/// Fetches pictures. What a name stands for is looked at, and that very address is connected to.
#[derive(Clone, Debug)]
pub struct Fetcher {
    agent: Agent,
}

/// Looks names up, and lets only some of what they stand for through.
#[derive(Debug)]
struct Vetted {
    reach: Reach,
    names: DefaultResolver,
}

impl Resolver for Vetted {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        let mut good = self.empty();
        for address in found.iter().filter(|a| self.reach == Reach::Anywhere || is_public(a.ip())) {
            good.push(*address);
        }
        if good.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(good) }
    }
}

/// Whether an address belongs to the open internet: not to this machine, its network, or what is set apart.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(a: Ipv4Addr) -> bool {
    let [first, second, third, _] = a.octets();
    // RFC 6890 and the IANA registry of special addresses.
    !(a.is_unspecified()
        || a.is_loopback()
        || a.is_private()
        || a.is_link_local()
        || a.is_broadcast()
        || a.is_multicast()
        || a.is_documentation()
        || first == 0
        || first >= 240
        || (first == 100 && (64..128).contains(&second))
        || (first == 192 && second == 0 && third == 0)
        || (first == 192 && second == 88 && third == 99)
        || (first == 198 && (18..20).contains(&second)))
}

fn is_public_v6(a: Ipv6Addr) -> bool {
    if let Some(v4) = a.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let [s0, s1, ..] = a.segments();
    // Only what is given out (2000::/3), without documentation, Teredo, 6to4 and the like.
    (0x2000..0x4000).contains(&s0) && !(s0 == 0x2001 && (s1 < 0x200 || s1 == 0xdb8)) && s0 != 0x2002 && s0 != 0x3fff
}

impl Fetcher {
    pub fn new(reach: Reach) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .timeout_connect(Some(Duration::from_secs(10)))
            .user_agent(concat!("Sundry/", env!("CARGO_PKG_VERSION")))
            .build();
        let vetted = Vetted { reach, names: DefaultResolver::default() };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), vetted) }
    }

    /// The file at an address, at most `most` bytes of it. Blocks.
    ///
    /// # Errors
    /// [`FetchError::Passing`] for what may be better later; [`FetchError::Lasting`] for what is no picture, too large,
    /// gone, or nowhere on the open internet.
    pub fn fetch(&self, address: &str, most: usize) -> Result<Vec<u8>, FetchError> {
        let lasting = |why: &str| FetchError::Lasting(why.to_owned());
        let mut at = url::Url::parse(address).map_err(|_| lasting("this is no address"))?;
        for _ in 0..=REDIRECTS {
            if !matches!(at.scheme(), "http" | "https") || !at.username().is_empty() || at.password().is_some() {
                return Err(lasting("only plain http and https addresses are fetched"));
            }
            let mut answer = self.agent.get(at.as_str()).header("Accept", "image/*").call().map_err(of)?;
            let status = answer.status().as_u16();
            let header = |name: &str| answer.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
            match status {
                200 => {
                    let kind = header("content-type").to_lowercase();
                    let plain = kind.is_empty() || kind.starts_with("application/octet-stream");
                    if !(kind.starts_with("image/") || plain) {
                        return Err(lasting("what lies there is no picture"));
                    }
                    let mut bytes = Vec::new();
                    let mut body = answer.body_mut().as_reader().take(most as u64 + 1);
                    body.read_to_end(&mut bytes).map_err(|e| FetchError::Passing(format!("it broke off: {e}")))?;
                    if bytes.len() > most {
                        return Err(lasting("the file is larger than 12 MB"));
                    }
                    return Ok(bytes);
                }
                301 | 302 | 303 | 307 | 308 => {
                    at = at.join(header("location")).map_err(|_| lasting("it leads to no address"))?;
                }
                408 | 425 | 429 | 500.. => {
                    return Err(FetchError::Passing(format!("the other side answered {status}")));
                }
                _ => return Err(FetchError::Lasting(format!("the other side answered {status}"))),
            }
        }
        Err(lasting("it leads on and on"))
    }
}

fn of(e: ureq::Error) -> FetchError {
    match e {
        ureq::Error::HostNotFound => {
            FetchError::Lasting("the name stands for no machine on the open internet".to_owned())
        }
        ureq::Error::BadUri(_) => FetchError::Lasting("this is no address".to_owned()),
        other => FetchError::Passing(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_open_internet_is_asked() {
        for inside in [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "224.0.0.1",
            "198.18.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "2001:db8::1",
            "2002:7f00:1::",
            "64:ff9b::7f00:1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
        let fetcher = Fetcher::new(Reach::Internet);
        for address in [
            "http://127.0.0.1:1/a.png",
            "http://[::1]:1/a.png",
            "http://localhost:1/a.png",
            "http://2130706433/a.png",
        ] {
            assert!(matches!(fetcher.fetch(address, 10), Err(FetchError::Lasting(_))), "{address}");
        }
        for address in
            ["file:///etc/passwd", "ftp://example.org/a.png", "http://me:secret@example.org/a.png", "a.png"]
        {
            assert!(matches!(fetcher.fetch(address, 10), Err(FetchError::Lasting(_))), "{address}");
        }
    }
}
