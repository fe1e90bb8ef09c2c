//! What the one who ordered may do without staff: look the order up, and call it off before it is sent.
use std::net::IpAddr;
use std::time::Duration;

use auth::{AuthError, Key, Limit, Throttles};
use db::Conn;
use diesel::prelude::*;
use kernel::Actor;
use kernel::kinds::OrderId;

use crate::schema::orders_orders as t;
use crate::{FulfilmentAxis, Lifecycle, Order, Orders, OrdersError};

/// Tries at one order's number, from wherever.
const TRIES: Limit = Limit { tries: 10, window: Duration::from_secs(3600) };

impl Order {
    /// Nothing of it was sent, and it stands.
    pub fn can_be_cancelled(&self) -> bool {
        self.lifecycle == Lifecycle::Placed && self.fulfilment == FulfilmentAxis::Unfulfilled
    }
}

/// A number as people type it: `#s-10123`, `10123`.
fn number(text: &str) -> String {
    let typed: String = text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
    let typed = typed.to_uppercase();
    if typed.bytes().all(|b| b.is_ascii_digit()) { format!("S-{typed}") } else { typed }
}

pub(crate) fn by_number(conn: &mut Conn, typed: &str) -> Result<Option<OrderId>, OrdersError> {
    Ok(t::table.filter(t::number.eq(number(typed))).select(t::id).first(conn).optional()?)
}

impl Orders {
    /// The token of the link to the order with this number that was placed with this mail address. None when there is
    /// none: which of the two was wrong is not told.
    ///
    /// # Errors
    /// [`OrdersError::TooManyTries`]: twenty a minute from one network, ten an hour at one number.
    pub async fn look_up(
        &self,
        actor: &Actor,
        typed_number: &str,
        email: &str,
        ip: IpAddr,
    ) -> Result<Option<String>, OrdersError> {
        let (number, email) = (number(typed_number), email.trim().to_lowercase());
        let keys = vec![(Key::network(ip), Limit::NETWORK), (Key::new("order-look-up", &number), TRIES)];
        match Throttles::new(self.db.clone()).count(actor, keys).await {
            Ok(()) => {}
            Err(AuthError::Throttled { retry_after }) => return Err(OrdersError::TooManyTries { retry_after }),
            Err(AuthError::Db(e)) => return Err(e.into()),
            Err(e) => return Err(OrdersError::Sums(e.to_string())),
        }
        self.db
            .read(move |c| {
                let found: Option<(String, String)> =
                    t::table.filter(t::number.eq(number)).select((t::link_token, t::email)).first(c).optional()?;
                Ok(found.filter(|(_, of)| of.to_lowercase() == email).map(|(token, _)| token))
            })
            .await
    }

    /// The buyer calls an order off, of which nothing was sent: stock is released, money set aside is let go, money taken
    /// is given back. Whoever holds the link may.
    ///
    /// # Errors
    /// [`OrdersError::NotFound`]; [`OrdersError::Transition`] when something was sent, or it does not stand any more.
    pub async fn cancel_by_link(&self, actor: &Actor, token: &str) -> Result<(), OrdersError> {
        let (me, token) = (self.clone(), token.to_owned());
        self.db
            .write(actor, move |tx| {
                let id = t::table.filter(t::link_token.eq(&token)).select(t::id).first(&mut **tx).optional()?;
                me.cancel_in(tx, id.ok_or(OrdersError::NotFound)?, "")
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_is_read_as_it_is_typed() {
        for typed in ["S-10123", " s-10123 ", "#10123", "10123", "S - 10123"] {
            assert_eq!(number(typed), "S-10123", "{typed}");
        }
        assert_eq!(number("%' OR 1"), "OR1");
    }
}
