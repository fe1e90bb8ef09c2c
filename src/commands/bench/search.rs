//! How good search is: rated questions of public catalogues, asked through the facade, against what people judged.
//!
//! A folder holds `products.csv` (`product_id,title,description`) or `products.ndjson` (perhaps packed as `.zst`),
//! `queries_public.tsv`, `queries_misspelt_public.tsv` and `qrels_public.tsv`. nDCG@10 has gain 2^grade−1 and discount
//! log2(rank+1); what nobody judged counts nothing. `judged only` leaves that out of the answer first.
use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use db::Lane;
use kernel::kinds::{PriceListId, ProductId};
use kernel::{Actor, Micros};
use search::{Ask, Document, Filter, Offer, Part, Scope, Search, SearchError, Sort, Stock, Word};

use super::heading;
use super::server::Folder;
use crate::commands::{Failed, runtime};
use crate::config::{Config, Flags};
use crate::sundry::Sundry;

const LIST: PriceListId = PriceListId::from_bytes([1; 16]);
const TOP: usize = 10;
const ASKED: u64 = 100;

/// Which folders are known, with the best figure of other engines on the same files and the goal.
const KNOWN: [(&str, &str, f64, f64); 4] = [
    ("icecat-chorus", "queries_public.tsv", 0.733, 0.77),
    ("icecat-chorus", "queries_misspelt_public.tsv", 0.440, 0.58),
    ("crowdflower-search", "queries_public.tsv", 0.749, 0.77),
    ("crowdflower-search", "queries_misspelt_public.tsv", 0.690, 0.70),
];

type Judged = HashMap<String, HashMap<String, u32>>;

pub fn run(folder: &Path) -> Result<(), Failed> {
    let name = folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    heading(&format!("Search: {name}"));
    let products = products(folder)?;
    let data = Folder::new()?;
    let flags = Flags { data: Some(data.0.join("shop").display().to_string()), ..Flags::default() };
    let shop = Sundry::builder(Config::load(&flags, &|_| None)?).open()?;
    let search = shop.shop.search.clone();
    let began = Instant::now();
    let names: HashMap<ProductId, String> = products.iter().map(|(id, d)| (d.product, id.clone())).collect();
    let count = products.len();
    let documents: Vec<Document> = products.into_iter().map(|(_, document)| document).collect();
    for piece in documents.chunks(20) {
        let (own, piece) = (search.clone(), piece.to_vec());
        shop.shop
            .db
            .write_now(Lane::Bulk, &Actor::system("bench"), move |tx| -> Result<(), SearchError> {
                piece.iter().try_for_each(|document| own.put(tx, document).map(drop))
            })
            .map_err(|e| Failed(e.to_string()))?;
    }
    let (told, hears) = channel();
    let index = data.0.join("index");
    let keeper = search
        .open_index(Some(&index), move |_| {
            // Only the first time is waited for.
            let _ = told.send(());
        })
        .map_err(|e| Failed(e.to_string()))?;
    let late = |_| Failed("the index did not catch up within ten minutes".into());
    hears.recv_timeout(Duration::from_secs(600)).map_err(late)?;
    say!("  {count} products in {:.1} s", began.elapsed().as_secs_f64());
    let judged = judged(&folder.join("qrels_public.tsv"))?;
    let runtime = runtime()?;
    say!(
        "  {:<28} {:>7} {:>8} {:>11} {:>8} {:>6} {:>7}",
        "",
        "queries",
        "nDCG@10",
        "judged only",
        "others",
        "goal",
        "nothing"
    );
    for file in ["queries_public.tsv", "queries_misspelt_public.tsv"] {
        let known = KNOWN.iter().find(|(folder, queries, ..)| *folder == name && *queries == file);
        let score = runtime.block_on(ask_all(&search, &names, &judged, &rows(&folder.join(file))?))?;
        let beside = |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.3}"));
        say!(
            "  {file:<28} {:>7} {:>8.4} {:>11.4} {:>8} {:>6} {:>7}",
            score.queries,
            score.all / score.queries.max(1) as f64,
            score.known / score.queries.max(1) as f64,
            beside(known.map(|known| known.2)),
            beside(known.map(|known| known.3)),
            score.nothing,
        );
    }
    drop(keeper);
    Ok(())
}

#[derive(Default)]
struct Score {
    queries: usize,
    all: f64,
    known: f64,
    /// Questions that have something relevant and found nothing.
    nothing: usize,
}

async fn ask_all(
    search: &Search,
    names: &HashMap<ProductId, String>,
    judged: &Judged,
    queries: &[Vec<String>],
) -> Result<Score, Failed> {
    let mut score = Score::default();
    for query in queries {
        let [id, words, ..] = query.as_slice() else { continue };
        let Some(grades) = judged.get(id).filter(|grades| grades.values().any(|grade| *grade > 0)) else {
            continue;
        };
        let ask = Ask {
            list: LIST,
            scope: Scope::All,
            words: words.clone(),
            filter: Filter::default(),
            offered: search::Offered::Usual,
            sort: Sort::Arranged,
            number: 1,
            size: ASKED,
        };
        let found = search.find(ask).await.map_err(|e| Failed(e.to_string()))?;
        let grade = |hit: &search::Hit| names.get(&hit.product).and_then(|name| grades.get(name)).copied();
        let found: Vec<Option<u32>> = found.page.items.iter().map(grade).collect();
        let mut best: Vec<u32> = grades.values().copied().collect();
        best.sort_unstable_by(|a, b| b.cmp(a));
        let ideal = gain(best.into_iter());
        score.queries += 1;
        score.all += gain(found.iter().map(|grade| grade.unwrap_or(0))) / ideal;
        score.known += gain(found.iter().copied().flatten()) / ideal;
        score.nothing += usize::from(found.is_empty());
    }
    Ok(score)
}

