//! Mistakes in `pipeline.toml`.

use super::{Pipeline, check};

#[test]
fn a_misspelt_key_is_reported_once_with_what_was_meant() {
    check(
        "pipeline.toml",
        "max_age_days = 14",
        "max_age_day = 14",
        r#"
error: `sources` has no key `max_age_day`
  --> pipeline.toml:33:1
   |
33 | max_age_day = 14
   | ^^^^^^^^^^^ unknown key
   |
   = help: did you mean `max_age_days`?
"#,
    );
}

#[test]
fn a_key_that_resembles_nothing() {
    check(
        "pipeline.toml",
        "keep = 7",
        r#"keep = 7
colour = "red""#,
        r#"
error: `output` has no key `colour`
  --> pipeline.toml:13:1
   |
13 | colour = "red"
   | ^^^^^^ unknown key
   |
   = help: use one of `directory`, `keep`
"#,
    );
}

#[test]
fn a_missing_key_is_reported_at_its_table() {
    check(
        "pipeline.toml",
        "keep = 7\n",
        "",
        r#"
error: `output` lacks the key `keep`
  --> pipeline.toml:10:1
   |
10 | [output]
   | ^^^^^^^^ `keep` is missing
"#,
    );
}

#[test]
fn a_missing_table() {
    check(
        "pipeline.toml",
        r#"[output]
directory = "../../out"
keep = 7
"#,
        "",
        r#"
error: the file lacks the key `output`
 --> pipeline.toml:1:1
  |
1 | [pipeline]
  | ^ `output` is missing
"#,
    );
}

#[test]
fn a_wrong_type() {
    check(
        "pipeline.toml",
        "required = true",
        r#"required = "yes""#,
        r#"
error: `required` must be true or false
  --> pipeline.toml:32:12
   |
32 | required = "yes"
   |            ^^^^^ this is a string
"#,
    );
}

#[test]
fn a_scalar_in_place_of_a_table() {
    check(
        "pipeline.toml",
        "[gates]\nregister_shrinks_max = 0.05\n",
        "[gates.register_shrinks_max]\n",
        r#"
error: `register_shrinks_max` must be a number
  --> pipeline.toml:22:1
   |
22 | [gates.register_shrinks_max]
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this is a table
"#,
    );
}

#[test]
fn a_number_out_of_range() {
    check(
        "pipeline.toml",
        "keep = 7",
        "keep = 10001",
        r#"
error: `keep` must be from 2 to 10000
  --> pipeline.toml:12:8
   |
12 | keep = 10001
   |        ^^^^^ out of range
"#,
    );
}

#[test]
fn a_single_version_to_keep() {
    check(
        "pipeline.toml",
        "keep = 7",
        "keep = 1",
        r#"
error: `keep` must be at least 2
  --> pipeline.toml:12:8
   |
12 | keep = 1
   |        ^ too few
   |
   = help: a day that is run again starts from the version of an earlier day, which must still be there for persons to keep their ids
"#,
    );
}

#[test]
fn a_part_of_a_version_to_keep() {
    check(
        "pipeline.toml",
        "keep = 7",
        "keep = 2.5",
        r#"
error: `keep` must be a whole number
  --> pipeline.toml:12:8
   |
12 | keep = 2.5
   |        ^^^ this is a number
"#,
    );
}

#[test]
fn a_share_over_one() {
    check(
        "pipeline.toml",
        "register_shrinks_max = 0.05",
        "register_shrinks_max = 5",
        r#"
error: `register_shrinks_max` must be from 0 to 1
  --> pipeline.toml:23:24
   |
23 | register_shrinks_max = 5
   |                        ^ out of range
"#,
    );
}

#[test]
fn a_gate_that_waits_for_no_row() {
    check(
        "pipeline.toml",
        "register_shrinks_max = 0.05",
        "file_quarantined_rows_min = 0",
        r#"
error: `file_quarantined_rows_min` must be from 1 to 1000000
  --> pipeline.toml:23:29
   |
23 | file_quarantined_rows_min = 0
   |                             ^ out of range
"#,
    );
}

