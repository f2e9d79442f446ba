//! Ages where a date of birth is asked for.

use jiff::Span;
use jiff::civil::Date;

use super::codes::fold_value;
use crate::domain::PartialDate;

/// An age as lists write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    Years(i16),
    /// Tuổi mụ: one at birth, one more at every new year.
    YearsCountedFromOne(i16),
    Months(i16),
    Weeks(i16),
    Days(i16),
}

impl Age {
    /// Reads `69`, `69 tuổi`, `70 tuổi mụ`, `3 tháng`, `5 ngày tuổi`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let text = ["khoảng", "Khoảng"]
            .iter()
            .find_map(|about| text.strip_prefix(about))
            .map_or(text, str::trim_start);
        let end = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let (number, unit) = text.split_at(end);
        let number: i16 = (number.len() <= 3).then(|| number.parse().ok())??;
        let has_more_numbers = unit.contains(|c: char| c.is_ascii_digit());
        if number == 0 || number > 120 || has_more_numbers {
            return None;
        }
        match fold_value(unit).as_str() {
            "" | "tuoi" | "t" | "namtuoi" => Some(Self::Years(number)),
            "tuoimu" | "mu" | "tmu" | "tuoita" | "tuoiam" => {
                Some(Self::YearsCountedFromOne(number))
            }
            "thang" | "thangtuoi" | "th" | "thg" => Some(Self::Months(number)),
            "tuan" | "tuantuoi" => Some(Self::Weeks(number)),
            "ngay" | "ngaytuoi" => Some(Self::Days(number)),
            _ => None,
        }
    }

    /// The birth that such an age on a day most likely means: a year, for the youngest a month.
    #[must_use]
    pub fn birth(self, on: Date) -> Option<PartialDate> {
        let year = |age: i16| {
            let year = u16::try_from(on.year().checked_sub(age)?).ok()?;
            PartialDate::from_year(year)
        };
        let month = |span: Span| {
            let birth = PartialDate::from(on.checked_sub(span).ok()?);
            PartialDate::from_month(birth.year(), birth.month()?)
        };
        match self {
            Self::Years(age) => year(age),
            Self::YearsCountedFromOne(age) => year(age - 1),
            Self::Months(age) => month(Span::new().months(age)),
            Self::Weeks(age) => month(Span::new().weeks(age)),
            Self::Days(age) => month(Span::new().days(age)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_and_lead_to_a_birth() {
        let on = jiff::civil::date(2026, 10, 1);
        for (text, expected) in [
            ("69", "1957"),
            ("69 tuổi", "1957"),
            ("69t", "1957"),
            ("khoảng 69 tuổi", "1957"),
            ("~69", "1957"),
            ("70 tuổi mụ", "1957"),
            ("70 (mụ)", "1957"),
            ("3 tháng", "2026-07"),
            ("18 tháng tuổi", "2025-04"),
            ("2 tuần", "2026-09"),
            ("5 ngày tuổi", "2026-09"),
            ("120", "1906"),
        ] {
            let birth = Age::parse(text).and_then(|age| age.birth(on));
            assert_eq!(birth, PartialDate::parse(expected), "{text}");
        }
        for text in [
            "",
            "0",
            "121",
            "1957",
            "tuổi",
            "69-70",
            "3 tháng 5 ngày",
            "69 kg",
        ] {
            assert_eq!(Age::parse(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,16}|[0-9]{0,4} ?(tuổi|tháng|ngày)?") {
            if let Some(age) = Age::parse(&text) {
                proptest::prop_assert!(age.birth(jiff::civil::date(2026, 10, 1)).is_some());
            }
        }
    }
}
