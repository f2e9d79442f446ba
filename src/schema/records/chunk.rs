//! Accepted rows of one block, column by column.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::record::{IdentityNumber, ResidenceStatus, SyncState};
use crate::domain::{Field, How, Kind, PartialDate, Record, Sex, Value};
use crate::schema::lazy::LazyColumn;
use crate::schema::text::TextColumn;

/// Where the rows of a chunk come from.
#[derive(Debug, Clone)]
pub struct ChunkOrigin {
    pub kind: Kind,
    pub source: Arc<str>,
    pub file: Arc<str>,
    pub sheet: Option<Arc<str>>,
    pub unit: Option<Arc<str>>,
    pub snapshot_date: Date,
}

/// Accepted rows of one block of one extract, column by column.
#[derive(Debug, Clone)]
pub struct RecordChunk {
    pub origin: ChunkOrigin,
    pub rows: usize,
    /// Row number as a spreadsheet shows it.
    pub row: Vec<u32>,
    pub record_key: Vec<u64>,
    pub full_name: TextColumn,
    /// Packed [`PartialDate`]s, 0 for none; so are all dates here.
    pub birth_date: LazyColumn<u32>,
    /// 1 male, 2 female, 0 none.
    pub sex: LazyColumn<u8>,
    pub cccd: LazyColumn<u64>,
    pub cmnd: LazyColumn<u64>,
    pub bhxh_number: LazyColumn<u64>,
    pub bhyt_card: TextColumn,
    pub phone: LazyColumn<u64>,
    /// Position in the reference list and 1; 0 for none.
    pub ethnicity: LazyColumn<u8>,
    pub commune: LazyColumn<u32>,
    /// A code of the list before 2025-07-01.
    pub former_commune: LazyColumn<u32>,
    pub hamlet: TextColumn,
    pub household: TextColumn,
    /// Position in [`ResidenceStatus::ALL`] and 1; 0 for none.
    pub residence_status: LazyColumn<u8>,
    pub death_date: LazyColumn<u32>,
    pub departure_date: LazyColumn<u32>,
    pub target_groups: LazyColumn<u16>,
    pub valid_from: LazyColumn<u32>,
    pub valid_to: LazyColumn<u32>,
    pub insurance_object: TextColumn,
    pub facility: TextColumn,
    pub exam_date: LazyColumn<u32>,
    pub exam_place: TextColumn,
    pub height_cm: LazyColumn<f64>,
    pub weight_kg: LazyColumn<f64>,
    pub systolic_mmhg: LazyColumn<f64>,
    pub diastolic_mmhg: LazyColumn<f64>,
    pub pulse_per_min: LazyColumn<f64>,
    pub glucose_mmol_l: LazyColumn<f64>,
    pub health_class: LazyColumn<u8>,
    pub funding: LazyColumn<u8>,
    pub unit_group: TextColumn,
    /// 1 no, 2 yes, 0 none.
    pub ehr_exists: LazyColumn<u8>,
    pub ehr_updated: LazyColumn<u32>,
    /// Position in [`SyncState::ALL`] and 1; 0 for none.
    pub ehr_national_state: LazyColumn<u8>,
    pub ehr_vneid_state: LazyColumn<u8>,
    /// Bit `Field as u8` of every field that was repaired.
    pub repaired: LazyColumn<u64>,
    pub finding_count: LazyColumn<u16>,
    pub(super) originals: [TextColumn; ORIGINALS.len()],
}

