//! One raw row to one record.

use std::borrow::Cow;

use super::birth_in_name::read_birth_in_name;
use super::cells::{Cells, Columns};
use super::codes::standardise_health_class;
use super::commune::{CommuneResolver, Written};
use super::date::{DateOptions, standardise_birth, standardise_date, standardise_day};
use super::ditto::mark_dittos;
use super::facility::standardise_facility;
use super::groups::GroupReader;
use super::identity::standardise_identity;
use super::insurance::standardise_bhxh;
use super::label::{standardise_label, standardise_place};
use super::lists::ProfileLists;
use super::misplaced::{move_misplaced, place_card};
use super::name::standardise_name;
use super::number::{Measure, standardise_blood_pressure, standardise_measure};
use super::options::ExtractFacts;
use super::period::{share_period, take_day_beside_remark};
use super::phone::standardise_phone;
use super::propose::propose;
use super::residence::read_state_beside_date;
use super::second_column::{compare_births, compare_equal, compare_identities};
use crate::domain::{
    Field, How, Measurements, PartialDate, Problem, Record, Repair, Sex, TargetGroups, Value,
};
use crate::ingest::Layout;
use crate::ingest::block::RawRow;
use crate::ingest::rows::Place;
use crate::reference::AdministrativeUnits;

/// Years that the day of an event may lie after the extract: a card runs ahead, and a mistyped exam is seen to be in
/// the future only if it is not taken for one of a century ago.
const YEARS_AHEAD: u16 = 10;

/// Fields of which both columns are read where there are two; of the others the first that is filled is.
const READ_FROM_BOTH: [Field; 4] = [
    Field::BirthDate,
    Field::IdentityNumber,
    Field::BhxhNumber,
    Field::Phone,
];

/// Reads the rows of one file or sheet.
pub struct Standardiser<'u> {
    columns: Columns,
    /// The sex of those whom the only column of marks leaves blank.
    blank_sex: Option<Sex>,
    /// Whether the header states another unit of glucose: nothing in the number tells which it is in.
    is_glucose_in_other_unit: bool,
    lists: &'u ProfileLists,
    target_groups: GroupReader<'u>,
    communes: CommuneResolver<'u>,
    facts: ExtractFacts,
    birth_options: DateOptions,
    date_options: DateOptions,
}

impl<'u> Standardiser<'u> {
    #[must_use]
    pub fn new(
        layout: &Layout,
        lists: &'u ProfileLists,
        units: &'u AdministrativeUnits,
        province: &'u str,
        facts: ExtractFacts,
    ) -> Self {
        let date_options = DateOptions {
            first_of_january_is_year: false,
            latest_year: u16::try_from(facts.snapshot_date.year()).unwrap_or(u16::MAX),
            is_1904: layout.is_1904,
        };
        let glucose = layout.matched_column(Field::GlucoseMmolL);
        Self {
            columns: Columns::new(layout),
            blank_sex: layout.blank_sex,
            is_glucose_in_other_unit: glucose.is_some_and(|column| column.other_unit.is_some()),
            target_groups: GroupReader::new(&lists.target_groups),
            lists,
            communes: CommuneResolver::new(units, province),
            facts,
            birth_options: DateOptions {
                first_of_january_is_year: facts.first_of_january_is_year,
                ..date_options
            },
            date_options,
        }
    }

