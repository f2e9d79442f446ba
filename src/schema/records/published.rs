//! The table `records`: by commune, from memory or a part at a time from disk.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::ArrayRef;
use rayon::prelude::*;

use super::{ChunkStore, RECORDS, RecordChunk, RecordTable, StoreError, StoredChunk};
use crate::domain::record::{ResidenceStatus, SyncState};
use crate::domain::{CommuneCode, Field, FormerCommuneCode, Sex, TargetGroups};
use crate::schema::arrays::{
    categories, codes, dates, digits, flags, integers, labelled, longs, partial_dates, phones,
    reals, text,
};
use crate::schema::lazy::LazyColumn;
use crate::schema::text::TextColumn;
use crate::schema::{Dataset, Table};

/// Rows of a part on disk: what is in memory at a time while records are published.
const PART_ROWS: usize = 1 << 18;

/// Communes are numbers of five digits, 0 for unknown.
const COMMUNES: usize = 100_000;

/// All records by commune, then number: the order in which they are published.
pub struct PublishedRecords<'r> {
    records: &'r RecordTable,
    rows: Rows<'r>,
}

enum Rows<'r> {
    InMemory(Shelf<'r>),
    OnDisk {
        /// Each of so many rows but the last.
        part_rows: usize,
        parts: Vec<Vec<Piece>>,
        open: Mutex<Open>,
    },
}

/// The rows of a chunk that belong to a part, and the numbers of their records.
type Piece = (StoredChunk, Arc<[u32]>);

/// The parts that are in memory, and their rows.
#[derive(Default)]
struct Open {
    parts: Range<usize>,
    shelf: Arc<Shelf<'static>>,
}

impl<'r> PublishedRecords<'r> {
    /// Orders the records; those on disk are put there once more, part by part.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn new(records: &'r RecordTable, store: &ChunkStore) -> Result<Self, StoreError> {
        Self::in_parts(records, store, PART_ROWS)
    }

    fn in_parts(
        records: &'r RecordTable,
        store: &ChunkStore,
        part_rows: usize,
    ) -> Result<Self, StoreError> {
        let is_on_disk = records.chunks().iter().any(StoredChunk::is_on_disk);
        let rows = if is_on_disk {
            Rows::OnDisk {
                part_rows,
                parts: parted(records, store, part_rows)?,
                open: Mutex::default(),
            }
        } else {
            Rows::InMemory(Shelf::of(records)?)
        };
        Ok(Self { records, rows })
    }
}

impl Table for PublishedRecords<'_> {
    fn dataset(&self) -> &'static Dataset {
        &RECORDS
    }

    fn rows(&self) -> usize {
        self.records.len()
    }

    fn prepare(&self, rows: Range<usize>) -> Result<(), StoreError> {
        let Rows::OnDisk {
            part_rows,
            parts,
            open,
        } = &self.rows
        else {
            return Ok(());
        };
        if rows.is_empty() {
            return Ok(());
        }
        let wanted = rows.start / part_rows..rows.end.div_ceil(*part_rows);
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        let is_open = open.parts.start <= wanted.start && wanted.end <= open.parts.end;
        if !is_open {
            *open = Open::default();
            let pieces = parts[wanted.clone()].iter().flatten();
            *open = Open {
                shelf: Arc::new(Shelf::of_pieces(&pieces.collect::<Vec<_>>())?),
                parts: wanted,
            };
        }
        Ok(())
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let ethnic_groups = self.records.ethnic_groups();
        match &self.rows {
            Rows::InMemory(shelf) => shelf.column(column, rows, ethnic_groups),
            Rows::OnDisk {
                part_rows, open, ..
            } => {
                let (shelf, before) = {
                    let open = open.lock().unwrap_or_else(PoisonError::into_inner);
                    (Arc::clone(&open.shelf), open.parts.start * part_rows)
                };
                let rows = rows.start - before..rows.end - before;
                shelf.column(column, rows, ethnic_groups)
            }
        }
    }
}

