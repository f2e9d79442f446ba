use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::indicators::fixture::{Exam, Person, World, definition, screened};
use crate::indicators::options::Calendar;
use crate::indicators::{IndicatorOptions, Indicators, measure};

const CODES: [&str; 2] = ["01273", "01294"];
const SINCE: Date = date(2026, 11, 14);
const AS_OF: Date = date(2026, 11, 21);

/// A person, whether it is there, and the day of its exam that counts.
#[derive(Debug, Clone)]
struct State {
    is_there: bool,
    person: Person,
    exam: Option<Date>,
}

fn a_state() -> impl Strategy<Value = State> {
    let homes = prop::sample::select(vec![None, Some("01273"), Some("01294"), Some("99999")]);
    let exams = prop::sample::select(vec![None, Some(date(2026, 8, 3)), Some(date(2026, 11, 17))]);
    (
        any::<(bool, bool, bool, bool)>(),
        homes.clone(),
        homes,
        exams,
    )
        .prop_map(
            |((is_there, is_resident, is_insured, has_ehr), commune, plan_commune, exam)| State {
                is_there,
                person: Person {
                    commune,
                    plan_commune,
                    is_resident,
                    is_insured,
                    has_ehr,
                    ..Person::default()
                },
                exam,
            },
        )
}

fn definitions() -> Vec<IndicatorDefinition> {
    let mut of_examined = definition("INSURED_EXAMINED", "", "is_insured");
    of_examined.denominator_exam = Some("counts".to_owned());
    vec![
        screened(),
        definition("INSURED", "is_resident", "is_insured"),
        of_examined,
    ]
}

fn id(position: usize) -> PersonId {
    PersonId::from_bits(position as u64 * 7 + 1)
}

/// One night: who is there, measured, with the ids in the order of the table.
fn night(states: &[State], compared: Vec<Date>) -> (World, Indicators, Vec<PersonId>) {
    let there: Vec<(usize, &State)> = states
        .iter()
        .enumerate()
        .filter(|(_, state)| state.is_there)
        .collect();
    let people: Vec<Person> = there
        .iter()
        .map(|(_, state)| state.person.clone())
        .collect();
    let exams: Vec<Exam> = there
        .iter()
        .enumerate()
        .filter_map(|(row, (_, state))| {
            Some(Exam {
                person: row as u32,
                day: Some(state.exam?),
                counts: true,
            })
        })
        .collect();
    let ids: Vec<PersonId> = there.iter().map(|(position, _)| id(*position)).collect();
    let world = World::new(&people, &exams, &CODES).with_ids(&ids);
    let options = IndicatorOptions {
        as_of: AS_OF,
        calendar: Calendar::default(),
        standards: BTreeMap::new(),
        compared,
    };
    let (indicators, _) = measure(&world.input(), &definitions(), &options).unwrap();
    (world, indicators, ids)
}

fn earlier(states: &[State], merged_or_split: BTreeSet<PersonId>) -> (Earlier, Indicators) {
    let (_, indicators, ids) = night(states, Vec::new());
    let there = states.iter().filter(|state| state.is_there);
    let persons = there
        .zip(&ids)
        .enumerate()
        .map(|(row, (state, id))| EarlierPerson {
            id: *id,
            commune: state.person.commune.and_then(CommuneCode::parse),
            denominators: indicators.bits.denominators[row],
            numerators: indicators.bits.numerators[row],
        });
    let bits = definitions()
        .into_iter()
        .zip(0..)
        .map(|(of, bit)| (of.code, bit));
    let earlier = Earlier {
        persons: persons.collect(),
        bits: bits.collect(),
        merged_or_split,
    };
    (earlier, indicators)
}

fn compare(
    then: &[State],
    now: &[State],
    rearranged: BTreeSet<PersonId>,
) -> (Vec<ChangeRow>, Indicators, Indicators) {
    let (earlier, before) = earlier(then, rearranged);
    let (world, tonight, _) = night(now, vec![SINCE]);
    let places = Arc::clone(&tonight.values.places);
    let definitions = definitions();
    let rows = Tonight::new(&world.persons, &tonight.bits, &definitions, &places)
        .unwrap()
        .compare(earlier, (ComparedWith::LastWeek, SINCE, 0));
    (rows, before, tonight)
}

