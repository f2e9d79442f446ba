//! Card periods that stand in one cell.
//!
//! A column "Hạn thẻ" holds the last day, or both: `01/01/2026 - 31/12/2026`, `Từ 01/01/2026 đến 31/12/2026`. Both are
//! read where the other column is absent or blank, and said.

use super::codes::fold_value;
use super::date::{DateOptions, standardise_day};
use crate::domain::{How, PartialDate, Problem, Repair, Value};

/// Longer texts are remarks.
const BYTES_MAX: usize = 80;

/// What may stand before the first day, folded.
const BEFORE: [&str; 10] = [
    "", "tu", "tungay", "han", "hantu", "hanthe", "hsd", "hsdtu", "gt", "gttu",
];

/// What may stand between the two days, folded; a sign as it is.
const BETWEEN: [&str; 6] = ["", "den", "denngay", "toi", "denhet", "ngay"];

/// Reads both days from the cell of either, where the other is blank.
pub fn share_period<'a>(
    from: &mut Value<'a, PartialDate>,
    to: &mut Value<'a, PartialDate>,
    options: DateOptions,
) {
    let unreadable = How::Missing(Problem::Unreadable);
    let text = match (from.how, to.how) {
        (How::Blank, how) if how == unreadable => to.original,
        (how, How::Blank) if how == unreadable => from.original,
        _ => return,
    };
    if let Some((first, last)) = period(text, options) {
        let repair = Repair::MovedFromOtherColumn;
        *from = Value::repaired(text, first, repair);
        *to = Value::repaired(text, last, repair);
    }
}

/// What may stand behind the last day of a card, folded: the day is the one that the list knew of.
const REMARKS: [&str; 9] = [
    "giahan",
    "dagiahan",
    "giahanthe",
    "dagiahanthe",
    "conhan",
    "hethan",
    "dahethan",
    "sapgiahan",
    "saphethan",
];

/// Reads a last day that stands before a remark on the card: `31/12/2026 (gia hạn)`.
pub fn take_day_beside_remark(to: &mut Value<'_, PartialDate>, options: DateOptions) {
    let text = to.original;
    if to.how != How::Missing(Problem::Unreadable) || text.contains('?') {
        return;
    }
    let end = text.rfind(|c: char| c.is_ascii_digit()).map(|at| at + 1);
    let Some((day, remark)) = end.and_then(|end| text.split_at_checked(end)) else {
        return;
    };
    let day = standardise_day(day, options);
    if let (Some(standard), How::AsGiven) = (day.standard, day.how)
        && REMARKS.contains(&fold_value(remark).as_str())
    {
        *to = Value::repaired(text, standard, Repair::Remark);
    }
}

/// The two days of a text that holds nothing else.
fn period(text: &str, options: DateOptions) -> Option<(PartialDate, PartialDate)> {
    if text.len() > BYTES_MAX || text.contains(['?', ';', '&', '+']) {
        return None;
    }
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (days, behind) = text[start..].split_at(end - start);
    let is_bare =
        BEFORE.contains(&fold_value(&text[..start]).as_str()) && fold_value(behind).is_empty();
    let is_sign = |(_, c): &(usize, char)| !c.is_ascii_digit();
    let splits = days.char_indices().filter(is_sign).filter(|_| is_bare);
    let mut found = splits.filter_map(|(at, _)| two_days(&days[..at], &days[at..], options));
    let period = found.next()?;
    found.all(|other| other == period).then_some(period)
}

