//! What is known of a count: at least, at most.

/// An inclusive range of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// At least.
    pub low: i64,
    /// At most; [`Interval::UNBOUNDED`] when nothing bounds it.
    pub high: i64,
}

impl Interval {
    /// The high end of what nothing bounds.
    pub const UNBOUNDED: i64 = i64::MAX;

    pub(super) fn exactly(count: i64) -> Self {
        Self {
            low: count,
            high: count,
        }
    }

    pub(super) fn at_least(low: i64) -> Self {
        Self {
            low,
            high: Self::UNBOUNDED,
        }
    }

    /// `high − low`; [`Interval::UNBOUNDED`] when nothing bounds it.
    #[must_use]
    pub fn width(self) -> i64 {
        if self.is_bounded() {
            self.high - self.low
        } else {
            Self::UNBOUNDED
        }
    }

    pub(super) fn is_bounded(self) -> bool {
        self.high != Self::UNBOUNDED
    }

    pub(super) fn contains(self, count: i64) -> bool {
        self.low <= count && count <= self.high
    }
}
