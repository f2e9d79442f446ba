//! ODS: the sheets of LibreOffice as XML in a zip archive.
//!
//! A cell or a row that repeats is written once with how often: millions of blank ones cost nothing here, and filled
//! ones are bounded as in any sheet.

use std::collections::HashSet;
use std::io::Read;

use super::number_format::{NumberFormat, write_number};
use super::sheet::{Budget, Merge, SheetWriter};
use super::{RawSheet, SheetState};
use crate::ingest::IngestError;
use crate::ingest::markup::{Markup, MarkupError, Tag, Token, unescape};
use crate::ingest::package::{Package, markup_error};

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Reads every sheet of a workbook.
///
/// # Errors
/// A password, and parts that are missing, broken or hostile.
pub fn read(package: &mut Package, budget: &Budget) -> Result<Vec<RawSheet>, IngestError> {
    if is_encrypted(package, budget)? {
        return Err(IngestError::Password);
    }
    let Some(markup) = package.markup(CONTENT)? else {
        return Err(IngestError::Workbook {
            message: "its content is missing".to_owned(),
        });
    };
    let reader = Reader {
        markup,
        budget,
        hidden_styles: HashSet::new(),
        table_style: String::new(),
    };
    reader.read().map_err(|fault| match fault {
        Fault::Markup(cause) => markup_error(CONTENT, cause, &budget.limits),
        Fault::Sheet(error) => error,
    })
}

fn is_encrypted(package: &mut Package, budget: &Budget) -> Result<bool, IngestError> {
    let Some(mut markup) = package.markup(MANIFEST)? else {
        return Ok(false);
    };
    let fault = |cause| markup_error(MANIFEST, cause, &budget.limits);
    loop {
        match markup.token() {
            Ok(Some(Token::Start(tag))) if tag.name == b"encryption-data" => return Ok(true),
            Ok(Some(_)) => {}
            // Manifests of old writers declare their document type.
            Ok(None) | Err(MarkupError::DocumentType) => return Ok(false),
            Err(cause) => return Err(fault(cause)),
        }
    }
}

/// Why the content cannot be read.
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

struct Reader<'b, R> {
    markup: Markup<R>,
    budget: &'b Budget,
    /// Styles of sheets that are not shown.
    hidden_styles: HashSet<String>,
    /// The style being read.
    table_style: String,
}

/// A cell as it is written once.
#[derive(Default)]
struct Cell {
    text: String,
    repeated: u32,
    merge: Option<(u32, u32)>,
    kind: Kind,
    /// The value beside the text that is shown.
    value: Option<String>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[default]
    Text,
    Number,
    Day,
    Bool,
    /// The value is lost.
    Error,
}

/// More cells than this in a row hold nothing.
const CELLS_MAX: usize = 1 << 20;

