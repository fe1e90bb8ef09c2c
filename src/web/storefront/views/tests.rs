//! Every page is rendered: as usual, with nothing on it, and with names that nobody expects.
use std::fs;
use std::path::Path;

use askama::Template;
use kernel::kinds::{MarketId, PriceListId};
use kernel::{BasisPoints, Context, Currency, Micros, Money, TaxMode, Texts};

use super::list::tests::shelf;
use super::*;

mod checks;

const LONG: &str =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftstasse & <u>Söhne</u> \"A\"";

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn texts() -> Texts {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../templates/texts/en");
    let files = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let sources: Vec<(String, String)> =
        files.map(|path| (path.display().to_string(), fs::read_to_string(&path).unwrap())).collect();
    let sources: Vec<(&str, &str)> = sources.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Texts::load("en", &sources).unwrap()
}

/// The head and foot of a page that search engines may keep.
pub(super) fn frame(title: &str) -> Frame {
    let nav = ["Kitchen & table", "Bath", "Desk", "Home", "Garden", "Gifts"];
    Frame {
        ctx: Context {
            shop_name: "Sundry".into(),
            market: MarketId::from_bytes([0; 16]),
            price_list: PriceListId::from_bytes([0; 16]),
            currency: Currency::EUR,
            tax_mode: TaxMode::Inclusive,
            country: "DE".into(),
            time_zone: jiff::tz::TimeZone::UTC,
            texts: texts(),
            prefix: "".into(),
        },
        title: title.into(),
        description: "Plain things, made to be used.".into(),
        canonical: "https://shop.example/".into(),
        languages: [("en", "English", "/"), ("de", "Deutsch", "/de/")].map(language).to_vec(),
        nav: nav.iter().map(|n| Link { current: *n == title, ..Link::new(*n, "/category") }).collect(),
        legal: vec![Link::new("Imprint", "/imprint"), Link::new("Privacy", "/privacy")],
        about: "A general store.".into(),
        demo_banner: false,
        closed: false,
        about_product: false,
        shared_picture: String::new(),
        data: Vec::new(),
        words: String::new(),
        cart_count: None,
    }
}

fn language((code, name, path): (&str, &str, &str)) -> Language {
    Language {
        code: code.into(),
        name: name.into(),
        path: path.into(),
        url: format!("https://shop.example{path}"),
        current: code == "en",
        offer: "Diese Seite gibt es auch auf Deutsch.".into(),
        go: "Auf Deutsch ansehen".into(),
        stay: "Hier bleiben".into(),
    }
}

fn personal(title: &str) -> Frame {
    Frame { canonical: String::new(), cart_count: Some(4), ..frame(title) }
}

fn picture(name: &str) -> Picture {
    let sources = vec![(format!("/media/{name}.svg"), 400), (format!("/media/{name}.svg?large"), 800)];
    Picture { alt: format!("A {name} on a table"), width: 400, height: 500, sources, focus: (50, 50) }
}

/// A product in a list.
pub(super) fn card(title: &str, picture_name: Option<&str>) -> Card {
    Card {
        title: title.into(),
        subtitle: "Stoneware, four glazes".into(),
        path: "/product".into(),
        picture: picture_name.map(picture),
        price: eur(2400),
        from: false,
        was: None,
        band: StockBand::In,
    }
}

fn cards() -> Vec<Card> {
    let low = Card { band: StockBand::Low, from: true, ..card("Harbour lamp", Some("lamp")) };
    let reduced = Card { was: Some(eur(7200)), price: eur(5800), ..card("Lambswool scarf", Some("scarf")) };
    let out = Card { band: StockBand::Out, ..card("Olive soap, pair", Some("soap")) };
    vec![card("Speckled mug", Some("mug")), low, out, reduced]
}

fn sums() -> Sums {
    let row = |label: &str, amount| SumRow { label: label.into(), amount };
    Sums {
        rows: vec![row("Goods", Some(eur(6500))), row("Delivery, parcel post", Some(eur(490)))],
        taxes: vec![TaxRow { rate: BasisPoints(1900), amount: eur(1116) }],
        total: eur(6990),
    }
}

fn order_lines() -> Vec<OrderLine> {
    let line = |title: &str, detail: &str, name: &str, quantity: u32, unit: i64| OrderLine {
        title: title.into(),
        detail: detail.into(),
        picture: Some(picture(name)),
        quantity,
        unit: eur(unit),
        total: eur(unit * i64::from(quantity)),
        cut: Cut::default(),
        waits: None,
    };
    vec![
        line("Speckled mug", "Moss, 350 ml", "mug", 2, 2400),
        line("Olive soap, pair", "", "soap", 1, 950),
        line("Linen twine", "", "twine", 1, 750),
    ]
}

