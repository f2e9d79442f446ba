//! The table `worklists`.

use std::ops::Range;

use arrow::array::ArrayRef;

use super::person_table::{PersonRow, PersonTable, PersonText};
use crate::domain::record::SyncState;
use crate::domain::{Sex, TargetGroups};
use crate::schema::arrays::{categories, integers, labelled, partial_dates, phones, text};
use crate::schema::worklists::WORKLISTS;
use crate::schema::{Dataset, Table};

/// What is still to be done for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    ScreeningDue,
    InsuranceMissing,
    EhrMissing,
    EhrNotAccepted,
}

impl Task {
    const ALL: [Self; 4] = [
        Self::ScreeningDue,
        Self::InsuranceMissing,
        Self::EhrMissing,
        Self::EhrNotAccepted,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::ScreeningDue => "screening_due",
            Self::InsuranceMissing => "insurance_missing",
            Self::EhrMissing => "ehr_missing",
            Self::EhrNotAccepted => "ehr_not_accepted",
        }
    }

    fn is_open(self, person: &PersonRow) -> bool {
        let accepted = SyncState::ALL
            .iter()
            .position(|s| *s == SyncState::Accepted);
        let is_accepted = usize::from(person.ehr_national_state).checked_sub(1) == accepted;
        match self {
            Self::ScreeningDue => person.in_plan && person.counting_exam_count == 0,
            Self::InsuranceMissing => person.is_resident && !person.is_insured,
            Self::EhrMissing => person.is_resident && !person.has_ehr,
            Self::EhrNotAccepted => person.is_resident && person.has_ehr && !is_accepted,
        }
    }
}

/// Open tasks in the order of persons. A dead or departed person of the plan is not called again.
pub struct Worklist<'t> {
    persons: &'t PersonTable,
    /// (row of the person, task).
    rows: Vec<(u32, Task)>,
}

impl<'t> Worklist<'t> {
    #[must_use]
    pub fn new(persons: &'t PersonTable) -> Self {
        let rows = persons
            .persons()
            .iter()
            .zip(0_u32..)
            .filter(|(person, _)| person.is_resident || !person.is_registered)
            .flat_map(|(person, row)| {
                let open = Task::ALL.into_iter().filter(|task| task.is_open(person));
                open.map(move |task| (row, task))
            });
        Self {
            rows: rows.collect(),
            persons,
        }
    }

    fn each<T>(
        &self,
        rows: Range<usize>,
        value: impl Fn(&PersonRow) -> T,
    ) -> impl ExactSizeIterator<Item = T> {
        let persons = self.persons.persons();
        self.rows[rows]
            .iter()
            .map(move |(row, _)| value(&persons[*row as usize]))
    }

    fn texts(&self, rows: Range<usize>, which: PersonText) -> ArrayRef {
        let rows = self.rows[rows].iter();
        text(rows.map(|(row, _)| self.persons.text(which, *row as usize)))
    }
}

impl Table for Worklist<'_> {
    fn dataset(&self) -> &'static Dataset {
        &WORKLISTS
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        match WORKLISTS.columns[column].name {
            "commune_code" => labelled(self.each(rows, PersonRow::commune_code), |code| {
                code.to_string()
            }),
            "person_id" => text(self.each(rows, |row| row.id.text())),
            "task" => {
                let tasks = self.rows[rows].iter().map(|(_, task)| Some(*task as usize));
                categories(Task::ALL.map(Task::code), tasks)
            }
            "full_name" => self.texts(rows, PersonText::FullName),
            "birth_date" => partial_dates(self.each(rows, |row| row.birth)),
            "age_years" => integers(self.each(rows, |row| row.age_years)),
            "sex" => categories(
                Sex::ALL.map(Sex::code),
                self.each(rows, |row| usize::from(row.sex).checked_sub(1)),
            ),
            "hamlet" => self.texts(rows, PersonText::Hamlet),
            "phone" => phones(self.each(rows, |row| row.phone)),
            "target_groups" => labelled(
                self.each(rows, |row| {
                    Some(row.target_groups).filter(|bits| *bits != 0)
                }),
                |bits| TargetGroups::from_bits(bits).to_string(),
            ),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}
