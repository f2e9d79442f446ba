//! One commune's roster while it is being written.

use std::path::{Path, PathBuf};

use super::error::SynthError;
use super::hamlets::Hamlet;
use super::roster::{RosterKind, RosterRow};
use super::sheet::{Cell, Format, Layout, Line, Workbook, write_line};
use super::sink::Sink;
use super::truth::Truth;
use super::world::World;

/// The sheet of every invented workbook.
const SHEET: &str = "Danh sách";
const BOM: &[u8] = b"\xEF\xBB\xBF";

pub struct RosterFile {
    pub kind: RosterKind,
    /// Data rows so far.
    pub serial: u64,
    file: String,
    path: PathBuf,
    layout: Layout,
    /// Physical rows so far.
    rows: u64,
    hamlet: Option<usize>,
    body: Body,
}

enum Body {
    Csv { sink: Sink, scratch: Vec<u8> },
    Xlsx { lines: Vec<Line> },
}

/// A roster whose last line is there.
pub enum Finished {
    Csv { bytes: u64 },
    Xlsx(Workbook),
}

impl RosterFile {
    /// Opens the file and writes everything above the data.
    ///
    /// # Errors
    /// [`SynthError::Write`].
    pub fn create(
        world: &World,
        out: &Path,
        commune: usize,
        kind: RosterKind,
    ) -> Result<Self, SynthError> {
        let layout = world.layout(commune, kind).clone();
        let file = file_name(
            kind,
            &world.communes[commune].code,
            &world.stamp,
            layout.format,
        );
        let path = out.join(&file);
        let body = match layout.format {
            Format::Xlsx => Body::Xlsx { lines: Vec::new() },
            Format::Csv { has_bom, .. } => {
                let mut sink = Sink::create(path.clone())?;
                sink.write(if has_bom { BOM } else { b"" })?;
                Body::Csv {
                    sink,
                    scratch: Vec::new(),
                }
            }
        };
        let mut roster = Self {
            kind,
            serial: 0,
            file,
            path,
            layout,
            rows: 0,
            hamlet: None,
            body,
        };
        roster.head()?;
        Ok(roster)
    }

    fn head(&mut self) -> Result<(), SynthError> {
        for title in self.layout.titles.clone() {
            self.line(Line::Title(title))?;
        }
        self.line(Line::Header)?;
        if self.layout.has_column_numbers {
            self.line(Line::ColumnNumbers)?;
        }
        Ok(())
    }

    /// Appends data rows in order of hamlet.
    ///
    /// # Errors
    /// [`SynthError::Write`].
    pub fn append(
        &mut self,
        rows: &[RosterRow],
        hamlets: &[Hamlet],
        truth: &mut Truth,
    ) -> Result<(), SynthError> {
        for row in rows {
            if self.layout.has_sections && self.hamlet != Some(row.hamlet) {
                self.hamlet = Some(row.hamlet);
                self.line(Line::Section(hamlets[row.hamlet].name.clone()))?;
            }
            self.serial += 1;
            let mut cells = Vec::with_capacity(row.cells.len() + 1);
            cells.push(Cell::Number(self.serial as f64, 0));
            cells.extend_from_slice(&row.cells);
            self.line(Line::Data(cells))?;
            let sheet = if self.layout.format == Format::Xlsx {
                SHEET
            } else {
                ""
            };
            truth.push(self.kind.folder(), &self.file, sheet, self.rows, row.person)?;
        }
        Ok(())
    }

    fn line(&mut self, line: Line) -> Result<(), SynthError> {
        self.rows += if line == Line::Header {
            self.layout.header_rows(self.kind.columns())
        } else {
            1
        };
        match &mut self.body {
            Body::Xlsx { lines } => lines.push(line),
            Body::Csv { sink, scratch } => {
                scratch.clear();
                write_line(scratch, &line, self.kind.columns(), &self.layout);
                sink.write(scratch)?;
            }
        }
        Ok(())
    }

    /// Writes the total and the signatures.
    ///
    /// # Errors
    /// [`SynthError::Write`].
    pub fn finish(mut self) -> Result<Finished, SynthError> {
        if !self.layout.footer.is_empty() {
            self.line(Line::Title(format!("Tổng cộng: {} người", self.serial)))?;
        }
        for signature in self.layout.footer.clone() {
            self.line(Line::Title(signature))?;
        }
        match self.body {
            Body::Csv { sink, .. } => Ok(Finished::Csv {
                bytes: sink.finish()?,
            }),
            Body::Xlsx { lines } => Ok(Finished::Xlsx(Workbook {
                path: self.path,
                sheet: SHEET,
                columns: self.kind.columns(),
                layout: self.layout,
                lines,
            })),
        }
    }
}

fn file_name(kind: RosterKind, commune: &str, stamp: &str, format: Format) -> String {
    let folder = kind.folder();
    let extension = if format == Format::Xlsx {
        "xlsx"
    } else {
        "csv"
    };
    let name = match kind {
        RosterKind::Plan => format!("ke_hoach_{commune}"),
        RosterKind::Screening => format!("kham_{commune}"),
        RosterKind::School => format!("hoc_sinh_ththcs{commune}"),
        RosterKind::Employer => format!("lao_dong_htx{commune}"),
    };
    format!("{folder}/{name}_{stamp}.{extension}")
}
