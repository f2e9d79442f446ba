//! Chunks on disk for as long as nobody works on them.

use std::borrow::Cow;
use std::fmt::Debug;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use thiserror::Error;

use super::RECORDS;
use super::chunk::{ChunkOrigin, RecordChunk};
use super::columns::ColumnExtent;

/// Why records cannot be put on disk, or not be had back.
#[derive(Debug, Error)]
pub enum StoreError {
    #[error(
        "records that do not fit into memory cannot be kept on disk ({written} bytes are there): {}. Nothing published has changed, and their space is free again",
        advice(.source)
    )]
    Write { written: u64, source: io::Error },
    #[error("records that were put on disk cannot be read back; check the disk of the output")]
    Read { source: io::Error },
    #[error("records that were put on disk came back changed; check the disk of the output")]
    Changed,
    #[error("a text of all persons is more than 4 GiB; run the province in parts by commune")]
    TooMuchText,
}

fn advice(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "free disk space where the output is, or raise --memory-limit"
        }
        _ => "check the disk of the output, or raise --memory-limit",
    }
}

/// Bytes that one run puts away and takes back, from several threads.
pub trait Scratch: Debug + Send + Sync {
    /// # Errors
    /// A disk that refuses.
    fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()>;

    /// Fills `bytes`.
    ///
    /// # Errors
    /// A disk that refuses, and when there are not so many.
    fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()>;
}

/// Where the chunks of a night are: in memory while there is room, else on disk.
#[derive(Debug, Default)]
pub struct ChunkStore {
    disk: Option<Disk>,
    /// Bytes of chunks in memory.
    held: AtomicU64,
}

/// What grows at its end.
#[derive(Debug)]
struct Disk {
    scratch: Arc<dyn Scratch>,
    end: AtomicU64,
    /// Bytes of chunks that may be in memory.
    room: u64,
}

impl ChunkStore {
    /// A store that has `room` bytes in memory and `scratch` for all beyond. [`ChunkStore::default`] has memory alone.
    #[must_use]
    pub fn within(room: u64, scratch: impl Scratch + 'static) -> Self {
        Self {
            disk: Some(Disk {
                scratch: Arc::new(scratch),
                end: AtomicU64::new(0),
                room,
            }),
            held: AtomicU64::new(0),
        }
    }

    /// Takes a chunk, in memory while there is room.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn put(&self, mut chunk: RecordChunk) -> Result<StoredChunk, StoreError> {
        let Some(disk) = &self.disk else {
            return Ok(chunk.into());
        };
        let bytes = chunk.columns_mut().into_iter();
        let bytes: u64 = bytes.map(|(_, column)| column.bytes() as u64).sum();
        if self.held.fetch_add(bytes, Ordering::Relaxed) + bytes <= disk.room {
            return Ok(chunk.into());
        }
        self.held.fetch_sub(bytes, Ordering::Relaxed);
        disk.park(chunk)
    }

    /// Puts all of `chunks` on disk where some are there: what is to come needs the memory.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn settle(&self, chunks: Vec<StoredChunk>) -> Result<Vec<StoredChunk>, StoreError> {
        if !chunks.iter().any(StoredChunk::is_on_disk) {
            return Ok(chunks);
        }
        let chunks = chunks.into_par_iter();
        chunks.map(|chunk| self.park(chunk)).collect()
    }

    /// Puts a chunk on disk, where there is one.
    ///
    /// # Errors
    /// A disk that refuses.
    pub(super) fn park(&self, chunk: StoredChunk) -> Result<StoredChunk, StoreError> {
        match (&self.disk, chunk.content) {
            (Some(disk), Content::Held(chunk)) => disk.park(*chunk),
            (_, content) => Ok(StoredChunk { content, ..chunk }),
        }
    }
}

