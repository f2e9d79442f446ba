//! `[thresholds]`: from which probability on a pair is a match, and from which it is worth a look.

use super::tables::Tables;
use crate::config::document::{Reported, gather};
use crate::config::item::Item;
use crate::config::section::Section;
use crate::link::engine::weigh::thresholds::weight_of_probability;
use crate::link::engine::{Threshold, Thresholds};

/// The weight of a probability that is neither 0 nor 1.
pub fn weight(item: &Item<'_>) -> Result<f64, Reported> {
    let probability = item.share()?;
    if probability > 0.0 && probability < 1.0 {
        return Ok(weight_of_probability(probability));
    }
    let mistake = item.mistake(format!("`{}` must be between 0 and 1", item.key));
    Err(mistake.label("no pair is ever so certain").report())
}

pub fn read(root: &Section<'_>, tables: &Tables) -> Result<Thresholds, Reported> {
    root.table("thresholds", |section| {
        let general = threshold(section);
        let by_sources = section.optional("tables").map(|item| {
            let items = item.list()?;
            gather(
                items
                    .iter()
                    .map(|item| item.table(|section| of_tables(section, tables))),
            )
        });
        Ok(Thresholds {
            general: general?,
            by_sources: by_sources.unwrap_or(Ok(Vec::new()))?,
        })
    })
}

fn of_tables(section: &Section<'_>, tables: &Tables) -> Result<((u8, u8), Threshold), Reported> {
    let table = |key| section.required(key).and_then(|item| tables.number(&item));
    let (left, right) = (table("left"), table("right"));
    let threshold = threshold(section);
    Ok(((left?, right?), threshold?))
}

fn threshold(section: &Section<'_>) -> Result<Threshold, Reported> {
    let (matching, review) = (section.required("match"), section.required("review"));
    let (match_weight, review_weight) = (
        matching.and_then(|item| weight(&item)),
        review.and_then(|item| weight(&item)),
    );
    let (match_weight, review_weight) = (match_weight?, review_weight?);
    if let (Ok(matching), Ok(review)) = (matching, review)
        && review_weight > match_weight
    {
        let mistake = review.mistake("`review` must not be above `match`");
        let mistake = mistake.label("a match needs no review");
        return Err(mistake.earlier(matching.span(), "the match").report());
    }
    Ok(Threshold {
        match_weight,
        review_weight,
    })
}
