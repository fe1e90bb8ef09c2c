//! The account's pages, asked in process.
use diesel::prelude::*;
use kernel::kinds::LetterId;

use super::*;

diesel::table! {
    events_log (seq) {
        seq -> BigInt,
        payload -> Text,
    }
}

const PASSWORD: &str = "copper lantern in the rain";

/// What the newest letter's link carries.
fn letter(shop: &TestShop) -> String {
    let accounts = shop.rooms.accounts.clone();
    let link = shop.test_db.db.read_now(move |c| -> Result<_, customers::AccountError> {
        let payloads: Vec<String> =
            events_log::table.order(events_log::seq.desc()).select(events_log::payload).load(c)?;
        let id = payloads.iter().find_map(|payload| {
            let event: serde_json::Value = serde_json::from_str(payload).ok()?;
            event["letter"].as_str()?.parse::<LetterId>().ok()
        });
        Ok(accounts.letter_in(c, id.expect("a letter"))?.token.expect("a link"))
    });
    link.unwrap()
}

/// A shop whose customers come in by their door.
async fn with_accounts() -> TestShop {
    let mut shop = TestShop::new().await;
    let mut config = WebConfig::new("https://shop.example.org".parse().unwrap(), [7; 32]);
    config.limits.writes = None;
    let door = Arc::new(crate::CustomerEntrance::new(shop.rooms.accounts.clone()));
    let site = Site::new(
        config,
        shop.test_db.clock.clone(),
        markets::Markets::new(shop.test_db.db.clone()),
        Arc::new(NoStaff),
    );
    let pages = Arc::new(StorefrontPages::new(Arc::new(shop.rooms.clone())));
    shop.site = web::Data::new(site.unwrap().with_customers(door).with_pages("", pages));
    shop
}

/// The session's cookie as the browser sends it.
fn session(seen: &Seen) -> String {
    let all = seen.headers.get_all("set-cookie").map(|v| v.to_str().unwrap());
    let own = all.filter_map(|line| line.strip_prefix("__Host-customer=")).next().expect("a session");
    format!("__Host-customer={}", own.split(';').next().unwrap())
}

macro_rules! as_who {
    ($cookies:expr, $req:expr) => {
        $req.insert_header((header::COOKIE, $cookies.to_string())).to_request()
    };
}

fn encoded(text: &str) -> String {
    crate::asked::encoded(text)
}

/// Registers, opens the letter's link, comes in. Answers the session's cookie.
macro_rules! joins {
    ($shop:expr, $app:expr, $name:literal, $language:literal) => {{
        let page = ask(&$app, get(concat!($language, "/account/register")).to_request()).await;
        let typed = format!(
            "_token={}&name={}&email={}%40example.org&new-password={}",
            page.hidden("_token"),
            $name,
            $name,
            encoded(PASSWORD)
        );
        let sent = ask(&$app, post(concat!($language, "/account/register"), &typed).to_request()).await;
        assert_eq!(sent.status, 200, "{}", sent.body);
        let token = letter(&$shop);
        let page = ask(&$app, get(&format!("/account/confirm?token={token}")).to_request()).await;
        let typed = format!(
            "_token={}&token={token}&email={}%40example.org&password={}",
            page.hidden("_token"),
            $name,
            encoded(PASSWORD)
        );
        let done = ask(&$app, post("/account/confirm", &typed).to_request()).await;
        assert_eq!((done.status, done.header("location")), (303, "/account?said=welcome"), "{}", done.body);
        session(&done)
    }};
}

