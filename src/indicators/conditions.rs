//! SQL conditions: compiled and checked once, evaluated a block of rows at a time.

use jiff::civil::{Date, date};
use polars::prelude::{
    AnyValue, DataFrame, DataType, DataTypeExpr, Expr, IntoLazy, LiteralValue, PolarsError,
    PolarsResult, Scalar, polars_err,
};
use polars::sql::sql_expr;

use super::error::ConditionError;
use super::frame::empty_frame;
use crate::schema::Column;

/// Below this Jaro–Winkler similarity a known column is no suggestion for a misspelt one.
const SUGGESTION_MIN: f64 = 0.8;

/// Day 0 of Arrow's and polars' dates.
const EPOCH: Date = date(1970, 1, 1);

/// A condition that names only columns it has, is true or false, and speaks of one row at a time.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    expression: Expr,
    /// Positions in the dataset, ascending.
    columns: Vec<usize>,
}

impl Condition {
    /// Compiles `sql` over the columns of `dataset`; an empty text holds for every row.
    ///
    /// # Errors
    ///
    /// Anything that is no row-wise condition over these columns.
    pub(super) fn compile(
        sql: &str,
        dataset: &'static str,
        columns: &'static [Column],
    ) -> Result<Self, ConditionError> {
        let sql = if sql.trim().is_empty() { "TRUE" } else { sql };
        let expression = sql_expr(sql)
            .map_err(ConditionError::Syntax)?
            .map_expr(with_dates);
        let positions = positions(&expression, dataset, columns)?;
        check_type(&expression, dataset, columns)?;
        Ok(Self {
            expression,
            columns: positions,
        })
    }

    /// Whether the condition mentions the column at `position`.
    pub(super) fn mentions(&self, position: usize) -> bool {
        self.columns.contains(&position)
    }
}

/// Reads `DATE '2026-07-01'` here, once: polars casts the text anew for every block, and warns about it.
fn with_dates(node: Expr) -> Expr {
    let Expr::Cast { expr, dtype, .. } = &node else {
        return node;
    };
    let Expr::Literal(literal) = &**expr else {
        return node;
    };
    let is_date = matches!(dtype, DataTypeExpr::Literal(DataType::Date));
    match literal
        .extract_str()
        .and_then(|text| text.parse::<Date>().ok())
    {
        Some(day) if is_date => {
            let days = AnyValue::Date((day - EPOCH).get_days());
            Expr::Literal(LiteralValue::Scalar(Scalar::new(DataType::Date, days)))
        }
        _ => node,
    }
}