proptest! {
    /// What every reason adds up to is the difference of the two nights, in every place and count.
    #[test]
    fn reasons_add_up_to_the_difference(
        then in prop::collection::vec(a_state(), 0..40),
        mut now in prop::collection::vec(a_state(), 40),
        kept in prop::collection::vec(any::<bool>(), 40),
    ) {
        for (at, state) in then.iter().enumerate().filter(|(at, _)| kept[*at]) {
            now[at] = state.clone();
        }
        let (rows, before, tonight) = compare(&then, &now, [id(3)].into());
        let places = [Place::Province, Place::Unassigned, Place::Commune(0), Place::Commune(1)];
        for place in places {
            for (indicator, code) in ["SCREENED", "INSURED"].into_iter().enumerate() {
                let cell = |of: &Indicators| {
                    let row = of.values.find(place, code, crate::indicators::Stratum::ALL);
                    row.and_then(|row| row.assessment.counts).unwrap_or_default()
                };
                let (then, now) = (cell(&before), cell(&tonight));
                let net = |part| {
                    let of_part = rows.iter().filter(|row| {
                        (row.place, row.indicator, row.part) == (place, indicator, part)
                    });
                    of_part.map(|row| row.flow.gained as i64 - row.flow.lost as i64).sum::<i64>()
                };
                let difference = |now: u64, then: u64| now as i64 - then as i64;
                prop_assert_eq!(net(CountPart::Denominator), difference(now.denominator, then.denominator));
                prop_assert_eq!(net(CountPart::Numerator), difference(now.numerator, then.numerator));
            }
        }
    }
}

fn planned(commune: &'static str, exam: Option<Date>) -> State {
    State {
        is_there: true,
        person: Person {
            commune: Some(commune),
            plan_commune: Some(commune),
            is_resident: true,
            ..Person::default()
        },
        exam,
    }
}

#[test]
fn every_reason_is_told_apart() {
    let home = |exam| planned("01273", exam);
    let gone = |state: State| State {
        is_there: false,
        ..state
    };
    let (august, november) = (Some(date(2026, 8, 3)), Some(date(2026, 11, 17)));
    let insured = |state: State| State {
        person: Person {
            is_insured: true,
            ..state.person
        },
        ..state
    };
    let mut left_plan = home(None);
    left_plan.person.plan_commune = None;
    let check = |then: State,
                 now: State,
                 rearranged: bool,
                 expected: &[(usize, CountPart, Reason, u64, u64)]| {
        let ids = if rearranged {
            [id(0)].into()
        } else {
            BTreeSet::new()
        };
        let (rows, ..) = compare(&[then], &[now], ids);
        let found: Vec<_> = rows
            .iter()
            .filter(|row| row.place == Place::Commune(0))
            .map(|row| {
                (
                    row.indicator,
                    row.part,
                    row.reason,
                    row.flow.gained,
                    row.flow.lost,
                )
            })
            .collect();
        assert_eq!(found, expected);
    };
    use CountPart::{Denominator, Numerator};
    check(home(None), home(None), false, &[]);
    check(
        home(None),
        home(november),
        false,
        &[
            (0, Numerator, Reason::NewExam, 1, 0),
            (2, Denominator, Reason::NewExam, 1, 0),
        ],
    );
    check(
        home(None),
        home(august),
        false,
        &[
            (0, Numerator, Reason::LateExam, 1, 0),
            (2, Denominator, Reason::LateExam, 1, 0),
        ],
    );
    check(
        home(august),
        home(None),
        false,
        &[
            (0, Numerator, Reason::Corrected, 0, 1),
            (2, Denominator, Reason::DenominatorChanged, 0, 1),
        ],
    );
    // A card that came or ran out is no exam reported late, and no correction.
    for (then, now, gained, lost) in [
        (home(august), insured(home(august)), 1, 0),
        (insured(home(august)), home(august), 0, 1),
    ] {
        let status = |indicator| (indicator, Numerator, Reason::StatusChanged, gained, lost);
        check(then, now, false, &[status(1), status(2)]);
    }
    check(
        home(None),
        insured(home(None)),
        false,
        &[(1, Numerator, Reason::StatusChanged, 1, 0)],
    );
    check(
        home(None),
        left_plan,
        false,
        &[(0, Denominator, Reason::DenominatorChanged, 0, 1)],
    );
    let all = |reason, gained, lost| {
        [
            (0, Denominator, reason, gained, lost),
            (1, Denominator, reason, gained, lost),
        ]
    };
    check(
        home(None),
        gone(home(None)),
        false,
        &all(Reason::PersonGone, 0, 1),
    );
    check(
        home(None),
        gone(home(None)),
        true,
        &all(Reason::MergedOrSplit, 0, 1),
    );
    check(
        gone(home(None)),
        home(None),
        false,
        &all(Reason::PersonNew, 1, 0),
    );
    check(
        home(None),
        planned("01294", None),
        false,
        &all(Reason::Moved, 0, 1),
    );
}

#[test]
fn what_was_defined_otherwise_is_not_compared() {
    let states = [planned("01273", Some(date(2026, 8, 3)))];
    let (mut earlier, _) = earlier(&states, BTreeSet::new());
    earlier.bits.remove("SCREENED");
    let (world, tonight, _) = night(&states, vec![SINCE]);
    let definitions = definitions();
    let rows = Tonight::new(
        &world.persons,
        &tonight.bits,
        &definitions,
        &tonight.values.places,
    )
    .unwrap()
    .compare(earlier, (ComparedWith::LastNight, SINCE, 0));
    let reasons: BTreeSet<(usize, Reason)> =
        rows.iter().map(|row| (row.indicator, row.reason)).collect();
    assert_eq!(reasons, [(0, Reason::DefinitionChanged)].into());
}
