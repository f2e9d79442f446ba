//! XLSB: the parts of a workbook as binary records in a zip archive.

use std::collections::HashMap;
use std::io::{BufReader, Read};

use super::number_format::{NumberFormat, is_built_in_day, is_day};
use super::sheet::{Budget, Merge, SheetWriter, error_text};
use super::strings::Strings;
use super::xls::{Bytes, push_utf_16};
use super::xlsx::relations::{Relations, workbook_part};
use super::{RawSheet, SheetState};
use crate::ingest::IngestError;
use crate::ingest::package::{Package, read_error};

/// Reads every sheet of a workbook.
///
/// # Errors
/// Parts that are missing, broken or hostile.
pub fn read(package: &mut Package, budget: &Budget) -> Result<Vec<RawSheet>, IngestError> {
    let workbook = workbook_part(package, budget)?;
    let relations = Relations::of(package, &workbook, budget)?;
    let (is_1904, heads) = read_workbook(package, &workbook, budget)?;
    let strings = match relations.of_type("sharedStrings") {
        Some(part) => read_strings(package, part, budget)?,
        None => Strings::default(),
    };
    let formats = match relations.of_type("styles") {
        Some(part) => read_formats(package, part, is_1904, budget)?,
        None => Vec::new(),
    };
    let mut sheets = Vec::with_capacity(heads.len());
    for head in heads {
        let missing = || IngestError::Workbook {
            message: format!("its sheet `{}` is missing", head.name),
        };
        let (kind, part) = relations.of_id(&head.relation).ok_or_else(missing)?;
        if kind != "worksheet" {
            sheets.push(RawSheet::no_worksheet(head.name));
            continue;
        }
        let mut records = Records::open(package, part, budget)?.ok_or_else(missing)?;
        let mut reader = SheetReader {
            writer: SheetWriter::new(&head.name, budget),
            strings: &strings,
            formats: &formats,
            row: 0,
            column: None,
        };
        while let Some((number, bytes)) = records.next()? {
            reader.read(number, Bytes(bytes))?;
        }
        sheets.push(RawSheet {
            is_1904,
            ..reader.writer.finish(head.state)
        });
    }
    Ok(sheets)
}

struct SheetHead {
    name: String,
    state: SheetState,
    relation: String,
}

fn read_workbook(
    package: &mut Package,
    part: &str,
    budget: &Budget,
) -> Result<(bool, Vec<SheetHead>), IngestError> {
    let (mut is_1904, mut sheets) = (false, Vec::new());
    let mut records =
        Records::open(package, part, budget)?.ok_or_else(|| IngestError::Workbook {
            message: "its list of sheets is missing".to_owned(),
        })?;
    while let Some((number, bytes)) = records.next()? {
        let mut bytes = Bytes(bytes);
        match number {
            0x0099 => is_1904 = bytes.u32()? & 1 != 0,
            0x009c => {
                let state = match bytes.u32()? {
                    0 => SheetState::Shown,
                    _ => SheetState::Hidden,
                };
                bytes.u32()?;
                let relation = wide_text(&mut bytes)?;
                let name = wide_text(&mut bytes)?;
                sheets.push(SheetHead {
                    name,
                    state,
                    relation,
                });
            }
            _ => {}
        }
    }
    Ok((is_1904, sheets))
}

fn read_strings(
    package: &mut Package,
    part: &str,
    budget: &Budget,
) -> Result<Strings, IngestError> {
    let mut strings = Strings::default();
    let Some(mut records) = Records::open(package, part, budget)? else {
        return Ok(strings);
    };
    while let Some((number, bytes)) = records.next()? {
        if number == 0x0013 {
            let mut bytes = Bytes(bytes);
            // Whether fonts and how it is spoken stand behind the text.
            bytes.u8()?;
            strings.push(&wide_text(&mut bytes)?, budget)?;
        }
    }
    Ok(strings)
}

fn read_formats(
    package: &mut Package,
    part: &str,
    is_1904: bool,
    budget: &Budget,
) -> Result<Vec<NumberFormat>, IngestError> {
    let mut formats = Vec::new();
    let Some(mut records) = Records::open(package, part, budget)? else {
        return Ok(formats);
    };
    let mut own: HashMap<u16, bool> = HashMap::new();
    let mut is_cells = false;
    while let Some((number, bytes)) = records.next()? {
        let mut bytes = Bytes(bytes);
        match number {
            0x002c => {
                let id = bytes.u16()?;
                own.insert(id, is_day(&wide_text(&mut bytes)?));
            }
            0x0269 => is_cells = true,
            0x026a => is_cells = false,
            0x002f if is_cells => {
                bytes.u16()?;
                let id = bytes.u16()?;
                let is_day = own.get(&id).copied();
                formats.push(
                    match is_day.unwrap_or_else(|| is_built_in_day(u32::from(id))) {
                        true => NumberFormat::day(is_1904),
                        false => NumberFormat::Plain,
                    },
                );
            }
            _ => {}
        }
    }
    Ok(formats)
}

