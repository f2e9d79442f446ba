//! Dates beside others that were written month first.
//!
//! Dates of the column can only be read with their month first (`05/25/1990`, DT06) and none only with its day first:
//! those that can be read both ways were written so too. In a workbook the order of the computer decides which texts
//! become date cells: those that it can read, whatever was meant, so that cells beside texts of days past the twelfth
//! had their day and month exchanged. Where the column proves it, by several such dates, they are read the other way
//! round. A single one proves nothing: of a birth, a death or a departure only the year is believed then, the day of an
//! event is kept as it stands, and the other reading is proposed. A day that would lie after the snapshot is none.
//! Example: 05/06/1990 beside 05/25/1990 and 05/30/1990 is 6 May 1990.

use super::FileCase;
use crate::domain::{Field, PartialDate};
use crate::schema::records::RecordChunk;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Trigger};

/// Other dates of the column have the month first.
pub const DT13: Rule = Rule {
    code: "DT13",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Keep,
    trigger: Trigger::WholeFile(check),
    title_vi: "Ngày và tháng bị đảo so với cả cột",
    title_en: "Day and month exchanged, as the column shows",
    why_vi: "Các ngày khác trong cùng cột cho thấy tháng đứng trước (ví dụ 05/25/1990), hoặc Excel đã đọc nhầm thứ tự ngày tháng, nên ngày này cũng bị đảo. Cột có nhiều ngày như vậy thì ngày này được đọc lại theo thứ tự đó (ghi ở cột đề xuất); chỉ có một ngày thì ngày sinh, ngày chết, ngày chuyển đi chỉ giữ năm, ngày khác giữ như đã ghi.",
    why_en: "Other dates of the same column show that the month stands first (05/25/1990, for example), or that Excel took it so; this one is exchanged too. Where several show it, the date was read the other way round, as the proposal says; where only one does, only the year of a birth, a death or a departure was kept, and other dates as they are.",
    fix_vi: "Kiểm tra cả cột với giấy tờ; ghi ngày trước, tháng sau.",
    fix_en: "Check the whole column against the papers; write the day first.",
    thresholds: &[],
};

/// A field that holds a date, the column of its originals, and its value in a row.
type Dated = (Field, &'static str, fn(&RecordChunk, usize) -> u32);

const DATED: [Dated; 7] = [
    (Field::BirthDate, "birth_date_original", |chunk, row| {
        chunk.birth_date.get(row)
    }),
    (Field::DeathDate, "death_date_original", |chunk, row| {
        chunk.death_date.get(row)
    }),
    (
        Field::DepartureDate,
        "departure_date_original",
        |chunk, row| chunk.departure_date.get(row),
    ),
    (Field::ValidFrom, "valid_from_original", |chunk, row| {
        chunk.valid_from.get(row)
    }),
    (Field::ValidTo, "valid_to_original", |chunk, row| {
        chunk.valid_to.get(row)
    }),
    (Field::ExamDate, "exam_date_original", |chunk, row| {
        chunk.exam_date.get(row)
    }),
    (Field::EhrUpdated, "ehr_updated_original", |chunk, row| {
        chunk.ehr_updated.get(row)
    }),
];

/// Dates of which the year alone is of use.
const YEAR_IS_ENOUGH: [Field; 3] = [Field::BirthDate, Field::DeathDate, Field::DepartureDate];

/// What happened already, so that its day cannot lie after the snapshot.
const PAST: [Field; 5] = [
    Field::BirthDate,
    Field::DeathDate,
    Field::DepartureDate,
    Field::ExamDate,
    Field::EhrUpdated,
];

/// Fewer date cells, or texts beside them, may have no day past the twelfth by chance.
const CELLS_MIN: usize = 3;
const TEXTS_MIN: usize = 2;

/// Beside so many texts with a day past the twelfth, and none with another, one cell is enough.
const TEXTS_SUFFICE: usize = 5;

/// So many dates that have their month first are no slip of one hand.
const MONTH_FIRST_PROVEN: usize = 2;

fn check(case: &mut FileCase<'_>) {
    for dated in DATED {
        let column = Column::of(case, dated);
        if column.has_month_first() {
            let are_cells_in_doubt = column.cells_of_one_reading == 0;
            let is_proven = column.month_first >= MONTH_FIRST_PROVEN;
            report(case, dated, is_proven, |order| {
                order == Order::Either || order == Order::Cell && are_cells_in_doubt
            });
        } else if column.has_swapped_cells() {
            report(case, dated, true, |order| order == Order::Cell);
        }
    }
}

/// What the text of a date tells of the order of its day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    /// The first number can be no month: `25/05/1990`.
    DayFirst,
    /// The second number can be no month: `05/25/1990`.
    MonthFirst,
    /// `05/06/1990`.
    Either,
    /// The year stands first, as in the text of a date cell.
    Cell,
}

