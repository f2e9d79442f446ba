//! `toandan link`: invented tables with known truth, through the program.

mod answers;
mod mistakes;
mod people;
mod weighing;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Ended, toandan};
use people::Person;

/// The two tables of the tests: a register that holds everybody once, a roster with slips and a third of them.
const MODEL: &str = r#"[link]
type = "link_and_dedupe"
as_of = 2026-11-20

[[tables]]
name = "register"
file = "register.csv"
id = "ma"
without_duplicates = true
[[tables]]
name = "roster"
file = "roster.csv"
id = "stt"

[fields]
name = { from = "ho_ten", as = "person_name" }
plain = { of = "name", take = "folded" }
birth = { from = "ngay_sinh", as = "partial_date" }
cccd = { from = { register = "so_cccd", roster = "cccd" }, as = "cccd" }
hamlet = { from = "xom", as = "folded" }

[[comparisons]]
field = "name"
levels = [
  { level = "exact", term_frequency = 1.0 },
  { level = "exact", field = "plain", label = "without marks", term_frequency = 1.0, frequency_of = "plain" },
  { level = "jaro_winkler", field = "plain", min = 0.9 },
]
[[comparisons]]
field = "birth"
levels = ["exact", "day_month_swapped", "compatible", "one_digit_off"]
[[comparisons]]
field = "cccd"
levels = ["exact", "one_edit"]
[[comparisons]]
field = "hamlet"
levels = [{ level = "exact", term_frequency = 1.0 }]

[[blocking]]
on = ["cccd"]
[[blocking]]
on = ["plain"]
[[blocking]]
on = ["date_unordered(birth)"]

[training]
deterministic = [["cccd"]]
recall = 0.7
sessions = [["cccd"], ["plain"]]

[thresholds]
match = 0.95
review = 0.01

[clustering]
one_per_table = ["register"]
"#;

/// A folder with the model and its tables.
struct Linking {
    folder: TempDir,
}

impl Linking {
    fn new() -> Self {
        Self::of(&people::invented(150))
    }

    fn of(people: &[Person]) -> Self {
        let linking = Self {
            folder: TempDir::new().expect("a folder"),
        };
        linking.write("model.toml", MODEL);
        linking.write("register.csv", &people::register(people));
        linking.write("roster.csv", &people::roster(people));
        linking.write("labels.csv", &people::labels(people));
        linking
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("written");
    }

    /// Replaces `from`, which must stand in the file, by `to`.
    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(name)).expect("a text");
        assert!(text.contains(from), "no {from:?} in {name}");
        self.write(name, &text.replacen(from, to, 1));
    }

    fn run(&self, more: &[&str]) -> Ended {
        let mut command = toandan();
        command.current_dir(self.folder.path());
        command.args(["link", "model.toml"]).args(more);
        Ended::of(&mut command)
    }

    /// Runs and reads the JSON that is shown.
    fn json(&self, more: &[&str]) -> Value {
        let ended = self.run(&[&["--format", "json"], more].concat()).expect(0);
        serde_json::from_str(&ended.stdout).expect("JSON")
    }
}

/// The values of columns of a Parquet file, row by row.
fn parquet(path: &Path, columns: &[&str]) -> Vec<Vec<String>> {
    use arrow::util::display::array_value_to_string;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    let file = fs::File::open(path).expect("the file");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).and_then(|of| of.build());
    let mut rows = Vec::new();
    for batch in reader.expect("Parquet") {
        let batch = batch.expect("rows");
        let column = |name: &&str| batch.column_by_name(name).expect("the column").clone();
        let columns: Vec<_> = columns.iter().map(column).collect();
        for row in 0..batch.num_rows() {
            let cells = columns.iter().map(|of| array_value_to_string(of, row));
            rows.push(cells.map(|cell| cell.expect("a value")).collect());
        }
    }
    rows
}
