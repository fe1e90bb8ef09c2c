use std::time::Duration;

/// How long to wait after the `attempt`th failure (from 1): `base` doubled each time (`by` = 2) or quadrupled (4), at
/// most `cap`, and up to a quarter more or less, so that what failed together does not return together.
pub(crate) fn backoff(attempt: i64, base: Duration, by: u32, cap: Duration) -> Duration {
    let power = u32::try_from(attempt.max(1) - 1).unwrap_or(u32::MAX).min(30);
    let wait = base.saturating_mul(by.saturating_pow(power)).min(cap);
    wait.mul_f64(rand::random_range(0.75..1.25))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_to_its_cap() {
        let at = |n| backoff(n, Duration::from_secs(5), 2, Duration::from_secs(3600));
        assert!(at(1) >= Duration::from_millis(3750) && at(1) <= Duration::from_millis(6250));
        assert!(at(4) >= Duration::from_secs(30) && at(4) <= Duration::from_secs(50));
        assert!(at(1_000_000) <= Duration::from_secs(4500));
    }
}
