//! Throttles: how often something that can be guessed may be tried, counted in the database so that all instances
//! count together.
//!
//! A limit holds for *every* window of its length, not only for those that begin on the hour: the window is divided
//! into buckets, a row each, and the sum over the newest ones is what counts. A refused try counts nothing.
use std::net::IpAddr;
use std::time::Duration;

use db::{Conn, Db, Tx};
use diesel::prelude::*;
use kernel::{Actor, Micros};
use sha2::{Digest, Sha256};

use crate::schema::auth_throttles;
use crate::{AuthError, Realm, dialect, hex, network};

/// At most so many tries in any window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub tries: i64,
    pub window: Duration,
}

impl Limit {
    /// Signing in to one account, from wherever: 100 an hour.
    pub const ACCOUNT: Self = Self { tries: 100, window: Duration::from_secs(3600) };
    /// Signing in from one network: 20 a minute.
    pub const NETWORK: Self = Self { tries: 20, window: Duration::from_secs(60) };

    /// Microseconds.
    fn bucket(self) -> i64 {
        (self.window.as_micros() as i64 / BUCKETS).max(1)
    }
}

/// How finely a window is divided. It is held for up to one bucket longer than asked.
const BUCKETS: i64 = 12;
/// No limit has a longer window: older rows are forgotten.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

/// What is counted. Names and addresses are kept as hashes only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(String);

impl Key {
    /// One account of a realm, by the name that was typed, whether anybody has it or not.
    pub fn account(realm: Realm, name: &str) -> Self {
        Self::new(realm.as_str(), name)
    }

    /// The network of an address: IPv4 as it is, IPv6 by /64.
    pub fn network(ip: IpAddr) -> Self {
        Self::new("network", &network(ip).to_string())
    }

    /// Anything else: `Key::new("password-reset", email)`.
    pub fn new(what: &str, value: &str) -> Self {
        Self(format!("{what}:{}", hex(&Sha256::digest(value.as_bytes())[..16])))
    }

    /// As it may be stored: what it counts, and a hash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What [`Key::as_str`] told.
    pub fn stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    fn bucket(&self, number: i64) -> String {
        format!("{}:{number}", self.0)
    }
}

/// Counts tries. Cheap to clone.
#[derive(Clone)]
pub struct Throttles {
    db: Db,
}

impl Throttles {
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    /// Counts one try to sign in to `account` from `ip`: [`Limit::ACCOUNT`] and [`Limit::NETWORK`]. Right or wrong,
    /// a try is a try: a success that reset the count would give whoever guesses a fresh start.
    ///
    /// # Errors
    /// [`AuthError::Throttled`] when it is one too many.
    pub async fn sign_in(&self, actor: &Actor, realm: Realm, account: &str, ip: IpAddr) -> Result<(), AuthError> {
        let keys = vec![(Key::account(realm, account), Limit::ACCOUNT), (Key::network(ip), Limit::NETWORK)];
        self.count(actor, keys).await
    }

    /// Counts one try under each key, or under none when one of them is exhausted.
    ///
    /// # Errors
    /// [`AuthError::Throttled`] when it is one too many.
    pub async fn count(&self, actor: &Actor, keys: Vec<(Key, Limit)>) -> Result<(), AuthError> {
        // A flood is refused by readers; the writer sees only what may pass.
        let now = self.db.clock().now();
        let asked = keys.clone();
        let wait = self.db.read(move |c| longest_wait(c, &asked, now, 1)).await?;
        let wait = match wait {
            Some(wait) => Some(wait),
            None => self.db.write(actor, move |tx| Self::count_in(tx, &keys)).await?,
        };
        match wait {
            None => Ok(()),
            Some(retry_after) => {
                metrics::counter!("sundry_auth_throttled_total").increment(1);
                Err(AuthError::Throttled { retry_after })
            }
        }
    }

