//! The worked example of a definition, counted as the night counts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanArray, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    StringArray,
};
use arrow::datatypes::UInt16Type;
use jiff::civil::Date;

use super::columns::day_number;
use super::error::{ExampleError, IndicatorError};
use super::input::{Commune, ExtractsOf, Freshness, IndicatorInput};
use super::options::{
    Calendar, Example, ExampleRow, ExampleValue, Expected, IndicatorDefinition, IndicatorOptions,
    Population,
};
use super::places::Place;
use super::strata::Stratum;
use super::{IndicatorState, measure};
use crate::domain::{CommuneCode, Kind};
use crate::schema::counts::CountRow;
use crate::schema::exams::EXAMS;
use crate::schema::memory::MemoryTable;
use crate::schema::persons::PERSONS;
use crate::schema::{ColumnType, Dataset};

/// What became of an example.
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleResult {
    pub expected: Expected,
    /// `None` where there is no value.
    pub found: Option<Expected>,
    pub state: IndicatorState,
}

impl ExampleResult {
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.found == Some(self.expected)
    }
}

/// Counts the example of `definition`; `None` where it has none. `all` are the definitions that a ratio may name.
///
/// # Errors
///
/// Columns or values that the datasets do not have; a definition that cannot be computed.
pub fn run_example(
    definition: &IndicatorDefinition,
    all: &[IndicatorDefinition],
    as_of: Date,
) -> Result<Option<ExampleResult>, IndicatorError> {
    let Some(example) = &definition.example else {
        return Ok(None);
    };
    let wrong = |problem| IndicatorError::Example {
        indicator: definition.code.clone(),
        problem,
    };
    let world = World::new(example).map_err(wrong)?;
    let named = |other: &&IndicatorDefinition| {
        definition.population == Population::Indicators
            && [Some(&definition.denominator), definition.numerator.as_ref()]
                .into_iter()
                .flatten()
                .any(|code| code.trim() == other.code)
    };
    let counted: Vec<IndicatorDefinition> = std::iter::once(definition)
        .chain(all.iter().filter(named))
        .cloned()
        .collect();
    let options = IndicatorOptions {
        as_of,
        calendar: Calendar::default(),
        standards: BTreeMap::new(),
        compared: Vec::new(),
    };
    let (indicators, _) = measure(&world.input(), &counted, &options)?;
    let row = indicators
        .values
        .find(Place::Province, &definition.code, Stratum::ALL);
    let assessment = row
        .expect("every indicator has a row of the province")
        .assessment;
    Ok(Some(ExampleResult {
        expected: example.expected,
        found: match assessment.counts {
            Some(cell) => Some(Expected::Counts {
                numerator: cell.numerator,
                denominator: cell.denominator,
            }),
            None => assessment.value.map(Expected::Value),
        },
        state: assessment.state,
    }))
}

/// Everyone lives here unless the example says otherwise; its number is no province's.
const SOMEWHERE: &str = "00001";

/// The example as tables; everything was delivered today.
struct World {
    persons: MemoryTable,
    exams: MemoryTable,
    exam_person: Vec<u32>,
    counts: Vec<CountRow>,
    communes: Vec<Commune>,
    freshness: BTreeMap<ExtractsOf, Freshness>,
}

impl World {
    fn new(example: &Example) -> Result<Self, ExampleError> {
        let mut persons = Vec::new();
        let (mut exams, mut exam_person) = (Vec::new(), Vec::new());
        for (row, person) in (0_u32..).zip(&example.persons) {
            let mut columns = person.row.clone();
            let home = ExampleValue::Text(SOMEWHERE.to_owned());
            columns.entry("commune_code".to_owned()).or_insert(home);
            persons.push(columns);
            exams.extend(&person.exams);
            exam_person.extend(person.exams.iter().map(|_| row));
        }
        let persons: Vec<&ExampleRow> = persons.iter().collect();
        let counts: Vec<CountRow> = example
            .aggregates
            .iter()
            .map(count_row)
            .collect::<Result<_, _>>()?;
        let fresh = Freshness {
            age_days: 0,
            max_age_days: 1,
        };
        let everywhere = |kind| ExtractsOf {
            kind,
            commune: None,
        };
        Ok(Self {
            communes: communes(&persons, &counts),
            persons: table(&PERSONS, &persons)?,
            exams: table(&EXAMS, &exams)?,
            exam_person,
            counts,
            freshness: Kind::ALL.map(|kind| (everywhere(kind), fresh)).into(),
        })
    }

