//! Names as the groups of Cao Bằng bear them: lists of parts, never whole names.
//!
//! Tones stand on the second vowel of open `oa oe uy` (Hoà, Thuỷ), as the national lists write them;
//! the other spelling is planted as an error. Parts follow usage described for the province (Tày and Nùng: Nông, Hoàng,
//! Lục, Bế; Dao: Triệu, Bàn, Đặng; Mông: Vừ, Giàng, Sùng with `A` for men).

use std::sync::LazyLock;

use super::dice::Dice;
use super::person::{Ethnic, Name, Sex};

type List = LazyLock<Vec<&'static str>>;

macro_rules! list {
    ($name:ident, $text:literal) => {
        static $name: List = LazyLock::new(|| $text.split_whitespace().collect());
    };
}

list!(
    FAMILY_TAY,
    "Nông Hoàng Lục Đàm Bế Lương Lã Hà Vi Triệu Mạc Chu Nguyễn Ma Sầm Thẩm Phùng Tô Long Linh Đinh Hứa Ngôn Dương Đoàn Lê Trương Vương Ngân Nguỵ"
);
list!(
    FAMILY_NUNG,
    "Nông Hoàng Lương Triệu Mã Lục Vi Hứa Linh Phan Phương Lý Đàm Tô Sầm Mông Chu Hà Long Nguyễn Lâm Vương Bế La Lưu Thang Đặng Hầu Dương Âu"
);
list!(
    FAMILY_MONG,
    "Vừ Giàng Sùng Thào Lầu Hầu Hoàng Dương Lý Vàng Má Ly Chá Thò Ngô Đào Lừu Và Cứ Hờ"
);
list!(
    FAMILY_DAO,
    "Triệu Bàn Đặng Lý Phùng Chảo Tẩn Dương Hoàng Chẻo Phàn Trương Tướng Bồn"
);
list!(
    FAMILY_KINH,
    "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Ngô Dương Lý Đinh Đào Trịnh Mai Lưu Đoàn Cao Tạ Hà Tô Lương Phùng Trương Thái Quách Chu La Tống Vương Kiều Doãn Tăng"
);
list!(
    FAMILY_OTHER,
    "Chi Lò Làng Màn Hoàng Vương Lùng Lang Ninh Trần Lâm Tô"
);

list!(
    MIDDLE_MALE,
    "Văn Văn Văn Đức Quang Minh Ngọc Hữu Xuân Đình Mạnh Công Trung Thanh Quốc Anh Hoàng Tuấn Duy Việt Gia Bảo Trọng Chí Hải Thế Tiến Đăng Khánh Viết Hồng Nhật Sỹ Bá Vĩnh Phúc Thành Tất Huy Hoài Nam Khắc Đại Thái Cao Trí Phú Danh Tùng Hùng Long Kim Đông Bình An Nguyên Thiên Kiên Lâm Cảnh Thiện Tấn Như Ích Doãn Quý Hiếu Nghĩa Phương Sơn Triệu Tài Lương Lập Hà Nhân Chấn Dương Hào Khải Kế Luân Lưu Mậu Ninh Nông Phong Quyết Sinh Tân Thắng Thịnh Thượng Toàn Trần Tuyên Vũ Vương Yên Ánh"
);
list!(
    MIDDLE_FEMALE,
    "Thị Thị Thị Thu Ngọc Minh Thanh Hồng Kim Bích Phương Mai Diệu Thuý Lan Hoài Khánh Bảo Hải Quỳnh Tuyết Anh Như Mỹ Xuân Ánh Cẩm Hà Huyền Linh Lệ Mộng Nguyệt Nhã Thảo Thuỳ Trà Trúc Tú Uyên Vân Yến Gia Hạnh Hiền Diễm Đoan Hương Hoàng Kiều Lam Nhật Phúc Ái An Bạch Châu Dạ Đan Đông Giáng Hạ Hiểu Hoa Hoạ Khả Lý Miên Nga Nghi Phi Quế Sao Song Tâm Thiên Thục Tố Tuệ Tường Việt Vy Ý"
);

