//! Early warning: what of an indicator stands out in a place, and what cannot be judged.

use jiff::civil::Date;

use super::assessment::{Assessment, IndicatorState};
use super::columns::day_number;
use super::daily::DaySums;
use super::options::{Calendar, SignalMethod};
use super::places::Place;
use super::series::{Period, PeriodKind};
use crate::statistics::binomial;
use crate::statistics::control_chart::{self, BASELINE_PERIODS_MIN};
use crate::statistics::ears;
use crate::statistics::false_discovery::{expected_false_alarms, q_values};
use crate::statistics::normal::{two_sided, upper_tail};
use crate::statistics::over_dispersion;
use crate::statistics::regression_switch::{self, Side};

/// A commune is looked at when its adjusted p-value is below this.
const COMMUNE_ALPHA: f64 = 0.05;
/// The province, which is one, when its own is below this.
const PROVINCE_ALPHA: f64 = 0.01;

/// What a method says of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    pub start: Date,
    pub end: Date,
    pub numerator: u64,
    /// `None` for the cases of a day.
    pub denominator: Option<u64>,
    pub value: f64,
    pub expected: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// Deviation in standard errors; `None` where the past has no variation.
    pub statistic: Option<f64>,
    pub p_value: Option<f64>,
    /// The method's own, not adjusted for the number of places.
    pub flag: &'static str,
}

/// One indicator of one place under one method: a reading, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalRow {
    pub place: Place,
    pub indicator: usize,
    pub method: SignalMethod,
    pub reading: Result<Reading, &'static str>,
    /// Adjusted over the communes; `None` for the province.
    pub q_value: Option<f64>,
    /// `None` for the province.
    pub expected_false_alarms: Option<f64>,
}

impl SignalRow {
    /// `None` where there is no reading.
    #[must_use]
    pub fn is_alarm(&self) -> Option<bool> {
        let reading = self.reading.as_ref().ok()?;
        Some(match self.place {
            Place::Commune(_) => self.q_value.is_some_and(|q| q < COMMUNE_ALPHA),
            _ => reading.p_value.is_some_and(|p| p < PROVINCE_ALPHA),
        })
    }
}

impl SignalMethod {
    /// The probability beyond the method's own outer limits on an ordinary day.
    fn alpha(self) -> f64 {
        match self {
            Self::Funnel => 0.002,
            Self::PChart => two_sided(3.0),
            Self::Throughput => 0.01,
            Self::EarsC2 => 0.001,
        }
    }
}

/// What is known of an indicator in a place.
pub(super) struct Observed<'o> {
    pub(super) place: Place,
    pub(super) assessment: &'o Assessment,
    pub(super) numerator: Option<DaySums>,
    pub(super) denominator: Option<DaySums>,
    /// Those of the numerator, by the day on which they entered the denominator.
    pub(super) found: Option<DaySums>,
    /// The day of a commune's extract: later days are not reported. `None` where it is not known, and of the province.
    pub(super) reported_until: Option<Date>,
}

/// The days of the indicator: `periods` from its first day, `as_of`, and which days are worked.
pub(super) struct Days<'d> {
    pub(super) periods: &'d [Period],
    pub(super) calendar: &'d Calendar,
    pub(super) as_of: Date,
    pub(super) start: Option<Date>,
}

