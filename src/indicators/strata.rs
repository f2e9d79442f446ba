//! By what a value is broken down, and in which strata a person stands.

use std::ops::Range;

use arrow::array::AsArray;
use arrow::datatypes::Int32Type;

use super::category::map_category;
use super::error::IndicatorError;
use super::options::StratumKind;
use crate::domain::TargetGroups;
use crate::schema::Table;

/// Every stratum, in the order of the output. Target groups are the DOI_TUONG codes of QĐ 2062/QĐ-BYT.
const STRATA: [(StratumKind, &str); 45] = [
    (StratumKind::All, "all"),
    (StratumKind::AgeBand, "0-5"),
    (StratumKind::AgeBand, "6-17"),
    (StratumKind::AgeBand, "18-59"),
    (StratumKind::AgeBand, "60+"),
    (StratumKind::AgeBand, "unknown"),
    (StratumKind::Sex, "male"),
    (StratumKind::Sex, "female"),
    (StratumKind::Sex, "unknown"),
    (StratumKind::TargetGroup, "1"),
    (StratumKind::TargetGroup, "2"),
    (StratumKind::TargetGroup, "3"),
    (StratumKind::TargetGroup, "4"),
    (StratumKind::TargetGroup, "5"),
    (StratumKind::TargetGroup, "6"),
    (StratumKind::TargetGroup, "7"),
    (StratumKind::TargetGroup, "8"),
    (StratumKind::TargetGroup, "9"),
    (StratumKind::TargetGroup, "10"),
    (StratumKind::TargetGroup, "11"),
    (StratumKind::TargetGroup, "12"),
    (StratumKind::TargetGroup, "13"),
    (StratumKind::TargetGroup, "14"),
    (StratumKind::TargetGroup, "15"),
    (StratumKind::TargetGroup, "16"),
    (StratumKind::TargetGroup, "none"),
    (StratumKind::FiveYear, "0-4"),
    (StratumKind::FiveYear, "5-9"),
    (StratumKind::FiveYear, "10-14"),
    (StratumKind::FiveYear, "15-19"),
    (StratumKind::FiveYear, "20-24"),
    (StratumKind::FiveYear, "25-29"),
    (StratumKind::FiveYear, "30-34"),
    (StratumKind::FiveYear, "35-39"),
    (StratumKind::FiveYear, "40-44"),
    (StratumKind::FiveYear, "45-49"),
    (StratumKind::FiveYear, "50-54"),
    (StratumKind::FiveYear, "55-59"),
    (StratumKind::FiveYear, "60-64"),
    (StratumKind::FiveYear, "65-69"),
    (StratumKind::FiveYear, "70-74"),
    (StratumKind::FiveYear, "75-79"),
    (StratumKind::FiveYear, "80-84"),
    (StratumKind::FiveYear, "85+"),
    (StratumKind::FiveYear, "unknown"),
];

/// The first of the five-year bands, and how many there are with a known age: 0–4 to 80–84, and 85 and more.
const FIRST_BAND: u8 = 26;
pub(super) const FIVE_YEAR_BANDS: usize = 18;

/// A stratum, by its place in the fixed order. Age bands, five-year bands and sexes partition the people, `unknown`
/// included; target groups overlap, so that they do not sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stratum(u8);

impl Stratum {
    pub const ALL: Self = Self(0);
    pub const COUNT: usize = STRATA.len();

    /// The five-year bands, from the youngest.
    pub(super) fn five_year_bands() -> impl Iterator<Item = Self> {
        (FIRST_BAND..).take(FIVE_YEAR_BANDS).map(Self)
    }

    /// The five-year band of an age; that of the unknown where there is none.
    fn of_age(age_years: Option<i32>) -> Self {
        let band = age_years.and_then(|age| u8::try_from(age / 5).ok().filter(|_| age >= 0));
        let last = FIVE_YEAR_BANDS as u8 - 1;
        Self(FIRST_BAND + band.map_or(last + 1, |band| band.min(last)))
    }

    /// Every stratum of the wanted kinds, in the fixed order; `All` is always among them.
    pub fn of_kinds(kinds: &[StratumKind]) -> impl Iterator<Item = Self> {
        (0..Self::COUNT as u8)
            .map(Self)
            .filter(|stratum| *stratum == Self::ALL || kinds.contains(&stratum.kind()))
    }

    #[must_use]
    pub fn kind(self) -> StratumKind {
        STRATA[self.index()].0
    }

