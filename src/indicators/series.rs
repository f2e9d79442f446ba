//! How an indicator grew: its counts cut into weeks and months.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;
use jiff::civil::{Date, date};

use super::columns::{categories, dates, flags, longs, reals};
use super::daily::DaySums;
use super::former::FormerPlaces;
use super::places::{Place, Places};
use crate::schema::series::SERIES;
use crate::schema::{Dataset, Table};

/// Weeks run from Monday to Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeriodKind {
    Week,
    Month,
}

impl PeriodKind {
    const ALL: [Self; 2] = [Self::Week, Self::Month];

    /// The code in datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// Last day of the period that holds `day`.
    fn last_day(self, day: Date) -> Date {
        let last = match self {
            Self::Week => {
                let left = 7 - day.weekday().to_monday_one_offset();
                day.checked_add(jiff::Span::new().days(left)).ok()
            }
            Self::Month => Some(day.last_of_month()),
        };
        last.unwrap_or(Date::MAX)
    }
}

/// The days of a week or a month that an indicator has, by their numbers from its first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) kind: PeriodKind,
    pub(super) days: Range<usize>,
    pub(super) start: Date,
    pub(super) end: Date,
    pub(super) is_complete: bool,
}

/// The weeks, then the months, of `length` days from `first_day` to as_of; none goes beyond the deadline. One is complete
/// when its last day, or the deadline within it, is not after as_of.
pub(super) fn periods(first_day: i32, length: usize, deadline: Option<Date>) -> Vec<Period> {
    let Ok(first) = date(1970, 1, 1).checked_add(jiff::Span::new().days(first_day)) else {
        return Vec::new();
    };
    let days: Vec<Date> = first
        .series(jiff::Span::new().days(1))
        .take(length)
        .take_while(|day| deadline.is_none_or(|deadline| *day <= deadline))
        .collect();
    let cut = |kind: PeriodKind| {
        let groups = days.chunk_by(move |a, b| kind.last_day(*a) == kind.last_day(*b));
        groups.scan(0, move |at, group| {
            let (start, end) = (*group.first()?, *group.last()?);
            let days = *at..*at + group.len();
            *at = days.end;
            let last = kind.last_day(start);
            let last = deadline.map_or(last, |deadline| last.min(deadline));
            Some(Period {
                kind,
                days,
                start,
                end,
                is_complete: end >= last,
            })
        })
    };
    PeriodKind::ALL.into_iter().flat_map(cut).collect()
}

/// Whose series a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesPlace {
    /// In the borders of today.
    Today(Place),
    /// A commune of before 2025-07-01, by its position in code order.
    Former(usize),
    /// Persons of whom no source tells in which of these they lived, or whose home is unknown or outside the scope.
    FormerUnassigned,
}

/// One indicator of one place in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesRow {
    pub place: SeriesPlace,
    /// Position among the table's indicators.
    pub indicator: usize,
    pub kind: PeriodKind,
    pub start: Date,
    pub end: Date,
    pub is_complete: bool,
    pub numerator_new: u64,
    pub numerator: u64,
    /// `None` where the denominator is no matter of exams.
    pub denominator_new: Option<u64>,
    pub denominator: u64,
}

/// The counts of a place cut into `periods`. Without `denominator` days the denominator is `fixed` throughout.
pub(super) fn series_of(
    (place, indicator): (SeriesPlace, usize),
    periods: &[Period],
    numerator: &DaySums,
    (denominator, fixed): (Option<&DaySums>, u64),
) -> Vec<SeriesRow> {
    let until = |sums: &DaySums, day: usize| sums.elsewhere + sums.days[..day].iter().sum::<u64>();
    let within = |sums: &DaySums, days: &Range<usize>| sums.days[days.clone()].iter().sum();
    let rows = periods.iter().map(|period| SeriesRow {
        place,
        indicator,
        kind: period.kind,
        start: period.start,
        end: period.end,
        is_complete: period.is_complete,
        numerator_new: within(numerator, &period.days),
        numerator: until(numerator, period.days.end),
        denominator_new: denominator.map(|sums| within(sums, &period.days)),
        denominator: denominator.map_or(fixed, |sums| until(sums, period.days.end)),
    });
    rows.collect()
}

/// Rows of [`SERIES`], by commune code and level, then indicator, weeks before months, in time.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesTable {
    pub as_of: Date,
    pub places: Arc<Places>,
    pub former_places: Arc<FormerPlaces>,
    /// Codes of the indicators.
    pub indicators: Vec<String>,
    pub rows: Vec<SeriesRow>,
}

impl SeriesTable {
    /// Puts rows of former communes among those of today's: a code may be of either list.
    pub(super) fn sort(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_by_key(|row| (self.code(row.place), self.level(row.place)));
        self.rows = rows;
    }

