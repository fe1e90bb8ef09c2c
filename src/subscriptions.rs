//! When X happens, do Y: one line each. What must be true at once is a direct call in the same unit of work; what may
//! be late stands here.
use catalog::{CategoryChanged, ProductChanged};
use customers::{AccountErased, LetterDue, NoticeDue};
use events::{Recorded, Recording, SubscriberError, Subscription, Subscriptions};
use flows::accounts::AccountDesk;
use flows::mail::{MailKind, SendMail, account, order as mail};
use flows::recommend;
use flows::search::Listings;
use inventory::{BandChanged, LowChanged};
use kernel::kinds::OrderId;
use orders::{
    Bought, OrderBrought, OrderCancelled, OrderHeld, OrderPaymentChanged, OrderPlaced, OrderRefunded, OrderShipped,
    Orders,
};
use payments::PaymentChanged;
use pricing::PriceChanged;

use crate::shop::Shop;

/// Everything the house itself subscribes to.
pub fn subscribe(shop: &Shop, on: &mut Subscriptions) {
    on.on_many::<OrderPlaced>("mail.order-confirmation", |tx, placed| {
        Ok(tx.enqueue_all(&mails(&mail::CONFIRMATION, placed))?)
    });
    on.on::<OrderShipped>("mail.order-shipped", |tx, recorded, e| {
        if recorded.actor == flows::demo::ACTOR {
            return Ok(());
        }
        Ok(tx.enqueue(&mail::SHIPPED.about(e.fulfilment)).map(drop)?)
    });
    on.on::<OrderCancelled>("mail.order-cancelled", |tx, _, e| {
        Ok(tx.enqueue(&mail::CANCELLED.about(e.order)).map(drop)?)
    });
    on.on::<OrderCancelled>("mail.order-called-off", |tx, recorded, e| {
        match recorded.actor == kernel::Actor::BUYER {
            true => Ok(tx.enqueue(&mail::CALLED_OFF.about(e.order)).map(drop)?),
            false => Ok(()),
        }
    });
    on.on::<OrderHeld>("mail.order-held", |tx, _, e| Ok(tx.enqueue(&mail::HELD.about(e.order)).map(drop)?));
    on.on::<OrderRefunded>("mail.order-refunded", |tx, _, e| {
        Ok(tx.enqueue(&mail::REFUNDED.about(e.refund)).map(drop)?)
    });
    on.on::<OrderPaymentChanged>("mail.order-payment", |tx, recorded, e| {
        if recorded.actor == flows::demo::ACTOR {
            return Ok(());
        }
        match mail::after_payment(tx, &e).map_err(SubscriberError::of)? {
            Some(told) => Ok(tx.enqueue(&told).map(drop)?),
            None => Ok(()),
        }
    });
    on.on_many::<OrderPlaced>("mail.order-new", |tx, placed| Ok(tx.enqueue_all(&mails(&mail::NEW, placed))?));
    let catalog = shop.catalog.clone();
    on.on::<BandChanged>("catalog.levels", move |tx, _, e| {
        flows::goods::note_level(tx, &catalog, e.variant).map_err(SubscriberError::of)
    });
    let catalog = shop.catalog.clone();
    on.on::<LowChanged>("catalog.low-levels", move |tx, _, e| {
        flows::goods::note_level(tx, &catalog, e.variant).map_err(SubscriberError::of)
    });
    on.on::<LetterDue>("mail.account-letter", |tx, _, e| {
        Ok(tx.enqueue(&account::of(e.purpose).about(e.letter)).map(drop)?)
    });
    on.on::<NoticeDue>("mail.stock-notice", |tx, _, e| {
        let kind = if e.confirm { &account::NOTICE_CONFIRM } else { &account::BACK_IN_STOCK };
        Ok(tx.enqueue(&kind.about(e.notice)).map(drop)?)
    });
    on.on::<BandChanged>("customers.back-in-stock", |tx, _, e| {
        AccountDesk::after_band(tx, &e).map_err(SubscriberError::of)
    });
    on.on_many::<OrderPlaced>("orders.terms", |tx, placed| {
        Orders::index(tx, &orders(placed)).map_err(SubscriberError::of)
    });
    on.on::<OrderShipped>("orders.terms-of-parcels", |tx, _, e| {
        Orders::index(tx, &[e.order]).map_err(SubscriberError::of)
    });
    on.on::<AccountErased>("cart.account-erased", |tx, _, e| {
        cart::Carts::disown(tx, e.account).map_err(SubscriberError::of)
    });
    on.on::<AccountErased>("payments.account-erased", |tx, _, e| {
        payments::Payments::forget_account(tx, e.account).map_err(SubscriberError::of)
    });
    let desk = shop.desk.clone();
    on.on_many::<OrderPlaced>("orders.join-account", move |tx, placed| {
        desk.claim(tx, &orders(placed)).map_err(SubscriberError::of)
    });
    on.on::<OrderCancelled>("pricing.give-back", |tx, _, e| {
        let order = orders::Orders::reference(e.order);
        pricing::Pricing::release_coupon(tx, order).map(drop).map_err(SubscriberError::of)
    });
    let settling = shop.clone();
    on.on::<PaymentChanged>("orders.settle", move |tx, _, e| {
        match settling.checkout.settle(tx, e.reference).map_err(SubscriberError::of)? {
            Some(_) => Ok(()),
            // No checkout knows it, or it is not decided there: an order may be waiting all the same.
            None => match settling.orders.settle(tx, e.reference.cast()) {
                Err(orders::OrdersError::NotFound) => Ok(()),
                other => other.map_err(SubscriberError::of),
            },
        }
    });
    on.on_many::<OrderPlaced>("recommendations.bought", |tx, placed| {
        let bought = |(recorded, e): &(&Recorded, OrderPlaced)| Bought {
            order: e.order,
            at: recorded.at,
            variants: e.lines.iter().map(|line| line.variant).collect(),
        };
        recommend::note(tx, &placed.iter().map(bought).collect::<Vec<_>>()).map_err(SubscriberError::of)
    });
    on.on_many::<OrderBrought>("recommendations.brought", |tx, brought| {
        let bought = |(_, e): &(&Recorded, OrderBrought)| Bought {
            order: e.order,
            at: e.placed_at,
            variants: e.lines.iter().map(|line| line.variant).collect(),
        };
        recommend::note(tx, &brought.iter().map(bought).collect::<Vec<_>>()).map_err(SubscriberError::of)
    });
    on.on_many::<OrderBrought>("orders.terms-of-the-past", |tx, brought| {
        let orders: Vec<OrderId> = brought.iter().map(|(_, e)| e.order).collect();
        Orders::index(tx, &orders).map_err(SubscriberError::of)
    });
    on.on::<OrderCancelled>("recommendations.cancelled", |tx, _, e| {
        recommend::forget(tx, e.order).map_err(SubscriberError::of)
    });
    on.add(listings(shop));
    on.add(told_elsewhere());
}

