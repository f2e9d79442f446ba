//! What a number in a cell is: a number, a day or a time, by the format of its cell.
//!
//! A workbook keeps days as numbers: of the 1900 system, in which 29 February 1900 exists, or of the 1904 system of
//! old Macs. Days are written as ISO dates; every other number as it stands in the cell, never as it is shown.

use std::fmt::Write;

use jiff::civil::{Date, date};

/// How a number is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NumberFormat {
    #[default]
    Plain,
    /// A day, perhaps with a time, of the 1900 system.
    Day1900,
    /// The same of the 1904 system.
    Day1904,
}

impl NumberFormat {
    /// A day of the workbook's own system.
    #[must_use]
    pub fn day(is_1904: bool) -> Self {
        if is_1904 {
            Self::Day1904
        } else {
            Self::Day1900
        }
    }
}

/// Whether the built-in format `id` shows days or times. 27–36 and 50–58 do so in eastern Asia.
#[must_use]
pub fn is_built_in_day(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58)
}

/// Whether a format's code shows days or times: one of the letters d, m, y, h, s outside quotes, escapes and
/// brackets, in its first section. Elapsed time (`[h]:mm`) is a number.
#[must_use]
pub fn is_day(code: &str) -> bool {
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {
                letters.by_ref().find(|letter| *letter == '"');
            }
            // The next one is shown as it is, left as a blank, or repeated.
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                let inside: String = letters
                    .by_ref()
                    .take_while(|letter| *letter != ']')
                    .collect();
                let inside = inside.to_ascii_lowercase();
                let is_elapsed = |unit| !inside.is_empty() && inside.chars().all(|c| c == unit);
                if ['h', 'm', 's'].into_iter().any(is_elapsed) {
                    return false;
                }
            }
            ';' => return false,
            'G' | 'g' if letters.as_str().to_ascii_lowercase().starts_with("eneral") => {
                return false;
            }
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => return true,
            _ => {}
        }
    }
    false
}

/// Appends a number. Whole numbers have no point and no exponent.
pub fn write_number(text: &mut String, number: f64, format: NumberFormat) {
    let is_1904 = format == NumberFormat::Day1904;
    let written = match format {
        _ if !number.is_finite() => Ok(()),
        NumberFormat::Day1900 | NumberFormat::Day1904
            if (0.0..1.0).contains(&number) && number > 0.0 =>
        {
            let minutes = (number * 1440.0).round() as u32;
            write!(text, "{:02}:{:02}", minutes / 60, minutes % 60)
        }
        NumberFormat::Day1900 | NumberFormat::Day1904 => match day(number, is_1904) {
            Some(day) => write!(text, "{day}"),
            None => write!(text, "{number}"),
        },
        NumberFormat::Plain if number == 0.0 => write!(text, "0"),
        NumberFormat::Plain => write!(text, "{number}"),
    };
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
}

/// The day of a number; `None` beyond the years 1900 to 9999.
#[must_use]
pub fn day(number: f64, is_1904: bool) -> Option<Date> {
    // A time of day may end half a microsecond before midnight.
    let days = (number + 1e-9).floor();
    if !(0.0..2_958_466.0).contains(&days) {
        return None;
    }
    let days = days as i32;
    let first = match (is_1904, days) {
        (true, _) => date(1904, 1, 1),
        // Day 60 is 29 February 1900, which never was; those before it stand one day off.
        (false, 60) => return None,
        (false, ..60) => date(1899, 12, 31),
        (false, _) => date(1899, 12, 30),
    };
    first
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
        .filter(|day| day.year() >= 1900)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_they_stand_in_the_cell() {
        let check = |number: f64, format, expected: &str| {
            let mut text = String::new();
            write_number(&mut text, number, format);
            assert_eq!(text, expected, "{number} {format:?}");
        };
        use NumberFormat::{Day1900, Day1904, Plain};
        check(3_157_000_001.0, Plain, "3157000001");
        check(34_057_000_001.0, Plain, "34057000001");
        check(999_999_999_999_999.0, Plain, "999999999999999");
        check(1e20, Plain, "100000000000000000000");
        check(155.5, Plain, "155.5");
        check(0.1 + 0.2, Plain, "0.30000000000000004");
        check(-0.0, Plain, "0");
        check(f64::NAN, Plain, "");
        check(1.0, Day1900, "1900-01-01");
        check(59.0, Day1900, "1900-02-28");
        check(60.0, Day1900, "60");
        check(61.0, Day1900, "1900-03-01");
        check(20_952.0, Day1900, "1957-05-12");
        check(20_952.75, Day1900, "1957-05-12");
        check(19_490.0, Day1904, "1957-05-12");
        check(0.0, Day1904, "1904-01-01");
        check(0.5, Day1900, "12:00");
        check(2_958_465.0, Day1900, "9999-12-31");
        check(3e6, Day1900, "3000000");
        check(-1.0, Day1900, "-1");
    }

    #[test]
    fn formats_of_days() {
        for code in [
            "dd/mm/yyyy",
            "[$-42A]dd mmmm yyyy",
            "yyyy\\-mm\\-dd",
            "d-mmm",
            "h:mm AM/PM",
            "\"ngày\" d \"tháng\" m",
            "*-yyyy",
        ] {
            assert!(is_day(code), "{code}");
        }
        for code in [
            "General",
            "0",
            "000000000000",
            "#,##0.00 \"đồng\"",
            "[h]:mm",
            "[mm]:ss",
            "0\\d",
            "0_d",
            "0*y",
            "[Red]0;dd",
            "@",
            "",
            "[",
            "\"",
            "\\",
        ] {
            assert!(!is_day(code), "{code}");
        }
        assert!(is_built_in_day(14) && !is_built_in_day(0) && !is_built_in_day(46));
    }

    proptest::proptest! {
        #[test]
        fn no_format_and_no_number_is_too_odd(code in ".{0,20}", number: f64) {
            let _ = is_day(&code);
            for format in [NumberFormat::Plain, NumberFormat::Day1900, NumberFormat::Day1904] {
                write_number(&mut String::new(), number, format);
            }
        }
    }
}
