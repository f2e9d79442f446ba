//! The whole stage, against counting by hand.

use arrow::array::{Array, AsArray};
use arrow::datatypes::Float64Type;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::fixture::{AS_OF, Exam, Person, World, definition, delivered, screened};
use super::options::{IntervalMethod, Polarity, Unit};
use super::recent::RECENT_DAYS;
use super::*;
use crate::schema::Table;
use crate::schema::commune_profile::COMMUNE_PROFILE;

mod availability;
mod former;

const CODES: [&str; 3] = ["01273", "01294", "01774"];

fn options() -> IndicatorOptions {
    IndicatorOptions {
        as_of: AS_OF,
        calendar: Calendar::default(),
        standards: BTreeMap::new(),
        compared: Vec::new(),
    }
}

fn run(world: &World, definitions: &[IndicatorDefinition]) -> Indicators {
    let (indicators, _) = measure(&world.input(), definitions, &options()).unwrap();
    indicators
}

fn a_person() -> impl Strategy<Value = Person> {
    let homes = prop::sample::select(vec![None, Some("01273"), Some("01294"), Some("99999")]);
    let bands = [None, Some("0-5"), Some("6-17"), Some("18-59"), Some("60+")];
    let sexes = [None, Some("male"), Some("female")];
    let groups = [
        None,
        Some("1"),
        Some("6"),
        Some("1;6"),
        Some("1;6;16"),
        Some("3;7"),
    ];
    (
        homes.clone(),
        homes,
        prop::sample::select(bands.to_vec()),
        prop::sample::select(sexes.to_vec()),
        prop::sample::select(groups.to_vec()),
        prop::option::of(0..99),
        any::<(bool, bool, bool)>(),
    )
        .prop_map(
            |(commune, plan_commune, age_band, sex, groups, age_years, flags)| Person {
                commune,
                former: None,
                plan_commune,
                age_band,
                sex,
                groups,
                age_years,
                is_resident: flags.0,
                is_insured: flags.1,
                has_ehr: flags.2,
            },
        )
}

/// People and their exams, some undated, over the last sixty days.
fn a_world() -> impl Strategy<Value = (Vec<Person>, Vec<Exam>)> {
    prop::collection::vec(a_person(), 1..60).prop_flat_map(|people| {
        let last = people.len() as u32;
        let exam =
            (0..last, prop::option::of(0..60), any::<bool>()).prop_map(|(person, age, counts)| {
                let day = age.map(|age| AS_OF - jiff::Span::new().days(age));
                Exam {
                    person,
                    day,
                    counts,
                }
            });
        (Just(people), prop::collection::vec(exam, 0..90))
    })
}

fn is_in_place(person: &Person, place: Place) -> bool {
    match place {
        Place::Province => true,
        Place::Commune(position) => person.commune == Some(CODES[position]),
        Place::Unassigned => person.commune.is_none_or(|code| !CODES.contains(&code)),
    }
}

fn is_in_stratum(person: &Person, stratum: Stratum) -> bool {
    let code = stratum.code();
    match stratum.kind() {
        StratumKind::All => true,
        StratumKind::AgeBand => person.age_band.unwrap_or("unknown") == code,
        StratumKind::Sex => person.sex.unwrap_or("unknown") == code,
        StratumKind::TargetGroup => person
            .groups
            .unwrap_or("none")
            .split(';')
            .any(|group| group == code),
        StratumKind::FiveYear => match person.age_years {
            Some(age) if age >= 85 => stratum.code() == "85+",
            Some(age) => {
                let from = age - age % 5;
                stratum.code() == format!("{from}-{}", from + 4)
            }
            None => stratum.code() == "unknown",
        },
    }
}

fn first_day(exams: &[Exam], person: usize) -> Option<Option<Date>> {
    let counting = exams
        .iter()
        .filter(|exam| exam.counts && exam.person as usize == person);
    let days: Vec<Option<Date>> = counting.map(|exam| exam.day).collect();
    (!days.is_empty()).then(|| days.into_iter().flatten().min())
}

