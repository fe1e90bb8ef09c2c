//! Stock: received, corrected, counted.
use super::*;

#[actix_web::test]
async fn stock_is_received_corrected_and_counted_with_who_and_why() {
    let shop = shop().await;
    let order = shop.sold("test").await;
    shop.orders.ship(&Actor::system("test"), order, "", "").await.unwrap_or_else(|_| panic!("{order}"));
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "cleo");
    let list = ask!(app, get("/admin/stock?q=mug", &cookie)).body;
    assert!(list.contains("MUG-1"), "{list}");
    let path = format!("/admin/stock/{}", shop.variant);
    let book = |what: &str, quantity: &str, reason: &str| {
        let pairs = [("_token", token.as_str()), ("do", what), ("quantity", quantity), ("reason", reason)];
        post(&path, &cookie, &fields(&pairs))
    };
    assert_eq!(ask!(app, book("receive", "20", "Kiln & Sons")).status, 303);
    assert_eq!(ask!(app, book("adjust", "-3", "broken")).status, 303);
    for (what, quantity, reason, told) in [
        ("adjust", "-500", "gone", "More is promised"),
        ("adjust", "-1", "", "Say why"),
        ("receive", "-5", "x", "Write a whole number"),
        ("receive", "some", "x", "Write a whole number"),
    ] {
        let refused = ask!(app, book(what, quantity, reason));
        assert!(refused.status == 422 && refused.body.contains(told), "{what} {quantity}: {}", refused.status);
    }
    let page = ask!(app, get(&path, &cookie)).body;
    for words in ["+20", "Kiln &#38; Sons", "−3", "broken", "Cleo Clerk", "the shop itself", &order.to_string()] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let low = fields(&[("_token", &token), ("do", "warn"), ("low_at", "40")]);
    assert_eq!(ask!(app, post(&path, &cookie, &low)).status, 303);
    assert!(ask!(app, get("/admin/stock?show=low", &cookie)).body.contains("MUG-1"));
    let (was, now) = (format!("was-stock-{}", shop.variant), format!("stock-{}", shop.variant));
    let count = |shown: &str| fields(&[("_token", &token), (&was, shown), (&now, "30"), ("reason", "New year")]);
    let late = ask!(app, post("/admin/stock/count", &cookie, &count("10")));
    assert!(late.status == 422 && late.body.contains("There are 25 by now"), "{}", late.body);
    assert_eq!(ask!(app, post("/admin/stock/count", &cookie, &count("25"))).status, 303);
    assert!(ask!(app, get(&path, &cookie)).body.contains("New year"));
    let (reader, token) = signed_in!(app, "rea");
    let form = fields(&[("_token", &token), ("do", "receive"), ("quantity", "1"), ("reason", "x")]);
    assert_eq!(ask!(app, post(&path, &reader, &form)).status, 403);
    assert!(!ask!(app, get(&path, &reader)).body.contains("name=\"quantity\""));
}