/// Puts the rows of every chunk into the parts that they belong to.
fn parted(
    records: &RecordTable,
    store: &ChunkStore,
    part_rows: usize,
) -> Result<Vec<Vec<Piece>>, StoreError> {
    let communes = |chunk: &StoredChunk| -> Result<Vec<u32>, StoreError> {
        let of = chunk.columns(&["commune_code"])?;
        Ok((0..of.rows).map(|row| of.commune.get(row)).collect())
    };
    let mut next = vec![0_u32; COMMUNES + 1];
    for chunk in records.chunks() {
        for commune in communes(chunk)? {
            next[commune as usize + 1] += 1;
        }
    }
    running_sum(&mut next);
    let mut parts: Vec<Vec<Piece>> = Vec::new();
    parts.resize_with(records.len().div_ceil(part_rows), Vec::new);
    let chunks: Vec<(u32, &StoredChunk)> = records.numbered().collect();
    for chunks in chunks.chunks(2 * rayon::current_num_threads()) {
        let mut sorted = Vec::with_capacity(chunks.len());
        for (start, chunk) in chunks {
            let mut rows: Vec<(u32, u32)> = Vec::with_capacity(chunk.rows);
            for (row, commune) in (0_u32..).zip(communes(chunk)?) {
                let next = &mut next[commune as usize];
                rows.push((*next / part_rows as u32, row));
                *next += 1;
            }
            rows.sort_unstable();
            sorted.push((*start, *chunk, rows));
        }
        let pieces: Result<Vec<_>, StoreError> = sorted
            .into_par_iter()
            .map(|(start, chunk, rows)| {
                let mut whole = chunk.load()?.into_owned();
                let of_parts = rows.chunk_by(|a, b| a.0 == b.0);
                let of_parts = of_parts.map(|of_part| {
                    let rows: Vec<u32> = of_part.iter().map(|(_, row)| *row).collect();
                    let piece = store.park(whole.picked(&rows).into())?;
                    let numbers = rows.into_iter().map(|row| start + row);
                    Ok((of_part[0].0, (piece, numbers.collect())))
                });
                of_parts.collect::<Result<Vec<(u32, Piece)>, StoreError>>()
            })
            .collect();
        for (part, piece) in pieces?.into_iter().flatten() {
            parts[part as usize].push(piece);
        }
    }
    Ok(parts)
}

/// Counts that stand behind their places become the starts of these.
fn running_sum(counts: &mut [u32]) {
    for at in 1..counts.len() {
        counts[at] += counts[at - 1];
    }
}

/// Where a record stands: its chunk and its row there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RecordPlace {
    chunk: u32,
    row: u32,
}

/// Chunks in memory and their rows in the order in which they are published.
#[derive(Default)]
struct Shelf<'r> {
    chunks: Vec<(Cow<'r, RecordChunk>, Numbers)>,
    order: Vec<RecordPlace>,
}

/// Numbers of the records of a chunk.
enum Numbers {
    From(u32),
    Each(Arc<[u32]>),
}

impl Shelf<'static> {
    fn of_pieces(pieces: &[&Piece]) -> Result<Self, StoreError> {
        let pieces = pieces.par_iter();
        let chunks = pieces.map(|(piece, numbers)| {
            let chunk = Cow::Owned(piece.load()?.into_owned());
            Ok((chunk, Numbers::Each(Arc::clone(numbers))))
        });
        Ok(Self::ordered(chunks.collect::<Result<_, _>>()?))
    }
}

impl<'r> Shelf<'r> {
    /// All records.
    fn of(records: &'r RecordTable) -> Result<Self, StoreError> {
        let chunks = records.numbered();
        let chunks = chunks.map(|(start, chunk)| Ok((chunk.load()?, Numbers::From(start))));
        Ok(Self::ordered(chunks.collect::<Result<_, _>>()?))
    }

    /// Counting sort: chunks are in the order of their records.
    fn ordered(chunks: Vec<(Cow<'r, RecordChunk>, Numbers)>) -> Self {
        let mut next = vec![0_u32; COMMUNES + 1];
        let mut rows = 0;
        for (chunk, _) in &chunks {
            rows += chunk.rows;
            for row in 0..chunk.rows {
                next[chunk.commune.get(row) as usize + 1] += 1;
            }
        }
        running_sum(&mut next);
        let mut order = vec![RecordPlace { chunk: 0, row: 0 }; rows];
        for (index, (chunk, _)) in chunks.iter().enumerate() {
            for row in 0..chunk.rows {
                let next = &mut next[chunk.commune.get(row) as usize];
                order[*next as usize] = RecordPlace {
                    chunk: index as u32,
                    row: row as u32,
                };
                *next += 1;
            }
        }
        Self { chunks, order }
    }

    fn number(&self, place: RecordPlace) -> u32 {
        match &self.chunks[place.chunk as usize].1 {
            Numbers::From(start) => start + place.row,
            Numbers::Each(numbers) => numbers[place.row as usize],
        }
    }

    fn each<'a, T: 'a>(
        &'a self,
        rows: Range<usize>,
        value: impl Fn(&'a RecordChunk, usize) -> T + 'a,
    ) -> impl ExactSizeIterator<Item = T> + 'a {
        self.order[rows]
            .iter()
            .map(move |place| value(&self.chunks[place.chunk as usize].0, place.row as usize))
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
            places.map(|place| label(&self.chunks[place.chunk as usize].0)),
            str::to_owned,
        )
    }

