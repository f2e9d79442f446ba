//! Indicators fed from amounts that only programmes know.

use super::assessment::{Measured, Unknown};
use super::conditions::Condition;
use super::counts::Cell;
use super::delivered_rows::DeliveredRows;
use super::error::IndicatorError;
use super::places::{Place, Places};

/// Delivered values per place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amounts {
    province: Amount,
    communes: Vec<Amount>,
}

/// The rows of one place.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Amount {
    sum: f64,
    rows: u32,
}

impl Amount {
    fn sum(self) -> Option<f64> {
        (self.rows > 0).then_some(self.sum)
    }

    /// The value of the only row: rates of several rows do not add up.
    fn single(self) -> Measured {
        match self.rows {
            0 => Measured::Unknown(Unknown::NoRow),
            1 => Measured::Given(self.sum),
            _ => Measured::Unknown(Unknown::SeveralRows),
        }
    }
}

impl Amounts {
    /// # Errors
    ///
    /// A condition that fails on a value.
    pub(super) fn sum(
        condition: &Condition,
        rows: &DeliveredRows<'_>,
        places: &Places,
    ) -> Result<Self, IndicatorError> {
        let mut amounts = Self {
            province: Amount::default(),
            communes: vec![Amount::default(); places.commune_count()],
        };
        let satisfied = rows.answers([condition])?.filter(|(_, [is_in])| *is_in);
        for (row, _) in satisfied {
            let place = match row.commune {
                None => Some(&mut amounts.province),
                Some(commune) => places
                    .position(commune.number())
                    .map(|position| &mut amounts.communes[position]),
            };
            if let Some(amount) = place {
                amount.sum += row.value;
                amount.rows += 1;
            }
        }
        Ok(amounts)
    }

    /// The sum that a place delivers itself; the province's own is no sum of its communes.
    pub(super) fn own(&self, place: Place) -> Option<f64> {
        self.amount(place)?.sum()
    }

    /// The value that a place delivers as such, in one row.
    pub(super) fn given(&self, place: Place) -> Measured {
        self.amount(place).unwrap_or_default().single()
    }

    fn amount(&self, place: Place) -> Option<Amount> {
        match place {
            Place::Commune(position) => Some(self.communes[position]),
            Place::Unassigned => None,
            Place::Province => Some(self.province),
        }
    }
}

/// A numerator and a denominator of a place, and of how many communes the province's are summed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    pub(super) measured: Measured,
    /// `None` where nothing was summed.
    pub(super) summed_communes: Option<usize>,
}

/// What a place has of both. The province has what it delivers itself of both; else the sums over the communes that
/// have both, for half a commune would be a wrong rate; else it is unknown.
pub(super) fn pair(
    place: Place,
    communes: usize,
    parts: impl Fn(Place) -> (Option<f64>, Option<f64>),
) -> Pair {
    let own = counts(parts(place));
    if place != Place::Province || !matches!(own, Measured::Unknown(_)) {
        return Pair {
            measured: own,
            summed_communes: None,
        };
    }
    let of_communes = (0..communes).map(|at| counts(parts(Place::Commune(at))));
    let known = of_communes.filter_map(|measured| match measured {
        Measured::Counts(cell) => Some(cell),
        Measured::Given(_) | Measured::Unknown(_) => None,
    });
    let (mut sum, mut summed) = (Cell::default(), 0);
    for cell in known {
        sum.add(cell);
        summed += 1;
    }
    Pair {
        measured: if summed > 0 {
            Measured::Counts(sum)
        } else {
            own
        },
        summed_communes: Some(summed),
    }
}

