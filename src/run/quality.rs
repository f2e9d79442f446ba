//! Findings counted by commune, kind and rule.

use std::collections::BTreeMap;
use std::ops::Range;

use arrow::array::ArrayRef;

use super::block::BlockNotes;
use super::findings_table::BlockFindings;
use crate::domain::{CommuneCode, Kind};
use crate::schema::arrays::{categories, labelled, longs};
use crate::schema::records::{StoreError, StoredChunk};
use crate::schema::steering::DATA_QUALITY;
use crate::schema::{Dataset, Table};
use crate::validate::{Lang, RuleId, Severity, registry};

/// A commune and a kind of source.
type Place = (Option<CommuneCode>, Kind);

/// Rows about a person, and those of them in quarantine.
#[derive(Debug, Clone, Copy, Default)]
struct RowCounts {
    person_rows: u64,
    quarantined: u64,
}

/// Findings of one rule in one place; `rule` is `None` for all rows of the place.
struct QualityRow {
    place: Place,
    rule: Option<(RuleId, Severity)>,
    findings: u64,
    rows: RowCounts,
}

/// The table `data_quality`.
pub struct QualityTable {
    rows: Vec<QualityRow>,
}

impl QualityTable {
    /// Counts what the blocks of the night say.
    ///
    /// # Errors
    /// A disk that does not give back what was put there.
    pub fn new(
        chunks: &[StoredChunk],
        notes: &[BlockNotes],
        findings: &[BlockFindings<'_>],
    ) -> Result<Self, StoreError> {
        let places = count_rows(chunks, notes)?;
        let mut by_rule: BTreeMap<(Place, RuleId), (Severity, u64)> = BTreeMap::new();
        let mut totals: BTreeMap<Place, u64> = BTreeMap::new();
        for block in findings {
            let kind = block.origin.kind;
            for (rule, commune) in block.findings.rule.iter().zip(&block.commune) {
                let place = (*commune, kind);
                by_rule
                    .entry((place, *rule))
                    .or_insert((block.severity(*rule), 0))
                    .1 += 1;
                *totals.entry(place).or_default() += 1;
            }
        }
        let of_place = |place: &Place| places.get(place).copied().unwrap_or_default();
        let mut rows: Vec<QualityRow> = places
            .iter()
            .map(|(place, rows)| QualityRow {
                place: *place,
                rule: None,
                findings: totals.get(place).copied().unwrap_or(0),
                rows: *rows,
            })
            .collect();
        rows.extend(
            by_rule
                .iter()
                .map(|((place, rule), (severity, count))| QualityRow {
                    place: *place,
                    rule: Some((*rule, *severity)),
                    findings: *count,
                    rows: of_place(place),
                }),
        );
        rows.sort_by_key(|row| (row.place, row.rule.map(|(rule, _)| rule)));
        Ok(Self { rows })
    }

    fn titles(&self, rows: Range<usize>, lang: Lang) -> ArrayRef {
        let titles: Vec<&str> = registry().iter().map(|rule| rule.title(lang)).collect();
        categories(titles, self.rows[rows].iter().map(rule_position))
    }
}

fn rule_position(row: &QualityRow) -> Option<usize> {
    row.rule.map(|(rule, _)| usize::from(rule.0))
}

fn count_rows(
    chunks: &[StoredChunk],
    notes: &[BlockNotes],
) -> Result<BTreeMap<Place, RowCounts>, StoreError> {
    let mut places: BTreeMap<Place, RowCounts> = BTreeMap::new();
    for (chunk, notes) in chunks.iter().zip(notes) {
        let chunk = chunk.columns(&["commune_code"])?;
        let kind = chunk.origin.kind;
        let mut of_chunk: BTreeMap<u32, u64> = BTreeMap::new();
        let mut last = (0, 0);
        for commune in (0..chunk.rows).map(|row| chunk.commune.get(row)) {
            if commune != last.0 {
                *of_chunk.entry(last.0).or_default() += last.1;
                last = (commune, 0);
            }
            last.1 += 1;
        }
        *of_chunk.entry(last.0).or_default() += last.1;
        for (commune, rows) in of_chunk.into_iter().filter(|(_, rows)| *rows > 0) {
            let commune = CommuneCode::from_number(commune).filter(|_| commune > 0);
            places.entry((commune, kind)).or_default().person_rows += rows;
        }
        for commune in &notes.quarantined.commune {
            let counts = places.entry((*commune, kind)).or_default();
            counts.person_rows += 1;
            counts.quarantined += 1;
        }
    }
    Ok(places)
}

impl Table for QualityTable {
    fn dataset(&self) -> &'static Dataset {
        &DATA_QUALITY
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let slice = self.rows[rows.clone()].iter();
        let long = |count: u64| i64::try_from(count).ok();
        match DATA_QUALITY.columns[column].name {
            "commune_code" => labelled(slice.map(|row| row.place.0), |code| code.to_string()),
            "kind" => labelled(slice.map(|row| Some(row.place.1)), |kind| {
                kind.code().to_owned()
            }),
            "rule" => categories(
                registry().iter().map(|rule| rule.code),
                slice.map(rule_position),
            ),
            "severity" => categories(
                Severity::ALL.map(Severity::code),
                slice.map(|row| row.rule.map(|(_, severity)| severity as usize)),
            ),
            "title_vi" => self.titles(rows, Lang::Vi),
            "title_en" => self.titles(rows, Lang::En),
            "finding_count" => longs(slice.map(|row| long(row.findings))),
            "person_rows" => longs(slice.map(|row| long(row.rows.person_rows))),
            "quarantined" => longs(slice.map(|row| long(row.rows.quarantined))),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}
