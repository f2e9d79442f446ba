use super::*;
use crate::domain::{Record, Repair, Value};
use crate::validate::rules::testing::date;
use crate::validate::whole_file::testing::{found_in_file, swapped_in_file, taken_back_in_file};

fn born(text: &'static str, birth: &'static str) -> Record<'static> {
    Record {
        birth_date: Value::as_given(text, date(birth)),
        ..Record::default()
    }
}

fn month_first() -> Record<'static> {
    let text = "05/25/1990";
    Record {
        birth_date: Value::repaired(text, date("1990-05-25"), Repair::DayAndMonthSwapped),
        ..Record::default()
    }
}

#[test]
fn what_can_be_read_both_ways_is_named_with_its_other_reading() {
    let found = found_in_file(
        "DT13",
        &[
            born("05/06/1990", "1990-06-05"),
            born("1/2/1957", "1957-02-01"),
            month_first(),
        ],
    );
    let expected = [(1, "06/05/1990"), (2, "02/01/1957")];
    assert_eq!(
        found,
        expected.map(|(row, text)| (row, Field::BirthDate, text.to_owned()))
    );
}

#[test]
fn several_dates_prove_the_order_and_one_does_not() {
    let either = born("05/06/1990", "1990-06-05");
    let one = [either.clone(), month_first()];
    assert!(swapped_in_file("DT13", &one).is_empty());
    let several = [either, month_first(), month_first()];
    assert_eq!(swapped_in_file("DT13", &several), [1]);
}

#[test]
fn a_day_after_the_snapshot_is_none() {
    let examined = |text: &'static str, day: &str, repair: Option<Repair>| Record {
        exam_date: match repair {
            Some(repair) => Value::repaired(text, date(day), repair),
            None => Value::as_given(text, date(day)),
        },
        ..Record::default()
    };
    let swapped = Some(Repair::DayAndMonthSwapped);
    let records = [
        examined("08/25/2026", "2026-08-25", swapped),
        examined("08/26/2026", "2026-08-26", swapped),
        examined("8/9/2026", "2026-09-08", None),
        examined("12/1/2026", "2026-01-12", None),
    ];
    assert_eq!(swapped_in_file("DT13", &records), [3]);
    assert_eq!(found_in_file("DT13", &records).len(), 2);
}

#[test]
fn what_can_be_read_one_way_only_passes() {
    let records = [
        month_first(),
        born("13/06/1990", "1990-06-13"),
        born("05/05/1990", "1990-05-05"),
        born("1957", "1957"),
        born("1990-06-05", "1990-06-05"),
        born("19900605", "1990-06-05"),
        Record::default(),
    ];
    assert!(found_in_file("DT13", &records).is_empty());
}

#[test]
fn dates_of_both_orders_tell_nothing_of_the_others() {
    let both = [
        month_first(),
        born("25/05/1990", "1990-05-25"),
        born("05/06/1990", "1990-06-05"),
    ];
    assert!(found_in_file("DT13", &both).is_empty());
}

#[test]
fn orders_are_told_by_the_first_number() {
    for (text, of, expected) in [
        ("25/05/1990", "1990-05-25", Order::DayFirst),
        ("05/25/1990", "1990-05-25", Order::MonthFirst),
        ("5/6/90", "1990-06-05", Order::Either),
        ("12/13/1990", "1990-12-13", Order::MonthFirst),
        ("5.6.1990", "1990-06-05", Order::EitherWithDots),
        ("05-06-1990", "1990-06-05", Order::Either),
        ("1990-06-05", "1990-06-05", Order::Cell),
        ("19900605", "1990-06-05", Order::Cell),
    ] {
        assert_eq!(order(text, date(of)), Some(expected), "{text}");
    }
    assert_eq!(order("1990", date("1990")), None);
}

#[test]
fn cells_beside_texts_of_days_past_the_twelfth_are_swapped() {
    let column = |cells, cells_of_one_reading, day_first, either| Column {
        cells,
        cells_of_one_reading,
        day_first,
        either,
        ..Column::default()
    };
    assert!(column(3, 0, 2, 0).has_swapped_cells());
    assert!(column(1, 0, 4, 0).has_swapped_cells());
    assert!(column(1, 0, 3, 0).has_doubtful_cells());
    for other in [
        column(4, 1, 4, 0),
        column(4, 0, 0, 0),
        column(4, 0, 4, 1),
        column(2, 0, 3, 0),
        column(0, 0, 9, 0),
        column(3, 0, 1, 0),
    ] {
        assert!(!other.has_swapped_cells(), "{other:?}");
    }
}

#[test]
fn a_column_without_such_a_date_is_left_alone() {
    let exam = Record {
        exam_date: Value::as_given("05/06/2026", date("2026-06-05")),
        ..month_first()
    };
    assert!(found_in_file("DT13", &[exam]).is_empty());
    assert!(found_in_file("DT13", &[born("05/06/1990", "1990-06-05")]).is_empty());
}

#[test]
fn a_year_in_front_and_dots_have_their_own_order() {
    let month_first = [month_first(), month_first(), born("5.6.1990", "1990-06-05")];
    assert!(found_in_file("DT13", &month_first).is_empty());
    let dots = Record {
        birth_date: Value::repaired("05.25.1990", date("1990-05-25"), Repair::DayAndMonthSwapped),
        ..Record::default()
    };
    let dotted = [dots, born("5.6.1990", "1990-06-05")];
    assert_eq!(found_in_file("DT13", &dotted).len(), 1);
}

#[test]
fn in_a_column_of_both_orders_the_neighbours_are_in_doubt() {
    let either = || born("05/06/1990", "1990-06-05");
    let day_first = || born("25/05/1990", "1990-05-25");
    let records = [
        either(),
        day_first(),
        either(),
        month_first(),
        born("1957", "1957"),
        either(),
        day_first(),
        either(),
    ];
    let found = found_in_file("DT13", &records);
    let rows: Vec<u32> = found.iter().map(|(row, ..)| *row).collect();
    assert_eq!(rows, [3, 6]);
    assert!(swapped_in_file("DT13", &records).is_empty());
}

#[test]
fn a_day_past_the_twelfth_and_other_signs_end_the_block() {
    let records = [
        born("25/05/1990", "1990-05-25"),
        born("05/06/1990", "1990-06-05"),
        Record {
            birth_date: Value::missing("31/02/1990", crate::domain::Problem::NotInCalendar),
            ..Record::default()
        },
        born("05-06-1990", "1990-06-05"),
        Record::default(),
        month_first(),
    ];
    assert!(found_in_file("DT13", &records).is_empty());
}

#[test]
fn of_a_neighbour_only_the_year_is_kept_or_nothing() {
    let examined = |text: &'static str, day: &str| Record {
        exam_date: Value::as_given(text, date(day)),
        ..Record::default()
    };
    let swapped = Record {
        exam_date: Value::repaired("08/25/2026", date("2026-08-25"), Repair::DayAndMonthSwapped),
        ..Record::default()
    };
    let records = [
        examined("25/08/2026", "2026-08-25"),
        examined("5/8/2026", "2026-08-05"),
        swapped,
        // 5 December 2026 lies after the snapshot: there is but one reading.
        examined("12/5/2026", "2026-05-12"),
    ];
    assert_eq!(taken_back_in_file("DT13", &records), [(2, Field::ExamDate)]);
    let births = [
        born("25/05/1990", "1990-05-25"),
        month_first(),
        born("05/06/1990", "1990-06-05"),
    ];
    assert_eq!(taken_back_in_file("DT13", &births), [(3, Field::BirthDate)]);
}
