//! Every kind of mail the shop writes.
pub mod account;
pub mod order;
mod sample;
mod view;

use super::kind::MailKind;

/// The catalogue, in the order in which staff see it.
pub static KINDS: &[&MailKind] = &[
    &order::CONFIRMATION,
    &order::PAID,
    &order::PAYMENT_REMINDER,
    &order::PAYMENT_FAILED,
    &order::SHIPPED,
    &order::CANCELLED,
    &order::REFUNDED,
    &order::NEW,
    &order::CALLED_OFF,
    &order::HELD,
    &account::VERIFY,
    &account::KNOWN,
    &account::WELCOME,
    &account::RESET,
    &account::PASSWORD_CHANGED,
    &account::CHANGE_EMAIL,
    &account::EMAIL_CHANGED,
    &account::NOTICE_CONFIRM,
    &account::BACK_IN_STOCK,
];
