//! Persons and their exams as of a day.
//!
//! Purpose: say of every person what its records together say. In: all records, their persons, the day and
//! the screening rule. Out: the tables `persons`, `exams` and `worklists`. Grain: one person; one person
//! and day of examination; one person and task. Order: home commune, person id, exam date.
//! Invariants: per field the first record that is not blank decides: register, insurance, latest exam,
//! rosters, health record; a person has one home commune; every record is in exactly one person's count.
//! Leaves to others: who is who (`link`), what the numbers mean (`indicators`).

pub mod exam_table;
pub mod options;
pub mod person_table;
pub mod worklist;

mod exams;
mod members;
mod survivorship;

pub use exam_table::ExamTable;
pub use options::{MeasuredItem, PersonOptions, ScreeningRule};
pub use person_table::PersonTable;
pub use worklist::Worklist;

use crate::link::Linked;
use crate::schema::records::RecordTable;

/// The persons of a night and what they underwent.
pub struct Assembled<'r> {
    pub persons: PersonTable<'r>,
    pub exams: ExamTable<'r>,
}

/// Assembles persons and exams from linked records.
#[must_use]
pub fn assemble<'r>(
    records: &'r RecordTable,
    linked: &Linked,
    options: &PersonOptions,
) -> Assembled<'r> {
    let members = members::Members::new(linked);
    let rows = survivorship::survive(records, linked, &members, options);
    let persons = PersonTable::new(records, rows);
    let exams = exams::exams(records, &persons, &members, options);
    let mut assembled = Assembled {
        exams: ExamTable::new(records, exams),
        persons,
    };
    assembled.persons.count_exams(&assembled.exams);
    assembled.exams.place(&assembled.persons);
    assembled
}
