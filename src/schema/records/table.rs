//! All accepted records of a night.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;

use super::{RECORDS, RecordChunk};
use crate::domain::record::{ResidenceStatus, SyncState};
use crate::domain::{CommuneCode, Field, Sex, TargetGroups};
use crate::schema::arrays::{
    categories, codes, dates, digits, flags, integers, labelled, longs, partial_dates, phones,
    reals, text,
};
use crate::schema::lazy::LazyColumn;
use crate::schema::text::TextColumn;
use crate::schema::{Dataset, Table};

/// Where a record stands: its chunk and its row there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordPlace {
    pub chunk: u32,
    pub row: u32,
}

/// The chunks of all extracts in canonical order. A record's number is its place in that order.
#[derive(Debug, Default)]
pub struct RecordTable {
    chunks: Vec<RecordChunk>,
    /// Number of the first record of each chunk.
    starts: Vec<u32>,
    rows: usize,
    /// Records by commune, then number: the order in which they are published.
    order: Vec<RecordPlace>,
    ethnic_groups: Arc<[String]>,
}

impl RecordTable {
    /// A table of `chunks`, which stand in canonical order. `ethnic_groups` are the names of the reference
    /// list by position.
    ///
    /// # Panics
    /// On more than 2^32 records.
    #[must_use]
    pub fn new(chunks: Vec<RecordChunk>, ethnic_groups: Arc<[String]>) -> Self {
        let mut table = Self {
            chunks,
            ethnic_groups,
            ..Self::default()
        };
        for chunk in &table.chunks {
            table
                .starts
                .push(u32::try_from(table.rows).expect("a night has fewer than 2^32 records"));
            table.rows += chunk.rows;
        }
        table.order = table.by_commune();
        table
    }

    #[must_use]
    pub fn chunks(&self) -> &[RecordChunk] {
        &self.chunks
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Number of the first record of a chunk.
    #[must_use]
    pub fn start(&self, chunk: usize) -> u32 {
        self.starts[chunk]
    }

    /// The chunk of a record and its row there.
    #[must_use]
    pub fn locate(&self, record: u32) -> (&RecordChunk, usize) {
        let chunk = self.starts.partition_point(|start| *start <= record) - 1;
        // Chunks without rows share their start with the next one; the last of them holds the record.
        (&self.chunks[chunk], (record - self.starts[chunk]) as usize)
    }

    /// Names of the ethnic groups by position in the reference list.
    #[must_use]
    pub fn ethnic_groups(&self) -> &[String] {
        &self.ethnic_groups
    }

    /// Counting sort: communes are five-digit numbers, 0 (unknown) first.
    fn by_commune(&self) -> Vec<RecordPlace> {
        let mut ends = vec![0_u32; 100_001];
        for chunk in &self.chunks {
            for row in 0..chunk.rows {
                ends[chunk.commune.get(row) as usize + 1] += 1;
            }
        }
        for commune in 1..ends.len() {
            ends[commune] += ends[commune - 1];
        }
        let mut order = vec![RecordPlace { chunk: 0, row: 0 }; self.rows];
        for (index, chunk) in self.chunks.iter().enumerate() {
            for row in 0..chunk.rows {
                let next = &mut ends[chunk.commune.get(row) as usize];
                order[*next as usize] = RecordPlace {
                    chunk: index as u32,
                    row: row as u32,
                };
                *next += 1;
            }
        }
        order
    }

    fn each<'a, T: 'a>(
        &'a self,
        rows: Range<usize>,
        value: impl Fn(&'a RecordChunk, usize) -> T + 'a,
    ) -> impl ExactSizeIterator<Item = T> + 'a {
        self.order[rows]
            .iter()
            .map(move |place| value(&self.chunks[place.chunk as usize], place.row as usize))
    }

    fn texts(&self, rows: Range<usize>, column: impl Fn(&RecordChunk) -> &TextColumn) -> ArrayRef {
        text(self.each(rows, |chunk, row| column(chunk).get(row)))
    }

    fn lazy<'a, T: Copy + Default + PartialEq + 'a>(
        &'a self,
        rows: Range<usize>,
        column: impl Fn(&RecordChunk) -> &LazyColumn<T> + 'a,
    ) -> impl ExactSizeIterator<Item = T> + 'a {
        self.each(rows, move |chunk, row| column(chunk).get(row))
    }

    fn numbers(
        &self,
        rows: Range<usize>,
        column: impl Fn(&RecordChunk) -> &LazyColumn<f64>,
    ) -> ArrayRef {
        reals(
            self.lazy(rows, column)
                .map(|number| Some(number).filter(|number| *number != 0.0)),
        )
    }

    fn listed(
        &self,
        rows: Range<usize>,
        labels: &[&str],
        column: impl Fn(&RecordChunk) -> &LazyColumn<u8>,
    ) -> ArrayRef {
        let positions = self
            .lazy(rows, column)
            .map(|code| usize::from(code).checked_sub(1));
        categories(labels.iter().copied(), positions)
    }

    /// Labels that are the same for all rows of a chunk.
    fn of_origin(
        &self,
        rows: Range<usize>,
        label: impl Fn(&RecordChunk) -> Option<&str>,
    ) -> ArrayRef {
        let places = self.order[rows].iter();
        labelled(
            places.map(|place| label(&self.chunks[place.chunk as usize])),
            str::to_owned,
        )
    }
}

