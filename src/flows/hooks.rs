//! What programs elsewhere can be told of.
use events::Event;

/// The types of event that a webhook can want, in the order in which staff are offered them. Each carries ids, amounts and
/// versions; a receiver asks the API for the rest.
pub const KINDS: &[&str] = &[
    orders::OrderPlaced::TYPE,
    orders::OrderPaymentChanged::TYPE,
    orders::OrderShipped::TYPE,
    orders::OrderCancelled::TYPE,
    orders::OrderRefunded::TYPE,
    orders::OrderCompleted::TYPE,
    catalog::ProductChanged::TYPE,
    catalog::CategoryChanged::TYPE,
    pricing::PriceChanged::TYPE,
    inventory::BandChanged::TYPE,
    inventory::LowChanged::TYPE,
];
