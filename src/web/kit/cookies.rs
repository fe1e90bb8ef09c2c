//! Cookies: what they are called, and how browsers must treat them.
use actix_web::HttpRequest;
use actix_web::cookie::time::Duration as CookieAge;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;

use crate::PublicUrl;

/// A cookie of ours that holds a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jar {
    /// Leads to the visitor's basket. Lasts 60 days.
    Cart,
    /// The country a shopper's parcel would go to, where they said so. Lasts as long as the basket's.
    Destination,
    /// A member of staff's session. Lasts until the browser closes; the session ends by itself before.
    Staff,
    /// Light or dark, where somebody chose. Lasts a year.
    Theme,
    /// What the back office speaks, where somebody chose. Lasts a year.
    Language,
    /// A customer's session. Lasts 180 days; the session ends by itself before, when it is not used.
    Customer,
    /// Whoever sets the shop up showed the code. Lasts until the browser closes.
    Founder,
}

/// Names and attributes, settled at start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cookies {
    protected: bool,
}

/// Longer texts are not tokens of ours.
const LONGEST: usize = 128;

impl Cookies {
    /// `__Host-` and Secure wherever browsers take them: over https, and on this machine.
    pub(crate) fn of(url: &PublicUrl) -> Self {
        Self { protected: url.is_https() || url.is_loopback() }
    }

    pub(crate) const fn name(self, jar: Jar) -> &'static str {
        match (jar, self.protected) {
            (Jar::Cart, true) => "__Host-cart",
            (Jar::Cart, false) => "cart",
            (Jar::Destination, true) => "__Host-destination",
            (Jar::Destination, false) => "destination",
            (Jar::Staff, true) => "__Host-staff",
            (Jar::Staff, false) => "staff",
            (Jar::Theme, true) => "__Host-theme",
            (Jar::Theme, false) => "theme",
            (Jar::Language, true) => "__Host-language",
            (Jar::Language, false) => "language",
            (Jar::Customer, true) => "__Host-customer",
            (Jar::Customer, false) => "customer",
            (Jar::Founder, true) => "__Host-founder",
            (Jar::Founder, false) => "founder",
        }
    }

    pub(crate) fn holding(self, jar: Jar, token: &str) -> Cookie<'static> {
        let mut cookie = self.plain(jar, token.to_owned());
        match jar {
            Jar::Cart | Jar::Destination => cookie.set_max_age(CookieAge::days(60)),
            Jar::Theme | Jar::Language => cookie.set_max_age(CookieAge::days(365)),
            Jar::Customer => cookie.set_max_age(CookieAge::days(180)),
            Jar::Staff | Jar::Founder => {}
        }
        cookie
    }

    pub(crate) fn cleared(self, jar: Jar) -> Cookie<'static> {
        let mut cookie = self.plain(jar, String::new());
        cookie.set_max_age(CookieAge::ZERO);
        cookie
    }

    fn plain(self, jar: Jar, value: String) -> Cookie<'static> {
        Cookie::build(self.name(jar), value)
            .path("/")
            .secure(self.protected)
            .http_only(true)
            .same_site(SameSite::Lax)
            .finish()
    }

    /// The token a browser sent, if it can be one.
    pub(crate) fn read(self, req: &HttpRequest, jar: Jar) -> Option<&str> {
        let name = self.name(jar);
        let pairs = req.headers().get_all(header::COOKIE).filter_map(|v| v.to_str().ok());
        let value = pairs.flat_map(|line| line.split(';')).find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            (key.trim() == name).then(|| value.trim())
        })?;
        let plausible = !value.is_empty()
            && value.len() <= LONGEST
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        plausible.then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn cookies_are_as_safe_as_the_address_allows() {
        let at = |url: &str| Cookies::of(&url.parse().unwrap());
        for url in ["https://shop.example.org", "http://127.0.0.1:8080"] {
            let text = at(url).holding(Jar::Staff, "abc").to_string();
            assert_eq!(text, "__Host-staff=abc; HttpOnly; SameSite=Lax; Secure; Path=/", "{url}");
        }
        let lan = at("http://10.0.0.5").holding(Jar::Cart, "abc").to_string();
        assert!(lan.starts_with("cart=abc; HttpOnly; SameSite=Lax; Path=/; Max-Age=5184000"), "{lan}");
        let gone = at("https://a.example").cleared(Jar::Cart).to_string();
        assert!(gone.contains("__Host-cart=;") && gone.contains("Max-Age=0"), "{gone}");
    }

    #[test]
    fn only_what_can_be_a_token_is_read() {
        let cookies = Cookies::of(&"https://a.example".parse().unwrap());
        let long = format!("__Host-cart={}", "a".repeat(129));
        let cases = [
            ("__Host-cart=abc", Some("abc")),
            ("x=1; __Host-cart=abc; y=2", Some("abc")),
            ("cart=abc", None),
            ("__Host-cart=", None),
            ("__Host-cart=a b", None),
            ("__Host-cart=%41", None),
            (&long, None),
            ("nonsense", None),
        ];
        for (sent, read) in cases {
            let req = TestRequest::default().insert_header(("cookie", sent)).to_http_request();
            assert_eq!(cookies.read(&req, Jar::Cart), read, "{sent}");
        }
    }
}
