//! Labels: which records are one, for measuring.

use std::collections::HashMap;
use std::path::Path;

use super::records::Records;
use super::{LinkingError, cells};
use crate::domain::mask::mask;

/// Per record its true cluster; of records without a label one of its own.
pub struct Labels {
    pub truth: Vec<u32>,
    pub is_labelled: Vec<bool>,
}

impl Labels {
    /// Reads a table with the columns `id` and `cluster`, and `table` where ids of several tables are alike.
    ///
    /// # Errors
    /// A file that cannot be read or lacks a column; labels of records that are not there.
    pub fn read(path: &Path, records: &Records<'_>) -> Result<Self, LinkingError> {
        let (rows, has_tables) = match cells::read(path, &["id", "cluster", "table"]) {
            Err(LinkingError::NoColumn { column, .. }) if column == "table" => {
                (cells::read(path, &["id", "cluster"])?, false)
            }
            rows => (rows?, true),
        };
        let mut labels = Self {
            truth: vec![u32::MAX; records.len()],
            is_labelled: vec![false; records.len()],
        };
        let mut numbers: HashMap<&str, u32> = HashMap::new();
        let mut unknown: Vec<&str> = Vec::new();
        for row in 0..rows.rows {
            let id = rows.get(0, row);
            let named = has_tables.then(|| rows.get(2, row));
            let Some(record) = records.find_one(named, id) else {
                unknown.push(id);
                continue;
            };
            let next = numbers.len() as u32;
            let number = *numbers.entry(rows.get(1, row)).or_insert(next);
            labels.truth[record as usize] = number;
            labels.is_labelled[record as usize] = true;
        }
        if let Some(example) = unknown.first() {
            return Err(LinkingError::UnknownLabels {
                count: unknown.len(),
                example: mask(example),
            });
        }
        let mut next = numbers.len() as u32;
        for truth in &mut labels.truth {
            if *truth == u32::MAX {
                *truth = next;
                next += 1;
            }
        }
        Ok(labels)
    }

    pub fn count(&self) -> usize {
        self.is_labelled
            .iter()
            .filter(|labelled| **labelled)
            .count()
    }

    /// Both records have a label.
    pub fn know(&self, left: u32, right: u32) -> bool {
        self.is_labelled[left as usize] && self.is_labelled[right as usize]
    }

    /// The values of labelled records.
    pub fn of_labelled<T: Copy>(&self, values: &[T]) -> Vec<T> {
        let both = values.iter().zip(&self.is_labelled);
        both.filter(|(_, labelled)| **labelled)
            .map(|(value, _)| *value)
            .collect()
    }
}
