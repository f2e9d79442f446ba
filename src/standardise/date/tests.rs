use proptest::prelude::*;

use super::*;

const PLAIN: DateOptions = DateOptions {
    first_of_january_is_year: false,
    latest_year: 2026,
    is_1904: false,
};

fn check(text: &str, expected: &str, how: How) {
    let value = standardise_date(text, PLAIN);
    let found = value
        .standard
        .map(|date| date.to_string())
        .unwrap_or_default();
    assert_eq!((found.as_str(), value.how), (expected, how), "{text}");
}

#[test]
fn dates_are_read_day_first() {
    for text in [
        "12/05/1957",
        "12/5/1957",
        "12-05-1957",
        "12.5.1957",
        "1957-05-12",
        "19570512",
        "195705120730",
        "1957-05-12T00:00:00",
        "12/05/1957 07:30",
    ] {
        check(text, "1957-05-12", How::AsGiven);
    }
    check("1957", "1957", How::AsGiven);
    check("19570000", "1957", How::AsGiven);
    check("19570500", "1957-05", How::AsGiven);
    check("05/1957", "1957-05", How::AsGiven);
    check(
        "12/05/57",
        "1957-05-12",
        How::Repaired(Repair::TwoDigitYear),
    );
    check(
        "12/05/26",
        "2026-05-12",
        How::Repaired(Repair::TwoDigitYear),
    );
    check("00000000", "", How::Blank);
    check("12051957", "1957-05-12", How::AsGiven);
    check("1957.0", "1957", How::AsGiven);
    check("00/00/1957", "1957", How::AsGiven);
    check("00/05/1957", "1957-05", How::AsGiven);
    check("", "", How::Blank);
}

#[test]
fn what_is_no_date_says_why() {
    for text in [
        "31/02/1990",
        "13/13/1990",
        "40/05/1957",
        "0012",
        "1/1/0001",
        "13/1957",
        "31/12/9999",
    ] {
        check(text, "", How::Missing(Problem::NotInCalendar));
    }
    for text in [
        "không rõ",
        "12/05",
        "1/2/3/4",
        "195",
        "195705",
        "12//1957",
        "01/01/2026 - 31/12/2026",
        "1990 hoặc 1991",
        "-",
    ] {
        check(text, "", How::Missing(Problem::Unreadable));
    }
}

#[test]
fn a_month_first_is_read_where_it_can_be_nothing_else() {
    let swapped = How::Repaired(Repair::DayAndMonthSwapped);
    for text in [
        "05/25/1990",
        "5/25/1990",
        "05-25-1990",
        "1990-25-05",
        "5/25/90",
    ] {
        check(text, "1990-05-25", swapped);
    }
    check("05/12/1990", "1990-12-05", How::AsGiven);
    check("02/30/1990", "", How::Missing(Problem::NotInCalendar));
}

#[test]
fn an_evening_in_utc_is_the_next_day_in_vietnam() {
    let utc = How::Repaired(Repair::UtcDay);
    check("1957-05-11T17:00:00Z", "1957-05-12", utc);
    check("1965-12-31T16:00:00.000Z", "1966-01-01", utc);
    check("1957-05-11T17:00:00+00:00", "1957-05-12", utc);
    check("1957-05-11T17:00:00.000+0000", "1957-05-12", utc);
    check("2026-10-14T23:30:00Z", "2026-10-15", utc);
    check("2026-10-31T18:15:00.000Z", "2026-11-01", utc);
    check("2026-10-14T16:59:00Z", "2026-10-14", How::AsGiven);
    check("2026-10-14T03:30:00Z", "2026-10-14", How::AsGiven);
    check("1957-05-12T00:00:00Z", "1957-05-12", How::AsGiven);
    check("1957-05-12T17:00:00+07:00", "1957-05-12", How::AsGiven);
}

#[test]
fn a_serial_number_of_excel_is_its_day_and_said() {
    for (text, expected) in [
        ("20952", "1957-05-12"),
        ("45123", "2023-07-16"),
        ("45123.0", "2023-07-16"),
        ("45123.5", "2023-07-16"),
        ("25569", "1970-01-01"),
        ("10000", "1927-05-18"),
        ("60000", "2064-04-08"),
    ] {
        check(text, expected, How::Repaired(Repair::ExcelSerial));
    }
    for text in ["09999", "60010", "45123-5", "45123/1"] {
        check(text, "", How::Missing(Problem::Unreadable));
    }
}

#[test]
fn a_serial_number_of_the_1904_system_is_its_day() {
    let options = DateOptions {
        is_1904: true,
        ..PLAIN
    };
    for (text, expected) in [
        ("19490", "1957-05-12"),
        ("43661", "2023-07-16"),
        ("43661.5", "2023-07-16"),
        ("10000", "1931-05-19"),
    ] {
        let value = standardise_day(text, options);
        let day = value.standard.map(|day| day.to_string());
        let found = (day.as_deref(), value.how);
        assert_eq!(
            found,
            (Some(expected), How::Repaired(Repair::ExcelSerial)),
            "{text}"
        );
    }
    for text in ["1957", "12/05/1957", "20570512"] {
        let of_1900 = standardise_date(text, PLAIN);
        assert_eq!(standardise_date(text, options), of_1900, "{text}");
    }
}

