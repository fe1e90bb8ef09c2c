//! Which addresses are public.
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Where calls may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Within {
    Public,
    Everywhere,
}

impl Within {
    pub fn holds(self, ip: IpAddr) -> bool {
        self == Self::Everywhere || is_public(ip)
    }
}

/// Resolves a name and keeps what may be called; what is connected to is what was judged.
pub(crate) struct Resolver(pub Within);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let within = self.0;
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let good: Vec<SocketAddr> = found.into_iter().filter(|a| within.holds(a.ip())).collect();
            if good.is_empty() {
                return Err(crate::OutboundError::Private(host).into());
            }
            Ok(Box::new(good.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the open internet: none of the ranges that IANA's special-purpose registries (RFC 6890)
/// keep for machines, networks, tests and groups.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(v4) => is_public_v4(v4),
            None => is_public_v6(ip),
        },
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        // Carriers' own networks (RFC 6598), protocol assignments, benchmarks (RFC 2544).
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    // Only 2000::/3 is given out; in it, tunnels (6to4, Teredo) may lead inside, 2001::/23 is for protocols, and
    // 2001:db8::/32 and 3fff::/20 are for documents.
    let kept = match s[0] {
        0x2001 => s[1] < 0x200 || s[1] == 0xdb8,
        0x2002 => true,
        0x3fff => s[1] < 0x1000,
        _ => false,
    };
    (0x2000..0x4000).contains(&s[0]) && !kept
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn special_ranges_are_not_public() {
        for ip in ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "100.128.0.1", "172.32.0.1"] {
            assert!(is_public(ip.parse().expect(ip)), "{ip}");
        }
        let special = [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001:db8::1",
        ];
        for ip in special {
            assert!(!is_public(ip.parse().expect(ip)), "{ip}");
        }
    }
}
