//! The fold under which names of places and groups are compared: no case, no tones, no marks.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Type words that may stand before a unit's name, longest first, in NFC lower case.
const TYPE_WORDS: [&str; 10] = [
    "thị trấn",
    "thành phố",
    "đặc khu",
    "phường",
    "thị xã",
    "huyện",
    "quận",
    "tỉnh",
    "xã",
    "tp.",
];

/// Lower case without tones and marks, đ as d, single spaces: `Đàm  THUỶ` and `dam thuy` fold alike.
///
/// Apostrophes and hidden characters vanish (`H’Mông` is `hmong`); hyphens are spaces.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'đ' | 'ð' | 'ɖ' => folded.push('d'),
            '\''
            | '’'
            | 'ʼ'
            | '`'
            | '\u{00AD}'
            | '\u{200B}'..='\u{200D}'
            | '\u{2060}'
            | '\u{FEFF}' => {}
            '-' | '–' => push_space(&mut folded),
            c if c.is_whitespace() => push_space(&mut folded),
            c => folded.push(c),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// [`fold`] of a unit's name without its type word: `Xã Đàm Thuỷ` and `Đàm Thủy` fold alike.
///
/// Only a type word with its marks is taken off, since `Xa Dung` is a name.
pub fn fold_place(text: &str) -> String {
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    let lower = lower.trim();
    let rest = TYPE_WORDS.iter().find_map(|word| {
        lower
            .strip_prefix(word)
            .filter(|rest| word.ends_with('.') || rest.starts_with(char::is_whitespace))
    });
    fold(rest.unwrap_or(lower))
}

/// What stands in the place of a commune where a row is about them all, folded.
const WHOLE_PROVINCE: [&str; 3] = ["toan tinh", "ca tinh", "toan thanh pho"];

/// Whether a text in the place of a commune says that a row is about all communes: `Toàn tỉnh`.
#[must_use]
pub fn names_whole_province(text: &str) -> bool {
    WHOLE_PROVINCE.contains(&fold(text).as_str())
}

/// The folded name without a folded type word, for text that was typed without marks (`xa tam kim`).
pub(super) fn without_plain_type_word(folded: &str) -> Option<&str> {
    ["thi tran ", "thanh pho ", "dac khu ", "phuong ", "xa "]
        .iter()
        .find_map(|word| folded.strip_prefix(word))
}

fn push_space(folded: &mut String) {
    if !folded.is_empty() && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(fold_place(text), expected, "{text}");
    }

    #[test]
    fn spellings_of_one_place_fold_alike() {
        check("Xã Đàm Thuỷ", "dam thuy");
        check("xã Đàm Thủy", "dam thuy");
        check("Đ\u{00E0}m Thu\u{0309}y", "dam thuy");
        check("ĐÀM\u{00A0} THUỶ ", "dam thuy");
        check("Ðàm Thuỷ", "dam thuy");
    }

    #[test]
    fn only_a_marked_type_word_is_taken_off() {
        check("Xã Xa Dung", "xa dung");
        check("Xa Dung", "xa dung");
        check("Thị trấn Pác Miầu", "pac miau");
        check("Xã Thị Hoa", "thi hoa");
        check("TP. Cao Bằng", "cao bang");
    }

    #[test]
    fn apostrophes_vanish_and_hyphens_part_words() {
        check("H’Mông", "hmong");
        check("Bru - Vân Kiều", "bru van kieu");
        check("", "");
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
