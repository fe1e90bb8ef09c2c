//! Configuration: flags beat environment beats file beats default. Only what starting needs stands here; what a
//! shopkeeper changes lives in tables.
use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// One thing that can be set.
struct Key {
    name: &'static str,
    default: &'static str,
    secret: bool,
    help: &'static str,
}

const fn key(name: &'static str, default: &'static str, help: &'static str) -> Key {
    Key { name, default, secret: false, help }
}
const fn secret(name: &'static str, help: &'static str) -> Key {
    Key { name, default: "", secret: true, help }
}

const KEYS: &[Key] = &[
    key("listen", "127.0.0.1:8080", "address and port to serve on"),
    key("data", "data", "folder for the database, pictures and mail"),
    secret("database", "sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME; empty: shop.db in the data folder"),
    secret(
        "replica",
        "postgres://… of a read replica, for what may be late; empty: the database answers everything",
    ),
    key("media", "", "folder for pictures, the same for all instances; empty: media in the data folder"),
    key("public_url", "", "the address shoppers use, as https://shop.example; needed off loopback"),
    key("trusted_proxies", "", "addresses of proxies in front, separated by commas"),
    key("insecure_lan", "false", "true allows plain http off loopback, on a network you trust"),
    secret("secret", "32 bytes or more that sign forms; empty: a file in the data folder"),
    secret("mail.smtp", "smtp://USER:PASSWORD@HOST:PORT; empty: mails become files in the data folder"),
    key(
        "mail.from",
        "",
        "the address that the mail server may send for; empty: the shop's own, as its settings say",
    ),
    key(
        "calls.private",
        "false",
        "true lets webhooks go to private networks and without TLS, for trying things out",
    ),
    key("log.level", "info", "error, warn, info, debug, trace, or per part: info,sundry=debug"),
    key("log.format", "text", "text or json"),
    key(
        "payments.stripe",
        "https://api.stripe.com",
        "where Stripe is; another address only for a stand-in on this machine",
    ),
    key(
        "payments.paypal",
        "https://api-m.paypal.com",
        "where PayPal is (its sandbox is chosen with the keys); another address only for a stand-in on this machine",
    ),
    key("traces.otlp", "", "an OpenTelemetry collector, as http://127.0.0.1:4318; empty: off"),
    key("limits.requests", "1024", "requests answered at once; further ones get 503"),
    key("limits.writes_per_minute", "120", "writing requests a minute from one address; 0: no limit"),
    key("limits.page_cache_mb", "24", "memory for whole pages"),
    key("limits.answer_cache_mb", "48", "memory for products as programs are shown them"),
    key("limits.write_queue", "2048", "writes that may wait for the database; further ones get 503"),
    key("limits.replica_seconds", "5", "how late the read replica may be; beyond, the database is asked"),
];

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Default,
    File(PathBuf),
    Environment(String),
    Flag(&'static str),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => write!(f, "environment variable {name}"),
            Self::Flag(name) => write!(f, "flag {name}"),
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{0} cannot be read: {1}")]
    File(PathBuf, String),
    #[error("{file}: `{key}` is no setting. Known ones: {known}")]
    Unknown { file: PathBuf, key: String, known: String },
    #[error("{source_name}: `{key}` is `{value}`, but {why}. {remedy}")]
    Value { source_name: Source, key: &'static str, value: String, why: String, remedy: &'static str },
}

/// The values that flags may set.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    pub file: Option<PathBuf>,
    pub listen: Option<String>,
    pub data: Option<String>,
    pub database: Option<String>,
}

/// The effective configuration.
#[derive(Clone, Debug)]
pub struct Config {
    pub listen: SocketAddr,
    pub data: PathBuf,
    pub database: db::Url,
    /// Answers what may be late, by at most `replica_lag`.
    pub replica: Option<db::Url>,
    pub replica_lag: std::time::Duration,
    /// Where pictures lie.
    pub media: PathBuf,
    pub public_url: String,
    pub trusted_proxies: Vec<kit::Network>,
    pub insecure_lan: bool,
    pub secret: String,
    pub smtp: String,
    pub mail_from: String,
    /// Whether the shop may call addresses of private networks.
    pub private_calls: bool,
    pub log_level: String,
    pub log_json: bool,
    pub otlp: Option<String>,
    pub stripe_api: String,
    pub paypal_api: String,
    pub max_requests: usize,
    pub writes_per_minute: u32,
    pub page_cache_bytes: u64,
    pub answer_cache_bytes: u64,
    pub write_queue: usize,
    /// From the section `[flags]`: a name and the percentage of askers it is on for.
    pub flags: kernel::Flags,
    /// Every setting as text with where it came from, secrets hidden: what `sundry config` shows.
    pub shown: Vec<Shown>,
}

