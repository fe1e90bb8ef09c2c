//! What others hear of.
use events::Event;
use kernel::kinds::MarketId;
use serde::{Deserialize, Serialize};

/// A market sells otherwise than before: currency, taxes, countries, language or time zone.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct MarketChanged {
    pub market: MarketId,
    pub version: i64,
}
impl Event for MarketChanged {
    const TYPE: &'static str = "markets.market_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        self.market.to_string()
    }
    fn version(&self) -> i64 {
        self.version
    }
}

/// Something was set for the whole shop that pages show.
#[derive(Serialize, Deserialize, Debug, Clone)]
pub struct SettingsChanged {
    /// What: `profile`, `delivery`, `taxes`, `payments`.
    pub key: String,
    pub version: i64,
}
impl Event for SettingsChanged {
    const TYPE: &'static str = "markets.settings_changed";
    const SCHEMA: i64 = 1;
    fn stream(&self) -> String {
        format!("setting:{}", self.key)
    }
    fn version(&self) -> i64 {
        self.version
    }
}
