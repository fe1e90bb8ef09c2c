//! Mails to look at before they are sent: of something invented, or of a real order.
use db::Conn;
use kernel::Actor;
use notifications::Mail;
use orders::Orders;

use super::{MailError, MailKind, MailViews, RESEND, order};

impl MailKind {
    /// It is written about orders, so that a real one can be looked at.
    pub fn is_about_orders(&self) -> bool {
        self.name.starts_with("order.")
    }
}

/// What a mail of this kind about the order with this number is written from; None when there is no such order, or
/// nothing of it yet that the kind is about.
fn reference_of(conn: &mut Conn, kind: &MailKind, number: &str) -> Result<Option<String>, MailError> {
    let Some(id) = Orders::by_number_in(conn, number)? else { return Ok(None) };
    Ok(match kind.name {
        name if name == order::SHIPPED.name => Orders::fulfilments_in(conn, id)?.last().map(|f| f.id.to_string()),
        name if name == order::REFUNDED.name => Orders::refunds_in(conn, id)?.last().map(|r| r.id.to_string()),
        _ if kind.is_about_orders() => Some(id.to_string()),
        _ => None,
    })
}

impl MailViews {
    /// A mail as it would be written now about the order with this number. It brings the buyer's own link, so it is for
    /// those who may send it.
    ///
    /// # Errors
    /// [`kernel::Forbidden`] without [`RESEND`]; what cannot be written.
    pub async fn about_number(
        &self,
        actor: &Actor,
        kind: &'static MailKind,
        number: &str,
    ) -> Result<Option<Mail>, MailError> {
        actor.require(RESEND)?;
        let number = number.to_owned();
        match self.0.db.read(move |c| reference_of(c, kind, &number)).await? {
            Some(reference) => self.write(kind, &reference).await.map(Some),
            None => Ok(None),
        }
    }
}
