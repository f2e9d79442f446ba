//! `[limits]`: how much of a file is read.

use std::ops::RangeInclusive;

use crate::domain::Limits;

use super::document::Reported;
use super::section::Section;

pub fn read(section: &Section<'_>) -> Result<Limits, Reported> {
    let default = Limits::default();
    let count = |key, range: RangeInclusive<u32>, default| {
        section
            .optional(key)
            .map_or(Ok(default), |item| item.count(range))
    };
    // Positions in a table are kept in 32 bits: its text must stay under 4 GiB.
    let rows = count("rows", 1000..=100_000_000, default.rows);
    let columns = count("columns", 100..=16_384, default.columns);
    let cell_bytes = count("cell_bytes", 1024..=1 << 28, default.cell_bytes);
    let unpacked_mib = count("unpacked_mib", 1..=1 << 20, default.unpacked_mib);
    let table_mib = count("table_mib", 1..=2048, default.table_mib);
    let xml_depth = count("xml_depth", 8..=1024, default.xml_depth);
    let line_mib = count("line_mib", 1..=64, default.line_mib);
    let archive_entries = count("archive_entries", 1..=10_000_000, default.archive_entries);
    Ok(Limits {
        rows: rows?,
        columns: columns?,
        cell_bytes: cell_bytes?,
        unpacked_mib: unpacked_mib?,
        table_mib: table_mib?,
        xml_depth: xml_depth?,
        line_mib: line_mib?,
        archive_entries: archive_entries?,
    })
}
