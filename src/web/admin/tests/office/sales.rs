//! Orders: listed, captured, sent, cancelled, refunded, noted.
use super::*;

#[actix_web::test]
async fn an_order_is_captured_shipped_and_a_second_click_is_told_kindly() {
    let shop = shop().await;
    let order = shop.sold("offline").await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "cleo");
    let form = format!("_token={token}");

    let list = ask!(app, get("/admin/orders?q=ada", &cookie));
    let link = format!("/admin/orders/{order}");
    assert!(list.status == 200 && list.body.contains(&link), "{}", list.body);
    for query in ["show=unpaid", "payment=pending&fulfilment=unfulfilled", "from=2020-01-01", "after=ord_nonsense"]
    {
        let list = ask!(app, get(&format!("/admin/orders?{query}"), &cookie));
        assert!(list.body.contains(&link), "{query}: {}", list.body);
    }
    for query in
        ["payment=paid", "show=cancelled", "to=2020-01-01", "q=bob", "tag=gift", "show=cancelled&status=placed"]
    {
        let list = ask!(app, get(&format!("/admin/orders?{query}"), &cookie));
        assert!(!list.body.contains(&link), "{query}: {}", list.body);
    }

    let page = ask!(app, get(&link, &cookie));
    assert!(page.body.contains("The mug &#60;b&#62;") && page.body.contains("€24.90 has come"), "{}", page.body);
    let act = async |what: &str, form: &str| {
        let seen = ask!(app, post(&format!("{link}/{what}"), &cookie, form));
        assert_eq!((seen.status, seen.header("location")), (303, link.as_str()), "{}", seen.body);
        let flash = format!("{cookie}; __Host-flash={}", seen.cookie("__Host-flash").unwrap());
        let page = ask!(app, get(&link, &flash));
        assert_eq!(page.cookie("__Host-flash").as_deref(), Some(""), "told once");
        page.body
    };
    let body = act("capture", &form).await;
    assert!(
        body.contains("flash done") && body.contains("€24.90 paid") && body.contains("by Cleo Clerk"),
        "{body}"
    );
    assert!(act("capture", &form).await.contains("Nothing is left to capture"));
    let body = act("ship", &format!("{form}&carrier=DHL&tracking=0034")).await;
    assert!(body.contains("Marked as shipped") && body.contains("DHL · 0034 · by Cleo Clerk"), "{body}");
    assert!(!body.contains(&format!("{link}/cancel")) && !body.contains(&format!("{link}/ship")));
    assert!(act("ship", &form).await.contains("all were sent already"));
    assert!(act("cancel", &format!("{form}&reason=late")).await.contains("has moved on"));
    assert_eq!(ask!(app, get("/admin/orders/ord_nonsense", &cookie)).status, 404);

    // The log of deeds calls it by its number.
    let number = shop.orders.get(order).await.unwrap().number;
    let owner = signed_in!(app, "nora").0;
    let deeds = ask!(app, get(&format!("/admin/audit?what={order}"), &owner)).body;
    assert!(deeds.contains("order.ship") && deeds.contains(&format!("href=\"{link}\">{number}</a>")), "{deeds}");

    // The order as it was: placed, and nothing paid or sent yet.
    let page = ask!(app, get(&link, &cookie)).body;
    assert!(page.contains(&format!("href=\"{link}/at/1\"")), "{page}");
    let was = ask!(app, get(&format!("{link}/at/1"), &cookie));
    assert_eq!(was.status, 200);
    assert!(was.body.contains(&format!("href=\"{link}/at/2\"")) && !was.body.contains(&format!("{link}/at/0")));
    assert!(was.body.contains("The mug &#60;b&#62;") && !was.body.contains("€24.90 paid"), "{}", was.body);
    let last = shop.orders.get(order).await.unwrap().version;
    let now = ask!(app, get(&format!("{link}/at/{last}"), &cookie)).body;
    assert!(now.contains("€24.90 paid") && !now.contains(&format!("{link}/at/{}", last + 1)), "{now}");
    for nowhere in ["0", "99", "x", "-1"] {
        assert_eq!(ask!(app, get(&format!("{link}/at/{nowhere}"), &cookie)).status, 404, "{nowhere}");
    }
}

