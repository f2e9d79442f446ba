//! Words and signs by which people and programs say that there is nothing.

use crate::domain::letter::letter;

/// Longer texts say something.
const BYTES_MAX: usize = 24;

/// In small letters.
const WORDS: [&str; 18] = [
    "null",
    "none",
    "(blank)",
    "(null)",
    "(none)",
    "(trống)",
    "không",
    "không có",
    "không rõ",
    "không biết",
    "chưa có",
    "chưa rõ",
    "chưa biết",
    "khong",
    "khong co",
    "khong ro",
    "chua co",
    "chua ro",
];

/// What the words begin with.
const BEGINNINGS: [char; 7] = ['n', 'N', 'k', 'K', 'c', 'C', '('];

/// As programs write it; `Nan` may be a name.
const NOT_A_NUMBER: [&str; 2] = ["nan", "NaN"];

/// Whether a whole cell is a word for nothing: `NULL`, `nan`, `Không có`.
#[must_use]
pub fn says_nothing(text: &str) -> bool {
    // Most cells end here.
    if text.len() > BYTES_MAX || !text.starts_with(BEGINNINGS) {
        return false;
    }
    let is_word = |word: &str| text.chars().map(|c| letter(c).lower).eq(word.chars());
    NOT_A_NUMBER.contains(&text) || WORDS.iter().any(|word| is_word(word))
}

/// Whether a whole cell is a sign that fills it where no number or letter alone is a value: `0`, `x`.
#[must_use]
pub fn is_filling_sign(text: &str) -> bool {
    matches!(text, "0" | "x" | "X")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_cell_says_nothing() {
        for text in [
            "nan",
            "NaN",
            "NULL",
            "null",
            "None",
            "(blank)",
            "Không",
            "KHÔNG CÓ",
            "Chưa rõ",
            "khong ro",
        ] {
            assert!(says_nothing(text), "{text}");
        }
        for text in [
            "",
            "Nan",
            "Nà Nan",
            "A Không",
            "Không Văn A",
            "Xóm Không",
            "Khổng",
            "Nông",
            "0",
            "x",
        ] {
            assert!(!says_nothing(text), "{text}");
        }
        for (text, is_sign) in [
            ("0", true),
            ("x", true),
            ("X", true),
            ("10", false),
            ("", false),
        ] {
            assert_eq!(is_filling_sign(text), is_sign, "{text}");
        }
    }
}
