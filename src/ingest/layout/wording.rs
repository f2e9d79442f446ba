//! Headers in words that no profile lists: a known header and whom it is of ("Họ và tên người khám bệnh"), with words
//! that add nothing ("Kết quả đo huyết áp"), or several headers of one field ("Số CCCD hoặc mã định danh").
//!
//! Words are taken away from the end, then from the front, until a header of the profile is left. What was taken away
//! limits what may be left: "liên hệ" leaves a phone, and never the name of somebody to call.

use unicode_normalization::char::is_combining_mark;

use super::claims::is_part;
use super::options::{Claim, LayoutOptions};
use super::other_person::names_other_person;
use crate::domain::Field;
use crate::domain::header::{FoldedHeader, without_asides};

/// Longer texts are remarks and no headers.
const HEADER_BYTES_MAX: usize = 160;

/// "Mã số" before and "cá nhân", "của", "học sinh" behind "định danh": more phrases than these stand around no header.
const PHRASES_MAX: usize = 4;

/// What words say that were taken away, and so what can be left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    Nothing,
    /// Whose it is: the person of the row.
    Person,
    /// How someone is reached.
    Contact,
    /// How something is measured.
    Measured,
    /// That it is a number or a card.
    Number,
    /// Which of a person's places it is.
    Place,
}

impl Says {
    fn fits(self, claim: Claim) -> bool {
        match (self, claim) {
            (Self::Nothing | Self::Person, _) => true,
            (Self::Place | Self::Measured, Claim::Dropped) => true,
            (Self::Contact | Self::Number, Claim::Dropped) => false,
            (Self::Contact, Claim::Field(field)) => field == Field::Phone,
            (Self::Measured, Claim::Field(field)) => MEASURED.contains(&field),
            (Self::Number, Claim::Field(field)) => NUMBERS.contains(&field),
            (Self::Place, Claim::Field(field)) => PLACES.contains(&field),
        }
    }
}

const MEASURED: [Field; 7] = [
    Field::HeightCm,
    Field::WeightKg,
    Field::BloodPressure,
    Field::Systolic,
    Field::Diastolic,
    Field::PulsePerMin,
    Field::GlucoseMmolL,
];

const NUMBERS: [Field; 4] = [
    Field::IdentityNumber,
    Field::BhytCard,
    Field::BhxhNumber,
    Field::Phone,
];

/// Fields that say where someone lives.
pub const PLACES: [Field; 3] = [Field::Hamlet, Field::CommuneName, Field::CommuneCode];

/// Words behind a header, without marks.
static BEHIND: [(Says, &[&str]); 5] = [
    (
        Says::Nothing,
        &[
            "cua",
            "neu co",
            "bat buoc",
            "in hoa",
            "chu in hoa",
            "viet hoa",
            "ghi ro",
            "ghi day du",
            "day du",
            "theo cccd",
            "tren cccd",
            "theo can cuoc",
            "theo khai sinh",
            "theo giay khai sinh",
            "theo vneid",
            "dd mm yyyy",
            "ddmmyyyy",
            "ngay thang nam",
            "12 so",
        ],
    ),
    (
        Says::Person,
        &[
            "ca nhan",
            "nguoi dan",
            "cong dan",
            "nhan khau",
            "nhan khau trong ho",
            "thanh vien",
            "thanh vien ho",
            "thanh vien trong ho",
            "thanh vien gia dinh",
            "thanh vien trong gia dinh",
            "thanh vien ho gia dinh",
            "nguoi trong ho",
            "hoi vien",
            "doan vien",
            "doi tuong",
            "khach hang",
            "nguoi kham",
            "nguoi kham benh",
            "nguoi kham suc khoe",
            "nguoi duoc kham",
            "nguoi duoc kham suc khoe",
            "nguoi duoc sang loc",
            "nguoi di kham",
            "nguoi den kham",
            "benh nhan",
            "bn",
            "nguoi benh",
            "nguoi tham gia",
            "nguoi tham gia bhyt",
            "nguoi co the",
            "chu the",
            "nguoi cao tuoi",
            "nct",
            "nguoi khuyet tat",
            "nkt",
            "nguoi co cong",
            "nguoi lao dong",
            "nld",
            "cong nhan",
            "cbcnv",
            "cbcnvc",
            "cbnv",
            "cnv",
            "cnvc",
            "hoc sinh",
            "hoc vien",
            "hs",
            "sinh vien",
            "sv",
            "tre",
            "tre em",
            "em",
            "be",
            "chau",
        ],
    ),
    (
        Says::Contact,
        &["lien he", "lien lac", "di dong", "cam tay", "zalo"],
    ),
    (
        Says::Measured,
        &[
            "lan phut",
            "l p",
            "phut",
            "mmhg",
            "mmol l",
            "cm",
            "kg",
            "do duoc",
            "hien tai",
            "tay trai",
            "tay phai",
            "mao mach",
            "tinh mach",
            "doi",
            "luc doi",
            "khi doi",
        ],
    ),
    (Says::Place, &OF_PLACES),
];