fn order(original: &str, date: PartialDate) -> Option<Order> {
    let digits = original.bytes().take_while(u8::is_ascii_digit);
    let (count, first) = digits.fold((0, 0_u32), |(count, first), b| {
        (count + 1, (first * 10 + u32::from(b - b'0')) % 10_000)
    });
    let day = u32::from(date.day()?);
    Some(match (count, first) {
        (4.., _) => Order::Cell,
        (1 | 2, 13..) => Order::DayFirst,
        (1 | 2, _) if day > 12 => Order::MonthFirst,
        _ => Order::Either,
    })
}

/// The orders of the dates of a column.
#[derive(Debug, Default)]
struct Column {
    day_first: usize,
    month_first: usize,
    either: usize,
    /// Date cells of a workbook whose day can be a month, and others.
    cells: usize,
    cells_of_one_reading: usize,
}

impl Column {
    fn of(case: &FileCase<'_>, (_, originals, date): Dated) -> Self {
        let mut column = Self::default();
        for (block, row) in case.rows() {
            let chunk = case.blocks[block].0;
            let Some(date) = PartialDate::from_packed(date(chunk, row)) else {
                continue;
            };
            let original = chunk.original(originals).map_or("", |texts| texts.get(row));
            let is_cell = chunk.origin.sheet.is_some();
            match order(original, date) {
                Some(Order::DayFirst) => column.day_first += 1,
                Some(Order::MonthFirst) => column.month_first += 1,
                Some(Order::Either) => column.either += 1,
                Some(Order::Cell) if is_cell && date.day() <= Some(12) => column.cells += 1,
                Some(Order::Cell) if is_cell => column.cells_of_one_reading += 1,
                Some(Order::Cell) | None => {}
            }
        }
        column
    }

    /// Some dates can only be read month first, none only day first.
    fn has_month_first(&self) -> bool {
        self.month_first > 0 && self.day_first == 0
    }

    /// Excel took every text that it could read month first for a date and left the others as text.
    fn has_swapped_cells(&self) -> bool {
        let are_enough = self.cells >= CELLS_MIN && self.day_first >= TEXTS_MIN
            || self.cells > 0 && self.day_first >= TEXTS_SUFFICE;
        are_enough && self.cells_of_one_reading == 0 && self.month_first == 0 && self.either == 0
    }
}

