//! Auth: proving who someone is, and slowing down those who guess.
//!
//! Passwords, sessions, login throttles, request rates and form tokens, alike for every [`Realm`] (shoppers, staff).
//! Owns `auth_*`. Never knows what a subject is allowed to do, nor what it is called: callers pass an opaque text.
//!
//! **Architecture invariant:** no table holds anything that signs somebody in. Of a session's token only the SHA-256
//! is stored, of a password only its argon2id hash, and throttles name accounts and addresses by hash.
pub mod books;
mod dialect;
mod error;
mod forms;
mod grants;
mod links;
mod network;
mod origins;
mod passwords;
mod rate;
mod realm;
mod schema;
mod sealing;
mod sessions;
#[cfg(test)]
mod testing;
mod throttles;

pub use error::AuthError;
pub use forms::{FormTokenError, FormTokens};
pub use grants::{Grant, Grants};
pub use links::LinkKeys;
pub use network::network;
pub use origins::{OriginError, Origins};
pub use passwords::{PasswordError, PasswordHash, Passwords, Verdict, generated_password};
pub use rate::{Left, RateLimiter};
pub use realm::Realm;
pub use sealing::Sealer;
pub use secrecy::{ExposeSecret, SecretString};
pub use sessions::{NewSession, Session, SessionPolicy, Sessions};
pub use throttles::{Key, Limit, Throttles};

/// Lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
