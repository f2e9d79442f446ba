//! Whose place a heading is about: "Xã" under "Quê quán" is not where someone lives, and of "Nơi thường trú" and "Nơi
//! ở hiện nay" one is where someone lives now.

use super::claims::{Column, Unclaimed};
use super::other_person::words_of;
use super::wording::PLACES;
use crate::domain::Field;
use crate::ingest::block::RawRow;

/// Places of a person where nobody lives because of them, with their marks and as typed without.
const ELSEWHERE: [&str; 28] = [
    "quê",
    "quê quán",
    "que quan",
    "nguyên quán",
    "nguyen quan",
    "sinh quán",
    "sinh quan",
    "nơi sinh",
    "noi sinh",
    "khai sinh",
    "công tác",
    "cong tac",
    "làm việc",
    "lam viec",
    "nơi học",
    "noi hoc",
    "nơi cấp",
    "noi cap",
    "nơi khám",
    "noi kham",
    "điểm khám",
    "diem kham",
    "khám chữa bệnh",
    "kham chua benh",
    "kcb",
    "chuyển đến",
    "chuyển đi",
    "nơi mất",
];

/// What such a heading says where it is nothing else.
const HEADINGS_ELSEWHERE: [&str; 14] = [
    "quê quán",
    "que quan",
    "nguyên quán",
    "nguyen quan",
    "nơi sinh",
    "noi sinh",
    "nơi đăng ký khai sinh",
    "noi dang ky khai sinh",
    "nơi công tác",
    "noi cong tac",
    "đơn vị công tác",
    "don vi cong tac",
    "nơi làm việc",
    "noi lam viec",
];

/// Headings that are of elsewhere where they say nothing more: "Đơn vị hành chính" is where people live.
const ELSEWHERE_ALONE: [&str; 11] = [
    " đơn vị ",
    " don vi ",
    " cơ quan ",
    " co quan ",
    " trường ",
    " trường học ",
    " truong hoc ",
    " cơ sở ",
    " co so ",
    " nơi đến ",
    " nơi đi ",
];

/// Longer headings are titles: "Kế hoạch khám chữa bệnh cho người cao tuổi".
const HEADING_WORDS_MAX: usize = 6;

/// "Nơi sinh sống" is where people live.
const OF_LIVING: [&str; 4] = ["sinh sống", "sinh song", "sinh hoạt", "sinh hoat"];

/// Where someone is registered, and where someone is.
const REGISTERED: [&str; 7] = [
    "thường trú",
    "thuong tru",
    "hộ khẩu",
    "ho khau",
    "hktt",
    "đkhktt",
    "dkhktt",
];
const PRESENT: [&str; 17] = [
    "nơi ở",
    "noi o",
    "chỗ ở",
    "cho o",
    "hiện nay",
    "hien nay",
    "hiện tại",
    "hien tai",
    "đang ở",
    "dang o",
    "hiện ở",
    "tạm trú",
    "tam tru",
    "sinh sống",
    "sinh song",
    "đang cư trú",
    "dang cu tru",
];

/// Words of places under the names of before and after the merger of July 2025.
const BEFORE_MERGER: [&str; 7] = [
    "cũ",
    "trước sáp nhập",
    "trước khi sáp nhập",
    "trước sắp xếp",
    "trước đây",
    "truoc sap nhap",
    "truoc sap xep",
];
const AFTER_MERGER: [&str; 6] = [
    "mới",
    "sau sáp nhập",
    "sau khi sáp nhập",
    "sau sắp xếp",
    "sau sap nhap",
    "sau sap xep",
];

/// Whether a heading is about a place where the person of the row need not live.
#[must_use]
pub fn is_elsewhere(heading: &str) -> bool {
    let words = words_of(heading);
    let is_short = words.split_whitespace().count() <= HEADING_WORDS_MAX;
    let is_of_living = has_any(&words, &OF_LIVING);
    ELSEWHERE_ALONE.contains(&words.as_str())
        || is_short && has_any(&words, &ELSEWHERE) && !is_of_living
}

/// Whether a text is a heading over a person's places elsewhere, and no title that names one.
#[must_use]
pub fn heads_elsewhere(text: &str) -> bool {
    let words = words_of(text);
    HEADINGS_ELSEWHERE.contains(&words.trim())
}