/// One effective setting.
#[derive(Clone, Debug)]
pub struct Shown {
    pub name: &'static str,
    pub value: String,
    pub source: Source,
    pub help: &'static str,
}

#[derive(Default)]
struct Values {
    known: BTreeMap<&'static str, (String, Source)>,
    flags: BTreeMap<String, u8>,
}

impl Values {
    fn text(&self, name: &'static str) -> (&str, &Source) {
        self.known.get(name).map_or(("", &Source::Default), |(v, s)| (v.as_str(), s))
    }

    fn wrong(&self, key: &'static str, why: impl fmt::Display, remedy: &'static str) -> ConfigError {
        let (value, source) = self.text(key);
        let hidden = KEYS.iter().any(|k| k.name == key && k.secret);
        ConfigError::Value {
            source_name: source.clone(),
            key,
            value: if hidden { "…".to_owned() } else { value.to_owned() },
            why: why.to_string(),
            remedy,
        }
    }

    fn parse<T: std::str::FromStr>(&self, key: &'static str, remedy: &'static str) -> Result<T, ConfigError>
    where
        T::Err: fmt::Display,
    {
        self.text(key).0.parse().map_err(|e| self.wrong(key, e, remedy))
    }

    /// Where a payment provider is: its own address, or a stand-in's on this machine.
    fn provider(&self, key: &'static str, name: &str, own: &str) -> Result<String, ConfigError> {
        let api = self.text(key).0.trim_end_matches('/').to_owned();
        let here = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
        if api != own && !here.iter().any(|h| api.starts_with(h)) {
            let remedy = "Leave it out, or write a stand-in's address as http://127.0.0.1:8420.";
            return Err(self.wrong(key, format!("it is neither {name} nor a stand-in on this machine"), remedy));
        }
        Ok(api)
    }
}

impl Config {
    /// Reads everything there is.
    ///
    /// # Errors
    /// Names the file, environment variable or flag, the key, and what to write instead.
    pub fn load(flags: &Flags, environment: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut values = Values {
            known: KEYS.iter().map(|k| (k.name, (k.default.to_owned(), Source::Default))).collect(),
            ..Values::default()
        };
        let wanted = flags.file.clone().or_else(|| environment("SUNDRY_CONFIG").map(PathBuf::from));
        let file = wanted.clone().unwrap_or_else(|| PathBuf::from("sundry.toml"));
        if wanted.is_some() || file.exists() {
            read_file(&file, &mut values)?;
        }
        for key in KEYS {
            let name = format!("SUNDRY_{}", key.name.to_uppercase().replace('.', "_"));
            if let Some(value) = environment(&name) {
                values.known.insert(key.name, (value, Source::Environment(name)));
            }
        }
        for (name, flag, value) in [
            ("listen", "--listen", &flags.listen),
            ("data", "--data", &flags.data),
            ("database", "--database", &flags.database),
        ] {
            if let Some(value) = value {
                values.known.insert(name, (value.clone(), Source::Flag(flag)));
            }
        }
        Self::check(&values)
    }

