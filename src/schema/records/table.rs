//! All accepted records of a night.

use std::sync::Arc;

use rayon::prelude::*;

use super::{RecordChunk, StoreError, StoredChunk};
use crate::schema::text::TextColumn;

/// The number of no record.
pub const NO_RECORD: u32 = u32::MAX;

/// Texts of some records.
#[derive(Debug, Default)]
pub struct RecordTexts {
    /// The first is empty.
    texts: TextColumn,
    /// Of each record that was asked about, where its text stands.
    places: Vec<u32>,
}

impl RecordTexts {
    /// The text of the record that was asked about at this place; empty where it has none.
    #[must_use]
    pub fn get(&self, at: usize) -> &str {
        self.texts.get(self.places[at] as usize)
    }

    /// Where the text stands; one that follows itself stands once.
    fn add(&mut self, text: &str) -> Result<u32, StoreError> {
        let last = self.texts.len() - 1;
        if text.is_empty() {
            return Ok(0);
        }
        if self.texts.get(last) == text {
            return Ok(last as u32);
        }
        if u32::try_from(self.texts.text_bytes() + text.len()).is_err() {
            return Err(StoreError::TooMuchText);
        }
        self.texts.push(text);
        Ok(last as u32 + 1)
    }
}

/// The chunks of all extracts in canonical order. A record's number is its place in that order.
#[derive(Debug, Default)]
pub struct RecordTable {
    chunks: Vec<StoredChunk>,
    /// Number of the first record of each chunk.
    starts: Vec<u32>,
    rows: usize,
    ethnic_groups: Arc<[String]>,
}

impl RecordTable {
    /// A table of `chunks`, which stand in canonical order. `ethnic_groups` are the names of the reference
    /// list by position.
    ///
    /// # Panics
    /// On more than 2^32 records.
    #[must_use]
    pub fn new(
        chunks: impl IntoIterator<Item = impl Into<StoredChunk>>,
        ethnic_groups: Arc<[String]>,
    ) -> Self {
        let chunks = chunks.into_iter().map(Into::into).collect();
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
        table
    }

    #[must_use]
    pub fn chunks(&self) -> &[StoredChunk] {
        &self.chunks
    }

    /// The chunks, each with the number of its first record.
    pub fn numbered(&self) -> impl ExactSizeIterator<Item = (u32, &StoredChunk)> {
        self.starts.iter().copied().zip(&self.chunks)
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Names of the ethnic groups by position in the reference list.
    #[must_use]
    pub fn ethnic_groups(&self) -> &Arc<[String]> {
        &self.ethnic_groups
    }

    /// What `of` says of every record, in their order; it is shown the columns that the dataset calls by `names`.
    ///
    /// # Errors
    /// A disk that does not give back what was put there.
    pub fn each<T: Copy + Default + Send>(
        &self,
        names: &[&str],
        of: impl Fn(&RecordChunk, usize) -> T + Sync,
    ) -> Result<Vec<T>, StoreError> {
        self.each_with(names, || (), |(), chunk, row| of(chunk, row))
    }

    /// As [`Self::each`], with something at hand that `make` makes for each chunk.
    ///
    /// # Errors
    /// A disk that does not give back what was put there.
    pub fn each_with<T: Copy + Default + Send, S>(
        &self,
        names: &[&str],
        make: impl Fn() -> S + Sync,
        of: impl Fn(&mut S, &RecordChunk, usize) -> T + Sync,
    ) -> Result<Vec<T>, StoreError> {
        let mut values = vec![T::default(); self.rows];
        let mut rest = values.as_mut_slice();
        let mut parts = Vec::with_capacity(self.chunks.len());
        for chunk in &self.chunks {
            let (part, behind) = rest.split_at_mut(chunk.rows);
            parts.push((chunk, part));
            rest = behind;
        }
        parts.into_par_iter().try_for_each(|(stored, part)| {
            let (chunk, mut at_hand) = (stored.columns(names)?, make());
            for (row, value) in part.iter_mut().enumerate() {
                *value = of(&mut at_hand, &chunk, row);
            }
            Ok(())
        })?;
        Ok(values)
    }

    /// Texts of the records of these numbers, side by side with them; [`NO_RECORD`] has none. `of` is shown the columns
    /// that the dataset calls by `names`.
    ///
    /// # Errors
    /// A disk that does not give back what was put there; more than 4 GiB of text.
    pub fn texts_of(
        &self,
        records: impl Iterator<Item = u32>,
        names: &[&str],
        of: impl for<'c> Fn(&'c RecordChunk, usize) -> &'c str,
    ) -> Result<RecordTexts, StoreError> {
        let wanted = (0..)
            .zip(records)
            .map(|(slot, record): (u32, u32)| (record, slot));
        let mut wanted: Vec<(u32, u32)> = wanted.collect();
        let mut texts = RecordTexts {
            texts: TextColumn::default(),
            places: vec![0; wanted.len()],
        };
        wanted.retain(|(record, _)| *record != NO_RECORD);
        wanted.par_sort_unstable();
        let mut rest = wanted.as_slice();
        texts.texts.push("");
        for (start, stored) in self.numbered() {
            let end = start + stored.rows as u32;
            let (here, behind) = rest.split_at(rest.partition_point(|(record, _)| *record < end));
            rest = behind;
            if here.is_empty() {
                continue;
            }
            let chunk = stored.columns(names)?;
            for (record, slot) in here {
                texts.places[*slot as usize] = texts.add(of(&chunk, (record - start) as usize))?;
            }
        }
        Ok(texts)
    }

    /// The keys of all records, in their order.
    ///
    /// # Errors
    /// A disk that does not give back what was put there.
    pub fn keys(&self) -> Result<Vec<u64>, StoreError> {
        self.each(&["record_key"], |chunk, row| chunk.record_key[row])
    }
}
