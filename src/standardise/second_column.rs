//! A field that stands in two columns: "Ngày sinh" and "Năm sinh", "Số CCCD" and "Số CMND".
//!
//! The first text that can be read is the value. A second one that says the same, or only less, is passed over; one
//! that says something else is passed over and said.

use super::codes::fold_value;
use crate::domain::record::IdentityNumber;
use crate::domain::{Field, How, PartialDate, Precision, Value};

/// What a second text is beside the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Second {
    /// It says the same, or less.
    Agrees,
    /// It says the same and more.
    SaysMore,
    Differs,
}

/// The value of `first` and of a second text of the same field. A text that differs and is not used is added to
/// `passed_over`.
pub fn of_two<'a, T>(
    field: Field,
    first: Value<'a, T>,
    (text, second): (&'a str, Value<'a, T>),
    compare: impl Fn(&T, &T) -> Second,
    passed_over: &mut Vec<(Field, &'a str)>,
) -> Value<'a, T> {
    if text.is_empty() || text == first.original {
        return first;
    }
    let mut pass_over = |text: &'a str| {
        if says_something(text) {
            passed_over.push((field, text));
        }
    };
    match (&first.standard, &second.standard) {
        (None, Some(_)) => {
            pass_over(first.original);
            second
        }
        (None, None) if !says_something(first.original) => second,
        (Some(a), Some(b)) => match compare(a, b) {
            Second::Agrees => first,
            Second::SaysMore => second,
            Second::Differs => {
                pass_over(text);
                first
            }
        },
        (Some(_), None) if second.how == How::Blank => first,
        (_, None) => {
            pass_over(text);
            first
        }
    }
}

/// Adds `second` to `passed_over` where both texts say something and not the same.
pub fn compare_texts<'a>(
    field: Field,
    first: &str,
    second: &'a str,
    passed_over: &mut Vec<(Field, &'a str)>,
) {
    let is_other = says_something(first) && fold_value(first) != fold_value(second);
    if is_other && says_something(second) {
        passed_over.push((field, second));
    }
}

/// A date and the year that it is of are one.
pub fn compare_births(first: &PartialDate, second: &PartialDate) -> Second {
    let detail = |date: &PartialDate| match date.precision() {
        Precision::Year => 0,
        Precision::Month => 1,
        Precision::Day => 2,
    };
    match first.agrees_with(*second) {
        false => Second::Differs,
        true if detail(second) > detail(first) => Second::SaysMore,
        true => Second::Agrees,
    }
}

/// A person has one cccd, and may have had a cmnd before it.
pub fn compare_identities(first: &IdentityNumber, second: &IdentityNumber) -> Second {
    match (first, second) {
        (IdentityNumber::Cmnd(_), IdentityNumber::Cccd(_)) => Second::SaysMore,
        (IdentityNumber::Cccd(_), IdentityNumber::Cmnd(_)) => Second::Agrees,
        _ => compare_equal(first, second),
    }
}

pub fn compare_equal<T: PartialEq>(first: &T, second: &T) -> Second {
    match first == second {
        true => Second::Agrees,
        false => Second::Differs,
    }
}

/// Signs alone, `-` or `…`, are how an empty cell is filled.
fn says_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standardise::date::{DateOptions, standardise_birth};
    use crate::standardise::identity::standardise_identity;
    use crate::standardise::phone::standardise_phone;

    /// The text that the value is of, and what is passed over.
    fn births(first: &'static str, second: &'static str) -> (&'static str, Vec<&'static str>) {
        let options = DateOptions {
            first_of_january_is_year: true,
            latest_year: 2026,
            is_1904: false,
        };
        let mut passed_over = Vec::new();
        let read = |text| standardise_birth(text, options);
        let value = of_two(
            Field::BirthDate,
            read(first),
            (second, read(second)),
            compare_births,
            &mut passed_over,
        );
        let texts = passed_over.into_iter().map(|(_, text)| text);
        (value.original, texts.collect())
    }

    #[test]
    fn the_first_text_that_can_be_read_is_the_value() {
        for (first, second, used, passed_over) in [
            ("12/05/1957", "1957", "12/05/1957", None),
            ("12/05/1957", "", "12/05/1957", None),
            ("", "1960", "1960", None),
            ("-", "1960", "1960", None),
            ("1957", "12/05/1957", "12/05/1957", None),
            ("01/01/1955", "1955", "01/01/1955", None),
            ("12/05/1957", "1958", "12/05/1957", Some("1958")),
            ("1957", "1958", "1957", Some("1958")),
            ("không rõ", "1957", "1957", Some("không rõ")),
            ("1957", "không rõ", "1957", Some("không rõ")),
            ("1957", "?", "1957", None),
            ("không rõ", "31/02/1957", "không rõ", Some("31/02/1957")),
            ("", "không rõ", "không rõ", None),
            ("", "", "", None),
        ] {
            let expected = (used, passed_over.into_iter().collect::<Vec<_>>());
            assert_eq!(births(first, second), expected, "{first} | {second}");
        }
    }

    #[test]
    fn a_cccd_is_taken_and_a_cmnd_is_no_other_number() {
        for (first, second, used, is_said) in [
            ("003157000001", "081234567", "003157000001", false),
            ("", "081234567", "081234567", false),
            ("081234567", "003157000001", "003157000001", false),
            ("003157000001", "003157000001", "003157000001", false),
            ("003157000001", "003157000002", "003157000001", true),
            ("081234567", "082345678", "081234567", true),
        ] {
            let mut passed_over = Vec::new();
            let read = |text| standardise_identity(text, PartialDate::from_year(1957));
            let second = (second, read(second));
            let field = Field::IdentityNumber;
            let value = of_two(
                field,
                read(first),
                second,
                compare_identities,
                &mut passed_over,
            );
            assert_eq!((value.original, !passed_over.is_empty()), (used, is_said));
        }
    }

    #[test]
    fn spellings_of_one_number_and_of_one_place_are_the_same() {
        let mut passed_over = Vec::new();
        let second = "0387.654.321";
        let second = (second, standardise_phone(second));
        let first = standardise_phone("0387654321");
        let value = of_two(Field::Phone, first, second, compare_equal, &mut passed_over);
        assert_eq!(value.original, "0387654321");
        compare_texts(Field::Hamlet, "Nà Pò", "NÀ PÒ", &mut passed_over);
        compare_texts(Field::Hamlet, "", "Nà Pò", &mut passed_over);
        compare_texts(Field::Hamlet, "Nà Pò", "-", &mut passed_over);
        assert!(passed_over.is_empty());
        compare_texts(Field::Hamlet, "Nà Pò", "Tổ 3", &mut passed_over);
        assert_eq!(passed_over, [(Field::Hamlet, "Tổ 3")]);
    }
}
