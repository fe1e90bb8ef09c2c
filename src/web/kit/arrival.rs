//! What is known of a request before anybody looks at what it asks for.
use std::net::{IpAddr, Ipv4Addr};

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;
use kernel::Correlation;

use crate::assets::header_of;
use crate::{Site, network};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Kept in the request's extensions by [`guard`](crate::guard).
#[derive(Clone, Debug)]
pub(crate) struct Arrival {
    pub(crate) correlation: Correlation,
    pub(crate) ip: IpAddr,
    /// Nobody stands between this machine and whoever asks.
    pub(crate) from_here: bool,
}

impl Arrival {
    pub(crate) fn of(site: &Site, req: &HttpRequest) -> Self {
        let peer = req.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |addr| addr.ip().to_canonical());
        let trusted = &site.config().trusted_proxies[..];
        let from_proxy = trusted.iter().any(|network| network.holds(peer));
        let forwarded = req.headers().contains_key(FORWARDED_FOR);
        let ip = match (from_proxy, forwarded) {
            (true, true) => network::client(peer, Some(&all_of(req, FORWARDED_FOR)), trusted),
            _ => peer,
        };
        let named = Some(header_of(req, REQUEST_ID)).filter(|id| from_proxy && is_well_formed(id));
        let correlation = named.map_or_else(Correlation::new, |id| Correlation(id.to_owned()));
        Self { correlation, ip, from_here: peer.is_loopback() && !forwarded }
    }
}

/// A header that proxies may have added to line by line.
fn all_of(req: &HttpRequest, name: HeaderName) -> String {
    let lines: Vec<&str> = req.headers().get_all(name).filter_map(|v| v.to_str().ok()).collect();
    lines.join(",")
}

fn is_well_formed(id: &str) -> bool {
    (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;
    use crate::testing;

    #[test]
    fn a_correlation_is_taken_from_our_proxies_only() {
        let mut config = testing::config("https://shop.example.org");
        config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
        let site = testing::site(config);
        let seen = |peer: &str, id: &str| {
            let req = TestRequest::default()
                .peer_addr(format!("{peer}:1").parse().unwrap())
                .insert_header((REQUEST_ID, id))
                .insert_header((FORWARDED_FOR, "203.0.113.9"))
                .to_http_request();
            let arrival = Arrival::of(&site, &req);
            (arrival.correlation.0 == id, arrival.ip.to_string(), arrival.from_here)
        };
        assert_eq!(seen("10.0.0.1", "abcdefgh-1"), (true, "203.0.113.9".into(), false));
        assert_eq!(seen("10.0.0.1", "bad id here"), (false, "203.0.113.9".into(), false));
        assert_eq!(seen("192.0.2.1", "abcdefgh-1"), (false, "192.0.2.1".into(), false));
        assert_eq!(seen("127.0.0.1", "abcdefgh-1"), (false, "127.0.0.1".into(), false));
    }
}
