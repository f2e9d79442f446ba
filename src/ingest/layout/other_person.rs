//! Headings over what is about somebody else: the number under "Người giám hộ" is the guardian's.

use unicode_normalization::UnicodeNormalization;

/// Words for people who stand in a row without being its person, with their marks.
const OTHER_PERSONS: [&str; 21] = [
    "giám hộ",
    "phụ huynh",
    "bố",
    "mẹ",
    "cha",
    "ba mẹ",
    "vợ",
    "chồng",
    "người thân",
    "thân nhân",
    "đi cùng",
    "người liên hệ",
    "người đại diện",
    "chủ hộ",
    "bác sĩ",
    "bác sỹ",
    "cán bộ",
    "nhân viên",
    "người lập",
    "người nhập",
    "ngh",
];

/// The same as people type them without marks, and as codes write them; "bo" alone is "bộ" as well.
const UNMARKED: [&str; 17] = [
    "giam ho",
    "phu huynh",
    "ho ten bo",
    "ho va ten bo",
    "me",
    "cha",
    "chong",
    "nguoi than",
    "than nhan",
    "di cung",
    "nguoi lien he",
    "nguoi dai dien",
    "chu ho",
    "bac si",
    "bac sy",
    "can bo",
    "ngh",
];

/// Whether a heading is about somebody else than the person of the row.
#[must_use]
pub fn names_other_person(heading: &str) -> bool {
    let words = words_of(heading);
    let stands = |phrase| stands(&words, phrase);
    if words.is_ascii() {
        UNMARKED.into_iter().any(stands)
    } else {
        OTHER_PERSONS.into_iter().any(stands)
    }
}

/// The words of a heading in lower case, a blank around each.
pub fn words_of(heading: &str) -> String {
    let mut words = String::with_capacity(heading.len() + 2);
    words.push(' ');
    for c in heading.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            words.push(c);
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

/// Whether a phrase stands among words as whole words.
pub fn stands(words: &str, phrase: &str) -> bool {
    words
        .match_indices(phrase)
        .any(|(at, _)| words[..at].ends_with(' ') && words[at + phrase.len()..].starts_with(' '))
}

#[cfg(test)]
mod tests {
    use super::names_other_person;

    #[test]
    fn headings_about_others_are_known() {
        for heading in [
            "Người giám hộ",
            "SO_CCCD_NGH",
            "HO_TEN_NGUOI_DI_CUNG",
            "Họ tên bố/mẹ",
            "SĐT phụ huynh",
            "Số CCCD (mẹ)",
            "HO TEN CHU HO",
            "Chủ hộ",
            "Bác sĩ khám",
        ] {
            assert!(names_other_person(heading), "{heading}");
        }
        for heading in [
            "Họ và tên",
            "Bộ phận",
            "BO PHAN",
            "Thể lực",
            "Nghề nghiệp",
            "ĐT liên hệ",
            "Chấm công",
            "",
        ] {
            assert!(!names_other_person(heading), "{heading}");
        }
    }
}
