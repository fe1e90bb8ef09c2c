//! What an act came to, told once on the next page. It travels in a cookie as one of these words, with a count and a
//! way to take it back where there is one; never as text, so that nobody can put text of theirs on our pages.
use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use kernel::{Coded, Fault, Texts};
use kit::{Failure, Jar, Site};

use crate::views::{Flash, FlashKind, UndoForm};

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
    Founded: Done = "founded", "setup-said-founded";
    Opened: Done = "opened", "opening-said-opened";
    OpenedAndCleared: Done = "opened_and_cleared", "opening-said-cleared";
    Closed: Done = "closed", "opening-said-closed";
    SettingsSaved: Done = "settings_saved", "settings-said-saved";
    PageSaved: Done = "page_saved", "content-said-saved";
    PageKept: Done = "page_kept", "content-said-kept";
    ZoneInUse: Failed = "zone_in_use", "delivery-said-in-use";
    StripeWorks: Done = "stripe_works", "stripe-said-works";
    PaypalWorks: Done = "paypal_works", "paypal-said-works";
    ProviderAsked: Done = "provider_asked", "payments-said-asked";
    ProviderAway: Failed = "provider_away", "payments-said-away";
    TestSent: Done = "test_sent", "settings-said-test";
    ImportBegun: Done = "import_begun", "imports-said-begun";
    ImportStopping: Done = "import_stopping", "imports-said-stopping";
    ImportGoesOn: Done = "import_goes_on", "imports-said-goes-on";
    AmountWrong: Failed = "amount_wrong", "settings-wrong-amount";
    Captured: Done = "captured", "admin-said-captured";
    Shipped: Done = "shipped", "admin-said-shipped";
    Cancelled: Done = "cancelled", "admin-said-cancelled";
    OrderAccepted: Done = "order_accepted", "review-said-accepted";
    NoOrderPicked: Failed = "no_order_picked", "orders-said-none-picked";
    NoTag: Failed = "no_tag", "orders-said-no-tag";
    OrdersTagged: Done = "orders_tagged", "orders-said-tagged";
    NothingFound: Failed = "nothing_found", "orders-said-nothing-found";
    NoneReady: Failed = "none_ready", "orders-said-none-ready";
    TooManyOrders: Failed = "too_many_orders", "orders-said-too-many";
    BatchStopped: Done = "batch_stopped", "orders-said-stopped";
    BatchOver: Done = "batch_over", "orders-said-over";
    ManyShipped: Done = "many_shipped", "orders-said-many-shipped";
    Refunded: Done = "refunded", "refund-said";
    NothingToRefund: Failed = "nothing_to_refund", "refund-wrong-nothing";
    TagsSaved: Done = "tags_saved", "orders-said-tags-saved";
    OrderNoted: Done = "order_noted", "orders-said-noted";
    OrderNoteDeleted: Done = "order_note_deleted", "orders-said-note-deleted";
    MailOrdered: Done = "mail_ordered", "orders-said-mail";
    OrderNote: Failed = "order_note", "orders-wrong-note";
    OrderTag: Failed = "order_tag", "orders-wrong-tag";
    JobRetried: Done = "job_retried", "admin-said-job-retried";
    EventRetried: Done = "event_retried", "admin-said-event-retried";
    EventSkipped: Done = "event_skipped", "admin-said-event-skipped";
    RoleChanged: Done = "role_changed", "admin-said-role-changed";
    AccessGiven: Done = "access_given", "admin-said-access-given";
    AccessTaken: Done = "access_taken", "admin-said-access-taken";
    SignedOutEverywhere: Done = "signed_out_everywhere", "admin-said-signed-out-everywhere";
    PasswordChanged: Done = "password_changed", "admin-said-password-changed";
    SessionEnded: Done = "session_ended", "admin-said-session-ended";
    TokenRevoked: Done = "token_revoked", "tokens-said-revoked";
    OriginAllowed: Done = "origin_allowed", "tokens-said-allowed";
    OriginForbidden: Done = "origin_forbidden", "tokens-said-forbidden";
    LastOwner: Failed = "last_owner", "admin-said-last-owner";
    Stale: Failed = "stale", "admin-said-stale";
    CellsSaved: Done = "cells_saved", "goods-said-cells";
    NothingPicked: Failed = "nothing_picked", "goods-said-nothing-picked";
    Published: Done = "published", "goods-said-published";
    NoPrice: Failed = "no_price", "goods-said-no-price";
    Withdrawn: Done = "withdrawn", "goods-said-withdrawn";
    Archived: Done = "archived", "goods-said-archived";
    PricesChanged: Done = "prices_changed", "goods-said-prices";
    Shelved: Done = "shelved", "goods-said-shelved";
    Tagged: Done = "tagged", "goods-said-tagged";
    TakenBack: Done = "taken_back", "goods-said-taken-back";
    TooLate: Failed = "too_late", "goods-said-too-late";
    ProductMade: Done = "product_made", "goods-said-made";
    ProductSaved: Done = "product_saved", "goods-said-saved";
    Duplicated: Done = "duplicated", "goods-said-duplicated";
    VariantsSaved: Done = "variants_saved", "goods-said-saved";
    OptionsSaved: Done = "options_saved", "goods-said-options";
    PicturesHung: Done = "pictures_hung", "goods-said-hung";
    PicturesSaved: Done = "pictures_saved", "goods-said-saved";
    CategoryMade: Done = "category_made", "goods-said-category-made";
    CategorySaved: Done = "category_saved", "goods-said-saved";
    CategoryDeleted: Done = "category_deleted", "goods-said-category-deleted";
    CategoryNotEmpty: Failed = "category_not_empty", "goods-said-category-not-empty";
    AttributeMade: Done = "attribute_made", "attributes-said-made";
    AttributeSaved: Done = "attribute_saved", "attributes-said-saved";
    AttributeRemoved: Done = "attribute_removed", "attributes-said-removed";
    AttributeBack: Done = "attribute_back", "attributes-said-back";
    AttributeInUse: Failed = "attribute_in_use", "attributes-said-in-use";
    AttributeNotCounted: Failed = "attribute_not_counted", "attributes-said-not-counted";
    FacetsSet: Done = "facets_set", "facets-said-set";
    StockBooked: Done = "stock_booked", "stock-said-booked";
    WarningSet: Done = "warning_set", "stock-said-warning";
    FeedAsked: Done = "feed_asked", "stock-said-feed";
    StockSaved: Done = "stock_saved", "stock-said-warning";
    Counted: Done = "counted", "stock-said-counted";
    NothingCounted: Failed = "nothing_counted", "stock-said-nothing-counted";
    PersonSaved: Done = "person_saved", "people-said-saved";
    NoteAdded: Done = "note_added", "people-said-note";
    NoteDeleted: Done = "note_deleted", "people-said-note-deleted";
    GroupMade: Done = "group_made", "people-said-group";
    GroupDeleted: Done = "group_deleted", "people-said-group-deleted";
    CouponMade: Done = "coupon_made", "promotions-said-made";
    CouponSaved: Done = "coupon_saved", "promotions-said-saved";
    CouponPaused: Done = "coupon_was_paused", "promotions-said-paused";
    CouponResumed: Done = "coupon_resumed", "promotions-said-resumed";
    WebhookSaved: Done = "webhook_saved", "hooks-said-saved";
    WebhookRemoved: Done = "webhook_removed", "hooks-said-removed";
    WebhookSecret: Done = "webhook_secret", "hooks-said-secret";
    WebhookTried: Done = "webhook_tried", "hooks-said-tried";
    WebhookAgain: Done = "webhook_again", "hooks-said-again";
    WebhookOff: Failed = "webhook_off", "hooks-said-off";
    TooManyWebhooks: Failed = "too_many_webhooks", "hooks-said-too-many";
    RuleSet: Done = "rule_set", "rules-said-set";
    RuleRemoved: Done = "rule_removed", "rules-said-removed";
    NotInYet: Failed = "not_in_yet", "stock-wrong-not-in-yet";
    Gone: Failed = "gone", "admin-said-gone";
    OrderState: Failed = "order_state", "admin-said-order-state";
    TooMuchToShip: Failed = "too_much_to_ship", "admin-said-too-much-to-ship";
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

    /// The key of the sentence that says why an order would not have it; `code` is the refusal's.
    pub(crate) fn why(code: &str) -> &'static str {
        Self::parse(code).unwrap_or(Self::OrderState).key()
    }

    /// Sends the browser on to `path`, where this is told.
    pub(crate) fn at(self, site: &Site, path: &str) -> HttpResponse {
        Told::from(self).at(site, path)
    }

    /// This, done to so many: its text is asked for with `$count`.
    pub(crate) fn counting(self, count: u64) -> Told {
        Told { count: Some(count), ..Told::from(self) }
    }

    /// This, with a way back. `of` tells the way back what was done: ids or other plain words, joined by commas.
    pub(crate) fn undone_by(self, undo: Undo, of: impl Into<String>) -> Told {
        Told::from(self).undone_by(undo, of)
    }
}

