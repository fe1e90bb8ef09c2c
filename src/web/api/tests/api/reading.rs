//! What everybody may read, and how it is asked for.
use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;

use crate::support::TestShop;

#[actix_web::test]
async fn fields_are_chosen_and_what_is_known_is_not_sent_again() {
    let shop = TestShop::new().await;
    shop.sells("mug", 1490, 10).await;
    let ada = shop.program().await;
    let whole = ada.get("/api/v1/products/mug").await;
    let slim = ada.get("/api/v1/products/mug?fields=title,variants.sku").await;
    assert_eq!(slim.body, json!({ "title": "The mug", "variants": [{ "sku": "SKU-mug" }] }));
    assert!(whole.etag.len() > 8 && whole.etag != slim.etag);
    let id = whole.text("/id");
    assert_eq!(ada.get(&format!("/api/v1/products/{id}")).await.body, whole.body, "by its id, too");

    let known = [("if-none-match", whole.etag.as_str())];
    let same = ada.with(Method::GET, "/api/v1/products/mug", &known, None).await;
    assert_eq!((same.status, same.body, same.etag.as_str()), (304, json!(null), whole.etag.as_str()));
    let wrong = ada.get("/api/v1/products?fields=nonsense").await;
    assert_eq!(
        (wrong.status, wrong.code(), wrong.body["errors"][0]["field"].as_str()),
        (422, "unknown_field", Some("fields"))
    );
    assert_eq!(ada.get("/api/v1/products?nonsense=1").await.code(), "bad_query");
}

#[actix_web::test]
async fn lists_are_narrowed_down_sorted_and_turned() {
    let shop = TestShop::new().await;
    for (name, cents, units) in [("blue-mug", 900, 3), ("red-mug", 1200, 0), ("bowl", 3000, 5), ("plate", 700, 2)] {
        shop.sells(name, cents, units).await;
    }
    shop.lists();
    let ada = shop.program().await;
    let titles = |seen: &crate::support::Seen| -> Vec<String> {
        let items = seen.body["items"].as_array().unwrap_or_else(|| panic!("{}", seen.body));
        items.iter().map(|i| i["handle"].as_str().unwrap().to_owned()).collect()
    };
    let cheap = ada.get("/api/v1/products?sort=cheapest&limit=2").await;
    assert_eq!((titles(&cheap), cheap.body["total"].as_u64()), (vec!["plate".into(), "blue-mug".into()], Some(4)));
    let next = cheap.text("/next");
    assert_eq!(
        cheap.header("link"),
        format!("</api/v1/products?sort=cheapest&limit=2&after={next}>; rel=\"next\"")
    );
    let rest = ada.get(&format!("/api/v1/products?sort=cheapest&limit=2&after={next}")).await;
    assert_eq!(titles(&rest), ["bowl", "red-mug"], "what is sold out stands last");
    assert!(rest.body.get("next").is_none());
    let beyond = ada.get("/api/v1/products?sort=cheapest&limit=2&after=page-9").await;
    assert_eq!((beyond.status, titles(&beyond).len()), (200, 0));

    let some = ada.get("/api/v1/products?price_from=800&price_to=1500&in_stock=true").await;
    assert_eq!(titles(&some), ["blue-mug"]);
    assert_eq!(some.body["facets"]["brands"][0]["slug"], "tidewater");
    assert_eq!(titles(&ada.get("/api/v1/products?brand=nobody&brand=tidewater").await).len(), 4);
    let found = ada.get("/api/v1/search?q=mug").await;
    assert_eq!(titles(&found).len(), 2, "{}", found.body);
    let typed = ada.get("/api/v1/suggestions?q=bo").await;
    assert_eq!(typed.body["products"][0]["handle"], "bowl");

    for (query, code) in [
        ("limit=0", "bad_query"),
        ("limit=101", "bad_query"),
        ("sort=best", "bad_query"),
        ("price_from=-1", "bad_query"),
        ("price_from=9&price_to=1", "bad_query"),
        ("category=none", "bad_query"),
        ("attribute=Oak", "bad_query"),
        ("after=none", "bad_cursor"),
        ("sort=title&after=prd_1", "bad_cursor"),
    ] {
        let seen = ada.get(&format!("/api/v1/products?{query}")).await;
        assert_eq!((seen.status, seen.code()), (422, code), "{query}");
    }
    assert_eq!(ada.get("/api/v1/search").await.code(), "bad_query");
}

