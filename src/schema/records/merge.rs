//! Putting rows into a chunk where they belong.

use super::chunk::RecordChunk;
use crate::schema::lazy::LazyColumn;
use crate::schema::text::TextColumn;

/// Where each row of the merged chunk comes from: the chunk itself or the other, and its place there.
type Order = Vec<(From, usize)>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Own,
    Other,
}

impl RecordChunk {
    /// Puts the rows of `other`, none of whose row numbers this chunk has, between its own. Both are in the
    /// order of their row numbers.
    pub fn merge(&mut self, other: &Self) {
        let order = order(&self.row, &other.row);
        // Taken apart, so that a new column cannot be forgotten here.
        let Self {
            origin: _,
            rows,
            row,
            record_key,
            full_name,
            birth_date,
            sex,
            cccd,
            cmnd,
            bhxh_number,
            bhyt_card,
            phone,
            ethnicity,
            commune,
            hamlet,
            household,
            residence_status,
            death_date,
            departure_date,
            target_groups,
            valid_from,
            valid_to,
            insurance_object,
            facility,
            exam_date,
            exam_place,
            height_cm,
            weight_kg,
            systolic_mmhg,
            diastolic_mmhg,
            pulse_per_min,
            glucose_mmol_l,
            health_class,
            funding,
            unit_group,
            ehr_exists,
            ehr_updated,
            ehr_national_state,
            ehr_vneid_state,
            repaired,
            finding_count,
            originals,
        } = self;
        *rows = order.len();
        *row = picked(&order, row, &other.row);
        *record_key = picked(&order, record_key, &other.record_key);
        for (own, other) in [
            (full_name, &other.full_name),
            (bhyt_card, &other.bhyt_card),
            (hamlet, &other.hamlet),
            (household, &other.household),
            (insurance_object, &other.insurance_object),
            (facility, &other.facility),
            (exam_place, &other.exam_place),
            (unit_group, &other.unit_group),
        ] {
            merge_texts(&order, own, other);
        }
        for (own, other) in originals.iter_mut().zip(&other.originals) {
            merge_texts(&order, own, other);
        }
        for (own, other) in [
            (birth_date, &other.birth_date),
            (commune, &other.commune),
            (death_date, &other.death_date),
            (departure_date, &other.departure_date),
            (valid_from, &other.valid_from),
            (valid_to, &other.valid_to),
            (exam_date, &other.exam_date),
            (ehr_updated, &other.ehr_updated),
        ] {
            merge_values(&order, own, other);
        }
        for (own, other) in [
            (sex, &other.sex),
            (ethnicity, &other.ethnicity),
            (residence_status, &other.residence_status),
            (health_class, &other.health_class),
            (funding, &other.funding),
            (ehr_exists, &other.ehr_exists),
            (ehr_national_state, &other.ehr_national_state),
            (ehr_vneid_state, &other.ehr_vneid_state),
        ] {
            merge_values(&order, own, other);
        }
        for (own, other) in [
            (cccd, &other.cccd),
            (cmnd, &other.cmnd),
            (bhxh_number, &other.bhxh_number),
            (phone, &other.phone),
            (repaired, &other.repaired),
        ] {
            merge_values(&order, own, other);
        }
        for (own, other) in [
            (target_groups, &other.target_groups),
            (finding_count, &other.finding_count),
        ] {
            merge_values(&order, own, other);
        }
        for (own, other) in [
            (height_cm, &other.height_cm),
            (weight_kg, &other.weight_kg),
            (systolic_mmhg, &other.systolic_mmhg),
            (diastolic_mmhg, &other.diastolic_mmhg),
            (pulse_per_min, &other.pulse_per_min),
            (glucose_mmol_l, &other.glucose_mmol_l),
        ] {
            merge_values(&order, own, other);
        }
    }
}

fn order(own: &[u32], other: &[u32]) -> Order {
    let numbered = |from, rows: &[u32]| -> Vec<(u32, (From, usize))> {
        let rows = rows.iter().enumerate();
        rows.map(|(at, row)| (*row, (from, at))).collect()
    };
    let mut order = numbered(From::Own, own);
    order.extend(numbered(From::Other, other));
    order.sort_by_key(|(row, _)| *row);
    order.into_iter().map(|(_, place)| place).collect()
}

fn picked<T: Copy>(order: &Order, own: &[T], other: &[T]) -> Vec<T> {
    let pick = |(from, at): &(From, usize)| match from {
        From::Own => own[*at],
        From::Other => other[*at],
    };
    order.iter().map(pick).collect()
}

fn merge_texts(order: &Order, own: &mut TextColumn, other: &TextColumn) {
    let mut merged = TextColumn::default();
    for (row, (from, at)) in order.iter().enumerate() {
        let column = if *from == From::Own { &*own } else { other };
        merged.set(row, column.get(*at));
    }
    *own = merged;
}

fn merge_values<T: Copy + Default + PartialEq>(
    order: &Order,
    own: &mut LazyColumn<T>,
    other: &LazyColumn<T>,
) {
    let mut merged = LazyColumn::default();
    for (row, (from, at)) in order.iter().enumerate() {
        let column = if *from == From::Own { &*own } else { other };
        merged.set(row, column.get(*at));
    }
    *own = merged;
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::sync::Arc;

    use crate::domain::{Kind, PartialDate, Record, Value};
    use crate::schema::records::{ChunkOrigin, RecordChunk};

    fn chunk(rows: &[(u32, &'static str, Option<u16>)]) -> RecordChunk {
        let mut chunk = RecordChunk::new(ChunkOrigin {
            kind: Kind::PlanRoster,
            source: Arc::from("plan"),
            file: Arc::from("plan/a.csv"),
            sheet: None,
            unit: None,
            snapshot_date: jiff::civil::date(2026, 11, 20),
        });
        for (row, name, year) in rows {
            let birth = year.and_then(PartialDate::from_year);
            let record = Record {
                full_name: Value::as_given(name, Cow::Borrowed(*name)),
                birth_date: birth.map_or_else(Value::default, |date| Value::as_given("x", date)),
                ..Record::default()
            };
            chunk.push(&record, *row, u64::from(*row), 0);
        }
        chunk
    }

    #[test]
    fn rows_come_between_and_behind_in_the_order_of_their_numbers() {
        let mut merged = chunk(&[(2, "Lý A Sì", None), (5, "Nông Thị Ấm", Some(1957))]);
        merged.merge(&chunk(&[
            (3, "Bế Văn Tư", Some(1960)),
            (9, "Hà Thị Lan", None),
        ]));
        let whole = chunk(&[
            (2, "Lý A Sì", None),
            (3, "Bế Văn Tư", Some(1960)),
            (5, "Nông Thị Ấm", Some(1957)),
            (9, "Hà Thị Lan", None),
        ]);
        assert_eq!((merged.rows, &merged.row), (4, &whole.row));
        assert_eq!(merged.record_key, whole.record_key);
        for row in 0..4 {
            assert_eq!(merged.full_name.get(row), whole.full_name.get(row));
            assert_eq!(merged.birth_date.get(row), whole.birth_date.get(row));
            let original = |chunk: &RecordChunk| {
                chunk
                    .original("birth_date_original")
                    .map(|column| column.get(row).to_owned())
            };
            assert_eq!(original(&merged), original(&whole));
        }
        let mut none = chunk(&[]);
        none.merge(&whole);
        assert_eq!(none.row, whole.row);
    }
}
