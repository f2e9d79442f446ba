//! The numbers by which a night weighed evidence: kept with its version, and held against the night before.

use crate::dataset::{DatasetError, Publication, Version};
use crate::link::Estimated;
use crate::link::engine::Comparison;
use crate::link::engine::evaluate::drift::drift;
use crate::run::linking::report::DriftReport;
use crate::run::linking::saved::SavedParameters;

/// Where a version has them.
pub const PARAMETERS: &str = "restricted/linkage_parameters.toml";

/// Past this much of a change in how pairs of records compare a source has changed: the divergence is 0 for the same and
/// 1 for nothing in common; two nights of one province lie below 0.01.
const DIVERGENCE_MAX: f64 = 0.05;

/// Past this share of pairs more, or fewer, a field has gone missing.
const MISSING_CHANGE_MAX: f64 = 0.2;

/// Keeps what was estimated; of a night that weighed with the numbers of an earlier one those, with the pairs of the night
/// of their estimate: against that one later nights are held, however often its numbers serve.
///
/// # Errors
/// A disk that refuses.
pub fn write(
    publication: &Publication,
    estimated: &Estimated,
    reused: Option<&SavedParameters>,
) -> Result<(), DatasetError> {
    let Estimated {
        parameters,
        patterns,
    } = estimated;
    let saved = match reused {
        Some(reused) => reused.clone(),
        None => SavedParameters::new(parameters.clone(), patterns),
    };
    publication.write_file(PARAMETERS, |out| {
        let text = saved.to_toml().map_err(std::io::Error::other)?;
        out.write_all(text.as_bytes())?;
        Ok(None)
    })
}

/// What a version was weighed with; `None` where nothing was, or by a program that kept other numbers.
#[must_use]
pub fn read(version: &Version) -> Option<SavedParameters> {
    SavedParameters::read(&version.path.join(PARAMETERS)).ok()
}

/// What to warn of: how pairs compare has changed since the version before. Nothing where the models differ.
#[must_use]
pub fn changes(
    comparisons: &[Comparison],
    before: &SavedParameters,
    tonight: &Estimated,
) -> Vec<String> {
    let patterns = before.patterns();
    let earlier = (&before.parameters, &patterns);
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
            "records compare otherwise than on the night before (divergence {pattern_divergence:.2} of 1): look whether a source has changed"
        ));
    }
    for of in missing {
        if (of.tonight - of.before).abs() > MISSING_CHANGE_MAX {
            warnings.push(format!(
                "{} is missing in {:.0} % of the pairs of records, {:.0} % on the night before: look whether a source has lost a column",
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
    use crate::link::engine::{Columns, Level, Parameters, Predicate};

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

    fn warnings(before: u64, tonight: u64) -> Vec<String> {
        let (comparisons, before) = night(before);
        let saved = SavedParameters::new(before.parameters, &before.patterns);
        changes(&comparisons, &saved, &night(tonight).1)
    }

    #[test]
    fn a_field_that_goes_missing_is_said_and_small_changes_are_not() {
        assert!(warnings(4, 4).is_empty());
        assert!(warnings(4, 10).is_empty());
        let found = warnings(4, 60);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found[1].starts_with(
                "phone is missing in 60 % of the pairs of records, 4 % on the night before"
            ),
            "{found:?}"
        );
    }

    #[test]
    fn a_night_of_another_model_is_not_compared() {
        let (_, before) = night(4);
        let saved = SavedParameters::new(before.parameters, &before.patterns);
        assert!(changes(&[], &saved, &night(60).1).is_empty());
    }
}
