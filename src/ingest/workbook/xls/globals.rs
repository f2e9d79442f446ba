//! What all sheets of an old workbook share: their names, formats and texts.

use std::collections::HashMap;

use super::super::SheetState;
use super::super::number_format::{NumberFormat, is_built_in_day, is_day};
use super::super::sheet::Budget;
use super::super::strings::Strings;
use super::records::{LongBytes, Records};
use super::{short_text, text};
use crate::ingest::IngestError;
use crate::ingest::encoding::ColumnEncoding;

/// Which program wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Excel 5 and 95: texts are bytes.
    Excel5,
    /// Excel 97 to 2003.
    Excel97,
}

/// More sheets than this no office made.
const SHEETS_MAX: usize = 1024;

/// A sheet and where its records begin.
#[derive(Debug)]
pub struct SheetHead {
    pub name: String,
    pub start: usize,
    pub state: SheetState,
    pub is_worksheet: bool,
}

#[derive(Debug)]
pub struct Globals {
    pub version: Version,
    pub sheets: Vec<SheetHead>,
    pub strings: Strings,
    /// By the number of a cell's style, how its number is meant and which old encoding its font draws.
    styles: Vec<(NumberFormat, Option<ColumnEncoding>)>,
    /// Whether a style has a font that draws an old encoding.
    pub has_old_fonts: bool,
    /// Whether days are counted from 1904.
    pub is_1904: bool,
}

impl Globals {
    /// Reads the records before the first sheet.
    ///
    /// # Errors
    /// A password, a version before Excel 5, and records that are broken.
    pub fn read(stream: &[u8], budget: &Budget) -> Result<Self, IngestError> {
        let mut globals = Self {
            version: Version::Excel97,
            sheets: Vec::new(),
            strings: Strings::default(),
            styles: Vec::new(),
            has_old_fonts: false,
            is_1904: false,
        };
        let mut own: HashMap<u16, bool> = HashMap::new();
        let mut fonts: Vec<Option<ColumnEncoding>> = Vec::new();
        let mut styles: Vec<(u16, u16)> = Vec::new();
        let mut is_ended = false;
        for record in Records(stream) {
            let mut bytes = record.bytes();
            match record.number {
                0x0809 => {
                    globals.version = match bytes.u16()? {
                        0x0500 => Version::Excel5,
                        0x0600 => Version::Excel97,
                        _ => return Err(too_old()),
                    };
                }
                // A password for opening.
                0x002f => return Err(IngestError::Password),
                0x0022 => globals.is_1904 = bytes.u16()? == 1,
                0x041e => {
                    let id = bytes.u16()?;
                    let code = match globals.version {
                        Version::Excel97 => text(&record, bytes, globals.version)?,
                        Version::Excel5 => short_text(bytes, globals.version)?,
                    };
                    own.insert(id, is_day(&code));
                }
                0x0031 => {
                    // Height, flags, colour, weight, position, underline, family, character set.
                    let _: [u8; 14] = bytes.take()?;
                    let name = short_text(bytes, globals.version)?;
                    fonts.push(ColumnEncoding::of_font(&name));
                    // There is no font number 4.
                    if fonts.len() == 4 {
                        fonts.push(None);
                    }
                }
                0x00e0 => styles.push((bytes.u16()?, bytes.u16()?)),
                0x0085 if globals.sheets.len() == SHEETS_MAX => {
                    return Err(IngestError::Workbook {
                        message: format!("it has more than {SHEETS_MAX} sheets"),
                    });
                }
                0x0085 => {
                    let start = bytes.u32()? as usize;
                    let (state, kind) = (bytes.u8()?, bytes.u8()?);
                    globals.sheets.push(SheetHead {
                        name: short_text(bytes, globals.version)?.replace('\0', ""),
                        start,
                        state: match state & 3 {
                            0 => SheetState::Shown,
                            _ => SheetState::Hidden,
                        },
                        is_worksheet: kind == 0,
                    });
                }
                0x00fc => globals.read_strings(record.parts, budget)?,
                0x000a => {
                    is_ended = true;
                    break;
                }
                _ => {}
            }
        }
        if !is_ended {
            return Err(IngestError::Workbook {
                message: "it breaks off: it was only half written".to_owned(),
            });
        }
        let format = |style: &u16| {
            let is_day = own.get(style).copied();
            match is_day.unwrap_or_else(|| is_built_in_day(u32::from(*style))) {
                true => NumberFormat::day(globals.is_1904),
                false => NumberFormat::Plain,
            }
        };
        let style = |(font, number): &(u16, u16)| {
            let font = fonts.get(usize::from(*font)).copied().flatten();
            (format(number), font)
        };
        globals.styles = styles.iter().map(style).collect();
        globals.has_old_fonts = globals.styles.iter().any(|(_, font)| font.is_some());
        Ok(globals)
    }

    fn read_strings(&mut self, parts: Vec<&[u8]>, budget: &Budget) -> Result<(), IngestError> {
        let mut parts = parts;
        if let Some(first) = parts.first_mut() {
            // How many there are: the record itself tells.
            *first = first.get(8..).unwrap_or_default();
        }
        let mut bytes = LongBytes::new(parts);
        let mut text = String::new();
        while !bytes.is_empty() {
            text.clear();
            bytes.shared_text(&mut text)?;
            self.strings.push(&text, budget)?;
        }
        Ok(())
    }

    /// How the numbers of cells in a style are meant.
    #[must_use]
    pub fn format(&self, style: u16) -> NumberFormat {
        self.style(style).0
    }

    /// The old encoding that the font of a style draws.
    #[must_use]
    pub fn font(&self, style: u16) -> Option<ColumnEncoding> {
        self.style(style).1
    }

    fn style(&self, style: u16) -> (NumberFormat, Option<ColumnEncoding>) {
        let known = self.styles.get(usize::from(style)).copied();
        known.unwrap_or_default()
    }
}

fn too_old() -> IngestError {
    IngestError::Foreign {
        what: "a workbook of Excel 4 or before",
        advice: "open it in Excel or LibreOffice and save it as .xlsx",
    }
}