/// Residents with an exam that counts who have a record, and no target.
fn watched() -> IndicatorDefinition {
    IndicatorDefinition {
        denominator_exam: Some("counts".to_owned()),
        target: None,
        ..definition("WATCHED", "is_resident", "has_ehr")
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_cell_equals_a_count_by_hand((people, exams) in a_world()) {
        let definitions = [
            definition("INSURED", "is_resident", "is_insured"),
            definition("OLD", "age_years >= 60", "has_ehr"),
            screened(),
            watched(),
        ];
        let indicators = run(&World::new(&people, &exams, &CODES), &definitions);
        let belongs = |indicator: usize, index: usize| {
            let person = &people[index];
            match indicator {
                0 => person.is_resident,
                1 => person.age_years.is_some_and(|age| age >= 60),
                2 => person.plan_commune.is_some(),
                _ => person.is_resident && first_day(&exams, index).is_some(),
            }
        };
        let achieves = |indicator: usize, index: usize| match indicator {
            0 => people[index].is_insured,
            1 | 3 => people[index].has_ehr,
            _ => first_day(&exams, index).is_some(),
        };
        for row in &indicators.values.rows {
            let mut expected = Cell::default();
            for (index, person) in people.iter().enumerate() {
                let counts = is_in_place(person, row.place)
                    && is_in_stratum(person, row.stratum)
                    && belongs(row.indicator, index);
                expected.denominator += u64::from(counts);
                expected.numerator += u64::from(counts && achieves(row.indicator, index));
            }
            prop_assert_eq!(row.assessment.counts, Some(expected), "{:?}", row);
        }
    }

    #[test]
    fn the_recent_pace_equals_a_count_by_hand((people, exams) in a_world()) {
        let indicators = run(&World::new(&people, &exams, &CODES), &[screened()]);
        let calendar = Calendar::default();
        for row in indicators.pace.rows.iter().filter(|row| row.pace.is_some()) {
            let (mut done, mut weight) = (0.0, 0.0);
            for age in 0..RECENT_DAYS as i64 {
                let day = AS_OF - jiff::Span::new().days(age);
                let new = people.iter().enumerate().filter(|(index, person)| {
                    is_in_place(person, row.place)
                        && person.plan_commune.is_some()
                        && first_day(&exams, *index) == Some(Some(day))
                });
                if calendar.weight(day) > 0.0 {
                    done += new.count() as f64;
                    weight += calendar.weight(day);
                }
            }
            let recent = row.pace.unwrap().recent.unwrap();
            prop_assert!((recent.per_day - done / weight).abs() < 1e-12);
        }
    }

    #[test]
    fn places_and_partitions_add_up((people, exams) in a_world()) {
        let indicators = run(&World::new(&people, &exams, &CODES), &[screened()]).values;
        let sum = |wanted: &dyn Fn(&IndicatorRow) -> bool| {
            let rows = indicators.rows.iter().filter(|row| wanted(row));
            rows.map(|row| row.assessment.counts.unwrap().denominator).sum::<u64>()
        };
        let whole = sum(&|row| row.place == Place::Province && row.stratum == Stratum::ALL);
        prop_assert_eq!(whole, sum(&|row| row.place != Place::Province && row.stratum == Stratum::ALL));
        for kind in [StratumKind::AgeBand, StratumKind::Sex] {
            let parts = sum(&|row| row.place == Place::Province && row.stratum.kind() == kind);
            prop_assert_eq!(whole, parts);
        }
    }
}

fn resident(commune: &'static str) -> Person {
    Person {
        commune: Some(commune),
        is_resident: true,
        ..Person::default()
    }
}

fn state(indicators: &Indicators, place: Place, code: &str) -> IndicatorState {
    indicators
        .values
        .find(place, code, Stratum::ALL)
        .unwrap()
        .assessment
        .state
}

#[test]
fn many_blocks_count_as_one() {
    let people: Vec<Person> = (0..200_003)
        .map(|index| Person {
            is_insured: index % 3 == 0,
            plan_commune: (index % 2 == 0).then_some("01273"),
            ..resident(CODES[index % 3])
        })
        .collect();
    let exams: Vec<Exam> = (0..150_000)
        .map(|index| Exam {
            person: index,
            day: Some(date(2026, 11, 3)),
            counts: index % 5 == 0,
        })
        .collect();
    let world = World::new(&people, &exams, &CODES);
    let both = [definition("INSURED", "", "is_insured"), screened()];
    let indicators = run(&world, &both);
    let counts = |code| {
        let row = indicators
            .values
            .find(Place::Province, code, Stratum::ALL)
            .unwrap();
        row.assessment.counts.unwrap()
    };
    assert_eq!(
        counts("INSURED"),
        Cell {
            numerator: 66_668,
            denominator: 200_003
        }
    );
    assert_eq!(
        counts("SCREENED"),
        Cell {
            numerator: 15_000,
            denominator: 100_002
        }
    );
    for threads in [1, 2, 3] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        assert_eq!(pool.install(|| run(&world, &both)), indicators);
    }
}

