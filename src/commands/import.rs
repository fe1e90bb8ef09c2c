use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use flows::import::{Ended, Form, Source, Spec};
use kernel::Actor;

use super::progress::Bar;
use super::{Failed, opened};
use crate::config::Flags;

/// What `sundry import` is asked for.
pub struct Asked {
    pub form: String,
    pub file: PathBuf,
    pub dry_run: bool,
    pub mapping: Option<PathBuf>,
    pub pictures: Option<PathBuf>,
    pub report: Option<PathBuf>,
}

/// `sundry import`: exit code 1 when rows could not be taken.
pub fn run(flags: &Flags, asked: &Asked) -> Result<ExitCode, Failed> {
    let form: Form = asked.form.parse().map_err(Failed)?;
    let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|e| at(path, e));
    let mapping = asked.mapping.as_ref().map(read).transpose()?;
    let pictures = match &asked.pictures {
        Some(path) => Some(path.canonicalize().map_err(|e| at(path, e))?.display().to_string()),
        None => None,
    };
    let spec = Spec { mapping, pictures, dry_run: asked.dry_run, ..Spec::of(form) };
    spec.check().map_err(|e| Failed(e.to_string()))?;
    let (size, contents) = digest(&asked.file)?;
    let reader = File::open(&asked.file).map_err(|e| at(&asked.file, e))?;

    let shop = opened(flags)?;
    let s = &shop.shop;
    let (importer, actor) = (&s.importer, Actor::system("import"));
    let failed = |e: flows::import::ImportError| Failed(format!("{}: {e}", asked.file.display()));
    if !asked.dry_run && importer.ensure_market(&actor).map_err(failed)? {
        say!("the shop had no market: one was made for Germany, in euros; check its taxes before selling");
    }
    let name = asked.file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let source = Source { name: &name, size, fingerprint: spec.fingerprint(&contents) };
    let id = importer.begin(&actor, &spec, &source).map_err(failed)?;
    let before = importer.report(id).map_err(failed)?;
    if before.run.settled > 0 {
        say!("going on after the {} that a former run settled", before.run.settled);
    }
    let outcome = importer.work(&actor, id, reader, None, &Bar::default());
    if !asked.dry_run {
        let brought = importer.bring_pictures(&actor, id, None, std::time::Duration::MAX, &Bar::default());
        importer.order_pictures(&actor, id, 0).map_err(failed)?;
        if let Err(e) = brought {
            say!("pictures: {e}");
        }
        let told = |e: flows::search::ListingError| Failed(format!("the lists: {e}. Run `sundry search rebuild`"));
        s.listings().rebuild(&actor, &Bar::default()).map_err(told)?;
    }
    let ended = outcome.map_err(failed)?;
    let report = importer.report(id).map_err(failed)?;
    let _ = write!(io::stdout(), "{report}");
    if ended == Ended::Cancelled {
        say!("It was stopped; run it again to go on.");
    }
    if let Some(path) = &asked.report {
        let out = File::create(path).map_err(|e| at(path, e))?;
        flows::import::write_csv(&s.db, id, io::BufWriter::new(out))?;
        say!("every row is told in {}", path.display());
    }
    Ok(if report.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn at(path: &Path, e: io::Error) -> Failed {
    Failed(format!("{}: {e}", path.display()))
}

/// Size and SHA-256 of a file, read as a stream.
fn digest(path: &Path) -> Result<(u64, Vec<u8>), Failed> {
    use sha2::Digest;
    let mut file = File::open(path).map_err(|e| at(path, e))?;
    let (mut hash, mut size, mut buffer) = (sha2::Sha256::new(), 0, vec![0; 128 * 1024]);
    loop {
        let n = file.read(&mut buffer).map_err(|e| at(path, e))?;
        if n == 0 {
            return Ok((size, hash.finalize().to_vec()));
        }
        size += n as u64;
        hash.update(&buffer[..n]);
    }
}