impl<R: Read> Reader<'_, R> {
    fn read(mut self) -> Result<Vec<RawSheet>, Fault> {
        let mut sheets = Vec::new();
        loop {
            let Some(token) = self.markup.token()? else {
                return Ok(sheets);
            };
            let Token::Start(tag) = token else { continue };
            match tag.name {
                b"style" => self.table_style = tag.text("name")?.unwrap_or_default(),
                b"table-properties" if tag.raw("display") == Some(b"false") => {
                    self.hidden_styles.insert(self.table_style.clone());
                }
                // What was deleted, under change tracking.
                b"tracked-changes" if !tag.is_empty => self.markup.skip()?,
                b"table" => {
                    let is_empty = tag.is_empty;
                    let name = tag.text("name")?.unwrap_or_default();
                    let style = tag.text("style-name")?.unwrap_or_default();
                    let state = match self.hidden_styles.contains(&style) {
                        true => SheetState::Hidden,
                        false => SheetState::Shown,
                    };
                    sheets.push(match is_empty {
                        true => SheetWriter::new(&name, self.budget).finish(state),
                        false => self.read_sheet(&name, state)?,
                    });
                }
                _ => {}
            }
        }
    }

    /// Reads to the end of the sheet whose start tag was just read.
    fn read_sheet(&mut self, name: &str, state: SheetState) -> Result<RawSheet, Fault> {
        let mut writer = SheetWriter::new(name, self.budget);
        let mut row = 0_u32;
        loop {
            match self.markup.token()?.ok_or(MarkupError::BreaksOff)? {
                Token::Start(tag) => match tag.name {
                    b"table-row" => {
                        let repeated = tag.number("number-rows-repeated").unwrap_or(1_u32);
                        let cells = if tag.is_empty {
                            Vec::new()
                        } else {
                            self.read_row()?
                        };
                        if cells.iter().any(|cell| !cell.text.is_empty()) {
                            for at in 0..repeated {
                                write_row(&mut writer, row.saturating_add(at), &cells)?;
                            }
                        }
                        row = row.saturating_add(repeated);
                    }
                    // Drawings, and a table behind the sheet.
                    b"shapes" | b"forms" | b"table" if !tag.is_empty => self.markup.skip()?,
                    _ => {}
                },
                Token::End(b"table") => return Ok(writer.finish(state)),
                _ => {}
            }
        }
    }

    fn read_row(&mut self) -> Result<Vec<Cell>, Fault> {
        let mut cells: Vec<Cell> = Vec::new();
        loop {
            match self.markup.token()?.ok_or(MarkupError::BreaksOff)? {
                Token::Start(tag) => match tag.name {
                    b"table-cell" | b"covered-table-cell" => {
                        let is_covered = tag.name == b"covered-table-cell";
                        let mut cell = head(&tag)?;
                        if !tag.is_empty {
                            self.read_text(&mut cell)?;
                        }
                        cell.settle();
                        // What a merge covers is kept in the file, and nobody sees it.
                        if is_covered {
                            cell.text.clear();
                        }
                        if cells.len() == CELLS_MAX {
                            return Err(MarkupError::TooLong.into());
                        }
                        cells.push(cell);
                    }
                    _ if !tag.is_empty => self.markup.skip()?,
                    _ => {}
                },
                Token::End(b"table-row") => return Ok(cells),
                _ => {}
            }
        }
    }

    /// The paragraphs of a cell.
    fn read_text(&mut self, cell: &mut Cell) -> Result<(), Fault> {
        let (mut depth, mut paragraphs) = (0_u32, 0_u32);
        let cell_bytes_max = self.budget.limits.cell_bytes as usize;
        loop {
            match self.markup.token()?.ok_or(MarkupError::BreaksOff)? {
                Token::Start(tag) => match tag.name {
                    // Comments and drawings are no value.
                    b"annotation" | b"shapes" | b"frame" | b"ruby-text" if !tag.is_empty => {
                        self.markup.skip()?;
                    }
                    b"s" => {
                        let blanks = tag.number("c").unwrap_or(1_usize).min(cell_bytes_max);
                        cell.text.extend(std::iter::repeat_n(' ', blanks));
                    }
                    b"tab" => cell.text.push('\t'),
                    b"line-break" => cell.text.push('\n'),
                    name => {
                        if name == b"p" {
                            if paragraphs > 0 {
                                cell.text.push('\n');
                            }
                            paragraphs += 1;
                        }
                        depth += u32::from(!tag.is_empty);
                    }
                },
                Token::Text(raw) if paragraphs > 0 => unescape(raw, &mut cell.text)?,
                Token::Literal(raw) if paragraphs > 0 => {
                    let text = std::str::from_utf8(raw).map_err(|_| MarkupError::NotUtf8)?;
                    cell.text.push_str(text);
                }
                Token::End(b"table-cell" | b"covered-table-cell") if depth == 0 => return Ok(()),
                Token::End(b"s" | b"tab" | b"line-break") => {}
                Token::End(_) => depth = depth.saturating_sub(1),
                Token::Text(_) | Token::Literal(_) => {}
            }
            if cell.text.len() > 2 * cell_bytes_max {
                return Err(MarkupError::TooLong.into());
            }
        }
    }
}

fn head(tag: &Tag<'_>) -> Result<Cell, Fault> {
    let mut cell = Cell {
        repeated: tag.number("number-columns-repeated").unwrap_or(1),
        ..Cell::default()
    };
    let rows = tag.number("number-rows-spanned").unwrap_or(1_u32);
    let columns = tag.number("number-columns-spanned").unwrap_or(1_u32);
    if rows > 1 || columns > 1 {
        cell.merge = Some((rows.max(1), columns.max(1)));
    }
    let is_error = tag
        .attributes()
        .any(|(name, value)| name == b"calcext:value-type" && value == b"error");
    let mut value = |kind, name| {
        cell.kind = kind;
        tag.text(name).map(|value| cell.value = value)
    };
    // `office:value-type` comes before what other programs add.
    match tag.raw("value-type") {
        _ if is_error => cell.kind = Kind::Error,
        Some(b"float" | b"percentage" | b"currency") => value(Kind::Number, "value")?,
        Some(b"date") => value(Kind::Day, "date-value")?,
        Some(b"boolean") => value(Kind::Bool, "boolean-value")?,
        Some(b"string") => value(Kind::Text, "string-value")?,
        _ => {}
    }
    Ok(cell)
}

impl Cell {
    /// The value, not what is shown of it.
    fn settle(&mut self) {
        let Some(value) = self.value.take() else {
            return;
        };
        match self.kind {
            Kind::Error => {}
            Kind::Number => {
                if let Ok(number) = value.trim().parse::<f64>() {
                    self.text.clear();
                    write_number(&mut self.text, number, NumberFormat::Plain);
                }
            }
            Kind::Day => {
                self.text.clear();
                self.text
                    .push_str(value.split('T').next().unwrap_or_default());
            }
            Kind::Bool | Kind::Text => self.text = value,
        }
    }
}

fn write_row(writer: &mut SheetWriter<'_>, row: u32, cells: &[Cell]) -> Result<(), IngestError> {
    let mut column = 0_u32;
    for cell in cells {
        if let Some((rows, columns)) = cell.merge {
            writer.merge(Merge {
                rows: (row, row.saturating_add(rows - 1)),
                columns: (column, column.saturating_add(columns - 1)),
            });
        }
        if !cell.text.is_empty() {
            for at in 0..cell.repeated {
                let column = column.saturating_add(at);
                match cell.kind {
                    Kind::Error => writer.lost(row, column, &cell.text)?,
                    _ => writer.text(row, column, &cell.text)?,
                }
            }
        }
        column = column.saturating_add(cell.repeated);
    }
    Ok(())
}
