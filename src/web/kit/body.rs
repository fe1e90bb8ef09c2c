//! Request bodies that end: in size and in time, whoever reads them.
use std::cell::{Cell, RefCell};
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpMessage;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::http::header;
use bytes::Bytes;
use futures_util::Stream;
use tokio::time::Sleep;

use crate::Failure;

/// Why a body was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    TooLarge,
    TooSlow,
}

impl From<Cut> for Failure {
    fn from(cut: Cut) -> Self {
        match cut {
            Cut::TooLarge => Self::too_large(),
            Cut::TooSlow => Self::too_slow(),
        }
    }
}

struct Bounded {
    body: Payload,
    left: usize,
    deadline: Pin<Box<Sleep>>,
    cut: Rc<Cell<Option<Cut>>>,
}

/// `body`, cut off after `most` bytes or `time`. The cell tells afterwards whether it was.
pub(crate) fn bounded(body: Payload, most: usize, time: Duration) -> (Payload, Rc<Cell<Option<Cut>>>) {
    let cut = Rc::default();
    if matches!(body, Payload::None) {
        return (body, cut);
    }
    let deadline = Box::pin(tokio::time::sleep(time));
    let payload = Box::pin(Bounded { body, left: most, deadline, cut: Rc::clone(&cut) });
    (Payload::Stream { payload }, cut)
}

impl Stream for Bounded {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.deadline.as_mut().poll(cx).is_ready() {
            this.cut.set(Some(Cut::TooSlow));
            return Poll::Ready(Some(Err(PayloadError::Io(io::ErrorKind::TimedOut.into()))));
        }
        let chunk = Pin::new(&mut this.body).poll_next(cx);
        if let Poll::Ready(Some(Ok(bytes))) = &chunk {
            let Some(left) = this.left.checked_sub(bytes.len()) else {
                this.cut.set(Some(Cut::TooLarge));
                return Poll::Ready(Some(Err(PayloadError::Overflow)));
            };
            this.left = left;
        }
        chunk
    }
}

/// Holds on to a chunked body until the answer is sent. actix reads what nobody wanted of such a body for as long as
/// the client cares to send it, once nobody holds it; while somebody does, it closes the connection instead.
pub(crate) struct Held(Rc<RefCell<Payload>>);

impl Held {
    /// None when the body is not chunked: then actix closes by itself.
    pub(crate) fn of(req: &mut ServiceRequest) -> Option<Self> {
        if !req.headers().contains_key(header::TRANSFER_ENCODING) {
            return None;
        }
        let body = Rc::new(RefCell::new(req.take_payload()));
        req.set_payload(Payload::Stream { payload: Box::pin(Shared(body.clone())) });
        Some(Self(body))
    }

    pub(crate) fn until_sent(self, body: BoxBody) -> BoxBody {
        BoxBody::new(Answer { body, _held: self.0 })
    }
}

struct Shared(Rc<RefCell<Payload>>);

impl Stream for Shared {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(cx)
    }
}

struct Answer {
    body: BoxBody,
    _held: Rc<RefCell<Payload>>,
}

impl MessageBody for Answer {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(cx)
    }
}
