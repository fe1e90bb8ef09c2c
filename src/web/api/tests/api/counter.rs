//! Programs of staff.
use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::{Value, json};
use staff::Permission as P;

use crate::support::{Program, Seen, TestShop};

struct Till<'a>(&'a Program, String);

impl Till<'_> {
    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Seen {
        let token = format!("Bearer {}", self.1);
        let mut all = vec![("authorization", token.as_str())];
        all.extend_from_slice(headers);
        self.0.with(method, path, &all, body).await
    }
    async fn get(&self, path: &str) -> Seen {
        self.ask(Method::GET, path, &[], None).await
    }
    async fn post(&self, path: &str, key: &str, body: Value) -> Seen {
        self.ask(Method::POST, path, &[("idempotency-key", key)], Some(body)).await
    }
}

#[actix_web::test]
async fn a_token_does_what_it_is_for_and_nothing_else() {
    let shop = TestShop::new().await;
    let program = shop.program().await;
    let till = Till(&program, shop.token(&[P::ViewOrders]).await);
    assert_eq!(till.get("/api/v1/admin/orders").await.status, 200);
    for path in ["products", "stock", "customers", "imports", "locations", "transfers", "supplies"] {
        let seen = till.get(&format!("/api/v1/admin/{path}")).await;
        assert_eq!((seen.status, seen.code()), (403, "missing_scope"), "{path}");
    }
    assert_eq!(program.get("/api/v1/admin/orders").await.code(), "signed_out");
    let made_up = Till(&program, format!("sst_{}", kernel::random_token()));
    assert_eq!(made_up.get("/api/v1/admin/orders").await.code(), "bad_token");
    assert_eq!(till.get("/api/v1/account").await.code(), "bad_token", "it is no shopper's");

    let token = shop.staff.tokens().await.unwrap().remove(0);
    assert!(token.last_used_at.is_some() && till.1.ends_with(&token.hint));
    let owner = kernel::Actor::staff(token.member, staff::Role::Owner.powers(), kernel::Correlation::new());
    shop.staff.revoke_token(&owner, token.id).await.unwrap();
    assert_eq!(till.get("/api/v1/admin/orders").await.code(), "bad_token", "from that moment on");
}

#[actix_web::test]
async fn a_token_is_worth_no_more_than_whoever_made_it() {
    let shop = TestShop::new().await;
    let program = shop.program().await;
    let till = Till(&program, shop.token(&[P::ViewOrders, P::RefundOrders]).await);
    let other = Till(&program, shop.token(&[P::ViewOrders]).await);
    let token = shop.staff.tokens().await.unwrap().into_iter().find(|t| till.1.ends_with(&t.hint)).unwrap();
    let member = shop.staff.get_many(&[token.member]).await.unwrap().remove(&token.member).unwrap();
    let change = staff::MemberChange { role: Some(staff::Role::ReadOnly), ..Default::default() };
    let demoted =
        shop.staff.change(&kernel::Actor::system("test"), member.id, member.version, change).await.unwrap();
    assert_eq!(till.get("/api/v1/admin/orders").await.status, 200);
    let refund = "/api/v1/admin/orders/ord_00000000000000000000000000/refunds";
    assert_eq!(till.post(refund, "k", json!({ "reason": "x" })).await.code(), "missing_scope");
    let gone = staff::MemberChange { active: Some(false), ..Default::default() };
    shop.staff.change(&kernel::Actor::system("test"), demoted.id, demoted.version, gone).await.unwrap();
    assert_eq!(till.get("/api/v1/admin/orders").await.code(), "bad_token");
    assert_eq!(other.get("/api/v1/admin/orders").await.status, 200);
    shop.test_db.advance(std::time::Duration::from_secs(31 * 24 * 3600));
    assert_eq!(other.get("/api/v1/admin/orders").await.code(), "bad_token", "its time is over");
}