fn report(
    case: &mut FileCase<'_>,
    (field, originals, date): Dated,
    is_proven: bool,
    is_suspect: impl Fn(Order) -> bool,
) {
    for (block, row) in case.rows() {
        let chunk = case.blocks[block].0;
        let Some(date) = PartialDate::from_packed(date(chunk, row)) else {
            continue;
        };
        let original = chunk.original(originals).map_or("", |texts| texts.get(row));
        // A date that begins with its year has its order from the standard, unless Excel made it.
        let order = order(original, date)
            .filter(|order| *order != Order::Cell || chunk.origin.sheet.is_some());
        if let Some(swapped) = date.with_day_and_month_swapped()
            && let (Some(day), Some(month)) = (swapped.day(), swapped.month())
            && order.is_some_and(&is_suspect)
        {
            let proposed = format!("{day:02}/{month:02}/{}", swapped.year());
            case.report((block, row), field, originals, "", proposed);
            let snapshot = PartialDate::from(chunk.origin.snapshot_date);
            let is_past = !PAST.contains(&field) || swapped.packed() <= snapshot.packed();
            if is_proven && is_past {
                case.swap();
            } else if YEAR_IS_ENOUGH.contains(&field) {
                case.keep_year();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Record, Repair, Value};
    use crate::validate::rules::testing::date;
    use crate::validate::whole_file::testing::{found_in_file, swapped_in_file};

    fn born(text: &'static str, birth: &'static str) -> Record<'static> {
        Record {
            birth_date: Value::as_given(text, date(birth)),
            ..Record::default()
        }
    }

    fn month_first() -> Record<'static> {
        let text = "05/25/1990";
        Record {
            birth_date: Value::repaired(text, date("1990-05-25"), Repair::DayAndMonthSwapped),
            ..Record::default()
        }
    }

    #[test]
    fn what_can_be_read_both_ways_is_named_with_its_other_reading() {
        let found = found_in_file(
            "DT13",
            &[
                born("05/06/1990", "1990-06-05"),
                born("1/2/1957", "1957-02-01"),
                month_first(),
            ],
        );
        let expected = [(1, "06/05/1990"), (2, "02/01/1957")];
        assert_eq!(
            found,
            expected.map(|(row, text)| (row, Field::BirthDate, text.to_owned()))
        );
    }

    #[test]
    fn several_dates_prove_the_order_and_one_does_not() {
        let either = born("05/06/1990", "1990-06-05");
        let one = [either.clone(), month_first()];
        assert!(swapped_in_file("DT13", &one).is_empty());
        let several = [either, month_first(), month_first()];
        assert_eq!(swapped_in_file("DT13", &several), [1]);
    }

    #[test]
    fn a_day_after_the_snapshot_is_none() {
        let examined = |text: &'static str, day: &str, repair: Option<Repair>| Record {
            exam_date: match repair {
                Some(repair) => Value::repaired(text, date(day), repair),
                None => Value::as_given(text, date(day)),
            },
            ..Record::default()
        };
        let swapped = Some(Repair::DayAndMonthSwapped);
        let records = [
            examined("08/25/2026", "2026-08-25", swapped),
            examined("08/26/2026", "2026-08-26", swapped),
            examined("8/9/2026", "2026-09-08", None),
            examined("12/1/2026", "2026-01-12", None),
        ];
        assert_eq!(swapped_in_file("DT13", &records), [3]);
        assert_eq!(found_in_file("DT13", &records).len(), 2);
    }

    #[test]
    fn what_can_be_read_one_way_only_passes() {
        let records = [
            month_first(),
            born("13/06/1990", "1990-06-13"),
            born("05/05/1990", "1990-05-05"),
            born("1957", "1957"),
            born("1990-06-05", "1990-06-05"),
            born("19900605", "1990-06-05"),
            Record::default(),
        ];
        assert!(found_in_file("DT13", &records).is_empty());
    }

    #[test]
    fn dates_of_both_orders_tell_nothing_of_the_others() {
        let both = [
            month_first(),
            born("25/05/1990", "1990-05-25"),
            born("05/06/1990", "1990-06-05"),
        ];
        assert!(found_in_file("DT13", &both).is_empty());
    }

    #[test]
    fn orders_are_told_by_the_first_number() {
        for (text, of, expected) in [
            ("25/05/1990", "1990-05-25", Order::DayFirst),
            ("05/25/1990", "1990-05-25", Order::MonthFirst),
            ("5/6/90", "1990-06-05", Order::Either),
            ("12/13/1990", "1990-12-13", Order::MonthFirst),
            ("1990-06-05", "1990-06-05", Order::Cell),
            ("19900605", "1990-06-05", Order::Cell),
        ] {
            assert_eq!(order(text, date(of)), Some(expected), "{text}");
        }
        assert_eq!(order("1990", date("1990")), None);
    }

    #[test]
    fn cells_beside_texts_of_days_past_the_twelfth_are_swapped() {
        let column = |cells, cells_of_one_reading, day_first, either| Column {
            cells,
            cells_of_one_reading,
            day_first,
            either,
            ..Column::default()
        };
        assert!(column(3, 0, 2, 0).has_swapped_cells());
        assert!(column(1, 0, 5, 0).has_swapped_cells());
        for other in [
            column(4, 1, 4, 0),
            column(4, 0, 0, 0),
            column(4, 0, 4, 1),
            column(2, 0, 4, 0),
            column(0, 0, 9, 0),
            column(3, 0, 1, 0),
        ] {
            assert!(!other.has_swapped_cells(), "{other:?}");
        }
    }

    #[test]
    fn a_column_without_such_a_date_is_left_alone() {
        let exam = Record {
            exam_date: Value::as_given("05/06/2026", date("2026-06-05")),
            ..month_first()
        };
        assert!(found_in_file("DT13", &[exam]).is_empty());
        assert!(found_in_file("DT13", &[born("05/06/1990", "1990-06-05")]).is_empty());
    }
}
