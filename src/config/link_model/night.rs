//! The model of a night: over what is known of every record, its tables the kinds of sources.

use super::known_fields::KnownFields;
use super::tables::Tables;
use super::{blocking, comparisons, frequencies, limits, thresholds, training};
use crate::config::document::Reported;
use crate::config::reading::Reading;
use crate::config::section::Section;
use crate::domain::Kind;
use crate::link::engine::{BlockingLimits, LinkType, Model, Threshold, Thresholds};
use crate::link::options::{FIELDS, ProbabilisticOptions, ReuseParameters};

/// Bits that tell the best register person from the second-best, unless the model says otherwise: odds of 8 to 1.
const MARGIN_BITS: f64 = 3.0;
const MARGIN_BITS_MAX: f64 = 100.0;

/// Reads the model whose sections stand at the top of `linkage.toml`.
///
/// # Errors
/// Every mistake in it.
pub fn read(root: &Section<'_>, reading: &Reading) -> Result<ProbabilisticOptions, Reported> {
    let tables = Tables::named(Kind::ALL.map(Kind::code));
    let mut known = KnownFields::default();
    for (name, kind) in FIELDS {
        known.push(name, Ok(kind));
    }
    let comparisons = comparisons::read(root, &known);
    let blocking_rules = blocking::read(root, &known, &tables);
    let training = training::read(root, &known);
    let thresholds = thresholds::read(root, &tables);
    let reuse = root
        .optional("reuse_parameters")
        .map_or(Ok(ReuseParameters::WhenUntaught), |item| {
            item.choice(&ReuseParameters::CODES)
        });
    let frequencies = frequencies::read(root, &known, &comparisons, reading);
    let limits = root.optional("limits").map(|item| item.table(limits));
    let clustering = root.optional("clustering").map(|item| {
        item.table(|section| {
            let margin = section
                .optional("margin_bits")
                .map_or(Ok(MARGIN_BITS), |item| {
                    item.number_in(0.0..=MARGIN_BITS_MAX)
                });
            let without_duplicates = section
                .optional("without_duplicates")
                .map_or(Ok(Vec::new()), |item| tables.numbers(&item));
            Ok((margin?, without_duplicates?))
        })
    });
    if let (Ok(thresholds), Some(Ok((margin, _)))) = (&thresholds, &clustering) {
        rivals_are_seen(root, thresholds, *margin)?;
    }
    let training = training?;
    let (margin_bits, without_duplicates) = clustering.unwrap_or(Ok((MARGIN_BITS, Vec::new())))?;
    Ok(ProbabilisticOptions {
        model: Model {
            link_type: LinkType::LinkAndDedupe,
            sources: Kind::ALL.len(),
            without_duplicates,
            comparisons: comparisons?,
            blocking_rules: blocking_rules?,
            limits: limits.unwrap_or_else(|| Ok(BlockingLimits::default()))?,
            training: training.rules,
            supplied_frequencies: frequencies?,
            term_frequency_min: training.term_frequency_min,
            thresholds: thresholds?,
        },
        training: training.options,
        reuse: reuse?,
        margin_bits: margin_bits as f32,
    })
}

/// A register person that fits nearly as well must not lie below what is looked at.
fn rivals_are_seen(
    root: &Section<'_>,
    thresholds: &Thresholds,
    margin_bits: f64,
) -> Result<(), Reported> {
    let special = thresholds.by_sources.iter().map(|(_, threshold)| threshold);
    let mut all = special.chain([&thresholds.general]);
    let is_hidden =
        |threshold: &&Threshold| threshold.match_weight - margin_bits < threshold.review_weight;
    if all.any(|threshold| is_hidden(&threshold)) {
        let item = root.required("thresholds")?;
        let title = "`review` is too near to `match` for `margin_bits`";
        let help = "lower `review`: a second person who fits nearly as well would not be seen";
        return Err(item.key_mistake(title).help(help).report());
    }
    Ok(())
}
