//! Value frequencies: agreement on a rare value says more than on a common one.

use crate::domain::fast_map::FastMap;
use crate::link::engine::columns::{Column, ColumnId, Columns};
use crate::link::engine::model::SuppliedFrequencies;

/// Of each value of a column its share among the records that have one.
#[derive(Debug, Clone)]
pub struct TermFrequencies {
    column: ColumnId,
    by_value: ByValue,
}

/// log2 of the frequency of a value that is not known.
const UNKNOWN: f64 = f64::NEG_INFINITY;

/// log2 of frequencies.
#[derive(Debug, Clone)]
enum ByValue {
    /// By code; [`UNKNOWN`] where not known.
    Code(Vec<f64>),
    /// By packed date: few of these numbers are dates, and they are small.
    Date(Vec<f64>),
    /// By hash.
    Hash(FastMap<u64, f64>),
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
                let share = |code| (f64::from(text.count(code)) / total as f64).log2();
                let shares = (1..text.codes_len()).map(share);
                ByValue::Code(std::iter::once(UNKNOWN).chain(shares).collect())
            }
            Column::Date => {
                let dates = || (0..columns.len() as u32).map(|record| columns.date(column, record));
                let mut counts = vec![0_u32; dates().max().map_or(0, |last| last as usize + 1)];
                dates().for_each(|date| counts[date as usize] += 1);
                // 0 is missing.
                counts.iter_mut().take(1).for_each(|missing| *missing = 0);
                let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
                let share = |count: u32| (f64::from(count) / total.max(1) as f64).log2();
                ByValue::Date(counts.into_iter().map(share).collect())
            }
            _ => {
                let mut counts: FastMap<u64, u64> = FastMap::default();
                let records = 0..columns.len() as u32;
                for hash in records.filter_map(|record| columns.value_hash(column, record)) {
                    *counts.entry(hash).or_default() += 1;
                }
                let total = counts.values().sum::<u64>() as f64;
                let share = |(hash, count)| (hash, (count as f64 / total).log2());
                ByValue::Hash(counts.into_iter().map(share).collect())
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
            at.map_or(UNKNOWN, |at| known[at].1.log2())
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

    /// log2 of the frequency of a record's value; [`UNKNOWN`] where it is not known.
    #[must_use]
    pub fn log2_of(&self, columns: &Columns, record: u32) -> f64 {
        match &self.by_value {
            ByValue::Code(shares) => shares[columns.code(self.column, record) as usize],
            ByValue::Date(shares) => shares[columns.date(self.column, record) as usize],
            ByValue::Hash(shares) => {
                let hash = columns.value_hash(self.column, record).unwrap_or_default();
                shares.get(&hash).copied().unwrap_or(UNKNOWN)
            }
        }
    }

    /// log2 of the larger of the frequencies of two records' values: of a fuzzy level the careful choice.
    #[must_use]
    pub fn larger_log2(&self, columns: &Columns, a: u32, b: u32) -> f64 {
        let of_a = self.log2_of(columns, a);
        match columns.is_equal(self.column, a, b) {
            true => of_a,
            false => of_a.max(self.log2_of(columns, b)),
        }
    }
}

/// What frequency adds to a level's weight: `weight` times log2(u of the exact level / frequency), the frequency at
/// least `frequency_min`; nothing where the frequency is not known. All three as log2.
///
/// Example: u = 0.01, a value that one record in 1000 has, weight 1: log2(10) = 3.32 bits more.
#[must_use]
pub fn term_frequency_weight(exact_u: f64, frequency: f64, frequency_min: f64, weight: f64) -> f64 {
    if frequency == UNKNOWN {
        return 0.0;
    }
    weight * (exact_u - frequency.max(frequency_min))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(frequencies: &TermFrequencies, columns: &Columns, expected: &[(u32, f64)]) {
        for (record, expected) in expected {
            let found = frequencies.log2_of(columns, *record).exp2();
            assert!((found - expected).abs() < 1e-12, "{found} {expected}");
        }
    }

    #[test]
    fn frequencies_of_texts_and_dates() {
        let mut columns = Columns::new(vec![0; 4]).unwrap();
        let names = [Some("lan"), Some("lan"), Some("hoa"), None];
        let name = columns.add_text("name", names).unwrap();
        let birth = columns.add_dates("birth", &[7, 7, 7, 8]).unwrap();
        let names = TermFrequencies::counted(&columns, name);
        check(
            &names,
            &columns,
            &[(0, 2.0 / 3.0), (2, 1.0 / 3.0), (3, 0.0)],
        );
        let larger = |a, b| names.larger_log2(&columns, a, b).exp2();
        assert!(
            (larger(0, 2) - 2.0 / 3.0).abs() < 1e-12 && (larger(0, 1) - 2.0 / 3.0).abs() < 1e-12
        );
        let births = TermFrequencies::counted(&columns, birth);
        check(&births, &columns, &[(0, 0.75), (3, 0.25)]);
        let values = vec![("lan".to_owned(), 0.1)];
        let supplied = SuppliedFrequencies {
            column: name,
            values,
        };
        let supplied = TermFrequencies::supplied(&columns, &supplied);
        check(&supplied, &columns, &[(0, 0.1), (2, 0.0)]);
    }

    #[test]
    fn rare_agreement_weighs_more() {
        let check = |(u, frequency, min, weight): (f64, f64, f64, f64), expected: f64| {
            let found = term_frequency_weight(u.log2(), frequency.log2(), min.log2(), weight);
            assert!((found - expected).abs() < 1e-12);
        };
        check((0.01, 0.001, 0.0, 1.0), 10_f64.log2());
        check((0.01, 0.001, 0.0, 0.5), 10_f64.log2() / 2.0);
        check((0.01, 0.0001, 0.001, 1.0), 10_f64.log2());
        check((0.01, 0.1, 0.0, 1.0), -(10_f64.log2()));
        check((0.01, 0.0, 0.0, 1.0), 0.0);
    }
}
