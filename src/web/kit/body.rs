//! Request bodies that end: in size and in time, whoever reads them.
use std::cell::Cell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
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
