//! Whole small provinces: same bytes, truth complete, errors as configured, nobody's numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::{Date, date};
use tempfile::TempDir;

use super::*;
use crate::reference::embedded;

const AS_OF: Date = date(2026, 11, 20);

struct Province {
    folder: TempDir,
    report: SynthReport,
}

fn options(residents: u64, out: &Path) -> SynthOptions {
    SynthOptions {
        province: "04".into(),
        residents,
        seed: 2026,
        as_of: AS_OF,
        out: out.to_owned(),
        communes: None,
        tables: TableFormat::Mixed,
    }
}

fn make_with(residents: u64, rates: &ErrorRates, change: impl Fn(&mut SynthOptions)) -> Province {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let mut options = options(residents, folder.path());
    change(&mut options);
    let units = embedded::administrative_units();
    let report = synthesize(&options, rates, &units, &|_| {}).expect("the options are sound");
    Province { folder, report }
}

impl Province {
    /// Every file by its path below the folder.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        for kind in std::fs::read_dir(self.folder.path())
            .expect("readable")
            .flatten()
        {
            for file in std::fs::read_dir(kind.path()).expect("readable").flatten() {
                let name = format!(
                    "{}/{}",
                    kind.file_name().display(),
                    file.file_name().display()
                );
                files.insert(name, std::fs::read(file.path()).expect("readable"));
            }
        }
        files
    }

    fn text(&self, file: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(file)).expect("readable UTF-8")
    }

    fn table(&self, file: &str) -> Vec<Vec<String>> {
        self.text(file)
            .lines()
            .map(|line| cells(line, ','))
            .collect()
    }

    /// Rows of the truth table: source, file, row, person.
    fn truth(&self) -> Vec<(String, String, usize, u64)> {
        let row = |cells: Vec<String>| {
            (
                cells[0].clone(),
                cells[1].clone(),
                cells[3].parse().expect("a row"),
                cells[4].parse().expect("a person"),
            )
        };
        self.table("truth/truth.csv")
            .into_iter()
            .skip(1)
            .map(row)
            .collect()
    }
}

/// Cells of a CSV line; written apart from the writer under test.
fn cells(line: &str, delimiter: char) -> Vec<String> {
    let (mut cells, mut is_quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if c == delimiter && !is_quoted => cells.push(String::new()),
            c => cells.last_mut().expect("never empty").push(c),
        }
    }
    cells
}

fn roster_cells(line: &str) -> Vec<String> {
    let line = line.trim_start_matches('\u{FEFF}');
    let is_semicolon = line
        .split(';')
        .next()
        .is_some_and(|first| first.parse::<u64>().is_ok());
    cells(line, if is_semicolon { ';' } else { ',' })
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_any_number_of_threads() {
    let on_threads = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool can be made");
        pool.install(|| make_with(9_000, &ErrorRates::shipped(), |_| {}))
    };
    let (one, two) = (on_threads(1), on_threads(2));
    assert_eq!(one.report, two.report);
    assert_eq!(one.files(), two.files());
    assert!(one.files().keys().any(|file| file.ends_with(".xlsx")));
}

#[test]
fn another_seed_gives_other_people() {
    let names = |seed| {
        let province = make_with(2_000, &ErrorRates::none(), |options| options.seed = seed);
        let rows = province.table("residents/dan_cu_20261120.csv");
        rows.into_iter()
            .skip(1)
            .map(|row| (row[0].clone(), row[1].clone()))
            .collect::<BTreeSet<_>>()
    };
    let (one, two) = (names(1), names(2));
    assert!(one.intersection(&two).count() < 5);
}

#[test]
fn planted_errors_have_their_configured_rates() {
    let rates = ErrorRates::shipped();
    let province = make_with(60_000, &rates, |options| options.tables = TableFormat::Csv);
    for kind in ErrorKind::ALL {
        let (eligible, planted) = (
            province.report.planted.eligible(*kind),
            province.report.planted.planted(*kind),
        );
        let rate = rates.rate(*kind);
        let deviation = (eligible as f64 * rate * (1.0 - rate)).sqrt();
        assert!(planted > 0, "{}", kind.key());
        assert!(
            (planted as f64 - eligible as f64 * rate).abs() <= 5.0 * deviation + 1.0,
            "{} {planted}",
            kind.key()
        );
    }
    let ids: Vec<bool> = plan_rows(&province).map(|row| row[4].is_empty()).collect();
    let missing = ids.iter().filter(|is_missing| **is_missing).count() as f64;
    let expected = ids.len() as f64 * rates.rate(ErrorKind::MissingId);
    // A card in the wrong column needs an id, so nothing but missing_id blanks this column.
    assert!(
        (missing - expected).abs() < 5.0 * expected.sqrt(),
        "{missing} of {}",
        ids.len()
    );
}

