use actix_web::http::Method;
use actix_web::test::TestRequest;
use kernel::kinds::VariantId;
use serde_json::json;

use crate::support::{TestShop, wish};

#[actix_web::test]
async fn what_is_not_there_is_told_with_how_much_is_left() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 2).await;
    let ada = shop.program().await;
    let token = ada.basket(&[(mug, 3)]).await;
    let seen = ada.prepare(&token, "offline").await;
    assert_eq!((seen.status, seen.code()), (409, "out_of_stock"), "{}", seen.body);
    let facts = [seen.fact("variant"), seen.fact("wanted"), seen.fact("left")];
    assert_eq!(facts, [mug.to_string().as_str(), "3", "2"]);

    let empty = ada.basket(&[]).await;
    assert_eq!(ada.prepare(&empty, "offline").await.code(), "cart_empty");
    assert_eq!(ada.pay(&empty, "").await.code(), "nothing_prepared");
    assert_eq!(ada.get(&format!("/api/v1/carts/{empty}/checkout")).await.code(), "nothing_prepared");
}

#[actix_web::test]
async fn a_total_that_drifted_is_told() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 2).await;
    let ada = shop.program().await;
    let path = format!("/api/v1/carts/{}/prepare", ada.basket(&[(mug, 1)]).await);
    let mut ask = wish("offline");
    ask["expected_total"] = json!({ "amount": 1980, "currency": "EUR" });
    shop.test_db.advance(std::time::Duration::from_secs(1));
    shop.costs(mug, 1590).await;
    let seen = ada.post(&path, ask.clone()).await;
    assert_eq!((seen.status, seen.code()), (409, "total_changed"), "{}", seen.body);
    assert_eq!([seen.fact("seen"), seen.fact("now"), seen.fact("currency")], ["1980", "2080", "EUR"]);
    ask["expected_total"]["currency"] = json!("USD");
    let seen = ada.post(&path, ask.clone()).await;
    assert_eq!((seen.status, seen.code()), (422, "bad_document"));
    ask["expected_total"] = json!({ "amount": 2080, "currency": "EUR" });
    assert_eq!(ada.post(&path, ask).await.status, 200);
}

#[actix_web::test]
async fn what_is_not_understood_is_named() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 2).await;
    let ada = shop.program().await;
    let token = ada.basket(&[(mug, 1)]).await;
    let raw = async |body: &'static str| {
        let request = TestRequest::post().uri("/api/v1/carts").insert_header(("content-type", "application/json"));
        ada.send(request.set_payload(body)).await
    };
    let seen = raw("{\"lines\":").await;
    assert_eq!((seen.status, seen.code()), (400, "bad_json"));
    let seen = raw(r#"{"lines":[],"voucher":"X"}"#).await;
    assert_eq!((seen.status, seen.code()), (422, "bad_document"));
    assert_eq!(seen.text("/errors/0/field"), "voucher");
    assert_eq!(seen.text("/errors/0/code"), "unknown_field");
    let seen = raw(r#"{"lines":[{"variant":"mug","quantity":1}]}"#).await;
    assert_eq!((seen.status, seen.text("/errors/0/code")), (422, "bad_value".into()));
    assert!(seen.text("/errors/0/message").contains("var_"), "{}", seen.body);
    let seen = ada.send(TestRequest::post().uri("/api/v1/carts").set_payload("lines=1")).await;
    assert_eq!((seen.status, seen.code()), (415, "unsupported"));

    let mut ask = wish("offline");
    (ask["email"], ask["address"]["city"], ask["address"]["country"]) = (json!("ada"), json!(" "), json!("US"));
    let seen = ada.post(&format!("/api/v1/carts/{token}/prepare"), ask).await;
    assert_eq!((seen.status, seen.code()), (422, "invalid_buyer"));
    let fields: Vec<&str> =
        seen.body["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["email", "address.city", "address.country"]);
    assert_eq!(ada.prepare(&token, "beads").await.code(), "unknown_payment_method");

    for (query, code) in [
        ("limit=0", "bad_query"),
        ("limit=101", "bad_query"),
        ("limit=ten", "bad_query"),
        ("after=mug", "bad_cursor"),
        ("page=2", "bad_query"),
    ] {
        let seen = ada.get(&format!("/api/v1/products?{query}")).await;
        assert_eq!((seen.status, seen.code()), (422, code), "{query}: {}", seen.body);
    }
    let seen = ada.get(&format!("/api/v1/carts/{token}/delivery-methods?country=US")).await;
    assert_eq!((seen.status, seen.code()), (422, "not_delivered_there"));
}

#[actix_web::test]
async fn nothing_is_nowhere() {
    let shop = TestShop::new().await;
    let ada = shop.program().await;
    for (path, code) in [
        ("/api/v1/products/unicorn", "not_found"),
        ("/api/v1/nothing", "not_found"),
        ("/api/v1/carts/guessed", "cart_not_found"),
        ("/api/v1/carts/guessed/delivery-methods", "cart_not_found"),
        ("/api/v1/orders/guessed", "order_not_found"),
    ] {
        let seen = ada.get(path).await;
        assert_eq!((seen.status, seen.code()), (404, code), "{path}: {}", seen.body);
    }
    let seen = ada.prepare("guessed", "offline").await;
    assert_eq!((seen.status, seen.code()), (404, "cart_not_found"));
    let seen = ada.say(Method::PUT, "/api/v1/carts/guessed/lines/mug", json!({ "quantity": 1 })).await;
    assert_eq!((seen.status, seen.code()), (404, "not_found"));
    let seen = ada.send(TestRequest::delete().uri("/api/v1/carts/guessed")).await;
    assert_eq!((seen.status, seen.code()), (405, "method_not_allowed"));
}

#[actix_web::test]
async fn baskets_have_bounds() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 2).await;
    let ada = shop.program().await;
    let unknown = VariantId::new(testkit::START);
    let open = async |variant, quantity| {
        ada.post("/api/v1/carts", json!({ "lines": [{ "variant": variant, "quantity": quantity }] })).await
    };
    for (quantity, code) in [(10_000, "too_many_units"), (0, "bad_quantity"), (-1, "bad_quantity")] {
        let seen = open(mug, quantity).await;
        assert_eq!((seen.status, seen.code(), seen.fact("quantity").is_empty()), (422, code, false));
    }
    let seen = open(unknown, 1).await;
    assert_eq!((seen.status, seen.code(), seen.fact("variant")), (409, "not_sold", unknown.to_string().as_str()));

    let token = ada.basket(&[(mug, 9_999)]).await;
    let lines = format!("/api/v1/carts/{token}/lines");
    let seen = ada.post(&lines, json!({ "variant": mug, "quantity": 1 })).await;
    assert_eq!((seen.status, seen.code()), (422, "too_many_units"));
    let seen = ada.say(Method::PUT, &format!("{lines}/{mug}"), json!({ "quantity": 10_000 })).await;
    assert_eq!((seen.status, seen.code()), (422, "too_many_units"));
    let seen = ada.say(Method::PUT, &format!("{lines}/{unknown}"), json!({ "quantity": 1 })).await;
    assert_eq!((seen.status, seen.code()), (409, "not_sold"), "setting is no way around");
}