/// The fields whose original text is kept beside the standard value, and its column.
const ORIGINALS: [(Field, &str); 23] = [
    (Field::CommuneCode, "commune_original"),
    (Field::FullName, "full_name_original"),
    (Field::BirthDate, "birth_date_original"),
    (Field::Sex, "sex_original"),
    (Field::IdentityNumber, "identity_number_original"),
    (Field::BhxhNumber, "bhxh_number_original"),
    (Field::BhytCard, "bhyt_card_original"),
    (Field::Phone, "phone_original"),
    (Field::Ethnicity, "ethnicity_original"),
    (Field::ResidenceStatus, "residence_status_original"),
    (Field::DeathDate, "death_date_original"),
    (Field::DepartureDate, "departure_date_original"),
    (Field::TargetGroups, "target_groups_original"),
    (Field::ValidFrom, "valid_from_original"),
    (Field::ValidTo, "valid_to_original"),
    (Field::ExamDate, "exam_date_original"),
    (Field::HeightCm, "height_original"),
    (Field::WeightKg, "weight_original"),
    (Field::BloodPressure, "blood_pressure_original"),
    (Field::PulsePerMin, "pulse_original"),
    (Field::GlucoseMmolL, "glucose_original"),
    (Field::HealthClass, "health_class_original"),
    (Field::EhrUpdated, "ehr_updated_original"),
];

impl RecordChunk {
    #[must_use]
    pub fn new(origin: ChunkOrigin) -> Self {
        Self {
            origin,
            rows: 0,
            row: Vec::new(),
            record_key: Vec::new(),
            full_name: TextColumn::default(),
            birth_date: LazyColumn::default(),
            sex: LazyColumn::default(),
            cccd: LazyColumn::default(),
            cmnd: LazyColumn::default(),
            bhxh_number: LazyColumn::default(),
            bhyt_card: TextColumn::default(),
            phone: LazyColumn::default(),
            ethnicity: LazyColumn::default(),
            commune: LazyColumn::default(),
            former_commune: LazyColumn::default(),
            hamlet: TextColumn::default(),
            household: TextColumn::default(),
            residence_status: LazyColumn::default(),
            death_date: LazyColumn::default(),
            departure_date: LazyColumn::default(),
            target_groups: LazyColumn::default(),
            valid_from: LazyColumn::default(),
            valid_to: LazyColumn::default(),
            insurance_object: TextColumn::default(),
            facility: TextColumn::default(),
            exam_date: LazyColumn::default(),
            exam_place: TextColumn::default(),
            height_cm: LazyColumn::default(),
            weight_kg: LazyColumn::default(),
            systolic_mmhg: LazyColumn::default(),
            diastolic_mmhg: LazyColumn::default(),
            pulse_per_min: LazyColumn::default(),
            glucose_mmol_l: LazyColumn::default(),
            health_class: LazyColumn::default(),
            funding: LazyColumn::default(),
            unit_group: TextColumn::default(),
            ehr_exists: LazyColumn::default(),
            ehr_updated: LazyColumn::default(),
            ehr_national_state: LazyColumn::default(),
            ehr_vneid_state: LazyColumn::default(),
            repaired: LazyColumn::default(),
            finding_count: LazyColumn::default(),
            originals: Default::default(),
        }
    }

    /// Appends an accepted row. `row` is its number as a spreadsheet shows it, relative to the block until
    /// the block's place is known.
    pub fn push(&mut self, record: &Record<'_>, row: u32, record_key: u64, finding_count: u16) {
        let at = self.rows;
        self.rows += 1;
        self.row.push(row);
        self.record_key.push(record_key);
        self.finding_count.set(at, finding_count);
        self.push_person(record, at);
        self.push_register(record, at);
        self.push_insurance(record, at);
        self.push_exam(record, at);
        self.push_ehr(record, at);
        self.repaired.set(at, repaired_fields(record));
    }

