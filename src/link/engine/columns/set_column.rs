//! Sets of codes, a short list per record.

/// A short sorted list of codes per record: the identifiers a person has had, the groups it belongs to.
#[derive(Debug, Clone)]
pub struct SetColumn {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl SetColumn {
    /// The sets of records, in their order; each is sorted, and holds an item once.
    pub fn from_sets<S: AsRef<[u32]>>(sets: impl IntoIterator<Item = S>) -> Self {
        let (mut ends, mut items) = (Vec::new(), Vec::new());
        for set in sets {
            let mut sorted = set.as_ref().to_vec();
            sorted.sort_unstable();
            sorted.dedup();
            items.extend_from_slice(&sorted);
            ends.push(items.len() as u32);
        }
        Self { ends, items }
    }

    /// How many records there are.
    pub(super) fn records(&self) -> usize {
        self.ends.len()
    }

    /// The sets of the records in `order`.
    pub(super) fn arranged(&self, order: &[u32]) -> Self {
        let (mut ends, mut items) = (Vec::with_capacity(order.len()), Vec::new());
        for record in order {
            items.extend_from_slice(self.items(*record));
            ends.push(items.len() as u32);
        }
        Self { ends, items }
    }

    /// The items of a record, ascending, each once; none is missing.
    #[must_use]
    pub fn items(&self, record: u32) -> &[u32] {
        let record = record as usize;
        let start = if record == 0 {
            0
        } else {
            self.ends[record - 1]
        };
        &self.items[start as usize..self.ends[record] as usize]
    }
}
