//! The jobs that send mails. They carry ids only.
use events::{Job, JobOptions};
use kernel::kinds::{FulfilmentId, OrderId};
use serde::{Deserialize, Serialize};

/// Sends the confirmation of an order.
#[derive(Serialize, Deserialize, Clone, Copy, Debug)]
pub struct SendOrderConfirmation {
    pub order: OrderId,
}

impl SendOrderConfirmation {
    /// One live job an order. The books look for it under this key.
    pub fn key(&self) -> String {
        format!("{}:{}", Self::KIND, self.order)
    }
}

impl Job for SendOrderConfirmation {
    const KIND: &'static str = "mail.order_confirmation";
    fn options(&self) -> JobOptions {
        JobOptions { unique_key: Some(self.key()), ..JobOptions::default() }
    }
}

/// Sends the news of a parcel.
#[derive(Serialize, Deserialize, Clone, Copy, Debug)]
pub struct SendOrderShipped {
    pub order: OrderId,
    pub fulfilment: FulfilmentId,
}

impl Job for SendOrderShipped {
    const KIND: &'static str = "mail.order_shipped";
    fn options(&self) -> JobOptions {
        JobOptions { unique_key: Some(format!("{}:{}", Self::KIND, self.fulfilment)), ..JobOptions::default() }
    }
}

/// Sends the news that an order was cancelled.
#[derive(Serialize, Deserialize, Clone, Copy, Debug)]
pub struct SendOrderCancelled {
    pub order: OrderId,
}

impl Job for SendOrderCancelled {
    const KIND: &'static str = "mail.order_cancelled";
    fn options(&self) -> JobOptions {
        JobOptions { unique_key: Some(format!("{}:{}", Self::KIND, self.order)), ..JobOptions::default() }
    }
}
