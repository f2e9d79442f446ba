//! Whether a text that stands alone in a row is a person's name.

use super::place::{Token, tokens};
use crate::domain::family_name::begins_with_family_name;

/// What a text alone may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Person,
    /// A person or a place: "Lý Bôn" is a commune, "Nguyễn Trãi" a street.
    Either,
    NoPerson,
}

/// Names have two to five words.
const WORDS_MAX: usize = 5;

/// With which the names of villages in Cao Bằng begin, and no name of a person.
const VILLAGES: [&str; 22] = [
    "nà",
    "lũng",
    "lủng",
    "bản",
    "khuổi",
    "pác",
    "cốc",
    "phia",
    "phja",
    "phiêng",
    "nặm",
    "kéo",
    "bó",
    "thôm",
    "khau",
    "slam",
    "vằng",
    "pò",
    "đông",
    "tổng",
    "hạ",
    "thượng",
];

/// Second words of names that places do not have.
const MIDDLE_NAMES: [&str; 4] = ["thị", "thi", "văn", "van"];

/// Associations and delegations, not the family Đoàn.
const ASSOCIATIONS: [&str; 4] = ["thanh", "viên", "khám", "thể"];

/// Reads `text` as a name; `is_in_name_column` says that names stand where it stands.
#[must_use]
pub fn named(text: &str, is_in_name_column: bool) -> Named {
    let words = tokens(text);
    let is_plain = |c: char| {
        c.is_alphabetic() || c == ' ' || unicode_normalization::char::is_combining_mark(c)
    };
    let begins_high = |word: &Token| text[word.start..].starts_with(char::is_uppercase);
    let is_name = (2..=WORDS_MAX).contains(&words.len())
        && text.chars().all(is_plain)
        && words.iter().all(begins_high);
    let is_association =
        || words[0].lower == "đoàn" && ASSOCIATIONS.contains(&words[1].lower.as_str());
    if !is_name || is_association() {
        return Named::NoPerson;
    }
    let is_of_family = begins_with_family_name(text);
    let has_middle = words.len() > 2 && MIDDLE_NAMES.contains(&words[1].lower.as_str());
    if has_middle || is_of_family && words.len() > 2 {
        return Named::Person;
    }
    let is_in_capitals = !text.contains(char::is_lowercase);
    let is_village = VILLAGES.contains(&words[0].lower.as_str());
    if is_in_name_column && (is_of_family || !is_in_capitals && !is_village) {
        return Named::Either;
    }
    Named::NoPerson
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_alone_is_a_person_where_it_reads_like_one() {
        for text in [
            "Bàn Thị Mẩy",
            "NÔNG THỊ ẤM",
            "Nông Đức Long",
            "Xìn Thị Mỷ",
            "BAN THI MAY",
            "Ba\u{300}n Thị Mẩy",
        ] {
            assert_eq!(named(text, true), Named::Person, "{text}");
            assert_eq!(named(text, false), Named::Person, "{text}");
        }
        for text in ["Lý Bôn", "LÝ BÔN", "Xìn Mẩy", "Páo Sì Lử"] {
            assert_eq!(named(text, true), Named::Either, "{text}");
            assert_eq!(named(text, false), Named::NoPerson, "{text}");
        }
        for text in [
            "Lũng Rì",
            "NÀ PÒ",
            "LŨNG RÌ",
            "Bản Khuông",
            "Trẻ em",
            "TRẺ EM",
            "Nam",
            "Hộ nghèo 2",
            "A, B",
            "BAN GIÁM HIỆU",
            "ĐOÀN THANH NIÊN",
            "",
        ] {
            assert_eq!(named(text, true), Named::NoPerson, "{text}");
        }
    }
}
