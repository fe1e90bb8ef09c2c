use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;

use crate::support::{TestShop, wish};

#[actix_web::test]
async fn a_whole_sale_by_bank_transfer() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 10).await;
    let ada = shop.program().await;

    let shelf = ada.get("/api/v1/products/mug").await;
    assert_eq!(shelf.status, 200);
    assert_eq!(shelf.text("/variants/0/id"), mug.to_string());
    assert_eq!(shelf.amount("/variants/0/price/unit"), 1490);
    assert_eq!(
        shelf.body["variants"][0]["stock"],
        json!({ "band": "in", "available": 10, "ships": "now", "ships_from": null })
    );
    assert_eq!(shelf.body["options"][0]["name"], "Glaze");
    let url = shelf.text("/pictures/0/sizes/0/url");
    assert!(url.starts_with("https://shop.example.org/media/pic_") && url.ends_with("/240.webp"), "{url}");

    let opened = ada.post("/api/v1/carts", json!({ "lines": [{ "variant": mug, "quantity": 2 }] })).await;
    assert_eq!(opened.status, 201, "{}", opened.body);
    assert_eq!(opened.location, format!("/api/v1/carts/{}", opened.text("/token")));
    assert_eq!((opened.amount("/totals/goods"), opened.amount("/totals/tax")), (2980, 476));
    assert_eq!(opened.body, ada.get(&opened.location).await.body, "what is answered is what is found");
    let basket = opened.location;

    let ways = ada.get(&format!("{basket}/delivery-methods?country=de")).await;
    assert_eq!((ways.text("/items/0/code"), ways.amount("/items/0/price")), ("parcel".into(), 490));

    let mut ask = wish("offline");
    ask["expected_total"] = json!({ "amount": 3470, "currency": "EUR" });
    let prepared = ada.post(&format!("{basket}/prepare"), ask).await;
    assert_eq!(prepared.status, 200, "{}", prepared.body);
    assert_eq!((prepared.amount("/total"), prepared.text("/expires_at")), (3470, "2026-01-01T00:15:00Z".into()));
    assert_eq!(prepared.body["quote"]["lines"][0]["explanation"]["min_qty"], 1);
    assert_eq!(prepared.body["quote"]["totals"]["taxes"][0]["rate"], 1900);
    let checkout = format!("{basket}/checkout");
    assert_eq!(ada.get(&checkout).await.text("/status"), "prepared");

    let paid = ada.send(TestRequest::post().uri(&format!("{basket}/pay"))).await;
    assert_eq!((paid.status, paid.text("/status")), (200, "placed".into()), "{}", paid.body);
    assert_eq!(paid.text("/order"), prepared.text("/order"));
    assert_eq!(
        ada.post(&format!("{basket}/pay"), json!(null)).await.body,
        paid.body,
        "paying twice is paying once"
    );
    assert_eq!(ada.get(&checkout).await.body, paid.body);

    let order = ada.get(&format!("/api/v1/orders/{}", paid.text("/order_token"))).await;
    assert_eq!(order.text("/id"), paid.text("/order"));
    assert_eq!((order.amount("/totals/total"), order.amount("/delivery/amount")), (3470, 490));
    let axes = [order.text("/lifecycle"), order.text("/payment"), order.text("/fulfilment")];
    assert_eq!(axes, ["placed", "pending", "unfulfilled"]);
    assert_eq!((order.text("/lines/0/sku"), order.text("/address/city")), ("SKU-mug".into(), "Hamburg".into()));
    assert_eq!(order.text("/placed_at"), "2026-01-01T00:00:00Z");

    let gone = ada.get(&basket).await;
    assert_eq!((gone.status, gone.code()), (404, "cart_not_found"));
}

/// Queries on readers; the rest happens on the one connection that writes. More than these are waste.
#[actix_web::test]
async fn a_sale_reads_no_more_than_it_needs() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 10).await;
    let ada = shop.program().await;
    ada.get("/api/v1/products/mug").await;
    let before = shop.test_db.db.reads_so_far();
    let so_far = || shop.test_db.db.reads_so_far() - before;
    let token = ada.basket(&[(mug, 1)]).await;
    assert_eq!(so_far(), 4, "names, prices, stock and taxes");
    assert_eq!(ada.prepare(&token, "offline").await.status, 200);
    assert_eq!(so_far(), 11, "basket, lines, delivery, names, prices, stock and taxes, before it writes");
    assert_eq!(ada.pay(&token, "").await.text("/status"), "placed");
    assert_eq!(so_far(), 16, "the basket and its attempt; the order and the account to say where its money goes");
}

