//! From the basket to the confirmation: what it holds, what it is told, what is typed on the way.
use super::*;

#[actix_web::test]
async fn the_basket_holds_what_was_put_in_and_says_what_is_wrong() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let empty = ask(&app, get("/cart").to_request()).await;
    assert!(empty.body.contains("Your basket is empty") && empty.header("cache-control").contains("no-store"));

    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=2", shop.moss)).to_request()).await;
    assert_eq!((added.status, added.header("location")), (303, "/cart"));
    let cart = added.cart().to_owned();
    assert_eq!(ask(&app, with!(cart, get("/cart/summary"))).await.body, "{\"count\":2,\"signed_in\":false}");
    let soap = post("/cart/lines", &format!("variant={}&quantity=3", shop.soap));
    assert_eq!(ask(&app, with!(cart, soap)).await.status, 303);
    let seen = ask(&app, with!(cart, get("/cart"))).await;
    for text in ["The mug", "Moss", "€48.00", "Only one of these is left.", "€76.50"] {
        assert!(seen.body.contains(text), "{text}");
    }

    let path = format!("/cart/lines/{}", shop.soap);
    let token = seen.hidden("_token");
    let change = |form: &str| with!(cart, post(&path, &format!("_token={token}&{form}")));
    let much = ask(&app, change("quantity=10000")).await;
    assert!(much.status == 422 && much.body.contains("At most 9,999"), "{}", much.status);
    let told = format!("aria-describedby=\"told-{}\"", shop.soap);
    assert!(much.body.contains(&told) && much.body.contains("value=\"10000\""), "{}", much.body);
    assert_eq!(ask(&app, with!(cart, post(&path, "quantity=1"))).await.status, 403);
    assert_eq!(ask(&app, change("quantity=1")).await.status, 303);
    assert_eq!(ask(&app, with!(cart, get("/cart/summary"))).await.body, "{\"count\":3,\"signed_in\":false}");
    assert_eq!(ask(&app, change("quantity=1&remove=1")).await.status, 303);
    assert_eq!(ask(&app, with!(cart, get("/cart/summary"))).await.body, "{\"count\":2,\"signed_in\":false}");
    let much = post("/cart/lines", &format!("variant={}&quantity=10000", shop.moss));
    assert_eq!(ask(&app, with!(cart, much)).await.status, 422);
}

#[actix_web::test]
async fn a_sale_from_the_shelf_to_the_confirmation_happens_once() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=1", shop.soap)).to_request()).await;
    let cart = added.cart().to_owned();
    let form = ask(&app, with!(cart, get("/checkout"))).await;
    assert_eq!(form.status, 200, "{}", form.body);
    let token = form.hidden("_token");

    let wrong = ask(&app, with!(cart, post("/checkout", &format!("_token={token}&email=ada&country=DE")))).await;
    assert_eq!(wrong.status, 422);
    for text in ["value=\"ada\"", "not a whole email address", "street and number", "how it should be delivered"] {
        assert!(wrong.body.contains(text), "{text}");
    }
    let right = with!(cart, post("/checkout", &format!("_token={token}&{ADDRESS}")));
    let right = ask(&app, right).await;
    assert_eq!((right.status, right.header("location")), (303, "/checkout/payment"), "{}", right.body);
    // The last soap is held for us, so it is not missing.
    assert!(!ask(&app, with!(cart, get("/cart"))).await.body.contains("Sold out."));
    assert!(ask(&app, with!(cart, get("/checkout"))).await.body.contains("value=\"Kai 14\""));

    let pay = ask(&app, with!(cart, get("/checkout/payment"))).await;
    for text in ["€14.40", "Bank transfer in advance", "Test payment", "20357 Hamburg", "Parcel. In 2 to 3 working"]
    {
        assert!(pay.body.contains(text), "{text}: {}", pay.body);
    }
    let send = |total: &str, key: &str| {
        let fields = format!("_token={token}&method=offline&expected_total={total}&idempotency_key={key}");
        with!(cart, post("/checkout/payment", &fields))
    };
    let drift = ask(&app, send("1000", "drifting")).await;
    assert!(drift.status == 409 && drift.body.contains("now €14.40; it was €10.00"), "{}", drift.body);
    let key = drift.hidden("idempotency_key");
    let (first, second) =
        futures_util::future::join(ask(&app, send("1440", &key)), ask(&app, send("1440", &key))).await;
    assert_eq!(first.status, 303, "{}", first.body);
    assert!(first.header("location").starts_with("/orders/"));
    assert_eq!((second.status, second.header("location")), (303, first.header("location")), "{}", second.body);
    for path in ["/checkout", "/checkout/payment", "/checkout/pending"] {
        assert_eq!(ask(&app, with!(cart, get(path))).await.header("location"), first.header("location"), "{path}");
    }
    let order = ask(&app, get(first.header("location")).to_request()).await;
    for text in ["Thank you", "The soap", "€14.40", "Please transfer", "ada@example.org"] {
        assert!(order.body.contains(text), "{text}: {}", order.body);
    }
    assert!(order.header("cache-control").contains("no-store") && order.body.contains("noindex"));
    // Whoever goes back is led to the order for a while; afterwards the basket is a new one.
    let back = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(back.contains("Your order is placed") && back.contains(first.header("location")), "{back}");
    shop.test_db.advance(std::time::Duration::from_secs(2 * 60 * 60));
    assert!(ask(&app, with!(cart, get("/cart"))).await.body.contains("Your basket is empty"));
    let late = ask(&app, with!(cart, get("/checkout"))).await;
    assert!(late.header("location") == "/cart" && late.header("set-cookie").contains("Max-Age=0"));
}

