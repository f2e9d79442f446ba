//! XLSX and XLSM, sheet by sheet, cell by cell.
//!
//! Only the streaming cell reader is used: a sparse sheet of a few bytes can claim a range of hundreds of
//! gigabytes. What a workbook unpacks to is bounded before it is opened.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::layout::{Layout, LayoutOptions};
use super::{IngestError, RawBlock};

/// A roster of a whole commune unpacks to a few MiB; a sheet of a million rows to some 400.
const UNPACKED_MIB_MAX: u64 = 1024;

/// One sheet that holds a table.
#[derive(Debug)]
pub struct Sheet {
    pub name: String,
    pub layout: Layout,
    /// Every row of the sheet, titles and header among them.
    pub block: RawBlock,
}

/// What a workbook holds.
#[derive(Debug)]
pub struct Workbook {
    pub sheets: Vec<Sheet>,
    /// Sheets that are hidden, empty or without a header, with the reason.
    pub skipped: Vec<SkippedSheet>,
}

/// A sheet that gave no rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedSheet {
    pub name: String,
    pub reason: &'static str,
    pub physical_rows: u32,
}

/// Reads all sheets that hold a table.
///
/// # Errors
/// Bytes that are no workbook, a password, a workbook that unpacks to more than the limit, and one in which
/// no visible sheet has a header.
pub fn read(bytes: Vec<u8>, options: &LayoutOptions) -> Result<Workbook, IngestError> {
    check_size(&bytes)?;
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|cause| open_error(&cause))?;
    let sheets = workbook.sheets_metadata().to_vec();
    let mut read = Workbook {
        sheets: Vec::new(),
        skipped: Vec::new(),
    };
    for sheet in sheets {
        let mut skip = |reason, physical_rows| {
            read.skipped.push(SkippedSheet {
                name: sheet.name.clone(),
                reason,
                physical_rows,
            });
        };
        if sheet.typ != SheetType::WorkSheet {
            skip("it is no worksheet", 0);
            continue;
        }
        let block = read_sheet(&mut workbook, &sheet.name)?;
        if sheet.visible != SheetVisible::Visible {
            skip("it is hidden", block.physical_rows);
            continue;
        }
        match Layout::detect(&block, options) {
            Some(layout) => read.sheets.push(Sheet {
                name: sheet.name,
                layout,
                block,
            }),
            None if block.rows() == 0 => skip("it is empty", 0),
            None => skip("no header was found", block.physical_rows),
        }
    }
    if read.sheets.is_empty() {
        let sheets = read
            .skipped
            .iter()
            .map(|sheet| format!("`{}`: {}", sheet.name, sheet.reason))
            .collect::<Vec<_>>();
        return Err(IngestError::NoTable {
            sheets: sheets.join(", "),
        });
    }
    Ok(read)
}

impl Workbook {
    /// Titles above the headers of all sheets.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.sheets
            .iter()
            .flat_map(|sheet| sheet.layout.titles.iter().map(String::as_str))
    }
}

fn check_size(bytes: &[u8]) -> Result<(), IngestError> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        // An encrypted workbook is a compound file, as is an old .xls under a new name.
        return Err(IngestError::Password);
    }
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|cause| IngestError::Workbook {
            message: format!("its zip archive is broken or half written ({cause})"),
        })?;
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|cause| IngestError::Workbook {
                message: cause.to_string(),
            })?;
        unpacked = unpacked.saturating_add(entry.size());
    }
    let mib = unpacked >> 20;
    if mib > UNPACKED_MIB_MAX {
        return Err(IngestError::Bomb {
            mib,
            limit_mib: UNPACKED_MIB_MAX,
        });
    }
    Ok(())
}

fn open_error(cause: &XlsxError) -> IngestError {
    match cause {
        XlsxError::Password => IngestError::Password,
        other => IngestError::Workbook {
            message: other.to_string(),
        },
    }
}

fn read_sheet(workbook: &mut Xlsx<Cursor<Vec<u8>>>, name: &str) -> Result<RawBlock, IngestError> {
    let broken = |cause: XlsxError| IngestError::Workbook {
        message: format!("sheet `{name}`: {cause}"),
    };
    let mut cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
    let mut block = RawBlock::default();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut is_open = false;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (cell_row, cell_column) = cell.get_position();
        if matches!(cell.get_value(), DataRef::Empty) || cell_column >= COLUMNS_MAX {
            continue;
        }
        if is_open && (cell_row, cell_column) < (row, column) {
            return Err(IngestError::Workbook {
                message: format!(
                    "sheet `{name}`: its cells are out of order in row {}",
                    cell_row + 1
                ),
            });
        }
        if block.text_bytes() > TEXT_BYTES_MAX || block.cells() > CELLS_MAX {
            return Err(IngestError::Bomb {
                mib: (block.text_bytes() >> 20) as u64,
                limit_mib: (TEXT_BYTES_MAX >> 20) as u64,
            });
        }
        if is_open && cell_row != row {
            block.end_row(row + 1);
            column = 0;
        }
        (row, is_open) = (cell_row, true);
        while column < cell_column {
            block.end_cell();
            column += 1;
        }
        write_cell(block.cell_text(), cell.get_value());
        block.end_cell();
        column += 1;
    }
    if is_open {
        block.end_row(row + 1);
        block.physical_rows = row + 1;
    }
    Ok(block)
}

