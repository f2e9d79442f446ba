//! Linkage models: one that is right, and the same one broken in many ways.

use std::fs;

use proptest::prelude::*;

use crate::config::link_plan::{FieldRecipe, Standard, Take};
use crate::config::{ConfigError, LinkPlan, load_link_model, render};
use crate::link::engine::{ColumnId, KeyPart, LinkType, Predicate};

const MODEL: &str = r#"[link]
type = "link_and_dedupe"

[[tables]]
name = "register"
file = "register.csv"
id = "ma"
without_duplicates = true
[[tables]]
name = "roster"
file = "roster.csv"

[fields.name]
from = "ho_ten"
as = "person_name"
[fields.given]
of = "name"
take = "last_token"
[fields.birth]
from = { register = "ngay_sinh", roster = ["ngay", "thang", "nam"] }
as = "partial_date"
[fields.cccd]
from = "so_cccd"
as = "cccd"

[[comparisons]]
field = "name"
levels = [
  { level = "exact", term_frequency = 1.0 },
  { level = "jaro_winkler", min = 0.9 },
]
[[comparisons]]
field = "birth"
levels = ["exact", { level = "any", of = ["compatible", "day_month_swapped"], label = "alike" }]

[[blocking]]
on = ["cccd"]
[[blocking]]
name = "name and year"
on = ["prefix(name, 3)", "year(birth)"]
tables = [["register", "roster"]]
crowd = { above = 12, on = ["cccd"] }
when = { level = "levenshtein", field = "given", max = 1 }

[training]
deterministic = [["cccd"]]
recall = 0.8
sessions = [["cccd"], ["birth"]]

[thresholds]
match = 0.95
review = 0.5
[[thresholds.tables]]
left = "roster"
right = "roster"
match = 0.99
review = 0.9

[clustering]
one_per_table = ["register"]

[limits]
block_pairs_max = 1000
"#;

fn load(text: &[u8]) -> Result<LinkPlan, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("model.toml");
    fs::write(&file, text).unwrap();
    load_link_model(&file)
}

/// The titles of all mistakes with their lines, and the help of the first.
fn complaints(text: &str) -> (Vec<(usize, String)>, String) {
    match load(text.as_bytes()) {
        Err(ConfigError::Invalid { diagnostics }) => {
            let titles = diagnostics.iter().map(|of| (of.line, of.title.clone()));
            let help = diagnostics[0].help.clone().unwrap_or_default();
            (titles.collect(), help)
        }
        other => panic!("the model is broken: {other:?}"),
    }
}

/// Writes `new` for `old` and expects one mistake.
#[track_caller]
fn check(old: &str, new: &str, title: &str, help: &str) {
    assert!(MODEL.contains(old), "the model does not contain {old}");
    let (titles, found) = complaints(&MODEL.replacen(old, new, 1));
    let titles: Vec<&str> = titles.iter().map(|(_, title)| title.as_str()).collect();
    assert_eq!((titles, found.as_str()), (vec![title], help));
}

#[test]
fn frequencies_are_read_from_a_file_beside_the_model() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("model.toml");
    let load = |field: &str| {
        let section = format!("\n[[frequencies]]\nfield = \"{field}\"\nfile = \"names.csv\"\n");
        fs::write(&file, format!("{MODEL}{section}")).unwrap();
        load_link_model(&file).map_err(|error| match error {
            ConfigError::Invalid { diagnostics } => diagnostics[0].title.clone(),
            other => panic!("{other}"),
        })
    };
    let missing = load("name").unwrap_err();
    assert!(missing.starts_with("cannot read"), "{missing}");
    fs::write(folder.path().join("names.csv"), "value,share\nLan,0.02\n").unwrap();
    let supplied = load("name").unwrap().model.supplied_frequencies;
    assert_eq!(supplied[0].column, ColumnId::from_position(0));
    assert_eq!(supplied[0].values, [("Lan".to_owned(), 0.02)]);
    assert_eq!(load("birth").unwrap_err(), "`birth` is a date");
    let idle = "no level asks for the frequencies of this field";
    assert_eq!(load("given").unwrap_err(), idle);
    fs::write(folder.path().join("names.csv"), "value,share\nLan,2\n").unwrap();
    let wrong = load("name").unwrap_err();
    assert!(wrong.starts_with("line 2 of the file"), "{wrong}");
}

