//! The kit as a whole: an app of the smallest face, asked in process.
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{Payload, Service, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service};
use actix_web::{App, HttpResponse, HttpServer, web};
use bytes::Bytes;
use futures_util::future::LocalBoxFuture;
use tokio::sync::Notify;

use crate::*;

struct Face;

impl Pages for Face {
    fn page<'a>(&'a self, told: Told<'a>) -> LocalBoxFuture<'a, Result<String, Failure>> {
        Box::pin(async move {
            let who = told.staff.map_or("somebody", |s| s.member.name.as_str());
            let reference = told.failure.correlation.as_ref().map_or("", |c| c.0.as_str());
            let shop = &told.visit.ctx.shop_name;
            Ok(format!("{shop} tells {who} at {}: {} ({reference})", told.path, told.failure.code))
        })
    }
}

#[derive(serde::Deserialize)]
struct Line {
    sku: String,
}

fn routes() -> Routes {
    Routes::new("face")
        .get("/", Access::Public, async |visit: Visit| visit.ctx.url("/home"))
        .get("/mine", Access::Shopper, async |visit: Visit| visit.cart.clone().unwrap_or_default())
        .get("/token", Access::Shopper, async |visit: Visit| visit.form_token())
        .post("/mine", Access::Shopper, async |CheckedForm(line): CheckedForm<Line>| line.sku)
        .post("/add", Access::Shopper, async |OpenForm(line): OpenForm<Line>| line.sku)
        .post("/raw", Access::Public, async |body: Bytes| body.len().to_string())
        .upload("/import", Access::Public, 100_000, async |body: Bytes| body.len().to_string())
        .upload("/files", Access::Shopper, 100_000, async |form: CheckedUpload| {
            let files: Vec<String> =
                form.files.iter().map(|f| format!("{}={}:{}", f.field, f.name, f.bytes.len())).collect();
            format!("{} {}", form.value("alt"), files.join(","))
        })
        .get("/broken", Access::Public, async || Err::<HttpResponse, _>(Failure::ours("secret pipe burst")))
        .get("/n/{n}", Access::Public, async |n: web::Path<u32>| n.to_string())
        .get("/admin", Access::AnyStaff, async |staff: StaffVisit| staff.member.role.clone())
        .get("/admin/orders", Access::Staff("orders.manage"), async |staff: StaffVisit| {
            staff.actor.require("orders.manage").map(|()| "orders").map_err(|e| Failure::forbidden(e.to_string()))
        })
        .post("/admin/orders", Access::Staff("orders.manage"), async |CheckedForm(l): CheckedForm<Line>| l.sku)
        .get("/admin/token", Access::AnyStaff, async |staff: StaffVisit| staff.form_token.clone())
        .get("/admin/sign-in", Access::SignedOutStaff, async || "come in")
        .post("/admin/sign-in", Access::SignedOutStaff, async |OpenForm(line): OpenForm<Line>| line.sku)
        .get("/metrics", Access::Operator, async || "figures")
        .post("/api/v1/lines", Access::Public, async |line: web::Json<Line>| line.sku.clone())
        .assets()
}

fn shop() -> WebConfig {
    testing::config("https://shop.example.org")
}

macro_rules! app {
    ($config:expr) => {
        app!($config, routes())
    };
    ($config:expr, $routes:expr) => {{
        let site = testing::site($config).with_pages("", Arc::new(Face));
        let site = web::Data::new(site);
        let app = App::new()
            .configure(move |app| install(app, site))
            .configure(|app| $routes.configure(app))
            .wrap(from_fn(guard::<BoxBody>));
        init_service(app).await
    }};
}

struct Seen {
    status: u16,
    headers: header::HeaderMap,
    body: String,
}

impl Seen {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
}

