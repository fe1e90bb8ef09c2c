//! Orders of a time before this shop: sold, paid and sent elsewhere.
//!
//! They are kept to be looked at, counted and learnt from. Nothing follows from them: no stock moves, no payment is begun,
//! nobody is written to. They tell so by an event of their own, [`OrderBrought`](crate::OrderBrought), which those who act
//! on orders do not hear.
use ::events::Recording as _;
use db::{Conn, Tx};
use diesel::prelude::*;
use kernel::Micros;
use kernel::kinds::OrderId;
use sha2::{Digest, Sha256};

use crate::history::{self, Happened};
use crate::schema::orders_orders as t;
use crate::store::Standing;
use crate::{
    FulfilmentAxis, Lifecycle, NewOrder, OrderBrought, Orders, OrdersError, PaymentAxis, PlacedLine, ShippedLine,
    store,
};

impl Standing {
    /// It is all over.
    fn past(placed_at: Micros) -> Self {
        Self {
            placed_at,
            lifecycle: Lifecycle::Completed,
            payment: PaymentAxis::Paid,
            fulfilment: FulfilmentAxis::Fulfilled,
            sent: true,
        }
    }
}

impl Orders {
    /// The id of the order that has this number elsewhere: always the same, and in the order of time among others.
    pub fn id_of_the_past(number: &str, placed_at: Micros) -> OrderId {
        let hash = Sha256::digest(number.as_bytes());
        let mut id = [0_u8; 16];
        id.copy_from_slice(&hash[..16]);
        let millis = u64::try_from(placed_at.0.div_euclid(1000)).unwrap_or(0);
        id[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        // As RFC 9562 wants it of version 7.
        id[6] = (id[6] & 0x0f) | 0x70;
        id[8] = (id[8] & 0x3f) | 0x80;
        OrderId::from_bytes(id)
    }

    /// Keeps an order that was sold, paid and sent elsewhere under its number there. False when an order has that number
    /// already.
    ///
    /// # Errors
    /// [`OrdersError::Sums`] when it does not add up.
    pub fn bring(tx: &mut Tx<'_>, new: &NewOrder, number: &str, placed_at: Micros) -> Result<bool, OrdersError> {
        new.check()?;
        let conn: &mut Conn = tx;
        let there: i64 = t::table.filter(t::number.eq(number)).count().get_result(conn)?;
        if there > 0 {
            return Ok(false);
        }
        store::insert(tx, new, number, &Standing::past(placed_at))?;
        let (total, currency) = (new.total, new.currency);
        let lines = new.lines.iter().map(|l| ShippedLine { position: l.position, quantity: l.quantity }).collect();
        history::append(tx, new.id, 1, &Happened::Brought { total, currency, lines })?;
        tx.record(&OrderBrought {
            order: new.id,
            number: number.to_owned(),
            placed_at,
            total,
            currency,
            lines: PlacedLine::of(&new.lines),
        })?;
        Ok(true)
    }
}
