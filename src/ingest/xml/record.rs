//! One HOSO as it is being read, and the row that it becomes.

use super::columns::Columns;
use super::groups::{Evidence, marked};
use super::results::Results;
use crate::domain::Field;
use crate::ingest::RawBlock;

/// The parts of one person's record, put together.
#[derive(Debug, Default)]
pub struct Record {
    /// Text per column.
    values: Vec<String>,
    pub results: Results,
    /// MA_LK, which joins the parts.
    visit: String,
    has_old_funding: bool,
    has_current_funding: bool,
    /// Numbers of the parts read, bit `number` each.
    parts: u32,
    /// The first part that could not be read, and why.
    fault: Option<String>,
}

impl Record {
    /// Notes a part by its number; one that says who it is cannot stand twice.
    pub fn begin_part(&mut self, name: &str, number: Option<u8>) {
        let bit = number.map_or(0, |number| 1 << number);
        if self.parts & bit != 0 {
            self.fail(format!("{name}: 2×"));
        }
        self.parts |= bit;
    }

    pub fn fail(&mut self, why: String) {
        self.fault.get_or_insert(why);
    }

    /// Notes what a tag says of the record besides its own value.
    pub fn note(&mut self, tag: &str, text: &str) {
        match tag {
            "NGUON_KINH_PHI" => self.has_old_funding = true,
            "NGUON_CHI_TRA" => self.has_current_funding = true,
            "MA_LK" if self.visit.is_empty() => self.visit.push_str(text),
            "MA_LK" if !text.is_empty() && self.visit != text => self.fail("MA_LK".to_owned()),
            _ => {}
        }
    }

    /// Writes the value of a field, which stands under `tag`. Two that differ both stay, so that neither is read for
    /// the truth.
    pub fn set(&mut self, columns: &mut Columns<'_>, field: Field, tag: &str, text: &str) {
        let column = columns.place(field, tag);
        if self.values.len() <= column {
            self.values.resize_with(column + 1, String::new);
        }
        let value = &mut self.values[column];
        if text.is_empty() || is_same(value, text) {
            return;
        }
        let bytes_max = columns.limits().cell_bytes as usize;
        if value.len() + text.len() > bytes_max {
            self.fail(format!("{tag}: > {} KiB", bytes_max >> 10));
            return;
        }
        if !value.is_empty() {
            value.push_str(" | ");
        }
        value.push_str(text);
    }

    /// Ends the record: its row goes into `block` under `number`.
    pub fn finish(
        &mut self,
        columns: &mut Columns<'_>,
        facility: &str,
        block: &mut RawBlock,
        number: u32,
    ) {
        for wanted in self.results.finish() {
            let is_own =
                wanted.visit.is_empty() || self.visit.is_empty() || wanted.visit == self.visit;
            if !is_own {
                self.fail("MA_LK".to_owned());
            } else if let Some(field) = columns.field(wanted.tag) {
                self.set(columns, field, wanted.tag, &wanted.text);
            }
        }
        self.settle_facility(columns, facility);
        self.settle_groups(columns);
        self.settle_card(columns);
        for value in &self.values {
            block.push_cell(value);
        }
        block.end_row(number);
        if let Some(why) = self.fault.take() {
            block.break_row(why);
        }
        self.values.iter_mut().for_each(String::clear);
        self.visit.clear();
        (self.has_old_funding, self.has_current_funding) = (false, false);
        self.parts = 0;
    }

    /// The envelope says once where all its records come from.
    fn settle_facility(&mut self, columns: &mut Columns<'_>, facility: &str) {
        let tag = "MA_CSKCB";
        let Some(field) = columns.field(tag).filter(|_| !facility.is_empty()) else {
            return;
        };
        let column = columns.place(field, tag);
        if self.values.get(column).is_none_or(String::is_empty) {
            self.set(columns, field, tag, facility);
        }
    }

    fn settle_groups(&mut self, columns: &Columns<'_>) {
        let Some(column) = columns.known_place(Field::TargetGroups) else {
            return;
        };
        let exam_date = columns.known_place(Field::ExamDate);
        let exam_date = exam_date.and_then(|column| self.values.get(column));
        let evidence = Evidence {
            has_old_funding: self.has_old_funding,
            has_current_funding: self.has_current_funding,
            exam_date: exam_date.map_or("", String::as_str),
        };
        let codes = self.values.get(column).map_or("", String::as_str);
        if let Some(codes) = marked(codes, evidence) {
            self.values[column] = codes;
        }
    }

    /// Of several cards used in one visit the first.
    fn settle_card(&mut self, columns: &Columns<'_>) {
        let column = columns.known_place(Field::BhytCard);
        if let Some(cards) = column.and_then(|column| self.values.get_mut(column))
            && let Some(end) = cards.find(';')
        {
            cards.truncate(end);
        }
    }
}

/// Whether two texts are one value: the same letters, the same number (`60`, `60.0`), or a day with and without its
/// time.
fn is_same(a: &str, b: &str) -> bool {
    let day = |text: &str| {
        let is_time = text.len() >= 8 && text.bytes().all(|b| b.is_ascii_digit());
        is_time.then(|| text[..8].to_owned())
    };
    let number = |text: &str| text.replace(',', ".").parse::<f64>().ok();
    let is_day = matches!(a.len().min(b.len()), 8) && a.len() != b.len() && day(a).is_some();
    a == b
        || (!a.is_empty() && is_day && day(a) == day(b))
        || (a.len().max(b.len()) <= 7 && number(a).is_some() && number(a) == number(b))
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn one_value_may_be_written_in_two_ways() {
        for (a, b) in [
            ("60", "60.0"),
            ("60,0", "60"),
            ("202611200730", "20261120"),
            ("x", "x"),
        ] {
            assert!(is_same(a, b) && is_same(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("60", "61"),
            ("20261120", "20261121"),
            ("", "60"),
            ("003157000001", "3157000001"),
        ] {
            assert!(!is_same(a, b) && !is_same(b, a), "{a} {b}");
        }
    }
}
