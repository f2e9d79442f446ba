//! Series in the borders of before 2025-07-01, against counting by hand.

use super::*;
use crate::indicators::options::Level;
use crate::indicators::series::PeriodKind;
use crate::schema::series::SERIES;

const NIGHT: Date = date(2025, 7, 20);

/// Of before; 01696 went to a commune that is not in the scope.
const FORMER: [&str; 3] = ["01267", "01273", "01300"];

/// Examined since spring 2025, of the plan.
fn examined() -> IndicatorDefinition {
    IndicatorDefinition {
        start: Some(date(2025, 5, 7)),
        deadline: None,
        pace: false,
        ..screened()
    }
}

/// Found among those who were examined.
fn found() -> IndicatorDefinition {
    IndicatorDefinition {
        code: "FOUND".to_owned(),
        denominator: "true".to_owned(),
        denominator_exam: Some("exam_date IS NOT NULL".to_owned()),
        target: None,
        ..examined()
    }
}

fn measured(world: &World, definitions: &[IndicatorDefinition]) -> SeriesTable {
    let options = IndicatorOptions {
        as_of: NIGHT,
        ..options()
    };
    let (indicators, _) = measure(&world.input(), definitions, &options).unwrap();
    indicators.series
}

fn of_level<'t>(
    table: &'t SeriesTable,
    level: impl Fn(SeriesPlace) -> bool + 't,
) -> impl Iterator<Item = &'t SeriesRow> {
    table.rows.iter().filter(move |row| level(row.place))
}

fn is_former(place: SeriesPlace) -> bool {
    !matches!(place, SeriesPlace::Today(_))
}

/// Levels and codes as they are published.
fn places(table: &SeriesTable) -> Vec<(String, String)> {
    let texts = |column: &str| {
        let column = table.column(SERIES.position(column).unwrap(), 0..table.rows());
        let texts = arrow::compute::cast(&column, &arrow::datatypes::DataType::Utf8).unwrap();
        let texts = texts.as_string::<i32>().iter();
        let texts = texts.map(|text| text.unwrap_or_default().to_owned());
        texts.collect::<Vec<String>>()
    };
    let mut places: Vec<_> = texts("commune_code")
        .into_iter()
        .zip(texts("level"))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
    places.dedup();
    places
}

#[test]
fn only_periods_that_end_before_the_border_have_rows() {
    let people = [
        Person {
            commune: Some("01273"),
            former: Some("01267"),
            plan_commune: Some("01273"),
            ..Person::default()
        },
        Person {
            commune: Some("01294"),
            plan_commune: Some("01294"),
            ..Person::default()
        },
    ];
    let exams = [(0, date(2025, 5, 8)), (1, date(2025, 7, 3))].map(|(person, day)| Exam {
        person,
        day: Some(day),
        counts: true,
    });
    let world = World::new(&people, &exams, &CODES).with_former(&FORMER);
    let table = measured(&world, &[examined()]);
    let expected = [
        ("", "former_unassigned"),
        ("", "province"),
        ("01267", "former_commune"),
        ("01273", "commune"),
        ("01294", "commune"),
    ];
    let expected = expected.map(|(code, level)| (code.to_owned(), level.to_owned()));
    assert_eq!(places(&table), expected);

    let of_first: Vec<&SeriesRow> =
        of_level(&table, |place| place == SeriesPlace::Former(0)).collect();
    let ends = |kind| {
        let of_kind = of_first.iter().filter(move |row| row.kind == kind);
        of_kind.map(|row| row.end).collect::<Vec<Date>>()
    };
    // Monday 30 June to Sunday 6 July holds the border.
    let weeks = [11, 18, 25].map(|day| date(2025, 5, day));
    let weeks = weeks
        .into_iter()
        .chain([1, 8, 15, 22, 29].map(|day| date(2025, 6, day)));
    assert_eq!(ends(PeriodKind::Week), weeks.collect::<Vec<Date>>());
    assert_eq!(
        ends(PeriodKind::Month),
        [date(2025, 5, 31), date(2025, 6, 30)]
    );
    let counts = of_first.iter().map(|row| (row.numerator, row.denominator));
    assert!(counts.into_iter().all(|counts| counts == (1, 1)));
    // Examined after the border: in the denominator of as_of alone.
    let unassigned = of_level(&table, |place| place == SeriesPlace::FormerUnassigned);
    assert!(
        unassigned
            .into_iter()
            .all(|row| (row.numerator, row.denominator) == (0, 1))
    );
    let last = of_level(&table, |place| {
        place == SeriesPlace::Today(Place::Commune(0))
    });
    assert_eq!(last.map(|row| row.end).max(), Some(NIGHT));
}