#[actix_web::test]
async fn whoever_is_too_late_is_told_and_loses_nothing() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let mut carts = Vec::new();
    for _ in 0..2 {
        let added = post("/cart/lines", &format!("variant={}&quantity=1", shop.soap)).to_request();
        carts.push(ask(&app, added).await.cart().to_owned());
    }
    let mut answers = Vec::new();
    for cart in &carts {
        let token = ask(&app, with!(cart, get("/checkout"))).await.hidden("_token");
        answers.push(ask(&app, with!(cart, post("/checkout", &format!("_token={token}&{ADDRESS}")))).await);
    }
    assert_eq!((answers[0].status, answers[1].status), (303, 409));
    assert!(answers[1].body.contains("Somebody was quicker") && answers[1].body.contains("value=\"Kai 14\""));

    // Paying the other way: set aside by the pretended provider.
    let page = ask(&app, with!(carts[0], get("/checkout/payment"))).await;
    let (token, key) = (page.hidden("_token"), page.hidden("idempotency_key"));
    let fields = format!("_token={token}&method=test&expected_total=1440&idempotency_key={key}");
    let paid = ask(&app, with!(carts[0], post("/checkout/payment", &fields))).await;
    assert!(paid.status == 303 && paid.header("location").starts_with("/orders/"), "{}", paid.body);
}

