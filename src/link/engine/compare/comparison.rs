//! Comparisons: a pair's fields as levels of agreement, packed into one pattern.

use super::level::{Measured, Predicate, Wanted};
use crate::link::engine::columns::{Column, ColumnId, Columns};

/// Of a pattern's four bits per comparison: no evidence.
pub const MISSING_LEVEL: usize = 0;

/// So many comparisons one pattern holds.
pub const COMPARISONS_MAX: usize = 16;

/// So many levels a comparison may have above `else`.
pub const LEVELS_MAX: usize = 14;

/// What a field, or several together, can say: levels from the strictest down, of which the first that holds
/// counts, and `else` below them.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub name: String,
    /// A pair of which a record lacks one of these columns is no evidence. Empty where the levels say themselves
    /// what missing means ([`Predicate::Missing`]).
    pub missing_without: Vec<ColumnId>,
    pub levels: Vec<Level>,
}

/// One level of agreement.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    pub label: String,
    pub when: Predicate,
    pub term_frequency: Option<TermFrequency>,
}

/// How far a level's weight follows the frequency of the value agreed on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TermFrequency {
    pub column: ColumnId,
    /// From 0, not at all, to 1, in full.
    pub weight: f64,
}

impl Level {
    #[must_use]
    pub fn new(label: &str, when: Predicate) -> Self {
        Self {
            label: label.to_owned(),
            when,
            term_frequency: None,
        }
    }

    /// The level with its weight following value frequencies in `column`.
    #[must_use]
    pub fn with_term_frequency(self, column: ColumnId, weight: f64) -> Self {
        let term_frequency = Some(TermFrequency { column, weight });
        Self {
            term_frequency,
            ..self
        }
    }
}

impl Comparison {
    /// A comparison of one column, which is no evidence where that is missing.
    #[must_use]
    pub fn new(name: &str, column: ColumnId, levels: Vec<Level>) -> Self {
        Self {
            name: name.to_owned(),
            missing_without: vec![column],
            levels,
        }
    }

    /// The number of the level `else`; missing is 0, the first level 1.
    #[must_use]
    pub fn else_level(&self) -> usize {
        self.levels.len() + 1
    }

    /// The label of a level by its number.
    #[must_use]
    pub fn label(&self, level: usize) -> &str {
        match level {
            MISSING_LEVEL => "missing",
            level if level <= self.levels.len() => &self.levels[level - 1].label,
            _ => "else",
        }
    }

    /// The fields that it compares, derived columns by their origin.
    #[must_use]
    pub fn fields(&self, columns: &Columns) -> Vec<ColumnId> {
        let levels = self.levels.iter().flat_map(|level| level.when.columns());
        let mut fields: Vec<ColumnId> = levels
            .chain(self.missing_without.iter().copied())
            .map(|column| columns.root(column))
            .collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    /// The number of the level that holds on the exact equality of `column`.
    #[must_use]
    pub fn exact_level(&self, column: ColumnId) -> Option<usize> {
        let at = self
            .levels
            .iter()
            .position(|level| level.when == Predicate::Equal(column));
        at.map(|at| at + 1)
    }
}

/// Comparisons made ready for many pairs.
#[derive(Debug)]
pub struct Comparator<'m> {
    columns: &'m Columns,
    comparisons: &'m [Comparison],
    wanted: Vec<Vec<Wanted>>,
    /// The columns that are measured as texts.
    texts: Vec<ColumnId>,
}

impl<'m> Comparator<'m> {
    #[must_use]
    pub fn new(columns: &'m Columns, comparisons: &'m [Comparison]) -> Self {
        let wanted: Vec<Vec<Wanted>> = comparisons
            .iter()
            .map(|comparison| {
                let mut wanted = Vec::new();
                comparison
                    .levels
                    .iter()
                    .for_each(|level| level.when.want(&mut wanted));
                wanted
            })
            .collect();
        let mut texts: Vec<ColumnId> = wanted.iter().flatten().map(Wanted::column).collect();
        texts.sort_unstable();
        texts.dedup();
        Self {
            columns,
            comparisons,
            wanted,
            texts,
        }
    }

