//! Goods that are brought as files, and taken out as files.
use super::*;

/// A form with an archive of pictures before the file of goods, and all that is to be known of them behind both.
fn mixed(cookies: &str, token: &str, file: &str) -> TestRequest {
    let part =
        |head: &str, value: &str| format!("--XX\r\nContent-Disposition: form-data; {head}\r\n\r\n{value}\r\n");
    let body = [
        part("name=\"_token\"", token),
        part("name=\"pictures\"; filename=\"pictures.zip\"", "PK"),
        part("name=\"file\"; filename=\"prices.csv\"", file),
        part("name=\"dry_run\"", "yes"),
        part("name=\"form\"", "prices"),
    ];
    req(TestRequest::post(), "/admin/imports", cookies)
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=XX"))
        .set_payload(format!("{}--XX--\r\n", body.concat()))
}

#[actix_web::test]
async fn the_parts_of_an_import_come_in_any_order() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let brought = ask!(app, mixed(&cookie, &token, "sku,currency,price\nB-1,EUR,1.00\n"));
    let run = brought.header("location").split('?').next().unwrap().to_owned();
    assert_eq!(brought.status, 303, "{}", brought.body);
    let page = ask!(app, get(&run, &cookie));
    assert!(page.body.contains("<h1>prices.csv</h1>") && !page.body.contains("pictures.zip"), "{}", page.body);
    assert!(page.body.contains("a trial") && page.body.contains("Prices"), "{}", page.body);

    let half = ask!(app, archive_only(&cookie, &token));
    assert!(half.status == 422 && half.body.contains("id=\"file-error\""), "{} {}", half.status, half.body);
}

/// A form with pictures, and no file of goods.
fn archive_only(cookies: &str, token: &str) -> TestRequest {
    let body = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n{token}\r\n\
        --XX\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\nproducts\r\n\
        --XX\r\nContent-Disposition: form-data; name=\"pictures\"; filename=\"pictures.zip\"\r\n\r\nPK\r\n--XX--\r\n"
    );
    req(TestRequest::post(), "/admin/imports", cookies)
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=XX"))
        .set_payload(body)
}

/// A form with a file of goods, as browsers send it.
fn upload(cookies: &str, token: &str, file: &str) -> TestRequest {
    let field = |name: &str, value: &str| {
        format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let head = "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"goods.csv\"\r\nContent-Type: text/csv\r\n\r\n";
    let fields = [field("_token", token), field("form", "products"), field("dry_run", "yes")].concat();
    req(TestRequest::post(), "/admin/imports", cookies)
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=XX"))
        .set_payload(format!("{fields}{head}{file}\r\n--XX--\r\n"))
}

#[actix_web::test]
async fn goods_are_brought_watched_and_taken_out() {
    let shop = shop().await;
    let app = app!(shop);
    let (cookie, token) = signed_in!(app, "nora");
    let page = ask!(app, get("/admin/imports", &cookie));
    assert!(page.status == 200 && page.body.contains("Nothing was brought in yet"), "{}", page.body);
    let file = format!("handle,title,sku,price\nbowl,Bowl,B-1,12.00\n{}", "x".repeat(600_000));
    let brought = ask!(app, upload(&cookie, &token, &file));
    let run = brought.header("location").to_owned();
    assert!(brought.status == 303 && run.starts_with("/admin/imports/imp_"), "{} {}", brought.status, brought.body);
    let page = ask!(app, get(&run, &cookie));
    assert!(page.body.contains("goods.csv") && page.body.contains("Waiting"), "{}", page.body);
    assert!(page.body.contains("a trial") && page.body.contains("<progress"), "{}", page.body);

    let stopped = ask!(app, post(&format!("{run}/stop"), &cookie, &format!("_token={token}")));
    assert_eq!((stopped.status, stopped.header("location")), (303, run.as_str()));
    let page = ask!(app, get(&run, &cookie));
    assert!(page.body.contains("Stopped") && page.body.contains("Go on"), "{}", page.body);
    let report = ask!(app, get(&format!("{run}/report"), &cookie));
    assert!(report.header("content-type").starts_with("text/csv") && report.body.contains("kind,line,subject"));

    let forged = ask!(app, upload(&cookie, "forged", &file));
    assert_eq!(forged.status, 403, "{}", forged.body);
    let (clerk, token) = signed_in!(app, "cleo");
    assert_eq!(ask!(app, upload(&clerk, &token, &file)).status, 403);
    let page = ask!(app, get(&run, &clerk));
    assert!(page.status == 200 && !page.body.contains("Go on"), "{}", page.body);

    let page = ask!(app, get("/admin/exports", &clerk));
    assert!(page.body.contains("/admin/exports/products"), "{}", page.body);
    let table = ask!(app, get("/admin/exports/products", &clerk));
    assert!(table.status == 200 && table.body.contains("handle,title,subtitle"), "{}", table.body);
}