/// The rows of one indicator under one method: those of the province first where the method looks at time, then the
/// communes in the order given.
pub(super) fn signals_of(
    (indicator, method): (usize, SignalMethod),
    observed: &[Observed<'_>],
    days: &Days<'_>,
) -> Vec<SignalRow> {
    let readings: Vec<Result<Reading, &'static str>> = match method {
        SignalMethod::Funnel => funnel(observed, days),
        SignalMethod::PChart => each(observed, |of| p_chart(of, days)),
        SignalMethod::Throughput | SignalMethod::EarsC2 => {
            let province = observed.iter().find(|of| of.place == Place::Province);
            let last = province.and_then(|of| last_worked_day(of, days));
            let everywhere = reported_everywhere(observed);
            each(observed, |of| {
                let until = match of.place {
                    Place::Province => everywhere,
                    _ => of.reported_until,
                };
                daily(of, method, (last, until), days)
            })
        }
    };
    let is_commune = |of: &Observed<'_>| matches!(of.place, Place::Commune(_));
    let p_values: Vec<Option<f64>> = observed
        .iter()
        .zip(&readings)
        .map(|(of, reading)| reading.as_ref().ok()?.p_value.filter(|_| is_commune(of)))
        .collect();
    let judged = p_values.iter().flatten().count();
    let by_chance = expected_false_alarms(judged, method.alpha());
    let rows = observed.iter().zip(readings).zip(q_values(&p_values));
    rows.filter(|((of, _), _)| is_commune(of) || method != SignalMethod::Funnel)
        .map(|((of, reading), q_value)| SignalRow {
            place: of.place,
            indicator,
            method,
            reading,
            q_value,
            expected_false_alarms: is_commune(of).then_some(by_chance),
        })
        .collect()
}

/// Each place by itself, unless its numbers are not to be judged.
fn each(
    observed: &[Observed<'_>],
    read: impl Fn(&Observed<'_>) -> Result<Reading, &'static str>,
) -> Vec<Result<Reading, &'static str>> {
    let checked = |of: &Observed<'_>| {
        of.judgeable()?;
        read(of)
    };
    observed.iter().map(checked).collect()
}

impl Observed<'_> {
    /// Whether its numbers may be judged, or why not.
    fn judgeable(&self) -> Result<(), &'static str> {
        self.assessment.state.judgeable()
    }
}

/// Communes against their average, the whole campaign so far; limits widened by how much places differ anyway.
fn funnel(observed: &[Observed<'_>], days: &Days<'_>) -> Vec<Result<Reading, &'static str>> {
    let cell = |of: &Observed<'_>| {
        let is_commune = matches!(of.place, Place::Commune(_));
        let cell = of
            .assessment
            .counts
            .filter(|_| is_commune && of.judgeable().is_ok());
        cell.map_or((0, 0), |cell| (cell.numerator, cell.denominator))
    };
    let cells: Vec<(u64, u64)> = observed.iter().map(cell).collect();
    let funnel = over_dispersion::proportions(&cells);
    let reading = |(at, of): (usize, &Observed<'_>)| {
        of.judgeable()?;
        let funnel = funnel.as_ref().map_err(|cause| cause.code())?;
        let place = funnel.places[at].ok_or(IndicatorState::NoDenominator.code())?;
        Ok(Reading {
            start: days.start.unwrap_or(days.as_of),
            end: days.as_of,
            numerator: cells[at].0,
            denominator: Some(cells[at].1),
            value: place.value,
            expected: Some(funnel.average),
            lower: Some(place.limits.low_0001),
            upper: Some(place.limits.high_0001),
            statistic: Some(place.z),
            p_value: Some(place.p_value),
            flag: place.flag.code(),
        })
    };
    observed.iter().enumerate().map(reading).collect()
}

/// The last complete week of a place against its weeks before: of those first measured in a week, in how many anything
/// was found up to now. Where few are measured the three sigma promise too
/// much: the p-value is that of the binomial distribution.
fn p_chart(of: &Observed<'_>, days: &Days<'_>) -> Result<Reading, &'static str> {
    let (Some(found), Some(denominator)) = (&of.found, &of.denominator) else {
        return Err("no_days");
    };
    let is_week = |period: &&Period| period.kind == PeriodKind::Week && period.is_complete;
    let weeks: Vec<&Period> = days.periods.iter().filter(is_week).collect();
    let within = |sums: &DaySums, week: &Period| sums.days[week.days.clone()].iter().sum::<u64>();
    let counts: Vec<(u64, u64)> = weeks
        .iter()
        .map(|week| (within(found, week), within(denominator, week)))
        .collect();
    let Some(baseline) = counts.len().checked_sub(1) else {
        return Err("baseline_too_short");
    };
    let chart = control_chart::p_chart(&counts, baseline, BASELINE_PERIODS_MIN);
    let chart = chart.map_err(|cause| cause.code())?;
    let point = chart.points[baseline].ok_or(IndicatorState::NoDenominator.code())?;
    let (x, n) = counts[baseline];
    Ok(Reading {
        start: weeks[baseline].start,
        end: weeks[baseline].end,
        numerator: x,
        denominator: Some(n),
        value: point.proportion,
        expected: Some(chart.centre),
        lower: Some(point.lower),
        upper: Some(point.upper),
        statistic: Some(point.z),
        p_value: binomial::two_sided(x, n, chart.centre),
        flag: point.signal.code(),
    })
}

