//! Passwords: argon2id, a bounded number at a time.
//!
//! Parameters follow the OWASP Password Storage Cheat Sheet (argon2id, 19 MiB, 2 passes, 1 lane); length and
//! guessability follow OWASP ASVS 5.0, 6.2: no composition rules, no silent truncation.
use std::fmt;
use std::sync::{Arc, OnceLock};

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

/// KiB of memory, passes and lanes of one hash.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// In characters.
const SHORTEST: usize = 10;
const LONGEST: usize = 200;

/// How many may wait for each hash that is worked on, before the next one is turned away.
const WAITING: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    #[error("the password is too short; use at least {SHORTEST} characters, a few words will do")]
    TooShort,
    #[error("the password is too long; use at most {LONGEST} characters")]
    TooLong,
    #[error("this password is easy to guess; add a word or two that have nothing to do with you or the shop")]
    TooEasy,
    #[error("too many people are signing in at once; try again in a moment")]
    Busy,
    #[error("the password could not be worked on; try again, and tell us if it stays so")]
    Failed,
}

impl PasswordError {
    /// A stable name for programs and for the table of statuses.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooShort => "password_too_short",
            Self::TooLong => "password_too_long",
            Self::TooEasy => "password_too_easy",
            Self::Busy => "busy",
            Self::Failed => "password_failed",
        }
    }
}

/// A password's hash as it is stored (PHC string). Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// One that was stored earlier.
    pub fn stored(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// What came of comparing a password with a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right {
        /// The hash was made with weaker parameters than today's: hash again and store it.
        rehash: bool,
    },
}

impl Verdict {
    pub fn is_right(self) -> bool {
        matches!(self, Self::Right { .. })
    }
}

/// Hashes and compares passwords. Cheap to clone; clones share the bound.
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    places: Arc<Semaphore>,
}

impl Passwords {
    /// At most `concurrent` hashes are worked on at a time, each in 19 MiB.
    pub fn new(concurrent: usize) -> Self {
        let concurrent = concurrent.max(1);
        Self {
            turns: Arc::new(Semaphore::new(concurrent)),
            places: Arc::new(Semaphore::new(concurrent * (WAITING + 1))),
        }
    }

    /// Judges a password that somebody wants to use. `personal` are words an attacker would try first: the name, the
    /// address, the shop's name.
    ///
    /// # Errors
    /// [`PasswordError::TooShort`], [`PasswordError::TooLong`], [`PasswordError::TooEasy`].
    pub fn judge(password: &SecretString, personal: &[&str]) -> Result<(), PasswordError> {
        let password = password.expose_secret();
        match password.chars().count() {
            0..SHORTEST => Err(PasswordError::TooShort),
            SHORTEST..=LONGEST if zxcvbn::zxcvbn(password, personal).score() < zxcvbn::Score::Two => {
                Err(PasswordError::TooEasy)
            }
            SHORTEST..=LONGEST => Ok(()),
            _ => Err(PasswordError::TooLong),
        }
    }

    /// Judges a new password ([`Passwords::judge`]) and hashes it.
    ///
    /// # Errors
    /// Those of [`Passwords::judge`]; [`PasswordError::Busy`] when too many wait already.
    pub async fn hash(&self, password: &SecretString, personal: &[&str]) -> Result<PasswordHash, PasswordError> {
        let password = password.clone();
        let personal: Vec<String> = personal.iter().map(|word| (*word).to_owned()).collect();
        self.work(move || {
            let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
            Self::judge(&password, &personal)?;
            make(&password)
        })
        .await
    }

    /// Hashes, unjudged, a password that was just found right: for [`Verdict::Right`] with `rehash`.
    ///
    /// # Errors
    /// [`PasswordError::Busy`] when too many wait already.
    pub async fn rehash(&self, password: &SecretString) -> Result<PasswordHash, PasswordError> {
        let password = password.clone();
        self.work(move || make(&password)).await
    }

    /// Compares. With no hash (nobody of that name) it works as long, and says [`Verdict::Wrong`].
    ///
    /// # Errors
    /// [`PasswordError::Busy`] when too many wait already.
    pub async fn verify(
        &self,
        password: &SecretString,
        stored: Option<&PasswordHash>,
    ) -> Result<Verdict, PasswordError> {
        let password = password.clone();
        let stored = stored.cloned();
        self.work(move || compare(&password, stored.as_ref())).await
    }

    async fn work<T, F>(&self, f: F) -> Result<T, PasswordError>
    where
        T: Send + 'static,
        F: FnOnce() -> Result<T, PasswordError> + Send + 'static,
    {
        let place = self.places.clone().try_acquire_owned().map_err(|_| PasswordError::Busy)?;
        let turn = self.turns.clone().acquire_owned().await.map_err(|_| PasswordError::Failed)?;
        // The permits go with the work: it goes on when the one who asked has left.
        let task = tokio::task::spawn_blocking(move || {
            let _held = (place, turn);
            f()
        });
        task.await.unwrap_or(Err(PasswordError::Failed))
    }
}

