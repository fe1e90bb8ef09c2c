use std::cell::Cell;
use std::sync::atomic::AtomicU64;

use actix_web::body::MessageBody;
use actix_web::http::{StatusCode, header};
use actix_web::test::TestRequest;
use futures_util::future::join_all;
use tokio::sync::{Barrier, Notify, watch};

use super::*;

fn key(address: &str) -> PageKey {
    PageKey { address: address.into(), vary: "eu".into() }
}

fn plain() -> HttpRequest {
    TestRequest::default().to_http_request()
}

fn text(answer: HttpResponse) -> String {
    String::from_utf8(answer.into_body().try_into_bytes().unwrap().to_vec()).unwrap()
}

fn told(answer: &HttpResponse, name: header::HeaderName) -> String {
    answer.headers().get(name).unwrap().to_str().unwrap().to_owned()
}

async fn ask(cache: &PageCache, address: &str, tags: &[Tag], html: &str) -> String {
    let fill = async || Ok::<_, Failure>(html.to_owned());
    text(cache.serve(&plain(), key(address), tags, fill).await.unwrap())
}

#[tokio::test]
async fn a_page_is_made_once_and_again_when_a_tag_of_it_changed() {
    let cache = PageCache::default();
    let (mug, cup, cap) = (Tag::of("product", 1), Tag::of("product", 2), Tag::of("product", 3));
    assert_eq!(ask(&cache, "/", &[mug], "one").await, "one");
    assert_eq!(ask(&cache, "/", &[mug], "two").await, "one");
    cache.invalidate(cap);
    assert_eq!(ask(&cache, "/", &[mug], "three").await, "one");
    cache.invalidate(mug);
    let late = async || Ok::<_, Failure>(Rendered::new("four".into()).tagged([cup]));
    assert_eq!(text(cache.serve(&plain(), key("/"), &[mug], late).await.unwrap()), "four");
    cache.invalidate(cup);
    assert_eq!(ask(&cache, "/", &[mug], "five").await, "five");
    assert_eq!(cache.stats().fills, 3);
}

#[tokio::test(start_paused = true)]
async fn a_page_that_nobody_told_about_is_made_anew_after_a_while() {
    let cache = PageCache::default();
    assert_eq!(ask(&cache, "/", &[], "one").await, "one");
    tokio::time::advance(Duration::from_secs(59)).await;
    assert_eq!(ask(&cache, "/", &[], "two").await, "one");
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(ask(&cache, "/", &[], "three").await, "three");
}

