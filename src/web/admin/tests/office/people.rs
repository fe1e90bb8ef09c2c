//! Customers: found, grouped, noted.
use super::*;

#[actix_web::test]
async fn customers_are_found_grouped_and_noted() {
    let shop = shop().await;
    shop.sold("test").await;
    let room = customers::Customers::new(shop.t.db.clone());
    let email = customers::Email::parse("ada@example.org").unwrap();
    let remember = room.clone();
    let who = Actor::system("test");
    shop.t.db.write(&who, move |tx| remember.remember(tx, &email, "Ada <i>")).await.unwrap();
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let list = ask!(app, get("/admin/customers?q=ADA", &cookie)).body;
    assert!(list.contains("Ada &#60;i&#62;") && list.contains("€24.90") && list.contains("1 order"), "{list}");
    assert!(ask!(app, get("/admin/customers?q=zoe", &cookie)).body.contains("Nobody found"));
    let path = format!("/admin/customers/cus_{}", between(&list, "/admin/customers/cus_", "\""));
    let send = |to: &str, pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str())];
        all.extend_from_slice(pairs);
        post(to, &cookie, &fields(&all))
    };
    assert_eq!(ask!(app, send("/admin/customers/groups", &[("name", "Cafés")])).status, 303);
    assert_eq!(ask!(app, send("/admin/customers/groups", &[("name", "Cafés")])).status, 422);
    let page = ask!(app, get(&path, &cookie)).body;
    let group = between(&page, "name=\"group\" value=\"", "\"").to_owned();
    let marks = [("group", group.as_str()), ("tags", "clay, early")];
    assert_eq!(ask!(app, send(&format!("{path}/marks"), &marks)).status, 303);
    assert_eq!(ask!(app, send(&format!("{path}/notes"), &[("note", " ")])).status, 422);
    assert_eq!(ask!(app, send(&format!("{path}/notes"), &[("note", "Rings <twice>")])).status, 303);
    let page = ask!(app, get(&path, &cookie)).body;
    for words in ["Rings &#60;twice&#62;", "Nora Haugen", "clay, early", " checked", "S-"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(ask!(app, get(&format!("/admin/customers?group={group}"), &cookie)).body.contains("ada@example.org"));
    let clerk = signed_in!(app, "cleo");
    let form = fields(&[("_token", &clerk.1), ("note", "x")]);
    assert_eq!(ask!(app, post(&format!("{path}/notes"), &clerk.0, &form)).status, 403);
    let reader = signed_in!(app, "rea");
    assert_eq!(ask!(app, get("/admin/customers", &reader.0)).status, 403);
}
