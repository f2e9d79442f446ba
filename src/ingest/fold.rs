//! Headers compared without what people vary: marks, case, punctuation, units, line breaks.

use unicode_normalization::UnicodeNormalization;

/// Lower case, marks and đ stripped, anything in parentheses and every non-alphanumeric dropped.
///
/// `"Chiều cao\n(cm)"` and `CHIEU_CAO` both fold to `chieucao`.
#[must_use]
pub fn fold_header(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut depth = 0_u32;
    for letter in text.nfd() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            'đ' | 'Đ' | 'Ð' | 'Ɖ' if depth == 0 => folded.push('d'),
            letter if depth == 0 && letter.is_alphanumeric() => {
                folded.extend(letter.to_lowercase());
            }
            _ => {}
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::fold_header;

    #[test]
    fn what_people_vary_folds_away() {
        for (header, expected) in [
            ("Chiều cao\n(cm)", "chieucao"),
            ("CHIEU_CAO", "chieucao"),
            ("Họ, tên đệm và tên *", "hotendemvaten"),
            ("ĐDCN", "ddcn"),
            ("(1)", ""),
        ] {
            assert_eq!(fold_header(header), expected);
        }
    }
}
