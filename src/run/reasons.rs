//! Why a file is not used, in Vietnamese: for those who sent it.

use crate::ingest::IngestError;
use crate::ingest::xml::XmlError;
use crate::source::SetAsideReason;

/// Why a file is set aside, and what to do.
#[must_use]
pub fn set_aside_vi(reason: &SetAsideReason) -> String {
    match reason {
        SetAsideReason::Superseded { by } => format!("đã có bản mới hơn: {by}"),
        SetAsideReason::UnexpectedName { patterns } => format!(
            "tên tệp không đúng mẫu `{}`; đổi tên tệp cho đúng, hoặc sửa `file_name` trong pipeline.toml",
            patterns.join("` hoặc `")
        ),
        SetAsideReason::NotAFile => {
            "đây là thư mục, không phải tệp; đặt chính tệp số liệu vào đây".to_owned()
        }
        SetAsideReason::LockFile => {
            "đây là tệp tạm mà Excel tạo ra khi đang mở bảng tính; đóng Excel rồi xoá tệp này"
                .to_owned()
        }
        SetAsideReason::Empty => "tệp rỗng (0 byte); gửi lại".to_owned(),
        SetAsideReason::FutureDate { date, last_day } => format!(
            "ngày số liệu {date} sau ngày {last_day}, là ngày cuối được đọc; sửa ngày trong tên tệp hoặc trong \
             các dòng đầu, hoặc chạy với --as-of muộn hơn"
        ),
        SetAsideReason::NoDate => {
            "tên tệp và các dòng đầu đều không cho biết ngày số liệu; ghi ngày vào tên \
             tệp dạng nămthángngày, ví dụ 20261120"
                .to_owned()
        }
        SetAsideReason::Unreadable { message_vi, .. } => message_vi.clone(),
        SetAsideReason::Withdrawn => "`withdrawn` trong pipeline.toml nêu tên tệp này".to_owned(),
        SetAsideReason::NotKept { message } => format!(
            "tệp không được gửi lại, và không dùng lại được số liệu đã đọc lần trước ({message}); gửi lại tệp"
        ),
        SetAsideReason::SameAs {
            file,
            is_of_other_place: true,
        } => format!(
            "giống hệt tệp {file} của xã hoặc đơn vị khác; hỏi xem đây là danh sách của ai rồi gửi đúng danh sách"
        ),
        SetAsideReason::SameAs { file, .. } => format!("giống hệt tệp {file}"),
    }
}

/// Why a reader refuses a file, and what to do; in English where there are no other words for it.
#[must_use]
pub fn refusal_vi(error: &IngestError) -> String {
    match error {
        IngestError::NotUtf8 { row } => format!(
            "dòng {row} có ký tự hỏng dù tệp là UTF-8: tệp bị lỗi, hoặc hai tệp khác bảng mã bị ghép lại; chép \
             lại tệp, hoặc lưu lại thành CSV UTF-8"
        ),
        IngestError::LostLetters { row } => format!(
            "mất chữ có dấu: dòng {row} và các dòng khác có dấu ? ở chỗ của chữ, vì tệp đã lưu bằng bảng mã \
             không có những chữ này; mở tệp gốc rồi lưu lại thành CSV UTF-8 hoặc .xlsx"
        ),
        IngestError::UnknownLetters { .. } => {
            "không nhận ra bảng mã của chữ có dấu; mở bằng phần mềm đã tạo ra tệp rồi lưu lại thành CSV UTF-8 \
             hoặc .xlsx"
                .to_owned()
        }
        IngestError::NoHeader { rows, found, .. } => format!(
            "không tìm thấy dòng tiêu đề cột trong {rows} dòng đầu (chỉ nhận ra: {}); kiểm tra có gửi nhầm tệp \
             không, hoặc thêm tên cột vào cấu hình đọc tệp",
            if found == "none" { "không có cột nào" } else { found }
        ),
        IngestError::HalfWritten {
            row,
            cells,
            expected,
        } => format!(
            "tệp dừng giữa dòng {row} ({cells} trên {expected} ô): tệp chưa chép xong; chép lại rồi gửi lại"
        ),
        IngestError::CutLetter { row } => {
            format!("tệp dừng giữa một chữ ở dòng {row}: tệp chưa chép xong; chép lại rồi gửi lại")
        }
        IngestError::OpenQuote { row } => format!(
            "dấu ngoặc kép mở gần dòng {row} không được đóng lại: tệp chưa chép xong, hoặc một ô có dấu \" lẻ; \
             chép lại tệp hoặc sửa ô đó"
        ),
        IngestError::OtherTable { row } => format!(
            "dòng {row} là tiêu đề có thứ tự cột khác với bảng phía trên: hai bảng bị ghép lại; gửi mỗi bảng \
             một tệp"
        ),
        IngestError::Workbook { message } => format!(
            "không mở được bảng tính ({message}); mở bằng Excel, lưu lại thành .xlsx rồi gửi lại"
        ),
        IngestError::Password => "bảng tính có mật khẩu; bỏ mật khẩu rồi gửi lại".to_owned(),
        IngestError::OverLimit { name, limit, .. } => format!(
            "tệp quá lớn: vượt giới hạn {limit} (`{name}` trong [limits] của pipeline.toml); kiểm tra tệp từ đâu đến, chia \
             nhỏ tệp, hoặc tăng giới hạn"
        ),
        IngestError::BrokenArchive { .. } | IngestError::BrokenGzip { .. } => {
            "tệp nén bị hỏng hoặc chưa chép xong; chép lại, hoặc mở ra rồi lưu lại".to_owned()
        }
        IngestError::Foreign { what, advice } => {
            format!("đây không phải tệp danh sách mà là {what} ({advice}); lưu lại thành .xlsx rồi gửi lại")
        }
        IngestError::HalfLetter { row } | IngestError::Nul { row } => format!(
            "dòng {row} có ký tự hỏng: tệp bị lỗi; chép lại tệp, hoặc lưu lại thành CSV UTF-8"
        ),
        IngestError::NoTable { sheets } => {
            format!("không trang tính nào đang hiện có bảng danh sách: {sheets}")
        }
        IngestError::Xml(error) => xml_vi(error),
        other => format!("không đọc được tệp: {other}"),
    }
}

