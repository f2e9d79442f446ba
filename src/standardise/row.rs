//! One raw row to one record.

use std::borrow::Cow;

use super::codes::standardise_health_class;
use super::commune::CommuneResolver;
use super::date::{DateOptions, standardise_date, standardise_day};
use super::identity::standardise_identity;
use super::insurance::{CardCell, standardise_bhxh, standardise_card};
use super::lists::ProfileLists;
use super::name::{standardise_label, standardise_name};
use super::noise::{Digits, digits};
use super::number::{standardise_blood_pressure, standardise_number};
use super::options::ExtractFacts;
use super::phone::standardise_phone;
use crate::domain::{
    BhytCard, Field, How, Measurements, Problem, Record, Repair, TargetGroups, Value,
};
use crate::ingest::Layout;
use crate::ingest::block::RawRow;
use crate::reference::AdministrativeUnits;

/// Reads the rows of one file or sheet.
pub struct Standardiser<'u> {
    columns: [Option<u16>; Field::COUNT],
    lists: &'u ProfileLists,
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
        };
        let mut columns = [None; Field::COUNT];
        for (field, column) in layout.fields() {
            columns[field as usize] = u16::try_from(column).ok();
        }
        Self {
            columns,
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

    /// Reads `row`; `section` is the heading that the row stands under, if any.
    pub fn record<'a>(&mut self, row: RawRow<'a>, section: &'a str) -> Record<'a> {
        let columns = self.columns;
        let cell = |field: Field| {
            columns[field as usize].map_or("", |column| row.cell(usize::from(column)))
        };
        let label = |field| standardise_label(cell(field));
        let date_options = self.date_options;
        let date = |field| standardise_date(cell(field), date_options);
        let day = |field| standardise_day(cell(field), date_options.latest_year);
        let birth_date = standardise_date(cell(Field::BirthDate), self.birth_options);
        let (systolic_mmhg, diastolic_mmhg) =
            standardise_blood_pressure(cell(Field::BloodPressure));
        let hamlet = cell(Field::Hamlet);
        let mut record = Record {
            full_name: standardise_name(cell(Field::FullName)),
            sex: self.lists.sex.standardise(cell(Field::Sex)),
            identity_number: standardise_identity(cell(Field::IdentityNumber), birth_date.standard),
            birth_date,
            bhxh_number: standardise_bhxh(cell(Field::BhxhNumber)),
            phone: standardise_phone(cell(Field::Phone)),
            ethnicity: self.lists.ethnicity.standardise(cell(Field::Ethnicity)),
            commune: self.communes.resolve(
                cell(Field::CommuneCode),
                cell(Field::CommuneName),
                self.facts.commune,
            ),
            hamlet: standardise_label(if hamlet.is_empty() { section } else { hamlet }),
            household: label(Field::Household),
            residence_status: self
                .lists
                .residence_status
                .standardise(cell(Field::ResidenceStatus)),
            death_date: date(Field::DeathDate),
            departure_date: date(Field::DepartureDate),
            target_groups: self.target_groups(cell(Field::TargetGroups)),
            valid_from: day(Field::ValidFrom),
            valid_to: day(Field::ValidTo),
            insurance_object: insurance_object(cell(Field::InsuranceObject)),
            facility: label(Field::Facility),
            exam_date: day(Field::ExamDate),
            exam_place: label(Field::ExamPlace),
            measurements: Measurements {
                height_cm: standardise_number(cell(Field::HeightCm)),
                weight_kg: standardise_number(cell(Field::WeightKg)),
                systolic_mmhg,
                diastolic_mmhg,
                pulse_per_min: standardise_number(cell(Field::PulsePerMin)),
                glucose_mmol_l: standardise_number(cell(Field::GlucoseMmolL)),
            },
            health_class: standardise_health_class(cell(Field::HealthClass)),
            funding: self.lists.funding.standardise(cell(Field::Funding)),
            unit_group: label(Field::UnitGroup),
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
        };
        place_card(&mut record, cell(Field::BhytCard));
        move_misplaced(&mut record);
        record
    }

    /// Several groups stand in one cell with `;`, `,` or `+` between; one unknown among them is said, the
    /// others hold.
    fn target_groups<'a>(&self, text: &'a str) -> Value<'a, TargetGroups> {
        if text.is_empty() {
            return Value::default();
        }
        // "Hộ nghèo, cận nghèo" is one group with a comma in it.
        if let Some(code) = self.lists.target_groups.get(text) {
            return Value::as_given(text, TargetGroups::EMPTY.with(code));
        }
        let parts = text
            .split([';', ',', '+'])
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let mut groups = TargetGroups::EMPTY;
        let mut has_unknown = false;
        for part in parts {
            match self.lists.target_groups.get(part) {
                Some(code) => groups = groups.with(code),
                None => has_unknown = true,
            }
        }
        Value {
            original: text,
            standard: (!groups.is_empty()).then_some(groups),
            how: match (has_unknown, groups.is_empty()) {
                (false, _) => How::AsGiven,
                (true, true) => How::Missing(Problem::Unknown),
                (true, false) => How::Repaired(Repair::Noise),
            },
        }
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

/// A card column may hold the bhxh number alone, or the identity number that serves as the card.
fn place_card<'a>(record: &mut Record<'a>, text: &'a str) {
    match standardise_card(text) {
        CardCell::Card(card) => record.bhyt_card = card,
        CardCell::BhxhNumber(number) => match record.bhxh_number.how {
            How::Blank => {
                record.bhxh_number = Value::repaired(text, number, Repair::MovedFromOtherColumn)
            }
            _ if record.bhxh_number.standard == Some(number) => {}
            _ => record.bhyt_card = Value::missing(text, Problem::Contradiction),
        },
        CardCell::IdentityNumber => {
            let identity = standardise_identity(text, record.birth_date.standard);
            match record.identity_number.how {
                How::Blank => record.identity_number = moved(identity),
                _ if record.identity_number.standard == identity.standard => {}
                _ => record.bhyt_card = Value::missing(text, Problem::Contradiction),
            }
        }
    }
}

/// A card in the identity column, and an identity number in the column of the bhxh number, go where they
/// belong when that field is empty.
fn move_misplaced(record: &mut Record<'_>) {
    if let How::Missing(Problem::WrongForm) = record.identity_number.how {
        let text = record.identity_number.original;
        let card: Option<BhytCard> = match standardise_card(text) {
            CardCell::Card(card) => card.standard,
            _ => None,
        };
        if let Some(card) = card.filter(|_| record.bhyt_card.how == How::Blank) {
            record.bhyt_card = Value::repaired(text, card, Repair::MovedFromOtherColumn);
            record.identity_number = Value::default();
        }
    }
    if let How::Missing(Problem::WrongLength) = record.bhxh_number.how {
        let text = record.bhxh_number.original;
        let twelve = matches!(digits(text), Digits::Clean(digits) if digits.len() == 12);
        if twelve && record.identity_number.how == How::Blank {
            record.identity_number = moved(standardise_identity(text, record.birth_date.standard));
            record.bhxh_number = Value::default();
        }
    }
}

fn moved<T>(value: Value<'_, T>) -> Value<'_, T> {
    match value.how {
        How::AsGiven => Value {
            how: How::Repaired(Repair::MovedFromOtherColumn),
            ..value
        },
        _ => value,
    }
}
