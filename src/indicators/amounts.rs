//! Indicators fed from amounts that only programmes know.

use super::assessment::Measured;
use super::conditions::Condition;
use super::counts::Cell;
use super::delivered_rows::answers;
use super::error::IndicatorError;
use super::places::{Place, Places};
use crate::schema::counts::CountRow;

/// Sums of delivered values per place. Where the province itself delivers rows they are its amount; else it is
/// the sum of its communes, and unknown when none of them delivers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amounts {
    province: Option<f64>,
    communes: Vec<Option<f64>>,
}

impl Amounts {
    /// # Errors
    ///
    /// A condition that fails on a value.
    pub(super) fn sum(
        condition: &Condition,
        rows: &[CountRow],
        places: &Places,
    ) -> Result<Self, IndicatorError> {
        let [satisfied] = answers([condition], rows)?;
        let mut amounts = Self {
            province: None,
            communes: vec![None; places.commune_count()],
        };
        for row in rows
            .iter()
            .zip(satisfied)
            .filter(|(_, is_in)| *is_in)
            .map(|(row, _)| row)
        {
            let place = match row.commune {
                None => Some(&mut amounts.province),
                Some(commune) => places
                    .position(commune.number())
                    .map(|position| &mut amounts.communes[position]),
            };
            if let Some(amount) = place {
                *amount = Some(amount.unwrap_or(0.0) + row.value);
            }
        }
        Ok(amounts)
    }

    pub(super) fn of(&self, place: Place) -> Option<f64> {
        match place {
            Place::Commune(position) => self.communes[position],
            Place::Unassigned => None,
            Place::Province => self.province.or_else(|| {
                let known = self.communes.iter().flatten();
                known.copied().reduce(|sum, amount| sum + amount)
            }),
        }
    }

    /// Whether any commune delivers of its own.
    pub(super) fn is_per_commune(&self) -> bool {
        self.communes.iter().any(Option::is_some)
    }
}

/// Amounts as counts of a numerator and a denominator: whole numbers, as events, people and beds are. Averages of a
/// year are rounded to the nearest, and what is below nothing is nothing known.
pub(super) fn counts(numerator: Option<f64>, denominator: Option<f64>) -> Measured {
    let whole = |amount: f64| (amount >= 0.0).then(|| amount.round() as u64);
    match (numerator.and_then(whole), denominator.and_then(whole)) {
        (Some(numerator), Some(denominator)) => Measured::Counts(Cell {
            numerator,
            denominator,
        }),
        _ => Measured::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::delivered_rows::ROW_COLUMNS;
    use crate::indicators::fixture::{communes, delivered};

    #[track_caller]
    fn check(rows: &[(Option<&'static str>, f64)], expected: [Option<f64>; 4]) {
        let places = Places::new(&communes(&["01273", "01294"]));
        let rows: Vec<CountRow> = rows
            .iter()
            .map(|(commune, value)| delivered(*commune, "beds", *value))
            .chain([delivered(Some("01273"), "doctors", 70.0)])
            .collect();
        let condition = Condition::compile("item = 'beds'", "counts", ROW_COLUMNS).unwrap();
        let amounts = Amounts::sum(&condition, &rows, &places).unwrap();
        let places = [
            Place::Province,
            Place::Unassigned,
            Place::Commune(0),
            Place::Commune(1),
        ];
        assert_eq!(places.map(|place| amounts.of(place)), expected);
    }

    #[test]
    fn the_province_is_what_it_delivers_or_the_sum_of_its_communes() {
        check(&[], [None; 4]);
        check(
            &[
                (Some("01273"), 3.0),
                (Some("01273"), 2.0),
                (Some("99999"), 50.0),
            ],
            [Some(5.0), None, Some(5.0), None],
        );
        check(
            &[(Some("01273"), 3.0), (None, 9.0), (Some("01294"), 0.0)],
            [Some(9.0), None, Some(3.0), Some(0.0)],
        );
    }

    #[test]
    fn half_known_is_not_known() {
        let cell = |numerator, denominator| {
            Measured::Counts(Cell {
                numerator,
                denominator,
            })
        };
        assert_eq!(counts(Some(3.0), Some(1549.5)), cell(3, 1550));
        assert_eq!(counts(None, Some(10.0)), Measured::Unknown);
        assert_eq!(counts(Some(-1.0), Some(10.0)), Measured::Unknown);
    }
}