    fn column(&self, column: usize, rows: Range<usize>, ethnic_groups: &[String]) -> ArrayRef {
        let states: Vec<&str> = SyncState::ALL.iter().map(|state| state.code()).collect();
        let name = RECORDS.columns[column].name;
        match name {
            "record_id" => longs(
                self.order[rows]
                    .iter()
                    .map(|place| Some(i64::from(self.number(*place)))),
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
            "former_commune_code" => labelled(
                self.lazy(rows, |chunk| &chunk.former_commune)
                    .map(FormerCommuneCode::from_column),
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
                let names: Vec<&str> = ethnic_groups.iter().map(String::as_str).collect();
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

#[cfg(test)]
mod tests {
    use std::borrow::Cow as Words;

    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{Kind, PartialDate, Record, Value};
    use crate::schema::records::ChunkOrigin;
    use crate::schema::records::store::testing::Bytes;

    /// A commune and what else tells rows apart.
    type Row = (u8, u16, bool);

    fn chunk(number: usize, rows: &[Row]) -> RecordChunk {
        let mut chunk = RecordChunk::new(ChunkOrigin {
            kind: Kind::ALL[number % Kind::ALL.len()],
            source: Arc::from("source"),
            file: Arc::from(format!("source/{number}.csv")),
            sheet: None,
            unit: None,
            snapshot_date: date(2026, 11, 20),
        });
        for ((commune, year, is_named), row) in rows.iter().zip(2_u32..) {
            let code = CommuneCode::from_number(1_273 + u32::from(*commune));
            let birth = PartialDate::from_year(1900 + year % 120);
            let name = if *is_named { "Nông Thị Ấm" } else { "" };
            let record = Record {
                full_name: Value::as_given(name, Words::Borrowed(name)),
                birth_date: birth.map_or_else(Value::default, |date| Value::as_given("x", date)),
                commune: code
                    .filter(|_| *commune > 0)
                    .map_or_else(Value::default, |code| Value::as_given("xã", code)),
                ..Record::default()
            };
            chunk.push(
                &record,
                row,
                u64::from(*year) << 20 | u64::from(row),
                year % 3,
            );
        }
        chunk
    }

    fn columns(table: &PublishedRecords<'_>, group: usize) -> Vec<ArrayRef> {
        let rows = table.rows();
        let groups = (0..rows)
            .step_by(group)
            .map(|start| start..rows.min(start + group));
        let mut columns = Vec::new();
        for rows in groups {
            table.prepare(rows.clone()).expect("they are there");
            columns.extend((0..RECORDS.columns.len()).map(|at| table.column(at, rows.clone())));
        }
        columns
    }

    proptest! {
        #[test]
        fn from_disk_part_by_part_they_are_as_from_memory(
            chunks in proptest::collection::vec(
                proptest::collection::vec((0..5_u8, any::<u16>(), any::<bool>()), 0..30), 1..6
            ),
            part in 1..20_usize,
            group in 1..40_usize,
        ) {
            let chunks: Vec<RecordChunk> =
                chunks.iter().enumerate().map(|(number, rows)| chunk(number, rows)).collect();
            let groups: Arc<[String]> = Arc::from(["Tày".to_owned()]);
            let held = RecordTable::new(chunks.iter().cloned(), Arc::clone(&groups));
            let in_memory = PublishedRecords::new(&held, &ChunkStore::default()).expect("memory");
            let store = ChunkStore::within(0, Bytes::default());
            let parked: Vec<StoredChunk> =
                chunks.into_iter().map(|chunk| store.put(chunk).expect("it is written")).collect();
            let parked = RecordTable::new(parked, groups);
            prop_assert_eq!(parked.keys().expect("read"), held.keys().expect("memory"));
            let on_disk = PublishedRecords::in_parts(&parked, &store, part).expect("written");
            prop_assert_eq!(columns(&on_disk, group), columns(&in_memory, group));
        }
    }
}
