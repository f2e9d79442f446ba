//! Dates as people and programs write them.

use crate::domain::{PartialDate, Precision, Problem, Repair, Value};

/// How dates of a source are to be read.
#[derive(Debug, Clone, Copy)]
pub struct DateOptions {
    /// 01/01 stands for "only the year is known".
    pub first_of_january_is_year: bool,
    /// A two-digit year up to this year's last two digits is of this century.
    pub latest_year: u16,
}

/// Reads a date, day before month: `12/05/1957`, `12-5-57`, `05/1957`, `1957`, `1957-05-12`, `19570512`,
/// `19570000`, with or without a time of day behind it.
#[must_use]
pub fn standardise_date(text: &str, options: DateOptions) -> Value<'_, PartialDate> {
    if text.is_empty() {
        return Value::default();
    }
    let parsed = parse(text.as_bytes(), options.latest_year);
    match parsed {
        Parsed::Date(date, _) if options.first_of_january_is_year && is_first_of_january(date) => {
            Value::repaired(text, date.to_year(), Repair::PlaceholderDay)
        }
        Parsed::Date(date, true) => Value::repaired(text, date, Repair::TwoDigitYear),
        Parsed::Date(date, false) => Value::as_given(text, date),
        Parsed::Blank => Value::default(),
        Parsed::NotInCalendar => Value::missing(text, Problem::NotInCalendar),
        Parsed::Unreadable => Value::missing(text, Problem::Unreadable),
    }
}

/// Reads the day of an event, in any form of [`standardise_date`]. A month or a year alone leaves it missing: an exam,
/// a card period or an update counts by its day.
#[must_use]
pub fn standardise_day(text: &str, latest_year: u16) -> Value<'_, PartialDate> {
    let options = DateOptions {
        first_of_january_is_year: false,
        latest_year,
    };
    let mut value = standardise_date(text, options);
    let is_partial = |date: PartialDate| date.precision() != Precision::Day;
    if value.standard.is_some_and(is_partial) {
        value.blank(Problem::DayMissing);
    }
    value
}

enum Parsed {
    /// A date, and whether its year had two digits.
    Date(PartialDate, bool),
    Blank,
    NotInCalendar,
    Unreadable,
}

fn is_first_of_january(date: PartialDate) -> bool {
    (date.month(), date.day()) == (Some(1), Some(1))
}

fn parse(text: &[u8], latest_year: u16) -> Parsed {
    if let [d1, d2, b'/', m1, m2, b'/', y1, y2, y3, y4] = *text {
        let digits = [d1, d2, m1, m2, y1, y2, y3, y4];
        if digits.iter().all(u8::is_ascii_digit) {
            let pair = |a: u8, b: u8| u16::from(a - b'0') * 10 + u16::from(b - b'0');
            return full(
                pair(y1, y2) * 100 + pair(y3, y4),
                pair(m1, m2),
                pair(d1, d2),
                false,
            );
        }
    }
    let Some(numbers) = numbers(text) else {
        return Parsed::Unreadable;
    };
    match numbers {
        Numbers {
            count: 1,
            digits: [4, ..],
            values: [year, ..],
        } => from_year(year),
        Numbers {
            count: 1,
            digits: [8 | 12 | 14, ..],
            ..
        } => compact(text),
        // 05/1957
        Numbers {
            count: 2,
            digits: [1 | 2, 4, _],
            values: [month, year, _],
        } => partial(year, month),
        // 1957-05
        Numbers {
            count: 2,
            digits: [4, 1 | 2, _],
            values: [year, month, _],
        } => partial(year, month),
        Numbers {
            count: 3,
            digits: [4, 1 | 2, 1 | 2],
            values: [year, month, day],
        } => full(year, month, day, false),
        Numbers {
            count: 3,
            digits: [1 | 2, 1 | 2, 4],
            values: [day, month, year],
        } => full(year, month, day, false),
        Numbers {
            count: 3,
            digits: [1 | 2, 1 | 2, 2],
            values: [day, month, year],
        } => {
            let century = if year <= latest_year % 100 {
                2000
            } else {
                1900
            };
            full(century + year, month, day, true)
        }
        _ => Parsed::Unreadable,
    }
}

/// Up to three numbers with one of `/ - .` between; a time of day behind a blank or T is left out.
struct Numbers {
    count: usize,
    digits: [u8; 3],
    values: [u16; 3],
}

fn numbers(text: &[u8]) -> Option<Numbers> {
    let text = without_time(text)?;
    let mut found = Numbers {
        count: 0,
        digits: [0; 3],
        values: [0; 3],
    };
    for part in text.split(|b| matches!(b, b'/' | b'-' | b'.')) {
        if found.count == 3 || part.is_empty() || !part.iter().all(u8::is_ascii_digit) {
            return None;
        }
        found.digits[found.count] = u8::try_from(part.len()).ok()?;
        // Longer numbers are read from the text again; here only their length tells.
        found.values[found.count] = part
            .iter()
            .take(4)
            .fold(0, |n, b| n * 10 + u16::from(b - b'0'));
        found.count += 1;
    }
    Some(found)
}

/// The text before a time of day; `None` where something else stands behind a blank: a second date, a remark.
fn without_time(text: &[u8]) -> Option<&[u8]> {
    let Some(at) = text.iter().position(|b| matches!(b, b' ' | b'T')) else {
        return Some(text);
    };
    let (date, time) = (&text[..at], &text[at + 1..]);
    let is_time = time.contains(&b':')
        && time
            .iter()
            .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'Z' | b'+'));
    is_time.then_some(date)
}

