//! The table `persons`.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;
use rayon::prelude::*;

use super::exam_table::ExamTable;
use crate::domain::record::SyncState;
use crate::domain::{
    CommuneCode, FormerCommuneCode, Kind, PartialDate, PersonId, Sex, TargetGroups,
};
use crate::schema::arrays::{
    categories, dates, digits, flags, integers, labelled, partial_dates, phones, text,
};
use crate::schema::persons::PERSONS;
use crate::schema::records::{NO_RECORD, RecordChunk, RecordTable, RecordTexts, StoreError};
use crate::schema::{Dataset, Table};

/// Age bands of the campaign's forms: labels and first ages.
pub const AGE_BANDS: [(&str, i32); 4] = [("0-5", 0), ("6-17", 6), ("18-59", 18), ("60+", 60)];

/// One person. Numbers and dates stand here, texts in the record that is named.
#[derive(Debug, Clone, Copy)]
pub struct PersonRow {
    pub id: PersonId,
    /// Position among the linked persons.
    linked: u32,
    pub cccd: u64,
    pub cmnd: u64,
    pub bhxh_number: u64,
    pub phone: u64,
    pub full_name: u32,
    pub hamlet: u32,
    pub household: u32,
    pub bhyt_card: u32,
    /// The record of the card that decides.
    pub insurance: u32,
    pub birth: u32,
    pub insured_until: u32,
    pub first_counting_exam: u32,
    pub commune: u32,
    /// What the home commune was before 2025-07-01.
    pub former_commune: u32,
    pub plan_commune: u32,
    pub age_years: Option<i32>,
    pub record_count: u32,
    pub exam_count: u16,
    pub counting_exam_count: u16,
    pub target_groups: u16,
    /// Bit `Kind as u8` of every kind the person stands in.
    pub kinds: u16,
    pub sex: u8,
    pub ethnicity: u8,
    pub ehr_national_state: u8,
    pub ehr_vneid_state: u8,
    pub is_registered: bool,
    pub is_resident: bool,
    pub in_plan: bool,
    pub is_pupil: bool,
    pub is_worker: bool,
    pub is_insured: bool,
    pub has_ehr: bool,
}

impl PersonRow {
    pub(super) fn new(id: PersonId, linked: u32) -> Self {
        Self {
            id,
            linked,
            cccd: 0,
            cmnd: 0,
            bhxh_number: 0,
            phone: 0,
            full_name: NO_RECORD,
            hamlet: NO_RECORD,
            household: NO_RECORD,
            bhyt_card: NO_RECORD,
            insurance: NO_RECORD,
            birth: 0,
            insured_until: 0,
            first_counting_exam: 0,
            commune: 0,
            former_commune: 0,
            plan_commune: 0,
            age_years: None,
            record_count: 0,
            exam_count: 0,
            counting_exam_count: 0,
            target_groups: 0,
            kinds: 0,
            sex: 0,
            ethnicity: 0,
            ehr_national_state: 0,
            ehr_vneid_state: 0,
            is_registered: false,
            is_resident: false,
            in_plan: false,
            is_pupil: false,
            is_worker: false,
            is_insured: false,
            has_ehr: false,
        }
    }

    /// Whether a card is known, on the list of insurance or from another list.
    #[must_use]
    pub fn has_card(&self) -> bool {
        self.insurance != NO_RECORD || self.bhyt_card != NO_RECORD
    }

    /// Position in [`AGE_BANDS`].
    #[must_use]
    pub fn age_band(&self) -> Option<usize> {
        let age = self.age_years.filter(|age| *age >= 0)?;
        AGE_BANDS.iter().rposition(|(_, first)| *first <= age)
    }

    #[must_use]
    pub fn commune_code(&self) -> Option<CommuneCode> {
        CommuneCode::from_column(self.commune)
    }
}

/// A text of a person, that of one of its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonText {
    FullName,
    Hamlet,
    Household,
    BhytCard,
    InsuranceObject,
}

impl PersonText {
    const ALL: [Self; 5] = [
        Self::FullName,
        Self::Hamlet,
        Self::Household,
        Self::BhytCard,
        Self::InsuranceObject,
    ];

