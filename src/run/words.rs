//! Fields, kinds, states and strata in the words of those who fill in rosters and read numbers.

use crate::domain::{Field, Kind};
use crate::validate::Lang;

/// What people call a field; its code where only programs know it.
#[must_use]
pub fn field_words(field: Field, lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => field_vi(field),
        Lang::En => field_en(field),
    }
}

/// The same by code; what is no code is a header, and stays as it is.
#[must_use]
pub fn column_words(column: &str, lang: Lang) -> String {
    match Field::from_code(column) {
        Some(field) => field_words(field, lang).to_owned(),
        None => format!("“{column}”"),
    }
}

fn field_vi(field: Field) -> &'static str {
    match field {
        Field::Sequence => "số thứ tự",
        Field::FullName => "họ và tên",
        Field::BirthDate => "ngày sinh",
        Field::Sex => "giới tính",
        Field::IdentityNumber => "số CCCD",
        Field::BhxhNumber => "mã số BHXH",
        Field::BhytCard => "mã thẻ BHYT",
        Field::Phone => "số điện thoại",
        Field::Ethnicity => "dân tộc",
        Field::CommuneCode => "mã xã",
        Field::CommuneName => "tên xã",
        Field::DistrictName => "huyện",
        Field::ProvinceName => "tỉnh",
        Field::Hamlet => "thôn/xóm",
        Field::Household => "số hộ",
        Field::Relationship => "quan hệ với chủ hộ",
        Field::ResidenceStatus => "tình trạng cư trú",
        Field::DeathDate => "ngày mất",
        Field::DepartureDate => "ngày chuyển đi",
        Field::TargetGroups => "đối tượng khám",
        Field::ValidFrom => "thẻ có giá trị từ",
        Field::ValidTo => "thẻ có giá trị đến",
        Field::InsuranceObject => "mã đối tượng BHYT",
        Field::Facility => "cơ sở khám chữa bệnh",
        Field::ExamDate => "ngày khám",
        Field::ExamPlace => "nơi khám",
        Field::HeightCm => "chiều cao (cm)",
        Field::WeightKg => "cân nặng (kg)",
        Field::BloodPressure => "huyết áp",
        Field::PulsePerMin => "mạch",
        Field::GlucoseMmolL => "đường huyết (mmol/L)",
        Field::HealthClass => "phân loại sức khoẻ",
        Field::Conclusion => "kết luận",
        Field::Funding => "nguồn chi trả",
        Field::UnitGroup => "lớp, tổ",
        Field::EhrExists => "có hồ sơ sức khoẻ điện tử",
        Field::EhrUpdated => "ngày cập nhật hồ sơ",
        Field::EhrNationalState => "trạng thái ở CSDL quốc gia",
        Field::EhrVneidState => "trạng thái trên VNeID",
        Field::Period => "kỳ",
        Field::Item => "chỉ số",
        Field::Count => "giá trị",
        Field::FacilityName => "tên cơ sở",
        Field::FacilityType => "loại hình cơ sở",
        other => other.code(),
    }
}

fn field_en(field: Field) -> &'static str {
    match field {
        Field::FullName => "full name",
        Field::BirthDate => "birth date",
        Field::IdentityNumber => "identity number",
        Field::BhxhNumber => "BHXH number",
        Field::BhytCard => "BHYT card",
        Field::CommuneCode => "commune code",
        Field::CommuneName => "commune name",
        Field::DistrictName => "district",
        Field::ProvinceName => "province",
        Field::ResidenceStatus => "residence status",
        Field::DeathDate => "date of death",
        Field::DepartureDate => "date of departure",
        Field::TargetGroups => "target groups",
        Field::ExamDate => "exam date",
        Field::ExamPlace => "exam place",
        Field::HeightCm => "height (cm)",
        Field::WeightKg => "weight (kg)",
        Field::BloodPressure => "blood pressure",
        Field::PulsePerMin => "pulse",
        Field::GlucoseMmolL => "glucose (mmol/L)",
        Field::HealthClass => "health class",
        other => other.code(),
    }
}

/// What people call a kind of extract; in English its code, as in configuration.
#[must_use]
pub fn kind_words(kind: Kind, lang: Lang) -> &'static str {
    let vi = KINDS_VI.iter().find(|(of, _)| *of == kind);
    match (lang, vi) {
        (Lang::Vi, Some((_, words))) => words,
        _ => kind.code(),
    }
}