/// Words before a header.
static BEFORE: [(Says, &[&str]); 4] = [
    (
        Says::Number,
        &[
            "so",
            "ma",
            "ma so",
            "so hieu",
            "the",
            "so the",
            "ma the",
            "ma so the",
            "giay",
            "so giay",
        ],
    ),
    (
        Says::Measured,
        &[
            "do",
            "chi so",
            "ket qua",
            "kq",
            "ket qua do",
            "ket qua xet nghiem",
            "xet nghiem",
            "xn",
            "test",
            "test nhanh",
        ],
    ),
    (Says::Place, &OF_PLACES),
    (Says::Place, &["ten"]),
];

/// Words around the name of a place where someone lives or lived.
const OF_PLACES: [&str; 30] = [
    "cu tru",
    "noi cu tru",
    "thuong tru",
    "noi thuong tru",
    "dang ky thuong tru",
    "noi dang ky thuong tru",
    "hktt",
    "ho khau",
    "ho khau thuong tru",
    "tam tru",
    "noi tam tru",
    "dia chi",
    "noi o",
    "cho o",
    "dang o",
    "hien o",
    "noi sinh song",
    "sinh song",
    "dang sinh song",
    "hien tai",
    "hien nay",
    "cu",
    "moi",
    "truoc sap nhap",
    "sau sap nhap",
    "truoc khi sap nhap",
    "sau khi sap nhap",
    "truoc sap xep",
    "sau sap xep",
    "truoc day",
];

/// Alternatives that are of whatever field stands beside them: "Mã BHYT/Số thẻ", "Số CCCD/Hộ chiếu".
const BESIDE: [&str; 13] = [
    "so",
    "ma",
    "maso",
    "sothe",
    "mathe",
    "masothe",
    "hochieu",
    "sohochieu",
    "passport",
    "gks",
    "giaykhaisinh",
    "sogiaykhaisinh",
    "giaytokhac",
];

/// What a header that no profile lists can stand for.
#[must_use]
pub fn claims(header: &str, options: &LayoutOptions) -> Vec<Claim> {
    // Names as programs write them are listed or unknown.
    let is_code = header.contains('_') || header.len() > HEADER_BYTES_MAX;
    if is_code || !header.contains(char::is_alphabetic) {
        return Vec::new();
    }
    let found = read(&without_asides(header), options);
    if !found.is_empty() && names_other_person(header) {
        return Vec::new();
    }
    found
}

/// The place that a header names in parentheses behind what is no place by itself: "Địa chỉ (xóm)".
#[must_use]
pub fn place_in_parentheses(header: &str, options: &LayoutOptions) -> Vec<Claim> {
    if !header.contains('(') || header.len() > HEADER_BYTES_MAX {
        return Vec::new();
    }
    let mut claims = read(header, options);
    claims.retain(|claim| matches!(claim, Claim::Field(field) if PLACES.contains(field)));
    claims
}

fn read(header: &str, options: &LayoutOptions) -> Vec<Claim> {
    let parts = alternatives(header);
    let whole: Vec<FoldedHeader> = parts.iter().flatten().cloned().collect();
    if !holds_known(&whole, options) {
        return Vec::new();
    }
    let found = stripped(&whole, options);
    if found.is_empty() && parts.len() > 1 {
        agreed(&parts, options).into_iter().collect()
    } else {
        found
    }
}

/// Whether words that follow each other are a header of the profile: nothing can be left of others.
fn holds_known(words: &[FoldedHeader], options: &LayoutOptions) -> bool {
    let mut text = String::new();
    let mut ends = vec![0];
    for word in words {
        text.push_str(&word.plain);
        ends.push(text.len());
    }
    let mut starts = ends.iter().enumerate();
    starts.any(|(at, start)| {
        let mut spans = ends[at + 1..].iter().map(|end| &text[*start..*end]);
        spans.any(|span| options.has_header(span))
    })
}

/// The words of each of several headers in one.
fn alternatives(header: &str) -> Vec<Vec<FoldedHeader>> {
    let mut parts = Vec::new();
    for piece in header.split([',', ';', '/', '|', '+', '&', '\n', '-', '–']) {
        let mut part = Vec::new();
        for word in piece.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)) {
            let word = FoldedHeader::whole(word);
            if ["hoac", "hay"].contains(&word.plain.as_str()) {
                parts.push(std::mem::take(&mut part));
            } else if !word.is_empty() {
                part.push(word);
            }
        }
        parts.push(part);
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// What is left of a header without the words around it.
fn stripped(words: &[FoldedHeader], options: &LayoutOptions) -> Vec<Claim> {
    without(words, &mut Vec::new(), options)
}