    fn level(&self, place: SeriesPlace) -> &'static str {
        match place {
            SeriesPlace::Today(place) => self.places.level(place),
            SeriesPlace::Former(_) => "former_commune",
            SeriesPlace::FormerUnassigned => "former_unassigned",
        }
    }

    fn code(&self, place: SeriesPlace) -> Option<&str> {
        match place {
            SeriesPlace::Today(place) => self.places.code(place),
            SeriesPlace::Former(position) => Some(self.former_places.code(position)),
            SeriesPlace::FormerUnassigned => None,
        }
    }

    fn name(&self, place: SeriesPlace) -> Option<&str> {
        match place {
            SeriesPlace::Today(place) => self.places.name(place),
            SeriesPlace::Former(position) => Some(self.former_places.name(position)),
            SeriesPlace::FormerUnassigned => None,
        }
    }
}

impl Table for SeriesTable {
    fn dataset(&self) -> &'static Dataset {
        &SERIES
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let rows = &self.rows[rows];
        let share = |row: &SeriesRow| {
            (row.denominator > 0).then(|| row.numerator as f64 / row.denominator as f64)
        };
        match SERIES.columns[column].name {
            "as_of" => dates(rows, |_| Some(self.as_of)),
            "level" => categories(rows, |row| Some(self.level(row.place))),
            "commune_code" => categories(rows, |row| self.code(row.place)),
            "commune_name" => categories(rows, |row| self.name(row.place)),
            "indicator" => categories(rows, |row| Some(self.indicators[row.indicator].as_str())),
            "period_kind" => categories(rows, |row| Some(row.kind.code())),
            "period_start" => dates(rows, |row| Some(row.start)),
            "period_end" => dates(rows, |row| Some(row.end)),
            "is_complete" => flags(rows, |row| row.is_complete),
            "numerator_new" => longs(rows, |row| Some(row.numerator_new as i64)),
            "numerator" => longs(rows, |row| Some(row.numerator as i64)),
            "denominator_new" => longs(rows, |row| Some(row.denominator_new? as i64)),
            "denominator" => longs(rows, |row| Some(row.denominator as i64)),
            "value" => reals(rows, share),
            other => unreachable!("{other} is a column of series without values"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::columns::day_number;

    #[test]
    fn weeks_and_months_cover_every_day_once() {
        let first = date(2026, 7, 1);
        let all = periods(day_number(first), 144, Some(date(2026, 11, 30)));
        for kind in PeriodKind::ALL {
            let of_kind: Vec<&Period> = all.iter().filter(|period| period.kind == kind).collect();
            let mut next = 0;
            for period in &of_kind {
                assert_eq!(period.days.start, next);
                next = period.days.end;
            }
            assert_eq!(next, 144);
        }
        // Wednesday 1 July to Sunday 5 July; the last, Monday 16 to Saturday 21 November, is not over.
        assert_eq!((all[0].start, all[0].end), (first, date(2026, 7, 5)));
        assert!(all[0].is_complete);
        let last_week = all
            .iter()
            .rfind(|period| period.kind == PeriodKind::Week)
            .unwrap();
        assert_eq!(
            (last_week.start, last_week.end),
            (date(2026, 11, 16), date(2026, 11, 21))
        );
        assert!(!last_week.is_complete);
        let months = all.iter().filter(|period| period.kind == PeriodKind::Month);
        let complete: Vec<bool> = months.map(|period| period.is_complete).collect();
        assert_eq!(complete, [true, true, true, true, false]);
    }

    #[test]
    fn the_end_of_a_campaign_completes_its_week() {
        let all = periods(day_number(date(2026, 11, 23)), 8, Some(date(2026, 11, 30)));
        let last_week = all
            .iter()
            .rfind(|period| period.kind == PeriodKind::Week)
            .unwrap();
        assert_eq!(
            (last_week.start, last_week.end),
            (date(2026, 11, 30), date(2026, 11, 30))
        );
        assert!(last_week.is_complete);
    }

    /// 9 December is a Wednesday: no week after the campaign is taken for a whole one.
    #[test]
    fn nothing_is_cut_after_the_end_of_a_campaign() {
        let deadline = date(2026, 11, 30);
        let all = periods(day_number(date(2026, 11, 23)), 17, Some(deadline));
        let ends: Vec<(Date, bool)> = all
            .iter()
            .map(|period| (period.end, period.is_complete))
            .collect();
        let expected = [date(2026, 11, 29), deadline, deadline];
        assert_eq!(ends, expected.map(|end| (end, true)));
    }

    #[test]
    fn what_has_no_day_is_there_from_the_beginning() {
        let numerator = DaySums {
            elsewhere: 2,
            first_day: day_number(date(2026, 7, 4)),
            days: vec![1, 0, 5, 0],
        };
        let cut = periods(numerator.first_day, 4, None);
        let rows = series_of(
            (SeriesPlace::Today(Place::Province), 0),
            &cut,
            &numerator,
            (None, 20),
        );
        let weeks: Vec<(u64, u64)> = rows
            .iter()
            .filter(|row| row.kind == PeriodKind::Week)
            .map(|row| (row.numerator_new, row.numerator))
            .collect();
        assert_eq!(weeks, [(1, 3), (5, 8)]);
        assert_eq!((rows[2].numerator, rows[2].denominator), (8, 20));
    }
}
