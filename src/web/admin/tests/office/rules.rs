//! Rules of searching.
use super::*;

#[actix_web::test]
async fn rules_of_searching_are_set_taken_away_and_brought_back() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let page = ask!(app, get("/admin/search-rules?words=samovar", &cookie)).body;
    assert!(page.contains("Nothing is set") && page.contains("value=\"samovar\""), "{page}");
    let send = |rest: &str| post("/admin/search-rules", &cookie, &format!("_token={token}&{rest}"));
    let wrong = ask!(app, send("kind=synonyms&phrases=cup"));
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.body.contains("Write two to twelve words") && wrong.body.contains("value=\"cup\""),
        "{}",
        wrong.body
    );
    let wrong = ask!(app, send("kind=pin&words=cup&products=nothing-like-it"));
    assert!(wrong.status == 422 && wrong.body.contains("No product has the number or address nothing-like-it"));
    let set = ask!(app, send("kind=synonyms&phrases=Samovar%2C+tea+urn"));
    assert_eq!((set.status, set.header("location")), (303, "/admin/search-rules"), "{}", set.body);
    assert_eq!(ask!(app, send("kind=brand&brand=Tidewater&percent=150")).status, 303);
    let page = ask!(app, get("/admin/search-rules", &cookie)).body;
    assert!(page.contains("samovar, tea urn") && page.contains("counts 150 %"), "{page}");
    let rule = page.split("/admin/search-rules/").find(|part| part.starts_with("srr_")).unwrap();
    let rule = rule.split('/').next().unwrap();
    let gone = ask!(app, post(&format!("/admin/search-rules/{rule}/remove"), &cookie, &format!("_token={token}")));
    assert_eq!(gone.status, 303);
    assert!(!ask!(app, get("/admin/search-rules", &cookie)).body.contains(rule));
    let back = ask!(app, post("/admin/search-rules/restore", &cookie, &format!("_token={token}&of={rule}")));
    assert_eq!(back.status, 303);
    assert!(ask!(app, get("/admin/search-rules", &cookie)).body.contains(rule));
    // Whoever may only look is refused, and the rule stays.
    let (reader, token) = signed_in!(app, "rea");
    assert_eq!(ask!(app, get("/admin/search-rules", &reader)).status, 200);
    let none = ask!(app, post(&format!("/admin/search-rules/{rule}/remove"), &reader, &format!("_token={token}")));
    assert_eq!(none.status, 403);
    assert!(ask!(app, get("/admin/search-rules", &cookie)).body.contains(rule));
}
