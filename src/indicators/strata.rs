//! By what a value is broken down, and in which strata a person stands.

use std::ops::Range;

use super::category::map_category;
use super::error::IndicatorError;
use super::options::StratumKind;
use crate::domain::TargetGroups;
use crate::schema::Table;

/// Every stratum, in the order of the output. Target groups are the DOI_TUONG codes of QĐ 2062/QĐ-BYT.
const STRATA: [(StratumKind, &str); 26] = [
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
];

/// A stratum, by its place in the fixed order. Age bands and sexes partition the people, `unknown`
/// included; target groups overlap, so that they do not sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stratum(u8);

impl Stratum {
    pub const ALL: Self = Self(0);
    pub const COUNT: usize = STRATA.len();

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

impl StratumKind {
    /// The code in configuration and datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::AgeBand => "age_band",
            Self::Sex => "sex",
            Self::TargetGroup => "target_group",
        }
    }
}

/// The strata of one person, bit `index` each; `ALL` is always among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StrataSet(u32);

impl StrataSet {
    fn one(stratum: Stratum) -> Self {
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
    let groups = map_category(persons, "target_groups", rows, target_group_strata)?;
    let all = StrataSet::one(Stratum::ALL);
    Ok(ages
        .into_iter()
        .zip(sexes)
        .zip(groups)
        .map(|((age, sex), group)| all.union(age).union(sex).union(group))
        .collect())
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
    fn the_whole_is_always_there_and_first() {
        let sexes: Vec<_> = Stratum::of_kinds(&[StratumKind::Sex]).collect();
        assert_eq!(sexes[0], Stratum::ALL);
        assert_eq!(sexes.len(), 4);
        assert_eq!(Stratum::of_kinds(&[]).count(), 1);
    }
}
