//! One file read whole, whatever it is: the only entry for everything but text that streams.

use super::encoding::{self, Decision, Transport};
use super::format::{Detected, detect};
use super::layout::fonts::read_headers;
use super::lost::blank_lost;
use super::merged::fill_down;
use super::package::Package;
use super::rows::person_name::{Named, named};
use super::sealed::leave_out;
use super::workbook::{self, RawSheet, SheetState};
use super::xml::RecordCount;
use super::{IngestError, Layout, LayoutOptions, RawBlock, csv, gzip, parquet, xml};

/// One table: a file or a sheet of it.
#[derive(Debug)]
pub struct Table {
    /// `None` where the file is one table.
    pub sheet: Option<String>,
    pub layout: Layout,
    /// Every row, titles and header among them.
    pub block: RawBlock,
    /// The encoding of each column, and by what it was told.
    pub decisions: Vec<Decision>,
}

impl Table {
    /// The first row below the header.
    #[must_use]
    pub fn first_row(&self) -> u32 {
        self.layout.header_rows.1 + 1
    }
}

/// A sheet that gave no rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedSheet {
    pub name: String,
    pub reason: &'static str,
    pub physical_rows: u32,
    /// Whether people seem to stand in it: somebody has to look.
    pub has_people: bool,
}

/// What a file holds.
#[derive(Debug)]
pub struct Tables {
    /// What the file is, as a person calls it.
    pub format: &'static str,
    /// How text carries its characters.
    pub transport: Option<Transport>,
    /// Of delimited text.
    pub delimiter: Option<u8>,
    pub tables: Vec<Table>,
    /// Sheets that are hidden, empty or without a header.
    pub skipped: Vec<SkippedSheet>,
    /// Of messages.
    pub record_count: RecordCount,
}

impl Tables {
    fn of(format: &'static str, table: Table) -> Self {
        Self {
            format,
            transport: None,
            delimiter: None,
            tables: vec![table],
            skipped: Vec::new(),
            record_count: RecordCount::default(),
        }
    }

    /// Titles above the headers of all tables.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        let titles = self.tables.iter().flat_map(|table| &table.layout.titles);
        titles.map(String::as_str)
    }
}

/// Reads all tables of a file called `name`.
///
/// # Errors
/// What is no table, is broken or hostile, and a file in which no header is found.
pub fn read(bytes: Vec<u8>, name: &str, options: &LayoutOptions) -> Result<Tables, IngestError> {
    let limits = options.limits;
    let detected = detect(&bytes, name);
    match detected {
        Detected::Text => read_text(bytes, options),
        Detected::Gzip => {
            let inside = gzip::unpack(&bytes, &limits)?;
            match detect(&inside, "") {
                Detected::Gzip => Err(IngestError::Foreign {
                    what: "a gzip archive in a gzip archive",
                    advice: "unpack it once and send it again",
                }),
                _ => read(inside, name, options),
            }
        }
        Detected::Zip => {
            let package = Package::open(bytes, limits)?;
            let format = match workbook::zipped(&package)? {
                workbook::Zipped::Xlsx => "XLSX",
                workbook::Zipped::Xlsb => "XLSB",
                workbook::Zipped::Ods => "ODS",
                workbook::Zipped::Files => "zip",
            };
            of_sheets(format, workbook::read_zipped(package, limits)?, options)
        }
        Detected::Compound => of_sheets("XLS", workbook::read_compound(&bytes, limits)?, options),
        Detected::SpreadsheetXml => {
            let bytes = csv::prepare(bytes)?;
            let sheets = workbook::read_spreadsheet_xml(&bytes, limits)?;
            of_sheets("XML of Excel 2003", sheets, options)
        }
        Detected::Parquet => {
            let mut block = parquet::read(bytes, &limits)?;
            let layout =
                Layout::detect(&block, options).ok_or_else(|| options.no_header(&block))?;
            if options.kind.is_about_persons() {
                leave_out(&mut block);
            }
            Ok(Tables::of(
                "Parquet",
                Table {
                    sheet: None,
                    layout,
                    block,
                    decisions: Vec::new(),
                },
            ))
        }
        Detected::Xml => {
            let message = xml::read(&bytes, options)?;
            let unread = message.unread.into_iter();
            let unread = unread.map(|(part, count)| SkippedSheet {
                name: format!("{part} × {count}"),
                reason: UNREAD_PART,
                physical_rows: 0,
                has_people: false,
            });
            let table = Table {
                sheet: None,
                layout: message.layout,
                block: message.block,
                decisions: Vec::new(),
            };
            Ok(Tables {
                skipped: unread.collect(),
                record_count: message.count,
                ..Tables::of("XML", table)
            })
        }
        Detected::Foreign { what, advice } => Err(IngestError::Foreign { what, advice }),
    }
}

