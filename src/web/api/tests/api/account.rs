//! Somebody signs in to a program.
use std::time::Duration;

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{PASSWORD, Program, Seen, TestShop, wish};

async fn sign_in(program: &Program, email: &str) -> Seen {
    let who = json!({ "email": email, "password": PASSWORD, "device": "a phone" });
    program.post("/api/v1/sessions", who).await
}

async fn asked(program: &Program, method: Method, path: &str, token: &str, body: Option<Value>) -> Seen {
    program.with(method, path, &[("authorization", &format!("Bearer {token}"))], body).await
}

#[actix_web::test]
async fn a_program_comes_in_for_minutes_and_gets_the_next_pair_once() {
    let shop = TestShop::new().await;
    shop.member("ada@example.org").await;
    let ada = shop.program().await;
    let wrong = ada.post("/api/v1/sessions", json!({ "email": "ada@example.org", "password": "nonsense" })).await;
    assert_eq!(
        (wrong.status, wrong.code(), wrong.header("www-authenticate")),
        (401, "wrong_credentials", "Bearer")
    );
    let first = sign_in(&ada, "Ada@example.org").await;
    assert_eq!((first.status, first.body["expires_in"].as_u64()), (201, Some(900)), "{}", first.body);
    let token = first.text("/access_token");
    let me = asked(&ada, Method::GET, "/api/v1/account", &token, None).await;
    assert_eq!((me.status, me.text("/name")), (200, "Ada Holm".into()));
    assert_eq!(me.header("cache-control"), "private, no-store");

    let listed = asked(&ada, Method::GET, "/api/v1/account/sessions", &token, None).await;
    let current = listed.body["items"].as_array().unwrap().iter().find(|s| s["current"] == true).unwrap();
    assert_eq!(current["device"], "a phone", "listed like a browser");

    shop.test_db.advance(Duration::from_secs(900));
    let late = asked(&ada, Method::GET, "/api/v1/account", &token, None).await;
    assert_eq!((late.status, late.code()), (401, "bad_token"));
    let refresh = json!({ "refresh_token": first.text("/refresh_token") });
    let second = ada.post("/api/v1/sessions/refresh", refresh.clone()).await;
    assert_eq!(second.status, 200, "{}", second.body);
    let token = second.text("/access_token");
    assert_eq!(asked(&ada, Method::GET, "/api/v1/account", &token, None).await.status, 200);
    let thief = ada.post("/api/v1/sessions/refresh", refresh).await;
    assert_eq!((thief.status, thief.code()), (401, "refresh_token_reused"));
    assert_eq!(asked(&ada, Method::GET, "/api/v1/account", &token, None).await.code(), "bad_token");
}

#[actix_web::test]
async fn an_ended_session_opens_nothing() {
    let shop = TestShop::new().await;
    shop.member("ada@example.org").await;
    let ada = shop.program().await;
    let (phone, till) = (sign_in(&ada, "ada@example.org").await, sign_in(&ada, "ada@example.org").await);
    let (mine, other) = (phone.text("/access_token"), till.text("/access_token"));
    let session = format!("/api/v1/account/sessions/{}", till.text("/session"));
    assert_eq!(asked(&ada, Method::DELETE, &session, &mine, None).await.status, 204);
    assert_eq!(asked(&ada, Method::DELETE, &session, &mine, None).await.status, 404);
    assert_eq!(asked(&ada, Method::GET, "/api/v1/account", &other, None).await.code(), "bad_token");
    let refreshed =
        ada.post("/api/v1/sessions/refresh", json!({ "refresh_token": till.text("/refresh_token") })).await;
    assert_eq!((refreshed.status, refreshed.code()), (401, "signed_out"));
    assert_eq!(asked(&ada, Method::DELETE, "/api/v1/sessions/current", &mine, None).await.status, 204);
    assert_eq!(asked(&ada, Method::GET, "/api/v1/account", &mine, None).await.code(), "bad_token");
    assert_eq!(ada.get("/api/v1/account").await.code(), "signed_out");
    let basic = ada.with(Method::GET, "/api/v1/account", &[("authorization", "Basic eDp5")], None).await;
    assert_eq!(basic.code(), "bad_token");
}

