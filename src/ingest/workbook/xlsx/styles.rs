//! Which styles of a workbook show days.

use std::collections::HashMap;

use super::super::number_format::{NumberFormat, is_built_in_day, is_day};
use super::super::sheet::Budget;
use crate::ingest::IngestError;
use crate::ingest::markup::Token;
use crate::ingest::package::{Package, markup_error};

/// The formats of the styles, by their number.
#[derive(Debug, Default)]
pub struct Styles {
    formats: Vec<NumberFormat>,
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
        let mut is_cells = false;
        while let Some(token) = markup.token().map_err(fault)? {
            match token {
                Token::Start(tag) => match tag.name {
                    b"cellXfs" => is_cells = !tag.is_empty,
                    b"numFmt" => {
                        let code = tag.text("formatCode").map_err(fault)?.unwrap_or_default();
                        if let Some(id) = tag.number("numFmtId")
                            && own.len() < STYLES_MAX
                        {
                            own.insert(id, is_day(&code));
                        }
                    }
                    b"xf" if is_cells && styles.formats.len() < STYLES_MAX => {
                        let id = tag.number("numFmtId").unwrap_or(0);
                        let is_day = own.get(&id).copied().unwrap_or_else(|| is_built_in_day(id));
                        styles.formats.push(if is_day {
                            NumberFormat::day(is_1904)
                        } else {
                            NumberFormat::Plain
                        });
                    }
                    _ => {}
                },
                Token::End(b"cellXfs") => is_cells = false,
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The format of the style whose number is written `raw`.
    #[must_use]
    pub fn format(&self, raw: &[u8]) -> NumberFormat {
        let digit = |number: usize, digit: &u8| {
            digit.is_ascii_digit().then(|| {
                number
                    .saturating_mul(10)
                    .saturating_add(usize::from(digit - b'0'))
            })
        };
        let number = raw.iter().try_fold(0_usize, digit);
        number
            .and_then(|number| self.formats.get(number).copied())
            .unwrap_or_default()
    }
}
