//! A compact column of text.

use std::ops::Range;

use arrow::array::{ArrayRef, StringBuilder};
use std::sync::Arc;

/// Texts end to end with their ends beside them: four bytes a row plus the text. Empty is null.
#[derive(Debug, Clone, Default)]
pub struct TextColumn {
    bytes: String,
    ends: Vec<u32>,
}

impl TextColumn {
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Appends a row; an empty text is null.
    ///
    /// # Panics
    /// Past 4 GiB of text in one column, which chunks of a few MiB never reach.
    pub fn push(&mut self, text: &str) {
        self.bytes.push_str(text);
        let end = u32::try_from(self.bytes.len()).expect("a chunk's text column stays under 4 GiB");
        self.ends.push(end);
    }

    /// Sets the text of `row`, the column's last; rows between are null. A null needs no call.
    pub fn set(&mut self, row: usize, text: &str) {
        if text.is_empty() {
            return;
        }
        let last = self.ends.last().copied().unwrap_or(0);
        self.ends.resize(row, last);
        self.push(text);
    }

    /// The text of a row, empty where it is null or where the column was never filled.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        let Some(end) = self.ends.get(row) else {
            return "";
        };
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.bytes[start as usize..*end as usize]
    }

    /// Keeps the rows that are marked in `keep`.
    pub fn retain(&mut self, keep: &[bool]) {
        let mut kept = Self::default();
        let rows = keep.iter().enumerate().take(self.len());
        for (row, _) in rows.filter(|(_, is_kept)| **is_kept) {
            kept.push(self.get(row));
        }
        *self = kept;
    }

    /// The column of texts end to end and their ends; `None` where an end is not one.
    #[must_use]
    pub(super) fn from_parts(bytes: String, ends: Vec<u32>) -> Option<Self> {
        let is_end = |end: &u32| bytes.is_char_boundary(*end as usize);
        (ends.is_sorted() && ends.iter().all(is_end)).then_some(Self { bytes, ends })
    }

    /// All texts end to end.
    pub(super) fn bytes(&self) -> &str {
        &self.bytes
    }

    pub(super) fn ends(&self) -> &[u32] {
        &self.ends
    }

    /// Bytes of text held.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The rows of a range as an Arrow array, empty texts as null.
    #[must_use]
    pub fn array(&self, rows: Range<usize>) -> ArrayRef {
        let mut builder = StringBuilder::with_capacity(rows.len(), rows.len() * 16);
        for row in rows {
            builder.append_option(Some(self.get(row)).filter(|text| !text.is_empty()));
        }
        Arc::new(builder.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::TextColumn;

    #[test]
    fn rows_come_back_and_a_column_never_filled_is_null() {
        let mut column = TextColumn::default();
        assert_eq!(column.get(3), "");
        for text in ["a", "", "xóm Nà Pò"] {
            column.push(text);
        }
        assert_eq!(
            (column.get(0), column.get(1), column.get(2)),
            ("a", "", "xóm Nà Pò")
        );
        assert_eq!(column.array(0..3).null_count(), 1);
        column.retain(&[false, true, true, true]);
        assert_eq!(
            (column.get(0), column.get(1), column.get(2)),
            ("", "xóm Nà Pò", "")
        );
    }
}
