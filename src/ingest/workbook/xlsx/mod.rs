//! XLSX and XLSM: XML parts in a zip archive.
//!
//! Sheets are read cell by cell; what a sheet claims of its size is not asked. Values are those of the cells, a
//! formula's the one that was saved with it.

pub mod relations;
mod styles;

use std::io::Read;

use relations::Relations;
use styles::{Style, Styles};

use super::number_format::NumberFormat;
use super::sheet::{Budget, SheetWriter, place, range};
use super::strings::{Strings, unescape_controls};
use super::{RawSheet, SheetState};
use crate::ingest::IngestError;
use crate::ingest::markup::{Markup, MarkupError, Tag, Token, unescape};
use crate::ingest::package::{Package, markup_error};

/// Reads every sheet of a workbook.
///
/// # Errors
/// Parts that are missing, broken or hostile.
pub fn read(package: &mut Package, budget: &Budget) -> Result<Vec<RawSheet>, IngestError> {
    let workbook = relations::workbook_part(package, budget)?;
    let relations = Relations::of(package, &workbook, budget)?;
    let parts = read_workbook(package, &workbook, budget)?;
    let strings = match relations.of_type("sharedStrings") {
        Some(part) => Strings::read(package, part, budget)?,
        None => Strings::default(),
    };
    let styles = match relations.of_type("styles") {
        Some(part) => Styles::read(package, part, parts.is_1904, budget)?,
        None => Styles::default(),
    };
    let mut sheets = Vec::with_capacity(parts.sheets.len());
    for sheet in parts.sheets {
        let (kind, part) =
            relations
                .of_id(&sheet.relation)
                .ok_or_else(|| IngestError::Workbook {
                    message: format!("its sheet `{}` is missing", sheet.name),
                })?;
        if kind != "worksheet" {
            sheets.push(RawSheet::no_worksheet(sheet.name));
            continue;
        }
        let markup = package.markup(part)?.ok_or_else(|| IngestError::Workbook {
            message: format!("its sheet `{}` is missing", sheet.name),
        })?;
        let mut reader = SheetReader {
            writer: SheetWriter::new(&sheet.name, budget),
            strings: &strings,
            styles: &styles,
            value: String::new(),
        };
        reader.read(markup).map_err(|fault| match fault {
            Fault::Markup(cause) => markup_error(part, cause, &budget.limits),
            Fault::Sheet(error) => error,
        })?;
        sheets.push(RawSheet {
            is_1904: parts.is_1904,
            ..reader.writer.finish(sheet.state)
        });
    }
    Ok(sheets)
}

struct WorkbookPart {
    is_1904: bool,
    sheets: Vec<SheetPart>,
}

struct SheetPart {
    name: String,
    state: SheetState,
    relation: String,
}

fn read_workbook(
    package: &mut Package,
    part: &str,
    budget: &Budget,
) -> Result<WorkbookPart, IngestError> {
    let mut workbook = WorkbookPart {
        is_1904: false,
        sheets: Vec::new(),
    };
    let Some(mut markup) = package.markup(part)? else {
        return Err(IngestError::Workbook {
            message: "its list of sheets is missing".to_owned(),
        });
    };
    let fault = |cause| markup_error(part, cause, &budget.limits);
    while let Some(token) = markup.token().map_err(fault)? {
        let Token::Start(tag) = token else { continue };
        match tag.name {
            b"workbookPr" => {
                workbook.is_1904 = matches!(tag.raw("date1904"), Some(b"1" | b"true" | b"on"));
            }
            b"sheet" => workbook.sheets.push(SheetPart {
                name: tag.text("name").map_err(fault)?.unwrap_or_default(),
                state: match tag.raw("state") {
                    Some(b"hidden" | b"veryHidden") => SheetState::Hidden,
                    _ => SheetState::Shown,
                },
                relation: tag.text("id").map_err(fault)?.unwrap_or_default(),
            }),
            _ => {}
        }
    }
    Ok(workbook)
}

/// Why a sheet cannot be read.
enum Fault {
    Markup(MarkupError),
    Sheet(IngestError),
}

impl From<MarkupError> for Fault {
    fn from(cause: MarkupError) -> Self {
        Self::Markup(cause)
    }
}

impl From<IngestError> for Fault {
    fn from(cause: IngestError) -> Self {
        Self::Sheet(cause)
    }
}

struct SheetReader<'s> {
    writer: SheetWriter<'s>,
    strings: &'s Strings,
    styles: &'s Styles,
    /// The text of the cell being read.
    value: String,
}

