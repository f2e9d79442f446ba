//! The table `public_indicators`: every number in it is computed from released counts.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::ArrayRef;
use jiff::civil::Date;

use super::cells::{Level, ReleaseCell, is_public_stratum};
use crate::disclosure::{DisclosureOptions, Released, counts_rounding_to};
use crate::domain::PartialDate;
use crate::indicators::options::{IndicatorDefinition, Unit};
use crate::indicators::{Cell, IndicatorRow, Indicators, Interval, band};
use crate::schema::arrays::{dates, integers, labelled, longs, reals};
use crate::schema::public::PUBLIC_INDICATORS;
use crate::schema::{Dataset, Table, Tier};

/// What anyone may read of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shown {
    count: Option<u64>,
    /// The least and the most that the count behind it can be.
    ends: (u64, u64),
    state: &'static str,
}

const SUPPRESSED: Shown = Shown {
    count: None,
    ends: (0, u64::MAX),
    state: "suppressed",
};

impl Shown {
    fn of(released: Option<Released>, options: DisclosureOptions) -> Self {
        match released {
            Some(Released::Zero) => Self {
                count: Some(0),
                ends: (0, 0),
                state: "zero",
            },
            Some(Released::Rounded(count)) => {
                let known = counts_rounding_to(count as i64, options);
                Self {
                    count: Some(count),
                    ends: (known.low.unsigned_abs(), known.high.unsigned_abs()),
                    state: "rounded",
                }
            }
            Some(Released::Suppressed | Released::Exact(_)) | None => SUPPRESSED,
        }
    }

    /// A count of communes or facilities.
    fn exact(count: u64) -> Self {
        Self {
            count: Some(count),
            ends: (count, count),
            state: "ok",
        }
    }
}

/// Code and name of a commune.
type CommuneWords = (Arc<str>, Arc<str>);

struct PublicRow {
    level: Level,
    commune: Option<CommuneWords>,
    /// Position among the heads.
    indicator: usize,
    stratum_kind: &'static str,
    stratum: &'static str,
    numerator: Shown,
    denominator: Shown,
    value: Option<f64>,
    interval: Option<Interval>,
    band: Option<i32>,
}

/// What each row of an indicator says.
struct Head {
    code: String,
    label_vi: String,
    label_en: String,
    unit: String,
    target: Option<f64>,
    direction: Option<&'static str>,
}

/// Rows of [`PUBLIC_INDICATORS`], in the order of the steering table.
pub struct PublicTable {
    released_on: Date,
    heads: Vec<Head>,
    rows: Vec<PublicRow>,
}

impl PublicTable {
    pub fn new(
        indicators: &Indicators,
        definitions: &[IndicatorDefinition],
        cells: &[ReleaseCell],
        released_on: Date,
    ) -> Self {
        let key = |cell: &ReleaseCell| {
            let commune = cell.commune.as_deref().unwrap_or_default().to_owned();
            let (kind, stratum) = (cell.stratum_kind.to_string(), cell.stratum.to_string());
            (
                cell.indicator.to_string(),
                cell.level,
                commune,
                kind,
                stratum,
            )
        };
        let of_people: HashMap<_, &ReleaseCell> =
            cells.iter().map(|cell| (key(cell), cell)).collect();
        let table = &indicators.values;
        let is_public = |row: &&IndicatorRow| {
            definitions[row.indicator].tier == Tier::Public
                && is_public_stratum(row.stratum.kind())
                && Level::of(row.place).is_public()
        };
        let rows = table.rows.iter().filter(is_public).map(|row| {
            let definition = &definitions[row.indicator];
            let (code, name) = (table.places.code(row.place), table.places.name(row.place));
            let level = Level::of(row.place);
            let (kind, stratum) = (row.stratum.kind().code(), row.stratum.code());
            let key = (
                definition.code.clone(),
                level,
                code.unwrap_or_default().to_owned(),
                kind.to_owned(),
                stratum.to_owned(),
            );
            let shown = match (of_people.get(&key), row.assessment.counts) {
                (Some(cell), _) => (
                    Shown::of(cell.numerator_form, cell.options),
                    Shown::of(cell.denominator_form, cell.options),
                ),
                (None, Some(counts)) if !definition.counts_people => (
                    Shown::exact(counts.numerator),
                    Shown::exact(counts.denominator),
                ),
                (None, _) => (SUPPRESSED, SUPPRESSED),
            };
            let commune = code
                .zip(name)
                .map(|(code, name)| (Arc::from(code), Arc::from(name)));
            PublicRow::new(
                (level, commune),
                (row.indicator, definition),
                (kind, stratum),
                shown,
            )
        });
        Self {
            released_on,
            rows: rows.collect(),
            heads: definitions.iter().map(Head::new).collect(),
        }
    }

    fn head(&self, row: &PublicRow) -> &Head {
        &self.heads[row.indicator]
    }
}

impl Head {
    fn new(definition: &IndicatorDefinition) -> Self {
        Self {
            code: definition.code.clone(),
            label_vi: definition.words.label_vi.clone(),
            label_en: definition.words.label_en.clone(),
            unit: definition.unit.code(),
            target: definition.target.map(|goal| goal.value),
            direction: definition.target.map(|goal| goal.direction.code()),
        }
    }
}