/// What `rest` can stand for, or else what is left of it without one phrase more.
fn without(rest: &[FoldedHeader], said: &mut Vec<Says>, options: &LayoutOptions) -> Vec<Claim> {
    // "Mã thẻ học sinh" is a card of the school.
    if !said.is_empty() && BESIDE.contains(&together(rest).plain.as_str()) {
        return Vec::new();
    }
    let claims = accepted(rest, said, options);
    if !claims.is_empty() {
        return claims;
    }
    if said.len() == PHRASES_MAX {
        return claims;
    }
    for (left, says) in without_one_phrase(rest) {
        said.push(says);
        let claims = without(left, said, options);
        said.pop();
        if !claims.is_empty() {
            return claims;
        }
    }
    Vec::new()
}

/// What `rest` can stand for after words that say `said` were taken from it.
fn accepted(rest: &[FoldedHeader], said: &[Says], options: &LayoutOptions) -> Vec<Claim> {
    let mut accepted = Vec::new();
    for claim in options.claims(&together(rest)) {
        if !said.iter().all(|says| says.fits(claim)) {
            continue;
        }
        match claim {
            // "Tên học sinh" is a whole name, unless a family name stands beside it.
            Claim::Field(Field::GivenName) if said.contains(&Says::Person) => {
                accepted.extend([Claim::Field(Field::FullName), claim]);
            }
            // "Họ học sinh"; somebody may be called HO BE.
            Claim::Field(Field::FamilyName | Field::MiddleName)
                if rest.len() > 1 || !together(rest).is_unmarked() =>
            {
                accepted.push(claim);
            }
            Claim::Field(Field::Systolic | Field::Diastolic) => accepted.push(claim),
            Claim::Field(field) if is_part(field) => {}
            _ => accepted.push(claim),
        }
    }
    accepted
}

/// What all alternatives are, where they are one.
fn agreed(parts: &[Vec<FoldedHeader>], options: &LayoutOptions) -> Option<Claim> {
    let mut agreed = None;
    for part in parts {
        let claims = stripped(part, options);
        let whole = claims
            .into_iter()
            .find(|claim| !matches!(claim, Claim::Field(field) if is_part(*field)));
        match (agreed, whole) {
            (_, None) if is_beside(part, PHRASES_MAX) => {}
            (None, Some(claim)) => agreed = Some(claim),
            (Some(one), Some(other)) if one == other => {}
            _ => return None,
        }
    }
    agreed
}

/// Whether an alternative says nothing but what may stand around a header: "Họ tên trẻ/học sinh".
fn is_beside(part: &[FoldedHeader], phrases: usize) -> bool {
    let is_one = part.is_empty() || BESIDE.contains(&together(part).plain.as_str());
    let mut left = without_one_phrase(part);
    is_one || phrases > 0 && left.any(|(left, _)| is_beside(left, phrases - 1))
}

/// The words without a phrase at their end, or else at their front, and what it says.
fn without_one_phrase(words: &[FoldedHeader]) -> impl Iterator<Item = (&[FoldedHeader], Says)> {
    let behind = phrases(&BEHIND).filter_map(|(phrase, says)| {
        let at = words.len().checked_sub(count(phrase))?;
        are(&words[at..], phrase).then_some((&words[..at], says))
    });
    let before = phrases(&BEFORE).filter_map(|(phrase, says)| {
        let at = count(phrase);
        are(words.get(..at)?, phrase).then(|| (&words[at..], says))
    });
    behind.chain(before)
}

