//! Workbooks with merged headers, the same bytes every time: the creation time is the snapshot day.

use std::path::PathBuf;

use jiff::civil::Date;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, FormatAlign, Workbook as Writer, Worksheet,
    XlsxError,
};

use super::{Cell, Column, Layout, Line};
use crate::synth::error::SynthError;

/// A complete roster, ready to be written.
pub struct Workbook {
    pub path: PathBuf,
    pub sheet: &'static str,
    pub columns: &'static [Column],
    pub layout: Layout,
    pub lines: Vec<Line>,
}

/// Writes the workbook and returns its size in bytes.
///
/// # Errors
/// [`SynthError::Workbook`] or [`SynthError::Write`].
pub fn write_workbook(workbook: &Workbook, as_of: Date) -> Result<u64, SynthError> {
    let bytes = render(workbook, as_of).map_err(|source| SynthError::Workbook {
        path: workbook.path.clone(),
        source: Box::new(source),
    })?;
    std::fs::write(&workbook.path, &bytes).map_err(|source| SynthError::Write {
        path: workbook.path.clone(),
        source,
    })?;
    Ok(bytes.len() as u64)
}

fn render(workbook: &Workbook, as_of: Date) -> Result<Vec<u8>, XlsxError> {
    let mut writer = Writer::new();
    let created =
        ExcelDateTime::from_ymd(as_of.year() as u16, as_of.month() as u8, as_of.day() as u8)?;
    writer.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = writer.add_worksheet();
    sheet.set_name(workbook.sheet)?;
    let styles = Styles::new();
    let mut row = 0;
    for line in &workbook.lines {
        row += write(sheet, row, line, workbook, &styles)?;
    }
    writer.save_to_buffer()
}

struct Styles {
    header: CellFormat,
    date: CellFormat,
}

impl Styles {
    fn new() -> Self {
        Self {
            header: CellFormat::new()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_text_wrap(),
            date: CellFormat::new().set_num_format("dd/mm/yyyy"),
        }
    }
}

/// Writes one line and returns how many rows it took.
fn write(
    sheet: &mut Worksheet,
    row: u32,
    line: &Line,
    workbook: &Workbook,
    styles: &Styles,
) -> Result<u32, XlsxError> {
    match line {
        Line::Title(text) if text.is_empty() => {}
        Line::Title(text) if text.starts_with("DANH SÁCH") => {
            sheet.merge_range(
                row,
                0,
                row,
                workbook.columns.len() as u16 - 1,
                text,
                &styles.header,
            )?;
        }
        Line::Title(text) | Line::Section(text) => {
            sheet.write_string(row, 0, text)?;
        }
        Line::Header => return header(sheet, row, workbook, styles),
        Line::ColumnNumbers => {
            for column in 0..workbook.columns.len() as u16 {
                sheet.write_string(row, column, format!("({})", column + 1))?;
            }
        }
        Line::Data(cells) => {
            for (column, cell) in cells.iter().enumerate() {
                write_cell(sheet, row, column as u16, cell, styles)?;
            }
        }
    }
    Ok(1)
}

fn header(
    sheet: &mut Worksheet,
    row: u32,
    workbook: &Workbook,
    styles: &Styles,
) -> Result<u32, XlsxError> {
    let columns = workbook.columns;
    let rows = workbook.layout.header_rows(columns) as u32;
    for (index, column) in columns.iter().enumerate() {
        let at = index as u16;
        match column.group {
            Some(group) if rows == 2 => {
                sheet.write_string_with_format(row + 1, at, column.label, &styles.header)?;
                if index == 0 || columns[index - 1].group != column.group {
                    let width = columns[index..]
                        .iter()
                        .take_while(|next| next.group == column.group)
                        .count() as u16;
                    sheet.merge_range(row, at, row, at + width - 1, group, &styles.header)?;
                }
            }
            None if rows == 2 => {
                sheet.merge_range(row, at, row + 1, at, column.label, &styles.header)?;
            }
            _ => {
                sheet.write_string_with_format(row, at, column.label, &styles.header)?;
            }
        }
    }
    Ok(rows)
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => {
            sheet.write_string(row, column, text)?;
        }
        Cell::Static(text) => {
            sheet.write_string(row, column, *text)?;
        }
        Cell::Number(value, _) => {
            sheet.write_number(row, column, *value)?;
        }
        Cell::Date(date) => {
            let serial =
                ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)?
                    .to_excel();
            sheet.write_number_with_format(row, column, serial, &styles.date)?;
        }
    }
    Ok(())
}
