//! Value frequencies: agreement on a rare value says more than on a common one.

use crate::link::engine::columns::{Column, ColumnId, Columns};
use crate::link::engine::model::SuppliedFrequencies;

/// Of each value of a column its share among the records that have one.
#[derive(Debug, Clone)]
pub struct TermFrequencies {
    column: ColumnId,
    by_value: ByValue,
}

#[derive(Debug, Clone)]
enum ByValue {
    /// By code; 0 where not known.
    Code(Vec<f64>),
    /// By hash, ascending.
    Hash(Vec<(u64, f64)>),
}

impl TermFrequencies {
    /// Counts the values of `column`.
    #[must_use]
    pub fn counted(columns: &Columns, column: ColumnId) -> Self {
        let by_value = match columns.column(column) {
            Column::Text(text) => {
                let total: u64 = (1..text.codes_len())
                    .map(|code| u64::from(text.count(code)))
                    .sum();
                let share = |code| f64::from(text.count(code)) / total as f64;
                let shares = (1..text.codes_len()).map(share);
                ByValue::Code(std::iter::once(0.0).chain(shares).collect())
            }
            _ => {
                let records = 0..columns.len() as u32;
                let mut hashes: Vec<u64> = records
                    .filter_map(|record| columns.value_hash(column, record))
                    .collect();
                hashes.sort_unstable();
                let runs = hashes.chunk_by(|a, b| a == b);
                let total = hashes.len() as f64;
                ByValue::Hash(runs.map(|run| (run[0], run.len() as f64 / total)).collect())
            }
        };
        Self { column, by_value }
    }

    /// Takes the frequencies of a text column from elsewhere; other values have none.
    #[must_use]
    pub fn supplied(columns: &Columns, supplied: &SuppliedFrequencies) -> Self {
        let Column::Text(text) = columns.column(supplied.column) else {
            return Self::counted(columns, supplied.column);
        };
        let mut known: Vec<(&str, f64)> = supplied
            .values
            .iter()
            .map(|(value, share)| (value.as_str(), *share))
            .collect();
        known.sort_by(|a, b| a.0.cmp(b.0));
        let share = |code| {
            let at = known.binary_search_by(|(value, _)| (*value).cmp(text.value(code)));
            at.map_or(0.0, |at| known[at].1)
        };
        Self {
            column: supplied.column,
            by_value: ByValue::Code((0..text.codes_len()).map(share).collect()),
        }
    }

    #[must_use]
    pub fn column(&self) -> ColumnId {
        self.column
    }

    /// The frequency of a record's value; 0 where not known.
    #[must_use]
    pub fn of(&self, columns: &Columns, record: u32) -> f64 {
        match &self.by_value {
            ByValue::Code(shares) => shares[columns.code(self.column, record) as usize],
            ByValue::Hash(shares) => {
                let hash = columns.value_hash(self.column, record).unwrap_or_default();
                let at = shares.binary_search_by_key(&hash, |(hash, _)| *hash);
                at.map_or(0.0, |at| shares[at].1)
            }
        }
    }

    /// The larger of the frequencies of two records' values: of a fuzzy level the careful choice.
    #[must_use]
    pub fn larger_of(&self, columns: &Columns, a: u32, b: u32) -> f64 {
        self.of(columns, a).max(self.of(columns, b))
    }
}

/// What frequency adds to a level's weight: `weight` times log2(u of the exact level / frequency), the frequency at
/// least `frequency_min`; nothing where the frequency is not known.
///
/// Example: u = 0.01, a value that one record in 1000 has, weight 1: log2(10) = 3.32 bits more.
#[must_use]
pub fn term_frequency_weight(exact_u: f64, frequency: f64, frequency_min: f64, weight: f64) -> f64 {
    if frequency <= 0.0 {
        return 0.0;
    }
    weight * (exact_u / frequency.max(frequency_min)).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequencies_of_texts_and_dates() {
        let mut columns = Columns::new(vec![0; 4]).unwrap();
        let names = [Some("lan"), Some("lan"), Some("hoa"), None];
        let name = columns.add_text("name", names).unwrap();
        let birth = columns.add_dates("birth", &[7, 7, 7, 8]).unwrap();
        let names = TermFrequencies::counted(&columns, name);
        assert_eq!(
            [0, 2, 3].map(|record| names.of(&columns, record)),
            [2.0 / 3.0, 1.0 / 3.0, 0.0]
        );
        assert_eq!(names.larger_of(&columns, 0, 2), 2.0 / 3.0);
        let births = TermFrequencies::counted(&columns, birth);
        assert_eq!(
            [0, 3].map(|record| births.of(&columns, record)),
            [0.75, 0.25]
        );
        let values = vec![("lan".to_owned(), 0.1)];
        let supplied = SuppliedFrequencies {
            column: name,
            values,
        };
        let supplied = TermFrequencies::supplied(&columns, &supplied);
        assert_eq!(
            [0, 2].map(|record| supplied.of(&columns, record)),
            [0.1, 0.0]
        );
    }

    #[test]
    fn rare_agreement_weighs_more() {
        let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12);
        close(term_frequency_weight(0.01, 0.001, 0.0, 1.0), 10_f64.log2());
        close(
            term_frequency_weight(0.01, 0.001, 0.0, 0.5),
            10_f64.log2() / 2.0,
        );
        close(
            term_frequency_weight(0.01, 0.0001, 0.001, 1.0),
            10_f64.log2(),
        );
        close(term_frequency_weight(0.01, 0.1, 0.0, 1.0), -(10_f64.log2()));
        close(term_frequency_weight(0.01, 0.0, 0.0, 1.0), 0.0);
    }
}