/// A cell as its start tag tells of it.
#[derive(Default)]
struct CellHead {
    row: u32,
    column: u32,
    kind: CellKind,
    style: Style,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum CellKind {
    #[default]
    Number,
    Shared,
    Inline,
    /// A formula's text.
    Text,
    Bool,
    Error,
    IsoDay,
}

impl SheetReader<'_> {
    fn read(&mut self, mut markup: Markup<impl Read>) -> Result<(), Fault> {
        let mut cell = CellHead::default();
        let mut is_value = false;
        // Of the next row and cell, where they do not say.
        let (mut row, mut column) = (0_u32, 0_u32);
        while let Some(token) = markup.token()? {
            match token {
                Token::Text(raw) if is_value => unescape(raw, &mut self.value)?,
                Token::Literal(raw) if is_value => {
                    let text = std::str::from_utf8(raw).map_err(|_| MarkupError::NotUtf8)?;
                    self.value.push_str(text);
                }
                Token::Text(_) | Token::Literal(_) => {}
                Token::Start(tag) => match tag.name {
                    b"c" => {
                        cell = self.head(&tag, row, column);
                        (row, column) = (cell.row, cell.column.saturating_add(1));
                        self.value.clear();
                    }
                    b"v" => is_value = !tag.is_empty && cell.kind != CellKind::Inline,
                    b"t" => is_value = !tag.is_empty && cell.kind == CellKind::Inline,
                    b"row" => {
                        let number = tag.number::<u32>("r").and_then(|row| row.checked_sub(1));
                        row = number.unwrap_or(row);
                        column = 0;
                        if tag.is_empty {
                            row = row.saturating_add(1);
                        }
                    }
                    // How a name is spoken, in eastern Asia.
                    b"rPh" if !tag.is_empty => markup.skip()?,
                    b"mergeCell" => {
                        if let Some(merge) = tag.raw("ref").and_then(range) {
                            self.writer.merge(merge);
                        }
                    }
                    _ => {}
                },
                Token::End(b"v" | b"t") => is_value = false,
                Token::End(b"c") => self.write(&cell)?,
                Token::End(b"row") => row = row.saturating_add(1),
                Token::End(_) => {}
            }
        }
        Ok(())
    }

    fn head(&self, tag: &Tag<'_>, row: u32, column: u32) -> CellHead {
        let mut head = CellHead {
            row,
            column,
            ..CellHead::default()
        };
        for (name, value) in tag.attributes() {
            match name {
                b"r" => (head.row, head.column) = place(value).unwrap_or((row, column)),
                b"s" => head.style = self.styles.style(value),
                b"t" => {
                    head.kind = match value {
                        b"s" => CellKind::Shared,
                        b"inlineStr" | b"is" => CellKind::Inline,
                        b"str" => CellKind::Text,
                        b"b" => CellKind::Bool,
                        b"e" => CellKind::Error,
                        b"d" => CellKind::IsoDay,
                        _ => CellKind::Number,
                    }
                }
                _ => {}
            }
        }
        head
    }

    fn write(&mut self, cell: &CellHead) -> Result<(), Fault> {
        let (row, column) = (cell.row, cell.column);
        let value = self.value.as_str();
        if value.is_empty() {
            return Ok(());
        }
        match cell.kind {
            CellKind::Error => self.writer.lost(row, column, value)?,
            CellKind::Shared => {
                let text = value
                    .trim()
                    .parse()
                    .ok()
                    .and_then(|index| self.strings.get(index));
                let text = text.ok_or_else(|| IngestError::Workbook {
                    message: format!(
                        "row {} refers to a text that is not there",
                        row.saturating_add(1)
                    ),
                })?;
                if self.styles.has_old_fonts {
                    self.writer.font(row, column, cell.style.font, text);
                }
                self.writer.text(row, column, text)?;
            }
            CellKind::Inline | CellKind::Text => {
                let text = unescape_controls(value);
                if self.styles.has_old_fonts {
                    self.writer.font(row, column, cell.style.font, &text);
                }
                self.writer.text(row, column, &text)?;
            }
            CellKind::Bool => {
                let is_true = matches!(value, "1" | "true");
                self.writer
                    .text(row, column, if is_true { "true" } else { "false" })?;
            }
            CellKind::IsoDay => self.writer.text(row, column, iso_day(value))?,
            CellKind::Number
                if cell.style.format == NumberFormat::Plain && is_written_out(value) =>
            {
                self.writer.text(row, column, value)?;
            }
            CellKind::Number => match value.trim().parse::<f64>() {
                Ok(number) => self.writer.number(row, column, number, cell.style.format)?,
                Err(_) => self.writer.text(row, column, value)?,
            },
        }
        Ok(())
    }
}

/// A whole number that a cell holds exactly and that is written as it will stand in the block.
fn is_written_out(value: &str) -> bool {
    let is_exact = value.len() <= 15 && value.bytes().all(|byte| byte.is_ascii_digit());
    is_exact && (value.len() == 1 || !value.starts_with('0'))
}

/// The day of `2026-11-20T00:00:00`.
fn iso_day(value: &str) -> &str {
    match value.split_once('T') {
        Some((day, _)) if day.len() == 10 => day,
        _ => value,
    }
}