/// Position of the last working day on which the province reports anyone, of the denominator where that has days: what
/// is later is not yet reported, and a holiday is no collapse.
fn last_worked_day(province: &Observed<'_>, days: &Days<'_>) -> Option<usize> {
    let reported = province
        .denominator
        .as_ref()
        .or(province.numerator.as_ref())?;
    let (counts, first) = (&reported.days, days.start?);
    let dates: Vec<Date> = first
        .series(jiff::Span::new().days(1))
        .take(counts.len())
        .collect();
    let is_worked = |at: &usize| counts[*at] > 0 && days.calendar.weight(dates[*at]) > 0.0;
    (0..counts.len()).rev().find(is_worked)
}

/// The last day that every commune whose numbers are judged has reported: a day that some did not yet report is no
/// collapse of the province.
fn reported_everywhere(observed: &[Observed<'_>]) -> Option<Date> {
    let communes = observed
        .iter()
        .filter(|of| matches!(of.place, Place::Commune(_)) && of.judgeable().is_ok());
    communes.filter_map(|of| of.reported_until).min()
}

/// The cases of the last worked day that is reported against the days before.
fn daily(
    of: &Observed<'_>,
    method: SignalMethod,
    (last, reported_until): (Option<usize>, Option<Date>),
    days: &Days<'_>,
) -> Result<Reading, &'static str> {
    let (Some(numerator), Some(start)) = (&of.numerator, days.start) else {
        return Err("no_days");
    };
    let last = last.ok_or("too_few_days")?;
    let reported = match reported_until {
        Some(day) => {
            usize::try_from(day_number(day) - day_number(start)).map_err(|_| "too_few_days")?
        }
        None => last,
    };
    let worked = |at: &usize| {
        days.calendar
            .weight(start.saturating_add(jiff::Span::new().days(*at as i64)))
            > 0.0
    };
    let last = (0..=reported.min(last)).rev().find(worked);
    let last = last.ok_or("too_few_days")?;
    let series: Vec<f64> = numerator.days[..=last]
        .iter()
        .map(|count| *count as f64)
        .collect();
    let day = start.saturating_add(jiff::Span::new().days(last as i64));
    let reading = |expected, upper, statistic, p_value, flag| Reading {
        start: day,
        end: day,
        numerator: numerator.days[last],
        denominator: None,
        value: series[last],
        expected,
        lower: None,
        upper,
        statistic,
        p_value,
        flag,
    };
    if method == SignalMethod::EarsC2 {
        let options = ears::Options {
            sigma_min: SPARSE_SIGMA_MIN,
            ..ears::Options::default()
        };
        let found = ears::c2(&series, &options)[last].ok_or("too_few_days")?;
        let flag = if found.is_alarm { "high" } else { "within" };
        let p_value = found.statistic.map(upper_tail);
        return Ok(reading(
            None,
            Some(found.upper_bound),
            found.statistic,
            p_value,
            flag,
        ));
    }
    let options = regression_switch::Options {
        side: Side::Low,
        ..regression_switch::Options::default()
    };
    let found = regression_switch::signals(&series, &options)[last].ok_or("too_few_days")?;
    let (statistic, p_value) = (Some(found.statistic), Some(found.p_value));
    Ok(reading(
        Some(found.expected),
        None,
        statistic,
        p_value,
        found.alert.code(),
    ))
}

/// Flat baselines of sparse counts have no deviation of their own (Burkom, in the manual of R's `surveillance`).
const SPARSE_SIGMA_MIN: f64 = 0.5;

#[cfg(test)]
mod tests;
