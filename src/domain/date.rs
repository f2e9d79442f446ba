//! Dates of which only a part may be known.

use std::fmt;

/// How much of a [`PartialDate`] is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    Year,
    Month,
    Day,
}

/// A calendar date known to the year, the month or the day: 1957, 1957-05, 1957-05-12.
///
/// Packed as `year << 9 | month << 5 | day`, an unknown part being 0, so that it sorts in time, the less
/// precise before the more precise. Years 1 to 4095.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate(u32);

impl PartialDate {
    /// The year alone; `None` unless 1 <= year <= 4095.
    #[must_use]
    pub fn from_year(year: u16) -> Option<Self> {
        (1..=4095)
            .contains(&year)
            .then(|| Self(u32::from(year) << 9))
    }

    /// Year and month; `None` unless both are in range.
    #[must_use]
    pub fn from_month(year: u16, month: u8) -> Option<Self> {
        let year = Self::from_year(year)?;
        (1..=12)
            .contains(&month)
            .then(|| Self(year.0 | u32::from(month) << 5))
    }

    /// A full date; `None` unless it stands in the Gregorian calendar.
    #[must_use]
    pub fn from_day(year: u16, month: u8, day: u8) -> Option<Self> {
        let partial = Self::from_month(year, month)?;
        (day >= 1 && day <= days_in_month(year, month)).then(|| Self(partial.0 | u32::from(day)))
    }

    /// Reads the form that it is displayed in: `1957`, `1957-05`, `1957-05-12`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next()?.parse().ok()?;
        let date = match (parts.next(), parts.next(), parts.next()) {
            (None, ..) => Self::from_year(year),
            (Some(month), None, _) => Self::from_month(year, month.parse().ok()?),
            (Some(month), Some(day), None) => {
                Self::from_day(year, month.parse().ok()?, day.parse().ok()?)
            }
            _ => None,
        };
        date.filter(|date| date.to_string() == text)
    }

    /// The packed form, for compact columns; 0 is no date.
    #[must_use]
    pub fn packed(self) -> u32 {
        self.0
    }

    /// The inverse of [`PartialDate::packed`]; `None` for anything that is no date.
    #[must_use]
    pub fn from_packed(packed: u32) -> Option<Self> {
        let year = u16::try_from(packed >> 9).ok()?;
        let month = (packed >> 5 & 15) as u8;
        let day = (packed & 31) as u8;
        match (month, day) {
            (0, 0) => Self::from_year(year),
            (_, 0) => Self::from_month(year, month),
            _ => Self::from_day(year, month, day),
        }
    }

    #[must_use]
    pub fn year(self) -> u16 {
        (self.0 >> 9) as u16
    }

    #[must_use]
    pub fn month(self) -> Option<u8> {
        Some((self.0 >> 5 & 15) as u8).filter(|month| *month > 0)
    }

    #[must_use]
    pub fn day(self) -> Option<u8> {
        Some((self.0 & 31) as u8).filter(|day| *day > 0)
    }

    #[must_use]
    pub fn precision(self) -> Precision {
        match (self.month(), self.day()) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            _ => Precision::Day,
        }
    }

    /// The same date known to the year only.
    #[must_use]
    pub fn to_year(self) -> Self {
        Self(self.0 & !0x1ff)
    }

    /// Whether both can be the same date: the parts that both know are equal.
    #[must_use]
    pub fn agrees_with(self, other: Self) -> bool {
        let known_alike = |a: Option<u8>, b: Option<u8>| a.is_none() || b.is_none() || a == b;
        self.year() == other.year()
            && known_alike(self.month(), other.month())
            && known_alike(self.day(), other.day())
    }

    /// Day and month exchanged, where that too is a date and another one.
    #[must_use]
    pub fn with_day_and_month_swapped(self) -> Option<Self> {
        let (day, month) = (self.day()?, self.month()?);
        (day != month)
            .then(|| Self::from_day(self.year(), day, month))
            .flatten()
    }

    /// Days since 1970-01-01, for a full date.
    #[must_use]
    pub fn days_since_epoch(self) -> Option<i32> {
        let (month, day) = (self.month()?, self.day()?);
        Some(days_from_civil(
            i32::from(self.year()),
            u32::from(month),
            u32::from(day),
        ))
    }

    /// The day of the calendar, where the date is known to the day.
    #[must_use]
    pub fn to_day(self) -> Option<jiff::civil::Date> {
        let (month, day) = (self.month()?, self.day()?);
        jiff::civil::Date::new(self.year() as i16, month as i8, day as i8).ok()
    }

    /// The inverse of [`PartialDate::days_since_epoch`]; `None` for a day before year 1 or after 4095.
    #[must_use]
    pub fn from_days_since_epoch(days: i32) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        let day = jiff::civil::date(1970, 1, 1).checked_add(span).ok()?;
        (1..=4095).contains(&day.year()).then(|| Self::from(day))
    }

    /// Completed years at `on`. Where the birthday is unknown, 1 January is taken, as the register does.
    #[must_use]
    pub fn age_years(self, on: PartialDate) -> i32 {
        let birthday = (self.month().unwrap_or(1), self.day().unwrap_or(1));
        let today = (on.month().unwrap_or(1), on.day().unwrap_or(1));
        i32::from(on.year()) - i32::from(self.year()) - i32::from(today < birthday)
    }
}

