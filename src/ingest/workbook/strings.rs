//! Texts that the cells of a workbook share.

use std::borrow::Cow;

use super::sheet::Budget;
use crate::ingest::IngestError;
use crate::ingest::markup::{MarkupError, Token, unescape};
use crate::ingest::package::{Package, markup_error};

/// The texts, end to end.
#[derive(Debug, Default)]
pub struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Reads the part of shared texts: their runs joined, how they are spoken left out.
    ///
    /// # Errors
    /// A part that is broken, and texts that take more than half of what a table may.
    pub fn read(package: &mut Package, part: &str, budget: &Budget) -> Result<Self, IngestError> {
        let fault = |cause| markup_error(part, cause, &budget.limits);
        let mut strings = Self::default();
        let Some(mut markup) = package.markup(part)? else {
            return Ok(strings);
        };
        let mut is_text = false;
        let mut value = String::new();
        while let Some(token) = markup.token().map_err(fault)? {
            match token {
                Token::Start(tag) => match tag.name {
                    b"si" if tag.is_empty => strings.push("", budget)?,
                    b"t" => is_text = !tag.is_empty,
                    b"rPh" if !tag.is_empty => markup.skip().map_err(fault)?,
                    _ => {}
                },
                Token::Text(raw) if is_text => unescape(raw, &mut value).map_err(fault)?,
                Token::Literal(raw) if is_text => {
                    let text = std::str::from_utf8(raw).map_err(|_| fault(MarkupError::NotUtf8))?;
                    value.push_str(text);
                }
                Token::End(b"t") => is_text = false,
                Token::End(b"si") => {
                    strings.push(&unescape_controls(&value), budget)?;
                    value.clear();
                }
                _ => {}
            }
        }
        Ok(strings)
    }

    /// Adds a text.
    ///
    /// # Errors
    /// More texts than a workbook may share.
    pub fn push(&mut self, text: &str, budget: &Budget) -> Result<(), IngestError> {
        let held = self.text.len() + text.len() + 4 * (self.ends.len() + 1);
        let end = u32::try_from(self.text.len() + text.len());
        let Some(end) = end.ok().filter(|_| held <= budget.limits.table_bytes() / 2) else {
            return Err(IngestError::over(
                format!(
                    "its shared texts take more than half of {} MiB",
                    budget.limits.table_mib
                ),
                "table_mib",
                budget.limits.table_mib,
            ));
        };
        self.text.push_str(text);
        self.ends.push(end);
        Ok(())
    }

    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)? as usize;
        let start = index
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        Some(&self.text[start..end])
    }
}

/// Control characters are written `_x000D_`, and an underscore that begins such a text `_x005F_`.
#[must_use]
pub fn unescape_controls(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        read.push_str(&rest[..at]);
        rest = &rest[at..];
        match control(rest) {
            Some(letter) => {
                read.push(letter);
                rest = &rest[7..];
            }
            None => {
                read.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    read.push_str(rest);
    Cow::Owned(read)
}

fn control(text: &str) -> Option<char> {
    let digits = text.get(2..6)?;
    let is_whole = text.as_bytes().get(6) == Some(&b'_');
    let is_number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    (is_whole && is_number)
        .then(|| u32::from_str_radix(digits, 16).ok())
        .flatten()
        .and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::unescape_controls;

    #[test]
    fn control_characters_are_unescaped() {
        assert_eq!(unescape_controls("a_x000D_\nb"), "a\r\nb");
        assert_eq!(unescape_controls("_x005F_x000D_"), "_x000D_");
        assert_eq!(unescape_controls("_x00_x_xấ_xD800_"), "_x00_x_xấ_xD800_");
        assert_eq!(unescape_controls("x_y"), "x_y");
    }
}
