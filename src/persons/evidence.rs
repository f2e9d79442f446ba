//! What the records of each person say, side by side.

use std::ops::Range;

use rayon::prelude::*;

use super::exam_table::Measured;
use crate::domain::record::ResidenceStatus;
use crate::domain::{Kind, PartialDate};
use crate::link::Linked;
use crate::schema::records::{RecordChunk, RecordTable, StoreError};

/// Records that are looked at in one pass over all of them: some 500 MB of what they say, and 56 bytes for each exam.
const PASS_RECORDS: u32 = 5 << 20;

/// The columns of records that [`Evidence`] is made of.
const COLUMNS: [&str; 32] = [
    "full_name",
    "birth_date",
    "sex",
    "cccd",
    "cmnd",
    "bhxh_number",
    "bhyt_card",
    "phone",
    "ethnicity",
    "commune_code",
    "former_commune_code",
    "hamlet",
    "household",
    "residence_status",
    "death_date",
    "departure_date",
    "target_groups",
    "valid_from",
    "valid_to",
    "exam_date",
    "height_cm",
    "weight_kg",
    "systolic_mmhg",
    "diastolic_mmhg",
    "pulse_per_min",
    "glucose_mmol_l",
    "health_class",
    "funding_code",
    "ehr_exists",
    "ehr_updated",
    "ehr_national_state",
    "ehr_vneid_state",
];

/// A record of a person, without its texts. Dates are packed, codes as in the record; 0 is missing everywhere.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    pub record: u32,
    pub kind: Kind,
    pub has_name: bool,
    pub has_hamlet: bool,
    pub has_household: bool,
    pub has_card: bool,
    pub sex: u8,
    pub ethnicity: u8,
    residence_status: u8,
    pub ehr_exists: u8,
    pub ehr_national_state: u8,
    pub ehr_vneid_state: u8,
    pub target_groups: u16,
    pub snapshot: u32,
    pub birth: u32,
    pub commune: u32,
    pub former_commune: u32,
    pub death: u32,
    pub departure: u32,
    pub valid_from: u32,
    pub valid_to: u32,
    pub exam_date: u32,
    pub ehr_updated: u32,
    /// Where its report of an exam stands; `None` of a record that is none.
    pub report: Option<u32>,
    pub cccd: u64,
    pub cmnd: u64,
    pub bhxh_number: u64,
    pub phone: u64,
}

/// What a record reports of an exam. 0 is missing.
#[derive(Debug, Clone, Copy)]
pub struct ExamReport {
    pub measured: Measured,
    pub health_class: u8,
    pub funding: u8,
}

impl Evidence {
    fn new(chunk: &RecordChunk, row: usize, record: u32) -> Self {
        Self {
            record,
            kind: chunk.origin.kind,
            has_name: !chunk.full_name.get(row).is_empty(),
            has_hamlet: !chunk.hamlet.get(row).is_empty(),
            has_household: !chunk.household.get(row).is_empty(),
            has_card: !chunk.bhyt_card.get(row).is_empty(),
            sex: chunk.sex.get(row),
            ethnicity: chunk.ethnicity.get(row),
            residence_status: chunk.residence_status.get(row),
            ehr_exists: chunk.ehr_exists.get(row),
            ehr_national_state: chunk.ehr_national_state.get(row),
            ehr_vneid_state: chunk.ehr_vneid_state.get(row),
            target_groups: chunk.target_groups.get(row),
            snapshot: PartialDate::from(chunk.origin.snapshot_date).packed(),
            birth: chunk.birth_date.get(row),
            commune: chunk.commune.get(row),
            former_commune: chunk.former_commune.get(row),
            death: chunk.death_date.get(row),
            departure: chunk.departure_date.get(row),
            valid_from: chunk.valid_from.get(row),
            valid_to: chunk.valid_to.get(row),
            exam_date: chunk.exam_date.get(row),
            ehr_updated: chunk.ehr_updated.get(row),
            report: None,
            cccd: chunk.cccd.get(row),
            cmnd: chunk.cmnd.get(row),
            bhxh_number: chunk.bhxh_number.get(row),
            phone: chunk.phone.get(row),
        }
    }

    /// In place of a record that is still to be read.
    pub(super) fn unread() -> Self {
        let origin = crate::schema::records::ChunkOrigin {
            kind: Kind::Residents,
            source: "".into(),
            file: "".into(),
            sheet: None,
            unit: None,
            snapshot_date: jiff::civil::Date::MIN,
        };
        Self::new(&RecordChunk::new(origin), 0, 0)
    }

