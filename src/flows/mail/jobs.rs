//! The job that sends a mail. It carries ids only: what the mail says is read when it is sent.
use events::{Job, JobOptions};
use kernel::kinds::{FulfilmentId, OrderId};
use serde::{Deserialize, Serialize};

use super::kinds::order;

/// Sends a mail of a kind about something, once.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
pub struct SendMail {
    /// The name of a [`MailKind`](super::MailKind).
    pub kind: String,
    /// What it is about, as an id's text.
    pub reference: String,
    /// 0 for the mail that the shop sends by itself; staff who send it again make the second, third, …
    #[serde(default)]
    pub copy: i64,
}

impl SendMail {
    /// One live job a kind, reference and copy. The books look for confirmations under this key.
    pub fn key(&self) -> String {
        format!("{}:{}:{}", Self::KIND, self.kind, self.told())
    }

    /// The reference that the message is kept under: a further copy has its number behind it.
    pub(super) fn told(&self) -> String {
        match self.copy {
            ..=0 => self.reference.clone(),
            copy => notifications::copy_of(&self.reference, copy),
        }
    }
}

impl Job for SendMail {
    const KIND: &'static str = "mail.send";
    fn options(&self) -> JobOptions {
        JobOptions { unique_key: Some(self.key()), ..JobOptions::default() }
    }
}

/// Jobs as the release before ordered them: what waits in the queue while the shop is brought up to date is still sent.
macro_rules! former {
    ($name:ident { $($field:ident: $type:ty),* } $kind:literal => $becomes:expr) => {
        #[derive(Serialize, Deserialize, Clone, Copy, Debug)]
        pub struct $name { $(pub $field: $type),* }
        impl Job for $name {
            const KIND: &'static str = $kind;
        }
        impl From<$name> for SendMail {
            fn from(job: $name) -> Self {
                let becomes: fn($name) -> Self = $becomes;
                becomes(job)
            }
        }
    };
}
former!(SendOrderConfirmation { order: OrderId } "mail.order_confirmation" => |j| order::CONFIRMATION.about(j.order));
former!(SendOrderShipped { order: OrderId, fulfilment: FulfilmentId } "mail.order_shipped" => |j| {
    order::SHIPPED.about(j.fulfilment)
});
former!(SendOrderCancelled { order: OrderId } "mail.order_cancelled" => |j| order::CANCELLED.about(j.order));
