//! The published table of indicators.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;
use jiff::civil::Date;

use super::assessment::{Assessment, IndicatorState, Unknown, band};
use super::availability::PlaceSources;
use super::columns::{categories, dates, integers, longs, reals, texts};
use super::compiled::CompiledDefinition;
use super::options::{Goal, Unit};
use super::places::{Place, Places};
use super::strata::Stratum;
use super::target::{displayed_percent, rounded_down};
use crate::schema::indicators::INDICATORS;
use crate::schema::{Dataset, Table};

/// One value: an indicator of a place in a stratum.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IndicatorRow {
    pub place: Place,
    /// Position among the table's indicators.
    pub indicator: usize,
    pub stratum: Stratum,
    pub assessment: Assessment,
}

/// What the table says of each indicator on every row.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorHead {
    pub code: String,
    pub unit: Unit,
    unit_code: String,
    pub target: Option<Goal>,
    /// Lower bounds of the classes of a map.
    pub bands: Vec<f64>,
    pub(super) sources: Arc<PlaceSources>,
    /// Whether more than all is a fault, and shown as such.
    is_proportion: bool,
    /// Of how many communes the province's amounts are summed.
    summed_communes: Option<usize>,
}

impl IndicatorHead {
    pub(super) fn new(
        compiled: &CompiledDefinition<'_>,
        sources: Arc<PlaceSources>,
        summed_communes: Option<usize>,
    ) -> Self {
        let definition = compiled.definition;
        Self {
            is_proportion: compiled.rule.is_proportion,
            summed_communes,
            code: definition.code.clone(),
            unit: definition.unit,
            unit_code: definition.unit.code(),
            target: definition.target,
            bands: definition.bands.clone(),
            sources,
        }
    }
}

/// Rows of [`INDICATORS`], by place (province, unassigned, communes in code order), then indicator in the
/// order of the definitions, then stratum.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorTable {
    pub as_of: Date,
    pub places: Arc<Places>,
    pub indicators: Vec<IndicatorHead>,
    pub rows: Vec<IndicatorRow>,
}

impl IndicatorTable {
    /// The row of an indicator by code, for a page or a table per commune.
    #[must_use]
    pub fn find(&self, place: Place, indicator: &str, stratum: Stratum) -> Option<&IndicatorRow> {
        let indicator = self
            .indicators
            .iter()
            .position(|head| head.code == indicator)?;
        self.row(place, indicator, stratum)
    }

    /// The row of the indicator at a position.
    pub(super) fn row(
        &self,
        place: Place,
        indicator: usize,
        stratum: Stratum,
    ) -> Option<&IndicatorRow> {
        let key = (place, indicator, stratum);
        let sorted = |row: &IndicatorRow| (row.place, row.indicator, row.stratum);
        let position = self.rows.binary_search_by_key(&key, sorted).ok()?;
        Some(&self.rows[position])
    }

    /// Why the state of `row` is what it is, and of what part of its place the sources are old or missing.
    #[must_use]
    pub fn cause(&self, row: &IndicatorRow) -> Option<Cow<'_, str>> {
        let sources = self.head(row).sources.of(row.place).cause.as_deref();
        if let Some(summed) = self.head(row).summed_communes
            && row.place == Place::Province
            && row.assessment.value.is_some()
            && summed < self.places.commune_count()
        {
            let part = format!(
                "counts: of {summed} of {} communes",
                self.places.commune_count()
            );
            let causes = std::iter::once(part.as_str()).chain(sources);
            return Some(Cow::Owned(causes.collect::<Vec<_>>().join("; ")));
        }
        match row.assessment.state {
            IndicatorState::NoDenominator | IndicatorState::NoPlan => None,
            IndicatorState::Over100 => {
                let cell = row.assessment.counts?;
                let over = format!(
                    "numerator {} > denominator {}",
                    cell.numerator, cell.denominator
                );
                let causes = std::iter::once(over.as_str()).chain(sources);
                Some(Cow::Owned(causes.collect::<Vec<_>>().join("; ")))
            }
            _ => {
                let unknown = row.assessment.unknown.map(Unknown::words);
                sources.or(unknown).map(Cow::Borrowed)
            }
        }
    }

    /// A share as it is to be shown; `None` where there is none, and of other units.
    #[must_use]
    pub fn displayed_percent(&self, row: &IndicatorRow) -> Option<String> {
        row.assessment.value?;
        if self.head(row).unit != Unit::Share {
            return None;
        }
        let cell = row.assessment.counts?;
        if !self.head(row).is_proportion {
            return rounded_down(cell.numerator, cell.denominator);
        }
        displayed_percent(cell.numerator, cell.denominator)
    }

    fn head(&self, row: &IndicatorRow) -> &IndicatorHead {
        &self.indicators[row.indicator]
    }
}

impl Table for IndicatorTable {
    fn dataset(&self) -> &'static Dataset {
        &INDICATORS
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let rows = &self.rows[rows];
        let places = &self.places;
        match INDICATORS.columns[column].name {
            "as_of" => dates(rows, |_| Some(self.as_of)),
            "level" => categories(rows, |row| Some(places.level(row.place))),
            "commune_code" => categories(rows, |row| places.code(row.place)),
            "commune_name" => categories(rows, |row| places.name(row.place)),
            "indicator" => categories(rows, |row| Some(self.head(row).code.as_str())),
            "stratum_kind" => categories(rows, |row| Some(row.stratum.kind().code())),
            "stratum" => categories(rows, |row| Some(row.stratum.code())),
            "numerator" => longs(rows, |row| Some(row.assessment.counts?.numerator as i64)),
            "denominator" => longs(rows, |row| Some(row.assessment.counts?.denominator as i64)),
            "unit" => categories(rows, |row| Some(self.head(row).unit_code.as_str())),
            "value" => reals(rows, |row| row.assessment.value),
            "displayed_percent" => texts(rows, |row| self.displayed_percent(row)),
            "lower" => reals(rows, |row| Some(row.assessment.interval?.lower)),
            "upper" => reals(rows, |row| Some(row.assessment.interval?.upper)),
            "method" => categories(rows, |row| Some(row.assessment.interval?.method)),
            "band" => integers(rows, |row| {
                band(row.assessment.value?, &self.head(row).bands)
            }),
            "target" => reals(rows, |row| Some(self.head(row).target?.value)),
            "direction" => categories(rows, |row| Some(self.head(row).target?.direction.code())),
            "gap" => longs(rows, |row| Some(row.assessment.gap? as i64)),
            "state" => categories(rows, |row| Some(row.assessment.state.code())),
            "cause" => texts(rows, |row| self.cause(row)),
            other => unreachable!("{other} is a column of indicators without values"),
        }
    }
}
