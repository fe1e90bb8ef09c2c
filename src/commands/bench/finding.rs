//! Searching, suggestions and recommendations over HTTP, as programs ask for them: what nobody asked yet, and what is kept
//! for those who ask again.
use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::load::{Http, Work};
use super::pages::{open, share};
use super::server::{Folder, Server, settled, stocked};
use super::{figure, heading};
use crate::commands::{Failed, runtime};

const CONNECTIONS: usize = 64;
const SECONDS: f64 = 10.0;
/// What searches are to bear, and what they are paced at.
const SEARCHES: f64 = 5_000.0;
/// So many different questions are asked in turn, or as many as the titles give.
const QUESTIONS: usize = 5_000;
const SEARCH: &str = "/api/v1/search";
/// One product of so many is asked about.
const LOOKED_AT: usize = 2_000;

/// On `data`, or else on a demo of so many products.
pub fn run(data: Option<&str>, products: usize) -> Result<(), Failed> {
    heading(&format!("Finding, over the API ({CONNECTIONS} connections)"));
    let folder = Folder::new()?;
    let data = match data {
        Some(data) => Path::new(data).to_owned(),
        None => {
            stocked(&folder.0, products, None)?;
            folder.0.clone()
        }
    };
    let sold = sold(&data)?;
    let server = Server::shop(&data, "/healthz", &[])?;
    settled(&open(&data, None)?)?;
    indexed(&server, &sold)?;
    let asked = questions(&sold);
    say!("  {} products, {} questions; memory {:.0} MB", sold.len(), asked.len(), server.memory());
    let work = |at: &str, asked: &[String]| Work::Get {
        paths: asked.iter().map(|q| format!("{at}?q={}", q.replace(' ', "%20"))).collect(),
        packed: false,
    };
    let search = || work(SEARCH, &asked);
    let fresh = server.load(CONNECTIONS, SECONDS, asked.len() as u64, search())?;
    figure("searches, each for the first time", fresh.rate(), "/s", "-", &share(&fresh));
    let most = server.load(CONNECTIONS, SECONDS, 0, search())?;
    figure("searches, again", most.rate(), "/s", "5,000 /s", &share(&most));
    let paced = server.paced(CONNECTIONS, SECONDS, SEARCHES, search())?;
    figure("searches at 5,000 /s, p99", paced.p99, "ms", "5 ms", &share(&paced));

    let typed: BTreeSet<String> = asked.iter().map(|q| begun(q)).collect();
    let typed: Vec<String> = typed.into_iter().collect();
    let suggest = || work("/api/v1/suggestions", &typed);
    let fresh = server.load(CONNECTIONS, SECONDS, typed.len() as u64, suggest())?;
    figure("suggestions, each for the first time", fresh.rate(), "/s", "-", &share(&fresh));
    let most = server.load(CONNECTIONS, SECONDS, 0, suggest())?;
    figure("suggestions, again", most.rate(), "/s", "-", &share(&most));
    let paced = server.paced(CONNECTIONS, SECONDS, 1_000.0, suggest())?;
    figure("suggestions at 1,000 /s, p99", paced.p99, "ms", "2 ms", &share(&paced));

    let paths = sold.iter().take(LOOKED_AT).map(|(id, _)| format!("/api/v1/recommendations?products={id}"));
    let recommend = Work::Get { paths: paths.collect(), packed: false };
    server.load(CONNECTIONS, 2.0, 0, recommend.clone())?;
    let most = server.load(CONNECTIONS, SECONDS, 0, recommend)?;
    figure("recommendations", most.rate(), "/s", "50,000 /s", &share(&most));
    say!("  memory afterwards {:.0} MB", server.memory());
    Ok(())
}

/// Ids and titles of what is sold.
fn sold(data: &Path) -> Result<Vec<(String, String)>, Failed> {
    let shop = open(data, None)?;
    let runtime = runtime()?;
    let (mut sold, mut after) = (Vec::new(), None);
    loop {
        let found = runtime.block_on(shop.shop.catalog.after(after, 500)).map_err(|e| Failed(e.to_string()))?;
        let Some(last) = found.last() else { return Ok(sold) };
        after = Some(last.id);
        sold.extend(found.iter().map(|p| (p.id.to_string(), p.title.clone())));
    }
}

/// Waits until words are looked up in the index: only that counts attributes.
fn indexed(server: &Server, sold: &[(String, String)]) -> Result<(), Failed> {
    let word =
        sold.iter().find_map(|(_, title)| words(title).next()).ok_or_else(|| Failed("nothing is sold".into()))?;
    let path = format!("/api/v1/search?q={word}");
    let began = Instant::now();
    runtime()?.block_on(async {
        let mut http = Http::open(&server.address).await.map_err(Failed)?;
        loop {
            let answer: Value = http.get_json(&path).await.map_err(Failed)?;
            if answer["facets"]["attributes"].as_array().is_some_and(|a| !a.is_empty()) {
                return Ok(());
            }
            if began.elapsed() > Duration::from_secs(600) {
                return Err(Failed("the index is not ready after ten minutes".to_owned()));
            }
            // Another process makes it: there is no event to wait for.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
}

/// Words of a title that stand in addresses as they are.
fn words(title: &str) -> impl Iterator<Item = &str> {
    title.split(' ').filter(|word| word.len() > 2 && word.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// What people type: a word of a title, or two, every fifth with two letters the wrong way round. No two alike, in no
/// order in particular.
fn questions(sold: &[(String, String)]) -> Vec<String> {
    let mut asked: BTreeSet<String> = BTreeSet::new();
    for (nth, (_, title)) in sold.iter().enumerate() {
        let all: Vec<&str> = words(title).collect();
        let Some(first) = all.get(nth % all.len().max(1)) else { continue };
        // The other word is of another product: what fits both is rare, and what fits one comes as well.
        let other = sold.get((nth * 7919) % sold.len()).and_then(|(_, title)| words(title).next());
        let question = match other {
            Some(second) if nth % 3 != 0 && second != *first => format!("{first} {second}"),
            _ => (*first).to_owned(),
        };
        asked.insert(if nth % 5 == 4 { mistyped(&question) } else { question });
        if asked.len() == QUESTIONS {
            break;
        }
    }
    asked.into_iter().collect()
}

/// So far somebody has typed.
fn begun(question: &str) -> String {
    question.chars().take(question.chars().count().div_ceil(2).max(2)).collect()
}

fn mistyped(question: &str) -> String {
    let mut letters: Vec<char> = question.chars().collect();
    if letters.len() > 4 && letters[1..4].iter().all(char::is_ascii_alphabetic) {
        letters.swap(2, 3);
    }
    letters.into_iter().collect()
}
