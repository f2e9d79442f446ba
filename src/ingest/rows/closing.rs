//! Totals, signatures, dates and notes around the persons of a roster.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::header::FoldedHeader;
use crate::domain::letter::{Class, Letter, letter};

/// What is counted behind "Cộng" and "Tổng"; behind a family name a middle name stands instead.
const COUNTED: [&str; 20] = [
    "cộng",
    "số",
    "hợp",
    "xóm",
    "thôn",
    "tổ",
    "bản",
    "khu",
    "toàn",
    "xã",
    "lớp",
    "khối",
    "trường",
    "nhân",
    "người",
    "hộ",
    "các",
    "danh",
    "chung",
    "phường",
];

/// What follows "Cộng" at the foot of a page; Trang is a given name where "Công" has lost its mark.
const OF_PAGES: [&str; 6] = ["trang", "mang", "chuyển", "lũy", "luỹ", "dồn"];

fn is_counted_word(word: &FoldedHeader) -> bool {
    let is_number = word.plain.bytes().all(|b| b.is_ascii_digit());
    is_number
        || COUNTED.iter().any(|counted| {
            *counted == word.marked
                || word.is_unmarked() && FoldedHeader::new(counted).plain == word.plain
        })
}

/// Folded texts that begin a signature.
const SIGNATURES: [&str; 30] = [
    "nguoi",
    "noinhan",
    "ktchutich",
    "tlchutich",
    "lapbieu",
    "lapbang",
    "lapdanhsach",
    "thutruong",
    "truongtram",
    "tramtruong",
    "truongphong",
    "truongthon",
    "truongxom",
    "tmubnd",
    "tmuyban",
    "ubndxa",
    "daidien",
    "phutrach",
    "kyten",
    "kyghiro",
    "kydongdau",
    "xacnhan",
    "chutich",
    "phochutich",
    "giamdoc",
    "hieutruong",
    "giaovienchunhiem",
    "ketoan",
    "canbo",
    "thukytonghop",
];

/// Offices of those who sign, in lower case with their marks: without them Trưởng phòng is Trương Phong.
const OFFICES: [&str; 17] = [
    "trạm trưởng",
    "trưởng trạm",
    "trưởng phòng",
    "trưởng thôn",
    "trưởng xóm",
    "thủ trưởng",
    "hiệu trưởng",
    "chủ tịch",
    "phó chủ tịch",
    "giám đốc",
    "kế toán",
    "cán bộ",
    "lập biểu",
    "lập bảng",
    "lập danh sách",
    "phụ trách",
    "xác nhận",
];

/// Sums that go from page to page.
const CARRIED: [&str; 6] = [
    "luỹ kế",
    "lũy kế",
    "luy ke",
    "mang sang",
    "chuyển sang",
    "chuyen sang",
];

/// Words that begin a note or a figure about the list, without marks.
const NOTES: [&str; 21] = [
    "luy ke ",
    "mang sang ",
    "chuyen sang ",
    "cong don ",
    "nu chiem ",
    "trong do ",
    "bang chu ",
    "trung binh ",
    "binh quan ",
    "so nam ",
    "so nu ",
    "so nguoi ",
    "ty le ",
    "ti le ",
    "de nghi ",
    "ghi chu ",
    "luu y ",
    "chu thich ",
    "danh sach nay ",
    "danh sach co ",
    "danh sach gom ",
];

/// Whether a name begins with "Tổng", "Cộng", "Người" or "Ngày khám", so that it deserves a second look. Every name passes here: its
/// first bytes tell for nearly all of them.
#[must_use]
pub fn may_be_nobody(name: &str) -> bool {
    match name.as_bytes() {
        [b'N' | b'n', b'G' | b'g', 0xc6, 0xaf | 0xb0, ..] => return true,
        [b'N' | b'n', b'G' | b'g', 0xc3 | b'a' | b'A', ..] => {
            return behind(name, "ngày khám").is_some();
        }
        _ => {}
    }
    if is_carried(name) {
        return true;
    }
    // Past the first letter an o stands, or what begins ổ and ộ.
    let begins = matches!(
        name.as_bytes(),
        [b't' | b'T' | b'c' | b'C', b'o' | b'O' | 0xe1 | 0xc3, ..]
    );
    let totals = ["tổng", "cộng", "tong", "cong"];
    begins
        && totals
            .into_iter()
            .any(|total| behind(name, total).is_some())
}

