//! Words of forms in the cell of a name: labels before it, and words that name nobody.

use crate::domain::letter::letter;

/// Labels of a name, before a colon, a dash or in parentheses.
const LABELS: [&str; 26] = [
    "họ và tên",
    "họ tên",
    "họ, tên",
    "tên",
    "chủ hộ",
    "tên chủ hộ",
    "họ tên chủ hộ",
    "họ và tên chủ hộ",
    "bệnh nhân",
    "người bệnh",
    "tên bệnh nhân",
    "họ tên bệnh nhân",
    "họ và tên bệnh nhân",
    "người khám",
    "người được khám",
    "họ tên người khám",
    "họ và tên người khám",
    "học sinh",
    "họ tên học sinh",
    "họ và tên học sinh",
    "trẻ",
    "họ tên trẻ",
    "họ và tên trẻ",
    "ho va ten",
    "ho ten",
    "benh nhan",
];

/// Labels before a colon alone: elsewhere they may be syllables of a name.
const SHORT_LABELS: [&str; 4] = ["hs", "bn", "ch", "ht"];

/// What a row of a household is to its head. Without a colon it tells whose wife or child someone is.
const RELATIVES: [&str; 3] = ["vợ", "chồng", "con"];

/// What begins a sentence that is no name.
const NOTES: [&str; 4] = ["ghi chú", "lưu ý", "chú ý", "ghi chu"];

/// What stands in the cell of a name and names nobody, each word with a capital.
const NOBODY: [&str; 27] = [
    "Họ Và Tên",
    "Họ Tên",
    "Họ, Tên",
    "Tên",
    "Chủ Hộ",
    "Tên Chủ Hộ",
    "Họ Tên Chủ Hộ",
    "Họ Và Tên Chủ Hộ",
    "Bệnh Nhân",
    "Người Bệnh",
    "Tên Bệnh Nhân",
    "Họ Tên Bệnh Nhân",
    "Họ Và Tên Bệnh Nhân",
    "Người Khám",
    "Người Được Khám",
    "Họ Tên Người Khám",
    "Họ Và Tên Người Khám",
    "Học Sinh",
    "Họ Tên Học Sinh",
    "Họ Và Tên Học Sinh",
    "Ho Va Ten",
    "Benh Nhan",
    "Ghi Chú",
    "Vô Danh",
    "Sơ Sinh",
    "Bé Sơ Sinh",
    "Trẻ Sơ Sinh",
];

/// A cell without the label before its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Labelled<'t> {
    /// The name behind a label.
    Name(&'t str),
    /// A note, not a name.
    Note,
    /// No label.
    Bare,
}

/// Takes the label off a clean text: `Họ và tên: Nông Thị Ấm`, `Chủ hộ - Nông Thị Ấm`, `(Chủ hộ) Nông Thị Ấm`.
pub(super) fn without_label(clean: &str) -> Labelled<'_> {
    let colon = clean.split_once(':');
    if let Some((label, name)) = colon {
        let name = name.trim();
        if is_one_of(label, &NOTES) {
            return Labelled::Note;
        }
        let is_label = is_one_of(label, &LABELS) || is_one_of(label, &SHORT_LABELS);
        if is_label || is_one_of(label, &RELATIVES) && is_whole_name(name) {
            return Labelled::Name(name);
        }
    }
    let dash = [" - ", " – ", "- "].iter();
    let dash = { dash }.find_map(|sign| clean.split_once(sign));
    let bracket = clean.strip_prefix(['(', '[']);
    let bracket = bracket.and_then(|inside| inside.split_once([')', ']']));
    for (label, name) in [dash, bracket].into_iter().flatten() {
        if is_one_of(label, &LABELS) {
            return Labelled::Name(name.trim());
        }
    }
    Labelled::Bare
}

/// Whether a name of which each word has a capital is a heading or a word for somebody without one.
pub(super) fn is_of_nobody(name: &str) -> bool {
    NOBODY.contains(&name)
}

/// Two words of which the first is no form of address: what stands behind `Con: bà …` is the mother's.
fn is_whole_name(name: &str) -> bool {
    name.split_once(' ').is_some_and(|(first, _)| {
        let mut titles = super::TITLES.iter();
        titles.all(|title| !equals(first, &title.to_lowercase()))
    })
}

fn is_one_of(label: &str, words: &[&str]) -> bool {
    let label = label.trim_start_matches(|c: char| !c.is_alphabetic());
    let label = label.trim_end_matches(|c: char| !c.is_alphabetic());
    words.iter().any(|word| equals(label, word))
}

/// Whether a composed text is `word`, which is in small letters.
fn equals(text: &str, word: &str) -> bool {
    text.chars().map(|c| letter(c).lower).eq(word.chars())
}