#[test]
fn a_model_in_the_engines_terms() {
    let plan = load(MODEL.as_bytes()).unwrap();
    let model = &plan.model;
    assert_eq!(model.link_type, LinkType::LinkAndDedupe);
    assert_eq!(
        (model.sources, &model.without_duplicates[..]),
        (2, &[0][..])
    );
    assert_eq!(plan.tables[0].id.as_deref(), Some("ma"));
    assert_eq!(plan.tables[1].id, None);
    let of_tables = vec![
        vec!["ngay_sinh".to_owned()],
        ["ngay", "thang", "nam"].map(str::to_owned).to_vec(),
    ];
    let standard = Standard::PartialDate {
        first_of_january_is_year: false,
    };
    let birth = FieldRecipe::Columns {
        of_tables,
        standard,
    };
    assert_eq!(plan.fields[2].recipe, birth);
    let take = Take::Token(-1);
    assert_eq!(plan.fields[1].recipe, FieldRecipe::Derived { of: 0, take });
    let [name, given, birth] = [0, 1, 2].map(ColumnId::from_position);
    let labels = |at: usize| {
        model.comparisons[at]
            .levels
            .iter()
            .map(|of| of.label.as_str())
    };
    assert_eq!(labels(0).collect::<Vec<_>>(), ["exact", "jaro_winkler 0.9"]);
    assert_eq!(labels(1).collect::<Vec<_>>(), ["exact", "alike"]);
    let second = &model.blocking_rules[1];
    let letters = KeyPart::First {
        column: name,
        letters: 3,
    };
    assert_eq!(second.key, [letters, KeyPart::Year(birth)]);
    let crowd = second
        .crowd
        .as_ref()
        .map(|crowd| (crowd.above, crowd.key.as_slice()));
    let cccd = KeyPart::Value(ColumnId::from_position(3));
    assert_eq!(crowd, Some((12, &[cccd][..])));
    assert_eq!(second.condition, Some(Predicate::levenshtein(given, 1)));
    assert_eq!(second.sources, Some(vec![(0, 1)]));
    assert!(model.thresholds.of(1, 1).match_weight > model.thresholds.of(0, 1).match_weight);
    assert_eq!(plan.clustering.one_per_table, [0]);
    assert_eq!(model.limits.block_pairs_max, 1000);
}

#[test]
fn names_that_are_not_there() {
    let field = "there is no field `nam`";
    let help = "did you mean `name`?";
    check("field = \"name\"", "field = \"nam\"", field, help);
    check("of = \"name\"", "of = \"nam\"", field, help);
    check("prefix(name, 3)", "prefix(nam, 3)", field, help);
    let table = "there is no table `rooster`";
    let help = "did you mean `roster`?";
    check("left = \"roster\"", "left = \"rooster\"", table, help);
    check("roster = [", "rooster = [", table, help);
    check("[\"register\"]", "[\"rooster\"]", table, help);
}

#[test]
fn words_that_are_not_there() {
    check(
        "jaro_winkler",
        "jaro_winkle",
        "`level` cannot be `jaro_winkle`",
        "did you mean `jaro_winkler`?",
    );
    check(
        "prefix(name, 3)",
        "prefx(name, 3)",
        "there is no part `prefx`",
        "did you mean `prefix`?",
    );
    check(
        "\"last_token\"",
        "\"lasttoken\"",
        "`take` cannot be `lasttoken`",
        "did you mean `last_token`?",
    );
    check(
        "min = 0.9",
        "mim = 0.9",
        "`levels` has no key `mim`",
        "did you mean `min`?",
    );
}