/// A day, and what stands between it and another.
fn two_days(first: &str, rest: &str, options: DateOptions) -> Option<(PartialDate, PartialDate)> {
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let (between, last) = rest.split_at(start);
    let is_between = BETWEEN.contains(&fold_value(between).as_str());
    let day = |text: &str| {
        let value = standardise_day(text, options);
        let is_certain = matches!(
            value.how,
            How::AsGiven | How::Repaired(Repair::TwoDigitYear)
        );
        value.standard.filter(|_| is_certain)
    };
    Some((day(first)?, day(last)?)).filter(|_| is_between)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: DateOptions = DateOptions {
        first_of_january_is_year: false,
        latest_year: 2036,
        is_1904: false,
    };

    fn read<'a>(from: &'a str, to: &'a str) -> (Value<'a, PartialDate>, Value<'a, PartialDate>) {
        let (mut from, mut to) = (standardise_day(from, OPTIONS), standardise_day(to, OPTIONS));
        share_period(&mut from, &mut to, OPTIONS);
        (from, to)
    }

    #[test]
    fn both_days_of_one_cell_are_read() {
        let day = |month, day| PartialDate::from_day(2026, month, day).unwrap();
        for text in [
            "01/01/2026 - 31/12/2026",
            "01/01/2026-31/12/2026",
            "01-01-2026 - 31-12-2026",
            "01-01-2026-31-12-2026",
            "01.01.2026–31.12.2026",
            "01/01/2026 đến 31/12/2026",
            "từ 01/01/2026 đến 31/12/2026",
            "Từ ngày 01/01/2026 đến ngày 31/12/2026.",
            "(01/01/2026→31/12/2026)",
            "01/01/26 - 31/12/26",
            "1/1/2026\n31/12/2026",
            "2026-01-01 - 2026-12-31",
            "HSD: 01/01/2026 - 31/12/2026",
        ] {
            let moved = Repair::MovedFromOtherColumn;
            let expected = (
                Value::repaired(text, day(1, 1), moved),
                Value::repaired(text, day(12, 31), moved),
            );
            assert_eq!(read("", text), expected, "{text}");
            assert_eq!(read(text, ""), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_period_stays_as_it_was() {
        for text in [
            "31/12/2026",
            "Từ 01/01/2026",
            "01/01/2026 hoặc 31/12/2026",
            "01/01/2026; 31/12/2026",
            "01/01/2026 - 12/31/2026",
            "01/2026 - 12/2026",
            "1/1/2026 - 31/12/2026 - 5/5/2027",
            "đã gia hạn 01/01/2026 - 31/12/2026",
            "01/01/2026 - 31/12/2026 (mẹ)",
            "",
        ] {
            let (from, to) = read("", text);
            assert_eq!(
                (from, to),
                (Value::default(), standardise_day(text, OPTIONS)),
                "{text}"
            );
        }
        let text = "01/01/2026 - 31/12/2026";
        let (from, to) = read("01/02/2026", text);
        assert_eq!(
            (from.how, to.how),
            (How::AsGiven, How::Missing(Problem::Unreadable))
        );
    }

    #[test]
    fn a_last_day_beside_a_remark_on_the_card_is_read() {
        let read = |text| {
            let mut to = standardise_day(text, OPTIONS);
            take_day_beside_remark(&mut to, OPTIONS);
            to
        };
        for text in [
            "31/12/2026 (gia hạn)",
            "31/12/2026 - hết hạn",
            "31-12-2026 đã gia hạn",
        ] {
            let day = PartialDate::from_day(2026, 12, 31).unwrap();
            let expected = Value::repaired(text, day, Repair::Remark);
            assert_eq!(read(text), expected, "{text}");
        }
        for text in [
            "31/12/2026 (thu hồi)",
            "31/12/2026 (gia hạn?)",
            "31/02/2026 (gia hạn)",
            "12/2026 (gia hạn)",
            "31/12/2026",
            "hết hạn",
            "",
        ] {
            assert_eq!(read(text), standardise_day(text, OPTIONS), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(from in "[0-9/ -]{0,24}", to in "\\PC{0,20}|[0-9/.đến -]{0,24}") {
            let (first, last) = read(&from, &to);
            proptest::prop_assert!(first.standard.is_none_or(|day| day.day().is_some()));
            proptest::prop_assert!(last.standard.is_none_or(|day| day.day().is_some()));
        }
    }
}
