//! Dates as people and programs write them.

use super::age::Age;
use super::date_words;
use crate::domain::{How, PartialDate, Precision, Problem, Repair, Value};

/// How dates of a source are to be read.
#[derive(Debug, Clone, Copy)]
pub struct DateOptions {
    /// 01/01 stands for "only the year is known".
    pub first_of_january_is_year: bool,
    /// A two-digit year up to this year's last two digits is of this century.
    pub latest_year: u16,
    /// A number of five digits is a day of the workbook’s 1904 system.
    pub is_1904: bool,
}

/// Reads a date, day before month: `12/05/1957`, `12-5-57`, `05/1957`, `1957`, `1957-05-12`, `19570512`,
/// `19570000`, with or without a time of day behind it, or in words (see [`super::date_words`]).
#[must_use]
pub fn standardise_date(text: &str, options: DateOptions) -> Value<'_, PartialDate> {
    if text.is_empty() {
        return Value::default();
    }
    let parsed = parse(text.as_bytes(), options);
    let parsed = match parsed {
        Parsed::Problem(Problem::Unreadable) => date_words::parse(text, options.latest_year),
        read => read,
    };
    match parsed {
        Parsed::Date(date, _) if options.first_of_january_is_year && is_first_of_january(date) => {
            Value::repaired(text, date.to_year(), Repair::PlaceholderDay)
        }
        Parsed::Date(date, Some(repair)) => Value::repaired(text, date, repair),
        Parsed::Date(date, None) => Value::as_given(text, date),
        Parsed::Blank => Value::default(),
        Parsed::Problem(problem) => Value::missing(text, problem),
    }
}

/// Reads a date of birth. An age in its place is missing, and said to be one; an age beside it (`1957 (69 tuổi)`) is left
/// out where the two agree.
#[must_use]
pub fn standardise_birth(text: &str, options: DateOptions) -> Value<'_, PartialDate> {
    let value = standardise_date(text, options);
    match value.how {
        How::Missing(Problem::Unreadable) if Age::parse(text).is_some() => {
            Value::missing(text, Problem::Age)
        }
        How::Missing(Problem::Unreadable) => beside_age(text, options).unwrap_or(value),
        _ => value,
    }
}

/// The date of birth that stands before an age which it has in the latest year, one more or less where the list is of
/// another day or counts the first year.
fn beside_age(text: &str, options: DateOptions) -> Option<Value<'_, PartialDate>> {
    let (date, age) = text
        .split_once(['(', ',', ';'])
        .or_else(|| text.split_once(" - "))?;
    let age = age.trim_end_matches([')', '.', ' ']);
    let (Age::Years(years) | Age::YearsCountedFromOne(years)) =
        Age::parse(age).filter(|_| age.contains(char::is_alphabetic))?
    else {
        return None;
    };
    let value = standardise_date(date.trim(), options);
    let birth = value.standard?;
    let age_by_year = i32::from(options.latest_year) - i32::from(birth.year());
    let repair = match value.how {
        How::Repaired(repair) => repair,
        _ => Repair::Noise,
    };
    ((age_by_year - i32::from(years)).abs() <= 1).then(|| Value::repaired(text, birth, repair))
}

/// Reads the day of an event, in any form of [`standardise_date`]. A month or a year alone leaves it missing: an exam,
/// a card period or an update counts by its day.
#[must_use]
pub fn standardise_day(text: &str, options: DateOptions) -> Value<'_, PartialDate> {
    let options = DateOptions {
        first_of_january_is_year: false,
        ..options
    };
    let mut value = standardise_date(text, options);
    let is_partial = |date: PartialDate| date.precision() != Precision::Day;
    if value.standard.is_some_and(is_partial) {
        value.blank(Problem::DayMissing);
    }
    value
}

/// What stands before a year, or before a date with signs in it, at the end of a text, and that date.
pub(super) fn date_at_end(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches(|c: char| c != '?' && !c.is_alphanumeric());
    let is_of_date = |c: char| c.is_ascii_digit() || matches!(c, '/' | '.' | '-');
    let before = text.trim_end_matches(is_of_date);
    let date = text[before.len()..].trim_start_matches(['/', '.', '-']);
    let is_year = date.len() == 4 && date.bytes().all(|b| b.is_ascii_digit());
    (is_year || date.contains(['/', '.', '-'])).then_some((before, date))
}

/// What a text says as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parsed {
    /// A date, and what had to be done to read it.
    Date(PartialDate, Option<Repair>),
    Blank,
    Problem(Problem),
}

