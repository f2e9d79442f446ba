//! `restricted/persons`: the whole people, a row each.

use super::column::ColumnType::{Category, Date, Flag, Integer, Text};
use super::{Column, Dataset, Tier};

pub static PERSONS: Dataset = Dataset {
    name: "persons",
    tier: Tier::Restricted,
    version: 2,
    grain_vi: "một người",
    grain_en: "one person: the records that are one human being",
    key: &["person_id"],
    sort: &["commune_code", "person_id"],
    columns: &[
        Column::new(
            "person_id",
            Text,
            "Mã người, giữ nguyên qua các đêm",
            "Person, stable from night to night",
        ),
        Column::new(
            "commune_code",
            Category,
            "Mã xã nơi cư trú (danh mục từ 01/07/2025)",
            "Home commune (list in force since 2025-07-01)",
        )
        .null("no record gives a commune that can be resolved"),
        Column::new(
            "former_commune_code",
            Category,
            "Mã xã cũ (danh mục trước 01/07/2025) của nơi cư trú hiện nay: theo bản ghi đáng tin nhất về xã nơi cư trú có nêu rõ một xã cũ đã nhập vào xã ấy, không tính bản ghi về lần khám; nếu không có, xã cũ duy nhất của xã hiện nay, khi xã cũ ấy không bị chia tách",
            "What the home commune was before 2025-07-01 (list of then): of the records that give the home commune, those of exams apart, the first, in the order in which they are believed, that names a former one which went into it; else its only predecessor, where that was not divided",
        )
        .null("no record tells of which former commune, or the home is not known"),
        Column::new("hamlet", Text, "Xóm, tổ dân phố", "Hamlet").null("not given"),
        Column::new(
            "household",
            Text,
            "Số hộ",
            "Household number of the register",
        )
        .null("not given"),
        Column::new("full_name", Text, "Họ và tên", "Full name").null("no readable name"),
        Column::new(
            "birth_date",
            Text,
            "Ngày sinh theo mức biết được: 1957, 1957-05, 1957-05-12",
            "Birth date as far as known: 1957, 1957-05, 1957-05-12",
        )
        .null("no readable birth date"),
        Column::new("birth_year", Integer, "Năm sinh", "Birth year").null("no readable birth date"),
        Column::new(
            "age_years",
            Integer,
            "Tuổi tại ngày số liệu",
            "Age at as_of",
        )
        .unit("years")
        .null("no readable birth date"),
        Column::new(
            "age_band",
            Category,
            "Nhóm tuổi: 0-5, 6-17, 18-59, 60+",
            "Age band: 0-5, 6-17, 18-59, 60+",
        )
        .null("no readable birth date"),
        Column::new(
            "sex",
            Category,
            "Giới tính: male, female",
            "Sex: male, female",
        )
        .null("not given or unreadable"),
        Column::new(
            "ethnicity",
            Category,
            "Dân tộc",
            "Ethnic group, by the name of the reference list",
        )
        .null("not given or not in the list"),
        Column::new(
            "cccd",
            Text,
            "Số định danh cá nhân / CCCD",
            "Personal identity number, 12 digits",
        )
        .null("no record gives one"),
        Column::new("cmnd", Text, "Số CMND", "Former identity number, 9 digits")
            .null("no record gives one"),
        Column::new(
            "bhxh_number",
            Text,
            "Mã số BHXH",
            "Social insurance number, 10 digits",
        )
        .null("no record gives one"),
        Column::new(
            "bhyt_card",
            Text,
            "Mã thẻ BHYT",
            "Health insurance card, 15 characters",
        )
        .null("no record gives one"),
        Column::new(
            "phone",
            Text,
            "Số điện thoại",
            "Phone, often the household's",
        )
        .null("not given or a filler"),
        Column::new(
            "is_registered",
            Flag,
            "Có trong cơ sở dữ liệu dân cư",
            "Stands in the register",
        ),
        Column::new(
            "is_resident",
            Flag,
            "Cư dân của tỉnh tại ngày số liệu (còn sống, chưa chuyển đi)",
            "Resident at as_of: in the register, in the province, alive, not departed",
        ),
        Column::new(
            "in_plan",
            Flag,
            "Có trong danh sách kế hoạch khám được duyệt",
            "Stands on a commune's approved target list",
        ),
        Column::new(
            "plan_commune_code",
            Category,
            "Mã xã lập danh sách",
            "Commune whose list it is",
        )
        .null("not in a plan"),
        Column::new(
            "target_groups",
            Category,
            "Các nhóm đối tượng (DOI_TUONG, QĐ 2062), ngăn bằng ;",
            "Target groups (DOI_TUONG of QĐ 2062) with ; between, ascending",
        )
        .null("no group given"),
        Column::new(
            "is_pupil",
            Flag,
            "Có trong danh sách học sinh, sinh viên",
            "Stands on a school's roster",
        ),
        Column::new(
            "is_worker",
            Flag,
            "Có trong danh sách người lao động",
            "Stands on an employer's roster",
        ),
        Column::new(
            "is_insured",
            Flag,
            "Có thẻ BHYT còn hạn tại ngày số liệu",
            "Holds a card valid at as_of",
        ),
        Column::new(
            "insured_until",
            Date,
            "Thẻ BHYT hết hạn ngày",
            "Last day of the card valid at as_of, or of the latest card",
        )
        .null("no card period known"),
        Column::new(
            "insurance_object",
            Category,
            "Mã đối tượng BHYT",
            "Beneficiary object code of that card",
        )
        .null("no card known"),
        Column::new(
            "has_ehr",
            Flag,
            "Có hồ sơ sức khoẻ điện tử",
            "Has an electronic health record",
        ),
        Column::new(
            "ehr_national_state",
            Category,
            "Trạng thái tại CSDL quốc gia: not_sent, sent, accepted, rejected, unknown",
            "State at the national database: not_sent, sent, accepted, rejected, unknown",
        )
        .null("no health record known"),
        Column::new(
            "ehr_vneid_state",
            Category,
            "Trạng thái trên VNeID",
            "State on VNeID, the same five",
        )
        .null("no health record known"),
        Column::new("exam_count", Integer, "Số lần khám", "Examinations known"),
        Column::new(
            "counting_exam_count",
            Integer,
            "Số lần khám được tính trong đợt",
            "Examinations that count in the campaign window",
        ),
        Column::new(
            "first_counting_exam_date",
            Date,
            "Ngày khám được tính đầu tiên",
            "Day of the first counting examination",
        )
        .null("none counts"),
        Column::new(
            "record_count",
            Integer,
            "Số dòng nguồn",
            "Source rows that are this person",
        ),
        Column::new(
            "sources",
            Category,
            "Các loại nguồn có người này",
            "Kinds of source the person stands in, with ; between",
        ),
    ],
};
