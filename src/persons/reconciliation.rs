//! The tables `reconciliation` and `gaps`: the lists set against each other, commune by commune.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;
use jiff::civil::Date;

use super::gaps::{Absent, Gap, GapFinder, Group};
use super::person_table::{PersonRow, PersonTable};
use crate::domain::{CommuneCode, PartialDate};
use crate::schema::arrays::{dates, flags, labelled, longs};
use crate::schema::reconciliation::{GAPS, RECONCILIATION};
use crate::schema::{Dataset, Table};

/// Combinations of the four lists.
const COMBINATIONS: usize = 16;

/// The lists, by the bit of a combination.
const IN_PLAN: usize = 8;
const IN_REGISTER: usize = 4;
const IN_INSURANCE: usize = 2;
const IN_EHR: usize = 1;

/// The people of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PlaceCounts {
    /// Persons and residents per combination.
    combinations: [(u64, u64); COMBINATIONS],
    gaps: [u64; Gap::ALL.len()],
    groups: [u64; Group::ALL.len()],
}

impl PlaceCounts {
    const ZERO: Self = Self {
        combinations: [(0, 0); COMBINATIONS],
        gaps: [0; Gap::ALL.len()],
        groups: [0; Group::ALL.len()],
    };

    fn add(&mut self, person: &PersonRow, row: usize, finder: &GapFinder) {
        let (persons, residents) = &mut self.combinations[combination(person)];
        *persons += 1;
        *residents += u64::from(person.is_resident);
        for gap in finder.gaps(row, person) {
            self.gaps[gap as usize] += 1;
        }
        let groups = Group::ALL.into_iter();
        for group in groups.filter(|group| group.has(person, finder.absent())) {
            self.groups[group as usize] += 1;
        }
    }

    fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.combinations.iter_mut().zip(&other.combinations) {
            ours.0 += theirs.0;
            ours.1 += theirs.1;
        }
        let ours = self.gaps.iter_mut().chain(&mut self.groups);
        for (ours, theirs) in ours.zip(other.gaps.iter().chain(&other.groups)) {
            *ours += theirs;
        }
    }
}

fn combination(person: &PersonRow) -> usize {
    let lists = [
        (person.in_plan, IN_PLAN),
        (person.is_registered, IN_REGISTER),
        (person.has_card(), IN_INSURANCE),
        (person.has_ehr, IN_EHR),
    ];
    lists
        .iter()
        .map(|(is_in, bit)| usize::from(*is_in) * bit)
        .sum()
}

/// A place with rows: its level, code and name.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    level: &'static str,
    commune: Option<(CommuneCode, Arc<str>)>,
}

/// Both tables, counted together. Places stand as in `indicators`: province, those without a commune of the scope where
/// there are any, communes in code order.
#[derive(Debug, Clone)]
pub struct Reconciliation {
    as_of: Date,
    places: Vec<Place>,
    counts: Vec<PlaceCounts>,
    absent: Absent,
}

/// What a count of a gap is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum GapState {
    Ok,
    /// Some communes did not send what tells it.
    Partial,
    MissingInput,
}

impl GapState {
    fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Partial => "partial",
            Self::MissingInput => "missing_input",
        }
    }
}

impl Reconciliation {
    /// Counts every person once in its home commune of `scope` and once in the province.
    #[must_use]
    pub fn new(
        persons: &PersonTable,
        finder: &GapFinder,
        scope: &BTreeMap<CommuneCode, String>,
        as_of: Date,
    ) -> Self {
        let mut of_commune: BTreeMap<CommuneCode, PlaceCounts> = scope
            .keys()
            .map(|code| (*code, PlaceCounts::ZERO))
            .collect();
        let mut unassigned = PlaceCounts::ZERO;
        for (row, person) in persons.persons().iter().enumerate() {
            let home = person
                .commune_code()
                .and_then(|code| of_commune.get_mut(&code));
            home.unwrap_or(&mut unassigned).add(person, row, finder);
        }
        let mut province = unassigned.clone();
        of_commune.values().for_each(|of| province.merge(of));
        let place = |level| Place {
            level,
            commune: None,
        };
        let mut all = vec![(place("province"), province)];
        if unassigned != PlaceCounts::ZERO {
            all.push((place("unassigned"), unassigned));
        }
        all.extend(of_commune.into_iter().map(|(code, counts)| {
            let commune = Some((code, Arc::from(scope[&code].as_str())));
            let level = "commune";
            (Place { level, commune }, counts)
        }));
        let (places, counts) = all.into_iter().unzip();
        Self {
            as_of,
            places,
            counts,
            absent: finder.absent().clone(),
        }
    }