fn hasher() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(|_| PasswordError::Failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn make(password: &SecretString) -> Result<PasswordHash, PasswordError> {
    let phc: Phc = hasher()?.hash_password(password.expose_secret().as_bytes()).map_err(|e| {
        tracing::error!(error = %e, "a password could not be hashed");
        PasswordError::Failed
    })?;
    Ok(PasswordHash(phc.to_string()))
}

/// The hash that is compared with when there is none.
fn dummy() -> Result<&'static str, PasswordError> {
    static DUMMY: OnceLock<String> = OnceLock::new();
    if let Some(text) = DUMMY.get() {
        return Ok(text);
    }
    let made = make(&generated_password())?.0;
    Ok(DUMMY.get_or_init(|| made))
}

fn compare(password: &SecretString, stored: Option<&PasswordHash>) -> Result<Verdict, PasswordError> {
    // Made in the first comparison of all, whoever it is of, so that the first unknown name takes no longer.
    let dummy = dummy()?;
    let parsed = stored.and_then(|hash| match Phc::new(hash.as_str()) {
        Ok(phc) => Some(phc),
        Err(e) => {
            tracing::error!(error = %e, "a stored password hash is malformed");
            None
        }
    });
    let known = parsed.is_some();
    let phc = match parsed {
        Some(phc) => phc,
        None => Phc::new(dummy).map_err(|_| PasswordError::Failed)?,
    };
    let password = password.expose_secret();
    let overlong = password.chars().count() > LONGEST;
    let tried = if overlong { "" } else { password };
    let matches = hasher()?.verify_password(tried.as_bytes(), &phc).is_ok();
    if matches && known && !overlong { Ok(Verdict::Right { rehash: is_weaker(&phc) }) } else { Ok(Verdict::Wrong) }
}

fn is_weaker(phc: &Phc) -> bool {
    let Ok(params) = Params::try_from(phc) else { return true };
    phc.algorithm.as_str() != "argon2id" || params.m_cost() < MEMORY || params.t_cost() < PASSES
}

/// A password for someone who was given none: 100 random bits in four groups.
pub fn generated_password() -> SecretString {
    let token = kernel::random_token();
    let groups: Vec<&str> = (0..4).filter_map(|i| token.get(i * 5..i * 5 + 5)).collect();
    SecretString::from(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text.to_owned())
    }

    #[test]
    fn a_password_is_judged_by_length_and_guessability_and_told_what_to_do() {
        let judge = |text: &str| Passwords::judge(&secret(text), &["ada@example.org", "Ada Lovelace"]);
        assert_eq!(judge("blue tea 9"), Ok(()));
        assert_eq!(judge("short"), Err(PasswordError::TooShort));
        assert_eq!(judge("password123"), Err(PasswordError::TooEasy));
        assert_eq!(judge("Ada Lovelace"), Err(PasswordError::TooEasy));
        assert_eq!(judge(&"ü".repeat(9)), Err(PasswordError::TooShort));
        assert_eq!(judge(&"violet kettle ".repeat(15)), Err(PasswordError::TooLong));
        assert!(PasswordError::TooShort.to_string().contains("at least 10 characters"));
        for _ in 0..20 {
            assert_eq!(Passwords::judge(&generated_password(), &[]), Ok(()));
        }
    }

    #[tokio::test]
    async fn right_is_right_and_everything_else_is_wrong() {
        let passwords = Passwords::new(2);
        let hash = passwords.hash(&secret("violet kettle nine"), &[]).await.unwrap();
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(!format!("{hash:?}").contains("argon2id"));
        let verify =
            async |text: &str, hash: Option<&PasswordHash>| passwords.verify(&secret(text), hash).await.unwrap();
        assert_eq!(verify("violet kettle nine", Some(&hash)).await, Verdict::Right { rehash: false });
        assert_eq!(verify("violet kettle ten", Some(&hash)).await, Verdict::Wrong);
        assert_eq!(verify("violet kettle nine", None).await, Verdict::Wrong);
        assert_eq!(verify("violet kettle nine", Some(&PasswordHash::stored("rubbish"))).await, Verdict::Wrong);
        assert_eq!(verify(&"x".repeat(201), Some(&hash)).await, Verdict::Wrong);
    }

    #[tokio::test]
    async fn an_overlong_try_is_not_the_empty_password() {
        let empty = make(&secret("")).unwrap();
        let passwords = Passwords::new(1);
        assert_eq!(passwords.verify(&secret(&"x".repeat(201)), Some(&empty)).await, Ok(Verdict::Wrong));
    }

    #[tokio::test]
    async fn a_weaker_hash_asks_to_be_made_again() {
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8192, 1, 1, None).unwrap());
        let phc: Phc = weak.hash_password(b"violet kettle nine").unwrap();
        let hash = PasswordHash::stored(phc.to_string());
        let verdict = Passwords::new(1).verify(&secret("violet kettle nine"), Some(&hash)).await;
        assert_eq!(verdict, Ok(Verdict::Right { rehash: true }));
    }

    #[tokio::test]
    async fn only_so_many_wait() {
        let passwords = Passwords::new(1);
        let _all = passwords.places.clone().acquire_many_owned(WAITING as u32 + 1).await.unwrap();
        let refused = passwords.hash(&secret("violet kettle nine"), &[]).await;
        assert_eq!(refused, Err(PasswordError::Busy));
    }
}
