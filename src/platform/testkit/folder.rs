use std::path::{Path, PathBuf};

/// A folder that is removed with its contents.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub fn new(what: &str) -> Self {
        let name = &kernel::random_token()[..12];
        let path = std::env::temp_dir().join(format!("sundry-{what}-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