    fn gap_state(&self, place: &Place, gap: Gap) -> GapState {
        let commune = place.commune.as_ref().map(|(code, _)| *code);
        if self.absent.covers(gap, commune) {
            GapState::MissingInput
        } else if commune.is_none() && self.absent.touches(gap) {
            GapState::Partial
        } else {
            GapState::Ok
        }
    }

    /// The column of a place, `per_place` rows each.
    fn place_column(&self, name: &str, rows: Range<usize>, per_place: usize) -> Option<ArrayRef> {
        let places = rows.map(|row| &self.places[row / per_place]);
        Some(match name {
            "as_of" => dates(places.map(|_| PartialDate::from(self.as_of).packed())),
            "level" => labelled(places.map(|place| Some(place.level)), str::to_owned),
            "commune_code" => {
                let codes = places.map(|place| place.commune.as_ref().map(|(code, _)| *code));
                labelled(codes, |code| code.to_string())
            }
            "commune_name" => {
                let names = places.map(|place| place.commune.as_ref().map(|(_, name)| &**name));
                labelled(names, str::to_owned)
            }
            _ => return None,
        })
    }
}

/// The table `reconciliation`.
pub struct CombinationTable<'r>(pub &'r Reconciliation);

impl Table for CombinationTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &RECONCILIATION
    }

    fn rows(&self) -> usize {
        self.0.places.len() * COMBINATIONS
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let name = RECONCILIATION.columns[column].name;
        if let Some(array) = self.0.place_column(name, rows.clone(), COMBINATIONS) {
            return array;
        }
        // Those who stand in the most lists first.
        let of_row = |row: usize| COMBINATIONS - 1 - row % COMBINATIONS;
        let has = |bit: usize| flags(rows.clone().map(move |row| Some(of_row(row) & bit != 0)));
        let counts = |row: usize| self.0.counts[row / COMBINATIONS].combinations[of_row(row)];
        match name {
            "in_plan" => has(IN_PLAN),
            "in_register" => has(IN_REGISTER),
            "in_insurance" => has(IN_INSURANCE),
            "in_ehr" => has(IN_EHR),
            "person_count" => longs(rows.map(|row| Some(counts(row).0 as i64))),
            "resident_count" => longs(rows.map(|row| Some(counts(row).1 as i64))),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

/// The table `gaps`.
pub struct GapTable<'r>(pub &'r Reconciliation);

impl Table for GapTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &GAPS
    }

    fn rows(&self) -> usize {
        self.0.places.len() * Gap::ALL.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let name = GAPS.columns[column].name;
        let per_place = Gap::ALL.len();
        if let Some(array) = self.0.place_column(name, rows.clone(), per_place) {
            return array;
        }
        let gap = |row: usize| Gap::ALL[row % per_place];
        let counts = |row: usize| &self.0.counts[row / per_place];
        let state = |row: usize| self.0.gap_state(&self.0.places[row / per_place], gap(row));
        match name {
            "gap" => labelled(rows.map(|row| Some(gap(row).words().0)), str::to_owned),
            "title_vi" => labelled(rows.map(|row| Some(gap(row).words().1)), str::to_owned),
            "title_en" => labelled(rows.map(|row| Some(gap(row).words().2)), str::to_owned),
            "person_count" => longs(rows.map(|row| {
                let count = counts(row).gaps[gap(row) as usize] as i64;
                (state(row) != GapState::MissingInput).then_some(count)
            })),
            "state" => labelled(rows.map(|row| Some(state(row).code())), str::to_owned),
            "of_count" => {
                longs(rows.map(|row| Some(counts(row).groups[gap(row).group() as usize] as i64)))
            }
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}