#[actix_web::test]
async fn whoever_joins_comes_in_by_the_letter_and_sees_what_is_theirs() {
    let shop = with_accounts().await;
    let app = app!(shop);
    let closed = ask(&app, get("/account/orders?page=2").to_request()).await;
    assert_eq!(
        (closed.status, closed.header("location")),
        (303, "/account/sign-in?next=/account/orders%3Fpage%3D2")
    );
    let closed = ask(&app, get("/de/account").to_request()).await;
    assert_eq!(closed.header("location"), "/de/account/sign-in?next=/account");

    let ada = joins!(shop, app, "ada", "");
    for (path, text) in [
        ("/account", "Hello, ada"),
        ("/account?said=welcome", "Your address is confirmed."),
        ("/account/orders", "You have no orders yet."),
        ("/account/addresses", "Add an address"),
        ("/account/wishes", "Nothing is on it yet."),
        ("/account/details", "ada@example.org"),
        ("/account/details/name", "Change your name"),
        ("/account/delete", "This cannot be undone."),
        ("/de/account", "Guten Tag, ada"),
    ] {
        let seen = ask(&app, as_who!(ada, get(path))).await;
        assert_eq!(seen.status, 200, "{path}");
        assert!(seen.body.contains(text), "{path} lacks {text}: {}", seen.body);
        assert_eq!(seen.header("cache-control"), "private, no-store", "{path}");
    }
    // Wrong passwords and addresses that nobody has are answered alike.
    for email in ["ada", "nobody"] {
        let page = ask(&app, get("/account/sign-in").to_request()).await;
        let typed = format!("_token={}&email={email}%40example.org&password=not+this+one", page.hidden("_token"));
        let refused = ask(&app, post("/account/sign-in", &typed).to_request()).await;
        assert!(refused.body.contains("Email or password is wrong."), "{}", refused.body);
        assert!(refused.header("set-cookie").is_empty());
    }
    let page = ask(&app, as_who!(ada, get("/account"))).await;
    let out =
        ask(&app, as_who!(ada, post("/account/sign-out", &format!("_token={}", page.hidden("_token"))))).await;
    assert_eq!((out.status, out.header("location")), (303, "/"));
    assert_eq!(ask(&app, as_who!(ada, get("/account"))).await.status, 303, "the session is over");
}

#[actix_web::test]
async fn two_baskets_become_one_at_the_door_and_leave_with_their_owner() {
    let shop = with_accounts().await;
    let app = app!(shop);
    let ada = joins!(shop, app, "ada", "");
    let line = |variant: VariantId, quantity: i64| format!("variant={variant}&quantity={quantity}");
    let home = ask(&app, as_who!(ada, post("/cart/lines", &line(shop.moss, 2)))).await.cart().to_owned();
    shop.test_db.advance(std::time::Duration::from_secs(1));
    // Another browser, a guest so far.
    let phone = ask(&app, post("/cart/lines", &line(shop.soap, 1)).to_request()).await.cart().to_owned();
    let guest = format!("__Host-cart={phone}");
    let page = ask(&app, as_who!(guest, get("/account/sign-in?next=/checkout"))).await;
    assert_eq!(page.hidden("next"), "/checkout");
    let typed = format!(
        "_token={}&next=/checkout&email=ada%40example.org&password={}",
        page.hidden("_token"),
        encoded(PASSWORD)
    );
    let done = ask(&app, as_who!(guest, post("/account/sign-in", &typed))).await;
    assert_eq!((done.status, done.header("location")), (303, "/cart?said=joined"), "{}", done.body);
    let inside = format!("{}; {guest}", session(&done));
    let basket = ask(&app, as_who!(inside, get("/cart?said=joined"))).await.body;
    for text in ["The mug", "The soap", "lies together here now"] {
        assert!(basket.contains(text), "{text}: {basket}");
    }
    // The first browser sees the same.
    let first = ask(&app, as_who!(format!("{ada}; __Host-cart={home}"), get("/cart"))).await.body;
    assert!(first.contains("The soap"), "{first}");
    // Signed out, the browser has forgotten it; the account has not.
    let token = ask(&app, as_who!(inside, get("/account"))).await.hidden("_token");
    let out = ask(&app, as_who!(inside, post("/account/sign-out", &format!("_token={token}")))).await;
    let cookies: Vec<_> = out.headers.get_all("set-cookie").map(|v| v.to_str().unwrap().to_owned()).collect();
    assert!(cookies.iter().any(|c| c.starts_with("__Host-cart=;")), "{cookies:?}");
}

