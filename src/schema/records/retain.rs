//! Leaving rows out of a chunk.

use super::chunk::RecordChunk;

impl RecordChunk {
    /// Keeps the rows that `keep`, one for each row, says. Where a later extract has a row again, the earlier
    /// one goes this way.
    pub fn retain(&mut self, keep: &[bool]) {
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
        assert_eq!(keep.len(), *rows, "one mark for each row");
        *rows = keep.iter().filter(|kept| **kept).count();
        let mut marks = keep.iter();
        row.retain(|_| marks.next() == Some(&true));
        let mut marks = keep.iter();
        record_key.retain(|_| marks.next() == Some(&true));
        let texts = [
            full_name,
            bhyt_card,
            hamlet,
            household,
            insurance_object,
            facility,
            exam_place,
            unit_group,
        ];
        texts
            .into_iter()
            .chain(originals)
            .for_each(|column| column.retain(keep));
        for column in [
            birth_date,
            commune,
            death_date,
            departure_date,
            valid_from,
            valid_to,
            exam_date,
            ehr_updated,
        ] {
            column.retain(keep);
        }
        for column in [
            sex,
            ethnicity,
            residence_status,
            health_class,
            funding,
            ehr_exists,
            ehr_national_state,
            ehr_vneid_state,
        ] {
            column.retain(keep);
        }
        for column in [cccd, cmnd, bhxh_number, phone, repaired] {
            column.retain(keep);
        }
        for column in [target_groups, finding_count] {
            column.retain(keep);
        }
        for column in [
            height_cm,
            weight_kg,
            systolic_mmhg,
            diastolic_mmhg,
            pulse_per_min,
            glucose_mmol_l,
        ] {
            column.retain(keep);
        }
    }
}
