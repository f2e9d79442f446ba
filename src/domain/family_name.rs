//! Family names of the north and of Cao Bằng, by which a person is told from a place.

use super::header::FoldedHeader;

/// In lower case with their marks: Bàn is a family name, Bản a village; Hà is one, Hạ Lang a commune. Those that begin
/// other words of lists as well (Đồng bào, Văn phòng) are left out.
const FAMILY_NAMES: [&str; 110] = [
    "an",
    "âu",
    "bạch",
    "bàn",
    "bàng",
    "bành",
    "bế",
    "bồ",
    "bùi",
    "cam",
    "cao",
    "cha",
    "chào",
    "chảo",
    "châu",
    "chu",
    "chung",
    "cù",
    "đàm",
    "đặng",
    "đào",
    "đinh",
    "đỗ",
    "đoàn",
    "dương",
    "đường",
    "giàng",
    "hà",
    "hạng",
    "hảng",
    "hầu",
    "hồ",
    "hờ",
    "hoàng",
    "hứa",
    "huỳnh",
    "kha",
    "khúc",
    "khương",
    "kiều",
    "kim",
    "la",
    "lã",
    "lại",
    "lâm",
    "lầu",
    "lê",
    "lí",
    "linh",
    "lò",
    "lô",
    "lộc",
    "long",
    "lục",
    "lương",
    "lường",
    "lưu",
    "lý",
    "lỳ",
    "ma",
    "mã",
    "mạc",
    "mạch",
    "mai",
    "mông",
    "mùa",
    "ngân",
    "nghiêm",
    "ngô",
    "ngôn",
    "nguyễn",
    "nhâm",
    "nình",
    "nông",
    "phạm",
    "phan",
    "phàn",
    "phùng",
    "phương",
    "quách",
    "quan",
    "sầm",
    "sì",
    "sùng",
    "tạ",
    "tần",
    "tẩn",
    "tăng",
    "thạch",
    "thái",
    "thẩm",
    "thân",
    "thào",
    "thò",
    "tô",
    "tống",
    "trần",
    "tráng",
    "triệu",
    "trịnh",
    "trương",
    "vàng",
    "vi",
    "viên",
    "võ",
    "vù",
    "vũ",
    "vừ",
    "vương",
    "xa",
];

/// Whether a name begins with a family name. One that is typed without any marks may have lost them.
#[must_use]
pub fn begins_with_family_name(name: &str) -> bool {
    let word = name.split_whitespace().next().unwrap_or_default();
    let word = FoldedHeader::whole(word);
    let plain = |family: &str| FoldedHeader::whole(family).plain;
    FAMILY_NAMES
        .iter()
        .any(|family| *family == word.marked || name.is_ascii() && plain(family) == word.plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_name_has_its_marks_or_the_name_has_none() {
        for name in [
            "Nông Thị Ấm",
            "BÀN A SÌ",
            "BAN A SI",
            "To\u{302} Văn Nam",
            "Đàm",
            "DAM",
        ] {
            assert!(begins_with_family_name(name), "{name}");
        }
        for text in [
            "BAN GIÁM HIỆU",
            "Bản Khuông",
            "Nà Pò",
            "Hạ Lang",
            "Văn phòng",
            "",
        ] {
            assert!(!begins_with_family_name(text), "{text}");
        }
    }
}