/// Whether a text is a sum carried from page to page: "Luỹ kế", "Mang sang trang sau".
#[must_use]
pub fn is_carried(text: &str) -> bool {
    let begins = matches!(
        text.as_bytes(),
        [b'l' | b'L', b'u' | b'U' | 0xc5, ..]
            | [b'm' | b'M', b'a' | b'A', ..]
            | [b'c' | b'C', b'h' | b'H', ..]
    );
    begins
        && CARRIED
            .into_iter()
            .any(|words| behind(text, words).is_some())
}

/// Whether a text names an office, with its marks: "Trạm trưởng" is nobody, whatever stands beside it.
#[must_use]
pub fn is_office(text: &str) -> bool {
    OFFICES
        .into_iter()
        .any(|words| behind(text, words).is_some())
}

/// What follows "Hộ" where it is no household but a group of them.
const GROUPS_OF_HOUSEHOLDS: [&str; 12] = [
    "nghèo", "cận", "mới", "thoát", "tái", "chính", "có", "đồng", "không", "trung", "kinh", "khác",
];

/// Whether a text begins with a word for a household: "Hộ ông Nông Văn Trụ"; Hồ Văn Trụ is a person, and "Hộ mới thoát
/// nghèo" stands over many.
#[must_use]
pub fn is_household(text: &str) -> bool {
    let words = [
        "hộ",
        "chủ hộ",
        "gia đình",
        "ho ong",
        "ho ba",
        "ho gia dinh",
        "chu ho",
    ];
    let behind = words.into_iter().find_map(|words| behind(text, words));
    behind.is_some_and(|behind| {
        let word = behind.split_whitespace().next().unwrap_or_default();
        let word = FoldedHeader::whole(word).marked;
        !GROUPS_OF_HOUSEHOLDS.contains(&word.as_str())
    })
}

/// Whether a text says "Tổng cộng", "Tổng số" or "Tổng hợp", which nobody is called.
#[must_use]
pub fn is_grand_total(text: &str) -> bool {
    // Tống Công Hà typed without marks is a person; so a word that is counted must follow there, or none.
    let is_unmarked = text.is_ascii();
    let totals: [&str; 3] = if is_unmarked {
        ["tong cong", "tong so", "tong hop"]
    } else {
        ["tổng cộng", "tổng số", "tổng hợp"]
    };
    let rest = totals.into_iter().find_map(|total| behind(text, total));
    rest.is_some_and(|rest| !is_unmarked || is_counted(rest))
}

/// What stands in `text` behind `words`, which are in lower case and composed.
fn behind<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    if begins_otherwise(text, words) {
        return None;
    }
    behind_composed(text, words)
}

/// As [`behind`], of any text.
fn behind_composed<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let mut letters = text.char_indices().peekable();
    let mut composed = text.nfc().flat_map(char::to_lowercase);
    for word in words.chars() {
        if composed.next() != Some(word) {
            return None;
        }
        // A letter may lie in the text as itself and its marks.
        letters.next();
        while letters.next_if(|(_, c)| is_combining_mark(*c)).is_some() {}
    }
    let rest = letters.next().map_or("", |(at, _)| &text[at..]);
    (!rest.starts_with(char::is_alphabetic)).then_some(rest)
}

/// Whether a letter of `text` that no mark behind it can change differs from that of `words`: nearly every name ends here.
fn begins_otherwise(text: &str, words: &str) -> bool {
    let mut letters = text.chars().map(letter).peekable();
    for word in words.chars() {
        let Some(entry) = letters.next() else {
            return false;
        };
        let is_apart = |entry: &Letter| matches!(entry.class, Class::Letter | Class::Space);
        if !is_apart(&entry) || letters.peek().is_some_and(|next| !is_apart(next)) {
            return false;
        }
        if entry.lower != word {
            return true;
        }
    }
    false
}

/// Whether a text begins with a number, or with a word for what is counted, or holds neither word nor number.
fn is_counted(text: &str) -> bool {
    let word = text
        .split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .find(|word| !word.is_empty());
    word.map(FoldedHeader::whole)
        .is_none_or(|word| is_counted_word(&word))
}

/// Whether a text is a total or a subtotal: "Cộng: 25", "Cộng xóm Nà Pò", "Tổng". "Tống Văn Ổn" is a person, and so
/// is whoever is written "Tổng Văn Ổn".
#[must_use]
pub fn is_total(text: &str) -> bool {
    let words: Vec<FoldedHeader> = text
        .split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
        .map(FoldedHeader::whole)
        .filter(|word| !word.is_empty())
        .collect();
    let is_numbering = |word: &FoldedHeader| {
        word.marked
            .bytes()
            .all(|b| b.is_ascii_digit() || b"ivx".contains(&b))
    };
    let mut words = words.into_iter().skip_while(is_numbering);
    let Some(first) = words.next() else {
        return false;
    };
    let is_unmarked = matches!(first.marked.as_str(), "tong" | "cong");
    if !is_unmarked && !matches!(first.marked.as_str(), "tổng" | "cộng") {
        return false;
    }
    let Some(second) = words.next() else {
        return true;
    };
    if is_unmarked && ["cong", "so", "hop"].contains(&second.plain.as_str()) {
        return words.next().is_none_or(|third| is_counted_word(&third));
    }
    if !is_unmarked && OF_PAGES.contains(&second.marked.as_str()) {
        return true;
    }
    is_counted_word(&second) && (!is_unmarked || second.is_unmarked())
}

