//! What came of a kind of extract, and what it lets the numbers of a place say.
//!
//! A roster speaks for its commune, every other extract for all of them. A commune is limited by the worst of
//! both; the province only by what limits it as a whole, or else one late commune would silence all.

use std::collections::{BTreeMap, BTreeSet};

use super::availability::{Availability, Limit};
use super::input::{ExtractsOf, Freshness};
use crate::domain::{CommuneCode, Kind};

/// The accepted extracts of a kind, and the communes whose roster did not come.
pub(super) struct Delivered {
    kind: Kind,
    /// Of the extracts that are not one commune's.
    shared: Option<Freshness>,
    rosters: BTreeMap<CommuneCode, Freshness>,
    missing: BTreeSet<CommuneCode>,
}

impl Delivered {
    pub(super) fn new(
        kind: Kind,
        freshness: &BTreeMap<ExtractsOf, Freshness>,
        missing: &BTreeSet<(Kind, CommuneCode)>,
    ) -> Self {
        let of_kind = freshness.iter().filter(|(of, _)| of.kind == kind);
        let of_rosters =
            of_kind.filter_map(|(of, freshness)| of.commune.map(|code| (code, *freshness)));
        let of_communes = missing.iter().filter(|(of, _)| *of == kind);
        let shared = ExtractsOf {
            kind,
            commune: None,
        };
        Self {
            kind,
            shared: freshness.get(&shared).copied(),
            rosters: of_rosters.collect(),
            missing: of_communes.map(|(_, commune)| *commune).collect(),
        }
    }

    /// What limits the numbers of `commune`.
    pub(super) fn limit_in_commune(&self, commune: CommuneCode) -> Option<Limit> {
        if self.is_absent() || self.lacks(commune) {
            return Some(self.limit(Availability::Missing, "missing"));
        }
        let own = self.rosters.get(&commune).into_iter();
        let worst = own.chain(&self.shared).min_by_key(|f| f.margin_days())?;
        let is_stale = worst.is_stale();
        is_stale.then(|| self.limit(Availability::Stale, &past_limit(worst)))
    }

    /// What limits the numbers of the province, and of those without a commune. With [`Availability::Available`]
    /// only some communes' part of them is old or missing.
    pub(super) fn limit_in_province(&self) -> Option<Limit> {
        if self.is_absent() {
            return Some(self.limit(Availability::Missing, "missing"));
        }
        let stale_rosters = self.rosters.values().filter(|f| f.is_stale()).count();
        let is_stale = match self.shared {
            Some(shared) => shared.is_stale(),
            None => stale_rosters == self.rosters.len(),
        };
        let shared = self.shared.filter(Freshness::is_stale);
        let causes: Vec<String> = shared
            .map(|shared| past_limit(&shared))
            .into_iter()
            .chain(self.wanting_communes(stale_rosters))
            .collect();
        let availability = if is_stale {
            Availability::Stale
        } else {
            Availability::Available
        };
        (!causes.is_empty()).then(|| self.limit(availability, &causes.join(", ")))
    }

    fn is_absent(&self) -> bool {
        self.shared.is_none() && self.rosters.is_empty()
    }

    /// Whether nothing speaks for `commune`. One without a plan has a state of its own.
    fn lacks(&self, commune: CommuneCode) -> bool {
        let is_unknown = self.shared.is_none() && !self.rosters.contains_key(&commune);
        self.kind != Kind::PlanRoster && (is_unknown || self.missing.contains(&commune))
    }

    /// `stale in 2 of 5 communes, missing in 1`, of all communes that send a roster or should.
    fn wanting_communes(&self, stale: usize) -> Option<String> {
        let senders: BTreeSet<&CommuneCode> = self.rosters.keys().chain(&self.missing).collect();
        let (senders, missing) = (senders.len(), self.missing.len());
        match (stale, missing) {
            (0, 0) => None,
            (0, _) => Some(format!("missing in {missing} of {senders} communes")),
            (_, 0) => Some(format!("stale in {stale} of {senders} communes")),
            _ => Some(format!(
                "stale in {stale} of {senders} communes, missing in {missing}"
            )),
        }
    }

    fn limit(&self, availability: Availability, cause: &str) -> Limit {
        Limit {
            availability,
            cause: format!("{}: {cause}", self.kind.code()),
        }
    }
}