    /// The record that has it.
    fn record(self, person: &PersonRow) -> u32 {
        match self {
            Self::FullName => person.full_name,
            Self::Hamlet => person.hamlet,
            Self::Household => person.household,
            Self::BhytCard => person.bhyt_card,
            Self::InsuranceObject => person.insurance,
        }
    }

    /// The columns of that record that tell it.
    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::FullName => &["full_name"],
            Self::Hamlet => &["hamlet"],
            Self::Household => &["household"],
            Self::BhytCard => &["bhyt_card"],
            Self::InsuranceObject => &["insurance_object", "bhyt_card"],
        }
    }

    fn of(self, chunk: &RecordChunk, row: usize) -> &str {
        match self {
            Self::FullName => chunk.full_name.get(row),
            Self::Hamlet => chunk.hamlet.get(row),
            Self::Household => chunk.household.get(row),
            Self::BhytCard => chunk.bhyt_card.get(row),
            // Cards begin with it.
            Self::InsuranceObject => match chunk.insurance_object.get(row) {
                "" => chunk.bhyt_card.get(row).get(..2).unwrap_or_default(),
                given => given,
            },
        }
    }
}

/// All persons by home commune and id.
pub struct PersonTable {
    rows: Vec<PersonRow>,
    /// In the order of [`PersonText::ALL`].
    texts: [RecordTexts; PersonText::ALL.len()],
    ethnic_groups: Arc<[String]>,
}

impl PersonTable {
    /// The table of `rows`, and by position among the linked persons where each of them stands in it.
    ///
    /// # Errors
    /// A disk that does not give back what was put there.
    pub(super) fn new(
        records: &RecordTable,
        mut rows: Vec<PersonRow>,
    ) -> Result<(Self, Vec<u32>), StoreError> {
        rows.par_sort_unstable_by_key(|row| (row.commune, row.id));
        let mut places = vec![0; rows.len()];
        for (place, row) in (0_u32..).zip(&rows) {
            places[row.linked as usize] = place;
        }
        let texts = PersonText::ALL.par_iter().with_max_len(1).map(|text| {
            let wanted = rows.iter().map(|person| text.record(person));
            records.texts_of(wanted, text.columns(), |chunk, row| text.of(chunk, row))
        });
        let texts: Vec<RecordTexts> = texts.collect::<Result<_, _>>()?;
        let mut texts = texts.into_iter();
        let table = Self {
            rows,
            texts: std::array::from_fn(|_| texts.next().unwrap_or_default()),
            ethnic_groups: Arc::clone(records.ethnic_groups()),
        };
        Ok((table, places))
    }

    #[must_use]
    pub fn persons(&self) -> &[PersonRow] {
        &self.rows
    }

    pub(super) fn count_exams(&mut self, exams: &ExamTable) {
        for exam in exams.rows() {
            let person = &mut self.rows[exam.person as usize];
            person.exam_count = person.exam_count.saturating_add(1);
            if exam.counts() {
                person.counting_exam_count = person.counting_exam_count.saturating_add(1);
                let first = person.first_counting_exam;
                person.first_counting_exam = if first == 0 {
                    exam.date
                } else {
                    first.min(exam.date)
                };
            }
        }
    }

    /// A text of the person of this row; empty where no record has it.
    #[must_use]
    pub fn text(&self, text: PersonText, row: usize) -> &str {
        self.texts[text as usize].get(row)
    }

    fn texts(&self, which: PersonText, rows: Range<usize>) -> ArrayRef {
        text(rows.map(|row| self.text(which, row)))
    }

    fn each<T>(
        &self,
        rows: Range<usize>,
        value: impl Fn(&PersonRow) -> T,
    ) -> impl ExactSizeIterator<Item = T> {
        self.rows[rows].iter().map(value)
    }

    fn communes(&self, rows: Range<usize>, commune_of: impl Fn(&PersonRow) -> u32) -> ArrayRef {
        labelled(
            self.each(rows, |row| CommuneCode::from_column(commune_of(row))),
            |commune| commune.to_string(),
        )
    }

    fn state(&self, rows: Range<usize>, state: impl Fn(&PersonRow) -> u8) -> ArrayRef {
        let labels = SyncState::ALL.map(SyncState::code);
        categories(
            labels,
            self.each(rows, |row| usize::from(state(row)).checked_sub(1)),
        )
    }

