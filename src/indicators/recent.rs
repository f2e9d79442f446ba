//! The recent pace and where it leads.

use jiff::civil::Date;

use super::options::Calendar;
use crate::statistics::student_t;

/// How far back the recent pace looks, in days up to and including as_of.
pub const RECENT_DAYS: usize = 28;

/// Pace over the working days among the last [`RECENT_DAYS`]. Days of weight 0 are left out with whatever
/// was done on them: the days ahead of weight 0 promise nothing either.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecentPace {
    /// μ = Σy / Σw, per working day.
    pub per_day: f64,
    /// s² = Σ((y − μw)² / w) / (k − 1).
    pub variance: f64,
    /// k, days of positive weight.
    pub working_days: u32,
    /// Σw.
    pub weight: f64,
}

impl RecentPace {
    /// From (achieved, weight) of each day; `None` with fewer than two working days.
    #[must_use]
    pub fn of_days(days: impl IntoIterator<Item = (u64, f64)>) -> Option<Self> {
        let worked: Vec<(f64, f64)> = days
            .into_iter()
            .filter(|(_, weight)| *weight > 0.0)
            .map(|(achieved, weight)| (achieved as f64, weight))
            .collect();
        if worked.len() < 2 {
            return None;
        }
        let weight: f64 = worked.iter().map(|(_, weight)| weight).sum();
        let per_day = worked.iter().map(|(achieved, _)| achieved).sum::<f64>() / weight;
        let squares = worked
            .iter()
            .map(|(achieved, weight)| (achieved - per_day * weight).powi(2) / weight);
        Some(Self {
            per_day,
            variance: squares.sum::<f64>() / (worked.len() - 1) as f64,
            working_days: worked.len() as u32,
            weight,
        })
    }

    /// Where `done` leads after `days_left` working days at this pace. `None` when none is left.
    ///
    /// M = S + μW, sd = √(s²·W·(1 + W/Σw)), 80 % prediction interval M ± t(k−1, 0.9)·sd.
    #[must_use]
    pub fn project(&self, done: u64, days_left: f64) -> Option<Projection> {
        let total = done as f64 + self.per_day * days_left;
        let variance = self.variance * days_left * (1.0 + days_left / self.weight);
        (days_left > 0.0).then(|| Projection {
            total,
            deviation: variance.sqrt(),
            degrees: self.working_days - 1,
        })
    }
}

/// The total at the deadline, t-distributed about `total`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    pub total: f64,
    pub deviation: f64,
    pub degrees: u32,
}

impl Projection {
    /// The 80 % prediction interval.
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        let half_width = student_t::quantile(0.9, self.degrees) * self.deviation;
        (self.total - half_width, self.total + half_width)
    }

    /// P(total >= target): 1 − T((N − M) / sd); certain one way or the other when every day was alike.
    #[must_use]
    pub fn probability_to_reach(&self, target: u64) -> f64 {
        let missing = target as f64 - self.total;
        if self.deviation == 0.0 {
            return if missing <= 0.0 { 1.0 } else { 0.0 };
        }
        1.0 - student_t::cumulative(missing / self.deviation, self.degrees)
    }
}

/// Days ahead that a projected date is looked for: three years. Later than that is no plan.
const HORIZON_DAYS: i32 = 3 * 366;

/// Cumulated working days of each day after as_of.
#[derive(Debug, Clone, PartialEq)]
pub struct DaysAhead {
    days: Vec<(Date, f64)>,
}

impl DaysAhead {
    #[must_use]
    pub fn new(calendar: &Calendar, as_of: Date) -> Self {
        let ahead = as_of
            .series(jiff::Span::new().days(1))
            .skip(1)
            .take(HORIZON_DAYS as usize);
        let days = ahead.scan(0.0, |sum, date| {
            *sum += calendar.weight(date);
            Some((date, *sum))
        });
        Self {
            days: days.collect(),
        }
    }

    /// The first day by which `per_day` has made up for `remaining`; `None` beyond the horizon.
    #[must_use]
    pub fn first_with(&self, remaining: f64, per_day: f64) -> Option<Date> {
        let position = self
            .days
            .partition_point(|(_, worked)| per_day * worked < remaining);
        self.days.get(position).map(|(date, _)| *date)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Achieved per day from Sunday 25 October to Saturday 21 November 2026: the worked example that the
    /// formulas above were checked with in numpy and scipy.
    const DAILY: [u64; RECENT_DAYS] = [
        0, 95, 101, 88, 97, 104, 52, 0, 99, 110, 92, 87, 103, 47, 0, 105, 96, 90, 108, 94, 55, 0,
        112, 101, 97, 99, 106, 50,
    ];

    fn example() -> RecentPace {
        let calendar = Calendar::default();
        let dates = date(2026, 10, 25).series(jiff::Span::new().days(1));
        let days = DAILY
            .into_iter()
            .zip(dates.map(|date| calendar.weight(date)));
        RecentPace::of_days(days).unwrap()
    }

    fn near(ours: f64, expected: f64) {
        assert!(
            (ours - expected).abs() < 1e-10 * expected.abs().max(1.0),
            "{ours} {expected}"
        );
    }

    #[test]
    fn the_worked_example_is_met() {
        let recent = example();
        assert_eq!((recent.working_days, recent.weight), (24, 22.0));
        near(recent.per_day, 99.45454545454545);
        near(recent.variance, 45.19367588932806);
        let projection = recent.project(10_961, 6.5).unwrap();
        near(projection.total, 11607.454545454546);
        near(projection.deviation, 19.507723946378057);
        near(projection.interval().0, 11581.714879337991);
        near(projection.interval().1, 11633.1942115711);
        near(projection.probability_to_reach(11_600), 0.6470645908479191);
        near(projection.probability_to_reach(11_620), 0.2632591219871354);
        near(projection.probability_to_reach(11_580), 0.913655162770548);
        near(projection.probability_to_reach(12_480), 0.0);
    }

    #[test]
    fn the_projected_date_counts_working_days() {
        let ahead = DaysAhead::new(&Calendar::default(), date(2026, 11, 21));
        let pace = example().per_day;
        near(1519.0 / pace, 15.273308957952468);
        assert_eq!(ahead.first_with(1519.0, pace), Some(date(2026, 12, 11)));
        assert_eq!(ahead.first_with(1.0, pace), Some(date(2026, 11, 23)));
        assert_eq!(ahead.first_with(1519.0, 0.0), None);
        assert_eq!(ahead.first_with(1e9, pace), None);
    }

    #[test]
    fn too_few_days_give_no_pace() {
        assert_eq!(RecentPace::of_days([(3, 1.0), (9, 0.0)]), None);
        let even = RecentPace::of_days([(4, 1.0), (2, 0.5)]).unwrap();
        assert_eq!((even.per_day, even.variance), (4.0, 0.0));
        assert_eq!(even.project(10, 0.0), None);
        let projection = even.project(10, 2.0).unwrap();
        assert_eq!(projection.interval(), (18.0, 18.0));
        assert_eq!(projection.probability_to_reach(18), 1.0);
        assert_eq!(projection.probability_to_reach(19), 0.0);
    }
}