#[actix_web::test]
async fn a_provider_says_yes_no_or_later() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 10).await;
    let ada = shop.program().await;

    let token = ada.basket(&[(mug, 1)]).await;
    assert_eq!(ada.prepare(&token, "test").await.status, 200);
    let no = ada.pay(&token, "decline").await;
    assert_eq!((no.status, no.code()), (409, "payment_declined"));
    let yes = ada.pay(&token, "ok").await;
    assert_eq!(yes.text("/status"), "placed", "{}", yes.body);
    let order = ada.get(&format!("/api/v1/orders/{}", yes.text("/order_token"))).await;
    assert_eq!(order.text("/payment"), "authorized");

    let token = ada.basket(&[(mug, 1)]).await;
    ada.prepare(&token, "test").await;
    assert_eq!(ada.pay(&token, "pending").await.text("/status"), "pending");
    let state = ada.get(&format!("/api/v1/carts/{token}/checkout")).await;
    assert_eq!((state.text("/status"), state.amount("/total")), ("pending".into(), 1980));
    assert_eq!(ada.pay(&token, "ok").await.text("/status"), "pending", "nobody is asked twice");
    let again = ada.prepare(&token, "test").await;
    assert_eq!((again.status, again.code()), (409, "payment_pending"));
}

#[actix_web::test]
async fn a_key_makes_repeating_safe() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 10).await;
    let ada = shop.program().await;
    let (token, other) = (ada.basket(&[(mug, 1)]).await, ada.basket(&[(mug, 1)]).await);
    let prepare = async |token: &str, key: &str| {
        let path = format!("/api/v1/carts/{token}/prepare");
        let request = TestRequest::post().uri(&path).insert_header(("idempotency-key", key));
        ada.send(request.set_json(wish("offline"))).await
    };
    let first = prepare(&token, "k-1").await;
    assert_eq!(first.status, 200, "{}", first.body);
    assert_eq!(prepare(&token, "k-1").await.body, first.body);
    assert_eq!(ada.pay(&token, "").await.text("/order"), first.text("/order"));
    assert_eq!(prepare(&token, "k-1").await.body, first.body, "even when it is placed");
    assert_eq!(prepare(&other, "k-1").await.code(), "key_reused");
    assert_eq!(prepare(&other, " ").await.code(), "bad_idempotency_key");
    assert_eq!(prepare(&other, "k-2").await.status, 200);
}

#[actix_web::test]
async fn lines_come_change_and_go() {
    let shop = TestShop::new().await;
    let (mug, bowl) = (shop.sells("mug", 1490, 10).await, shop.sells("bowl", 3000, 3).await);
    let ada = shop.program().await;
    let empty = ada.send(TestRequest::post().uri("/api/v1/carts")).await;
    assert_eq!((empty.status, empty.amount("/totals/total")), (201, 0), "{}", empty.body);
    let lines = format!("{}/lines", empty.location);
    let line = |variant| format!("{lines}/{variant}");

    let seen = ada.post(&lines, json!({ "variant": mug, "quantity": 1 })).await;
    assert_eq!((seen.status, seen.amount("/totals/goods")), (200, 1490), "{}", seen.body);
    shop.test_db.advance(std::time::Duration::from_secs(1));
    let seen = ada.say(Method::PUT, &line(bowl), json!({ "quantity": 4 })).await;
    assert_eq!((seen.amount("/totals/goods"), &seen.body["lines"][1]["short"]), (13490, &json!(true)));
    assert_eq!(seen.body["version"], 3);
    let same = ada.say(Method::PUT, &line(bowl), json!({ "quantity": 4 })).await;
    assert_eq!(same.body["version"], 3, "what is so already changes nothing");
    let seen = ada.send(TestRequest::delete().uri(&line(bowl))).await;
    assert_eq!((seen.status, seen.amount("/totals/goods")), (200, 1490));
    let seen = ada.send(TestRequest::delete().uri(&line(bowl))).await;
    assert_eq!((seen.status, &seen.body["version"]), (200, &json!(4)));

    let free = ada.basket(&[(bowl, 2)]).await;
    let ways = ada.get(&format!("/api/v1/carts/{free}/delivery-methods")).await;
    assert_eq!((ways.amount("/items/0/price"), ways.amount("/items/0/free_over")), (0, 6000));
}

