//! Who comes in, and what each role may do.
use super::*;

#[actix_web::test]
async fn only_staff_come_in_and_are_told_alike() {
    let shop = shop().await;
    let app = app!(shop);
    let seen = ask!(app, get("/admin/orders?show=to-ship", ""));
    assert_eq!((seen.status, seen.header("location")), (303, "/admin/sign-in?next=/admin/orders%3Fshow%3Dto-ship"));
    let page = ask!(app, get(seen.header("location"), ""));
    assert!(page.body.contains("name=\"next\" value=\"/admin/orders?show=to-ship\""), "{}", page.body);
    let token = page.token();

    let try_in = async |who: &str, password: &str, next: &str| {
        let form = format!("email={who}&password={password}&next={next}&_token={token}");
        ask!(app, post("/admin/sign-in", "", &form))
    };
    let wrong = try_in("nora%40example.org", "nonsense", "").await;
    let nobody = try_in("nobody%40example.org", "nonsense", "").await;
    assert_eq!((wrong.status, nobody.status), (401, 401));
    let told = |body: &str, who: &str| body.replace(who, "").replace(&token, "");
    let same = |body: &str, who: &str| told(body, who).split("_token").next().unwrap().to_owned();
    assert_eq!(same(&wrong.body, "nora@example.org"), same(&nobody.body, "nobody@example.org"));
    assert!(wrong.body.contains("do not match") && wrong.cookie("__Host-staff").is_none());

    let good = PASSWORD.replace(' ', "+");
    let right = try_in("nora%40example.org", &good, "/admin/products").await;
    assert_eq!((right.status, right.header("location")), (303, "/admin/products"), "{}", right.body);
    let elsewhere = try_in("nora%40example.org", &good, "//evil.example").await;
    assert_eq!(elsewhere.header("location"), "/admin");

    let old = post("/admin/sign-in", "", "email=a&password=b&_token=old");
    let old = ask!(app, old);
    assert!(old.status == 403 && old.body.contains("open for too long"), "{}", old.body);

    let cookie = format!("__Host-staff={}", right.cookie("__Host-staff").unwrap());
    let token = ask!(app, get("/admin", &cookie)).token();
    let out = post("/admin/sign-out", &cookie, &format!("_token={token}"));
    let out = ask!(app, out);
    assert_eq!((out.status, out.cookie("__Host-staff").as_deref()), (303, Some("")));
    assert_eq!(ask!(app, get("/admin", &cookie)).status, 303);
}

/// The back office's lines of the authorisation matrix: method, path, and who may come.
fn matrix() -> Vec<(String, String, String)> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/security/routes.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let line = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_owned);
        let (path, method, access) = (words.next()?, words.next()?, words.next()?);
        (path.starts_with("/admin") || path.starts_with("/setup")).then_some((method, path, access))
    };
    text.lines().filter_map(line).filter(|(_, path, _)| !path.ends_with("/preview")).collect()
}

#[actix_web::test]
async fn every_route_is_for_the_roles_that_the_matrix_names() {
    let shop = shop().await;
    for (name, role) in [("Manuel Manager", Role::Manager), ("Sue Support", Role::Support)] {
        let email = format!("{}@example.org", name.split(' ').next().unwrap().to_lowercase());
        let password = Some(SecretString::from(PASSWORD.to_owned()));
        let new = NewMember { email, name: name.to_owned(), role, password };
        shop.staff.add(&Actor::system("test"), new).await.unwrap();
    }
    let app = app!(shop);
    let matrix = matrix();
    assert_eq!(matrix.len(), admin::routes().list().len(), "the matrix and the table are of the same routes");
    let people = [
        ("nora", Role::Owner),
        ("manuel", Role::Manager),
        ("cleo", Role::Clerk),
        ("sue", Role::Support),
        ("rea", Role::ReadOnly),
    ];
    let mut networks = 0_u32;
    for (who, role) in people {
        let (cookie, _) = signed_in!(app, who);
        for (method, path, access) in &matrix {
            // Parameters that lead to nothing.
            let real = path.split('/').map(|part| if part.starts_with('{') { "nothing" } else { part });
            let real = real.collect::<Vec<_>>().join("/");
            // Without a token nothing is changed: whoever may come is told that the form is too old.
            let asked = match method.as_str() {
                "GET" => get(&real, &cookie),
                _ => post(&real, &cookie, ""),
            };
            // Each from a network of its own: so many at once would be asked to wait.
            networks += 1;
            let from = format!("10.{}.{}.1:4711", networks / 250, networks % 250);
            let seen = ask!(app, asked.peer_addr(from.parse().unwrap()));
            let turned_away = seen.status == 403 && seen.body.contains("Not for this role");
            let may = match access.strip_prefix("staff:") {
                Some(power) => role.powers().contains(&power),
                None => true,
            };
            assert_eq!(turned_away, !may, "{role} {method} {path} {access}: {}", seen.status);
            if matches!(access.as_str(), "founder" | "unfounded") {
                assert_eq!(seen.status, 404, "{method} {path}: gone once there is an owner");
            }
        }
        assert_eq!(ask!(app, get("/admin", &cookie)).status, 200, "{role} is signed in still");
    }
}

#[actix_web::test]
async fn too_many_tries_wait() {
    let shop = shop().await;
    let app = app!(shop);
    let token = ask!(app, get("/admin/sign-in", "")).token();
    let form = format!("email=nora%40example.org&password=no&_token={token}");
    let mut last = None;
    for _ in 0..25 {
        last = Some(ask!(app, post("/admin/sign-in", "", &form)));
    }
    let last = last.unwrap();
    assert!(last.status == 429 && last.body.contains("Too many tries"), "{}", last.body);
    assert!(last.header("retry-after").parse::<u64>().unwrap() > 0);
}

#[actix_web::test]
async fn who_may_not_is_refused() {
    let shop = shop().await;
    let order = shop.sold("test").await;
    let app = app!(shop);
    let (reader, reader_token) = signed_in!(app, "rea");
    let (clerk, clerk_token) = signed_in!(app, "cleo");
    let ship = format!("/admin/orders/{order}/ship");
    let asked = [
        (post(&ship, &reader, &format!("_token={reader_token}")), 403, "Not for this role"),
        (get("/admin/system", &clerk), 403, "Not for this role"),
        (get("/admin/system", &reader), 200, "SQLite"),
        (get("/admin/nowhere", &clerk), 404, "Not here"),
        (post(&ship, "", "_token="), 401, "You are signed out"),
        (post(&ship, &clerk, &format!("_token={reader_token}")), 403, "open for too long"),
        (post(&ship, &clerk, ""), 403, "open for too long"),
        (
            post(&ship, &clerk, &format!("_token={clerk_token}")).insert_header(("sec-fetch-site", "cross-site")),
            403,
            "not sent from a page of this shop",
        ),
    ];
    for (req, status, words) in asked {
        let seen = ask!(app, req);
        assert!(seen.status == status && seen.body.contains(words), "{words}: {} {}", seen.status, seen.body);
    }
    let page = ask!(app, get(&format!("/admin/orders/{order}"), &reader)).body;
    assert!(
        !page.contains(&format!("action=\"/admin/orders/{order}/")),
        "whoever may only look is offered nothing"
    );
    let untouched = shop.orders.get(order).await.unwrap();
    assert_eq!(untouched.fulfilment, orders::FulfilmentAxis::Unfulfilled);
}
