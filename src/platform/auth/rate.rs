//! How fast one network may ask, kept in memory: each instance counts for itself.
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use governor::Quota;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;

use crate::network::{neighbourhood, network};

/// After so many questions those who have been quiet are forgotten.
const TIDY_EVERY: u32 = 1024;
/// With more networks than this in hand, neighbours share an allowance: memory stays bounded.
const NETWORKS: usize = 100_000;

type Governor<C> = governor::RateLimiter<IpAddr, DefaultKeyedStateStore<IpAddr>, C, StateInformationMiddleware>;

/// A rate per IPv4 address or IPv6 /64. Cheap to clone; clones count together.
pub struct RateLimiter<C: Clock = DefaultClock>(Arc<Inner<C>>);

struct Inner<C: Clock> {
    governor: Governor<C>,
    clock: C,
    asked: AtomicU32,
    crowded: AtomicBool,
    networks: usize,
    burst: u32,
    window: Duration,
}

/// What is left of an allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Requests that may come at once.
    pub remaining: u32,
    /// As many as after a quiet time.
    pub quota: u32,
    /// In which time a spent allowance is whole again.
    pub window: Duration,
}

impl<C: Clock> Clone for RateLimiter<C> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl RateLimiter {
    /// `per_minute` in the long run, `burst` at once after a quiet time. Zero counts as one.
    pub fn new(per_minute: u32, burst: u32) -> Self {
        Self::with_clock(per_minute, burst, NETWORKS, DefaultClock::default())
    }
}

impl<C: Clock + Clone> RateLimiter<C> {
    fn with_clock(per_minute: u32, burst: u32, networks: usize, clock: C) -> Self {
        let at_least_one = |n: u32| NonZeroU32::new(n).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(at_least_one(per_minute)).allow_burst(at_least_one(burst));
        let governor = Governor::<C>::new(quota, DefaultKeyedStateStore::default(), clock.clone());
        let (burst, per_minute) = (at_least_one(burst).get(), at_least_one(per_minute).get());
        Self(Arc::new(Inner {
            governor,
            clock,
            asked: AtomicU32::new(0),
            crowded: AtomicBool::new(false),
            networks,
            burst,
            window: Duration::from_secs((u64::from(burst) * 60).div_ceil(u64::from(per_minute))),
        }))
    }

    /// Counts one request of `ip`.
    ///
    /// # Errors
    /// How long to wait, for `Retry-After`, when it was one too many.
    pub fn check(&self, ip: IpAddr) -> Result<Left, Duration> {
        let inner = &*self.0;
        if inner.asked.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            self.tidy();
        }
        let key = if inner.crowded.load(Ordering::Relaxed) { neighbourhood(ip) } else { network(ip) };
        let (quota, window) = (inner.burst, inner.window);
        match inner.governor.check_key(&key) {
            Ok(state) => Ok(Left { remaining: state.remaining_burst_capacity(), quota, window }),
            Err(not_until) => Err(not_until.wait_time_from(inner.clock.now())),
        }
    }

    /// How many networks are in hand.
    pub fn networks(&self) -> usize {
        self.0.governor.len()
    }

    fn tidy(&self) {
        let inner = &*self.0;
        inner.governor.retain_recent();
        inner.crowded.store(inner.governor.len() > inner.networks, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use governor::clock::FakeRelativeClock;

    fn v6(net: u32, host: u16) -> IpAddr {
        IpAddr::from(((0x2001_0db8_u128 << 96) | (u128::from(net) << 64) | u128::from(host)).to_be_bytes())
    }

    #[test]
    fn a_network_has_its_burst_and_then_its_rate() {
        let clock = FakeRelativeClock::default();
        let rate = RateLimiter::with_clock(60, 3, NETWORKS, clock.clone());
        for host in 0..3 {
            let left = rate.check(v6(1, host)).unwrap();
            assert_eq!((left.remaining, left.quota, left.window.as_secs()), (2 - u32::from(host), 3, 3));
        }
        let wait = rate.check(v6(1, 9)).unwrap_err();
        assert!(wait <= Duration::from_secs(1) && wait > Duration::ZERO, "{wait:?}");
        assert!(rate.check(v6(2, 0)).is_ok(), "another network is not touched");
        clock.advance(Duration::from_secs(1));
        assert!(rate.check(v6(1, 0)).is_ok());
        assert!(rate.check(v6(1, 0)).is_err());
    }

    #[test]
    fn the_quiet_are_forgotten() {
        let clock = FakeRelativeClock::default();
        let rate = RateLimiter::with_clock(60, 3, NETWORKS, clock.clone());
        for net in 0..TIDY_EVERY - 1 {
            let _ = rate.check(v6(net, 0));
        }
        assert_eq!(rate.networks(), TIDY_EVERY as usize - 1);
        clock.advance(Duration::from_secs(10));
        let _ = rate.check(v6(0, 0));
        assert_eq!(rate.networks(), 1);
    }

    #[test]
    fn a_crowd_shares_its_allowance() {
        let rate = RateLimiter::with_clock(60, 3, 500, FakeRelativeClock::default());
        for net in 0..20 * TIDY_EVERY {
            let _ = rate.check(v6(net, 0));
        }
        assert!(rate.networks() <= 2 * TIDY_EVERY as usize, "{}", rate.networks());
        assert!(rate.check(v6(u32::MAX, 0)).is_err());
    }
}
