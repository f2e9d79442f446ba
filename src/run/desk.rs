//! Where the threads of a reading put down what they worked out.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};

use super::readings::BlockResult;

/// Where finished blocks are put down, and how many may be worked on.
pub struct Desk {
    results: Mutex<BTreeMap<(usize, usize), BlockResult>>,
    room: Mutex<usize>,
    has_room: Condvar,
}

impl Desk {
    /// A desk with room for the work of `room` blocks.
    pub fn new(room: usize) -> Self {
        Self {
            results: Mutex::default(),
            room: Mutex::new(room),
            has_room: Condvar::new(),
        }
    }

    pub fn put(&self, place: (usize, usize), result: BlockResult) {
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        results.insert(place, result);
    }

    pub fn wait_for_room(&self) {
        let room = self.room.lock().unwrap_or_else(PoisonError::into_inner);
        let mut room = self
            .has_room
            .wait_while(room, |room| *room == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *room -= 1;
    }

    pub fn into_results(self) -> BTreeMap<(usize, usize), BlockResult> {
        self.results
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place at the desk that was waited for; given back even when the work in it panics, so that a fault ends
/// the night rather than hanging it.
pub struct Room<'d>(pub &'d Desk);

impl Drop for Room<'_> {
    fn drop(&mut self) {
        *self.0.room.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.has_room.notify_one();
    }
}