    /// Counts one try under each key in the caller's unit of work. When one of them is exhausted nothing is counted
    /// and the answer is how long to wait: an answer, not an error, so that the caller may commit what else it did.
    ///
    /// # Errors
    /// The database's.
    pub fn count_in(tx: &mut Tx<'_>, keys: &[(Key, Limit)]) -> Result<Option<Duration>, AuthError> {
        let now = tx.now();
        // In one order, so that two who share a network and an account wait for each other instead of dying.
        let mut keys = keys.to_vec();
        keys.sort_by(|a, b| a.0.cmp(&b.0));
        keys.dedup_by(|a, b| a.0 == b.0);
        let counted = tx.savepoint(|tx| {
            for (key, limit) in &keys {
                let number = now.0.div_euclid(limit.bucket());
                dialect::count_one(tx, &key.bucket(number), number * limit.bucket())?;
            }
            match longest_wait(tx, &keys, now, 0)? {
                None => Ok(()),
                Some(retry_after) => Err(AuthError::Throttled { retry_after }),
            }
        });
        match counted {
            Ok(()) => Ok(None),
            Err(AuthError::Throttled { retry_after }) => Ok(Some(retry_after)),
            Err(e) => Err(e),
        }
    }

    /// How long until every key has room for one more try, without counting it; none when they have it now.
    ///
    /// # Errors
    /// The database's.
    pub fn wait_in(tx: &mut Tx<'_>, keys: &[(Key, Limit)]) -> Result<Option<Duration>, AuthError> {
        let now = tx.now();
        longest_wait(tx, keys, now, 1)
    }

    /// Forgets at most `limit` counts that no window reaches any more. Says how many.
    ///
    /// # Errors
    /// The database's.
    pub fn sweep(tx: &mut Tx<'_>, limit: i64) -> Result<usize, AuthError> {
        let before = tx.now().minus(2 * LONGEST);
        let conn: &mut Conn = tx;
        let keys: Vec<String> = auth_throttles::table
            .filter(auth_throttles::window_start.lt(before.0))
            .order(auth_throttles::window_start)
            .limit(limit)
            .select(auth_throttles::key)
            .load(conn)?;
        Ok(diesel::delete(auth_throttles::table.filter(auth_throttles::key.eq_any(keys))).execute(conn)?)
    }
}

/// How long until every key has room for `more`; none when they have it now.
fn longest_wait(
    conn: &mut Conn,
    keys: &[(Key, Limit)],
    now: Micros,
    more: i64,
) -> Result<Option<Duration>, AuthError> {
    let mut longest = None;
    for (key, limit) in keys {
        let current = now.0.div_euclid(limit.bucket());
        let names: Vec<String> = (current - BUCKETS..=current).map(|number| key.bucket(number)).collect();
        let counts: Vec<(i64, i64)> = auth_throttles::table
            .filter(auth_throttles::key.eq_any(names))
            .order(auth_throttles::window_start)
            .select((auth_throttles::window_start, auth_throttles::count))
            .load(conn)?;
        longest = longest.max(wait(*limit, &counts, now, more));
    }
    Ok(longest)
}

