//! Mails as staff look at them.
use super::*;

#[actix_web::test]
async fn every_mail_can_be_looked_at_with_a_sample_and_a_real_order() {
    let shop = shop().await;
    shop.sold("offline").await;
    let app = app!(shop);
    let (cookie, _) = signed_in!(app, "cleo");
    let list = ask!(app, get("/admin/mails", &cookie)).body;
    assert!(list.contains("No mail is sent"), "the shop has no mail server: {list}");
    for kind in flows::mail::KINDS {
        assert!(list.contains(&format!("/admin/mails/{}\"", kind.name)), "{}", kind.name);
        let page = ask!(app, get(&format!("/admin/mails/{}", kind.name), &cookie));
        assert!(page.status == 200 && page.body.contains("This is a sample"), "{}: {}", kind.name, page.body);
    }
    let number =
        shop.orders.list(&Actor::system("test"), orders::Listed::default(), orders::Cursor::Start, 1).await;
    let number = number.unwrap().0.items[0].number.clone();
    let page = ask!(app, get(&format!("/admin/mails/order.confirmation?order={number}"), &cookie)).body;
    assert!(
        page.contains("ada@example.org") && page.contains(&number) && !page.contains("This is a sample"),
        "{page}"
    );
    let letter = ask!(app, get(&format!("/admin/mails/order.confirmation/letter?order={number}"), &cookie));
    assert!(letter.header("content-security-policy").contains("sandbox"), "{:?}", letter.headers);
    assert!(letter.body.contains("<html") && letter.body.contains(&number), "{}", letter.body);
    let none = ask!(app, get(&format!("/admin/mails/order.shipped?order={number}"), &cookie)).body;
    assert!(none.contains("nothing of it that this mail tells"), "{none}");
    assert_eq!(ask!(app, get("/admin/mails/nothing", &cookie)).status, 404);
    let (reader, _) = signed_in!(app, "rea");
    let page = ask!(app, get(&format!("/admin/mails/order.confirmation?order={number}"), &reader)).body;
    assert!(!page.contains("ada@example.org/") && page.contains("This is a sample"), "the link is the buyer's");
}
