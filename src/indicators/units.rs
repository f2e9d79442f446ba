//! Indicators whose units are communes or facilities, counted from the rows delivered of them.

use std::collections::BTreeMap;

use super::conditions::Condition;
use super::counts::Cell;
use super::delivered_rows::DeliveredRows;
use super::error::IndicatorError;
use super::places::{Place, Places};
use crate::schema::counts::CountRow;

/// Units that are counted and units that have achieved, per commune in code order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UnitCounts {
    communes: Vec<Cell>,
}

impl UnitCounts {
    /// A commune satisfies a condition when one of its rows does; `every_commune` counts those without rows too.
    ///
    /// # Errors
    ///
    /// A condition that fails on a value.
    pub(super) fn of_communes(
        (denominator, numerator): (&Condition, &Condition),
        every_commune: bool,
        rows: &DeliveredRows<'_>,
        places: &Places,
    ) -> Result<Self, IndicatorError> {
        let mut units = vec![(every_commune, false); places.commune_count()];
        for (row, [counted, achieved]) in rows.answers([denominator, numerator])? {
            if let Some(position) = position(row, places) {
                units[position].0 |= counted;
                units[position].1 |= achieved;
            }
        }
        Ok(Self {
            communes: units.into_iter().map(cell_of_unit).collect(),
        })
    }

    /// A facility satisfies a condition when one of its rows does.
    ///
    /// # Errors
    ///
    /// A condition that fails on a value.
    pub(super) fn of_facilities(
        (denominator, numerator): (&Condition, &Condition),
        rows: &DeliveredRows<'_>,
        places: &Places,
    ) -> Result<Self, IndicatorError> {
        let mut units: BTreeMap<(usize, &str), (bool, bool)> = BTreeMap::new();
        for (row, [counted, achieved]) in rows.answers([denominator, numerator])? {
            let Some(position) = position(row, places).filter(|_| !row.facility.is_empty()) else {
                continue;
            };
            let unit = units.entry((position, &row.facility)).or_default();
            unit.0 |= counted;
            unit.1 |= achieved;
        }
        let mut communes = vec![Cell::default(); places.commune_count()];
        for ((position, _), unit) in units {
            communes[position].add(cell_of_unit(unit));
        }
        Ok(Self { communes })
    }

    /// The province is the sum of its communes.
    pub(super) fn cell(&self, place: Place) -> Cell {
        match place {
            Place::Commune(position) => self.communes[position],
            Place::Unassigned => Cell::default(),
            Place::Province => {
                let mut sum = Cell::default();
                for cell in &self.communes {
                    sum.add(*cell);
                }
                sum
            }
        }
    }
}

fn cell_of_unit((is_counted, has_achieved): (bool, bool)) -> Cell {
    Cell {
        numerator: u64::from(is_counted && has_achieved),
        denominator: u64::from(is_counted),
    }
}

fn position(row: &CountRow, places: &Places) -> Option<usize> {
    places.position(row.commune?.number())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::fixture::{communes, delivered};
    use crate::schema::counts::COUNTS;

    fn condition(sql: &str) -> Condition {
        Condition::compile(sql, COUNTS.name, COUNTS.columns).unwrap()
    }

    #[test]
    fn a_facility_counts_once_however_many_rows_it_has() {
        let mut rows = Vec::new();
        for (commune, facility, doctors) in [
            ("01273", "A", 2.0),
            ("01273", "B", 0.0),
            ("01294", "A", 1.0),
        ] {
            for (item, value) in [("doctors", doctors), ("nurses", 3.0)] {
                let mut row = delivered(Some(commune), item, value);
                (row.facility, row.facility_type) = (facility.to_owned(), "Trạm Y tế".to_owned());
                rows.push(row);
            }
        }
        rows.push(delivered(Some("01273"), "doctors", 9.0));
        let places = Places::new(&communes(&["01273", "01294"]));
        let conditions = (
            condition("facility_type = 'Trạm Y tế'"),
            condition("item = 'doctors' AND value >= 1"),
        );
        let rows = DeliveredRows::new(&rows).unwrap();
        let counts = UnitCounts::of_facilities((&conditions.0, &conditions.1), &rows, &places);
        let counts = counts.unwrap();
        let cell = |place| {
            let cell = counts.cell(place);
            (cell.numerator, cell.denominator)
        };
        assert_eq!(cell(Place::Commune(0)), (1, 2));
        assert_eq!(cell(Place::Commune(1)), (1, 1));
        assert_eq!(cell(Place::Province), (2, 3));
        assert_eq!(cell(Place::Unassigned), (0, 0));
    }
}