/// Positions of the columns that any of `conditions` mentions, ascending.
pub(super) fn mentioned_columns<'a>(
    conditions: impl IntoIterator<Item = &'a Condition>,
) -> Vec<usize> {
    let mut positions: Vec<usize> = conditions
        .into_iter()
        .flat_map(|condition| condition.columns.iter().copied())
        .collect();
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// Whether each row of `frame` satisfies each of `conditions`, in one pass; null is no.
///
/// # Errors
///
/// What polars meets only with values: a division by zero, a text that is no date.
pub(super) fn evaluate(
    conditions: &[&Condition],
    frame: DataFrame,
) -> PolarsResult<Vec<Vec<bool>>> {
    let rows = frame.height();
    if conditions.is_empty() {
        return Ok(Vec::new());
    }
    let named = |(index, condition): (usize, &&Condition)| {
        condition.expression.clone().alias(index.to_string())
    };
    let expressions: Vec<Expr> = conditions.iter().enumerate().map(named).collect();
    let answers = frame.lazy().select(expressions).collect()?;
    answers
        .columns()
        .iter()
        .map(|column| {
            let answer = column.as_materialized_series().bool()?;
            match answer.len() {
                length if length == rows => Ok(answer.iter().map(|a| a == Some(true)).collect()),
                1 => Ok(vec![answer.get(0) == Some(true); rows]),
                length => Err(polars_err!(ShapeMismatch: "{length} answers for {rows} rows")),
            }
        })
        .collect()
}

fn positions(
    expression: &Expr,
    dataset: &'static str,
    columns: &'static [Column],
) -> Result<Vec<usize>, ConditionError> {
    let mut positions = Vec::new();
    for name in expression.clone().meta().root_names() {
        let position = columns
            .iter()
            .position(|column| column.name == name.as_str())
            .ok_or_else(|| unknown_column(&name, dataset, columns))?;
        positions.push(position);
    }
    positions.sort_unstable();
    positions.dedup();
    Ok(positions)
}

fn unknown_column(name: &str, dataset: &'static str, columns: &'static [Column]) -> ConditionError {
    let likeness = |column: &&'static str| strsim::jaro_winkler(name, column);
    let known: Vec<&'static str> = columns.iter().map(|column| column.name).collect();
    ConditionError::UnknownColumn {
        dataset,
        column: name.to_owned(),
        suggestion: known
            .iter()
            .copied()
            .max_by(|a, b| likeness(a).total_cmp(&likeness(b)))
            .filter(|best| likeness(best) >= SUGGESTION_MIN),
        known,
    }
}

fn check_type(
    expression: &Expr,
    dataset: &'static str,
    columns: &'static [Column],
) -> Result<(), ConditionError> {
    let mismatch = |source: PolarsError| ConditionError::Types { dataset, source };
    let empty = empty_frame(columns).map_err(mismatch)?;
    let answer = select(&empty, expression).map_err(mismatch)?;
    let found = answer.columns()[0].dtype().clone();
    if found != DataType::Boolean {
        return Err(ConditionError::NotBoolean { found });
    }
    let row_wise = expression.into_iter().all(|node| is_row_wise(node, &empty));
    row_wise.then_some(()).ok_or(ConditionError::NotRowWise)
}

/// Blocks of rows are evaluated apart, so that no node may look beyond its row. A function that folds its
/// column into one value betrays itself by answering for no rows at all.
fn is_row_wise(node: &Expr, empty: &DataFrame) -> bool {
    match node {
        Expr::Column(_)
        | Expr::Literal(_)
        | Expr::Alias(..)
        | Expr::BinaryExpr { .. }
        | Expr::Cast { .. }
        | Expr::Ternary { .. } => true,
        Expr::Len => false,
        _ if node.clone().meta().root_names().is_empty() => true,
        Expr::Function { .. } => select(empty, node).is_ok_and(|answer| answer.height() == 0),
        _ => false,
    }
}

fn select(frame: &DataFrame, expression: &Expr) -> PolarsResult<DataFrame> {
    frame.clone().lazy().select([expression.clone()]).collect()
}

#[cfg(test)]
mod tests {
    use polars::df;

    use super::*;
    use crate::schema::exams::EXAMS;
    use crate::schema::persons::PERSONS;

    fn compile(sql: &str) -> Result<Condition, ConditionError> {
        Condition::compile(sql, PERSONS.name, PERSONS.columns)
    }

    #[test]
    fn every_type_of_column_has_a_condition() {
        for sql in [
            "",
            "is_resident AND NOT has_ehr",
            "ehr_national_state = 'accepted'",
            "age_years BETWEEN 6 AND 17",
            "birth_year IS NULL OR sex IN ('male', 'female')",
            "insured_until >= DATE '2026-07-01'",
            "full_name LIKE 'N%'",
            "CASE WHEN is_pupil THEN age_years < 20 ELSE FALSE END",
            "UPPER(sex) = 'MALE'",
            "COALESCE(age_years, 0) > 3",
        ] {
            compile(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
        }
        let exams = "(not_counted_because IS NULL OR not_counted_because = 'outside_window') \
                     AND exam_date BETWEEN DATE '2026-01-01' AND DATE '2026-12-31'";
        Condition::compile(exams, EXAMS.name, EXAMS.columns).unwrap();
    }

    #[test]
    fn a_misspelt_column_is_named_with_the_right_one() {
        let error = compile("is_resident AND in_plann").unwrap_err();
        let ConditionError::UnknownColumn {
            column, suggestion, ..
        } = &error
        else {
            panic!("{error:?}");
        };
        assert_eq!(
            (column.as_str(), *suggestion),
            ("in_plann", Some("in_plan"))
        );
        assert!(error.to_string().contains("did you mean `in_plan`?"));
        let error = compile("zzz = 1").unwrap_err();
        assert!(error.to_string().contains("counting_exam_count"), "{error}");
        assert!(!error.to_string().contains("did you mean"), "{error}");
    }

    #[test]
    fn what_is_no_condition_is_refused() {
        assert!(matches!(
            compile("in_plan AND"),
            Err(ConditionError::Syntax(_))
        ));
        assert!(matches!(
            compile("age_years + 1"),
            Err(ConditionError::NotBoolean { .. })
        ));
        assert!(matches!(
            compile("age_years LIKE 'a%'"),
            Err(ConditionError::Types { .. })
        ));
    }

    #[test]
    fn what_looks_beyond_its_row_is_refused() {
        for sql in [
            "age_years > AVG(age_years)",
            "COUNT(*) > 3",
            "SUM(age_years) OVER (PARTITION BY sex) > 3",
            "age_years > QUANTILE_CONT(age_years, 0.5)",
        ] {
            let answer = compile(sql);
            assert!(
                matches!(answer, Err(ConditionError::NotRowWise)),
                "{sql}: {answer:?}"
            );
        }
    }

    #[test]
    fn null_is_no_and_a_constant_speaks_for_all_rows() {
        let frame = df!("age_years" => [Some(5), None, Some(70)]).unwrap();
        let old = compile("age_years >= 60").unwrap();
        let all = compile("").unwrap();
        let answers = evaluate(&[&old, &all], frame.clone()).unwrap();
        assert_eq!(answers, [vec![false, false, true], vec![true; 3]]);
        assert_eq!(evaluate(&[&all], frame).unwrap(), [vec![true; 3]]);
        assert_eq!(mentioned_columns([&old, &all]).len(), 1);
    }
}
