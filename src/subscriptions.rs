//! When X happens, do Y: one line each. What must be true at once is a direct call in the same unit of work; what may
//! be late stands here.
use catalog::{CategoryChanged, ProductChanged};
use customers::{AccountErased, LetterDue, NoticeDue};
use events::{Recording, SubscriberError, Subscription, Subscriptions};
use flows::accounts::AccountDesk;
use flows::mail::{account, order as mail};
use flows::recommend;
use flows::search::Listings;
use inventory::{BandChanged, LowChanged};
use orders::{
    OrderBrought, OrderCancelled, OrderHeld, OrderPaymentChanged, OrderPlaced, OrderRefunded, OrderShipped, Orders,
};
use payments::PaymentChanged;
use pricing::PriceChanged;

use crate::shop::Shop;

/// Everything the house itself subscribes to.
pub fn subscribe(shop: &Shop, on: &mut Subscriptions) {
    on.on::<OrderPlaced>("mail.order-confirmation", |tx, recorded, e| {
        if recorded.actor == flows::demo::ACTOR {
            return Ok(());
        }
        Ok(tx.enqueue(&mail::CONFIRMATION.about(e.order)).map(drop)?)
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
    on.on::<OrderPlaced>("mail.order-new", |tx, recorded, e| {
        if recorded.actor == flows::demo::ACTOR {
            return Ok(());
        }
        Ok(tx.enqueue(&mail::NEW.about(e.order)).map(drop)?)
    });
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
    on.on::<OrderPlaced>("orders.terms", |tx, _, e| Orders::index(tx, e.order).map_err(SubscriberError::of));
    on.on::<OrderShipped>("orders.terms-of-parcels", |tx, _, e| {
        Orders::index(tx, e.order).map_err(SubscriberError::of)
    });
    on.on::<AccountErased>("cart.account-erased", |tx, _, e| {
        cart::Carts::disown(tx, e.account).map_err(SubscriberError::of)
    });
    on.on::<AccountErased>("payments.account-erased", |tx, _, e| {
        payments::Payments::forget_account(tx, e.account).map_err(SubscriberError::of)
    });
    let desk = shop.desk.clone();
    on.on::<OrderPlaced>("orders.join-account", move |tx, _, e| {
        desk.claim(tx, e.order).map_err(SubscriberError::of)
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
    on.on::<OrderPlaced>("recommendations.bought", |tx, recorded, e| {
        let variants = e.lines.iter().map(|line| line.variant).collect();
        recommend::note(tx, e.order, recorded.at, variants).map_err(SubscriberError::of)
    });
    on.on::<OrderBrought>("recommendations.brought", |tx, _, e| {
        let variants = e.lines.iter().map(|line| line.variant).collect();
        recommend::note(tx, e.order, e.placed_at, variants).map_err(SubscriberError::of)
    });
    on.on::<OrderBrought>("orders.terms-of-the-past", |tx, _, e| {
        Orders::index(tx, e.order).map_err(SubscriberError::of)
    });
    on.on::<OrderCancelled>("recommendations.cancelled", |tx, _, e| {
        recommend::forget(tx, e.order).map_err(SubscriberError::of)
    });
    on.add(listings(shop));
    on.add(told_elsewhere());
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
    flows::hooks::KINDS.iter().fold(Subscription::new("webhooks.tell"), |on, kind| {
        on.on_type(kind, |tx, recorded| {
            if recorded.actor == flows::demo::ACTOR {
                return Ok(());
            }
            webhooks::Webhooks::take(tx, recorded).map_err(SubscriberError::of)
        })
    })
}
