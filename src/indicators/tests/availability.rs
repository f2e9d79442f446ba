//! What the rows of each place say when extracts are old or did not come.

use std::borrow::Cow;

use proptest::prelude::*;

use super::{CODES, resident, run, state};
use crate::domain::{CommuneCode, Kind};
use crate::indicators::fixture::{Person, World, definition, everywhere, screened};
use crate::indicators::{Cell, ExtractsOf, IndicatorState, Indicators, PaceState, Place, Stratum};

#[test]
fn a_missing_source_takes_the_numbers_and_an_old_one_the_verdict() {
    let insured = Person {
        is_insured: true,
        ..resident("01273")
    };
    let mut world = World::new(&[insured], &[], &CODES);
    let all = [definition("INSURED", "is_resident", "is_insured")];
    assert_eq!(
        state(&run(&world, &all), Place::Province, "INSURED"),
        IndicatorState::Met
    );
    world.age(everywhere(Kind::Residents), 9);
    let stale = run(&world, &all);
    assert_eq!(
        state(&stale, Place::Commune(0), "INSURED"),
        IndicatorState::Stale
    );
    assert_eq!(
        stale.values.cause(&stale.values.rows[0]).unwrap(),
        "residents: 9 days > 7"
    );
    world.freshness.clear();
    let missing = run(&world, &all);
    assert_eq!(
        state(&missing, Place::Commune(1), "INSURED"),
        IndicatorState::MissingInput
    );
    assert_eq!(missing.values.rows[0].assessment.counts, None);
}

#[test]
fn a_commune_that_sent_no_roster_has_missing_input_not_zero() {
    let people = [resident("01273"), resident("01501")];
    let mut world = World::new(&people, &[], &CODES);
    let commune = CommuneCode::parse(CODES[0]).unwrap();
    world.missing.insert((Kind::ScreeningRoster, commune));
    let mut needy = definition("SEEN", "is_resident", "is_insured");
    needy.needs = vec![Kind::Residents, Kind::ScreeningRoster];
    let found = run(&world, &[needy]);
    assert_eq!(
        state(&found, Place::Commune(0), "SEEN"),
        IndicatorState::MissingInput
    );
    assert_ne!(
        state(&found, Place::Commune(1), "SEEN"),
        IndicatorState::MissingInput
    );
    assert_eq!(
        cause(&found, Place::Commune(0), "SEEN").unwrap(),
        "screening_roster: missing"
    );
}

/// Why the row of everyone has its state.
fn cause(indicators: &Indicators, place: Place, code: &str) -> Option<String> {
    let values = &indicators.values;
    let row = values.find(place, code, Stratum::ALL).unwrap();
    values.cause(row).map(Cow::into_owned)
}

/// The rosters of a kind that one of the communes sends of its own.
fn roster(kind: Kind, commune: usize) -> ExtractsOf {
    ExtractsOf {
        kind,
        commune: CommuneCode::parse(CODES[commune]),
    }
}

#[test]
fn one_late_commune_silences_no_other() {
    let planned = |commune| Person {
        plan_commune: Some(commune),
        ..resident(commune)
    };
    let people = CODES.map(planned);
    let mut world = World::new(&people, &[], &CODES);
    world.freshness.remove(&everywhere(Kind::ScreeningRoster));
    world.age(roster(Kind::ScreeningRoster, 0), 30);
    world.age(roster(Kind::ScreeningRoster, 1), 7);
    let missing = roster(Kind::ScreeningRoster, 2).commune.unwrap();
    world.missing.insert((Kind::ScreeningRoster, missing));
    let mut needy = screened();
    needy.needs = vec![Kind::PlanRoster, Kind::ScreeningRoster];
    let found = run(&world, &[needy]);

    let pace = |place| found.pace.find(place, "SCREENED").unwrap().state;
    for (place, expected, expected_pace, why) in [
        (
            Place::Province,
            IndicatorState::NotMet,
            PaceState::Behind,
            Some("screening_roster: stale in 1 of 3 communes, missing in 1"),
        ),
        (
            Place::Commune(0),
            IndicatorState::Stale,
            PaceState::Stale,
            Some("screening_roster: 30 days > 7"),
        ),
        (
            Place::Commune(1),
            IndicatorState::NotMet,
            PaceState::Behind,
            None,
        ),
        (
            Place::Commune(2),
            IndicatorState::MissingInput,
            PaceState::MissingInput,
            Some("screening_roster: missing"),
        ),
    ] {
        assert_eq!(state(&found, place, "SCREENED"), expected, "{place:?}");
        assert_eq!(pace(place), expected_pace, "{place:?}");
        assert_eq!(
            cause(&found, place, "SCREENED").as_deref(),
            why,
            "{place:?}"
        );
    }
    let province = found.values.rows[0].assessment;
    assert!(province.counts.is_some() && province.value.is_some());
}