#[actix_web::test]
async fn products_are_made_changed_and_archived() {
    let shop = TestShop::new().await;
    let program = shop.program().await;
    let all = [P::ViewProducts, P::ManageProducts, P::ManagePrices, P::ManageInventory, P::ViewInventory];
    let till = Till(&program, shop.token(&all).await);
    let new = json!({ "title": "Oak spoon", "sku": "SPOON", "price": { "amount": 900, "currency": "EUR" }, "on_hand": 5 });
    let made = till.post("/api/v1/admin/products", "make", new.clone()).await;
    assert_eq!((made.status, made.text("/status")), (201, "draft".into()), "{}", made.body);
    assert_eq!((made.amount("/variants/0/price"), &made.body["variants"][0]["on_hand"]), (900, &json!(5)));
    assert_eq!(till.post("/api/v1/admin/products", "make", new.clone()).await.body, made.body, "once");
    assert_eq!(till.post("/api/v1/admin/products", "other", new).await.code(), "sku_taken");

    let path = made.location.clone();
    let seen = till.get(&path).await;
    let change = json!({ "status": "active", "brand": "Holt", "description": "<p>Oiled.</p><script>x</script>" });
    let unseen = till.ask(Method::PATCH, &path, &[], Some(change.clone())).await;
    assert_eq!((unseen.status, unseen.code()), (428, "precondition_needed"));
    let tag = [("if-match", seen.etag.as_str())];
    let changed = till.ask(Method::PATCH, &path, &tag, Some(change.clone())).await;
    assert_eq!((changed.status, changed.text("/description")), (200, "<p>Oiled.</p>".into()), "{}", changed.body);
    let late = till.ask(Method::PATCH, &path, &tag, Some(change)).await;
    assert_eq!((late.status, late.code()), (412, "changed_meanwhile"));
    let read = |c: &mut db::Conn| {
        Ok::<_, db::DbError>(db::AuditEntry::of(c, path.rsplit('/').next().unwrap_or_default(), 5)?)
    };
    let deeds = shop.test_db.db.read_now(read).unwrap();
    assert!(deeds.iter().any(|d| d.action == "product.edit" && d.token().is_some()), "{deeds:?}");
    let wrong = till.ask(Method::PATCH, &path, &[("if-match", &changed.etag)], Some(json!({ "title": "" }))).await;
    assert_eq!((wrong.status, wrong.body["errors"][0]["field"].as_str()), (422, Some("title")), "{}", wrong.body);

    let variant = changed.text("/variants/0/id");
    let prices = json!({ "items": [
        { "variant": variant, "price": { "amount": 1000, "currency": "EUR" } },
        { "variant": "var_00000000000000000000000000", "price": { "amount": 1, "currency": "EUR" } },
    ] });
    let set = till.post("/api/v1/admin/prices", "p", prices).await;
    assert_eq!((set.status, &set.body["items"][0]["changed"]), (200, &json!(true)), "{}", set.body);
    assert_eq!(set.body["items"][1]["problem"]["code"], "not_found");

    let bookings = json!({ "items": [
        { "variant": variant, "by": -2, "reason": "broken" },
        { "variant": variant, "by": -9, "reason": "broken" },
        { "variant": variant, "counted": 12, "reason": "counted" },
    ] });
    let keyless = till.ask(Method::POST, "/api/v1/admin/stock", &[], Some(bookings.clone())).await;
    assert_eq!((keyless.status, keyless.code()), (400, "idempotency_key_needed"));
    let booked = till.post("/api/v1/admin/stock", "s", bookings).await;
    let items = &booked.body["items"];
    assert_eq!((&items[0]["on_hand"], &items[2]["on_hand"]), (&json!(3), &json!(12)), "{}", booked.body);
    assert_eq!(items[1]["problem"]["code"], "negative_stock");
    let counted = json!({ "items": [
        { "variant": variant, "counted": 5, "was": 3, "reason": "late" },
        { "variant": variant, "counted": 12, "was": 12, "low_at": 4, "reason": "right" },
        { "variant": variant, "counted": 0, "counted_at": "2001-01-01T00:00:00Z", "reason": "before all of it" },
    ] });
    let items = till.post("/api/v1/admin/stock", "t", counted).await.body["items"].clone();
    assert_eq!(items[0]["problem"]["code"], "stock_moved", "{items}");
    assert_eq!(
        (&items[1]["on_hand"], &items[2]["on_hand"]),
        (&json!(12), &json!(12)),
        "what moved since is on top"
    );
    let wrong = json!({ "items": [{ "variant": variant, "counted": 5, "counted_at": "noon", "reason": "x" }] });
    assert_eq!(till.post("/api/v1/admin/stock", "u", wrong).await.code(), "bad_document");
    let ledger = till.get(&format!("/api/v1/admin/stock/{variant}/movements?limit=2")).await;
    assert_eq!((ledger.body["items"][0]["quantity"].as_i64(), ledger.body["next"].is_string()), (Some(9), true));
    let stock = till.get("/api/v1/admin/stock?q=SPOON&fields=sku,locations.on_hand").await;
    assert_eq!(stock.body["items"], json!([{ "sku": "SPOON", "locations": [{ "on_hand": 12 }] }]));

    assert_eq!(till.ask(Method::DELETE, &path, &[], None).await.status, 204);
    assert_eq!(till.get(&path).await.text("/status"), "archived");
    let listed = till.get("/api/v1/admin/products?status=archived").await;
    assert_eq!(listed.body["items"][0]["handle"], "oak-spoon");
}

