//! The counts of a release, as they are and as they were published.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int32Type, Int64Type};
use jiff::civil::Date;

use super::RunError;
use crate::dataset::{Version, read_table};
use crate::disclosure::{DisclosureOptions, Released, round_count};
use crate::domain::PartialDate;
use crate::indicators::options::{IndicatorDefinition, StratumKind};
use crate::indicators::{IndicatorRow, IndicatorState, Indicators, Place};
use crate::schema::arrays::{dates, flags, integers, labelled, longs};
use crate::schema::public::RELEASE_CELLS;
use crate::schema::{Dataset, Table, Tier};

/// One pair of counts of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseCell {
    pub released_on: Date,
    pub level: Level,
    pub commune: Option<Arc<str>>,
    pub indicator: Arc<str>,
    pub stratum_kind: Arc<str>,
    pub stratum: Arc<str>,
    pub numerator: u64,
    pub denominator: u64,
    pub is_proportion: bool,
    /// Whether the count grows from week to week, as exams do.
    pub numerator_grows: bool,
    pub denominator_grows: bool,
    /// `None` until it is decided.
    pub numerator_form: Option<Released>,
    pub denominator_form: Option<Released>,
    pub options: DisclosureOptions,
}

/// Where the people of a cell live. Of those of unknown home nothing is published: rows of so few people, there for one
/// indicator and not for another, would tell of them. What they leave between a province and its communes is reckoned with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    Province,
    Unassigned,
    Commune,
}

impl Level {
    const ALL: [Self; 3] = [Self::Province, Self::Unassigned, Self::Commune];

    pub fn code(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::Unassigned => "unassigned",
            Self::Commune => "commune",
        }
    }

    pub fn is_public(self) -> bool {
        self != Self::Unassigned
    }

    pub fn of(place: Place) -> Self {
        match place {
            Place::Province => Self::Province,
            Place::Unassigned => Self::Unassigned,
            Place::Commune(_) => Self::Commune,
        }
    }
}

/// Strata that become public. Target groups overlap: what is left of all when a group is taken away is a group that
/// nobody looks after.
pub fn is_public_stratum(kind: StratumKind) -> bool {
    matches!(
        kind,
        StratumKind::All | StratumKind::AgeBand | StratumKind::Sex
    )
}

/// The public rows that have counts of people, in the order of the table; numbers of places without a plan or with old
/// sources are not published.
pub fn cells_of(
    indicators: &Indicators,
    definitions: &[IndicatorDefinition],
    released_on: Date,
    options: DisclosureOptions,
) -> Vec<ReleaseCell> {
    let table = &indicators.values;
    let codes: Vec<Arc<str>> = definitions
        .iter()
        .map(|of| Arc::from(of.code.as_str()))
        .collect();
    let is_released = |row: &&IndicatorRow| {
        let definition = &definitions[row.indicator];
        let is_sound = !matches!(
            row.assessment.state,
            IndicatorState::NoPlan | IndicatorState::Stale | IndicatorState::MissingInput
        );
        definition.tier == Tier::Public
            && definition.counts_people
            && is_public_stratum(row.stratum.kind())
            && is_sound
    };
    let rows = table.rows.iter().filter(is_released);
    rows.filter_map(|row| {
        let counts = row.assessment.counts?;
        let definition = &definitions[row.indicator];
        let is_of_units = definition.population.is_of_units();
        Some(ReleaseCell {
            released_on,
            level: Level::of(row.place),
            commune: table.places.code(row.place).map(Arc::from),
            indicator: Arc::clone(&codes[row.indicator]),
            stratum_kind: Arc::from(row.stratum.kind().code()),
            stratum: Arc::from(row.stratum.code()),
            numerator: counts.numerator,
            denominator: counts.denominator,
            is_proportion: is_of_units && counts.numerator <= counts.denominator,
            numerator_grows: definition.numerator_exam.is_some(),
            denominator_grows: definition.denominator_exam.is_some(),
            numerator_form: None,
            denominator_form: None,
            options,
        })
    })
    .collect()
}

/// The counts behind what is public, and those that were public before.
#[derive(Debug, Clone, Default)]
pub struct ReleasedCells {
    pub last: Vec<ReleaseCell>,
    /// Of the release before the last, and of older ones what still tells something.
    pub before: Vec<ReleaseCell>,
}

