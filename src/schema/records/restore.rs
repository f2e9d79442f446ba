//! Records of a published version back into memory, exactly as they were when it was written.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{ArrowPrimitiveType, Date32Type, Float64Type, Int32Type, Int64Type};
use thiserror::Error;

use super::chunk::{ChunkOrigin, RecordChunk};
use crate::domain::record::{ResidenceStatus, SyncState};
use crate::domain::{CommuneCode, Field, FormerCommuneCode, PartialDate, Sex, TargetGroups};
use crate::schema::lazy::LazyColumn;
use crate::schema::text::TextColumn;

/// A published value that this program no longer knows. The value itself may be a person's and is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("column `{column}` of records holds a value that is no longer known")]
pub struct RestoreError {
    pub column: &'static str,
}

impl RecordChunk {
    /// The rows of `batch`, which has every column of [`super::RECORDS`], in the order in which they were
    /// read. All of them come from `origin`.
    ///
    /// # Errors
    /// A value that is none of its column: a category that a newer list of codes has dropped.
    pub fn restore(
        origin: ChunkOrigin,
        batch: &RecordBatch,
        ethnic_groups: &[String],
    ) -> Result<Self, RestoreError> {
        let from = Columns { batch };
        let mut chunk = Self::new(origin);
        chunk.rows = batch.num_rows();
        from.each::<Int32Type>("row", |_, row| chunk.row.push(row.cast_unsigned()));
        from.each::<Int64Type>("record_key", |_, key| {
            chunk.record_key.push(key.cast_unsigned());
        });
        chunk.restore_person(&from, ethnic_groups)?;
        chunk.restore_register(&from)?;
        chunk.restore_insurance_and_exam(&from);
        chunk.restore_health_record(&from)?;
        from.parsed("repaired_fields", &mut chunk.repaired, field_bits)?;
        from.each::<Int32Type>("finding_count", |at, count| {
            chunk.finding_count.set(at, count as u16);
        });
        for (column, texts) in chunk.originals_mut() {
            from.texts(column, texts);
        }
        Ok(chunk)
    }

    fn restore_person(
        &mut self,
        from: &Columns<'_>,
        ethnic_groups: &[String],
    ) -> Result<(), RestoreError> {
        from.texts("full_name", &mut self.full_name);
        from.parsed("birth_date", &mut self.birth_date, packed)?;
        from.listed("sex", &mut self.sex, Sex::ALL.map(Sex::code))?;
        from.parsed("cccd", &mut self.cccd, number)?;
        from.parsed("cmnd", &mut self.cmnd, number)?;
        from.parsed("bhxh_number", &mut self.bhxh_number, number)?;
        from.texts("bhyt_card", &mut self.bhyt_card);
        from.parsed("phone", &mut self.phone, number)?;
        let names = ethnic_groups.iter().map(String::as_str);
        from.listed("ethnicity", &mut self.ethnicity, names)
    }

    fn restore_register(&mut self, from: &Columns<'_>) -> Result<(), RestoreError> {
        from.parsed("commune_code", &mut self.commune, |text| {
            CommuneCode::parse(text).map(CommuneCode::number)
        })?;
        from.parsed("former_commune_code", &mut self.former_commune, |text| {
            FormerCommuneCode::parse(text).map(FormerCommuneCode::number)
        })?;
        from.texts("hamlet", &mut self.hamlet);
        from.texts("household", &mut self.household);
        let statuses = ResidenceStatus::ALL.map(ResidenceStatus::code);
        from.listed("residence_status", &mut self.residence_status, statuses)?;
        from.parsed("death_date", &mut self.death_date, packed)?;
        from.parsed("departure_date", &mut self.departure_date, packed)?;
        from.parsed("target_groups", &mut self.target_groups, |text| {
            TargetGroups::parse(text).map(TargetGroups::bits)
        })?;
        from.texts("unit_group", &mut self.unit_group);
        Ok(())
    }

