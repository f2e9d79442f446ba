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
use crate::statistics::standardised::{
    Band, Estimate, directly_standardised, expected_events, indirectly_standardised,
};

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
    /// Against the whole's rates; `None` where nothing is expected, or nothing can be said.
    pub ratio: Option<Ratio>,
}

/// What a place has, of what it would have if each age were as in the whole.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    pub expected: f64,
    /// Observed over expected: 1 is the whole's own level.
    pub estimate: Estimate,
    /// The whole's crude value times the ratio, in the unit.
    pub value: f64,
}

/// How a place with `bands` compares with the `whole` at the same ages.
pub(super) fn compare(bands: &[Cell], whole: &[Cell], factor: f64) -> Option<Ratio> {
    let rate = |cell: &Cell| cell.numerator as f64 / cell.denominator as f64;
    let asked = bands.iter().zip(whole);
    let asked = asked.filter(|(_, whole)| whole.denominator > 0);
    let at_rates: Vec<(f64, f64)> = asked
        .map(|(cell, whole)| (cell.denominator as f64, rate(whole)))
        .collect();
    let expected = expected_events(&at_rates);
    let observed = bands.iter().map(|cell| cell.numerator).sum();
    let estimate = indirectly_standardised(observed, expected, Level::P95).ok()?;
    let mut all = Cell::default();
    whole.iter().for_each(|band| all.add(*band));
    Some(Ratio {
        expected,
        estimate,
        value: factor * rate(&all) * estimate.value,
    })
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
    /// The value by which places of other ages compare, also where few people are: the indirectly standardised one.
    pub(super) fn comparable(&self, place: Place, indicator: usize) -> Option<f64> {
        let key = |row: &StandardisedRow| (row.place, row.indicator);
        let at = self.rows.binary_search_by_key(&(place, indicator), key);
        Some(self.rows[at.ok()?].ratio?.value)
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
            "expected" => reals(rows, |row| Some(row.ratio?.expected)),
            "ratio" => reals(rows, |row| Some(row.ratio?.estimate.value)),
            "ratio_lower" => reals(rows, |row| Some(row.ratio?.estimate.lower)),
            "ratio_upper" => reals(rows, |row| Some(row.ratio?.estimate.upper)),
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

    /// At the whole's 5 % of the young and 40 % of the old, 100 young and 50 old people would have 25.
    #[test]
    fn a_place_is_compared_at_its_own_ages() {
        let whole = [cell(0, 0), cell(50, 1000), cell(200, 500)];
        let place = [cell(0, 0), cell(10, 100), cell(20, 50)];
        let ratio = compare(&place, &whole, 1.0).unwrap();
        assert!((ratio.expected - 25.0).abs() < 1e-12);
        assert!((ratio.estimate.value - 1.2).abs() < 1e-12);
        assert!((ratio.value - 0.2).abs() < 1e-12);
        let itself = compare(&whole, &whole, 1.0).unwrap();
        assert!((itself.estimate.value - 1.0).abs() < 1e-12);
        assert_eq!(compare(&[cell(0, 0); 3], &whole, 1.0), None);
        assert_eq!(compare(&place, &[cell(0, 100); 3], 1.0), None);
    }
}
