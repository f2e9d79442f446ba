//! When two records agree in a comparison level's sense.

use super::date_form::DateForm;
use super::similarity::damerau_levenshtein;
use super::text_measure::TextMeasure;
use crate::link::engine::columns::packed_id::unpack_id;
use crate::link::engine::columns::{Column, ColumnId, ColumnKind, Columns};
use crate::link::engine::error::EngineError;

/// A condition on a pair of records. What a record lacks never agrees, nor differs.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// The values are the same, in this column or a derived one.
    Equal(ColumnId),
    /// One of the records has no value.
    Missing(ColumnId),
    /// A text's similarity is at least the limit, or its distance at most.
    Text {
        column: ColumnId,
        measure: TextMeasure,
        limit: f64,
    },
    /// Each text stands in the other's column: given name and surname exchanged.
    Swapped(ColumnId, ColumnId),
    Date(ColumnId, DateForm),
    /// Numbers differ by at most `max`.
    NumberWithin {
        column: ColumnId,
        max: f64,
    },
    /// The smaller magnitude is at least this share of the larger, of one sign.
    NumberRatio {
        column: ColumnId,
        min: f64,
    },
    /// Identifiers differ by one digit wrong, lost or added, or by two neighbours exchanged.
    IdOneEdit(ColumnId),
    /// Sets have at least so many items in common.
    CommonItems {
        column: ColumnId,
        at_least: usize,
    },
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
    /// Does not hold, and neither record lacks a value it speaks of.
    Not(Box<Predicate>),
}

/// A text measure that several levels of a comparison ask for, with the widest of their limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    column: ColumnId,
    measure: TextMeasure,
    limit: f64,
}

impl Wanted {
    pub(super) fn column(&self) -> ColumnId {
        self.column
    }
}

/// So many measures of a comparison are remembered while a pair's levels are tried.
const REMEMBERED_MAX: usize = 4;

/// The measures of one pair so far.
#[derive(Debug)]
pub struct Measured<'w> {
    wanted: &'w [Wanted],
    values: [f64; REMEMBERED_MAX],
}

impl<'w> Measured<'w> {
    /// Nothing measured yet.
    #[must_use]
    pub fn new(wanted: &'w [Wanted]) -> Self {
        Self {
            wanted,
            values: [f64::NAN; REMEMBERED_MAX],
        }
    }

    fn value(&mut self, columns: &Columns, wanted: Wanted, (a, b): (u32, u32)) -> f64 {
        let Column::Text(text) = columns.column(wanted.column) else {
            return f64::NAN;
        };
        let codes = (
            columns.code(wanted.column, a),
            columns.code(wanted.column, b),
        );
        let measure = |limit| wanted.measure.value(text, codes.0, codes.1, limit);
        let known = self.wanted.iter().take(REMEMBERED_MAX);
        let known = known
            .zip(&mut self.values)
            .find(|(known, _)| known.column == wanted.column && known.measure == wanted.measure);
        match known {
            Some((known, value)) if value.is_nan() => {
                *value = measure(known.limit);
                *value
            }
            Some((_, value)) => *value,
            None => measure(wanted.limit),
        }
    }
}

impl Predicate {
    #[must_use]
    pub fn jaro_winkler(column: ColumnId, min: f64) -> Self {
        Self::text(column, TextMeasure::JaroWinkler, min)
    }

    #[must_use]
    pub fn damerau_levenshtein(column: ColumnId, max: u32) -> Self {
        Self::text(column, TextMeasure::DamerauLevenshtein, f64::from(max))
    }

    #[must_use]
    pub fn levenshtein(column: ColumnId, max: u32) -> Self {
        Self::text(column, TextMeasure::Levenshtein, f64::from(max))
    }

    #[must_use]
    pub fn tokens(column: ColumnId, min: f64) -> Self {
        Self::text(column, TextMeasure::Tokens, min)
    }

    #[must_use]
    pub fn text(column: ColumnId, measure: TextMeasure, limit: f64) -> Self {
        Self::Text {
            column,
            measure,
            limit,
        }
    }