    /// The pattern of a pair: level numbers, four bits each, the first comparison lowest.
    #[must_use]
    pub fn pattern(&self, a: u32, b: u32) -> u64 {
        (0..self.comparisons.len()).fold(0, |pattern, at| {
            pattern | (self.level(at, a, b) as u64) << (4 * at)
        })
    }

    /// Reads what comparing these pairs will read first. One read does not wait for another, as they do when a pair
    /// is compared after the other: records lie anywhere in memory, and waiting for it is most of the time.
    pub fn touch(&self, pairs: impl Iterator<Item = (u32, u32)> + Clone) {
        let columns = self.columns;
        let rows = pairs
            .clone()
            .map(|(a, b)| columns.touch(a) ^ columns.touch(b));
        let rows = rows.fold(0, |sum, read| sum ^ read);
        let mut letters = 0;
        for column in &self.texts {
            if let Column::Text(text) = columns.column(*column) {
                let of = |record| text.letters(columns.code(*column, record));
                letters ^= pairs.clone().fold(0, |sum, (a, b)| sum ^ of(a) ^ of(b));
            }
        }
        std::hint::black_box((rows, letters));
    }

    /// The level of one comparison.
    #[must_use]
    pub fn level(&self, comparison: usize, a: u32, b: u32) -> usize {
        let (columns, wanted) = (self.columns, &self.wanted[comparison]);
        let comparison = &self.comparisons[comparison];
        let is_missing =
            |column: &ColumnId| columns.is_missing(*column, a) || columns.is_missing(*column, b);
        if comparison.missing_without.iter().any(is_missing) {
            return MISSING_LEVEL;
        }
        let mut measured = Measured::new(wanted);
        let holds = |level: &Level| level.when.holds(columns, a, b, &mut measured);
        comparison
            .levels
            .iter()
            .position(holds)
            .map_or(comparison.else_level(), |at| at + 1)
    }
}

/// The level number of a comparison within a pattern.
#[must_use]
pub fn level_of(pattern: u64, comparison: usize) -> usize {
    (pattern >> (4 * comparison) & 15) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Columns {
        let mut columns = Columns::new(vec![0; 4]).unwrap();
        let names = [Some("martha"), Some("marhta"), Some("dixon"), None];
        columns.add_text("name", names).unwrap();
        columns
    }

    fn comparison(columns: &Columns) -> Comparison {
        let name = columns.id("name").unwrap();
        let levels = vec![
            Level::new("exact", Predicate::Equal(name)),
            Level::new("close", Predicate::jaro_winkler(name, 0.97)),
            Level::new("near", Predicate::jaro_winkler(name, 0.9)),
        ];
        Comparison::new("name", name, levels)
    }

    #[test]
    fn the_first_level_that_holds_counts() {
        let columns = columns();
        let comparisons = [comparison(&columns), comparison(&columns)];
        let comparator = Comparator::new(&columns, &comparisons);
        assert_eq!(comparator.level(0, 0, 0), 1);
        // 0.961 by Jaro and Winkler.
        assert_eq!(comparator.level(0, 0, 1), 3);
        assert_eq!(comparator.level(0, 0, 2), 4);
        assert_eq!(comparator.level(0, 0, 3), MISSING_LEVEL);
        assert_eq!(comparator.pattern(0, 1), 0x33);
        assert_eq!(level_of(0x43, 1), 4);
        assert_eq!(comparisons[0].label(4), "else");
    }

    #[test]
    fn a_model_may_make_missing_a_level() {
        let columns = columns();
        let mut comparison = comparison(&columns);
        comparison.missing_without.clear();
        let missing = Predicate::Missing(columns.id("name").unwrap());
        comparison.levels.push(Level::new("unnamed", missing));
        let comparisons = [comparison];
        assert_eq!(Comparator::new(&columns, &comparisons).level(0, 0, 3), 4);
    }
}
