//! Every page with samples: full, empty, and with names that try to break it. The pages are written to Cargo's
//! scratch folder (`admin/*.html`), to be looked at beside `static/`.
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use admin::views::*;
use askama::Template;
use jiff::tz::TimeZone;
use kernel::{Context, Currency, Id, Micros, Money, TaxMode, Texts};

const NOW: i64 = 1_795_184_400_000_000;
const NASTY: &str = "<script>alert(1)</script> \"O'Neill\" & Søn";

static TEXTS: LazyLock<Texts> =
    LazyLock::new(|| Texts::load("en", &WORDS.iter().map(|(n, t)| (&**n, &**t)).collect::<Vec<_>>()).unwrap());

/// Every file of English texts.
static WORDS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../templates/texts/en");
    let files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
    files
        .filter(|f| f.extension().is_some_and(|e| e == "ftl"))
        .map(|f| (f.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&f).unwrap()))
        .collect()
});

fn context() -> Context {
    Context {
        shop_name: "Sundry".into(),
        market: Id::from_bytes([0; 16]),
        price_list: Id::from_bytes([0; 16]),
        currency: Currency::EUR,
        tax_mode: TaxMode::Inclusive,
        country: "DE".into(),
        time_zone: TimeZone::UTC,
        texts: TEXTS.clone(),
        prefix: "".into(),
    }
}

fn shell(section: Section, title: &str) -> Shell {
    Shell {
        ctx: context(),
        title: title.to_owned(),
        section,
        staff_name: "Nora Haugen".to_owned(),
        staff_role: "Shopkeeper".to_owned(),
        token: "t0ken".to_owned(),
        to_ship: 14,
        flash: None,
        nav: nav(&|_| true),
        crumbs: Vec::new(),
        theme: kit::Theme::System,
        searched: String::new(),
        keeps_mail: true,
    }
}