#[test]
fn parts_that_do_not_fit() {
    check("year(birth)", "year(name)", "`name` is a text", "");
    check(
        "prefix(name, 3)",
        "prefix(name)",
        "`prefix(name)` cannot be read",
        "write it as `prefix(field, 3)`",
    );
    check(
        "on = [\"cccd\"] }",
        "on = [\"any_token(name)\"] }",
        "a record has several of these",
        "name parts of which a record has one",
    );
    check(
        "above = 12",
        "above = 0",
        "`above` must be from 1 to 4294967295",
        "",
    );
    check(
        "\"compatible\"",
        "\"one_edit\"",
        "`one_edit` does not fit a field that is a date",
        "",
    );
    check(
        "\"compatible\"",
        "\"within_days\"",
        "`within_days` needs more than its name",
        "write it as a table: { level = \"within_days\", … }",
    );
    check(
        "review = 0.5",
        "review = 0.97",
        "`review` must not be above `match`",
        "",
    );
    check(
        "match = 0.95",
        "match = 1.0",
        "`match` must be between 0 and 1",
        "",
    );
    check(
        "of = \"name\"",
        "of = \"name\"\nfrom = \"ten\"",
        "a field has either `from` or `of`",
        "",
    );
    let only_register = MODEL
        .replacen("from = \"ho_ten\"", "from = { register = \"ho_ten\" }", 1)
        .replacen(", roster = [\"ngay\", \"thang\", \"nam\"]", "", 1)
        .replacen("from = \"so_cccd\"", "from = { register = \"so_cccd\" }", 1);
    let (found, _) = complaints(&only_register);
    assert_eq!(found[0].1, "no field has a column of table `roster`");
    let one_table = MODEL.replacen("link_and_dedupe", "link", 1);
    assert!(load(one_table.as_bytes()).is_ok());
}

#[test]
fn every_mistake_is_said_and_none_that_follows_from_another() {
    let broken = MODEL
        .replacen("\"person_name\"", "\"persname\"", 1)
        .replacen("max = 1", "max = 0", 1)
        .replacen("recall = 0.8", "recall = 2", 1)
        .replacen("name = \"roster\"", "name = \"register\"", 1);
    let (found, _) = complaints(&broken);
    let expected = [
        (10, "table `register` stands twice"),
        (15, "`as` cannot be `persname`"),
        (43, "`max` must be from 1 to 100000"),
        (47, "`recall` must be from 0.01 to 1"),
    ];
    let expected = expected.map(|(line, title)| (line, title.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn a_model_that_is_not_there() {
    let error = load_link_model(std::path::Path::new("nowhere.toml")).unwrap_err();
    assert!(error.to_string().contains("nowhere.toml"), "{error}");
}

#[test]
fn the_shipped_models_are_sound() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/link-examples");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            load_link_model(&path).unwrap();
        }
    }
}

#[test]
fn the_readmes_model_is_sound() {
    let readme = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let blocks = readme.split("```toml\n").skip(1);
    let models = blocks.filter(|block| block.starts_with("[link]"));
    let models: Vec<&str> = models
        .filter_map(|block| block.split("```").next())
        .collect();
    assert_eq!(models.len(), 1);
    load(models[0].as_bytes()).unwrap();
}

proptest! {
    #[test]
    fn a_model_with_a_piece_replaced_is_a_plan_or_a_complaint(
        at in any::<prop::sample::Index>(),
        length in 0..12_usize,
        piece in r#"[\[\]{}="'0-9a-zé.,()\n\\|-]{0,6}"#,
    ) {
        let mut characters: Vec<char> = MODEL.chars().collect();
        let from = at.index(characters.len());
        let to = (from + length).min(characters.len());
        characters.splice(from..to, piece.chars());
        let broken: String = characters.into_iter().collect();
        match load(broken.as_bytes()) {
            Ok(_) => {}
            Err(ConfigError::Invalid { diagnostics }) => {
                prop_assert!(!diagnostics.is_empty() && !render(&diagnostics, true).is_empty());
            }
            Err(error) => prop_assert!(false, "the file can be read: {}", error),
        }
    }
}
