//! Ports for servers that tests start: below those the system hands out by itself, each given once a run, so that no
//! connection and no other test can take one between the choosing and the listening.
use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};

/// A port on loopback that nobody listens on.
pub fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    const FIRST: u32 = 20_000;
    const COUNT: u32 = 12_000;
    let start = std::process::id().wrapping_mul(97);
    (0..COUNT)
        .map(|_| FIRST + start.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % COUNT)
        .filter_map(|port| u16::try_from(port).ok())
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a free port")
}
