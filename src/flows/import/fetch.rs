//! Pictures from addresses that a file names: only from the open internet, only pictures, never for long.
use std::time::Duration;

use outbound::{Outbound, OutboundError};
use tokio::runtime::Handle;

/// For the whole of a picture, its redirects with it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a picture did not come.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FetchError {
    /// Later it may.
    #[error("{0}")]
    Passing(String),
    /// It never will.
    #[error("{0}")]
    Lasting(String),
}

/// Fetches pictures, from threads that may wait.
#[derive(Clone)]
pub struct Fetcher {
    outbound: Outbound,
    runtime: Handle,
}

impl Fetcher {
    /// Calls run on `runtime`.
    pub fn new(outbound: Outbound, runtime: Handle) -> Self {
        Self { outbound, runtime }
    }

    /// The file at an address, at most `most` bytes of it. Blocks, and must not be called on a thread of the runtime.
    ///
    /// # Errors
    /// [`FetchError::Passing`] for what may be better later; [`FetchError::Lasting`] for what is no picture, too large,
    /// gone, or nowhere on the open internet.
    pub fn fetch(&self, address: &str, most: usize) -> Result<Vec<u8>, FetchError> {
        let call = self.outbound.get(address, "image/*", true, most, PATIENCE);
        let found = self.runtime.block_on(call).map_err(|e| match e {
            OutboundError::Failed(why) | OutboundError::Setup(why) => FetchError::Passing(why),
            e => FetchError::Lasting(e.to_string()),
        })?;
        let lasting = |why: &str| Err(FetchError::Lasting(why.to_owned()));
        let is_picture = found.kind.starts_with("image/");
        let is_anything = found.kind.is_empty() || found.kind.starts_with("application/octet-stream");
        match found.status {
            200 if !(is_picture || is_anything) => lasting("what lies there is no picture"),
            200 if found.cut => lasting("the file is larger than 12 MB"),
            200 => Ok(found.bytes),
            408 | 425 | 429 | 500.. => {
                Err(FetchError::Passing(format!("the other side answered {}", found.status)))
            }
            status => lasting(&format!("the other side answered {status}")),
        }
    }
}