/// Whether the place of `new` is today's where that of `old` is of before, or may be.
#[must_use]
pub fn is_newer(new: &str, old: &str) -> bool {
    let age = |header: &str| {
        let words = words_of(header);
        match (
            has_any(&words, &BEFORE_MERGER),
            has_any(&words, &AFTER_MERGER),
        ) {
            (true, false) => 0,
            (false, true) => 2,
            _ => 1,
        }
    };
    age(new) > age(old)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Residence {
    Registered,
    Present,
}

fn residence(header: &str) -> Option<Residence> {
    let words = words_of(header);
    if has_any(&words, &REGISTERED) {
        Some(Residence::Registered)
    } else {
        has_any(&words, &PRESENT).then_some(Residence::Present)
    }
}

fn has_any(words: &str, phrases: &[&str]) -> bool {
    let mut phrases = phrases.iter();
    phrases.any(|phrase| super::other_person::stands(words, phrase))
}

/// Of where someone is registered and where someone is, the second: that is where a commune looks for people. It has
/// to be filled nearly as often, for "Nơi ở hiện nay (nếu khác)" is blank where it is the same. Commune and hamlet are
/// never taken from one each.
pub fn prefer_present_residence(columns: &mut [Column], below: &[RawRow<'_>]) {
    let pairs: Vec<(usize, usize, Field)> = PLACES
        .into_iter()
        .filter_map(|field| {
            let holder = columns
                .iter()
                .position(|column| column.field == Some(field))?;
            let is_rival = |column: &Column| {
                column.reason == Unclaimed::Repeats(field)
                    && column.field.is_none()
                    && residence(&column.header) == Some(Residence::Present)
            };
            let rival = columns.iter().position(is_rival)?;
            let is_registered = residence(&columns[holder].header) == Some(Residence::Registered);
            is_registered.then_some((holder, rival, field))
        })
        .collect();
    let filled = |column: usize| {
        let cells = below.iter().map(|row| row.cell(column));
        cells.filter(|cell| !cell.is_empty()).count()
    };
    let registered: usize = pairs.iter().map(|(holder, ..)| filled(*holder)).sum();
    let present: usize = pairs.iter().map(|(_, rival, _)| filled(*rival)).sum();
    if present * 10 >= registered * 9 {
        for (holder, rival, field) in pairs {
            let how = columns[rival].how;
            columns[holder].refuse(Unclaimed::Repeats(field));
            columns[rival].reason = Unclaimed::Unknown;
            columns[rival].claim(field, how);
        }
    }
    keep_one_residence(columns);
}

/// A hamlet of the residence whose commune was not taken lies in no commune that is known.
fn keep_one_residence(columns: &mut [Column]) {
    let find = |field: Field| {
        columns
            .iter()
            .position(|column| column.field == Some(field))
    };
    let commune = find(Field::CommuneName).or_else(|| find(Field::CommuneCode));
    let (Some(commune), Some(hamlet)) = (commune, find(Field::Hamlet)) else {
        return;
    };
    let of_hamlet = residence(&columns[hamlet].header);
    let of_commune = residence(&columns[commune].header);
    let has_own_commune = columns.iter().any(|column| {
        let is_commune = [Field::CommuneName, Field::CommuneCode].map(Unclaimed::Repeats);
        column.field.is_none()
            && is_commune.contains(&column.reason)
            && residence(&column.header) == of_hamlet
    });
    if of_hamlet.is_some() && of_commune.is_some() && of_hamlet != of_commune && has_own_commune {
        columns[hamlet].refuse(Unclaimed::OtherPlace);
    }
}

/// A place that its header tells from the one taken is no second try at it: the commune of before, the home where
/// someone is registered.
pub fn drop_other_places(columns: &mut [Column]) {
    for at in 0..columns.len() {
        let Unclaimed::Repeats(field) = columns[at].reason else {
            continue;
        };
        let holder = columns
            .iter()
            .find(|column| column.field == Some(field) && PLACES.contains(&field));
        let is_other = holder.is_some_and(|holder| {
            let is_present = residence(&holder.header) == Some(Residence::Present);
            let is_registered = residence(&columns[at].header) == Some(Residence::Registered);
            is_newer(&holder.header, &columns[at].header) || is_present && is_registered
        });
        if is_other && columns[at].field.is_none() {
            columns[at].refuse(Unclaimed::OtherPlace);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_elsewhere, is_newer};

    #[test]
    fn places_where_nobody_need_live_are_known() {
        for heading in [
            "Quê quán",
            "QUE QUAN",
            "Nguyên quán",
            "Nơi sinh",
            "Nơi đăng ký khai sinh",
            "Nơi công tác",
            "Đơn vị công tác",
            "Đơn vị",
            "Nơi cấp",
            "Nơi khám",
            "Nơi ĐK KCB",
            "Nơi chuyển đến",
        ] {
            assert!(is_elsewhere(heading), "{heading}");
        }
        for heading in [
            "Nơi thường trú",
            "Nơi ở hiện tại",
            "Nơi sinh sống",
            "HKTT",
            "Đơn vị hành chính",
            "Địa chỉ",
            "Xóm",
            "",
        ] {
            assert!(!is_elsewhere(heading), "{heading}");
        }
    }

    #[test]
    fn the_commune_of_today_is_newer() {
        assert!(is_newer("Xã/phường (mới)", "Xã/phường (cũ)"));
        assert!(is_newer("Xã/phường", "Xã/phường (cũ)"));
        assert!(is_newer("Xã sau sáp nhập", "Xã"));
        assert!(!is_newer("Xã", "Xã"));
        assert!(!is_newer("Xã (cũ)", "Xã"));
    }
}