#[actix_web::test]
async fn orders_are_paid_sent_noted_and_given_back() {
    let shop = TestShop::new().await;
    let mug = shop.sells("mug", 1490, 10).await;
    let program = shop.program().await;
    for _ in 0..2 {
        let token = program.basket(&[(mug, 2)]).await;
        program.prepare(&token, "offline").await;
        assert_eq!(program.pay(&token, "").await.text("/status"), "placed");
    }
    let all = [P::ViewOrders, P::ManageOrders, P::RefundOrders, P::ViewCustomers, P::ManageCustomers];
    let till = Till(&program, shop.token(&all).await);
    let listed = till.get("/api/v1/admin/orders?payment=pending&limit=1").await;
    assert_eq!(listed.body["total"], 2, "{}", listed.body);
    let next = listed.text("/next");
    let rest = till.get(&format!("/api/v1/admin/orders?payment=pending&limit=1&after={next}")).await;
    assert!(rest.body["items"].as_array().unwrap().len() == 1 && rest.body.get("next").is_none());
    assert_eq!(till.get("/api/v1/admin/orders?payment=maybe").await.code(), "bad_query");

    let path = format!("/api/v1/admin/orders/{}", listed.text("/items/0/id"));
    let captured = till.post(&format!("{path}/capture"), "c", json!({})).await;
    assert_eq!((captured.status, captured.text("/order/payment")), (200, "paid".into()), "{}", captured.body);
    let noted = till.post(&format!("{path}/notes"), "n", json!({ "body": "Rings twice." })).await;
    assert_eq!(noted.text("/items/0/body"), "Rings twice.");
    assert_eq!(till.post(&format!("{path}/notes"), "n", json!({ "body": "Rings twice." })).await.body, noted.body);
    let sent = till
        .post(&format!("{path}/fulfilments"), "f", json!({ "lines": [{ "position": 1, "quantity": 1 }] }))
        .await;
    assert_eq!(sent.status, 201, "{}", sent.body);
    let many = json!({ "items": [
        { "order": rest.text("/items/0/id"), "carrier": "dhl" },
        { "order": "ord_00000000000000000000000000" },
    ] });
    let many = till.post("/api/v1/admin/fulfilments", "m", many).await;
    assert!(many.body["items"][0]["fulfilment"].is_string(), "{}", many.body);
    assert_eq!(many.body["items"][1]["problem"]["code"], "order_not_found");

    let seen = till.get(&path).await;
    assert_eq!(
        (seen.text("/order/fulfilment"), seen.body["fulfilments"].as_array().unwrap().len()),
        ("partial".into(), 1)
    );
    let refund = json!({ "lines": [{ "position": 1, "sent": 1 }], "reason": "broken" });
    let planned = till
        .ask(Method::POST, &format!("{path}/refunds/plan"), &[("if-match", &seen.etag)], Some(refund.clone()))
        .await;
    assert_eq!(planned.amount("/amount"), 1490, "{}", planned.body);
    let headers = [("if-match", seen.etag.as_str()), ("idempotency-key", "r")];
    let refunds = format!("{path}/refunds");
    let given = till.ask(Method::POST, &refunds, &headers, Some(refund.clone())).await;
    assert_eq!(given.status, 201, "{}", given.body);
    let again = till.ask(Method::POST, &refunds, &headers, Some(refund.clone())).await;
    assert_eq!((again.body, again.headers.get("idempotent-replayed").is_some()), (given.body, true));
    let late = [("if-match", seen.etag.as_str()), ("idempotency-key", "r2")];
    assert_eq!(till.ask(Method::POST, &refunds, &late, Some(refund)).await.code(), "changed_meanwhile");
    let back = till.get(&refunds).await;
    assert_eq!((back.body["items"].as_array().unwrap().len(), back.amount("/items/0/amount")), (1, 1490));

    let people = till.get("/api/v1/admin/customers?q=ada").await;
    let person = format!("/api/v1/admin/customers/{}", people.text("/items/0/id"));
    assert_eq!(till.get(&person).await.body["orders"], 2);
    let kept = till.post(&format!("{person}/notes"), "pn", json!({ "body": "Likes blue." })).await;
    assert_eq!((kept.status, till.get(&person).await.text("/notes/0/body")), (201, "Likes blue.".into()));
}

