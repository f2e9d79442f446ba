//! What must be done per working day, and whether it is being done.

use jiff::civil::Date;

use super::assessment::{Assessment, IndicatorState};
use super::compiled::PaceDates;
use super::counts::Cell;
use super::options::Calendar;
use super::recent::{DaysAhead, Projection, RECENT_DAYS, RecentPace};
use super::target::Target;

/// How a place stands towards its deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaceState {
    /// No working day has passed since the start.
    NotStarted,
    /// The average pace so far suffices.
    OnTrack,
    /// The average pace so far does not suffice.
    Behind,
    /// Something is left to do, and no day is known on which each was achieved: a stock such as insurance
    /// was not built up since the start, so that an average since then would flatter.
    PaceUnknown,
    Met,
    /// No working day is left and the target is not met.
    DeadlinePassed,
    NoDenominator,
    NoPlan,
    MissingInput,
    Stale,
}

impl PaceState {
    pub const ALL: [Self; 10] = [
        Self::NotStarted,
        Self::OnTrack,
        Self::Behind,
        Self::PaceUnknown,
        Self::Met,
        Self::DeadlinePassed,
        Self::NoDenominator,
        Self::NoPlan,
        Self::MissingInput,
        Self::Stale,
    ];

    /// The code in datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::OnTrack => "on_track",
            Self::Behind => "behind",
            Self::PaceUnknown => "pace_unknown",
            Self::Met => "met",
            Self::DeadlinePassed => "deadline_passed",
            Self::NoDenominator => "no_denominator",
            Self::NoPlan => "no_plan",
            Self::MissingInput => "missing_input",
            Self::Stale => "stale",
        }
    }
}

/// Working days of a campaign, as of one day; the same for every place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Campaign {
    pub(super) dates: PaceDates,
    /// W_e, from the start to as_of.
    pub(super) worked_days: f64,
    /// W_r, after as_of and not before the start, to the deadline.
    pub(super) work_days_left: f64,
    /// Weights of the last days up to as_of; 0 before the start.
    recent_weights: [f64; RECENT_DAYS],
}

impl Campaign {
    pub(super) fn new(calendar: &Calendar, as_of: Date, dates: PaceDates) -> Self {
        let PaceDates { start, deadline } = dates;
        let eve = start.yesterday().unwrap_or(start);
        let mut recent_weights = [0.0; RECENT_DAYS];
        let back = as_of.series(jiff::Span::new().days(-1));
        for (weight, date) in recent_weights.iter_mut().rev().zip(back) {
            *weight = if date >= start {
                calendar.weight(date)
            } else {
                0.0
            };
        }
        Self {
            dates,
            worked_days: calendar.weight_between(eve, as_of.min(deadline)),
            work_days_left: calendar.weight_between(as_of.max(eve), deadline),
            recent_weights,
        }
    }

    fn recent_pace(&self, daily: &[u64; RECENT_DAYS]) -> Option<RecentPace> {
        RecentPace::of_days(daily.iter().copied().zip(self.recent_weights))
    }
}

/// The pace of one place. All counts are of persons (or communes).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    pub done: u64,
    pub target_count: u64,
    /// Negative is a surplus.
    pub remaining: i64,
    /// remaining / W_r, 0 once met; `None` when no working day is left.
    pub required_per_day: Option<f64>,
    /// done / W_e; `None` for stocks and before the first working day.
    pub average_per_day: Option<f64>,
    /// required / average.
    pub pressure: Option<f64>,
    /// (done / target) / (W_e / (W_e + W_r)).
    pub progress_index: Option<f64>,
    pub recent: Option<RecentPace>,
    pub projection: Option<Projection>,
    pub projected_date: Option<Date>,
}

impl Pace {
    /// The pace of `cell`; `daily` counts the newly achieved of the last days, `None` for stocks.
    pub(super) fn new(
        cell: Cell,
        target: Target,
        campaign: &Campaign,
        daily: Option<&[u64; RECENT_DAYS]>,
        ahead: &DaysAhead,
    ) -> Self {
        let done = cell.numerator;
        let target_count = target.count(cell.denominator).unwrap_or(u64::MAX);
        let remaining = target_count as i64 - done as i64;
        let (worked, left) = (campaign.worked_days, campaign.work_days_left);
        let required_per_day = required(remaining, left);
        let average_per_day = (daily.is_some() && worked > 0.0).then(|| done as f64 / worked);
        let recent = daily.and_then(|daily| campaign.recent_pace(daily));
        let date = |recent: RecentPace| ahead.first_with(remaining as f64, recent.per_day);
        Self {
            done,
            target_count,
            remaining,
            required_per_day,
            average_per_day,
            pressure: ratio(required_per_day, average_per_day),
            progress_index: average_per_day
                .map(|average| average * (worked + left) / target_count as f64),
            recent,
            projection: recent.and_then(|recent| recent.project(done, left)),
            projected_date: recent.filter(|_| remaining > 0).and_then(date),
        }
    }

    /// The state when the counts can be judged at all.
    fn state(&self, campaign: &Campaign) -> PaceState {
        let is_flow = self.average_per_day.is_some();
        match self.pressure {
            _ if self.remaining <= 0 => PaceState::Met,
            _ if campaign.work_days_left <= 0.0 => PaceState::DeadlinePassed,
            _ if campaign.worked_days <= 0.0 => PaceState::NotStarted,
            _ if !is_flow => PaceState::PaceUnknown,
            Some(pressure) if pressure <= 1.0 => PaceState::OnTrack,
            _ => PaceState::Behind,
        }
    }
}