    fn check(v: &Values) -> Result<Self, ConfigError> {
        let listen: SocketAddr = v.parse("listen", "Write an address and a port, as 127.0.0.1:8080.")?;
        let insecure_lan = v.parse("insecure_lan", "Write true or false.")?;
        let private_calls = v.parse("calls.private", "Write true or false.")?;
        let data = PathBuf::from(v.text("data").0);
        let database = match v.text("database").0 {
            "" => db::Url::Sqlite(data.join("shop.db")),
            text => text.parse().map_err(|e| {
                v.wrong("database", e, "Write sqlite:DIR/shop.db or postgres://USER:PASSWORD@HOST/NAME.")
            })?,
        };
        let remedy = "Write postgres://USER:PASSWORD@HOST/NAME of a replica, or leave it out.";
        let replica = match v.text("replica").0 {
            "" => None,
            text => match text.parse().map_err(|e| v.wrong("replica", e, remedy))? {
                db::Url::Postgres(_) if database.backend() == db::Backend::Sqlite => {
                    return Err(v.wrong("replica", "the database is SQLite, which has none", remedy));
                }
                db::Url::Sqlite(_) => return Err(v.wrong("replica", "a replica is PostgreSQL's", remedy)),
                url => Some(url),
            },
        };
        let media = match v.text("media").0 {
            "" => data.join("media"),
            text => PathBuf::from(text),
        };
        let seconds: u64 = v.parse("limits.replica_seconds", "Write a whole number of seconds.")?;
        let public_url = match v.text("public_url").0.trim_end_matches('/') {
            "" if listen.ip().is_loopback() => format!("http://{listen}"),
            "" => {
                let remedy = "Write the address shoppers type, as https://shop.example.";
                return Err(v.wrong("public_url", "it must be set when serving beyond this machine", remedy));
            }
            url => {
                let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
                if !host.is_some_and(|h| !h.is_empty() && !h.contains(['/', '?', '#', ' '])) {
                    return Err(v.wrong("public_url", "it is no address", "Write it as https://shop.example."));
                }
                url.to_owned()
            }
        };
        let trusted_proxies = v
            .text("trusted_proxies")
            .0
            .split(',')
            .map(str::trim)
            .filter(|s| !s.is_empty())
            .map(|s| {
                s.parse().map_err(|e| {
                    v.wrong("trusted_proxies", e, "Write addresses or networks, as 10.0.0.1, 10.1.0.0/16.")
                })
            })
            .collect::<Result<Vec<kit::Network>, _>>()?;
        let log_json = match v.text("log.format").0 {
            "text" => false,
            "json" => true,
            _ => return Err(v.wrong("log.format", "that format is not known", "Write text or json.")),
        };
        let secret = v.text("secret").0.to_owned();
        if !secret.is_empty() && secret.len() < 32 {
            return Err(v.wrong(
                "secret",
                "it is too short",
                "Write at least 32 random characters, or leave it out.",
            ));
        }
        let otlp = Some(v.text("traces.otlp").0.to_owned()).filter(|s| !s.is_empty());
        let stripe_api = v.provider("payments.stripe", "Stripe", payments::stripe::API)?;
        let paypal_api = v.provider("payments.paypal", "PayPal", payments::paypal::API)?;
        let megabytes = |name| v.parse::<u64>(name, "Write a whole number of megabytes.");
        let (page_cache, answer_cache) = (megabytes("limits.page_cache_mb")?, megabytes("limits.answer_cache_mb")?);
        let shown = KEYS
            .iter()
            .map(|k| {
                let (value, source) = v.text(k.name);
                let effective = match k.name {
                    "public_url" => public_url.clone(),
                    "database" => database.to_string(),
                    "replica" => replica.as_ref().map(ToString::to_string).unwrap_or_default(),
                    _ if k.secret && !value.is_empty() => "…".to_owned(),
                    _ => value.to_owned(),
                };
                Shown { name: k.name, value: effective, source: source.clone(), help: k.help }
            })
            .collect();
        Ok(Self {
            listen,
            database,
            replica,
            replica_lag: std::time::Duration::from_secs(seconds),
            media,
            public_url,
            trusted_proxies,
            insecure_lan,
            private_calls,
            secret,
            smtp: v.text("mail.smtp").0.to_owned(),
            mail_from: v.text("mail.from").0.to_owned(),
            log_level: v.text("log.level").0.to_owned(),
            log_json,
            otlp,
            stripe_api,
            paypal_api,
            max_requests: v.parse("limits.requests", "Write a whole number.")?,
            writes_per_minute: v.parse("limits.writes_per_minute", "Write a whole number; 0 for no limit.")?,
            page_cache_bytes: page_cache << 20,
            answer_cache_bytes: answer_cache << 20,
            write_queue: v.parse("limits.write_queue", "Write a whole number.")?,
            data,
            flags: kernel::Flags::new(v.flags.clone()),
            shown,
        })
    }
}