/// Written once, what a product is stands in many answers: all of them have to hear that it changed.
#[actix_web::test]
async fn a_product_that_changed_is_shown_so_in_every_list() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 10).await;
    shop.sells("blue-mug", 900, 3).await;
    shop.lists();
    let ada = shop.program().await;
    let lists = ["search?q=mug", "search?q=mug&sort=title", "products?in_stock=true", "suggestions?q=mu"];
    let price = |seen: &crate::support::Seen| -> i64 {
        let items = seen.body["items"].as_array().or(seen.body["products"].as_array()).unwrap();
        assert_eq!(items.len(), 2, "{}", seen.body);
        let own = items.iter().find(|i| i["handle"] == "mug").unwrap();
        own["variants"][0]["price"]["unit"]["amount"].as_i64().unwrap()
    };
    let ask = async |list: &str| ada.get(&format!("/api/v1/{list}")).await;
    let mut etags = Vec::new();
    for list in lists {
        let seen = ask(list).await;
        assert_eq!(price(&seen), 1490, "{list}");
        etags.push(seen.etag);
    }
    shop.costs(mug, 990).await;
    shop.pages.invalidate(kit::Tag::of("price", mug));
    for (list, etag) in lists.iter().zip(&etags) {
        let known = [("if-none-match", etag.as_str())];
        let seen = ada.with(Method::GET, &format!("/api/v1/{list}"), &known, None).await;
        assert_eq!((seen.status, price(&seen)), (200, 990), "{list}");
        let known = [("if-none-match", seen.etag.as_str())];
        let again = ada.with(Method::GET, &format!("/api/v1/{list}"), &known, None).await;
        assert_eq!((again.status, again.body), (304, json!(null)), "{list}");
    }

    let slim = ask("search?q=mug&sort=cheapest&fields=handle,variants.price.unit,variants.sku").await;
    let unit = |cents: i64| json!({ "unit": { "amount": cents, "currency": "EUR" } });
    let one = |name: &str, cents| json!({ "handle": name, "variants": [{ "sku": format!("SKU-{name}"), "price": unit(cents) }] });
    assert_eq!(slim.body["items"], json!([one("blue-mug", 900), one("mug", 990)]));
    assert_eq!(slim.body["total"], 2);
    let wrong = ask("search?q=mug&fields=handle,nonsense").await;
    assert_eq!((wrong.status, wrong.code()), (422, "unknown_field"));
}

#[actix_web::test]
async fn what_cannot_be_asked_so_is_told() {
    let shop = TestShop::new().await;
    shop.sells("mug", 1490, 10).await;
    let ada = shop.program().await;
    let seen = ada.post("/api/v1/carts", json!({})).await;
    assert_eq!(seen.header("ratelimit-policy"), "\"writes\";q=100000;w=60");
    assert!(seen.header("ratelimit").starts_with("\"writes\";r=9"), "{:?}", seen.headers);
    let none: &[(&str, &str)] = &[];
    let seen = ada.with(Method::DELETE, "/api/v1/products/mug", none, None).await;
    assert_eq!((seen.status, seen.code(), seen.header("allow")), (405, "method_not_allowed", "GET, HEAD"));
    let seen = ada.with(Method::OPTIONS, "/api/v1/products/mug", none, None).await;
    assert_eq!((seen.status, seen.header("allow")), (204, "GET, HEAD, OPTIONS"));
    let seen = ada.with(Method::HEAD, "/api/v1/products/mug", none, None).await;
    assert_eq!((seen.status, seen.kind.as_str()), (200, "application/json"));
    let seen = ada.with(Method::GET, "/api/v1/products", &[("accept", "text/html")], None).await;
    assert_eq!((seen.status, seen.code()), (406, "not_acceptable"));
    let seen =
        ada.with(Method::GET, "/api/v1/products", &[("accept", "text/html, application/json;q=0.5")], None).await;
    assert_eq!(seen.status, 200);
    let form = TestRequest::post().uri("/api/v1/carts").set_form([("lines", "1")]);
    let seen = ada.send(form).await;
    assert_eq!((seen.status, seen.code()), (415, "unsupported"));
    let seen = ada.get("/api/v1/nothing").await;
    assert_eq!((seen.status, seen.code()), (404, "not_found"));
}

#[actix_web::test]
async fn pages_elsewhere_may_call_once_somebody_allows_it() {
    let shop = TestShop::new().await;
    let ada = shop.program().await;
    let from = ("origin", "https://app.example");
    let ask = [from, ("access-control-request-method", "POST")];
    let cart = "/api/v1/carts";
    let post = async || ada.with(Method::POST, cart, &[from], Some(json!({}))).await;
    let asked = ada.with(Method::OPTIONS, cart, &ask, None).await;
    assert_eq!((asked.status, asked.header("access-control-allow-origin")), (204, ""));
    assert_eq!(post().await.code(), "foreign_origin");
    let read = ada.with(Method::GET, "/api/v1/products", &[from], None).await;
    assert_eq!((read.status, read.header("access-control-allow-origin")), (200, ""));

    shop.origins().allow(&kernel::Actor::system("test"), from.1).await.unwrap();
    // An app looks anew every second; this one is new.
    let ada = shop.program().await;
    let asked = ada.with(Method::OPTIONS, cart, &ask, None).await;
    assert_eq!((asked.status, asked.header("access-control-allow-origin")), (204, from.1));
    assert!(asked.header("access-control-allow-headers").contains("idempotency-key"));
    let seen = ada.with(Method::POST, cart, &[from], Some(json!({}))).await;
    assert_eq!((seen.status, seen.header("access-control-allow-origin")), (201, from.1));
    let other = ada.with(Method::POST, cart, &[("origin", "https://evil.example")], Some(json!({}))).await;
    assert_eq!((other.code(), other.header("access-control-allow-origin")), ("foreign_origin", ""));
    let cookie = [from, ("cookie", "customer=x")];
    assert_eq!(ada.with(Method::POST, cart, &cookie, Some(json!({}))).await.code(), "foreign_origin");
}

#[actix_web::test]
async fn the_contract_can_be_read_by_people() {
    let shop = TestShop::new().await;
    let ada = shop.program().await;
    let seen = ada.with(Method::GET, "/api/docs", &[("accept", "text/html")], None).await;
    assert_eq!((seen.status, seen.kind.as_str()), (200, "text/html; charset=utf-8"));
    assert!(seen.header("content-security-policy").starts_with("default-src 'none'"));
    let written = ada.send(TestRequest::get().uri("/api/v1/openapi.json")).await;
    assert!(written.body["components"]["securitySchemes"]["staff_token"].is_object());
}
