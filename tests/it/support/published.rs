//! Published tables as plain rows of text.

use std::collections::BTreeMap;

use arrow::array::Array;
use arrow::util::display::array_value_to_string;
use toandan::dataset::{Version, read_table};
use toandan::schema::Dataset;

/// A row, its values as text; null values are not in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row(BTreeMap<String, String>);

impl Row {
    pub fn get(&self, column: &str) -> Option<&str> {
        self.0.get(column).map(String::as_str)
    }

    /// The row without a column.
    pub fn without(mut self, column: &str) -> Self {
        self.0.remove(column);
        self
    }

    /// The value, empty where it is null.
    pub fn text(&self, column: &str) -> &str {
        self.get(column).unwrap_or_default()
    }

    pub fn is(&self, column: &str) -> bool {
        self.get(column) == Some("true")
    }

    pub fn number(&self, column: &str) -> Option<u64> {
        self.get(column)
            .map(|text| text.parse().expect("a whole number"))
    }
}

/// Every row of a dataset, all columns.
pub fn rows(version: &Version, dataset: &'static Dataset) -> Vec<Row> {
    let columns: Vec<&str> = dataset.columns.iter().map(|column| column.name).collect();
    let batches = read_table(version, dataset, &columns).expect("the table opens");
    let mut rows = Vec::new();
    for batch in &batches {
        for row in 0..batch.num_rows() {
            let valid = columns
                .iter()
                .enumerate()
                .filter(|(at, _)| batch.column(*at).is_valid(row));
            let cells = valid.map(|(at, name)| {
                let text = array_value_to_string(batch.column(at), row).expect("a value");
                ((*name).to_owned(), text)
            });
            rows.push(Row(cells.collect()));
        }
    }
    rows
}
