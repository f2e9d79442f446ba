//! XLS of Excel 5 to 2003: records in a stream of a compound file.
//!
//! Texts of Excel 97 and later are Unicode. Those of Excel 5 and 95 are bytes of an encoding that the file does not
//! tell: each byte becomes the character of its number, and the column's encoding is found as in other old files.

mod compound;
mod globals;
mod records;
mod worksheet;

pub use compound::{Compound, MAGIC};
pub use records::{Bytes, push_utf_16};

use globals::{Globals, Version};
use records::{LongBytes, Record};

use super::RawSheet;
use super::sheet::Budget;
use crate::ingest::IngestError;

/// Reads every sheet of a workbook.
///
/// # Errors
/// A compound file of another program, a password, and records that are broken.
pub fn read(bytes: &[u8], budget: &Budget) -> Result<Vec<RawSheet>, IngestError> {
    let file = Compound::open(bytes)?;
    let stream = match file.stream("Workbook")? {
        Some(stream) => stream,
        None => file.stream("Book")?.ok_or_else(|| other_program(&file))?,
    };
    let globals = Globals::read(&stream, budget)?;
    let sheets = globals.sheets.iter().map(|sheet| {
        if !sheet.is_worksheet {
            return Ok(RawSheet::no_worksheet(sheet.name.clone()));
        }
        worksheet::read(&stream, sheet, &globals, budget)
    });
    sheets.collect()
}

/// What a compound file without a workbook is.
fn other_program(file: &Compound<'_>) -> IngestError {
    let has = |wanted: &str| file.names().any(|name| name.eq_ignore_ascii_case(wanted));
    let foreign = |what, advice| IngestError::Foreign { what, advice };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        return IngestError::Password;
    }
    if has("WordDocument") {
        return foreign(
            "a Word document",
            "copy its table into Excel and save it as .xlsx",
        );
    }
    if has("PowerPoint Document") {
        return foreign("a PowerPoint presentation", "send the table as .xlsx");
    }
    if has("__properties_version1.0") {
        return foreign(
            "an Outlook message",
            "save what is attached to it and send that",
        );
    }
    foreign(
        "a file of an old Office program, but no workbook",
        "open it in the program that wrote it and save its table as .xlsx",
    )
}

/// A text behind its length: of two bytes, or of one where `is_short`.
fn text(record: &Record<'_>, behind: Bytes<'_>, version: Version) -> Result<String, IngestError> {
    let mut text = String::new();
    match version {
        Version::Excel97 => {
            let mut parts = record.parts.clone();
            if let Some(first) = parts.first_mut() {
                *first = behind.0;
            }
            LongBytes::new(parts).text(&mut text)?;
        }
        Version::Excel5 => {
            let mut bytes = behind;
            let length = bytes.u16()?;
            text.extend(
                bytes
                    .slice(usize::from(length))?
                    .iter()
                    .copied()
                    .map(char::from),
            );
        }
    }
    Ok(text)
}

/// A text behind its length of one byte.
fn short_text(mut bytes: Bytes<'_>, version: Version) -> Result<String, IngestError> {
    let length = usize::from(bytes.u8()?);
    let is_wide = version == Version::Excel97 && bytes.u8()? & 1 != 0;
    let mut text = String::new();
    if is_wide {
        let (pairs, _) = bytes.slice(2 * length)?.as_chunks::<2>();
        push_utf_16(
            pairs.iter().map(|pair| u16::from_le_bytes(*pair)),
            &mut text,
        );
    } else {
        text.extend(bytes.slice(length)?.iter().copied().map(char::from));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Limits;

    proptest::proptest! {
        #[test]
        fn no_bytes_are_too_odd(bytes in proptest::collection::vec(0_u8.., 0..2000)) {
            let budget = Budget::new(Limits::default());
            let mut file = MAGIC.to_vec();
            file.extend(&bytes);
            let _ = read(&file, &budget);
            // A stream that was found is read whatever stands in it.
            if let Ok(globals) = Globals::read(&bytes, &budget) {
                for sheet in &globals.sheets {
                    let _ = worksheet::read(&bytes, sheet, &globals, &budget);
                }
            }
        }
    }
}