async fn ask<S, R>(app: &S, req: R) -> Seen
where
    S: Service<R, Response = ServiceResponse, Error = actix_web::Error>,
{
    let answer = app.call(req).await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let body = to_bytes(answer.into_body()).await.unwrap();
    Seen { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
}

fn get(path: &str) -> TestRequest {
    TestRequest::get().uri(path).peer_addr("203.0.113.9:4711".parse().unwrap())
}

/// As our own page sends a form.
fn post(path: &str, form: &str) -> TestRequest {
    TestRequest::post()
        .uri(path)
        .peer_addr("203.0.113.9:4711".parse().unwrap())
        .insert_header(("sec-fetch-site", "same-origin"))
        .insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"))
        .set_payload(form.to_owned())
}

fn as_json(req: TestRequest) -> TestRequest {
    req.insert_header((header::CONTENT_TYPE, "application/json"))
}

fn as_staff(req: TestRequest, token: &str) -> TestRequest {
    req.insert_header((header::COOKIE, format!("__Host-staff={token}")))
}

#[actix_web::test]
async fn every_answer_bears_the_headers_whatever_happened() {
    let app = app!(shop());
    let asked = [
        (get("/"), 200),
        (get(assets::url("store.css")), 200),
        (get("/nowhere"), 404),
        (get("/n/ten"), 404),
        (post("/", ""), 405),
        (get("/broken"), 500),
        (get("/admin"), 303),
        (get("/metrics"), 403),
        (get("/").insert_header((header::CONTENT_ENCODING, "br")), 415),
        (TestRequest::post().uri("/add"), 403),
        (post("/add", "nothing=1"), 400),
        (as_json(post("/api/v1/lines", "{")), 400),
    ];
    for (req, status) in asked {
        let req = req.to_request();
        let what = format!("{} {}", req.method(), req.path());
        let seen = ask(&app, req).await;
        assert_eq!(seen.status, status, "{what}: {}", seen.body);
        assert!(seen.header("content-security-policy").starts_with("default-src 'self';"), "{what}");
        assert!(!seen.header("content-security-policy").contains("unsafe"));
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ] {
            assert_eq!(seen.header(name), value, "{what}");
        }
        assert!(!seen.header("permissions-policy").is_empty() && seen.header("x-request-id").len() == 20);
        assert!(!seen.header("cache-control").is_empty(), "{what}");
    }
    let local = app!(testing::config("http://localhost:8080"));
    assert_eq!(ask(&local, get("/").to_request()).await.header("strict-transport-security"), "");
}

#[actix_web::test]
async fn programs_are_told_problems_and_people_see_pages() {
    let app = app!(shop());
    let seen = ask(&app, get("/nowhere").to_request()).await;
    let reference = seen.header("x-request-id").to_owned();
    assert_eq!(seen.body, format!("Sundry tells somebody at /nowhere: not_found ({reference})"));
    assert_eq!(seen.header("content-type"), "text/html; charset=utf-8");

    let seen = ask(&app, get("/broken").to_request()).await;
    assert!(seen.body.contains("internal") && !seen.body.contains("pipe"), "{}", seen.body);

    let seen = ask(&app, get("/api/v1/nowhere").to_request()).await;
    assert_eq!((seen.status, seen.header("content-type")), (404, "application/problem+json"));
    let problem: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(problem["code"], "not_found");
    assert_eq!(problem["status"], 404);
    assert_eq!(problem["correlation"], seen.header("x-request-id"));

    assert_eq!(ask(&app, post("/", "").to_request()).await.header("allow"), "GET, HEAD");
    let head = TestRequest::default().method("HEAD".parse().unwrap());
    assert_eq!(ask(&app, head.to_request()).await.status, 200);

    let clerk = as_staff(get("/admin/orders"), "clerk-token");
    let seen = ask(&app, clerk.to_request()).await;
    assert!(seen.body.starts_with("Sundry tells clerk at /admin/orders: forbidden"), "{}", seen.body);
}

#[actix_web::test]
async fn packed_bodies_are_refused_before_anybody_reads_them() {
    let app = app!(shop());
    for (coding, status) in [("br", 415), ("gzip", 415), ("zstd", 415), ("", 415), ("Identity", 200)] {
        let req = post("/raw", "abc").insert_header((header::CONTENT_ENCODING, coding));
        assert_eq!(ask(&app, req.to_request()).await.status, status, "{coding}");
    }
}