/// A text of letters of two bytes behind its length; a length of all ones is no text.
fn wide_text(bytes: &mut Bytes<'_>) -> Result<String, IngestError> {
    let mut text = String::new();
    let letters = bytes.u32()?;
    if letters != u32::MAX {
        let (pairs, _) = bytes
            .slice((letters as usize).saturating_mul(2))?
            .as_chunks::<2>();
        push_utf_16(
            pairs.iter().map(|pair| u16::from_le_bytes(*pair)),
            &mut text,
        );
    }
    Ok(text)
}

/// The records of a part.
struct Records<'b, R> {
    part: String,
    source: BufReader<R>,
    bytes: Vec<u8>,
    budget: &'b Budget,
}

impl<'b> Records<'b, ()> {
    fn open<'p>(
        package: &'p mut Package,
        part: &str,
        budget: &'b Budget,
    ) -> Result<Option<Records<'b, impl Read + use<'p, 'b>>>, IngestError> {
        let source = package.part(part)?;
        Ok(source.map(|source| Records {
            part: part.to_owned(),
            source: BufReader::new(source),
            bytes: Vec::new(),
            budget,
        }))
    }
}

impl<R: Read> Records<'_, R> {
    /// The number of the next record and its bytes.
    fn next(&mut self) -> Result<Option<(u16, &[u8])>, IngestError> {
        let Some(first) = self.byte()? else {
            return Ok(None);
        };
        let mut number = u16::from(first);
        if first & 0x80 != 0 {
            number = number & 0x7f | u16::from(self.expect_byte()? & 0x7f) << 7;
        }
        let mut length = 0_usize;
        for shift in [0, 7, 14, 21] {
            let byte = self.expect_byte()?;
            length |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        // A text has two bytes a letter, and a few more.
        let limits = &self.budget.limits;
        if length > 2 * limits.cell_bytes as usize + 64 {
            return Err(IngestError::over(
                format!("{} holds a cell of more bytes than that", self.part),
                "cell_bytes",
                limits.cell_bytes,
            ));
        }
        self.bytes.clear();
        let read = (&mut self.source)
            .take(length as u64)
            .read_to_end(&mut self.bytes);
        match read {
            Ok(read) if read == length => Ok(Some((number, &self.bytes))),
            Ok(_) => Err(self.breaks_off()),
            Err(cause) => Err(read_error(&self.part, cause)),
        }
    }

    fn byte(&mut self) -> Result<Option<u8>, IngestError> {
        let mut byte = [0];
        match self.source.read(&mut byte) {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(byte[0])),
            Err(cause) => Err(read_error(&self.part, cause)),
        }
    }

    fn expect_byte(&mut self) -> Result<u8, IngestError> {
        self.byte()?.ok_or_else(|| self.breaks_off())
    }

    fn breaks_off(&self) -> IngestError {
        IngestError::Workbook {
            message: format!("{} breaks off", self.part),
        }
    }
}

struct SheetReader<'s> {
    writer: SheetWriter<'s>,
    strings: &'s Strings,
    formats: &'s [NumberFormat],
    row: u32,
    /// Of the cell before.
    column: Option<u32>,
}

impl SheetReader<'_> {
    fn read(&mut self, number: u16, mut bytes: Bytes<'_>) -> Result<(), IngestError> {
        match number {
            0x0000 => {
                self.row = bytes.u32()?;
                self.column = None;
                Ok(())
            }
            0x00b0 => {
                let rows = (bytes.u32()?, bytes.u32()?);
                let columns = (bytes.u32()?, bytes.u32()?);
                self.writer.merge(Merge { rows, columns });
                Ok(())
            }
            // Cells, and short ones that stand right of the one before.
            1..=11 | 62 => {
                self.column = Some(bytes.u32()?);
                self.cell(number, bytes)
            }
            12..=18 => {
                self.column = Some(self.column.map_or(0, |column| column.saturating_add(1)));
                self.cell(number - 11, bytes)
            }
            _ => Ok(()),
        }
    }

    fn cell(&mut self, number: u16, mut bytes: Bytes<'_>) -> Result<(), IngestError> {
        let (row, column) = (self.row, self.column.unwrap_or(0));
        let style = bytes.u32()? & 0x00ff_ffff;
        let format = self
            .formats
            .get(style as usize)
            .copied()
            .unwrap_or_default();
        match number {
            2 => self.writer.number(row, column, bytes.rk()?, format),
            5 | 9 => self.writer.number(row, column, bytes.f64()?, format),
            4 | 10 => {
                let value = if bytes.u8()? == 0 { "false" } else { "true" };
                self.writer.text(row, column, value)
            }
            6 | 8 => self.writer.text(row, column, &wide_text(&mut bytes)?),
            62 => {
                bytes.u8()?;
                self.writer.text(row, column, &wide_text(&mut bytes)?)
            }
            7 => {
                let index = bytes.u32()? as usize;
                let text = self
                    .strings
                    .get(index)
                    .ok_or_else(|| IngestError::Workbook {
                        message: format!(
                            "row {} refers to a text that is not there",
                            row.saturating_add(1)
                        ),
                    })?;
                self.writer.text(row, column, text)
            }
            3 | 11 => self.writer.lost(row, column, error_text(bytes.u8()?)),
            _ => Ok(()),
        }
    }
}
