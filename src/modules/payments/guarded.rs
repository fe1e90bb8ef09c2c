//! A provider at the other end of a line: each call in bounds of time, repeated within a budget, and none at all while it fails.
use std::sync::Arc;

use kernel::kinds::PaymentId;
use kernel::{Clock, Micros};
use steady::{Limits, Line, LineError, Standing};

use crate::cards::{Entrusted, SaidCard};
use crate::paypal::Paypal;
use crate::provider::{
    Answer, Asked, AuthorizeRequest, Call, Made, Notice, Provider, ProviderError, RawNotice, Reply, Step,
};
use crate::settings::Settings;
use crate::statement::Said;
use crate::stripe::Stripe;

/// How many notices a provider is asked to prove at once: whoever floods us with forged ones holds up nobody who pays.
const PROVED_AT_ONCE: usize = 4;

/// Puts a line before a provider that calls go over the network to.
pub(crate) fn guarded(provider: Arc<dyn Provider>, clock: &Clock) -> Arc<dyn Provider> {
    match provider.limits() {
        Some(limits) => {
            let line = Line::new(provider.code(), limits, clock.clone());
            let few = Limits { at_once: PROVED_AT_ONCE, ..limits };
            let notices = Line::new("notices", few, clock.clone());
            Arc::new(Guarded { inner: provider, line, notices })
        }
        None => provider,
    }
}

struct Guarded {
    inner: Arc<dyn Provider>,
    line: Line,
    /// Of the questions whether a notice is its own.
    notices: Line,
}

impl Guarded {
    fn call<'a, T: Send + 'a>(&'a self, f: impl FnMut() -> Reply<'a, T> + Send + 'a) -> Reply<'a, T> {
        Box::pin(async move { self.line.call(passing, f).await.map_err(told) })
    }
}

fn passing(error: &ProviderError) -> bool {
    matches!(error, ProviderError::Unavailable(_))
}

fn told(error: LineError<ProviderError>) -> ProviderError {
    match error {
        LineError::Cut | LineError::Full => ProviderError::NotAsked(error.to_string()),
        LineError::TooSlow(_) => ProviderError::Unavailable(error.to_string()),
        LineError::Failed(e) => e,
    }
}

impl Provider for Guarded {
    fn code(&self) -> &'static str {
        self.inner.code()
    }
    fn label(&self) -> &'static str {
        self.inner.label()
    }
    fn settles_later(&self) -> bool {
        self.inner.settles_later()
    }
    fn authorize(&self, request: AuthorizeRequest) -> Reply<'_, Answer> {
        self.call(move || self.inner.authorize(request.clone()))
    }
    fn capture(&self, call: Call) -> Reply<'_, ()> {
        self.call(move || self.inner.capture(call.clone()))
    }
    fn void(&self, call: Call) -> Reply<'_, ()> {
        self.call(move || self.inner.void(call.clone()))
    }
    fn refund(&self, call: Call) -> Reply<'_, ()> {
        self.call(move || self.inner.refund(call.clone()))
    }
    fn look_up(&self, payment: PaymentId) -> Reply<'_, Option<Answer>> {
        self.call(move || self.inner.look_up(payment))
    }
    fn state_of(&self, asked: Asked) -> Reply<'_, Said> {
        self.call(move || self.inner.state_of(asked.clone()))
    }
    fn made_between(&self, from: Micros, until: Micros) -> Reply<'_, Vec<Made>> {
        self.call(move || self.inner.made_between(from, until))
    }
    fn next_step(&self, asked: Asked) -> Reply<'_, Option<Step>> {
        self.call(move || self.inner.next_step(asked.clone()))
    }
    fn keeps_cards(&self) -> bool {
        self.inner.keeps_cards()
    }
    fn card_of(&self, asked: Asked) -> Reply<'_, Option<SaidCard>> {
        self.call(move || self.inner.card_of(asked.clone()))
    }
    fn let_go(&self, what: Entrusted) -> Reply<'_, ()> {
        self.call(move || self.inner.let_go(what.clone()))
    }
    fn proof_headers(&self) -> &'static [&'static str] {
        self.inner.proof_headers()
    }
    fn proves_by_asking(&self) -> bool {
        self.inner.proves_by_asking()
    }
    fn read_notice(&self, notice: RawNotice) -> Reply<'_, Notice> {
        if !self.inner.proves_by_asking() {
            return self.inner.read_notice(notice);
        }
        Box::pin(async move {
            let read = || self.inner.read_notice(notice.clone());
            self.notices.call(passing, read).await.map_err(told)
        })
    }
    fn limits(&self) -> Option<Limits> {
        self.inner.limits()
    }
    fn is_on(&self, settings: &Settings) -> bool {
        self.inner.is_on(settings)
    }
    fn stripe(&self) -> Option<&Stripe> {
        self.inner.stripe()
    }
    fn paypal(&self) -> Option<&Paypal> {
        self.inner.paypal()
    }
    fn is_away(&self) -> bool {
        self.line.standing() == Standing::Cut
    }
}