/// Amounts as counts of a numerator and a denominator: whole numbers, as events, people and beds are. Averages of a
/// year are rounded to the nearest, and what is below nothing is nothing known.
pub(super) fn counts((numerator, denominator): (Option<f64>, Option<f64>)) -> Measured {
    let (numerator, denominator) = match (numerator, denominator) {
        (Some(numerator), Some(denominator)) => (numerator, denominator),
        (None, None) => return Measured::Unknown(Unknown::NoRow),
        _ => return Measured::Unknown(Unknown::OnePart),
    };
    if numerator < 0.0 || denominator < 0.0 {
        return Measured::Unknown(Unknown::BelowZero);
    }
    Measured::Counts(Cell {
        numerator: numerator.round() as u64,
        denominator: denominator.round() as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::fixture::{communes, delivered};
    use crate::schema::counts::{COUNTS, CountRow};

    const PLACES: [Place; 4] = [
        Place::Province,
        Place::Unassigned,
        Place::Commune(0),
        Place::Commune(1),
    ];

    fn amounts(item: &str, rows: &[(Option<&'static str>, f64)]) -> Amounts {
        let places = Places::new(&communes(&["01273", "01294"]));
        let rows: Vec<CountRow> = rows
            .iter()
            .map(|(commune, value)| delivered(*commune, item, *value))
            .chain([delivered(Some("01273"), "other", 70.0)])
            .collect();
        let sql = format!("item = '{item}'");
        let condition = Condition::compile(&sql, COUNTS.name, COUNTS.columns).unwrap();
        let rows = DeliveredRows::new(&rows).unwrap();
        Amounts::sum(&condition, &rows, &places).unwrap()
    }

    fn cell(numerator: u64, denominator: u64) -> Measured {
        Measured::Counts(Cell {
            numerator,
            denominator,
        })
    }

    #[test]
    fn rows_of_a_place_add_up_and_values_do_not() {
        let beds = [
            (Some("01273"), 3.0),
            (Some("01273"), 2.0),
            (Some("99999"), 50.0),
            (Some("01294"), 4.0),
        ];
        let beds = amounts("beds", &beds);
        assert_eq!(
            PLACES.map(|place| beds.own(place)),
            [None, None, Some(5.0), Some(4.0)]
        );
        assert_eq!(
            PLACES.map(|place| beds.given(place)),
            [
                Measured::Unknown(Unknown::NoRow),
                Measured::Unknown(Unknown::NoRow),
                Measured::Unknown(Unknown::SeveralRows),
                Measured::Given(4.0),
            ]
        );
        let whole = amounts("beds", &[(None, 9.0)]);
        assert_eq!(
            PLACES.map(|place| whole.own(place)),
            [Some(9.0), None, None, None]
        );
    }

    #[track_caller]
    fn check(
        doctors: &[(Option<&'static str>, f64)],
        people: &[(Option<&'static str>, f64)],
        expected: (Measured, Option<usize>),
    ) {
        let (doctors, people) = (amounts("doctors", doctors), amounts("people", people));
        let found = pair(Place::Province, 2, |place| {
            (doctors.own(place), people.own(place))
        });
        assert_eq!((found.measured, found.summed_communes), expected);
    }

    #[test]
    fn the_province_is_what_it_delivers_of_both_or_the_communes_that_have_both() {
        let (first, second) = (Some("01273"), Some("01294"));
        check(&[(None, 9.0)], &[(None, 90.0)], (cell(9, 90), None));
        check(
            &[(first, 2.0), (second, 3.0)],
            &[(first, 20.0), (second, 30.0)],
            (cell(5, 50), Some(2)),
        );
        check(
            &[(first, 2.0), (second, 3.0)],
            &[(second, 30.0)],
            (cell(3, 30), Some(1)),
        );
        check(
            &[(None, 9.0)],
            &[(first, 20.0), (second, 30.0)],
            (Measured::Unknown(Unknown::OnePart), Some(0)),
        );
        check(
            &[(None, 9.0), (first, 2.0)],
            &[(first, 20.0)],
            (cell(2, 20), Some(1)),
        );
    }

    #[test]
    fn half_known_is_not_known() {
        assert_eq!(counts((Some(3.0), Some(1549.5))), cell(3, 1550));
        let unknown = |parts, cause| assert_eq!(counts(parts), Measured::Unknown(cause));
        unknown((None, Some(10.0)), Unknown::OnePart);
        unknown((Some(-1.0), Some(10.0)), Unknown::BelowZero);
        unknown((None, None), Unknown::NoRow);
    }
}
