//! The coverage table on stdout against a plain loop over the published persons.

use toandan::schema::signals::SIGNALS;

use crate::support::{Ended, Province, Row, rows, shared, shared_ended};

use super::{COMMUNES, persons};

/// Working days after 20 November 2026 until the 30th: 23 to 27 and 30 whole, two Saturdays half.
const WORK_DAYS_LEFT: f64 = 7.0;

#[test]
fn the_table_equals_a_loop_over_persons() {
    let persons = persons();
    let expected = std::iter::once(line(persons.iter())).chain(
        COMMUNES.map(|code| line(persons.iter().filter(|p| p.text("commune_code") == code))),
    );
    let shown = table(shared_ended());
    assert_eq!(
        shown.iter().map(|cells| &*cells[0]).collect::<Vec<_>>(),
        [
            "Tỉnh Cao Bằng",
            "Phường Thục Phán",
            "Xã Lý Bôn",
            "Xã Đàm Thuỷ",
            "Xã Hạ Lang",
            "Xã Tam Kim",
        ]
    );
    for (shown, expected) in shown.iter().zip(expected) {
        assert_eq!(shown[1..], expected, "{}", shown[0]);
    }
}

/// What the night says that stands out is what `signals` marks as an alarm.
#[test]
fn what_stands_out_is_named() {
    let signals = rows(&shared().version(), &SIGNALS);
    let alarms: Vec<&Row> = signals.iter().filter(|row| row.is("is_alarm")).collect();
    assert!(!alarms.is_empty());
    let stdout = &shared_ended().stdout;
    let title = "Stands out (steering/signals.parquet): ";
    let (_, rest) = stdout.split_once(title).expect("a title");
    let mut lines = rest.lines();
    assert_eq!(lines.next(), Some(&*alarms.len().to_string()));
    let named: Vec<&str> = lines.take_while(|line| !line.is_empty()).collect();
    assert_eq!(named.len(), alarms.len().min(5));
    for (line, alarm) in named.iter().zip(alarms) {
        let words = ["indicator", "commune_name", "method", "flag"].map(|word| alarm.text(word));
        assert!(
            words.iter().all(|word| line.contains(word)),
            "{line}\n{alarm:?}"
        );
    }
}

/// The cells of the coverage table, which are two blanks apart.
fn table(ended: &Ended) -> Vec<Vec<String>> {
    let rows = ended
        .stdout
        .lines()
        .skip_while(|line| !line.starts_with('─'))
        .skip(1);
    rows.take_while(|line| !line.is_empty())
        .map(|line| {
            let cells = line
                .split("  ")
                .map(str::trim)
                .filter(|cell| !cell.is_empty());
            cells.map(str::to_owned).collect()
        })
        .collect()
}

fn line<'r>(persons: impl Iterator<Item = &'r Row> + Clone) -> Vec<String> {
    let count = |is: fn(&Row) -> bool| persons.clone().filter(|person| is(person)).count() as u64;
    let residents = count(|p| p.is("is_resident"));
    let planned = count(|p| p.is("in_plan"));
    let screened = count(|p| p.is("in_plan") && p.number("counting_exam_count") > Some(0));
    let with_record = count(|p| p.is("is_resident") && p.is("has_ehr"));
    let accepted = count(|p| {
        p.is("is_resident") && p.is("has_ehr") && p.text("ehr_national_state") == "accepted"
    });
    let insured = count(|p| p.is("is_resident") && p.is("is_insured"));
    let missing = planned - screened;
    vec![
        grouped(residents),
        grouped(planned),
        grouped(screened),
        percent(screened, planned),
        percent(with_record, residents),
        percent(accepted, with_record),
        percent(insured, residents),
        grouped(missing),
        format!("{:.1}", missing as f64 / WORK_DAYS_LEFT),
    ]
}

/// One decimal, rounded down.
fn percent(part: u64, whole: u64) -> String {
    let thousandths = part * 1000 / whole;
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

/// Thousands apart from hundreds; the sample has no millions.
fn grouped(number: u64) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{} {:03}", number / 1000, number % 1000),
    }
}

#[test]
fn json_tells_the_same_numbers() {
    let province = Province::new();
    let ended = province
        .night(&["--format", "json", "--progress", "none"])
        .expect(0);
    let json: serde_json::Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let accounting = shared().version().manifest.head.accounting;
    assert_eq!(json["accounting"]["persons"], accounting.persons);
    assert_eq!(json["state"], "published");
    let screened = &json["communes"][0]["indicators"]["CB01"];
    let persons = persons();
    let planned = persons.iter().filter(|p| p.is("in_plan")).count();
    assert_eq!(screened["denominator"], planned);
}