    fn flag(&self, rows: Range<usize>, flag: impl Fn(&PersonRow) -> bool) -> ArrayRef {
        flags(self.each(rows, |row| Some(flag(row))))
    }
}

impl Table for PersonTable {
    fn dataset(&self) -> &'static Dataset {
        &PERSONS
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let name = PERSONS.columns[column].name;
        match name {
            "person_id" => text(self.each(rows, |row| row.id.text())),
            "commune_code" => self.communes(rows, |row| row.commune),
            "former_commune_code" => labelled(
                self.each(rows, |row| {
                    FormerCommuneCode::from_column(row.former_commune)
                }),
                |commune| commune.to_string(),
            ),
            "plan_commune_code" => self.communes(rows, |row| row.plan_commune),
            "hamlet" => self.texts(PersonText::Hamlet, rows),
            "household" => self.texts(PersonText::Household, rows),
            "full_name" => self.texts(PersonText::FullName, rows),
            "bhyt_card" => self.texts(PersonText::BhytCard, rows),
            "birth_date" => partial_dates(self.each(rows, |row| row.birth)),
            "birth_year" => integers(self.each(rows, |row| {
                PartialDate::from_packed(row.birth).map(|birth| i32::from(birth.year()))
            })),
            "age_years" => integers(self.each(rows, |row| row.age_years)),
            "age_band" => categories(
                AGE_BANDS.map(|(label, _)| label),
                self.each(rows, PersonRow::age_band),
            ),
            "sex" => categories(
                Sex::ALL.map(Sex::code),
                self.each(rows, |row| usize::from(row.sex).checked_sub(1)),
            ),
            "ethnicity" => {
                let names = self.ethnic_groups.iter().map(String::as_str);
                categories(
                    names,
                    self.each(rows, |row| usize::from(row.ethnicity).checked_sub(1)),
                )
            }
            "cccd" => digits::<12>(self.each(rows, |row| row.cccd)),
            "cmnd" => digits::<9>(self.each(rows, |row| row.cmnd)),
            "bhxh_number" => digits::<10>(self.each(rows, |row| row.bhxh_number)),
            "phone" => phones(self.each(rows, |row| row.phone)),
            "is_registered" => self.flag(rows, |row| row.is_registered),
            "is_resident" => self.flag(rows, |row| row.is_resident),
            "in_plan" => self.flag(rows, |row| row.in_plan),
            "is_pupil" => self.flag(rows, |row| row.is_pupil),
            "is_worker" => self.flag(rows, |row| row.is_worker),
            "is_insured" => self.flag(rows, |row| row.is_insured),
            "has_ehr" => self.flag(rows, |row| row.has_ehr),
            "target_groups" => labelled(
                self.each(rows, |row| {
                    Some(row.target_groups).filter(|bits| *bits != 0)
                }),
                |bits| TargetGroups::from_bits(bits).to_string(),
            ),
            "insured_until" => dates(self.each(rows, |row| row.insured_until)),
            "insurance_object" => {
                let objects = rows.map(|row| self.text(PersonText::InsuranceObject, row));
                labelled(
                    objects.map(|object| Some(object).filter(|object| !object.is_empty())),
                    str::to_owned,
                )
            }
            "ehr_national_state" => self.state(rows, |row| row.ehr_national_state),
            "ehr_vneid_state" => self.state(rows, |row| row.ehr_vneid_state),
            "exam_count" => integers(self.each(rows, |row| Some(i32::from(row.exam_count)))),
            "counting_exam_count" => {
                integers(self.each(rows, |row| Some(i32::from(row.counting_exam_count))))
            }
            "first_counting_exam_date" => dates(self.each(rows, |row| row.first_counting_exam)),
            "record_count" => integers(self.each(rows, |row| i32::try_from(row.record_count).ok())),
            "sources" => labelled(self.each(rows, |row| Some(row.kinds)), kind_names),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

fn kind_names(kinds: u16) -> String {
    let names = Kind::ALL
        .into_iter()
        .filter(|kind| kinds >> *kind as u8 & 1 == 1);
    names.map(Kind::code).collect::<Vec<_>>().join(";")
}