/// Whether a text begins a signature: "NGƯỜI LẬP BIỂU", "(Ký, ghi rõ họ tên)".
#[must_use]
pub fn is_signature(text: &str) -> bool {
    let folded = FoldedHeader::whole(text).plain;
    SIGNATURES.iter().any(|word| folded.starts_with(word))
}

/// "Hạ Lang, ngày 20 tháng 11 năm 2026", "ngày … tháng … năm …".
#[must_use]
pub fn is_date_line(text: &str) -> bool {
    let folded = FoldedHeader::whole(text).plain;
    let mut rest = folded.as_str();
    for word in ["ngay", "thang", "nam"] {
        let Some(at) = rest.find(word) else {
            return false;
        };
        rest = &rest[at + word.len()..];
    }
    text.contains(|c: char| c.is_ascii_digit() || ".…_".contains(c))
}

/// "Ghi chú: …", "* Lưu ý: …", "Trong đó: nữ"; Lưu Yến is a name.
#[must_use]
pub fn is_note(text: &str) -> bool {
    let mut words = String::with_capacity(text.len());
    let parts = text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c));
    for word in parts.filter(|word| !word.is_empty()).take(3) {
        words.push_str(&FoldedHeader::whole(word).plain);
        words.push(' ');
    }
    NOTES.iter().any(|note| words.starts_with(note))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn totals_are_no_family_names() {
        for total in [
            "Tổng cộng",
            "TỔNG CỘNG: 25 người",
            "Tổng số",
            "TONG CONG",
            "Tổng:",
            "Cộng",
            "Cộng xóm: 25",
            "Cộng 25",
            "II. Cộng",
            "To\u{302}\u{309}ng co\u{323}\u{302}ng",
            "CONG XOM NA PO",
            "Cộng trang",
            "Cộng mang sang trang sau",
        ] {
            assert!(is_total(total) || is_grand_total(total), "{total}");
        }
        for name in [
            "Tống Văn Ổn",
            "Tổng Văn Ổn",
            "TONG VAN ON",
            "Công Thị Hà",
            "Công Trang",
            "CONG TRANG",
            "Tổng Thị Số",
            "Tô Thị Cộng",
            "Tống Công Hà",
            "TONG CONG HA",
            "Tổng Cống Hà",
            "",
        ] {
            assert!(!is_total(name) && !is_grand_total(name), "{name}");
        }
    }

    #[test]
    fn offices_and_households_are_told_from_names_by_their_marks() {
        assert!(is_office("TRƯỞNG PHÒNG") && is_office("Cán bộ lập"));
        assert!(!is_office("Trương Phong") && !is_office("Chu Tích"));
        assert!(is_household("Ho\u{323}\u{302} ông Nông Văn Trụ") && is_household("HO BA LAN"));
        assert!(!is_household("Hồ Văn Trụ") && !is_household("HO VAN TRU"));
        assert!(!is_household("Hộ nghèo") && !is_household("Hộ mới thoát nghèo"));
        assert!(is_carried("LŨY KẾ") && is_carried("Luỹ kế: 4"));
        assert!(!is_carried("Lưu Yến") && !is_carried("Mang Thị Sang"));
    }

    #[test]
    fn dates_and_notes_are_told_from_names() {
        assert!(is_date_line("Hạ Lang, ngày 20 tháng 11 năm 2026"));
        assert!(is_date_line("Ngày … tháng … năm …"));
        assert!(!is_date_line("Ngày Thắng Nam"));
        assert!(is_note("* Ghi chú: đã rà soát"));
        assert!(!is_note("Lưu Yến"));
        assert!(!is_signature("Nông Thị Ấm"));
    }

    proptest! {
        #[test]
        fn a_first_look_changes_nothing(text in "[Tt](o|ô|ổ|ộ|o\u{302}|\u{1ed5})\u{309}?(n|N)(g|G)[ :A]?.{0,3}|\\PC{0,6}", words in "tổng|tong|cộng|tổng cộng|hộ") {
            prop_assert_eq!(behind(&text, &words), behind_composed(&text, &words));
        }
    }
}