    /// Whether records `a` and `b` meet it.
    #[must_use]
    pub fn holds(&self, columns: &Columns, a: u32, b: u32, measured: &mut Measured) -> bool {
        match self {
            Self::Equal(column) => columns.is_equal(*column, a, b),
            Self::Missing(column) => {
                columns.is_missing(*column, a) || columns.is_missing(*column, b)
            }
            Self::Text {
                column,
                measure,
                limit,
            } => {
                let wanted = Wanted {
                    column: *column,
                    measure: *measure,
                    limit: *limit,
                };
                measure.meets(measured.value(columns, wanted, (a, b)), *limit)
            }
            Self::Swapped(left, right) => is_swapped(columns, (*left, *right), a, b),
            Self::Date(column, form) => {
                form.holds(columns.date(*column, a), columns.date(*column, b))
            }
            Self::NumberWithin { column, max } => {
                numbers(columns, *column, a, b).is_some_and(|(a, b)| (a - b).abs() <= *max)
            }
            Self::NumberRatio { column, min } => {
                numbers(columns, *column, a, b).is_some_and(|(a, b)| {
                    a * b >= 0.0 && a.abs().min(b.abs()) >= min * a.abs().max(b.abs())
                })
            }
            Self::IdOneEdit(column) => {
                is_one_edit_off(columns.packed_id(*column, a), columns.packed_id(*column, b))
            }
            Self::CommonItems { column, at_least } => {
                common_items(columns.items(*column, a), columns.items(*column, b)) >= *at_least
            }
            Self::All(parts) => parts.iter().all(|part| part.holds(columns, a, b, measured)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(columns, a, b, measured)),
            Self::Not(part) => {
                let is_known =
                    |column| !columns.is_missing(column, a) && !columns.is_missing(column, b);
                !part.holds(columns, a, b, measured) && part.columns().into_iter().all(is_known)
            }
        }
    }

    /// The columns it speaks of.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnId> {
        match self {
            Self::Equal(column)
            | Self::Missing(column)
            | Self::Text { column, .. }
            | Self::Date(column, _)
            | Self::NumberWithin { column, .. }
            | Self::NumberRatio { column, .. }
            | Self::IdOneEdit(column)
            | Self::CommonItems { column, .. } => vec![*column],
            Self::Swapped(left, right) => vec![*left, *right],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::columns).collect(),
            Self::Not(part) => part.columns(),
        }
    }

    /// Adds the text measures it asks for to those wanted, each once, with the widest limit.
    pub fn want(&self, wanted: &mut Vec<Wanted>) {
        match self {
            Self::Text {
                column,
                measure,
                limit,
            } => {
                let known = wanted
                    .iter_mut()
                    .find(|known| known.column == *column && known.measure == *measure);
                match known {
                    Some(known) => known.limit = measure.wider(known.limit, *limit),
                    None => wanted.push(Wanted {
                        column: *column,
                        measure: *measure,
                        limit: *limit,
                    }),
                }
            }
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.want(wanted)),
            Self::Not(part) => part.want(wanted),
            _ => {}
        }
    }

    /// Checks that each column is of the kind the condition needs.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self, columns: &Columns) -> Result<(), EngineError> {
        let needed = match self {
            Self::Text { .. } | Self::Swapped(..) => ColumnKind::Text,
            Self::Date(..) => ColumnKind::Date,
            Self::NumberWithin { .. } | Self::NumberRatio { .. } => ColumnKind::Number,
            Self::IdOneEdit(_) => ColumnKind::Id,
            Self::CommonItems { .. } => ColumnKind::Set,
            Self::Equal(_) | Self::Missing(_) => return Ok(()),
            Self::All(parts) | Self::Any(parts) => {
                return parts.iter().try_for_each(|part| part.check(columns));
            }
            Self::Not(part) => return part.check(columns),
        };
        let wrong = self
            .columns()
            .into_iter()
            .find(|column| columns.kind(*column) != needed);
        wrong.map_or(Ok(()), |column| {
            Err(columns.wrong_kind("a comparison level", column, needed))
        })
    }
}

fn is_swapped(columns: &Columns, (left, right): (ColumnId, ColumnId), a: u32, b: u32) -> bool {
    let (Column::Text(lefts), Column::Text(rights)) = (columns.column(left), columns.column(right))
    else {
        return false;
    };
    let crosses = |x: u32, y: u32| {
        let codes = (columns.code(left, x), columns.code(right, y));
        codes.0 != 0
            && codes.1 != 0
            && lefts.letters(codes.0) == rights.letters(codes.1)
            && lefts.value(codes.0) == rights.value(codes.1)
    };
    crosses(a, b) && crosses(b, a)
}

