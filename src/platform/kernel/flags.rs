//! Feature flags: a name, a percentage, and the same answer for the same asker every time.
use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// Which features are on, and for how many. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Flags(Arc<BTreeMap<String, u8>>);

impl Flags {
    /// From names with percentages, 0 to 100.
    pub fn new(percentages: impl IntoIterator<Item = (String, u8)>) -> Self {
        Self(Arc::new(percentages.into_iter().map(|(name, p)| (name, p.min(100))).collect()))
    }

    /// Whether `name` is on for this asker (a basket, a customer, a session). An unknown flag is off. The share of
    /// askers is the flag's percentage; raising it only ever adds askers, and different flags pick different ones.
    pub fn on(&self, name: &str, asker: &str) -> bool {
        let Some(percentage) = self.0.get(name) else { return false };
        let digest = Sha256::new().chain_update(name).chain_update([0]).chain_update(asker).finalize();
        let place = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
        u64::from(place) * 100 < u64::from(*percentage) << 32
    }

    /// Names with percentages.
    pub fn list(&self) -> impl Iterator<Item = (&str, u8)> {
        self.0.iter().map(|(name, p)| (name.as_str(), *p))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(flags: &Flags, name: &str) -> usize {
        (0..10_000).filter(|i| flags.on(name, &format!("asker-{i}"))).count()
    }

    #[test]
    fn a_flag_is_on_for_its_share_and_stays_on() {
        let at = |p| Flags::new([("new".to_owned(), p)]);
        assert_eq!(share(&at(0), "new"), 0);
        assert_eq!(share(&at(100), "new"), 10_000);
        let (quarter, half) = (at(25), at(50));
        assert!((2_300..2_700).contains(&share(&quarter, "new")), "{}", share(&quarter, "new"));
        for i in 0..1_000 {
            let asker = format!("asker-{i}");
            assert!(!quarter.on("new", &asker) || half.on("new", &asker), "raising a flag takes nobody out");
        }
        assert!(!half.on("other", "asker-1"));
    }
}