impl Disk {
    fn park(&self, mut chunk: RecordChunk) -> Result<StoredChunk, StoreError> {
        let mut bytes = Vec::new();
        let columns = chunk.columns_mut().into_iter();
        let extents = columns
            .map(|(_, column)| column.write(&mut bytes))
            .collect();
        let start = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        let written = self.scratch.write_at(&bytes, start);
        written.map_err(|source| StoreError::Write {
            written: start,
            source,
        })?;
        Ok(StoredChunk {
            origin: chunk.origin.clone(),
            rows: chunk.rows,
            row_range: row_range(&chunk),
            content: Content::Parked(Parked {
                scratch: Arc::clone(&self.scratch),
                start,
                extents,
                row_shift: 0,
            }),
        })
    }
}

/// Accepted rows of one block, in memory or on disk.
#[derive(Debug)]
pub struct StoredChunk {
    pub origin: ChunkOrigin,
    pub rows: usize,
    /// The first and the last row number; `None` of no rows.
    row_range: Option<(u32, u32)>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Held(Box<RecordChunk>),
    Parked(Parked),
}

/// Where a chunk is on disk.
#[derive(Debug)]
struct Parked {
    scratch: Arc<dyn Scratch>,
    start: u64,
    /// Of the columns, which stand end to end.
    extents: Vec<ColumnExtent>,
    /// To be added to row numbers.
    row_shift: u32,
}

impl From<RecordChunk> for StoredChunk {
    fn from(chunk: RecordChunk) -> Self {
        Self {
            origin: chunk.origin.clone(),
            rows: chunk.rows,
            row_range: row_range(&chunk),
            content: Content::Held(Box::new(chunk)),
        }
    }
}

fn row_range(chunk: &RecordChunk) -> Option<(u32, u32)> {
    Some((*chunk.row.first()?, *chunk.row.last()?))
}

impl StoredChunk {
    #[must_use]
    pub fn is_on_disk(&self) -> bool {
        matches!(self.content, Content::Parked(_))
    }

    /// The chunk with all of its columns.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn load(&self) -> Result<Cow<'_, RecordChunk>, StoreError> {
        match &self.content {
            Content::Held(chunk) => Ok(Cow::Borrowed(chunk.as_ref())),
            Content::Parked(parked) => Ok(Cow::Owned(parked.load(self, |_| true)?)),
        }
    }

    /// The chunk with at least the columns that the dataset calls by `names`; others may be empty.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn columns(&self, names: &[&str]) -> Result<Cow<'_, RecordChunk>, StoreError> {
        debug_assert!(names.iter().all(|name| RECORDS.position(name).is_some()));
        match &self.content {
            Content::Held(chunk) => Ok(Cow::Borrowed(chunk.as_ref())),
            Content::Parked(parked) => {
                let is_wanted = |name: &str| names.contains(&name);
                Ok(Cow::Owned(parked.load(self, is_wanted)?))
            }
        }
    }

    /// Changes the chunk where `store` has it.
    ///
    /// # Errors
    /// A disk that refuses; the chunk is then as it was.
    pub fn change<T>(
        &mut self,
        store: &ChunkStore,
        change: impl FnOnce(&mut RecordChunk) -> T,
    ) -> Result<T, StoreError> {
        if let Content::Held(chunk) = &mut self.content {
            let changed = change(chunk);
            (self.rows, self.row_range) = (chunk.rows, row_range(chunk));
            return Ok(changed);
        }
        let mut chunk = self.load()?.into_owned();
        let changed = change(&mut chunk);
        // What it was stays on disk, for nobody: changes are few.
        *self = store.park(chunk.into())?;
        Ok(changed)
    }

    /// Moves row numbers behind the `rows` that stand before the block.
    pub fn shift_rows(&mut self, rows: u32) {
        match &mut self.content {
            Content::Held(chunk) => chunk.shift_rows(rows),
            Content::Parked(parked) => parked.row_shift += rows,
        }
        self.row_range = self
            .row_range
            .map(|(first, last)| (first + rows, last + rows));
    }

    /// The place of the row of this number; `None` where the chunk has none.
    ///
    /// # Errors
    /// A disk that refuses.
    pub fn place_of_row(&self, number: u32) -> Result<Option<usize>, StoreError> {
        let may_be = |(first, last)| (first..=last).contains(&number);
        if !self.row_range.is_some_and(may_be) {
            return Ok(None);
        }
        let chunk = self.columns(&["row"])?;
        Ok(chunk.row.binary_search(&number).ok())
    }
}

