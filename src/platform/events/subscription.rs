//! When X happens, do Y: the registry of subscribers.
use std::collections::BTreeMap;
use std::sync::Arc;

use db::{DbError, DomainError, Tx};

use crate::event::{Event, Recorded};

/// Why a subscriber could not take an event.
#[derive(Debug, thiserror::Error)]
pub enum SubscriberError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("{0}")]
    Failed(String),
}
db::domain_error!(SubscriberError);

impl SubscriberError {
    /// It failed because of `why`.
    pub fn failed(why: impl ToString) -> Self {
        Self::Failed(why.to_string())
    }

    /// From another room's error: `.map_err(SubscriberError::of)`. What the database wants repeated stays known.
    pub fn of<E: DomainError + ToString>(e: E) -> Self {
        match e.as_db() {
            Some(db) => Self::Db(db.clone()),
            None => Self::Failed(e.to_string()),
        }
    }

    /// The event is not to blame: the whole piece is undone and done again later, no attempt is counted.
    pub(crate) fn is_passing(&self) -> bool {
        use diesel::result::Error;
        let Self::Db(e) = self else { return false };
        if e.trouble() == db::Trouble::Passing {
            return true;
        }
        e.wants_rerun()
            || matches!(e, DbError::Query(e)
                if matches!(&**e, Error::DatabaseError(_, info) if info.message().contains("lock timeout")))
    }
}

