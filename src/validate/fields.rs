//! The fields of a record by name, so that rules can be data.

use crate::domain::{Field, How, Problem, Record};

/// A set of fields: fields 0 to 31 in the even bits, the others in the odd ones. That is where [`Glance`] finds
/// them after it has gathered the states of a row, two bits each, with one shift per field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldSet(u64);

const EVEN_BITS: u64 = u64::MAX / 3;
const _: () = assert!(Field::COUNT <= u64::BITS as usize);

const fn bit(field: Field) -> u64 {
    let index = field as u32;
    1 << (index % 32 * 2 + index / 32)
}

impl FieldSet {
    pub const fn of(fields: &[Field]) -> Self {
        let mut bits = 0;
        let mut index = 0;
        while index < fields.len() {
            bits |= bit(fields[index]);
            index += 1;
        }
        Self(bits)
    }

    pub fn union(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub fn remove(&mut self, field: Field) {
        self.0 &= !bit(field);
    }

    pub fn contains_all(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    pub fn contains_any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// In the order of [`Field`].
    pub fn iter(self) -> impl Iterator<Item = Field> {
        let (even, odd) = (self.0 & EVEN_BITS, self.0 >> 1 & EVEN_BITS);
        let mut rest = u128::from(odd) << 64 | u128::from(even);
        std::iter::from_fn(move || {
            let index = rest.trailing_zeros() as usize / 2;
            rest &= rest.wrapping_sub(1);
            Field::ALL.get(index).copied()
        })
    }
}

/// A row at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Glance {
    /// Fields with a standard value.
    pub given: FieldSet,
    /// Fields that `standardise` repaired or could not use.
    pub notable: FieldSet,
}

impl Glance {
    /// From a [`state`] every two bits, in the order of fields. A value is given where exactly one of the two is set,
    /// and notable where the upper one is.
    fn from_states(states: u128) -> Self {
        let (first, last) = (states as u64, (states >> 64) as u64);
        let given = |states: u64| (states ^ states >> 1) & EVEN_BITS;
        let notable = |states: u64| states >> 1 & EVEN_BITS;
        Self {
            given: FieldSet(given(first) | given(last) << 1),
            notable: FieldSet(notable(first) | notable(last) << 1),
        }
    }
}

/// A state in two bits, in the order of [`How`]'s variants so that it costs nothing to tell.
fn state(how: How) -> u8 {
    match how {
        How::Blank => 0,
        How::AsGiven => 1,
        How::Repaired(_) => 2,
        How::Missing(_) => 3,
    }
}

/// The field whose value stands for `field` in a record: a commune is resolved from code and name together.
pub fn carrier(field: Field) -> Option<Field> {
    let field = match field {
        Field::CommuneName => Field::CommuneCode,
        other => other,
    };
    CARRIED.contains(&field).then_some(field)
}

macro_rules! carried_fields {
    ($($field:ident => $($member:ident).+,)*) => {
        /// The fields that a [`Record`] has a value for.
        pub const CARRIED: &[Field] = &[$(Field::$field),*];

        /// One pass over the row without branches: nearly every row has nothing to report.
        pub fn glance(record: &Record<'_>) -> Glance {
            let mut states = 0;
            $(states |= u128::from(state(record.$($member).+.how)) << (2 * Field::$field as u32);)*
            Glance::from_states(states)
        }

        pub fn how(record: &Record<'_>, field: Field) -> How {
            match field {
                $(Field::$field => record.$($member).+.how,)*
                _ => How::Blank,
            }
        }

        /// The text of the source.
        pub fn original<'a>(record: &Record<'a>, field: Field) -> &'a str {
            match field {
                $(Field::$field => record.$($member).+.original,)*
                _ => "",
            }
        }

        /// Takes a field's value away; a blood pressure goes as a whole.
        pub fn blank(record: &mut Record<'_>, field: Field, problem: Problem) {
            match field {
                $(Field::$field => record.$($member).+.blank(problem),)*
                _ => {}
            }
            if field == Field::BloodPressure {
                record.measurements.diastolic_mmhg.blank(problem);
            }
        }

        /// Writes text and state of a field, for tests of rules that look at nothing else.
        #[cfg(test)]
        pub fn set<'a>(record: &mut Record<'a>, field: Field, original: &'a str, how: How) {
            match field {
                $(Field::$field => {
                    record.$($member).+.original = original;
                    record.$($member).+.how = how;
                })*
                _ => {}
            }
        }
    };
}

carried_fields! {
    FullName => full_name,
    BirthDate => birth_date,
    Sex => sex,
    IdentityNumber => identity_number,
    BhxhNumber => bhxh_number,
    BhytCard => bhyt_card,
    Phone => phone,
    Ethnicity => ethnicity,
    CommuneCode => commune,
    Hamlet => hamlet,
    Household => household,
    ResidenceStatus => residence_status,
    DeathDate => death_date,
    DepartureDate => departure_date,
    TargetGroups => target_groups,
    ValidFrom => valid_from,
    ValidTo => valid_to,
    InsuranceObject => insurance_object,
    Facility => facility,
    ExamDate => exam_date,
    ExamPlace => exam_place,
    HeightCm => measurements.height_cm,
    WeightKg => measurements.weight_kg,
    BloodPressure => measurements.systolic_mmhg,
    PulsePerMin => measurements.pulse_per_min,
    GlucoseMmolL => measurements.glucose_mmol_l,
    HealthClass => health_class,
    Funding => funding,
    UnitGroup => unit_group,
    EhrExists => ehr_exists,
    EhrUpdated => ehr_updated,
    EhrNationalState => ehr_national_state,
    EhrVneidState => ehr_vneid_state,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glance_sees_each_field_alone() {
        for field in CARRIED.iter().copied() {
            let mut record = Record::default();
            assert_eq!(glance(&record), Glance::default());
            set(&mut record, field, "x", How::AsGiven);
            assert_eq!(glance(&record).given, FieldSet::of(&[field]));
            assert_eq!(glance(&record).notable, FieldSet::default());
            blank(&mut record, field, Problem::Default);
            assert_eq!(glance(&record).given, FieldSet::default());
            assert_eq!(glance(&record).notable, FieldSet::of(&[field]));
            assert_eq!(how(&record, field), How::Missing(Problem::Default));
            assert_eq!(original(&record, field), "x");
        }
    }

    #[test]
    fn a_set_lists_its_fields_in_order() {
        let set = FieldSet::of(&[Field::EhrVneidState, Field::FullName]);
        let fields: Vec<Field> = set.iter().collect();
        assert_eq!(fields, [Field::FullName, Field::EhrVneidState]);
    }

    #[test]
    fn a_commune_name_is_carried_by_the_commune() {
        assert_eq!(carrier(Field::CommuneName), Some(Field::CommuneCode));
        assert_eq!(carrier(Field::Conclusion), None);
    }
}
