//! Dates beside others that were written month first.
//!
//! Dates of the column can only be read with their month first (`05/25/1990`, DT06) and none only with its day first:
//! those that can be read both ways were written so too. Dots and a year in front have an order of their own. In a workbook the order of the computer decides which texts
//! become date cells: those that it can read, whatever was meant, so that cells beside texts of days past the twelfth
//! had their day and month exchanged. Where the column proves it, by several such dates, they are read the other way
//! round. A single one proves nothing: of a birth, a death or a departure only the year is believed then, the day of an
//! event is kept as it stands, and the other reading is proposed. A day that would lie after the snapshot is none.
//! Where a column has dates of both orders, what was put in from another list stands together: between a date with its
//! month first and the next with its day first nothing tells the order, and the day is believed of none.
//! Example: 05/06/1990 beside 05/25/1990 and 05/30/1990 is 6 May 1990.

use std::collections::HashSet;

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
    why_vi: "Các ngày khác trong cùng cột cho thấy tháng đứng trước (ví dụ 05/25/1990), hoặc Excel đã đọc nhầm thứ tự ngày tháng, nên ngày này cũng bị đảo. Cột có nhiều ngày như vậy thì ngày này được đọc lại theo thứ tự đó (ghi ở cột đề xuất); chỉ có một ngày thì ngày sinh, ngày chết, ngày chuyển đi chỉ giữ năm, ngày khác giữ như đã ghi. Cột có cả hai thứ tự thì ngày nằm cạnh ngày bị đảo chỉ giữ năm, hoặc để trống nếu cần đủ ngày.",
    why_en: "Other dates of the same column show that the month stands first (05/25/1990, for example), or that Excel took it so; this one is exchanged too. Where several show it, the date was read the other way round, as the proposal says; where only one does, only the year of a birth, a death or a departure was kept, and other dates as they are. In a column of both orders, of dates next to an exchanged one only that year was kept, and others were left blank.",
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
const TEXTS_SUFFICE: usize = 4;

/// Beside so many it is in doubt.
const TEXTS_DOUBT: usize = 3;

/// So many cells, and none with a day past the twelfth, are in doubt beside a single text that has its month first.
const CELLS_DOUBT: usize = 5;

/// So many dates that have their month first are no slip of one hand.
const MONTH_FIRST_PROVEN: usize = 2;

fn check(case: &mut FileCase<'_>) {
    for dated in DATED {
        let column = Column::of(case, dated);
        if column.has_month_first() {
            let is_proven = column.month_first >= MONTH_FIRST_PROVEN;
            let are_cells_in_doubt =
                column.cells_of_one_reading == 0 && (is_proven || column.cells >= CELLS_DOUBT);
            let has_dots = column.month_first_with_dots > 0;
            let proof = if is_proven { Proof::Many } else { Proof::One };
            report(case, dated, proof, |order, _| match order {
                Order::Either => true,
                Order::EitherWithDots => has_dots,
                Order::Cell => are_cells_in_doubt,
                Order::DayFirst | Order::MonthFirst => false,
            });
        } else if column.month_first > 0 {
            let rows = rows_beside_month_first(case, dated);
            report(case, dated, Proof::Neighbour, |_, at| rows.contains(&at));
        } else if column.has_swapped_cells() {
            report(case, dated, Proof::Many, |order, _| order == Order::Cell);
        } else if column.has_doubtful_cells() {
            report(case, dated, Proof::One, |order, _| order == Order::Cell);
        }
    }
}

/// How far a column proves the order of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    Many,
    One,
    /// The column has both orders, and this date stands next to one with its month first.
    Neighbour,
}

/// The rows whose dates can be read both ways and of which the next text that can be read one way only, before or behind
/// them on their sheet, has its month first, and the same signs.
fn rows_beside_month_first(case: &FileCase<'_>, dated: Dated) -> HashSet<(usize, usize)> {
    let (mut beside, mut before) = (HashSet::new(), Vec::new());
    let (mut behind, mut sheet) = (None, None);
    for at in case.rows() {
        let of_row = &case.blocks[at.0].0.origin.sheet;
        let is_next_sheet = sheet.replace(of_row) != Some(of_row);
        let original = original_in(case, dated, at);
        let order = order_in(case, dated, at).map(|(order, _)| order);
        let sign = first_sign(original);
        if is_next_sheet || begins_with_day(original) {
            before.clear();
            behind = None;
        }
        match order {
            Some(Order::MonthFirst) => {
                let same = before.drain(..).filter(|(_, other)| *other == sign);
                beside.extend(same.map(|(at, _)| at));
                behind = Some(sign);
            }
            Some(Order::Either) if behind == Some(sign) => {
                beside.insert(at);
            }
            Some(Order::Either) => before.push((at, sign)),
            Some(Order::DayFirst | Order::EitherWithDots | Order::Cell) | None => {}
        }
    }
    beside
}

/// Whether the first number of a text can be no month, of a day that no calendar has too: `31/02/1980`.
fn begins_with_day(original: &str) -> bool {
    let digits = original.bytes().take_while(u8::is_ascii_digit).count();
    let is_day = original[..digits].parse().is_ok_and(|day: u8| day > 12);
    (1..=2).contains(&digits) && digits < original.len() && is_day
}

/// What stands behind the first number.
fn first_sign(original: &str) -> Option<u8> {
    original.bytes().find(|b| !b.is_ascii_digit())
}

