//! One source file: its room, its code and the paths it names; and a breach found in it.

use std::fmt;
use std::path::{Path, PathBuf};

use super::code::{without_comments_and_texts, without_tests};
use super::paths::{Cursor, words};

/// A rule that a file breaks.
#[derive(Debug, PartialEq, Eq)]
pub struct Breach {
    pub file: PathBuf,
    pub line: usize,
    pub what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "src/{}:{}: {}",
            self.file.display(),
            self.line,
            self.what
        )
    }
}

/// A source file, its comments and texts blanked out.
pub struct Source {
    /// Below `src`.
    pub file: PathBuf,
    pub lines: usize,
    pub code: String,
    /// The same without what is compiled for tests alone.
    pub shipped: String,
}

impl Source {
    pub fn new(file: &Path, text: &str) -> Self {
        let code = without_comments_and_texts(text);
        Self {
            file: file.to_path_buf(),
            lines: text.lines().count(),
            shipped: without_tests(&code),
            code,
        }
    }

    /// The folder below `src`, or the file itself.
    pub fn room(&self) -> &str {
        let first = self.file.iter().next().and_then(|name| name.to_str());
        first.map_or("", |name| name.trim_end_matches(".rs"))
    }

    /// The file's module: `run/files.rs` is `run::files`, `run/mod.rs` is `run`.
    pub fn module(&self) -> Vec<String> {
        let parts = self.file.with_extension("");
        let parts = parts.iter().map(|part| part.to_string_lossy().into_owned());
        parts
            .filter(|part| part != "mod" && part != "lib")
            .collect()
    }

    pub fn breach(&self, at: usize, what: String) -> Breach {
        let line = 1 + self.code[..at].matches('\n').count();
        Breach {
            file: self.file.clone(),
            line,
            what,
        }
    }

    /// Every path of shipped code that begins with `root`, groups taken apart, and where it stands.
    pub fn paths_from(&self, root: &str) -> Vec<(usize, Vec<String>)> {
        let found = words(&self.shipped, root).into_iter();
        let starts = found.filter(|at| !self.shipped[..*at].trim_end().ends_with("::"));
        starts
            .flat_map(|at| {
                let mut cursor = Cursor {
                    text: &self.shipped,
                    at,
                };
                let paths = cursor.paths();
                paths.into_iter().map(move |path| (at, path))
            })
            .collect()
    }

    /// Paths within the crate, as from its root: `super` is followed upwards.
    pub fn crate_paths(&self) -> Vec<(usize, Vec<String>)> {
        let from_root = self
            .paths_from("crate")
            .into_iter()
            .map(|(at, path)| (at, path[1..].to_vec()));
        let module = self.module();
        let from_above = self.paths_from("super").into_iter().map(|(at, path)| {
            let up = path.iter().take_while(|part| *part == "super").count();
            let kept = module.len().saturating_sub(up);
            (at, [&module[..kept], &path[up..]].concat())
        });
        from_root.chain(from_above).collect()
    }
}