#[test]
fn a_count_of_rows_that_is_a_share() {
    check(
        "pipeline.toml",
        "register_shrinks_max = 0.05",
        "file_quarantined_rows_min = 0.1",
        r#"
error: `file_quarantined_rows_min` must be a whole number
  --> pipeline.toml:23:29
   |
23 | file_quarantined_rows_min = 0.1
   |                             ^^^ this is a number
"#,
    );
}

#[test]
fn a_weight_that_is_no_number() {
    check(
        "pipeline.toml",
        "0.5, 0.0]",
        "nan, 0.0]",
        r#"
error: an entry of `weekdays` must be a finite number
  --> pipeline.toml:19:38
   |
19 | weekdays = [1.0, 1.0, 1.0, 1.0, 1.0, nan, 0.0]
   |                                      ^^^ not finite, or too large
"#,
    );
}

#[test]
fn six_weekdays() {
    check(
        "pipeline.toml",
        "0.5, 0.0]",
        "0.5]",
        r#"
error: `weekdays` must be seven weights, Monday to Sunday
  --> pipeline.toml:19:12
   |
19 | weekdays = [1.0, 1.0, 1.0, 1.0, 1.0, 0.5]
   |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this has 6
"#,
    );
}

#[test]
fn an_exception_that_is_no_day() {
    check(
        "pipeline.toml",
        r#""2026-09-02" = 0.0"#,
        r#""2026-09-31" = 0.0"#,
        r#"
error: `2026-09-31` must be a date
  --> pipeline.toml:20:16
   |
20 | exceptions = { "2026-09-31" = 0.0 }
   |                ^^^^^^^^^^^^ not a day of the calendar as YYYY-MM-DD
"#,
    );
}

#[test]
fn a_window_that_ends_before_it_starts() {
    check(
        "pipeline.toml",
        r#"["2026-07-01", "2026-11-30"]"#,
        "[2026-07-01, 2025-11-30]",
        r#"
error: `window` ends before it starts
  --> pipeline.toml:15:23
   |
15 | window = [2026-07-01, 2025-11-30]
   |           ----------  ^^^^^^^^^^ the last day
   |           |
   |           the first day
"#,
    );
}

#[test]
fn a_date_in_another_form() {
    check(
        "pipeline.toml",
        r#""2026-07-01""#,
        r#""01/07/2026""#,
        r#"
error: an entry of `window` must be a date
  --> pipeline.toml:15:11
   |
15 | window = ["01/07/2026", "2026-11-30"]
   |           ^^^^^^^^^^^^ not a day of the calendar as YYYY-MM-DD
"#,
    );
}

#[test]
fn a_name_that_would_leave_the_output_folder() {
    check(
        "pipeline.toml",
        r#"name = "thu-nghiem""#,
        r#"name = "../thu-nghiem""#,
        r#"
error: `name` must be of letters a to z, digits, `-` and `_`
 --> pipeline.toml:2:8
  |
2 | name = "../thu-nghiem"
  |        ^^^^^^^^^^^^^^^ another character
"#,
    );
}

#[test]
fn communes_twice_and_too_short() {
    check(
        "pipeline.toml",
        r#"communes = ["01273"]"#,
        r#"communes = ["01273", "1294", "01273"]"#,
        r#"
error: a commune code must be five digits
 --> pipeline.toml:4:22
  |
4 | communes = ["01273", "1294", "01273"]
  |                      ^^^^^^ not a commune code

error: commune `01273` stands twice
 --> pipeline.toml:4:30
  |
4 | communes = ["01273", "1294", "01273"]
  |             -------          ^^^^^^^ again here
  |             |
  |             first here
"#,
    );
}

#[test]
fn a_kind_that_does_not_exist() {
    check(
        "pipeline.toml",
        r#"kind = "plan_roster""#,
        r#"kind = "plan_rooster""#,
        r#"
error: `kind` cannot be `plan_rooster`
  --> pipeline.toml:37:8
   |
37 | kind = "plan_rooster"
   |        ^^^^^^^^^^^^^^ unknown code
   |
   = help: did you mean `plan_roster`?
"#,
    );
}