fn gain(grades: impl Iterator<Item = u32>) -> f64 {
    let of = |(at, grade): (usize, u32)| (2_f64.powi(grade as i32) - 1.0) / (at as f64 + 2.0).log2();
    grades.take(TOP).enumerate().map(of).sum()
}

pub fn read(path: &Path) -> Result<String, Failed> {
    std::fs::read_to_string(path).map_err(|e| Failed(format!("{} cannot be read: {e}", path.display())))
}

/// The lines of a table without its head.
pub fn rows(path: &Path) -> Result<Vec<Vec<String>>, Failed> {
    Ok(read(path)?.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

fn judged(path: &Path) -> Result<Judged, Failed> {
    let mut judged = Judged::new();
    for row in rows(path)? {
        let [query, product, grade, ..] = row.as_slice() else { continue };
        let grade = grade.parse().map_err(|_| Failed(format!("{}: no grade: {grade}", path.display())))?;
        judged.entry(query.clone()).or_default().insert(product.clone(), grade);
    }
    Ok(judged)
}

fn products(folder: &Path) -> Result<Vec<(String, Document)>, Failed> {
    let (csv, lines) = (folder.join("products.csv"), folder.join("products.ndjson"));
    let packed = folder.join("products.ndjson.zst");
    if csv.exists() {
        return from_csv(&csv);
    }
    let text = if lines.exists() { read(&lines)? } else { unpacked(&packed)? };
    text.lines().enumerate().map(|(at, line)| from_json(at, line)).collect()
}

pub fn unpacked(path: &Path) -> Result<String, Failed> {
    let run = std::process::Command::new("zstd").arg("-dc").arg(path).output();
    let run = run.map_err(|e| Failed(format!("{} needs the program zstd: {e}", path.display())))?;
    if !run.status.success() {
        return Err(Failed(format!("{}: {}", path.display(), String::from_utf8_lossy(&run.stderr).trim())));
    }
    String::from_utf8(run.stdout).map_err(|_| Failed(format!("{} is not UTF-8", path.display())))
}

fn document(number: u64, title: &str, brand: &str, words: Vec<Word>) -> Document {
    Document {
        product: ProductId::from_bytes(u128::from(number).to_be_bytes()),
        title: title.to_owned(),
        brand: brand.to_owned(),
        created_at: Micros(0),
        offers: vec![Offer { list: LIST, price: 100, stock: Stock::In }],
        shelves: Vec::new(),
        position: 0,
        words,
        facets: Vec::new(),
        stale_at: None,
    }
}

fn word(part: Part, text: &str) -> Word {
    let weight = if matches!(part, Part::Description | Part::Attributes) { 0 } else { 5 };
    Word { part, text: text.to_owned(), weight, code: part == Part::Codes }
}

fn from_csv(path: &Path) -> Result<Vec<(String, Document)>, Failed> {
    let failed = |e: csv::Error| Failed(format!("{}: {e}", path.display()));
    let mut out = Vec::new();
    for row in csv::Reader::from_path(path).map_err(failed)?.records() {
        let row = row.map_err(failed)?;
        let (id, title) = (row.get(0).unwrap_or_default(), row.get(1).unwrap_or_default());
        let number = id.parse().map_err(|_| Failed(format!("{}: no number: {id}", path.display())))?;
        let words = vec![word(Part::Title, title), word(Part::Description, row.get(2).unwrap_or_default())];
        out.push((id.to_owned(), document(number, title, "", words)));
    }
    Ok(out)
}

fn from_json(at: usize, line: &str) -> Result<(String, Document), Failed> {
    let product: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(line).map_err(|e| Failed(format!("line {}: {e}", at + 1)))?;
    let text = |name: &str| product.get(name).and_then(|value| value.as_str()).unwrap_or_default();
    let number = text("id").parse().map_err(|_| Failed(format!("line {}: the id is no number", at + 1)))?;
    let mut words = vec![
        word(Part::Title, text("title")),
        word(Part::Brand, text("supplier")),
        word(Part::Subtitle, text("short_description")),
        word(Part::Codes, text("name")),
    ];
    let codes = product.get("ean").and_then(|value| value.as_array()).into_iter().flatten();
    words.extend(codes.filter_map(|code| code.as_str()).map(|code| word(Part::Codes, code)));
    for (name, value) in product.iter().filter(|(name, _)| name.starts_with("attr_")) {
        let said = match value {
            serde_json::Value::Bool(true) => name.get(7..).unwrap_or_default().replace('_', " "),
            serde_json::Value::String(text) => text.clone(),
            serde_json::Value::Number(number) => number.to_string().trim_end_matches(".0").to_owned(),
            _ => continue,
        };
        words.push(word(Part::Attributes, &said));
    }
    Ok((text("id").to_owned(), document(number, text("title"), text("supplier"), words)))
}