fn is_first_of_january(date: PartialDate) -> bool {
    (date.month(), date.day()) == (Some(1), Some(1))
}

fn parse(text: &[u8], options: DateOptions) -> Parsed {
    let latest_year = options.latest_year;
    if let [d1, d2, b'/', m1, m2, b'/', y1, y2, y3, y4] = *text {
        let digits = [d1, d2, m1, m2, y1, y2, y3, y4];
        if digits.iter().all(u8::is_ascii_digit) {
            let pair = |a: u8, b: u8| u16::from(a - b'0') * 10 + u16::from(b - b'0');
            return full(
                pair(y1, y2) * 100 + pair(y3, y4),
                pair(m1, m2),
                pair(d1, d2),
                None,
            );
        }
    }
    // A workbook that sets thousands apart makes `1,957` of a year.
    if let [d1 @ b'1'..=b'2', b',' | b'.', d2, d3, d4] = *text
        && [d2, d3, d4].iter().all(u8::is_ascii_digit)
    {
        let digit = |digit: u8| u16::from(digit - b'0');
        let year = digit(d1) * 1000 + digit(d2) * 100 + digit(d3) * 10 + digit(d4);
        let date = PartialDate::from_year(year).filter(|_| (1900..=latest_year).contains(&year));
        if let Some(date) = date {
            return Parsed::Date(date, Some(Repair::Noise));
        }
    }
    if UTC.iter().any(|zone| text.ends_with(zone)) {
        return utc(text, latest_year);
    }
    match numbers(text) {
        Some(Numbers {
            count: 1,
            digits: [8 | 12 | 14, ..],
            ..
        }) => compact(text),
        Some(Numbers {
            count: 1 | 2,
            digits: [5, ..],
            ..
        }) => excel_day(text, options.is_1904),
        Some(numbers) => from_numbers(numbers, latest_year),
        None => Parsed::Problem(Problem::Unreadable),
    }
}

/// One to three numbers in the orders in which dates are written.
pub(super) fn from_numbers(numbers: Numbers, latest_year: u16) -> Parsed {
    match numbers {
        Numbers {
            count: 1,
            digits: [4, ..],
            values: [year, ..],
        } => from_year(year),
        // 05/1957
        Numbers {
            count: 2,
            digits: [1 | 2, 4, _],
            values: [month, year, _],
        } => partial(year, month),
        // 1957-05, and 1957.0 of a year kept as a decimal
        Numbers {
            count: 2,
            digits: [4, 1 | 2, _],
            values: [year, month, _],
        } => partial(year, month),
        Numbers {
            count: 3,
            digits: [4, 1 | 2, 1 | 2],
            values: [year, month, day],
        } => full(year, month, day, None),
        Numbers {
            count: 3,
            digits: [1 | 2, 1 | 2, 4],
            values: [day, month, year],
        } => full(year, month, day, None),
        Numbers {
            count: 3,
            digits: [1 | 2, 1 | 2, 2],
            values: [day, month, year],
        } => full(
            of_century(year, latest_year),
            month,
            day,
            Some(Repair::TwoDigitYear),
        ),
        _ => Parsed::Problem(Problem::Unreadable),
    }
}

/// The year that two digits stand for.
pub(super) fn of_century(year: u16, latest_year: u16) -> u16 {
    let century = if year <= latest_year % 100 {
        2000
    } else {
        1900
    };
    century + year
}

/// Up to three numbers with one of `/ - .` between; a time of day behind a blank or T is left out.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Numbers {
    pub count: usize,
    pub digits: [u8; 3],
    /// Their first four digits: longer ones are read from the text again; here only their length tells.
    pub values: [u16; 3],
}

