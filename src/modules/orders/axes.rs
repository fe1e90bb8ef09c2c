//! The three axes of an order, and the one function each by which it moves.
use payments::Sums;
use serde::{Deserialize, Serialize};

use crate::OrdersError;

macro_rules! axis {
    ($(#[$doc:meta])* $name:ident, $first:ident, { $($variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant),* }
        impl $name {
            /// Every value, in the order of a life.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// What is written so, in a link as in a table.
            pub fn named(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
            /// As it is stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
            pub(crate) fn parse(text: &str) -> Self {
                match text { $($text => Self::$variant,)* _ => Self::$first }
            }
        }
    };
}

axis!(
    /// Whether the order stands.
    Lifecycle, Placed, { Placed = "placed", Completed = "completed", Cancelled = "cancelled" }
);
axis!(
    /// Where the money is.
    PaymentAxis, Pending, {
        Pending = "pending", Authorized = "authorized", PartiallyPaid = "partially_paid", Paid = "paid",
        PartiallyRefunded = "partially_refunded", Refunded = "refunded", Failed = "failed",
    }
);
axis!(
    /// Where the goods are.
    FulfilmentAxis, Unfulfilled, {
        Unfulfilled = "unfulfilled", Partial = "partial", Fulfilled = "fulfilled", Returned = "returned",
    }
);

impl Lifecycle {
    pub(crate) fn complete(self) -> Result<Self, OrdersError> {
        match self {
            Self::Placed => Ok(Self::Completed),
            from => Err(OrdersError::Transition { from: from.as_str(), verb: "completed" }),
        }
    }
    pub(crate) fn cancel(self) -> Result<Self, OrdersError> {
        match self {
            Self::Placed => Ok(Self::Cancelled),
            from => Err(OrdersError::Transition { from: from.as_str(), verb: "cancelled" }),
        }
    }
    pub(crate) fn may_ship(self) -> Result<(), OrdersError> {
        match self {
            Self::Placed => Ok(()),
            Self::Completed => Err(OrdersError::NothingToShip),
            Self::Cancelled => Err(OrdersError::Transition { from: "cancelled", verb: "shipped" }),
        }
    }
    pub(crate) fn may_be_paid(self) -> Result<(), OrdersError> {
        match self {
            Self::Placed | Self::Completed => Ok(()),
            Self::Cancelled => Err(OrdersError::Transition { from: "cancelled", verb: "paid" }),
        }
    }
}

impl PaymentAxis {
    /// The only way this axis moves: what all payments of the order add up to. Minor units.
    pub(crate) fn fold(total: i64, sums: &Sums) -> Self {
        let Sums { authorized, captured, open, failed, .. } = *sums;
        // What was lost in a dispute is with the payer again.
        let refunded = sums.refunded + sums.charged_back;
        match () {
            () if captured > 0 && refunded >= captured => Self::Refunded,
            // What was given back was too much: the order is paid as it should be.
            () if captured > 0 && captured - refunded >= total => Self::Paid,
            () if refunded > 0 => Self::PartiallyRefunded,
            () if captured >= total => Self::Paid,
            () if captured > 0 => Self::PartiallyPaid,
            () if authorized > 0 => Self::Authorized,
            () if failed && !open => Self::Failed,
            () => Self::Pending,
        }
    }
}

impl FulfilmentAxis {
    pub(crate) fn sent(self, some_left: bool) -> Result<Self, OrdersError> {
        match (self, some_left) {
            (Self::Unfulfilled | Self::Partial, true) => Ok(Self::Partial),
            (Self::Unfulfilled | Self::Partial, false) => Ok(Self::Fulfilled),
            (from, _) => Err(OrdersError::Transition { from: from.as_str(), verb: "shipped" }),
        }
    }
}

impl FulfilmentAxis {
    /// After units were paid back: so many were sent, are still to be sent, and came back.
    pub(crate) fn after(self, shipped: i64, to_send: i64, returned: i64) -> Self {
        match (shipped, to_send) {
            (0, 0) => self,
            (0, _) => Self::Unfulfilled,
            (_, 1..) => Self::Partial,
            _ if returned >= shipped => Self::Returned,
            _ => Self::Fulfilled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_payment_axis_is_a_fold_of_sums() {
        let sums = |authorized, captured, refunded, open, failed| Sums {
            authorized,
            captured,
            refunded,
            open,
            failed,
            ..Sums::default()
        };
        assert_eq!(PaymentAxis::fold(1000, &sums(0, 2000, 1000, false, false)), PaymentAxis::Paid);
        let lost = Sums { charged_back: 1000, ..sums(0, 1000, 0, false, false) };
        assert_eq!(PaymentAxis::fold(1000, &lost), PaymentAxis::Refunded);
        for (s, expected) in [
            (sums(0, 0, 0, true, false), PaymentAxis::Pending),
            (sums(0, 0, 0, true, true), PaymentAxis::Pending),
            (sums(0, 0, 0, false, true), PaymentAxis::Failed),
            (sums(1000, 0, 0, false, true), PaymentAxis::Authorized),
            (sums(0, 400, 0, false, false), PaymentAxis::PartiallyPaid),
            (sums(0, 1000, 0, false, false), PaymentAxis::Paid),
            (sums(0, 1000, 1, false, false), PaymentAxis::PartiallyRefunded),
            (sums(0, 1000, 1000, false, false), PaymentAxis::Refunded),
        ] {
            assert_eq!(PaymentAxis::fold(1000, &s), expected, "{s:?}");
        }
        assert_eq!(PaymentAxis::fold(0, &sums(0, 0, 0, false, false)), PaymentAxis::Paid);
    }

    #[test]
    fn only_a_placed_order_is_cancelled_or_completed() {
        assert!(Lifecycle::Placed.cancel().is_ok());
        assert!(Lifecycle::Completed.cancel().is_err());
        assert!(Lifecycle::Cancelled.complete().is_err());
        assert!(Lifecycle::Cancelled.may_ship().is_err());
        assert!(FulfilmentAxis::Fulfilled.sent(false).is_err());
    }
}