impl ReleasedCells {
    /// What the next release is compared with: the last count of each spot of each indicator, and of one that grows and is
    /// hidden by now, when it was last shown, for it is no less. Of a day on which was released twice, the later.
    pub fn known(self) -> Vec<ReleaseCell> {
        let Self { mut last, before } = self;
        let of_last: HashMap<_, &ReleaseCell> = last.iter().map(|cell| (key(cell), cell)).collect();
        let still_tells = |older: &ReleaseCell| {
            of_last.get(&key(older)).is_none_or(|last| {
                let tells = |grows, then, now| {
                    let was_shown = matches!(then, Some(Released::Rounded(_)));
                    grows && was_shown && now == Some(Released::Suppressed)
                };
                let (n, d) = (older.numerator_form, older.denominator_form);
                older.released_on != last.released_on
                    && (tells(older.numerator_grows, n, last.numerator_form)
                        || tells(older.denominator_grows, d, last.denominator_form))
            })
        };
        let older: Vec<ReleaseCell> = before
            .iter()
            .filter(|cell| still_tells(cell))
            .cloned()
            .collect();
        last.extend(older);
        last
    }
}

/// Whether the counts of one day are those of the release of that day: a night that is run again publishes what it did.
pub fn is_same_release(now: &[ReleaseCell], last: &[ReleaseCell]) -> bool {
    let of_last: HashMap<_, &ReleaseCell> = last.iter().map(|cell| (key(cell), cell)).collect();
    let is_same = |cell: &ReleaseCell| {
        let undecided = of_last.get(&key(cell)).map(|last| ReleaseCell {
            numerator_form: None,
            denominator_form: None,
            ..(*last).clone()
        });
        undecided.as_ref() == Some(cell)
    };
    now.len() == last.len() && now.iter().all(is_same)
}

/// Where a count stands in its table: level, commune, kind of stratum, stratum.
pub type Spot = (Level, Option<Arc<str>>, Arc<str>, Arc<str>);

pub fn spot(cell: &ReleaseCell) -> Spot {
    let (kind, stratum) = (Arc::clone(&cell.stratum_kind), Arc::clone(&cell.stratum));
    (cell.level, cell.commune.clone(), kind, stratum)
}

/// What names a cell in all releases.
fn key(cell: &ReleaseCell) -> (Arc<str>, Spot) {
    (Arc::clone(&cell.indicator), spot(cell))
}

/// The table `release_cells`.
pub struct ReleaseCellTable {
    /// Each with whether it is of the last release.
    rows: Vec<(bool, ReleaseCell)>,
}

impl ReleaseCellTable {
    pub fn new(cells: ReleasedCells) -> Self {
        let last = cells.last.into_iter().map(|cell| (true, cell));
        let before = cells.before.into_iter().map(|cell| (false, cell));
        let mut rows: Vec<(bool, ReleaseCell)> = last.chain(before).collect();
        rows.sort_by(|(_, a), (_, b)| {
            let place = |cell: &ReleaseCell| (cell.commune.clone(), cell.level.code());
            place(a).cmp(&place(b))
        });
        Self { rows }
    }
}

/// What is hidden is hidden; a form that is not yet decided is not written.
fn form(released: Option<Released>) -> &'static str {
    match released {
        Some(Released::Zero) => "zero",
        Some(Released::Rounded(_)) => "rounded",
        Some(Released::Suppressed | Released::Exact(_)) | None => "suppressed",
    }
}