#[actix_web::test]
async fn goods_go_from_one_location_to_another_and_come_from_suppliers() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let send = |to: &str, pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str())];
        all.extend_from_slice(pairs);
        post(to, &cookie, &fields(&all))
    };
    let places = "/admin/settings/locations";
    assert!(ask!(app, get("/admin/stock/transfers", &cookie)).body.contains("there is only one"));
    assert_eq!(ask!(app, send(places, &[("name", "Kiel <b>"), ("code", "Kiel")])).status, 422);
    assert_eq!(ask!(app, send(places, &[("name", "Kiel <b>"), ("code", "kiel")])).status, 303);
    assert_eq!(ask!(app, send(&format!("{places}/strategy"), &[("strategy", "fewest")])).status, 303);
    let page = ask!(app, get(places, &cookie)).body;
    assert!(page.contains("Kiel &#60;b&#62;") && page.contains("value=\"fewest\" checked"), "{page}");
    let all = shop.inventory.all_locations().await.unwrap();
    let (main, kiel) = (all[0].id.to_string(), all[1].id.to_string());

    let sku = ("sku", "MUG-1");
    let same = ask!(app, send("/admin/stock/transfers", &[("from", &main), ("to", &main)]));
    assert!(same.status == 422 && same.body.contains("two different locations"));
    let begun = ask!(app, send("/admin/stock/transfers", &[("from", &main), ("to", &kiel), ("note", "Van")]));
    let haul = begun.header("location").to_owned();
    assert!(haul.starts_with("/admin/stock/transfers/hau_"), "{haul}");
    let unknown = ask!(app, send(&haul, &[("do", "line"), ("sku", "none"), ("quantity", "4")]));
    assert!(unknown.status == 422 && unknown.body.contains("value=\"none\""));
    assert_eq!(ask!(app, send(&haul, &[("do", "line"), sku, ("quantity", "4")])).status, 303);
    assert_eq!(ask!(app, send(&haul, &[("do", "send")])).status, 303);
    let busy = ask!(app, send(&format!("{places}/{kiel}"), &[("do", "off")]));
    assert!(busy.status == 422 && busy.body.contains("Transfer it or count it out"), "{}", busy.body);
    let came = format!("came-{}", shop.variant);
    assert_eq!(ask!(app, send(&haul, &[("do", "receive"), (&came, "x")])).status, 422);
    assert_eq!(ask!(app, send(&haul, &[("do", "receive"), (&came, "3")])).status, 303);
    assert!(ask!(app, get(&haul, &cookie)).body.contains("1 unit that is missing"));
    assert_eq!(ask!(app, send(&haul, &[("do", "end")])).status, 303);
    assert!(ask!(app, get(&haul, &cookie)).body.contains("1 unit never arrived"));
    assert!(ask!(app, get("/admin/stock/transfers", &cookie)).body.contains("Kiel"));

    let new = [("supplier", "Kiln & Sons"), ("reference", "PO 7"), ("expected_on", "2026-12-05"), ("place", &kiel)];
    let begun = ask!(app, send("/admin/stock/supplies", &new));
    let supply = begun.header("location").to_owned();
    assert!(supply.starts_with("/admin/stock/supplies/sup_"), "{supply}");
    assert_eq!(ask!(app, send("/admin/stock/supplies", &[("supplier", "x"), ("expected_on", "soon")])).status, 422);
    assert_eq!(ask!(app, send(&supply, &[("do", "line"), sku, ("quantity", "6")])).status, 303);
    let item = format!("/admin/stock/{}", shop.variant);
    assert!(ask!(app, get(&item, &cookie)).body.contains("expected on 5 December 2026"));
    let terms =
        [("do", "terms"), ("place", kiel.as_str()), ("safety", "1"), ("backorder", "5"), ("preorder", "yes")];
    let undated = ask!(app, send(&item, &terms));
    assert!(undated.status == 422 && undated.body.contains("needs the day"), "{}", undated.body);
    assert_eq!(ask!(app, send(&item, &terms[..4])).status, 303);
    assert!(ask!(app, get(&supply, &cookie)).body.contains("Expected on 5 December 2026."));
    assert_eq!(ask!(app, send(&supply, &[("do", "receive"), (&came, "7")])).status, 303);
    let over = ask!(app, get(&supply, &cookie)).body;
    assert!(over.contains("+1") && over.contains("Over since"), "{over}");
    assert!(ask!(app, get("/admin/stock/supplies?show=closed", &cookie)).body.contains("Kiln &#38; Sons"));
    let ledger = ask!(app, get(&item, &cookie)).body;
    for words in ["transferred", &haul, &supply, "received", "adjusted"] {
        assert!(ledger.contains(words), "{words}: {ledger}");
    }
    let (reader, theirs) = signed_in!(app, "rea");
    let form = fields(&[("_token", &theirs), ("do", "end")]);
    assert_eq!(ask!(app, post(&haul, &reader, &form)).status, 403);
    assert!(!ask!(app, get("/admin/stock/supplies", &reader)).body.contains("name=\"supplier\""));
    assert_eq!(ask!(app, get("/admin/stock/transfers/hau_none", &cookie)).status, 404);

    let feed = "/admin/stock/feed";
    let inside = [("url", "https://127.0.0.1/stock.csv"), ("minutes", "1")];
    let refused = ask!(app, send(feed, &inside));
    assert!(
        refused.status == 422
            && refused.body.contains("open internet.")
            && refused.body.contains("from 5 to 10080")
    );
    let set = [("url", "https://stock.example.com/levels.csv?key=1"), ("minutes", "30"), ("active", "yes")];
    assert_eq!(ask!(app, send(feed, &set)).status, 303);
    assert_eq!(ask!(app, send("/admin/stock/feed/run", &[])).status, 303);
    let page = ask!(app, get(feed, &cookie)).body;
    assert!(
        page.contains("levels.csv?key=1") && page.contains("Fetched next") && page.contains("Nothing was fetched"),
        "{page}"
    );
    assert_eq!(ask!(app, get(feed, &reader)).status, 403);

    // Two mugs from one place: the order and its slip tell which.
    let order = shop.sold("test").await;
    let told = ask!(app, get(&format!("/admin/orders/{order}"), &cookie)).body;
    assert!(told.contains("from Main"), "{told}");
    assert!(ask!(app, get(&format!("/admin/orders/slips?id={order}"), &cookie)).body.contains("from Main"));
}
