//! Orders whose money never came.
use kernel::Actor;
use kernel::kinds::OrderId;

use crate::{FulfilmentAxis, Lifecycle, MANAGE, Orders, OrdersError, PaymentAxis, store};

/// The reason that stands in the history of an order that was cancelled because nobody paid it; those who read it are
/// told in their own words.
pub const UNPAID: &str = "unpaid";

impl Orders {
    /// Cancels an order for which no money came, if that is still so and nothing was sent. False when it is not.
    ///
    /// # Errors
    /// [`Forbidden`](kernel::Forbidden) without [`MANAGE`]; [`OrdersError::NotFound`].
    pub async fn cancel_unpaid(&self, actor: &Actor, id: OrderId) -> Result<bool, OrdersError> {
        actor.require(MANAGE)?;
        let me = self.clone();
        self.db
            .write_in(db::Lane::Bulk, actor, move |tx| {
                let order = store::head(tx, id)?;
                let waits = order.lifecycle == Lifecycle::Placed
                    && order.payment == PaymentAxis::Pending
                    && order.fulfilment == FulfilmentAxis::Unfulfilled;
                if waits {
                    me.cancel_in(tx, id, UNPAID)?;
                }
                Ok(waits)
            })
            .await
    }
}