#[actix_web::test]
async fn nobody_reaches_what_is_somebody_elses() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 10).await;
    shop.member("ada@example.org").await;
    shop.test_db.advance(Duration::from_secs(1));
    shop.member("bob@example.org").await;
    let program = shop.program().await;
    let ada = sign_in(&program, "ada@example.org").await.text("/access_token");
    let bob = sign_in(&program, "bob@example.org").await.text("/access_token");

    let entry = json!({ "address": wish("")["address"], "preferred": true });
    let kept = asked(&program, Method::POST, "/api/v1/account/addresses", &ada, Some(entry.clone())).await;
    assert_eq!(kept.status, 201, "{}", kept.body);
    for (method, body) in [(Method::PUT, Some(entry)), (Method::DELETE, None)] {
        let seen = asked(&program, method.clone(), &kept.location, &bob, body).await;
        assert!(method == Method::DELETE || seen.status == 404, "{}", seen.body);
    }
    let book = asked(&program, Method::GET, "/api/v1/account/addresses", &ada, None).await;
    assert_eq!(book.body["items"].as_array().unwrap().len(), 1, "hers is still there");
    assert_eq!(
        asked(&program, Method::GET, "/api/v1/account/addresses", &bob, None).await.body["items"],
        json!([])
    );

    let cart = asked(&program, Method::POST, "/api/v1/account/cart", &ada, None).await;
    assert_eq!(cart.status, 201, "{}", cart.body);
    let token = cart.text("/token");
    program.post(&format!("/api/v1/carts/{token}/lines"), json!({ "variant": mug, "quantity": 2 })).await;
    let again = asked(&program, Method::POST, "/api/v1/account/cart", &ada, None).await;
    assert_eq!(again.body["lines"][0]["quantity"], 2, "the same basket from elsewhere");
    let prepared =
        asked(&program, Method::POST, &format!("/api/v1/carts/{token}/prepare"), &ada, Some(wish("offline"))).await;
    assert_eq!(prepared.status, 200, "{}", prepared.body);
    let paid = program.pay(&token, "").await;
    assert_eq!(paid.text("/status"), "placed", "{}", paid.body);

    let mine = asked(&program, Method::GET, "/api/v1/account/orders", &ada, None).await;
    let number = mine.text("/items/0/number");
    assert_eq!(asked(&program, Method::GET, "/api/v1/account/orders", &bob, None).await.body["items"], json!([]));
    let path = format!("/api/v1/account/orders/{number}");
    assert_eq!(asked(&program, Method::GET, &path, &bob, None).await.status, 404);
    assert_eq!(asked(&program, Method::POST, &format!("{path}/reorder"), &bob, None).await.status, 404);
    let session = asked(&program, Method::GET, "/api/v1/account/sessions", &ada, None).await.text("/items/0/id");
    assert_eq!(
        asked(&program, Method::DELETE, &format!("/api/v1/account/sessions/{session}"), &bob, None).await.status,
        404
    );

    let one = asked(&program, Method::GET, &path, &ada, None).await;
    assert_eq!((one.status, one.text("/number")), (200, number));
    assert!(one.etag.starts_with(&format!("\"{}.", one.body["version"])));
    let basket = asked(&program, Method::POST, &format!("{path}/reorder"), &ada, None).await;
    assert_eq!((basket.status, &basket.body["cart"]["lines"][0]["quantity"]), (201, &json!(2)), "{}", basket.body);
    assert_eq!(basket.body["left_out"], false);
}

#[actix_web::test]
async fn a_program_pays_with_a_card_of_its_holders_and_nobody_elses() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 10).await;
    shop.member("ada@example.org").await;
    // The newest letter is known by its time.
    shop.test_db.advance(Duration::from_secs(1));
    shop.member("eve@example.org").await;
    let program = shop.program().await;
    let ada = sign_in(&program, "ada@example.org").await.text("/access_token");
    let eve = sign_in(&program, "eve@example.org").await.text("/access_token");
    let pay = async |who: &str, how: Value| {
        let token = program.basket(&[(mug, 1)]).await;
        let path = format!("/api/v1/carts/{token}");
        let prepared = asked(&program, Method::POST, &format!("{path}/prepare"), who, Some(wish("test"))).await;
        assert_eq!(prepared.status, 200, "{}", prepared.body);
        asked(&program, Method::POST, &format!("{path}/pay"), who, Some(how)).await
    };
    let placed = pay(&ada, json!({ "keep_card": true })).await;
    assert_eq!(placed.text("/status"), "placed", "{}", placed.body);
    let order: kernel::kinds::OrderId = placed.text("/order").parse().unwrap();
    let paid = shop.payments.of(&[order.cast()]).await.unwrap().remove(&order.cast()).unwrap();
    shop.payments.keep_card(&kernel::Actor::system("test"), paid[0].id).await.unwrap();

    let cards = asked(&program, Method::GET, "/api/v1/account/cards", &ada, None).await;
    assert_eq!((cards.text("/items/0/brand"), cards.text("/items/0/last4")), ("visa".into(), "4242".into()));
    assert_eq!(cards.body["items"][0]["preferred"], true);
    let card = cards.text("/items/0/id");
    let none = asked(&program, Method::GET, "/api/v1/account/cards", &eve, None).await;
    assert_eq!(none.body["items"], json!([]));
    assert_eq!(program.get("/api/v1/account/cards").await.status, 401);

    assert_eq!(pay(&ada, json!({ "card": card })).await.text("/status"), "placed");
    let stolen = pay(&eve, json!({ "card": card })).await;
    assert_eq!((stolen.status, stolen.code()), (404, "card_not_found"), "{}", stolen.body);
    let nonsense = pay(&ada, json!({ "card": "mine" })).await;
    assert_eq!((nonsense.status, nonsense.code()), (404, "card_not_found"));
    let elsewhere = pay(&ada, json!({ "return_url": "javascript:alert(1)" })).await;
    assert_eq!((elsewhere.status, elsewhere.code()), (422, "bad_document"), "{}", elsewhere.body);

    let path = format!("/api/v1/account/cards/{card}");
    let not_hers = asked(&program, Method::DELETE, &path, &eve, None).await;
    assert_eq!((not_hers.status, not_hers.code()), (404, "card_not_found"));
    assert_eq!(asked(&program, Method::DELETE, &path, &ada, None).await.status, 204);
    assert_eq!(pay(&ada, json!({ "card": card })).await.code(), "card_not_found");
}