/// `yyyymmdd` with 00 for what is unknown, a time of day behind it left out.
fn compact(text: &[u8]) -> Parsed {
    let number = |range: std::ops::Range<usize>| {
        text[range]
            .iter()
            .fold(0, |n, b| n * 10 + u16::from(b - b'0'))
    };
    match (number(0..4), number(4..6), number(6..8)) {
        (0, 0, 0) => Parsed::Blank,
        (year, 0, 0) => from_year(year),
        (year, month, 0) => partial(year, month),
        (year, month, day) => full(year, month, day, false),
    }
}

/// A year that a living person or a document of one can carry.
fn is_plausible_year(year: u16) -> bool {
    (1850..=2100).contains(&year)
}

fn from_year(year: u16) -> Parsed {
    match PartialDate::from_year(year).filter(|_| is_plausible_year(year)) {
        Some(date) => Parsed::Date(date, false),
        None => Parsed::NotInCalendar,
    }
}

fn partial(year: u16, month: u16) -> Parsed {
    match PartialDate::from_month(year, month as u8).filter(|_| is_plausible_year(year)) {
        Some(date) => Parsed::Date(date, false),
        None => Parsed::NotInCalendar,
    }
}

fn full(year: u16, month: u16, day: u16, is_two_digit: bool) -> Parsed {
    match PartialDate::from_day(year, month as u8, day as u8).filter(|_| is_plausible_year(year)) {
        Some(date) => Parsed::Date(date, is_two_digit),
        None => Parsed::NotInCalendar,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::How;

    const PLAIN: DateOptions = DateOptions {
        first_of_january_is_year: false,
        latest_year: 2026,
    };

    fn check(text: &str, expected: &str, how: How) {
        let value = standardise_date(text, PLAIN);
        let found = value
            .standard
            .map(|date| date.to_string())
            .unwrap_or_default();
        assert_eq!((found.as_str(), value.how), (expected, how), "{text}");
    }

    #[test]
    fn dates_are_read_day_first() {
        for text in [
            "12/05/1957",
            "12/5/1957",
            "12-05-1957",
            "12.5.1957",
            "1957-05-12",
            "19570512",
            "195705120730",
            "1957-05-12T00:00:00",
            "12/05/1957 07:30",
        ] {
            check(text, "1957-05-12", How::AsGiven);
        }
        check("1957", "1957", How::AsGiven);
        check("19570000", "1957", How::AsGiven);
        check("19570500", "1957-05", How::AsGiven);
        check("05/1957", "1957-05", How::AsGiven);
        check(
            "12/05/57",
            "1957-05-12",
            How::Repaired(Repair::TwoDigitYear),
        );
        check(
            "12/05/26",
            "2026-05-12",
            How::Repaired(Repair::TwoDigitYear),
        );
        check("00000000", "", How::Blank);
        check("", "", How::Blank);
    }

    #[test]
    fn what_is_no_date_says_why() {
        for text in ["31/02/1990", "13/13/1990", "00/05/1957", "0012", "1/1/0001"] {
            check(text, "", How::Missing(Problem::NotInCalendar));
        }
        for text in [
            "không rõ",
            "12/05",
            "1/2/3/4",
            "195",
            "45000",
            "12//1957",
            "01/01/2026 - 31/12/2026",
            "1990 hoặc 1991",
            "-",
        ] {
            check(text, "", How::Missing(Problem::Unreadable));
        }
    }

    #[test]
    fn first_of_january_is_a_year_where_the_source_writes_years_so() {
        let options = DateOptions {
            first_of_january_is_year: true,
            ..PLAIN
        };
        let value = standardise_date("01/01/1957", options);
        assert_eq!(value.standard, PartialDate::from_year(1957));
        assert_eq!(value.how, How::Repaired(Repair::PlaceholderDay));
        assert_eq!(standardise_date("02/01/1957", options).how, How::AsGiven);
    }

    #[test]
    fn an_event_without_its_day_is_missing_and_its_text_stays() {
        for text in ["05/2026", "2026-05", "20260500", "2026", "20260000"] {
            let value = standardise_day(text, 2026);
            assert_eq!(value, Value::missing(text, Problem::DayMissing), "{text}");
        }
    }

    #[test]
    fn an_event_on_a_day_is_read_like_any_date() {
        for text in ["01/01/2026", "1/5/26", "31/02/2026", "?", "00000000", ""] {
            assert_eq!(standardise_day(text, 2026), standardise_date(text, PLAIN));
        }
        let first = PartialDate::from_day(2026, 1, 1);
        assert_eq!(standardise_day("01/01/2026", 2026).standard, first);
    }

    proptest! {
        #[test]
        fn never_panics(text in "[0-9/.T: -]{0,16}") {
            let _ = standardise_date(&text, PLAIN);
        }

        #[test]
        fn an_event_has_a_day_or_no_date(text in "[0-9/.T: -]{0,16}") {
            let day = standardise_day(&text, 2026).standard;
            prop_assert!(day.is_none_or(|day| day.day().is_some()));
        }

        #[test]
        fn every_day_round_trips(year in 1850u16..=2100, month in 1u8..=12, day in 1u8..=28) {
            let date = PartialDate::from_day(year, month, day);
            for text in [format!("{day:02}/{month:02}/{year}"), format!("{year}{month:02}{day:02}"), format!("{year}-{month:02}-{day:02}"), format!("{day}.{month}.{year}")] {
                prop_assert_eq!(standardise_date(&text, PLAIN).standard, date);
            }
        }
    }
}
