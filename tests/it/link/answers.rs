//! What linking answers where everything is in order.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;

use super::{Linking, parquet};
use crate::support::{digests, names};

#[test]
fn duplicates_and_links_are_found_and_measured() {
    let linking = Linking::new();
    let report = linking.json(&["--labels", "labels.csv", "--threads", "2"]);
    let evaluation = &report["evaluation"];
    let f1 = evaluation["clusters"]["f1"].as_f64().unwrap();
    assert!(f1 > 0.97, "{evaluation}");
    // 50 are on the roster, 10 of them twice: 50 + 10 with the register, 10 on the roster.
    assert_eq!(evaluation["true_pairs"], 70);
    assert_eq!(evaluation["pairs_completeness"], 1.0);
    assert_eq!(
        evaluation["clusters_by_tables"].as_array().unwrap().len(),
        2
    );
    assert_eq!(report["tables"][1]["records"], 60);

    let out = linking.path("model.linked");
    assert_eq!(
        names(&out),
        [
            "clusters.parquet",
            "pairs.parquet",
            "parameters.toml",
            "report.json",
            "review_pairs.parquet"
        ]
    );
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode(out.clone()), mode(out.join("pairs.parquet"))),
        (0o700, 0o600)
    );

    let clusters = parquet(&out.join("clusters.parquet"), &["table", "id", "cluster"]);
    assert_eq!(clusters.len(), 210);
    let mut tables: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in &clusters {
        tables.entry(&row[2]).or_default().push(&row[0]);
    }
    let registered = |of: &Vec<&str>| of.iter().filter(|table| **table == "register").count();
    assert!(tables.values().all(|of| registered(of) <= 1));

    let columns = [
        "left_id",
        "right_id",
        "match_weight",
        "rule",
        "is_match",
        "level_name",
    ];
    let pairs = parquet(&out.join("pairs.parquet"), &columns);
    let pair = pairs
        .iter()
        .find(|row| row[0] == "R00003" && row[1] == "3")
        .unwrap();
    assert_eq!(&pair[3..], ["cccd", "true", "without marks"]);
    let review = parquet(&out.join("review_pairs.parquet"), &["value"]);
    let values: Vec<f64> = review.iter().map(|row| row[0].parse().unwrap()).collect();
    assert!(values.is_sorted_by(|a, b| a >= b), "{values:?}");
}

#[test]
fn supplied_frequencies_weigh_however_names_are_written() {
    let linking = Linking::new();
    let exact = |linking: &Linking| {
        linking.run(&[]).expect(0);
        let columns = ["left_id", "right_id", "match_weight", "level_name"];
        let pairs = parquet(&linking.path("model.linked/pairs.parquet"), &columns);
        let exact = pairs.into_iter().find(|pair| pair[3] == "exact").unwrap();
        let weight: f64 = exact[2].parse().unwrap();
        fs::remove_dir_all(linking.path("model.linked")).unwrap();
        (exact[0].clone(), exact[1].clone(), weight)
    };
    let counted = exact(&linking);
    let register = fs::read_to_string(linking.path("register.csv")).unwrap();
    let row = register
        .lines()
        .find(|line| line.contains(&counted.0))
        .unwrap();
    let name = row
        .split([',', ';'])
        .find(|cell| cell.contains(' '))
        .unwrap();
    let section = "[thresholds]\nmatch";
    let frequencies =
        "[[frequencies]]\nfield = \"name\"\nfile = \"names.csv\"\n[thresholds]\nmatch";
    linking.edit("model.toml", section, frequencies);
    let [common, rare] = [0.02, 0.002].map(|share| {
        let line = format!("{},{share}", name.to_uppercase());
        linking.write("names.csv", &format!("value,share\n{line}\n"));
        exact(&linking)
    });
    assert_eq!((&common.0, &rare.0), (&counted.0, &counted.0));
    // Ten times as rare: log2(10) bits more.
    assert!(
        (rare.2 - common.2 - 10_f64.log2()).abs() < 1e-3,
        "{common:?} {rare:?}"
    );
}

