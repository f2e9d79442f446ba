//! Whether the sources an indicator needs are there and fresh.

use std::collections::BTreeMap;

use super::input::KindFreshness;
use super::options::IndicatorDefinition;
use crate::domain::Kind;

/// What the needed sources allow an indicator to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Availability {
    Available,
    /// Numbers are shown, but they judge nothing.
    Stale,
    /// There are no numbers.
    Missing,
}

/// The availability of a definition's sources, and the sources that limit it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sources {
    pub(super) availability: Availability,
    /// `insurance: missing`, `ehr_status: 12 days > 7`, with `; ` between; `None` when nothing limits.
    pub(super) cause: Option<String>,
}

/// The worst of the kinds that `definition` needs.
pub(super) fn available_sources(
    definition: &IndicatorDefinition,
    freshness: &BTreeMap<Kind, KindFreshness>,
) -> Sources {
    let limits: Vec<(Availability, String)> = definition
        .needs
        .iter()
        .filter_map(|kind| limit(*kind, freshness.get(kind)))
        .collect();
    let causes: Vec<&str> = limits.iter().map(|(_, cause)| cause.as_str()).collect();
    Sources {
        availability: limits
            .iter()
            .map(|(availability, _)| *availability)
            .max()
            .unwrap_or(Availability::Available),
        cause: (!causes.is_empty()).then(|| causes.join("; ")),
    }
}

fn limit(kind: Kind, freshness: Option<&KindFreshness>) -> Option<(Availability, String)> {
    let code = kind.code();
    let delivered = freshness.filter(|f| f.is_delivered && f.snapshot_date.is_some());
    let Some(KindFreshness {
        age_days,
        max_age_days,
        ..
    }) = delivered
    else {
        return Some((Availability::Missing, format!("{code}: missing")));
    };
    let stale = || format!("{code}: {age_days} days > {max_age_days}");
    (age_days > max_age_days).then(|| (Availability::Stale, stale()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::fixture::{definition, fresh};

    fn check(
        change: impl Fn(&mut BTreeMap<Kind, KindFreshness>),
        availability: Availability,
        cause: Option<&str>,
    ) {
        let mut needy = definition("A", "is_resident", "is_insured");
        needy.needs = vec![Kind::Residents, Kind::Insurance];
        let mut freshness = fresh(&Kind::ALL);
        change(&mut freshness);
        let sources = available_sources(&needy, &freshness);
        assert_eq!(
            (sources.availability, sources.cause.as_deref()),
            (availability, cause)
        );
    }

    #[test]
    fn the_worst_source_decides_and_all_are_named() {
        let age = |days| {
            move |f: &mut BTreeMap<_, KindFreshness>| {
                f.get_mut(&Kind::Insurance).unwrap().age_days = days;
            }
        };
        check(|_| (), Availability::Available, None);
        check(age(7), Availability::Available, None);
        check(age(8), Availability::Stale, Some("insurance: 8 days > 7"));
        check(
            |f| {
                age(8)(f);
                f.remove(&Kind::Residents);
            },
            Availability::Missing,
            Some("residents: missing; insurance: 8 days > 7"),
        );
        check(
            |f| f.get_mut(&Kind::Insurance).unwrap().is_delivered = false,
            Availability::Missing,
            Some("insurance: missing"),
        );
    }

    #[test]
    fn a_kind_that_is_not_needed_limits_nothing() {
        let mut freshness = fresh(&Kind::ALL);
        freshness.remove(&Kind::Quotas);
        let sources = available_sources(&definition("A", "", "has_ehr"), &freshness);
        assert_eq!(sources.availability, Availability::Available);
    }
}