#[actix_web::test]
async fn several_orders_are_tagged_printed_taken_away_and_sent_in_one_go() {
    let shop = shop().await;
    let (one, two, unpaid) = (shop.sold("test").await, shop.sold("test").await, shop.sold("offline").await);
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "cleo");
    let picked = |ids: &[OrderId], more: &[(&str, &str)]| {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut pairs = vec![("_token", token.as_str()), ("here", "show=to-ship")];
        pairs.extend(ids.iter().map(|id| ("pick", id.as_str())));
        pairs.extend_from_slice(more);
        fields(&pairs)
    };
    let choose = async |form: String| ask!(app, post("/admin/orders/picked", &cookie, &form));

    let none = choose(picked(&[], &[("do", "ship")])).await;
    assert_eq!((none.status, none.header("location")), (303, "/admin/orders?show=to-ship"), "{}", none.body);
    let tagged = choose(picked(&[one, two], &[("do", "tag"), ("tags", "Gift, #rush")])).await;
    assert_eq!(tagged.status, 303, "{}", tagged.body);
    let list = ask!(app, get("/admin/orders?tag=gift&q=ada+%23rush", &cookie)).body;
    assert!(list.contains(&one.to_string()) && !list.contains(&unpaid.to_string()), "{list}");
    choose(picked(&[one], &[("do", "untag"), ("tags", "gift")])).await;
    let list = ask!(app, get("/admin/orders?tag=gift", &cookie)).body;
    assert!(!list.contains(&one.to_string()) && list.contains(&two.to_string()), "{list}");

    let print = choose(picked(&[one, two], &[("do", "print")])).await;
    let slips = ask!(app, get(print.header("location"), &cookie)).body;
    assert_eq!(slips.matches("<article class=\"slip\"").count(), 2, "{slips}");
    assert!(slips.contains("20357 Hamburg") && slips.contains("MUG-1"), "{slips}");
    assert_eq!(ask!(app, get("/admin/orders/slips", &cookie)).status, 404);
    let file = choose(picked(&[one], &[("do", "file")])).await;
    assert!(
        file.header("content-type").starts_with("text/csv") && file.body.contains("ada@example.org"),
        "{}",
        file.body
    );
    let file = ask!(app, get("/admin/orders/export?show=to-ship", &cookie));
    assert_eq!(file.body.matches("\r\n").count(), 3, "{}", file.body);

    let sheet = choose(picked(&[one, two, unpaid], &[("do", "ship")])).await;
    assert!(sheet.status == 200 && sheet.body.contains("Not ready to ship"), "{}", sheet.body);
    let (first, second) = (format!("tracking-{one}"), format!("tracking-{two}"));
    let form = picked(&[one, two], &[("carrier", "DHL"), (&first, "0001"), (&second, "0002")]);
    let sent = ask!(app, post("/admin/orders/ship", &cookie, &form));
    assert_eq!((sent.status, sent.header("location")), (303, "/admin/orders?show=to-ship"), "{}", sent.body);
    assert_eq!(shop.orders.fulfilments(two).await.unwrap()[0].tracking, "0002");
    let again = ask!(app, post("/admin/orders/ship", &cookie, &form));
    assert!(again.status == 422 && again.body.contains("is left to ship"), "{}", again.body);
    let (reader, token) = signed_in!(app, "rea");
    let form = fields(&[("_token", &token), ("pick", &one.to_string()), ("do", "ship")]);
    assert_eq!(ask!(app, post("/admin/orders/picked", &reader, &form)).status, 404);
    assert_eq!(ask!(app, post("/admin/orders/ship", &reader, &form)).status, 403);
}

