//! Where SQLite and PostgreSQL are written differently: INSERT … ON CONFLICT.
use db::{Tx, each};
use diesel::prelude::*;
use kernel::kinds::MessageId;

use crate::notifications_messages as t;
use crate::{Mail, Message};

/// The message of this kind and reference, drafted now if there is none. One that was not sent yet gets the text and
/// the address of now.
pub(crate) fn draft(tx: &mut Tx<'_>, mail: &Mail, channel: &str) -> QueryResult<Message> {
    let (text, html) = if mail.opens { ("", "") } else { (&*mail.text, &*mail.html) };
    let row = Message {
        id: MessageId::new(tx.now()),
        kind: mail.kind.clone(),
        reference: mail.reference.clone(),
        channel: channel.to_owned(),
        recipient: mail.to.clone(),
        subject: mail.subject.clone(),
        body_text: text.to_owned(),
        body_html: html.to_owned(),
        state: "queued".to_owned(),
        error: String::new(),
        correlation: tx.actor().correlation.to_string(),
        created_at: tx.now().0,
        sent_at: 0,
    };
    let conn: &mut db::Conn = tx;
    let new = each!(conn, c => diesel::insert_into(t::table)
        .values(&row)
        .on_conflict((t::kind, t::reference))
        .do_nothing()
        .execute(c))?;
    if new == 1 {
        return Ok(row);
    }
    diesel::update(t::table)
        .filter(t::kind.eq(&mail.kind))
        .filter(t::reference.eq(&mail.reference))
        .filter(t::state.ne("sent"))
        .set((
            t::recipient.eq(&mail.to),
            t::subject.eq(&mail.subject),
            t::channel.eq(channel),
            t::body_text.eq(text),
            t::body_html.eq(html),
        ))
        .execute(conn)?;
    t::table
        .filter(t::kind.eq(&mail.kind))
        .filter(t::reference.eq(&mail.reference))
        .select(Message::as_select())
        .first(conn)
}