#[test]
fn the_same_bytes_for_any_threads_and_any_order_of_rows() {
    let linking = Linking::new();
    linking.run(&["--threads", "1", "--out", "one"]).expect(0);
    linking.run(&["--threads", "2", "--out", "two"]).expect(0);
    let register = fs::read_to_string(linking.path("register.csv")).unwrap();
    let (header, rows) = register.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().rev().collect();
    linking.write("register.csv", &format!("{header}\n{}\n", rows.join("\n")));
    linking.run(&["--out", "turned"]).expect(0);
    let of = |out: &str| digests(&linking.path(out));
    assert_eq!(of("one"), of("two"));
    assert_eq!(of("one"), of("turned"));
}

#[test]
fn a_plan_counts_and_writes_nothing() {
    let linking = Linking::new();
    let report = linking.json(&["--plan"]);
    assert!(!linking.path("model.linked").exists());
    let rules = report["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 3);
    let new: u64 = rules
        .iter()
        .map(|rule| rule["new_pairs"].as_u64().unwrap())
        .sum();
    assert_eq!(report["compared_pairs"], new);
    let run = linking.json(&[]);
    assert_eq!(run["pairs"]["compared"], new);
    assert_eq!(report["possible_pairs"], 150 * 60 + 60 * 59 / 2);

    linking.edit(
        "model.toml",
        "[clustering]",
        "[limits]\npairs_max = 10\n[clustering]",
    );
    let shown = linking.run(&["--plan"]).expect(0).stdout;
    assert!(shown.contains("more than pairs_max = 10"), "{shown}");
    linking
        .run(&[])
        .expect(2)
        .says(&["more than the limit of 10", "raise pairs_max"]);
}

#[test]
fn a_block_of_one_name_is_said_and_left_out() {
    let linking = Linking::new();
    let mut roster = fs::read_to_string(linking.path("roster.csv")).unwrap();
    for number in 0..2000 {
        roster += &format!("x{number};Nông Thị Ấm;;;\n");
    }
    linking.write("roster.csv", &roster);
    linking.edit(
        "model.toml",
        "[clustering]",
        "[limits]\nblock_pairs_max = 10000\n[clustering]",
    );
    let report = linking.json(&[]);
    let rule = &report["rules"][1];
    assert_eq!(rule["refused_blocks"], 1);
    assert!(rule["refused_pairs"].as_u64().unwrap() >= 2000 * 1999 / 2);
    assert!(report["unlinkable"]["records"].as_u64().unwrap() >= 2000);
    let shown = linking.run(&["--plan"]).expect(0).stdout;
    assert!(shown.contains("warning: blocks of rule plain"), "{shown}");
    assert!(!shown.contains("Nông"), "{shown}");
}

#[test]
fn in_a_crowd_of_namesakes_more_must_agree() {
    let linking = Linking::new();
    let mut roster = fs::read_to_string(linking.path("roster.csv")).unwrap();
    for number in 0..1000 {
        let (day, month) = (1 + number % 28, 1 + number / 28 % 12);
        roster += &format!(
            "x{number};Nông Thị Ấm;{day:02}/{month:02}/{};;\n",
            1950 + number / 336
        );
    }
    linking.write("roster.csv", &roster);
    let pairs = |linking: &Linking| {
        let rule = &linking.json(&[])["rules"][1];
        (
            rule["pairs"].as_u64().unwrap(),
            rule["crowds"].as_u64().unwrap(),
        )
    };
    let (all, crowds) = pairs(&linking);
    assert!(all >= 1000 * 999 / 2 && crowds == 0, "{all} {crowds}");
    linking.edit(
        "model.toml",
        "on = [\"plain\"]",
        "on = [\"plain\"]\ncrowd = { above = 100, on = [\"birth\"] }",
    );
    let (left, crowds) = pairs(&linking);
    assert!(left < all / 100 && crowds == 1, "{left} {crowds}");
    let shown = linking.run(&["--plan"]).expect(0).stdout;
    assert!(shown.contains("crowds"), "{shown}");
}

#[test]
fn parameters_serve_again_and_drift_is_said() {
    let linking = Linking::new();
    linking.run(&["--out", "first"]).expect(0);
    let again = ["--parameters", "first/parameters.toml", "--out", "second"];
    let report = linking.json(&again);
    let drift = &report["parameters"]["reused"];
    assert_eq!(drift["pattern_divergence"], 0.0);
    let read = |file: &str| fs::read(linking.path(file)).unwrap();
    for file in ["pairs.parquet", "clusters.parquet", "parameters.toml"] {
        assert_eq!(
            read(&format!("first/{file}")),
            read(&format!("second/{file}")),
            "{file}"
        );
    }
    // A roster that comes without numbers moves the patterns.
    let roster = fs::read_to_string(linking.path("roster.csv")).unwrap();
    linking.write(
        "roster.csv",
        &roster
            .replacen("cccd", "khac", 1)
            .replacen("xom", "xom;cccd", 1),
    );
    let report = linking.json(&again);
    let drift = &report["parameters"]["reused"];
    assert!(
        drift["pattern_divergence"].as_f64().unwrap() > 0.05,
        "{drift}"
    );
    let missing = &drift["missing"][2];
    assert_eq!(missing["comparison"], "cccd");
    assert!(missing["tonight"].as_f64() > missing["before"].as_f64());
}

#[test]
fn a_pair_is_explained_without_showing_a_person() {
    let linking = Linking::new();
    let shown = linking
        .run(&["--explain", "register:R00003", "3"])
        .expect(0)
        .stdout;
    for text in ["brought by: cccd", "without marks", "prior", ": a match"] {
        assert!(shown.contains(text), "no {text:?} in\n{shown}");
    }
    assert!(
        !shown.contains("R00003") && !shown.contains("Lý"),
        "{shown}"
    );
    let json = linking.json(&["--explain", "R00003", "3"]);
    let total = json["comparisons"][3]["running_weight"].as_f64().unwrap();
    assert_eq!(json["match_weight"].as_f64(), Some(total));
    linking
        .run(&["--explain", "R00003", "nobody"])
        .expect(2)
        .says(&["******"]);
}

#[test]
fn parquet_and_csv_give_the_same() {
    let linking = Linking::new();
    linking.run(&["--out", "csv"]).expect(0);
    let text = fs::read_to_string(linking.path("register.csv")).unwrap();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let column = |at: usize| -> ArrayRef {
        let cells = rows[1..].iter().map(|row| Some(row[at]));
        Arc::new(StringArray::from_iter(cells))
    };
    let columns = (0..5).map(|at| (rows[0][at], column(at)));
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let file = fs::File::create(linking.path("register.parquet")).unwrap();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    linking
        .run(&["--file", "register=register.parquet", "--out", "parquet"])
        .expect(0);
    assert_eq!(
        digests(&linking.path("csv")),
        digests(&linking.path("parquet"))
    );
}

#[test]
fn an_earlier_run_is_replaced_and_nothing_else() {
    let linking = Linking::new();
    linking.run(&["--out", "out"]).expect(0);
    let before = digests(&linking.path("out"));
    linking.run(&["--out", "out"]).expect(0);
    assert_eq!(digests(&linking.path("out")), before);
    fs::create_dir(linking.path("mine")).unwrap();
    linking.write("mine/letter.txt", "dear");
    linking
        .run(&["--out", "mine"])
        .expect(2)
        .says(&["is not written over"]);
    let hidden: Vec<String> = names(linking.folder.path())
        .into_iter()
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(hidden.is_empty(), "{hidden:?}");
}

#[test]
fn what_people_decided_holds() {
    let linking = Linking::new();
    let cluster_of = |linking: &Linking| {
        let path = linking.path("model.linked/clusters.parquet");
        let rows = parquet(&path, &["id", "cluster"]);
        let rows = rows.into_iter().map(|row| (row[0].clone(), row[1].clone()));
        rows.collect::<BTreeMap<String, String>>()
    };
    linking.run(&[]).expect(0);
    let before = cluster_of(&linking);
    assert_eq!(before["R00003"], before["3"]);
    assert_ne!(before["R00001"], before["R00002"]);
    let head = "left_table,left_id,right_table,right_id,decision\n";
    let rows = "register,R00003,roster,3,no_match\nroster,6,roster,9,match\nroster,12,roster,9,\n";
    linking.write("decisions.csv", &format!("{head}{rows}"));
    linking.run(&["--decisions", "decisions.csv"]).expect(0);
    let after = cluster_of(&linking);
    assert_ne!(after["R00003"], after["3"]);
    assert_eq!(after["6"], after["9"]);
    assert_ne!(after["12"], after["9"]);
    linking.write(
        "decisions.csv",
        &format!("{head}register,R00003,roster,3,maybe\n"),
    );
    let wrong = linking.run(&["--decisions", "decisions.csv"]).expect(2);
    wrong.says(&["row 2 of decisions.csv decides neither"]);
}
