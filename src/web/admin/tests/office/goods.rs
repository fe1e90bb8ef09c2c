//! Products and categories: made, edited, in lists and many at once.
use super::*;

#[actix_web::test]
async fn products_show_their_prices_and_stock() {
    let shop = shop().await;
    shop.sold("offline").await;
    let app = app!(shop);
    let (cookie, _) = signed_in!(app, "cleo");
    let page = ask!(app, get("/admin/products?q=mug", &cookie)).body;
    for words in ["The mug &#60;b&#62;", "MUG-1", "10.00", "8 saleable"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("name=\"price-var_"), "a clerk sets no prices");
    assert!(page.contains("name=\"stock-var_"));
    for nothing in ["q=pot", "show=archived", "stock=out", "brand=Nobody"] {
        let page = ask!(app, get(&format!("/admin/products?{nothing}"), &cookie)).body;
        assert!(!page.contains("MUG-1") && page.contains("No product fits"), "{nothing}");
    }
}

#[actix_web::test]
async fn a_price_and_a_count_are_set_in_the_list_unless_somebody_was_faster() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let (price, stock) = (format!("price-{}", shop.variant), format!("stock-{}", shop.variant));
    let (was_price, was_stock) = (format!("was-{price}"), format!("was-{stock}"));
    let form = |shown: &str, wanted: &str, units: &str| {
        fields(&[
            ("_token", &token),
            ("here", "q=mug"),
            (&was_price, shown),
            (&price, wanted),
            (&was_stock, "10"),
            (&stock, units),
            ("do", "save"),
        ])
    };
    let saved = ask!(app, post("/admin/products/rows", &cookie, &form("10.00", "12,50", "7")));
    assert_eq!((saved.status, saved.header("location")), (303, "/admin/products?q=mug"), "{}", saved.body);
    let page = ask!(app, get("/admin/products", &cookie)).body;
    assert!(page.contains("value=\"12.50\"") && page.contains("7 saleable"));
    let late = ask!(app, post("/admin/products/rows", &cookie, &form("10.00", "9.00", "7")));
    assert_eq!(late.status, 422);
    assert!(late.body.contains("Somebody set €12.50 meanwhile") && late.body.contains("value=\"9.00\""));
    assert!(late.body.contains("There are 7 by now"), "a count that was right before is no longer");
    let clerk = signed_in!(app, "cleo");
    let form = form("12.50", "1.00", "10").replace(&token, &clerk.1);
    assert_eq!(ask!(app, post("/admin/products/rows", &clerk.0, &form)).status, 403);
}

#[actix_web::test]
async fn a_product_is_made_edited_archived_and_brought_back() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let new = |pairs: &[(&str, &str)]| {
        let mut all = vec![("_token", token.as_str())];
        all.extend_from_slice(pairs);
        post("/admin/products/new", &cookie, &fields(&all))
    };
    let wrong = ask!(app, new(&[("title", ""), ("price", "a lot"), ("sku", "MUG-1")]));
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Write an amount, as in 12.50."));
    let taken = ask!(app, new(&[("title", "Pot"), ("sku", "MUG-1")]));
    assert!(taken.status == 422 && taken.body.contains("The SKU MUG-1 belongs to another variant."));
    let made = ask!(app, new(&[("title", "Tea pot"), ("price", "48"), ("on_hand", "3")]));
    assert_eq!(made.status, 303, "{}", made.body);
    let path = made.header("location").to_owned();
    let page = ask!(app, get(&path, &cookie)).body;
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let edit = |title: &str, status: &str| {
        let pairs = [
            ("_token", token.as_str()),
            ("version", version.as_str()),
            ("title", title),
            ("handle", "pot"),
            ("status", status),
            ("description", "One.\n\n<script>alert(1)</script>Two."),
            ("publish_from", "2026-12-01T09:00"),
            ("attribute-0-name", "Volume"),
            ("attribute-0-kind", "number"),
            ("attribute-0-value", "1,2"),
            ("attribute-0-unit", "l"),
        ];
        post(&path, &cookie, &fields(&pairs))
    };
    let saved = ask!(app, edit("Big pot", "draft"));
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = ask!(app, get(&path, &cookie)).body;
    assert!(page.contains("Goes live by itself on 1 Dec 2026, 09:00."), "in the shop's time zone: {page}");
    assert!(page.contains("value=\"1.2\"") && !page.contains("script&#62;alert"));
    let stale = ask!(app, edit("Small pot", "active"));
    assert!(stale.status == 422 && stale.body.contains("Somebody changed this meanwhile"));
    assert!(stale.body.contains("value=\"Small pot\""), "nothing that was typed is lost");

    // Without a price it would be seen by nobody.
    let active = fields(&[("_token", &token), ("status", "active")]);
    let bare = ask!(app, new(&[("title", "Bare pot")])).header("location").to_owned();
    let unpriced = ask!(app, post(&format!("{bare}/status"), &cookie, &active));
    assert_eq!(unpriced.header("location"), format!("{bare}/variants"));
    let flash = unpriced.cookie("__Host-flash").unwrap();
    let told = ask!(app, get(&format!("{bare}/variants"), &format!("{cookie}; __Host-flash={flash}"))).body;
    assert!(told.contains("It has no price yet"), "{told}");
    assert!(ask!(app, get("/admin/products?show=draft", &cookie)).body.contains("Bare pot"));

    let status = fields(&[("_token", &token), ("status", "archived")]);
    let archived = ask!(app, post(&format!("{path}/status"), &cookie, &status));
    let flash = archived.cookie("__Host-flash").unwrap();
    let told = ask!(app, get(&path, &format!("{cookie}; __Host-flash={flash}"))).body;
    assert!(told.contains("1 product is archived") && told.contains("action=\"/admin/products/undo\""), "{told}");
    let of = between(&told, "name=\"of\" value=\"", "\"");
    let undone = ask!(app, post("/admin/products/undo", &cookie, &fields(&[("_token", &token), ("of", of)])));
    assert_eq!(undone.status, 303);
    assert!(ask!(app, get("/admin/products?show=draft", &cookie)).body.contains("Big pot"));
}

