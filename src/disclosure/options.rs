//! How small is small, and how coarse is rounded.

use super::error::{DisclosureError, OptionsProblem};

/// The smallest threshold: with 5, a published 5 after rounding to 5 would mean 6 or 7.
/// OpenSAFELY, `docs/outputs/sdc.md`, read 2026-11-22.
const THRESHOLD_MIN: u32 = 7;

/// The smallest rounding base. OpenSAFELY, `docs/outputs/sdc.md`, read 2026-11-22.
const ROUNDING_BASE_MIN: u32 = 5;

/// Threshold and rounding base, checked once and trusted after.
///
/// Both may only be raised: a pipeline folder can be stricter than the house, never laxer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisclosureOptions {
    threshold: u32,
    rounding_base: u32,
}

impl DisclosureOptions {
    /// Checks both numbers.
    ///
    /// # Errors
    ///
    /// When the threshold is under 7, the base under 5, or the base so wide that a shown count could round
    /// to 0 and pass for a true zero (base over 2 × (threshold + 1)). All mistakes at once.
    pub fn new(threshold: u32, rounding_base: u32) -> Result<Self, DisclosureError> {
        let mut problems = Vec::new();
        if threshold < THRESHOLD_MIN {
            problems.push(OptionsProblem::ThresholdLow {
                threshold,
                threshold_min: THRESHOLD_MIN,
            });
        }
        if rounding_base < ROUNDING_BASE_MIN {
            problems.push(OptionsProblem::BaseLow {
                rounding_base,
                rounding_base_min: ROUNDING_BASE_MIN,
            });
        }
        if u64::from(rounding_base) > 2 * (u64::from(threshold) + 1) {
            problems.push(OptionsProblem::BaseHidesZero {
                threshold,
                rounding_base,
            });
        }
        if problems.is_empty() {
            Ok(Self {
                threshold,
                rounding_base,
            })
        } else {
            Err(DisclosureError::Options { problems })
        }
    }

    /// Counts from 1 up to this are hidden, and no hidden count may be known to within this.
    #[must_use]
    pub fn threshold(self) -> u32 {
        self.threshold
    }

    /// Shown counts are rounded to the nearest multiple of this.
    #[must_use]
    pub fn rounding_base(self) -> u32 {
        self.rounding_base
    }

    pub(super) fn threshold_count(self) -> i64 {
        i64::from(self.threshold)
    }
}

/// Threshold 7, rounding base 5.
impl Default for DisclosureOptions {
    fn default() -> Self {
        Self {
            threshold: THRESHOLD_MIN,
            rounding_base: ROUNDING_BASE_MIN,
        }
    }
}
