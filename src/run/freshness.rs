//! How old each source is, and the table of it.

use std::collections::BTreeMap;
use std::ops::Range;

use arrow::array::ArrayRef;
use jiff::civil::Date;

use super::outcome::FileOutcome;
use super::readings::ExtractReading;
use super::reasons::set_aside_vi;
use crate::domain::{CommuneCode, PartialDate};
use crate::indicators::{ExtractsOf, Freshness};
use crate::schema::arrays::{dates, flags, integers, labelled, text};
use crate::schema::steering::FRESHNESS;
use crate::schema::{Dataset, Table};
use crate::source::extract::Place;
use crate::source::{Delivery, SetAside, SetAsideReason, SourceOptions};

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
        matches!(self.outcome.state, "fresh" | "kept" | "stale")
    }
}

/// Every file of tonight and every source without one, by source, then file.
pub fn freshness(
    sources: &[SourceOptions],
    readings: &[ExtractReading],
    set_aside: &[SetAside],
    as_of: Date,
) -> Vec<FreshnessRow> {
    let newest = newest_increments(sources, readings);
    let mut rows: Vec<(usize, FreshnessRow)> = Vec::new();
    for reading in readings {
        let source = reading.extract.source;
        // Increments add up to one state, which is as old as the newest of them.
        let newest = newest.get(&reading.extract.place()).copied();
        let speaks = newest
            .filter(|_| reading.is_used())
            .or(reading.extract.snapshot_date);
        let age = age_days(speaks, as_of);
        rows.push((source, of_reading(&sources[source], reading, age)));
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

/// Per place of an increment source the day of its newest extract in use.
fn newest_increments<'r>(
    sources: &[SourceOptions],
    readings: &'r [ExtractReading],
) -> BTreeMap<Place<'r>, Date> {
    let mut newest = BTreeMap::new();
    for reading in readings.iter().filter(|reading| reading.is_used()) {
        let extract = &reading.extract;
        let is_increment = sources[extract.source].delivery == Delivery::Increment;
        if let Some(day) = extract.snapshot_date.filter(|_| is_increment) {
            let known = newest.entry(extract.place()).or_insert(day);
            *known = day.max(*known);
        }
    }
    newest
}

fn of_reading(source: &SourceOptions, reading: &ExtractReading, age: Option<i32>) -> FreshnessRow {
    let is_stale = age.is_some_and(|age| i64::from(age) > i64::from(source.max_age_days));
    let state = match &reading.set_aside {
        Some(reason) => state_of(reason),
        None if is_stale => "stale",
        None if reading.kept_from.is_some() => "kept",
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
            reason: reading.reason(),
            reason_vi: reading.reason_vi(),
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
    row.outcome.reason_vi = set_aside_vi(&file.reason);
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
            reason_vi: format!(
                "trong {} không có tệp nào dùng được với tên theo mẫu `{}`",
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

/// How old the extracts in use are, per kind, each commune's rosters apart. Of several the one closest to its
/// limit, or furthest past it, speaks.
pub fn by_kind_and_commune(rows: &[FreshnessRow]) -> BTreeMap<ExtractsOf, Freshness> {
    let mut oldest: BTreeMap<ExtractsOf, Freshness> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.is_used()) {
        // An extract without a day is set aside.
        let Some(age) = row.age_days else { continue };
        let extracts = ExtractsOf {
            kind: row.outcome.kind,
            commune: row.commune,
        };
        let of_row = Freshness {
            age_days: u32::try_from(age).unwrap_or(0),
            max_age_days: row.max_age_days,
        };
        let speaks = oldest.entry(extracts).or_insert(of_row);
        if of_row.margin_days() < speaks.margin_days() {
            *speaks = of_row;
        }
    }
    oldest
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;

    fn row(
        kind: Kind,
        commune: Option<&str>,
        state: &'static str,
        (age, max): (i32, u32),
    ) -> FreshnessRow {
        FreshnessRow {
            outcome: FileOutcome {
                source: kind.code().to_owned(),
                kind,
                file: None,
                snapshot_date: None,
                state,
                reason: String::new(),
                reason_vi: String::new(),
                person_rows: 0,
                accepted: 0,
                quarantined: 0,
                unknown_columns: Vec::new(),
            },
            commune: commune.and_then(CommuneCode::parse),
            age_days: Some(age),
            max_age_days: max,
        }
    }

    #[test]
    fn each_commune_is_as_old_as_its_own_extract_closest_to_the_limit() {
        use Kind::{SchoolRoster as School, ScreeningRoster as Screening};
        let rows = [
            row(Screening, Some("01273"), "stale", (30, 14)),
            row(Screening, Some("01294"), "fresh", (3, 14)),
            row(Screening, Some("01501"), "superseded", (90, 14)),
            row(Screening, Some("01558"), "not_delivered", (0, 14)),
            // Of a hospital and of another source: three days left, two days left.
            row(Screening, None, "fresh", (11, 14)),
            row(Screening, None, "fresh", (5, 7)),
            row(School, None, "fresh", (100, 365)),
            row(School, None, "fresh", (-1, 365)),
        ];
        let found: Vec<_> = by_kind_and_commune(&rows)
            .into_iter()
            .map(|(of, age)| {
                (
                    of.kind,
                    of.commune.map(|code| code.to_string()),
                    age.age_days,
                )
            })
            .collect();
        let commune = |code: &str| Some(code.to_owned());
        assert_eq!(
            found,
            [
                (Screening, None, 5),
                (Screening, commune("01273"), 30),
                (Screening, commune("01294"), 3),
                (School, None, 100),
            ]
        );
    }
}