macro_rules! undo {
    ($($name:ident = $code:literal, $path:literal;)*) => {
        /// Where acts are taken back: each posts the field `of`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Undo { $($name),* }

        impl Undo {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$name),*];

            fn code(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
            fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
            fn path(self) -> &'static str {
                match self { $(Self::$name => $path),* }
            }
        }
    };
}

undo! {
    Goods = "goods", "/admin/products/undo";
    Attribute = "attribute", "/admin/attributes/undo";
    Coupon = "coupon", "/admin/promotions/resume";
    SearchRule = "search_rule", "/admin/search-rules/restore";
    StaffAccess = "staff_access", "/admin/settings/staff/restore";
}

/// Longer lists are not carried in a cookie: they have no way back.
const LONGEST: usize = 3000;

/// A [`Said`] with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    said: Said,
    count: Option<u64>,
    undo: Option<(Undo, String)>,
}

impl From<Said> for Told {
    fn from(said: Said) -> Self {
        Self { said, count: None, undo: None }
    }
}

impl Told {
    /// See [`Said::undone_by`].
    #[must_use]
    pub(crate) fn undone_by(mut self, undo: Undo, of: impl Into<String>) -> Self {
        let of = of.into();
        self.undo = is_plain(&of).then_some((undo, of));
        self
    }