#[actix_web::test]
async fn foreign_pages_change_nothing() {
    let app = app!(shop());
    let from = |site: &'static str| post("/add", "sku=mug").insert_header(("sec-fetch-site", site));
    assert_eq!(ask(&app, from("same-origin").to_request()).await.body, "mug");
    for site in ["cross-site", "same-site", "none"] {
        let seen = ask(&app, from(site).to_request()).await;
        assert!(seen.status == 403 && !seen.body.contains("mug"), "{site}");
    }
    let program = as_json(TestRequest::post().uri("/api/v1/lines")).set_payload("{\"sku\":\"mug\"}");
    assert_eq!(ask(&app, program.to_request()).await.body, "mug");
}

#[actix_web::test]
async fn bodies_end_in_size() {
    let app = app!(shop());
    let of = |path: &str, length: usize| post(path, &"a".repeat(length));
    assert_eq!(ask(&app, of("/raw", 64 * 1024).to_request()).await.body, "65536");
    let announced = of("/raw", 10).insert_header((header::CONTENT_LENGTH, "65537"));
    let seen = ask(&app, announced.to_request()).await;
    assert_eq!(seen.status, 413, "{}", seen.body);
    // Not announced: noticed while it comes.
    for path in ["/raw", "/add"] {
        let mut req = of(path, 64 * 1024 + 1).to_request();
        req.headers_mut().remove(header::CONTENT_LENGTH);
        let seen = ask(&app, req).await;
        assert_eq!(seen.status, 413, "{path}: {}", seen.body);
    }
    assert_eq!(ask(&app, of("/import", 100_000).to_request()).await.body, "100000");
    assert_eq!(ask(&app, of("/import", 100_001).to_request()).await.status, 413);
    let json = |length: usize| {
        let text = format!("{{\"sku\":\"{}\"}}", "a".repeat(length));
        as_json(post("/api/v1/lines", &text)).to_request()
    };
    assert_eq!(ask(&app, json(200_000)).await.status, 200);
    let seen = ask(&app, json(300_000)).await;
    assert_eq!((seen.status, seen.header("content-type")), (413, "application/problem+json"));
}

#[tokio::test(start_paused = true)]
async fn bodies_end_in_time_even_when_they_dribble() {
    let app = app!(shop());
    for path in ["/raw", "/add", "/api/v1/lines"] {
        let dribble = futures_util::stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Some((Ok::<_, PayloadError>(Bytes::from_static(b"a")), ()))
        });
        let req = if path.starts_with("/api") { as_json(post(path, "")) } else { post(path, "") };
        let payload: Payload = Payload::Stream { payload: Box::pin(dribble) };
        let (mut req, _) = req.to_request().replace_payload(payload);
        req.headers_mut().remove(header::CONTENT_LENGTH);
        let began = tokio::time::Instant::now();
        let seen = ask(&app, req).await;
        assert_eq!(seen.status, 408, "{path}: {}", seen.body);
        assert_eq!(began.elapsed().as_secs(), 15);
    }
}

/// Over a real socket: whoever is turned away and goes on sending is cut off.
#[actix_web::test]
async fn nobody_sends_for_ever_to_a_closed_door() {
    let site = web::Data::new(testing::site(shop()));
    let server = HttpServer::new(move || {
        let site = site.clone();
        App::new()
            .configure(move |app| install(app, site))
            .configure(|app| routes().configure(app))
            .wrap(from_fn(guard::<BoxBody>))
    });
    let server = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
    let address = server.addrs()[0];
    let server = server.run();
    let door = server.handle();
    actix_web::rt::spawn(server);
    let send = move |head: &str, chunk: &'static [u8]| {
        let head = format!("POST {head}Host: a\r\n\r\n");
        std::thread::spawn(move || {
            let mut socket = TcpStream::connect(address).unwrap();
            socket.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
            socket.write_all(head.as_bytes()).unwrap();
            let (mut answer, mut buffer) = (Vec::new(), [0; 4096]);
            for _ in 0..200 {
                if socket.write_all(chunk).is_err() {
                    break;
                }
                match socket.read(&mut buffer) {
                    Ok(0) => break,
                    Ok(n) => answer.extend_from_slice(&buffer[..n]),
                    Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => continue,
                    Err(_) => break,
                }
            }
            let ended = socket.write_all(chunk).is_err() || matches!(socket.read(&mut buffer), Ok(0));
            (String::from_utf8_lossy(&answer).into_owned(), ended)
        })
    };
    let chunked = "HTTP/1.1\r\nTransfer-Encoding: chunked\r\nSec-Fetch-Site";
    let cases = [
        (format!("/nowhere {chunked}: same-origin\r\n"), &b"1\r\na\r\n"[..], "HTTP/1.1 404"),
        (format!("/raw {chunked}: cross-site\r\n"), b"1\r\na\r\n", "HTTP/1.1 403"),
        ("/raw HTTP/1.1\r\nContent-Length: 9999\r\n".into(), b"a", "HTTP/1.1 403"),
    ];
    let sent: Vec<_> = cases.iter().map(|(head, chunk, _)| send(head, chunk)).collect();
    for (thread, (_, _, status)) in sent.into_iter().zip(&cases) {
        let (answer, ended) = web::block(move || thread.join().unwrap()).await.unwrap();
        assert!(answer.starts_with(status), "{status}: {answer}");
        assert!(ended, "{status} is still listened to");
    }
    door.stop(false).await;
}

