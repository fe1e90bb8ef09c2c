use std::path::Path;
use std::process::ExitCode;

use flows::import::{Importer, Options};
use kernel::Actor;

use super::progress::Bar;
use super::{Failed, opened};
use crate::config::Flags;

/// `sundry import shopify`: exit code 1 when rows could not be taken.
pub fn shopify(flags: &Flags, file: &Path, dry_run: bool, report_to: Option<&Path>) -> Result<ExitCode, Failed> {
    let shop = opened(flags)?;
    let s = &shop.shop;
    let importer = Importer {
        db: s.db.clone(),
        catalog: s.catalog.clone(),
        pricing: s.pricing.clone(),
        inventory: s.inventory.clone(),
        shipping: s.shipping.clone(),
        markets: s.markets.clone(),
    };
    let reader = std::fs::File::open(file).map_err(|e| Failed(format!("{}: {e}", file.display())))?;
    let size = reader.metadata().map_or(0, |m| m.len());
    let actor = Actor::system("import");
    let failed = |e: flows::import::ImportError| Failed(format!("{}: {e}", file.display()));
    if !dry_run && importer.ensure_market(&actor).map_err(failed)? {
        say!("the shop had no market: one was made for Germany, in euros; check its taxes before selling");
    }
    let report = importer.shopify(&actor, reader, size, Options { dry_run }, &Bar::default()).map_err(failed)?;
    if !dry_run {
        let told = |e: flows::search::ListingError| Failed(format!("the lists: {e}. Run `sundry search rebuild`"));
        s.listings().rebuild(&actor, &Bar::default()).map_err(told)?;
    }
    print!("{report}");
    if let Some(path) = report_to {
        let out = std::fs::File::create(path).map_err(|e| Failed(format!("{}: {e}", path.display())))?;
        report.to_ndjson(std::io::BufWriter::new(out))?;
        say!("every row is told in {}", path.display());
    }
    Ok(if report.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