#[actix_web::test]
async fn a_basket_is_changed_as_it_was_seen_or_as_it_is() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 10).await;
    let ada = shop.program().await;
    let basket = ada.post("/api/v1/carts", json!({ "lines": [{ "variant": mug, "quantity": 1 }] })).await.location;
    let seen = ada.get(&basket).await;
    assert!(seen.etag.starts_with("\"1."), "{}", seen.etag);
    let known = TestRequest::get().uri(&basket).insert_header(("if-none-match", seen.etag.as_str()));
    assert_eq!(ada.send(known).await.status, 304);
    let line = format!("{basket}/lines/{mug}");
    let put = |tag: &str, quantity: i64| {
        let request = TestRequest::put().uri(&line).insert_header(("if-match", tag.to_owned()));
        request.set_json(json!({ "quantity": quantity }))
    };
    let changed = ada.send(put(&seen.etag, 3)).await;
    assert_eq!((changed.status, &changed.body["version"]), (200, &json!(2)), "{}", changed.body);
    let late = ada.send(put(&seen.etag, 5)).await;
    assert_eq!((late.status, late.code()), (412, "changed_meanwhile"), "{}", late.body);
    let late =
        TestRequest::delete().uri(&format!("{basket}/coupon")).insert_header(("if-match", seen.etag.as_str()));
    assert_eq!(ada.send(late).await.code(), "changed_meanwhile");
    assert_eq!(ada.send(put("\"anything\"", 5)).await.code(), "changed_meanwhile", "no tag of ours");
    for tag in ["*", changed.etag.as_str()] {
        assert_eq!(ada.send(put(tag, 3)).await.status, 200, "{tag}");
    }
    assert_eq!(ada.get(&basket).await.body["lines"][0]["quantity"], 3);
}

#[actix_web::test]
async fn pages_lead_to_the_end() {
    let shop = TestShop::new().await;
    let mut sold = Vec::new();
    for n in 0..7 {
        sold.push(shop.sells(&format!("thing-{n}"), 100 + n, n).await.to_string());
        shop.test_db.advance(std::time::Duration::from_millis(1));
    }
    let reader = shop.program().await;
    let (mut seen, mut path, mut pages) = (Vec::new(), "/api/v1/products?limit=3".to_owned(), 0);
    loop {
        let page = reader.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.body);
        pages += 1;
        for item in page.body["items"].as_array().unwrap() {
            seen.push(item["variants"][0]["id"].as_str().unwrap().to_owned());
        }
        let Some(next) = page.body["next"].as_str() else { break };
        path = format!("/api/v1/products?limit=3&after={next}");
    }
    assert_eq!((pages, seen), (3, sold));
    let all = reader.get("/api/v1/products?limit=7").await;
    assert!(all.body["next"].is_null() && all.body["items"][0]["variants"][0]["stock"]["band"] == "out");
    assert_eq!(reader.get("/api/v1/categories").await.body, json!({ "items": [] }));
}

#[actix_web::test]
async fn a_coupon_is_put_in_and_taken_out() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 10).await;
    let new = pricing::NewCoupon {
        code: "SIX-OFF".into(),
        title: "Six off".into(),
        benefit: pricing::Benefit::Fixed { amount: 600 },
        currency: kernel::Currency::EUR,
        least_goods: Some(2000),
        products: vec![],
        categories: vec![],
        valid_from: None,
        valid_until: None,
        uses_limit: Some(1),
        per_buyer: None,
    };
    let pricing = pricing::Pricing::new(shop.test_db.db.clone());
    pricing.add_coupon(&kernel::Actor::system("test"), new).await.unwrap();
    let ada = shop.program().await;
    let token = ada.basket(&[(mug, 1)]).await;
    let path = format!("/api/v1/carts/{token}/coupon");
    let unknown = ada.say(Method::PUT, &path, json!({ "code": "none" })).await;
    assert_eq!((unknown.status, unknown.code()), (422, "coupon_unknown"));
    let waits = ada.say(Method::PUT, &path, json!({ "code": "six-off" })).await;
    assert_eq!((waits.status, waits.text("/coupon/reason")), (200, "coupon_too_little".into()), "{}", waits.body);
    assert_eq!(waits.amount("/coupon/least_goods"), 2000);
    let lines = format!("/api/v1/carts/{token}/lines/{mug}");
    let works = ada.say(Method::PUT, &lines, json!({ "quantity": 2 })).await;
    assert_eq!(works.body["coupon"]["applies"], true, "{}", works.body);
    assert_eq!((works.amount("/totals/discount"), works.amount("/totals/total")), (600, 2380));
    assert_eq!(works.amount("/totals/reductions/0/goods"), 600);
    let out = ada.say(Method::DELETE, &path, json!({})).await;
    assert_eq!((out.status, out.amount("/totals/discount")), (200, 0), "{}", out.body);

    // One use: whoever comes second is told before they pay.
    for (buyer, status) in [(&token, 200), (&ada.basket(&[(mug, 2)]).await, 409)] {
        let put =
            ada.say(Method::PUT, &format!("/api/v1/carts/{buyer}/coupon"), json!({ "code": "SIX-OFF" })).await;
        assert_eq!(put.status, status, "{}", put.body);
        if status == 200 {
            assert_eq!(ada.prepare(buyer, "offline").await.amount("/total"), 2380 + 490);
            let order = ada.pay(buyer, "").await.text("/order_token");
            let order = ada.get(&format!("/api/v1/orders/{order}")).await;
            assert_eq!(
                (order.amount("/totals/discount"), order.text("/totals/reductions/0/code")),
                (600, "SIX-OFF".into())
            );
        } else {
            assert_eq!(put.code(), "coupon_used_up");
        }
    }
}
