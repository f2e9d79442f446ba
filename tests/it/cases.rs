//! Files as stations, schools, enterprises, the insurer and hospital software send them, against what they say.
//!
//! `tests/cases/<name>/` holds the file, `expected.csv` (a row per person row) or `expected_refusal.txt` (what
//! the message must contain), and a README with the trap and the kind. All are read in one night, each as a source
//! of its own with the profile that ships with its kind. `tests/cases/make.py` writes them.

mod case;
mod night;
mod score;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use case::Case;
use night::Nights;
use score::Score;

/// Of the fields, at least this share is right.
const RIGHT_MIN: f64 = 0.995;
/// Of the fields, at most this share is wrong and nothing says so.
const SILENT_MAX: f64 = 0.0005;
/// Of the good rows, at most this share is quarantined.
const QUARANTINED_MAX: f64 = 0.005;

#[test]
fn files_as_they_are_sent() {
    let cases = Case::all();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let nights = Nights::over(&cases);
    let mut whole = Score::default();
    let mut report = String::new();
    for case in &cases {
        let score = Score::of(case, &nights);
        writeln!(report, "{}", score.line(&case.name)).expect("written");
        for fault in &score.faults {
            writeln!(report, "      {fault}").expect("written");
        }
        whole.add(&score);
    }
    let summary = whole.line("all of them");
    let head = format!("{summary}\n{}\n", nights.said);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases_report.txt");
    fs::write(&file, format!("{head}\n{report}")).expect("the report is written");

    let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
    let missed = [
        (
            share(whole.right, whole.fields) < RIGHT_MIN,
            "too few fields are right",
        ),
        (
            share(whole.silent, whole.fields) > SILENT_MAX,
            "too many fields are silently wrong",
        ),
        (
            share(whole.quarantined, whole.good_rows) > QUARANTINED_MAX,
            "too many good rows are quarantined",
        ),
        (whole.lost > 0, "rows are lost"),
        (
            whole.strangers > 0,
            "rows that are no person are taken for one",
        ),
        (
            whole.unrefused > 0,
            "files are not refused, or not with the reason",
        ),
    ];
    let missed: Vec<&str> = missed
        .iter()
        .filter(|(is_missed, _)| *is_missed)
        .map(|(_, what)| *what)
        .collect();
    assert!(
        missed.is_empty(),
        "{}\n{summary}\neach case: {}",
        missed.join("; "),
        file.display()
    );
}
