//! The zip archive that a modern workbook is, its parts unpacked within a budget.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::IngestError;
use super::markup::{Markup, MarkupError};
use crate::domain::Limits;

/// A workbook's archive.
pub struct Package {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// Positions by name: lower case, `/` between folders.
    parts: HashMap<String, usize>,
    /// Bytes unpacked so far, of all parts.
    unpacked: Cell<u64>,
    limits: Limits,
}

impl Package {
    /// Opens an archive.
    ///
    /// # Errors
    /// An archive that is broken or half written, or that holds too many parts.
    pub fn open(bytes: Vec<u8>, limits: Limits) -> Result<Self, IngestError> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|cause| IngestError::BrokenArchive {
                message: cause.to_string(),
            })?;
        if archive.len() > limits.archive_entries as usize {
            return Err(IngestError::over(
                format!("it is an archive of {} files", archive.len()),
                "archive_entries",
                limits.archive_entries,
            ));
        }
        let names = archive.file_names_raw().enumerate();
        let parts = names
            .map(|(at, name)| (part_name(&String::from_utf8_lossy(name)), at))
            .collect();
        Ok(Self {
            archive,
            parts,
            unpacked: Cell::new(0),
            limits,
        })
    }

    /// Names of the parts as they are looked for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    #[must_use]
    pub fn has(&self, part: &str) -> bool {
        self.parts.contains_key(&part_name(part))
    }

    /// A part, unpacked as it is read; `None` where there is no such part.
    ///
    /// # Errors
    /// A part that is encrypted, or packed in a way that is not known.
    pub fn part<'p>(&'p mut self, name: &str) -> Result<Option<impl Read + use<'p>>, IngestError> {
        let Some(at) = self.parts.get(&part_name(name)).copied() else {
            return Ok(None);
        };
        let part = self.archive.by_index(at).map_err(|cause| match cause {
            zip::result::ZipError::UnsupportedArchive(message)
                if message == zip::result::ZipError::PASSWORD_REQUIRED =>
            {
                IngestError::Password
            }
            cause => IngestError::BrokenArchive {
                message: format!("{name}: {cause}"),
            },
        })?;
        Ok(Some(Budgeted {
            part,
            unpacked: &self.unpacked,
            limits: self.limits,
        }))
    }

    /// A part as markup; `None` where there is no such part.
    ///
    /// # Errors
    /// As [`Package::part`].
    pub fn markup<'p>(
        &'p mut self,
        name: &str,
    ) -> Result<Option<Markup<impl Read + use<'p>>>, IngestError> {
        let token_bytes_max = self.limits.cell_bytes as usize;
        let part = self.part(name)?;
        Ok(part.map(|part| Markup::new(part, token_bytes_max)))
    }

    /// A small part as a whole.
    ///
    /// # Errors
    /// As [`Package::part`], and a part that is broken or too large.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, IngestError> {
        let Some(mut part) = self.part(name)? else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)
            .map_err(|cause| read_error(name, cause))?;
        Ok(Some(bytes))
    }
}

/// What a fault in the markup of `part` means.
#[must_use]
pub fn markup_error(part: &str, cause: MarkupError, limits: &Limits) -> IngestError {
    let broken = |what: &str| IngestError::Workbook {
        message: format!("{part} {what}"),
    };
    match cause {
        MarkupError::Io(cause) => read_error(part, cause),
        MarkupError::TooLong => IngestError::over(
            format!("{part} holds a cell of more bytes than that"),
            "cell_bytes",
            limits.cell_bytes,
        ),
        MarkupError::BreaksOff => broken("breaks off"),
        MarkupError::DocumentType => broken("declares entities, which no workbook does"),
        MarkupError::NotUtf8 => broken("is not UTF-8"),
        MarkupError::Reference => broken("refers to a character that does not exist"),
    }
}

/// What a fault in the bytes of `part` means.
#[must_use]
pub fn read_error(part: &str, cause: std::io::Error) -> IngestError {
    match cause.downcast::<IngestError>() {
        Ok(error) => error,
        Err(cause) => IngestError::BrokenArchive {
            message: format!("{part}: {cause}"),
        },
    }
}

/// Some writers start names with `/` or put `\` between folders, and no two parts differ in case alone.
fn part_name(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_lowercase()
}

/// A part that stops when the archive has unpacked to more than its limit, whatever it declares.
struct Budgeted<'b, R> {
    part: R,
    unpacked: &'b Cell<u64>,
    limits: Limits,
}

impl<R: Read> Read for Budgeted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.part.read(into)?;
        self.unpacked.set(self.unpacked.get() + read as u64);
        if self.unpacked.get() > self.limits.unpacked_bytes() {
            return Err(std::io::Error::other(IngestError::over_unpacked(
                &self.limits,
            )));
        }
        Ok(read)
    }
}
