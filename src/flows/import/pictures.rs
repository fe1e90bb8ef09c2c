//! Pictures that products were promised: fetched, or taken from a folder or an archive, and hung.
use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, Instant};

use catalog::{Focus, Picture};
use db::{Lane, Tx};
use imports::{DuePicture, Imports, PICTURES};
use kernel::Actor;
use kernel::kinds::ImportId;
use media::{MOST_BYTES, MediaError};
use zip::ZipArchive;

use super::fetch::{FetchError, Fetcher};
use super::run::{ImportError, Importer};
use crate::Progress;

/// Pictures asked of the database at once.
const PIECE: i64 = 20;
/// So often one is tried.
const TRIES: i64 = 5;

/// Where pictures without an address come from.
enum Store {
    None,
    Folder(PathBuf),
    Archive(Box<ZipArchive<Box<dyn Source>>>),
}

trait Source: Read + Seek {}
impl<T: Read + Seek> Source for T {}

/// What a stretch of bringing came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    pub hung: u64,
    pub refused: u64,
    /// Some wait: now, or for a later try in so many seconds.
    pub again: Option<u64>,
}

fn lasting(why: &str) -> FetchError {
    FetchError::Lasting(why.to_owned())
}

impl Store {
    fn folder_or_archive(path: &Path) -> Result<Self, ImportError> {
        if path.is_dir() {
            return Ok(Self::Folder(path.to_owned()));
        }
        let file = File::open(path).map_err(super::FileError::Io)?;
        Self::archive(Box::new(file))
    }

    fn archive(file: Box<dyn Source>) -> Result<Self, ImportError> {
        let wrong =
            |e: zip::result::ZipError| ImportError::Unknown(format!("the archive of pictures cannot be read: {e}"));
        Ok(Self::Archive(Box::new(ZipArchive::new(file).map_err(wrong)?)))
    }

    /// The file of that name; leading slashes and steps upwards do not count.
    fn read(&mut self, name: &str) -> Result<Vec<u8>, FetchError> {
        let plain: PathBuf = Path::new(name).components().filter(|c| matches!(c, Component::Normal(_))).collect();
        let mut bytes = Vec::new();
        let most = MOST_BYTES as u64 + 1;
        match self {
            Self::None => {
                return Err(lasting("it is a name without an address, and no folder or archive was given"));
            }
            Self::Folder(root) => {
                let root = root.canonicalize().map_err(|e| FetchError::Passing(e.to_string()))?;
                let path = root.join(&plain).canonicalize().map_err(|_| lasting("it is not in the folder"))?;
                // A link in the folder leads nowhere else.
                if !path.starts_with(&root) {
                    return Err(lasting("it is not in the folder"));
                }
                let file = File::open(path).map_err(|e| FetchError::Passing(e.to_string()))?;
                file.take(most).read_to_end(&mut bytes).map_err(|e| FetchError::Passing(e.to_string()))?;
            }
            Self::Archive(archive) => {
                let wanted = plain.to_string_lossy().replace('\\', "/");
                let names: Vec<String> = archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
                // Archives often hold one folder with all the rest in it.
                let inner = format!("/{wanted}");
                let found =
                    names.iter().find(|n| **n == wanted).or_else(|| names.iter().find(|n| n.ends_with(&inner)));
                let name = found.ok_or_else(|| lasting("it is not in the archive"))?;
                let file = archive.by_name(name).map_err(|_| lasting("it cannot be unpacked"))?;
                file.take(most).read_to_end(&mut bytes).map_err(|_| lasting("it cannot be unpacked"))?;
            }
        }
        if bytes.len() > MOST_BYTES { Err(lasting("the file is larger than 12 MB")) } else { Ok(bytes) }
    }
}

fn is_address(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://")
}