    /// Reads `row`, whose headings and joined values are in `place`.
    pub fn record<'a>(&mut self, row: RawRow<'a>, place: Place<'a>) -> Record<'a> {
        let mut cells = Cells {
            columns: &self.columns,
            row,
            place,
            passed_over: Vec::new(),
        };
        let birth = |text| standardise_birth(text, self.birth_options);
        let birth_date = cells.value(Field::BirthDate, birth, compare_births);
        let identity = |text| standardise_identity(text, birth_date.standard);
        let identity_number = cells.value(Field::IdentityNumber, identity, compare_identities);
        let bhxh_number = cells.value(Field::BhxhNumber, standardise_bhxh, compare_equal);
        let phone = cells.value(Field::Phone, standardise_phone, compare_equal);
        cells.compare_others(&READ_FROM_BOTH);
        let cell = |field| cells.text(field);
        let joined = |field| cells.joined(field);
        let or_heading = |field| cells.or_heading(field, place.sections.text(field));
        let label = |field| standardise_place(cell(field));
        let date_options = self.date_options;
        let date = |field| standardise_date(cell(field), date_options);
        let measure = |field, measure| standardise_measure(cell(field), measure);
        let day_options = self.day_options();
        let day = |field| standardise_day(cell(field), day_options);
        let exam_date = standardise_day(or_heading(Field::ExamDate), day_options);
        // Groups go by the list of the day of the exam, of the extract where the row has none.
        let day_of_exam = exam_date.standard.and_then(PartialDate::to_day);
        let day_of_list = day_of_exam.unwrap_or(self.facts.snapshot_date);
        let own = joined(Field::TargetGroups);
        let own = self.target_groups.standardise(own, day_of_list);
        let over = place.sections.text(Field::TargetGroups);
        let over = self.target_groups.standardise(over, day_of_list);
        let target_groups = with_groups_over(own, over);
        let (systolic_mmhg, diastolic_mmhg) =
            standardise_blood_pressure(joined(Field::BloodPressure));
        let (commune, former_commune) = self.communes.resolve_with_former(
            Written {
                code: cell(Field::CommuneCode),
                name: or_heading(Field::CommuneName),
                district: cell(Field::DistrictName),
                province: cell(Field::ProvinceName),
            },
            self.facts.commune,
        );
        let mut record = Record {
            full_name: standardise_name(joined(Field::FullName)),
            sex: self.sex(cell, place.sections.text(Field::Sex)),
            identity_number,
            birth_date,
            bhxh_number,
            phone,
            ethnicity: self.lists.ethnicity.standardise(cell(Field::Ethnicity)),
            commune,
            former_commune,
            hamlet: standardise_place(or_heading(Field::Hamlet)),
            household: label(Field::Household),
            residence_status: self
                .lists
                .residence_status
                .standardise(cell(Field::ResidenceStatus)),
            death_date: date(Field::DeathDate),
            departure_date: date(Field::DepartureDate),
            target_groups,
            valid_from: day(Field::ValidFrom),
            valid_to: day(Field::ValidTo),
            insurance_object: insurance_object(cell(Field::InsuranceObject)),
            facility: standardise_facility(cell(Field::Facility)),
            exam_date,
            exam_place: label(Field::ExamPlace),
            measurements: Measurements {
                height_cm: measure(Field::HeightCm, Measure::HeightCm),
                weight_kg: measure(Field::WeightKg, Measure::WeightKg),
                systolic_mmhg,
                diastolic_mmhg,
                pulse_per_min: measure(Field::PulsePerMin, Measure::PulsePerMin),
                glucose_mmol_l: measure(Field::GlucoseMmolL, Measure::GlucoseMmolL),
            },
            health_class: standardise_health_class(joined(Field::HealthClass)),
            funding: self.lists.funding.standardise(cell(Field::Funding)),
            unit_group: standardise_label(or_heading(Field::UnitGroup)),
            ehr_exists: self.lists.ehr_exists.standardise(cell(Field::EhrExists)),
            ehr_updated: day(Field::EhrUpdated),
            ehr_national_state: self
                .lists
                .national_state
                .standardise(cell(Field::EhrNationalState)),
            ehr_vneid_state: self
                .lists
                .vneid_state
                .standardise(cell(Field::EhrVneidState)),
            bhyt_card: Value::default(),
            proposals: Vec::new(),
            passed_over: Vec::new(),
        };
        if self.is_glucose_in_other_unit && record.measurements.glucose_mmol_l.standard.is_some() {
            record.measurements.glucose_mmol_l.blank(Problem::OtherUnit);
        }
        take_day_beside_remark(&mut record.valid_to, day_options);
        share_period(&mut record.valid_from, &mut record.valid_to, day_options);
        place_card(&mut record, cell(Field::BhytCard));
        record.passed_over = cells.passed_over;
        read_state_beside_date(&mut record, &self.lists.residence_status, date_options);
        read_birth_in_name(&mut record, self.birth_options);
        move_misplaced(&mut record);
        mark_dittos(&mut record);
        propose(&mut record, self.facts.snapshot_date);
        record
    }