impl Parked {
    fn load(
        &self,
        of: &StoredChunk,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<RecordChunk, StoreError> {
        let mut chunk = RecordChunk::new(of.origin.clone());
        chunk.rows = of.rows;
        let mut buffer = Vec::new();
        let mut at = self.start;
        for ((name, column), extent) in chunk.columns_mut().into_iter().zip(&self.extents) {
            let bytes = column.written(*extent);
            if bytes > 0 && is_wanted(name) {
                buffer.resize(bytes, 0);
                let read = self.scratch.read_at(&mut buffer, at);
                read.map_err(|source| StoreError::Read { source })?;
                column.read(&buffer, *extent).ok_or(StoreError::Changed)?;
            }
            at += bytes as u64;
        }
        if self.row_shift > 0 {
            chunk.shift_rows(self.row_shift);
        }
        Ok(chunk)
    }
}

#[cfg(test)]
pub(super) mod testing {
    use std::sync::Mutex;

    use super::*;

    /// A disk of its own bytes.
    #[derive(Debug, Clone, Default)]
    pub struct Bytes(pub Arc<Mutex<Vec<u8>>>);

    impl Scratch for Bytes {
        fn write_at(&self, bytes: &[u8], at: u64) -> io::Result<()> {
            let (mut all, start) = (self.0.lock().expect("no panic"), at as usize);
            let end = all.len().max(start + bytes.len());
            all.resize(end, 0);
            all[start..start + bytes.len()].copy_from_slice(bytes);
            Ok(())
        }

