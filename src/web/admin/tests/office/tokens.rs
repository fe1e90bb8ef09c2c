//! Tokens for programs.
use super::*;

#[actix_web::test]
async fn a_token_is_made_shown_once_and_revoked() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let page = "/admin/settings/tokens";
    let empty = ask!(app, get(page, &cookie));
    assert!(empty.status == 200 && empty.body.contains("No program has a token yet"), "{}", empty.body);

    let nothing = ask!(app, post(page, &cookie, &format!("name=Till&days=30&_token={token}")));
    assert!(nothing.status == 422 && nothing.body.contains("Choose at least one thing"), "{}", nothing.body);
    let form = format!("name=Till&days=30&may=orders.view&may=orders.manage&_token={token}");
    let made = ask!(app, post(page, &cookie, &form));
    let secret = made.body.split("data-made>").nth(1).and_then(|rest| rest.split('<').next()).unwrap().to_owned();
    assert!(made.status == 200 && secret.starts_with("sst_"), "{}", made.body);
    let listed = ask!(app, get(page, &cookie));
    assert!(listed.body.contains("Till") && !listed.body.contains(&secret), "it is shown once");
    let (id, _, powers) = shop.staff.authenticate_token(&secret).await.unwrap().unwrap();
    assert_eq!(&*powers, ["orders.view", "orders.manage"]);
    let revoke = format!("{page}/{id}/revoke");
    assert_eq!(ask!(app, post(&revoke, &cookie, &format!("_token={token}"))).status, 303);
    assert!(shop.staff.authenticate_token(&secret).await.unwrap().is_none());
    assert!(ask!(app, get(page, &cookie)).body.contains("Revoked"));

    let allow = format!("{page}/origins");
    let wrong = ask!(app, post(&allow, &cookie, &format!("origin=app.example&_token={token}")));
    assert!(wrong.status == 422 && wrong.body.contains("like https://app.example.org"), "{}", wrong.body);
    let right = format!("origin=https%3A%2F%2Fapp.example&_token={token}");
    assert_eq!(ask!(app, post(&allow, &cookie, &right)).status, 303);
    assert!(ask!(app, get(page, &cookie)).body.contains("<code>https://app.example</code>"));
    assert_eq!(ask!(app, post(&format!("{allow}/remove"), &cookie, &right)).status, 303);
    assert!(ask!(app, get(page, &cookie)).body.contains("No page elsewhere may call"));

    let deeds =
        shop.t.db.read_now(|c| db::AuditEntry::of(c, &id.to_string(), 9).map_err(db::DbError::from)).unwrap();
    let mut deeds: Vec<&str> = deeds.iter().map(|d| d.action.as_str()).collect();
    deeds.sort_unstable();
    assert_eq!(deeds, ["token.make", "token.revoke"]);
}
