//! The year, quarter or month that a delivered count is of.

use std::fmt;

/// A year, a quarter or a month, written `2026`, `2026-Q2`, `2026-06`.
///
/// In order of the last month, the finer one later: of a year and its December, December is the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    year: u16,
    last_month: u8,
    length: Length,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Length {
    Year,
    Quarter,
    Month,
}

impl Period {
    /// `None` of a year that no count can be of.
    #[must_use]
    pub fn year(year: u32) -> Option<Self> {
        Self::new(year, 12, Length::Year)
    }

    /// The quarters are 1 to 4.
    #[must_use]
    pub fn quarter(year: u32, quarter: u32) -> Option<Self> {
        Self::new(year, quarter.checked_mul(3)?, Length::Quarter)
    }

    #[must_use]
    pub fn month(year: u32, month: u32) -> Option<Self> {
        Self::new(year, month, Length::Month)
    }

    fn new(year: u32, last_month: u32, length: Length) -> Option<Self> {
        let is_one = (1900..2200).contains(&year) && (1..=12).contains(&last_month);
        is_one.then_some(Self {
            year: year as u16,
            last_month: last_month as u8,
            length,
        })
    }

    /// Reads the form in which a period is displayed, and no other.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = text.split_at_checked(4)?;
        let year = year.parse().ok()?;
        let period = match rest.strip_prefix('-') {
            None => Self::year(year),
            Some(rest) => match rest.strip_prefix('Q') {
                Some(quarter) => Self::quarter(year, quarter.parse().ok()?),
                None => Self::month(year, rest.parse().ok()?),
            },
        }?;
        (period.to_string() == text).then_some(period)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, last) = (self.year, self.last_month);
        match self.length {
            Length::Year => write!(out, "{year}"),
            Length::Quarter => write!(out, "{year}-Q{}", last / 3),
            Length::Month => write!(out, "{year}-{last:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Period;

    #[test]
    fn later_and_finer_is_newer() {
        let written = [
            "2025", "2025-12", "2026-02", "2026-Q1", "2026-03", "2026-10", "2026-Q4", "2027",
        ];
        let periods = written.map(|text| Period::parse(text).expect(text));
        assert!(periods.is_sorted());
        assert_eq!(periods.map(|period| period.to_string()), written);
    }

    #[test]
    fn other_forms_are_none() {
        for text in [
            "",
            "26",
            "2026-",
            "2026-6",
            "2026-13",
            "2026-Q5",
            "2026-Q",
            "1026",
            "06/2026",
            "2026-06-30",
            "năm 2026",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }
}