/// Fewer at every age, but of older people: 10 % and 50 % against 15 % and 60 %.
#[test]
fn an_older_commune_is_not_ranked_behind_for_its_ages() {
    let mut people = Vec::new();
    for (commune, age_years, persons, cases) in [
        ("01273", 30, 100, 10),
        ("01273", 70, 400, 200),
        ("01294", 30, 400, 60),
        ("01294", 70, 100, 60),
        ("01774", 30, 20, 9),
    ] {
        people.extend((0..persons).map(|at| Person {
            age_years: Some(age_years),
            has_ehr: at < cases,
            ..resident(commune)
        }));
    }
    let mut raised = definition("A", "is_resident", "has_ehr");
    raised.target = None;
    raised.polarity = Polarity::Lower;
    raised.standard = Some("even".to_owned());
    raised.index_weight = Some(1.0);
    let mut options = options();
    let bands = Stratum::five_year_bands().count();
    options
        .standards
        .insert("even".to_owned(), vec![1.0; bands]);
    let world = World::new(&people, &[], &CODES);
    let (indicators, _) = measure(&world.input(), &[raised], &options).unwrap();
    let profile = |column: &str| -> Vec<Option<f64>> {
        let at = COMMUNE_PROFILE.position(column).unwrap();
        let values = indicators.profile.column(at, 0..indicators.profile.rows());
        let values = values.as_primitive::<Float64Type>();
        values.iter().step_by(2).collect()
    };
    assert_eq!(profile("value"), [Some(0.42), Some(0.24), Some(0.45)]);
    // 339 of 1,020 in all; 79 of 520 at 30 and 260 of 500 at 70.
    let whole = 339.0 / 1020.0;
    let expected = [
        (100.0, 400.0, 210.0),
        (400.0, 100.0, 120.0),
        (20.0, 0.0, 9.0),
    ];
    let compared = profile("compared_value");
    for (at, (young, old, observed)) in expected.into_iter().enumerate() {
        let expected = young * 79.0 / 520.0 + old * 260.0 / 500.0;
        let value: f64 = whole * observed / expected;
        assert!((compared[at].unwrap() - value).abs() < 1e-12);
    }
    assert_eq!(profile("score"), [Some(1.0), Some(0.5), Some(0.0)]);
}

#[test]
fn a_commune_without_a_list_has_no_value() {
    let planned = Person {
        plan_commune: Some("01273"),
        ..resident("01273")
    };
    let elsewhere = Person {
        plan_commune: Some("01273"),
        ..resident("01294")
    };
    let indicators = run(
        &World::new(&[planned, elsewhere], &[], &CODES),
        &[screened()],
    );
    assert_eq!(
        state(&indicators, Place::Province, "SCREENED"),
        IndicatorState::NotMet
    );
    assert_eq!(
        state(&indicators, Place::Commune(0), "SCREENED"),
        IndicatorState::NotMet
    );
    assert_eq!(
        state(&indicators, Place::Commune(1), "SCREENED"),
        IndicatorState::NoPlan
    );
    assert_eq!(
        state(&indicators, Place::Commune(2), "SCREENED"),
        IndicatorState::NoPlan
    );
    let pace = indicators.pace.find(Place::Commune(1), "SCREENED").unwrap();
    assert_eq!((pace.pace, pace.state), (None, PaceState::NoPlan));
}

/// Facilities of a commune without a bed have none; what the province delivers for all is not none.
#[test]
fn absent_is_zero_only_where_communes_deliver() {
    let beds = IndicatorDefinition {
        population: Population::Aggregates,
        strata: vec![],
        target: None,
        unit: Unit::Per(1000),
        interval: IntervalMethod::None,
        absent_is_zero: true,
        ..definition("BEDS", "item = 'people'", "item = 'beds'")
    };
    let check = |rows: &[(Option<&str>, &str, f64)], expected: [Option<(u64, u64)>; 3]| {
        let mut world = World::new(&[], &[], &CODES);
        let rows = rows
            .iter()
            .map(|(commune, item, value)| delivered(*commune, item, *value));
        world.counts = rows.collect();
        let indicators = run(&world, std::slice::from_ref(&beds));
        let counts = [Place::Province, Place::Commune(0), Place::Commune(1)].map(|place| {
            let row = indicators.values.find(place, "BEDS", Stratum::ALL).unwrap();
            let cell = row.assessment.counts?;
            Some((cell.numerator, cell.denominator))
        });
        assert_eq!(counts, expected);
    };
    let people = [
        (Some("01273"), "people", 400.0),
        (Some("01294"), "people", 600.0),
    ];
    let with = |beds| [people[0], people[1], beds];
    check(
        &with((Some("01273"), "beds", 8.0)),
        [Some((8, 1000)), Some((8, 400)), Some((0, 600))],
    );
    check(&with((None, "beds", 90.0)), [None; 3]);
}