#[actix_web::test]
async fn money_is_given_back_after_it_was_worked_out() {
    let shop = shop().await;
    let order = shop.sold("offline").await;
    let app = app!(shop);
    let (clerk, clerks) = signed_in!(app, "cleo");
    let link = format!("/admin/orders/{order}");
    assert_eq!(ask!(app, post(&format!("{link}/capture"), &clerk, &format!("_token={clerks}"))).status, 303);
    assert!(!ask!(app, get(&link, &clerk)).body.contains(&format!("{link}/refund")), "a clerk gives nothing back");
    assert_eq!(ask!(app, get(&format!("{link}/refund"), &clerk)).status, 403);

    let (cookie, token) = signed_in!(app, "nora");
    let page = ask!(app, get(&format!("{link}/refund"), &cookie)).body;
    assert!(
        page.contains("Up to €24.90") && page.contains("€10.00 each") && page.contains("Not sent, of 2"),
        "{page}"
    );
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let send = async |pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str()), ("version", version.as_str())];
        all.extend_from_slice(pairs);
        ask!(app, post(&format!("{link}/refund"), &cookie, &fields(&all)))
    };
    for (pairs, told) in [
        (vec![("unsent-1", "1"), ("do", "look")], "Say why, in up to 200"),
        (vec![("unsent-1", "many"), ("reason", "x")], "Write a number of units"),
        (vec![("unsent-1", "3"), ("reason", "x")], "Write a number of units"),
        (vec![("unsent-1", "2"), ("reason", "x")], "Cancel the order instead"),
        (vec![("extra", "24,91"), ("reason", "x")], "At most €24.90 is left"),
        (vec![("reason", "x")], "Choose items, delivery or an amount"),
    ] {
        let seen = send(&pairs).await;
        assert!(seen.status == 422 && seen.body.contains(told), "{pairs:?}: {}", seen.body);
    }
    let wanted = [("unsent-1", "1"), ("delivery", "yes"), ("extra", "0.10"), ("reason", "too late")];
    let looked = send(&wanted).await;
    assert!(looked.status == 200 && looked.body.contains("€15.00 go back"), "{}", looked.body);
    let mut go = wanted.to_vec();
    go.extend([("amount", "1500"), ("do", "go")]);
    let done = send(&go).await;
    assert_eq!((done.status, done.header("location")), (303, link.as_str()), "{}", done.body);
    let page = ask!(app, get(&link, &cookie)).body;
    assert!(page.contains("€15.00 to be given back") && page.contains("€15.00 is on its way back"), "{page}");
    let twice = send(&go).await;
    assert!(twice.status == 422 && twice.body.contains("has changed meanwhile"), "{}", twice.body);
}

#[actix_web::test]
async fn an_order_is_noted_and_its_mails_are_sent_again() {
    let shop = shop().await;
    let (order, other) = (shop.sold("offline").await, shop.sold("offline").await);
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "cleo");
    let link = format!("/admin/orders/{order}");
    let act = async |what: &str, pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str())];
        all.extend_from_slice(pairs);
        ask!(app, post(&format!("{link}/{what}"), &cookie, &fields(&all)))
    };
    assert_eq!(act("notes", &[("note", "Called <b>twice</b>")]).await.status, 303);
    assert_eq!(act("notes", &[("note", " ")]).await.status, 303);
    assert_eq!(act("tags", &[("tags", "rush, gift")]).await.status, 303);
    let page = ask!(app, get(&link, &cookie)).body;
    assert!(page.contains("Called &#60;b&#62;twice") && page.contains("Cleo Clerk"), "{page}");
    assert!(page.contains("value=\"gift, rush\""), "{page}");
    let note = between(&page, &format!("{link}/notes/"), "/delete").to_owned();
    assert_eq!(act(&format!("notes/{note}/delete"), &[]).await.status, 303);
    assert!(!ask!(app, get(&link, &cookie)).body.contains("Called"));

    let channel = Channel::open(&MailConfig::Folder(shop.folder.clone()), "Sundry <shop@example.org>").unwrap();
    let notifications = Notifications::new(shop.t.db.clone(), channel);
    let mails = mail_views(&shop, notifications.clone());
    let kind = &flows::mail::order::CONFIRMATION;
    mails.send(&Actor::system("test"), &kind.about(order)).await.unwrap();
    let page = ask!(app, get(&link, &cookie)).body;
    let mail = between(&page, &format!("{link}/mails/"), "\"").to_owned();
    assert_eq!(act(&format!("mails/{mail}"), &[]).await.status, 303);
    let stray = post(&format!("/admin/orders/{other}/mails/{mail}"), &cookie, &fields(&[("_token", &token)]));
    assert_eq!(ask!(app, stray).status, 404, "a mail belongs to its order");
}

#[actix_web::test]
async fn an_order_is_cancelled_with_a_reason() {
    let shop = shop().await;
    let order = shop.sold("test").await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let link = format!("/admin/orders/{order}");
    assert!(ask!(app, get(&link, &cookie)).body.contains("Capture €24.90"));
    let home = ask!(app, get("/admin", &cookie)).body;
    assert!(home.contains("€24.90") && home.contains("1 payment to capture"), "{home}");

    let cancel = async |reason: &str| {
        let form = format!("_token={token}&reason={reason}");
        ask!(app, post(&format!("{link}/cancel"), &cookie, &form))
    };
    assert_eq!(cancel("").await.cookie("__Host-flash").as_deref(), Some("reason_missing"));
    assert_eq!(cancel("changed+their+mind").await.cookie("__Host-flash").as_deref(), Some("cancelled"));
    let page = ask!(app, get(&link, &cookie)).body;
    assert!(page.contains("changed their mind · by Nora Haugen") && page.contains("This order was cancelled"));
    let stock = shop.inventory.availability(&[shop.variant]).await.unwrap();
    assert_eq!(stock[&shop.variant].saleable, 10);
}
