//! When two spellings of a value are the same to a reader of files.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters and digits in lower case without marks, đ as d: `Đã gửi` and `da_gui` are `dagui`.
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// [`fold`] of a spelling; one without letters or digits (`+`) stands for itself.
pub fn fold_value(spelling: &str) -> String {
    let folded = fold(spelling);
    if folded.is_empty() {
        spelling.trim().to_owned()
    } else {
        folded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_fold_as_people_vary_them() {
        for spelling in [
            "Đã gửi",
            "DA_GUI",
            "đã  gửi",
            "\u{110}a\u{303} gu\u{309}\u{31b}i",
        ] {
            assert_eq!(fold(spelling), "dagui", "{spelling}");
        }
    }

    #[test]
    fn a_sign_is_a_spelling() {
        assert_eq!(
            (fold_value(" + ").as_str(), fold_value("Có")),
            ("+", "co".to_owned())
        );
    }
}
