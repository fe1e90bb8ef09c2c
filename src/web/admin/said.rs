//! What an act came to, told once on the next page. It travels in a cookie as one of these words, so that nobody can
//! put text of theirs on our pages.
use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use kernel::{Coded, Fault, Texts};
use kit::{Failure, Jar, Site};

use crate::views::{Flash, FlashKind};

macro_rules! said {
    ($($name:ident: $kind:ident = $code:literal, $key:literal;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Said { $($name),* }

        impl Said {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$name),*];

            fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
            fn kind(self) -> FlashKind {
                match self { $(Self::$name => FlashKind::$kind),* }
            }
            fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }
        }
    };
}

said! {
    Captured: Done = "captured", "admin-said-captured";
    Shipped: Done = "shipped", "admin-said-shipped";
    Cancelled: Done = "cancelled", "admin-said-cancelled";
    JobRetried: Done = "job_retried", "admin-said-job-retried";
    EventRetried: Done = "event_retried", "admin-said-event-retried";
    EventSkipped: Done = "event_skipped", "admin-said-event-skipped";
    Gone: Failed = "gone", "admin-said-gone";
    OrderState: Failed = "order_state", "admin-said-order-state";
    NothingToShip: Failed = "nothing_to_ship", "admin-said-nothing-to-ship";
    NothingToCapture: Failed = "nothing_to_capture", "admin-said-nothing-to-capture";
    Reason: Failed = "reason_missing", "admin-said-reason";
}

const LASTS: Duration = Duration::seconds(60);

impl Said {
    /// What was done, or why the order would not have it. A second click is no defect: the page tells how it stands.
    ///
    /// # Errors
    /// What is not about the order's state.
    pub(crate) fn of<E: Coded>(done: Self, outcome: Result<(), E>) -> Result<Self, Failure> {
        match outcome {
            Ok(()) => Ok(done),
            Err(e) if matches!(e.fault(), Fault::Conflict | Fault::Invalid) => {
                Ok(Self::parse(e.code()).unwrap_or(Self::OrderState))
            }
            Err(e) => Err(Failure::of(&e)),
        }
    }

    pub(crate) fn flash(self, texts: &Texts) -> Flash {
        Flash { kind: self.kind(), text: texts.t(self.key()).to_owned() }
    }

    /// What the browser brings from the last act.
    pub(crate) fn read(site: &Site, req: &HttpRequest) -> Option<Self> {
        Self::parse(req.cookie(jar(site).name())?.value())
    }

    /// Sends the browser on to `path`, where this is told.
    pub(crate) fn at(self, site: &Site, path: &str) -> HttpResponse {
        let mut cookie = jar(site);
        cookie.set_value(self.code());
        cookie.set_max_age(LASTS);
        see_other(path).cookie(cookie).finish()
    }
}

/// The cookie, empty and over; protected like the session's.
pub(crate) fn jar(site: &Site) -> Cookie<'static> {
    let mut cookie = site.cleared(Jar::Staff);
    let name = cookie.name().replace("staff", "flash");
    cookie.set_name(name);
    cookie
}

pub(crate) fn see_other(path: &str) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((header::LOCATION, path));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_survives_its_cookie_and_nothing_else_does() {
        for said in Said::ALL {
            assert_eq!(Said::parse(said.code()), Some(*said));
        }
        assert_eq!(Said::parse("<b>paid</b>"), None);
    }

    #[test]
    fn what_the_order_would_not_have_is_told_and_the_rest_is_a_failure() {
        use orders::OrdersError as E;
        let of = |e: E| Said::of(Said::Shipped, Err(e));
        assert_eq!(of(E::NothingToShip).unwrap(), Said::NothingToShip);
        assert_eq!(of(E::NothingToCapture).unwrap(), Said::NothingToCapture);
        assert_eq!(of(E::Transition { from: "cancelled", verb: "shipped" }).unwrap(), Said::OrderState);
        assert_eq!(of(E::Stale).unwrap(), Said::OrderState);
        assert_eq!(of(E::Reason).unwrap(), Said::Reason);
        assert_eq!(of(E::NotFound).unwrap_err().status.as_u16(), 404);
        assert_eq!(of(E::Sums(String::new())).unwrap_err().status.as_u16(), 500);
        assert_eq!(Said::of(Said::Shipped, Ok::<(), E>(())).unwrap(), Said::Shipped);
    }
}
