//! The records of each person.

use crate::link::Linked;

/// Record numbers by person, ascending within each.
pub struct Members {
    records: Vec<u32>,
    ends: Vec<u32>,
}

impl Members {
    pub fn new(linked: &Linked) -> Self {
        let mut ends = vec![0_u32; linked.persons.len() + 1];
        for person in &linked.person {
            ends[*person as usize + 1] += 1;
        }
        for person in 1..ends.len() {
            ends[person] += ends[person - 1];
        }
        let mut records = vec![0; linked.person.len()];
        for (record, person) in linked.person.iter().enumerate() {
            let next = &mut ends[*person as usize];
            records[*next as usize] = record as u32;
            *next += 1;
        }
        // Every start has moved to its end.
        ends.pop();
        Self { records, ends }
    }

    pub fn of(&self, person: usize) -> &[u32] {
        let start = if person == 0 {
            0
        } else {
            self.ends[person - 1]
        };
        &self.records[start as usize..self.ends[person] as usize]
    }

    pub fn persons(&self) -> usize {
        self.ends.len()
    }
}
