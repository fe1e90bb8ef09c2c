//! Every page with samples: full, empty, and with names that try to break it. The pages are written to Cargo's
//! scratch folder (`admin/*.html`), to be looked at beside `static/`.
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use admin::views::*;
use askama::Template;
use jiff::tz::TimeZone;
use kernel::{Context, Currency, Id, Micros, Money, TaxMode, Texts};

use sales::*;

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
            replica: empty.then_some(Copied { state: CopyState::Away, answered: 0, fell_back: 12 }),
        },
        version: "0.1.0",
        cache: if empty {
            Cache::default()
        } else {
            Cache { hits: 970, misses: 30, entries: 41, bytes: 3_100_000 }
        },
        post: Post { smtp: !empty, failed: u64::from(!empty), delayed: 2 },
        books: (!empty).then(|| Proved {
            at: minutes_ago(300),
            seconds: 34,
            breaches: 1,
            report: "I1        stock is the sum of what happened to it — 1 BROKEN, 240 examined in 0.4 s\n    on hand is 4, but its movements add up to 5 [var_01jd2n4k8fexample0000000000]\nThe books are not in order: 1 breach.".to_owned(),
        }),
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
        ("paypal", paypal(true).render().unwrap()),
        ("paypal-new", paypal(false).render().unwrap()),
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

mod checks;
mod sales;
