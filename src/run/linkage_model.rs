//! The numbers by which a night weighed evidence: kept with its version, and held against an earlier night.

use std::io::ErrorKind;

use serde::{Deserialize, Serialize};

use crate::dataset::{DatasetError, Publication, Version};
use crate::link::engine::evaluate::drift::drift;
use crate::link::engine::{Comparison, Model};
use crate::link::{EarlierParameters, Estimated, LinkReport};
use crate::run::linking::report::DriftReport;
use crate::run::linking::saved::SavedParameters;

/// Where a version has them.
pub const PARAMETERS: &str = "restricted/linkage_parameters.toml";

/// Past this much of a change in how pairs of records compare a source has changed: the divergence is 0 for the same and
/// 1 for nothing in common; two nights of one province lie below 0.01.
const DIVERGENCE_MAX: f64 = 0.05;

/// Past this share of pairs more, or fewer, a field has gone missing.
const MISSING_CHANGE_MAX: f64 = 0.2;

/// The numbers of a night, and the pairs of the night of their estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NightParameters {
    #[serde(default)]
    origin: Origin,
    /// Comparisons that nothing had taught.
    #[serde(default)]
    untrained: Vec<String>,
    /// [`Model::comparisons_fingerprint`] of the model.
    #[serde(default)]
    comparisons: String,
    #[serde(flatten)]
    pub saved: SavedParameters,
}

/// Where a night has its numbers from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Origin {
    #[default]
    Estimated,
    /// m and u of an earlier night.
    Reused,
    /// Nothing was weighed; an earlier night's numbers are handed on to the next.
    HandedOn,
}

impl NightParameters {
    /// What to keep of a night that weighed by `model`, or could not: `earlier` are the numbers of the version before.
    #[must_use]
    pub fn of_night(model: &Model, report: &LinkReport, earlier: Option<&Self>) -> Option<Self> {
        let Some((estimated, weighed)) = report.estimated.as_ref().zip(report.weighed.as_ref())
        else {
            let origin = Origin::HandedOn;
            return earlier.cloned().map(|earlier| Self { origin, ..earlier });
        };
        let parameters = estimated.parameters.clone();
        let (origin, saved) = match earlier.filter(|_| weighed.is_reused) {
            // Held against the night of the estimate, however often its numbers serve.
            Some(earlier) => {
                let saved = SavedParameters::new(parameters, &earlier.saved.patterns());
                (Origin::Reused, saved)
            }
            None => {
                let saved = SavedParameters::new(parameters, &estimated.patterns);
                (Origin::Estimated, saved)
            }
        };
        Some(Self {
            origin,
            untrained: weighed.untrained.clone(),
            comparisons: model.comparisons_fingerprint(),
            saved,
        })
    }

    /// What tonight may weigh with, if `model` compares as the one of that night did.
    #[must_use]
    pub fn for_tonight(&self, model: &Model) -> Option<EarlierParameters> {
        (self.comparisons == model.comparisons_fingerprint()).then(|| EarlierParameters {
            parameters: self.saved.parameters.clone(),
            untrained: self.untrained.clone(),
        })
    }

    /// Whether the night weighed with them.
    #[must_use]
    pub fn were_used(&self) -> bool {
        self.origin != Origin::HandedOn
    }

    /// Whether m and u are of an earlier night than the version's own.
    #[must_use]
    pub fn are_reused(&self) -> bool {
        self.origin == Origin::Reused
    }
}

/// Keeps the numbers of a night.
///
/// # Errors
/// A disk that refuses.
pub fn write(publication: &Publication, of_night: &NightParameters) -> Result<(), DatasetError> {
    publication.write_file(PARAMETERS, |out| {
        let text = toml::to_string(of_night).map_err(std::io::Error::other)?;
        out.write_all(text.as_bytes())?;
        Ok(None)
    })
}

/// What a version keeps; `None` where nothing was ever weighed.
///
/// # Errors
/// Why a file that is there cannot be used.
pub fn read(version: &Version) -> Result<Option<NightParameters>, String> {
    let path = version.path.join(PARAMETERS);
    match std::fs::read_to_string(&path) {
        Ok(text) => toml::from_str(&text)
            .map(Some)
            .map_err(|cause| cause.to_string()),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cause.to_string()),
    }
}

