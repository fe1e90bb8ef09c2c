//! Notifications: who was told what, through which channel.
//!
//! Owns `notifications_messages`. Gets finished texts; never renders, never knows an order. A message is known by its
//! kind and reference: asked to send the same twice, it sends once. A reference is an id's text, with `/…` behind it
//! where one id has several messages of a kind, and `+n` behind that for the nth further copy ([`copy_of`]).
pub mod books;
mod channel;
mod dialect;

use db::{Conn, Db, DbError};
use diesel::prelude::*;
use kernel::Actor;
use kernel::kinds::MessageId;

pub use channel::{Channel, MailConfig, SendError, Sender};

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
    /// Who writes it.
    pub from: Sender,
    /// What it is, as `order.confirmation`.
    pub kind: String,
    /// What it is about, as an id's text.
    pub reference: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Whoever reads it can come in by it: its words are sent and never kept.
    pub opens: bool,
}

/// A message as it was sent, or tried.
#[derive(Queryable, Selectable, Insertable, Clone, Debug)]
#[diesel(table_name = notifications_messages)]
pub struct Message {
    pub id: MessageId,
    pub kind: String,
    pub reference: String,
    /// [`Channel::name`] when it was last tried.
    pub channel: String,
    pub recipient: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    /// `queued`, `sent`, `failed`. What may still be sent is queued, also after a try that failed.
    pub state: String,
    /// What the other side said to the last try; empty when it was taken.
    pub error: String,
    pub correlation: String,
    /// Microseconds, UTC.
    pub created_at: i64,
    /// 0 until it was sent.
    pub sent_at: i64,
}

impl Message {
    /// It lies in a folder: no server was there to take it, and nobody got it.
    pub fn was_kept(&self) -> bool {
        self.state == "sent" && self.channel == "folder"
    }
}

/// The reference of the `copy`th further message of a kind about the same.
pub fn copy_of(reference: &str, copy: i64) -> String {
    format!("{reference}+{copy}")
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
    /// What was tried in vain before is tried with the text and address of now.
    ///
    /// # Errors
    /// [`SendError`] says whether trying again may help. The message keeps what was said to it: as failed when it was
    /// refused, else as queued.
    pub async fn send(&self, actor: &Actor, mail: Mail) -> Result<MessageId, NotificationsError> {
        let (channel, draft, sender) = (self.channel.name(), mail.clone(), mail.from.clone());
        let kept = self
            .db
            .write_in(db::Lane::Bulk, actor, move |tx| -> Result<Message, NotificationsError> {
                Ok(dialect::draft(tx, &draft, channel)?)
            })
            .await?;
        if kept.state == "sent" {
            return Ok(kept.id);
        }
        let message =
            if mail.opens { Message { body_text: mail.text, body_html: mail.html, ..kept } } else { kept };
        events::failpoint("notifications.before-send");
        let outcome = self.channel.send(&message, &sender).await;
        events::failpoint("notifications.after-send");
        let id = message.id;
        let (state, error) = match &outcome {
            Ok(()) => ("sent", String::new()),
            Err(e @ SendError::Later(_)) => ("queued", e.to_string()),
            Err(e) => ("failed", e.to_string()),
        };
        self.db
            .write_in(db::Lane::Bulk, actor, move |tx| -> Result<(), NotificationsError> {
                use notifications_messages as t;
                let sent_at = if state == "sent" { tx.now().0 } else { 0 };
                diesel::update(t::table.find(id))
                    .set((t::state.eq(state), t::sent_at.eq(sent_at), t::error.eq(&error)))
                    .execute(&mut **tx)?;
                Ok(())
            })
            .await?;
        outcome?;
        Ok(id)
    }

    /// What was sent about something, further copies included, oldest first.
    pub async fn about(&self, id: &str) -> Result<Vec<Message>, NotificationsError> {
        self.about_all(&[id.to_owned()]).await
    }

    /// What was sent about several things, oldest first. One query each.
    pub async fn about_all(&self, ids: &[String]) -> Result<Vec<Message>, NotificationsError> {
        use notifications_messages as t;
        let ids = ids.to_vec();
        self.db
            .read(move |c| {
                let mut found: Vec<Message> = Vec::new();
                for id in ids {
                    // `+` and `/` stand right before the digits.
                    let end = format!("{id}0");
                    let rows: Vec<Message> = t::table
                        .filter(t::reference.ge(&id))
                        .filter(t::reference.lt(&end))
                        .order((t::created_at.asc(), t::id.asc()))
                        .select(Message::as_select())
                        .load(c)?;
                    found.extend(rows);
                }
                found.sort_by_key(|m| (m.created_at, m.id));
                Ok(found)
            })
            .await
    }

    /// Messages that were not taken, with what the other side said: those that were given up and those that are tried
    /// again, each the newest first.
    ///
    /// # Errors
    /// The database's.
    pub async fn troubles(&self, limit: i64) -> Result<Vec<Message>, NotificationsError> {
        use notifications_messages as t;
        self.db
            .read_slow(move |c| {
                let mut found = Vec::new();
                for state in ["failed", "queued"] {
                    let rows: Vec<Message> = t::table
                        .filter(t::state.eq(state))
                        .filter(t::error.ne(""))
                        .order((t::created_at.desc(), t::id.desc()))
                        .limit(limit)
                        .select(Message::as_select())
                        .load(c)?;
                    found.extend(rows);
                }
                Ok(found)
            })
            .await
    }

    /// Whether mails go nowhere but into a folder.
    pub fn keeps_mail(&self) -> bool {
        self.channel.name() == "folder"
    }

    /// How many messages of this kind and reference there are, further copies included: the number of the next copy.
    pub fn copies_in(conn: &mut Conn, kind: &str, reference: &str) -> Result<i64, NotificationsError> {
        use notifications_messages as t;
        let copies = t::reference.gt(format!("{reference}+")).and(t::reference.lt(format!("{reference},")));
        let number: i64 = t::table
            .filter(t::kind.eq(kind))
            .filter(t::reference.eq(reference).or(copies))
            .count()
            .get_result(conn)?;
        Ok(number.max(1))
    }
}