    /// The day of an event.
    #[must_use]
    pub fn day<'t>(&self, text: &'t str) -> Value<'t, PartialDate> {
        standardise_day(text, self.day_options())
    }

    fn day_options(&self) -> DateOptions {
        DateOptions {
            latest_year: self.date_options.latest_year.saturating_add(YEARS_AHEAD),
            ..self.date_options
        }
    }

    /// Sex from its own column, or from the column of "Nam" or "Nữ" in which a mark or a birth date stands. Two that
    /// contradict each other leave it blank. What stands over the rows counts where the row says nothing.
    fn sex<'a>(&self, cell: impl Fn(Field) -> &'a str, heading: &'a str) -> Value<'a, Sex> {
        let own = self.own_sex(cell);
        match own.how {
            How::Blank => self.lists.sex.standardise(heading),
            _ => own,
        }
    }

    fn own_sex<'a>(&self, cell: impl Fn(Field) -> &'a str) -> Value<'a, Sex> {
        let own = self.lists.sex.standardise(cell(Field::Sex));
        let columns = [Field::UnderMale, Field::UnderFemale];
        if columns.iter().all(|field| !self.columns.has(*field)) {
            return own;
        }
        let [male, female] = columns.map(cell);
        let stands = match (Layout::says_sex(male), Layout::says_sex(female)) {
            (Some(true), Some(true)) => Value::missing(male, Problem::Contradiction),
            (Some(true), Some(false)) => Value::as_given(male, Sex::Male),
            (Some(false), Some(true)) => Value::as_given(female, Sex::Female),
            (Some(false), Some(false)) => match self.blank_sex {
                Some(sex) => Value::as_given("", sex),
                None => Value::default(),
            },
            (None, _) => Value::missing(male, Problem::Unknown),
            (_, None) => Value::missing(female, Problem::Unknown),
        };
        match (own.standard, stands.standard) {
            (Some(a), Some(b)) if a != b => Value::missing(own.original, Problem::Contradiction),
            (Some(_), Some(_)) => own,
            _ if own.how == How::Blank => stands,
            _ if stands.how == How::Blank => own,
            // One of the two cannot be read.
            (None, _) => own,
            (_, None) => stands,
        }
    }
}

/// The groups of a row and of the heading over it: who is old under "Hộ nghèo" is old and poor.
fn with_groups_over<'a>(
    own: Value<'a, TargetGroups>,
    over: Value<'a, TargetGroups>,
) -> Value<'a, TargetGroups> {
    let Some(groups) = over.standard else {
        return if own.how == How::Blank { over } else { own };
    };
    match (own.standard, own.how) {
        (_, How::Blank) => over,
        (Some(standard), _) => Value {
            standard: Some(groups.codes().fold(standard, TargetGroups::with)),
            ..own
        },
        // What the cell says cannot be read; what stands over it can.
        (None, _) => Value {
            standard: Some(groups),
            how: How::Repaired(Repair::UnknownPart),
            ..own
        },
    }
}

/// Two capitals, as on the card; anything else is no object code.
fn insurance_object(text: &str) -> Value<'_, Cow<'_, str>> {
    match text.as_bytes() {
        [] => Value::default(),
        [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => {
            Value::as_given(text, Cow::Borrowed(text))
        }
        _ => Value::missing(text, Problem::Unknown),
    }
}