    pub(crate) fn flash(&self, texts: &Texts) -> Flash {
        let key = self.said.key();
        Flash {
            kind: self.said.kind(),
            text: self.count.map_or_else(|| texts.t(key).to_owned(), |count| texts.n(key, count)),
            undo: self.undo.as_ref().map(|(undo, of)| UndoForm { path: undo.path(), of: of.clone() }),
        }
    }

    /// What the browser brings from the last act.
    pub(crate) fn read(site: &Site, req: &HttpRequest) -> Option<Self> {
        Self::parse(req.cookie(jar(site).name())?.value())
    }

    /// Sends the browser on to `path`, where this is told.
    pub(crate) fn at(&self, site: &Site, path: &str) -> HttpResponse {
        let mut cookie = jar(site);
        cookie.set_value(self.word());
        cookie.set_max_age(LASTS);
        see_other(path).cookie(cookie).finish()
    }

    /// `code`, `code:3`, `code::undo:ids`.
    fn word(&self) -> String {
        let mut word = self.said.code().to_owned();
        if self.count.is_some() || self.undo.is_some() {
            word.push(':');
            word.push_str(&self.count.map_or_else(String::new, |c| c.to_string()));
        }
        if let Some((undo, of)) = &self.undo {
            word = format!("{word}:{}:{of}", undo.code());
        }
        word
    }

    fn parse(word: &str) -> Option<Self> {
        let mut parts = word.splitn(4, ':');
        let said = Said::parse(parts.next()?)?;
        let count = parts.next().and_then(|c| c.parse().ok());
        let undo = parts.next().and_then(Undo::parse);
        let of = parts.next().filter(|of| is_plain(of));
        Some(Self { said, count, undo: undo.zip(of.map(str::to_owned)) })
    }
}

/// Ids and words, joined by commas.
fn is_plain(of: &str) -> bool {
    (1..=LONGEST).contains(&of.len()) && of.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.,".contains(&b))
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
    fn a_count_and_a_way_back_survive_the_cookie_too() {
        let plain = Told::from(Said::Shipped);
        let counted = Said::Shipped.counting(3);
        for undo in Undo::ALL {
            let both = counted.clone().undone_by(*undo, "prd_1,prd_2");
            for told in [&plain, &counted, &both, &Said::Shipped.undone_by(*undo, "a")] {
                assert_eq!(Told::parse(&told.word()).as_ref(), Some(told));
            }
            assert!(undo.path().starts_with("/admin/"));
            assert_eq!(Said::Shipped.undone_by(*undo, "<b>"), plain, "no text of anybody's travels");
            assert_eq!(Told::parse(&format!("shipped::{}:\"x", undo.code())), Some(plain.clone()));
        }
        assert_eq!(Told::parse("shipped:x:y:z"), Some(plain));
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