const KINDS_VI: [(Kind, &str); 12] = [
    (Kind::Residents, "dữ liệu dân cư"),
    (Kind::Insurance, "dữ liệu thẻ BHYT"),
    (Kind::ScreeningRoster, "danh sách đã khám"),
    (Kind::PlanRoster, "danh sách kế hoạch khám"),
    (Kind::SchoolRoster, "danh sách học sinh"),
    (Kind::EmployerRoster, "danh sách người lao động"),
    (Kind::EhrStatus, "tình trạng hồ sơ sức khoẻ điện tử"),
    (Kind::Quotas, "chỉ tiêu"),
    (Kind::Facilities, "cơ sở y tế"),
    (Kind::Aggregates, "số liệu tổng hợp"),
    (Kind::ExamXml, "dữ liệu khám sức khoẻ (XML)"),
    (Kind::VisitXml, "dữ liệu khám chữa bệnh BHYT (XML)"),
];

/// What a state of a number, or of an extract, says; in English its code, as in datasets.
#[must_use]
pub fn state_words(code: &str, lang: Lang) -> &str {
    let vi = STATES_VI.iter().find(|(of, _)| *of == code);
    match (lang, vi) {
        (Lang::Vi, Some((_, words))) => words,
        _ => code,
    }
}

const STATES_VI: [(&str, &str); 13] = [
    ("met", "đạt"),
    ("not_met", "chưa đạt"),
    ("no_denominator", "không có đối tượng"),
    ("no_plan", "chưa có kế hoạch"),
    ("missing_input", "chưa nhận được dữ liệu"),
    ("stale", "quá hạn"),
    ("over_100", "trên 100 %: xem lại mẫu số"),
    ("tracked", "theo dõi"),
    ("fresh", "mới"),
    ("kept", "dùng lại"),
    ("superseded", "đã có bản mới hơn"),
    ("set_aside", "KHÔNG DÙNG ĐƯỢC"),
    ("not_delivered", "không có"),
];

/// How much a finding matters; in English its code, as in datasets.
#[must_use]
pub fn severity_words(code: &str, lang: Lang) -> &str {
    match (lang, code) {
        (Lang::Vi, "info") => "ghi nhận",
        (Lang::Vi, "warning") => "cảnh báo",
        (Lang::Vi, "error") => "lỗi",
        _ => code,
    }
}

/// A part of the population in words.
#[must_use]
pub fn stratum_words(kind: &str, stratum: &str, lang: Lang) -> String {
    if lang == Lang::En {
        return if kind == stratum {
            stratum.to_owned()
        } else {
            format!("{kind} {stratum}")
        };
    }
    let stratum = match stratum {
        "all" => return "tất cả".to_owned(),
        "none" => return "không thuộc nhóm nào".to_owned(),
        "male" => "nam",
        "female" => "nữ",
        "unknown" => "chưa rõ",
        other => other,
    };
    let kind = match kind {
        "age_band" | "five_year" => "tuổi",
        "sex" => "giới tính",
        "target_group" => "nhóm đối tượng",
        other => other,
    };
    format!("{kind} {stratum}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::IndicatorState;
    use crate::validate::Severity;

    #[test]
    fn every_state_has_vietnamese_words() {
        for state in IndicatorState::ALL {
            assert_ne!(state_words(state.code(), Lang::Vi), state.code());
            assert_eq!(state_words(state.code(), Lang::En), state.code());
        }
    }

    #[test]
    fn every_state_of_an_extract_and_severity_has_vietnamese_words() {
        let extracts = [
            "fresh",
            "kept",
            "stale",
            "superseded",
            "set_aside",
            "not_delivered",
        ];
        for state in extracts {
            assert_ne!(state_words(state, Lang::Vi), state);
        }
        for severity in Severity::ALL.map(Severity::code) {
            assert_ne!(severity_words(severity, Lang::Vi), severity);
        }
    }

    #[test]
    fn strata_are_named_in_both_languages() {
        for (kind, stratum, vi, en) in [
            ("all", "all", "tất cả", "all"),
            ("sex", "female", "giới tính nữ", "sex female"),
            ("age_band", "60+", "tuổi 60+", "age_band 60+"),
        ] {
            assert_eq!(stratum_words(kind, stratum, Lang::Vi), vi);
            assert_eq!(stratum_words(kind, stratum, Lang::En), en);
        }
    }
}
