//! Notifications: who was told what, through which channel.
//!
//! Owns `notifications_messages`. Gets finished texts; never renders, never knows an order. A message is known by its
//! kind and reference: asked to send the same twice, it sends once.
pub mod books;
mod channel;
mod dialect;

use db::{Db, DbError};
use diesel::prelude::*;
use kernel::Actor;
use kernel::kinds::MessageId;

pub use channel::{Channel, MailConfig, SendError};

diesel::table! {
    notifications_messages (id) {
        id -> Binary,
        kind -> Text,
        reference -> Text,
        channel -> Text,
        recipient -> Text,
        subject -> Text,
        body_text -> Text,
        body_html -> Text,
        state -> Text,
        error -> Text,
        correlation -> Text,
        created_at -> BigInt,
        sent_at -> BigInt,
    }
}

#[derive(Debug, thiserror::Error)]
pub enum NotificationsError {
    #[error("{0}")]
    Send(#[from] SendError),
    #[error(transparent)]
    Db(#[from] DbError),
}
db::domain_error!(NotificationsError);

impl kernel::Coded for NotificationsError {
    fn code(&self) -> &'static str {
        match self {
            Self::Send(_) => "not_sent",
            Self::Db(e) => e.code(),
        }
    }
    fn fault(&self) -> kernel::Fault {
        use kernel::Fault;
        match self {
            Self::Send(_) => Fault::Passing,
            Self::Db(e) => e.fault(),
        }
    }
}

/// A finished text for somebody.
#[derive(Clone, Debug)]
pub struct Mail {
    /// What it is, as `order.confirmation`.
    pub kind: String,
    /// What it is about, as an id's text.
    pub reference: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// A message as it was sent, or tried.
#[derive(Queryable, Selectable, Insertable, Clone, Debug)]
#[diesel(table_name = notifications_messages)]
pub struct Message {
    pub id: MessageId,
    pub kind: String,
    pub reference: String,
    pub channel: String,
    pub recipient: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    /// `queued`, `sent`, `failed`.
    pub state: String,
    pub error: String,
    pub correlation: String,
    /// Microseconds, UTC.
    pub created_at: i64,
    /// 0 until it was sent.
    pub sent_at: i64,
}

#[derive(Clone)]
pub struct Notifications {
    db: Db,
    channel: std::sync::Arc<Channel>,
}

impl Notifications {
    pub fn new(db: Db, channel: Channel) -> Self {
        Self { db, channel: channel.into() }
    }

    pub fn channel(&self) -> &Channel {
        &self.channel
    }

    /// Sends a message unless it was sent already. Between the sending and the note of it the process may die: then
    /// it goes out again under the same message id, and the receiver's side can tell.
    ///
    /// # Errors
    /// [`SendError`] says whether trying again may help; the message stands as failed with the reason.
    pub async fn send(&self, actor: &Actor, mail: Mail) -> Result<MessageId, NotificationsError> {
        let (channel, draft) = (self.channel.name(), mail.clone());
        let message = self
            .db
            .write_in(db::Lane::Bulk, actor, move |tx| -> Result<Message, NotificationsError> {
                Ok(dialect::draft(tx, &draft, channel)?)
            })
            .await?;
        if message.state == "sent" {
            return Ok(message.id);
        }
        events::failpoint("notifications.before-send");
        let outcome = self.channel.send(&message).await;
        events::failpoint("notifications.after-send");
        let (id, error) = (message.id, outcome.as_ref().err().map(ToString::to_string));
        self.db
            .write_in(db::Lane::Bulk, actor, move |tx| -> Result<(), NotificationsError> {
                use notifications_messages as t;
                let now = tx.now().0;
                let (state, sent_at) = if error.is_none() { ("sent", now) } else { ("failed", 0) };
                diesel::update(t::table.find(id))
                    .set((
                        t::state.eq(state),
                        t::sent_at.eq(sent_at),
                        t::error.eq(error.clone().unwrap_or_default()),
                    ))
                    .execute(&mut **tx)?;
                Ok(())
            })
            .await?;
        outcome?;
        Ok(id)
    }

    /// What was sent about something, oldest first.
    pub async fn about(&self, reference: &str) -> Result<Vec<Message>, NotificationsError> {
        use notifications_messages as t;
        let reference = reference.to_owned();
        self.db
            .read(move |c| {
                let rows = t::table
                    .filter(t::reference.eq(reference))
                    .order((t::created_at.asc(), t::id.asc()))
                    .select(Message::as_select())
                    .load(c)?;
                Ok(rows)
            })
            .await
    }
}