/// `counts`: when each bucket began and what is in it, oldest first.
fn wait(limit: Limit, counts: &[(i64, i64)], now: Micros, more: i64) -> Option<Duration> {
    let mut held: i64 = counts.iter().map(|(_, count)| count).sum::<i64>() + more;
    if held <= limit.tries {
        return None;
    }
    // What was counted in a bucket weighs until the window has passed over the whole of it.
    let mut free = now;
    for (start, count) in counts {
        held -= count;
        free = Micros(start + (BUCKETS + 1) * limit.bucket());
        if held <= limit.tries {
            break;
        }
    }
    Some(free.since(now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::on_every_database;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn one_account_is_tried_a_hundred_times_an_hour_from_any_number_of_addresses() {
        on_every_database(async |shop| {
            let throttles = Throttles::new(shop.db.clone());
            let actor = Actor::system("test");
            // Every 7 seconds from a new network for three hours: no hour may see more than a hundred.
            let mut passed = Vec::new();
            for n in 0..3 * 3600 / 7_u32 {
                let from = IpAddr::from(n.to_be_bytes());
                match throttles.sign_in(&actor, Realm::Staff, "ada@example.org", from).await {
                    Ok(()) => passed.push(shop.clock.now()),
                    Err(AuthError::Throttled { retry_after }) => assert!(retry_after > Duration::ZERO),
                    Err(e) => panic!("{e}"),
                }
                shop.clock.advance(Duration::from_secs(7));
            }
            assert!(passed.len() > 200, "{}", passed.len());
            for (i, start) in passed.iter().enumerate() {
                let hour = passed[i..].iter().take_while(|t| t.since(*start) < Limit::ACCOUNT.window).count();
                assert!(hour <= 100, "{hour} in the hour from {start:?}");
            }
        })
        .await;
    }

    #[tokio::test]
    async fn one_network_has_twenty_tries_a_minute_and_is_told_when_to_come_back() {
        on_every_database(async |shop| {
            let throttles = Throttles::new(shop.db.clone());
            let actor = Actor::system("test");
            let try_as =
                async |name: &str, from: &str| throttles.sign_in(&actor, Realm::Shoppers, name, ip(from)).await;
            for n in 0..20 {
                try_as(&format!("{n}@example.org"), &format!("2001:db8::{n}")).await.unwrap();
            }
            let refused = try_as("bob@example.org", "2001:db8::ffff").await.unwrap_err();
            let AuthError::Throttled { retry_after } = refused else { panic!("{refused}") };
            assert!(refused.to_string().starts_with("too many tries; wait "), "{refused}");
            try_as("bob@example.org", "2001:db8:0:1::1").await.unwrap();

            shop.clock.advance(retry_after - Duration::from_micros(1));
            assert!(try_as("bob@example.org", "2001:db8::1").await.is_err());
            shop.clock.advance(Duration::from_micros(1));
            try_as("bob@example.org", "2001:db8::1").await.unwrap();
        })
        .await;
    }

    #[tokio::test]
    async fn a_refused_try_counts_nothing_even_when_it_came_as_far_as_the_writer() {
        on_every_database(async |shop| {
            let tight = Limit { tries: 1, window: Duration::from_secs(60) };
            let (full, free) = (Key::new("a", "full"), Key::new("b", "free"));
            let count =
                async |keys: Vec<(Key, Limit)>| shop.write(move |tx| Throttles::count_in(tx, &keys)).await.unwrap();
            assert_eq!(count(vec![(full.clone(), tight)]).await, None);
            assert!(count(vec![(full.clone(), tight), (free.clone(), tight)]).await.is_some());
            assert_eq!(count(vec![(free, tight)]).await, None);
        })
        .await;
    }

    #[tokio::test]
    async fn many_at_once_do_not_slip_through() {
        on_every_database(async |shop| {
            let throttles = Throttles::new(shop.db.clone());
            let tries: Vec<_> = (0..60)
                .map(|_| {
                    let throttles = throttles.clone();
                    tokio::spawn(async move {
                        let actor = Actor::system("test");
                        throttles.sign_in(&actor, Realm::Staff, "ada", ip("203.0.113.7")).await.is_ok()
                    })
                })
                .collect();
            let mut passed = 0;
            for t in tries {
                passed += u32::from(t.await.unwrap());
            }
            assert_eq!(passed, 20);
        })
        .await;
    }

    #[tokio::test]
    async fn neither_name_nor_address_is_stored_and_old_counts_are_forgotten() {
        on_every_database(async |shop| {
            let throttles = Throttles::new(shop.db.clone());
            let from = ip("203.0.113.7");
            throttles.sign_in(&Actor::system("test"), Realm::Staff, "ada@example.org", from).await.unwrap();
            let keys: Vec<String> = shop
                .db
                .read_now(|c| auth_throttles::table.select(auth_throttles::key).load(c).map_err(AuthError::from))
                .unwrap();
            assert_eq!(keys.len(), 2);
            assert!(keys.iter().all(|k| !k.contains("ada") && !k.contains("203")), "{keys:?}");
            assert_eq!(shop.write(|tx| Throttles::sweep(tx, 100)).await.unwrap(), 0);
            shop.clock.advance(3 * LONGEST);
            assert_eq!(shop.write(|tx| Throttles::sweep(tx, 100)).await.unwrap(), 2);
        })
        .await;
    }
}