/// What to warn of: how pairs compare has changed since the night before, or since that of whose numbers it weighed with.
/// Nothing where the models differ.
#[must_use]
pub fn changes(
    comparisons: &[Comparison],
    before: &NightParameters,
    tonight: &Estimated,
) -> Vec<String> {
    let since = match before.origin {
        Origin::Estimated => "the night before",
        Origin::Reused | Origin::HandedOn => "the night of the estimate",
    };
    let patterns = before.saved.patterns();
    let earlier = (&before.saved.parameters, &patterns);
    let later = (&tonight.parameters, &tonight.patterns);
    let Ok(moved) = drift(comparisons, earlier, later) else {
        return Vec::new();
    };
    let DriftReport {
        pattern_divergence,
        missing,
        ..
    } = DriftReport::from(moved);
    let mut warnings = Vec::new();
    if pattern_divergence > DIVERGENCE_MAX {
        warnings.push(format!(
            "records compare otherwise than on {since} (divergence {pattern_divergence:.2} of 1): look whether a source has changed"
        ));
    }
    for of in missing {
        if (of.tonight - of.before).abs() > MISSING_CHANGE_MAX {
            warnings.push(format!(
                "{} is missing in {:.0} % of the pairs of records, {:.0} % on {since}: look whether a source has lost a column",
                of.comparison,
                100.0 * of.tonight,
                100.0 * of.before
            ));
        }
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::engine::{
        BlockingLimits, Columns, Level, LinkType, Parameters, Predicate, Threshold, Thresholds,
        Training,
    };

    /// A model of one field, and a night of which `missing` of 100 pairs lack it.
    fn night(missing: u64) -> (Vec<Comparison>, Estimated) {
        let mut columns = Columns::new(vec![0; 1]).unwrap();
        let phone = columns.add_text("phone", [Some("1")]).unwrap();
        let level = Level::new("exact", Predicate::Equal(phone));
        let comparisons = vec![Comparison::new("phone", phone, vec![level])];
        let text = "prior = 0.01\n[[comparisons]]\nname = \"phone\"\nlevels = [{ label = \"exact\", m = 0.9, u = 0.1 }, { label = \"else\", m = 0.1, u = 0.9 }]\n";
        let parameters: Parameters = toml::from_str(text).unwrap();
        let patterns = [(0, missing), (1, 60 - missing / 2), (2, 40 - missing / 2)];
        let estimated = Estimated {
            parameters,
            patterns: patterns.into_iter().collect(),
        };
        (comparisons, estimated)
    }

    fn kept(estimated: Estimated, origin: Origin) -> NightParameters {
        NightParameters {
            origin,
            untrained: vec!["sex".to_owned()],
            comparisons: "0".to_owned(),
            saved: SavedParameters::new(estimated.parameters, &estimated.patterns),
        }
    }

    fn warnings(before: u64, tonight: u64, origin: Origin) -> Vec<String> {
        let (comparisons, before) = night(before);
        changes(&comparisons, &kept(before, origin), &night(tonight).1)
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let kept = kept(night(4).1, Origin::Reused);
        let text = toml::to_string(&kept).unwrap();
        assert_eq!(toml::from_str::<NightParameters>(&text).unwrap(), kept);
    }

    #[test]
    fn numbers_outlast_a_night_that_weighed_nothing() {
        let before = kept(night(4).1, Origin::Estimated);
        let model = Model {
            link_type: LinkType::Dedupe,
            sources: 1,
            without_duplicates: Vec::new(),
            comparisons: night(4).0,
            blocking_rules: Vec::new(),
            limits: BlockingLimits::default(),
            training: Training {
                deterministic_rules: Vec::new(),
                recall: 0.8,
                sessions: Vec::new(),
            },
            supplied_frequencies: Vec::new(),
            term_frequency_min: 0.0,
            thresholds: Thresholds::new(Threshold::of_probabilities(0.95, 0.5)),
        };
        let handed_on =
            NightParameters::of_night(&model, &LinkReport::default(), Some(&before)).unwrap();
        assert!(!handed_on.were_used() && !handed_on.are_reused());
        assert_eq!(handed_on.saved, before.saved);
        // Of a model that compares otherwise they are no use.
        assert_eq!(handed_on.for_tonight(&model), None);
    }

    #[test]
    fn a_field_that_goes_missing_is_said_and_small_changes_are_not() {
        assert!(warnings(4, 4, Origin::Estimated).is_empty());
        assert!(warnings(4, 10, Origin::Estimated).is_empty());
        let found = warnings(4, 60, Origin::Estimated);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[1].starts_with(
                "phone is missing in 60 % of the pairs of records, 4 % on the night before"
            ),
            "{found:?}"
        );
        let found = warnings(4, 60, Origin::Reused);
        assert!(
            found[1].contains("4 % on the night of the estimate"),
            "{found:?}"
        );
    }

    #[test]
    fn a_night_of_another_model_is_not_compared() {
        let before = kept(night(4).1, Origin::Estimated);
        assert!(changes(&[], &before, &night(60).1).is_empty());
    }
}