#[tokio::test]
async fn clients_get_what_they_take_and_nothing_that_they_have() {
    let cache = PageCache::default();
    let html = "<p>the same words again and again</p>".repeat(100);
    let serve = async |name: header::HeaderName, value: &str| {
        let req = TestRequest::default().insert_header((name, value)).to_http_request();
        cache.serve(&req, key("/"), &[], async || Ok::<_, Failure>(html.clone())).await.unwrap()
    };
    let packed = serve(header::ACCEPT_ENCODING, "gzip, br").await;
    assert_eq!(told(&packed, header::CONTENT_ENCODING), "br");
    assert_eq!(told(&packed, header::VARY), "accept-encoding");
    assert_eq!(told(&packed, header::CACHE_CONTROL), "public, max-age=0, must-revalidate");
    let etag = told(&packed, header::ETAG);
    let body = packed.into_body().try_into_bytes().unwrap();
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut &body[..], &mut unpacked).unwrap();
    assert_eq!(unpacked, html.as_bytes());

    let identity = serve(header::ACCEPT_ENCODING, "gzip").await;
    assert!(!identity.headers().contains_key(header::CONTENT_ENCODING));
    assert_eq!(text(identity), html);

    for known in [etag.clone(), format!("\"x\", {etag}"), etag.replace("W/", ""), "*".to_owned()] {
        let answer = serve(header::IF_NONE_MATCH, &known).await;
        assert_eq!(answer.status(), StatusCode::NOT_MODIFIED, "{known}");
        assert_eq!(told(&answer, header::ETAG), etag);
        assert_eq!(text(answer), "");
    }
    assert_eq!(serve(header::IF_NONE_MATCH, "\"other\"").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn of_all_who_want_a_missing_page_one_makes_it() {
    let cache = PageCache::default();
    let go = Notify::new();
    let made = AtomicU64::new(0);
    let one = async || {
        let fill = async || {
            made.fetch_add(1, Ordering::SeqCst);
            go.notified().await;
            Ok::<_, Failure>("page".to_owned())
        };
        text(cache.serve(&plain(), key("/"), &[], fill).await.unwrap())
    };
    let all = join_all((0..200).map(|_| one()));
    let release = async {
        while cache.stats().misses < 200 {
            tokio::task::yield_now().await;
        }
        go.notify_one();
    };
    let (pages, ()) = futures_util::future::join(all, release).await;
    assert!(pages.iter().all(|p| p == "page"));
    assert_eq!(made.load(Ordering::SeqCst), 1);
    assert_eq!(cache.0.flights.count(), 0);
}

#[tokio::test]
async fn errors_are_told_to_all_who_waited_and_kept_for_nobody() {
    let cache = PageCache::default();
    let go = Notify::new();
    let made = AtomicU64::new(0);
    let one = async || {
        let fill = async || {
            made.fetch_add(1, Ordering::SeqCst);
            go.notified().await;
            Err::<String, _>(Failure::not_found())
        };
        cache.serve(&plain(), key("/"), &[], fill).await.map(text).unwrap_err().status
    };
    let release = async {
        while cache.stats().misses < 50 {
            tokio::task::yield_now().await;
        }
        go.notify_one();
    };
    let (told, ()) = futures_util::future::join(join_all((0..50).map(|_| one())), release).await;
    assert!(told.iter().all(|status| *status == StatusCode::NOT_FOUND));
    assert_eq!(made.load(Ordering::SeqCst), 1);
    assert_eq!(ask(&cache, "/", &[], "there now").await, "there now");
    assert_eq!(cache.0.flights.count(), 0);
}

#[tokio::test]
async fn whoever_goes_away_while_making_a_page_leaves_it_to_the_next() {
    let cache = PageCache::default();
    let begun = Notify::new();
    let never = async || {
        begun.notify_one();
        std::future::pending::<Result<String, Failure>>().await
    };
    let req = plain();
    let leaver = cache.serve(&req, key("/"), &[], never);
    tokio::select! {
        _ = leaver => unreachable!("it never ends"),
        () = begun.notified() => {}
    }
    assert_eq!(cache.0.flights.count(), 0);
    assert_eq!(ask(&cache, "/", &[], "page").await, "page");
}

#[tokio::test]
async fn who_asks_after_a_change_never_waits_for_what_was_before_it() {
    let cache = PageCache::default();
    let (begun, go) = (Notify::new(), Notify::new());
    let tags = [Tag::of("product", 1)];
    let req = plain();
    let early = cache.serve(&req, key("/"), &tags, async || {
        begun.notify_one();
        go.notified().await;
        Ok::<_, Failure>("old".to_owned())
    });
    let late = async {
        begun.notified().await;
        cache.invalidate(tags[0]);
        let ask = ask(&cache, "/", &tags, "new");
        let release = async {
            while cache.stats().misses < 2 {
                tokio::task::yield_now().await;
            }
            go.notify_one();
        };
        futures_util::future::join(ask, release).await.0
    };
    let (early, late) = futures_util::future::join(early, late).await;
    assert_eq!(text(early.unwrap()), "old");
    assert_eq!(late, "new");
    assert_eq!(ask(&cache, "/", &tags, "newer").await, "new");
}

/// The data is a number that only grows; a change is written first and told then. Whoever asks after change `n` was
/// told must never see a page older than `n`. In every other round a page is held up between its query and its end
/// until the change has been told; in the others all run as they will.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_is_older_than_the_last_change_told() {
    const ROUNDS: u64 = 600;
    const READERS: usize = 3;
    let cache = PageCache::default();
    let data = Arc::new(AtomicU64::new(0));
    let tag = Tag::of("product", 7);
    let start = Arc::new(Barrier::new(READERS + 1));
    let (asked, mut was_asked) = watch::channel(0);
    let (told, was_told) = watch::channel(0);

    let readers: Vec<_> = (0..READERS)
        .map(|reader| {
            let (cache, data, start) = (cache.clone(), data.clone(), start.clone());
            let (asked, was_told) = (asked.clone(), was_told.clone());
            let read = async move || {
                let req = plain();
                let mut too_old = Vec::new();
                for round in 0..ROUNDS {
                    start.wait().await;
                    let fill = async || {
                        let seen = data.load(Ordering::SeqCst);
                        asked.send_replace(round + 1);
                        if round % 2 == 0 {
                            was_told.clone().wait_for(|n| *n > round).await.unwrap();
                        }
                        for _ in 0..(round as usize + reader) % 5 {
                            tokio::task::yield_now().await;
                        }
                        Ok::<_, Failure>(seen.to_string())
                    };
                    let page = text(cache.serve(&req, key("/"), &[tag], fill).await.unwrap());
                    let seen: u64 = page.parse().unwrap();
                    if seen < round {
                        too_old.push((round, seen));
                    }
                    asked.send_replace(round + 1);
                }
                too_old
            };
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            std::thread::spawn(move || runtime.block_on(read()))
        })
        .collect();
    for round in 0..ROUNDS {
        start.wait().await;
        if round % 2 == 0 {
            was_asked.wait_for(|n| *n > round).await.unwrap();
        }
        data.store(round + 1, Ordering::SeqCst);
        cache.invalidate(tag);
        told.send_replace(round + 1);
    }
    for reader in readers {
        let too_old = tokio::task::spawn_blocking(move || reader.join().unwrap()).await.unwrap();
        assert_eq!(too_old, [], "(round, seen)");
    }
    assert_eq!(ask(&cache, "/", &[tag], &ROUNDS.to_string()).await, ROUNDS.to_string());
    assert!(cache.stats().fills >= ROUNDS / 2);
    assert_eq!(cache.0.flights.count(), 0);
}