fn original_in<'f>(
    case: &FileCase<'f>,
    (_, originals, _): Dated,
    (block, row): (usize, usize),
) -> &'f str {
    let originals = case.blocks[block].0.original(originals);
    originals.map_or("", |texts| texts.get(row))
}

/// The date of a row that has all its parts, and what its text tells of their order.
fn order_in(case: &FileCase<'_>, dated: Dated, at: (usize, usize)) -> Option<(Order, PartialDate)> {
    let (_, _, date) = dated;
    let date = PartialDate::from_packed(date(case.blocks[at.0].0, at.1))?;
    let original = original_in(case, dated, at);
    Some((order(original, date)?, date))
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
    /// `05.06.1990`.
    EitherWithDots,
    /// The year stands first, as in the text of a date cell.
    Cell,
}

fn order(original: &str, date: PartialDate) -> Option<Order> {
    // A month in words is where it is, and so is what a word says of the others.
    if original.contains(char::is_alphabetic) {
        return None;
    }
    let digits = original.bytes().take_while(u8::is_ascii_digit);
    let (count, first) = digits.fold((0, 0_u32), |(count, first), b| {
        (count + 1, (first * 10 + u32::from(b - b'0')) % 10_000)
    });
    let day = u32::from(date.day()?);
    Some(match (count, first) {
        (4.., _) => Order::Cell,
        (1 | 2, 13..) => Order::DayFirst,
        (1 | 2, _) if day > 12 => Order::MonthFirst,
        _ if has_dots(original) => Order::EitherWithDots,
        _ => Order::Either,
    })
}

fn has_dots(original: &str) -> bool {
    first_sign(original) == Some(b'.')
}

/// The orders of the dates of a column.
#[derive(Debug, Default)]
struct Column {
    day_first: usize,
    month_first: usize,
    month_first_with_dots: usize,
    either: usize,
    /// Date cells of a workbook whose day can be a month, and others.
    cells: usize,
    cells_of_one_reading: usize,
}

impl Column {
    fn of(case: &FileCase<'_>, (_, originals, date): Dated) -> Self {
        let mut column = Self::default();
        for (chunk, _) in case.blocks {
            let texts = chunk.original(originals);
            let is_cell = chunk.origin.sheet.is_some();
            for row in 0..chunk.rows {
                if let Some(date) = PartialDate::from_packed(date(chunk, row)) {
                    column.add(texts.map_or("", |texts| texts.get(row)), date, is_cell);
                }
            }
        }
        column
    }

    fn add(&mut self, original: &str, date: PartialDate, is_cell: bool) {
        match order(original, date) {
            Some(Order::DayFirst) => self.day_first += 1,
            Some(Order::MonthFirst) => {
                self.month_first += 1;
                self.month_first_with_dots += usize::from(has_dots(original));
            }
            Some(Order::Either | Order::EitherWithDots) => self.either += 1,
            Some(Order::Cell) if is_cell && date.day() <= Some(12) => self.cells += 1,
            Some(Order::Cell) if is_cell => self.cells_of_one_reading += 1,
            Some(Order::Cell) | None => {}
        }
    }

    /// Some dates can only be read month first, none only day first.
    fn has_month_first(&self) -> bool {
        self.month_first > 0 && self.day_first == 0
    }

    /// Excel took every text that it could read month first for a date and left the others as text.
    fn has_swapped_cells(&self) -> bool {
        let are_enough = self.cells >= CELLS_MIN && self.day_first >= TEXTS_MIN
            || self.cells > 0 && self.day_first >= TEXTS_SUFFICE;
        are_enough && self.has_no_other_reading()
    }

    /// It may be so.
    fn has_doubtful_cells(&self) -> bool {
        self.cells > 0 && self.day_first >= TEXTS_DOUBT && self.has_no_other_reading()
    }

    fn has_no_other_reading(&self) -> bool {
        self.cells_of_one_reading == 0 && self.month_first == 0 && self.either == 0
    }
}

fn report(
    case: &mut FileCase<'_>,
    dated: Dated,
    proof: Proof,
    is_suspect: impl Fn(Order, (usize, usize)) -> bool,
) {
    let (field, originals, _) = dated;
    for at in case.rows() {
        let Some((order, date)) = order_in(case, dated, at) else {
            continue;
        };
        let origin = &case.blocks[at.0].0.origin;
        // A date that begins with its year has its order from the standard, unless Excel made it.
        let is_read_one_way = order == Order::Cell && origin.sheet.is_none();
        let snapshot = PartialDate::from(origin.snapshot_date);
        if let Some(swapped) = date.with_day_and_month_swapped()
            && let (Some(day), Some(month)) = (swapped.day(), swapped.month())
            && !is_read_one_way
            && is_suspect(order, at)
        {
            let proposed = format!("{day:02}/{month:02}/{}", swapped.year());
            let is_past = !PAST.contains(&field) || swapped.packed() <= snapshot.packed();
            if proof == Proof::Neighbour && !is_past {
                continue;
            }
            case.report(at, field, originals, "", proposed);
            match proof {
                Proof::Many if is_past => case.swap(),
                _ if YEAR_IS_ENOUGH.contains(&field) => case.keep_year(),
                Proof::Neighbour => case.blank(),
                Proof::Many | Proof::One => {}
            }
        }
    }
}

#[cfg(test)]
mod tests;
