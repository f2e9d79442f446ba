//! Which standard codes the values of a field have.

use crate::domain::record::{ResidenceStatus, SyncState};
use crate::domain::{Field, Sex};

/// The standard codes of a field.
pub enum ValueCodes {
    /// The field is read as it stands: spellings mean nothing.
    None,
    /// Any code.
    Open,
    Closed(Vec<String>),
}

/// The codes that `[values.<field>]` may give spellings for.
pub fn value_codes(field: Field) -> ValueCodes {
    let closed = match field {
        Field::Sex => Sex::ALL.map(Sex::code).map(str::to_owned).to_vec(),
        Field::ResidenceStatus => ResidenceStatus::ALL
            .map(ResidenceStatus::code)
            .map(str::to_owned)
            .to_vec(),
        Field::EhrNationalState | Field::EhrVneidState => SyncState::ALL
            .map(SyncState::code)
            .map(str::to_owned)
            .to_vec(),
        Field::EhrExists => ["true", "false"].map(str::to_owned).to_vec(),
        Field::TargetGroups => numbers(16),
        // NGUON_CHI_TRA of QĐ 2062/QĐ-BYT: 1 to 5 and 9.
        Field::Funding => numbers(9),
        // Classes I to V of QĐ 1613/BYT-QĐ.
        Field::HealthClass => numbers(5),
        Field::Item | Field::FacilityType | Field::InsuranceObject => return ValueCodes::Open,
        _ => return ValueCodes::None,
    };
    ValueCodes::Closed(closed)
}

fn numbers(last: u8) -> Vec<String> {
    (1..=last).map(|number| number.to_string()).collect()
}