#[actix_web::test]
async fn a_coupon_is_typed_explained_and_taken_out() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let new = pricing::NewCoupon {
        code: "HELLO".into(),
        title: "A tenth off".into(),
        benefit: pricing::Benefit::Percent { rate: BasisPoints(1000) },
        currency: Currency::EUR,
        least_goods: Some(4000),
        products: vec![],
        categories: vec![],
        valid_from: None,
        valid_until: None,
        uses_limit: None,
        per_buyer: Some(1),
    };
    let staff = Actor::system("test");
    let id = shop.rooms.pricing.add_coupon(&staff, new).await.unwrap();
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=1", shop.moss)).to_request()).await;
    let cart = added.cart().to_owned();
    let token = ask(&app, with!(cart, get("/cart"))).await.hidden("_token");
    let say = |form: &str| with!(cart, post("/cart/coupon", &format!("_token={token}&{form}")));
    assert_eq!(ask(&app, with!(cart, post("/cart/coupon", "code=HELLO"))).await.status, 403);

    let unknown = ask(&app, say("code=nobodys")).await;
    assert!(
        unknown.status == 422 && unknown.body.contains("There is no coupon with this code"),
        "{}",
        unknown.body
    );
    assert!(unknown.body.contains("value=\"nobodys\"") && unknown.body.contains("aria-describedby=\"code-error\""));
    assert_eq!(ask(&app, say("code=+hello+")).await.status, 303);
    let waits = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(waits.contains("from €40.00 of goods on. €16.00 are missing"), "{waits}");
    ask(&app, with!(cart, post("/cart/lines", &format!("variant={}&quantity=1", shop.moss)))).await;
    let works = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(works.contains("takes 10% off.") && works.contains("A tenth off, coupon HELLO"), "{works}");
    assert!(works.contains("−€4.80"), "{works}");
    assert!(works.contains("A tenth off, coupon HELLO: −€4.80"), "the line says why: {works}");
    assert!(works.contains("€48.00</del> €43.20"), "{works}");

    // Whoever used it before is told at the address, and may go on without it.
    let other = kernel::kinds::ReferenceId::from_bytes([9; 16]);
    let used = move |tx: &mut db::Tx<'_>| pricing::Pricing::take_coupon(tx, id, other, "Ada@example.org", 480);
    shop.test_db.db.write(&staff, used).await.unwrap();
    let form = format!("_token={token}&{ADDRESS}");
    let refused = ask(&app, with!(cart, post("/checkout", &form))).await;
    assert!(refused.status == 409 && refused.body.contains("used with this email address already"));
    assert!(refused.body.contains("Go on without the coupon HELLO") && refused.body.contains("value=\"Kai 14\""));
    let on = ask(&app, with!(cart, post("/checkout", &format!("{form}&without_coupon=1")))).await;
    assert_eq!((on.status, on.header("location")), (303, "/checkout/payment"), "{}", on.body);
    assert!(!ask(&app, with!(cart, get("/cart"))).await.body.contains("HELLO"));

    assert_eq!(ask(&app, say("code=HELLO")).await.status, 303);
    // The coupon changed what was prepared: nobody pays what they have not seen.
    let changed = ask(&app, with!(cart, get("/checkout/payment"))).await;
    assert_eq!(changed.status, 200);
    assert_eq!(ask(&app, say("remove=1")).await.status, 303);
    assert!(!ask(&app, with!(cart, get("/cart"))).await.body.contains("HELLO"));
}

#[actix_web::test]
async fn a_bill_goes_elsewhere_and_the_shop_is_told() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=1", shop.moss)).to_request()).await;
    let cart = added.cart().to_owned();
    let token = ask(&app, with!(cart, get("/checkout"))).await.hidden("_token");
    let form = format!("_token={token}&{ADDRESS}&billing_other=1&vat_id=12&note=Ring+twice.%0D%0AThank+you");
    let wrong = ask(&app, with!(cart, post("/checkout", &form))).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    for text in [
        "href=\"#billing_name\"",
        "Please tell us your name.",
        "how VAT numbers are written",
        "Ring twice.\nThank you",
    ] {
        assert!(wrong.body.replace('\r', "").contains(text), "{text}");
    }
    let billing = "billing_name=Ada+Holm&billing_company=Holm+GmbH&billing_line1=Turm+1&billing_postal_code=10115&\
        billing_city=Berlin&billing_country=DE";
    let right = form.replace("vat_id=12&", "vat_id=de+123456789&") + "&" + billing;
    let right = ask(&app, with!(cart, post("/checkout", &right))).await;
    assert_eq!((right.status, right.header("location")), (303, "/checkout/payment"), "{}", right.body);
    let back = ask(&app, with!(cart, get("/checkout"))).await.body;
    assert!(
        back.contains("value=\"Holm GmbH\"") && back.contains("value=\"DE123456789\""),
        "nothing is typed twice"
    );
    let pay = ask(&app, with!(cart, get("/checkout/payment"))).await;
    assert!(pay.body.contains("Holm GmbH"), "{}", pay.body);
    let (key, total) = (pay.hidden("idempotency_key"), pay.hidden("expected_total"));
    let fields = format!("_token={token}&method=offline&expected_total={total}&idempotency_key={key}");
    let placed = ask(&app, with!(cart, post("/checkout/payment", &fields))).await;
    let order = ask(&app, get(placed.header("location")).to_request()).await.body;
    assert!(order.contains("Holm GmbH") && order.contains("Ring twice."), "{order}");
    let token = placed.header("location").trim_start_matches("/orders/").to_owned();
    let kept = shop.rooms.orders.by_link(&token).await.unwrap().unwrap().particulars;
    assert_eq!(kept.billing_address.unwrap().city, "Berlin");
    assert_eq!((kept.vat_id.as_str(), kept.note.as_str()), ("DE123456789", "Ring twice.\nThank you"));
}