list!(
    GIVEN_MALE,
    "Hùng Dũng Tuấn Minh Nam Sơn Hải Long Thắng Cường Tùng Đức Hoàng Quân Huy Trung Hiếu Khánh Kiên Tú Anh Duy Đạt Bảo Phúc Thành Tiến Quang Linh Nghĩa Trường Toàn Việt Vinh Phong Bình Chung Công Cương Dương Đông Giang Hà Hậu Hoà Huân Hưng Khang Khoa Lâm Luân Lợi Lực Mạnh Năng Ngọc Nguyên Nhân Ninh Phương Quý Quyết Quyền Sáng Sinh Tài Tâm Tân Thái Thanh Thiện Thịnh Thuận Thuỷ Thực Tính Tình Toản Trọng Tuyên Văn Vũ Vương Xuân Yên An Ân Ánh Ba Bách Bằng Biên Bính Bộ Cảnh Chánh Chấn Chiến Chí Chính Chuyên Cơ Cung Danh Dân Diện Diệp Doanh Duẩn Dung Đại Đán Đàn Đăng Điền Điệp Định Đoàn Đô Gia Hảo Hân Hiến Hiển Hiệp Hiệu Hoạt Hoan Hồng Hợi Huấn Huỳnh Hữu Hy Kế Khải Khiêm Khôi Kim Kỳ Lam Lanh Lăng Lập Liêm Liệu Lịch Lộc Luyện Lương Lưu Lý Mậu Mến Mùi Mừng Nghị Nghiêm Nghiệp Ngoan Nhất Nhật Nhuận Nông Oanh Phan Phát Phi Phú Phước Quảng Quốc Quỳnh San Sắc Sĩ Song Sửu Tạo Tấn Thạch Thân Thế Thiệu Thìn Thọ Thoại Thông Thời Thu Thức Thương Tiệp Tín Tôn Trí Triển Triều Trình Trực Trưởng Tuân Tuệ Tự Tý Uy Ước Vị Viên Viện Viễn Võ Vĩnh Xanh Y"
);
list!(
    GIVEN_FEMALE,
    "Hương Lan Hoa Huyền Linh Trang Hằng Thảo Thuỷ Hà Mai Ngọc Nga Nhung Phương Yến Hạnh Hiền Hồng Huệ Liên Loan Ly Lý My Ngân Nguyệt Oanh Quyên Quỳnh Thanh Thu Thuý Thương Trinh Tuyết Vân Vy Xuân Anh Ánh Bích Châm Chi Chinh Cúc Diễm Diệp Diệu Dịu Dung Duyên Dương Đào Điệp Giang Hải Hảo Hân Hậu Hiên Hiếu Hoà Hoài Hoan Hợp Huê Hường Khánh Khuyên Kiều Kim Lành Lâm Lệ Liễu Luyến Lương Mây Mận Mến Miên Minh Mơ Mùi Na Nết Nghĩa Ngoan Nguyên Nhàn Nhâm Nhạn Nhẫn Nhi Nhiên Như Nhường Niệm Ninh Nụ Phấn Phin Phượng Quế Quý Sao Sen Sim Sinh Son Soan Sương Tâm Tân Thao Thắm Thân Thêm Thi Thiện Thiết Thìn Thịnh Thoa Thơ Thơm Thuận Thư Thục Thuỳ Thức Thuyết Tình Tĩnh Toan Tính Trà Trâm Trúc Tuyền Tuyến Tuyên Tươi Tú Uyên Út Vinh Việt Viện Vui Xinh Xoa Xuyến Xuyên Yên Ý An Ái Ba Bảy Bình Bé Biên Cẩm Chanh Chiên Chúc Coóng Cầm Doan Dinh Diên Đẹp Đoan Gấm Gái Hạ Hàn Hiệp Hoè Hoàn Huấn Huyên Khoa Khoẻ Lai Lam Lanh Lê Lịch Lĩnh Lợi Lưu Lụa Múi Mỹ Nàng Ngà Ngần Nhan Nhất Nhị Nhuần Nương Pình Phúc Quyến Quyết Sáu Slao Tám Thái Thay Thi Thuần Tiên Tư Vi"
);
list!(
    GIVEN_MONG_MALE,
    "Dình Páo Sử Dế Chứ Lử Tủa Vàng Sính Giống Chá Dũng Minh Sùng Pó Mua Nù Vừ Chống Páy Sình Phử Lềnh Sài Sáng Vần Dia Cho Chơ Tính Nhìa Khua Phình Lầu Giàng Say Dờ Thề Hờ Chính Đông Hồng Sì Kỷ Mình Quang Tú Hùng Chu Và"
);
list!(
    GIVEN_MONG_FEMALE,
    "Mỷ Dí Mai Sua Dở Chư Ly Pà Xia Máy Súng Cở Dợ Dua Sai Pàng Say Chúa Mị Sáo Vá Lía Dếnh Xi Chía Kía Nhìa Pla Mào Ghênh Hoa Pay Sông Lan Giống Cáy Chá Dung Lỳ Mua Ca Trừ Lồng Ví Xúa Mái"
);
list!(
    GIVEN_DAO_MALE,
    "Chòi Phin Mềnh Sính Vạn Tài Phúc Kiềm Chiêu Quý Dất Tiến Vạng Phú Sành Chàn Lụa Guyển Lìn Toòng Phấu Pao Sơn Thọ Vần Kim Hin Chiệp Vảng Vinh Thanh Long Quang Kinh Nhàn Chản Khé Sểnh Liều Minh"
);
list!(
    GIVEN_DAO_FEMALE,
    "Mùi Chạn Mẩy Phẩy Lai Pham Khé Mán Liều Lưu Chài Ghến Nái Coi Múi Nhậy San Tá Chẳn Sểnh Pết Lở Sao Chiệp Vảng Nhị Choi Ghển Phâu Diện Hoa Lan Phương Mai Máy Pú Ton Kiều Viện Lụa"
);