fn numbers(columns: &Columns, column: ColumnId, a: u32, b: u32) -> Option<(f64, f64)> {
    let pair = (columns.number(column, a), columns.number(column, b));
    (!pair.0.is_nan() && !pair.1.is_nan()).then_some(pair)
}

fn is_one_edit_off(a: u64, b: u64) -> bool {
    if a == 0 || b == 0 || a == b || (a >> 56).abs_diff(b >> 56) > 1 {
        return false;
    }
    let ((a, a_len), (b, b_len)) = (unpack_id(a), unpack_id(b));
    damerau_levenshtein(&a[..a_len], &b[..b_len], 1).is_some()
}

/// Of two ascending lists.
fn common_items(a: &[u32], b: &[u32]) -> usize {
    let (mut at, mut common) = (0, 0);
    for item in a {
        while at < b.len() && b[at] < *item {
            at += 1;
        }
        common += usize::from(b.get(at) == Some(item));
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PartialDate;
    use crate::link::engine::columns::packed_id::pack_id;

    /// Two records: the texts, ids, dates, numbers and sets of each.
    fn columns() -> Columns {
        let mut columns = Columns::new(vec![0; 3]).unwrap();
        let given = [Some("lan"), Some("tran"), None];
        let surname = [Some("tran"), Some("lan"), Some("tran")];
        columns.add_text("given", given).unwrap();
        columns.add_text("surname", surname).unwrap();
        let ids = ["001234567890", "01234567890", "001234567899"].map(|id| pack_id(id).unwrap());
        columns.add_ids("id", &ids).unwrap();
        let dates = ["1957-05-12", "1957-12-05", "1957"]
            .map(|date| PartialDate::parse(date).unwrap().packed());
        columns.add_dates("birth", &dates).unwrap();
        columns
            .add_numbers("height", &[150.0, 153.0, f64::NAN])
            .unwrap();
        columns
            .add_sets("groups", [vec![3, 1, 2], vec![2, 3], vec![]])
            .unwrap();
        columns
    }

    fn check(predicate: impl Fn(&Columns) -> Predicate, expected: [bool; 3]) {
        let columns = columns();
        let predicate = predicate(&columns);
        predicate.check(&columns).unwrap();
        let found = [(0, 1), (0, 2), (1, 2)]
            .map(|(a, b)| predicate.holds(&columns, a, b, &mut Measured::new(&[])));
        assert_eq!(found, expected, "{predicate:?}");
    }

    #[test]
    fn levels_hold_as_defined() {
        let id = |columns: &Columns, name: &str| columns.id(name).unwrap();
        check(|c| Predicate::Equal(id(c, "surname")), [false, true, false]);
        check(|c| Predicate::Missing(id(c, "given")), [false, true, true]);
        check(
            |c| Predicate::Swapped(id(c, "given"), id(c, "surname")),
            [true, false, false],
        );
        check(|c| Predicate::IdOneEdit(id(c, "id")), [true, true, false]);
        check(
            |c| Predicate::Date(id(c, "birth"), DateForm::DayMonthSwapped),
            [true, false, false],
        );
        check(
            |c| Predicate::Date(id(c, "birth"), DateForm::Compatible),
            [false, true, true],
        );
        check(
            |c| Predicate::Date(id(c, "birth"), DateForm::SameYear),
            [true; 3],
        );
        check(
            |c| Predicate::Date(id(c, "birth"), DateForm::WithinDays(207)),
            [true, false, false],
        );
        check(
            |c| Predicate::NumberWithin {
                column: id(c, "height"),
                max: 3.0,
            },
            [true, false, false],
        );
        check(
            |c| Predicate::NumberRatio {
                column: id(c, "height"),
                min: 0.99,
            },
            [false; 3],
        );
        check(
            |c| Predicate::CommonItems {
                column: id(c, "groups"),
                at_least: 2,
            },
            [true, false, false],
        );
    }

    #[test]
    fn what_is_missing_neither_agrees_nor_differs() {
        let equal = |c: &Columns| Predicate::Equal(c.id("given").unwrap());
        check(equal, [false; 3]);
        check(|c| Predicate::Not(Box::new(equal(c))), [true, false, false]);
    }

    #[test]
    fn a_wrong_kind_of_column_is_refused() {
        let columns = columns();
        let predicate = Predicate::Any(vec![Predicate::jaro_winkler(
            columns.id("id").unwrap(),
            0.9,
        )]);
        assert!(matches!(
            predicate.check(&columns),
            Err(EngineError::ColumnKind { .. })
        ));
    }
}
