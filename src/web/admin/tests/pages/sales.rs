//! Orders in every state, as samples.
use super::*;

pub(super) fn row(number: u64, buyer: &str, payment: Payment, fulfilment: Fulfilment) -> OrderRow {
    OrderRow {
        id: format!("ord_{number}"),
        number: format!("S-{number}"),
        placed_at: minutes_ago((10_500 - number as i64) * 19),
        buyer: buyer.to_owned(),
        lifecycle: if payment == Payment::Refunded { Lifecycle::Cancelled } else { Lifecycle::Placed },
        payment,
        fulfilment,
        total: eur(2_400 + number as i64 % 97 * 213),
        tags: if number.is_multiple_of(5) { vec!["gift".to_owned()] } else { vec![] },
    }
}

pub(super) fn order_rows() -> Vec<OrderRow> {
    use Fulfilment::{PartShipped, Returned, Shipped, ToShip};
    use Payment::{Authorised, Failed, Paid, PartPaid, PartRefunded, Pending, Refunded};
    vec![
        row(10_498, "Petra Ostwald", Pending, ToShip),
        row(10_497, "Jonas Weidt", Paid, ToShip),
        row(10_496, NASTY, Authorised, ToShip),
        row(
            10_495,
            "Wolfeschlegelsteinhausenbergerdorff-Vanderbilt-Montmorency the Younger of Lower Saxony",
            Paid,
            PartShipped,
        ),
        row(10_494, "Henrik Aalto", Failed, ToShip),
        row(10_493, "sofie.brandl@example.org", PartPaid, ToShip),
        row(10_492, "Kenji Morita", Paid, Shipped),
        row(10_491, "Greta Holm", Refunded, ToShip),
        row(10_490, "Elena Marchetti", PartRefunded, Returned),
        row(10_489, "Ruben de Wit", Paid, Shipped),
    ]
}

pub(super) fn orders(filter: OrderFilter, query: &str, rows: Vec<OrderRow>) -> OrdersView {
    let tally = |count, more| Tally { count, more };
    let choice = |value, word| OrderChoice { value, word };
    OrdersView {
        shell: shell(Section::Orders, "Orders"),
        filter,
        counts: vec![tally(1000, true), tally(14, false), tally(3, false), tally(0, false), tally(120, false)],
        found: tally(rows.len() as u64, false),
        choices: vec![
            ("show", if filter == OrderFilter::All { "" } else { filter.as_str() }.to_owned()),
            ("q", query.to_owned()),
            ("payment", if query.is_empty() { "" } else { "paid" }.to_owned()),
        ],
        statuses: vec![choice("placed", "admin-state-placed")],
        payments: vec![choice("paid", "admin-state-paid")],
        fulfilments: vec![choice("unfulfilled", "admin-state-to-ship")],
        known_tags: vec!["gift".to_owned()],
        under_way: if query.is_empty() { vec![] } else { vec![(AllDeed::Ship, batch(true))] },
        before: !query.is_empty(),
        after: true,
        cut: false,
        may_manage: true,
        rows,
    }
}

pub(super) fn to_send(problem: Option<&str>) -> ShipManyView {
    let row = |number: u64, buyer: &str, ready| ShipRow {
        id: format!("ord_{number}"),
        number: format!("S-{number}"),
        buyer: buyer.to_owned(),
        place: "20357 Hamburg".to_owned(),
        items: number % 4,
        payment: if ready { Payment::Paid } else { Payment::Pending },
        goods: Badge { glyph: Glyph::Ring, word: "admin-state-to-ship" },
        ready,
        picked: ready,
        tracking: String::new(),
        problem: problem.map(str::to_owned),
    };
    ShipManyView {
        shell: shell(Section::Orders, "Ship several orders"),
        here: "show=to-ship".to_owned(),
        carrier: "DHL".to_owned(),
        rows: vec![row(10_497, "Jonas Weidt", true), row(10_498, NASTY, false)],
        sent: 3,
    }
}

