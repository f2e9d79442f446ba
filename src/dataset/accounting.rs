//! Where every physical row of a night went.

use serde::{Deserialize, Serialize};

/// Counts of rows, over all accepted files. They must close exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounting {
    /// Rows of the accepted files: titles, headers, blank ones and all.
    pub physical_rows: u64,
    /// Rows about a person.
    pub person_rows: u64,
    /// Rows that are no person: titles, headers, blanks, totals, signatures, counts about places.
    pub other_rows: u64,
    /// Person rows that became records.
    pub accepted: u64,
    /// Those of the accepted that a rule remarked on.
    pub accepted_with_findings: u64,
    /// Those of the accepted whose cells someone corrected by hand; none in versions that did not count them.
    #[serde(default)]
    pub corrected: u64,
    /// Person rows that cannot serve their kind's purpose.
    pub quarantined: u64,
    /// Person rows of which a later increment of their source has the current state.
    pub superseded: u64,
    /// Rows of the records dataset.
    pub records: u64,
    /// Rows of the persons dataset.
    pub persons: u64,
    /// Sum over persons of the records that each is made of.
    pub members_of_persons: u64,
}

/// An equation of the accounting that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountingError {
    #[error(
        "physical rows {physical_rows} are not person rows {person_rows} + other rows {other_rows}"
    )]
    PhysicalRows {
        physical_rows: u64,
        person_rows: u64,
        other_rows: u64,
    },
    #[error(
        "person rows {person_rows} are not accepted {accepted} + quarantined {quarantined} + superseded {superseded}"
    )]
    PersonRows {
        person_rows: u64,
        accepted: u64,
        quarantined: u64,
        superseded: u64,
    },
    #[error("accepted {accepted} are not records {records}")]
    Records { accepted: u64, records: u64 },
    #[error("records {records} are not members of persons {members_of_persons}")]
    Members {
        records: u64,
        members_of_persons: u64,
    },
    #[error("accepted with findings {accepted_with_findings} are more than accepted {accepted}")]
    Findings {
        accepted_with_findings: u64,
        accepted: u64,
    },
    #[error("corrected {corrected} are more than accepted {accepted}")]
    Corrected { corrected: u64, accepted: u64 },
    #[error("persons {persons} are more than their members {members_of_persons}")]
    Persons {
        persons: u64,
        members_of_persons: u64,
    },
}