impl Table for RecordTable {
    fn dataset(&self) -> &'static Dataset {
        &RECORDS
    }

    fn rows(&self) -> usize {
        self.rows
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let states: Vec<&str> = SyncState::ALL.iter().map(|state| state.code()).collect();
        let name = RECORDS.columns[column].name;
        match name {
            "record_id" => longs(
                self.order[rows]
                    .iter()
                    .map(|place| Some(i64::from(self.starts[place.chunk as usize] + place.row))),
            ),
            "record_key" => {
                longs(self.each(rows, |chunk, row| Some(chunk.record_key[row].cast_signed())))
            }
            "kind" => self.of_origin(rows, |chunk| Some(chunk.origin.kind.code())),
            "source" => self.of_origin(rows, |chunk| Some(&chunk.origin.source)),
            "file" => self.of_origin(rows, |chunk| Some(&chunk.origin.file)),
            "sheet" => self.of_origin(rows, |chunk| chunk.origin.sheet.as_deref()),
            "unit" => self.of_origin(rows, |chunk| chunk.origin.unit.as_deref()),
            "row" => integers(self.each(rows, |chunk, row| i32::try_from(chunk.row[row]).ok())),
            "snapshot_date" => {
                dates(self.each(rows, |chunk, _| packed(chunk.origin.snapshot_date)))
            }
            "commune_code" => labelled(
                self.lazy(rows, |chunk| &chunk.commune)
                    .map(CommuneCode::from_column),
                |commune| commune.to_string(),
            ),
            "hamlet" => self.texts(rows, |chunk| &chunk.hamlet),
            "household" => self.texts(rows, |chunk| &chunk.household),
            "full_name" => self.texts(rows, |chunk| &chunk.full_name),
            "birth_date" => partial_dates(self.lazy(rows, |chunk| &chunk.birth_date)),
            "sex" => self.listed(rows, &Sex::ALL.map(Sex::code), |chunk| &chunk.sex),
            "cccd" => digits::<12>(self.lazy(rows, |chunk| &chunk.cccd)),
            "cmnd" => digits::<9>(self.lazy(rows, |chunk| &chunk.cmnd)),
            "bhxh_number" => digits::<10>(self.lazy(rows, |chunk| &chunk.bhxh_number)),
            "bhyt_card" => self.texts(rows, |chunk| &chunk.bhyt_card),
            "phone" => phones(self.lazy(rows, |chunk| &chunk.phone)),
            "ethnicity" => {
                let names: Vec<&str> = self.ethnic_groups.iter().map(String::as_str).collect();
                self.listed(rows, &names, |chunk| &chunk.ethnicity)
            }
            "residence_status" => self.listed(
                rows,
                &ResidenceStatus::ALL.map(ResidenceStatus::code),
                |chunk| &chunk.residence_status,
            ),
            "death_date" => partial_dates(self.lazy(rows, |chunk| &chunk.death_date)),
            "departure_date" => partial_dates(self.lazy(rows, |chunk| &chunk.departure_date)),
            "target_groups" => labelled(
                self.lazy(rows, |chunk| &chunk.target_groups)
                    .map(|bits| Some(bits).filter(|bits| *bits != 0)),
                |bits| TargetGroups::from_bits(bits).to_string(),
            ),
            "valid_from" => dates(self.lazy(rows, |chunk| &chunk.valid_from)),
            "valid_to" => dates(self.lazy(rows, |chunk| &chunk.valid_to)),
            "insurance_object" => labelled(
                self.each(rows, |chunk, row| {
                    Some(chunk.insurance_object.get(row)).filter(|text| !text.is_empty())
                }),
                str::to_owned,
            ),
            "facility" => self.texts(rows, |chunk| &chunk.facility),
            "exam_date" => dates(self.lazy(rows, |chunk| &chunk.exam_date)),
            "exam_place" => self.texts(rows, |chunk| &chunk.exam_place),
            "height_cm" => self.numbers(rows, |chunk| &chunk.height_cm),
            "weight_kg" => self.numbers(rows, |chunk| &chunk.weight_kg),
            "systolic_mmhg" => self.numbers(rows, |chunk| &chunk.systolic_mmhg),
            "diastolic_mmhg" => self.numbers(rows, |chunk| &chunk.diastolic_mmhg),
            "pulse_per_min" => self.numbers(rows, |chunk| &chunk.pulse_per_min),
            "glucose_mmol_l" => self.numbers(rows, |chunk| &chunk.glucose_mmol_l),
            "health_class" => codes(self.lazy(rows, |chunk| &chunk.health_class)),
            "funding_code" => codes(self.lazy(rows, |chunk| &chunk.funding)),
            "unit_group" => self.texts(rows, |chunk| &chunk.unit_group),
            "ehr_exists" => flags(
                self.lazy(rows, |chunk| &chunk.ehr_exists)
                    .map(|code| (code > 0).then_some(code == 2)),
            ),
            "ehr_updated" => dates(self.lazy(rows, |chunk| &chunk.ehr_updated)),
            "ehr_national_state" => self.listed(rows, &states, |chunk| &chunk.ehr_national_state),
            "ehr_vneid_state" => self.listed(rows, &states, |chunk| &chunk.ehr_vneid_state),
            "repaired_fields" => labelled(
                self.lazy(rows, |chunk| &chunk.repaired)
                    .map(|bits| Some(bits).filter(|bits| *bits != 0)),
                field_names,
            ),
            "finding_count" => integers(
                self.lazy(rows, |chunk| &chunk.finding_count)
                    .map(|count| Some(i32::from(count))),
            ),
            _ => text(self.each(rows, |chunk, row| {
                chunk.original(name).map_or("", |column| column.get(row))
            })),
        }
    }
}

fn packed(date: jiff::civil::Date) -> u32 {
    crate::domain::PartialDate::from(date).packed()
}

fn field_names(bits: u64) -> String {
    let names = Field::ALL
        .into_iter()
        .filter(|field| bits >> *field as u8 & 1 == 1);
    names.map(Field::code).collect::<Vec<_>>().join(";")
}