impl PublicRow {
    fn new(
        (level, commune): (Level, Option<CommuneWords>),
        (indicator, definition): (usize, &IndicatorDefinition),
        (stratum_kind, stratum): (&'static str, &'static str),
        (numerator, denominator): (Shown, Shown),
    ) -> Self {
        let factor = f64::from(definition.unit.factor());
        let counts = numerator
            .count
            .zip(denominator.count)
            .filter(|(_, n)| *n > 0);
        let value = counts.map(|(x, n)| factor * (x as f64 / n as f64));
        let is_one = !definition.counts_people && denominator.count == Some(1);
        let has_interval = !is_one && definition.unit != Unit::YesNo;
        let interval = counts.filter(|_| has_interval).and_then(|(x, n)| {
            let cell = Cell {
                numerator: x,
                denominator: n,
            };
            Interval::of(cell, definition.interval, definition.unit)
        });
        let band = counts.and_then(|_| {
            let [low, high] = share_ends(numerator, denominator)
                .map(|share| band(factor * share, &definition.bands));
            low.filter(|_| low == high)
        });
        Self {
            level,
            commune,
            indicator,
            stratum_kind,
            stratum,
            numerator,
            denominator,
            value,
            interval,
            band,
        }
    }
}

/// How low and how high the true share can be, given counts that were rounded.
fn share_ends(numerator: Shown, denominator: Shown) -> [f64; 2] {
    let share = |x: u64, n: u64| x as f64 / n.max(1) as f64;
    [
        share(numerator.ends.0, denominator.ends.1),
        share(numerator.ends.1, denominator.ends.0),
    ]
}

impl Table for PublicTable {
    fn dataset(&self) -> &'static Dataset {
        &PUBLIC_INDICATORS
    }

    fn rows(&self) -> usize {
        self.rows.len()
    }

    fn column(&self, column: usize, rows: Range<usize>) -> ArrayRef {
        let rows = self.rows[rows].iter();
        let heads = rows.clone().map(|row| self.head(row));
        let count = |shown: Shown| shown.count.map(|count| count as i64);
        match PUBLIC_INDICATORS.columns[column].name {
            "released_on" => dates(rows.map(|_| PartialDate::from(self.released_on).packed())),
            "level" => labelled(rows.map(|row| Some(row.level)), |level| {
                level.code().to_owned()
            }),
            "commune_code" => labelled(
                rows.map(|row| row.commune.as_ref().map(|(code, _)| &**code)),
                str::to_owned,
            ),
            "commune_name" => labelled(
                rows.map(|row| row.commune.as_ref().map(|(_, name)| &**name)),
                str::to_owned,
            ),
            "indicator" => labelled(heads.map(|head| Some(head.code.as_str())), str::to_owned),
            "label_vi" => labelled(
                heads.map(|head| Some(head.label_vi.as_str())),
                str::to_owned,
            ),
            "label_en" => labelled(
                heads.map(|head| Some(head.label_en.as_str())),
                str::to_owned,
            ),
            "stratum_kind" => labelled(rows.map(|row| Some(row.stratum_kind)), str::to_owned),
            "stratum" => labelled(rows.map(|row| Some(row.stratum)), str::to_owned),
            "numerator" => longs(rows.map(|row| count(row.numerator))),
            "numerator_state" => labelled(rows.map(|row| Some(row.numerator.state)), str::to_owned),
            "denominator" => longs(rows.map(|row| count(row.denominator))),
            "denominator_state" => {
                labelled(rows.map(|row| Some(row.denominator.state)), str::to_owned)
            }
            "unit" => labelled(heads.map(|head| Some(head.unit.as_str())), str::to_owned),
            "value" => reals(rows.map(|row| row.value)),
            "lower" => reals(rows.map(|row| Some(row.interval?.lower))),
            "upper" => reals(rows.map(|row| Some(row.interval?.upper))),
            "band" => integers(rows.map(|row| row.band)),
            "target" => reals(heads.map(|head| head.target)),
            "direction" => labelled(heads.map(|head| head.direction), str::to_owned),
            other => unreachable!("the dataset has no column {other}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::fixture::definition;
    use crate::indicators::options::IntervalMethod;

    fn row(definition: &IndicatorDefinition, counts: (u64, u64), base: u32) -> PublicRow {
        let options = DisclosureOptions::new(7, base).unwrap();
        let shown = |count| Shown::of(Some(Released::Rounded(count)), options);
        let place = (Level::Province, None);
        let counts = (shown(counts.0), shown(counts.1));
        PublicRow::new(place, (0, definition), ("all", "all"), counts)
    }

    /// Wilson 81 of 263 of Newcombe 1998, Table I, method 3, here per 1,000: 0.2553 to 0.3662.
    #[test]
    fn limits_are_of_the_unit_of_the_value() {
        let mut rate = definition("A", "is_resident", "has_ehr");
        rate.unit = Unit::Per(1000);
        rate.interval = IntervalMethod::Wilson;
        let shown = row(&rate, (81, 263), 5);
        let interval = shown.interval.unwrap();
        assert!((interval.lower - 255.3).abs() < 0.05, "{interval:?}");
        assert!((interval.upper - 366.2).abs() < 0.05, "{interval:?}");
        assert!(interval.lower < shown.value.unwrap() && shown.value.unwrap() < interval.upper);
    }

    /// 90 of 100 rounded to 10 can be 94 of 95, and to 5 at most 92 of 98.
    #[test]
    fn a_class_is_told_only_where_rounding_cannot_change_it() {
        let mut share = definition("A", "is_resident", "has_ehr");
        share.bands = vec![0.5, 0.95];
        assert_eq!(row(&share, (90, 100), 5).band, Some(1));
        assert_eq!(row(&share, (90, 100), 10).band, None);
        share.bands = vec![];
        assert_eq!(row(&share, (90, 100), 5).band, None);
    }
}
