//! Columns of a table and what they were taken for.

use std::collections::BTreeMap;

use super::suggestion::{Suggestion, suggest};
use crate::domain::Field;
use crate::domain::mask::{mask, mask_numbers};
use crate::ingest::RawBlock;
use crate::ingest::layout::{Layout, Match, Unclaimed};
use crate::source::Profile;
use crate::validate::Findings;

/// A column and what it was taken for.
#[derive(Debug, Clone)]
pub struct InspectedColumn {
    /// From 0.
    pub position: usize,
    pub header: String,
    pub meaning: Meaning,
    /// Rows about a subject in which it holds something.
    pub filled: u64,
    /// Findings about its values.
    pub findings: u64,
    /// Up to three different values, masked where they can name someone.
    pub samples: Vec<String>,
}

/// What a column was taken for.
#[derive(Debug, Clone)]
pub enum Meaning {
    Field {
        field: Field,
        how: Match,
        /// A unit that the header states and the field is not in.
        other_unit: Option<&'static str>,
    },
    /// Nothing of it is read; the field that its header is closest to.
    Nothing {
        reason: Unclaimed,
        suggestion: Option<Suggestion>,
    },
    /// Neither header nor values.
    Blank,
}

/// How sure a header makes a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// The whole header is known.
    Sure,
    /// A part of it is known and nothing speaks against it.
    Likely,
    /// It follows from where the column stands: look at the samples.
    Look,
}

impl Confidence {
    #[must_use]
    pub fn of(how: Match) -> Self {
        match how {
            Match::Exact | Match::Joined => Self::Sure,
            Match::Child => Self::Likely,
            Match::Parent | Match::Beside => Self::Look,
        }
    }

    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::Look => "look",
        }
    }
}

/// Rows and findings from which columns are described.
pub struct Rows<'t> {
    pub block: &'t RawBlock,
    /// Positions in the block of the rows about a subject.
    pub subjects: &'t [usize],
    pub findings: &'t Findings,
}

/// Every column of `layout`, in order.
#[must_use]
pub fn columns(layout: &Layout, profile: &Profile, rows: &Rows<'_>) -> Vec<InspectedColumn> {
    let mut noticed: BTreeMap<Field, u64> = BTreeMap::new();
    for field in rows.findings.field.iter().flatten() {
        *noticed.entry(*field).or_insert(0) += 1;
    }
    let headers = layout.headers.iter().enumerate();
    headers
        .map(|(position, header)| {
            let meaning = meaning(layout, profile, position);
            let field = match meaning {
                Meaning::Field { field, .. } => Some(field),
                Meaning::Nothing { .. } | Meaning::Blank => None,
            };
            let values = Values::new(rows, position);
            InspectedColumn {
                position,
                header: mask_numbers(&one_line(header)),
                filled: values.filled,
                findings: field
                    .and_then(|field| noticed.get(&field).copied())
                    .unwrap_or(0),
                samples: values.shown(field),
                meaning,
            }
        })
        .collect()
}

/// A header without its line breaks.
#[must_use]
pub fn one_line(header: &str) -> String {
    header.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn meaning(layout: &Layout, profile: &Profile, position: usize) -> Meaning {
    let mut matches = layout.matches.iter();
    if let Some(found) = matches.find(|found| found.column == position) {
        return Meaning::Field {
            field: found.field,
            how: found.how,
            other_unit: found.other_unit,
        };
    }
    let mut further = layout.further.iter();
    if let Some(found) = further.find(|found| found.column == position) {
        return Meaning::Field {
            field: found.field,
            how: found.how,
            other_unit: None,
        };
    }
    match layout.others.iter().find(|other| other.column == position) {
        Some(other) => Meaning::Nothing {
            reason: other.reason,
            suggestion: match other.reason {
                Unclaimed::NoHeader => None,
                _ => suggest(&layout.headers[position], layout, profile),
            },
        },
        None => Meaning::Blank,
    }
}

/// Fields whose values name nobody.
const HARMLESS: [Field; 20] = [
    Field::Sequence,
    Field::Sex,
    Field::Ethnicity,
    Field::CommuneCode,
    Field::CommuneName,
    Field::DistrictName,
    Field::ProvinceName,
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

/// A text that so many rows have names nobody; a name that was typed into the wrong column does not.
const COMMON_ROWS_MIN: u64 = 3;

const SAMPLES_MAX: usize = 3;

/// The different values of a column, in the order in which they come.
struct Values<'t> {
    filled: u64,
    seen: Vec<(&'t str, u64)>,
}

impl<'t> Values<'t> {
    /// Few values are shown, so few are looked for; those of a column of names are all different.
    const SEEN_MAX: usize = 16;

    fn new(rows: &Rows<'t>, column: usize) -> Self {
        let mut values = Self {
            filled: 0,
            seen: Vec::new(),
        };
        for row in rows.subjects {
            let cell = rows.block.row(*row).cell(column);
            if cell.is_empty() {
                continue;
            }
            values.filled += 1;
            let known = values.seen.iter().position(|(value, _)| *value == cell);
            match known {
                Some(at) => values.seen[at].1 += 1,
                None if values.seen.len() < Self::SEEN_MAX => values.seen.push((cell, 1)),
                None => {}
            }
        }
        values
    }

    fn shown(&self, field: Option<Field>) -> Vec<String> {
        let is_harmless = field.is_some_and(|field| HARMLESS.contains(&field));
        let show = |(value, count): &(&str, u64)| {
            let is_word = !value.contains(char::is_whitespace);
            let is_measured = !value.chars().any(char::is_alphabetic);
            if is_harmless && (is_word || is_measured || *count >= COMMON_ROWS_MIN) {
                mask_numbers(&one_line(value))
            } else {
                mask(&one_line(value))
            }
        };
        self.seen.iter().take(SAMPLES_MAX).map(show).collect()
    }
}
