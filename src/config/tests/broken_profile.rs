//! Mistakes in a profile.

use super::check;

#[test]
fn an_unknown_field() {
    check(
        "people.toml",
        r#"birth_date = ["Ngày sinh"]"#,
        r#"birthdate = ["Ngày sinh"]"#,
        r#"
error: there is no field `birthdate`
 --> people.toml:7:1
  |
7 | birthdate = ["Ngày sinh"]
  | ^^^^^^^^^ unknown field
  |
  = help: did you mean `birth_date`?
"#,
    );
}

#[test]
fn a_header_under_two_fields() {
    check(
        "people.toml",
        r#"identity_number = ["Số CCCD"]"#,
        r#"identity_number = ["Số CCCD", "ngay_sinh (dd/mm)"]"#,
        r#"
error: header `ngay_sinh (dd/mm)` stands twice
 --> people.toml:8:31
  |
7 | birth_date = ["Ngày sinh"]
  |               ----------- first under `birth_date`
8 | identity_number = ["Số CCCD", "ngay_sinh (dd/mm)"]
  |                               ^^^^^^^^^^^^^^^^^^^ again here, as columns are matched
  |
  = help: marks, case, signs and what is in parentheses make no difference
"#,
    );
}

#[test]
fn a_header_that_is_read_and_dropped() {
    check(
        "people.toml",
        r#"["Ghi chú"]"#,
        r#"["Ghi chú", "Giới tính"]"#,
        r#"
error: header `Giới tính` stands twice
 --> people.toml:3:31
  |
3 | dropped_headers = ["Ghi chú", "Giới tính"]
  |                               ^^^^^^^^^^^ again here, as columns are matched
...
9 | sex = ["Giới tính"]
  |        ----------- first under `sex`
  |
  = help: marks, case, signs and what is in parentheses make no difference
"#,
    );
}

#[test]
fn the_same_header_twice() {
    check(
        "people.toml",
        r#"["Họ và tên", "HO_TEN"]"#,
        r#"["Họ và tên", "Họ và tên"]"#,
        r#"
error: header `Họ và tên` stands twice
 --> people.toml:6:27
  |
6 | full_name = ["Họ và tên", "Họ và tên"]
  |              -----------  ^^^^^^^^^^^ again here, as columns are matched
  |              |
  |              first under `full_name`
  |
  = help: marks, case, signs and what is in parentheses make no difference
"#,
    );
}

#[test]
fn a_header_that_matches_nothing() {
    check(
        "people.toml",
        r#""HO_TEN""#,
        r#""(*)""#,
        r#"
error: no column can match the header `(*)`
 --> people.toml:6:27
  |
6 | full_name = ["Họ và tên", "(*)"]
  |                           ^^^^^ only signs and parentheses
"#,
    );
}

#[test]
fn a_code_that_the_field_does_not_have() {
    check(
        "people.toml",
        r#"male = ["Nam", "1"]
female"#,
        r#"man = ["Nam", "1"]
female"#,
        r#"
error: `man` is no code of `sex`
  --> people.toml:13:1
   |
13 | man = ["Nam", "1"]
   | ^^^ unknown code
   |
   = help: use one of `male`, `female`
"#,
    );
}

#[test]
fn a_target_group_that_does_not_exist() {
    check(
        "people.toml",
        r#"16 = ["Khác"]"#,
        r#"17 = ["Khác"]"#,
        r#"
error: `17` is no code of `target_groups`
  --> people.toml:18:1
   |
18 | 17 = ["Khác"]
   | ^^ unknown code
   |
   = help: use one of `1`, `7`, `10`, `11`, `12`, `13`, `14`, `15`, `16`, `2`, `3`, `4` and 4 more
"#,
    );
}

#[test]
fn a_spelling_of_two_codes() {
    check(
        "people.toml",
        r#"["Nữ", "2"]"#,
        r#"["Nữ", "NAM"]"#,
        r#"
error: spelling `NAM` stands under two codes
  --> people.toml:14:17
   |
13 | male = ["Nam", "1"]
   |         ----- first here
14 | female = ["Nữ", "NAM"]
   |                 ^^^^^ again here
"#,
    );
}

#[test]
fn spellings_of_a_field_that_has_no_codes() {
    check(
        "people.toml",
        "[values.sex]",
        "[values.full_name]",
        r#"
error: `full_name` is read as it stands
  --> people.toml:12:9
   |
12 | [values.full_name]
   |         ^^^^^^^^^ has no codes to spell
"#,
    );
}

#[test]
fn spellings_of_a_field_that_is_not_read() {
    check(
        "people.toml",
        r#"[values.sex]
male = ["Nam", "1"]
female = ["Nữ", "2"]"#,
        r#"[values.funding]
1 = ["NSTW"]"#,
        r#"
error: `funding` has no headers
  --> people.toml:12:9
   |
12 | [values.funding]
   |         ^^^^^^^ spellings of a field that is not read
"#,
    );
}

#[test]
fn a_required_field_without_headers() {
    check(
        "people.toml",
        r#"["birth_date", "identity_number"]"#,
        r#"["birth_date", "bhyt_card"]"#,
        r#"
error: `bhyt_card` has no headers
 --> people.toml:1:50
  |
1 | required_fields = [["full_name"], ["birth_date", "bhyt_card"]]
  |                                                  ^^^^^^^^^^^ required, but in no column
"#,
    );
}
