//! The state of residence with its day or its place behind it.
//!
//! `Đã mất ngày 12/03/2026`, `Chuyển đi 05/2026`, `Tạm vắng (đi Bình Dương)`. The state is taken where nothing but a date
//! or the place stands behind it, and said; the date of a death or a departure goes to its own field where that is blank.

use unicode_normalization::UnicodeNormalization;

use super::codes::{CodeList, fold_value};
use super::date::{DateOptions, date_at_end, standardise_date};
use crate::domain::record::ResidenceStatus;
use crate::domain::{How, PartialDate, Problem, Record, Repair, Value};

/// What may stand between the state and its date, folded.
const BEFORE_DATE: [&str; 7] = ["ngay", "thang", "nam", "tu", "vao", "hoi", "luc"];

/// Words by which a place takes back that someone is away.
const BACK: [&str; 4] = ["về", "chưa", "không", "hay"];

/// Days before it are of no list.
const YEAR_MIN: u16 = 1900;

/// Reads a state that the list does not know as a whole.
pub fn read_state_beside_date(
    record: &mut Record<'_>,
    list: &CodeList<ResidenceStatus>,
    options: DateOptions,
) {
    let text = record.residence_status.original;
    if record.residence_status.how != How::Missing(Problem::Unknown) || text.contains('?') {
        return;
    }
    if let Some(state) = absent_at(text, list) {
        record.residence_status = Value::repaired(text, state, Repair::Remark);
        return;
    }
    let Some((state, date)) = state_and_date(text, list, options) else {
        return;
    };
    record.residence_status = Value::repaired(text, state, Repair::Remark);
    let field = match state {
        ResidenceStatus::Dead => &mut record.death_date,
        ResidenceStatus::Departed => &mut record.departure_date,
        ResidenceStatus::Permanent | ResidenceStatus::Temporary | ResidenceStatus::Absent => {
            return;
        }
    };
    if field.how == How::Blank {
        *field = Value::repaired(text, date, Repair::MovedFromOtherColumn);
    }
}

fn state_and_date(
    text: &str,
    list: &CodeList<ResidenceStatus>,
    options: DateOptions,
) -> Option<(ResidenceStatus, PartialDate)> {
    let (mut words, date) = date_at_end(text)?;
    loop {
        words = words.trim_end_matches(|c: char| !c.is_alphanumeric());
        match words.rsplit_once(' ') {
            Some((before, last)) if BEFORE_DATE.contains(&fold_value(last).as_str()) => {
                words = before;
            }
            _ => break,
        }
    }
    let value = standardise_date(date, options);
    let date = value.standard.filter(|_| value.how == How::AsGiven)?;
    let is_plausible = (YEAR_MIN..=options.latest_year).contains(&date.year());
    Some((list.get(words)?, date)).filter(|_| is_plausible)
}

/// `Tạm vắng (đi Bình Dương)`.
fn absent_at(text: &str, list: &CodeList<ResidenceStatus>) -> Option<ResidenceStatus> {
    let (state, place) = text.trim_end().strip_suffix(')')?.split_once('(')?;
    let place: String = place.trim().nfc().flat_map(char::to_lowercase).collect();
    let mut words = place.split(|c: char| !c.is_alphanumeric());
    let is_away = words.next() == Some("đi") && words.all(|word| !BACK.contains(&word));
    let state = list.get(state.trim());
    state.filter(|state| is_away && *state == ResidenceStatus::Absent)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: DateOptions = DateOptions {
        first_of_january_is_year: false,
        latest_year: 2026,
        is_1904: false,
    };

    fn read(text: &str) -> Record<'_> {
        let list = CodeList::new([
            (ResidenceStatus::Permanent, "Thường trú"),
            (ResidenceStatus::Absent, "Tạm vắng"),
            (ResidenceStatus::Departed, "Chuyển đi"),
            (ResidenceStatus::Dead, "Đã mất"),
            (ResidenceStatus::Dead, "Mất"),
        ])
        .changed_by_words();
        let mut record = Record {
            residence_status: list.standardise(text),
            ..Record::default()
        };
        read_state_beside_date(&mut record, &list, OPTIONS);
        record
    }

    #[test]
    fn a_state_beside_its_date_is_read_and_the_date_goes_to_its_field() {
        for (text, state, death, departure) in [
            (
                "Đã mất ngày 12/03/2026",
                ResidenceStatus::Dead,
                "2026-03-12",
                "",
            ),
            (
                "ĐÃ MẤT (12/03/2026)",
                ResidenceStatus::Dead,
                "2026-03-12",
                "",
            ),
            ("Mất 2026", ResidenceStatus::Dead, "2026", ""),
            ("Mất tháng 3/2026", ResidenceStatus::Dead, "2026-03", ""),
            (
                "Chuyển đi 05/2026",
                ResidenceStatus::Departed,
                "",
                "2026-05",
            ),
            (
                "Chuyển đi từ ngày 01/05/2026",
                ResidenceStatus::Departed,
                "",
                "2026-05-01",
            ),
            ("Thường trú từ năm 2010", ResidenceStatus::Permanent, "", ""),
            ("Tạm vắng (đi Bình Dương)", ResidenceStatus::Absent, "", ""),
        ] {
            let record = read(text);
            let expected = Value::repaired(text, state, Repair::Remark);
            assert_eq!(record.residence_status, expected);
            let fields = [
                (record.death_date, death),
                (record.departure_date, departure),
            ];
            for (date, expected) in fields {
                let standard = date.standard.map(|date| date.to_string());
                assert_eq!(standard.unwrap_or_default(), expected, "{text}");
                if !expected.is_empty() {
                    assert_eq!(date.how, How::Repaired(Repair::MovedFromOtherColumn));
                }
            }
        }
    }

    #[test]
    fn what_may_say_otherwise_is_left_blank() {
        for text in [
            "Đã mất?",
            "Chưa mất 2026",
            "Đã mất ngày 31/02/2026",
            "Mất 1890",
            "Mất 2027",
            "Mất thẻ 2026",
            "Tạm vắng (đi đã về)",
            "Tạm vắng (đi chưa về)",
            "Đã mất (đi Bình Dương)",
            "2026",
        ] {
            let record = read(text);
            let unknown = Value::missing(text, Problem::Unknown);
            assert_eq!(record.residence_status, unknown);
            assert_eq!(record.death_date.how, How::Blank, "{text}");
        }
        assert_eq!(read("").residence_status, Value::default());
        assert_eq!(read("Mất").residence_status.how, How::AsGiven);
    }
}
