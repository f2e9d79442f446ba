//! Why there is no plan.

use std::io;
use std::path::PathBuf;

use super::diagnostic::{Diagnostic, render};

/// Why a pipeline could not be turned into a plan.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Mistakes in files, in file order, at least one.
    #[error("{}", render(.diagnostics, false))]
    Invalid { diagnostics: Vec<Diagnostic> },
    /// There is no pipeline to read; `found` are pipelines nearby, the likeliest first.
    #[error("cannot read the pipeline `{}`: {}", .path.display(), advice(.found))]
    Read {
        path: PathBuf,
        found: Vec<PathBuf>,
        source: io::Error,
    },
    #[error("cannot read the linkage model `{}`: name a TOML file that exists", .path.display())]
    ReadModel { path: PathBuf, source: io::Error },
}

fn advice(found: &[PathBuf]) -> String {
    let named: Vec<String> = found
        .iter()
        .map(|path| format!("`{}`", path.display()))
        .collect();
    let what = "a pipeline is a folder with a file `pipeline.toml`";
    match named.as_slice() {
        [] => format!("{what}; none is near"),
        [one] => format!("{what}; did you mean {one}?"),
        several => format!("{what}; there are {}", several.join(", ")),
    }
}
