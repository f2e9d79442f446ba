//! Rows about places, as sources deliver them, in the form that conditions see.

use polars::prelude::{
    Column as PolarsColumn, DataFrame, IntoColumn, NamedFrom, PolarsResult, Series,
};

use super::conditions::{Condition, evaluate};
use super::error::IndicatorError;
use crate::schema::ColumnType;
use crate::schema::counts::{COUNTS, CountRow};

/// Whether each of `rows` satisfies each of `conditions`.
///
/// # Errors
///
/// A condition that fails on a value.
pub(super) fn answers<const N: usize>(
    conditions: [&Condition; N],
    rows: &[CountRow],
) -> Result<[Vec<bool>; N], IndicatorError> {
    let evaluation = |source| IndicatorError::Evaluation {
        dataset: COUNTS.name,
        source,
    };
    let frame = frame(rows).map_err(evaluation)?;
    let answers = evaluate(&conditions, frame).map_err(evaluation)?;
    Ok(answers.try_into().expect("an answer per condition"))
}

fn frame(rows: &[CountRow]) -> PolarsResult<DataFrame> {
    let columns: Vec<PolarsColumn> = COUNTS
        .columns
        .iter()
        .map(|column| match column.kind {
            ColumnType::Real => {
                let values: Vec<f64> = rows.iter().map(|row| row.value).collect();
                Series::new(column.name.into(), values).into_column()
            }
            _ => {
                let values: Vec<Option<String>> =
                    rows.iter().map(|row| text(row, column.name)).collect();
                Series::new(column.name.into(), values).into_column()
            }
        })
        .collect();
    DataFrame::new(rows.len(), columns)
}

fn text(row: &CountRow, column: &str) -> Option<String> {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    match column {
        "kind" => given(row.kind.code()),
        "source" => given(&row.source),
        "file" => given(&row.file),
        "commune_code" => row.commune.map(|commune| commune.to_string()),
        "facility" => given(&row.facility),
        "facility_type" => given(&row.facility_type),
        "period" => given(&row.period),
        "item" => given(&row.item),
        other => unreachable!("{other} is a text column of delivered rows without values"),
    }
}
