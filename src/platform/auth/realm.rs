use std::fmt;

/// Which door someone comes through. The same person in two realms is two subjects with separate sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Realm {
    Shoppers,
    Staff,
}

impl Realm {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shoppers => "shoppers",
            Self::Staff => "staff",
        }
    }
}

impl fmt::Display for Realm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
