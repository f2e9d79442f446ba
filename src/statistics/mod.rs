//! Statistics of counts, proportions and series: pure functions of numbers.
//!
//! Purpose: intervals, standardised rates, funnel limits, control charts and early warning, each as its
//! paper defines it, so that what a table says can be recomputed by hand.
//! In: counts, populations, expected values, daily series. Out: numbers, and the state that stands where no
//! number can be given.
//! Grain: one place, one period or one day at a time; results stand in the order of the input.
//! Invariants: no I/O, no clock, no randomness, no panic on any input; the same input gives the same bits.
//! A proportion's limits lie within 0 and 1, exactly 0 and 1 at the ends. An alarm compares places or days,
//! it never decides whether a target is met.
//! Leaves to others: which events count, who is in the denominator and how large alpha is (`indicators`), which standard
//! population applies (`config`), disclosure control, and what is done about an alarm.
//!
//! Complete by the papers: indirect standardisation, funnels of ratios, EARS C1 and C3 and the moving average alone stand
//! here with their reference values, though no table asks for them yet.
//!
//! Order of the files: distributions, intervals, rates, places compared, periods compared, days compared.

// Distributions.
mod gamma;
pub mod normal;
pub mod student_t;

// Intervals and tails of one proportion or one count.
pub mod binomial;
pub mod poisson;
pub mod wilson;

// Rates of populations of different ages.
pub mod standardised;

// Places against each other.
pub mod false_discovery;
pub mod funnel;
pub mod over_dispersion;

// One place against its own past.
pub mod control_chart;
pub mod ears;
pub mod regression_switch;