pub(super) fn batch(runs: bool) -> orders::Batch {
    orders::Batch {
        id: Id::from_bytes([7; 16]),
        deed: orders::Deed::Ship { carrier: "DHL".to_owned() },
        author: "stf_1".to_owned(),
        at: minutes_ago(3),
        total: 1_204,
        seen: if runs { 310 } else { 1_204 },
        done: if runs { 309 } else { 1_203 },
        state: if runs { orders::BatchState::Running } else { orders::BatchState::Done },
        ended_at: (!runs).then(|| minutes_ago(1)),
        listed: orders::Listed::to_ship(),
        last: None,
    }
}

pub(super) fn ask_all(deed: AllDeed) -> AskAllView {
    AskAllView {
        shell: shell(Section::Orders, "Ship all found"),
        deed,
        tags: vec![NASTY.to_owned(), "gift".to_owned()],
        here: "show=to-ship".to_owned(),
        count: 1_204,
        batch: "bat_1".to_owned(),
        seen_at: NOW,
    }
}

pub(super) fn under_way(runs: bool) -> BatchView {
    let refused = RefusedOrder {
        id: "ord_10498".to_owned(),
        number: "S-10498".to_owned(),
        why: "admin-said-nothing-to-ship",
    };
    BatchView {
        shell: shell(Section::Orders, "Ship all found"),
        deed: AllDeed::Ship,
        batch: batch(runs),
        author: NASTY.to_owned(),
        may_manage: runs,
        refused: vec![refused],
    }
}

pub(super) fn refund(planned: bool) -> RefundView {
    let row = |position, title: &str, unsent, sent| RefundRow {
        position,
        title: title.to_owned(),
        detail: "Moss, 350 ml · MUG-350-MOSS".to_owned(),
        unsent,
        sent,
        each: eur(2_160),
    };
    let mut form = Form::default().with("restock", "yes").with("unsent-1", "1");
    if !planned {
        form.refuse("extra", "At most €103.95 is left to be given back.");
    }
    RefundView {
        shell: shell(Section::Orders, "Give money back"),
        id: "ord_10491".to_owned(),
        number: "S-10491".to_owned(),
        version: 4,
        lines: vec![row(1, "Speckled mug", 2, 1), row(2, NASTY, 0, 1), row(3, "Olive soap", 0, 0)],
        delivery: Some(eur(490)),
        left: eur(10_395),
        by_hand: !planned,
        form,
        planned: planned.then(|| PlannedRefund { amount: eur(2_160), tax: eur(345), freed: 1, restocked: 2 }),
    }
}

pub(super) fn slips() -> SlipsView {
    let line = |quantity, title: &str, options: &str, sku: &str| SlipLine {
        from: Vec::new(),
        quantity,
        title: title.to_owned(),
        options: options.to_owned(),
        sku: sku.to_owned(),
    };
    let slip = Slip {
        number: "S-10497".to_owned(),
        placed_at: minutes_ago(60),
        delivery: "Parcel post".to_owned(),
        address: ["Marta Lindholm", "Kaistraße 14", "20357 Hamburg", "Germany"].map(str::to_owned).to_vec(),
        note: "Please ring twice.".to_owned(),
        lines: vec![line(2, "Speckled mug", "Moss, 350 ml", "MUG-350-MOSS"), line(1, NASTY, "", "SOAP")],
    };
    SlipsView {
        shell: shell(Section::Orders, "Packing slips"),
        shop: "Sundry".to_owned(),
        left: true,
        slips: vec![slip.clone(), slip],
    }
}