fn cart_lines() -> Vec<CartLine> {
    order_lines()
        .into_iter()
        .enumerate()
        .map(|(i, line)| CartLine {
            variant: format!("var_{i}"),
            title: line.title,
            detail: line.detail,
            path: "/product".into(),
            picture: line.picture,
            unit: line.unit,
            quantity: line.quantity,
            max: 9,
            total: line.total,
            cut: line.cut,
            waits: (i == 2).then(|| "On backorder: ships from 5 December 2026".into()),
            problem: (i == 1).then(|| "Only one of these is left.".into()),
            typed: None,
        })
        .collect()
}

fn choices() -> Vec<Choice> {
    let choice = |value: &str, title: &str, detail: &str, price| Choice {
        value: value.into(),
        title: title.into(),
        detail: detail.into(),
        price,
        chosen: value == "a",
    };
    vec![
        choice("a", "Parcel post", "In two to three working days", Some(eur(490))),
        choice("b", "Pick up in the shop", "", Some(eur(0))),
        choice("c", "By arrangement", "We call you", None),
    ]
}

impl HomeView {
    fn sample() -> Self {
        let promise = |icon, title: &str, text: &str| Promise { icon, title: title.into(), text: text.into() };
        let room = |title: &str, name: &str, count| Room {
            title: title.into(),
            path: "/category".into(),
            picture: Some(picture(name)),
            count,
        };
        Self {
            frame: frame("Home"),
            title: "Plain things".into(),
            text: "Made to be used.".into(),
            start_path: "/category".into(),
            promises: vec![
                promise(PromiseIcon::Delivery, "Free delivery from €60", "Otherwise €4.90, in two to three days"),
                promise(PromiseIcon::Returns, "Thirty days to change your mind", "With a label we pay for"),
                promise(PromiseIcon::Care, "Mended, not binned", "Spare parts for everything we sell"),
            ],
            rooms: vec![
                room("Kitchen", "sq-bowl", 148),
                room("Bath", "sq-soap", 62),
                room("Desk", "sq-notebook", 71),
                room("Home", "sq-scarf", 95),
                room("Garden", "sq-can", 38),
                room("Gifts", "sq-candlejar", 54),
            ],
            rows: vec![
                CardRow {
                    title: "New this week".into(),
                    all: Some(Link::new("All 24", "/category")),
                    cards: cards(),
                },
                CardRow { title: "Nothing here".into(), all: None, cards: vec![] },
            ],
        }
    }
}

impl CategoryView {
    fn sample() -> Self {
        let mut items = cards();
        let more = ["bowl", "carafe", "jar", "plates", "vase", "mug-clay"];
        items.extend(more.iter().map(|name| card("Footed bowl", Some(name))));
        items.push(card(LONG, None));
        Self {
            frame: frame("Kitchen & table"),
            title: "Kitchen & table".into(),
            intro: "Things to cook with, eat from and put away again.".into(),
            crumbs: vec![Link::new("Home", "/")],
            below: vec![Link::new("Pots", "/category")],
            shelf: shelf(items, 5, 130, "/category?sort=new"),
        }
    }
}

impl SearchView {
    fn sample(words: &str, items: Vec<Card>) -> Self {
        let total = items.len() as u64;
        let newest = CardRow { title: "New".into(), all: None, cards: cards() };
        Self {
            frame: Frame { canonical: String::new(), words: words.into(), ..frame("Search") },
            title: "Results".into(),
            words: words.into(),
            crumbs: vec![Link::new("Home", "/")],
            rooms: vec![Link::new("Kitchen", "/category")],
            newest: (total == 0).then_some(newest),
            shelf: shelf(items, 1, total, "/search?q=mug"),
        }
    }
}

