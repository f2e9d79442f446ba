//! The community-health profile of each commune, and an index of its parts.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;
use jiff::civil::Date;

use super::assessment::IndicatorState;
use super::columns::{categories, dates, integers, reals};
use super::options::{Direction, IndicatorDefinition, Polarity};
use super::places::{Place, Places};
use super::standardised::StandardisedTable;
use super::strata::Stratum;
use super::table::IndicatorTable;
use crate::schema::commune_profile::COMMUNE_PROFILE;
use crate::schema::{Dataset, Table};

/// What the index is called among the indicators.
const INDEX: &str = "index";

/// One part of a profile, or the index.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileRow {
    pub place: Place,
    /// Position among the table's heads; `None`: the index.
    pub indicator: Option<usize>,
    pub value: Option<f64>,
    /// By what it is ranked: standardised by age where the indicator names a standard and every commune can be.
    pub compared: Option<f64>,
    pub province_value: Option<f64>,
    pub position: Option<u32>,
    pub places: u32,
    pub score: Option<f64>,
    pub weight: Option<f64>,
    pub state: IndicatorState,
}

impl ProfileRow {
    fn points(&self) -> Option<f64> {
        match self.indicator {
            None => self.value,
            Some(_) => Some(self.score? * self.weight?),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Head {
    code: String,
    unit: String,
    polarity: Polarity,
}

/// Rows of [`COMMUNE_PROFILE`], by commune, indicators as defined, the index last.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileTable {
    as_of: Date,
    places: Arc<Places>,
    heads: Vec<Head>,
    rows: Vec<ProfileRow>,
}

impl ProfileTable {
    /// The profiles that `table` and the weights of `definitions` give. Communes of other ages are compared by their
    /// indirectly `standardised` values: of two with the same yields at every age, the older one is not the worse one.
    #[must_use]
    pub fn new(
        table: &IndicatorTable,
        standardised: &StandardisedTable,
        definitions: &[IndicatorDefinition],
    ) -> Self {
        let communes = table.places.commune_count();
        let mut of_commune: Vec<Vec<ProfileRow>> = vec![Vec::new(); communes];
        for (indicator, definition) in definitions.iter().enumerate() {
            let assessment = |place| {
                let row = table.row(place, indicator, Stratum::ALL)?;
                Some(row.assessment)
            };
            let all: Vec<_> = (0..communes)
                .map(|at| assessment(Place::Commune(at)))
                .collect();
            let values: Vec<Option<f64>> = all.iter().map(|of| (*of)?.value).collect();
            let comparable = |at: usize| standardised.comparable(Place::Commune(at), indicator);
            let comparable: Vec<Option<f64>> = (0..communes).map(comparable).collect();
            // All by one measure, or none.
            let mut both = values.iter().zip(&comparable);
            let compared = match both.all(|(value, of)| value.is_none() || of.is_some()) {
                true => &comparable,
                false => &values,
            };
            let ranking = Ranking::of(compared, definition.polarity);
            let province_value = assessment(Place::Province).and_then(|of| of.value);
            for (at, assessment) in all.iter().enumerate() {
                let Some(assessment) = assessment else {
                    continue;
                };
                of_commune[at].push(ProfileRow {
                    place: Place::Commune(at),
                    indicator: Some(indicator),
                    value: values[at],
                    compared: compared[at],
                    province_value,
                    position: compared[at].and_then(|value| ranking.position(value)),
                    places: ranking.best_first.len() as u32,
                    score: score(values[at], (compared[at], &ranking), definition),
                    weight: definition.index_weight,
                    state: assessment.state,
                });
            }
        }
        add_index(&mut of_commune, definitions);
        Self {
            as_of: table.as_of,
            places: Arc::clone(&table.places),
            heads: definitions.iter().map(Head::new).collect(),
            rows: of_commune.into_iter().flatten().collect(),
        }
    }
}

impl Head {
    fn new(definition: &IndicatorDefinition) -> Self {
        Self {
            code: definition.code.clone(),
            unit: definition.unit.code(),
            polarity: definition.polarity,
        }
    }
}

/// The values of all communes, the best first.
struct Ranking {
    polarity: Polarity,
    best_first: Vec<f64>,
}

impl Ranking {
    fn of(values: &[Option<f64>], polarity: Polarity) -> Self {
        let mut best_first: Vec<f64> = values.iter().flatten().copied().collect();
        best_first.sort_unstable_by(|a, b| match polarity {
            Polarity::Lower => a.total_cmp(b),
            Polarity::Higher | Polarity::Neutral => b.total_cmp(a),
        });
        Self {
            polarity,
            best_first,
        }
    }

    /// 1 for the best and those that equal it; `None` where nothing is good or bad.
    fn position(&self, value: f64) -> Option<u32> {
        let better = match self.polarity {
            Polarity::Higher => self.best_first.partition_point(|other| *other > value),
            Polarity::Lower => self.best_first.partition_point(|other| *other < value),
            Polarity::Neutral => return None,
        };
        Some(better as u32 + 1)
    }
}

/// The share of a floor that the value reaches; without a floor the share of the other communes that are no better, as
/// they compare.
fn score(
    value: Option<f64>,
    (compared, ranking): (Option<f64>, &Ranking),
    definition: &IndicatorDefinition,
) -> Option<f64> {
    let goal = definition.target.filter(|goal| {
        goal.value > 0.0 && matches!(goal.direction, Direction::AtLeast | Direction::MoreThan)
    });
    if let Some(goal) = goal {
        return Some((value? / goal.value).clamp(0.0, 1.0));
    }
    let others = ranking.best_first.len().checked_sub(1);
    let others = others.filter(|others| *others > 0)?;
    let position = ranking.position(compared?)?;
    Some(1.0 - f64::from(position - 1) / others as f64)
}

/// Appends to each commune's parts their weighted mean; parts without a score weigh nothing.
fn add_index(of_commune: &mut [Vec<ProfileRow>], definitions: &[IndicatorDefinition]) {
    if definitions
        .iter()
        .all(|definition| definition.index_weight.is_none())
    {
        return;
    }
    let index = |parts: &[ProfileRow]| {
        let scored = parts.iter().filter(|part| part.score.is_some());
        let weight: f64 = scored.filter_map(|part| part.weight).sum();
        let points: f64 = parts.iter().filter_map(ProfileRow::points).sum();
        (weight, (weight > 0.0).then(|| points / weight))
    };
    let indices: Vec<(f64, Option<f64>)> = of_commune.iter().map(|parts| index(parts)).collect();
    let values: Vec<Option<f64>> = indices.iter().map(|(_, value)| *value).collect();
    let ranking = Ranking::of(&values, Polarity::Higher);
    for (at, (parts, (weight, value))) in of_commune.iter_mut().zip(&indices).enumerate() {
        parts.push(ProfileRow {
            place: Place::Commune(at),
            indicator: None,
            value: *value,
            compared: *value,
            province_value: None,
            position: value.and_then(|value| ranking.position(value)),
            places: ranking.best_first.len() as u32,
            score: *value,
            weight: Some(*weight),
            state: match value {
                Some(_) => IndicatorState::Tracked,
                None => IndicatorState::NoDenominator,
            },
        });
    }
}

impl Table for ProfileTable {
    fn dataset(&self) -> &'static Dataset {
        &COMMUNE_PROFILE
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let rows = &self.rows[rows];
        let places = &self.places;
        let head = |row: &ProfileRow| row.indicator.map(|at| &self.heads[at]);
        match COMMUNE_PROFILE.columns[column].name {
            "as_of" => dates(rows, |_| Some(self.as_of)),
            "commune_code" => categories(rows, |row| places.code(row.place)),
            "commune_name" => categories(rows, |row| places.name(row.place)),
            "indicator" => categories(rows, |row| Some(head(row).map_or(INDEX, |head| &head.code))),
            "unit" => categories(rows, |row| {
                Some(head(row).map_or("share", |head| &head.unit))
            }),
            "polarity" => {
                let polarity = |row| head(row).map_or(Polarity::Higher, |head| head.polarity);
                categories(rows, |row| Some(polarity(row).code()))
            }
            "value" => reals(rows, |row| row.value),
            "compared_value" => reals(rows, |row| row.compared),
            "province_value" => reals(rows, |row| row.province_value),
            "position" => integers(rows, |row| Some(row.position? as i32)),
            "places" => integers(rows, |row| Some(row.places as i32)),
            "score" => reals(rows, |row| row.score),
            "weight" => reals(rows, |row| row.weight),
            "points" => reals(rows, ProfileRow::points),
            "state" => categories(rows, |row| Some(row.state.code())),
            other => unreachable!("{other} is a column of profiles without values"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::fixture::definition;

    #[test]
    fn a_score_is_of_the_target_or_among_the_others() {
        let all = [Some(0.5), Some(0.8), None, Some(0.8), Some(0.2)];
        let mut covered = definition("A", "", "is_insured");
        let scores = |definition: &IndicatorDefinition| {
            let ranking = Ranking::of(&all, definition.polarity);
            all.map(|value| score(value, (value, &ranking), definition))
        };
        assert_eq!(
            scores(&covered),
            [Some(0.5), Some(0.8), None, Some(0.8), Some(0.2)]
        );
        covered.target = None;
        assert_eq!(
            scores(&covered),
            [Some(1.0 - 2.0 / 3.0), Some(1.0), None, Some(1.0), Some(0.0)]
        );
        covered.polarity = Polarity::Lower;
        let ranking = Ranking::of(&all, Polarity::Lower);
        let positions = all.map(|value| ranking.position(value?));
        assert_eq!(positions, [Some(2), Some(3), None, Some(3), Some(1)]);
        assert_eq!(scores(&covered)[4], Some(1.0));
        covered.polarity = Polarity::Neutral;
        assert_eq!(scores(&covered), [None; 5]);
        let alone = Ranking::of(&[Some(0.5)], Polarity::Higher);
        assert_eq!(score(Some(0.5), (Some(0.5), &alone), &covered), None);
    }

    #[test]
    fn the_index_is_the_weighted_mean_of_what_has_a_score() {
        let part = |score, weight| ProfileRow {
            place: Place::Commune(0),
            indicator: Some(0),
            value: score,
            compared: score,
            province_value: None,
            position: None,
            places: 1,
            score,
            weight,
            state: IndicatorState::Tracked,
        };
        let parts = vec![
            part(Some(0.5), Some(3.0)),
            part(Some(1.0), Some(1.0)),
            part(None, Some(9.0)),
            part(Some(0.0), None),
        ];
        let mut weighed = definition("A", "", "is_insured");
        weighed.index_weight = Some(1.0);
        let mut communes = [parts, vec![part(None, Some(1.0))]];
        add_index(&mut communes, &[weighed]);
        let (first, second) = (communes[0].last().unwrap(), communes[1].last().unwrap());
        assert_eq!(
            (first.value, first.weight, first.position),
            (Some(0.625), Some(4.0), Some(1))
        );
        assert_eq!(
            (second.value, second.state),
            (None, IndicatorState::NoDenominator)
        );
    }
}