#[tokio::test]
async fn the_cache_stays_within_its_bytes() {
    let cache = PageCache::new(200_000);
    let noise: String =
        (0..10_000_u32).map(|n| char::from(b'a' + (n.wrapping_mul(2_654_435_761) >> 27) as u8 % 26)).collect();
    for n in 0..200 {
        ask(&cache, &format!("/{n}"), &[], &noise).await;
    }
    cache.0.pages.run_pending_tasks();
    let stats = cache.stats();
    assert!(stats.bytes <= 200_000 && stats.entries > 3, "{stats:?}");
    let nothing = PageCache::new(0);
    assert_eq!(ask(&nothing, "/", &[], "one").await, "one");
    nothing.0.pages.run_pending_tasks();
    assert_eq!(ask(&nothing, "/", &[], "two").await, "two");
}

#[test]
fn only_the_parameters_that_matter_tell_pages_apart_and_none_can_be_smuggled_in() {
    let of = |query: &str| {
        let mut address = String::from("/c");
        add_query(&mut address, query, &["page", "sort"]);
        address
    };
    assert_eq!(of("utm_source=x&sort=new&page=2"), of("page=2&sort=new"));
    assert_eq!(of("utm_source=x"), "/c");
    assert_eq!(of("p%61ge=7"), of("page=7"));
    assert_ne!(of("page=1&page=2"), of("page=1"));
    assert_ne!(of("page=1%3Fsort%3D3:new"), of("page=1&sort=new"));
}

fn id(number: u8) -> Thing {
    [number; 16]
}

/// A list of these, in which each says how often it was written.
async fn list(
    cache: &PageCache,
    req: &HttpRequest,
    address: &str,
    things: &[u8],
    written: &Cell<usize>,
) -> HttpResponse {
    let fill = async || {
        let gap = Gap { at: "{\"items\":[".len(), things: things.iter().map(|number| id(*number)).collect() };
        Ok::<_, Failure>(Rendered::json("{\"items\":[],\"total\":9}".into()).around(gap))
    };
    let write = async |things: Vec<Thing>| {
        written.set(written.get() + things.len());
        // What is not there any more is left out.
        let there = things.into_iter().filter(|thing| thing[0] != 0);
        let one = |thing: Thing| Written {
            thing,
            text: format!("{}.{}", thing[0], written.get()),
            tags: vec![Tag::of("product", thing[0])],
        };
        Ok::<_, Failure>(there.map(one).collect())
    };
    let cut = |text: &str, out: &mut String| {
        out.push_str(text);
        Ok(())
    };
    cache.serve_joined(req, key(address), &[Tag::all("list")], fill, Form { write, cut }).await.unwrap()
}

