//! The published table of definitions.

use std::ops::Range;

use arrow::array::ArrayRef;

use super::columns::{categories, dates, integers, reals, texts};
use super::options::{IndicatorDefinition, StratumKind};
use super::person_bits::PersonBits;
use crate::schema::indicator_definitions::INDICATOR_DEFINITIONS;
use crate::schema::{Dataset, Table, Tier};

/// Rows of [`INDICATOR_DEFINITIONS`], in the order of the pipeline.
pub struct DefinitionTable<'d> {
    definitions: &'d [IndicatorDefinition],
    bits: &'d PersonBits,
}

impl<'d> DefinitionTable<'d> {
    /// The definitions with the bits by which persons are told apart.
    #[must_use]
    pub fn new(definitions: &'d [IndicatorDefinition], bits: &'d PersonBits) -> Self {
        Self { definitions, bits }
    }
}

/// Lists as one text, `;` between.
fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(";"))
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn tier(definition: &IndicatorDefinition) -> &'static str {
    match definition.tier {
        Tier::Public => "public",
        Tier::Steering | Tier::Restricted => "steering",
    }
}

fn strata(definition: &IndicatorDefinition) -> Option<String> {
    let kinds = definition
        .strata
        .iter()
        .filter(|kind| **kind != StratumKind::All);
    joined(kinds.map(|kind| kind.code().to_owned()))
}

impl Table for DefinitionTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &INDICATOR_DEFINITIONS
    }

    fn rows(&self) -> usize {
        self.definitions.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let first = rows.start;
        let bits = &self.bits.of_definition[rows.clone()];
        let rows = &self.definitions[rows];
        match INDICATOR_DEFINITIONS.columns[column].name {
            "indicator" => texts(rows, |row| Some(&row.code)),
            "position" => {
                let positions: Vec<i32> =
                    (first..).take(rows.len()).map(|at| at as i32 + 1).collect();
                integers(&positions, |position| Some(*position))
            }
            "label_vi" => texts(rows, |row| Some(&row.words.label_vi)),
            "label_en" => texts(rows, |row| Some(&row.words.label_en)),
            "description_vi" => texts(rows, |row| row.words.description_vi.as_deref()),
            "description_en" => texts(rows, |row| row.words.description_en.as_deref()),
            "owner" => texts(rows, |row| row.words.owner.as_deref()),
            "source" => texts(rows, |row| row.words.source.as_deref()),
            "population" => categories(rows, |row| Some(row.population.code())),
            "denominator" => texts(rows, |row| filled(&row.denominator)),
            "denominator_exam" => {
                texts(rows, |row| row.denominator_exam.as_deref().and_then(filled))
            }
            "denominator_person" => texts(rows, |row| {
                row.denominator_person.as_deref().and_then(filled)
            }),
            "numerator" => texts(rows, |row| row.numerator.as_deref().and_then(filled)),
            "numerator_exam" => texts(rows, |row| row.numerator_exam.as_deref().and_then(filled)),
            "needs" => texts(rows, |row| {
                joined(row.needs.iter().map(|kind| kind.code().to_owned())).or(Some(String::new()))
            }),
            "unit" => {
                let codes: Vec<String> = rows.iter().map(|row| row.unit.code()).collect();
                categories(&codes, |code| Some(code.as_str()))
            }
            "factor" => integers(rows, |row| Some(row.unit.factor() as i32)),
            "interval" => categories(rows, |row| Some(row.interval.code())),
            "polarity" => categories(rows, |row| Some(row.polarity.code())),
            "bands" => texts(rows, |row| joined(row.bands.iter().map(f64::to_string))),
            "target" => reals(rows, |row| Some(row.target?.value)),
            "direction" => categories(rows, |row| Some(row.target?.direction.code())),
            "start" => dates(rows, |row| row.start),
            "deadline" => dates(rows, |row| row.deadline),
            "last_deadline" => dates(rows, |row| row.last_deadline),
            "strata" => texts(rows, strata),
            "person_bit" => integers(bits, |bit| bit.map(|bit| bit as i32)),
            "tier" => categories(rows, |row| Some(tier(row))),
            other => unreachable!("{other} is a column of definitions without values"),
        }
    }
}