    /// `60+`, `female`, `6`; `unknown` or `none` for persons without the property.
    #[must_use]
    pub fn code(self) -> &'static str {
        STRATA[self.index()].1
    }

    #[must_use]
    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }

    fn find(kind: StratumKind, code: &str) -> Option<Self> {
        let position = STRATA.iter().position(|stratum| *stratum == (kind, code))?;
        Some(Self(position as u8))
    }
}

/// The strata of one person, bit `index` each; `ALL` is always among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StrataSet(u64);

impl StrataSet {
    pub(super) fn one(stratum: Stratum) -> Self {
        Self(1 << stratum.0)
    }

    fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Places of the strata in the fixed order, ascending.
    pub(super) fn indices(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let index = (left != 0).then(|| left.trailing_zeros() as usize);
            left &= left.wrapping_sub(1);
            index
        })
    }
}

/// The strata of each person of `rows`.
///
/// # Errors
///
/// A value that is no stratum.
pub(super) fn strata_of_persons(
    persons: &dyn Table,
    rows: Range<usize>,
) -> Result<Vec<StrataSet>, IndicatorError> {
    let ages = map_category(persons, "age_band", rows.clone(), |band| {
        Stratum::find(StratumKind::AgeBand, band.unwrap_or("unknown")).map(StrataSet::one)
    })?;
    let sexes = map_category(persons, "sex", rows.clone(), |sex| {
        Stratum::find(StratumKind::Sex, sex.unwrap_or("unknown")).map(StrataSet::one)
    })?;
    let groups = map_category(persons, "target_groups", rows.clone(), target_group_strata)?;
    let years = years_of_persons(persons, rows);
    let all = StrataSet::one(Stratum::ALL);
    Ok(ages
        .into_iter()
        .zip(sexes)
        .zip(groups)
        .zip(years)
        .map(|(((age, sex), group), years)| {
            let band = StrataSet::one(Stratum::of_age(years));
            all.union(age).union(sex).union(group).union(band)
        })
        .collect())
}

fn years_of_persons(persons: &dyn Table, rows: Range<usize>) -> Vec<Option<i32>> {
    let position = persons
        .dataset()
        .position("age_years")
        .expect("a column of persons");
    let array = persons.column(position, rows);
    array.as_primitive::<Int32Type>().iter().collect()
}

/// `1;6` is in the strata of groups 1 and 6, no group in `none`.
fn target_group_strata(groups: Option<&str>) -> Option<StrataSet> {
    let parse = |set: TargetGroups, code: &str| -> Option<TargetGroups> {
        let code = code.parse().ok()?;
        Some(set.with(code)).filter(|set| set.contains(code))
    };
    let set = match groups.filter(|text| !text.is_empty()) {
        Some(text) => text.split(';').try_fold(TargetGroups::EMPTY, parse)?,
        None => TargetGroups::EMPTY,
    };
    if set.is_empty() {
        return Stratum::find(StratumKind::TargetGroup, "none").map(StrataSet::one);
    }
    set.codes()
        .map(|code| Stratum::find(StratumKind::TargetGroup, &code.to_string()))
        .try_fold(StrataSet(0), |strata, stratum| {
            Some(strata.union(StrataSet::one(stratum?)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(groups: Option<&str>) -> Option<Vec<&'static str>> {
        let set = target_group_strata(groups)?;
        Some(set.indices().map(|index| STRATA[index].1).collect())
    }

    #[test]
    fn a_person_stands_in_every_group_it_names() {
        assert_eq!(codes(Some("1;6;16")).unwrap(), ["1", "6", "16"]);
        assert_eq!(codes(None).unwrap(), ["none"]);
        assert_eq!(codes(Some("17")), None);
        assert_eq!(codes(Some("1;x")), None);
    }

    #[test]
    fn five_year_bands_are_closed_below_and_open_above() {
        let band = |age| Stratum::of_age(age).code();
        assert_eq!(
            [Some(0), Some(4), Some(5), Some(84)].map(band),
            ["0-4", "0-4", "5-9", "80-84"]
        );
        assert_eq!(
            [Some(85), Some(130), Some(-1), None].map(band),
            ["85+", "85+", "unknown", "unknown"]
        );
        assert_eq!(Stratum::five_year_bands().count(), FIVE_YEAR_BANDS);
        assert!(Stratum::five_year_bands().all(|band| band.kind() == StratumKind::FiveYear));
    }

    #[test]
    fn the_whole_is_always_there_and_first() {
        let sexes: Vec<_> = Stratum::of_kinds(&[StratumKind::Sex]).collect();
        assert_eq!(sexes[0], Stratum::ALL);
        assert_eq!(sexes.len(), 4);
        assert_eq!(Stratum::of_kinds(&[]).count(), 1);
    }
}
