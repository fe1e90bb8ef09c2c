//! A unit of work with its types left aside.
//!
//! What a caller hands in is generic over its answer, its error and its closure. All of that ends here: behind this file
//! there is one writer, one pool and one task, compiled once and not once for each of the hundreds of callers.
use std::any::Any;
use std::time::Instant;

use kernel::Actor;
use tokio::sync::oneshot;

use crate::error::DomainError;
use crate::tx::Tx;
use crate::{Conn, DbError, once};

/// An answer or an error of whatever type the asker knows.
pub(crate) type Answer = Box<dyn Any + Send>;

/// What became of one run of the closure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It wants to be committed.
    Keep,
    /// It failed and is to be rolled back.
    Undo,
    /// It failed because of another transaction, and would like to be run again.
    Rerun,
}

trait Job: Send {
    fn attempt(&mut self, tx: &mut Tx<'_>) -> (Fate, Answer);
    fn failed(&self, e: DbError) -> Answer;
}

struct Typed<F>(F);

impl<T, E, F> Job for Typed<F>
where
    T: Send + 'static,
    E: DomainError,
    F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn attempt(&mut self, tx: &mut Tx<'_>) -> (Fate, Answer) {
        let outcome = (self.0)(tx);
        let fate = match &outcome {
            Ok(_) => Fate::Keep,
            Err(e) if e.as_db().is_some_and(DbError::wants_rerun) => Fate::Rerun,
            Err(_) => Fate::Undo,
        };
        (fate, Box::new(outcome))
    }
    fn failed(&self, e: DbError) -> Answer {
        Box::new(Err::<T, E>(e.into()))
    }
}

/// One write on its way, and whom to answer.
pub(crate) struct Work {
    job: Box<dyn Job>,
    pub actor: Actor,
    /// The latest moment at which it may begin.
    pub deadline: Instant,
    outcome: Option<Answer>,
    reply: oneshot::Sender<Answer>,
}

impl Work {
    pub fn new<T, E, F>(actor: Actor, deadline: Instant, f: F) -> (Self, oneshot::Receiver<Answer>)
    where
        T: Send + 'static,
        E: DomainError,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        (Self { job: Box::new(Typed(f)), actor, deadline, outcome: None, reply }, answer)
    }

    pub fn attempt(&mut self, tx: &mut Tx<'_>) -> Fate {
        if let Some(claim) = tx.actor().claim().copied()
            && let Err(e) = once::mark(tx, &claim)
        {
            let fate = if e.wants_rerun() { Fate::Rerun } else { Fate::Undo };
            self.outcome = Some(self.job.failed(e));
            return fate;
        }
        let (fate, outcome) = self.job.attempt(tx);
        self.outcome = Some(outcome);
        fate
    }

    pub fn fail(&mut self, e: DbError) {
        self.outcome = Some(self.job.failed(e));
    }

    /// Sends the answer that was worked out. The one who asked may be gone; the write stands all the same.
    pub fn answer(self) {
        if let Some(outcome) = self.outcome {
            let _ = self.reply.send(outcome);
        }
    }
}

/// A question with its types left aside.
pub(crate) type Question = Box<dyn FnOnce(&mut Conn) -> Answer + Send>;

pub(crate) fn question<T, E>(f: impl FnOnce(&mut Conn) -> Result<T, E> + Send + 'static) -> Question
where
    T: Send + 'static,
    E: DomainError,
{
    Box::new(move |conn| Box::new(f(conn)))
}

/// Gives an answer its type back. `lost` is told where none came.
pub(crate) fn answered<T: 'static, E: DomainError>(answer: Option<Answer>, lost: DbError) -> Result<T, E> {
    match answer.and_then(|a| a.downcast::<Result<T, E>>().ok()) {
        Some(answer) => *answer,
        None => Err(lost.into()),
    }
}
