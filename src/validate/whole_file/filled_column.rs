//! Columns that were filled in, not measured.
//!
//! Software and tired clerks write one value into every row. Where one value has more than its share of a column, it says
//! nothing about those who have it, and is left blank: filled in is not measured. Example: 120/80 for 400 of 500 people.

use super::FileCase;
use crate::domain::Field;
use crate::domain::fast_map::FastMap;
use crate::schema::records::RecordChunk;
use crate::validate::options::Severity;
use crate::validate::rule::{Effect, Rule, Threshold, Trigger};

/// One value stands on most rows of a file.
pub const ME13: Rule = Rule {
    code: "ME13",
    field: None,
    severity: Severity::Warning,
    effect: Effect::Blank,
    trigger: Trigger::WholeFile(check),
    title_vi: "Kết quả đo giống nhau ở hầu hết các dòng",
    title_en: "One measurement stands on most rows",
    why_vi: "Phần lớn các dòng của tệp có cùng một giá trị ở cột này, nên được coi là điền sẵn chứ không phải đo. Giá trị này để trống và không tính là đã đo.",
    why_en: "Most rows of the file have one and the same value in this column, so that it was filled in and not measured. It was left blank and does not count as measured.",
    fix_vi: "Đối chiếu với phiếu khám; nhập kết quả đo thật, chỉ số nào không đo thì để trống.",
    fix_en: "Compare with the exam forms; enter what was measured and leave empty what was not.",
    thresholds: &[
        Threshold::new("rows_min", 30.0, ""),
        Threshold::new("share_max", 0.6, ""),
    ],
};

/// A measured field, the column of its originals, and its value in a row: 0 for none.
type Measured = (Field, &'static str, fn(&RecordChunk, usize) -> (f64, f64));

const MEASURED: [Measured; 5] = [
    (Field::HeightCm, "height_original", |chunk, row| {
        (chunk.height_cm.get(row), 0.0)
    }),
    (Field::WeightKg, "weight_original", |chunk, row| {
        (chunk.weight_kg.get(row), 0.0)
    }),
    (
        Field::BloodPressure,
        "blood_pressure_original",
        |chunk, row| (chunk.systolic_mmhg.get(row), chunk.diastolic_mmhg.get(row)),
    ),
    (Field::PulsePerMin, "pulse_original", |chunk, row| {
        (chunk.pulse_per_min.get(row), 0.0)
    }),
    (Field::GlucoseMmolL, "glucose_original", |chunk, row| {
        (chunk.glucose_mmol_l.get(row), 0.0)
    }),
];

fn check(case: &mut FileCase<'_>) {
    let has_measured = |chunk: &RecordChunk| {
        !(chunk.height_cm.is_empty()
            && chunk.weight_kg.is_empty()
            && chunk.systolic_mmhg.is_empty()
            && chunk.pulse_per_min.is_empty()
            && chunk.glucose_mmol_l.is_empty())
    };
    if case.blocks.iter().any(|(chunk, _)| has_measured(chunk)) {
        for measured in MEASURED {
            check_field(case, measured);
        }
    }
}

fn check_field(case: &mut FileCase<'_>, (field, originals, value): Measured) {
    let [rows_min, share_max] = case.thresholds();
    let bits = |(first, second): (f64, f64)| (first.to_bits(), second.to_bits());
    let mut counts: FastMap<(u64, u64), u32> = FastMap::default();
    let mut measured: u32 = 0;
    for (block, row) in case.rows() {
        let value = value(case.blocks[block].0, row);
        if value.0 > 0.0 {
            *counts.entry(bits(value)).or_default() += 1;
            measured += 1;
        }
    }
    let share = |count: u32| f64::from(count) / f64::from(measured);
    let filled = counts
        .into_iter()
        .find(|(_, count)| share(*count) > share_max.max(0.5));
    let Some((filled, _)) = filled.filter(|_| f64::from(measured) >= rows_min) else {
        return;
    };
    for (block, row) in case.rows() {
        let value = value(case.blocks[block].0, row);
        if bits(value) == filled {
            let text = match field {
                Field::BloodPressure => format!("{}/{}", value.0, value.1),
                _ => value.0.to_string(),
            };
            case.report((block, row), field, originals, &text, String::new());
            case.blank();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{Field, Record};
    use crate::validate::rules::testing::{given_number, given_pressure};
    use crate::validate::whole_file::testing::found_in_file;

    /// A file of `rows` people, of whom the first `filled` have 120/80 and the others pressures of their own.
    fn file(rows: usize, filled: usize) -> usize {
        let texts: Vec<String> = (0..rows)
            .map(|row| match row < filled {
                true => "120/80".to_owned(),
                false => format!("{}/70", 100 + row),
            })
            .collect();
        let records: Vec<Record<'_>> = texts
            .iter()
            .map(|text| {
                let mut record = Record::default();
                given_pressure(&mut record, text);
                record
            })
            .collect();
        let found = found_in_file("ME13", &records);
        assert!(
            found
                .iter()
                .all(|(_, field, _)| *field == Field::BloodPressure)
        );
        found.len()
    }

    #[test]
    fn every_row_of_the_value_is_named() {
        assert_eq!(file(40, 30), 30);
        assert_eq!(file(40, 10), 0);
    }

    #[test]
    fn the_share_itself_and_a_short_file_pass() {
        assert_eq!((file(40, 24), file(40, 25)), (0, 25));
        assert_eq!((file(29, 29), file(30, 30)), (0, 30));
    }

    #[test]
    fn each_column_is_looked_at_by_itself_and_blanks_are_no_value() {
        let mut record = Record::default();
        record.measurements.weight_kg = given_number("60");
        let mut records = vec![record; 31];
        records.extend(vec![Record::default(); 100]);
        let found = found_in_file("ME13", &records);
        assert_eq!((found.len(), found[0].1), (31, Field::WeightKg));
        assert!(found_in_file("ME13", &vec![Record::default(); 40]).is_empty());
    }
}