pub(super) fn order(next: NextStep) -> OrderView {
    let line = |title: &str, options: &str, sku: &str, quantity: u64, unit: i64, picture| OrderLine {
        from: Vec::new(),
        position: quantity as i64,
        left: quantity,
        picture,
        title: title.to_owned(),
        options: options.to_owned(),
        sku: sku.to_owned(),
        quantity,
        unit: eur(unit),
        amount: eur(unit * quantity as i64),
    };
    let sum = |label: &str, note: Option<&str>, amount, kind| MoneyRow {
        label: label.to_owned(),
        note: note.map(str::to_owned),
        amount: eur(amount),
        kind,
    };
    let entry = |minutes, title: &str, detail: Option<&str>, kind| TimelineEntry {
        at: minutes_ago(minutes),
        version: None,
        title: title.to_owned(),
        detail: detail.map(str::to_owned),
        kind,
    };
    OrderView {
        shell: Shell {
            flash: Some(Flash { kind: FlashKind::Done, text: "€103.95 was captured.".to_owned(), undo: None }),
            ..shell(Section::Orders, "S-10491")
        },
        id: "ord_10491".to_owned(),
        number: "S-10491".to_owned(),
        placed_at: minutes_ago(240),
        trial: true,
        explained: vec![ExplainedPart {
            title: "2 × Speckled mug".to_owned(),
            amount: eur(4800),
            facts: vec!["€24.00 each, from the price list “Euro”.".to_owned()],
        }],
        lifecycle: Lifecycle::Placed,
        payment: Payment::Paid,
        fulfilment: Fulfilment::ToShip,
        total: eur(10_395),
        buyer: Buyer {
            name: "Marta Lindholm".to_owned(),
            email: "marta@example.org".to_owned(),
            phone: Some("+49 40 555 0142".to_owned()),
        },
        next,
        may_manage: true,
        can_cancel: next != NextStep::Nothing,
        lines: vec![
            line(
                "Speckled mug",
                "Moss, 350 ml",
                "MUG-350-MOSS",
                2,
                2_400,
                Some("/static/office-empty.svg".to_owned()),
            ),
            line("Olive soap, pair", "", "SOAP-OLV-2", 1, 950, None),
            line(
                "Lambswool scarf that is as long as its name and warm enough for both",
                "Clay",
                "SCARF-CLAY",
                1,
                5_800,
                None,
            ),
        ],
        money: vec![
            sum("Goods", None, 11_550, MoneyKind::Plain),
            sum("First frost, 10% off", Some("coupon FROST10"), -1_155, MoneyKind::Plain),
            sum("Parcel post", Some("free from €60"), 0, MoneyKind::Plain),
            sum("Total", None, 10_395, MoneyKind::Total),
            sum("Includes 19% VAT", None, 1_660, MoneyKind::Included),
            sum("Captured, card ending 4242", None, 10_395, MoneyKind::Ruled),
            sum("Still to pay", None, 0, MoneyKind::Plain),
        ],
        timeline: vec![
            entry(240, "Order placed", Some("Guest checkout, with coupon FROST10"), TimelineKind::Fact),
            entry(240, "Card declined", Some("The second try went through"), TimelineKind::Trouble),
            entry(239, "Card payment captured, €103.95", None, TimelineKind::Fact),
            entry(238, "Confirmation sent to marta@example.org", None, TimelineKind::Message),
        ],
        ship_to: ["Marta Lindholm", "Kaistraße 14", "20357 Hamburg", "Germany"].map(str::to_owned).to_vec(),
        bill_to: None,
        wish: Some("Please ring twice.".to_owned()),
        vat_id: None,
        place: Some("Hamburg".to_owned()),
        delivery: Some("Parcel post".to_owned()),
        parcels: Vec::new(),
        declined: None,
        tags: "gift".to_owned(),
        notes: vec![NoteLine {
            id: "nte_1".to_owned(),
            at: minutes_ago(100),
            who: "Nora Haugen".to_owned(),
            body: format!("Called, wants it wrapped. {NASTY}"),
        }],
        mails: vec![MailLine {
            id: "msg_1".to_owned(),
            subject: "Your order S-10491".to_owned(),
            at: minutes_ago(238),
            state: "failed",
            error: Some("550 no such user".to_owned()),
            again: true,
        }],
        may_refund: false,
        underway: None,
        ledger: vec![],
        doubt: None,
        disputed: None,
        overpaid: None,
        refused: None,
        held: None,
        may_decide: false,
    }
}

/// PayPal's keys: in its sandbox and mistyped, or not there yet.
pub(super) fn paypal(set: bool) -> PaypalView {
    let mut form = Form::default().with("house", "sandbox");
    if set {
        form = form.with("offered", "yes").with("client_id", NASTY);
        form.refuse("webhook_id", "PayPal knows no webhook of this id".to_owned());
    }
    PaypalView {
        shell: shell(Section::SettingsPayments, "PayPal"),
        form,
        on: set,
        trial: set,
        has_keys: set,
        hears: false,
        hook: "https://shop.example/webhooks/paypal".to_owned(),
        may_manage: true,
    }
}
