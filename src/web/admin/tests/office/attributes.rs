//! What is said of products, behind the counter.
use super::*;

#[actix_web::test]
async fn attributes_are_defined_changed_taken_away_and_brought_back() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let page = ask!(app, get("/admin/attributes", &cookie)).body;
    assert!(page.contains("Nothing is said of products yet"), "{page}");
    let send = |path: &str, pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str())];
        all.extend_from_slice(pairs);
        post(path, &cookie, &fields(&all))
    };
    let wrong = ask!(
        app,
        send("/admin/attributes", &[("name", "…"), ("kind", "number"), ("unit", "cm"), ("position", "first")])
    );
    assert!(
        wrong.status == 422
            && wrong.body.contains("This is needed.")
            && wrong.body.contains("Write a whole number from 0"),
        "{}",
        wrong.body
    );
    let new = [("name", "Width"), ("kind", "number"), ("unit", "cm"), ("filterable", "yes"), ("position", "10")];
    let made = ask!(app, send("/admin/attributes", &new));
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.header("location").to_owned();
    let twice = ask!(app, send("/admin/attributes", &new));
    assert!(
        twice.status == 422 && twice.body.contains("There is one with the code width already."),
        "{}",
        twice.body
    );
    let list = ask!(app, get("/admin/attributes?q=WID&show=filters", &cookie)).body;
    assert!(list.contains(&path) && list.contains("Number"), "{list}");
    assert!(
        ask!(app, get("/admin/attributes?show=unused", &cookie)).body.contains("Not counted yet"),
        "there is no index here"
    );

    let edit = |version: &str, unit: &str| {
        let pairs = [
            ("version", version),
            ("name", "Total width"),
            ("kind", "number"),
            ("unit", unit),
            ("position", "20"),
            ("name-de", "Breite"),
        ];
        send(&path, &pairs)
    };
    let saved = ask!(app, edit("1", "mm"));
    assert_eq!(saved.status, 303, "{}", saved.body);
    let flash = saved.cookie("__Host-flash").unwrap();
    let told = ask!(app, get(&path, &format!("{cookie}; __Host-flash={flash}"))).body;
    assert!(
        told.contains("The attribute was saved.")
            && told.contains("value=\"Breite\"")
            && told.contains("value=\"mm\""),
        "{told}"
    );
    assert!(
        !told.contains("name=\"filterable\" type=\"checkbox\" value=\"yes\" checked"),
        "a box that was not ticked"
    );
    let stale = ask!(app, edit("1", "m"));
    assert!(
        stale.status == 422
            && stale.body.contains("Somebody changed this meanwhile")
            && stale.body.contains("value=\"m\"")
    );
    let of = between(&told, "name=\"of\" value=\"", "\"").to_owned();
    assert_eq!(ask!(app, send("/admin/attributes/undo", &[("of", &of)])).header("location"), path);
    let back = ask!(app, get(&path, &cookie)).body;
    assert!(
        back.contains("value=\"Width\"") && back.contains("value=\"cm\"") && !back.contains("Breite\""),
        "{back}"
    );
    assert_eq!(
        ask!(app, send("/admin/attributes/undo", &[("of", &of)])).header("location"),
        "/admin/attributes",
        "once"
    );

    let kept = ask!(app, send(&format!("{path}/remove"), &[]));
    assert_eq!(kept.header("location"), path, "nobody knows yet whether it is used");
    let audit = ask!(app, get("/admin/audit", &cookie)).body;
    assert!(audit.contains("Total width") || audit.contains("attribute"), "{audit}");
    let (reader, reading) = signed_in!(app, "rea");
    let none = post(&path, &reader, &fields(&[("_token", reading.as_str()), ("name", "x")]));
    assert_eq!(ask!(app, none).status, 403);
}

#[actix_web::test]
async fn the_filters_of_a_category_are_chosen_and_ordered_without_a_script() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let send = |path: &str, pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str())];
        all.extend_from_slice(pairs);
        post(path, &cookie, &fields(&all))
    };
    for name in ["Width", "Material"] {
        let new = [("name", name), ("kind", "choice"), ("filterable", "yes"), ("position", "100")];
        assert_eq!(ask!(app, send("/admin/attributes", &new)).status, 303);
    }
    let path = ask!(app, send("/admin/categories", &[("title", "Table")])).header("location").to_owned();
    let page = ask!(app, get(&path, &cookie)).body;
    assert!(
        page.contains("name=\"facet-width\"") && page.contains("Those that most of its products have"),
        "{page}"
    );
    let facets = format!("{path}/facets");
    let wrong = ask!(app, send(&facets, &[("version", "1"), ("facets", "own"), ("facet-width", "first")]));
    assert!(wrong.status == 422 && wrong.body.contains("Write whole numbers as places"), "{}", wrong.body);
    let set = [("version", "1"), ("facets", "own"), ("facet-material", "2"), ("facet-width", "1")];
    assert_eq!(ask!(app, send(&facets, &set)).status, 303);
    let page = ask!(app, get(&path, &cookie)).body;
    assert!(page.find("facet-width").unwrap() < page.find("facet-material").unwrap(), "{page}");
    assert!(page.contains("name=\"facet-width\" value=\"1\"") && page.contains("value=\"own\" checked"), "{page}");
    let stale = ask!(app, send(&facets, &set));
    assert!(stale.status == 422 && stale.body.contains("Somebody changed this meanwhile"), "{}", stale.body);
    let below =
        ask!(app, send("/admin/categories", &[("title", "Cups"), ("parent", path.rsplit('/').next().unwrap())]));
    let page = ask!(app, get(below.header("location"), &cookie)).body;
    assert!(page.contains("As Table has them"), "{page}");
}