#[test]
fn communes_with_a_list_are_counted_among_all() {
    let row = |code, item: &str, value| delivered(Some(code), item, value);
    let mut world = World::new(&[], &[], &CODES);
    world.counts = vec![
        row("01273", "plan_list_approved", 1.0),
        row("01273", "plan_list_approved", 1.0),
        row("01294", "plan_list_approved", 0.0),
        row("01774", "households", 1.0),
        row("99999", "plan_list_approved", 1.0),
    ];
    let lists = IndicatorDefinition {
        population: Population::Communes,
        strata: vec![],
        ..definition("LISTS", "", "item = 'plan_list_approved' AND value = 1")
    };
    let (indicators, report) = measure(&world.input(), &[lists], &options()).unwrap();
    let province = &indicators.values.rows[0].assessment;
    assert_eq!(
        province.counts,
        Some(Cell {
            numerator: 1,
            denominator: 3
        })
    );
    assert_eq!((province.gap, province.interval.is_some()), (Some(2), true));
    assert_eq!(
        state(&indicators, Place::Commune(0), "LISTS"),
        IndicatorState::Met
    );
    assert_eq!(
        state(&indicators, Place::Commune(1), "LISTS"),
        IndicatorState::NotMet
    );
    assert_eq!(indicators.values.rows[1].assessment.interval, None);
    assert_eq!(report.aggregates_outside_scope_count, 1);
}

#[test]
fn empty_tables_give_rows_without_values() {
    let world = World::new(&[], &[], &CODES);
    let all = [
        definition("INSURED", "is_resident", "is_insured"),
        screened(),
    ];
    let (indicators, report) = measure(&world.input(), &all, &options()).unwrap();
    assert_eq!(
        state(&indicators, Place::Province, "INSURED"),
        IndicatorState::NoDenominator
    );
    assert_eq!(
        state(&indicators, Place::Commune(2), "SCREENED"),
        IndicatorState::NoPlan
    );
    let strata = Stratum::of_kinds(&all[0].strata).count();
    assert_eq!(indicators.values.rows.len(), 4 * 2 * strata);
    assert_eq!((report.person_count, report.pace_row_count), (0, 4));
    let nowhere = World::new(&[], &[], &[]);
    assert_eq!(run(&nowhere, &all).values.rows.len(), 2 * strata);
}

#[test]
fn a_bad_definition_or_table_is_an_error() {
    let mut world = World::new(&[resident("01273")], &[], &CODES);
    let bad = [
        definition("A", "is_residen", "has_ehr"),
        definition("B", "TRUE", "1 + 1"),
    ];
    let error = measure(&world.input(), &bad, &options()).unwrap_err();
    let IndicatorError::Definitions { problems } = error else {
        panic!("{error:?}")
    };
    assert_eq!(problems.len(), 2);

    world.exam_person = vec![0];
    let error = measure(&world.input(), &[screened()], &options()).unwrap_err();
    assert!(matches!(
        error,
        IndicatorError::ExamPointers {
            exams: 0,
            pointers: 1
        }
    ));

    let stray = Person {
        sex: Some("x"),
        ..Person::default()
    };
    let world = World::new(&[stray], &[], &CODES);
    let error = measure(&world.input(), &[screened()], &options()).unwrap_err();
    assert_eq!(error.to_string(), "persons: `x` is no value of column sex");
}

/// Each column has its type, its rows, and nulls only where the schema says so.
fn check_table(table: &dyn Table) {
    for (index, column) in table.dataset().columns.iter().enumerate() {
        let array = table.column(index, 0..table.rows());
        assert_eq!(array.data_type(), &column.kind.arrow(), "{}", column.name);
        assert_eq!(array.len(), table.rows());
        let nulls = array.logical_null_count();
        assert!(
            nulls == 0 || column.is_nullable(),
            "{} has {nulls} nulls",
            column.name
        );
        assert_eq!(table.column(index, 1..3).len(), 2);
    }
}

#[test]
fn both_tables_keep_their_schema() {
    let people: Vec<Person> = (0..40)
        .map(|index| Person {
            plan_commune: Some("01273"),
            is_insured: index % 7 > 0,
            ..resident(CODES[index % 2])
        })
        .chain([Person {
            plan_commune: Some("01273"),
            ..Person::default()
        }])
        .collect();
    let exams: Vec<Exam> = (0..20)
        .map(|person| Exam {
            person,
            day: Some(date(2026, 11, 1 + person as i8)),
            counts: true,
        })
        .collect();
    let all = [
        definition("INSURED", "is_resident", "is_insured"),
        screened(),
    ];
    let indicators = run(&World::new(&people, &exams, &CODES), &all);
    check_table(&indicators.values);
    check_table(&indicators.pace);
    let codes: Vec<_> = indicators.values.rows.iter().map(|row| row.place).collect();
    assert!(codes.is_sorted());
    assert_eq!(indicators.pace.rows[1].place, Place::Unassigned);
}