fn plan_rows(province: &Province) -> impl Iterator<Item = Vec<String>> {
    let text = |file: &String| province.text(file);
    let files: Vec<_> = province
        .files()
        .into_keys()
        .filter(|file| file.starts_with("plan/"))
        .collect();
    let lines: Vec<_> = files
        .iter()
        .flat_map(|file| text(file).lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    lines
        .into_iter()
        .map(|line| roster_cells(&line))
        .filter(|row| row[0].parse::<u64>().is_ok())
}

#[test]
fn every_identity_number_is_unique_consistent_and_nobodys() {
    let province = make_with(20_000, &ErrorRates::none(), |_| {});
    let mut seen = BTreeSet::new();
    for row in province
        .table("residents/dan_cu_20261120.csv")
        .into_iter()
        .skip(1)
    {
        let (id, birth, is_female) = (&row[0], &row[2], row[3] == "Nữ");
        assert_eq!((id.len(), &id[..3]), (12, "003"));
        let year: u32 = birth[6..].parse().expect("a year");
        let digit: u32 = id[3..4].parse().expect("a digit");
        assert_eq!(
            digit,
            (year - 1900) / 100 * 2 + u32::from(is_female),
            "{row:?}"
        );
        assert_eq!(id[4..6], birth[8..], "{row:?}");
        assert!(row[13].is_empty() || row[13].starts_with("0399"));
        assert!(seen.insert(id.clone()), "{id} twice");
    }
    assert_eq!(seen.len(), 20_000);
    let mut owners = BTreeMap::new();
    for row in province
        .table("insurance/bhyt_20261120.csv")
        .into_iter()
        .skip(1)
    {
        assert!(row[1].starts_with("03") && row[1].len() == 10);
        assert_eq!((&row[0][3..5], &row[0][5..]), ("04", row[1].as_str()));
        assert_eq!(
            owners.entry(row[1].clone()).or_insert(row[2].clone()),
            &row[2]
        );
    }
}

#[test]
fn the_truth_names_the_person_of_every_data_row() {
    let province = make_with(12_000, &ErrorRates::shipped(), |options| {
        options.tables = TableFormat::Csv
    });
    let mut rows_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut count_of: BTreeMap<String, u64> = BTreeMap::new();
    for (source, file, row, _) in province.truth() {
        rows_of.entry(file).or_default().push(row);
        *count_of.entry(source).or_default() += 1;
    }
    for (file, rows) in &rows_of {
        let text = province.text(file);
        let lines: Vec<&str> = text.lines().collect();
        let is_roster = ["plan/", "screening/", "school/", "employer/"]
            .iter()
            .any(|kind| file.starts_with(kind));
        let data: Vec<usize> = match is_roster {
            true => (1..=lines.len())
                .filter(|n| roster_cells(lines[n - 1])[0].parse::<u64>().is_ok())
                .collect(),
            false => (2..=lines.len()).collect(),
        };
        assert_eq!(&data, rows, "{file}");
    }
    for (source, count) in count_of {
        assert_eq!(
            province.report.extracts[source.as_str()].rows,
            count,
            "{source}"
        );
    }
}

#[test]
fn workbook_rows_are_in_the_truth_too() {
    let province = make_with(6_000, &ErrorRates::shipped(), |_| {});
    let people = [
        "residents",
        "insurance",
        "ehr",
        "plan",
        "screening",
        "school",
        "employer",
    ];
    let rows: u64 = people
        .iter()
        .map(|kind| province.report.extracts[kind].rows)
        .sum();
    let truth = province.truth();
    assert_eq!(truth.len() as u64, rows);
    assert!(truth.iter().any(|(_, file, _, _)| file.ends_with(".xlsx")));
    assert_eq!(province.report.extracts["truth"].rows, rows);
}

#[test]
fn without_errors_every_row_matches_its_person_exactly() {
    let province = make_with(8_000, &ErrorRates::none(), |options| {
        options.tables = TableFormat::Csv
    });
    for kind in ErrorKind::ALL {
        assert_eq!(province.report.planted.planted(*kind), 0, "{}", kind.key());
    }
    let register = province.table("residents/dan_cu_20261120.csv");
    assert_eq!(register.len(), 8_001);
    let truth = province.truth();
    let residents: BTreeMap<u64, &Vec<String>> = truth
        .iter()
        .filter(|row| row.0 == "residents")
        .map(|(_, _, row, person)| (*person, &register[row - 1]))
        .collect();
    for (source, file, row, person) in truth
        .iter()
        .filter(|row| ["plan", "screening", "school"].contains(&row.0.as_str()))
    {
        let text = province.text(file);
        let cells = text
            .lines()
            .nth(row - 1)
            .map(roster_cells)
            .expect("the row is there");
        let resident = residents[person];
        let found = [&cells[1], &cells[2], &cells[3], &cells[4]];
        assert_eq!(
            found,
            [&resident[1], &resident[2], &resident[3], &resident[0]],
            "{source} {row}"
        );
    }
}

#[test]
fn a_changed_rate_changes_no_resident() {
    let people = |rates| {
        let rows = make_with(3_000, &rates, |_| {}).table("residents/dan_cu_20261120.csv");
        rows.into_iter()
            .skip(1)
            .map(|row| (row[0].clone(), row[1].clone()))
            .collect::<BTreeSet<_>>()
    };
    assert!(people(ErrorRates::none()).is_subset(&people(ErrorRates::shipped())));
}

#[test]
fn the_register_has_as_many_residents_as_asked_for() {
    let rates = ErrorRates::parse("died = 0.05\nmoved_out = 0.05\n").expect("sound rates");
    let province = make_with(5_000, &rates, |options| {
        options.communes = Some(vec!["01774".into(), "01273".into()])
    });
    let rows = province.table("residents/dan_cu_20261120.csv");
    let living = ["Thường trú", "Tạm trú", "Tạm vắng"];
    assert_eq!(
        rows.iter()
            .filter(|row| living.contains(&row[10].as_str()))
            .count(),
        5_000
    );
    let communes: BTreeSet<_> = rows.iter().skip(1).map(|row| row[5].as_str()).collect();
    assert_eq!(communes, BTreeSet::from(["01273", "01774"]));
    assert!(
        rows.iter()
            .any(|row| row[10] == "Đã mất" && !row[11].is_empty())
    );
}

/// A coverage table must have something to say, and nearly everybody is insured.
#[test]
fn coverage_differs_between_communes() {
    let province = make_with(60_000, &ErrorRates::none(), |options| {
        options.tables = TableFormat::Csv
    });
    let mut rows_of: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    for (source, file, _, _) in province.truth() {
        let position = ["plan", "screening"]
            .iter()
            .position(|kind| *kind == source);
        let commune = file.split('_').nth_back(1).unwrap_or_default().to_owned();
        if let Some(position) = position {
            rows_of.entry(commune).or_default()[position] += 1.0;
        }
    }
    let shares: Vec<f64> = rows_of
        .values()
        .map(|[planned, examined]| examined / planned)
        .collect();
    assert_eq!(shares.len(), 56);
    assert!(
        shares.iter().any(|share| *share > 0.95) && shares.iter().any(|share| *share < 0.6),
        "{shares:?}"
    );
    let cards = province.table("insurance/bhyt_20261120.csv");
    let valid: BTreeSet<_> = cards
        .iter()
        .skip(1)
        .filter(|row| row[9].as_str() >= "20261120")
        .map(|row| &row[1])
        .collect();
    let insured = valid.len() as f64 / 60_000.0;
    assert!((0.945..0.98).contains(&insured), "{insured}");
}

#[test]
fn options_that_cannot_be_met_are_refused() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let units = embedded::administrative_units();
    let run = |options: &SynthOptions| {
        synthesize(options, &ErrorRates::none(), &units, &|_| {})
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    let sound = options(100, folder.path());
    assert!(
        run(&SynthOptions {
            province: "99".into(),
            ..sound.clone()
        })
        .is_err_and(|e| e.contains("`99`"))
    );
    let foreign = SynthOptions {
        communes: Some(vec!["00004".into()]),
        ..sound.clone()
    };
    assert!(run(&foreign).is_err_and(|e| e.contains("`00004`")));
    assert!(
        run(&SynthOptions {
            residents: 0,
            ..sound.clone()
        })
        .is_err_and(|e| e.contains("between 1 and"))
    );
    assert_eq!(run(&sound), Ok(()));
    assert!(run(&sound).is_err_and(|e| e.contains("is not empty")));
}