    fn push_person(&mut self, record: &Record<'_>, at: usize) {
        let name = record.full_name.standard.as_deref().unwrap_or_default();
        self.full_name.set(at, name);
        self.keep(Field::FullName, at, record.full_name.original, name);
        self.birth_date.set(at, packed(&record.birth_date));
        self.keep_date(Field::BirthDate, at, &record.birth_date);
        self.sex.set(at, record.sex.standard.map_or(0, sex_code));
        self.keep(Field::Sex, at, record.sex.original, "");
        self.push_identity(record, at);
        let bhxh = record.bhxh_number.standard;
        self.bhxh_number
            .set(at, bhxh.map_or(0, |number| number.number()));
        let digits = bhxh.map(|number| number.digits());
        self.keep_digits(
            Field::BhxhNumber,
            at,
            record.bhxh_number.original,
            digits.as_ref().map(|d| &d[..]),
        );
        let card = record.bhyt_card.standard;
        let card = card.as_ref().map_or("", |card| card.as_str());
        self.bhyt_card.set(at, card);
        self.keep(Field::BhytCard, at, record.bhyt_card.original, card);
        let phone = record.phone.standard;
        self.phone.set(at, phone.map_or(0, |phone| phone.number()));
        let digits = phone.map(|phone| phone.digits());
        self.keep_digits(
            Field::Phone,
            at,
            record.phone.original,
            digits.as_ref().map(|d| &d[..]),
        );
    }

    fn push_identity(&mut self, record: &Record<'_>, at: usize) {
        let original = record.identity_number.original;
        match record.identity_number.standard {
            Some(IdentityNumber::Cccd(cccd)) => {
                self.cccd.set(at, cccd.number());
                self.keep_digits(Field::IdentityNumber, at, original, Some(&cccd.digits()));
            }
            Some(IdentityNumber::Cmnd(cmnd)) => {
                self.cmnd.set(at, cmnd.number());
                self.keep_digits(Field::IdentityNumber, at, original, Some(&cmnd.digits()));
            }
            None => self.keep(Field::IdentityNumber, at, original, ""),
        }
    }

    fn push_register(&mut self, record: &Record<'_>, at: usize) {
        self.ethnicity.set(
            at,
            record.ethnicity.standard.map_or(0, |position| position + 1),
        );
        self.keep(Field::Ethnicity, at, record.ethnicity.original, "");
        self.commune.set(
            at,
            record
                .commune
                .standard
                .map_or(0, |commune| commune.number()),
        );
        let former = record.former_commune;
        self.former_commune
            .set(at, former.map_or(0, |former| former.number()));
        if record.commune.how != How::AsGiven || record.commune.original.len() != 5 {
            self.keep(Field::CommuneCode, at, record.commune.original, "");
        }
        self.hamlet.set(at, label(&record.hamlet));
        self.household.set(at, label(&record.household));
        let status = record.residence_status.standard;
        self.residence_status.set(
            at,
            status.map_or(0, |status| position(&ResidenceStatus::ALL, status)),
        );
        self.keep(
            Field::ResidenceStatus,
            at,
            record.residence_status.original,
            "",
        );
        self.death_date.set(at, packed(&record.death_date));
        self.keep_date(Field::DeathDate, at, &record.death_date);
        self.departure_date.set(at, packed(&record.departure_date));
        self.keep_date(Field::DepartureDate, at, &record.departure_date);
        self.target_groups.set(
            at,
            record
                .target_groups
                .standard
                .map_or(0, |groups| groups.bits()),
        );
        self.keep(Field::TargetGroups, at, record.target_groups.original, "");
        self.unit_group.set(at, label(&record.unit_group));
    }

    fn push_insurance(&mut self, record: &Record<'_>, at: usize) {
        self.valid_from.set(at, packed(&record.valid_from));
        self.keep_date(Field::ValidFrom, at, &record.valid_from);
        self.valid_to.set(at, packed(&record.valid_to));
        self.keep_date(Field::ValidTo, at, &record.valid_to);
        self.insurance_object
            .set(at, label(&record.insurance_object));
        self.facility.set(at, label(&record.facility));
    }

