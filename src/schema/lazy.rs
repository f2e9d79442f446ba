//! Columns that cost nothing until something stands in them.

/// A column of plain values of which many kinds of record have none: rows past the last one set read as the
/// default.
#[derive(Debug, Clone, Default)]
pub struct LazyColumn<T> {
    values: Vec<T>,
}

impl<T: Copy + Default + PartialEq> LazyColumn<T> {
    /// Sets the value of `row`, the column's last; rows are filled in order.
    pub fn set(&mut self, row: usize, value: T) {
        if value == T::default() {
            return;
        }
        debug_assert!(row >= self.values.len(), "rows are filled in order");
        self.values.resize(row, T::default());
        self.values.push(value);
    }

    /// Changes the value of a row that was filled before.
    pub fn change(&mut self, row: usize, change: impl FnOnce(T) -> T) {
        if row >= self.values.len() {
            self.values.resize(row + 1, T::default());
        }
        self.values[row] = change(self.values[row]);
    }

    #[must_use]
    pub fn get(&self, row: usize) -> T {
        self.values.get(row).copied().unwrap_or_default()
    }

    /// Keeps the rows that are marked in `keep`.
    pub fn retain(&mut self, keep: &[bool]) {
        let mut marks = keep.iter();
        self.values.retain(|_| marks.next() == Some(&true));
    }

    #[must_use]
    pub(super) fn from_values(values: Vec<T>) -> Self {
        Self { values }
    }

    /// The values up to the last one set.
    pub(super) fn values(&self) -> &[T] {
        &self.values
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::LazyColumn;

    #[test]
    fn rows_never_set_read_as_default() {
        let mut column = LazyColumn::<u32>::default();
        column.set(0, 0);
        assert!(column.is_empty());
        column.set(2, 7);
        assert_eq!([0, 1, 2, 3].map(|row| column.get(row)), [0, 0, 7, 0]);
        column.retain(&[true, false, true, true]);
        assert_eq!([0, 1, 2].map(|row| column.get(row)), [0, 7, 0]);
        column.change(0, |value| value + 1);
        column.change(3, |value| value + 2);
        assert_eq!([0, 1, 2, 3].map(|row| column.get(row)), [1, 7, 0, 2]);
    }
}