fn read_text(bytes: Vec<u8>, options: &LayoutOptions) -> Result<Tables, IngestError> {
    let transport = encoding::transport(&bytes);
    let bytes = csv::prepare(bytes)?;
    let sniffed = csv::sniff(&bytes, true, options)?;
    let block = csv::parse_end(&bytes[sniffed.skip..], &sniffed, options)?;
    let table = Table {
        sheet: None,
        layout: sniffed.layout,
        block,
        decisions: sniffed.decisions,
    };
    Ok(Tables {
        transport: Some(transport),
        delimiter: Some(sniffed.delimiter),
        ..Tables::of("CSV", table)
    })
}

const UNREAD_PART: &str = "no dataset needs it, or none may have it";
const NO_HEADER: &str = "no header was found";
const HIDDEN: &str = "it is hidden";
const HIDDEN_TABLE: &str = "it is hidden, though it holds a table: show it if it is to be read";

fn of_sheets(
    format: &'static str,
    sheets: Vec<RawSheet>,
    options: &LayoutOptions,
) -> Result<Tables, IngestError> {
    let mut found = Tables {
        format,
        transport: None,
        delimiter: None,
        tables: Vec::new(),
        skipped: Vec::new(),
        record_count: RecordCount::default(),
    };
    for mut sheet in sheets {
        let written = Layout::detect(&sheet.block, options);
        let survey = encoding::repair(&mut sheet.block, &sheet.fonts.columns);
        read_headers(&mut sheet.block, &sheet.fonts.head, options);
        let before = || found.tables.last().map(|table| &table.layout);
        let layout = Layout::detect(&sheet.block, options)
            .map(|read| match written {
                Some(written) => read.or_as_written(written),
                None => read,
            })
            .or_else(|| before().and_then(|layout| layout.continued(&sheet.block)));
        let reason = match (sheet.state, layout) {
            (SheetState::NoWorksheet, _) => "it is no worksheet",
            (SheetState::Hidden, None) => HIDDEN,
            (SheetState::Hidden, Some(_)) => HIDDEN_TABLE,
            (SheetState::Shown, Some(mut layout)) => {
                layout.is_1904 = sheet.is_1904;
                layout.refuse_side_by_side()?;
                encoding::refuse_lost_letters(&sheet.block, &survey)?;
                fill_down(&mut sheet.block, &sheet.merges, &layout);
                if sheet.has_lost {
                    blank_lost(&mut sheet.block, &layout);
                }
                if options.kind.is_about_persons() {
                    leave_out(&mut sheet.block);
                }
                found.tables.push(Table {
                    sheet: Some(sheet.name),
                    layout,
                    block: sheet.block,
                    decisions: survey.decisions,
                });
                continue;
            }
            (SheetState::Shown, None) if sheet.block.rows() == 0 => "it is empty",
            (SheetState::Shown, None) => NO_HEADER,
        };
        let is_table = reason == HIDDEN_TABLE || reason == NO_HEADER;
        found.skipped.push(SkippedSheet {
            name: sheet.name,
            reason,
            has_people: is_table && has_people(&sheet.block),
            physical_rows: sheet.block.physical_rows,
        });
    }
    if found.tables.is_empty() {
        let skipped = found.skipped.iter();
        let sheets: Vec<String> = skipped
            .map(|sheet| format!("`{}`: {}", sheet.name, sheet.reason))
            .collect();
        return Err(IngestError::NoTable {
            sheets: sheets.join(", "),
        });
    }
    Ok(found)
}

