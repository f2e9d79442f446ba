//! What can stop the search for extracts.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

#[derive(Debug, Error)]
pub enum SourceError {
    #[error(
        "source `{source_id}`: cannot list the folder {path}: {source}; create it, or correct `folder` in pipeline.toml"
    )]
    List {
        source_id: String,
        path: PathBuf,
        source: io::Error,
    },
    #[error(
        "source `{source_id}` is required, and {folder} holds no file that fits `{pattern}` and can be read{set_aside}"
    )]
    RequiredMissing {
        source_id: String,
        folder: PathBuf,
        pattern: String,
        /// Files that fit but were set aside, with reasons; empty or `: …`.
        set_aside: String,
    },
}
