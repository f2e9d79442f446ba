//! `restricted/records`: every accepted source row, standardised, with its provenance.

mod chunk;
mod columns;
mod merge;
mod published;
mod restore;
mod store;
mod table;

pub use chunk::{ChunkOrigin, RecordChunk};
pub use published::PublishedRecords;
pub use restore::RestoreError;
pub use store::{ChunkStore, Scratch, StoreError, StoredChunk};
pub use table::{NO_RECORD, RecordTable, RecordTexts};

use super::column::ColumnType::{Category, Date as DateType, Flag, Integer, Long, Real, Text};
use super::{Column, Dataset, Tier};

const BLANK: &str =
    "the source leaves it blank, or it cannot be used (see the original and the findings)";
const SAME: &str = "the source writes exactly the standard form, or nothing";

macro_rules! original {
    ($name:literal, $vi:literal, $en:literal) => {
        Column::new($name, Text, $vi, $en).null(SAME)
    };
}

pub static RECORDS: Dataset = Dataset {
    name: "records",
    tier: Tier::Restricted,
    version: 3,
    grain_vi: "một dòng nguồn được chấp nhận",
    grain_en: "one accepted row of a source about a person",
    key: &["record_id"],
    sort: &["commune_code", "record_id"],
    columns: &[
        Column::new("record_id", Long, "Số thứ tự bản ghi trong phiên bản này", "Number of the record within this version: kind, file, row order"),
        Column::new("record_key", Long, "Khoá ổn định của dòng trong nguồn", "Hash of what identifies the row in its source; the same from night to night"),
        Column::new("kind", Category, "Loại nguồn", "Kind of source"),
        Column::new("source", Category, "Nguồn", "Source of the pipeline"),
        Column::new("file", Category, "Tệp", "File, behind the id of its source"),
        Column::new("sheet", Category, "Trang tính", "Sheet of the workbook").null("not a workbook"),
        Column::new("row", Integer, "Số dòng như thấy trong Excel", "Row number as a spreadsheet shows it"),
        Column::new("snapshot_date", DateType, "Ngày chốt số liệu của tệp", "Snapshot date of the extract"),
        Column::new("commune_code", Category, "Mã xã (danh mục từ 01/07/2025)", "Commune, list in force since 2025-07-01").null(BLANK),
        original!("commune_original", "Mã hoặc tên xã như nguồn ghi", "Commune as the source writes it"),
        Column::new("former_commune_code", Category, "Mã xã trước 01/07/2025 mà dòng này nêu rõ (danh mục cũ)", "Commune of the list before 2025-07-01 that the row names without doubt: by a code that only that list has, by a name that only that list has, or by a name with its district of then")
            .null("the row speaks of a commune of today, or nobody can tell of which list it speaks: nearly every code of today was one of the former list too"),
        Column::new("hamlet", Text, "Xóm, tổ dân phố", "Hamlet").null(BLANK),
        Column::new("household", Text, "Số hộ", "Household number").null(BLANK),
        Column::new("full_name", Text, "Họ và tên chuẩn hoá", "Full name, composed, one blank between, a capital to each word").null(BLANK),
        original!("full_name_original", "Họ tên như nguồn ghi", "Full name as the source writes it"),
        Column::new("birth_date", Text, "Ngày sinh theo mức biết được", "Birth date as far as known: 1957, 1957-05, 1957-05-12").null(BLANK),
        original!("birth_date_original", "Ngày sinh như nguồn ghi", "Birth date as the source writes it"),
        Column::new("sex", Category, "Giới tính", "Sex: male, female").null(BLANK),
        original!("sex_original", "Giới tính như nguồn ghi", "Sex as the source writes it"),
        Column::new("cccd", Text, "Số định danh cá nhân", "Personal identity number, 12 digits").null(BLANK),
        Column::new("cmnd", Text, "Số CMND", "Former identity number, 9 digits").null(BLANK),
        original!("identity_number_original", "Số định danh/CMND như nguồn ghi", "Identity number as the source writes it"),
        Column::new("bhxh_number", Text, "Mã số BHXH", "Social insurance number, 10 digits").null(BLANK),
        original!("bhxh_number_original", "Mã số BHXH như nguồn ghi", "Social insurance number as the source writes it"),
        Column::new("bhyt_card", Text, "Mã thẻ BHYT", "Health insurance card, 15 characters").null(BLANK),
        original!("bhyt_card_original", "Mã thẻ BHYT như nguồn ghi", "Card as the source writes it"),
        Column::new("phone", Text, "Điện thoại", "Phone").null(BLANK),
        original!("phone_original", "Điện thoại như nguồn ghi", "Phone as the source writes it"),
        Column::new("ethnicity", Category, "Dân tộc", "Ethnic group, by the name of the reference list").null(BLANK),
        original!("ethnicity_original", "Dân tộc như nguồn ghi", "Ethnic group as the source writes it"),
        Column::new("residence_status", Category, "Tình trạng cư trú", "Residence: permanent, temporary, absent, departed, dead").null(BLANK),
        original!("residence_status_original", "Tình trạng cư trú như nguồn ghi", "Residence status as the source writes it"),
        Column::new("death_date", Text, "Ngày mất", "Date of death").null(BLANK),
        original!("death_date_original", "Ngày mất như nguồn ghi", "Date of death as the source writes it"),
        Column::new("departure_date", Text, "Ngày chuyển đi", "Date of departure").null(BLANK),
        original!("departure_date_original", "Ngày chuyển đi như nguồn ghi", "Date of departure as the source writes it"),
        Column::new("target_groups", Category, "Nhóm đối tượng", "Target groups (DOI_TUONG of QĐ 2062) with ; between").null(BLANK),
        original!("target_groups_original", "Nhóm đối tượng như nguồn ghi", "Target groups as the source writes them"),
        Column::new("valid_from", DateType, "Thẻ có giá trị từ", "First day of the card period").null(BLANK),
        original!("valid_from_original", "Giá trị từ như nguồn ghi", "First day as the source writes it"),
        Column::new("valid_to", DateType, "Thẻ có giá trị đến", "Last day of the card period").null(BLANK),
        original!("valid_to_original", "Giá trị đến như nguồn ghi", "Last day as the source writes it"),
        Column::new("insurance_object", Category, "Mã đối tượng BHYT", "Beneficiary object code").null(BLANK),
        Column::new("facility", Text, "Mã nơi đăng ký ban đầu", "Facility of registration").null(BLANK),
        Column::new("exam_date", DateType, "Ngày khám", "Day of the examination").null(BLANK),
        original!("exam_date_original", "Ngày khám như nguồn ghi", "Day of the examination as the source writes it"),
        Column::new("exam_place", Text, "Nơi khám", "Place of the examination").null(BLANK),
        Column::new("height_cm", Real, "Chiều cao", "Height").unit("cm").null(BLANK),
        original!("height_original", "Chiều cao như nguồn ghi", "Height as the source writes it"),
        Column::new("weight_kg", Real, "Cân nặng", "Weight").unit("kg").null(BLANK),
        original!("weight_original", "Cân nặng như nguồn ghi", "Weight as the source writes it"),
        Column::new("systolic_mmhg", Real, "Huyết áp tâm thu", "Systolic pressure").unit("mmHg").null(BLANK),
        Column::new("diastolic_mmhg", Real, "Huyết áp tâm trương", "Diastolic pressure").unit("mmHg").null(BLANK),
        original!("blood_pressure_original", "Huyết áp như nguồn ghi", "Blood pressure as the source writes it"),
        Column::new("pulse_per_min", Real, "Mạch", "Pulse").unit("1/min").null(BLANK),
        original!("pulse_original", "Mạch như nguồn ghi", "Pulse as the source writes it"),
        Column::new("glucose_mmol_l", Real, "Đường huyết", "Blood glucose").unit("mmol/L").null(BLANK),
        original!("glucose_original", "Đường huyết như nguồn ghi", "Glucose as the source writes it"),
        Column::new("health_class", Integer, "Phân loại sức khoẻ 1 đến 5", "Health class, 1 to 5").null(BLANK),
        original!("health_class_original", "Phân loại sức khoẻ như nguồn ghi", "Health class as the source writes it"),
        Column::new("funding_code", Integer, "Nguồn chi trả", "Who pays (NGUON_CHI_TRA)").null(BLANK),
        Column::new("unit", Category, "Trường học, đơn vị sử dụng lao động", "School or employer whose roster it is").null("not a roster of a unit"),
        Column::new("unit_group", Text, "Lớp, bộ phận", "Class or department").null(BLANK),
        Column::new("ehr_exists", Flag, "Có hồ sơ sức khoẻ điện tử", "Health record exists").null(BLANK),
        Column::new("ehr_updated", DateType, "Ngày cập nhật hồ sơ", "Day the health record was updated").null(BLANK),
        original!("ehr_updated_original", "Ngày cập nhật hồ sơ như nguồn ghi", "Day of the update as the source writes it"),
        Column::new("ehr_national_state", Category, "Trạng thái tại CSDL quốc gia", "State at the national database").null(BLANK),
        Column::new("ehr_vneid_state", Category, "Trạng thái trên VNeID", "State on VNeID").null(BLANK),
        Column::new("repaired_fields", Category, "Các trường đã được sửa khi đọc", "Fields read after a repair, with ; between. How a value was read follows: null standard = missing, named here = repaired, else as given")
            .null("nothing was repaired"),
        Column::new("finding_count", Integer, "Số phát hiện về dòng này", "Findings about this row"),
    ],
};