/// A family name as the group bears it.
pub fn family(ethnic: Ethnic, dice: &mut Dice) -> &'static str {
    let (list, lean) = match ethnic {
        Ethnic::Tay => (&FAMILY_TAY, 2.0),
        Ethnic::Nung => (&FAMILY_NUNG, 2.0),
        Ethnic::Mong => (&FAMILY_MONG, 1.5),
        Ethnic::Dao => (&FAMILY_DAO, 1.8),
        Ethnic::Kinh => (&FAMILY_KINH, 2.6),
        Ethnic::LoLo | Ethnic::SanChay => (&FAMILY_OTHER, 1.2),
    };
    part(list, lean, dice)
}

fn part(list: &List, lean: f64, dice: &mut Dice) -> &'static str {
    dice.pick_leaning::<&str>(list, lean)
}

/// A whole name under a family name: middle and given parts by group and sex.
pub fn name(family: &'static str, ethnic: Ethnic, sex: Sex, dice: &mut Dice) -> Name {
    let (middle, given) = match ethnic {
        Ethnic::Mong => mong(sex, dice),
        Ethnic::Dao => dao(sex, dice),
        _ => common(sex, dice),
    };
    Name {
        family,
        middle,
        given,
    }
}

fn common(sex: Sex, dice: &mut Dice) -> (&'static str, &'static str) {
    match sex {
        Sex::Male => (part(&MIDDLE_MALE, 1.7, dice), part(&GIVEN_MALE, 1.2, dice)),
        Sex::Female => (
            part(&MIDDLE_FEMALE, 1.9, dice),
            part(&GIVEN_FEMALE, 1.2, dice),
        ),
    }
}

fn mong(sex: Sex, dice: &mut Dice) -> (&'static str, &'static str) {
    match sex {
        Sex::Male => (
            dice.weighted(&[("A", 0.6), ("Văn", 0.25), ("Mí", 0.15)]),
            part(&GIVEN_MONG_MALE, 1.0, dice),
        ),
        Sex::Female => (
            dice.weighted(&[("Thị", 0.85), ("", 0.15)]),
            part(&GIVEN_MONG_FEMALE, 1.0, dice),
        ),
    }
}

fn dao(sex: Sex, dice: &mut Dice) -> (&'static str, &'static str) {
    match sex {
        Sex::Male => {
            let middle = dice.weighted(&[
                ("Văn", 0.3),
                ("Chòi", 0.2),
                ("Tòn", 0.2),
                ("Dào", 0.15),
                ("Chàn", 0.15),
            ]);
            (middle, part(&GIVEN_DAO_MALE, 1.0, dice))
        }
        Sex::Female => (
            dice.weighted(&[("Thị", 0.4), ("Mùi", 0.35), ("Tá", 0.25)]),
            part(&GIVEN_DAO_FEMALE, 1.0, dice),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn hundreds_of_given_names_per_sex() {
        for list in [&GIVEN_MALE, &GIVEN_FEMALE] {
            assert!(list.iter().collect::<BTreeSet<_>>().len() > 180);
        }
        for list in [&MIDDLE_MALE, &MIDDLE_FEMALE] {
            assert!(list.iter().collect::<BTreeSet<_>>().len() > 70);
        }
    }

    #[test]
    fn parts_are_nfc() {
        use unicode_normalization::is_nfc;
        let lists = [
            &FAMILY_TAY,
            &FAMILY_NUNG,
            &FAMILY_MONG,
            &GIVEN_MALE,
            &GIVEN_FEMALE,
            &GIVEN_DAO_MALE,
        ];
        assert!(
            lists
                .iter()
                .flat_map(|list| list.iter())
                .all(|part| is_nfc(part))
        );
    }
}