impl Importer {
    /// Brings the pictures of a run that are due, for at most `time`. Without a fetcher those with an address wait for
    /// somebody else. Blocks.
    ///
    /// # Errors
    /// An archive that is none; a full disk; the database.
    pub fn bring_pictures(
        &self,
        actor: &Actor,
        run: ImportId,
        fetcher: Option<&Fetcher>,
        time: Duration,
        progress: &dyn Progress,
    ) -> Result<Brought, ImportError> {
        let began = Instant::now();
        let mut store = self.store(run)?;
        let mut brought = Brought::default();
        let waiting = self.db.read_now(|c| Imports::picture_counts_in(c, run))?.waiting;
        progress.begin("Pictures", waiting);
        let outcome = loop {
            let now = self.db.clock().now();
            let due = match self.db.read_now(|c| Imports::due_in(c, run, now, PIECE, fetcher.is_none())) {
                Ok(due) => due,
                Err(e) => break Err(e.into()),
            };
            if due.is_empty() {
                break Ok(false);
            }
            let mut failed = None;
            for picture in &due {
                if began.elapsed() > time {
                    break;
                }
                match self.bring(actor, &mut store, fetcher, picture) {
                    Ok(Some(true)) => brought.hung += 1,
                    Ok(Some(false)) => brought.refused += 1,
                    Ok(None) => {}
                    Err(e) => {
                        failed = Some(e);
                        break;
                    }
                }
                progress.step(1);
            }
            if let Some(e) = failed {
                break Err(e);
            }
            if began.elapsed() > time {
                break Ok(true);
            }
        };
        progress.end();
        let more = outcome?;
        let (next, now) = (self.db.read_now(|c| Imports::next_due_in(c, run))?, self.db.clock().now());
        brought.again = next.map(|at| if more { 0 } else { at.since(now).as_secs() + 1 });
        Ok(brought)
    }

    fn store(&self, run: ImportId) -> Result<Store, ImportError> {
        let held = self.db.read_now(|c| Imports::run_in(c, run))?;
        if self.db.read_now(|c| Imports::has_file_in(c, run, PICTURES))? {
            return Store::archive(Box::new(self.imports.reader(run, PICTURES)?));
        }
        let spec = super::Spec::stored(&held).map_err(ImportError::Unknown)?;
        match spec.pictures {
            Some(path) if !held.stored => Store::folder_or_archive(Path::new(&path)),
            _ => Ok(Store::None),
        }
    }

    /// True when it hangs, false when it was given up; None when it is tried again later.
    fn bring(
        &self,
        actor: &Actor,
        store: &mut Store,
        fetcher: Option<&Fetcher>,
        due: &DuePicture,
    ) -> Result<Option<bool>, ImportError> {
        let bytes = match fetcher.filter(|_| is_address(&due.source)) {
            Some(fetcher) => fetcher.fetch(&due.source, MOST_BYTES),
            None => store.read(&due.source),
        };
        let prepared = bytes.and_then(|bytes| {
            self.media.prepare_now(&bytes).map_err(|e| match e {
                MediaError::Io(_) | MediaError::Db(_) => FetchError::Passing(e.to_string()),
                e => FetchError::Lasting(e.to_string()),
            })
        });
        let (me, due) = (self.clone(), due.clone());
        match prepared {
            Ok(p) => {
                let alt: String = due.alt.chars().take(300).collect();
                let picture = Picture { id: p.id, alt, width: p.width, height: p.height, focus: Focus::MIDDLE };
                let write = move |tx: &mut Tx<'_>| -> Result<(), ImportError> {
                    me.media.keep(tx, &p)?;
                    match me.catalog.hang_imported(tx, due.product, &picture, &due.skus) {
                        Ok(_) => Imports::hung(tx, due.product, &due.source, picture.id)?,
                        Err(catalog::CatalogError::NotFound) => {
                            Imports::not_brought(tx, due.product, &due.source, "its product is gone", None)?;
                        }
                        Err(e) => return Err(e.into()),
                    }
                    Ok(())
                };
                self.db.write_now(Lane::Bulk, actor, write)?;
                Ok(Some(true))
            }
            Err(e) => {
                let patience = match e {
                    FetchError::Passing(_) if due.attempts + 1 < TRIES => {
                        Some(Duration::from_secs(15 << (2 * due.attempts.clamp(0, 8))))
                    }
                    _ => None,
                };
                let why = e.to_string();
                let write = move |tx: &mut Tx<'_>| -> Result<(), ImportError> {
                    let again = patience.map(|wait| tx.now().plus(wait));
                    Ok(Imports::not_brought(tx, due.product, &due.source, &why, again)?)
                };
                self.db.write_now(Lane::Bulk, actor, write)?;
                Ok(patience.is_none().then_some(false))
            }
        }
    }
}
