//! Files being written, counted as they grow.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::error::SynthError;
use super::extract::Rows;
use super::report::SynthReport;
use super::truth::Truth;

/// A file being written, with what is needed to name and count it.
pub struct Sink {
    pub path: PathBuf,
    writer: BufWriter<File>,
    pub bytes: u64,
}

impl Sink {
    /// # Errors
    /// [`SynthError::Write`] if the file cannot be made.
    pub fn create(path: PathBuf) -> Result<Self, SynthError> {
        let file = File::create(&path).map_err(|source| SynthError::Write {
            path: path.clone(),
            source,
        })?;
        Ok(Self {
            path,
            writer: BufWriter::with_capacity(1 << 18, file),
            bytes: 0,
        })
    }

    /// # Errors
    /// [`SynthError::Write`] when the disk is full or gone.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), SynthError> {
        self.bytes += bytes.len() as u64;
        self.writer
            .write_all(bytes)
            .map_err(|source| SynthError::Write {
                path: self.path.clone(),
                source,
            })
    }

    /// # Errors
    /// [`SynthError::Write`] when the last bytes cannot be written.
    pub fn finish(mut self) -> Result<u64, SynthError> {
        self.writer.flush().map_err(|source| SynthError::Write {
            path: self.path.clone(),
            source,
        })?;
        Ok(self.bytes)
    }
}

/// A CSV file that covers the province.
pub struct Table {
    kind: &'static str,
    file: String,
    pub sink: Sink,
    /// Physical rows so far; the header is row 1.
    pub rows: u64,
}

impl Table {
    /// # Errors
    /// [`SynthError::Write`].
    pub fn create(
        out: &Path,
        kind: &'static str,
        name: &str,
        header: &str,
        stamp: &str,
    ) -> Result<Self, SynthError> {
        let file = format!("{kind}/{name}_{stamp}.csv");
        let mut sink = Sink::create(out.join(&file))?;
        sink.write(header.as_bytes())?;
        sink.write(b"\n")?;
        Ok(Self {
            kind,
            file,
            sink,
            rows: 1,
        })
    }

    /// Appends rendered rows, and to the truth table who stands in each.
    ///
    /// # Errors
    /// [`SynthError::Write`].
    pub fn append(&mut self, rows: &Rows, truth: &mut Truth) -> Result<(), SynthError> {
        self.sink.write(&rows.bytes)?;
        for person in &rows.persons {
            self.rows += 1;
            truth.push(self.kind, &self.file, "", self.rows, *person)?;
        }
        Ok(())
    }

    /// # Errors
    /// [`SynthError::Write`].
    pub fn finish(self, report: &mut SynthReport) -> Result<(), SynthError> {
        report.note_file(self.kind, self.rows - 1, self.sink.finish()?);
        Ok(())
    }
}