impl ProductView {
    fn sample() -> Self {
        let value = |title: &str, chosen, available| OptionValue {
            title: title.into(),
            path: "/product?variant=var_1".into(),
            chosen,
            available,
        };
        let group =
            |title: &str, chosen: &str, values| OptionGroup { title: title.into(), chosen: chosen.into(), values };
        let none = OptionValue { path: String::new(), ..value("500 ml", false, false) };
        Self {
            here: "/p/mug?variant=1".into(),
            frame: frame("Speckled mug"),
            crumbs: vec![Link::new("Home", "/"), Link::new("Kitchen & table", "/category")],
            title: "Speckled mug".into(),
            subtitle: "Tidewater Pottery".into(),
            gallery: ["mug", "mug-tea", "mug-top", "mug-shelf"].map(picture).to_vec(),
            price: eur(2400),
            was: None,
            price_note: "Includes 19% VAT (€3.83), plus delivery.".into(),
            options: vec![
                group(
                    "Glaze",
                    "Moss",
                    vec![value("Moss", true, true), value("Oat", false, true), value("Ink", false, false)],
                ),
                group("Size", "350 ml", vec![value("250 ml", false, true), value("350 ml", true, true), none]),
            ],
            band: StockBand::Low,
            waits: None,
            delivery: Some(Note { title: "With you in two to three days".into(), text: "To Germany, by post.".into() }),
            variant: Some("var_1".into()),
            max_quantity: 9,
            description: "<p>Thrown on the wheel from <em>iron-rich</em> clay, dipped once, and fired at 1,240 °C. \
                          The specks are the iron in the clay coming through the glaze, so no two mugs are alike.</p>\
                          <p>The foot is left bare. It is ground smooth, and will not mark a table.</p>"
                .into(),
            specification: [("Material", "Stoneware, lead-free glaze"), ("Holds", "350 ml"), ("Weight", "340 g")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .to_vec(),
            rows: vec![CardRow { title: "Often bought together".into(), all: None, cards: cards() }],
        }
    }
}

impl CartView {
    fn sample() -> Self {
        let notices = vec!["Speckled mug now costs €24.00. It was €26.00 when you put it in.".into()];
        let coupon = CouponBox {
            code: "FROST10".into(),
            says: "works from 40.00 € of goods on.".into(),
            works: false,
            field: Field::default(),
        };
        let country = |code: &str, name: &str| Country { code: code.into(), name: name.into() };
        let estimate = Estimate {
            country: "DE".into(),
            countries: vec![country("AT", "Austria"), country("DE", "Germany")],
            days: "With you in 2 to 3 working days".into(),
            hint: "€12.00 more, and delivery is free.".into(),
        };
        let (frame, token) = (personal("Basket"), "form-token".into());
        Self {
            frame,
            signed_in: true,
            token,
            lines: cart_lines(),
            sums: sums(),
            notices,
            coupon,
            estimate,
            placed: None,
            beside: None,
        }
    }
}

impl CheckoutView {
    fn sample() -> Self {
        let form = CheckoutForm {
            email: Field::new("marta@example.org"),
            country: Field::new("DE"),
            name: Field::new("Marta Lindholm"),
            line1: Field::new("Kaistraße 14"),
            postal_code: Field {
                value: "2035".into(),
                error: Some("A German postcode has five digits and this has four. Example: 20357".into()),
            },
            city: Field::new("Hamburg"),
            billing_other: true,
            billing: BillingForm {
                city: Field { value: String::new(), error: Some("Please tell us the town.".into()) },
                ..BillingForm::default()
            },
            note: Field::new("Ring <b>twice</b>."),
            keep: Some(true),
            ..CheckoutForm::default()
        };
        let country = |code: &str, name: &str| Country { code: code.into(), name: name.into() };
        Self {
            frame: personal("Checkout"),
            token: "form-token".into(),
            form,
            countries: vec![country("AT", "Austria"), country("DE", "Germany")],
            deliveries: choices(),
            lines: order_lines(),
            sums: sums(),
            problems: vec![],
        }
    }
}

impl PaymentView {
    fn sample() -> Self {
        let mut methods = choices();
        for (method, title) in methods.iter_mut().zip(["Card", "Bank transfer in advance", "Cash on collection"]) {
            method.title = title.into();
            method.price = None;
            method.detail = String::new();
        }
        Self {
            frame: personal("Payment"),
            token: "form-token".into(),
            idempotency_key: "key-1".into(),
            email: "marta@example.org".into(),
            address: vec!["Marta Lindholm".into(), "Kaistraße 14".into(), "20357 Hamburg".into(), "Germany".into()],
            billing: vec!["Lindholm GmbH".into(), "Turm 1".into(), "1010 Wien".into(), "Austria".into()],
            delivery: "Parcel post, in two to three working days".into(),
            methods,
            keeps_card: true,
            lines: order_lines(),
            sums: sums(),
            away: vec![],
            problems: vec![],
        }
    }
}

impl ConfirmationView {
    fn sample() -> Self {
        let payment = PaymentView::sample();
        Self {
            parcels: Vec::new(),
            cancelled: false,
            steps: vec![
                ProgressStep { key: "aftersale-ordered", state: StepState::Done },
                ProgressStep { key: "aftersale-unpaid", state: StepState::Now },
                ProgressStep { key: "aftersale-packing", state: StepState::Ahead },
                ProgressStep { key: "aftersale-sent", state: StepState::Ahead },
            ],
            refunds: vec!["€12.00 given back on 21 November 2026".into()],
            cancel: Some("/orders/t0ken/cancel".into()),
            frame: personal("Thank you"),
            number: "S-10042".into(),
            placed_at: Micros(1_795_300_000_000_000),
            email: payment.email,
            address: payment.address,
            billing: payment.billing,
            note: "Ring twice.\nThank you".into(),
            delivery: payment.delivery,
            payment: "Bank transfer in advance".into(),
            transfer: Some("Sundry GmbH\nDE02 1203 0000 0000 2020 51\nReference: S-10042\nAmount: €69.90".into()),
            cash: None,
            trial: true,
            lines: payment.lines,
            sums: payment.sums,
        }
    }
}

impl ErrorView {
    fn sample() -> Self {
        Self {
            frame: personal("Something went wrong"),
            status: 500,
            title: "This did not work".into(),
            message: "It is our fault, and it is written down. Please try again in a minute.".into(),
            correlation: "01jd7q2m9k".into(),
        }
    }
}

fn pending() -> PendingView {
    PendingView { frame: personal("Payment"), path: "/checkout/pending".into(), refresh_seconds: 4 }
}

/// Every page by name, as usual and with nothing on it.
fn pages() -> Vec<(&'static str, String)> {
    let checkout = CheckoutView::sample();
    let plain = CheckoutView {
        form: CheckoutForm::default(),
        deliveries: vec![],
        countries: vec![],
        lines: vec![],
        problems: vec!["Something in the basket has sold out.".into()],
        ..CheckoutView::sample()
    };
    let home = HomeView { promises: vec![], rooms: vec![], rows: vec![], ..HomeView::sample() };
    let mut category = CategoryView::sample();
    category.shelf = shelf(vec![], 1, 0, "/category");
    let mut filtered = CategoryView::sample();
    filtered.shelf.cards.items.clear();
    let product = ProductView {
        gallery: vec![],
        options: vec![],
        delivery: None,
        variant: None,
        band: StockBand::Out,
        was: Some(eur(3000)),
        description: String::new(),
        specification: vec![],
        rows: vec![],
        ..ProductView::sample()
    };
    let cart = CartView { lines: vec![], notices: vec![], ..CartView::sample() };
    let mut placed = CartView { lines: vec![], notices: vec![], ..CartView::sample() };
    placed.placed = Some(PlacedNote { number: "S-10042".into(), path: "/orders/x".into() });
    let placed = placed.render().unwrap();
    assert!(placed.contains("S-10042") && placed.contains("/orders/x"));
    let paid = ConfirmationView { transfer: None, ..ConfirmationView::sample() };
    let sent = ConfirmationView {
        transfer: None,
        parcels: vec![SentParcel {
            title: "2 items were sent on 21 November 2026".into(),
            tracking: "DHL · 0034".into(),
            url: Some("https://carrier.example/0034".into()),
        }],
        ..ConfirmationView::sample()
    };
    let cancelled = ConfirmationView {
        transfer: None,
        cancelled: true,
        steps: vec![],
        cancel: None,
        ..ConfirmationView::sample()
    };
    let payment =
        PaymentView { problems: vec!["The card was declined.".into()], methods: vec![], ..PaymentView::sample() };
    [
        ("home", HomeView::sample().render()),
        ("home-bare", home.render()),
        ("category", CategoryView::sample().render()),
        ("category-empty", category.render()),
        ("category-none-left", filtered.render()),
        ("search", SearchView::sample("mug", cards()).render()),
        ("search-nothing", SearchView::sample("<u>mugg", vec![]).render()),
        ("search-bare", SearchView::sample("", vec![]).render()),
        ("product", ProductView::sample().render()),
        ("product-out", product.render()),
        ("cart", CartView::sample().render()),
        ("cart-empty", cart.render()),
        ("checkout", checkout.render()),
        ("checkout-bare", plain.render()),
        ("payment", PaymentView::sample().render()),
        ("payment-failed", payment.render()),
        ("confirmation", ConfirmationView::sample().render()),
        ("confirmation-paid", paid.render()),
        ("confirmation-sent", sent.render()),
        ("confirmation-cancelled", cancelled.render()),
        ("pending", pending().render()),
        ("notfound", NotFoundView { frame: frame("Not found") }.render()),
        ("error", ErrorView::sample().render()),
    ]
    .map(|(name, html)| (name, html.unwrap()))
    .to_vec()
}