/// The widest template has 103 columns; what stands further right is no field of a roster.
const COLUMNS_MAX: u32 = 1024;

/// Text and cells of one sheet: a million persons have some 150 MiB in 20 million cells.
const TEXT_BYTES_MAX: usize = 512 << 20;
const CELLS_MAX: usize = 64 << 20;

/// Numbers as they stand in the cell, not as they are shown; dates as ISO, whatever the workbook's epoch.
fn write_cell(text: &mut String, cell: &DataRef<'_>) {
    use std::fmt::Write;
    let written = match cell {
        DataRef::String(value) => write!(text, "{value}"),
        DataRef::SharedString(value) => write!(text, "{value}"),
        DataRef::Int(value) => write!(text, "{value}"),
        DataRef::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
            write!(text, "{value:.0}")
        }
        DataRef::Float(value) => write!(text, "{value}"),
        DataRef::Bool(value) => write!(text, "{value}"),
        DataRef::DateTime(value) if value.is_datetime() => {
            let (year, month, day, ..) = value.to_ymd_hms_milli();
            write!(text, "{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(value) => write!(text, "{}", value.as_f64()),
        DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => write!(text, "{value}"),
        // "#REF!" and its kin say that the value is lost: blank.
        DataRef::Error(_) | DataRef::Empty => Ok(()),
    };
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Writer};

    use super::*;
    use crate::domain::Field;
    use crate::ingest::layout::tests::options;

    fn roster() -> Vec<u8> {
        let mut workbook = Writer::new();
        let sheet = workbook.add_worksheet().set_name("Xóm Nà Pò").unwrap();
        sheet.write(0, 0, "UBND XÃ HẠ LANG").unwrap();
        for (column, header) in ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"]
            .iter()
            .enumerate()
        {
            sheet.write(2, column as u16, *header).unwrap();
        }
        sheet
            .merge_range(2, 4, 2, 5, "Thể lực", &Format::new())
            .unwrap();
        sheet.write(3, 4, "Chiều cao (cm)").unwrap();
        sheet.write(3, 5, "Cân nặng (kg)").unwrap();
        sheet.write(4, 0, 1).unwrap();
        sheet.write(4, 1, "Nông Thị Ấm").unwrap();
        let birth = ExcelDateTime::from_ymd(1957, 5, 12).unwrap();
        sheet
            .write_with_format(4, 2, &birth, &Format::new().set_num_format("dd/mm/yyyy"))
            .unwrap();
        sheet.write(4, 3, 3_157_000_001_u64).unwrap();
        sheet.write(4, 4, 155.5).unwrap();
        let hidden = workbook.add_worksheet().set_name("ẩn").unwrap();
        hidden.write(0, 0, "x").unwrap();
        hidden.set_hidden(true);
        workbook.save_to_buffer().unwrap()
    }

    #[test]
    fn values_come_from_the_cell_and_rows_keep_their_numbers() {
        let workbook = read(roster(), &options()).unwrap();
        let sheet = &workbook.sheets[0];
        assert_eq!(sheet.layout.header_rows, (3, 4));
        assert_eq!(sheet.layout.column(Field::WeightKg), Some(5));
        let row = sheet.block.row(sheet.block.rows() - 1);
        let cells: Vec<&str> = row.cells().collect();
        assert_eq!(
            cells,
            ["1", "Nông Thị Ấm", "1957-05-12", "3157000001", "155.5"]
        );
        assert_eq!((row.number, sheet.block.physical_rows), (5, 5));
        assert_eq!(workbook.skipped[0].reason, "it is hidden");
    }

    #[test]
    fn what_is_no_workbook_is_named() {
        let half = roster();
        let half = half[..half.len() / 2].to_vec();
        let error = read(half, &options()).unwrap_err();
        assert!(error.to_string().contains("half written"), "{error}");
        let error = read(b"\xd0\xcf\x11\xe0\xa1".to_vec(), &options()).unwrap_err();
        assert_eq!(error, IngestError::Password);
    }
}