impl Accounting {
    /// Whether every row is accounted for.
    ///
    /// # Errors
    /// Every equation that does not hold.
    pub fn check(&self) -> Result<(), Vec<AccountingError>> {
        let faults: Vec<AccountingError> = [
            self.physical_rows_fault(),
            self.person_rows_fault(),
            self.records_fault(),
            self.members_fault(),
            self.findings_fault(),
            self.corrected_fault(),
            self.persons_fault(),
        ]
        .into_iter()
        .flatten()
        .collect();
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    /// The rows that the accounting promises of a dataset, by the dataset's name.
    #[must_use]
    pub fn rows_of(&self, dataset: &str) -> Option<u64> {
        match dataset {
            "records" => Some(self.records),
            "persons" => Some(self.persons),
            "quarantine" => Some(self.quarantined),
            _ => None,
        }
    }

    fn physical_rows_fault(&self) -> Option<AccountingError> {
        let closes = self.person_rows.checked_add(self.other_rows) == Some(self.physical_rows);
        (!closes).then_some(AccountingError::PhysicalRows {
            physical_rows: self.physical_rows,
            person_rows: self.person_rows,
            other_rows: self.other_rows,
        })
    }

    fn person_rows_fault(&self) -> Option<AccountingError> {
        let parts = [self.accepted, self.quarantined, self.superseded];
        let sum = parts.into_iter().try_fold(0, u64::checked_add);
        (sum != Some(self.person_rows)).then_some(AccountingError::PersonRows {
            person_rows: self.person_rows,
            accepted: self.accepted,
            quarantined: self.quarantined,
            superseded: self.superseded,
        })
    }

    fn records_fault(&self) -> Option<AccountingError> {
        (self.accepted != self.records).then_some(AccountingError::Records {
            accepted: self.accepted,
            records: self.records,
        })
    }

    fn members_fault(&self) -> Option<AccountingError> {
        (self.records != self.members_of_persons).then_some(AccountingError::Members {
            records: self.records,
            members_of_persons: self.members_of_persons,
        })
    }

    fn findings_fault(&self) -> Option<AccountingError> {
        (self.accepted_with_findings > self.accepted).then_some(AccountingError::Findings {
            accepted_with_findings: self.accepted_with_findings,
            accepted: self.accepted,
        })
    }

    fn corrected_fault(&self) -> Option<AccountingError> {
        (self.corrected > self.accepted).then_some(AccountingError::Corrected {
            corrected: self.corrected,
            accepted: self.accepted,
        })
    }

    fn persons_fault(&self) -> Option<AccountingError> {
        (self.persons > self.members_of_persons).then_some(AccountingError::Persons {
            persons: self.persons,
            members_of_persons: self.members_of_persons,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A closed accounting from its free counts.
    fn closed(
        other: u64,
        plain: u64,
        with_findings: u64,
        quarantined: u64,
        superseded: u64,
    ) -> Accounting {
        let accepted = plain + with_findings;
        Accounting {
            physical_rows: accepted + quarantined + superseded + other,
            person_rows: accepted + quarantined + superseded,
            other_rows: other,
            accepted,
            accepted_with_findings: with_findings,
            corrected: with_findings,
            quarantined,
            superseded,
            records: accepted,
            persons: accepted.div_ceil(2),
            members_of_persons: accepted,
        }
    }

    fn field(accounting: &mut Accounting, index: usize) -> &mut u64 {
        [
            &mut accounting.physical_rows,
            &mut accounting.person_rows,
            &mut accounting.other_rows,
            &mut accounting.accepted,
            &mut accounting.quarantined,
            &mut accounting.superseded,
            &mut accounting.records,
            &mut accounting.members_of_persons,
        ]
        .into_iter()
        .nth(index)
        .expect("eight counts stand in an equation")
    }

    proptest! {
        #[test]
        fn closed_counts_pass(other in 0u64..1_000_000, plain in 0u64..1_000_000, found in 0u64..1_000_000, out in 0u64..1_000_000, again in 0u64..1_000_000) {
            prop_assert_eq!(closed(other, plain, found, out, again).check(), Ok(()));
        }

        #[test]
        fn one_lost_or_invented_row_is_seen(
            other in 1u64..1000, plain in 1u64..1000, found in 0u64..1000, out in 1u64..1000,
            again in 1u64..1000, index in 0usize..8, lost in any::<bool>(),
        ) {
            let mut accounting = closed(other, plain, found, out, again);
            let count = field(&mut accounting, index);
            *count = if lost { *count - 1 } else { *count + 1 };
            prop_assert!(accounting.check().is_err());
        }

        #[test]
        fn no_counts_overflow(counts in prop::array::uniform11(any::<u64>())) {
            let [physical_rows, person_rows, other_rows, accepted, accepted_with_findings, corrected, quarantined, superseded, records, persons, members_of_persons] = counts;
            let accounting = Accounting {
                physical_rows, person_rows, other_rows, accepted, accepted_with_findings, corrected, quarantined, superseded,
                records, persons, members_of_persons,
            };
            let wide = |a: u64, b: u64| u128::from(a) + u128::from(b);
            let closes = wide(person_rows, other_rows) == u128::from(physical_rows)
                && wide(accepted, quarantined) + u128::from(superseded) == u128::from(person_rows)
                && accepted == records
                && records == members_of_persons
                && accepted_with_findings <= accepted
                && corrected <= accepted
                && persons <= members_of_persons;
            prop_assert_eq!(accounting.check().is_ok(), closes);
        }
    }

    #[test]
    fn every_fault_is_reported() {
        let accounting = Accounting {
            physical_rows: 1,
            accepted: 2,
            accepted_with_findings: 3,
            corrected: 3,
            records: 4,
            persons: 9,
            ..Accounting::default()
        };
        assert_eq!(accounting.check().map_err(|faults| faults.len()), Err(7));
    }
}
