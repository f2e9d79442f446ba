//! How old each source is, and the table of it.

use std::collections::BTreeMap;
use std::ops::Range;

use arrow::array::ArrayRef;
use jiff::civil::Date;

use super::outcome::FileOutcome;
use super::reading::ExtractReading;
use crate::domain::{CommuneCode, Kind, PartialDate};
use crate::indicators::KindFreshness;
use crate::schema::arrays::{dates, flags, integers, labelled, text};
use crate::schema::steering::FRESHNESS;
use crate::schema::{Dataset, Table};
use crate::source::{SetAside, SetAsideReason, SourceOptions};

/// One file, or one source that sent none.
#[derive(Debug, Clone)]
pub struct FreshnessRow {
    pub outcome: FileOutcome,
    pub commune: Option<CommuneCode>,
    pub age_days: Option<i32>,
    pub max_age_days: u32,
}

impl FreshnessRow {
    fn is_used(&self) -> bool {
        matches!(self.outcome.state, "fresh" | "stale")
    }
}

/// Every file of tonight and every source without one, by source, then file.
pub fn freshness(
    sources: &[SourceOptions],
    readings: &[ExtractReading],
    set_aside: &[SetAside],
    as_of: Date,
) -> Vec<FreshnessRow> {
    let mut rows: Vec<(usize, FreshnessRow)> = Vec::new();
    for reading in readings {
        let source = reading.extract.source;
        rows.push((source, of_reading(&sources[source], reading, as_of)));
    }
    for file in set_aside {
        rows.push((
            file.source,
            of_set_aside(&sources[file.source], file, as_of),
        ));
    }
    for (position, source) in sources.iter().enumerate() {
        if !rows
            .iter()
            .any(|(of, row)| *of == position && row.is_used())
        {
            rows.push((position, not_delivered(source)));
        }
    }
    rows.sort_by(|(a, left), (b, right)| {
        (&sources[*a].id, &left.outcome.file).cmp(&(&sources[*b].id, &right.outcome.file))
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

fn age_days(snapshot: Option<Date>, as_of: Date) -> Option<i32> {
    snapshot.map(|day| (as_of - day).get_days())
}

fn of_reading(source: &SourceOptions, reading: &ExtractReading, as_of: Date) -> FreshnessRow {
    let age = age_days(reading.extract.snapshot_date, as_of);
    let is_stale = age.is_some_and(|age| i64::from(age) > i64::from(source.max_age_days));
    let state = match &reading.set_aside {
        Some(reason) => state_of(reason),
        None if is_stale => "stale",
        None => "fresh",
    };
    FreshnessRow {
        commune: reading.extract.commune,
        age_days: age,
        max_age_days: source.max_age_days,
        outcome: FileOutcome {
            source: source.id.clone(),
            kind: source.kind,
            file: Some(reading.extract.file.clone()),
            snapshot_date: reading.extract.snapshot_date,
            state,
            reason: reading
                .set_aside
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            person_rows: reading.person_rows,
            accepted: reading.accepted,
            quarantined: reading.quarantined,
            unknown_columns: reading.unknown_columns.clone(),
        },
    }
}

fn state_of(reason: &SetAsideReason) -> &'static str {
    if reason.is_fault() {
        "set_aside"
    } else {
        "superseded"
    }
}

fn of_set_aside(source: &SourceOptions, file: &SetAside, as_of: Date) -> FreshnessRow {
    let mut row = not_delivered(source);
    row.age_days = age_days(file.snapshot_date, as_of);
    row.outcome.file = Some(file.file.clone());
    row.outcome.snapshot_date = file.snapshot_date;
    row.outcome.state = state_of(&file.reason);
    row.outcome.reason = file.reason.to_string();
    row
}

fn not_delivered(source: &SourceOptions) -> FreshnessRow {
    FreshnessRow {
        commune: None,
        age_days: None,
        max_age_days: source.max_age_days,
        outcome: FileOutcome {
            source: source.id.clone(),
            kind: source.kind,
            file: None,
            snapshot_date: None,
            state: "not_delivered",
            reason: format!(
                "no file in {} fits `{}` and can be used",
                source.folder.display(),
                source.file_name
            ),
            person_rows: 0,
            accepted: 0,
            quarantined: 0,
            unknown_columns: Vec::new(),
        },
    }
}

/// Per kind the oldest of the extracts in use, against the limit of its source.
pub fn by_kind(rows: &[FreshnessRow]) -> BTreeMap<Kind, KindFreshness> {
    let mut kinds: BTreeMap<Kind, KindFreshness> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.is_used()) {
        let age = u32::try_from(row.age_days.unwrap_or(0)).unwrap_or(0);
        let of_row = KindFreshness {
            snapshot_date: row.outcome.snapshot_date,
            age_days: age,
            max_age_days: row.max_age_days,
            is_delivered: true,
        };
        let kind = kinds.entry(row.outcome.kind).or_insert(of_row);
        // Of several extracts the one closest to its limit, or furthest past it, speaks for the kind.
        let margin = |f: &KindFreshness| i64::from(f.max_age_days) - i64::from(f.age_days);
        if margin(&of_row) < margin(kind) {
            *kind = of_row;
        }
    }
    kinds
}

/// The table `freshness`.
pub struct FreshnessTable<'n>(pub &'n [FreshnessRow]);

impl Table for FreshnessTable<'_> {
    fn dataset(&self) -> &'static Dataset {
        &FRESHNESS
    }

    fn rows(&self) -> usize {
        self.0.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let rows = self.0[rows].iter();
        match FRESHNESS.columns[column].name {
            "source" => labelled(
                rows.map(|row| Some(row.outcome.source.as_str())),
                str::to_owned,
            ),
            "kind" => labelled(rows.map(|row| Some(row.outcome.kind)), |kind| {
                kind.code().to_owned()
            }),
            "file" => text(rows.map(|row| row.outcome.file.as_deref().unwrap_or_default())),
            "commune_code" => labelled(rows.map(|row| row.commune), |code| code.to_string()),
            "snapshot_date" => dates(rows.map(|row| {
                row.outcome
                    .snapshot_date
                    .map_or(0, |day| PartialDate::from(day).packed())
            })),
            "age_days" => integers(rows.map(|row| row.age_days)),
            "max_age_days" => integers(rows.map(|row| i32::try_from(row.max_age_days).ok())),
            "state" => labelled(rows.map(|row| Some(row.outcome.state)), str::to_owned),
            "is_used" => flags(rows.map(|row| Some(row.is_used()))),
            "reason" => text(rows.map(|row| row.outcome.reason.as_str())),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}
