//! An invented order, for looking at mails before there is a real one.
use kernel::kinds::{FulfilmentId, MarketId, OrderId, RefundId, VariantId};
use kernel::{BasisPoints, Currency, Micros, TaxMode};
use orders::{
    Contact, Delivery, Fulfilment, FulfilmentAxis, Lifecycle, Line, Order, PaymentAxis, PostalAddress, Refund,
    RefundedLine, Share, ShippingCharge, Tax,
};

use super::order::Told;

/// 21 November 2026, in the morning.
const PLACED: Micros = Micros(1_795_248_000_000_000);

pub(super) fn told(kind: &str) -> Told {
    let mut told = Told {
        order: order(),
        parcel: None,
        reason: None,
        refund: None,
        transfer: payments::BankTransfer::default(),
        papers: Vec::new(),
    };
    match kind {
        "order.shipped" => {
            told.parcel = Some(Fulfilment {
                id: FulfilmentId::from_bytes([1; 16]),
                units: 2,
                carrier: "DHL".into(),
                tracking: "00340434161094042557".into(),
                shipped_at: PLACED,
            });
        }
        "order.refunded" => {
            let line = RefundedLine { position: 2, unsent: 0, sent: 1, restocked: true, amount: 1650, tax: 264 };
            told.reason = Some("It arrived with a stain".into());
            told.refund = Some(Refund {
                id: RefundId::from_bytes([1; 16]),
                order: told.order.id,
                lines: vec![line],
                delivery: Share::default(),
                extra: 0,
                amount: 1650,
                tax: 264,
                reason: String::new(),
                actor: String::new(),
                at: PLACED,
            });
        }
        "order.cancelled" => told.reason = Some("The blue one is no longer made".into()),
        "order.confirmation" | "order.new" | "order.payment_reminder" => {
            told.order.payment_method = "offline".into();
            told.order.payment = PaymentAxis::Pending;
        }
        _ => {}
    }
    told
}

fn order() -> Order {
    let vat = |base, amount| Tax { name: "VAT".into(), rate: BasisPoints(1900), base, amount };
    let line = |position, title: &str, options: &str, quantity, unit, tax| Line {
        position,
        variant: VariantId::from_bytes([position as u8; 16]),
        sku: format!("SAMPLE-{position}"),
        title: title.into(),
        options: options.into(),
        picture: String::new(),
        quantity,
        unit,
        discount: 0,
        tax,
        amount: unit * quantity,
        shipped: 0,
        dropped: 0,
    };
    Order {
        id: OrderId::from_bytes([1; 16]),
        number: "S-1042".into(),
        link_token: "sample".into(),
        market: MarketId::from_bytes([1; 16]),
        locale: "en".into(),
        currency: Currency::EUR,
        tax_mode: TaxMode::Inclusive,
        lifecycle: Lifecycle::Placed,
        payment: PaymentAxis::Paid,
        fulfilment: FulfilmentAxis::Unfulfilled,
        contact: Contact { email: "ada@example.org".into(), name: "Ada Lindqvist".into(), phone: String::new() },
        shipping_address: PostalAddress {
            name: "Ada Lindqvist".into(),
            company: String::new(),
            line1: "Hafenstraße 14".into(),
            line2: "2nd floor".into(),
            postal_code: "20457".into(),
            city: "Hamburg".into(),
            country: "DE".into(),
        },
        delivery: Delivery { code: "parcel".into(), name: "Parcel".into(), min_days: 2, max_days: 4 },
        payment_method: "test".into(),
        lines: vec![
            line(1, "Stoneware mug with a rather long name", "Moss, 350 ml", 2, 2400, 766),
            line(2, "Linen tea towel", "", 1, 1650, 264),
        ],
        shipping: ShippingCharge { amount: 490, taxes: vec![vat(412, 78)] },
        taxes: vec![vat(5832, 1108)],
        goods: 6450,
        discount: 0,
        tax: 1108,
        total: 6940,
        placed_at: PLACED,
        version: 1,
        particulars: orders::Particulars::default(),
    }
}