type EachHandler = dyn Fn(&mut Tx<'_>, &Recorded) -> Result<(), SubscriberError> + Send + Sync;
type ManyHandler = dyn Fn(&mut Tx<'_>, &[&Recorded]) -> Result<(), SubscriberError> + Send + Sync;

#[derive(Clone)]
enum Handler {
    Each(Arc<EachHandler>),
    Many(Arc<ManyHandler>),
}

impl Handler {
    fn handle(&self, tx: &mut Tx<'_>, events: &[&Recorded]) -> Result<(), SubscriberError> {
        match self {
            Self::Each(f) => events.iter().try_for_each(|event| f(tx, event)),
            Self::Many(f) => f(tx, events),
        }
    }

    /// Whether events of the two may be handed over in one go.
    fn goes_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Many(a), Self::Many(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

/// One subscriber: its name, and what it does on which events.
#[derive(Clone)]
pub struct Subscription {
    pub(crate) name: &'static str,
    pub(crate) ordered: bool,
    pub(crate) from_start: bool,
    handlers: BTreeMap<&'static str, Handler>,
}

impl Subscription {
    /// `name` is kept with its cursor and shown to staff: `mail.order-confirmation`. A renamed subscriber is a new one.
    pub fn new(name: &'static str) -> Self {
        Self { name, ordered: false, from_start: false, handlers: BTreeMap::new() }
    }

    /// What it does when an `E` happened: a write in the same unit of work that moves its cursor, hence exactly once.
    /// Nothing slow: what takes long is enqueued as a job.
    ///
    /// # Panics
    /// When it handles `E` already.
    pub fn on<E: Event>(
        self,
        f: impl Fn(&mut Tx<'_>, &Recorded, E) -> Result<(), SubscriberError> + Send + Sync + 'static,
    ) -> Self {
        self.on_type(E::TYPE, move |tx, recorded| {
            let event = serde_json::from_str(&recorded.payload)
                .map_err(|e| SubscriberError::Failed(format!("the payload cannot be read: {e}")))?;
            f(tx, recorded, event)
        })
    }

    /// [`Subscription::on`] without reading the payload.
    ///
    /// # Panics
    /// When it handles the type already.
    pub fn on_type(
        self,
        kind: &'static str,
        f: impl Fn(&mut Tx<'_>, &Recorded) -> Result<(), SubscriberError> + Send + Sync + 'static,
    ) -> Self {
        self.handled(kind, Handler::Each(Arc::new(f)))
    }

    /// [`Subscription::on`] for who does several in one go for little more than one: under load as many as have happened come
    /// together. When they cannot be taken so, they come again one by one, and only the one to blame waits.
    ///
    /// # Panics
    /// When it handles `E` already.
    pub fn on_many<E: Event>(
        self,
        f: impl Fn(&mut Tx<'_>, &[(&Recorded, E)]) -> Result<(), SubscriberError> + Send + Sync + 'static,
    ) -> Self {
        self.on_types(&[E::TYPE], move |tx, recorded| {
            let read = |one: &&Recorded| serde_json::from_str::<E>(&one.payload);
            let events: Result<Vec<E>, _> = recorded.iter().map(read).collect();
            let events = events.map_err(|e| SubscriberError::Failed(format!("the payload cannot be read: {e}")))?;
            let both: Vec<(&Recorded, E)> = recorded.iter().copied().zip(events).collect();
            f(tx, &both)
        })
    }

    /// [`Subscription::on_many`] for several types, without reading the payloads.
    ///
    /// # Panics
    /// When it handles one of the types already.
    pub fn on_types(
        self,
        kinds: &[&'static str],
        f: impl Fn(&mut Tx<'_>, &[&Recorded]) -> Result<(), SubscriberError> + Send + Sync + 'static,
    ) -> Self {
        let f: Arc<ManyHandler> = Arc::new(f);
        kinds.iter().fold(self, |sub, kind| sub.handled(kind, Handler::Many(f.clone())))
    }

    fn handled(mut self, kind: &'static str, handler: Handler) -> Self {
        let before = self.handlers.insert(kind, handler);
        assert!(before.is_none(), "the subscriber {} handles {kind} twice", self.name);
        self
    }

    /// The events of one stream come in the order of their versions, and wait when one of them cannot be taken.
    pub fn ordered(mut self) -> Self {
        self.ordered = true;
        self
    }

    /// When it is new to a shop that has had subscribers before, it takes the whole log; otherwise what happens from
    /// then on.
    pub fn from_start(mut self) -> Self {
        self.from_start = true;
        self
    }

    /// The types it takes, in order.
    pub fn types(&self) -> Vec<&'static str> {
        self.handlers.keys().copied().collect()
    }

    pub(crate) fn takes(&self, kind: &str) -> bool {
        self.handlers.contains_key(kind)
    }

    /// How many of these, from the first on, can be handed over in one go; at least one.
    pub(crate) fn together(&self, events: &[Recorded]) -> usize {
        let Some(first) = events.first().and_then(|e| self.handlers.get(e.kind.as_str())) else { return 1 };
        let same = |e: &&Recorded| self.handlers.get(e.kind.as_str()).is_some_and(|h| first.goes_with(h));
        events.iter().take_while(same).count().max(1)
    }

    /// Those of one go.
    pub(crate) fn handle(&self, tx: &mut Tx<'_>, events: &[&Recorded]) -> Result<(), SubscriberError> {
        let handler = events.first().and_then(|e| self.handlers.get(e.kind.as_str()));
        handler.map_or(Ok(()), |handler| handler.handle(tx, events))
    }

    pub(crate) fn lease(&self) -> String {
        ["subscriber:", self.name].concat()
    }
}

/// All subscribers of an instance.
#[derive(Clone, Default)]
pub struct Subscriptions {
    pub(crate) list: Vec<Arc<Subscription>>,
}

impl Subscriptions {
    pub fn new() -> Self {
        Self::default()
    }

    /// The plain case: an unordered subscriber of one type.
    ///
    /// ```ignore
    /// subscriptions.on::<OrderPlaced>("mail.order-confirmation", move |tx, _, e| {
    ///     mail.confirm(tx, e.order).map_err(SubscriberError::of)
    /// });
    /// ```
    ///
    /// # Panics
    /// When the name is taken: it would share a cursor with another.
    pub fn on<E: Event>(
        &mut self,
        name: &'static str,
        f: impl Fn(&mut Tx<'_>, &Recorded, E) -> Result<(), SubscriberError> + Send + Sync + 'static,
    ) -> &mut Self {
        self.add(Subscription::new(name).on::<E>(f))
    }

    /// The plain case of [`Subscription::on_many`].
    ///
    /// # Panics
    /// When the name is taken: it would share a cursor with another.
    pub fn on_many<E: Event>(
        &mut self,
        name: &'static str,
        f: impl Fn(&mut Tx<'_>, &[(&Recorded, E)]) -> Result<(), SubscriberError> + Send + Sync + 'static,
    ) -> &mut Self {
        self.add(Subscription::new(name).on_many::<E>(f))
    }

    /// # Panics
    /// When the name is taken: it would share a cursor with another.
    pub fn add(&mut self, subscription: Subscription) -> &mut Self {
        let name = subscription.name;
        assert!(self.list.iter().all(|s| s.name != name), "two subscribers are called {name}");
        self.list.push(Arc::new(subscription));
        self
    }

    /// Their names, in the order in which they were added.
    pub fn names(&self) -> Vec<&'static str> {
        self.list.iter().map(|s| s.name).collect()
    }
}
