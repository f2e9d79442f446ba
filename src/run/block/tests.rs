use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::date;

use super::*;
use crate::ingest::csv::parse;
use crate::reference::embedded;
use crate::source::Delivery;
use crate::validate::{RuleSettings, registry};

const HEADER: [&str; 6] = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Xóm", "Xã"];

fn source() -> SourceOptions {
    let headers = [
        (Field::Sequence, "STT"),
        (Field::FullName, "Họ và tên"),
        (Field::BirthDate, "Ngày sinh"),
        (Field::IdentityNumber, "Số CCCD"),
        (Field::Hamlet, "Xóm"),
        (Field::CommuneName, "Xã"),
    ];
    let profile = Profile {
        name: "roster.toml".into(),
        headers: headers
            .map(|(field, header)| (field, vec![header.to_owned()]))
            .into(),
        values: BTreeMap::new(),
        required_fields: vec![vec![Field::FullName]],
        first_of_january_is_year: true,
        dropped_headers: Vec::new(),
    };
    SourceOptions {
        id: "plan".into(),
        kind: Kind::PlanRoster,
        folder: PathBuf::new(),
        file_name: "*".into(),
        delivery: Delivery::Snapshot,
        required: false,
        max_age_days: 30,
        withdrawn: Vec::new(),
        profile: Arc::new(profile),
    }
}

/// What became of a list of commune 01294 that came in November 2026; a workbook where it has a `sheet`.
fn worked(rows: &[&str], sheet: Option<&str>) -> BlockNotes {
    let text = rows.join("\n") + "\n";
    let block = parse(text.as_bytes(), b',').unwrap();
    let codes = embedded::code_lists();
    let units = embedded::administrative_units();
    let as_of = date(2026, 11, 20);
    let kit = SourceKit::new(&source(), &codes, &RuleSettings::default(), as_of).unwrap();
    let layout = Layout::detect(&block, &kit.layout_options).unwrap();
    let file = FileKit {
        source: &kit,
        units: &units,
        province: "04",
        facts: ExtractFacts {
            snapshot_date: as_of,
            commune: CommuneCode::parse("01294"),
            first_of_january_is_year: true,
        },
        origin: ChunkOrigin {
            kind: Kind::PlanRoster,
            source: Arc::from("plan"),
            file: Arc::from("plan/a.csv"),
            sheet: None,
            unit: None,
            snapshot_date: as_of,
        },
    };
    let first_row = layout.header_rows.1 + 1;
    work(&block, &layout, first_row, sheet.map(Arc::from), &file).notes
}

/// The rows about which a rule has a finding.
fn found(rule: &str, notes: &BlockNotes) -> Vec<u32> {
    let findings = notes.findings.rule.iter().zip(&notes.findings.row);
    let of_rule = findings.filter(|(id, _)| registry()[usize::from(id.0)].code == rule);
    of_rule.map(|(_, row)| *row).collect()
}

#[test]
fn cm11_names_rows_of_another_commune_than_their_list() {
    let header = HEADER.join(",");
    let rows = [
        &*header,
        "1,Nông Thị Ấm,1957,,,Lý Bôn",
        "2,Lý A Sì,1960,,,Tam Kim",
        // The old name of a part of the commune, a blank cell, and a name that is none.
        "3,Lý A Dình,1961,,,xã Lý Bôn",
        "4,Lý Thị Mỷ,1962,,,",
        "5,Lý Thị Mai,1963,,,Không Rõ Ở Đâu",
    ];
    assert_eq!(found("CM11", &worked(&rows, None)), [3]);
}

#[test]
fn rw04_names_rows_of_workbooks_with_something_beside_the_table() {
    let header = HEADER.join(",");
    let rows = [
        &*header,
        "1,Nông Thị Ấm,1957,,,,",
        "2,Lý A Sì,1960,,,,đã chuyển",
        "3,Lý A Dình,1961,,,, ",
        "4,Lý Thị Mỷ,1962",
    ];
    let notes = worked(&rows, Some("DS"));
    assert_eq!(found("RW04", &notes), [3]);
    assert_eq!(notes.quarantined.len(), 0);
    // In text a cell too many may have moved the others.
    let notes = worked(&rows, None);
    assert_eq!(
        (found("RW04", &notes).len(), notes.quarantined.len()),
        (0, 1)
    );
}

#[test]
fn rw06_names_rows_that_contradict_the_heading_over_them() {
    let header = HEADER.join(",");
    let rows = [
        &*header,
        "Xóm Nà Pò,,,,,",
        "1,Nông Thị Ấm,1957,,Nà Pò,",
        "2,Lý A Sì,1960,,Lũng Rì,",
        "3,Lý A Dình,1961,,NA PO,",
        "4,Lý Thị Mỷ,1962,,,",
    ];
    assert_eq!(found("RW06", &worked(&rows, None)), [4]);
}

#[test]
fn rw07_names_people_above_the_header() {
    let header = HEADER.join(",");
    let above = "1,Nông Thị Ấm,12/05/1957,003157000001,Nà Pò,";
    let title = "Người lập: Nông Thị Lập,,20/11/2026,,,";
    let below = "2,Lý A Sì,1960,,,";
    let notes = worked(&[title, above, &header, below], None);
    assert_eq!((found("RW07", &notes), notes.person_rows), (vec![2], 2));
    let notes = worked(&[title, &header, below], None);
    assert_eq!((found("RW07", &notes), notes.person_rows), (vec![], 1));
    assert!(found("RW07", &worked(&[&header, below], None)).is_empty());
}

#[test]
fn people_whose_cells_have_moved_are_looked_at() {
    let header = HEADER.join(",");
    let rows = [
        &*header,
        "1,Nông Thị Ấm,1957,,Nà Pò,",
        "Lý A Sì,12/05/1960,003060000002,Nà Pò,,",
        "Cộng: 2 người,,,,,",
    ];
    let notes = worked(&rows, Some("DS"));
    assert_eq!(
        (notes.person_rows, notes.quarantined.row.clone()),
        (2, vec![3])
    );
}

#[test]
fn people_below_a_signature_are_told_from_those_who_sign() {
    let header = HEADER.join(",");
    let rows = [
        &*header,
        "1,Nông Thị Ấm,1957,,Nà Pò,",
        ",Người lập biểu,,,,",
        ",Nông Thị Lập,20/11/2026,,,",
        ",Thẩm Đình Dũng,1954,,,",
        ",Lý Thị Mỷ,12/05/1962,,,",
    ];
    assert_eq!(worked(&rows, Some("DS")).person_rows, 3);
}

#[test]
fn a_title_of_another_commune_is_noticed() {
    let header = HEADER.join(",");
    let named = |title: &str| {
        let rows = [title, &*header, "1,Nông Thị Ấm,1957,,,"];
        worked(&rows, None).other_commune
    };
    assert_eq!(named("UBND XÃ TAM KIM,,,,,").as_deref(), Some("XÃ TAM KIM"));
    assert_eq!(named("UBND XÃ LÝ BÔN,,,,,"), None);
    assert_eq!(named("UBND XÃ KHÔNG RÕ,,,,,"), None);
    assert_eq!(named("DANH SÁCH,,,,,"), None);
}
