//! The pipeline that we ship, and the small one of these tests, load into what they say.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;

use crate::config::{KnownRules, load};
use crate::domain::{CommuneCode, Field, Kind};
use crate::indicators::options::{IntervalMethod, StratumKind, Unit};
use crate::link::options::DeterministicRule;
use crate::validate::options::Severity;

use super::{Pipeline, known_rules, real_folder};

#[test]
fn the_pipeline_of_cao_bang_loads() {
    let folder = real_folder();
    let root = folder.parent().and_then(Path::parent).unwrap();
    let known = KnownRules {
        rules: crate::validate::known_rules(),
    };
    let plan = load(&folder, &known).unwrap_or_else(|error| panic!("{error}"));

    assert_eq!(
        (plan.name.as_str(), plan.province.as_str(), plan.keep),
        ("cao-bang", "04", 7)
    );
    assert_eq!(plan.communes.len(), 5);
    assert_eq!(plan.output, root.join("out"));
    assert_eq!(plan.reference, root.join("pipelines/reference"));
    assert_eq!(plan.screening.window_end, date(2026, 11, 30));
    assert_eq!(plan.calendar.exceptions[&date(2026, 9, 2)], 0.0);
    let kinds: Vec<Kind> = plan.sources.iter().map(|source| source.kind).collect();
    // Every kind has its source but the messages of hospitals, which nobody in Cao Bằng delivers yet.
    let is_read = |kind: &Kind| !matches!(kind, Kind::ExamXml | Kind::VisitXml);
    let delivered = Kind::ALL.into_iter().filter(is_read);
    assert!(delivered.clone().all(|kind| kinds.contains(&kind)));
    assert_eq!(kinds.len(), delivered.count());
    assert_eq!(plan.sources[0].folder, root.join("sample_data/residents"));

    let [plan_source, screening] = [&plan.sources[2], &plan.sources[3]];
    assert!(Arc::ptr_eq(&plan_source.profile, &screening.profile));
    let roster = &screening.profile;
    assert_eq!(roster.name, "profiles/roster.toml");
    assert_eq!(
        roster.headers[&Field::Sequence],
        ["STT", "TT", "Số TT", "Số thứ tự", "Thứ tự", "No."]
    );
    assert_eq!(roster.values[&Field::Funding]["9"], ["9", "Khác"]);
    assert_eq!(roster.required_fields[0], [Field::FullName]);
    assert!(roster.first_of_january_is_year);

    let names: Vec<_> = plan
        .files
        .iter()
        .map(|file| file.strip_prefix(&folder).unwrap())
        .collect();
    let expected = [
        "indicators.toml",
        "linkage.toml",
        "pipeline.toml",
        "profiles/counts.toml",
        "profiles/ehr_status.toml",
        "profiles/insurance.toml",
        "profiles/residents.toml",
        "profiles/roster.toml",
        "rules.toml",
    ];
    assert_eq!(names, expected.map(Path::new));
}

#[test]
fn a_small_pipeline_loads_from_its_folder_and_from_its_file() {
    let pipeline = Pipeline::new();
    let plan = pipeline.load().unwrap();
    let same = load(&pipeline.folder().join("pipeline.toml"), &known_rules()).unwrap();
    assert_eq!(format!("{plan:?}"), format!("{same:?}"));

    assert_eq!(plan.communes, [CommuneCode::parse("01273").unwrap()]);
    assert_eq!(
        plan.linkage.rules,
        [DeterministicRule::Cccd, DeterministicRule::Cmnd]
    );
    assert_eq!(plan.gates.register_shrinks_max, 0.05);
    assert_eq!(plan.gates.kind_shrinks_max, 0.20);
    assert_eq!(plan.gates.file_quarantined_rows_min, 10);
    assert_eq!(plan.rules["ID01"].severity, Some(Severity::Warning));
    assert_eq!(plan.rules["ME01"].thresholds["height_cm_min"], 45.0);
    let [first, second] = plan.indicators.as_slice() else {
        panic!("two indicators");
    };
    assert_eq!(first.strata, [StratumKind::AgeBand, StratumKind::Sex]);
    assert!(first.pace && !second.pace);
    assert_eq!((second.start, second.strata.as_slice()), (None, &[][..]));
}