    fn status(&self) -> Option<ResidenceStatus> {
        let code = usize::from(self.residence_status);
        code.checked_sub(1).map(|at| ResidenceStatus::ALL[at])
    }

    pub fn is_dead(&self, as_of: PartialDate) -> bool {
        (self.death != 0 && self.death <= as_of.packed())
            || (self.death == 0 && self.status() == Some(ResidenceStatus::Dead))
    }

    pub fn has_left(&self, as_of: PartialDate) -> bool {
        (self.departure != 0 && self.departure <= as_of.packed())
            || (self.departure == 0 && self.status() == Some(ResidenceStatus::Departed))
    }
}

impl ExamReport {
    fn new(chunk: &RecordChunk, row: usize) -> Self {
        Self {
            measured: Measured::of(chunk, row),
            health_class: chunk.health_class.get(row),
            funding: chunk.funding.get(row),
        }
    }
}

/// The records of some persons.
pub struct PersonsEvidence<'e> {
    /// Positions among the linked persons.
    persons: Range<usize>,
    /// Where the records of each person end; behind them those of the next person follow.
    ends: &'e [u32],
    /// Where the first one's begin.
    start: u32,
    /// By person, ascending within each.
    evidence: Vec<Evidence>,
    pub reports: Vec<ExamReport>,
}

impl<'e> PersonsEvidence<'e> {
    fn new(persons: Range<usize>, all_ends: &'e [u32]) -> Self {
        let start = start(all_ends, persons.start);
        let ends = &all_ends[persons.clone()];
        let records = ends.last().map_or(0, |end| end - start);
        Self {
            persons,
            ends,
            start,
            evidence: vec![Evidence::unread(); records as usize],
            reports: Vec::new(),
        }
    }

    /// Takes the records of the persons from chunks, which come in the order of their records. `next` is, for each person,
    /// where its next record goes.
    fn take(&mut self, chunks: &[(u32, impl AsRef<RecordChunk>)], of: &[u32], next: &mut [u32]) {
        for (start, chunk) in chunks {
            let chunk = chunk.as_ref();
            let persons = &of[*start as usize..*start as usize + chunk.rows];
            for (row, person) in persons.iter().enumerate() {
                let person = *person as usize;
                if !self.persons.contains(&person) {
                    continue;
                }
                let next = &mut next[person - self.persons.start];
                let evidence = &mut self.evidence[*next as usize];
                *evidence = Evidence::new(chunk, row, start + row as u32);
                if evidence.kind.reports_exams() {
                    evidence.report = Some(self.reports.len() as u32);
                    self.reports.push(ExamReport::new(chunk, row));
                }
                *next += 1;
            }
        }
    }

    /// Each person with its records.
    pub fn each(&mut self, mut tell: impl FnMut(usize, &mut [Evidence], &[ExamReport])) {
        let mut from = self.start;
        for (person, end) in self.persons.clone().zip(self.ends) {
            let of_person = (from - self.start) as usize..(end - self.start) as usize;
            tell(person, &mut self.evidence[of_person], &self.reports);
            from = *end;
        }
    }
}

fn start(ends: &[u32], person: usize) -> u32 {
    if person == 0 { 0 } else { ends[person - 1] }
}

