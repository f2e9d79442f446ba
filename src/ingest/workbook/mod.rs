//! Workbooks, sheet by sheet, cell by cell: XLSX, XLSM, XLSB, XLS, ODS and the XML of Excel 2003.
//!
//! Every reader writes the cells of a sheet through one [`sheet::SheetWriter`], which keeps the limits: a sparse sheet
//! of a few bytes can claim a range of hundreds of gigabytes, and a text of a few KiB can stand in a million cells.
//! Values are those of the cells, not what is shown of them.

pub mod number_format;
pub mod sheet;

mod fonts;
mod ods;
mod spreadsheet_xml;
mod strings;
mod xls;
mod xlsb;
mod xlsx;

#[cfg(test)]
mod tests;

use fonts::SheetFonts;
use sheet::{Budget, Merge};

use super::package::Package;
use super::sealed::leave_out;
use super::{IngestError, RawBlock};
use crate::domain::Limits;

pub use xls::MAGIC as COMPOUND_MAGIC;

/// Whether a person sees a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetState {
    Shown,
    /// Hidden or very hidden.
    Hidden,
    /// A chart, a dialogue, macros.
    NoWorksheet,
}

/// One sheet as it was read.
#[derive(Debug)]
pub struct RawSheet {
    pub name: String,
    pub state: SheetState,
    /// Every row of the sheet, titles and header among them.
    pub block: RawBlock,
    /// Ranges of cells that are shown as one; the text stands in the first.
    pub merges: Vec<Merge>,
    /// Whether a cell shows that its value is lost.
    pub has_lost: bool,
    /// Whether the workbook counts days from 1904: a number in a column of dates is a day of that system.
    pub is_1904: bool,
    /// What its fonts tell of its encodings, where the format tells fonts.
    pub fonts: SheetFonts,
}

impl RawSheet {
    fn no_worksheet(name: String) -> Self {
        Self {
            name,
            state: SheetState::NoWorksheet,
            block: RawBlock::default(),
            merges: Vec::new(),
            has_lost: false,
            is_1904: false,
            fonts: SheetFonts::default(),
        }
    }
}

/// What a zip archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zipped {
    Xlsx,
    Xlsb,
    Ods,
    /// Files of any kind.
    Files,
}

/// Tells what an archive is from the names of its parts.
///
/// # Errors
/// A document of another program.
pub fn zipped(package: &Package) -> Result<Zipped, IngestError> {
    let ends = |end: &str| package.names().any(|name| name.ends_with(end));
    let starts = |start: &str| package.names().any(|name| name.starts_with(start));
    let foreign = |what, advice| Err(IngestError::Foreign { what, advice });
    if package.has("[Content_Types].xml") {
        if ends("workbook.bin") {
            return Ok(Zipped::Xlsb);
        }
        if ends("workbook.xml") || starts("xl/") {
            return Ok(Zipped::Xlsx);
        }
        if starts("word/") {
            return foreign(
                "a Word document",
                "copy its table into Excel and save it as .xlsx",
            );
        }
        return foreign(
            "a document of Office, but no workbook",
            "send the table as .xlsx",
        );
    }
    if package.has("content.xml") && package.has("META-INF/manifest.xml") {
        return Ok(Zipped::Ods);
    }
    Ok(Zipped::Files)
}

/// Reads the sheets of a workbook that is a zip archive.
///
/// # Errors
/// Archives of files, and what the format's reader refuses.
pub fn read_zipped(mut package: Package, limits: Limits) -> Result<Vec<RawSheet>, IngestError> {
    let budget = Budget::new(limits);
    match zipped(&package)? {
        Zipped::Xlsx => xlsx::read(&mut package, &budget),
        Zipped::Xlsb => xlsb::read(&mut package, &budget),
        Zipped::Ods => ods::read(&mut package, &budget),
        Zipped::Files => Err(IngestError::Foreign {
            what: "a zip archive of other files",
            advice: "name it .zip, so that the files in it are read",
        }),
    }
}

/// Reads the sheets of a workbook that is a compound file.
///
/// # Errors
/// What the reader refuses.
pub fn read_compound(bytes: &[u8], limits: Limits) -> Result<Vec<RawSheet>, IngestError> {
    xls::read(bytes, &Budget::new(limits))
}

/// Reads the sheets of a workbook that is XML of Excel 2003.
///
/// # Errors
/// What the reader refuses.
pub fn read_spreadsheet_xml(bytes: &[u8], limits: Limits) -> Result<Vec<RawSheet>, IngestError> {
    spreadsheet_xml::read(bytes, &Budget::new(limits))
}

/// Every visible worksheet of a zipped workbook and its rows, whatever they hold.
///
/// # Errors
/// As [`read_zipped`].
pub fn read_sheets(bytes: Vec<u8>, limits: Limits) -> Result<Vec<(String, RawBlock)>, IngestError> {
    if bytes.starts_with(&COMPOUND_MAGIC) {
        return Err(IngestError::Password);
    }
    let sheets = read_zipped(Package::open(bytes, limits)?, limits)?;
    let shown = sheets
        .into_iter()
        .filter(|sheet| sheet.state == SheetState::Shown);
    let read = shown.map(|mut sheet| {
        leave_out(&mut sheet.block);
        (sheet.name, sheet.block)
    });
    Ok(read.collect())
}