fn numbers(text: &[u8]) -> Option<Numbers> {
    let text = without_time(text)?;
    let mut found = Numbers::default();
    for part in text.split(|b| matches!(b, b'/' | b'-' | b'.')) {
        if found.count == 3 || part.is_empty() || !part.iter().all(u8::is_ascii_digit) {
            return None;
        }
        found.digits[found.count] = u8::try_from(part.len()).ok()?;
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

/// How programs end a time of UTC.
const UTC: [&[u8]; 3] = [b"Z", b"+00:00", b"+0000"];

/// `1957-05-11T17:00:00Z`: the midnight that begins a day in Vietnam (UTC+7) is the evening before in UTC, and so is
/// every hour up to seven in the morning. Midnight in the south of 1960 to 1975 (UTC+8) is 16:00.
fn utc(text: &[u8], latest_year: u16) -> Parsed {
    let Some(numbers) = numbers(text) else {
        return Parsed::Problem(Problem::Unreadable);
    };
    let parsed = from_numbers(numbers, latest_year);
    let is_next_day = |time: &[u8]| {
        let hour = time
            .iter()
            .take(2)
            .fold(0, |n, b| n * 10 + i32::from(b.wrapping_sub(b'0')));
        (17..24).contains(&hour) || time.starts_with(b"16:00")
    };
    let time = text.split(|b| matches!(b, b' ' | b'T')).nth(1);
    match parsed {
        Parsed::Date(date, None) if time.is_some_and(is_next_day) => {
            let next = date.days_since_epoch().map(|day| day + 1);
            match next.and_then(PartialDate::from_days_since_epoch) {
                Some(next) => Parsed::Date(next, Some(Repair::UtcDay)),
                None => parsed,
            }
        }
        _ => parsed,
    }
}

/// `yyyymmdd` with 00 for what is unknown, a time of day behind it left out; `ddmmyyyy` where only that is a date, which
/// no text is both ways.
fn compact(text: &[u8]) -> Parsed {
    let number = |range: std::ops::Range<usize>| {
        text[range]
            .iter()
            .fold(0, |n, b| n * 10 + u16::from(b - b'0'))
    };
    if (text.len(), number(0..2), number(4..8)) == (8, 0, 0) && number(2..4) == 0 {
        return Parsed::Blank;
    }
    let first = full(number(0..4), number(4..6), number(6..8), None);
    let day_first = || full(number(4..8), number(2..4), number(0..2), None);
    match first {
        Parsed::Date(_, None) => first,
        _ if text.len() == 8 => match day_first() {
            Parsed::Date(date, None) => Parsed::Date(date, None),
            _ => first,
        },
        _ if number(0..4) == 0 && number(4..8) == 0 => Parsed::Blank,
        _ => first,
    }
}

/// Days from 1899-12-30, day 0 of Excel's calendar of 1900 after its false 29 February, to 1970-01-01.
const EXCEL_DAYS_TO_EPOCH: i32 = 25_569;

/// Days by which the 1904 system, whose day 0 is 1904-01-01, is behind the 1900 system.
const DAYS_OF_1904: i32 = 1_462;

/// The day that Excel keeps under a number of five digits, 1927 to 2064 (of the 1904 system 1931 to 2068): nothing else that stands in a column of dates is
/// such a number. A time of day behind the point is left out.
fn excel_day(text: &[u8], is_1904: bool) -> Parsed {
    let whole = text.iter().take_while(|b| b.is_ascii_digit());
    let serial = whole.fold(0, |n, b| n * 10 + i32::from(b - b'0'));
    let has_time_or_none = matches!(text.get(5), None | Some(b'.'));
    let behind = if is_1904 { DAYS_OF_1904 } else { 0 };
    match PartialDate::from_days_since_epoch(serial + behind - EXCEL_DAYS_TO_EPOCH) {
        Some(day) if has_time_or_none && (10_000..=60_000).contains(&serial) => {
            Parsed::Date(day, Some(Repair::ExcelSerial))
        }
        _ => Parsed::Problem(Problem::Unreadable),
    }
}

/// A year that a living person or a document of one can carry.
fn is_plausible_year(year: u16) -> bool {
    (1850..=2100).contains(&year)
}

fn dated(date: Option<PartialDate>, repair: Option<Repair>) -> Parsed {
    match date.filter(|date| is_plausible_year(date.year())) {
        Some(date) => Parsed::Date(date, repair),
        None => Parsed::Problem(Problem::NotInCalendar),
    }
}

pub(super) fn from_year(year: u16) -> Parsed {
    dated(PartialDate::from_year(year), None)
}

/// A month of 0 is unknown.
pub(super) fn partial(year: u16, month: u16) -> Parsed {
    match month {
        0 => from_year(year),
        _ => dated(PartialDate::from_month(year, month as u8), None),
    }
}

/// A day or month of 0 is unknown. Where only the month can be the day, the source writes months first.
pub(super) fn full(year: u16, month: u16, day: u16, repair: Option<Repair>) -> Parsed {
    if day == 0 {
        return match partial(year, month) {
            Parsed::Date(date, None) => Parsed::Date(date, repair),
            other => other,
        };
    }
    match PartialDate::from_day(year, month as u8, day as u8) {
        None if month > 12 => dated(
            PartialDate::from_day(year, day as u8, month as u8),
            Some(Repair::DayAndMonthSwapped),
        ),
        date => dated(date, repair),
    }
}

#[cfg(test)]
mod tests;