    fn push_exam(&mut self, record: &Record<'_>, at: usize) {
        self.exam_date.set(at, packed(&record.exam_date));
        self.keep_date(Field::ExamDate, at, &record.exam_date);
        self.exam_place.set(at, label(&record.exam_place));
        let measured = &record.measurements;
        self.height_cm.set(at, number(&measured.height_cm));
        self.keep(Field::HeightCm, at, measured.height_cm.original, "");
        self.weight_kg.set(at, number(&measured.weight_kg));
        self.keep(Field::WeightKg, at, measured.weight_kg.original, "");
        self.systolic_mmhg.set(at, number(&measured.systolic_mmhg));
        self.diastolic_mmhg
            .set(at, number(&measured.diastolic_mmhg));
        self.keep(
            Field::BloodPressure,
            at,
            measured.systolic_mmhg.original,
            "",
        );
        self.pulse_per_min.set(at, number(&measured.pulse_per_min));
        self.keep(Field::PulsePerMin, at, measured.pulse_per_min.original, "");
        self.glucose_mmol_l
            .set(at, number(&measured.glucose_mmol_l));
        self.keep(
            Field::GlucoseMmolL,
            at,
            measured.glucose_mmol_l.original,
            "",
        );
        self.health_class
            .set(at, record.health_class.standard.unwrap_or(0));
        self.keep(Field::HealthClass, at, record.health_class.original, "");
        self.funding.set(at, record.funding.standard.unwrap_or(0));
    }

    fn push_ehr(&mut self, record: &Record<'_>, at: usize) {
        self.ehr_exists.set(
            at,
            record
                .ehr_exists
                .standard
                .map_or(0, |exists| 1 + u8::from(exists)),
        );
        self.ehr_updated.set(at, packed(&record.ehr_updated));
        self.keep_date(Field::EhrUpdated, at, &record.ehr_updated);
        let state = |value: &Value<'_, SyncState>| {
            value
                .standard
                .map_or(0, |state| position(&SyncState::ALL, state))
        };
        self.ehr_national_state
            .set(at, state(&record.ehr_national_state));
        self.ehr_vneid_state.set(at, state(&record.ehr_vneid_state));
    }

    /// Keeps the original text of a field where it is not exactly the standard one.
    fn keep(&mut self, field: Field, at: usize, original: &str, standard: &str) {
        if original.is_empty() || original == standard {
            return;
        }
        if let Some(column) = ORIGINALS.iter().position(|(kept, _)| *kept == field) {
            self.originals[column].set(at, original);
        }
    }

    fn keep_digits(&mut self, field: Field, at: usize, original: &str, digits: Option<&[u8]>) {
        if digits != Some(original.as_bytes()) {
            self.keep(field, at, original, "");
        }
    }

    fn keep_date(&mut self, field: Field, at: usize, value: &Value<'_, PartialDate>) {
        if !value.original.is_empty() {
            self.keep(field, at, value.original, "");
        }
    }

    /// The original text behind a column of the dataset; `None` where the column is no original.
    #[must_use]
    pub fn original(&self, column: &str) -> Option<&TextColumn> {
        ORIGINALS
            .iter()
            .position(|(_, name)| *name == column)
            .map(|index| &self.originals[index])
    }

    /// Names of the columns of originals in the dataset.
    pub(super) fn original_names() -> impl Iterator<Item = &'static str> {
        ORIGINALS.iter().map(|(_, name)| *name)
    }

    /// Every column of originals and its name in the dataset.
    pub(super) fn originals_mut(
        &mut self,
    ) -> impl Iterator<Item = (&'static str, &mut TextColumn)> {
        Self::original_names().zip(&mut self.originals)
    }

    /// Leaves of a date only its year.
    pub fn keep_year(&mut self, row: usize, field: Field) {
        let column = match field {
            Field::BirthDate => &mut self.birth_date,
            Field::DeathDate => &mut self.death_date,
            Field::DepartureDate => &mut self.departure_date,
            _ => return,
        };
        let year =
            |packed| PartialDate::from_packed(packed).map_or(0, |date| date.to_year().packed());
        column.change(row, year);
        self.repaired.change(row, |bits| bits | 1 << field as u8);
    }

    /// Exchanges day and month of a date of a row.
    pub fn swap_day_and_month(&mut self, row: usize, field: Field) {
        let Some(column) = self.dates_of(field) else {
            return;
        };
        let swapped = |packed| {
            let date = PartialDate::from_packed(packed);
            let swapped = date.and_then(PartialDate::with_day_and_month_swapped);
            swapped.map_or(packed, PartialDate::packed)
        };
        column.change(row, swapped);
        self.repaired.change(row, |bits| bits | 1 << field as u8);
    }

    fn dates_of(&mut self, field: Field) -> Option<&mut LazyColumn<u32>> {
        Some(match field {
            Field::BirthDate => &mut self.birth_date,
            Field::DeathDate => &mut self.death_date,
            Field::DepartureDate => &mut self.departure_date,
            Field::ValidFrom => &mut self.valid_from,
            Field::ValidTo => &mut self.valid_to,
            Field::ExamDate => &mut self.exam_date,
            Field::EhrUpdated => &mut self.ehr_updated,
            _ => return None,
        })
    }

    /// Takes back a measurement or a date of a row; its original stays.
    pub fn blank(&mut self, row: usize, field: Field) {
        if let Some(column) = self.dates_of(field) {
            column.change(row, |_| 0);
            return;
        }
        let columns: &mut [&mut LazyColumn<f64>] = match field {
            Field::HeightCm => &mut [&mut self.height_cm],
            Field::WeightKg => &mut [&mut self.weight_kg],
            Field::BloodPressure => &mut [&mut self.systolic_mmhg, &mut self.diastolic_mmhg],
            Field::PulsePerMin => &mut [&mut self.pulse_per_min],
            Field::GlucoseMmolL => &mut [&mut self.glucose_mmol_l],
            _ => return,
        };
        columns
            .iter_mut()
            .for_each(|column| column.change(row, |_| 0.0));
    }

    /// Moves row numbers behind the `rows` that stand before the block.
    pub fn shift_rows(&mut self, rows: u32) {
        for row in &mut self.row {
            *row += rows;
        }
    }
}