#[actix_web::test]
async fn wishes_are_made_on_product_pages_and_out_of_the_basket() {
    let shop = with_accounts().await;
    let app = app!(shop);
    let page = ask(&app, get("/p/mug").to_request()).await;
    assert!(page.body.contains("action=\"/account/wishes\""), "{}", page.body);
    let wish = format!("variant={}&at={}", shop.moss, encoded("/p/mug?variant=x"));
    let guest = ask(&app, post("/account/wishes", &wish).to_request()).await;
    assert_eq!(guest.header("location"), "/account/sign-in?said=wish&next=/p/mug%3Fvariant%3Dx");
    let door = ask(&app, get(guest.header("location")).to_request()).await;
    assert!(door.body.contains("Sign in to keep a wish list"), "{}", door.body);

    let ada = joins!(shop, app, "ada", "");
    let wished = ask(&app, as_who!(ada, post("/account/wishes", &wish))).await;
    assert_eq!(wished.header("location"), "/account/wishes?said=wished");
    let list = ask(&app, as_who!(ada, get("/account/wishes?said=wished"))).await;
    for text in ["It is on your wish list.", "The mug", "Moss", "€24.00"] {
        assert!(list.body.contains(text), "{text}: {}", list.body);
    }
    // Into the basket, and from there back.
    let act = format!("_token={}&act=basket", list.hidden("_token"));
    let put = ask(&app, as_who!(ada, post(&format!("/account/wishes/{}", shop.moss), &act))).await;
    assert_eq!(put.header("location"), "/cart");
    let inside = format!("{ada}; __Host-cart={}", put.cart());
    assert!(!ask(&app, as_who!(inside, get("/account/wishes"))).await.body.contains("The mug"));
    let basket = ask(&app, as_who!(inside, get("/cart"))).await;
    assert!(basket.body.contains("Save for later"), "{}", basket.body);
    let later = format!("_token={}&quantity=1&later=1", basket.hidden("_token"));
    let saved = ask(&app, as_who!(inside, post(&format!("/cart/lines/{}", shop.moss), &later))).await;
    assert_eq!(saved.header("location"), "/cart?said=later");
    assert!(ask(&app, as_who!(inside, get("/cart?said=later"))).await.body.contains("on your wish list now"));
    assert!(ask(&app, as_who!(inside, get("/account/wishes"))).await.body.contains("The mug"));
}

#[actix_web::test]
async fn whoever_wants_to_hear_of_what_is_sold_out_says_so_once() {
    let shop = with_accounts().await;
    let app = app!(shop);
    let path = format!("/p/mug?variant={}", shop.oat);
    let page = ask(&app, get(&path).to_request()).await;
    assert!(page.body.contains("action=\"/stock-notices\"") && page.body.contains("Tell me"), "{}", page.body);
    let wrong = ask(&app, post("/stock-notices", &format!("variant={}&email=gil", shop.oat)).to_request()).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("This is not a whole email address."), "{}", wrong.body);
    let asked = format!("variant={}&email=gil%40example.org", shop.oat);
    let sent = ask(&app, post("/stock-notices", &asked).to_request()).await;
    assert!(sent.body.contains("Look into your mail") && sent.body.contains("gil@example.org"), "{}", sent.body);
    let gone = ask(&app, get("/stock-notices/confirm?token=nonsense").to_request()).await;
    assert_eq!(gone.status, 404);
    assert!(gone.body.contains("This link does not work any more"));
    // Whose address is known need not prove it.
    let ada = joins!(shop, app, "ada", "/de");
    let own = ask(&app, as_who!(ada, post("/de/stock-notices", &format!("variant={}&email=", shop.oat)))).await;
    assert!(own.body.contains("Wir geben Ihnen Bescheid") && own.body.contains("ada@example.org"), "{}", own.body);
}

