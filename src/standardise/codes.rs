//! Values that stand in a list: sex, states, groups.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::noise::without_decimals;
use crate::domain::{Problem, Repair, Value};

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
            let folded = fold_value(spelling);
            if let Some(number) = number(&folded) {
                list.folded.entry(number).or_insert(standard);
            }
            list.folded.entry(folded).or_insert(standard);
        }
        list
    }

    /// The value that a text spells, whatever its case and marks; a code that is kept as a number may have gained
    /// decimals (`2.0`) or zeros (`02`), or lost them.
    #[must_use]
    pub fn get(&self, text: &str) -> Option<T> {
        if let Some(exact) = self.exact.get(text) {
            return Some(*exact);
        }
        let folded = fold_value(without_decimals(text));
        let found = self.folded.get(&folded);
        found
            .or_else(|| self.folded.get(&number(&folded)?))
            .copied()
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

/// A folded code as the number that it is; `None` for a word.
fn number(folded: &str) -> Option<String> {
    let is_code = folded.len() <= 3 && folded.bytes().all(|b| b.is_ascii_digit());
    let digits = folded.trim_start_matches('0');
    (is_code && !digits.is_empty() && digits != folded).then(|| digits.to_owned())
}

/// What forms write before a class, folded.
const CLASS_LABELS: [&str; 7] = [
    "suc khoe",
    "phan loai",
    "xep loai",
    "loai",
    "hang",
    "sk",
    "pl",
];

/// Classes by their names in QĐ 1613/BYT-QĐ, folded.
const CLASS_NAMES: [(&str, u8); 5] = [
    ("rat khoe", 1),
    ("khoe", 2),
    ("trung binh", 3),
    ("yeu", 4),
    ("rat yeu", 5),
];

/// Health classes as forms write them: `I`, `Loại I`, `Loại 1`, `1`, `Sức khoẻ loại II`. A name alone (`Khoẻ`) is read
/// and said; two classes in one cell are none.
#[must_use]
pub fn standardise_health_class(text: &str) -> Value<'_, u8> {
    if text.is_empty() {
        return Value::default();
    }
    if let Some(class) = class_number(text) {
        return Value::as_given(text, class);
    }
    let words = words(without_decimals(text));
    let mut class = words.as_str();
    while let Some(rest) = CLASS_LABELS
        .iter()
        .find_map(|label| class.strip_prefix(label))
    {
        class = rest.trim_start();
    }
    let (number, name) = class.split_once(' ').unwrap_or((class, ""));
    match (class_number(number), class_name(name), class_name(class)) {
        (Some(class), _, _) if name.is_empty() => Value::as_given(text, class),
        (Some(class), Some(named), _) if class == named => Value::as_given(text, class),
        (None, _, Some(class)) => Value::repaired(text, class, Repair::ClassInWords),
        _ => Value::missing(text, Problem::Unknown),
    }
}

fn class_number(word: &str) -> Option<u8> {
    match word {
        "i" | "I" | "1" | "ⅰ" => Some(1),
        "ii" | "II" | "2" | "ⅱ" => Some(2),
        "iii" | "III" | "3" | "ⅲ" => Some(3),
        "iv" | "IV" | "4" | "ⅳ" => Some(4),
        "v" | "V" | "5" | "ⅴ" => Some(5),
        _ => None,
    }
}

fn class_name(words: &str) -> Option<u8> {
    let named = CLASS_NAMES.iter().find(|(name, _)| *name == words);
    named.map(|(_, class)| *class)
}

/// The words of a text, folded, one blank between.
fn words(text: &str) -> String {
    let composed: String = text.nfc().collect();
    let words = composed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(fold_value).collect::<Vec<_>>().join(" ")
}

mod fold {
    use crate::domain::letter::{Class, letter};
    use unicode_normalization::UnicodeNormalization;

    /// Lower case without marks; letters and digits only. What stands between two numbers keeps them apart: `1;6` is
    /// not 16.
    #[must_use]
    pub fn fold_value(text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        let mut is_apart = false;
        for c in text.nfc() {
            match letter(c).class {
                Class::Letter => folded.push(letter(c).plain),
                Class::Other if c.is_ascii_digit() => {
                    if is_apart && folded.ends_with(|last: char| last.is_ascii_digit()) {
                        folded.push(' ');
                    }
                    folded.push(c);
                }
                Class::Hidden | Class::Mark => continue,
                _ => {
                    is_apart = true;
                    continue;
                }
            }
            is_apart = false;
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
    fn a_code_kept_as_a_number_is_found_and_two_codes_are_not_one() {
        let list = CodeList::new([(1, "1"), (2, "02"), (10, "10"), (16, "16"), (13, "13")]);
        for (text, expected) in [
            ("1", Some(1)),
            ("1.0", Some(1)),
            ("01", Some(1)),
            ("02", Some(2)),
            ("2", Some(2)),
            ("10", Some(10)),
            ("16.", Some(16)),
            ("1;6", None),
            ("1,6", None),
            ("1 6", None),
            ("1.3", None),
            ("1/0", None),
            ("0", None),
            ("00", None),
        ] {
            assert_eq!(list.get(text), expected, "{text}");
        }
    }

    #[test]
    fn class_forms_are_read() {
        for text in [
            "II",
            "ii",
            "2",
            "2.0",
            "II.",
            "Ⅱ",
            "Loại II",
            "loại 2",
            "Loai2",
            "LOẠI II",
            "Sức khoẻ loại II",
            "Sức khỏe: Loại 2",
            "PL2",
            "Phân loại II",
            "SK loại II",
            "Loại II (khoẻ)",
            "Loại II - Khỏe",
            "Lo\u{61}\u{323}i II",
        ] {
            let given = Value::as_given(text, 2);
            assert_eq!(standardise_health_class(text), given, "{text}");
        }
        for (text, class) in [
            ("Rất khỏe", 1),
            ("Khỏe", 2),
            ("khoẻ", 2),
            ("Sức khoẻ trung bình", 3),
            ("Yếu", 4),
            ("Rất yếu", 5),
        ] {
            let named = Value::repaired(text, class, Repair::ClassInWords);
            assert_eq!(standardise_health_class(text), named, "{text}");
        }
        for text in [
            "VI",
            "I-II",
            "I, II",
            "II/III",
            "Loại II (yếu)",
            "không khoẻ",
            "0",
            "6",
            "12",
            "bình thường",
            "Loại",
            "-",
        ] {
            let unknown = Value::missing(text, Problem::Unknown);
            assert_eq!(standardise_health_class(text), unknown, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,20}") {
            let folded = fold_value(&text);
            proptest::prop_assert_eq!(fold_value(&folded), folded);
            if let Some(class) = standardise_health_class(&text).standard {
                let again = class.to_string();
                proptest::prop_assert_eq!(standardise_health_class(&again), Value::as_given(&again, class));
            }
            let list = CodeList::new([(1, "Nữ"), (2, "2")]);
            let _ = list.standardise(&text);
        }
    }
}
