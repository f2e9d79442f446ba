//! Names of places and things: composed, one blank between, case as given.

use std::borrow::Cow;

use super::ditto::is_ditto;
use super::name::{APOSTROPHES, LOOK_ALIKES, without_noise};
use super::nothing::{is_filling_sign, says_nothing};
use crate::domain::letter::{Class, letter};
use crate::domain::{Problem, Repair, Value};

/// Standardises the name of a place or a household, of which a sign alone (`0`, `x`) is none.
#[must_use]
pub fn standardise_place(text: &str) -> Value<'_, Cow<'_, str>> {
    match is_filling_sign(text) {
        true => Value::missing(text, Problem::Unreadable),
        false => standardise_label(text),
    }
}

/// Standardises the name of a place or a thing: composed, one blank between, case as given. Words for nothing (`NULL`,
/// `Không có`) are none.
#[must_use]
pub fn standardise_label(text: &str) -> Value<'_, Cow<'_, str>> {
    if text.is_empty() {
        return Value::default();
    }
    if is_ditto(text) {
        return Value::missing(text, Problem::Ditto);
    }
    // Nothing but signs, or what a workbook shows for a lost value.
    if !text.contains(char::is_alphanumeric) || shows_lost_value(text) || says_nothing(text) {
        return Value::missing(text, Problem::Unreadable);
    }
    let mut last = ' ';
    let is_standard = text.chars().all(|c| {
        let fits = match letter(c).class {
            Class::Letter | Class::Joiner | Class::Other => true,
            Class::Space => c == ' ' && last != ' ',
            Class::Mark | Class::Hidden => false,
        };
        last = c;
        fits && !LOOK_ALIKES.contains(&c)
    });
    // The apostrophe by which a workbook is told that a cell is text: `'Nà Pò`.
    let is_mark = |c: char| c == '\'' || APOSTROPHES.contains(&c);
    if is_standard && !text.starts_with(is_mark) {
        return Value::as_given(text, Cow::Borrowed(text));
    }
    let label = without_noise(text).0;
    let bare = match label.starts_with(is_mark) {
        true => label.trim_matches(|c: char| is_mark(c) || c == ' '),
        false => label.as_str(),
    };
    if label.is_empty() {
        return Value::default();
    }
    if is_ditto(bare) {
        return Value::missing(text, Problem::Ditto);
    }
    if !bare.contains(char::is_alphanumeric) || shows_lost_value(bare) || says_nothing(bare) {
        return Value::missing(text, Problem::Unreadable);
    }
    match bare.len() < label.len() {
        true => Value::repaired(text, Cow::Owned(bare.to_owned()), Repair::Noise),
        false => Value::as_given(text, Cow::Owned(label)),
    }
}

/// `#REF!`, `#NAME?`, `#N/A`, `Err:502`.
fn shows_lost_value(text: &str) -> bool {
    text.starts_with("Err:")
        || text.starts_with('#') && (text.ends_with(['!', '?']) || text == "#N/A")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_label_that_points_above_is_none() {
        for text in [
            "\"",
            "''",
            "〃",
            "-//-",
            "//",
            "nt",
            "NT",
            "- nt -",
            "như trên",
            "Như trên",
        ] {
            let ditto = Value::missing(text, Problem::Ditto);
            assert_eq!(standardise_label(text), ditto, "{text}");
        }
        let hidden = "\u{ad}n T";
        assert_eq!(
            standardise_label(hidden),
            Value::missing(hidden, Problem::Ditto)
        );
        for text in ["-", "#REF!", "#N/A"] {
            let unreadable = Value::missing(text, Problem::Unreadable);
            assert_eq!(standardise_label(text), unreadable);
        }
        for text in ["Nà Tủ", "Nt 2", "3", "Xóm 3", "N", "Đội 4", "-Nà Pò"] {
            assert!(standardise_label(text).standard.is_some(), "{text}");
        }
    }

    #[test]
    fn a_word_for_nothing_is_no_label() {
        for text in [
            "NULL",
            "nan",
            "(blank)",
            "None",
            "Không",
            "Không\u{a0}có",
            "Chưa rõ",
        ] {
            let unreadable = Value::missing(text, Problem::Unreadable);
            assert_eq!(standardise_label(text), unreadable, "{text}");
            assert_eq!(standardise_place(text), unreadable, "{text}");
        }
        for text in ["0", "x", "X"] {
            assert_eq!(
                standardise_place(text),
                Value::missing(text, Problem::Unreadable)
            );
            // A class may be called so.
            assert!(standardise_label(text).standard.is_some(), "{text}");
        }
        for text in ["Nan", "10", "Khổng", "Xóm Không"] {
            assert!(standardise_place(text).standard.is_some(), "{text}");
        }
        assert_eq!(standardise_place(""), Value::default());
    }

    #[test]
    fn only_notation_changes() {
        for (text, expected) in [
            ("Xóm Nà Pò", "Xóm Nà Pò"),
            ("XÓM  NÀ\u{a0}PÒ", "XÓM NÀ PÒ"),
            ("Xo\u{301}m 2", "Xóm 2"),
            ("Tổ\u{200b} 1", "Tổ 1"),
            ("Ðội 4", "Đội 4"),
            ("'Nà Pò", "Nà Pò"),
            ("`Nà Pò´", "Nà Pò"),
        ] {
            let standard = standardise_label(text).standard;
            assert_eq!(standard.as_deref(), Some(expected), "{text}");
        }
        assert_eq!(standardise_label(""), Value::default());
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_its_standard_form_is_standard(text in "\\PC{0,20}") {
            if let Some(label) = standardise_label(text.trim()).standard {
                let again = standardise_label(&label).standard.map(Cow::into_owned);
                prop_assert_eq!(again.as_deref(), Some(&*label));
            }
        }
    }
}