    fn restore_insurance_and_exam(&mut self, from: &Columns<'_>) {
        from.days("valid_from", &mut self.valid_from);
        from.days("valid_to", &mut self.valid_to);
        from.texts("insurance_object", &mut self.insurance_object);
        from.texts("facility", &mut self.facility);
        from.days("exam_date", &mut self.exam_date);
        from.texts("exam_place", &mut self.exam_place);
        for (column, measured) in [
            ("height_cm", &mut self.height_cm),
            ("weight_kg", &mut self.weight_kg),
            ("systolic_mmhg", &mut self.systolic_mmhg),
            ("diastolic_mmhg", &mut self.diastolic_mmhg),
            ("pulse_per_min", &mut self.pulse_per_min),
            ("glucose_mmol_l", &mut self.glucose_mmol_l),
        ] {
            from.each::<Float64Type>(column, |at, value| measured.set(at, value));
        }
        for (column, codes) in [
            ("health_class", &mut self.health_class),
            ("funding_code", &mut self.funding),
        ] {
            from.each::<Int32Type>(column, |at, code| codes.set(at, code as u8));
        }
    }

    fn restore_health_record(&mut self, from: &Columns<'_>) -> Result<(), RestoreError> {
        let exists = from.column("ehr_exists").as_boolean();
        for at in (0..exists.len()).filter(|at| exists.is_valid(*at)) {
            self.ehr_exists.set(at, 1 + u8::from(exists.value(at)));
        }
        from.days("ehr_updated", &mut self.ehr_updated);
        let states = SyncState::ALL.map(SyncState::code);
        from.listed("ehr_national_state", &mut self.ehr_national_state, states)?;
        from.listed("ehr_vneid_state", &mut self.ehr_vneid_state, states)
    }
}

/// The columns of a batch by name.
struct Columns<'b> {
    batch: &'b RecordBatch,
}

impl Columns<'_> {
    fn column(&self, name: &'static str) -> &ArrayRef {
        let column = self.batch.column_by_name(name);
        column.expect("the batch has every column of the dataset")
    }

    /// Tells `take` every value of a column and its row.
    fn each<T: ArrowPrimitiveType>(
        &self,
        name: &'static str,
        mut take: impl FnMut(usize, T::Native),
    ) {
        let column = self.column(name).as_primitive::<T>();
        for at in (0..column.len()).filter(|at| column.is_valid(*at)) {
            take(at, column.value(at));
        }
    }

    fn texts(&self, name: &'static str, into: &mut TextColumn) {
        let column = self.column(name).as_string::<i32>();
        for at in (0..column.len()).filter(|at| column.is_valid(*at)) {
            into.set(at, column.value(at));
        }
    }

    fn days(&self, name: &'static str, into: &mut LazyColumn<u32>) {
        self.each::<Date32Type>(name, |at, days| {
            let day = PartialDate::from_days_since_epoch(days);
            into.set(at, day.map_or(0, PartialDate::packed));
        });
    }

    fn parsed<T: Copy + Default + PartialEq>(
        &self,
        name: &'static str,
        into: &mut LazyColumn<T>,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<(), RestoreError> {
        let column = self.column(name).as_string::<i32>();
        for at in (0..column.len()).filter(|at| column.is_valid(*at)) {
            let value = parse(column.value(at)).ok_or(RestoreError { column: name })?;
            into.set(at, value);
        }
        Ok(())
    }

    /// Positions of labels in a list, and 1.
    fn listed<'l>(
        &self,
        name: &'static str,
        into: &mut LazyColumn<u8>,
        labels: impl IntoIterator<Item = &'l str>,
    ) -> Result<(), RestoreError> {
        let labels: Vec<&str> = labels.into_iter().collect();
        self.parsed(name, into, |text| {
            let at = labels.iter().position(|label| *label == text)?;
            u8::try_from(at + 1).ok()
        })
    }
}

fn packed(text: &str) -> Option<u32> {
    PartialDate::parse(text).map(PartialDate::packed)
}

fn number(text: &str) -> Option<u64> {
    text.parse().ok()
}

fn field_bits(text: &str) -> Option<u64> {
    text.split(';').try_fold(0, |bits, code| {
        Some(bits | 1 << Field::from_code(code)? as u8)
    })
}