impl Table for ReleaseCellTable {
    fn dataset(&self) -> &'static Dataset {
        &RELEASE_CELLS
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let releases = self.rows[rows.clone()].iter().map(|(is_last, _)| *is_last);
        let rows = self.rows[rows].iter().map(|(_, cell)| cell);
        match RELEASE_CELLS.columns[column].name {
            "release" => labelled(releases.map(Some), |is_last| {
                if is_last { LAST } else { BEFORE }.to_owned()
            }),
            "released_on" => dates(rows.map(|row| PartialDate::from(row.released_on).packed())),
            "level" => labelled(rows.map(|row| Some(row.level)), |level| {
                level.code().to_owned()
            }),
            "commune_code" => labelled(rows.map(|row| row.commune.as_deref()), str::to_owned),
            "indicator" => labelled(rows.map(|row| Some(&*row.indicator)), str::to_owned),
            "stratum_kind" => labelled(rows.map(|row| Some(&*row.stratum_kind)), str::to_owned),
            "stratum" => labelled(rows.map(|row| Some(&*row.stratum)), str::to_owned),
            "numerator" => longs(rows.map(|row| Some(row.numerator as i64))),
            "denominator" => longs(rows.map(|row| Some(row.denominator as i64))),
            "is_proportion" => flags(rows.map(|row| Some(row.is_proportion))),
            "numerator_grows" => flags(rows.map(|row| Some(row.numerator_grows))),
            "denominator_grows" => flags(rows.map(|row| Some(row.denominator_grows))),
            "numerator_form" => labelled(
                rows.map(|row| Some(form(row.numerator_form))),
                str::to_owned,
            ),
            "denominator_form" => labelled(
                rows.map(|row| Some(form(row.denominator_form))),
                str::to_owned,
            ),
            "threshold" => integers(rows.map(|row| Some(row.options.threshold() as i32))),
            "rounding_base" => integers(rows.map(|row| Some(row.options.rounding_base() as i32))),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

/// The code of the release that is public, and of those before it.
const LAST: &str = "last";
const BEFORE: &str = "before";

/// What a version says was released.
///
/// # Errors
/// A version that cannot be read.
pub fn restore(version: &Version) -> Result<ReleasedCells, RunError> {
    let names: Vec<&str> = RELEASE_CELLS
        .columns
        .iter()
        .map(|column| column.name)
        .collect();
    let mut cells = ReleasedCells::default();
    for batch in read_table(version, &RELEASE_CELLS, &names)? {
        let releases = batch.column_by_name("release");
        let releases = releases
            .expect("a column that was asked for")
            .as_string::<i32>();
        for row in 0..batch.num_rows() {
            let of_release = match releases.value(row) {
                LAST => &mut cells.last,
                _ => &mut cells.before,
            };
            of_release.extend(restore_row(&batch, row)?);
        }
    }
    Ok(cells)
}

/// `None` for a row in words that this program does not know.
fn restore_row(batch: &RecordBatch, row: usize) -> Result<Option<ReleaseCell>, RunError> {
    let column = |name: &str| {
        batch
            .column_by_name(name)
            .expect("a column that was asked for")
    };
    let text = |name: &str| {
        let texts = column(name).as_string::<i32>();
        texts.is_valid(row).then(|| texts.value(row))
    };
    let long = |name: &str| column(name).as_primitive::<Int64Type>().value(row).max(0) as u64;
    let integer = |name: &str| column(name).as_primitive::<Int32Type>().value(row).max(0) as u32;
    let flag = |name: &str| column(name).as_boolean().value(row);
    let options = DisclosureOptions::new(integer("threshold"), integer("rounding_base"))?;
    let day = column("released_on")
        .as_primitive::<Date32Type>()
        .value(row);
    let released = |name: &str, count: u64| match text(name) {
        Some("zero") => Released::Zero,
        Some("rounded") => Released::Rounded(round_count(count, options)),
        _ => Released::Suppressed,
    };
    let level = Level::ALL
        .into_iter()
        .find(|level| Some(level.code()) == text("level"));
    let released_on = PartialDate::from_days_since_epoch(day).and_then(PartialDate::to_day);
    let (Some(level), Some(released_on)) = (level, released_on) else {
        return Ok(None);
    };
    let (numerator, denominator) = (long("numerator"), long("denominator"));
    let word = |name: &str| Arc::from(text(name).unwrap_or_default());
    Ok(Some(ReleaseCell {
        released_on,
        level,
        commune: text("commune_code").map(Arc::from),
        indicator: word("indicator"),
        stratum_kind: word("stratum_kind"),
        stratum: word("stratum"),
        numerator,
        denominator,
        is_proportion: flag("is_proportion"),
        numerator_grows: flag("numerator_grows"),
        denominator_grows: flag("denominator_grows"),
        numerator_form: Some(released("numerator_form", numerator)),
        denominator_form: Some(released("denominator_form", denominator)),
        options,
    }))
}
