//! The cells of one sheet of an old workbook.

use super::super::RawSheet;
use super::super::fonts::FontVotes;
use super::super::number_format::write_number;
use super::super::sheet::{Budget, Merge, SheetWriter, error_text};
use super::globals::{Globals, SheetHead};
use super::records::{Bytes, Record, Records};
use super::text;
use crate::ingest::IngestError;

/// Reads the sheet that `head` tells of.
///
/// # Errors
/// Records that are broken, and more cells than the limits allow.
pub fn read(
    stream: &[u8],
    head: &SheetHead,
    globals: &Globals,
    budget: &Budget,
) -> Result<RawSheet, IngestError> {
    let records = stream
        .get(head.start..)
        .ok_or_else(|| IngestError::Workbook {
            message: format!(
                "its sheet `{}` is missing: it was only half written",
                head.name
            ),
        })?;
    let mut reader = SheetReader {
        globals,
        budget,
        cells: Cells::default(),
        merges: Vec::new(),
        formula: None,
        has_lost: false,
        fonts: FontVotes::default(),
    };
    let (mut depth, mut is_ended) = (0_u32, false);
    for record in Records(records) {
        match record.number {
            0x0809 => depth += 1,
            0x000a => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    is_ended = true;
                    break;
                }
            }
            // A chart inside the sheet has cells of its own.
            _ if depth == 1 => reader.read(&record)?,
            _ => {}
        }
    }
    if !is_ended {
        return Err(IngestError::Workbook {
            message: format!(
                "its sheet `{}` breaks off: it was only half written",
                head.name
            ),
        });
    }
    let mut writer = SheetWriter::new(&head.name, budget);
    reader.cells.write(&mut writer)?;
    reader
        .merges
        .into_iter()
        .for_each(|merge| writer.merge(merge));
    let mut sheet = writer.finish(head.state);
    sheet.has_lost = reader.has_lost;
    sheet.is_1904 = globals.is_1904;
    sheet.fonts = reader.fonts.finish();
    Ok(sheet)
}

/// Cells in the order of their records, which need not be that of the sheet.
#[derive(Default)]
struct Cells {
    text: String,
    /// Row and column, and where the text ends.
    ends: Vec<(u16, u16, u32)>,
}

impl Cells {
    fn end(&mut self, row: u16, column: u16, budget: &Budget) -> Result<(), IngestError> {
        let held = self.text.len() + 8 * self.ends.len();
        let Some(end) = u32::try_from(self.text.len())
            .ok()
            .filter(|_| held <= budget.limits.table_bytes())
        else {
            let limit = budget.limits.table_mib;
            let what = format!("one of its sheets holds more than {limit} MiB");
            return Err(IngestError::over(what, "table_mib", limit));
        };
        self.ends.push((row, column, end));
        Ok(())
    }

    fn write(self, writer: &mut SheetWriter<'_>) -> Result<(), IngestError> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(.., end)| *end));
        let mut cells: Vec<(u16, u16, u32, u32)> = starts
            .zip(&self.ends)
            .map(|(start, (row, column, end))| (*row, *column, start, *end))
            .collect();
        cells.sort_by_key(|(row, column, ..)| (*row, *column));
        let mut cells = cells.into_iter().peekable();
        while let Some((row, column, start, end)) = cells.next() {
            // Of several records for one cell the last one stands.
            if cells
                .peek()
                .is_some_and(|next| (next.0, next.1) == (row, column))
            {
                continue;
            }
            let text = &self.text[start as usize..end as usize];
            writer.text(u32::from(row), u32::from(column), text)?;
        }
        Ok(())
    }
}

struct SheetReader<'g> {
    globals: &'g Globals,
    budget: &'g Budget,
    cells: Cells,
    merges: Vec<Merge>,
    /// A formula whose text comes in the next record.
    formula: Option<(u16, u16)>,
    has_lost: bool,
    fonts: FontVotes,
}

