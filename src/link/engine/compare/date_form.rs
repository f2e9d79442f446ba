//! Ways in which two partial dates may agree.

use crate::domain::PartialDate;

/// How two dates may agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// Day and month exchanged.
    DayMonthSwapped,
    /// Equal as far as both are known: 1957 and 1957-05-12.
    Compatible,
    /// One digit of `yyyymmdd` wrong, or two neighbours exchanged.
    OneDigitOff,
    SameYear,
    SameYearAndMonth,
    /// The same day and month, of any year.
    SameMonthAndDay,
    WithinDays(u32),
    WithinMonths(u32),
    WithinYears(u32),
}

impl DateForm {
    /// Whether two packed dates agree so; a missing one never does.
    #[must_use]
    pub fn holds(self, a: u32, b: u32) -> bool {
        let dates = PartialDate::from_packed(a).zip(PartialDate::from_packed(b));
        dates.is_some_and(|(a, b)| self.holds_of(a, b))
    }

    fn holds_of(self, a: PartialDate, b: PartialDate) -> bool {
        let month_and_day = |date: PartialDate| date.month().zip(date.day());
        let within = |apart: Option<u32>, max| apart.is_some_and(|apart| apart <= max);
        match self {
            Self::DayMonthSwapped => a.with_day_and_month_swapped() == Some(b),
            Self::Compatible => a.agrees_with(b),
            Self::OneDigitOff => is_one_digit_off(a, b),
            Self::SameYear => a.year() == b.year(),
            Self::SameYearAndMonth => months_apart(a, b) == Some(0),
            Self::SameMonthAndDay => {
                month_and_day(a).is_some() && month_and_day(a) == month_and_day(b)
            }
            Self::WithinDays(max) => within(days_apart(a, b), max),
            Self::WithinMonths(max) => within(months_apart(a, b), max),
            Self::WithinYears(max) => u32::from(a.year().abs_diff(b.year())) <= max,
        }
    }
}

/// Days between two full dates.
fn days_apart(a: PartialDate, b: PartialDate) -> Option<u32> {
    Some(a.days_since_epoch()?.abs_diff(b.days_since_epoch()?))
}

/// Months between two dates whose months are known, days left out.
fn months_apart(a: PartialDate, b: PartialDate) -> Option<u32> {
    let months = |date: PartialDate| Some(12 * u32::from(date.year()) + u32::from(date.month()?));
    Some(months(a)?.abs_diff(months(b)?))
}

/// One digit of `yyyymmdd` differs, or two neighbours are exchanged; of dates of the same precision.
fn is_one_digit_off(a: PartialDate, b: PartialDate) -> bool {
    if a == b || a.precision() != b.precision() {
        return false;
    }
    let (a, b) = (digits(a), digits(b));
    let differ = |at: &usize| a[*at] != b[*at];
    let (first, last) = ((0..8).find(differ), (0..8).rfind(differ));
    let (first, last) = (first.unwrap_or(0), last.unwrap_or(0));
    first == last || (last == first + 1 && a[first] == b[last] && a[last] == b[first])
}

/// `yyyymmdd` as eight digits, 0 where unknown.
fn digits(date: PartialDate) -> [u8; 8] {
    let (year, month, day) = (
        date.year(),
        date.month().unwrap_or(0),
        date.day().unwrap_or(0),
    );
    let digit = |number: u16| b'0' + (number % 10) as u8;
    [
        digit(year / 1000),
        digit(year / 100),
        digit(year / 10),
        digit(year),
        b'0' + month / 10,
        b'0' + month % 10,
        b'0' + day / 10,
        b'0' + day % 10,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(date: &str) -> u32 {
        PartialDate::parse(date).unwrap().packed()
    }

    #[track_caller]
    fn check(form: DateForm, a: &str, b: &str, expected: bool) {
        let (a, b) = (packed(a), packed(b));
        assert_eq!(form.holds(a, b), expected, "{form:?}");
        assert_eq!(form.holds(b, a), expected, "{form:?}");
        assert!(!form.holds(a, 0) && !form.holds(0, 0));
    }

    #[test]
    fn parts_that_agree() {
        check(DateForm::DayMonthSwapped, "1957-05-12", "1957-12-05", true);
        check(DateForm::DayMonthSwapped, "1957-05-05", "1957-05-05", false);
        check(DateForm::Compatible, "1957", "1957-05-12", true);
        check(DateForm::Compatible, "1957-05", "1957-05-12", true);
        check(DateForm::Compatible, "1957-05", "1957-06-12", false);
        check(DateForm::SameYear, "1957", "1957-06-12", true);
        check(DateForm::SameYearAndMonth, "1957-05-12", "1957-05", true);
        check(DateForm::SameYearAndMonth, "1957", "1957", false);
        check(DateForm::SameMonthAndDay, "1957-05-12", "1959-05-12", true);
        check(DateForm::SameMonthAndDay, "1957-05", "1959-05", false);
    }

    #[test]
    fn slips_of_one_digit() {
        check(DateForm::OneDigitOff, "1957-05-12", "1957-05-13", true);
        check(DateForm::OneDigitOff, "1957-05-12", "1957-05-21", true);
        check(DateForm::OneDigitOff, "1975-05-12", "1957-05-12", true);
        check(DateForm::OneDigitOff, "1957-05-12", "1957-12-12", false);
        check(DateForm::OneDigitOff, "1957-05-12", "1957", false);
        check(DateForm::OneDigitOff, "1957", "1957", false);
    }

    #[test]
    fn distances() {
        check(DateForm::WithinDays(1), "1999-12-31", "2000-01-01", true);
        check(DateForm::WithinDays(2), "2000-02-28", "2000-03-01", true);
        check(DateForm::WithinDays(1), "2000-02-28", "2000-03-01", false);
        check(DateForm::WithinDays(1), "1999-12-31", "2000", false);
        check(DateForm::WithinMonths(1), "1999-12-31", "2000-01", true);
        check(DateForm::WithinMonths(0), "1999-12-31", "2000-01", false);
        check(DateForm::WithinYears(2), "1957", "1959-12-31", true);
        check(DateForm::WithinYears(1), "1957", "1959-12-31", false);
    }
}