fn eur(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

fn minutes_ago(minutes: i64) -> Micros {
    Micros(NOW - minutes * 60_000_000)
}

fn row(number: u64, buyer: &str, payment: Payment, fulfilment: Fulfilment) -> OrderRow {
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

fn order_rows() -> Vec<OrderRow> {
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

fn checklist() -> Checklist {
    let task = |what, done, path| Task { what, done, path };
    let tasks = vec![
        task(TaskKind::Products, true, "/admin/products"),
        task(TaskKind::Delivery, true, ""),
        task(TaskKind::Taxes, true, ""),
        task(TaskKind::Payment, false, "/admin/settings/payments"),
        task(TaskKind::Mail, false, "/admin/settings/mail"),
        task(TaskKind::Legal, false, ""),
        task(TaskKind::Open, false, "/admin/settings/shop"),
    ];
    Checklist { tasks, ready: false }
}

fn home(empty: bool) -> HomeView {
    let need = |kind, count, minutes| Attention { kind, count, more: false, since: Some(minutes_ago(minutes)) };
    let figures = |orders, cents| DayFigures { orders, takings: eur(cents) };
    HomeView {
        shell: Shell { to_ship: if empty { 0 } else { 14 }, ..shell(Section::Home, "Home") },
        today: Micros(NOW),
        to_ship: if empty { 0 } else { 1000 },
        to_ship_more: !empty,
        day: if empty { figures(0, 0) } else { figures(58, 348_260) },
        week: if empty { figures(0, 0) } else { figures(49, 301_111) },
        chart: TakingsChart::of(if empty { &[] } else { &[0, 1200, 0, 48_000, 99_000, 200_060] }, &[0; 3], 6),
        attention: if empty {
            Vec::new()
        } else {
            vec![
                need(AttentionKind::DeadJobs, 1, 12),
                need(AttentionKind::ParkedEvents, 2, 40),
                need(AttentionKind::FailedPayments, 2, 90),
                need(AttentionKind::ToCapture, 3, 200),
                Attention { more: true, ..need(AttentionKind::ToShip, 1000, 1_560) },
                Attention { more: true, since: None, ..need(AttentionKind::LowStock, 99, 0) },
                Attention { kind: AttentionKind::Lagging, count: 1, more: false, since: None },
            ]
        },
        latest: if empty { Vec::new() } else { order_rows() },
        checklist: empty.then(checklist),
    }
}

fn orders(filter: OrderFilter, query: &str, rows: Vec<OrderRow>) -> OrdersView {
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

fn to_send(problem: Option<&str>) -> ShipManyView {
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

fn batch(runs: bool) -> orders::Batch {
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

fn ask_all(deed: AllDeed) -> AskAllView {
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

fn under_way(runs: bool) -> BatchView {
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

fn refund(planned: bool) -> RefundView {
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

fn slips() -> SlipsView {
    let line = |quantity, title: &str, options: &str, sku: &str| SlipLine {
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

fn order(next: NextStep) -> OrderView {
    let line = |title: &str, options: &str, sku: &str, quantity: u64, unit: i64, picture| OrderLine {
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
    }
}

fn system(empty: bool) -> SystemView {
    let reader = |name: &str, lag, oldest_at| Subscriber {
        name: name.to_owned(),
        lag,
        more: lag > 900,
        oldest_at,
        seconds: lag * 3,
    };
    let dead = DeadJob {
        id: "job_1".to_owned(),
        kind: "mail.send".to_owned(),
        attempts: 8,
        error: "the mail server refused the recipient: 550 no such mailbox <nobody@example.org>".to_owned(),
        died_at: minutes_ago(12),
    };
    let parked = ParkedEvent {
        subscriber: "search.index".to_owned(),
        seq: 71,
        event: "product.changed".to_owned(),
        error: "unknown field `colour`".to_owned(),
        parked_at: minutes_ago(40),
    };
    SystemView {
        shell: shell(Section::System, "System"),
        database: Database {
            backend: if empty { "PostgreSQL" } else { "SQLite" }.to_owned(),
            bytes: (!empty).then_some(12_412_000),
            waiting: 3,
            queue: 2048,
            readers: (1, 8),
            writers: empty.then_some((0, 4)),
        },
        version: "0.1.0",
        cache: if empty {
            Cache::default()
        } else {
            Cache { hits: 970, misses: 30, entries: 41, bytes: 3_100_000 }
        },
        post: Post { smtp: !empty, failed: u64::from(!empty), delayed: 2 },
        jobs: if empty { Jobs::default() } else { Jobs { waiting: 12, running: 2, dead: 1 } },
        dead: if empty { Vec::new() } else { vec![dead] },
        subscribers: if empty {
            Vec::new()
        } else {
            vec![
                reader("mail.order-confirmation", 0, None),
                reader("search.index-products-of-every-market", 120, Some(minutes_ago(60))),
                reader("analytics.daily", 0, None),
            ]
        },
        parked: if empty { Vec::new() } else { vec![parked] },
        may_manage: true,
    }
}

fn sign_in(error: Option<SignInError>) -> SignInView {
    SignInView {
        ctx: context(),
        theme: kit::Theme::System,
        error,
        email: if error.is_some() { "nora@example.org".to_owned() } else { String::new() },
        token: "t0ken".to_owned(),
        next: "/admin/orders?q=\"><b>".to_owned(),
    }
}

fn problem(problem: Problem, reference: Option<&str>) -> ProblemView {
    let reference = reference.map(str::to_owned);
    ProblemView { shell: shell(Section::Elsewhere, "Problem"), problem, told: None, reference }
}

fn at_the_door(problem: Problem) -> DoorProblemView {
    DoorProblemView {
        ctx: context(),
        theme: kit::Theme::Dark,
        problem,
        told: None,
        reference: Some("01k2-7f3a".to_owned()),
    }
}

fn samples() -> Vec<(&'static str, String)> {
    let capture = OrderView {
        payment: Payment::Authorised,
        declined: Some("the card has expired".to_owned()),
        ledger: vec![LedgerLine {
            at: kernel::Micros(0),
            what: "Taken".into(),
            debit: "At the provider (test)".into(),
            credit: "This order".into(),
            amount: eur(8300),
        }],
        disputed: Some(eur(100)),
        doubt: Some("the money was never taken".into()),
        overpaid: Some(eur(1)),
        refused: Some(eur(500)),
        underway: Some(eur(200)),
        buyer: Buyer { name: NASTY.to_owned(), email: "a+b@example.org".to_owned(), phone: None },
        shell: Shell {
            flash: Some(Flash { kind: FlashKind::Failed, text: format!("Not captured: {NASTY}"), undo: None }),
            ..shell(Section::Orders, "S-10491")
        },
        place: None,
        bill_to: Some(vec!["Lindholm Ltd".to_owned(), "Bergen".to_owned()]),
        vat_id: Some("NO123456789MVA".to_owned()),
        ..order(NextStep::Capture { amount: eur(10_395) })
    };
    let sent = OrderView {
        lifecycle: Lifecycle::Completed,
        fulfilment: Fulfilment::Shipped,
        parcels: vec![Parcel {
            sent_at: minutes_ago(5),
            items: 4,
            carrier: Some("DHL".to_owned()),
            tracking: Some("003404341234567890123456789".to_owned()),
            url: Some("https://carrier.example/003404341234567890123456789".to_owned()),
        }],
        ..order(NextStep::Nothing)
    };
    let cancelled = OrderView {
        lifecycle: Lifecycle::Cancelled,
        payment: Payment::Voided,
        ship_to: Vec::new(),
        lines: Vec::new(),
        ..order(NextStep::Nothing)
    };
    let waiting = OrderView { payment: Payment::Pending, ..order(NextStep::AwaitPayment) };
    let transfer = OrderView { payment: Payment::Pending, ..order(NextStep::Receive { amount: eur(10_395) }) };
    let looked_at =
        OrderView { may_manage: false, can_cancel: false, mails: Vec::new(), ..order(NextStep::Ship { items: 4 }) };
    let failed = OrderView { payment: Payment::Failed, ..order(NextStep::PaymentFailed) };
    vec![
        ("sign-in", sign_in(None).render().unwrap()),
        ("sign-in-wrong", sign_in(Some(SignInError::Wrong)).render().unwrap()),
        ("sign-in-too-many", sign_in(Some(SignInError::TooMany)).render().unwrap()),
        ("sign-in-expired", sign_in(Some(SignInError::Expired)).render().unwrap()),
        ("home", home(false).render().unwrap()),
        ("home-empty", home(true).render().unwrap()),
        ("orders", orders(OrderFilter::All, "", order_rows()).render().unwrap()),
        ("orders-searched", orders(OrderFilter::ToShip, "a&b \"c\"", order_rows()).render().unwrap()),
        ("orders-empty", orders(OrderFilter::All, "", Vec::new()).render().unwrap()),
        ("orders-none-to-ship", orders(OrderFilter::ToShip, "", Vec::new()).render().unwrap()),
        ("orders-none-to-capture", orders(OrderFilter::ToCapture, "", Vec::new()).render().unwrap()),
        ("orders-none-cancelled", orders(OrderFilter::Cancelled, "", Vec::new()).render().unwrap()),
        ("orders-none-found", orders(OrderFilter::All, NASTY, Vec::new()).render().unwrap()),
        ("orders-to-send", to_send(None).render().unwrap()),
        ("orders-not-sent", to_send(Some("Nothing of this order is left to ship.")).render().unwrap()),
        ("orders-all-ship", ask_all(AllDeed::Ship).render().unwrap()),
        ("orders-all-tag", ask_all(AllDeed::Tag).render().unwrap()),
        ("orders-all-untag", ask_all(AllDeed::Untag).render().unwrap()),
        ("orders-under-way", under_way(true).render().unwrap()),
        ("orders-all-done", under_way(false).render().unwrap()),
        ("order-refund", refund(false).render().unwrap()),
        ("order-refund-planned", refund(true).render().unwrap()),
        ("orders-slips", slips().render().unwrap()),
        ("order", order(NextStep::Ship { items: 4 }).render().unwrap()),
        ("order-capture", capture.render().unwrap()),
        ("order-sent", sent.render().unwrap()),
        ("order-cancelled", cancelled.render().unwrap()),
        ("order-waiting", waiting.render().unwrap()),
        ("order-transfer", transfer.render().unwrap()),
        ("order-looked-at", looked_at.render().unwrap()),
        ("order-failed", failed.render().unwrap()),
        ("system", system(false).render().unwrap()),
        ("system-empty", system(true).render().unwrap()),
        ("not-found", problem(Problem::NotFound, None).render().unwrap()),
        ("expired", problem(Problem::Expired, None).render().unwrap()),
        ("too-many", problem(Problem::TooMany, None).render().unwrap()),
        ("signed-out", at_the_door(Problem::SignedOut).render().unwrap()),
        ("refused", at_the_door(Problem::Refused).render().unwrap()),
        ("forbidden", problem(Problem::Forbidden, None).render().unwrap()),
        ("failed", problem(Problem::Failed, Some("01k2-7f3a")).render().unwrap()),
    ]
}

fn sample(name: &str) -> String {
    samples().into_iter().find(|(n, _)| *n == name).unwrap().1
}

/// The keys that a text mentions: `admin-…`.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').filter(|s| s.starts_with("admin-") && !s.contains(|c: char| c == '.' || c.is_whitespace()))
}

#[test]
fn every_page_is_written_where_it_can_be_looked_at() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("admin");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, html) in samples() {
        std::fs::write(folder.join(format!("{name}.html")), html).unwrap();
    }
}

#[test]
fn pages_keep_to_a_strict_content_security_policy() {
    for (name, html) in samples() {
        let markup = html.to_lowercase();
        for banned in [" style=", "<style", "javascript:", " onclick=", " onsubmit=", " onchange=", "src=\"http"] {
            assert!(!markup.contains(banned), "{name} has {banned}");
        }
        let scripts = markup.matches("<script").count();
        assert_eq!(scripts, markup.matches("<script src=\"/static/").count(), "{name} has an inline script");
    }
}

#[test]
fn every_post_form_proves_where_it_came_from() {
    for (name, html) in samples() {
        for form in html.split("<form").skip(1).filter(|form| form.contains("method=\"post\"")) {
            let form = form.split("</form>").next().unwrap();
            assert!(form.contains("<input type=\"hidden\" name=\"_token\" value=\"t0ken\">"), "{name}: {form}");
        }
    }
}

#[test]
fn what_people_typed_is_never_markup() {
    for name in [
        "orders",
        "orders-none-found",
        "order-capture",
        "orders-to-send",
        "orders-slips",
        "orders-all-tag",
        "order-refund",
    ] {
        let html = sample(name);
        assert!(!html.contains("<script>alert"), "{name}");
        assert!(html.contains("&#60;script&#62;alert(1)"), "{name}");
    }
    assert!(!sample("sign-in").contains("\"><b>"));
}

#[test]
fn every_text_is_there_and_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    let mut folders = vec![root.to_owned(), root.join("../../../templates/admin")];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()) {
            if path.is_file() {
                sources.push_str(&std::fs::read_to_string(path).unwrap());
            } else if !path.ends_with("tests") {
                folders.push(path);
            }
        }
    }
    let used: BTreeSet<&str> = keys(&sources).collect();
    let written: BTreeSet<&str> = WORDS
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter_map(|l| l.split_once(" = "))
        .map(|(k, _)| k)
        // What a place is also found by is asked for under its name.
        .filter(|k| k.starts_with("admin-") && !k.ends_with("-words"))
        .collect();
    assert_eq!(used.difference(&written).collect::<Vec<_>>(), Vec::<&&str>::new(), "without a text");
    assert_eq!(written.difference(&used).collect::<Vec<_>>(), Vec::<&&str>::new(), "never used");
}

#[test]
fn links_carry_the_filter_the_search_and_the_page() {
    let html = sample("orders-searched");
    assert!(html.contains(
        "href=\"/admin/orders?show=to-ship&#38;q=a%26b%20%22c%22&#38;payment=paid&#38;before=ord_10498\""
    ));
    assert!(html.contains("after=ord_10489\""));
    assert!(html.contains("href=\"/admin/orders?show=to-ship&#38;q=a%26b%20%22c%22\""), "one filter is taken away");
    assert!(html.contains("1000+") && html.contains("<small>14</small>"), "{html}");
    assert_eq!(OrderFilter::parse("to-capture"), OrderFilter::ToCapture);
    assert_eq!(OrderFilter::parse("nonsense"), OrderFilter::All);
}

#[test]
fn one_deed_on_many_is_asked_once_and_can_be_stopped() {
    let ask = sample("orders-all-ship");
    assert!(ask.contains("Ship the 1204 orders that are ready?") && ask.contains("cannot be taken back"), "{ask}");
    assert!(ask.contains("name=\"batch\" value=\"bat_1\"") && ask.contains("name=\"here\" value=\"show=to-ship\""));
    let running = sample("orders-under-way");
    assert!(running.contains("<progress max=\"1204\" value=\"310\"") && running.contains("/stop\""), "{running}");
    assert!(running.contains("data-live=\"on\"") && running.contains("310 of 1204 looked at"));
    let done = sample("orders-all-done");
    assert!(!done.contains("/stop\"") && done.contains("1203 orders were marked as shipped"), "{done}");
    assert!(done.contains("data-live=\"off\"") && done.contains("href=\"/admin/orders/ord_10498\""));
    assert!(sample("orders-searched").contains("Under way"));
}

#[test]
fn an_order_tells_its_story_and_offers_one_act() {
    let html = sample("order");
    assert!(html.contains("<b>Marta Lindholm</b> bought <b>4 items</b> on "));
    assert!(html.contains("to be delivered to <b>Hamburg</b>."));
    assert!(html.contains("action=\"/admin/orders/ord_10491/ship\""));
    assert!(!html.contains("action=\"/admin/orders/ord_10491/capture\""));
    assert!(html.contains("action=\"/admin/orders/ord_10491/cancel\""));
    let done = sample("order-sent");
    for act in ["ship", "capture", "cancel"] {
        assert!(!done.contains(&format!("/admin/orders/ord_10491/{act}")), "nothing is left to do");
    }
    assert!(
        !sample("order-looked-at").contains("/admin/orders/ord_10491/"),
        "whoever may only look is offered nothing"
    );
}

#[test]
fn a_state_is_a_glyph_and_a_word() {
    let html = sample("orders");
    for word in ["Pending", "Authorised", "Part paid", "Paid", "Part refunded", "Failed", "To ship", "Returned"] {
        assert!(html.contains(&format!("</svg>{word}</span>")), "{word}");
    }
    assert!(html.contains("</svg>Cancelled</span>"), "a cancelled order says so instead of what is to be shipped");
}