#[actix_web::test]
async fn the_basket_tells_once_what_changed_and_what_delivery_would_cost() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=2", shop.moss)).to_request()).await;
    let cart = added.cart().to_owned();
    let first = ask(&app, with!(cart, get("/cart"))).await.body;
    for text in ["Delivery, estimated", "€4.90", "€52.90", "With you in 2 to 3 working days", "€12.00 more, and"]
    {
        assert!(first.contains(text), "{text}: {first}");
    }
    assert!(!first.contains("when you last looked"));

    let (rooms, moss) = (shop.rooms.clone(), shop.moss);
    let change = move |tx: &mut db::Tx<'_>| -> Result<(), CheckoutError> {
        let list = rooms.pricing.put_list(tx, "eur", "Euro", Currency::EUR)?;
        rooms.pricing.put_price(tx, moss, list, eur(3100), None)?;
        let location = rooms.inventory.put_location(tx, "main", "Main", 1)?;
        rooms.inventory.count(tx, location, moss, 1, "test")?;
        Ok(())
    };
    shop.test_db.db.write(&Actor::system("test"), change).await.unwrap();
    let told = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(told.contains("The mug now costs €31.00; it was €24.00 when you last looked."), "{told}");
    assert!(told.contains("Only one of The mug is left.") && told.contains("Free"), "{told}");
    let again = ask(&app, with!(cart, get("/cart"))).await.body;
    assert!(!again.contains("when you last looked") && !again.contains("Only one of The mug"), "{again}");
    assert!(again.contains("Only one of these is left."), "what stands in the way is told as long as it does");
}

#[actix_web::test]
async fn a_way_too_small_for_the_parcel_is_not_offered_first() {
    let shop = TestShop::new().await;
    let app = app!(shop);
    let rooms = shop.rooms.clone();
    let letter = move |tx: &mut db::Tx<'_>| -> Result<_, CheckoutError> {
        let letter = NewMethod {
            code: "letter".into(),
            name: "Letter".into(),
            description: String::new(),
            countries: vec!["DE".into()],
            price: eur(190),
            free_over: None,
            tax_class: "standard".into(),
            min_days: 2,
            max_days: 3,
            position: 0,
        };
        rooms.shipping.put_method(tx, &letter)?;
        Ok(())
    };
    let staff = Actor::system("test");
    shop.test_db.db.write(&staff, letter).await.unwrap();
    let zone = shipping::NewZone { name: "Germany".into(), countries: vec!["DE".into()], position: 1 };
    let zone = shop.rooms.shipping.put_zone(&staff, None, zone).await.unwrap();
    let letter = shop.rooms.shipping.methods().await.unwrap().iter().find(|m| m.code == "letter").unwrap().id;
    let rate =
        shipping::NewRate { zone, weight_from: 0, weight_to: Some(150), goods_from: 0, goods_to: None, price: 190 };
    shop.rooms.shipping.set_rates(&staff, letter, vec![rate]).await.unwrap();
    let added = ask(&app, post("/cart/lines", &format!("variant={}&quantity=2", shop.moss)).to_request()).await;
    let cart = added.cart().to_owned();
    let form = ask(&app, with!(cart, get("/checkout"))).await.body;
    assert!(!form.contains("value=\"letter\""), "200 g are no letter");
    assert!(form.contains("value=\"parcel\" required checked"), "{form}");
}