/// The orders that were placed.
fn orders(placed: &[(&Recorded, OrderPlaced)]) -> Vec<OrderId> {
    placed.iter().map(|(_, e)| e.order).collect()
}

/// Mails about orders that were placed; none about those of an invented past.
fn mails(kind: &MailKind, placed: &[(&Recorded, OrderPlaced)]) -> Vec<SendMail> {
    let real = placed.iter().filter(|(recorded, _)| recorded.actor != flows::demo::ACTOR);
    real.map(|(_, e)| kind.about(e.order)).collect()
}

/// Lists of products follow the rooms they are made from.
fn listings(shop: &Shop) -> Subscription {
    let (product, price, band) = (shop.listings(), shop.listings(), shop.listings());
    Subscription::new(flows::search::SUBSCRIBER)
        .on::<ProductChanged>(move |tx, _, e| product.list(tx, &[e.product]).map(drop).map_err(SubscriberError::of))
        .on::<PriceChanged>(move |tx, _, e| {
            price.list_variant(tx, e.variant).map(drop).map_err(SubscriberError::of)
        })
        .on::<BandChanged>(move |tx, _, e| band.list_variant(tx, e.variant).map(drop).map_err(SubscriberError::of))
        .on::<CategoryChanged>(|tx, _, e| Listings::list_category(tx, e.category).map_err(SubscriberError::of))
}

/// Programs elsewhere are told what they want to hear of; not of an invented past.
fn told_elsewhere() -> Subscription {
    Subscription::new("webhooks.tell").on_types(flows::hooks::KINDS, |tx, recorded| {
        let real: Vec<&Recorded> = recorded.iter().copied().filter(|one| one.actor != flows::demo::ACTOR).collect();
        webhooks::Webhooks::take(tx, &real).map_err(SubscriberError::of)
    })
}
