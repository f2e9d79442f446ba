//! Rounding to a base, and what a rounded count gives away.

use super::interval::Interval;
use super::options::DisclosureOptions;

/// The nearest multiple of the base; a tie, which only even bases have, goes up.
///
/// Reference: OpenSAFELY, `docs/outputs/sdc.md`. Example, base 5: 8, 12 → 10; 13, 17 → 15; 23 → 25.
#[must_use]
pub fn round_count(count: u64, options: DisclosureOptions) -> u64 {
    let base = u64::from(options.rounding_base());
    count.saturating_add(base / 2) / base * base
}

/// Which shown counts round to `rounded`: those nearest to it that are over the threshold.
///
/// Example, threshold 7, base 5: 10 → 8..=12 and 15 → 13..=17; base 6: 12 → 9..=14,
/// as the tie 15 goes up.
#[must_use]
pub fn counts_rounding_to(rounded: i64, options: DisclosureOptions) -> Interval {
    let base = i64::from(options.rounding_base());
    Interval {
        low: (rounded - base / 2).max(options.threshold_count() + 1),
        high: rounded + (base - 1) / 2,
    }
}