fn past_limit(freshness: &Freshness) -> String {
    format!("{} days > {}", freshness.age_days, freshness.max_age_days)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What came: `-` for all, or a commune's last digit; then its age in days, the limit being 7, or `x` for
    /// a roster that did not come.
    fn delivered(kind: Kind, entries: &[&str]) -> Delivered {
        let (mut freshness, mut missing) = (BTreeMap::new(), BTreeSet::new());
        for entry in entries {
            let (of, age) = entry.split_once(' ').unwrap();
            let commune = (of != "-").then(|| commune(of));
            if age == "x" {
                missing.insert((kind, commune.unwrap()));
                continue;
            }
            let of_age = Freshness {
                age_days: age.parse().unwrap(),
                max_age_days: 7,
            };
            freshness.insert(ExtractsOf { kind, commune }, of_age);
            // What came of another kind is nothing of this one.
            let other = Freshness {
                age_days: 99,
                max_age_days: 7,
            };
            let kind = Kind::Residents;
            freshness.insert(ExtractsOf { kind, commune }, other);
            missing.insert((kind, self::commune("9")));
        }
        Delivered::new(kind, &freshness, &missing)
    }

    fn commune(digit: &str) -> CommuneCode {
        CommuneCode::parse(&format!("0127{digit}")).unwrap()
    }

    fn told(limit: Option<Limit>) -> String {
        limit.map_or(String::new(), |limit| {
            format!("{:?}, {}", limit.availability, limit.cause)
        })
    }

    #[track_caller]
    fn check(kind: Kind, entries: &[&str], in_commune_1: &str, in_province: &str) {
        let delivered = delivered(kind, entries);
        assert_eq!(
            told(delivered.limit_in_commune(commune("1"))),
            in_commune_1,
            "commune, {entries:?}"
        );
        assert_eq!(
            told(delivered.limit_in_province()),
            in_province,
            "province, {entries:?}"
        );
    }

    #[test]
    fn an_extract_of_no_one_commune_speaks_for_all() {
        let check = |entries: &[&str], everywhere| {
            check(Kind::Insurance, entries, everywhere, everywhere);
        };
        check(&[], "Missing, insurance: missing");
        check(&["- 0"], "");
        check(&["- 7"], "");
        check(&["- 8"], "Stale, insurance: 8 days > 7");
    }

    #[test]
    fn a_roster_speaks_for_its_commune_alone() {
        let check = |entries: &[&str], in_commune_1, in_province| {
            check(Kind::ScreeningRoster, entries, in_commune_1, in_province);
        };
        check(&["1 0", "2 7"], "", "");
        check(
            &["1 9", "2 0", "3 0"],
            "Stale, screening_roster: 9 days > 7",
            "Available, screening_roster: stale in 1 of 3 communes",
        );
        check(
            &["1 0", "2 8", "3 9"],
            "",
            "Available, screening_roster: stale in 2 of 3 communes",
        );
        check(
            &["1 x", "2 0"],
            "Missing, screening_roster: missing",
            "Available, screening_roster: missing in 1 of 2 communes",
        );
        check(
            &["1 0", "2 8", "3 9", "4 x", "5 0"],
            "",
            "Available, screening_roster: stale in 2 of 5 communes, missing in 1",
        );
        // Nothing at all came of the commune, though nobody waited for a roster of its own.
        check(&["2 0"], "Missing, screening_roster: missing", "");
    }

    #[test]
    fn the_province_is_stale_when_every_roster_is() {
        let check = |entries: &[&str], in_commune_1, in_province| {
            check(Kind::ScreeningRoster, entries, in_commune_1, in_province);
        };
        check(
            &["1 8", "2 9"],
            "Stale, screening_roster: 8 days > 7",
            "Stale, screening_roster: stale in 2 of 2 communes",
        );
        check(
            &["1 x", "2 9"],
            "Missing, screening_roster: missing",
            "Stale, screening_roster: stale in 1 of 2 communes, missing in 1",
        );
        check(
            &["1 x", "2 x"],
            "Missing, screening_roster: missing",
            "Missing, screening_roster: missing",
        );
    }

    #[test]
    fn the_worst_of_shared_and_own_limits_a_commune() {
        let check = |entries: &[&str], in_commune_1, in_province| {
            check(Kind::ScreeningRoster, entries, in_commune_1, in_province);
        };
        check(
            &["- 0", "1 9"],
            "Stale, screening_roster: 9 days > 7",
            "Available, screening_roster: stale in 1 of 1 communes",
        );
        check(
            &["- 8", "1 0"],
            "Stale, screening_roster: 8 days > 7",
            "Stale, screening_roster: 8 days > 7",
        );
        check(
            &["- 8", "1 9", "2 0"],
            "Stale, screening_roster: 9 days > 7",
            "Stale, screening_roster: 8 days > 7, stale in 1 of 2 communes",
        );
        check(
            &["- 9", "1 8"],
            "Stale, screening_roster: 9 days > 7",
            "Stale, screening_roster: 9 days > 7, stale in 1 of 1 communes",
        );
        check(
            &["- 0", "1 x", "2 0"],
            "Missing, screening_roster: missing",
            "Available, screening_roster: missing in 1 of 2 communes",
        );
    }

    #[test]
    fn a_commune_without_a_plan_lacks_no_source() {
        let check = |entries: &[&str], in_commune_1, in_province| {
            check(Kind::PlanRoster, entries, in_commune_1, in_province);
        };
        check(
            &["1 x", "2 0"],
            "",
            "Available, plan_roster: missing in 1 of 2 communes",
        );
        check(
            &["1 8", "2 0"],
            "Stale, plan_roster: 8 days > 7",
            "Available, plan_roster: stale in 1 of 2 communes",
        );
        check(
            &["1 x"],
            "Missing, plan_roster: missing",
            "Missing, plan_roster: missing",
        );
    }
}
