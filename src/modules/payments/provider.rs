//! The port to those who move money, and the providers that need no account anywhere.
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use kernel::kinds::{CustomerId, PaymentId};
use kernel::{Micros, Money};
use steady::Limits;

use crate::cards::{Card, Entrusted, SaidCard};
use crate::payer::Back;
use crate::paypal::Paypal;
use crate::settings::Settings;
use crate::statement::Said;
use crate::stripe::Stripe;

/// A provider's answer in the making.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T, ProviderError>> + Send + 'a>>;

#[derive(Debug, Clone, thiserror::Error)]
pub enum ProviderError {
    /// It said no; asking again will not help.
    #[error("the payment was declined: {0}")]
    Declined(String),
    /// No answer, or a passing fault: the same call may be made again under the same key.
    #[error("the payment provider does not answer: {0}")]
    Unavailable(String),
    /// It was not asked at all, and knows nothing of this call.
    #[error("the payment provider cannot be asked now: {0}")]
    NotAsked(String),
}

/// What a provider says to a first request for money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The money is set aside; it must be captured.
    Authorized { provider_reference: String },
    /// The money is taken.
    Captured { provider_reference: String },
    /// It will be told later.
    Pending { provider_reference: String },
}

/// A first request for money.
#[derive(Clone, Debug)]
pub struct AuthorizeRequest {
    /// Idempotency key: the same for every repetition of this request.
    pub key: String,
    pub payment: PaymentId,
    pub amount: Money,
    /// What the shopper's form or program told for this provider.
    pub details: String,
    /// Whose account it is; None: a guest's.
    pub account: Option<CustomerId>,
    /// The card is to be kept for that account.
    pub keep_card: bool,
    /// A card that this very account keeps.
    pub card: Option<Card>,
    /// Where those who are sent away come back to.
    pub back: Back,
}

/// A later request about a payment.
#[derive(Clone, Debug)]
pub struct Call {
    pub key: String,
    pub payment: PaymentId,
    pub provider_reference: String,
    pub amount: Money,
}

/// A payment that a provider is asked about.
#[derive(Clone, Debug)]
pub struct Asked {
    pub payment: PaymentId,
    /// Its own name for it; empty when it never answered.
    pub provider_reference: String,
    pub created_at: Micros,
}

/// What somebody sent to the address where a provider tells what happened.
#[derive(Clone, Debug)]
pub struct RawNotice {
    pub body: Vec<u8>,
    /// What proves who sent it: the values of [`Provider::proof_headers`] in their order, a line each; empty where one is missing.
    pub signature: String,
    pub now: Micros,
}

/// What a provider told by itself, proved to be its own word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The same however often it is sent.
    pub event: String,
    pub kind: String,
    /// Our id of the payment, as far as it knows it.
    pub payment: Option<PaymentId>,
    /// Its own name for it; empty when it is about no payment.
    pub provider_reference: String,
}

/// A payment that a provider made, with money in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub payment: PaymentId,
    pub provider_reference: String,
}

/// What whoever pays must do before a payment can be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Fill in the provider's own fields on our page.
    Fields { publishable_key: String, client_secret: String },
    /// The card is known; the payer's bank asks them something, in the provider's script on our page.
    Confirm { publishable_key: String, client_secret: String },
    /// Go to this address and come back.
    Redirect { url: String },
}

/// Whoever moves the money.
pub trait Provider: Send + Sync {
    /// As in `offline`; stored with each payment.
    fn code(&self) -> &'static str;
    /// The key of its name in the texts.
    fn label(&self) -> &'static str;
    /// True when placing an order needs no word from anybody: the order is placed and the money comes later.
    fn settles_later(&self) -> bool;
    fn authorize(&self, request: AuthorizeRequest) -> Reply<'_, Answer>;
    fn capture(&self, call: Call) -> Reply<'_, ()>;
    fn void(&self, call: Call) -> Reply<'_, ()>;
    fn refund(&self, call: Call) -> Reply<'_, ()>;
    /// What became of a payment whose answer was lost; None when it never heard of it.
    fn look_up(&self, payment: PaymentId) -> Reply<'_, Option<Answer>>;
    /// Everything it says about a payment now. Only those with books of their own can tell.
    fn state_of(&self, _: Asked) -> Reply<'_, Said> {
        ready(Ok(Said::NoBooks))
    }
    /// What it made between two moments under ids of ours, as far as there is money in it.
    fn made_between(&self, _from: Micros, _until: Micros) -> Reply<'_, Vec<Made>> {
        ready(Ok(Vec::new()))
    }
    /// What whoever pays has to do; None when nothing is asked of them.
    fn next_step(&self, _: Asked) -> Reply<'_, Option<Step>> {
        ready(Ok(None))
    }
    /// Whether cards can be kept with it for next time.
    fn keeps_cards(&self) -> bool {
        false
    }
    /// The card that a payment was made with, where its provider keeps it for whoever paid.
    fn card_of(&self, _: Asked) -> Reply<'_, Option<SaidCard>> {
        ready(Ok(None))
    }
    /// Lets go of what it keeps; of what it does not know, too.
    fn let_go(&self, _: Entrusted) -> Reply<'_, ()> {
        ready(Ok(()))
    }
    /// The headers in which it proves that it speaks.
    fn proof_headers(&self) -> &'static [&'static str] {
        &["signature"]
    }
    /// Whether it is asked to prove a notice: then that is a call like any other.
    fn proves_by_asking(&self) -> bool {
        false
    }
    /// Proves that a notice is its own, and reads it.
    fn read_notice(&self, _: RawNotice) -> Reply<'_, Notice> {
        ready(Err(ProviderError::Declined("this provider tells nothing by itself".to_owned())))
    }
    /// How calls to it are kept in bounds; None for those that nothing has to be sent to.
    fn limits(&self) -> Option<Limits> {
        None
    }
    /// Whether it may be chosen as things are set; it can be asked about former payments either way.
    fn is_on(&self, _: &Settings) -> bool {
        true
    }
    /// The provider itself, where it has keys that staff set.
    fn stripe(&self) -> Option<&Stripe> {
        None
    }
    /// The same, of PayPal.
    fn paypal(&self) -> Option<&Paypal> {
        None
    }
    /// Whether it failed so often a moment ago that nobody asks it now.
    fn is_away(&self) -> bool {
        false
    }
}