#[test]
fn an_age_is_said_where_a_birth_is_asked_for() {
    for text in [
        "69",
        "5",
        "69 tuổi",
        "3 tháng",
        "18 tháng tuổi",
        "70 tuổi mụ",
    ] {
        assert_eq!(
            standardise_birth(text, PLAIN),
            Value::missing(text, Problem::Age),
            "{text}"
        );
    }
    for text in ["0", "195", "tuổi", "không rõ"] {
        let how = standardise_birth(text, PLAIN).how;
        assert_eq!(how, How::Missing(Problem::Unreadable), "{text}");
    }
    assert_eq!(
        standardise_date("69", PLAIN).how,
        How::Missing(Problem::Unreadable)
    );
}

#[test]
fn an_age_beside_a_birth_is_left_out_where_they_agree() {
    let noise = How::Repaired(Repair::Noise);
    for (text, expected) in [
        ("1957 (69 tuổi)", "1957"),
        ("1957 (69t)", "1957"),
        ("12/05/1957 (69 tuổi)", "1957-05-12"),
        ("1957, 70 tuổi", "1957"),
        ("1957 - 69 tuổi", "1957"),
        ("1957 (70 tuổi mụ)", "1957"),
    ] {
        let value = standardise_birth(text, PLAIN);
        let found = value.standard.map(|date| date.to_string());
        assert_eq!(
            (found.as_deref(), value.how),
            (Some(expected), noise),
            "{text}"
        );
    }
    for text in [
        "1957 (59 tuổi)",
        "1957 (96 tuổi)",
        "1957 (69)",
        "(69 tuổi)",
        "1957 (3 tháng)",
        "? (69 tuổi)",
    ] {
        let how = standardise_birth(text, PLAIN).how;
        assert!(matches!(how, How::Missing(_)), "{text}");
    }
}

#[test]
fn first_of_january_is_a_year_where_the_source_writes_years_so() {
    let options = DateOptions {
        first_of_january_is_year: true,
        ..PLAIN
    };
    let value = standardise_date("01/01/1957", options);
    assert_eq!(value.standard, PartialDate::from_year(1957));
    assert_eq!(value.how, How::Repaired(Repair::PlaceholderDay));
    assert_eq!(standardise_date("02/01/1957", options).how, How::AsGiven);
}

#[test]
fn an_event_without_its_day_is_missing_and_its_text_stays() {
    for text in ["05/2026", "2026-05", "20260500", "2026", "20260000"] {
        let value = standardise_day(text, PLAIN);
        assert_eq!(value, Value::missing(text, Problem::DayMissing), "{text}");
    }
}

#[test]
fn an_event_on_a_day_is_read_like_any_date() {
    for text in ["01/01/2026", "1/5/26", "31/02/2026", "?", "00000000", ""] {
        assert_eq!(standardise_day(text, PLAIN), standardise_date(text, PLAIN));
    }
    let first = PartialDate::from_day(2026, 1, 1);
    assert_eq!(standardise_day("01/01/2026", PLAIN).standard, first);
}

proptest! {
    #[test]
    fn any_text_is_read_and_its_standard_form_is_standard(text in "\\PC{0,20}|[0-9/.T: thángnăm?-]{0,20}") {
        let value = standardise_birth(&text, PLAIN);
        if let Some(date) = value.standard {
            let again = date.to_string();
            prop_assert_eq!(standardise_birth(&again, PLAIN), Value::as_given(&again, date));
        }
    }

    #[test]
    fn never_panics(text in "[0-9/.T: -]{0,16}") {
        let _ = standardise_date(&text, PLAIN);
    }

    #[test]
    fn an_event_has_a_day_or_no_date(text in "[0-9/.T: -]{0,16}") {
        let day = standardise_day(&text, PLAIN).standard;
        prop_assert!(day.is_none_or(|day| day.day().is_some()));
    }

    #[test]
    fn every_day_round_trips(year in 1850u16..=2100, month in 1u8..=12, day in 1u8..=28) {
        let date = PartialDate::from_day(year, month, day);
        for text in [format!("{day:02}/{month:02}/{year}"), format!("{year}{month:02}{day:02}"), format!("{year}-{month:02}-{day:02}"), format!("{day}.{month}.{year}")] {
            prop_assert_eq!(standardise_date(&text, PLAIN).standard, date);
        }
    }
}

#[test]
fn a_year_with_its_thousands_apart_is_a_year() {
    let options = DateOptions {
        first_of_january_is_year: false,
        latest_year: 2026,
        is_1904: false,
    };
    for (text, year) in [("1,957", 1957), ("2.001", 2001)] {
        let expected = Value::repaired(text, PartialDate::from_year(year).unwrap(), Repair::Noise);
        assert_eq!(standardise_birth(text, options), expected);
    }
    for text in ["2,500", "1,899", "1.95"] {
        assert_eq!(standardise_birth(text, options).standard, None, "{text}");
    }
}
