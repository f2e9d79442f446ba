//! Whether the sources an indicator needs are there and fresh, place by place.

use super::delivered::Delivered;
use super::input::IndicatorInput;
use super::places::{Place, Places};
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

/// What one kind of source takes from the numbers of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) availability: Availability,
    /// `insurance: missing`, `ehr_status: 12 days > 7`.
    pub(super) cause: String,
}

/// The availability of a definition's sources in a place, and the sources that limit it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sources {
    pub(super) availability: Availability,
    /// The causes of all limits with `; ` between; `None` when nothing limits.
    pub(super) cause: Option<String>,
}

impl Sources {
    /// The worst of `limits` decides.
    fn limited(limits: impl Iterator<Item = Limit>) -> Self {
        let mut sources = Self {
            availability: Availability::Available,
            cause: None,
        };
        for limit in limits {
            sources.availability = sources.availability.max(limit.availability);
            sources.cause = Some(match sources.cause {
                Some(before) => format!("{before}; {}", limit.cause),
                None => limit.cause,
            });
        }
        sources
    }
}

/// The sources of one definition in every place, told once however many strata its rows have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlaceSources {
    /// Of the province, and of those without a commune.
    province: Sources,
    communes: Vec<Sources>,
}

impl PlaceSources {
    pub(super) fn new(needs: &[Kind], input: &IndicatorInput<'_>, places: &Places) -> Self {
        let kinds: Vec<Delivered> = needs
            .iter()
            .map(|kind| Delivered::new(*kind, input.freshness, input.missing))
            .collect();
        let of_commune =
            |commune| Sources::limited(kinds.iter().filter_map(|k| k.limit_in_commune(commune)));
        Self {
            province: Sources::limited(kinds.iter().filter_map(Delivered::limit_in_province)),
            communes: places.communes().map(of_commune).collect(),
        }
    }

    pub(super) fn of(&self, place: Place) -> &Sources {
        match place {
            Place::Province | Place::Unassigned => &self.province,
            Place::Commune(position) => &self.communes[position],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;
    use crate::indicators::fixture::{World, definition, everywhere};

    /// Residents and insurance are needed; their extracts are nobody's in particular.
    #[track_caller]
    fn check(change: impl Fn(&mut World), availability: Availability, cause: Option<&str>) {
        let mut needy = definition("A", "is_resident", "is_insured");
        needy.needs = vec![Kind::Residents, Kind::Insurance];
        let mut world = World::new(&[], &[], &["01273"]);
        change(&mut world);
        let places = Places::new(&world.communes);
        let sources = PlaceSources::new(&needy.needs, &world.input(), &places);
        for place in [Place::Province, Place::Unassigned, Place::Commune(0)] {
            let Sources {
                availability: found,
                cause: told,
            } = sources.of(place);
            assert_eq!((*found, told.as_deref()), (availability, cause));
        }
    }

    #[test]
    fn the_worst_source_decides_and_all_are_named() {
        let age = |days| move |world: &mut World| world.age(everywhere(Kind::Insurance), days);
        check(|_| (), Availability::Available, None);
        check(age(7), Availability::Available, None);
        check(age(8), Availability::Stale, Some("insurance: 8 days > 7"));
        check(
            |world| {
                age(8)(world);
                world.freshness.remove(&everywhere(Kind::Residents));
            },
            Availability::Missing,
            Some("residents: missing; insurance: 8 days > 7"),
        );
        check(
            |world| {
                world.freshness.remove(&everywhere(Kind::Insurance));
            },
            Availability::Missing,
            Some("insurance: missing"),
        );
    }

    #[test]
    fn a_kind_that_is_not_needed_limits_nothing() {
        let without_quotas = |world: &mut World| {
            world.freshness.remove(&everywhere(Kind::Quotas));
        };
        check(without_quotas, Availability::Available, None);
    }
}
