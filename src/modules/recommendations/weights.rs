//! How much a basket tells: recent ones more than old ones, small ones more than large ones.
//!
//! A basket of `n` products at time `t` counts `2^(t / HALF_LIFE) / n^SIZE` for each pair in it. Weights grow with time
//! instead of shrinking with age (forward decay), so that a sum never has to be touched when time goes on; only where a
//! sum is compared with a constant, the constant is brought to today. Two products are as near as the weight they share,
//! divided by powers of what each has alone: the second one's is a little below the cosine's, so that what sells well is
//! held back somewhat less.

/// Days after which a basket tells half as much.
const HALF_LIFE: f64 = 90.0;
/// Days after which a look tells half as much.
const VIEWS_HALF_LIFE: f64 = 30.0;
/// How much less each pair of a large basket tells: 0 not at all, 1 in proportion.
const SIZE: f64 = 0.7;
/// How strongly the fame of what is asked for, and of what is recommended, is held back.
const ASKED: f64 = 0.5;
const OFFERED: f64 = 0.45;
/// So many baskets of today are added to what a product has: two that met once are not inseparable.
const PRIOR: f64 = 2.0;
/// 2020-01-01T00:00:00Z, in microseconds: where weights are 1.
const EPOCH: i64 = 1_577_836_800_000_000;
pub(crate) const DAY: i64 = 24 * 3600 * 1_000_000;

fn days(at: i64) -> f64 {
    (at - EPOCH) as f64 / DAY as f64
}

/// A basket at this time, whatever its size.
pub(crate) fn weight(at: i64) -> f64 {
    (days(at) / HALF_LIFE).exp2()
}

/// What each pair in a basket of `size` products counts less.
pub(crate) fn share(size: usize) -> f64 {
    (size as f64).powf(-SIZE)
}

/// Looks of one day, counted from 1970.
pub(crate) fn views_weight(day: i64) -> f64 {
    (days(day * DAY) / VIEWS_HALF_LIFE).exp2()
}

/// How near two products are that share `both`, the one asked for having `asked` of its own, the other `offered`.
pub(crate) struct Nearness {
    prior: f64,
}

impl Nearness {
    pub fn at(now: i64) -> Self {
        Self { prior: PRIOR * weight(now) }
    }

    pub fn of_views(now: i64) -> Self {
        Self { prior: PRIOR * views_weight(now.div_euclid(DAY)) }
    }

    pub fn of(&self, both: f64, asked: f64, offered: f64) -> f64 {
        // The powers do not add up to 1: brought to today's measure, answers do not depend on the epoch.
        let (both, asked, offered) = (both / self.prior, asked / self.prior, offered / self.prior);
        both / ((asked + 1.0).powf(ASKED) * (offered + 1.0).powf(OFFERED))
    }
}
