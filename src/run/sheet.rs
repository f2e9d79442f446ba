//! What the workbooks that go to people have in common: what people wrote is a text, and the same bytes for the same
//! content.

use jiff::civil::Date;
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

/// Header of the column by which a row is known when it comes back.
pub const KEY_HEADER: &str = "Khóa (không sửa)";

/// Name of the file of what is of no known commune.
pub const UNKNOWN_COMMUNE: &str = "chua_ro_xa";

/// Behind what people do not fill in.
pub const GREY: Color = Color::RGB(0xD9_D9_D9);

/// Behind what they should look at.
pub const RED: Color = Color::RGB(0xFF_7C_80);

/// What a cell of a workbook can hold, in UTF-16 units.
const CELL_UNITS_MAX: usize = 32_767;

/// Whether a cell of a workbook can hold the text.
pub fn fits(text: &str) -> bool {
    text.len() <= CELL_UNITS_MAX || text.encode_utf16().count() <= CELL_UNITS_MAX
}

/// A workbook that says it was made on `day`, whatever the clock says.
///
/// # Errors
/// A day before 1900.
pub fn workbook_of(day: Date) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    Ok(workbook)
}

/// A cell that is a text whatever it looks like.
pub fn text_format() -> Format {
    Format::new()
        .set_num_format("@")
        .set_align(FormatAlign::Top)
}

/// Writes a text as nothing but a text. One that begins as a formula does is marked as quoted too, so that it
/// stays a text when someone opens the cell and leaves it.
pub fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: usize,
    text: &str,
    style: &Format,
) -> Result<(), XlsxError> {
    let shown: String = if fits(text) {
        text.to_owned()
    } else {
        text.chars().take(CELL_UNITS_MAX / 2).collect()
    };
    let is_formula = shown.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula {
        let quoted = style.clone().set_quote_prefix();
        sheet.write_string_with_format(row, column as u16, shown, &quoted)?;
    } else {
        sheet.write_string_with_format(row, column as u16, shown, style)?;
    }
    Ok(())
}

/// A value of a dataset as it stands on papers: `1957-05-12` is 12/05/1957, `female` Nữ.
pub fn as_people_write(column: &str, value: &str) -> String {
    match (column, value) {
        ("sex", "male") => "Nam".to_owned(),
        ("sex", "female") => "Nữ".to_owned(),
        ("birth_date", value) => {
            let mut parts: Vec<&str> = value.split('-').collect();
            parts.reverse();
            parts.join("/")
        }
        (_, value) => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::as_people_write;

    #[test]
    fn values_are_shown_as_on_papers() {
        for (column, value, shown) in [
            ("birth_date", "1957-05-12", "12/05/1957"),
            ("birth_date", "1957-05", "05/1957"),
            ("birth_date", "1957", "1957"),
            ("sex", "female", "Nữ"),
            ("sex", "male", "Nam"),
            ("household", "0012-3", "0012-3"),
        ] {
            assert_eq!(as_people_write(column, value), shown);
        }
    }
}
