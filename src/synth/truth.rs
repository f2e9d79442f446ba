//! Who stands in every row: `source,file,sheet,row,person`.
//!
//! `file` is relative to the output, `sheet` is empty for CSV, `row` is the row number a person sees in Excel, `person`
//! the stable number of an invented human being.

use std::fmt::Write;
use std::path::Path;

use super::error::SynthError;
use super::sink::Sink;

pub struct Truth {
    sink: Sink,
    rows: u64,
    line: String,
}

impl Truth {
    /// # Errors
    /// [`SynthError::Write`].
    pub fn create(out: &Path) -> Result<Self, SynthError> {
        let mut sink = Sink::create(out.join("truth/truth.csv"))?;
        sink.write(b"source,file,sheet,row,person\n")?;
        Ok(Self {
            sink,
            rows: 0,
            line: String::with_capacity(96),
        })
    }

    /// # Errors
    /// [`SynthError::Write`].
    pub fn push(
        &mut self,
        source: &str,
        file: &str,
        sheet: &str,
        row: u64,
        person: u64,
    ) -> Result<(), SynthError> {
        self.rows += 1;
        self.line.clear();
        // Writing to a string cannot fail.
        let _ = writeln!(self.line, "{source},{file},{sheet},{row},{person}");
        self.sink.write(self.line.as_bytes())
    }

    /// Rows and bytes.
    ///
    /// # Errors
    /// [`SynthError::Write`].
    pub fn finish(self) -> Result<(u64, u64), SynthError> {
        Ok((self.rows, self.sink.finish()?))
    }
}