/// Bank transfer: the order stands, staff mark it paid when the money has come.
pub struct Offline;

/// Cash on delivery: the order stands, whoever delivers takes the money, staff mark it paid when they have handed it on.
pub struct Cash;

/// The code of [`Cash`].
pub const CASH: &str = "cash";

fn ready<'a, T: Send + 'a>(value: Result<T, ProviderError>) -> Reply<'a, T> {
    Box::pin(std::future::ready(value))
}

/// Nobody is asked: money comes by itself, goes back by hand, and staff note both.
macro_rules! by_hand {
    ($provider:ty, $code:expr, $label:literal) => {
        impl Provider for $provider {
            fn code(&self) -> &'static str {
                $code
            }
            fn label(&self) -> &'static str {
                $label
            }
            fn settles_later(&self) -> bool {
                true
            }
            fn authorize(&self, _: AuthorizeRequest) -> Reply<'_, Answer> {
                ready(Ok(Answer::Pending { provider_reference: String::new() }))
            }
            fn capture(&self, _: Call) -> Reply<'_, ()> {
                ready(Ok(()))
            }
            fn void(&self, _: Call) -> Reply<'_, ()> {
                ready(Ok(()))
            }
            fn refund(&self, _: Call) -> Reply<'_, ()> {
                ready(Ok(()))
            }
            fn look_up(&self, _: PaymentId) -> Reply<'_, Option<Answer>> {
                ready(Ok(Some(Answer::Pending { provider_reference: String::new() })))
            }
        }
    };
}
by_hand!(Offline, "offline", "pay-offline");
by_hand!(Cash, CASH, "pay-cash");

/// Pretends, for the demo and for tests: `details` says how it answers. `ok` or nothing authorises, `capture` takes
/// the money at once, `decline` refuses, `down` does not answer. `pending` leaves it open: asked about it, it says so
/// once more and then authorises; `stuck` leaves it open for good.
pub struct TestProvider;

/// How often it was asked about what it left open; None: it never decides. It is one, however many shops ask it.
static LEFT_OPEN: Mutex<Option<HashMap<PaymentId, Option<u32>>>> = Mutex::new(None);

fn left_open<T>(f: impl FnOnce(&mut HashMap<PaymentId, Option<u32>>) -> T) -> T {
    f(LEFT_OPEN.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default())
}

impl Provider for TestProvider {
    fn code(&self) -> &'static str {
        "test"
    }
    fn label(&self) -> &'static str {
        "pay-test"
    }
    fn settles_later(&self) -> bool {
        false
    }
    fn authorize(&self, request: AuthorizeRequest) -> Reply<'_, Answer> {
        let provider_reference = format!("test-{}", request.payment);
        ready(match request.details.as_str() {
            "" | "ok" => Ok(Answer::Authorized { provider_reference }),
            "capture" => Ok(Answer::Captured { provider_reference }),
            details @ ("pending" | "stuck") => {
                left_open(|open| open.insert(request.payment, (details == "pending").then_some(0)));
                Ok(Answer::Pending { provider_reference })
            }
            "down" => Err(ProviderError::Unavailable("the test provider was told to be away".into())),
            _ => Err(ProviderError::Declined("the test provider was told to decline".into())),
        })
    }
    fn capture(&self, _: Call) -> Reply<'_, ()> {
        ready(Ok(()))
    }
    fn void(&self, _: Call) -> Reply<'_, ()> {
        ready(Ok(()))
    }
    fn refund(&self, _: Call) -> Reply<'_, ()> {
        ready(Ok(()))
    }
    fn keeps_cards(&self) -> bool {
        true
    }
    fn card_of(&self, asked: Asked) -> Reply<'_, Option<SaidCard>> {
        // The number that is tried out everywhere.
        ready(Ok(Some(SaidCard {
            reference: format!("test-card-{}", asked.payment),
            brand: "visa".into(),
            last4: "4242".into(),
            exp_month: 12,
            exp_year: 2035,
            fingerprint: "test-4242".into(),
        })))
    }
    fn look_up(&self, payment: PaymentId) -> Reply<'_, Option<Answer>> {
        // It keeps no other books: what was not recorded never happened.
        let provider_reference = format!("test-{payment}");
        ready(Ok(left_open(|open| match open.get_mut(&payment) {
            None => None,
            Some(Some(asked)) if *asked >= 1 => Some(Answer::Authorized { provider_reference }),
            Some(asked) => {
                *asked = asked.map(|times| times + 1);
                Some(Answer::Pending { provider_reference })
            }
        })))
    }
}