/// So many rows with a person's name are people.
const PEOPLE_MIN: usize = 2;

/// Whether people seem to stand in a sheet, in whatever columns.
fn has_people(block: &RawBlock) -> bool {
    let is_name = |cell: &str| named(cell, true) == Named::Person;
    let rows = (0..block.rows()).map(|row| block.row(row));
    let people = rows.filter(|row| row.cells().any(is_name));
    people.take(PEOPLE_MIN).count() == PEOPLE_MIN
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use rust_xlsxwriter::{Format, Workbook};

    use super::*;
    use crate::domain::Field;
    use crate::ingest::layout::tests::options;

    const TEXT: &str = "STT,Họ và tên,Năm,Số CCCD\n1,Nông Thị Ấm,1957,003157000001\n";

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn workbook(hide: bool) -> Vec<u8> {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().set_name("Trống").unwrap();
        let sheet = workbook.add_worksheet().set_name("Xóm Nà Pò").unwrap();
        sheet.write(0, 0, "UBND XÃ HẠ LANG").unwrap();
        for (column, header) in ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"]
            .iter()
            .enumerate()
        {
            sheet.write(2, column as u16, *header).unwrap();
        }
        sheet
            .merge_range(2, 4, 2, 5, "Huyết áp", &Format::new())
            .unwrap();
        sheet.write(3, 4, "Tâm thu").unwrap();
        sheet.write(3, 5, "Tâm trương").unwrap();
        sheet.write(4, 1, "Nông Thị Ấm").unwrap();
        sheet.write(4, 3, 3_157_000_001_u64).unwrap();
        sheet.set_hidden(hide);
        let guide = workbook.add_worksheet().set_name("Hướng dẫn").unwrap();
        guide.write(1, 0, "x").unwrap();
        workbook.save_to_buffer().unwrap()
    }

    #[test]
    fn text_is_read_whatever_it_is_called_and_however_it_is_packed() {
        for bytes in [TEXT.as_bytes().to_vec(), packed(TEXT.as_bytes())] {
            let read = read(bytes, "a.xlsx", &options()).unwrap();
            assert_eq!((read.format, read.delimiter), ("CSV", Some(b',')));
            assert_eq!(read.tables[0].block.rows(), 2);
            assert_eq!(read.tables[0].sheet, None);
        }
        let twice = packed(&packed(TEXT.as_bytes()));
        let error = read(twice, "a.csv", &options()).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("a gzip archive in a gzip archive")
        );
    }

    #[test]
    fn sheets_with_a_table_are_read_and_the_others_counted() {
        let read = read(workbook(false), "a.csv", &options()).unwrap();
        assert_eq!(read.format, "XLSX");
        let table = &read.tables[0];
        assert_eq!(table.sheet.as_deref(), Some("Xóm Nà Pò"));
        assert_eq!((table.layout.header_rows, table.first_row()), ((3, 4), 5));
        assert_eq!(table.layout.column(Field::Diastolic), Some(5));
        assert_eq!(table.layout.titles, ["UBND XÃ HẠ LANG"]);
        let skipped: Vec<(&str, u32)> = read
            .skipped
            .iter()
            .map(|sheet| (sheet.reason, sheet.physical_rows))
            .collect();
        assert_eq!(skipped, [("it is empty", 0), ("no header was found", 2)]);
    }

    #[test]
    fn a_table_in_a_hidden_sheet_is_said() {
        let error = read(workbook(true), "a.xlsx", &options())
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("`Xóm Nà Pò`: it is hidden, though it holds a table"),
            "{error}"
        );
    }
}
