use std::io::BufRead;
use std::path::Path;
use std::process::ExitCode;

use flows::books::Books;

use super::{Failed, opened};
use crate::config::Flags;

/// `sundry check`: exit code 1 when a book does not hold.
pub fn run(flags: &Flags, journal: Option<&Path>) -> Result<ExitCode, Failed> {
    let shop = opened(flags)?;
    let mut journal = match journal {
        Some(path) => {
            let file = std::fs::File::open(path).map_err(|e| Failed(format!("{}: {e}", path.display())))?;
            Some(std::io::BufReader::new(file))
        }
        None => None,
    };
    let report = Books::new(shop.shop.db.clone())
        .check(journal.as_mut().map(|j| j as &mut dyn BufRead))
        .map_err(|e| Failed(e.to_string()))?;
    say!("{report}");
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
