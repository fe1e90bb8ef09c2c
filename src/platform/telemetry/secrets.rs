//! Which fields are never written.

/// Stands where the secret stood.
pub(crate) const HIDDEN: &str = "[hidden]";

const SIGNS: [&str; 9] =
    ["password", "passwd", "passphrase", "secret", "token", "authorization", "cookie", "api_key", "credential"];

/// A field of this name is written as [`HIDDEN`].
pub(crate) fn is_secret(field: &str) -> bool {
    let field = field.to_ascii_lowercase().replace(['-', '.'], "_");
    SIGNS.iter().any(|sign| field.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_sound_like_a_secret_are_hidden() {
        for name in ["password", "new_password", "http.request.header.Set-Cookie", "stripe.api-key", "sessionToken"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["correlation", "session", "path", "error", "key"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
