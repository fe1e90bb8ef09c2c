//! One `serve` a data directory.
use std::fs::File;
use std::path::Path;

/// Held for as long as a server runs; the system frees it when the process ends, however it ends.
pub struct DataLock(#[expect(dead_code, reason = "held, not read")] File);

#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error("another server is running on {0}; stop it first, or give this one its own --data")]
    Held(String),
    #[error("{0} cannot be locked: {1}")]
    Io(String, std::io::Error),
}

impl DataLock {
    /// # Errors
    /// [`LockError::Held`] when another process holds it.
    pub fn acquire(dir: &Path) -> Result<Self, LockError> {
        let path = dir.join("serve.lock");
        let shown = || dir.display().to_string();
        let file = File::options()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(|e| LockError::Io(shown(), e))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(std::fs::TryLockError::WouldBlock) => Err(LockError::Held(shown())),
            Err(std::fs::TryLockError::Error(e)) => Err(LockError::Io(shown(), e)),
        }
    }
}