#[actix_web::test]
async fn options_are_set_and_variants_kept_in_one_form() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let list = ask!(app, get("/admin/products", &cookie)).body;
    let path = format!("/admin/products/{}", between(&list, "href=\"/admin/products/prd_", "\"").to_owned());
    let path = path.replace("/admin/products/", "/admin/products/prd_");
    let page = ask!(app, get(&format!("{path}/variants"), &cookie)).body;
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let options = [("_token", token.as_str()), ("version", &version), ("option-0", "Size"), ("new-0", "S, M, L")];
    let set = ask!(app, post(&format!("{path}/options"), &cookie, &fields(&options)));
    assert_eq!(set.status, 303, "{}", set.body);
    let page = ask!(app, get(&format!("{path}/variants"), &cookie)).body;
    assert_eq!(page.matches("id=\"sku-var_").count(), 3);
    assert!(page.contains("MUG-M") && page.contains("MUG-1"), "the one that was there is the first size");
    let version = between(&page, "name=\"version\" value=\"", "\"").to_owned();
    let of = |part: &str| format!("{part}-{}", shop.variant);
    let lines = [
        ("_token", token.as_str()),
        ("version", &version),
        (&of("sku"), "MUG-S"),
        (&of("price"), "11.00"),
        (&of("compare"), "9.00"),
        (&of("weight"), "-4"),
        (&of("active"), "yes"),
    ];
    let wrong = ask!(app, post(&format!("{path}/variants"), &cookie, &fields(&lines)));
    assert!(wrong.status == 422 && wrong.body.contains("Write a whole number."));
    let good: Vec<(&str, &str)> = lines
        .iter()
        .map(|(n, v)| {
            (
                *n,
                if *v == "-4" {
                    "350"
                } else if *v == "9.00" {
                    "15"
                } else {
                    *v
                },
            )
        })
        .collect();
    let saved = ask!(app, post(&format!("{path}/variants"), &cookie, &fields(&good)));
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = ask!(app, get(&format!("{path}/variants"), &cookie)).body;
    assert!(
        page.contains("value=\"MUG-S\"") && page.contains("value=\"11.00\"") && page.contains("value=\"15.00\"")
    );
}

#[actix_web::test]
async fn many_are_changed_at_once_and_go_out_as_a_file() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let list = ask!(app, get("/admin/products", &cookie)).body;
    let id = between(&list, "name=\"pick\" value=\"", "\"").to_owned();
    let picked = |what: &str| fields(&[("_token", &token), ("pick", &id), ("do", what)]);
    let asked = ask!(app, post("/admin/products/rows", &cookie, &picked("prices"))).body;
    assert!(asked.contains("For 1 product") && asked.contains("The mug &#60;b&#62;"));
    let step = |by: &str| {
        let pairs = [
            ("_token", token.as_str()),
            ("step", "prices"),
            ("pick", &id),
            ("how", "lower"),
            ("by", by),
            ("round", "end99"),
            ("strike", "yes"),
        ];
        post("/admin/products/bulk", &cookie, &fields(&pairs))
    };
    assert_eq!(ask!(app, step("some")).status, 422);
    assert_eq!(ask!(app, step("12,5")).status, 303);
    let file = ask!(app, get("/admin/products/export", &cookie));
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(file.body.starts_with("\u{feff}product,handle,"), "{}", file.body);
    assert!(file.body.contains("MUG-1,,,100,8.99,10.00,EUR,10,10"), "{}", file.body);
    let some = ask!(app, post("/admin/products/rows", &cookie, &picked("export")));
    assert_eq!((some.status, some.body.lines().count()), (200, 2));
    let nobody = fields(&[("_token", &token), ("do", "archive")]);
    assert_eq!(ask!(app, post("/admin/products/rows", &cookie, &nobody)).status, 303);
    assert!(ask!(app, get("/admin/products?show=published", &cookie)).body.contains("MUG-1"));
}

#[actix_web::test]
async fn categories_are_made_moved_and_deleted_without_a_script() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let make = |title: &str, parent: &str| {
        let pairs = [("_token", token.as_str()), ("title", title), ("parent", parent)];
        post("/admin/categories", &cookie, &fields(&pairs))
    };
    let table = ask!(app, make("Table", "")).header("location").to_owned();
    let id = table.rsplit('/').next().unwrap().to_owned();
    let cups = ask!(app, make("Cups", &id)).header("location").to_owned();
    assert_eq!(ask!(app, make("", "")).status, 422);
    let tree = ask!(app, get("/admin/categories", &cookie)).body;
    assert!(tree.contains("class=\"depth-1\"") && tree.contains("Table › Cups"), "{tree}");
    let delete =
        |path: &str| post(&format!("{path}/delete"), &cookie, &fields(&[("_token", &token), ("to", "nowhere")]));
    let full = ask!(app, delete(&table));
    assert_eq!((full.status, full.header("location")), (303, table.as_str()), "something stands in it");
    assert_eq!(ask!(app, delete(&cups)).header("location"), "/admin/categories");
    assert_eq!(ask!(app, delete(&table)).header("location"), "/admin/categories");
    assert!(ask!(app, get("/admin/categories", &cookie)).body.contains("No categories yet"));
}