fn required(remaining: i64, days_left: f64) -> Option<f64> {
    if remaining <= 0 {
        return Some(0.0);
    }
    (days_left > 0.0).then(|| remaining as f64 / days_left)
}

fn ratio(required: Option<f64>, average: Option<f64>) -> Option<f64> {
    let average = average.filter(|average| *average > 0.0)?;
    Some(required? / average)
}

/// The pace of an assessed cell with its state; without a pace where the counts say nothing.
pub(super) fn judge(
    assessment: &Assessment,
    campaign: &Campaign,
    pace: impl FnOnce(Cell) -> Pace,
) -> (Option<Pace>, PaceState) {
    let no_pace = match assessment.state {
        IndicatorState::MissingInput => PaceState::MissingInput,
        IndicatorState::Stale => PaceState::Stale,
        IndicatorState::NoPlan => PaceState::NoPlan,
        IndicatorState::NoDenominator => PaceState::NoDenominator,
        // What is only watched has no pace.
        IndicatorState::Met
        | IndicatorState::NotMet
        | IndicatorState::Over100
        | IndicatorState::Tracked => {
            let Some(pace) = assessment.counts.map(pace) else {
                return (None, PaceState::MissingInput);
            };
            return (Some(pace), pace.state(campaign));
        }
    };
    (None, no_pace)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::indicators::options::{Direction, Goal, Unit};

    fn campaign(as_of: Date) -> Campaign {
        let dates = PaceDates {
            start: date(2026, 7, 1),
            deadline: date(2026, 11, 30),
        };
        Campaign::new(&Calendar::default(), as_of, dates)
    }

    fn pace(as_of: Date, numerator: u64, denominator: u64, is_flow: bool) -> (Pace, PaceState) {
        let (campaign, daily) = (campaign(as_of), [4; RECENT_DAYS]);
        let goal = Goal {
            value: 1.0,
            direction: Direction::AtLeast,
        };
        let target = Target::new(goal, Unit::Share, true).unwrap();
        let ahead = DaysAhead::new(&Calendar::default(), as_of);
        let cell = Cell {
            numerator,
            denominator,
        };
        let pace = Pace::new(cell, target, &campaign, is_flow.then_some(&daily), &ahead);
        (pace, pace.state(&campaign))
    }

    fn near(ours: Option<f64>, expected: f64) {
        assert!(
            (ours.unwrap() - expected).abs() < 1e-10 * expected,
            "{ours:?} {expected}"
        );
    }

    #[test]
    fn pressure_shows_what_the_index_hides() {
        let (pace, state) = pace(date(2026, 11, 21), 10_961, 12_480, true);
        near(pace.required_per_day, 233.69230769230768);
        near(pace.average_per_day, 96.57268722466961);
        near(pace.pressure, 2.419859221154723);
        near(pace.progress_index, 0.9285835310064385);
        assert_eq!((pace.remaining, state), (1519, PaceState::Behind));
    }

    #[test]
    fn every_day_has_its_state() {
        let mid = date(2026, 9, 15);
        for (as_of, numerator, is_flow, expected) in [
            (date(2026, 6, 30), 0, true, PaceState::NotStarted),
            (mid, 90, true, PaceState::OnTrack),
            (mid, 10, true, PaceState::Behind),
            (mid, 0, true, PaceState::Behind),
            (mid, 90, false, PaceState::PaceUnknown),
            (mid, 100, false, PaceState::Met),
            (date(2026, 11, 30), 99, true, PaceState::DeadlinePassed),
            (date(2026, 12, 24), 99, true, PaceState::DeadlinePassed),
            (date(2026, 12, 24), 100, true, PaceState::Met),
        ] {
            let (_, state) = pace(as_of, numerator, 100, is_flow);
            assert_eq!(state, expected, "{as_of} {numerator}");
        }
    }

    #[test]
    fn before_the_start_all_working_days_are_left() {
        let (before, day_one) = (campaign(date(2026, 6, 1)), campaign(date(2026, 7, 1)));
        assert_eq!((before.worked_days, before.work_days_left), (0.0, 120.0));
        assert_eq!((day_one.worked_days, day_one.work_days_left), (1.0, 119.0));
        let after = campaign(date(2026, 12, 24));
        assert_eq!((after.worked_days, after.work_days_left), (120.0, 0.0));
    }

    #[test]
    fn days_before_the_start_are_no_slow_days() {
        let campaign = campaign(date(2026, 7, 3));
        let recent = campaign.recent_pace(&[4; RECENT_DAYS]).unwrap();
        assert_eq!((recent.working_days, recent.per_day), (3, 4.0));
    }

    #[test]
    fn the_edges_are_nulls_and_zeros_not_infinities() {
        let (met, _) = pace(date(2026, 9, 15), 103, 100, true);
        assert_eq!((met.required_per_day, met.remaining), (Some(0.0), -3));
        assert_eq!((met.pressure, met.projected_date), (Some(0.0), None));
        let (nothing, _) = pace(date(2026, 9, 15), 0, 100, true);
        assert_eq!(
            (nothing.pressure, nothing.progress_index),
            (None, Some(0.0))
        );
        let (late, _) = pace(date(2026, 12, 1), 99, 100, true);
        assert_eq!((late.required_per_day, late.projection), (None, None));
    }
}