#[actix_web::test]
async fn the_checkout_begins_with_what_the_account_knows() {
    let shop = with_accounts().await;
    let app = app!(shop);
    let ada = joins!(shop, app, "ada", "");
    let page = ask(&app, as_who!(ada, get("/account/addresses/new"))).await;
    let typed = format!(
        "_token={}&country=DE&name=Ada+Holm&line1=Ring+1&postal_code=20357&city=Hamburg&phone=&preferred=1",
        page.hidden("_token")
    );
    let saved = ask(&app, as_who!(ada, post("/account/addresses", &typed))).await;
    assert_eq!(saved.header("location"), "/account/addresses?said=address", "{}", saved.body);
    let cart = ask(&app, as_who!(ada, post("/cart/lines", &format!("variant={}&quantity=1", shop.moss)))).await;
    let inside = format!("{ada}; __Host-cart={}", cart.cart());
    let form = ask(&app, as_who!(inside, get("/checkout"))).await.body;
    for text in ["value=\"ada@example.org\"", "value=\"Ada Holm\"", "value=\"Ring 1\""] {
        assert!(form.contains(text), "{text}: {form}");
    }
}

#[actix_web::test]
async fn an_address_is_kept_from_the_checkout_and_the_order_is_the_accounts() {
    let shop = with_accounts().await;
    let app = app!(shop);
    let ada = joins!(shop, app, "ada", "");
    let cart = ask(&app, as_who!(ada, post("/cart/lines", &format!("variant={}&quantity=1", shop.moss)))).await;
    let inside = format!("{ada}; __Host-cart={}", cart.cart());
    let form = ask(&app, as_who!(inside, get("/checkout"))).await;
    assert!(form.body.contains("Keep this address in my address book"), "{}", form.body);
    let token = form.hidden("_token");
    // Ordered with another address than the account's: it is hers all the same.
    let other = ADDRESS.replace("ada%40", "office%40");
    let typed = format!("_token={token}&{other}&keep_address=1");
    let step = ask(&app, as_who!(inside, post("/checkout", &typed))).await;
    assert_eq!(step.header("location"), "/checkout/payment", "{}", step.body);
    assert!(ask(&app, as_who!(ada, get("/account/addresses"))).await.body.contains("Kai 14"));
    let page = ask(&app, as_who!(inside, get("/checkout/payment"))).await;
    let fields = format!(
        "_token={token}&method=offline&expected_total={}&idempotency_key={}",
        page.hidden("expected_total"),
        page.hidden("idempotency_key")
    );
    let placed = ask(&app, as_who!(inside, post("/checkout/payment", &fields))).await;
    assert!(placed.header("location").starts_with("/orders/"), "{}", placed.body);
    let orders = ask(&app, as_who!(ada, get("/account/orders"))).await;
    assert!(orders.body.contains("The mug"), "{}", orders.body);
    let guest = ask(&app, with!(cart.cart(), get("/checkout"))).await;
    assert!(!guest.body.contains("keep_address"));
}

/// Everything up to the page that asks for payment; the cookies and that page.
macro_rules! goes_to_pay {
    ($shop:expr, $app:expr, $who:expr) => {{
        let added =
            ask(&$app, as_who!($who, post("/cart/lines", &format!("variant={}&quantity=1", $shop.moss)))).await;
        let inside = format!("{}; __Host-cart={}", $who, added.cart());
        let token = ask(&$app, as_who!(inside, get("/checkout"))).await.hidden("_token");
        ask(&$app, as_who!(inside, post("/checkout", &format!("_token={token}&{ADDRESS}")))).await;
        let page = ask(&$app, as_who!(inside, get("/checkout/payment"))).await;
        (inside, page)
    }};
}

fn paying(page: &Seen, method: &str, rest: &str) -> String {
    format!(
        "_token={}&method={}&expected_total={}&idempotency_key={}{rest}",
        page.hidden("_token"),
        encoded(method),
        page.hidden("expected_total"),
        page.hidden("idempotency_key")
    )
}

