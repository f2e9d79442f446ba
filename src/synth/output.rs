//! The files of a province, written in order of commune and block whatever thread made the rows.
//!
//! Held in memory: write buffers, and the workbooks of communes that just ended (each bounded by the layout's limit).

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::block::BlockRows;
use super::error::SynthError;
use super::extract::{insurance, records, residents, tables};
use super::layout::Block;
use super::report::SynthReport;
use super::roster::RosterKind;
use super::roster_file::{Finished, RosterFile};
use super::sheet::{Workbook, write_workbook};
use super::sink::Table;
use super::truth::Truth;
use super::world::World;

/// All files of one run.
pub struct Output<'w> {
    world: &'w World,
    out: PathBuf,
    central: [Table; 3],
    rosters: Vec<RosterFile>,
    commune: Option<usize>,
    workbooks: Vec<(RosterKind, u64, Workbook)>,
    truth: Truth,
    planned: Vec<u64>,
    report: SynthReport,
}

impl<'w> Output<'w> {
    /// Makes the folders and the files that cover the province.
    ///
    /// # Errors
    /// [`SynthError::OutNotEmpty`] or [`SynthError::Write`].
    pub fn create(world: &'w World, out: &Path) -> Result<Self, SynthError> {
        make_folders(out)?;
        let stamp = &world.stamp;
        Ok(Self {
            world,
            out: out.to_owned(),
            central: [
                Table::create(out, "residents", "dan_cu", residents::HEADER, stamp)?,
                Table::create(out, "insurance", "bhyt", insurance::HEADER, stamp)?,
                Table::create(out, "ehr", "hssk", records::HEADER, stamp)?,
            ],
            rosters: Vec::new(),
            commune: None,
            workbooks: Vec::new(),
            truth: Truth::create(out)?,
            planned: vec![0; world.communes.len()],
            report: SynthReport::default(),
        })
    }

    /// Writes the rows of consecutive blocks; workbooks of communes that ended are then written side by side.
    ///
    /// # Errors
    /// [`SynthError::Write`] or [`SynthError::Workbook`].
    pub fn append(&mut self, window: Vec<(Block, BlockRows)>) -> Result<(), SynthError> {
        for (block, rows) in window {
            if self.commune != Some(block.commune) {
                self.end_commune()?;
                self.begin_commune(block.commune)?;
            }
            self.append_block(block, rows)?;
        }
        self.write_workbooks()
    }

    fn append_block(&mut self, block: Block, rows: BlockRows) -> Result<(), SynthError> {
        for (table, rows) in
            self.central
                .iter_mut()
                .zip([&rows.residents, &rows.insurance, &rows.records])
        {
            table.append(rows, &mut self.truth)?;
        }
        let hamlets = &self.world.communes[block.commune].hamlets;
        for roster in &mut self.rosters {
            roster.append(
                &rows.rosters[roster.kind as usize],
                hamlets,
                &mut self.truth,
            )?;
        }
        self.planned[block.commune] += rows.planned_count;
        self.report.persons += rows.person_count;
        self.report.planted.add(&rows.tally);
        Ok(())
    }

    fn begin_commune(&mut self, commune: usize) -> Result<(), SynthError> {
        self.commune = Some(commune);
        let profile = &self.world.communes[commune];
        for kind in RosterKind::ALL {
            let is_sent = match kind {
                RosterKind::Plan | RosterKind::Screening => true,
                RosterKind::School => profile.has_school,
                RosterKind::Employer => profile.has_employer,
            };
            if is_sent {
                self.rosters
                    .push(RosterFile::create(self.world, &self.out, commune, kind)?);
            }
        }
        Ok(())
    }

    fn end_commune(&mut self) -> Result<(), SynthError> {
        for roster in std::mem::take(&mut self.rosters) {
            let (kind, rows) = (roster.kind, roster.serial);
            match roster.finish()? {
                Finished::Csv { bytes } => self.report.note_file(kind.folder(), rows, bytes),
                Finished::Xlsx(workbook) => self.workbooks.push((kind, rows, workbook)),
            }
        }
        Ok(())
    }

    fn write_workbooks(&mut self) -> Result<(), SynthError> {
        let workbooks = std::mem::take(&mut self.workbooks);
        let as_of = self.world.as_of;
        let sizes: Vec<u64> = workbooks
            .par_iter()
            .map(|(_, _, workbook)| write_workbook(workbook, as_of))
            .collect::<Result<_, _>>()?;
        for ((kind, rows, _), bytes) in workbooks.iter().zip(sizes) {
            self.report.note_file(kind.folder(), *rows, bytes);
        }
        Ok(())
    }

    /// Ends every file and writes the small tables.
    ///
    /// # Errors
    /// [`SynthError::Write`] or [`SynthError::Workbook`].
    pub fn finish(mut self) -> Result<SynthReport, SynthError> {
        self.end_commune()?;
        self.write_workbooks()?;
        let mut report = self.report;
        for table in self.central {
            table.finish(&mut report)?;
        }
        let small = [
            (
                "quotas",
                "chi_tieu",
                tables::QUOTAS_HEADER,
                tables::quotas(self.world, &self.planned),
            ),
            (
                "facilities",
                "co_so",
                tables::FACILITIES_HEADER,
                tables::facilities(self.world),
            ),
            (
                "aggregates",
                "tong_hop",
                tables::AGGREGATES_HEADER,
                tables::aggregates(self.world),
            ),
        ];
        for (kind, name, header, (bytes, rows)) in small {
            let mut table = Table::create(&self.out, kind, name, header, &self.world.stamp)?;
            table.sink.write(&bytes)?;
            table.rows += rows;
            table.finish(&mut report)?;
        }
        let (rows, bytes) = self.truth.finish()?;
        report.note_file("truth", rows, bytes);
        Ok(report)
    }
}

const FOLDERS: [&str; 11] = [
    "residents",
    "insurance",
    "ehr",
    "plan",
    "screening",
    "school",
    "employer",
    "quotas",
    "facilities",
    "aggregates",
    "truth",
];

fn make_folders(out: &Path) -> Result<(), SynthError> {
    let failed = |source| SynthError::Write {
        path: out.to_owned(),
        source,
    };
    std::fs::create_dir_all(out).map_err(failed)?;
    if std::fs::read_dir(out).map_err(failed)?.next().is_some() {
        return Err(SynthError::OutNotEmpty {
            path: out.to_owned(),
        });
    }
    for folder in FOLDERS {
        std::fs::create_dir(out.join(folder)).map_err(failed)?;
    }
    Ok(())
}
