//! Every source file of the crate, those apart that are compiled for tests alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::code::item_length;
use super::source::{Breach, Source};

/// Every file of `src`, without those that are compiled for tests alone.
pub fn sources() -> (Vec<Source>, Vec<Source>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    gather(&root, &mut files);
    files.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).expect("a source file");
        Source::new(path.strip_prefix(&root).expect("below src"), &text)
    };
    let sources: Vec<Source> = files.iter().map(read).collect();
    assert!(sources.len() > 200, "{} files", sources.len());
    let tests: BTreeSet<Vec<String>> = sources.iter().flat_map(test_modules).collect();
    let is_test = |source: &Source| {
        let module = source.module();
        tests.iter().any(|test| module.starts_with(test))
    };
    sources.into_iter().partition(|source| !is_test(source))
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Modules that a file declares with `#[cfg(test)] mod name;`.
fn test_modules(source: &Source) -> Vec<Vec<String>> {
    let items = source.code.match_indices("#[cfg(test)]").map(|(at, _)| {
        let rest = &source.code[at..];
        &rest[..item_length(rest)]
    });
    items
        .filter_map(|item| item.strip_suffix(';')?.split_once("mod "))
        .map(|(_, name)| [source.module(), vec![name.trim().to_owned()]].concat())
        .collect()
}

pub fn shipped() -> Vec<Source> {
    sources().0
}

#[track_caller]
pub fn expect_none(breaches: &[Breach]) {
    let said: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    assert!(
        breaches.is_empty(),
        "{} breaches:\n{}",
        said.len(),
        said.join("\n")
    );
}
