//! Where the threads of a reading put down what they worked out.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::readings::{BlockResult, StoredResult};
use crate::ingest::IngestError;
use crate::schema::records::{ChunkStore, StoreError};

/// Where finished blocks are put down, and how many may be worked on.
pub struct Desk<'s> {
    store: &'s ChunkStore,
    results: Mutex<BTreeMap<(usize, usize), StoredResult>>,
    /// Why records could not be put away.
    refusal: Mutex<Option<StoreError>>,
    room: Mutex<usize>,
    has_room: Condvar,
}

impl<'s> Desk<'s> {
    /// A desk with room for the work of `room` blocks, whose records go to `store`.
    pub fn new(room: usize, store: &'s ChunkStore) -> Self {
        Self {
            store,
            results: Mutex::default(),
            refusal: Mutex::default(),
            room: Mutex::new(room),
            has_room: Condvar::new(),
        }
    }

    pub fn put(&self, place: (usize, usize), result: BlockResult) {
        let stored = result.map(|outputs| {
            let stored = outputs
                .into_iter()
                .map(|(output, columns)| Ok((output.stored(self.store)?, columns)));
            stored.collect::<Result<Vec<_>, StoreError>>()
        });
        let result = match stored {
            Ok(Ok(outputs)) => Ok(outputs),
            Ok(Err(refusal)) => {
                lock(&self.refusal).get_or_insert(refusal);
                return;
            }
            Err(error) => Err(error),
        };
        lock(&self.results).insert(place, result);
    }

    /// Sets an extract aside.
    pub fn fail(&self, place: (usize, usize), error: IngestError) {
        lock(&self.results).insert(place, Err(error));
    }

    /// Whether nothing more can be put down.
    pub fn has_refused(&self) -> bool {
        lock(&self.refusal).is_some()
    }

    pub fn wait_for_room(&self) {
        let room = lock(&self.room);
        let mut room = self
            .has_room
            .wait_while(room, |room| *room == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *room -= 1;
    }

    /// All that was put down.
    ///
    /// # Errors
    /// Records that could not be put away.
    pub fn into_results(self) -> Result<BTreeMap<(usize, usize), StoredResult>, StoreError> {
        let refusal = self.refusal.into_inner();
        match refusal.unwrap_or_else(PoisonError::into_inner) {
            Some(refusal) => Err(refusal),
            None => Ok(self
                .results
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner)),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A place at the desk that was waited for; given back even when the work in it panics, so that a fault ends
/// the night rather than hanging it.
pub struct Room<'d>(pub &'d Desk<'d>);

impl Drop for Room<'_> {
    fn drop(&mut self) {
        *lock(&self.0.room) += 1;
        self.0.has_room.notify_one();
    }
}