fn read_file(path: &Path, values: &mut Values) -> Result<(), ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|e| ConfigError::File(path.to_owned(), e.to_string()))?;
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| {
        let line = e.span().map_or(1, |s| text[..s.start.min(text.len())].lines().count().max(1));
        ConfigError::File(path.to_owned(), format!("line {line}: {}", e.message()))
    })?;
    let mut flat = Vec::new();
    for (name, value) in table {
        match value {
            toml::Value::Table(inner) => flat.extend(inner.into_iter().map(|(k, v)| (format!("{name}.{k}"), v))),
            other => flat.push((name, other)),
        }
    }
    for (name, value) in flat {
        if let Some(flag) = name.strip_prefix("flags.") {
            let percentage = value.as_integer().and_then(|p| u8::try_from(p).ok()).filter(|p| *p <= 100);
            let percentage = percentage.ok_or_else(|| {
                let why = format!("`{name}` is `{value}`; write a whole number from 0 to 100");
                ConfigError::File(path.to_owned(), why)
            })?;
            values.flags.insert(flag.to_owned(), percentage);
            continue;
        }
        let Some(key) = KEYS.iter().find(|k| k.name == name) else {
            let known = KEYS.iter().map(|k| k.name).collect::<Vec<_>>().join(", ");
            return Err(ConfigError::Unknown { file: path.to_owned(), key: name, known });
        };
        let text = match value {
            toml::Value::String(s) => s,
            toml::Value::Array(items) => items
                .iter()
                .map(|i| i.as_str().map_or_else(|| i.to_string(), str::to_owned))
                .collect::<Vec<_>>()
                .join(","),
            other => other.to_string(),
        };
        values.known.insert(key.name, (text, Source::File(path.to_owned())));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(flags: Flags, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let env: BTreeMap<String, String> = env.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
        Config::load(&flags, &|name| env.get(name).cloned())
    }

    #[test]
    fn flags_beat_environment_beats_file() {
        let dir = std::env::temp_dir().join(format!("sundry-config-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let file = dir.join("a.toml");
        std::fs::write(&file, "listen = '127.0.0.1:1'\ndata = 'from-file'\n[log]\nlevel = 'debug'\n").unwrap();
        let flags = Flags { file: Some(file), listen: Some("127.0.0.1:3".into()), ..Flags::default() };
        let config = load(flags, &[("SUNDRY_LISTEN", "127.0.0.1:2"), ("SUNDRY_LOG_FORMAT", "json")]).unwrap();
        assert_eq!(config.listen.port(), 3);
        assert_eq!(config.data, PathBuf::from("from-file"));
        assert_eq!((config.log_level.as_str(), config.log_json), ("debug", true));
        std::fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_wrong_value_names_its_place_its_key_and_the_remedy() {
        for (env, parts) in [
            (("SUNDRY_LISTEN", "here"), ["SUNDRY_LISTEN", "`listen`", "127.0.0.1:8080"]),
            (("SUNDRY_DATABASE", "mysql://u:pw@h/x"), ["SUNDRY_DATABASE", "`database`", "postgres://"]),
            (("SUNDRY_LISTEN", "0.0.0.0:80"), ["default", "`public_url`", "https://shop.example"]),
            (("SUNDRY_LIMITS_REQUESTS", "many"), ["SUNDRY_LIMITS_REQUESTS", "`limits.requests`", "whole number"]),
        ] {
            let told = load(Flags::default(), &[env]).unwrap_err().to_string();
            for part in parts {
                assert!(told.contains(part), "{told} lacks {part}");
            }
            assert!(!told.contains("pw"), "{told}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let config = load(
            Flags::default(),
            &[("SUNDRY_MAIL_SMTP", "smtp://u:hunter2@h"), ("SUNDRY_DATABASE", "postgres://u:hunter2@h/n")],
        )
        .unwrap();
        assert!(config.shown.iter().all(|s| !s.value.contains("hunter2")), "{:?}", config.shown);
    }
}