fn xml_vi(error: &XmlError) -> String {
    match error {
        XmlError::Root { found, .. } => format!(
            "tệp XML bắt đầu bằng <{found}>, không phải loại dữ liệu của nguồn này; kiểm tra có gửi nhầm tệp không"
        ),
        XmlError::Encoding { name } => {
            format!("tệp XML dùng bảng mã {name} nên không đọc được; xuất lại theo UTF-8")
        }
        XmlError::NotUtf8 { after } => format!(
            "sau hồ sơ (HOSO) thứ {after} có byte hỏng, không phải UTF-8; xuất lại tệp theo UTF-8"
        ),
        XmlError::DocumentType => {
            "tệp XML có <!DOCTYPE …>, điều mà dữ liệu y tế không có và có thể che giấu mã độc; \
             xuất lại bằng phần mềm của cơ sở"
                .to_owned()
        }
        XmlError::HalfWritten {
            record: Some(record),
        } => format!(
            "tệp XML dừng giữa hồ sơ (HOSO) thứ {record}: tệp chưa chép xong; chép hoặc xuất lại rồi gửi lại"
        ),
        XmlError::HalfWritten { record: None } => {
            "tệp XML dừng ở phần đầu: tệp chưa chép xong; chép hoặc xuất lại rồi gửi lại".to_owned()
        }
        XmlError::Broken { after, .. } => format!(
            "tệp XML bị hỏng sau hồ sơ (HOSO) thứ {after}: thẻ mở và thẻ đóng không khớp hoặc có ký tự sai; xuất lại tệp"
        ),
        XmlError::StrayPart { after } => format!(
            "sau hồ sơ (HOSO) thứ {after} có FILEHOSO nằm ngoài HOSO, không biết là của ai; xuất lại tệp"
        ),
        XmlError::OverLimit { name, limit, .. } => format!(
            "tệp XML vượt giới hạn {limit} (`{name}` trong [limits] của pipeline.toml); kiểm tra tệp từ đâu đến, chia nhỏ \
             tệp, hoặc tăng giới hạn"
        ),
        XmlError::NoRecord => {
            "tệp XML không có hồ sơ (HOSO) nào; xuất lại, hoặc bỏ tệp đi nếu không khám ai"
                .to_owned()
        }
    }
}

/// Why a sheet of a workbook gave no rows.
#[must_use]
pub fn skipped_vi(reason: &'static str) -> &'static str {
    match reason {
        "no dataset needs it, or none may have it" => "không dùng hoặc không được phép đọc",
        "it is hidden" => "trang tính bị ẩn",
        "it is hidden, though it holds a table: show it if it is to be read" => {
            "trang tính bị ẩn dù có bảng danh sách; bỏ ẩn nếu cần đọc"
        }
        "it is no worksheet" => "không phải trang tính có bảng",
        "it is empty" => "trang trống",
        "no header was found" => "không tìm thấy dòng tiêu đề cột",
        other => other,
    }
}
