//! Indicators whose units are communes, counted from aggregates.

use polars::prelude::{DataFrame, IntoColumn, NamedFrom, PolarsResult, Series};

use super::conditions::{Condition, evaluate};
use super::definitions::{CompiledDefinition, Numerator};
use super::error::IndicatorError;
use super::input::AggregateCount;
use super::places::Places;
use crate::schema::Column;
use crate::schema::column::ColumnType::{Real, Text};

/// What a condition over aggregates may name.
pub(super) static AGGREGATE_COLUMNS: &[Column] = &[
    Column::new("commune_code", Text, "Mã xã", "Commune"),
    Column::new("period", Text, "Kỳ số liệu", "Period as delivered"),
    Column::new("item", Text, "Chỉ tiêu được đếm", "What is counted"),
    Column::new("value", Real, "Giá trị", "Count"),
];

/// Whether each commune belongs to the denominator and has achieved, in code order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CommuneAnswers {
    pub(super) is_counted: Vec<bool>,
    pub(super) is_achieved: Vec<bool>,
}

/// Answers one definition of communes: a commune satisfies a condition when one of its rows does; an empty
/// denominator counts every commune of the scope, those without rows too.
///
/// # Errors
///
/// A condition that fails on a value.
pub(super) fn answer_communes(
    definition: &CompiledDefinition<'_>,
    aggregates: &[AggregateCount],
    places: &Places,
) -> Result<CommuneAnswers, IndicatorError> {
    let Numerator::Row(numerator) = &definition.numerator else {
        unreachable!("a compiled definition of communes has no exam condition");
    };
    let evaluation = |source| IndicatorError::Evaluation {
        dataset: "aggregates",
        source,
    };
    let frame = frame_of_aggregates(aggregates).map_err(evaluation)?;
    let conditions: [&Condition; 2] = [&definition.denominator, numerator];
    let answers = evaluate(&conditions, frame).map_err(evaluation)?;
    let is_counted = if definition.definition.denominator.trim().is_empty() {
        vec![true; places.commune_count()]
    } else {
        communes_with(&answers[0], aggregates, places)
    };
    let mut is_achieved = communes_with(&answers[1], aggregates, places);
    for (achieved, counted) in is_achieved.iter_mut().zip(&is_counted) {
        *achieved &= counted;
    }
    Ok(CommuneAnswers {
        is_counted,
        is_achieved,
    })
}

fn communes_with(answer: &[bool], aggregates: &[AggregateCount], places: &Places) -> Vec<bool> {
    let mut communes = vec![false; places.commune_count()];
    let satisfied = aggregates.iter().zip(answer).filter(|(_, answer)| **answer);
    for position in satisfied.filter_map(|(row, _)| places.position(row.commune.number())) {
        communes[position] = true;
    }
    communes
}

fn frame_of_aggregates(aggregates: &[AggregateCount]) -> PolarsResult<DataFrame> {
    let text = |name: &str, value: fn(&AggregateCount) -> String| {
        Series::new(
            name.into(),
            aggregates.iter().map(value).collect::<Vec<String>>(),
        )
        .into_column()
    };
    let values: Vec<f64> = aggregates.iter().map(|row| row.value).collect();
    let [commune_code, period, item, value] = AGGREGATE_COLUMNS else {
        unreachable!("aggregates have four columns");
    };
    let columns = vec![
        text(commune_code.name, |row| row.commune.to_string()),
        text(period.name, |row| row.period.clone()),
        text(item.name, |row| row.item.clone()),
        Series::new(value.name.into(), values).into_column(),
    ];
    DataFrame::new(aggregates.len(), columns)
}