impl SheetReader<'_> {
    fn read(&mut self, record: &Record<'_>) -> Result<(), IngestError> {
        let mut bytes = record.bytes();
        match record.number {
            0x0203 => {
                let (row, column, style) = head(&mut bytes)?;
                self.number(row, column, style, bytes.f64()?)
            }
            0x027e => {
                let (row, column, style) = head(&mut bytes)?;
                self.number(row, column, style, bytes.rk()?)
            }
            0x00bd => {
                let (row, first) = (bytes.u16()?, bytes.u16()?);
                let columns = bytes.0.len().saturating_sub(2) / 6;
                for at in 0..columns {
                    let (style, number) = (bytes.u16()?, bytes.rk()?);
                    let column = first.saturating_add(u16::try_from(at).unwrap_or(u16::MAX));
                    self.number(row, column, style, number)?;
                }
                Ok(())
            }
            0x00fd => {
                let (row, column, style) = head(&mut bytes)?;
                let index = bytes.u32()? as usize;
                let text =
                    self.globals
                        .strings
                        .get(index)
                        .ok_or_else(|| IngestError::Workbook {
                            message: format!(
                                "row {} refers to a text that is not there",
                                u32::from(row) + 1
                            ),
                        })?;
                if self.globals.has_old_fonts {
                    let font = self.globals.font(style);
                    self.fonts
                        .add(u32::from(row), u32::from(column), font, text);
                }
                self.cells.text.push_str(text);
                self.cells.end(row, column, self.budget)
            }
            0x0204 | 0x00d6 => {
                let (row, column, style) = head(&mut bytes)?;
                let text = text(record, bytes, self.globals.version)?;
                if self.globals.has_old_fonts {
                    let font = self.globals.font(style);
                    self.fonts
                        .add(u32::from(row), u32::from(column), font, &text);
                }
                self.text(row, column, &text)
            }
            0x0205 => {
                let (row, column, _) = head(&mut bytes)?;
                let (value, is_error) = (bytes.u8()?, bytes.u8()?);
                match is_error {
                    0 => self.bool(row, column, value),
                    _ => self.lost(row, column, value),
                }
            }
            0x0006 => self.formula(bytes),
            0x0207 => match self.formula.take() {
                Some((row, column)) => {
                    self.text(row, column, &text(record, bytes, self.globals.version)?)
                }
                None => Ok(()),
            },
            0x00e5 => {
                let count = bytes.u16()?;
                for _ in 0..count {
                    let (first, last) = (u32::from(bytes.u16()?), u32::from(bytes.u16()?));
                    let columns = (u32::from(bytes.u16()?), u32::from(bytes.u16()?));
                    self.merges.push(Merge {
                        rows: (first, last),
                        columns,
                    });
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The value that was saved with a formula.
    fn formula(&mut self, mut bytes: Bytes<'_>) -> Result<(), IngestError> {
        let (row, column, style) = head(&mut bytes)?;
        let value: [u8; 8] = bytes.take()?;
        if value[6..] != [0xff, 0xff] {
            return self.number(row, column, style, f64::from_le_bytes(value));
        }
        match value[0] {
            0 => {
                self.formula = Some((row, column));
                Ok(())
            }
            1 => self.bool(row, column, value[2]),
            2 => self.lost(row, column, value[2]),
            _ => Ok(()),
        }
    }

    fn number(
        &mut self,
        row: u16,
        column: u16,
        style: u16,
        number: f64,
    ) -> Result<(), IngestError> {
        write_number(&mut self.cells.text, number, self.globals.format(style));
        self.cells.end(row, column, self.budget)
    }

    fn lost(&mut self, row: u16, column: u16, error: u8) -> Result<(), IngestError> {
        self.has_lost = true;
        self.text(row, column, error_text(error))
    }

    fn bool(&mut self, row: u16, column: u16, value: u8) -> Result<(), IngestError> {
        self.text(row, column, if value == 0 { "false" } else { "true" })
    }

    fn text(&mut self, row: u16, column: u16, text: &str) -> Result<(), IngestError> {
        self.cells.text.push_str(text);
        self.cells.end(row, column, self.budget)
    }
}

/// Row, column and style of a cell.
fn head(bytes: &mut Bytes<'_>) -> Result<(u16, u16, u16), IngestError> {
    Ok((bytes.u16()?, bytes.u16()?, bytes.u16()?))
}