/// Shows `settle` the records of all persons, some persons at a time and in their order, and gives what it makes of them.
///
/// # Errors
/// A disk that does not give back what was put there.
pub fn by_person<T: Send>(
    records: &RecordTable,
    linked: &Linked,
    settle: impl Fn(PersonsEvidence<'_>) -> T + Sync,
) -> Result<Vec<T>, StoreError> {
    in_passes(records, linked, PASS_RECORDS, settle)
}

fn in_passes<T: Send>(
    records: &RecordTable,
    linked: &Linked,
    pass_records: u32,
    settle: impl Fn(PersonsEvidence<'_>) -> T + Sync,
) -> Result<Vec<T>, StoreError> {
    let ends = record_ends(linked);
    let threads = rayon::current_num_threads();
    let chunks: Vec<_> = records.numbered().collect();
    let mut settled = Vec::new();
    for pass in parts(0..ends.len(), &ends, pass_records) {
        let of_pass = start(&ends, pass.end) - start(&ends, pass.start);
        let of_part = (of_pass / threads as u32).max(1);
        let mut of_threads: Vec<_> = parts(pass, &ends, of_part)
            .into_iter()
            .map(|persons| {
                let part = PersonsEvidence::new(persons.clone(), &ends);
                let starts = persons.map(|person| start(&ends, person) - part.start);
                let next: Vec<u32> = starts.collect();
                (part, next)
            })
            .collect();
        for chunks in chunks.chunks(4 * threads) {
            let loaded: Result<Vec<_>, StoreError> = chunks
                .par_iter()
                .map(|(start, chunk)| Ok((*start, chunk.columns(&COLUMNS)?)))
                .collect();
            let loaded = loaded?;
            of_threads
                .par_iter_mut()
                .for_each(|(part, next)| part.take(&loaded, &linked.person, next));
        }
        let made = of_threads.into_par_iter().map(|(part, _)| settle(part));
        settled.extend(made.collect::<Vec<T>>());
    }
    Ok(settled)
}

/// Where the records of each person end when they stand person by person.
fn record_ends(linked: &Linked) -> Vec<u32> {
    let mut ends = vec![0_u32; linked.persons.len()];
    for person in &linked.person {
        ends[*person as usize] += 1;
    }
    for person in 1..ends.len() {
        ends[person] += ends[person - 1];
    }
    ends
}

/// Cuts persons into parts of so many records; a person of more is a part alone.
fn parts(persons: Range<usize>, ends: &[u32], records: u32) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = persons.start;
    while from < persons.end {
        let limit = start(ends, from).saturating_add(records);
        let fitting = ends[from..persons.end].partition_point(|end| *end <= limit);
        let to = from + fitting.max(1);
        parts.push(from..to);
        from = to;
    }
    parts
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::{PersonId, Record};
    use crate::schema::records::ChunkOrigin;

    #[test]
    fn persons_are_cut_between_persons() {
        let ends = [2, 3, 9, 10, 11];
        assert_eq!(parts(0..5, &ends, 3), [0..2, 2..3, 3..5]);
        assert_eq!(parts(1..4, &ends, 100).first(), Some(&(1..4)));
        assert!(parts(0..0, &ends, 3).is_empty());
    }

    /// Records of these persons, some to a chunk, every other chunk a screening roster.
    fn table(persons: &[u32], to_a_chunk: usize) -> RecordTable {
        let chunks = persons
            .chunks(to_a_chunk)
            .enumerate()
            .map(|(number, persons)| {
                let is_roster = number % 2 == 1;
                let kind = if is_roster {
                    Kind::ScreeningRoster
                } else {
                    Kind::Residents
                };
                let mut chunk = RecordChunk::new(ChunkOrigin {
                    kind,
                    source: Arc::from("source"),
                    file: Arc::from("file"),
                    sheet: None,
                    unit: None,
                    snapshot_date: jiff::civil::date(2026, 11, 20),
                });
                for row in 0..persons.len() as u32 {
                    chunk.push(&Record::default(), row, 0, 0);
                }
                chunk
            });
        RecordTable::new(chunks, Arc::from([]))
    }

    proptest! {
        #[test]
        fn every_person_has_its_records_in_however_many_passes(
            persons in proptest::collection::vec(0..12_u32, 0..80),
            to_a_chunk in 1..9_usize,
            pass_records in 1..30_u32,
        ) {
            // Numbered without gaps, as linkage does.
            let mut known: Vec<u32> = persons.clone();
            known.sort_unstable();
            known.dedup();
            let number = |person: &u32| known.binary_search(person).expect("known") as u32;
            let linked = Linked {
                person: persons.iter().map(number).collect(),
                persons: (0..known.len() as u64).map(PersonId::from_bits).collect(),
                ..Linked::default()
            };
            let records = table(&persons, to_a_chunk);
            let told = in_passes(&records, &linked, pass_records, |mut some| {
                let mut told = Vec::new();
                some.each(|person, evidence, reports| {
                    let of = evidence.iter().map(|e| (e.record, e.report.is_some()));
                    assert!(evidence.iter().all(|e| e.report.is_none_or(|at| (at as usize) < reports.len())));
                    told.push((person, of.collect::<Vec<_>>()));
                });
                told
            });
            let told: Vec<_> = told.expect("in memory").concat();
            let expected: Vec<_> = (0..known.len())
                .map(|person| {
                    let of = linked.person.iter().enumerate();
                    let of = of.filter(|(_, of)| **of as usize == person);
                    let is_report = |record: usize| record / to_a_chunk % 2 == 1;
                    (person, of.map(|(record, _)| (record as u32, is_report(record))).collect())
                })
                .collect();
            prop_assert_eq!(told, expected);
        }
    }
}