#[test]
fn two_sources_of_one_name() {
    check(
        "pipeline.toml",
        r#"id = "plan""#,
        r#"id = "residents""#,
        r#"
error: source `residents` stands twice
  --> pipeline.toml:36:6
   |
26 | id = "residents"
   |      ----------- first here
...
36 | id = "residents"
   |      ^^^^^^^^^^^ again here
"#,
    );
}

#[test]
fn two_sources_of_the_same_files() {
    check(
        "pipeline.toml",
        r#"folder = "../../data"
file_name = "ke_hoach_{commune}_{date}.{csv|xlsx}""#,
        r#"folder = "../x/../../data"
file_name = "dan_cu_{date}.*""#,
        r#"
error: files `data/dan_cu_{date}.*` are read twice
  --> pipeline.toml:39:13
   |
29 | file_name = "dan_cu_{date}.*"
   |             ----------------- first here
...
39 | file_name = "dan_cu_{date}.*"
   |             ^^^^^^^^^^^^^^^^^ again here
"#,
    );
}

#[test]
fn a_placeholder_that_does_not_exist() {
    check(
        "pipeline.toml",
        "ke_hoach_{commune}",
        "ke_hoach_{comune}",
        r#"
error: there is no placeholder `{comune}`
  --> pipeline.toml:39:23
   |
39 | file_name = "ke_hoach_{comune}_{date}.{csv|xlsx}"
   |                       ^^^^^^^^ here
   |
   = help: did you mean `{commune}`?
"#,
    );
}

#[test]
fn a_brace_that_is_not_closed() {
    check(
        "pipeline.toml",
        "{csv|xlsx}",
        "{csv|xlsx",
        r#"
error: a brace is not paired
  --> pipeline.toml:39:40
   |
39 | file_name = "ke_hoach_{commune}_{date}.{csv|xlsx"
   |                                        ^ here
"#,
    );
}

#[test]
fn a_folder_in_a_file_name() {
    check(
        "pipeline.toml",
        r#""dan_cu_{date}"#,
        r#""2026/dan_cu_{date}"#,
        r#"
error: `file_name` must not hold a folder
  --> pipeline.toml:29:18
   |
29 | file_name = "2026/dan_cu_{date}.*"
   |                  ^ here
   |
   = help: write the folder under `folder`
"#,
    );
}

#[test]
fn a_reference_folder_that_is_not_there() {
    check(
        "pipeline.toml",
        r#""../reference""#,
        r#""../references""#,
        r#"
error: `reference` must be a folder that exists
 --> pipeline.toml:5:13
  |
5 | reference = "../references"
  |             ^^^^^^^^^^^^^^^ no such folder
  |
  = help: looked for `pipelines/references`
"#,
    );
}

#[test]
fn five_mistakes_in_one_file_are_reported_together_in_file_order() {
    let pipeline = Pipeline::new();
    pipeline.edit(
        "pipeline.toml",
        "delivery = \"increment\"",
        "delivery = \"daily\"",
    );
    pipeline.edit("pipeline.toml", "province = \"04\"", "province = 4");
    pipeline.edit("pipeline.toml", "directory =", "directry =");
    pipeline.edit("pipeline.toml", "\"height\"", "\"hight\"");
    pipeline.edit("pipeline.toml", "max_age_days = 14", "max_age_days = -1");
    let expected = r#"
error: `province` must be a string
 --> pipeline.toml:3:12
  |
3 | province = 4
  |            ^ this is a whole number

error: `output` has no key `directry`
  --> pipeline.toml:11:1
   |
11 | directry = "../../out"
   | ^^^^^^^^ unknown key
   |
   = help: did you mean `directory`?

error: an entry of `measured_items` cannot be `hight`
  --> pipeline.toml:16:19
   |
16 | measured_items = ["hight", "weight"]
   |                   ^^^^^^^ unknown code
   |
   = help: did you mean `height`?

error: `max_age_days` must be from 0 to 36500
  --> pipeline.toml:33:16
   |
33 | max_age_days = -1
   |                ^^ out of range

error: `delivery` cannot be `daily`
  --> pipeline.toml:41:12
   |
41 | delivery = "daily"
   |            ^^^^^^^ unknown code
   |
   = help: use one of `snapshot`, `increment`
"#;
    assert_eq!(pipeline.complaint(), expected.trim_matches('\n'));
}
