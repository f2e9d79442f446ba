//! The borders of before 2025-07-01, for the series of indicators that began before that day.

use super::category::map_category;
use super::counts::Achieved;
use super::daily::Daily;
use super::error::IndicatorError;
use super::input::FormerCommune;
use super::series::{Period, SeriesPlace, SeriesRow, series_of};
use crate::domain::FormerCommuneCode;
use crate::reference::COMMUNES_IN_FORCE_SINCE;
use crate::schema::Table;

/// The communes of then that went, whole or in part, into those of the scope, in code order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerPlaces {
    codes: Vec<FormerCommuneCode>,
    /// Of `codes`, as text.
    texts: Vec<String>,
    names: Vec<String>,
}

impl FormerPlaces {
    /// The communes in code order, each once.
    #[must_use]
    pub fn new(communes: &[FormerCommune]) -> Self {
        let mut ordered: Vec<&FormerCommune> = communes.iter().collect();
        ordered.sort_by_key(|commune| commune.code);
        ordered.dedup_by_key(|commune| commune.code);
        Self {
            codes: ordered.iter().map(|commune| commune.code).collect(),
            texts: ordered
                .iter()
                .map(|commune| commune.code.to_string())
                .collect(),
            names: ordered.iter().map(|commune| commune.name.clone()).collect(),
        }
    }

    /// The five digits that the commune had.
    #[must_use]
    pub fn code(&self, position: usize) -> &str {
        &self.texts[position]
    }

    /// With its district.
    #[must_use]
    pub fn name(&self, position: usize) -> &str {
        &self.names[position]
    }

    /// One for each commune, and one behind them for people of whom it is not known.
    pub(super) fn slots(&self) -> usize {
        self.codes.len() + 1
    }

    /// Where each person of `rows` is counted: in the former commune of a home that `is_in_scope`.
    ///
    /// # Errors
    ///
    /// A commune code that is none.
    pub(super) fn slots_of_persons(
        &self,
        persons: &dyn Table,
        rows: std::ops::Range<usize>,
        is_in_scope: impl Iterator<Item = bool>,
    ) -> Result<Vec<usize>, IndicatorError> {
        let unknown = self.codes.len();
        let slot = |code: Option<&str>| {
            let Some(code) = code else {
                return Some(unknown);
            };
            let code = FormerCommuneCode::parse(code)?;
            Some(self.codes.binary_search(&code).unwrap_or(unknown))
        };
        let slots = map_category(persons, "former_commune_code", rows, slot)?;
        let of_scope = slots.into_iter().zip(is_in_scope);
        Ok(of_scope
            .map(|(slot, is_in_scope)| if is_in_scope { slot } else { unknown })
            .collect())
    }

    fn place(&self, slot: usize) -> SeriesPlace {
        match slot < self.codes.len() {
            true => SeriesPlace::Former(slot),
            false => SeriesPlace::FormerUnassigned,
        }
    }
}

/// Counts of one indicator by [`FormerPlaces`]; every person of the denominator stands in exactly one slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FormerCounts {
    denominator: Vec<u64>,
    numerator_days: Daily,
    /// Where the denominator is a matter of exams.
    denominator_days: Option<Daily>,
}

impl FormerCounts {
    pub(super) fn zero(
        slots: usize,
        numerator_days: Daily,
        denominator_days: Option<Daily>,
    ) -> Self {
        Self {
            denominator: vec![0; slots],
            numerator_days,
            denominator_days,
        }
    }

    pub(super) fn add_block(&mut self, slots: &[usize], achieved: &Achieved<'_>) {
        for (row, slot) in slots.iter().enumerate() {
            if !achieved.denominator[row] {
                continue;
            }
            self.denominator[*slot] += 1;
            if let (Some(daily), Some(day)) = (
                &mut self.denominator_days,
                achieved.denominator_days.get(row),
            ) {
                daily.note(*slot, *day);
            }
            if let (true, Some(day)) = (achieved.numerator[row], achieved.numerator_days.get(row)) {
                self.numerator_days.note(*slot, *day);
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.denominator.iter_mut().zip(&other.denominator) {
            *ours += theirs;
        }
        self.numerator_days.merge(&other.numerator_days);
        if let (Some(ours), Some(theirs)) = (&mut self.denominator_days, &other.denominator_days) {
            ours.merge(theirs);
        }
    }

    /// Those of `periods` that ended before the communes of today were there, of every place that has anybody.
    pub(super) fn series(
        &self,
        places: &FormerPlaces,
        indicator: usize,
        periods: &[Period],
    ) -> Vec<SeriesRow> {
        let before = periods
            .iter()
            .filter(|period| period.end < COMMUNES_IN_FORCE_SINCE);
        let before: Vec<Period> = before.cloned().collect();
        let inhabited = self.denominator.iter().enumerate();
        let inhabited = inhabited.filter(|(_, denominator)| **denominator > 0);
        inhabited
            .flat_map(|(slot, fixed)| {
                let numerator = self.numerator_days.sum(slot..slot + 1);
                let denominator = self.denominator_days.as_ref();
                let denominator = denominator.map(|daily| daily.sum(slot..slot + 1));
                let of_place = (denominator.as_ref(), *fixed);
                let place = (places.place(slot), indicator);
                series_of(place, &before, &numerator, of_place)
            })
            .collect()
    }
}