#[actix_web::test]
async fn a_full_house_says_so_but_lets_in_those_who_watch() {
    let (begun, go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let mut config = shop();
    config.limits.at_once = 1;
    let slow = {
        let (begun, go) = (begun.clone(), go.clone());
        move || {
            let (begun, go) = (begun.clone(), go.clone());
            async move {
                begun.notify_one();
                go.notified().await;
                "done"
            }
        }
    };
    let app = app!(config, routes().and(Routes::new("slow").get("/slow", Access::Public, slow)));
    let first = ask(&app, get("/slow").to_request());
    let others = async {
        begun.notified().await;
        let turned_away = ask(&app, get("/").to_request()).await;
        assert_eq!((turned_away.status, turned_away.header("retry-after")), (503, "1"));
        assert_eq!(turned_away.header("x-content-type-options"), "nosniff");
        let watch = get("/metrics").peer_addr("127.0.0.1:1".parse().unwrap());
        assert_eq!(ask(&app, watch.to_request()).await.body, "figures");
        go.notify_one();
    };
    let (first, ()) = futures_util::future::join(first, others).await;
    assert_eq!(first.body, "done");
    assert_eq!(ask(&app, get("/").to_request()).await.status, 200);
}

#[actix_web::test]
async fn the_table_asks_who_comes() {
    let app = app!(shop());
    // Address, staff token, status, where to
    let cases = [
        ("/admin", "", 303, "/admin/sign-in?next=/admin"),
        ("/admin/orders?page=2&q=%20", "", 303, "/admin/sign-in?next=/admin/orders%3Fpage%3D2%26q%3D%2520"),
        ("/admin", "stale-token", 303, "/admin/sign-in?next=/admin"),
        ("/admin", "clerk-token", 200, ""),
        ("/admin/orders", "clerk-token", 403, ""),
        ("/admin/orders", "owner-token", 200, ""),
        ("/admin/orders", "broken-token", 500, ""),
        ("/admin/sign-in", "", 200, ""),
        ("/admin/sign-in", "clerk-token", 303, "/admin"),
        ("/metrics", "owner-token", 403, ""),
    ];
    for (path, token, status, to) in cases {
        let seen = ask(&app, as_staff(get(path), token).to_request()).await;
        assert_eq!((seen.status, seen.header("location")), (status, to), "{path} {token}");
        if status == 200 {
            assert_eq!(seen.header("cache-control"), "private, no-store");
        }
    }
    let json = get("/admin").insert_header((header::ACCEPT, "application/json"));
    assert_eq!(ask(&app, json.to_request()).await.status, 401);
    assert_eq!(ask(&app, post("/admin/orders", "sku=a").to_request()).await.status, 401);
    let here = || get("/metrics").peer_addr("127.0.0.1:1".parse().unwrap());
    assert_eq!(ask(&app, here().to_request()).await.status, 200);
    let behind_a_proxy = here().insert_header(("x-forwarded-for", "203.0.113.9"));
    assert_eq!(ask(&app, behind_a_proxy.to_request()).await.status, 403);
}

#[actix_web::test]
async fn forms_on_pages_that_are_not_cached_bring_their_visitor_s_token() {
    let app = app!(shop());
    let with_cart =
        |req: TestRequest, cart: &str| req.insert_header((header::COOKIE, format!("__Host-cart={cart}")));
    let token = ask(&app, with_cart(get("/token"), "ada").to_request()).await.body;
    let send =
        |cart: &str, token: &str| with_cart(post("/mine", &format!("sku=mug&_token={token}")), cart).to_request();
    assert_eq!(ask(&app, send("ada", &token)).await.body, "mug");
    for (cart, token) in [("bob", token.as_str()), ("ada", ""), ("ada", "0123")] {
        let seen = ask(&app, send(cart, token)).await;
        assert!(seen.status == 403 && seen.body.contains("form_foreign"), "{}", seen.body);
    }
    let staff = ask(&app, as_staff(get("/admin/token"), "owner-token").to_request()).await.body;
    let order = |token: &str| as_staff(post("/admin/orders", &format!("sku=mug&_token={token}")), "owner-token");
    assert_eq!(ask(&app, order(&staff).to_request()).await.body, "mug");
    assert_eq!(ask(&app, order(&token).to_request()).await.status, 403);
    assert_eq!(ask(&app, as_json(post("/add", "{}")).to_request()).await.status, 415);
}

#[actix_web::test]
async fn floods_of_writes_are_slowed_and_reads_are_not() {
    let mut config = shop();
    config.limits.writes = Some(Rate { per_minute: 1, burst: 4 });
    config.limits.sign_ins = Some(Rate { per_minute: 1, burst: 1 });
    let app = app!(config.clone());
    let send = async |path: &str| ask(&app, post(path, "sku=mug").to_request()).await;
    assert_eq!(send("/admin/sign-in").await.status, 200);
    assert_eq!(send("/admin/sign-in").await.status, 429);
    assert_eq!(send("/add").await.status, 200);
    assert_eq!(send("/add").await.status, 200);
    let seen = send("/add").await;
    assert_eq!(seen.status, 429);
    assert!(seen.header("retry-after").parse::<u64>().is_ok_and(|s| s > 0), "{:?}", seen.headers);
    assert_eq!(ask(&app, get("/").to_request()).await.status, 200);
    let elsewhere = post("/add", "sku=mug").peer_addr("[2001:db8::1]:1".parse().unwrap());
    assert_eq!(ask(&app, elsewhere.to_request()).await.status, 200);

    (config.limits.writes, config.limits.sign_ins) = (None, None);
    let app = app!(config);
    for _ in 0..100 {
        assert_eq!(ask(&app, post("/add", "sku=mug").to_request()).await.status, 200);
    }
}

#[test]
fn the_table_lists_every_route() {
    let routes = routes();
    let lines: Vec<String> =
        routes.list().iter().map(|r| format!("{} {} {} {}", r.face, r.method, r.path, r.access)).collect();
    assert!(lines.contains(&"face POST /admin/orders staff:orders.manage".to_owned()), "{lines:?}");
    assert_eq!(lines.len(), 19);
}

#[actix_web::test]
async fn a_form_with_files_brings_its_token_and_what_was_chosen() {
    let app = app!(shop());
    let token = ask(&app, get("/token").to_request()).await.body;
    let form = |token: &str| {
        let part =
            |head: &str, body: &str| format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
        let mut body = part("name=\"_token\"", token);
        body += &part("name=\"alt\"", "A mug");
        body += &part("name=\"file\"; filename=\"mug.png\"\r\nContent-Type: image/png", "12345");
        body += &part("name=\"file\"; filename=\"\"", "");
        body + "--x--\r\n"
    };
    let send = |body: String| {
        post("/files", "")
            .insert_header((header::CONTENT_TYPE, "multipart/form-data; boundary=x"))
            .set_payload(body)
    };
    let good = ask(&app, send(form(&token)).to_request()).await;
    assert_eq!((good.status, good.body.as_str()), (200, "A mug file=mug.png:5"));
    for (body, status) in [(form("none"), 403), (form(&token)[..80].to_owned(), 400), ("x".repeat(200_000), 413)] {
        assert_eq!(ask(&app, send(body).to_request()).await.status, status);
    }
}