fn phrases(
    listed: &'static [(Says, &'static [&'static str])],
) -> impl Iterator<Item = (&'static str, Says)> {
    let listed = listed.iter();
    listed.flat_map(|(says, phrases)| phrases.iter().map(|phrase| (*phrase, *says)))
}

fn count(phrase: &str) -> usize {
    phrase.split(' ').count()
}

fn are(words: &[FoldedHeader], phrase: &str) -> bool {
    let folded = words.iter().map(|word| word.plain.as_str());
    folded.eq(phrase.split(' '))
}

/// Words as one header.
fn together(words: &[FoldedHeader]) -> FoldedHeader {
    let nothing = FoldedHeader::default();
    words
        .iter()
        .fold(nothing, |heading, word| word.under(&heading))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;
    use crate::source::Profile;

    fn options() -> LayoutOptions {
        let headers = [
            (Field::FullName, vec!["Họ và tên", "Họ tên"]),
            (Field::FamilyName, vec!["Họ", "Họ đệm"]),
            (Field::GivenName, vec!["Tên"]),
            (Field::BirthDate, vec!["Ngày sinh", "Ngày tháng năm sinh"]),
            (
                Field::IdentityNumber,
                vec![
                    "CCCD",
                    "Số CCCD",
                    "CMND",
                    "Mã định danh",
                    "Căn cước",
                    "Giấy tờ tùy thân",
                ],
            ),
            (Field::BhytCard, vec!["Thẻ BHYT", "Mã BHYT", "Mã thẻ"]),
            (Field::Phone, vec!["SĐT", "Số điện thoại"]),
            (Field::HeightCm, vec!["CC (cm)"]),
            (Field::BloodPressure, vec!["Huyết áp"]),
            (Field::PulsePerMin, vec!["Mạch"]),
            (Field::GlucoseMmolL, vec!["Đường huyết"]),
            (Field::Hamlet, vec!["Thôn", "Xóm", "Bản", "Tổ dân phố"]),
            (Field::CommuneName, vec!["Xã", "Xã/Phường"]),
        ];
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let profile = Profile {
            name: "roster.toml".into(),
            headers: headers
                .into_iter()
                .map(|(field, texts)| (field, owned(texts)))
                .collect(),
            values: std::collections::BTreeMap::new(),
            required_fields: Vec::new(),
            first_of_january_is_year: true,
            dropped_headers: owned(vec!["Ghi chú", "Địa chỉ", "Tuổi"]),
        };
        LayoutOptions::new(Kind::PlanRoster, &profile)
    }

    #[test]
    fn words_around_a_known_header_are_left_out() {
        let options = options();
        for (header, field) in [
            ("Họ và tên người khám bệnh", Field::FullName),
            ("Họ tên thành viên trong hộ", Field::FullName),
            ("HỌ VÀ TÊN NCT", Field::FullName),
            ("HO TEN HS", Field::FullName),
            ("Họ tên trẻ/học sinh", Field::FullName),
            ("Tên học sinh", Field::FullName),
            ("Họ học sinh", Field::FamilyName),
            ("Ngày sinh của trẻ", Field::BirthDate),
            ("Ngày, tháng, năm sinh của trẻ", Field::BirthDate),
            ("Số CCCD của trẻ", Field::IdentityNumber),
            ("Số thẻ căn cước", Field::IdentityNumber),
            ("Số giấy tờ tùy thân", Field::IdentityNumber),
            ("Số CCCD hoặc mã định danh", Field::IdentityNumber),
            ("Số CCCD, CMND, mã định danh", Field::IdentityNumber),
            ("Số CCCD/Hộ chiếu", Field::IdentityNumber),
            ("Mã BHYT/ Số thẻ", Field::BhytCard),
            ("Mã số thẻ BHYT (nếu có)", Field::BhytCard),
            ("SĐT liên hệ", Field::Phone),
            ("SĐT/Zalo", Field::Phone),
            ("Kết quả đo huyết áp", Field::BloodPressure),
            ("Huyết áp tay trái", Field::BloodPressure),
            ("Mạch/phút", Field::PulsePerMin),
            ("Xét nghiệm đường huyết lúc đói", Field::GlucoseMmolL),
            ("Thôn, bản, xóm", Field::Hamlet),
            ("Địa chỉ thôn/xóm", Field::Hamlet),
            ("Địa chỉ (xóm)", Field::Hamlet),
            ("Địa chỉ (thôn, xóm)", Field::Hamlet),
            ("Xã cũ", Field::CommuneName),
            ("Xã/phường nơi cư trú", Field::CommuneName),
        ] {
            assert_eq!(options.field_in_words(header), Some(field), "{header}");
        }
    }

    #[test]
    fn what_is_of_others_or_of_several_fields_is_no_field() {
        let options = options();
        for header in [
            "Họ và tên chủ hộ",
            "Họ tên bố/mẹ",
            "Họ tên người giám hộ của trẻ",
            "Số CCCD chủ hộ",
            "SĐT người liên hệ",
            "Họ tên liên hệ",
            "Tên liên hệ",
            "Bác sĩ/người khám",
            "Mã học sinh",
            "Mã thẻ học sinh",
            "Số xã",
            "Số CC",
            "Chiều cao/Huyết áp",
            "Huyết áp, mạch",
            "Họ tên, ngày sinh",
            "Xóm, xã",
            "Địa chỉ (xóm, xã)",
            "Ghi chú (xóm)",
            "Ngày sinh/Tuổi",
            "HO BE",
            "Học sinh",
            "Nơi sinh của trẻ",
            "",
        ] {
            assert_eq!(options.field_in_words(header), None, "{header}");
        }
    }
}
