//! What is wrong with a model or its tables, said before anything is written.

use std::fs;

use super::Linking;

/// Runs and expects exit 2 with these texts, and no folder.
#[track_caller]
fn refuses(linking: &Linking, texts: &[&str]) {
    linking.run(&[]).expect(2).says(texts);
    assert!(!linking.path("model.linked").exists());
    assert!(!linking.path(".model.linked.partial").exists());
}

#[test]
fn mistakes_of_a_model_are_said_together() {
    let linking = Linking::new();
    linking.edit("model.toml", "\"person_name\"", "\"name\"");
    linking.edit("model.toml", "\"one_edit\"", "\"one_edti\"");
    linking.edit("model.toml", "recall = 0.7", "recal = 0.7");
    refuses(
        &linking,
        &[
            "model.toml:16:",
            "`as` cannot be `name`",
            "did you mean `one_edit`?",
            "did you mean `recall`?",
        ],
    );
}

#[test]
fn tables_that_do_not_fit_the_model() {
    let linking = Linking::new();
    linking.edit("model.toml", "from = \"ho_ten\"", "from = \"hoten\"");
    refuses(&linking, &["register.csv has no column `hoten`", "ho_ten"]);

    let linking = Linking::new();
    fs::remove_file(linking.path("roster.csv")).unwrap();
    refuses(&linking, &["cannot read", "roster.csv"]);

    let linking = Linking::new();
    linking.edit("register.csv", "R00001,", "R00002,");
    refuses(
        &linking,
        &["1 ids of table register stand twice", "`ma`", "******"],
    );

    let linking = Linking::new();
    linking.edit("register.csv", "R00001,", ",");
    refuses(&linking, &["1 rows of table register have no id"]);

    let linking = Linking::new();
    linking.edit("register.csv", "R00001,Hoàng", "R00001,Hoàng,");
    refuses(&linking, &["row 3 of", "has 6 cells and the header 5"]);

    let linking = Linking::new();
    linking.edit("register.csv", "R00001,Hoàng", "R00001,\"Hoàng");
    refuses(&linking, &["register.csv cannot be used", "quot"]);

    let linking = Linking::new();
    fs::write(
        linking.path("roster.csv"),
        b"stt;ho_ten;ngay_sinh;cccd;xom\n1;N\xf4ng;;;\n",
    )
    .unwrap();
    refuses(&linking, &["roster.csv", "Unicode"]);

    let linking = Linking::new();
    fs::write(linking.path("roster.csv"), b"PAR1 and nothing more").unwrap();
    refuses(&linking, &["roster.csv cannot be used"]);
}

#[test]
fn rows_cut_short_and_cells_that_cannot_be_read_are_counted() {
    let linking = Linking::new();
    let roster = fs::read_to_string(linking.path("roster.csv")).unwrap();
    linking.write(
        "roster.csv",
        &(roster + "s1;Lý A Sì\ns2;Lý A Sì;31/02/1990;12;\n"),
    );
    let report = linking.json(&[]);
    assert_eq!(report["tables"][1]["short_rows"], 1);
    let unread = |at: usize| report["fields"][at]["unread"].as_u64().unwrap();
    assert_eq!((unread(2), unread(3)), (1, 1));
}

#[test]
fn labels_and_parameters_of_something_else() {
    let linking = Linking::new();
    linking.write("other.csv", "table,id,cluster\nregister,X1234567890,p\n");
    let labels = linking.run(&["--labels", "other.csv"]).expect(2);
    labels.says(&["1 of the labels name no record", "X12*****890"]);
    linking.write("other.toml", "prior = 3\n");
    let other = linking.run(&["--parameters", "other.toml"]).expect(2);
    other.says(&["other.toml cannot be read as parameters"]);
    assert!(!linking.path("model.linked").exists());

    linking.run(&["--out", "first"]).expect(0);
    linking.edit(
        "model.toml",
        "levels = [\"exact\", \"one_edit\"]",
        "levels = [\"exact\"]",
    );
    let again = ["--parameters", "first/parameters.toml"];
    linking
        .run(&again)
        .expect(2)
        .says(&["the parameters are for other comparisons: cccd"]);
}
