//! Workbooks of Excel 2003 in one XML file, which often call themselves .xls.

use std::collections::HashSet;

use super::number_format::{NumberFormat, is_day, write_number};
use super::sheet::{Budget, Merge, SheetWriter};
use super::{RawSheet, SheetState};
use crate::ingest::IngestError;
use crate::ingest::markup::{Markup, MarkupError, Tag, Token, unescape};
use crate::ingest::package::markup_error;

/// Reads every sheet of a workbook.
///
/// # Errors
/// XML that is broken or hostile.
pub fn read(bytes: &[u8], budget: &Budget) -> Result<Vec<RawSheet>, IngestError> {
    let mut markup = Markup::new(bytes, budget.limits.cell_bytes as usize);
    let mut sheets = Vec::new();
    read_sheets(&mut markup, budget, &mut sheets).map_err(|fault| match fault {
        Fault::Markup(cause) => markup_error("it", cause, &budget.limits),
        Fault::Sheet(error) => error,
    })?;
    Ok(sheets)
}

/// Why the workbook cannot be read.
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

/// How the numbers of the workbook are meant.
#[derive(Default)]
struct Styles {
    is_1904: bool,
    /// The style being read.
    open: String,
    /// Styles that show days.
    days: HashSet<String>,
}

impl Styles {
    fn read(&mut self, tag: &Tag<'_>) -> Result<(), MarkupError> {
        match tag.name {
            b"Date1904" => self.is_1904 = true,
            b"Style" => self.open = tag.text("ID")?.unwrap_or_default(),
            b"NumberFormat" => {
                let code = tag.text("Format")?.unwrap_or_default();
                // Formats have names too: Short Date, Long Time.
                if is_day(&code) || code.ends_with(" Date") || code.ends_with(" Time") {
                    self.days.insert(self.open.clone());
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn format(&self, style: &str) -> NumberFormat {
        match self.days.contains(style) {
            true => NumberFormat::day(self.is_1904),
            false => NumberFormat::Plain,
        }
    }
}

fn read_sheets(
    markup: &mut Markup<&[u8]>,
    budget: &Budget,
    sheets: &mut Vec<RawSheet>,
) -> Result<(), Fault> {
    let mut styles = Styles::default();
    while let Some(token) = markup.token()? {
        let Token::Start(tag) = token else { continue };
        if tag.name != b"Worksheet" {
            styles.read(&tag)?;
            continue;
        }
        let is_empty = tag.is_empty;
        let name = tag.text("Name")?.unwrap_or_default();
        if is_empty {
            sheets.push(SheetWriter::new(&name, budget).finish(SheetState::Shown));
            continue;
        }
        let mut reader = SheetReader {
            markup,
            writer: SheetWriter::new(&name, budget),
            styles: &styles,
            cell: Cell::default(),
        };
        let state = reader.read()?;
        sheets.push(RawSheet {
            is_1904: styles.is_1904,
            ..reader.writer.finish(state)
        });
    }
    Ok(())
}

struct SheetReader<'m, 'b, 'x> {
    markup: &'m mut Markup<&'x [u8]>,
    writer: SheetWriter<'b>,
    styles: &'m Styles,
    cell: Cell,
}

/// The cell being read.
#[derive(Default)]
struct Cell {
    row: u32,
    column: u32,
    kind: Kind,
    format: NumberFormat,
    text: String,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[default]
    Text,
    Number,
    Day,
    Bool,
    Error,
}

impl SheetReader<'_, '_, '_> {
    /// Reads to the end of the sheet; says whether it is shown.
    fn read(&mut self) -> Result<SheetState, Fault> {
        let mut state = SheetState::Shown;
        let (mut is_value, mut is_visible) = (false, false);
        // Of the next cell.
        let (mut row, mut column) = (0_u32, 0_u32);
        loop {
            match self.markup.token()?.ok_or(MarkupError::BreaksOff)? {
                Token::Start(tag) => match tag.name {
                    b"Row" => {
                        row = index(&tag).unwrap_or(row);
                        column = 0;
                        if tag.is_empty {
                            let span = tag.number("Span").unwrap_or(0_u32);
                            row = row.saturating_add(1).saturating_add(span);
                        }
                    }
                    b"Cell" => {
                        column = index(&tag).unwrap_or(column);
                        let across = tag.number("MergeAcross").unwrap_or(0_u32);
                        let down = tag.number("MergeDown").unwrap_or(0_u32);
                        if across > 0 || down > 0 {
                            self.writer.merge(Merge {
                                rows: (row, row.saturating_add(down)),
                                columns: (column, column.saturating_add(across)),
                            });
                        }
                        let style = tag.text("StyleID")?.unwrap_or_default();
                        self.cell.format = self.styles.format(&style);
                        (self.cell.row, self.cell.column) = (row, column);
                        column = column.saturating_add(1).saturating_add(across);
                    }
                    b"Data" => {
                        self.cell.text.clear();
                        self.cell.kind = match tag.raw("Type") {
                            Some(b"Number") => Kind::Number,
                            Some(b"DateTime") => Kind::Day,
                            Some(b"Boolean") => Kind::Bool,
                            Some(b"Error") => Kind::Error,
                            _ => Kind::Text,
                        };
                        is_value = !tag.is_empty;
                    }
                    b"Comment" if !tag.is_empty => self.markup.skip()?,
                    b"Visible" => is_visible = !tag.is_empty,
                    _ => {}
                },
                Token::Text(raw) if is_value => unescape(raw, &mut self.cell.text)?,
                Token::Literal(raw) if is_value => {
                    let text = std::str::from_utf8(raw).map_err(|_| MarkupError::NotUtf8)?;
                    self.cell.text.push_str(text);
                }
                Token::Text(raw) if is_visible && raw.trim_ascii() != b"SheetVisible" => {
                    state = SheetState::Hidden;
                }
                Token::Text(_) | Token::Literal(_) => {}
                Token::End(b"Data") => {
                    is_value = false;
                    self.write()?;
                }
                Token::End(b"Visible") => is_visible = false,
                Token::End(b"Row") => row = row.saturating_add(1),
                Token::End(b"Worksheet") => return Ok(state),
                Token::End(_) => {}
            }
        }
    }

    fn write(&mut self) -> Result<(), IngestError> {
        let Cell {
            row,
            column,
            kind,
            format,
            text,
        } = &self.cell;
        let mut number = String::new();
        let text = match kind {
            Kind::Error => return self.writer.lost(*row, *column, text),
            Kind::Text => text.as_str(),
            Kind::Bool => {
                if text.trim() == "1" {
                    "true"
                } else {
                    "false"
                }
            }
            Kind::Day => text.trim().split('T').next().unwrap_or_default(),
            Kind::Number => match text.trim().parse::<f64>() {
                Ok(value) => {
                    write_number(&mut number, value, *format);
                    &number
                }
                Err(_) => text,
            },
        };
        self.writer.text(*row, *column, text)
    }
}

/// A place that is given from 1.
fn index(tag: &Tag<'_>) -> Option<u32> {
    tag.number::<u32>("Index")
        .and_then(|index| index.checked_sub(1))
}
