//! What changes begin with: the small files and texts that tests already have.

use std::fs;
use std::path::{Path, PathBuf};

/// A seed larger than this spends its time on the same rows again and again.
const BYTES_MAX: u64 = 200_000;

/// Files below `tests/cases`, `tests/fixtures` and `sample_data` with one of the extensions, in order.
pub fn files(extensions: &[&str]) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in ["tests/cases", "tests/fixtures", "sample_data"] {
        gather(&root.join(folder), &mut paths);
    }
    paths.sort();
    let has_extension = |path: &PathBuf| {
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        extension.is_some_and(|extension| extensions.contains(&&*extension))
    };
    paths
        .into_iter()
        .filter(has_extension)
        .map(|path| fs::read(path).expect("a file"))
        .collect()
}

fn gather(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, paths);
        } else if entry.metadata().is_ok_and(|m| m.len() <= BYTES_MAX) {
            paths.push(path);
        }
    }
}

/// Values as sources write them: every cell of the small text files, and what parsers stumble over.
pub fn values() -> Vec<String> {
    const ODD: [&str; 30] = [
        "",
        "-",
        "0",
        "004157000001",
        "4157000001",
        "4.09E+09",
        "4,00E+10",
        "'004157",
        "DT2040312345678",
        "12/05/1957",
        "00000000",
        "19570000",
        "31/02/1990",
        "12 tháng 5 năm 1957",
        "69 tuổi",
        "1m55",
        "155,0 cm",
        "120/80",
        "12/8",
        "Loại II",
        "1;6",
        "Nguyeenx Vawn A",
        "Nguye6n4",
        "NguyÔn ThÞ Hßa",
        "Nguyá»…n",
        "H’Mông",
        "+84 912 345 678",
        "090900202",
        "Xã Hạ Lang",
        "ΐß ﬁ ŉ",
    ];
    let mut values: Vec<String> = ODD.map(str::to_owned).to_vec();
    for file in files(&["csv", "txt"]) {
        if let Ok(text) = String::from_utf8(file) {
            let cells = text.split([',', ';', '\t', '\n', '"']).map(str::trim);
            values.extend(cells.take(400).map(str::to_owned));
        }
    }
    values.sort();
    values.dedup();
    values
}