/// A value that is delivered as such is a number, so that its target may be one.
#[test]
fn a_target_is_of_the_unit_that_is_usual_for_what_is_counted() {
    let pipeline = Pipeline::new();
    pipeline.edit(
        "indicators.toml",
        "population = \"persons\"\ndenominator = \"\"\nnumerator = \"is_resident\"",
        "population = \"aggregates\"\nnumerator = \"item = 'life_expectancy'\"",
    );
    pipeline.edit("indicators.toml", "target = 0.95", "target = 74.5");
    let plan = pipeline.load().unwrap_or_else(|error| panic!("{error}"));
    let expected = (Unit::Number, IntervalMethod::None, 74.5);
    let value = &plan.indicators[1];
    let target = value.target.unwrap().value;
    assert_eq!((value.unit, value.interval, target), expected);
}

#[test]
fn what_has_a_default_may_be_left_out() {
    let pipeline = Pipeline::new();
    pipeline.edit("pipeline.toml", "communes = [\"01273\"]\n", "");
    pipeline.edit(
        "pipeline.toml",
        "[gates]\nregister_shrinks_max = 0.05\n",
        "",
    );
    pipeline.edit(
        "pipeline.toml",
        "exceptions = { \"2026-09-02\" = 0.0 }\n",
        "",
    );
    pipeline.write("rules.toml", "");
    pipeline.write("linkage.toml", "# nothing but the defaults\n");
    let plan = pipeline.load().unwrap();
    assert!(plan.communes.is_empty() && plan.rules.is_empty());
    assert_eq!(plan.gates, crate::validate::options::Gates::default());
    assert_eq!(plan.linkage, crate::link::options::LinkOptions::default());
    assert_eq!(plan.limits, crate::domain::Limits::default());
}

#[test]
fn limits_are_read_and_bounded() {
    let pipeline = Pipeline::new();
    pipeline.edit(
        "pipeline.toml",
        "[gates]\n",
        "[limits]\nrows = 5_000\nline_mib = 2\n\n[gates]\n",
    );
    let expected = crate::domain::Limits {
        rows: 5000,
        line_mib: 2,
        ..crate::domain::Limits::default()
    };
    assert_eq!(pipeline.load().unwrap().limits, expected);
    pipeline.edit("pipeline.toml", "rows = 5_000", "rows = 10");
    pipeline.edit(
        "pipeline.toml",
        "line_mib = 2",
        "table_mib = 4096\nlines = 3",
    );
    let error = pipeline.load().unwrap_err().to_string();
    for mistake in [
        "`rows` must be from 1000",
        "`table_mib` must be from 1 to 2048",
        "lines",
    ] {
        assert!(error.contains(mistake), "{error}");
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let pipeline = Pipeline::new();
    let plan = format!("{:?}", pipeline.load().unwrap());
    let windows = format!("\u{feff}{}", super::PIPELINE.replace('\n', "\r\n"));
    pipeline.write("pipeline.toml", windows);
    assert_eq!(format!("{:?}", pipeline.load().unwrap()), plan);
}

#[test]
fn decisions_are_kept_beside_the_pipeline() {
    let pipeline = Pipeline::new();
    assert_eq!(pipeline.load().unwrap().decisions, None);
    let section = "[review]\ndecisions = \"quyet_dinh.csv\"\n\n[screening]\n";
    pipeline.edit("pipeline.toml", "[screening]\n", section);
    let decisions = pipeline.load().unwrap().decisions.unwrap();
    assert!(decisions.ends_with("quyet_dinh.csv"), "{decisions:?}");
    pipeline.edit("pipeline.toml", "decisions = ", "decision = ");
    assert!(pipeline.complaint().contains("decisions"));
}

#[test]
fn corrections_are_dropped_into_a_folder_that_exists() {
    let pipeline = Pipeline::new();
    assert_eq!(pipeline.load().unwrap().corrections, None);
    let section = "[corrections]\nfolder = \"../../sua\"\n\n[screening]\n";
    pipeline.edit("pipeline.toml", "[screening]\n", section);
    let complaint = pipeline.complaint();
    assert!(
        complaint.contains("`folder` must be a folder that exists"),
        "{complaint}"
    );
    let folder = pipeline.root.path().join("sua");
    std::fs::create_dir(&folder).unwrap();
    assert_eq!(pipeline.load().unwrap().corrections, Some(folder));
}
