//! Headings inside a table, whose value belongs to the rows below: "Xóm Nà Pò", "II. Tổ 3", "Lớp 4A".

use crate::domain::Field;
use unicode_normalization::UnicodeNormalization;

/// A heading and the field that its text is a value of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heading<'a> {
    pub field: Field,
    /// Without numbering and counts; empty for a heading that ends what stood before and names nothing.
    pub text: &'a str,
}

/// The headings that a row stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sections<'a> {
    pub hamlet: &'a str,
    pub unit_group: &'a str,
    pub commune_name: &'a str,
}

impl<'a> Sections<'a> {
    /// Goes on under `heading`; a hamlet ends with its commune.
    pub fn turn_to(&mut self, heading: Heading<'a>) {
        match heading.field {
            Field::CommuneName => {
                *self = Self {
                    commune_name: heading.text,
                    ..Self::default()
                }
            }
            Field::UnitGroup => self.unit_group = heading.text,
            _ => self.hamlet = heading.text,
        }
    }
}

/// How sure a first word is of being no family name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    /// Nobody is called so.
    Sure,
    /// Tô, Bàn, Khu and Làng are family names or are typed for one.
    Doubtful,
    /// Sure where a number follows: Khối 4, but Khôi Nguyên.
    WithNumber,
}

/// First words of headings in lower case with their marks, as they are typed with and without.
const WORDS: [(&str, Field, Word); 19] = [
    ("xóm", Field::Hamlet, Word::Sure),
    ("xom", Field::Hamlet, Word::Sure),
    ("thôn", Field::Hamlet, Word::Sure),
    ("thon", Field::Hamlet, Word::Sure),
    ("ấp", Field::Hamlet, Word::Sure),
    ("buôn", Field::Hamlet, Word::Sure),
    ("tdp", Field::Hamlet, Word::Sure),
    ("tổ", Field::Hamlet, Word::Doubtful),
    ("to", Field::Hamlet, Word::WithNumber),
    ("bản", Field::Hamlet, Word::Doubtful),
    ("khu", Field::Hamlet, Word::Doubtful),
    ("làng", Field::Hamlet, Word::Doubtful),
    ("phố", Field::Hamlet, Word::Doubtful),
    ("lớp", Field::UnitGroup, Word::Sure),
    ("lop", Field::UnitGroup, Word::Sure),
    ("khối", Field::UnitGroup, Word::WithNumber),
    ("khoi", Field::UnitGroup, Word::WithNumber),
    ("xã", Field::CommuneName, Word::Sure),
    ("phường", Field::CommuneName, Word::Sure),
];

/// What a text says as a heading, and whether it could be a person's name instead.
#[must_use]
pub fn heading(text: &str) -> Option<(Heading<'_>, bool)> {
    let text = without_numbering(text);
    let first = text.split_whitespace().next()?;
    let word: String = first
        .trim_end_matches([':', '.', ','])
        .nfc()
        .flat_map(char::to_lowercase)
        .collect();
    let (_, field, kind) = *WORDS.iter().find(|(known, ..)| *known == word)?;
    let behind = text[first.len()..].trim_start_matches([':', ' ', '.']);
    let has_number = behind.starts_with(|c: char| c.is_ascii_digit());
    let is_sure = match kind {
        Word::Sure => true,
        Word::Doubtful => has_number || begins_with(behind, &["dân phố", "phố", "dân cư"]),
        Word::WithNumber if has_number => true,
        Word::WithNumber => return None,
    };
    if !is_sure && has_middle_name(behind) {
        return None;
    }
    let text = if first.ends_with(':') { behind } else { text };
    let heading = Heading {
        field,
        text: without_count(text),
    };
    Some((heading, is_sure))
}

/// Whether the heading names only the kind of place: "Xóm:", with its name in the next cell.
#[must_use]
pub fn names_nothing(text: &str) -> bool {
    without_numbering(text).split_whitespace().count() == 1
}

/// `II. Tổ 3` gives `Tổ 3`.
fn without_numbering(text: &str) -> &str {
    let mut rest = text.trim_start_matches(['*', '-', '+', ' ']);
    while let Some(word) = rest.split_whitespace().next() {
        let number = word.trim_end_matches(['.', ')', ':', '-', '/']);
        let is_number = number
            .bytes()
            .all(|b| b.is_ascii_digit() || b"IVX.".contains(&b))
            || number.len() == 1 && number.len() < word.len() && number.is_ascii();
        if !is_number || word.len() == rest.len() {
            break;
        }
        rest = rest[word.len()..].trim_start();
    }
    rest
}

/// `Thôn Bản Chang: 25 hộ`, `Xóm Nà Pò (25 hộ)`, `Xóm Nà Pò - 25 hộ` without their count.
fn without_count(text: &str) -> &str {
    let at = text.find([':', '(', ';']).unwrap_or(text.len());
    let text = text[..at].trim_end();
    match text.rsplit_once([',', '-', '–']) {
        Some((name, count)) if count.trim_start().starts_with(|c: char| c.is_ascii_digit()) => {
            name.trim_end()
        }
        _ => text,
    }
}

fn begins_with(text: &str, words: &[&str]) -> bool {
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    words.iter().any(|word| lower.starts_with(word))
}

/// "Khu Thị Mai" and "Bản Văn Ổn" are people.
fn has_middle_name(behind: &str) -> bool {
    let mut words = behind.split_whitespace();
    let middle: String = words
        .next()
        .unwrap_or_default()
        .nfc()
        .flat_map(char::to_lowercase)
        .collect();
    words.next().is_some() && ["thị", "thi", "văn", "van", "a"].contains(&middle.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_give_their_value() {
        for (text, field, value, is_sure) in [
            ("Xóm Nà Pò", Field::Hamlet, "Xóm Nà Pò", true),
            ("XÓM NÀ PÒ", Field::Hamlet, "XÓM NÀ PÒ", true),
            ("I. Xóm Nà Pò", Field::Hamlet, "Xóm Nà Pò", true),
            ("II/ Tổ 3", Field::Hamlet, "Tổ 3", true),
            ("a) Tổ dân phố 4", Field::Hamlet, "Tổ dân phố 4", true),
            (
                "Thôn Bản Chang: 25 hộ",
                Field::Hamlet,
                "Thôn Bản Chang",
                true,
            ),
            ("Xóm Nà Pò (25 hộ)", Field::Hamlet, "Xóm Nà Pò", true),
            ("Xóm Nà Pò - 25 hộ", Field::Hamlet, "Xóm Nà Pò", true),
            ("Xóm: Nà Pò", Field::Hamlet, "Nà Pò", true),
            ("Bản Khuông", Field::Hamlet, "Bản Khuông", false),
            ("Lớp 4A: 32 em", Field::UnitGroup, "Lớp 4A", true),
            ("Xã Hạ Lang", Field::CommuneName, "Xã Hạ Lang", true),
        ] {
            let expected = Some((Heading { field, text: value }, is_sure));
            assert_eq!(heading(text), expected, "{text}");
        }
    }

    #[test]
    fn family_names_are_no_headings() {
        for name in [
            "Khu Thị Mai",
            "Bản Văn Ổn",
            "Tổ Thị Mỷ",
            "TO THI MY",
            "Tô Văn Ổn",
            "Bàn A Dình",
            "Xa Văn Ổn",
            "Khôi Nguyên",
            "Ma Thị Lò",
            "",
        ] {
            assert_eq!(heading(name), None, "{name}");
        }
    }
}
