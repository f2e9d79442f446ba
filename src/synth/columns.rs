//! The columns of each roster, in order; the headers are those of real forms.

use super::sheet::Column;

const fn column(label: &'static str) -> Column {
    Column { label, group: None }
}

const fn grouped(group: &'static str, label: &'static str) -> Column {
    Column {
        label,
        group: Some(group),
    }
}

pub const PLAN: [Column; 9] = [
    column("STT"),
    column("Họ và tên"),
    column("Ngày sinh"),
    column("Giới tính"),
    column("Số CCCD/CMND"),
    column("Mã thẻ BHYT"),
    column("Thôn/xóm"),
    column("Đối tượng"),
    column("Số điện thoại"),
];

pub const SCREENING: [Column; 19] = [
    column("STT"),
    column("Họ và tên"),
    column("Ngày tháng năm sinh"),
    column("Giới tính"),
    column("Số CCCD"),
    column("Mã thẻ BHYT"),
    column("Thôn/xóm"),
    column("Đối tượng"),
    column("SĐT"),
    column("Ngày khám"),
    column("Nơi khám"),
    grouped("Thể lực", "Chiều cao (cm)"),
    grouped("Thể lực", "Cân nặng (kg)"),
    grouped("Sinh hiệu", "Huyết áp (mmHg)"),
    grouped("Sinh hiệu", "Mạch (lần/phút)"),
    column("Đường huyết (mmol/L)"),
    column("Phân loại SK"),
    column("Kết luận"),
    column("Nguồn kinh phí"),
];

pub const SCHOOL: [Column; 9] = [
    column("STT"),
    column("Họ và tên"),
    column("Ngày sinh"),
    column("Giới tính"),
    column("Số định danh cá nhân"),
    column("Mã thẻ BHYT"),
    column("Lớp"),
    column("Thôn/xóm"),
    column("Xã/Phường"),
];

pub const EMPLOYER: [Column; 9] = [
    column("STT"),
    column("Họ và tên"),
    column("Năm sinh"),
    column("Giới tính"),
    column("Số CCCD"),
    column("Số sổ BHXH"),
    column("Bộ phận"),
    column("Xã/Phường"),
    column("Điện thoại"),
];
