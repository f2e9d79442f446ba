//! Whole pipelines through [`load`]: the real one, and a small one broken in many ways.

mod broken_parts;
mod broken_pipeline;
mod broken_profile;
mod files;
mod link_models;
mod never_panics;
mod real;

use std::fs;
use std::path::{Path, PathBuf};

use super::{ConfigError, KnownRules, Plan, load};

const PIPELINE: &str = r#"[pipeline]
name = "thu-nghiem"
province = "04"
communes = ["01273"]
reference = "../reference"
rules = "rules.toml"
linkage = "linkage.toml"
indicators = "indicators.toml"

[output]
directory = "../../out"
keep = 7

[screening]
window = ["2026-07-01", "2026-11-30"]
measured_items = ["height", "weight"]

[calendar]
weekdays = [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0]
exceptions = { "2026-09-02" = 0.0 }

[gates]
register_shrinks_max = 0.05

[[sources]]
id = "residents"
kind = "residents"
folder = "../../data"
file_name = "dan_cu_{date}.*"
profile = "people.toml"
delivery = "snapshot"
required = true
max_age_days = 14

[[sources]]
id = "plan"
kind = "plan_roster"
folder = "../../data"
file_name = "ke_hoach_{commune}_{date}.{csv|xlsx}"
profile = "people.toml"
delivery = "increment"
required = false
max_age_days = 180
"#;

const PROFILE: &str = r#"required_fields = [["full_name"], ["birth_date", "identity_number"]]
first_of_january_is_year = true
dropped_headers = ["Ghi chú"]

[headers]
full_name = ["Họ và tên", "HO_TEN"]
birth_date = ["Ngày sinh"]
identity_number = ["Số CCCD"]
sex = ["Giới tính"]
target_groups = ["Đối tượng"]

[values.sex]
male = ["Nam", "1"]
female = ["Nữ", "2"]

[values.target_groups]
1 = ["Người cao tuổi", "NCT"]
16 = ["Khác"]
"#;

const RULES: &str = r#"[ID01]
severity = "warning"

[ME01.thresholds]
height_cm_min = 45
"#;

const LINKAGE: &str = r#"rules = ["cccd", "cmnd"]
shared_identifier_max = 20
"#;

const INDICATORS: &str = r#"[[indicators]]
code = "CB01"
label_vi = "Người trong kế hoạch đã khám"
label_en = "Persons in the plan screened"
population = "persons"
denominator = "in_plan"
numerator = "counting_exam_count > 0"
needs = ["plan_roster"]
target = 1.0
direction = "at_least"
start = "2026-07-01"
deadline = "2026-11-30"
pace = true
strata = ["age_band", "sex"]

[[indicators]]
code = "CB02"
label_vi = "Cư dân"
label_en = "Residents"
population = "persons"
denominator = ""
numerator = "is_resident"
needs = ["residents"]
target = 0.95
direction = "more_than"
"#;

/// A pipeline's folder in a temporary place.
struct Pipeline {
    root: tempfile::TempDir,
}

impl Pipeline {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("pipelines/reference")).unwrap();
        fs::create_dir_all(root.path().join("pipelines/p")).unwrap();
        let pipeline = Self { root };
        for (name, text) in [
            ("pipeline.toml", PIPELINE),
            ("people.toml", PROFILE),
            ("rules.toml", RULES),
            ("linkage.toml", LINKAGE),
            ("indicators.toml", INDICATORS),
        ] {
            pipeline.write(name, text);
        }
        pipeline
    }

    fn folder(&self) -> PathBuf {
        self.root.path().join("pipelines/p")
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.folder().join(name), text).unwrap();
    }

    /// Writes `new` for the first `old` of a file.
    fn edit(&self, name: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.folder().join(name)).unwrap();
        assert!(text.contains(old), "{name} does not contain {old}");
        self.write(name, text.replacen(old, new, 1));
    }

    fn load(&self) -> Result<Plan, ConfigError> {
        load(&self.folder(), &known_rules())
    }

    /// What a person reads when the pipeline is wrong, paths from the pipeline's folder.
    fn complaint(&self) -> String {
        let error = self.load().expect_err("the pipeline is broken");
        self.without_root(&error.to_string())
    }

    fn without_root(&self, text: &str) -> String {
        let root = self.root.path().display();
        text.replace(&format!("{root}/pipelines/p/"), "")
            .replace(&format!("{root}/"), "")
    }
}

fn known_rules() -> KnownRules {
    let rules: [(&str, &[&str]); 3] = [
        ("DA01", &[]),
        ("ID01", &[]),
        ("ME01", &["height_cm_min", "height_cm_max"]),
    ];
    KnownRules {
        rules: rules.map(|(code, names)| (code, names.to_vec())).into(),
    }
}

/// Breaks `file` by writing `new` for `old` and compares the complaint.
fn check(file: &str, old: &str, new: &str, expected: &str) {
    let pipeline = Pipeline::new();
    pipeline.edit(file, old, new);
    assert_eq!(pipeline.complaint(), expected.trim_matches('\n'));
}

fn real_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/cao-bang")
}