#[test]
fn what_began_later_or_is_not_of_communes_has_none() {
    let people = [Person {
        commune: Some("01273"),
        former: Some("01267"),
        plan_commune: Some("01273"),
        ..Person::default()
    }];
    let exams = [Exam {
        person: 0,
        day: Some(date(2025, 7, 2)),
        counts: true,
    }];
    let world = World::new(&people, &exams, &CODES).with_former(&FORMER);
    let of_the_border = IndicatorDefinition {
        start: Some(date(2025, 7, 1)),
        ..examined()
    };
    let of_the_province = IndicatorDefinition {
        level: Level::Province,
        ..examined()
    };
    for definition in [of_the_border, of_the_province] {
        let table = measured(&world, &[definition]);
        assert!(!table.rows.is_empty());
        assert_eq!(of_level(&table, is_former).count(), 0);
    }
}

/// Homes in and outside the scope; former communes in and outside it, and none.
fn a_world_of_then() -> impl Strategy<Value = (Vec<Person>, Vec<Exam>)> {
    let former = [
        None,
        Some("01267"),
        Some("01273"),
        Some("01300"),
        Some("01696"),
    ];
    let person = (a_person(), prop::sample::select(former.to_vec()));
    let person = person.prop_map(|(person, former)| Person { former, ..person });
    prop::collection::vec(person, 1..40).prop_flat_map(|people| {
        let last = people.len() as u32;
        // From before the start to after the border, and none.
        let day = prop::option::weighted(0.9, 0..80_i64);
        let exam = (0..last, day, any::<bool>()).prop_map(|(person, age, counts)| Exam {
            person,
            day: age.map(|age| NIGHT - jiff::Span::new().days(age)),
            counts,
        });
        (Just(people), prop::collection::vec(exam, 0..60))
    })
}

fn place_of(person: &Person) -> SeriesPlace {
    let is_in_scope = person.commune.is_some_and(|code| CODES.contains(&code));
    let former = person.former.filter(|_| is_in_scope);
    match former.and_then(|code| FORMER.iter().position(|of| *of == code)) {
        Some(position) => SeriesPlace::Former(position),
        None => SeriesPlace::FormerUnassigned,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn former_communes_and_the_rest_are_the_province((people, exams) in a_world_of_then()) {
        let world = World::new(&people, &exams, &CODES).with_former(&FORMER);
        let table = measured(&world, &[examined(), found()]);
        let of_province = of_level(&table, |place| place == SeriesPlace::Today(Place::Province));
        let before = of_province.filter(|row| row.end < date(2025, 7, 1));
        for whole in before {
            let key = |row: &SeriesRow| (row.indicator, row.kind, row.start, row.end, row.is_complete);
            let parts = of_level(&table, is_former).filter(|row| key(row) == key(whole));
            let sums = parts.fold((0, 0, 0, None), |sums, row| (
                sums.0 + row.numerator_new,
                sums.1 + row.numerator,
                sums.2 + row.denominator,
                row.denominator_new.map(|new| new + sums.3.unwrap_or(0)),
            ));
            let expected = (whole.numerator_new, whole.numerator, whole.denominator, whole.denominator_new);
            prop_assert_eq!(sums, expected);
        }
    }

    #[test]
    fn every_former_row_equals_a_count_by_hand((people, exams) in a_world_of_then()) {
        let world = World::new(&people, &exams, &CODES).with_former(&FORMER);
        let table = measured(&world, &[examined(), found()]);
        let first = |person: usize, counts: bool| {
            let own = exams.iter().filter(|exam| exam.person as usize == person);
            own.filter(|exam| exam.counts || !counts).filter_map(|exam| exam.day).min()
        };
        let has_counting = |person: usize| {
            exams.iter().any(|exam| exam.person as usize == person && exam.counts)
        };
        for row in of_level(&table, is_former) {
            prop_assert!(row.end < date(2025, 7, 1));
            // Before the start, or without a day: there from the beginning.
            let start = date(2025, 5, 7);
            let is_new = |day: Option<Date>| {
                day.is_some_and(|day| row.start <= day && day <= row.end && day >= start)
            };
            let is_there = |day: Option<Date>| day.is_none_or(|day| day <= row.end);
            let (mut new, mut all, mut of_new, mut of) = (0, 0, 0, 0);
            for (at, person) in people.iter().enumerate() {
                let of_exams = row.indicator == 1;
                let entered = first(at, false);
                let is_in = match of_exams {
                    true => entered.is_some(),
                    false => person.plan_commune.is_some(),
                };
                if !is_in || place_of(person) != row.place {
                    continue;
                }
                of_new += u64::from(is_new(entered));
                of += u64::from(!of_exams || is_there(entered));
                new += u64::from(has_counting(at) && is_new(first(at, true)));
                all += u64::from(has_counting(at) && is_there(first(at, true)));
            }
            let expected = (new, all, Some(of_new).filter(|_| row.indicator == 1), of);
            let found = (row.numerator_new, row.numerator, row.denominator_new, row.denominator);
            prop_assert_eq!(found, expected, "{:?}", row);
        }
        let inhabited = people.iter().filter(|person| person.plan_commune.is_some());
        let places = inhabited.map(place_of);
        for place in places {
            prop_assert!(of_level(&table, |of| of == place).next().is_some());
        }
    }
}
