//! What the styles of a workbook tell of their cells: which show days, and which are drawn in a font from before
//! Unicode.

use std::collections::HashMap;

use super::super::number_format::{NumberFormat, is_built_in_day, is_day};
use super::super::sheet::Budget;
use crate::ingest::IngestError;
use crate::ingest::encoding::ColumnEncoding;
use crate::ingest::markup::Token;
use crate::ingest::package::{Package, markup_error};

/// What a style tells.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub format: NumberFormat,
    /// The old encoding that its font draws.
    pub font: Option<ColumnEncoding>,
}

/// The styles, by their number.
#[derive(Debug, Default)]
pub struct Styles {
    styles: Vec<Style>,
    /// Whether a style has a font that draws an old encoding.
    pub has_old_fonts: bool,
}

/// Excel knows 65,490 styles.
const STYLES_MAX: usize = 1 << 17;

impl Styles {
    /// Reads the part of styles.
    ///
    /// # Errors
    /// A part that is broken.
    pub fn read(
        package: &mut Package,
        part: &str,
        is_1904: bool,
        budget: &Budget,
    ) -> Result<Self, IngestError> {
        let fault = |cause| markup_error(part, cause, &budget.limits);
        let mut styles = Self::default();
        let Some(mut markup) = package.markup(part)? else {
            return Ok(styles);
        };
        let mut own: HashMap<u32, bool> = HashMap::new();
        let mut fonts: Vec<Option<ColumnEncoding>> = Vec::new();
        let (mut is_cells, mut is_fonts) = (false, false);
        while let Some(token) = markup.token().map_err(fault)? {
            match token {
                Token::Start(tag) => match tag.name {
                    b"cellXfs" => is_cells = !tag.is_empty,
                    b"fonts" => is_fonts = !tag.is_empty,
                    b"font" if is_fonts && fonts.len() < STYLES_MAX => fonts.push(None),
                    b"name" if is_fonts => {
                        let name = tag.text("val").map_err(fault)?.unwrap_or_default();
                        if let Some(font) = fonts.last_mut() {
                            *font = ColumnEncoding::of_font(&name);
                        }
                    }
                    b"numFmt" => {
                        let code = tag.text("formatCode").map_err(fault)?.unwrap_or_default();
                        if let Some(id) = tag.number("numFmtId")
                            && own.len() < STYLES_MAX
                        {
                            own.insert(id, is_day(&code));
                        }
                    }
                    b"xf" if is_cells && styles.styles.len() < STYLES_MAX => {
                        let id = tag.number("numFmtId").unwrap_or(0);
                        let is_day = own.get(&id).copied().unwrap_or_else(|| is_built_in_day(id));
                        let font = tag.number("fontId").unwrap_or(0);
                        let font = fonts.get(font).copied().flatten();
                        styles.has_old_fonts |= font.is_some();
                        let format = match is_day {
                            true => NumberFormat::day(is_1904),
                            false => NumberFormat::Plain,
                        };
                        styles.styles.push(Style { format, font });
                    }
                    _ => {}
                },
                Token::End(b"cellXfs") => is_cells = false,
                Token::End(b"fonts") => is_fonts = false,
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The style whose number is written `raw`.
    #[must_use]
    pub fn style(&self, raw: &[u8]) -> Style {
        let digit = |number: usize, digit: &u8| {
            digit.is_ascii_digit().then(|| {
                number
                    .saturating_mul(10)
                    .saturating_add(usize::from(digit - b'0'))
            })
        };
        let number = raw.iter().try_fold(0_usize, digit);
        number
            .and_then(|number| self.styles.get(number).copied())
            .unwrap_or_default()
    }
}
