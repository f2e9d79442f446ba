//! Rows about places, as sources deliver them, in the form that conditions see.

use polars::prelude::{
    Column as PolarsColumn, DataFrame, IntoColumn, NamedFrom, PolarsError, PolarsResult, Series,
};

use super::conditions::{Condition, evaluate};
use super::error::IndicatorError;
use crate::schema::ColumnType;
use crate::schema::counts::{COUNTS, CountRow, are_latest};

/// The rows, made ready once for every condition.
pub(super) struct DeliveredRows<'r> {
    rows: &'r [CountRow],
    frame: DataFrame,
}

impl<'r> DeliveredRows<'r> {
    /// # Errors
    ///
    /// Rows that do not fit their schema.
    pub(super) fn new(rows: &'r [CountRow]) -> Result<Self, IndicatorError> {
        let frame = frame(rows).map_err(evaluation)?;
        Ok(Self { rows, frame })
    }

    /// Each row, and whether it satisfies each of `conditions`.
    ///
    /// # Errors
    ///
    /// A condition that fails on a value.
    pub(super) fn answers<const N: usize>(
        &self,
        conditions: [&Condition; N],
    ) -> Result<impl Iterator<Item = (&'r CountRow, [bool; N])>, IndicatorError> {
        let answers = evaluate(&conditions, self.frame.clone()).map_err(evaluation)?;
        let answers_of = move |(at, row)| (row, std::array::from_fn(|of| answers[of][at]));
        Ok(self.rows.iter().enumerate().map(answers_of))
    }
}

fn evaluation(source: PolarsError) -> IndicatorError {
    IndicatorError::Evaluation {
        dataset: COUNTS.name,
        source,
    }
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
            ColumnType::Flag => Series::new(column.name.into(), are_latest(rows)).into_column(),
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
