//! The workbook of one commune's rejected rows.

use jiff::civil::Date;
use rust_xlsxwriter::{Format, IgnoreError, ProtectionOptions, Worksheet, XlsxError};

use super::faults::Faults;
use super::key::RejectKey;
use crate::run::sheet::{GREY, KEY_HEADER, RED, text_format, workbook_of, write_text};

/// Headers of the columns that are not the source's: the key, which nobody needs to see, then what a person
/// does.
pub const OWN_HEADERS: [&str; 6] = [KEY_HEADER, "Tệp", "Trang tính", "Dòng", "Lý do", "Cách sửa"];

const OWN_WIDTHS: [f64; 6] = [4.0, 26.0, 14.0, 7.0, 44.0, 44.0];

/// What stands above every table.
const INSTRUCTION: &str = "Sửa các ô tô đỏ ngay trong bảng này, lưu lại dạng .xlsx rồi gửi về nơi đã gửi tệp này. \
     Không đổi tên cột, không xóa cột; dòng nào không sửa thì để nguyên.";

/// Row of the headers, from 0; the instruction stands above.
const HEADER_ROW: u32 = 1;

/// Columns of a source that are shown; a row with more cells cannot be corrected here.
pub const COLUMNS_MAX: usize = 1_000;

/// What is said of a row that is not shown whole.
const NOT_WHOLE: &str =
    "Dòng quá dài, không sửa được ở đây: sửa trong tệp gốc rồi gửi lại cả danh sách.";

/// Rejected rows of one table of one file.
pub struct RejectTable<'n> {
    pub file: &'n str,
    pub sheet: Option<&'n str>,
    /// Names of the source's columns, those that the profile drops left out.
    pub names: Vec<String>,
    pub rows: Vec<RejectRow>,
}

/// One rejected row.
pub struct RejectRow {
    /// `None` where the row is not shown whole: it can only be corrected in its file.
    pub key: Option<RejectKey>,
    pub number: u32,
    /// One for each name of the table.
    pub cells: Vec<String>,
    pub faults: Faults,
}

/// The workbook's bytes: the same for the same tables. `left_out` rows more than are shown were rejected.
///
/// # Errors
/// A table that no workbook can hold, which callers do not make.
pub fn render(
    tables: &[RejectTable<'_>],
    left_out: usize,
    day: Date,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook_of(day)?;
    let styles = Styles::new();
    for (position, table) in tables.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(position, table.file))?;
        write_table(sheet, table, left_out, &styles)?;
    }
    workbook.save_to_buffer()
}

/// Numbered, so that no two are the same and none is a word that Excel keeps for itself.
fn sheet_name(position: usize, file: &str) -> String {
    const CHARS_MAX: usize = 24;
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain = |c: char| {
        if c.is_alphanumeric() || " _-()".contains(c) {
            c
        } else {
            '_'
        }
    };
    let stem: String = stem.chars().map(plain).take(CHARS_MAX).collect();
    format!("{} {stem}", position + 1).trim_end().to_owned()
}

struct Styles {
    instruction: Format,
    header: Format,
    own: Format,
    cell: Format,
    faulty: Format,
}

impl Styles {
    fn new() -> Self {
        let text = text_format;
        Self {
            instruction: Format::new().set_bold(),
            header: text().set_bold().set_text_wrap().set_background_color(GREY),
            own: text().set_text_wrap().set_background_color(GREY),
            cell: text().set_unlocked(),
            faulty: text().set_unlocked().set_background_color(RED),
        }
    }
}

fn write_table(
    sheet: &mut Worksheet,
    table: &RejectTable<'_>,
    left_out: usize,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let more = match left_out {
        0 => String::new(),
        rows => format!(
            " Còn {rows} dòng nữa không ghi ở đây: hãy sửa tệp gốc rồi gửi lại cả danh sách."
        ),
    };
    let instruction = format!("{INSTRUCTION}{more}");
    sheet.write_string_with_format(0, 1, instruction, &styles.instruction)?;
    let headers = OWN_HEADERS
        .into_iter()
        .chain(table.names.iter().map(String::as_str));
    for (column, header) in headers.enumerate() {
        write_text(sheet, HEADER_ROW, column, header, &styles.header)?;
    }
    for (row, reject) in (HEADER_ROW + 1..).zip(&table.rows) {
        write_row(sheet, row, table, reject, styles)?;
    }
    for (column, width) in OWN_WIDTHS.into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    for column in 0..table.names.len() {
        let width = width(table, column);
        sheet.set_column_width((OWN_HEADERS.len() + column) as u16, width)?;
    }
    let (last_row, last_column) = (
        HEADER_ROW + table.rows.len() as u32,
        (OWN_HEADERS.len() + table.names.len()) as u16,
    );
    // Excel would mark every identity number as a number that is stored as text.
    let as_text = IgnoreError::NumberStoredAsText;
    sheet.ignore_error_range(HEADER_ROW, 0, last_row, last_column, as_text)?;
    sheet.set_column_hidden(0)?;
    sheet.set_freeze_panes(HEADER_ROW + 1, 0)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    table: &RejectTable<'_>,
    reject: &RejectRow,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let Faults {
        reasons,
        fixes,
        columns,
    } = &reject.faults;
    let key = reject.key.as_ref().map(RejectKey::to_text);
    let mut fixes = fixes.join("; ");
    if key.is_none() {
        NOT_WHOLE.clone_into(&mut fixes);
    }
    let own = [
        key.unwrap_or_default(),
        table.file.to_owned(),
        table.sheet.unwrap_or_default().to_owned(),
        reject.number.to_string(),
        reasons.join("; "),
        fixes,
    ];
    for (column, text) in own.iter().enumerate() {
        write_text(sheet, row, column, text, &styles.own)?;
    }
    for (column, text) in reject.cells.iter().enumerate() {
        let is_faulty = columns.contains(&column);
        let style = if is_faulty {
            &styles.faulty
        } else {
            &styles.cell
        };
        write_text(sheet, row, OWN_HEADERS.len() + column, text, style)?;
    }
    Ok(())
}

/// Wide enough for most of a column's texts, and for its header over some lines.
fn width(table: &RejectTable<'_>, column: usize) -> f64 {
    const ROWS_LOOKED_AT: usize = 200;
    let letters = |text: &str| text.chars().count();
    let rows = table.rows.iter().take(ROWS_LOOKED_AT);
    let longest = rows.map(|row| letters(&row.cells[column])).max();
    let header = letters(&table.names[column]).min(14);
    longest.unwrap_or(0).max(header).clamp(6, 40) as f64 + 2.0
}
