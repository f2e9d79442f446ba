//! The workbook of one commune's doubtful pairs.

use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DataValidation, Format, IgnoreError, ProtectionOptions, Worksheet, XlsxError,
};

use super::ledger::key_text;
use super::pairs::{Doubt, SHOWN};
use crate::run::sheet::{
    GREY, KEY_HEADER, RED, as_people_write, text_format, workbook_of, write_text,
};

pub const DECISION_HEADER: &str = "Quyết định";

/// What a person may choose.
pub const SAME: &str = "Cùng một người";
pub const DIFFERENT: &str = "Hai người khác nhau";

/// Headers before the columns that are compared.
const OWN: [(&str, f64); 5] = [
    (KEY_HEADER, 4.0),
    ("Nhóm", 7.0),
    (DECISION_HEADER, 20.0),
    ("Vì sao cần xem", 34.0),
    ("Khả năng cùng một người", 14.0),
];

/// Where the decision stands.
const DECISION_COLUMN: u16 = 2;

const INSTRUCTION: &str = "Mỗi dòng là hai bản ghi có thể là một người; ô khác nhau được tô màu. Chọn ở cột Quyết định: “Cùng một người” hoặc “Hai người khác nhau”; chưa chắc thì để trống. Các dòng cùng số ở cột Nhóm là những người có thể của cùng một bản ghi. Lưu lại dạng .xlsx rồi gửi về.";

/// Row of the headers, from 0; the instruction stands above.
const HEADER_ROW: u32 = 1;

struct Styles {
    instruction: Format,
    header: Format,
    own: Format,
    decision: Format,
    cell: Format,
    different: Format,
}

impl Styles {
    fn new() -> Self {
        let text = || text_format().set_text_wrap();
        Self {
            instruction: Format::new().set_bold(),
            header: text().set_bold().set_background_color(GREY),
            own: text().set_background_color(GREY),
            decision: text()
                .set_unlocked()
                .set_background_color(Color::RGB(0xFF_F2_CC)),
            cell: text(),
            different: text().set_background_color(RED),
        }
    }
}

/// The workbook's bytes: the same for the same pairs.
///
/// # Errors
/// A table that no workbook can hold, which callers do not make.
pub fn render(doubts: &[Doubt], day: Date) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook_of(day)?;
    let sheet = workbook.add_worksheet();
    sheet.set_name("Cặp cần xem")?;
    write_sheet(sheet, doubts, &Styles::new())?;
    workbook.save_to_buffer()
}

fn write_sheet(sheet: &mut Worksheet, doubts: &[Doubt], styles: &Styles) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 1, INSTRUCTION, &styles.instruction)?;
    let compared = SHOWN.iter().map(|(_, heading)| *heading).chain(["Nơi ghi"]);
    let compared =
        compared.flat_map(|heading| [format!("{heading} (1)"), format!("{heading} (2)")]);
    let headers = OWN
        .iter()
        .map(|(header, _)| (*header).to_owned())
        .chain(compared);
    for (column, header) in headers.enumerate() {
        write_text(sheet, HEADER_ROW, column, &header, &styles.header)?;
    }
    for (row, doubt) in (HEADER_ROW + 1..).zip(doubts) {
        write_row(sheet, row, doubt, styles)?;
    }
    let last_row = HEADER_ROW + doubts.len() as u32;
    let last_column = (OWN.len() + 2 * (SHOWN.len() + 1)) as u16 - 1;
    if !doubts.is_empty() {
        let choice = DataValidation::new().allow_list_strings(&[SAME, DIFFERENT])?;
        sheet.add_data_validation(
            HEADER_ROW + 1,
            DECISION_COLUMN,
            last_row,
            DECISION_COLUMN,
            &choice,
        )?;
    }
    for (column, (_, width)) in (0..).zip(OWN) {
        sheet.set_column_width(column, width)?;
    }
    for column in OWN.len() as u16..=last_column {
        sheet.set_column_width(column, 18)?;
    }
    sheet.ignore_error_range(
        HEADER_ROW,
        0,
        last_row,
        last_column,
        IgnoreError::NumberStoredAsText,
    )?;
    sheet.set_column_hidden(0)?;
    sheet.set_freeze_panes(HEADER_ROW + 1, DECISION_COLUMN + 1)?;
    sheet.autofilter(HEADER_ROW, 0, last_row, last_column)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    });
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    doubt: &Doubt,
    styles: &Styles,
) -> Result<(), XlsxError> {
    let (left, right) = doubt.pair();
    let probability = doubt
        .probability
        .map(|share| format!("{:.0} %", share * 100.0));
    let own = [
        format!("{}-{}", key_text(left), key_text(right)),
        doubt.group.to_string(),
        String::new(),
        reason_in_words(&doubt.reason).to_owned(),
        probability.unwrap_or_default(),
    ];
    for (column, text) in own.iter().enumerate() {
        let is_decision = column == usize::from(DECISION_COLUMN);
        let style = if is_decision {
            &styles.decision
        } else {
            &styles.own
        };
        write_text(sheet, row, column, text, style)?;
    }
    let values = doubt.left.values.iter().zip(&doubt.right.values);
    for (at, (a, b)) in values.enumerate() {
        let [a, b] = [a, b].map(|value| as_people_write(SHOWN[at].0, value));
        // What one of them lacks is no difference.
        let differs = !a.is_empty() && !b.is_empty() && a != b;
        let style = if differs {
            &styles.different
        } else {
            &styles.cell
        };
        let column = OWN.len() + 2 * at;
        write_text(sheet, row, column, &a, style)?;
        write_text(sheet, row, column + 1, &b, style)?;
    }
    let places = OWN.len() + 2 * SHOWN.len();
    write_text(sheet, row, places, &doubt.left.place, &styles.cell)?;
    write_text(sheet, row, places + 1, &doubt.right.place, &styles.cell)
}

fn reason_in_words(reason: &str) -> &str {
    match reason {
        "two_register_persons" => "Ghép lại thì hai người trong danh sách dân cư thành một",
        "several_candidates" => "Có nhiều người trong danh sách dân cư có thể là người này",
        "not_certain" => "Giống nhau nhưng chưa đủ chắc chắn",
        other => other,
    }
}
