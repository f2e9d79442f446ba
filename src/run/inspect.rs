//! One file, looked at as the night would read it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use super::RunError;
use super::block::{FileKit, SourceKit, work};
use super::lists::Lists;
use crate::config::Plan;
use crate::domain::Field;
use crate::domain::mask::mask;
use crate::ingest::{IngestError, Layout, RawBlock, csv, workbook};
use crate::schema::records::ChunkOrigin;
use crate::source::SourceOptions;
use crate::source::pattern::{NameParts, match_name};
use crate::standardise::ExtractFacts;
use crate::validate::RuleId;

/// What a reader makes of a file.
#[derive(Debug)]
pub struct Inspection {
    /// The source whose profile was used.
    pub source: String,
    /// Whether the file's name fits the source's pattern.
    pub name_fits: bool,
    pub name: NameParts,
    pub encoding: &'static str,
    /// Of delimited text.
    pub delimiter: Option<char>,
    pub tables: Vec<InspectedTable>,
    /// Sheets that gave no rows, each with the reason.
    pub skipped: Vec<(String, &'static str)>,
}

/// One table: the file, or a sheet of it.
#[derive(Debug)]
pub struct InspectedTable {
    pub sheet: Option<String>,
    pub titles: Vec<String>,
    pub header_rows: (u32, u32),
    pub columns: Vec<InspectedColumn>,
    pub physical_rows: u64,
    pub person_rows: u64,
    pub count_rows: usize,
    pub accepted: usize,
    /// Rows in quarantine, as a person sees them.
    pub quarantined: Vec<u32>,
    /// Findings by rule.
    pub findings: BTreeMap<RuleId, u64>,
}

/// A column and what it was taken for.
#[derive(Debug)]
pub struct InspectedColumn {
    pub header: String,
    pub field: Option<Field>,
    pub is_dropped: bool,
    /// Up to three different values, masked where they can name someone.
    pub samples: Vec<String>,
}

/// Reads the file at `path` as `source` of the plan, or as the source whose name pattern and header fit it
/// best.
///
/// # Errors
/// Reference lists that cannot be used, and a file that is not there; inside, why the night would set the
/// file aside.
pub fn inspect(
    plan: &Plan,
    path: &Path,
    source: Option<&str>,
    today: Date,
) -> Result<Result<Inspection, IngestError>, RunError> {
    let lists = Lists::load(plan)?;
    let bytes = fs::read(path).map_err(|source| RunError::ReadFile {
        path: path.to_owned(),
        source,
    })?;
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let fits = |source: &SourceOptions| match_name(&source.file_name, &name).is_some();
    let mut candidates: Vec<&SourceOptions> = match source {
        Some(id) => plan
            .sources
            .iter()
            .filter(|source| source.id == id)
            .collect(),
        None => plan.sources.iter().collect(),
    };
    if source.is_none() && candidates.iter().any(|source| fits(source)) {
        candidates.retain(|source| fits(source));
    }
    let mut best: Option<Inspection> = None;
    let mut first_error = None;
    for source in candidates {
        match look(plan, &lists, source, &name, bytes.clone(), today)? {
            Ok(found)
                if best
                    .as_ref()
                    .is_none_or(|best| matched(&found) > matched(best)) =>
            {
                best = Some(found)
            }
            Ok(_) => {}
            Err(error) => {
                first_error.get_or_insert(error);
            }
        }
    }
    Ok(best.ok_or_else(|| {
        first_error.unwrap_or(IngestError::Io {
            message: "the pipeline has no such source".to_owned(),
        })
    }))
}

fn matched(inspection: &Inspection) -> usize {
    let tables = inspection.tables.iter();
    tables
        .map(|table| {
            table
                .columns
                .iter()
                .filter(|column| column.field.is_some())
                .count()
        })
        .sum()
}

fn look(
    plan: &Plan,
    lists: &Lists,
    source: &SourceOptions,
    name: &str,
    bytes: Vec<u8>,
    today: Date,
) -> Result<Result<Inspection, IngestError>, RunError> {
    let kit = SourceKit::new(source, &lists.codes, &plan.rules, today)?;
    let parts = match_name(&source.file_name, name);
    let known = parts.clone().unwrap_or_default();
    let snapshot_date = known.date.unwrap_or(today);
    let file = FileKit {
        source: &kit,
        units: &lists.units,
        province: &plan.province,
        facts: ExtractFacts {
            snapshot_date,
            commune: known.commune,
            first_of_january_is_year: source.profile.first_of_january_is_year,
        },
        origin: ChunkOrigin {
            kind: source.kind,
            source: Arc::from(source.id.as_str()),
            file: Arc::from(name),
            sheet: None,
            unit: None,
            snapshot_date,
        },
    };
    let mut inspection = Inspection {
        source: source.id.clone(),
        name_fits: parts.is_some(),
        name: known,
        encoding: "UTF-8",
        delimiter: None,
        tables: Vec::new(),
        skipped: Vec::new(),
    };
    let read = if bytes.starts_with(b"PK\x03\x04") {
        read_workbook(&mut inspection, bytes, &file)
    } else {
        read_text(&mut inspection, &bytes, &file)
    };
    Ok(read.map(|()| inspection))
}

fn read_workbook(
    inspection: &mut Inspection,
    bytes: Vec<u8>,
    file: &FileKit<'_>,
) -> Result<(), IngestError> {
    inspection.encoding = "workbook (Unicode)";
    let workbook = workbook::read(bytes, &file.source.layout_options)?;
    for sheet in &workbook.sheets {
        let table = table(&sheet.block, &sheet.layout, Some(&sheet.name), file);
        inspection.tables.push(table);
    }
    let skipped = workbook
        .skipped
        .into_iter()
        .map(|sheet| (sheet.name, sheet.reason));
    inspection.skipped.extend(skipped);
    Ok(())
}

fn read_text(
    inspection: &mut Inspection,
    bytes: &[u8],
    file: &FileKit<'_>,
) -> Result<(), IngestError> {
    let sniffed = csv::sniff(bytes, true, &file.source.layout_options)?;
    if sniffed.skip > 0 {
        inspection.encoding = "UTF-8 with byte order mark";
    }
    inspection.delimiter = Some(char::from(sniffed.delimiter));
    let rows = &bytes[sniffed.skip..];
    let block = csv::parse_end(rows, &sniffed, &file.source.layout_options)?;
    inspection
        .tables
        .push(table(&block, &sniffed.layout, None, file));
    Ok(())
}

fn table(
    block: &RawBlock,
    layout: &Layout,
    sheet: Option<&str>,
    file: &FileKit<'_>,
) -> InspectedTable {
    let output = work(
        block,
        layout,
        layout.header_rows.1 + 1,
        sheet.map(Arc::from),
        file,
    );
    let mut findings = BTreeMap::new();
    for rule in &output.notes.findings.rule {
        *findings.entry(*rule).or_insert(0) += 1;
    }
    InspectedTable {
        sheet: sheet.map(str::to_owned),
        titles: layout.titles.clone(),
        header_rows: layout.header_rows,
        columns: columns(block, layout),
        physical_rows: output.notes.physical_rows,
        person_rows: output.notes.person_rows,
        count_rows: output.notes.counts.len(),
        accepted: output.chunk.rows,
        quarantined: output.notes.quarantined.row.clone(),
        findings,
    }
}

fn columns(block: &RawBlock, layout: &Layout) -> Vec<InspectedColumn> {
    let headers = layout.headers.iter().enumerate();
    headers
        .map(|(column, header)| (column, header, field_of(layout, column)))
        .map(|(column, header, field)| InspectedColumn {
            header: header.clone(),
            field,
            is_dropped: layout
                .others
                .iter()
                .any(|other| other.column == column && other.is_dropped),
            samples: samples(block, layout, column, field),
        })
        .collect()
}

fn field_of(layout: &Layout, column: usize) -> Option<Field> {
    let mut fields = layout.fields();
    fields.find(|(_, at)| *at == column).map(|(field, _)| field)
}

/// Fields whose values name nobody: they are shown as they are.
const HARMLESS: [Field; 18] = [
    Field::Sequence,
    Field::Sex,
    Field::Ethnicity,
    Field::CommuneCode,
    Field::CommuneName,
    Field::ResidenceStatus,
    Field::TargetGroups,
    Field::InsuranceObject,
    Field::HeightCm,
    Field::WeightKg,
    Field::BloodPressure,
    Field::PulsePerMin,
    Field::GlucoseMmolL,
    Field::HealthClass,
    Field::Funding,
    Field::EhrExists,
    Field::EhrNationalState,
    Field::EhrVneidState,
];

fn samples(block: &RawBlock, layout: &Layout, column: usize, field: Option<Field>) -> Vec<String> {
    let mut samples: Vec<&str> = Vec::new();
    let rows = (0..block.rows()).map(|row| block.row(row));
    for row in rows.filter(|row| row.number > layout.header_rows.1) {
        let cell = row.cell(column);
        if !cell.is_empty() && !samples.contains(&cell) {
            samples.push(cell);
        }
        if samples.len() == 3 {
            break;
        }
    }
    let is_harmless = field.is_some_and(|field| HARMLESS.contains(&field));
    let show = |cell: &str| {
        if is_harmless {
            cell.to_owned()
        } else {
            mask(cell)
        }
    };
    samples.into_iter().map(show).collect()
}
