//! Values made comparable between places of different ages.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;
use jiff::civil::Date;

use super::columns::{categories, dates, longs, reals};
use super::counts::Cell;
use super::places::{Place, Places};
use crate::schema::standardised::STANDARDISED;
use crate::schema::{Dataset, Table};
use crate::statistics::poisson::Level;
use crate::statistics::standardised::{Band, Estimate, directly_standardised};

/// One standardised value.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedRow {
    pub place: Place,
    pub indicator: usize,
    /// Position among the table's standards.
    pub standard: usize,
    /// Over the bands, those of unknown age left out.
    pub counts: Cell,
    pub factor: f64,
    /// Or why there is none.
    pub estimate: Result<Estimate, &'static str>,
}

/// The value of a place by its `bands`, over those in which the `whole` has anybody: where nobody of the whole can be,
/// as children among adults, no commune is asked for them.
pub(super) fn standardise(
    bands: &[Cell],
    whole: &[Cell],
    weights: &[f64],
    factor: f64,
) -> Result<Estimate, &'static str> {
    let asked = bands.iter().zip(whole).zip(weights);
    let asked = asked.filter(|((_, whole), _)| whole.denominator > 0);
    let asked: Vec<Band> = asked
        .map(|((cell, _), weight)| Band {
            events: cell.numerator,
            population: cell.denominator as f64,
            weight: *weight,
        })
        .collect();
    directly_standardised(&asked, factor, Level::P95).map_err(|cause| cause.code())
}

/// Rows of [`STANDARDISED`], by place, then indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardisedTable {
    pub as_of: Date,
    pub places: Arc<Places>,
    pub indicators: Vec<String>,
    pub standards: Vec<String>,
    pub rows: Vec<StandardisedRow>,
}

impl StandardisedTable {
    /// The standardised value, where there is one.
    pub(super) fn value(&self, place: Place, indicator: usize) -> Option<f64> {
        let key = |row: &StandardisedRow| (row.place, row.indicator);
        let at = self.rows.binary_search_by_key(&(place, indicator), key);
        Some(self.rows[at.ok()?].estimate.ok()?.value)
    }
}

fn crude(row: &StandardisedRow) -> Option<f64> {
    let Cell {
        numerator,
        denominator,
    } = row.counts;
    (denominator > 0).then(|| row.factor * (numerator as f64 / denominator as f64))
}

impl Table for StandardisedTable {
    fn dataset(&self) -> &'static Dataset {
        &STANDARDISED
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let rows = &self.rows[rows];
        let places = &self.places;
        let estimate = |row: &StandardisedRow| row.estimate.ok();
        match STANDARDISED.columns[column].name {
            "as_of" => dates(rows, |_| Some(self.as_of)),
            "level" => categories(rows, |row| Some(places.level(row.place))),
            "commune_code" => categories(rows, |row| places.code(row.place)),
            "commune_name" => categories(rows, |row| places.name(row.place)),
            "indicator" => categories(rows, |row| Some(self.indicators[row.indicator].as_str())),
            "standard" => categories(rows, |row| Some(self.standards[row.standard].as_str())),
            "events" => longs(rows, |row| Some(row.counts.numerator as i64)),
            "crude" => reals(rows, crude),
            "value" => reals(rows, |row| Some(estimate(row)?.value)),
            "lower" => reals(rows, |row| Some(estimate(row)?.lower)),
            "upper" => reals(rows, |row| Some(estimate(row)?.upper)),
            "cause" => categories(rows, |row| row.estimate.as_ref().err().copied()),
            other => unreachable!("{other} is a column of standardised values without values"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(numerator: u64, denominator: u64) -> Cell {
        Cell {
            numerator,
            denominator,
        }
    }

    /// Of a standard of a young and an old half: (10 % + 40 %) / 2, whatever the ages of the place.
    #[test]
    fn the_ages_of_a_place_do_not_count() {
        let whole = [cell(0, 0), cell(50, 500), cell(200, 500)];
        let weights = [9.0, 1.0, 1.0];
        for place in [
            [cell(0, 0), cell(10, 100), cell(400, 1000)],
            [cell(0, 0), cell(90, 900), cell(40, 100)],
        ] {
            let estimate = standardise(&place, &whole, &weights, 1.0).unwrap();
            assert!((estimate.value - 0.25).abs() < 1e-12);
            assert!(estimate.lower < 0.25 && estimate.upper > 0.25);
        }
        let nobody_old = [cell(0, 0), cell(50, 100), cell(0, 0)];
        assert_eq!(
            standardise(&nobody_old, &whole, &weights, 1.0),
            Err("empty_band")
        );
        let few = [cell(0, 0), cell(4, 100), cell(5, 100)];
        assert_eq!(
            standardise(&few, &whole, &weights, 1.0),
            Err("too_few_events")
        );
    }
}