#[test]
fn a_commune_without_a_list_has_no_plan_however_late_the_others_are() {
    let planned = Person {
        plan_commune: Some(CODES[0]),
        ..resident(CODES[0])
    };
    let mut world = World::new(&[planned], &[], &CODES);
    world.freshness.remove(&everywhere(Kind::PlanRoster));
    world.age(roster(Kind::PlanRoster, 0), 8);
    for commune in [1, 2] {
        let code = roster(Kind::PlanRoster, commune).commune.unwrap();
        world.missing.insert((Kind::PlanRoster, code));
    }
    let mut needy = screened();
    needy.needs = vec![Kind::PlanRoster];
    let found = run(&world, &[needy]);
    for (place, expected, why) in [
        (
            Place::Province,
            IndicatorState::Stale,
            Some("plan_roster: stale in 1 of 3 communes, missing in 2"),
        ),
        (
            Place::Commune(0),
            IndicatorState::Stale,
            Some("plan_roster: 8 days > 7"),
        ),
        (Place::Commune(1), IndicatorState::NoPlan, None),
    ] {
        assert_eq!(state(&found, place, "SCREENED"), expected, "{place:?}");
        assert_eq!(
            cause(&found, place, "SCREENED").as_deref(),
            why,
            "{place:?}"
        );
    }
}

#[test]
fn over_100_is_told_beside_the_communes_that_are_late() {
    let mut world = World::new(&[], &[], &CODES);
    world.freshness.remove(&everywhere(Kind::Residents));
    world.age(roster(Kind::Residents, 0), 8);
    world.age(roster(Kind::Residents, 1), 0);
    let mut found = run(&world, &[definition("A", "", "TRUE")]);
    let row = &mut found.values.rows[0];
    row.assessment.counts = Some(Cell {
        numerator: 103,
        denominator: 100,
    });
    row.assessment.state = IndicatorState::Over100;
    assert_eq!(
        cause(&found, Place::Province, "A").unwrap(),
        "numerator 103 > denominator 100; residents: stale in 1 of 2 communes"
    );
}

/// Of one kind: the age of the extracts that are nobody's in particular, and per commune the age of its own
/// roster and whether one more was awaited in vain. The limit is 7 days.
type Came = (Option<u32>, [Option<u32>; 3], [bool; 3]);

fn what_came() -> impl Strategy<Value = Came> {
    let age = || prop::option::of(0..15_u32);
    (age(), [age(), age(), age()], any::<[bool; 3]>())
}

/// The rules of availability, kind by kind, as they would be told to a person: 0 available, 1 stale, 2 missing.
fn expected_availability(came: &[(Kind, Came)], place: Place) -> u8 {
    let is_stale = |age: &Option<u32>| age.is_some_and(|days| days > 7);
    let of_kind = |(kind, (shared, rosters, awaited)): &(Kind, Came)| {
        let sent: Vec<_> = rosters.iter().filter(|roster| roster.is_some()).collect();
        match place {
            _ if shared.is_none() && sent.is_empty() => 2,
            Place::Province | Place::Unassigned => {
                let all_rosters = shared.is_none() && sent.iter().all(|age| is_stale(age));
                u8::from(is_stale(shared) || all_rosters)
            }
            Place::Commune(at) => {
                let is_unknown = shared.is_none() && rosters[at].is_none();
                if *kind != Kind::PlanRoster && (awaited[at] || is_unknown) {
                    2
                } else {
                    u8::from(is_stale(shared) || is_stale(&rosters[at]))
                }
            }
        }
    };
    came.iter().map(of_kind).max().unwrap()
}

proptest! {
    #[test]
    fn every_place_is_as_available_as_its_worst_kind(plan in what_came(), screening in what_came()) {
        let planned = |commune| Person { plan_commune: Some(commune), ..resident(commune) };
        let people: Vec<Person> = CODES.map(planned).into_iter().chain([Person {
            plan_commune: Some("01273"),
            ..Person::default()
        }]).collect();
        let mut world = World::new(&people, &[], &CODES);
        let came = [(Kind::PlanRoster, plan), (Kind::ScreeningRoster, screening)];
        for (kind, (shared, rosters, awaited)) in came {
            world.freshness.remove(&everywhere(kind));
            if let Some(days) = shared {
                world.age(everywhere(kind), days);
            }
            for commune in 0..3 {
                let roster = roster(kind, commune);
                if let Some(days) = rosters[commune] {
                    world.age(roster, days);
                }
                if awaited[commune] {
                    world.missing.insert((kind, roster.commune.unwrap()));
                }
            }
        }
        let mut needy = screened();
        needy.needs = vec![Kind::PlanRoster, Kind::ScreeningRoster];
        let found = run(&world, &[needy]);
        for row in found.values.rows.iter().filter(|row| row.stratum == Stratum::ALL) {
            let (expected, expected_pace) = match expected_availability(&came, row.place) {
                0 => (IndicatorState::NotMet, PaceState::Behind),
                1 => (IndicatorState::Stale, PaceState::Stale),
                _ => (IndicatorState::MissingInput, PaceState::MissingInput),
            };
            let (assessment, cause) = (&row.assessment, found.values.cause(row));
            prop_assert_eq!(assessment.state, expected, "{:?}", row.place);
            prop_assert_eq!(found.pace.find(row.place, "SCREENED").unwrap().state, expected_pace);
            let is_judged = expected == IndicatorState::NotMet;
            let is_commune = matches!(row.place, Place::Commune(_));
            prop_assert!(is_judged || cause.is_some());
            prop_assert!(!is_judged || !is_commune || cause.is_none());
        }
        prop_assert_eq!(found.pace.rows.len(), 5);
    }
}
