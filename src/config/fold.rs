//! When two headers, or two spellings of a value, are the same to a reader of files.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters and digits in lower case without marks, đ as d: `HO_TEN`, `Họ tên` and `Họ, tên` are `hoten`.
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// [`fold`] of a header without what stands in parentheses: `Chiều cao (cm)` is `chieucao`.
pub fn fold_header(header: &str) -> String {
    let mut kept = String::with_capacity(header.len());
    let mut rest = header;
    while let Some((before, after)) = rest.split_once('(') {
        let Some((_, behind)) = after.split_once(')') else {
            break;
        };
        kept.push_str(before);
        rest = behind;
    }
    kept.push_str(rest);
    fold(&kept)
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
    fn headers_fold_as_people_vary_them() {
        for header in [
            "Họ và tên",
            "HO_VA_TEN",
            "họ  và\ntên",
            "Ho\u{323} va\u{300} te\u{302}n (in hoa)",
        ] {
            assert_eq!(fold_header(header), "hovaten");
        }
        assert_eq!(fold_header("ĐT liên hệ"), "dtlienhe");
        assert_eq!(fold_header("Mạch (lần/phút)"), "mach");
        assert_eq!(fold_header("Số (chưa đóng"), "sochuadong");
        assert_eq!(fold_header("(cm)"), "");
    }

    #[test]
    fn a_sign_is_a_spelling() {
        assert_eq!(
            (fold_value(" + ").as_str(), fold_value("Có")),
            ("+", "co".to_owned())
        );
    }
}
