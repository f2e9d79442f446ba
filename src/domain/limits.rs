//! How much of a file is read before it is called hostile or broken.
//!
//! Set in `[limits]` of pipeline.toml. Each default is several times what the largest honest file needs.

/// Limits that every reader obeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows of one table that is read whole. A sheet of Excel has 1,048,576 at most; text that arrives row by
    /// row is not bounded.
    pub rows: u32,
    /// Columns of one table: the widest template has 103.
    pub columns: u32,
    /// Bytes of one cell; Excel writes 32,767 characters at most.
    pub cell_bytes: u32,
    /// MiB that a workbook, an archive or a compressed file may unpack to.
    pub unpacked_mib: u32,
    /// MiB that a file that must be read whole may have, and that its cells may take in memory; texts that they share
    /// may take half as much beside them. A million persons take some 200.
    pub table_mib: u32,
    /// Elements inside each other: health records have some twelve.
    pub xml_depth: u32,
    /// MiB of one row of delimited text.
    pub line_mib: u32,
    /// Files in one zip archive.
    pub archive_entries: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rows: 2_000_000,
            columns: 1024,
            cell_bytes: 1 << 20,
            unpacked_mib: 1024,
            table_mib: 256,
            xml_depth: 64,
            line_mib: 1,
            archive_entries: 20_000,
        }
    }
}

impl Limits {
    /// [`Limits::unpacked_mib`] in bytes.
    #[must_use]
    pub fn unpacked_bytes(&self) -> u64 {
        u64::from(self.unpacked_mib) << 20
    }

    /// [`Limits::table_mib`] in bytes.
    #[must_use]
    pub fn table_bytes(&self) -> usize {
        (self.table_mib as usize) << 20
    }
}
