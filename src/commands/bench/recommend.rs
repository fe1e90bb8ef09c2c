//! How good recommendations are: baskets of a public shop, of which something is kept back, asked through the facade.
//!
//! A folder holds `online_retail_public.csv` (perhaps packed as `.zst`: `InvoiceNo,StockCode,Description,Quantity,
//! InvoiceDate,UnitPrice,…`) and `tasks_*_dev.tsv` (`task_id`, what is given, what was kept back). Invoices before
//! [`UNTIL`] are noted as orders of their time; the clock stands there. A task is hit when one of the first ten is among
//! what was kept back.
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::time::Instant;

use db::Lane;
use kernel::kinds::{ProductId, ReferenceId};
use kernel::{Actor, Clock, Micros};
use recommendations::{Recommendations, RecommendationsError};
use sha2::{Digest, Sha256};

use super::heading;
use super::search::{read, rows, unpacked};
use super::server::Folder;
use crate::commands::Failed;
use crate::config::{Config, Flags};
use crate::sundry::Sundry;

/// 2011-09-12T00:00:00Z: the tasks begin here.
const UNTIL: Micros = Micros(1_315_785_600_000_000);
const TOP: usize = 10;
/// Baskets noted in one unit of work.
const PIECE: usize = 20;

/// Which tasks there are, with the best figure of the folder's own baselines and the goal.
const TASKS: [(&str, &str, f64, f64); 3] = [
    ("tasks_A_basket_completion_dev.tsv", "a basket minus one", 0.213, 0.22),
    ("tasks_B_product_page_dev.tsv", "a product's page", 0.625, 0.64),
    ("tasks_C_customer_next_dev.tsv", "what a customer takes next", 0.230, 0.25),
];

pub fn run(folder: &Path) -> Result<(), Failed> {
    heading("Recommendations");
    let data = Folder::new()?;
    let flags = Flags { data: Some(data.0.join("shop").display().to_string()), ..Flags::default() };
    let config = Config::load(&flags, &|_| None)?;
    let shop = Sundry::builder(config).clock(Clock::fake(UNTIL)).open()?;
    let (db, memory) = (shop.shop.db.clone(), shop.shop.recommendations.clone());
    let baskets = baskets(folder)?;
    let began = Instant::now();
    let failed = |e: RecommendationsError| Failed(e.to_string());
    for piece in baskets.chunks(PIECE) {
        let piece = piece.to_vec();
        db.write_now(Lane::Bulk, &Actor::system("bench"), move |tx| -> Result<(), RecommendationsError> {
            piece.iter().try_for_each(|(id, at, lies)| Recommendations::note(tx, *id, *at, lies).map(drop))
        })
        .map_err(failed)?;
    }
    let noted = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let size = memory.read_now().map_err(failed)?;
    say!(
        "  {} baskets of {} products: noted in {noted:.1} s, read into memory in {:.0} ms",
        size.baskets,
        size.products,
        began.elapsed().as_secs_f64() * 1000.0
    );
    say!(
        "  {:<30} {:>6} {:>10} {:>8} {:>6} {:>12}",
        "task",
        "tasks",
        "HitRate@10",
        "others",
        "goal",
        "µs an answer"
    );
    for (file, what, others, goal) in TASKS {
        let tasks = rows(&folder.join(file))?;
        let (mut hits, began) = (0_usize, Instant::now());
        for task in &tasks {
            let [_, given, kept, ..] = task.as_slice() else { continue };
            let given: Vec<ProductId> = given.split(',').map(product).collect();
            let kept: HashSet<ProductId> = kept.split(',').map(product).collect();
            let told = memory.together(&given, 1, TOP + given.len());
            let fresh = told.iter().filter(|s| !given.contains(&s.product)).take(TOP);
            hits += usize::from(fresh.into_iter().any(|s| kept.contains(&s.product)));
        }
        let each = began.elapsed().as_secs_f64() * 1_000_000.0 / tasks.len().max(1) as f64;
        let rate = hits as f64 / tasks.len().max(1) as f64;
        say!("  {what:<30} {:>6} {rate:>10.4} {others:>8.3} {goal:>6.2} {each:>12.1}", tasks.len());
    }
    Ok(())
}

fn hashed(text: &str) -> [u8; 16] {
    let mut id = [0; 16];
    id.copy_from_slice(&Sha256::digest(text.as_bytes())[..16]);
    id
}

fn product(sku: &str) -> ProductId {
    ProductId::from_bytes(hashed(sku))
}

type Basket = (ReferenceId, Micros, Vec<ProductId>);

/// Invoices that sold something before the tasks begin, in the order of the file.
fn baskets(folder: &Path) -> Result<Vec<Basket>, Failed> {
    let plain = folder.join("online_retail_public.csv");
    let text = if plain.exists() { read(&plain)? } else { unpacked(&plain.with_extension("csv.zst"))? };
    let failed = |e: csv::Error| Failed(format!("{}: {e}", plain.display()));
    let (mut places, mut out): (HashMap<String, usize>, Vec<Basket>) = (HashMap::new(), Vec::new());
    for row in csv::Reader::from_reader(text.as_bytes()).records() {
        let row = row.map_err(failed)?;
        let cell = |at| row.get(at).unwrap_or_default();
        let (invoice, sold) = (cell(0), cell(3).parse().unwrap_or(0) > 0 && cell(5).parse().unwrap_or(0.0) > 0.0);
        let at: jiff::civil::DateTime =
            cell(4).replace(' ', "T").parse().map_err(|e| Failed(format!("{}: {e}", cell(4))))?;
        let at = at.to_zoned(jiff::tz::TimeZone::UTC).map_err(|e| Failed(e.to_string()))?.timestamp();
        let at = Micros(at.as_microsecond());
        if invoice.starts_with('C') || !sold || at >= UNTIL {
            continue;
        }
        let place = *places.entry(invoice.to_owned()).or_insert_with(|| {
            out.push((ReferenceId::from_bytes(hashed(invoice)), at, Vec::new()));
            out.len() - 1
        });
        out[place].2.push(product(cell(1)));
    }
    Ok(out)
}
