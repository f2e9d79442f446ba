//! What commands say of a night names nobody.

use std::collections::BTreeSet;

use toandan::schema::records::RECORDS;

use crate::support::{Ended, Province, project, rows, shared, shared_ended};

/// Columns whose values point at someone.
const PERSONAL: [&str; 10] = [
    "full_name",
    "full_name_original",
    "cccd",
    "cmnd",
    "identity_number_original",
    "bhxh_number",
    "bhxh_number_original",
    "bhyt_card",
    "bhyt_card_original",
    "phone",
];

/// Every name and number of the sample; too short a text may stand anywhere by chance.
fn personal() -> BTreeSet<String> {
    let records = rows(&shared().version(), &RECORDS);
    let values = records
        .iter()
        .flat_map(|record| PERSONAL.map(|column| record.text(column).to_owned()));
    let values: BTreeSet<String> = values.filter(|value| value.chars().count() >= 6).collect();
    assert!(values.len() > 10_000, "{}", values.len());
    values
}

#[track_caller]
fn names_nobody(ended: &Ended, personal: &BTreeSet<String>) {
    for value in personal {
        let named = ended.stdout.contains(value) || ended.stderr.contains(value);
        assert!(!named, "{value:?} stands in\n{ended}");
    }
}

#[test]
fn a_run_and_a_check_name_nobody() {
    let personal = personal();
    names_nobody(shared_ended(), &personal);
    let province = Province::new();
    let json = ["--progress", "json", "--format", "json"];
    names_nobody(&province.night(&json).expect(0), &personal);
    let check = &mut province.command(&["check", "pipelines/cao-bang"]);
    names_nobody(&Ended::of(check).expect(0), &personal);
}

#[test]
fn an_inspection_masks_everyone() {
    let personal = personal();
    for file in [
        "residents/dan_cu_20261120.csv",
        "insurance/bhyt_20261120.csv",
        "ehr/hssk_20261120.csv",
        "screening/kham_01273_20261120.csv",
        "screening/kham_01294_20261120.xlsx",
        "plan/ke_hoach_01273_20261120.xlsx",
        "employer/lao_dong_htx01273_20261120.csv",
        "school/hoc_sinh_ththcs01558_20261120.csv",
    ] {
        let path = project()
            .join("sample_data")
            .join(file)
            .display()
            .to_string();
        for format in ["table", "json"] {
            let inspect = ["inspect", &path, "--format", format];
            let inspect = &mut shared().command(&inspect);
            names_nobody(&Ended::of(inspect).expect(0), &personal);
        }
    }
}

/// Columns under the wrong headers, so that names stand where no name is expected and would be shown.
#[test]
fn an_inspection_of_shifted_columns_masks_everyone() {
    let personal = personal();
    let province = Province::new();
    let register = province.sample("residents/dan_cu_20261120.csv");
    for (right, wrong) in [
        (
            "ho_ten,ngay_sinh,gioi_tinh,dan_toc",
            "gioi_tinh,ngay_sinh,ho_ten,dan_toc",
        ),
        (
            "ho_ten,ngay_sinh,gioi_tinh,dan_toc",
            "ten_xa_cu,ngay_sinh,ho_ten,gioi_tinh",
        ),
        ("so_dinh_danh,ho_ten", "ma_xa_cu,so_dinh_danh"),
    ] {
        let text = std::fs::read_to_string(&register).expect("the register");
        let path = province.root().join("dan_cu_20261121.csv");
        std::fs::write(&path, text.replacen(right, wrong, 1)).expect("written");
        let path = path.display().to_string();
        for format in ["table", "json"] {
            let inspect = [
                "inspect",
                &path,
                "--source",
                "residents",
                "--format",
                format,
            ];
            names_nobody(&Ended::of(&mut province.command(&inspect)), &personal);
        }
    }
}

#[test]
fn a_check_of_odd_deliveries_names_nobody() {
    let personal = personal();
    let province = Province::published();
    let (old, new) = (
        province.sample("residents/dan_cu_20261120.csv"),
        province.sample("residents/dan_cu_20261121.csv"),
    );
    // The first person stands in the header row: the columns changed, and to whom they changed is nobody's business.
    let text = std::fs::read_to_string(&old).expect("the register");
    let header = text.lines().next().expect("a header");
    let person = text.lines().nth(1).expect("a person");
    let number = person.split(',').next().expect("a number");
    std::fs::write(
        &new,
        text.replacen(header, &format!("{header},{number}"), 1),
    )
    .expect("written");
    for format in ["table", "json"] {
        let check = ["check", "pipelines/cao-bang", "--format", format];
        names_nobody(&Ended::of(&mut province.command(&check)), &personal);
    }
    names_nobody(&province.night(&[]), &personal);
    let inputs = province.version().manifest.head.inputs;
    let told = inputs.iter().flat_map(|input| &input.columns);
    for column in told {
        assert!(!personal.contains(column), "{column}");
    }
}

#[test]
fn a_damaged_file_is_reported_without_its_people() {
    let personal = personal();
    let province = Province::new();
    let register = province.sample("residents/dan_cu_20261120.csv");
    let text = std::fs::read_to_string(&register).expect("the register");
    let (_, people) = text.split_once('\n').expect("a header");
    std::fs::write(&register, people).expect("written");
    names_nobody(
        &province.night(&[]).expect(2).says(&["no header was found"]),
        &personal,
    );
}
