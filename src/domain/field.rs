//! The fields that a source can carry.

/// A field of an extract, whatever its source calls the column. One column may feed several published
/// columns (an identity number is a cccd or a cmnd); one published column has one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Field {
    Sequence,
    FullName,
    BirthDate,
    Sex,
    IdentityNumber,
    BhxhNumber,
    BhytCard,
    Phone,
    Ethnicity,
    CommuneCode,
    CommuneName,
    Hamlet,
    Household,
    Relationship,
    ResidenceStatus,
    DeathDate,
    DepartureDate,
    TargetGroups,
    ValidFrom,
    ValidTo,
    InsuranceObject,
    Facility,
    ExamDate,
    ExamPlace,
    HeightCm,
    WeightKg,
    BloodPressure,
    PulsePerMin,
    GlucoseMmolL,
    HealthClass,
    Conclusion,
    Funding,
    UnitGroup,
    EhrExists,
    EhrUpdated,
    EhrNationalState,
    EhrVneidState,
    Period,
    Item,
    Count,
    FacilityName,
    FacilityType,
    Doctors,
    AssistantDoctors,
    Nurses,
    Midwives,
    Pharmacists,
    PublicBeds,
    PrivateBeds,
}

impl Field {
    pub const COUNT: usize = 49;

    pub const ALL: [Self; Self::COUNT] = [
        Self::Sequence,
        Self::FullName,
        Self::BirthDate,
        Self::Sex,
        Self::IdentityNumber,
        Self::BhxhNumber,
        Self::BhytCard,
        Self::Phone,
        Self::Ethnicity,
        Self::CommuneCode,
        Self::CommuneName,
        Self::Hamlet,
        Self::Household,
        Self::Relationship,
        Self::ResidenceStatus,
        Self::DeathDate,
        Self::DepartureDate,
        Self::TargetGroups,
        Self::ValidFrom,
        Self::ValidTo,
        Self::InsuranceObject,
        Self::Facility,
        Self::ExamDate,
        Self::ExamPlace,
        Self::HeightCm,
        Self::WeightKg,
        Self::BloodPressure,
        Self::PulsePerMin,
        Self::GlucoseMmolL,
        Self::HealthClass,
        Self::Conclusion,
        Self::Funding,
        Self::UnitGroup,
        Self::EhrExists,
        Self::EhrUpdated,
        Self::EhrNationalState,
        Self::EhrVneidState,
        Self::Period,
        Self::Item,
        Self::Count,
        Self::FacilityName,
        Self::FacilityType,
        Self::Doctors,
        Self::AssistantDoctors,
        Self::Nurses,
        Self::Midwives,
        Self::Pharmacists,
        Self::PublicBeds,
        Self::PrivateBeds,
    ];

    /// The name in profiles, findings and datasets.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Sequence => "sequence",
            Self::FullName => "full_name",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::IdentityNumber => "identity_number",
            Self::BhxhNumber => "bhxh_number",
            Self::BhytCard => "bhyt_card",
            Self::Phone => "phone",
            Self::Ethnicity => "ethnicity",
            Self::CommuneCode => "commune_code",
            Self::CommuneName => "commune_name",
            Self::Hamlet => "hamlet",
            Self::Household => "household",
            Self::Relationship => "relationship",
            Self::ResidenceStatus => "residence_status",
            Self::DeathDate => "death_date",
            Self::DepartureDate => "departure_date",
            Self::TargetGroups => "target_groups",
            Self::ValidFrom => "valid_from",
            Self::ValidTo => "valid_to",
            Self::InsuranceObject => "insurance_object",
            Self::Facility => "facility",
            Self::ExamDate => "exam_date",
            Self::ExamPlace => "exam_place",
            Self::HeightCm => "height_cm",
            Self::WeightKg => "weight_kg",
            Self::BloodPressure => "blood_pressure",
            Self::PulsePerMin => "pulse_per_min",
            Self::GlucoseMmolL => "glucose_mmol_l",
            Self::HealthClass => "health_class",
            Self::Conclusion => "conclusion",
            Self::Funding => "funding",
            Self::UnitGroup => "unit_group",
            Self::EhrExists => "ehr_exists",
            Self::EhrUpdated => "ehr_updated",
            Self::EhrNationalState => "ehr_national_state",
            Self::EhrVneidState => "ehr_vneid_state",
            Self::Period => "period",
            Self::Item => "item",
            Self::Count => "count",
            Self::FacilityName => "facility_name",
            Self::FacilityType => "facility_type",
            Self::Doctors => "doctors",
            Self::AssistantDoctors => "assistant_doctors",
            Self::Nurses => "nurses",
            Self::Midwives => "midwives",
            Self::Pharmacists => "pharmacists",
            Self::PublicBeds => "public_beds",
            Self::PrivateBeds => "private_beds",
        }
    }

    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::Field;

    #[test]
    fn every_field_stands_at_its_own_place_under_its_own_code() {
        for (index, field) in Field::ALL.into_iter().enumerate() {
            assert_eq!(field as usize, index);
            assert_eq!(Field::from_code(field.code()), Some(field));
        }
    }
}