/// Each route of the contract, with each kind of token.
#[actix_web::test]
async fn every_route_is_for_those_that_the_matrix_names() {
    use kit::Access;
    let shop = TestShop::new().await;
    shop.member("ada@example.org").await;
    let program = shop.program().await;
    let who = json!({ "email": "ada@example.org", "password": crate::support::PASSWORD });
    let ada = Till(&program, program.post("/api/v1/sessions", who).await.text("/access_token"));
    let all = Till(&program, shop.token(&staff::FOR_TOKENS).await);
    let mut tokens = Vec::new();
    for power in staff::FOR_TOKENS {
        tokens.push((power.power(), Till(&program, shop.token(&[power]).await)));
    }
    let mut asked = 0;
    for route in api::routes().list() {
        let path = ["{id}", "{variant}", "{number}", "{token}", "{order_token}", "{handle}", "{slug}"]
            .iter()
            .fold(route.path.to_owned(), |path, name| path.replace(name, "var_00000000000000000000000000"));
        let place = format!("{} {}", route.method, route.path);
        let nobody = program.with(route.method.clone(), &path, &[], None).await.status;
        let as_staff = all.ask(route.method.clone(), &path, &[("idempotency-key", "m")], None).await.status;
        match route.access {
            Access::Token(power) => {
                let shopper = ada.ask(route.method.clone(), &path, &[], None).await.status;
                assert_eq!((nobody, shopper), (401, 401), "{place}");
                assert!(![401, 403].contains(&as_staff), "{place}: {as_staff}");
                for (held, token) in &tokens {
                    // Imports ask for three.
                    if *held == power {
                        continue;
                    }
                    let seen = token.ask(route.method.clone(), &path, &[], None).await;
                    assert_eq!((seen.status, seen.code()), (403, "missing_scope"), "{place} with {held}");
                    asked += 1;
                }
            }
            Access::Customer => assert_eq!((nobody, as_staff), (401, 401), "{place}"),
            Access::Shopper => {
                assert!(![401, 403].contains(&nobody) || path.contains("session"), "{place}: {nobody}")
            }
            Access::Public => assert!(![401, 403].contains(&nobody), "{place}: {nobody}"),
            other => panic!("{place} is for {other}, which no program is"),
        }
    }
    assert!(asked > 300, "{asked}");
}

/// A picture of eight by eight pixels, all brown.
const BROWN: &[u8] =
    b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x08\x00\x00\x00\x08\
    \x08\x02\x00\x00\x00\x4b\x6d\x29\xdc\x00\x00\x00\x11\x49\x44\x41\x54\x78\x9c\x63\x68\x48\x70\xc0\
    \x8a\x18\x86\x96\x04\x00\x32\x6c\x48\x01\x50\xe8\x0d\x42\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\
    \x60\x82";

