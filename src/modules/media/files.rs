//! Where files lie, and how they get there whole.
use std::io::Write;
use std::path::{Path, PathBuf};

use kernel::kinds::PictureId;

pub(crate) fn source_name(source_type: &str) -> String {
    let end = match source_type {
        "image/svg+xml" => "svg",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/webp" => "webp",
        _ => "bin",
    };
    format!("source.{end}")
}

/// Ids are our own text of letters and digits: no part of a path comes from outside.
pub(crate) fn path(root: &Path, id: PictureId, name: &str) -> PathBuf {
    let id = id.to_string();
    root.join(&id[id.len() - 2..]).join(&id).join(name)
}

/// Written beside and renamed: a reader sees the old file, the new one, or none.
pub(crate) fn write(root: &Path, id: PictureId, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    let path = path(root, id, name);
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(bytes)?;
    drop(file);
    std::fs::rename(&beside, &path)
}
