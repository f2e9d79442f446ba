//! One file read whole, whatever it is: the only entry for everything but text that streams.

use super::encoding::{self, Decision, Transport};
use super::format::{Detected, detect};
use super::lost::blank_lost;
use super::merged::fill_down;
use super::package::Package;
use super::workbook::{self, RawSheet, SheetState};
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
}

impl Tables {
    fn of(format: &'static str, table: Table) -> Self {
        Self {
            format,
            transport: None,
            delimiter: None,
            tables: vec![table],
            skipped: Vec::new(),
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
            let block = parquet::read(bytes, &limits)?;
            let layout =
                Layout::detect(&block, options).ok_or_else(|| options.no_header(&block))?;
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
            });
            let table = Table {
                sheet: None,
                layout: message.layout,
                block: message.block,
                decisions: Vec::new(),
            };
            Ok(Tables {
                skipped: unread.collect(),
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
    };
    for mut sheet in sheets {
        let decisions = encoding::repair(&mut sheet.block);
        let layout = Layout::detect(&sheet.block, options);
        let reason = match (sheet.state, layout) {
            (SheetState::NoWorksheet, _) => "it is no worksheet",
            (SheetState::Hidden, None) => HIDDEN,
            (SheetState::Hidden, Some(_)) => HIDDEN_TABLE,
            (SheetState::Shown, Some(layout)) => {
                layout.refuse_side_by_side()?;
                fill_down(&mut sheet.block, &sheet.merges, &layout);
                if sheet.has_lost {
                    blank_lost(&mut sheet.block, &layout);
                }
                found.tables.push(Table {
                    sheet: Some(sheet.name),
                    layout,
                    block: sheet.block,
                    decisions,
                });
                continue;
            }
            (SheetState::Shown, None) if sheet.block.rows() == 0 => "it is empty",
            (SheetState::Shown, None) => "no header was found",
        };
        found.skipped.push(SkippedSheet {
            name: sheet.name,
            reason,
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