    fn input(&self) -> IndicatorInput<'_> {
        static NOTHING: BTreeSet<(Kind, CommuneCode)> = BTreeSet::new();
        IndicatorInput {
            persons: &self.persons,
            exams: &self.exams,
            exam_person: &self.exam_person,
            counts: &self.counts,
            communes: &self.communes,
            former_communes: &[],
            freshness: &self.freshness,
            missing: &NOTHING,
        }
    }
}

/// The communes that the example names.
fn communes(persons: &[&ExampleRow], counts: &[CountRow]) -> Vec<Commune> {
    let homes = persons
        .iter()
        .filter_map(|row| match row.get("commune_code") {
            Some(ExampleValue::Text(code)) => CommuneCode::parse(code),
            _ => None,
        });
    let codes: BTreeSet<CommuneCode> = homes
        .chain(counts.iter().filter_map(|row| row.commune))
        .collect();
    codes
        .into_iter()
        .map(|code| Commune {
            name: code.to_string(),
            code,
        })
        .collect()
}

fn count_row(row: &ExampleRow) -> Result<CountRow, ExampleError> {
    let mut count = CountRow {
        kind: Kind::Aggregates,
        source: Arc::from("example"),
        file: Arc::from("example"),
        commune: CommuneCode::parse(SOMEWHERE),
        facility: String::new(),
        facility_type: String::new(),
        period: String::new(),
        item: String::new(),
        value: 0.0,
    };
    for (column, value) in row {
        let refused = || ExampleError::Value {
            dataset: "counts",
            column: column.clone(),
        };
        match (column.as_str(), value) {
            ("value", ExampleValue::Number(value)) => count.value = *value,
            ("kind", ExampleValue::Text(code)) => {
                count.kind = Kind::from_code(code).ok_or_else(refused)?;
            }
            ("commune_code", ExampleValue::Text(code)) if code.is_empty() => count.commune = None,
            ("commune_code", ExampleValue::Text(code)) => {
                count.commune = Some(CommuneCode::parse(code).ok_or_else(refused)?);
            }
            ("facility", ExampleValue::Text(text)) => count.facility.clone_from(text),
            ("facility_type", ExampleValue::Text(text)) => count.facility_type.clone_from(text),
            ("period", ExampleValue::Text(text)) => count.period.clone_from(text),
            ("item", ExampleValue::Text(text)) => count.item.clone_from(text),
            _ => return Err(refused()),
        }
    }
    Ok(count)
}

/// The rows as a table of `dataset`: a flag that is not named is false, every other column null.
fn table(dataset: &'static Dataset, rows: &[&ExampleRow]) -> Result<MemoryTable, ExampleError> {
    let unknown = rows
        .iter()
        .flat_map(|row| row.keys())
        .find(|name| dataset.position(name).is_none());
    if let Some(column) = unknown {
        return Err(ExampleError::Column {
            dataset: dataset.name,
            column: column.clone(),
        });
    }
    let mut given = Vec::new();
    for (position, column) in dataset.columns.iter().enumerate() {
        let values: Vec<Option<&ExampleValue>> =
            rows.iter().map(|row| row.get(column.name)).collect();
        let is_named = values.iter().any(Option::is_some);
        if is_named || column.kind == ColumnType::Flag {
            let array = array(column.kind, &values).ok_or_else(|| ExampleError::Value {
                dataset: dataset.name,
                column: column.name.to_owned(),
            })?;
            given.push((position, array));
        }
    }
    Ok(MemoryTable::new(dataset, rows.len(), given))
}

