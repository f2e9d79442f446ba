//! The table `worklists`.

use std::ops::Range;

use arrow::array::ArrayRef;

use rayon::prelude::*;

use super::gaps::{Gap, GapFinder};
use super::person_table::{PersonRow, PersonTable, PersonText};
use crate::domain::{Sex, TargetGroups};
use crate::schema::arrays::{categories, flags, integers, labelled, partial_dates, phones, text};
use crate::schema::worklists::WORKLISTS;
use crate::schema::{Dataset, Table};

/// What is still to be done for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    ScreeningDue,
    InsuranceMissing,
    InsuranceExpiring,
    EhrMissing,
    EhrNotAccepted,
}

impl Task {
    pub const ALL: [Self; 5] = [
        Self::ScreeningDue,
        Self::InsuranceMissing,
        Self::InsuranceExpiring,
        Self::EhrMissing,
        Self::EhrNotAccepted,
    ];

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ScreeningDue => "screening_due",
            Self::InsuranceMissing => "insurance_missing",
            Self::InsuranceExpiring => "insurance_expiring",
            Self::EhrMissing => "ehr_missing",
            Self::EhrNotAccepted => "ehr_not_accepted",
        }
    }

    /// The task of a code in datasets.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.code() == code)
    }

    /// What a gap asks for; `None` where nothing is to be done for the person.
    #[must_use]
    pub fn of(gap: Gap) -> Option<Self> {
        match gap {
            Gap::NotScreened
            | Gap::ScreenedNoDate
            | Gap::ScreenedItemsMissing
            | Gap::ScreenedOutsideWindow => Some(Self::ScreeningDue),
            Gap::NeverInsured | Gap::CardExpired | Gap::CardNotYetValid => {
                Some(Self::InsuranceMissing)
            }
            Gap::CardExpiring => Some(Self::InsuranceExpiring),
            Gap::NoRecord => Some(Self::EhrMissing),
            Gap::RecordNotSent | Gap::RecordSent | Gap::RecordRejected | Gap::RecordUnknown => {
                Some(Self::EhrNotAccepted)
            }
            Gap::PlanDeadOrMoved
            | Gap::PlanNotRegistered
            | Gap::OtherRosterNotRegistered
            | Gap::NotInPlan
            | Gap::RecordNotOnVneid
            | Gap::ScreenedElsewhere => None,
        }
    }
}

/// One task of one person.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Row of the person.
    person: u32,
    task: Task,
    gap: Gap,
}

/// Open tasks, hamlet by hamlet within the commune, priority groups first. A dead or departed person of the plan is
/// not called again.
pub struct Worklist<'t> {
    persons: &'t PersonTable,
    /// Groups that come first.
    priority: TargetGroups,
    rows: Vec<Entry>,
}

fn is_of(person: &PersonRow, groups: TargetGroups) -> bool {
    person.target_groups & groups.bits() != 0
}

impl<'t> Worklist<'t> {
    #[must_use]
    pub fn new(persons: &'t PersonTable, finder: &GapFinder, priority: TargetGroups) -> Self {
        let of_person = |(row, person): (usize, &PersonRow)| {
            let tasks = finder
                .gaps(row, person)
                .filter_map(|gap| Some((Task::of(gap)?, gap)));
            let tasks = tasks.map(|(task, gap)| Entry {
                person: row as u32,
                task,
                gap,
            });
            tasks.collect::<Vec<Entry>>()
        };
        let mut rows: Vec<Entry> = persons
            .persons()
            .iter()
            .enumerate()
            .flat_map(of_person)
            .collect();
        let mut communes: Vec<&mut [Entry]> = rows
            .chunk_by_mut(|a, b| {
                let commune = |entry: &Entry| persons.persons()[entry.person as usize].commune;
                commune(a) == commune(b)
            })
            .collect();
        communes.par_iter_mut().for_each(|entries| {
            entries.sort_by_cached_key(|entry| {
                let person = &persons.persons()[entry.person as usize];
                let hamlet = persons.text(PersonText::Hamlet, entry.person as usize);
                (
                    hamlet.to_owned(),
                    !is_of(person, priority),
                    entry.person,
                    entry.task as u8,
                )
            });
        });
        Self {
            persons,
            priority,
            rows,
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
            .map(move |entry| value(&persons[entry.person as usize]))
    }

    fn texts(&self, rows: Range<usize>, which: PersonText) -> ArrayRef {
        let rows = self.rows[rows].iter();
        text(rows.map(|entry| self.persons.text(which, entry.person as usize)))
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
                let tasks = self.rows[rows]
                    .iter()
                    .map(|entry| Some(entry.task as usize));
                categories(Task::ALL.map(Task::code), tasks)
            }
            "reason" => {
                let gaps = self.rows[rows].iter().map(|entry| Some(entry.gap as usize));
                categories(Gap::ALL.map(Gap::code), gaps)
            }
            "is_priority" => flags(self.each(rows, |person| Some(is_of(person, self.priority)))),
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