fn packed(value: &Value<'_, PartialDate>) -> u32 {
    value.standard.map_or(0, PartialDate::packed)
}

fn number(value: &Value<'_, f64>) -> f64 {
    value.standard.unwrap_or(0.0)
}

fn label<'v>(value: &'v Value<'_, std::borrow::Cow<'_, str>>) -> &'v str {
    value.standard.as_deref().unwrap_or_default()
}

fn sex_code(sex: Sex) -> u8 {
    position(&Sex::ALL, sex)
}

/// Position and 1, so that 0 stays for none.
fn position<T: PartialEq>(all: &[T], value: T) -> u8 {
    all.iter()
        .position(|other| *other == value)
        .map_or(0, |at| at as u8 + 1)
}

fn repaired_fields(record: &Record<'_>) -> u64 {
    let hows = [
        (Field::FullName, record.full_name.how),
        (Field::BirthDate, record.birth_date.how),
        (Field::IdentityNumber, record.identity_number.how),
        (Field::BhxhNumber, record.bhxh_number.how),
        (Field::BhytCard, record.bhyt_card.how),
        (Field::Phone, record.phone.how),
        (Field::CommuneCode, record.commune.how),
        (Field::DeathDate, record.death_date.how),
        (Field::DepartureDate, record.departure_date.how),
        (Field::TargetGroups, record.target_groups.how),
        (Field::ValidFrom, record.valid_from.how),
        (Field::ValidTo, record.valid_to.how),
        (Field::ExamDate, record.exam_date.how),
        (Field::EhrUpdated, record.ehr_updated.how),
    ];
    let repaired = hows
        .into_iter()
        .filter(|(_, how)| matches!(how, How::Repaired(_)));
    repaired.fold(0, |bits, (field, _)| bits | 1 << field as u8)
}