/// `None` where a value is of another type than the column.
fn array(kind: ColumnType, values: &[Option<&ExampleValue>]) -> Option<ArrayRef> {
    Some(match kind {
        ColumnType::Text => Arc::new(all(values, text)?.into_iter().collect::<StringArray>()),
        ColumnType::Category => Arc::new(
            all(values, text)?
                .into_iter()
                .collect::<DictionaryArray<UInt16Type>>(),
        ),
        ColumnType::Integer => {
            let whole = |value: &ExampleValue| Some(number(value)? as i32);
            Arc::new(all(values, whole)?.into_iter().collect::<Int32Array>())
        }
        ColumnType::Long => {
            let whole = |value: &ExampleValue| Some(number(value)? as i64);
            Arc::new(all(values, whole)?.into_iter().collect::<Int64Array>())
        }
        ColumnType::Real => Arc::new(all(values, number)?.into_iter().collect::<Float64Array>()),
        ColumnType::Flag => {
            let flags = all(values, |value| match value {
                ExampleValue::Flag(flag) => Some(*flag),
                _ => None,
            })?;
            let flags = flags.into_iter().map(|flag| Some(flag.unwrap_or(false)));
            Arc::new(flags.collect::<BooleanArray>())
        }
        ColumnType::Date => {
            let day = |value: &ExampleValue| Some(day_number(text(value)?.parse::<Date>().ok()?));
            Arc::new(all(values, day)?.into_iter().collect::<Date32Array>())
        }
    })
}

/// Each value read, absent ones left absent; `None` when one cannot be read.
fn all<'a, T>(
    values: &[Option<&'a ExampleValue>],
    read: impl Fn(&'a ExampleValue) -> Option<T>,
) -> Option<Vec<Option<T>>> {
    let read = |value: &Option<&'a ExampleValue>| match value {
        None => Some(None),
        Some(value) => read(value).map(Some),
    };
    values.iter().map(read).collect()
}

fn text(value: &ExampleValue) -> Option<&str> {
    match value {
        ExampleValue::Text(text) => Some(text),
        _ => None,
    }
}

fn number(value: &ExampleValue) -> Option<f64> {
    match value {
        ExampleValue::Number(number) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::fixture::{AS_OF, definition, screened};
    use crate::indicators::options::ExamplePerson;

    fn row(columns: &[(&str, ExampleValue)]) -> ExampleRow {
        let named = |(name, value): &(&str, ExampleValue)| ((*name).to_owned(), value.clone());
        columns.iter().map(named).collect()
    }

    fn counts(numerator: u64, denominator: u64) -> Expected {
        Expected::Counts {
            numerator,
            denominator,
        }
    }

    fn planned(exams: Vec<ExampleRow>) -> ExamplePerson {
        let row = row(&[
            ("in_plan", ExampleValue::Flag(true)),
            ("plan_commune_code", ExampleValue::Text("00001".to_owned())),
        ]);
        ExamplePerson { row, exams }
    }

    #[test]
    fn an_example_is_counted_as_the_night_counts() {
        let counting = row(&[
            ("counts", ExampleValue::Flag(true)),
            ("exam_date", ExampleValue::Text("2026-08-03".to_owned())),
        ]);
        let mut definition = screened();
        let example = Example {
            persons: vec![
                planned(vec![counting.clone(), counting]),
                planned(vec![ExampleRow::new()]),
                ExamplePerson::default(),
            ],
            aggregates: Vec::new(),
            expected: counts(1, 2),
        };
        definition.example = Some(example);
        let result = run_example(&definition, &[], AS_OF).unwrap().unwrap();
        assert!(result.is_right(), "{result:?}");
        definition.example.as_mut().unwrap().expected = counts(2, 2);
        assert!(
            !run_example(&definition, &[], AS_OF)
                .unwrap()
                .unwrap()
                .is_right()
        );
    }

    #[test]
    fn a_column_or_a_value_that_cannot_be_is_named() {
        let check = |name: &str, value, expected: &str| {
            let mut definition = definition("A", "", "is_insured");
            let person = ExamplePerson {
                row: row(&[(name, value)]),
                exams: Vec::new(),
            };
            definition.example = Some(Example {
                persons: vec![person],
                aggregates: Vec::new(),
                expected: counts(0, 0),
            });
            let error = run_example(&definition, &[], AS_OF).unwrap_err();
            let source = std::error::Error::source(&error).unwrap().to_string();
            assert!(source.contains(expected), "{source}");
        };
        check(
            "is_insurd",
            ExampleValue::Flag(true),
            "no column `is_insurd` in persons",
        );
        check(
            "is_insured",
            ExampleValue::Number(1.0),
            "column `is_insured` of persons",
        );
        check(
            "insured_until",
            ExampleValue::Text("30/11".to_owned()),
            "column `insured_until`",
        );
    }
}
