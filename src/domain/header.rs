//! Headers of columns, compared without what people vary: case, marks, punctuation, units, line breaks, numbering.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::letter::{Class, letter};

/// A header of so few letters is its marks: Nam is not Năm, Họ not Hộ, ĐT not DT.
const SHORT_LETTERS: usize = 3;

/// Letters and digits of a header in lower case, with and without their marks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoldedHeader {
    pub marked: String,
    pub plain: String,
}

impl FoldedHeader {
    /// Without what stands in parentheses: `Chiều cao\n(cm)`, `3. Chiều cao *` and `CHIEU_CAO` are all
    /// `chieucao` when plain.
    #[must_use]
    pub fn new(text: &str) -> Self {
        fold(&without_asides(text))
    }

    /// With what stands in parentheses: `Năm sinh (Nữ)` is not `Năm sinh`.
    #[must_use]
    pub fn whole(text: &str) -> Self {
        fold(without_numbering(text))
    }

    /// A heading and what stands under it, as one header.
    #[must_use]
    pub fn under(&self, heading: &Self) -> Self {
        Self {
            marked: format!("{}{}", heading.marked, self.marked),
            plain: format!("{}{}", heading.plain, self.plain),
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marked.is_empty()
    }

    /// Whether no letter of it carries a mark, so that it may be typed without.
    #[must_use]
    pub fn is_unmarked(&self) -> bool {
        self.marked.is_ascii()
    }

    #[must_use]
    pub fn is_short(&self) -> bool {
        self.plain.len() <= SHORT_LETTERS
    }

    /// Whether a reader of files could take one for the other.
    #[must_use]
    pub fn is_alike(&self, other: &Self) -> bool {
        self.plain == other.plain && (!self.is_short() || self.marked == other.marked)
    }
}

/// The text of a header without its number and without what stands in parentheses.
#[must_use]
pub fn without_asides(text: &str) -> String {
    without_parentheses(without_numbering(text))
}

fn fold(text: &str) -> FoldedHeader {
    fold_composed(text).unwrap_or_else(|| fold_any(text))
}

fn fold_any(text: &str) -> FoldedHeader {
    let marked: String = text
        .nfc()
        .flat_map(char::to_lowercase)
        // Superscripts are footnotes.
        .filter(|c| c.is_alphabetic() || c.is_ascii_digit())
        .map(|c| if is_look_alike(c) { 'đ' } else { c })
        .collect();
    let plain = marked
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect();
    FoldedHeader { marked, plain }
}

/// As [`fold`], of a text of Vietnamese letters in their composed form and ASCII, as nearly all are; `None` of any other.
fn fold_composed(text: &str) -> Option<FoldedHeader> {
    let mut marked = String::with_capacity(text.len());
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                marked.push(c.to_ascii_lowercase());
                plain.push(c.to_ascii_lowercase());
            }
            continue;
        }
        let entry = letter(c);
        let is_plain = entry.class == Class::Letter && entry.plain.is_ascii_lowercase();
        if !is_plain || is_look_alike(c) || entry.lower.to_uppercase().count() != 1 {
            return None;
        }
        marked.push(entry.lower);
        plain.push(entry.plain);
    }
    Some(FoldedHeader { marked, plain })
}

/// Letters that are drawn like Đ.
fn is_look_alike(c: char) -> bool {
    matches!(c, 'ð' | 'Ð' | 'ɖ' | 'Ɖ')
}

/// `1. Họ và tên`, `b) Ngày sinh`, `IV. Khám` without their number. `H.A` is huyết áp, not point H.
fn without_numbering(text: &str) -> &str {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_alphanumeric());
    let (number, rest) = text.split_at(end.unwrap_or(text.len()));
    let behind = rest.strip_prefix(['.', ')', '-', ':']).unwrap_or_default();
    let begins_word = behind
        .trim_start()
        .starts_with(|c: char| c.is_alphabetic() || c == '*');
    let is_digits = number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
    let is_letter = number.len() == 1 || number.bytes().all(|b| b"IVX".contains(&b));
    let is_apart = behind.starts_with(char::is_whitespace);
    if !number.is_empty() && begins_word && (is_digits || is_letter && is_apart) {
        behind
    } else {
        text
    }
}

/// The text without parentheses and what they hold; one that is never closed holds nothing.
fn without_parentheses(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find(['(', '[']) {
        let Some(close) = rest[open..].find([')', ']']) else {
            break;
        };
        kept.push_str(&rest[..open]);
        kept.push(' ');
        rest = &rest[open + close + 1..];
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_folds_alike_composed_and_taken_apart() {
        assert!(fold_composed("Họ và tên (*)").is_some() && fold_composed("Đường huyết").is_some());
        for c in (0x80..0x2000).filter_map(char::from_u32) {
            let text = format!("Họ {c}");
            if let Some(folded) = fold_composed(&text) {
                assert_eq!(folded, fold_any(&text), "{c:?}");
            }
        }
    }

    #[test]
    fn what_people_vary_folds_away() {
        for (header, expected) in [
            ("Chiều cao\n(cm)", "chieucao"),
            ("CHIEU_CAO", "chieucao"),
            ("Họ, tên đệm và tên *", "hotendemvaten"),
            ("Họ và tên (*)", "hovaten"),
            ("1. Họ và tên", "hovaten"),
            ("12.Họ và tên", "hovaten"),
            ("(2) Họ và tên", "hovaten"),
            ("b) Ngày sinh", "ngaysinh"),
            ("IV. Khám", "kham"),
            ("H.A", "ha"),
            ("Ngày sinh²", "ngaysinh"),
            ("Họ tên [in hoa]", "hoten"),
            ("Ho\u{323} va\u{300} te\u{302}n", "hovaten"),
            ("họ\u{200b}  và\ntên", "hovaten"),
            ("ĐDCN", "ddcn"),
            ("ÐT liên hệ", "dtlienhe"),
            ("Số (chưa đóng", "sochuadong"),
            ("120/80", "12080"),
            ("(1)", ""),
            ("(cm)", ""),
            ("", ""),
        ] {
            assert_eq!(FoldedHeader::new(header).plain, expected, "{header}");
        }
        assert_eq!(FoldedHeader::whole("Năm sinh (Nữ)").marked, "nămsinhnữ");
    }

    #[test]
    fn short_headers_differ_by_their_marks() {
        let alike = |a: &str, b: &str| FoldedHeader::new(a).is_alike(&FoldedHeader::new(b));
        assert!(!alike("Nam", "Năm"));
        assert!(!alike("Họ", "Hộ"));
        assert!(!alike("ĐT", "DT"));
        assert!(alike("NĂM", "năm"));
        assert!(alike("Phân loại sức khoẻ", "Phân loại sức khỏe"));
        assert!(alike("HO_TEN", "Họ tên"));
    }
}