/// Carries out the job that keeps the card of an order, by where its page is.
async fn keeps_what_was_paid(shop: &TestShop, page: &str) {
    let order = shop.rooms.orders.by_link(page.trim_start_matches("/orders/")).await.unwrap().unwrap();
    let reference = orders::Orders::reference(order.id);
    let paid = shop.rooms.payments.of(&[reference]).await.unwrap().remove(&reference).unwrap();
    shop.rooms.payments.keep_card(&Actor::system("test"), paid[0].id).await.unwrap();
}

#[actix_web::test]
async fn a_card_is_kept_at_the_checkout_and_pays_with_one_click() {
    let shop = with_accounts().await;
    let app = app!(shop);
    let ada = joins!(shop, app, "ada", "");
    let (inside, page) = goes_to_pay!(shop, app, ada);
    assert!(page.body.contains("name=\"keep_card\" value=\"1\">"), "off by default: {}", page.body);
    let placed =
        ask(&app, as_who!(inside, post("/checkout/payment", &paying(&page, "test", "&keep_card=1")))).await;
    assert!(placed.header("location").starts_with("/orders/"), "{}", placed.body);
    keeps_what_was_paid(&shop, placed.header("location")).await;
    let list = ask(&app, as_who!(ada, get("/account/cards"))).await;
    for text in ["Visa ···4242", "Good until 12/2035", "Preferred"] {
        assert!(list.body.contains(text), "{text}: {}", list.body);
    }
    let id = list.body.split("/account/cards/").nth(1).unwrap().split('"').next().unwrap().to_owned();

    // One click: it is chosen already.
    let (inside, page) = goes_to_pay!(shop, app, ada);
    assert!(page.body.contains("Pay with Visa ···4242"), "{}", page.body);
    let method = format!("card:test:{id}");
    assert!(page.body.contains(&format!("value=\"{method}\" required checked")), "{}", page.body);
    let placed = ask(&app, as_who!(inside, post("/checkout/payment", &paying(&page, &method, "")))).await;
    assert!(placed.header("location").starts_with("/orders/"), "{}", placed.body);

    // Nobody else's: neither at the checkout nor in the account.
    let eve = joins!(shop, app, "eve", "");
    assert!(!ask(&app, as_who!(eve, get("/account/cards"))).await.body.contains("4242"));
    let (inside, page) = goes_to_pay!(shop, app, eve);
    assert!(!page.body.contains("4242"));
    let stolen = ask(&app, as_who!(inside, post("/checkout/payment", &paying(&page, &method, "")))).await;
    assert_eq!(stolen.status, 422, "{}", stolen.body);
    let token = page.hidden("_token");
    for act in ["remove", "prefer"] {
        let tried = post(&format!("/account/cards/{id}"), &format!("_token={token}&act={act}"));
        assert_eq!(ask(&app, as_who!(eve, tried)).await.status, 404);
    }

    // Taken out, while a checkout shows it: the page says so, and nothing is lost.
    let (inside, page) = goes_to_pay!(shop, app, ada);
    let token = page.hidden("_token");
    let removed =
        ask(&app, as_who!(ada, post(&format!("/account/cards/{id}"), &format!("_token={token}&act=remove")))).await;
    assert_eq!(removed.header("location"), "/account/cards?said=card-removed", "{}", removed.body);
    assert!(ask(&app, as_who!(ada, get("/account/cards"))).await.body.contains("You keep no card."));
    let late = ask(&app, as_who!(inside, post("/checkout/payment", &paying(&page, &method, "")))).await;
    assert_eq!(late.status, 422, "{}", late.body);
    let other = ask(&app, as_who!(inside, post("/checkout/payment", &paying(&page, "offline", "")))).await;
    assert!(other.header("location").starts_with("/orders/"), "{}", other.body);
}