#[tokio::test]
async fn a_thing_is_written_once_for_all_lists_and_anew_when_it_changed() {
    let (cache, written) = (PageCache::default(), Cell::new(0));
    let told = async |address: &str, things: &[u8]| text(list(&cache, &plain(), address, things, &written).await);
    assert_eq!(told("/a", &[1, 2]).await, r#"{"items":[1.2,2.2],"total":9}"#);
    assert_eq!(told("/b", &[2, 3, 1]).await, r#"{"items":[2.2,3.3,1.2],"total":9}"#);
    assert_eq!((cache.stats().fills, written.get()), (2, 3));
    cache.invalidate(Tag::of("product", 2_u8));
    assert_eq!(told("/b", &[]).await, r#"{"items":[2.4,3.3,1.2],"total":9}"#);
    assert_eq!(told("/a", &[]).await, r#"{"items":[1.2,2.4],"total":9}"#);
    assert_eq!((cache.stats().fills, written.get()), (2, 4), "what is around it is kept");
    cache.invalidate(Tag::all("list"));
    assert_eq!(told("/a", &[3, 0]).await, r#"{"items":[3.3],"total":9}"#);
    assert_eq!(told("/c", &[]).await, r#"{"items":[],"total":9}"#);
}

#[tokio::test(start_paused = true)]
async fn a_thing_nobody_told_about_is_written_anew_after_a_while() {
    let (cache, written) = (PageCache::default(), Cell::new(0));
    let told = async || text(list(&cache, &plain(), "/", &[1], &written).await);
    assert_eq!(told().await, r#"{"items":[1.1],"total":9}"#);
    tokio::time::advance(Duration::from_secs(59)).await;
    assert_eq!(told().await, r#"{"items":[1.1],"total":9}"#);
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(told().await, r#"{"items":[1.2],"total":9}"#);
}

#[tokio::test]
async fn a_list_is_told_apart_by_what_is_in_it() {
    let (cache, written) = (PageCache::default(), Cell::new(0));
    let etag = told(&list(&cache, &plain(), "/", &[1], &written).await, header::ETAG);
    let again = TestRequest::default().insert_header((header::IF_NONE_MATCH, etag.clone())).to_http_request();
    let answer = list(&cache, &again, "/", &[1], &written).await;
    assert_eq!((answer.status(), told(&answer, header::ETAG)), (StatusCode::NOT_MODIFIED, etag));
    cache.invalidate(Tag::of("product", 1_u8));
    assert_eq!(list(&cache, &again, "/", &[1], &written).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn who_takes_it_packed_gets_a_list_that_is_kept_whole() {
    let (cache, written) = (PageCache::default(), Cell::new(0));
    let packed = TestRequest::default().insert_header((header::ACCEPT_ENCODING, "br")).to_http_request();
    let many: Vec<u8> = (1..60).collect();
    let answer = list(&cache, &packed, "/", &many, &written).await;
    assert_eq!(told(&answer, header::CONTENT_ENCODING), "br");
    list(&cache, &packed, "/", &many, &written).await;
    assert_eq!((cache.stats().fills, written.get()), (1, 59));
    cache.invalidate(Tag::of("product", 7_u8));
    list(&cache, &packed, "/", &many, &written).await;
    assert_eq!((cache.stats().fills, written.get()), (2, 60));
}

#[tokio::test]
async fn without_a_cache_of_pages_lists_are_made_each_time() {
    let (cache, written) = (PageCache::with_pieces(0, 0), Cell::new(0));
    let told = async || text(list(&cache, &plain(), "/", &[1, 2], &written).await);
    assert_eq!(told().await, r#"{"items":[1.2,2.2],"total":9}"#);
    let again = told().await;
    assert!(again.starts_with(r#"{"items":[1."#) && again.ends_with(r#"],"total":9}"#), "{again}");
    assert_eq!(cache.stats().fills, 2);
}
