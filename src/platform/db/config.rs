use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::DbError;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// Where the data is: `sqlite:PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME`.
#[derive(Clone, PartialEq, Eq)]
pub enum Url {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Url {
    pub fn backend(&self) -> Backend {
        match self {
            Self::Sqlite(_) => Backend::Sqlite,
            Self::Postgres(_) => Backend::Postgres,
        }
    }
}

impl FromStr for Url {
    type Err = DbError;
    fn from_str(text: &str) -> Result<Self, DbError> {
        if let Some(path) = text.strip_prefix("sqlite:").filter(|p| !p.is_empty()) {
            Ok(Self::Sqlite(PathBuf::from(path)))
        } else if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Ok(Self::Postgres(text.to_owned()))
        } else {
            // Only the scheme: what follows may hold a password.
            let seen: String = text.split([':', '/', '@']).next().unwrap_or_default().chars().take(16).collect();
            Err(DbError::Url(seen))
        }
    }
}

impl fmt::Display for Url {
    /// Without the password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                match url.split_once("://").and_then(|(s, rest)| Some((s, rest.rsplit_once('@')?))) {
                    Some((scheme, (user, host))) => {
                        let user = user.split_once(':').map_or(user, |(u, _)| u);
                        write!(f, "{scheme}://{user}:…@{host}")
                    }
                    None => f.write_str(url),
                }
            }
        }
    }
}
impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[derive(Clone, Debug)]
pub struct DbConfig {
    pub url: Url,
    /// Connections that only read.
    pub readers: u32,
    /// Connections that write (PostgreSQL; SQLite has one).
    pub writers: u32,
    /// How many writes may wait before the next one is refused with [`DbError::Overloaded`].
    pub queue: usize,
    /// How long a shopper's write may wait for its turn.
    pub write_wait: Duration,
    /// A read replica (PostgreSQL), which answers what may be late.
    pub replica: Option<Url>,
    /// How late the replica may be and still be asked.
    pub replica_lag: Duration,
}

impl DbConfig {
    pub fn new(url: Url) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, |n| n.get() as u32);
        Self {
            url,
            readers: cores * 2,
            writers: cores * 4,
            queue: 2048,
            write_wait: Duration::from_secs(10),
            replica: None,
            replica_lag: Duration::from_secs(5),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_hides_its_password_and_says_what_is_wrong() {
        let url: Url = "postgres://ada:secret@localhost/shop".parse().unwrap();
        assert_eq!(url.to_string(), "postgres://ada:…@localhost/shop");
        assert!("mysql://x".parse::<Url>().unwrap_err().to_string().contains("sqlite:"));
        assert_eq!("sqlite:/d/shop.db".parse::<Url>().unwrap(), Url::Sqlite("/d/shop.db".into()));
    }
}