        fn read_at(&self, bytes: &mut [u8], at: u64) -> io::Result<()> {
            let all = self.0.lock().expect("no panic");
            let found = all.get(at as usize..at as usize + bytes.len());
            bytes.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow as Text;

    use jiff::civil::date;

    use super::testing::Bytes;
    use super::*;
    use crate::domain::{Cccd, Kind, PartialDate, Record, Value, record::IdentityNumber};

    fn chunk(names: &[&'static str]) -> RecordChunk {
        let mut chunk = RecordChunk::new(ChunkOrigin {
            kind: Kind::Residents,
            source: Arc::from("residents"),
            file: Arc::from("residents/a.csv"),
            sheet: None,
            unit: None,
            snapshot_date: date(2026, 11, 20),
        });
        for (name, row) in names.iter().zip(3_u32..) {
            let birth = PartialDate::from_year(1950 + row as u16);
            let cccd = Cccd::from_number(3_157_000_001 + u64::from(row));
            let record = Record {
                full_name: Value::as_given(name, Text::Borrowed(*name)),
                birth_date: birth.map_or_else(Value::default, |date| Value::as_given("x", date)),
                identity_number: cccd
                    .filter(|_| row % 2 == 0)
                    .map_or_else(Value::default, |cccd| {
                        Value::as_given("mất số 0", IdentityNumber::Cccd(cccd))
                    }),
                ..Record::default()
            };
            chunk.push(&record, row, u64::from(row) << 40, row as u16 - 3);
        }
        chunk
    }

    #[test]
    fn what_does_not_fit_comes_back_from_disk_as_it_was() {
        let names = ["Nông Thị Ấm", "", "Lý A Sì", "Bế Văn Tư"];
        let whole = format!("{:?}", chunk(&names));
        let roomy = ChunkStore::within(1 << 20, Bytes::default());
        let held = roomy.put(chunk(&names)).expect("it is held");
        assert!(!held.is_on_disk());
        let tight = ChunkStore::within(16, Bytes::default());
        let mut stored = tight.put(chunk(&names)).expect("it is written");
        assert!(stored.is_on_disk());
        for of in [
            &held,
            &stored,
            &ChunkStore::default().put(chunk(&names)).expect("held"),
        ] {
            assert_eq!(format!("{:?}", of.load().expect("it comes back")), whole);
            assert_eq!(of.place_of_row(4).expect("it comes back"), Some(1));
            assert_eq!(of.place_of_row(7).expect("it comes back"), None);
        }
        let some = stored.columns(&["full_name"]).expect("it comes back");
        assert_eq!(
            (some.full_name.get(2), some.rows, some.row.len()),
            ("Lý A Sì", 4, 0)
        );
        drop(some);
        stored.shift_rows(100);
        assert_eq!(stored.place_of_row(104).expect("it comes back"), Some(1));
        let gone = stored.change(&tight, |chunk| chunk.retain(&[true, false, true, true]));
        gone.expect("it is written anew");
        assert_eq!(stored.place_of_row(104).expect("it comes back"), None);
        assert_eq!((stored.rows, stored.is_on_disk()), (3, true));
        let left = stored.load().expect("it comes back");
        assert_eq!(left.row, [103, 105, 106]);
        assert_eq!(left.full_name.get(2), "Bế Văn Tư");
    }

    #[test]
    fn a_disk_that_lost_bytes_is_told() {
        let disk = Bytes::default();
        let store = ChunkStore::within(0, disk.clone());
        let stored = store.put(chunk(&["Lý A Sì"])).expect("it is written");
        disk.write_at(&[0xff; 64], 0).expect("it is spoilt");
        for column in ["row", "record_key", "full_name"] {
            let spoilt = stored.columns(&[column]);
            assert!(matches!(spoilt, Err(StoreError::Changed)), "{spoilt:?}");
        }
        let disk = Bytes::default();
        let stored = ChunkStore::within(0, disk.clone()).put(chunk(&["Lý A Sì"]));
        disk.0.lock().expect("no panic").truncate(10);
        let stored = stored.expect("it was written");
        let cut = stored.load();
        assert!(matches!(cut, Err(StoreError::Read { .. })), "{cut:?}");
    }

    /// A disk that takes nothing.
    #[derive(Debug)]
    struct Full;

    impl Scratch for Full {
        fn write_at(&self, _: &[u8], _: u64) -> io::Result<()> {
            Err(io::ErrorKind::StorageFull.into())
        }

        fn read_at(&self, _: &mut [u8], _: u64) -> io::Result<()> {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }

    #[test]
    fn where_some_are_on_disk_all_go_there() {
        let store = ChunkStore::within(1 << 10, Bytes::default());
        let put = |names: &[&'static str]| store.put(chunk(names)).expect("it is put away");
        let few = store
            .settle(vec![put(&["Lý A Sì"])])
            .expect("nothing is to be done");
        assert!(!few[0].is_on_disk());
        let mixed = vec![put(&["Lý A Sì"]), put(&["Nông Thị Ấm"; 100]), put(&[])];
        let settled = store.settle(mixed).expect("it is written");
        assert!(settled.iter().all(StoredChunk::is_on_disk));
        let rows = settled
            .iter()
            .map(|chunk| chunk.load().expect("it comes back").rows);
        assert_eq!(rows.collect::<Vec<_>>(), [1, 100, 0]);
    }

    #[test]
    fn what_a_full_disk_does_not_take_stays_as_it_was() {
        let store = ChunkStore::within(1 << 10, Full);
        let mut stored = store.put(chunk(&["Lý A Sì"])).expect("it is held");
        assert!(!stored.is_on_disk());
        let names = ["Nông Thị Ấm"; 100];
        let refused = store.put(chunk(&names));
        assert!(
            matches!(refused, Err(StoreError::Write { .. })),
            "{refused:?}"
        );
        stored
            .change(&store, |chunk| chunk.retain(&[false]))
            .expect("in memory");
        assert_eq!(stored.rows, 0);
    }
}
