use std::net::{IpAddr, Ipv6Addr};

/// What counts as one address: an IPv4 address, or the /64 of an IPv6 address, since whoever has one of its
/// addresses has them all. IPv4 written as IPv6 (`::ffff:a.b.c.d`) is IPv4.
pub fn network(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(ip) => IpAddr::V4(ip),
        IpAddr::V6(ip) => IpAddr::V6(prefix(ip, 64)),
    }
}

/// A larger neighbourhood, /16 and /32: shared when there are too many networks to tell apart.
pub(crate) fn neighbourhood(ip: IpAddr) -> IpAddr {
    match ip.to_canonical() {
        IpAddr::V4(ip) => IpAddr::V4((ip.to_bits() & 0xffff_0000).into()),
        IpAddr::V6(ip) => IpAddr::V6(prefix(ip, 32)),
    }
}

fn prefix(ip: Ipv6Addr, bits: u32) -> Ipv6Addr {
    Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << (128 - bits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_household_is_one_network() {
        let net = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(net("203.0.113.7"), "203.0.113.7");
        assert_eq!(net("::ffff:203.0.113.7"), "203.0.113.7");
        assert_eq!(net("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_ne!(net("2001:db8:1:2::1"), net("2001:db8:1:3::1"));
        assert_eq!(neighbourhood("2001:db8:1:2::1".parse().unwrap()).to_string(), "2001:db8::");
        assert_eq!(neighbourhood("203.0.113.7".parse().unwrap()).to_string(), "203.0.0.0");
    }
}
