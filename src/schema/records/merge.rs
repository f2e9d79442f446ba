//! Putting rows into a chunk where they belong.

use super::chunk::RecordChunk;

impl RecordChunk {
    /// Puts the rows of `other`, none of whose row numbers this chunk has, between its own. Both are in the
    /// order of their row numbers.
    pub fn merge(&mut self, mut other: Self) {
        let places = places(&self.row, &other.row);
        let mut merged = Self::new(self.origin.clone());
        merged.rows = places.len();
        let columns = self.columns_mut().into_iter().zip(other.columns_mut());
        for (((_, own), (_, other)), (_, into)) in columns.zip(merged.columns_mut()) {
            own.merge_into(Some(other), places.iter().copied(), into);
        }
        *self = merged;
    }
}

/// Where each row of the merged chunk comes from: whether it is the other, and its place there.
fn places(own: &[u32], other: &[u32]) -> Vec<(bool, usize)> {
    let numbered = |is_other, rows: &[u32]| -> Vec<(u32, (bool, usize))> {
        let rows = rows.iter().enumerate();
        rows.map(|(at, row)| (*row, (is_other, at))).collect()
    };
    let mut places = numbered(false, own);
    places.extend(numbered(true, other));
    places.sort_by_key(|(row, _)| *row);
    places.into_iter().map(|(_, place)| place).collect()
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
        merged.merge(chunk(&[
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
        none.merge(whole.clone());
        assert_eq!(none.row, whole.row);
    }
}
