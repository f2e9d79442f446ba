//! Mistakes in `rules.toml`, `linkage.toml` and `indicators.toml`.

use super::check;

#[test]
fn an_unknown_rule() {
    check(
        "rules.toml",
        "[ID01]",
        "[ID1]",
        r#"
error: there is no rule `ID1`
 --> rules.toml:1:2
  |
1 | [ID1]
  |  ^^^ unknown rule
  |
  = help: did you mean `ID01`?
"#,
    );
}

#[test]
fn an_unknown_severity() {
    check(
        "rules.toml",
        r#""warning""#,
        r#""warn""#,
        r#"
error: `severity` cannot be `warn`
 --> rules.toml:2:12
  |
2 | severity = "warn"
  |            ^^^^^^ unknown code
  |
  = help: did you mean `warning`?
"#,
    );
}

#[test]
fn an_unknown_threshold() {
    check(
        "rules.toml",
        "height_cm_min = 45",
        "height_min_cm = 45",
        r#"
error: the rule has no threshold `height_min_cm`
 --> rules.toml:5:1
  |
5 | height_min_cm = 45
  | ^^^^^^^^^^^^^ unknown threshold
  |
  = help: use one of `height_cm_min`, `height_cm_max`
"#,
    );
}

#[test]
fn a_threshold_in_words() {
    check(
        "rules.toml",
        "height_cm_min = 45",
        r#"height_cm_min = "45""#,
        r#"
error: `height_cm_min` must be a number
 --> rules.toml:5:17
  |
5 | height_cm_min = "45"
  |                 ^^^^ this is a string
"#,
    );
}

#[test]
fn a_setting_that_does_not_exist() {
    check(
        "rules.toml",
        r#"severity = "warning""#,
        "disable = true",
        r#"
error: `ID01` has no key `disable`
 --> rules.toml:2:1
  |
2 | disable = true
  | ^^^^^^^ unknown key
  |
  = help: did you mean `disabled`?
"#,
    );
}

#[test]
fn an_unknown_linkage_rule() {
    check(
        "linkage.toml",
        r#""cmnd""#,
        r#""name""#,
        r#"
error: an entry of `rules` cannot be `name`
 --> linkage.toml:1:18
  |
1 | rules = ["cccd", "name"]
  |                  ^^^^^^ unknown code
  |
  = help: did you mean `name_birth_commune_sex`?
"#,
    );
}

#[test]
fn a_linkage_rule_twice() {
    check(
        "linkage.toml",
        r#""cmnd""#,
        r#""cccd""#,
        r#"
error: rule `cccd` stands twice
 --> linkage.toml:1:18
  |
1 | rules = ["cccd", "cccd"]
  |          ------  ^^^^^^ again here
  |          |
  |          first here
"#,
    );
}

#[test]
fn no_linkage_rule() {
    check(
        "linkage.toml",
        r#"["cccd", "cmnd"]"#,
        "[]",
        r#"
error: `rules` is empty
 --> linkage.toml:1:9
  |
1 | rules = []
  |         ^^
"#,
    );
}

#[test]
fn two_numerators() {
    check(
        "indicators.toml",
        r#"numerator = "is_resident""#,
        r#"numerator = "is_resident"
numerator_exam = "counts""#,
        r#"
error: an indicator has either `numerator` or `numerator_exam`
  --> indicators.toml:23:1
   |
22 | numerator = "is_resident"
   | --------- the other
23 | numerator_exam = "counts"
   | ^^^^^^^^^^^^^^ this one has both
"#,
    );
}

#[test]
fn no_numerator() {
    check(
        "indicators.toml",
        r#"numerator = "is_resident"
"#,
        "",
        r#"
error: an indicator has either `numerator` or `numerator_exam`
  --> indicators.toml:16:1
   |
16 | [[indicators]]
   | ^^^^^^^^^^^^^^ this one has neither
"#,
    );
}

#[test]
fn a_deadline_before_the_start() {
    check(
        "indicators.toml",
        r#"deadline = "2026-11-30""#,
        r#"deadline = "2026-06-30""#,
        r#"
error: `deadline` must be after `start`
  --> indicators.toml:12:12
   |
11 | start = "2026-07-01"
   |         ------------ the start
12 | deadline = "2026-06-30"
   |            ^^^^^^^^^^^^ the deadline
"#,
    );
}

#[test]
fn a_pace_without_a_deadline() {
    check(
        "indicators.toml",
        r#"deadline = "2026-11-30"
"#,
        "",
        r#"
error: a pace needs `target`, `start` and `deadline`
  --> indicators.toml:12:8
   |
12 | pace = true
   |        ^^^^ asked for here
"#,
    );
}

#[test]
fn an_indicator_twice() {
    check(
        "indicators.toml",
        r#""CB02""#,
        r#""CB01""#,
        r#"
error: indicator `CB01` stands twice
  --> indicators.toml:17:8
   |
 2 | code = "CB01"
   |        ------ first here
...
17 | code = "CB01"
   |        ^^^^^^ again here
"#,
    );
}

#[test]
fn a_need_that_no_source_meets() {
    check(
        "indicators.toml",
        r#"needs = ["residents"]"#,
        r#"needs = ["residents", "insurance"]"#,
        r#"
error: no source is of the kind `insurance`
  --> indicators.toml:23:23
   |
23 | needs = ["residents", "insurance"]
   |                       ^^^^^^^^^^^ needed here
   |
   = help: add such a source to the pipeline, or leave the indicator out
"#,
    );
}

#[test]
fn a_target_without_a_direction() {
    check(
        "indicators.toml",
        "direction = \"more_than\"\n",
        "",
        r#"
error: without `direction` nothing can be judged
  --> indicators.toml:24:1
   |
24 | target = 0.95
   | ^^^^^^ stands alone
   |
   = help: give `target` and `direction`, or neither where the value is only watched
"#,
    );
}

#[test]
fn a_target_in_per_cent() {
    check(
        "indicators.toml",
        "target = 0.95",
        "target = 95",
        r#"
error: `target` must be from 0 to 2
  --> indicators.toml:24:10
   |
24 | target = 95
   |          ^^ out of range
"#,
    );
}

#[test]
fn an_unknown_stratum() {
    check(
        "indicators.toml",
        r#""age_band""#,
        r#""age""#,
        r#"
error: an entry of `strata` cannot be `age`
  --> indicators.toml:14:11
   |
14 | strata = ["age", "sex"]
   |           ^^^^^ unknown code
   |
   = help: did you mean `age_band`?
"#,
    );
}