#[actix_web::test]
async fn pictures_are_hung_put_in_order_and_taken_down() {
    let shop = TestShop::new().await;
    let program = shop.program().await;
    let all = [P::ViewProducts, P::ManageProducts, P::ManagePrices, P::ManageInventory, P::ViewInventory];
    let till = Till(&program, shop.token(&all).await);
    let new = json!({ "title": "Oak spoon", "sku": "SPOON" });
    let path = till.post("/api/v1/admin/products", "make", new).await.location;
    let pictures = format!("{path}/pictures");
    let bearer = format!("Bearer {}", till.1);
    let bring = |bytes: &'static [u8]| {
        let request = TestRequest::post().uri(&pictures).insert_header(("authorization", bearer.as_str()));
        request.insert_header(("content-type", "application/octet-stream")).set_payload(bytes)
    };
    let first = program.send(bring(BROWN)).await;
    assert_eq!((first.status, first.text("/pictures/0/alt")), (200, "Oak spoon".into()), "{}", first.body);
    assert_eq!(first.body["pictures"][0]["width"], 8);
    let none = program.send(bring(b"a letter")).await;
    assert_eq!((none.status, none.code()), (422, "not_a_picture"), "{}", none.body);
    let both = program.send(bring(BROWN)).await;
    let ids = [both.text("/pictures/0/id"), both.text("/pictures/1/id")];
    let order = json!({ "pictures": [{ "id": ids[1], "alt": "From above" }, { "id": ids[0], "focus": { "x": 10, "y": 90 } }] });
    let unseen = till.ask(Method::PUT, &pictures, &[], Some(order.clone())).await;
    assert_eq!((unseen.status, unseen.code()), (428, "precondition_needed"));
    let put = till.ask(Method::PUT, &pictures, &[("if-match", &both.etag)], Some(order.clone())).await;
    assert_eq!((put.status, put.text("/pictures/0/alt")), (200, "From above".into()), "{}", put.body);
    let late = till.ask(Method::PUT, &pictures, &[("if-match", &both.etag)], Some(order)).await;
    assert_eq!(late.code(), "changed_meanwhile");
    let twice = json!({ "pictures": [{ "id": ids[0] }, { "id": ids[0] }] });
    assert_eq!(till.ask(Method::PUT, &pictures, &[("if-match", &put.etag)], Some(twice)).await.status, 422);
    let gone = till.ask(Method::PUT, &pictures, &[("if-match", &put.etag)], Some(json!({ "pictures": [] }))).await;
    assert_eq!((gone.status, &gone.body["pictures"]), (200, &json!([])), "{}", gone.body);
}

