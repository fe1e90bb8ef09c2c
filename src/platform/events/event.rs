use std::fmt;

use db::{Signal, Tx};
use diesel::prelude::*;
use kernel::kinds::JobId;
use kernel::{Correlation, Micros};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::job::Job;
use crate::queue;
use crate::tables::events_log;

/// Something that happened: past tense, semantic, versioned. It carries ids, amounts and versions, never names,
/// addresses or mail: those are read when needed, and can be erased.
pub trait Event: Serialize + DeserializeOwned {
    /// `<room>.<what_happened>`, as `orders.order_placed`. Never changes.
    const TYPE: &'static str;
    /// Grows by one whenever the payload's fields change. Older payloads must stay readable.
    const SCHEMA: i64;
    /// The text of the id of what it happened to. Order within a stream is [`version`](Self::version) only.
    fn stream(&self) -> String;
    /// The entity's version after it happened; one event a version.
    fn version(&self) -> i64;
}

/// A place in the log. Places are ordered, and order is the order of reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cursor {
    /// The transaction that wrote it; 0 on SQLite.
    pub xact: i64,
    /// Its number in the log.
    pub seq: i64,
}

impl Cursor {
    /// Before everything.
    pub const START: Self = Self { xact: i64::MIN, seq: 0 };
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.xact, self.seq)
    }
}

/// An event as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub position: Cursor,
    pub stream: String,
    pub version: i64,
    /// The event's type, as `orders.order_placed`.
    pub kind: String,
    pub schema: i64,
    /// JSON.
    pub payload: String,
    pub correlation: Correlation,
    /// Who caused it, as [`kernel::Actor::label`] writes it.
    pub actor: String,
    pub at: Micros,
}

impl Recorded {
    /// Its payload as an `E`, if it is one.
    ///
    /// # Errors
    /// When the payload cannot be read as an `E`: today's type broke with a stored one.
    pub fn decode<E: Event>(&self) -> Option<Result<E, serde_json::Error>> {
        (self.kind == E::TYPE).then(|| serde_json::from_str(&self.payload))
    }
}

/// What a unit of work says and orders. In scope wherever something is written.
pub trait Recording {
    /// Writes the event into the log, with the actor's correlation; subscribers and followers see it once this unit
    /// of work is committed.
    ///
    /// # Errors
    /// A unique violation when the stream already has this version: somebody else was faster.
    fn record<E: Event>(&mut self, e: &E) -> QueryResult<()>;

    /// Orders a job, to be run after this unit of work is committed. When a live job has its unique key, no second
    /// one is made: a waiting one does the work, a running one is followed by one more run. The id is the one that
    /// will do it.
    fn enqueue<J: Job>(&mut self, j: &J) -> QueryResult<JobId>;

    /// Orders several.
    fn enqueue_all<J: Job>(&mut self, jobs: &[J]) -> QueryResult<()>;
}

#[derive(Insertable)]
#[diesel(table_name = events_log)]
struct NewEvent<'a> {
    stream: &'a str,
    version: i64,
    kind: &'a str,
    schema: i64,
    payload: &'a str,
    correlation: &'a str,
    actor: &'a str,
    at: i64,
}

impl Recording for Tx<'_> {
    fn record<E: Event>(&mut self, e: &E) -> QueryResult<()> {
        let payload = json(e)?;
        let (stream, actor, correlation) = (e.stream(), self.actor().label(), self.actor().correlation.0.clone());
        let event = NewEvent {
            stream: &stream,
            version: e.version(),
            kind: E::TYPE,
            schema: E::SCHEMA,
            payload: &payload,
            correlation: &correlation,
            actor: &actor,
            at: self.now().0,
        };
        db::insert!(self, events_log::table, &event)?;
        self.raise(Signal::Events);
        Ok(())
    }

    fn enqueue<J: Job>(&mut self, j: &J) -> QueryResult<JobId> {
        let payload = json(j)?;
        queue::enqueue(self, J::KIND, payload, j.options())
    }

    fn enqueue_all<J: Job>(&mut self, jobs: &[J]) -> QueryResult<()> {
        let ordered = jobs.iter().map(|job| Ok((json(job)?, job.options()))).collect::<QueryResult<_>>()?;
        queue::enqueue_all(self, J::KIND, ordered)
    }
}

pub(crate) fn json<T: Serialize>(value: &T) -> QueryResult<String> {
    serde_json::to_string(value).map_err(|e| diesel::result::Error::SerializationError(Box::new(e)))
}
