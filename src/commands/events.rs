use db::{DbError, Signal};
use events::admin::{self, Since};
use events::{Cursor, Recorded};
use kernel::Actor;

use super::{Failed, opened, runtime};
use crate::config::Flags;

fn print(e: &Recorded) {
    say!(
        "{}  {}  {} v{} {}  {}  {}",
        e.position,
        e.at.rfc3339(),
        e.kind,
        e.version,
        e.stream,
        e.correlation,
        e.payload
    );
}

/// `sundry events tail`.
pub fn tail(flags: &Flags, last: i64, follow: bool) -> Result<(), Failed> {
    let shop = opened(flags)?;
    let db = &shop.shop.db;
    let newest = db.read_now(|c| admin::newest(c, last.max(0)).map_err(DbError::from))?;
    newest.iter().for_each(print);
    if !follow {
        return Ok(());
    }
    let mut at = match newest.last() {
        Some(event) => event.position,
        None => db.read_now(|c| admin::end(c).map_err(DbError::from))?,
    };
    loop {
        let events = db.read_now(|c| admin::tail(c, at, 256).map_err(DbError::from))?;
        events.iter().for_each(print);
        match events.last() {
            Some(newest) => at = newest.position,
            None => {
                let mut news = db.signals().watch(Signal::Events);
                // Commits of other processes do not wake this one: look again each second.
                let second = std::time::Duration::from_secs(1);
                let _ = runtime()?.block_on(async { tokio::time::timeout(second, news.changed()).await });
            }
        }
    }
}

/// `sundry events replay`.
pub fn replay(flags: &Flags, subscriber: &str, from: &str) -> Result<(), Failed> {
    let shop = opened(flags)?;
    let since = match from.split_once('.') {
        _ if from == "start" => Since::Start,
        Some((xact, seq)) => match (xact.parse(), seq.parse()) {
            (Ok(xact), Ok(seq)) => Since::Position(Cursor { xact, seq }),
            _ => return Err(Failed(format!("`{from}` is no place in the log; write XACT.SEQ, or start"))),
        },
        None => return Err(Failed(format!("`{from}` is no place in the log; write XACT.SEQ, or start"))),
    };
    let name = subscriber.to_owned();
    let found = shop.shop.db.write_now(db::Lane::Interactive, &Actor::system("cli"), move |tx| {
        admin::replay(tx, &name, since).map_err(DbError::from)
    })?;
    if !found {
        return Err(Failed(format!("there is no subscriber `{subscriber}`; `sundry events lag` lists them")));
    }
    say!("{subscriber} takes the log up again from {from}");
    Ok(())
}

/// `sundry events lag`.
pub fn lag(flags: &Flags) -> Result<(), Failed> {
    let shop = opened(flags)?;
    let now = shop.shop.db.clock().now();
    let lags = shop.shop.db.read_now(|c| admin::lag(c, now).map_err(DbError::from))?;
    if lags.is_empty() {
        say!("no subscriber has read the log yet; `sundry serve` starts them");
    }
    say!("{:32} {:>8} {:>9} {:>8} {:>7}", "subscriber", "behind", "seconds", "waiting", "parked");
    for lag in lags {
        let behind = if lag.more { format!("{}+", lag.behind) } else { lag.behind.to_string() };
        say!("{:32} {behind:>8} {:>9} {:>8} {:>7}", lag.subscriber, lag.seconds, lag.waiting, lag.parked);
    }
    Ok(())
}
