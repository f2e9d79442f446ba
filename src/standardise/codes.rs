//! Values that stand in a list: sex, states, groups.

use std::collections::HashMap;

use crate::domain::{Problem, Value};

/// Folds a listed value as headers are folded, digits kept.
pub use fold::fold_value;

/// Spellings of a field's standard values, compiled from a profile.
#[derive(Debug, Clone)]
pub struct CodeList<T> {
    exact: HashMap<String, T>,
    folded: HashMap<String, T>,
}

impl<T: Copy> CodeList<T> {
    /// From (standard value, spelling) pairs.
    pub fn new<'s>(spellings: impl IntoIterator<Item = (T, &'s str)>) -> Self {
        let mut list = Self {
            exact: HashMap::new(),
            folded: HashMap::new(),
        };
        for (standard, spelling) in spellings {
            list.exact.insert(spelling.to_owned(), standard);
            list.folded.entry(fold_value(spelling)).or_insert(standard);
        }
        list
    }

    /// The value that a text spells, whatever its case and marks.
    #[must_use]
    pub fn get(&self, text: &str) -> Option<T> {
        let exact = self.exact.get(text).copied();
        exact.or_else(|| self.folded.get(&fold_value(text)).copied())
    }

    #[must_use]
    pub fn standardise<'a>(&self, text: &'a str) -> Value<'a, T> {
        if text.is_empty() {
            return Value::default();
        }
        match self.get(text) {
            Some(standard) => Value::as_given(text, standard),
            None => Value::missing(text, Problem::Unknown),
        }
    }
}

/// Health classes as forms write them: `I`, `Loại I`, `Loại 1`, `1`, `Sức khoẻ loại II`.
#[must_use]
pub fn standardise_health_class(text: &str) -> Value<'_, u8> {
    if text.is_empty() {
        return Value::default();
    }
    let folded = fold_value(text);
    let class = folded
        .trim_start_matches("suckhoe")
        .trim_start_matches("loai");
    let found = match class {
        "i" | "1" => 1,
        "ii" | "2" => 2,
        "iii" | "3" => 3,
        "iv" | "4" => 4,
        "v" | "5" => 5,
        _ => return Value::missing(text, Problem::Unknown),
    };
    Value::as_given(text, found)
}

mod fold {
    use crate::domain::letter::{Class, letter};
    use unicode_normalization::UnicodeNormalization;

    /// Lower case without marks; letters and digits only.
    #[must_use]
    pub fn fold_value(text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        for c in text.nfc() {
            match letter(c).class {
                Class::Letter => folded.push(letter(c).plain),
                Class::Other if c.is_ascii_digit() => folded.push(c),
                _ => {}
            }
        }
        folded
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::How;

    #[test]
    fn spellings_are_found_whatever_case_and_marks() {
        let list = CodeList::new([(1, "Nữ"), (2, "Đã tiếp nhận"), (3, "x")]);
        for (text, expected) in [
            ("Nữ", Some(1)),
            ("NU", Some(1)),
            ("da tiep nhan", Some(2)),
            ("X", Some(3)),
            ("?", None),
        ] {
            assert_eq!(list.get(text), expected, "{text}");
        }
        assert_eq!(list.standardise("khác").how, How::Missing(Problem::Unknown));
        assert_eq!(list.standardise("").how, How::Blank);
    }

    #[test]
    fn class_forms_are_read() {
        for text in ["II", "Loại II", "loại 2", "2", "Sức khoẻ loại II"] {
            assert_eq!(standardise_health_class(text).standard, Some(2), "{text}");
        }
        assert_eq!(standardise_health_class("VI").standard, None);
    }
}
