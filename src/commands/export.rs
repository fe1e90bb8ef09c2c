use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use flows::exports::{self, What};

use super::{Failed, opened};
use crate::config::Flags;

/// `sundry export`.
pub fn run(flags: &Flags, what: &str, to: Option<&Path>) -> Result<(), Failed> {
    let known = || What::ALL.map(What::as_str).join(", ");
    let what =
        What::parse(what).ok_or_else(|| Failed(format!("`{what}` cannot be taken out; known are {}", known())))?;
    let shop = opened(flags)?;
    match to {
        None => exports::write(&shop.shop.db, what, io::stdout().lock())?,
        Some(path) => {
            let file = File::create(path).map_err(|e| Failed(format!("{}: {e}", path.display())))?;
            exports::write(&shop.shop.db, what, BufWriter::new(file))?;
        }
    }
    Ok(())
}
