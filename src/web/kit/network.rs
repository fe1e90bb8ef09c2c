//! Who is at the other end, seen through proxies that we trust and no others.
use std::net::IpAddr;
use std::str::FromStr;

/// A block of addresses: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    bits: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a network; write it like 10.0.0.0/8 or 192.0.2.7")]
pub struct NetworkError(String);

impl Network {
    /// Whether `ip` lies in this block. IPv4 written as IPv6 is IPv4.
    pub fn holds(&self, ip: IpAddr) -> bool {
        match (self.base, ip.to_canonical()) {
            (IpAddr::V4(base), IpAddr::V4(ip)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(self.bits)).unwrap_or(0);
                (base.to_bits() ^ ip.to_bits()) & mask == 0
            }
            (IpAddr::V6(base), IpAddr::V6(ip)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(self.bits)).unwrap_or(0);
                (base.to_bits() ^ ip.to_bits()) & mask == 0
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let wrong = || NetworkError(text.chars().take(64).collect());
        let (base, bits) = match text.split_once('/') {
            Some((base, bits)) => (base, Some(bits.parse::<u8>().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let base: IpAddr = base.trim().parse().map_err(|_| wrong())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(most);
        if bits > most { Err(wrong()) } else { Ok(Self { base, bits }) }
    }
}

/// The client's address: the peer's, or, when that is a proxy of ours, the last one in `X-Forwarded-For` that is
/// not. What stands before it was written by strangers.
pub fn client(peer: IpAddr, forwarded_for: Option<&str>, trusted: &[Network]) -> IpAddr {
    let is_ours = |ip: IpAddr| trusted.iter().any(|network| network.holds(ip));
    let mut client = peer.to_canonical();
    if !is_ours(client) {
        return client;
    }
    for hop in forwarded_for.unwrap_or_default().rsplit(',') {
        // A hop that cannot be read ends the chain: the last one we know vouches for it.
        let Some(ip) = read_hop(hop.trim()) else { break };
        client = ip;
        if !is_ours(ip) {
            break;
        }
    }
    client
}

/// `192.0.2.7`, `192.0.2.7:1234`, `2001:db8::1`, `[2001:db8::1]:1234`.
fn read_hop(hop: &str) -> Option<IpAddr> {
    let plain = hop.parse::<IpAddr>().ok();
    plain.or_else(|| hop.parse::<std::net::SocketAddr>().ok().map(|a| a.ip())).map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn networks_are_read_and_hold_what_they_say() {
        let holds = |network: &str, a: &str| network.parse::<Network>().unwrap().holds(ip(a));
        assert!(holds("10.0.0.0/8", "10.255.1.2"));
        assert!(holds("10.0.0.0/8", "::ffff:10.1.2.3"));
        assert!(!holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("0.0.0.0/0", "203.0.113.9"));
        assert!(holds("192.0.2.7", "192.0.2.7") && !holds("192.0.2.7", "192.0.2.8"));
        assert!(holds("2001:db8::/32", "2001:db8:1::1") && !holds("2001:db8::/32", "2001:db9::1"));
        for wrong in ["", "10.0.0.0/33", "::/129", "ten/8", "10.0.0.0/-1"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_proxies_of_ours_may_say_who_asks() {
        let ours: Vec<Network> = ["127.0.0.1", "10.0.0.0/8"].map(|n| n.parse().unwrap()).into();
        let cases = [
            ("203.0.113.9", Some("1.1.1.1"), "203.0.113.9"),
            ("127.0.0.1", Some("203.0.113.9"), "203.0.113.9"),
            ("127.0.0.1", Some("6.6.6.6, 203.0.113.9, 10.0.0.4"), "203.0.113.9"),
            ("127.0.0.1", Some("6.6.6.6, [2001:db8::5]:4711"), "2001:db8::5"),
            ("127.0.0.1", Some("6.6.6.6, nonsense, 10.0.0.4"), "10.0.0.4"),
            ("127.0.0.1", Some("10.0.0.5"), "10.0.0.5"),
            ("127.0.0.1", None, "127.0.0.1"),
        ];
        for (peer, forwarded, client_ip) in cases {
            assert_eq!(client(ip(peer), forwarded, &ours), ip(client_ip), "{peer} {forwarded:?}");
        }
    }
}