#[actix_web::test]
async fn stock_comes_from_suppliers_and_moves_between_locations() {
    let shop = TestShop::new().await;
    let program = shop.program().await;
    let till = Till(&program, shop.token(&[P::ViewInventory, P::ManageInventory]).await);
    let variant = shop.sells("mug", 2400, 5).await;
    let main = till.get("/api/v1/admin/locations").await.text("/items/0/id");
    let (system, inventory) = (kernel::Actor::system("test"), shop.inventory.clone());
    let put = move |tx: &mut db::Tx<'_>| inventory.put_location(tx, "shed", "Shed", 2);
    let shed = shop.test_db.db.write(&system, put).await.unwrap().to_string();
    let here = async |location: &str| {
        let rows = shop.inventory.stock(&[variant]).await.unwrap().remove(&variant).unwrap();
        rows.iter().find(|row| row.location.to_string() == location).map_or(0, |row| row.on_hand)
    };
    let before = here(&main).await;

    let new = json!({ "location": main, "supplier": "Harbour Pottery", "reference": "PO-1", "expected_on": "2026-12-05",
        "lines": [{ "variant": variant, "quantity": 8 }] });
    let expected = till.post("/api/v1/admin/supplies", "e", new.clone()).await;
    assert_eq!((expected.status, expected.text("/expected_on")), (201, "2026-12-05".into()), "{}", expected.body);
    let again = till.post("/api/v1/admin/supplies", "e", new).await;
    assert_eq!(again.text("/id"), expected.text("/id"), "the same key is the same shipment");
    let path = format!("/api/v1/admin/supplies/{}", expected.text("/id"));
    let change = json!({ "supplier": "Harbour Pottery", "reference": "PO-1" });
    let changed = till.ask(Method::PUT, &path, &[], Some(change)).await;
    assert_eq!((changed.status, &changed.body["expected_on"]), (200, &json!(null)), "{}", changed.body);
    let some = json!({ "lines": [{ "variant": variant, "quantity": 3 }] });
    let came = till.post(&format!("{path}/receive"), "r", some).await;
    assert_eq!(
        (&came.body["lines"][0]["received"], &came.body["open"]),
        (&json!(3), &json!(true)),
        "{}",
        came.body
    );
    assert_eq!(here(&main).await, before + 3);
    assert_eq!(till.get("/api/v1/admin/supplies").await.body["items"].as_array().unwrap().len(), 1);
    assert_eq!(till.post(&format!("{path}/close"), "c", json!({})).await.body["open"], json!(false));
    assert_eq!(till.post(&format!("{path}/close"), "d", json!({})).await.status, 409);
    assert_eq!(till.get("/api/v1/admin/supplies?state=closed").await.text("/items/0/id"), expected.text("/id"));

    let line = json!([{ "variant": variant, "quantity": 2 }]);
    let haul = json!({ "source": main, "target": shed, "note": "for the fair", "lines": line.clone() });
    let drafted = till.post("/api/v1/admin/transfers", "f", haul).await;
    assert_eq!((drafted.status, drafted.text("/state")), (201, "draft".into()), "{}", drafted.body);
    let path = format!("/api/v1/admin/transfers/{}", drafted.text("/id"));
    assert_eq!(till.post(&format!("{path}/send"), "g", json!({})).await.text("/state"), "sent");
    assert_eq!((here(&main).await, here(&shed).await), (before + 1, 0), "on its way it lies nowhere");
    let more = json!({ "lines": [{ "variant": variant, "quantity": 3 }] });
    assert_eq!(till.post(&format!("{path}/receive"), "h", more).await.status / 100, 4);
    let one = json!({ "lines": [{ "variant": variant, "quantity": 1 }] });
    assert_eq!(till.post(&format!("{path}/receive"), "i", one).await.text("/state"), "sent");
    assert_eq!(till.post(&format!("{path}/end"), "j", json!({})).await.text("/state"), "received");
    assert_eq!((here(&main).await, here(&shed).await), (before + 1, 1), "what is missing was written off");
    let all = json!({ "source": main, "target": shed, "send": true, "lines": [{ "variant": variant, "quantity": 9999 }] });
    assert_eq!(till.post("/api/v1/admin/transfers", "k", all).await.code(), "negative_stock");
    let listed = till.get("/api/v1/admin/transfers").await;
    assert_eq!(listed.body["items"].as_array().unwrap().len(), 1, "nothing is half done: {}", listed.body);
    let nobody = json!({ "source": main, "target": shed, "lines": [{ "variant": "var_00000000000000000000000000", "quantity": 1 }] });
    assert_eq!(
        till.post("/api/v1/admin/transfers", "l", nobody).await.body["errors"][0]["field"],
        "lines.0.variant"
    );

    let terms = format!("/api/v1/admin/stock/{variant}/terms");
    let set = json!({ "backorder": 20, "preorder": true, "expected_on": "2026-12-24" });
    let set = till.ask(Method::PUT, &terms, &[], Some(set)).await;
    assert_eq!(
        (set.status, &set.body["backorder"], &set.body["expected_on"]),
        (200, &json!(20), &json!("2026-12-24"))
    );
    let dayless = till.ask(Method::PUT, &terms, &[], Some(json!({ "backorder": 20, "preorder": true }))).await;
    assert_eq!(dayless.status, 422, "{}", dayless.body);
}