impl From<jiff::civil::Date> for PartialDate {
    /// A day of the calendar. Years before 1 do not occur in health records and become year 1.
    fn from(date: jiff::civil::Date) -> Self {
        let year = u32::try_from(date.year()).unwrap_or(1).max(1);
        Self(
            year << 9
                | u32::from(date.month().unsigned_abs()) << 5
                | u32::from(date.day().unsigned_abs()),
        )
    }
}

/// ISO 8601, as far as known: `1957`, `1957-05`, `1957-05-12`.
impl fmt::Display for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}", self.year())?;
        if let Some(month) = self.month() {
            write!(out, "-{month:02}")?;
        }
        if let Some(day) = self.day() {
            write!(out, "-{day:02}")?;
        }
        Ok(())
    }
}

/// A birth date identifies; only its year is shown.
impl fmt::Debug for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PartialDate({:04}-**-**)", self.year())
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a Gregorian date (Howard Hinnant, *chrono-compatible low-level date
/// algorithms*, 2013).
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month as i32 + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    #[test]
    fn a_date_that_is_not_in_the_calendar_is_none() {
        assert!(PartialDate::from_day(2023, 2, 29).is_none());
        assert!(PartialDate::from_day(2024, 2, 29).is_some());
        assert!(PartialDate::from_day(1900, 2, 29).is_none());
        assert!(PartialDate::from_day(2000, 13, 1).is_none());
        assert!(PartialDate::from_month(2000, 0).is_none());
        assert!(PartialDate::from_year(0).is_none());
    }

    #[test]
    fn precision_is_kept_and_shown() {
        for text in ["1957", "1957-05", "1957-05-12"] {
            assert_eq!(date(text).to_string(), text);
        }
        for text in [
            "",
            "57",
            "1957-5",
            "1957-05-32",
            "1957-05-12-01",
            "1957-",
            "+957",
        ] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
        assert_eq!(date("1957").precision(), Precision::Year);
        assert_eq!(date("1957-05").precision(), Precision::Month);
    }

    #[test]
    fn unknown_parts_agree_with_anything() {
        assert!(date("1957").agrees_with(date("1957-05-12")));
        assert!(date("1957-05").agrees_with(date("1957-05-12")));
        assert!(!date("1957-05").agrees_with(date("1957-06-12")));
        assert!(!date("1957").agrees_with(date("1958")));
    }

    #[test]
    fn swapping_gives_another_date_or_nothing() {
        assert_eq!(
            date("1957-05-12").with_day_and_month_swapped(),
            Some(date("1957-12-05"))
        );
        assert_eq!(date("1957-05-13").with_day_and_month_swapped(), None);
        assert_eq!(date("1957-05-05").with_day_and_month_swapped(), None);
        assert_eq!(date("1957").with_day_and_month_swapped(), None);
    }

    #[test]
    fn age_turns_on_the_birthday() {
        assert_eq!(date("2020-11-21").age_years(date("2026-11-20")), 5);
        assert_eq!(date("2020-11-20").age_years(date("2026-11-20")), 6);
        assert_eq!(date("1957").age_years(date("2026-11-20")), 69);
    }

    proptest! {
        #[test]
        fn days_agree_with_jiff(year in 1i16..=4095, month in 1i8..=12, day in 1i8..=31) {
            let ours = PartialDate::from_day(year as u16, month as u8, day as u8);
            match jiff::civil::Date::new(year, month, day) {
                Err(_) => prop_assert!(ours.is_none()),
                Ok(theirs) => {
                    let epoch = jiff::civil::date(1970, 1, 1);
                    let days = (theirs - epoch).get_days();
                    prop_assert_eq!(ours.unwrap().days_since_epoch(), Some(days));
                    prop_assert_eq!(PartialDate::from_days_since_epoch(days), ours);
                }
            }
        }

        #[test]
        fn packing_round_trips(packed in 0u32..(4096 << 9)) {
            if let Some(date) = PartialDate::from_packed(packed) {
                prop_assert_eq!(date.packed(), packed);
                prop_assert_eq!(PartialDate::parse(&date.to_string()), Some(date));
            }
        }
    }
}
