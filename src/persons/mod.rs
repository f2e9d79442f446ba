//! Persons and their exams as of a day.
//!
//! Purpose: say of every person what its records together say. In: all records, their persons, the day and
//! the screening rule. Out: the tables `persons`, `exams`, `worklists`, `reconciliation` and `gaps`. Grain: one person;
//! one person and day of examination; one person and task; one place and combination of lists, or reason. Order: home commune, person id, exam date.
//! Invariants: per field the first record that is not blank decides: register, insurance, latest exam,
//! rosters, health record; a person has one home commune, and at most one former one that went into it; every record is in exactly one person's count.
//! Leaves to others: who is who (`link`), what the numbers mean (`indicators`).

pub mod exam_table;
pub mod gaps;
pub mod options;
pub mod person_table;
pub mod reconciliation;
pub mod worklist;

mod evidence;
mod exams;
mod predecessors;
mod survivorship;

pub use exam_table::ExamTable;
pub use gaps::{Absent, Gap, GapFinder};
pub use options::{MeasuredItem, PersonOptions, ScreeningRule};
pub use person_table::PersonTable;
pub use predecessors::Predecessors;
pub use reconciliation::{CombinationTable, GapTable, Reconciliation};
pub use worklist::{Task, Worklist};

use crate::domain::PartialDate;
use crate::link::Linked;
use crate::schema::records::{RecordTable, StoreError};

/// The persons of a night and what they underwent.
pub struct Assembled {
    pub persons: PersonTable,
    pub exams: ExamTable,
}

/// Assembles persons and exams from linked records.
///
/// # Errors
/// A disk that does not give back the records that were put there.
pub fn assemble(
    records: &RecordTable,
    linked: &Linked,
    options: &PersonOptions,
) -> Result<Assembled, StoreError> {
    let as_of = PartialDate::from(options.as_of);
    let settled = evidence::by_person(records, linked, |mut of_persons| {
        let (mut rows, mut exams) = (Vec::new(), Vec::new());
        of_persons.each(|position, evidence, reports| {
            let person = (linked.persons[position], position as u32);
            let row = survivorship::survive(person, evidence, as_of, options);
            let person = (position as u32, &row);
            exams::add_exams(&mut exams, person, evidence, reports, options);
            rows.push(row);
        });
        (rows, exams)
    })?;
    let (mut rows, mut exams) = (Vec::with_capacity(linked.persons.len()), Vec::new());
    for (of_part, exams_of_part) in settled {
        rows.extend(of_part);
        exams.extend(exams_of_part);
    }
    let (mut persons, places) = PersonTable::new(records, rows)?;
    let exams = ExamTable::new(records, exams, &persons, &places)?;
    persons.count_exams(&exams);
    Ok(Assembled { exams, persons })
}
